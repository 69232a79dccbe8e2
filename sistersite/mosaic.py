"""What is made of tiles: the wall and its cells, the poster, the pictures that links show.

The wall is star and cross: khatams in a square grid touch at their points and leave the chalipa, the
cross, between them. Stars are the sisters, crosses are Isfahan. A cell is a square of 2000 units.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sistersite import tiles
from sistersite.girih import polar, ring
from sistersite.shapes import Group, Label, Path, Picture, Ring, Shape
from sistersite.tiles import Design

CELL = 2000.0
BED = 998.0  # radius of the khatam of plaster in which a tile lies
LINE_OFF = 60.0  # from a khatam of radius 1000 to the line in the chalipa beside it
SEED = 100.0  # radius of the small khatam in the middle of a chalipa
FRAME = (("night", 210.0), ("plaster", 196.0), ("lapis", 168.0), ("plaster", 32.0), ("ground", 0.0))
BASELINE = 0.34  # of the size: so far below the middle of its letters a line of text stands

Width = Callable[[str, str, float], float]
"""The role of a label, its text and size → units; 0 for a text that cannot be set, which is then left out."""


@dataclass(frozen=True)
class Piece:
    """A tile on the wall. `year` and `name` are written as they are to be read; either may be empty."""

    slug: str
    design: Design
    state: str
    year: str = ""
    name: str = ""


# ------------------------------------------------------------------------------------------ the wall


def cell(piece: Piece) -> Picture:
    """A tile in its bed of plaster; one that is only announced has none and is drawn on the wall."""
    return _cell((*_bed(piece.state), *tiles.tile(piece.design, piece.state, f"tile-{piece.slug}")))


def kept() -> Picture:
    """A place kept for the next sister."""
    return _cell((Path("kept", _kept()),))


def chalipa() -> Picture:
    """The lines in the quarters of four chalipas that lie in one cell."""
    return _cell((Path("chalipa", _chalipa(), closed=False),))


def seed() -> Picture:
    """The small khatam in the middle of a chalipa, for a corner where four cells meet."""
    return Picture(-SEED, -SEED, 2 * SEED, 2 * SEED, (Group("mosaic", (Path("seed", (ring(tiles.khatam(SEED)),)),)),))


def _cell(shapes: tuple[Shape, ...]) -> Picture:
    return Picture(-1000, -1000, CELL, CELL, (Group("mosaic", shapes),))


def _bed(state: str) -> tuple[Shape, ...]:
    if state == "announced":
        return ()
    return (Path("veil" if state == "paused" else "plaster", (ring(tiles.khatam(BED)),)),)


def _kept() -> tuple[Ring, ...]:
    return tuple(ring(tiles.square(apothem, turn)) for turn in (0, 45) for apothem in (tiles.OUTER, tiles.INNER))


def _chalipa() -> tuple[Ring, ...]:
    """Between the axes the outline of a larger khatam, cut where it would leave the cell."""
    larger = tiles.khatam(1000 + LINE_OFF * math.sqrt(2))
    lines = []
    for quarter in range(4):
        tip, low, corner, high, _ = (larger[(4 * quarter + n) % 16] for n in range(5))
        end = polar(1000, 90 * quarter)
        start = end + polar(abs(tip) - 1000, 90 * (quarter + 1))  # a point's edges run at 45 degrees
        far = polar(1000, 90 * (quarter + 1)) + polar(abs(tip) - 1000, 90 * quarter)
        lines.append(ring((start, low, corner, high, far)))
    return tuple(lines)


def wall(pieces: Sequence[Piece], columns: int, rtl: bool, width: Width) -> Picture:
    """The mosaic with its frame, in reading order; the last row is filled up with kept places."""
    rows = max(1, -(-len(pieces) // columns))
    places = [(column, row) for row in range(rows) for column in range(columns)]
    edge = FRAME[0][1]
    w, h = columns * CELL, rows * CELL
    frame = tuple(Path(role, (_box(-by, -by, w + 2 * by, h + 2 * by),)) for role, by in FRAME)
    shapes = (*frame, *_mosaic(pieces, places, columns, rtl, width))
    return Picture(-edge, -edge, w + 2 * edge, h + 2 * edge, (Group("mosaic", shapes),))


def _mosaic(pieces: Sequence[Piece], places: Sequence[tuple[int, int]], columns: int, rtl: bool, width: Width) -> Iterator[Shape]:
    """Tiles in the places, which are (column, row) in reading order; what no piece takes is kept."""
    cells = [((columns - 1 - column if rtl else column), row) for column, row in places]
    taken = set(cells)
    lines = _chalipa()
    yield Path("chalipa", tuple(_moved(line, *_middle(*at)) for at in cells for line in lines), closed=False)
    corners = [(c, r) for c, r in cells if {(c - 1, r), (c, r - 1), (c - 1, r - 1)} <= taken]
    if corners:
        yield Path("seed", tuple(_moved(ring(tiles.khatam(SEED)), c * CELL, r * CELL) for c, r in corners))
    for piece, at in zip(pieces, cells, strict=False):
        x, y = _middle(*at)
        name = f"wall-{piece.slug}"
        yield Group("", (*_bed(piece.state), *tiles.tile(piece.design, piece.state, name)), x, y, slug=piece.slug)
    for at in cells[len(pieces) :]:
        yield Path("kept", tuple(_moved(one, *_middle(*at)) for one in _kept()))
    for piece, (column, row) in zip(pieces, cells, strict=False):
        yield from _plaque(piece, (column + 0.5) * CELL, (row + 1) * CELL, rtl, width)


def _plaque(piece: Piece, x: float, y: float, rtl: bool, width: Width) -> Iterator[Shape]:
    """Name and year where a star touches the one below, on a label no wider than leaves the seeds free."""
    if not piece.year and not piece.name:
        return
    size, gap, high = 148.0, 70.0, 105.0

    def wide(size: float) -> tuple[float, float, float]:
        name, year = (width(role, text, size) if text else 0.0 for role, text in (("name", piece.name), ("year", piece.year)))
        return name, year, gap if name and year else 0.0

    size *= min(1.0, (CELL - 2 * SEED - 4 * high) / max(sum(wide(size)), 1.0))
    name, year, between = wide(size)
    half = (name + between + year) / 2
    w = half + 0.45 * high
    yield Path("plaque", (((x - w - high, y), (x - w, y - high), (x + w, y - high), (x + w + high, y), (x + w, y + high), (x - w, y + high)),))
    base = y + BASELINE * size
    left, right = ("right", x + half), ("left", x - half)
    (name_side, name_x), (year_side, year_x) = (left, right) if rtl else (right, left)
    if name:
        yield Label("name", name_x, base, piece.name, size, name_side)
    if year:
        yield Label("year", year_x, base, piece.year, size, year_side)


def _middle(column: int, row: int) -> tuple[float, float]:
    return (column + 0.5) * CELL, (row + 0.5) * CELL


def _moved(points: Ring, x: float, y: float) -> Ring:
    return tuple((x + a, y + b) for a, b in points)


def _box(x: float, y: float, w: float, h: float) -> Ring:
    return (x, y), (x + w, y), (x + w, y + h), (x, y + h)


def fitted(role: str, text: str, size: float, room: float, width: Width) -> float:
    """The size, or as much less as makes the text fit into the room."""
    taken = width(role, text, size)
    return size if taken <= room else size * room / taken


# ---------------------------------------------------------------------------------------- the poster


@dataclass(frozen=True)
class Sheet:
    """How a poster is laid out, in cells: the wall, and how many rows its middle panel takes, from the second on."""

    columns: int
    rows: int
    panel: int

    @property
    def places(self) -> list[tuple[int, int]]:
        inner = range(1, self.columns - 1), range(1, 1 + self.panel)
        return [(c, r) for r in range(self.rows) for c in range(self.columns) if c not in inner[0] or r not in inner[1]]


MARGIN = 640.0  # of a poster, beside and above the wall


def sheet(count: int, columns: int = 0) -> Sheet:
    """The layout for so many tiles: with so many columns, or with the fewest that will do.

    Raises ValueError where the panel would be wider than high.
    """
    for wide in [columns] if columns else range(6, 40):
        rows = int(((wide * CELL + 2 * MARGIN) * math.sqrt(2) - 2 * MARGIN) // CELL)
        panel = min(rows - 2, (wide * rows - count) // (wide - 2))
        if panel >= wide - 2:
            return Sheet(wide, rows, panel)
    raise ValueError(f"{count} tiles are too many for a poster of {columns} columns")


def poster(
    pieces: Sequence[Piece], rtl: bool, titles: Sequence[tuple[str, str]], foot: str, width: Width, columns: int = 0,
) -> Picture:  # fmt: skip
    """An upright sheet of the proportions of paper: the sisters in reading order round Isfahan's own tile.

    `titles` are pairs of a title and a subtitle, one pair a language. Raises ValueError as `sheet` does.
    """
    plan = sheet(len(pieces), columns)
    w, h = plan.columns * CELL, plan.rows * CELL
    page = w + 2 * MARGIN
    tall = page * math.sqrt(2)
    shapes: list[Shape] = [Path("lapis", (_box(-MARGIN, -MARGIN, page, tall),)), *_border(w, h)]
    shapes += [Path(role, (_box(-by, -by, w + 2 * by, h + 2 * by),)) for role, by in (("plaster", 60.0), ("night", 36.0), ("plaster", 24.0), ("ground", 0.0))]
    shapes += _mosaic(pieces, plan.places, plan.columns, rtl, width)
    pw, ph = (plan.columns - 2) * CELL, plan.panel * CELL
    for role, by in (("night", 150.0), ("plaster", 162.0), ("lapis", 240.0), ("plaster", 264.0), ("saffron", 312.0), ("plaster", 322.0)):
        shapes.append(Path(role, (_box(CELL + by, CELL + by, pw - 2 * by, ph - 2 * by),)))
    shapes += _titles(CELL + pw / 2, CELL + 322, pw - 644, ph - 644, titles, width)
    size = fitted("foot", foot, 270, w, width)
    shapes.append(Group("shade", (Label("foot", w / 2, (h + tall - MARGIN) / 2 + 0.35 * MARGIN + BASELINE * size, foot, size),)))
    return Picture(-MARGIN, -MARGIN, page, tall, (Group("mosaic", tuple(shapes)),))


def _border(w: float, h: float) -> Iterator[Shape]:
    """Small khatams in the margin, as evenly as the corners allow."""
    off = MARGIN / 2 + 30
    across, down = round(w / 1000) + 1, round(h / 1000) + 1
    points = [(-off + (w + 2 * off) * n / across, y) for n in range(across + 1) for y in (-off, h + off)]
    points += [(x, -off + (h + 2 * off) * n / down) for n in range(1, down) for x in (-off, w + off)]
    for role, radius in (("saffron", 96.0), ("lapis", 42.0)):
        yield Path(role, tuple(_moved(ring(tiles.khatam(radius)), *at) for at in points))


def _titles(x: float, y: float, w: float, h: float, titles: Sequence[tuple[str, str]], width: Width) -> Iterator[Shape]:
    """Isfahan's tile above the titles, all in the middle of a panel whose upper edge is at y."""
    room = 0.9 * w
    lines: list[tuple[str, str, float, float]] = []  # role, text, size and height
    for number, (title, subtitle) in enumerate(titles):
        big = fitted("title", title, w * (0.17 if number == 0 else 0.13), room, width)
        small = fitted("subtitle", subtitle, w * 0.048, room, width)
        lines += [("title", title, big, 1.12 * big), ("subtitle", subtitle, small, 1.6 * small)]
        if number + 1 < len(titles):
            lines.append(("rule", "", w * 0.09, w * 0.1))
    text = sum(height for *_, height in lines)
    star = min(0.8 * w, h - text - 0.1 * h)
    gap = (h - star - text) / 3
    yield Group("", tiles.tile(tiles.HOME, "signed", "wall-home"), x, y + gap + star / 2, star / CELL)
    at = y + star + 2 * gap
    made: list[Shape] = []
    for role, words, size, height in lines:
        if role == "rule":
            made.append(Path("saffron", (_box(x - size, at + height / 2 - 12, 2 * size, 24),)))
        elif words:
            made.append(Label(role, x, at + height / 2 + BASELINE * size, words, size))
        at += height
    yield Group("leaf", tuple(made))


