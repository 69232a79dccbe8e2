"""Everything is escaped, and every foreign run says its language and direction."""

import pytest
from test_language import EN, FA

from sistersite import markup
from sistersite.model import Node, Prose, Source, Text, When
from sistersite.views import Chapter, Cite

EVIL = "<script>alert('x')</script>&\"'"


def chapter(*nodes, language="en", cites=(), fallback=False):
    return Chapter(Prose(language, nodes), cites, fallback)


def html(text, language=EN, known=frozenset(), level=2):
    return markup.chapter(language, text, lambda kind, slug: f"/{kind}/{slug}/", known, {}, level)


@pytest.mark.parametrize(
    "made",
    [
        lambda: markup.words(EN, EVIL),
        lambda: markup.words(FA, EVIL),
        lambda: markup.foreign(EN, EVIL, "de"),
        lambda: markup.text(EN, Text({"en": EVIL})),
        lambda: markup.say(EN, "upkeep.office", x=EVIL),
        lambda: markup.say(EN, "city.partner-is", partner=EVIL),
        lambda: markup.tag("p", EVIL, title=EVIL),
        lambda: markup.source(EN, Source(title=EVIL, publisher=EVIL, language="en", grade="press", consulted=When("gregorian", 2026), mirror_of=EVIL)),
        lambda: html(chapter(Node("paragraph", (EVIL, Node("emphasis", (EVIL,)))))),
        lambda: html(chapter(Node("paragraph", (Node("link", (EVIL,), f'https://a.b/"{EVIL}'),)))),
    ],
)
def test_everything_is_escaped(made):
    assert "<script" not in made() and '"<' not in made() and 'title="<' not in made()


def test_latin_in_persian_is_isolated():
    assert markup.words(FA, "شهر Freiburg im Breisgau است") == 'شهر <bdi dir="ltr">Freiburg im Breisgau</bdi> است'
    assert markup.words(FA, "(西安)") == '(<bdi lang="zh" dir="ltr">西安</bdi>)'
    assert markup.words(EN, "called نقش جهان here") == 'called <bdi lang="fa" dir="rtl">نقش جهان</bdi> here'


def test_a_missing_language_is_shown_in_the_one_at_hand():
    assert markup.text(EN, Text({"fa": "سلام"})) == '<bdi lang="fa" dir="rtl">سلام</bdi>'


def test_dates_carry_their_machine_form():
    assert markup.when(EN, When("gregorian", 1989, 5)) == (
        '<time datetime="1989-05">May 1989 <span class="other-calendar">(Ordibehesht–Khordad 1368)</span></time>'
    )
    assert markup.when_printed(FA, When("jalali", 1398, 7)) == '<span class="date">مهر ۱۳۹۸</span>'


def test_notes_are_links_both_ways():
    found = html(chapter(Node("paragraph", ("a", Node("note", (), "s1"))), cites=(Cite(3, "cite-3"),)))
    assert found == '<p>a<sup id="cite-3" class="cite"><a href="#source-3" aria-label="Source 3" role="doc-noteref">3</a></sup></p>'


def test_links_inside_the_site():
    node = Node("paragraph", (Node("link", ("Florence",), "city:florence"),))
    assert html(chapter(node), known=frozenset({("city", "florence")})) == '<p><a href="/city/florence/">Florence</a></p>'
    assert html(chapter(node)) == "<p>Florence</p>"  # a draft: no page to lead to


def test_headings_fit_the_page_around_them():
    node = Node("heading", ("a",), "b", "", 2)
    assert html(chapter(node), level=3) == '<h3 id="text-b">a</h3>'


def test_a_fallback_says_its_language():
    found = html(chapter(Node("paragraph", ("سلام",)), language="fa", fallback=True))
    assert found == '<div lang="fa" dir="rtl"><p>سلام</p></div>'
