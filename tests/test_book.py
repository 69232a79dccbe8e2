"""The book: its parts in order, every city once, no draft, the same in both languages, and every mark with its source."""

from __future__ import annotations

import dataclasses
import datetime

import pytest
from conftest import DATE, PROJECT, needed, real_world, said
from test_compositor import nodes, of, strings
from test_handouts import MADE_UP, deeds, made_up, with_city

from sistersite import book, book_city, pipeline, plan, views
from sistersite.compositor import Compositor
from sistersite.memo import Memo
from sistersite.model import Account, Agreement, Binding, Contact, Figure, Photo, Prose, Signer, Source, Step, Text, When
from sistersite.views import Cited

needed("segno")
SOURCE = Source(title="T", publisher="P", language="en", grade="press", consulted=When("gregorian", 2026))


@pytest.fixture(scope="module")
def languages():
    options = pipeline.Options(PROJECT, date=datetime.date.fromisoformat(DATE))
    found, _ = pipeline.understand_languages(pipeline.survey(options).languages, Memo(None))
    return {code: found[code] for code in real_world().site.settings.languages}


def address(code, kind, slug):
    return f"https://example.org/{plan.address(code, kind, slug)}"


def bound(whole, languages, code, photos=None):
    shop = book.workshop(PROJECT / "assets", address, photos or {})
    return book.book(whole, languages[code], plan.plan(whole, languages), shop)


@pytest.fixture(scope="module")
def books(languages):
    return {code: bound(real_world(), languages, code) for code in languages}


def ids(data):
    return [part["id"] for part in data["parts"]]


def with_settings(**more):
    site = real_world().site
    return views.world(dataclasses.replace(site, settings=dataclasses.replace(site.settings, **more)))


# --- parts


def test_parts_stand_in_their_order(books):
    whole = real_world()
    bound = whole.site.settings.book
    expected = [*(f"page-{slug}" for slug in bound.front), "map", whole.site.settings.home]
    for kind in ("sister", "friendship", "neighbourhood", "memorandum", "announced", "proposed", "ended"):
        cards = whole.of_kinds(kind)
        expected += [f"kind-{kind}", *(card.slug for card in cards)] if cards else []
    expected += ["proposals", "networks", "programmes", *(f"page-{slug}" for slug in bound.back), "sources", "index"]
    for data in books.values():
        assert ids(data) == expected


def test_sisters_are_in_the_order_of_their_pacts(books):
    found = [slug for slug in ids(books["fa"]) if slug in real_world().cities]
    assert found.index("xian") < found.index("florence") < found.index("kazan")


def test_every_city_has_its_chapter_once(books):
    for data in books.values():
        chapters = [part["id"] for part in data["parts"] if part["k"] == "city"]
        assert sorted(chapters) == sorted(real_world().cities) and len(ids(data)) == len(set(ids(data)))


def test_both_languages_have_the_same_parts_and_blocks(books):
    one, other = books.values()
    assert ids(one) == ids(other)
    pairs = list(zip(one["parts"], other["parts"], strict=True))
    said(f"{a['id']}: {len(a['blocks'])} and {len(b['blocks'])} blocks" for a, b in pairs if len(a["blocks"]) != len(b["blocks"]))
    said(f"{a['id']}: other kinds of blocks" for a, b in pairs if [block["k"] for block in a["blocks"]] != [block["k"] for block in b["blocks"]])


def test_every_mark_leads_to_a_source_of_its_chapter(books):
    lost, seen = [], set()
    for code, data in books.items():
        for part in data["parts"]:
            listed = [item["id"] for block in of("sources", part["blocks"]) for item in block["items"] if item["id"]]
            marks = {mark["to"] for mark in of("cite", part)}
            lost += [f"{code}, {part['id']}: {mark}" for mark in sorted(marks - set(listed))]
            assert len(listed) == len(set(listed)) and not seen & {f"{code} {one}" for one in listed}
            seen |= {f"{code} {one}" for one in listed}
    said(lost)
    assert len(seen) > 500


def test_every_source_of_a_chapter_is_marked(books):
    lost = []
    for code, data in books.items():
        for part in data["parts"]:
            marks = {mark["to"] for mark in of("cite", part)}
            listed = {item["id"] for block in of("sources", part["blocks"]) for item in block["items"] if item["id"]}
            lost += [f"{code}, {part['id']}: {name}" for name in sorted(listed - marks)]
    said(lost)


def test_footnotes_have_ids_of_their_own(books):
    for data in books.values():
        found = [one["id"] for one in of("fn", data)]
        assert found and len(found) == len(set(found))


def test_links_lead_to_the_site_in_the_language_of_the_book(books):
    for code, data in books.items():
        inside = [one["href"] for one in nodes(data["parts"]) if one.get("href", "").startswith("https://example.org/")]
        assert inside and all(one.startswith(f"https://example.org/{code}/") for one in inside)
    assert books["fa"]["imprint"]["href"] == "https://example.org/fa/" and books["fa"]["imprint"]["address"] == "example.org/fa/"
    assert all(of("ways", part["blocks"])[0]["href"] == address("en", "city", part["id"]) for part in books["en"]["parts"] if part["k"] == "city")


