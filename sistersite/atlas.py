"""The maps of our cities: which plates there are, and what each shows. worldmap draws them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sistersite import figures, worldmap
from sistersite import land as outlines
from sistersite.figures import WINDS
from sistersite.language import Language
from sistersite.mosaic import Width, fitted
from sistersite.shapes import Group, Label, Path, Picture, Ring, Shape, Shared
from sistersite.views import Card, World
from sistersite.worldmap import Mark

PLATES = ("near", "whole")
NEAR_SHARE = 0.7  # of the cities lie on the plate of the nearer ones
NEAR_EDGE, NEAR_STEP, WHOLE_STEP = 500, 2000, 2500  # km: the first plate ends at a multiple of the first; between rings
SIZE, SHEET_SIZE = 38.0, 21.0  # em of names, in thousandths of a plate's width: on pages, which may be narrow, and on a sheet
PAPER = (1160.0, 1640.0)  # of a sheet, about 1 : √2
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


def plates(
    language: Language, atlas: Atlas, width: Callable[[str], float], size: float = SIZE, land: Shared = LAND,
) -> tuple[tuple[str, Picture], ...]:  # fmt: skip
    """The nearer cities, and all of them, where the near ones are marks only. `width` is of a name, in ems; `size` is the
    em of names, in thousandths of a plate's width; pages refer to the land, which others give.
    """
    near = worldmap.reach_km(_mark(atlas.home), [_mark(row.card) for row in atlas.rows[: round(NEAR_SHARE * len(atlas.rows))]], NEAR_EDGE)
    if near >= atlas.reach:
        return (("whole", _plate(language, atlas, width, atlas.reach, WHOLE_STEP, size, land)),)
    inside = Atlas(atlas.home, tuple(row for row in atlas.rows if row.distance < near))
    return (
        ("near", _plate(language, inside, width, near, NEAR_STEP, size, land)),
        ("whole", _plate(language, atlas, width, atlas.reach, WHOLE_STEP, size, land, inner_km=near)),
    )


def sheet(
    language: Language, atlas: Atlas, titles: Sequence[tuple[str, str]], foot: str, land: Callable[[], Shared], width: Width,
) -> Picture:  # fmt: skip
    """An upright sheet of the proportions of paper: one plate with all names, and pairs of a title and a subtitle below."""
    drawn = _plate(language, atlas, lambda name: width("place", name, 1), atlas.reach, WHOLE_STEP, SHEET_SIZE, land())
    wide, high, top = PAPER[0], PAPER[1], PAPER[0] / 2 + 30
    frame = (("lapis", 0.0), ("saffron", 26.0), ("lapis", 30.0), ("plaster", 38.0))
    shapes: list[Shape] = [Group("mosaic", tuple(Path(role, (_sheet(by, wide, high),)) for role, by in frame))]
    shapes.append(Group("map poster", drawn.shapes, wide / 2, top))
    y, words = top + 600.0, []
    for number, (title, subtitle) in enumerate(titles):
        for role, text, size, step in (("title", title, 88 - 26 * number, 58), ("subtitle", subtitle, 30 - 3 * number, 100 - 20 * number)):
            words.append(Label(role, wide / 2, y, text, fitted(role, text, size, 0.84 * wide, width)))
            y += step
    words.append(Label("subtitle", wide / 2, high - 74, foot, 20))
    return Picture(0, 0, wide, high, (*shapes, Group("leaf", tuple(words))))


def _sheet(by: float, wide: float, high: float) -> Ring:
    return (by, by), (wide - by, by), (wide - by, high - by), (by, high - by)


def locator(home: Card, there: Card, reach: float, land: Shared = LAND) -> Picture:
    """For the page of a city; pages refer to the land, which others give."""
    return worldmap.locator(_mark(home), _mark(there), reach, land)


@lru_cache(1)  # everything that is made has the same, and it takes a while
def land(content: bytes, atlas: Atlas) -> Shared:
    """The land of the world as it is seen from the home city, as far as the map goes; `content` is land.json."""
    return worldmap.land(outlines.read(content), (atlas.home.latitude, atlas.home.longitude), atlas.reach)


def _plate(
    language: Language, atlas: Atlas, width: Callable[[str], float], reach: float, step: int, size: float, shared: Shared, inner_km: float = 0,
) -> Picture:  # fmt: skip
    marks = [_mark(row.card, language) for row in atlas.rows]
    winds = [language.word(f"wind.{wind}") for wind in WINDS]

    def ring(km: int) -> str:
        return language.word("map.ring", n=language.number(km))

    return worldmap.plate(
        _mark(atlas.home, language), marks, reach, step, ring, size, width, language.direction == "rtl", shared, winds, inner_km
    )


def _mark(card: Card, language: Language | None = None) -> Mark:
    return Mark(card.slug, card.latitude, card.longitude, language.words_of(card.name) if language else "", card.treatment)
