"""Geometry: distances and directions on earth, and the picture of time."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from dataclasses import dataclass

from sistersite.shapes import Circle, Label, Line, Picture, Shape

EARTH_RADIUS_KM = 6371.0088  # mean radius of WGS 84 (IUGG)
WINDS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance in km between two points (latitude, longitude in degrees): the haversine formula."""
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (*a, *b))
    h = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(h))


def bearing(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Initial bearing of the great circle from a to b, in degrees clockwise from north, 0 ≤ bearing < 360."""
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (*a, *b))
    east = math.sin(lon_b - lon_a) * math.cos(lat_b)
    north = math.cos(lat_a) * math.sin(lat_b) - math.sin(lat_a) * math.cos(lat_b) * math.cos(lon_b - lon_a)
    return math.degrees(math.atan2(east, north)) % 360


def wind(degrees: float) -> str:
    """The nearest of the eight winds, one of WINDS."""
    return WINDS[round(degrees / 45) % 8]


def coordinates(latitude: float, longitude: float) -> tuple[tuple[str, float], tuple[str, float]]:
    """Signed degrees as (wind, degrees to a hundredth), about a kilometre: (("n", 34.26), ("e", 108.94))."""
    return ("s" if latitude < 0 else "n", round(abs(latitude), 2)), ("w" if longitude < 0 else "e", round(abs(longitude), 2))


@dataclass(frozen=True)
class Years:
    """An axis of whole years, `first` to `last`; x is in thousandths of its width. With `rtl` time runs leftwards."""

    first: int
    last: int
    rtl: bool

    def at(self, day: datetime.date) -> float:
        """Where a day lies, 0 to 1000; days outside the axis lie beyond."""
        start, end = datetime.date(self.first, 1, 1), datetime.date(self.last + 1, 1, 1)
        share = 1000 * (day - start).days / (end - start).days
        return 1000 - share if self.rtl else share


@dataclass(frozen=True)
class Span:
    """Some time in the life of a tie: `role` is its state; both days are known, or taken for the earliest."""

    role: str
    start: datetime.date
    end: datetime.date


MARGIN = 48  # thousandths: nearer to an end of the axis a year's label would be cut off on a phone


def scale(years: Years, calendars: Iterable[tuple[str, Iterable[tuple[str, datetime.date]]]]) -> Picture:
    """The axis of a timeline: for each calendar a row of labelled years, (label, first day of the year), one below the other."""
    shapes: list[Shape] = []
    top = 0.0
    for name, marks in calendars:
        for label, day in marks:
            if MARGIN <= years.at(day) <= 1000 - MARGIN:
                shapes += [Label(f"year {name}", years.at(day), top + 15, label, 13), Line("tick", years.at(day), top + 19, years.at(day), top + 24)]
        top += 26
    return Picture(0, 0, 1000, top, tuple(shapes), stretched=True)


def life(years: Years, grid: Iterable[datetime.date], spans: Iterable[Span], signed: datetime.date | None, events: Iterable[datetime.date]) -> Picture:
    """The life of one tie as a row of a timeline, 24 px high: its spans, its events as dots, its pact as a larger one.

    What lies before the axis begins is left out.
    """
    begin = datetime.date(years.first, 1, 1)
    shapes: list[Shape] = [Line("grid", years.at(day), 0, years.at(day), ROW) for day in grid if day >= begin]
    for span in spans:
        if span.end > begin:
            shapes.append(Line(f"span {span.role}", years.at(max(span.start, begin)), ROW / 2, years.at(span.end), ROW / 2))
    shapes += [Circle("event", years.at(day), ROW / 2, 3) for day in sorted(set(events)) if day >= begin]
    if signed and signed >= begin:
        shapes.append(Circle("signed", years.at(signed), ROW / 2, 6.5))
    return Picture(0, 0, 1000, ROW, tuple(shapes), stretched=True)


ROW = 24.0  # px