# ------------------------------------------------------------------------------- the pictures of links

CARD = (1200.0, 630.0)
_EDGE = 652.0  # where the panel of texts begins, after its border
_LEFT, _RIGHT = 700.0, 1140.0  # of the texts


def card(design: Design, state: str, names: Sequence[str], lines: Sequence[str], width: Width) -> Picture:
    """A city's: its tile on the wall; its names, Persian, English and its own, and a line in each language."""
    side = CARD[1]
    tile = (Path("chalipa", _chalipa(), closed=False), *_bed(state), *tiles.tile(design, state, "card-tile"))
    placed = Group("", tile, side / 2, side / 2, side / CELL)
    unlike = [name for n, name in enumerate(names) if name and name not in names[:n]]
    sizes = (128.0, 80.0, 46.0)
    texts = [("title" if n < 2 else "own", name, sizes[min(n, 2)]) for n, name in enumerate(unlike)]
    texts += [("rule", "", 8.0), *(("line", line, 42.0 - 3 * n) for n, line in enumerate(lines))]
    return _card((Path("ground", (_box(0, 0, side, side),)), placed), texts, width)


def _card(shapes: tuple[Shape, ...], texts: Sequence[tuple[str, str, float]], width: Width) -> Picture:
    """Shapes at the left; lines of text, as (role, text, size), at the right."""
    w, h = CARD
    fits = [(role, text, fitted(role, text, size, _RIGHT - _LEFT, width)) for role, text, size in texts if not text or width(role, text, size)]
    heights = [size * (1.18 if role == "title" else 1.45) if text else 56.0 for role, text, size in fits]
    y = (h - sum(heights)) / 2
    made: list[Shape] = []
    for (role, text, size), height in zip(fits, heights, strict=True):
        if text:
            made.append(Label(role, _RIGHT, y + height / 2 + BASELINE * size, text, size, "right"))
        else:
            made.append(Path("saffron", (_box(_RIGHT - 120, y + height / 2 - size / 2, 120, size),)))
        y += height
    panel = (Path(role, (_box(x, 0, w - x, h),)) for role, x in (("plaster", 628.0), ("night", 634.0), ("plaster", 638.0), ("band", _EDGE)))
    return Picture(0, 0, w, h, (Group("mosaic", (*shapes, *panel, Group("shade", tuple(made)))),))


