"""Pages are chosen, sorted, grouped and numbered as readers expect."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from sistersite import check, pipeline, plan, views
from sistersite.memo import Memo
from sistersite.model import When

PROJECT = Path(__file__).parent.parent
TODAY = datetime.date(2026, 11, 22)


@pytest.fixture(scope="module")
def real():
    """The real site, and its languages."""
    understood = pipeline.understand(pipeline.survey(pipeline.Options(PROJECT, date=TODAY)), Memo(None))
    assert not understood.problems
    return understood.site, understood.languages


@pytest.fixture(scope="module")
def pages(real):
    return plan.plan(views.world(real[0]), real[1])


def one(pages, kind, language="en", slug=""):
    return next(p for p in pages if (p.kind, p.language, p.slug) == (kind, language, slug))


def test_no_address_occurs_twice(pages):
    addresses = [page.address for page in pages]
    assert len(addresses) == len(set(addresses)) and len(pages) > 100


def test_both_languages_have_the_same_pages(pages):
    by_language = {code: {(p.kind, p.slug) for p in pages if p.language == code} for code in ("fa", "en")}
    assert by_language["fa"] == by_language["en"]


def test_sixteen_sisters_in_the_order_of_their_pacts(pages):
    slugs = [card.slug for card in one(pages, "home").context["sisters"]]
    assert len(slugs) == 16 and slugs[0] == "xian" and slugs[-3:] == ["samarkand", "porto", "kazan"]


def test_regions_hold_every_tie_once_in_the_order_of_each_language(real, pages):
    site, languages = real
    for code in ("fa", "en"):
        groups = one(pages, "regions", code).context["groups"]
        slugs = [card.slug for _, cards in groups for card in cards]
        assert sorted(slugs) == sorted(city.slug for city in site.cities if city.tie)
        for _, cards in groups:
            names = [languages[code].words_of(card.name) for card in cards]
            assert names == sorted(names, key=languages[code].sort_key)


def test_notes_are_numbered_by_first_mention_and_lead_back(pages):
    for page in pages:
        notes = page.context.get("notes", ())
        assert [note.number for note in notes] == list(range(1, len(notes) + 1))
        assert len({note.back for note in notes}) == len(notes)


def test_each_field_page_holds_what_the_table_counts(real, pages):
    table = one(pages, "fields").context
    for number, name in enumerate(plan.FIELDS):
        held = sum(len(items) for _, items in one(pages, "field", slug=name).context["groups"])
        assert held == table["totals"][number] == sum(row[number] for _, row in table["counts"])


def test_the_same_source_of_two_cities_is_told_apart(pages):
    notes = one(pages, "timeline").context["notes"]
    assert len({id(note.source) for note in notes}) == len(notes)


def test_drafts_are_left_out(real):
    site, languages = real
    drafted = replace(site, cities=tuple(replace(c, draft=c.slug == "xian") for c in site.cities))
    assert views.world(drafted, drafts=True).cards["xian"].draft, "but for the preview"
    pages = plan.plan(views.world(drafted), languages)
    assert not any(p.kind == "city" and p.slug == "xian" for p in pages)
    assert len(one(pages, "home").context["sisters"]) == 15


@pytest.mark.parametrize(
    ("when", "years", "certain"),
    [
        (When("gregorian", 1989, 5), 37, True),
        (When("gregorian", 2000, 11, 22), 26, True),
        (When("gregorian", 2000, 11, 23), 25, True),
        (When("gregorian", 2000, 11), 26, False),
        (When("gregorian", 1998), 28, False),
        (When("jalali", 1404, 1, 20), 1, True),
    ],
)
def test_years_are_full_years(when, years, certain):
    assert views.years_since(when, TODAY) == (years, certain)


def test_anniversaries_come_nearest_first_and_never_in_the_past(real):
    found = views.anniversaries(views.world(real[0]))
    days = [(a.date.year, a.date.month, a.date.day or 31) for a in found]
    assert days == sorted(days) and days[0] >= (TODAY.year, TODAY.month, TODAY.day)
    assert all(a.years == a.date.year - a.card.date.year > 0 for a in found)


def test_a_chapter_missing_in_one_language_is_shown_in_another(real):
    site, languages = real
    fewer = replace(site, cities=tuple(replace(c, chapters={"fa": c.chapters["fa"]}) if c.slug == "xian" else c for c in site.cities))
    page = one(plan.plan(views.world(fewer), languages), "city", "en", "xian")
    assert page.context["chapter"].fallback and page.context["chapter"].prose.language == "fa"
    assert page.translations == ("fa",)


def test_pages_of_prose_cannot_take_the_address_of_another_page():
    fixed = {path.split("/")[0] for kind, path in plan._PATHS.items() if path and "{}" not in path.split("/")[0] and path.endswith("/")}
    assert fixed == set(check._OWN_PAGES)


def test_a_page_of_prose_missing_in_one_language_is_shown_in_another(real):
    site, languages = real
    fewer = replace(site, pages=tuple(replace(p, prose={"en": p.prose["en"]}) if p.slug == "about" else p for p in site.pages))
    page = one(plan.plan(views.world(fewer), languages), "page", "fa", "about")
    assert page.context["chapter"].fallback and page.context["chapter"].prose.language == "en"
    assert page.translations == ("en",)


def test_the_board_names_no_draft(real):
    site, languages = real
    drafted = replace(site, cities=tuple(replace(c, draft=c.slug == "xian") for c in site.cities), date=datetime.date(2030, 1, 1))
    held = one(plan.plan(views.world(drafted), languages), "status").context
    assert held["counts"]["draft"] == 2
    assert "xian" not in {one.slug for one in (*held["rows"], *held["due"])} and len(held["due"]) > 30


def test_figures_are_too_old_when_their_record_should_have_been_reviewed(real):
    site, languages = real
    for date, old in ((datetime.date(2027, 11, 22), False), (datetime.date(2027, 11, 23), True)):
        page = one(plan.plan(views.world(replace(site, date=date)), languages), "city", slug="xian")
        assert page.context["overdue"] == old
