"""Brochures and fact sheets: what they tell, and that they have as many pages as they must, whatever a city's record holds."""

import dataclasses
import datetime
import io
import shutil
from collections.abc import Iterator

import pytest
from conftest import DATE, PROJECT, needed, real_world

from sistersite import book, brochures, drawing, fact_sheets, pipeline, plan, views
from sistersite.memo import Memo
from sistersite.model import City, Deed, Location, Names, Text, Tie, Upkeep, When

DAY = datetime.date.fromisoformat(DATE)
FULLEST, PLAIN, SHORTEST = ("saint-petersburg", "xian", "freiburg"), ("porto", "dakar"), ("karbala", "istanbul")
MADE_UP = "nowhere"


@pytest.fixture(scope="module")
def languages():
    found, _ = pipeline.understand_languages(pipeline.survey(pipeline.Options(PROJECT, date=DAY)).languages, Memo(None))
    return {code: found[code] for code in real_world().site.settings.languages}


@pytest.fixture(scope="module")
def shop():
    needed("segno")
    return book.workshop(PROJECT / "assets", lambda code, kind, slug: f"https://example.org/{plan.address(code, kind, slug)}", {})


@pytest.fixture(scope="module")
def pages(languages):
    return plan.plan(real_world(), languages)


@pytest.fixture
def page_count(tmp_path):
    """Set a document and count its pages."""
    needed("typst", "pikepdf")
    import pikepdf

    from sistersite.typesetter import typeset

    templates = shutil.copytree(PROJECT / "layouts/book", tmp_path / "book")
    more = {"edition": "screen", "palette": drawing.palette(PROJECT / "assets/css"), "author": "Isfahan Municipality"}

    def count(kind: str, data: dict) -> int:
        pdf = typeset(templates / f"{kind}.typ", kind, {**data, **more}, [PROJECT / "assets/fonts/book"], DAY).pdf
        with pikepdf.open(io.BytesIO(pdf)) as document:
            return len(document.pages)

    return count


def words_in(node) -> Iterator[str]:
    """All texts of what a template is given, but for drawings."""
    match node:
        case str():
            yield node
        case dict():
            for key, value in node.items():
                if key != "svg":
                    yield from words_in(value)
        case list() | tuple():
            for value in node:
                yield from words_in(value)


def with_city(city: City) -> views.World:
    """The real site and one city more."""
    site = real_world().site
    return views.world(dataclasses.replace(site, cities=(*site.cities, city)))


def made_up(**more) -> City:
    text = Text({"fa": "ناکجا", "en": "Nowhere"})
    when = When("gregorian", 2026, 11, 22)
    return City(
        names=Names(text=text, own="Nowhere", own_language="en"), slug=MADE_UP, digest="-",
        place=Location(country="IT", region="europe", latitude=40, longitude=10, timezone="Europe/Rome", general=True),
        upkeep=Upkeep(office="international", checked=when, due=when), **{"tie": Tie(kind="announced"), **more},
    )  # fmt: skip


def deeds(count: int) -> tuple[Deed, ...]:
    text = Text({"fa": "شهرداران دو شهر در نشستی از همکاری سخن گفتند. " * 4, "en": "The mayors of both cities met and spoke of cooperation. " * 4})
    return tuple(Deed(text=text, field="culture", date=When("gregorian", 1950 + n)) for n in range(count))


# --- what they tell


def test_every_city_has_a_brochure_in_every_language(languages, pages, shop):
    for code, one in languages.items():
        for slug, city in real_world().cities.items():
            made = brochures.brochure(real_world(), one, pages, shop, slug)
            assert made["lang"] == code and made["title"].startswith(one.words_of(city.names.text))
            assert made["sections"]
            if not city.short:
                continue
            cover, story = ("".join(words_in(part)) for part in (made["cover"]["lead"], made["sections"][0]))
            assert all(word in cover for word in one.words_of(city.short.lead.text).split())
            assert all(word in story for word in one.words_of(city.short.brief.text).split())


