"""The board puts first what needs work first, and review dates pass on their last day."""

import dataclasses
import datetime
import json

import pytest
from conftest import DATE, real_world
from test_language import EN, FA

from sistersite import board, reminding
from sistersite.model import OfficeId, Page, Prose, Text, Upkeep, When

DAY = datetime.date.fromisoformat(DATE)


def kept(due, office="international"):
    return Upkeep(office=OfficeId(office), checked=When("gregorian", 2026), due=due)


def text(code, mark, upkeep=None, **checked):
    return Prose(code, (), title=f"title {code}", mark=mark, upkeep=upkeep, checked=checked)


def both(fa="f", en="e"):
    return {"fa": text("fa", fa, en="e"), "en": text("en", en, fa="f")}


def small(date=DAY):
    """Five cities and a page; the records are due in 2030."""
    site, late = real_world().site, kept(When("gregorian", 2030))
    cities = {city.slug: city for city in site.cities}

    def city(slug, due, chapters, **more):
        return dataclasses.replace(cities[slug], upkeep=kept(due), chapters=chapters, **more)

    held = {name: dataclasses.replace(getattr(site, name), upkeep=late) for name in board.RECORDS}
    return dataclasses.replace(
        site, date=date, **held,
        cities=(
            city("isfahan", When("gregorian", 2027, 1, 1), both()),
            city("xian", When("gregorian", 2026, 11), both(fa="f2")),
            city("porto", When("jalali", 1405, 7), both()),
            city("dakar", When("gregorian", 2026, 11, 21), both(), draft=True),
            city("kazan", When("gregorian", 2029), {"fa": both()["fa"]}),
        ),
        pages=(Page("about", {"fa": text("fa", "f", kept(When("gregorian", 2031)), en="e"), "en": text("en", "e", kept(When("gregorian", 2028)), fa="f")}),),
    )  # fmt: skip


def test_what_needs_work_comes_first_and_then_what_is_due_first():
    rows = board.rows(small())
    assert [(row.slug, row.state) for row in rows] == [
        ("kazan", "missing"), ("xian", "stale"), ("dakar", "draft"), ("porto", "done"), ("isfahan", "done"), ("about", "done"),
    ]  # fmt: skip
    assert board.counts(rows) == {"missing": 1, "stale": 1, "draft": 2, "done": 8}


def test_a_stale_text_says_what_it_is_to_be_compared_with():
    row = next(row for row in board.rows(small()) if row.slug == "xian")
    assert [(cell.path, cell.state, cell.marks) for cell in row.cells] == [
        ("cities/xian/fa.md", "done", {}), ("cities/xian/en.md", "stale", {"fa": "f2"}),
    ]  # fmt: skip


def test_a_page_of_prose_is_due_with_the_earlier_of_its_texts():
    row = next(row for row in board.rows(small()) if row.kind == "page")
    assert row.review and row.review.path == "content/pages/about/en.md" and row.name == Text({"fa": "title fa", "en": "title en"})


@pytest.mark.parametrize(("due", "last"), [
    (When("gregorian", 2026, 11, 22), datetime.date(2026, 11, 22)), (When("gregorian", 2026, 11), datetime.date(2026, 11, 30)),
    (When("gregorian", 2026), datetime.date(2026, 12, 31)),
    (When("jalali", 1405, 9, 1), datetime.date(2026, 11, 22)), (When("jalali", 1405), datetime.date(2027, 3, 20)),
])  # fmt: skip
def test_a_date_has_passed_when_its_last_day_has(due, last):
    assert not board.overdue(kept(due), last)
    assert board.overdue(kept(due), last + datetime.timedelta(days=1))


@pytest.mark.parametrize(("within", "slugs"), [
    (0, ["porto", "dakar"]), (7, ["porto", "dakar"]), (8, ["porto", "dakar", "xian"]), (60, ["porto", "dakar", "xian", "isfahan"]),
])  # fmt: skip
def test_the_overdue_come_first_and_then_what_is_due_within_days(within, slugs):
    found = board.due(small(), within)
    assert [one.slug for one in found] == slugs
    assert [one.overdue for one in found] == [slug in ("porto", "dakar") for slug in slugs]


def test_records_and_pages_are_due_too():
    assert {one.path for one in board.due(small(), 99_999_999)} == {
        *(f"cities/{slug}/city.yaml" for slug in ("isfahan", "xian", "porto", "dakar", "kazan")),
        *(f"content/{name}.yaml" for name in board.RECORDS), "content/pages/about/fa.md", "content/pages/about/en.md",
    }  # fmt: skip


def test_real_content_has_an_office_and_a_date_everywhere():
    site = real_world().site
    assert all(row.review for row in board.rows(site))
    assert {one.upkeep.office for one in board.due(site, 99_999)} <= set(site.settings.offices)


@pytest.mark.parametrize("words", [EN, FA], ids=["en", "fa"])
def test_the_board_as_lines(words):
    site = small()
    lines = reminding.board(site, board.rows(site), words)
    assert lines[0].startswith("cities/kazan (") and words.word("freshness.missing") in lines[0]
    assert lines[2].strip() == words.word("status.accept", path="cities/xian/en.md", others="cities/xian/fa.md")
    assert words.words_of(site.settings.offices["international"].name) in lines[1]
    assert lines[-1].endswith(words.number(8))


@pytest.mark.parametrize("words", [EN, FA], ids=["en", "fa"])
def test_what_is_due_as_lines(words):
    site = small()
    lines = reminding.due(site, board.due(site), 60, words)
    assert lines[0].startswith("cities/porto/city.yaml (") and words.word("due.since") in lines[0]
    assert words.word("upkeep.due") in lines[-1] and words.word("due.since") not in lines[-1]
    assert reminding.due(site, (), 60, words) == [words.count("due.none", 60)]


def test_json():
    site = small()
    told = json.loads(reminding.board_json(board.rows(site)))
    assert told["counts"]["stale"] == 1 and told["pages"][1]["texts"]["en"] == {"path": "cities/xian/en.md", "state": "stale", "checked": {"fa": "f2"}}
    first = json.loads(reminding.due_json(board.due(site)))["due"][0]
    assert first == {"path": "cities/porto/city.yaml", "office": "international", "due": "2026-10-22", "overdue": True}


