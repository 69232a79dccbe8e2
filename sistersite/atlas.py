"""The maps of our cities: which plates there are, and what each shows. worldmap draws them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sistersite import figures, worldmap
from sistersite import land as outlines
from sistersite.figures import WINDS
from sistersite.language import Language
from sistersite.shapes import Picture, Shared
from sistersite.views import Card, World
from sistersite.worldmap import Mark

PLATES = ("near", "whole")
NEAR_SHARE = 0.7  # of the cities lie on the plate of the nearer ones
NEAR_STEP, WHOLE_STEP = 1500, 2500  # km between rings
SIZE, SHEET_SIZE = 40.0, 21.0  # em of names, in thousandths of a plate's width: on pages, which may be narrow, and on a sheet
EM_OF_LETTER = 0.56  # a generous mean of both scripts, for labels are placed before they are set
LAND = Shared("land", ())  # on pages, which refer to the file of the land


@dataclass(frozen=True)
class Row:
    """A line of the table that says what the map shows; `distance` in km, rounded to ten."""

    card: Card
    distance: int
    wind: str


@dataclass(frozen=True)
class Atlas:
    home: Card
    rows: tuple[Row, ...]  # the nearest first

    @property
    def reach(self) -> int:
        """How far the map of all cities goes, in km."""
        return worldmap.reach_km(_mark(self.home), [_mark(row.card) for row in self.rows], WHOLE_STEP)


def atlas_of(whole: World) -> Atlas | None:
    """None for a site without a home city, or without any other."""
    home = whole.cards.get(whole.site.settings.home)
    others = [card for card in whole.cards.values() if card is not home]
    if home is None or not others:
        return None
    rows = []
    for card in others:
        here, there = (home.latitude, home.longitude), (card.latitude, card.longitude)
        rows.append(Row(card, round(figures.distance_km(here, there), -1), figures.wind(figures.bearing(here, there))))
    return Atlas(home, tuple(sorted(rows, key=lambda row: (row.distance, row.card.slug))))


def plates(language: Language, atlas: Atlas) -> tuple[tuple[str, Picture], ...]:
    """For pages: the nearer cities, and all of them, where the near ones are marks only."""
    near = worldmap.reach_km(_mark(atlas.home), [_mark(row.card) for row in atlas.rows[: round(NEAR_SHARE * len(atlas.rows))]], NEAR_STEP)
    if near >= atlas.reach:
        return (("whole", _plate(language, atlas, atlas.reach, WHOLE_STEP, SIZE, LAND)),)
    inside = Atlas(atlas.home, tuple(row for row in atlas.rows if row.distance < near))
    return (
        ("near", _plate(language, inside, near, NEAR_STEP, SIZE, LAND)),
        ("whole", _plate(language, atlas, atlas.reach, WHOLE_STEP, SIZE, LAND, inner_km=near)),
    )


def sheet(language: Language, atlas: Atlas, land: Shared) -> Picture:
    """To be printed large: one plate with all names."""
    return _plate(language, atlas, atlas.reach, WHOLE_STEP, SHEET_SIZE, land)


def locator(home: Card, there: Card, reach: float) -> Picture:
    """For the page of a city."""
    return worldmap.locator(_mark(home), _mark(there), reach, LAND)


def land(assets: Path, atlas: Atlas) -> Shared:
    """The land of the world as it is seen from the home city, as far as the map goes."""
    home = (atlas.home.latitude, atlas.home.longitude)
    return worldmap.land(outlines.read((assets / "map/land.json").read_bytes()), home, atlas.reach)


def _plate(language: Language, atlas: Atlas, reach: float, step: int, size: float, shared: Shared, inner_km: float = 0) -> Picture:
    marks = [_mark(row.card, language) for row in atlas.rows]
    winds = [language.word(f"wind.{wind}") for wind in WINDS]

    def ring(km: int) -> str:
        return language.word("map.ring", n=language.number(km))

    return worldmap.plate(
        _mark(atlas.home, language), marks, reach, step, ring, size, width, language.direction == "rtl", shared, winds, inner_km
    )


def width(text: str) -> float:
    """How wide a label will be at most, in ems."""
    return EM_OF_LETTER * sum(letter.isprintable() for letter in text) + 0.2


def _mark(card: Card, language: Language | None = None) -> Mark:
    return Mark(card.slug, card.latitude, card.longitude, language.words_of(card.name) if language else "", card.treatment)