def test_both_languages_of_a_fact_sheet_say_the_same_rows(languages, pages, shop):
    for slug in real_world().cities:
        made = fact_sheets.fact_sheet(real_world(), tuple(languages.values()), pages, shop, slug)
        assert [one["lang"] for one in made["sides"]] == list(languages)
        for row in made["rows"]:
            assert len(row["sides"]) == 2 and all(term and value for term, value in row["sides"])
        assert sorted(row["rank"] for row in made["rows"]) == list(range(len(made["rows"])))


def test_no_mark_of_a_source_is_left(languages, pages, shop):
    def kinds(node):
        if isinstance(node, dict):
            yield node.get("k")
            for value in node.values():
                yield from kinds(value)
        elif isinstance(node, list | tuple):
            for value in node:
                yield from kinds(value)

    for slug in FULLEST:
        for one in languages.values():
            assert not {"cite", "fn", "ix"} & set(kinds(brochures.brochure(real_world(), one, pages, shop, slug)))
        assert not {"cite", "fn", "ix"} & set(kinds(fact_sheets.fact_sheet(real_world(), tuple(languages.values()), pages, shop, slug)))


def test_the_latest_acts_come_first(languages, pages, shop):
    made = brochures.brochure(real_world(), languages["en"], pages, shop, "xian")
    acts = next(one for one in made["sections"] if one["name"] == "cooperation")["items"]
    first = min(acts, key=lambda item: item["rank"])
    assert "Story of the Pomegranate" in "".join(words_in(first))


def test_nothing_is_told_of_a_draft(languages, shop):
    whole = with_city(made_up(draft=True))
    pages = plan.plan(whole, languages)
    assert MADE_UP not in whole.cards
    for one in languages.values():
        made = brochures.brochure(whole, one, pages, shop, "florence")
        assert made == brochures.brochure(real_world(), one, plan.plan(real_world(), languages), shop, "florence")
    with pytest.raises(StopIteration):
        brochures.brochure(whole, languages["en"], pages, shop, MADE_UP)


# --- how many pages they have


@pytest.mark.parametrize("slug", [*FULLEST, *PLAIN, *SHORTEST, "isfahan"])
def test_pages(slug, languages, pages, shop, page_count):
    for one in languages.values():
        count = page_count("brochure", brochures.brochure(real_world(), one, pages, shop, slug))
        assert count in (2, 4)
        assert slug not in FULLEST or count == 4
        assert slug not in SHORTEST or count == 2
    assert page_count("sheet", fact_sheets.fact_sheet(real_world(), tuple(languages.values()), pages, shop, slug)) == 1
    assert page_count("sheet", fact_sheets.fact_sheet(real_world(), tuple(languages.values())[::-1], pages, shop, slug)) == 1


@pytest.mark.parametrize(("acts", "expected"), [(0, 2), (1, 2), (90, 4)])
def test_pages_of_a_city_that_is_nowhere(acts, expected, languages, shop, page_count):
    whole = with_city(made_up(cooperation=deeds(acts)))
    pages = plan.plan(whole, languages)
    for one in languages.values():
        assert page_count("brochure", brochures.brochure(whole, one, pages, shop, MADE_UP)) == expected
    assert page_count("sheet", fact_sheets.fact_sheet(whole, tuple(languages.values()), pages, shop, MADE_UP)) == 1


def test_an_endless_text_is_left_out_and_not_cut(languages, shop, page_count):
    endless = Text({"fa": "بی‌پایان " * 2000, "en": "endless " * 2000})
    act = Deed(text=endless, field="culture")
    whole = with_city(made_up(cooperation=(act, *deeds(2))))
    pages = plan.plan(whole, languages)
    assert page_count("brochure", brochures.brochure(whole, languages["fa"], pages, shop, MADE_UP)) in (2, 4)
    assert page_count("sheet", fact_sheets.fact_sheet(whole, tuple(languages.values()), pages, shop, MADE_UP)) == 1