def test_the_words_are_those_of_the_language(books):
    for code, (way, one) in {"fa": ("rtl", "۱"), "en": ("ltr", "1")}.items():
        data = books[code]
        assert (data["lang"], data["dir"], data["one"], data["date"]) == (code, way, one, [2026, 11, 22])


def test_every_picture_says_what_it_shows_or_is_an_ornament(books):
    for data in books.values():
        figures = of("figure", data)
        assert figures and all(one["picture"]["alt"] and strings(one["b"]) for one in figures)
        codes = [block["code"] for block in of("ways", data)]
        assert codes and all(one["alt"].startswith("https://") for one in codes)


def test_the_index_lists_only_what_is_marked(books):
    """The template leaves out a name that stands nowhere; then a reader looks for it in vain."""
    lost = []
    for code, data in books.items():
        marks = {mark["v"] for mark in of("ix", data["parts"])}
        (index,) = of("index", data["parts"])
        assert marks <= {item["key"] for item in index["items"]}
        lost += [f"{code}: {strings(item['b'])}" for item in index["items"] if item["key"] not in marks]
    said(lost)


# --- what the settings and the records decide


def test_front_and_back_are_what_the_settings_say(languages):
    data = bound(with_settings(book=Binding(front=("about",), back=("reading", "foreword"))), languages, "en")
    found = ids(data)
    assert found[:2] == ["page-about", "map"] and found[found.index("programmes") + 1 : found.index("sources")] == ["page-reading", "page-foreword"]
    assert "how-many" not in found


def test_a_draft_is_nowhere(languages, books):
    whole = with_city(made_up(draft=True))
    made = bound(whole, languages, "en")
    assert MADE_UP not in str(made) and made == books["en"]


def test_what_there_is_nothing_of_has_no_part(languages):
    site = real_world().site
    bare = dataclasses.replace(
        site, cities=(dataclasses.replace(real_world().home, chapters={}),), sources={}, pages=(),
        settings=dataclasses.replace(site.settings, book=None),
        proposals=dataclasses.replace(site.proposals, proposals={}), programmes=dataclasses.replace(site.programmes, programmes={}),
        networks=dataclasses.replace(site.networks, networks={}, counts=(), unconfirmed=()),
    )  # fmt: skip
    found = ids(bound(views.world(bare), languages, "en"))
    assert {"isfahan"} <= set(found) <= {"map", "isfahan", "index"}


def fewer_words(slug, code):
    """The site without the text in a language of a page of prose."""
    site = real_world().site
    return views.world(dataclasses.replace(site, pages=tuple(
        dataclasses.replace(page, prose={c: text for c, text in page.prose.items() if c != code}) if page.slug == slug else page for page in site.pages
    )))  # fmt: skip


def test_a_page_of_prose_without_a_translation_says_so(languages):
    data = bound(fewer_words("foreword", "en"), languages, "en")
    part = next(one for one in data["parts"] if one["id"] == "page-foreword")
    assert (part["title"][0]["k"], part["title"][0]["lang"], part["title"][0]["dir"]) == ("bdi", "fa", "rtl")
    assert strings(part["blocks"][1]["b"]) == languages["en"].word("fallback", language="Persian")
    assert {one["lang"] for one in part["blocks"][2]["b"]} == {"fa"}


def test_a_chapter_older_than_the_other_says_so(languages):
    held = {"fa": Prose("fa", (), mark="f2", checked={"en": "e"}), "en": Prose("en", (), mark="e", checked={"fa": "f"})}
    said = {code: "".join(strings(one["b"]) for one in of("em", chapter_of(made_up(chapters=held), languages, code))) for code in ("fa", "en")}
    word = languages["en"].word
    assert word("newer", text=word("text-in", language="Persian")) in said["en"]
    assert not said["fa"]


def test_figures_that_are_too_old_say_so(languages):
    held = made_up(figures=(Figure(kind="population", value=2000, year=2018, sources=("s1",)),), sources={"s1": SOURCE})
    late = dataclasses.replace(held, upkeep=dataclasses.replace(held.upkeep, due=When("gregorian", 2020)))
    told = [[strings(value) for _, value in chapter_of(city, languages)["numbers"]] for city in (held, late)]
    assert any("(2018)" in value for value in told[0]) and any("(figure of 2018, due for review)" in value for value in told[1])


def chapter_of(city, languages, code="en", photos=None):
    site = real_world().site
    data = bound(views.world(dataclasses.replace(site, cities=(real_world().home, city))), languages, code, photos)
    return next(part for part in data["parts"] if part["id"] == MADE_UP)


