"""Geometry: places on earth, and pictures as shapes with role names; no colours, no set text.

A picture is painted by the web with classes and by the book with its palette.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from dataclasses import dataclass

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
class Shape:
    """`kind` is "line" (x, y, x2, y2), "circle" (x, y, radius) or "label" (x, y, value to be set)."""

    kind: str
    role: str
    x: float
    y: float
    x2: float = 0
    y2: float = 0
    radius: float = 0
    value: str = ""


@dataclass(frozen=True)
class Picture:
    width: float
    height: float
    shapes: tuple[Shape, ...]


def pacts_on_axis(pacts: Iterable[tuple[str, datetime.date]], until: datetime.date, rtl: bool) -> Picture:
    """The pacts as marks on an axis of years, from the half-decade of the first one to `until`.

    `pacts` are pairs of an id, which becomes the mark's value, and a day. With `rtl` time runs leftwards.
    """
    pacts = sorted(pacts, key=lambda pact: pact[1])
    width, step, radius = 1000.0, 26.0, 9.0
    first = pacts[0][1].year // 5 * 5 if pacts else until.year
    span = max(until.year + 1 - first, 1)

    def across(year: float) -> float:
        x = 20 + (year - first) / span * (width - 40)
        return round(width - x if rtl else x, 1)

    marks, levels = [], []
    for name, day in pacts:
        x = across(day.year + (day.timetuple().tm_yday - 1) / 366)
        level = next((n for n, last in enumerate(levels) if abs(last - x) > 2.4 * radius), len(levels))
        levels[level : level + 1] = [x]
        marks.append((name, x, level))
    base = 30 + step * max(len(levels), 1)
    shapes = [Shape("line", "axis", 0, base, width, base)]
    for year in range(first, until.year + 1, 5):
        long = year % 10 == 0
        shapes.append(Shape("line", "tick", across(year), base, across(year), base + (10 if long else 5)))
        if long:
            shapes.append(Shape("label", "year", across(year), base + 30, value=str(year)))
    shapes += [Shape("circle", "pact", x, base - 16 - step * level, radius=radius, value=name) for name, x, level in marks]
    return Picture(width, base + 40, tuple(shapes))
