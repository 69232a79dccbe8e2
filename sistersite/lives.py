"""The lives of ties: when each began, when it rested, what happened; and the axis on which they are shown."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from sistersite import figures
from sistersite.figures import Span, Years
from sistersite.language import Language, first_day, in_calendar
from sistersite.model import City, When
from sistersite.shapes import Picture
from sistersite.views import Card, World

PACTS = ("sister", "friendship", "neighbourhood", "ended")  # kinds of ties that have, or had, a pact
STEP = 5  # years between the labels of an axis
ROLES = ("tied", "paused", "hoped")  # of the spans that are drawn
ROLES_BY_STATE = {"active": "tied", "paused": "paused", "ended": "ended"}


@dataclass(frozen=True)
class Life:
    """One tie: it began with its pact, or with the first dated step towards one."""

    card: Card
    began: When
    spans: tuple[Span, ...]
    signed: datetime.date | None
    events: tuple[datetime.date, ...]


def life_of(city: City, card: Card, today: datetime.date) -> Life | None:
    """None for a tie of which no date is known."""
    if city.tie is None:
        return None
    steps = sorted((step.date for step in city.tie.steps if step.date), key=first_day)
    began = city.agreement.date if city.agreement else next(iter(steps), None)
    if began is None or first_day(began) > today:
        return None
    signed = first_day(began) if _has_pact(city) else None
    happened = [first_day(event.date) for event in city.timeline]
    happened += [] if signed else [first_day(date) for date in (began, *steps)]
    return Life(card, began, _spans(city, first_day(began), today), signed, tuple(sorted({day for day in happened if day <= today})))


def _has_pact(city: City) -> bool:
    """A memorandum is an agreement, but no pact."""
    return city.agreement is not None and city.tie is not None and city.tie.kind in PACTS


def _spans(city: City, began: datetime.date, today: datetime.date) -> tuple[Span, ...]:
    """From its beginning to today, cut where the official tie came to rest, ended or was taken up again."""
    role = "tied" if _has_pact(city) else "hoped"
    turns = sorted((first_day(one.since), one.state) for one in city.tie.standing if one.level == "official")
    spans, start = [], began
    for day, state in turns:
        turned = ROLES_BY_STATE[state]
        if turned != role and day > start:
            spans.append(Span(role, start, day))
            start = day
        role = turned
    return tuple(span for span in (*spans, Span(role, start, today)) if span.role != "ended")


def lives(whole: World) -> tuple[Life, ...]:
    """All ties that have a date, the oldest first."""
    found = (life_of(city, whole.cards[city.slug], whole.site.date) for city in whole.cities.values())
    return tuple(sorted((life for life in found if life), key=lambda life: (first_day(life.began), life.card.slug)))


def sign(role: str) -> Picture:
    """One thing a row shows, alone: for a legend."""
    day, year = datetime.date(2000, 7, 1), Years(2000, 2000, False)
    spans = [Span(role, datetime.date(2000, 1, 1), datetime.date(2000, 12, 31))] if role in ROLES else []
    return figures.life(year, (), spans, day if role == "signed" else None, [day] if role == "event" else [])


def years_of(whole: World, language: Language) -> Years:
    """The axis of all pictures of time on the site: from the half-decade of the first tie to the coming year."""
    begun = [first_day(life.began) for life in lives(whole)]
    first = min(begun).year if begun else whole.site.date.year
    return Years(first // STEP * STEP, whole.site.date.year + 1, language.direction == "rtl")


def scale(language: Language, years: Years) -> Picture:
    """The years in each calendar of the language, one row for each."""
    return figures.scale(years, [(calendar, _labels(years, language, calendar)) for calendar in language.settings.calendars])


def row(language: Language, life: Life, years: Years) -> Picture:
    grid = [day for _, day in _labels(years, language, language.settings.calendars[0])]
    return figures.life(years, grid, life.spans, life.signed, life.events)


def _labels(years: Years, language: Language, calendar: str) -> Iterable[tuple[str, datetime.date]]:
    start, end = (in_calendar(datetime.date(year, 7, 1), calendar).year for year in (years.first, years.last))
    for year in range(-(-start // STEP) * STEP, end + 1, STEP):
        yield language.digits(str(year)), first_day(When(calendar, year))
