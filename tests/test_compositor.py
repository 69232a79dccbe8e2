"""Words, dates, sources and prose as nodes: every foreign run isolated, every kind of prose with a rule, every node known to the templates."""

from __future__ import annotations

import re

import pytest
from conftest import PROJECT, said
from test_language import EN, FA

from sistersite import prose
from sistersite.compositor import Compositor
from sistersite.language import Catalogue, Language
from sistersite.model import Prose, Source, Text, When
from sistersite.registry import Registry
from sistersite.views import Chapter, Cite, Cited, Notes, chapter_of

REGISTRY = Registry(spelled={"Porto": "porto", "پورتو": "porto", "西安": "xian"})
PICTURE = {"k": "photo", "file": "x/arno.jpg"}


def setter(language=EN, **more):
    return Compositor(language, "x", **{"registry": REGISTRY, **more})


def link(kind, slug):
    return f"https://example.org/{kind}/{slug}/" if slug != "draft" else None


def source(**more):
    common = {"title": "Title", "publisher": "Publisher", "language": "en", "grade": "press", "consulted": When("gregorian", 2026, 11, 22)}
    return Source(**{**common, **more})


SOURCES = {
    "s1": source(title="First", publisher="One", url="https://one.example/", published=When("gregorian", 2019, 5)),
    "s2": source(title="Second", publisher="Two"),
}


def set_text(text, language=EN, code="en", level=2, images=None, sources=SOURCES, **more):
    """The blocks of a chapter in Markdown."""
    parsed = prose.parse(text, "x.md")
    assert not parsed.problems
    notes = Notes(dict(sources))
    chapter = chapter_of({code: Prose(code, parsed.nodes)}, (language.code,), notes)
    return setter(language, **more).prose(chapter, notes.listed(), level, images or {})