def test_a_chapter_without_anything_says_when_it_was_checked(languages):
    made = chapter_of(made_up(), languages)
    assert made["k"] == "city" and made["level"] == 2 and made["title"] == ["Nowhere"]
    assert made["blocks"][-1]["k"] == "ways" and "22 November 2026" in strings(made["blocks"][-1]["checked"])


def test_a_pact_is_a_record_that_says_it_was_set_anew(languages):
    text = Text({"fa": "الف", "en": "Ann Other"})
    signers = (Signer(name=text, role=Text({"fa": "شهردار", "en": "Mayor"}), side="partner"),) * 2
    city = made_up(agreement=Agreement(date=When("gregorian", 2001), signers=signers, sources=("s1",)), sources={"s1": SOURCE})
    made = chapter_of(city, languages)
    (record,) = of("record", made)
    assert strings(record["foot"]) == languages["en"].word("pact.typeset")
    told = [strings(value) for _, value in record["rows"]]
    assert told[0].startswith("2001") and told[1] == languages["en"].word("none.recorded") and told[2] == "Ann Other (Mayor); Ann Other (Mayor)"
    assert strings(record["sides"][1][:1]) == "Nowhere"


def test_deeds_stand_with_their_dates_under_their_fields(languages):
    made = chapter_of(made_up(cooperation=deeds(3)), languages)
    (dated,) = of("dated", made["blocks"])
    assert [strings(when)[:4] for when, _ in dated["rows"]] == ["1950", "1951", "1952"]
    heads = [(one["l"], strings(one["b"])) for one in of("h", made["blocks"])]
    assert (3, languages["en"].word("section.cooperation")) in heads and (4, languages["en"].word("field.culture")) in heads


def test_an_account_quotes_in_the_marks_of_its_script(languages):
    text = Text({"fa": "چنین گفتند.", "en": "So they said."})
    account = Account(text=text, side="partner", quote="città gemella", quote_language="it", general=True)
    (quote,) = of("q", chapter_of(made_up(accounts=(account,)), languages, "fa"))
    assert quote["marks"] == "“”" and quote["b"] == ["città gemella"]


def test_a_contact_has_its_lines_and_a_phone_that_keeps_its_order(languages):
    one = Contact(name=Text({"fa": "دفتر", "en": "Office"}), side="partner", phone="+98 31 1234", email="a@b.example", url="https://b.example/")
    made = chapter_of(made_up(contacts=(one,)), languages, "fa")
    (contact,) = of("contact", made)
    assert of("phone", contact) == [{"k": "phone", "t": "+98 31 1234"}]
    assert [one["href"] for one in of("a", contact)] == ["mailto:a@b.example", "https://b.example/"]
    assert [strings(one["b"]) for one in of("a", contact)] == ["a@b.example", "b.example"]
    told = strings([piece for line in contact["lines"] for piece in line])
    assert languages["fa"].word("contact.unchecked") not in told  # a book does not say what nobody did


def test_a_photo_stands_where_its_file_does(languages):
    text = Text({"fa": "پل", "en": "A bridge"})
    photos = [Photo(file=name, alt=text, credit="C", licence="CC0 1.0", caption=text) for name in ("arno.jpg", "gone.jpg")]
    (photo,) = of("photo", chapter_of(made_up(photos=tuple(photos)), languages, photos={MADE_UP: {"arno.jpg": "x/arno.jpg"}}))
    assert (photo["file"], photo["alt"]) == ("x/arno.jpg", "A bridge")
    assert strings(photo["b"]).startswith("A bridge ") and "CC0 1.0" in strings(photo["b"])


def test_steps_without_a_note_have_no_colon(languages):
    steps = Step(step="talks"), Step(step="signed", date=When("gregorian", 2001), note=Text({"en": "There."}))
    rows = book_city.steps(Compositor(languages["en"], "x"), [Cited(one, ()) for one in steps])["rows"]
    word = languages["en"].word
    assert rows[0] == ([], [word("step.talks")])
    assert strings(rows[1][1]) == f"{word('step.signed')}{word('colon')} There."


# --- footnotes that strayed


def note(name):
    return {"k": "p", "b": ["a", {"k": "strong", "b": [{"k": "fn", "id": name, "b": []}]}]}


def test_the_blocks_in_which_footnotes_stand():
    head = {"k": "h", "l": 2, "b": ["H"]}
    data = {"parts": [
        {"id": "a", "blocks": [note("a-1"), head, head, note("a-2"), {"k": "list", "items": [[note("a-3")]]}]},
        {"id": "b", "blocks": [head, note("b-1")]},
    ]}  # fmt: skip
    assert book.blocks_of(data, ["a-2"]) == ["a/1"]  # the first of the headings above it
    assert book.blocks_of(data, ["a-3", "a-1"]) == ["a/0", "a/4"]
    assert book.blocks_of(data, ["b-1"]) == ["b/0"] and book.blocks_of(data, ["c-1"]) == []
