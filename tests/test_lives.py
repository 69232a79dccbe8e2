"""The lives of ties, from the real content and from made-up dates."""

import datetime
from dataclasses import replace

import pytest
from conftest import DATE, real_world
from test_language import EN, FA

from sistersite import figures, lives
from sistersite.language import first_day
from sistersite.model import Standing, Tie, When

TODAY, WORLD = datetime.date.fromisoformat(DATE), real_world()


def life(slug):
    return lives.life_of(WORLD.cities[slug], WORLD.cards[slug], TODAY)


def test_every_tie_with_a_date_has_a_life_and_the_oldest_comes_first():
    found = lives.lives(WORLD)
    days = [first_day(one.began) for one in found]
    assert days == sorted(days) and {card.slug for card in WORLD.of_kinds("sister")} <= {one.card.slug for one in found}
    assert all(span.start < span.end <= TODAY for one in found for span in one.spans)


def test_official_contact_at_rest_cuts_a_life():
    assert [span.role for span in life("freiburg").spans] == ["tied", "paused"]
    assert life("freiburg").spans[1].start == datetime.date(2023, 1, 31)


def test_a_memorandum_is_no_pact():
    one = life("hangzhou")
    assert one.signed is None and {span.role for span in one.spans} == {"hoped"} and first_day(one.began) in one.events


def test_the_home_city_and_a_tie_without_a_date_have_none():
    assert life("isfahan") is None
    bare = replace(WORLD.cities["xian"], agreement=None, tie=Tie(kind="proposed"))
    assert lives.life_of(bare, WORLD.cards["xian"], TODAY) is None


def test_what_ended_is_drawn_no_further():
    ended = Standing(level="official", state="ended", since=When("gregorian", 2010))
    city = WORLD.cities["xian"]
    found = lives.life_of(replace(city, tie=replace(city.tie, standing=(ended,))), WORLD.cards["xian"], TODAY)
    assert [(span.role, span.end) for span in found.spans] == [("tied", datetime.date(2010, 1, 1))]


@pytest.mark.parametrize("language", [FA, EN])
def test_the_axis_holds_all_pacts_in_both_calendars(language):
    years = lives.years_of(WORLD, language)
    assert years.rtl == (language is FA) and years.last == TODAY.year + 1
    assert all(0 <= years.at(first_day(one.began)) <= 1000 for one in lives.lives(WORLD))
    labels = {shape.text for shape in lives.scale(language, years).shapes if hasattr(shape, "text")}
    assert ({"۱۳۷۰", "۲۰۱۰"} if language is FA else {"1370", "2010"}) <= labels


def test_a_sign_for_everything_a_row_shows():
    signs = [lives.sign(role) for role in ("signed", "event", *lives.ROLES)]
    assert len({sign.shapes for sign in signs}) == len(signs)
    assert all(sign.height == figures.ROW for sign in signs)