def nodes(node):
    """All mappings with a kind below a node."""
    if isinstance(node, dict):
        if "k" in node:
            yield node
        for value in node.values():
            yield from nodes(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from nodes(value)


def strings(line):
    """The words of a line, whatever they are wrapped in."""
    return "".join(one if isinstance(one, str) else strings(one.get("b", ())) for one in line)


def of(kind, node):
    return [one for one in nodes(node) if one["k"] == kind]


# --- lines


def test_foreign_runs_are_isolated_in_both_directions():
    assert setter(FA).words("شهر Freiburg im Breisgau است") == ["شهر ", {"k": "bdi", "lang": "", "dir": "ltr", "b": ["Freiburg im Breisgau"]}, " است"]
    assert setter(EN).words("called نقش جهان here") == ["called ", {"k": "bdi", "lang": "fa", "dir": "rtl", "b": ["نقش جهان"]}, " here"]
    assert setter(FA).foreign("Straße", "de-AT") == [{"k": "bdi", "lang": "de", "dir": "ltr", "b": ["Straße"]}]
    assert setter(EN).foreign("street", "en") == ["street"]


def test_names_of_the_index_are_marked_before_them():
    mark = {"k": "ix", "v": "porto"}
    assert setter().words("To Porto, Porto") == ["To ", mark, "Porto, ", mark, "Porto"]
    assert setter().words("To Porto", index=False) == ["To Porto"]
    assert setter(FA).words("(西安)")[1:3] == [{"k": "ix", "v": "xian"}, {"k": "bdi", "lang": "zh", "dir": "ltr", "b": ["西安"]}]


def test_a_text_in_another_language_says_so():
    assert setter().text(Text({"fa": "سلام"})) == [{"k": "bdi", "lang": "fa", "dir": "rtl", "b": ["سلام"]}]
    assert setter(FA).text(Text({"fa": "سلام", "en": "x"})) == ["سلام"]


def test_a_message_takes_words_and_lines():
    own = Language("en", EN.settings, Catalogue({"m": "from {a} to {b}.", "plain": "none", "last": "{a}{b}"}))
    one = Compositor(own)
    node = {"k": "strong", "b": ["A"]}
    assert one.say("m", a=[node], b="B {x}") == ["from ", node, " to ", "B {x}", "."]
    assert one.say("plain") == ["none"] and one.say("last", a=["A"], b=[]) == ["A"]
    with pytest.raises(KeyError):
        one.say("m", a=[])


def test_every_message_of_books_is_whole():
    """A value that is not in braces alone would be taken for words."""
    for language in (EN, FA):
        for key in ("city.partner-is", "photo.credit", "source.in-language"):
            names = re.findall(r"\{(\w+)\}", language.word(key))
            line = setter(language).say(key, **{name: [{"k": "strong", "b": [name]}] for name in names})
            assert names and [one["b"][0] for one in line if isinstance(one, dict)] == names


def test_dates_in_both_calendars_and_in_that_they_were_printed_in():
    soft = {"k": "soft", "b": ["(Ordibehesht–Khordad 1368)"]}
    assert setter().when(When("gregorian", 1989, 5)) == ["May 1989", " ", soft]
    assert setter(FA).when(When("gregorian", 2019, 5, 18)) == ["۲۸ اردیبهشت ۱۳۹۸", " ", {"k": "soft", "b": ["(۱۸ مهٔ ۲۰۱۹)"]}]
    assert setter().when_printed(When("jalali", 1399, 5, 28)) == ["28 Mordad 1399"]
    assert setter().when(When("gregorian", 1606)) == ["1606"]


def test_marks_lead_to_the_list_of_their_own_chapter():
    marks = (Cite(1, "cite-1-1"), Cite(12, "cite-12-1"))
    assert setter(FA).cites(marks) == [{"k": "cite", "n": "۱", "to": "x-1"}, {"k": "cite", "n": "۱۲", "to": "x-12"}]
    notes = Notes({"a": SOURCES["s1"]})
    cited = Cited(None, notes.cite(["a"]))
    one = Compositor(EN, "porto")
    listed = one.sources(notes.listed(), 3)
    assert [mark["to"] for mark in one.cites(cited.cites)] == [item["id"] for item in listed["items"]] == ["porto-1"]
    assert listed["head"]["k"] == "h" and listed["head"]["l"] == 3


def test_lines_are_joined_by_the_comma_of_the_language():
    assert setter(FA).joined([["الف"], ["ب"]]) == ["الف", "، ", "ب"]
    assert setter().joined([["a"], ["b"], ["c"]]) == ["a", ", ", "b", ", ", "c"] and setter().joined([]) == []


@pytest.mark.parametrize(("language", "code", "marks", "way"), [
    (EN, "en", "“”", None), (EN, "fa", "«»", "rtl"), (EN, "it", "“”", "ltr"), (FA, "fa", "«»", None), (FA, "ar", "«»", "rtl"), (FA, "en", "“”", "ltr"),
])  # fmt: skip
def test_quotations_have_the_marks_of_their_script(language, code, marks, way):
    made = setter(language).quoted("x", code)
    (quote,) = of("q", made)
    assert quote["marks"] == marks and strings(quote["b"]) == "x"
    assert (made.get("lang"), made.get("dir")) == ((code, way) if way else (None, None))


# --- sources


def test_a_source_is_named_as_in_a_bibliography():
    line = setter().source(source(url="https://one.example/", published=When("jalali", 1399, 5), language="de", note=Text({"en": "Undated."})))
    told = strings(line)
    assert told.startswith("Title, Publisher, Mordad 1399. ") and told.endswith(" Undated.")
    assert EN.word("grade.press") in told and "German" in told and "22 November 2026" in told
    assert of("a", line)[0]["href"] == "https://one.example/"
    assert of("bdi", line)[0] == {"k": "bdi", "lang": "de", "dir": "ltr", "b": ["Title"]}


def test_one_without_an_address_is_not_linked():
    assert not of("a", setter().source(source()))


@pytest.mark.parametrize("language", [EN, FA], ids=["en", "fa"])
def test_of_a_copy_the_original_is_named_and_the_copy_is_not(language):
    one = source(publisher="copies.example", url="https://copies.example/x", grade="mirror", mirror_of="The Municipality")
    line = setter(language).source(one)
    assert "The Municipality" in strings(line) and language.word("grade.mirror") in strings(line)
    assert "copies.example" not in str(line) and not of("a", line)


# --- footnotes


def test_adjacent_notes_become_one():
    (block,) = set_text("One.[^s1][^s2] Two.[^s2] Three.")
    notes = of("fn", block)
    assert [note["id"] for note in notes] == ["x-1", "x-2"]
    assert [[mark["to"] for mark in of("cite", note)] for note in notes] == [["x-1", "x-2"], ["x-2"]]


def test_the_first_mention_names_the_title_and_later_ones_the_publisher():
    first, second = of("fn", set_text("One.[^s1]\n\nTwo.[^s1]"))
    assert strings(first["b"]) == "First, One, May 2019 " and of("a", first)[0]["href"] == "https://one.example/"
    assert strings(second["b"]) == "One " and not of("a", second)


def test_sources_of_one_note_are_parted_by_the_semicolon_of_the_language():
    (note,) = of("fn", set_text("یک[^s2][^s1]", FA, "fa"))
    assert f"{FA.word('semicolon')} First" in strings(note["b"])


def test_ids_are_unique_wherever_notes_stand():
    text = "## Head\n\nA[^s1] *b[^s2]* c[^s1]\n\n- d[^s1]\n    - e[^s2]\n\n> f[^s1]\n\n| g[^s1] | h |\n|---|---|\n| i | j[^s2] |\n"
    ids = [note["id"] for note in of("fn", set_text(text))]
    assert len(ids) == 8 and len(set(ids)) == 8


# --- links


@pytest.mark.parametrize(("target", "href"), [
    ("https://a.example/b", "https://a.example/b"), ("mailto:a@b.example", "mailto:a@b.example"), ("city:porto", "https://example.org/city/porto/"),
    ("page:about", "https://example.org/page/about/"), ("city:draft", None), ("#dates", None),
])  # fmt: skip
def test_links(target, href):
    (block,) = set_text(f"See [*these* words]({target}).\n\n## Dates {{#dates}}", link=lambda kind, slug: link(kind, slug) if kind != "#dates" else None)[:1]
    assert strings(block["b"]) == "See these words."
    assert [one["href"] for one in of("a", block)] == ([href] if href else [])


def test_a_link_in_another_language_still_leads_there():
    (block,) = set_text("See [Firenze](https://a.example/){lang=it}.")
    assert [one["href"] for one in of("a", block)] == ["https://a.example/"] and of("bdi", block)[0]["lang"] == "it"


# --- every kind of prose

# A text in which each kind holds the word “eel”, and the kind of node that must have it.
TEXTS = {
    "paragraph": ("eel", "p"), "heading": ("## eel", "h"), "list": ("- eel", "list"), "numbers": ("1. eel", "numbers"), "item": ("- eel\n- b", "list"),
    "quote": ("> eel", "quote"), "table": ("| eel | b |\n|---|---|\n| c | d |", "table"), "head": ("| eel | b |\n|---|---|\n| c | d |", "table"),
    "body": ("| a | b |\n|---|---|\n| eel | d |", "table"), "row": ("| a | b |\n|---|---|\n| c | eel |", "table"),
    "header": ("| a | eel |\n|---|---|\n| c | d |", "table"), "cell": ("| a | b |\n|---|---|\n| c | eel |", "table"), "emphasis": ("*eel*", "em"),
    "strong": ("**eel**", "strong"), "link": ("[eel](https://a.example/)", "a"), "image": ("![eel](photos/arno.jpg)", "photo"),
    "break": ("eel  \nb", "br"), "rule": ("eel\n\n---\n\nb", "rule"), "note": ("eel[^s1]", "fn"),
}  # fmt: skip


def kinds_in(parsed):
    for node in parsed:
        if not isinstance(node, str):
            yield node.kind
            yield from kinds_in(node.children)


def test_there_is_a_text_for_every_kind():
    assert TEXTS.keys() == prose.KINDS


@pytest.mark.parametrize("kind", sorted(TEXTS))
def test_every_kind_of_prose_has_a_rule(kind):
    text, expected = TEXTS[kind]
    assert kind in set(kinds_in(prose.parse(text, "x.md").nodes))
    blocks = set_text(text, images={"arno.jpg": PICTURE})
    held = of(expected, blocks)
    assert held and {one["k"] for one in nodes(blocks)} <= known_to_templates()
    if kind not in ("image", "break", "rule", "note"):
        assert "eel" in str(held[0])
    elif kind != "image":
        assert "eel" in str(blocks)
    else:
        assert held == [PICTURE]


def known_to_templates() -> set[str]:
    texts = [(PROJECT / f"layouts/book/{name}.typ").read_text("utf-8") for name in ("lines", "blocks", "book", "brochure")]
    return {kind for text in texts for kind in re.findall(r'\b(?:node|one)\.k == "(\w+)"', text)}


def made_by_modules() -> set[str]:
    modules = ("compositor", "engraving", "book_city", "book", "brochures", "fact_sheets")
    texts = [(PROJECT / f"sistersite/{name}.py").read_text("utf-8") for name in modules]
    written = {kind for text in texts for kind in re.findall(r'"k": "(\w+)"', text)}
    return written | {"em", "strong", "list", "numbers"}  # which the compositor names by the kind of the prose


def test_templates_and_modules_know_the_same_nodes():
    parts = {"part"}  # opened by the template itself, as is a chapter that is no city
    said([f"no template knows “{kind}”" for kind in sorted(made_by_modules() - parts - known_to_templates())])
    said([f"no module makes “{kind}”" for kind in sorted(known_to_templates() - made_by_modules())])
    assert len(known_to_templates()) > 20


def test_headings_are_of_the_level_they_are_given():
    assert [one["l"] for one in of("h", set_text("## a\n\n### b\n\n## c", level=4))] == [4, 5, 4]


def test_an_item_holds_a_line_and_blocks_after_it():
    (block,) = set_text("- one *two*\n    - three\n- four")
    first, second = block["items"]
    assert [one["k"] for one in first] == ["p", "list"] and [one["k"] for one in second] == ["p"]
    assert strings(first[0]["b"]).strip() == "one two" and strings(second[0]["b"]) == "four"


def test_a_table_keeps_its_rows_and_columns():
    (block,) = set_text("| a | b |\n|---|---|\n| c | d |\n| e | f |")
    assert [[strings(cell) for cell in row] for row in block["rows"]] == [["a", "b"], ["c", "d"], ["e", "f"]]


def test_a_photo_that_is_not_there_leaves_no_trace():
    assert set_text("![eel](photos/arno.jpg)") == [{"k": "nothing"}]
    assert of("photo", set_text("a ![eel](photos/arno.jpg) b", images={"arno.jpg": PICTURE})) == []


def test_what_says_its_language_is_isolated():
    (block,) = set_text("نام *Chang’an*{lang=zh-Latn} است.", FA, "fa")
    outermost = of("bdi", block)[0]
    assert (outermost["lang"], outermost["dir"], strings(outermost["b"])) == ("zh", "ltr", "Chang’an")


def test_emphasis_in_another_language_is_still_emphasis():
    assert of("em", set_text("the *Biblioteca*{lang=it} there"))


def test_a_paragraph_in_another_language_says_so():
    (block,) = set_text("Testo italiano.\n{: lang=it}")
    assert block.get("lang") == "it" or [one["lang"] for one in of("bdi", block)] == ["it"]


# --- the language at hand


def test_a_chapter_in_another_language_says_so():
    chapter = Chapter(Prose("fa", prose.parse("سلام Freiburg.", "x.md").nodes), (), True)
    (block,) = setter().prose(chapter, (), 2, {})
    (told,) = block["b"]
    assert (told["k"], told["lang"], told["dir"], told["b"]) == ("bdi", "fa", "rtl", ["سلام Freiburg."])


@pytest.mark.parametrize("text", ["سلام.", "## سلام.", "- سلام.", "1. سلام.", "> سلام.", "| سلام. | ب |\n|---|---|\n| پ | ت |"])
def test_no_words_of_another_language_stand_for_the_books_own(text):
    """Whatever they stand in, what is read out and set is of that language and direction."""

    def bare(node, told=False):
        if isinstance(node, str):
            return [] if told else [node]
        if isinstance(node, dict):
            told = told or node.get("lang") == "fa" and node.get("dir") == "rtl"
            return [found for key, value in node.items() if key in ("b", "items", "rows", "blocks") for found in bare(value, told)]
        return [found for one in node for found in bare(one, told)]

    assert not bare(set_text(text, EN, "fa"))