def site_card(pieces: Sequence[Piece], titles: Sequence[tuple[str, str]], width: Width) -> Picture:
    """For pages that are not a city's: the first twelve tiles; below them Isfahan's own between title and subtitle
    in Persian, at the right, and in English, at the left: `titles` are these two pairs.
    """
    w, h = CARD
    columns, rows = 6, 2
    cell = w / columns
    low = rows * cell  # upper edge of the strip of texts
    twelve = [Piece(one.slug, one.design, one.state) for one in pieces[: columns * rows]]
    block = _mosaic(twelve, [(c, r) for r in range(rows) for c in range(columns)], columns, True, width)
    shapes: list[Shape] = [Path("ground", (_box(0, 0, w, low),)), Group("", tuple(block), scale=cell / CELL)]
    shapes += [Path(role, (_box(0, low + by, w, h - low - by),)) for role, by in (("plaster", 0.0), ("night", 5.0), ("plaster", 9.0), ("band", 21.0))]
    middle = low + 21 + (h - low - 21) / 2
    shapes.append(Group("", (Path("plaster", (ring(tiles.khatam(BED)),)), *tiles.tile(tiles.HOME, "signed", "card-home")), w / 2, middle, 0.094))
    made: list[Shape] = []
    for (title, subtitle), x, side in zip(titles, (w - 48, 48), ("right", "left"), strict=True):
        big, small = fitted("title", title, 62, w / 2 - 168, width), fitted("line", subtitle, 32, w / 2 - 168, width)
        made.append(Label("title", x, middle - (6 if subtitle else -BASELINE * big), title, big, side))
        if subtitle:
            made.append(Label("line", x, middle + 18 + small, subtitle, small, side))
    return Picture(0, 0, w, h, (Group("mosaic", (*shapes, Group("shade", tuple(made)))),))
