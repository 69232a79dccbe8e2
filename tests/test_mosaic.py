"""Walls, posters and link pictures: every tile in its place, every line of text inside its frame."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import pytest
from conftest import PROJECT, said

from sistersite import mosaic
from sistersite.mosaic import CELL, Piece, Width, card, cell, chalipa, kept, poster, seed, sheet, site_card, wall
from sistersite.shapes import Circle, Group, Label, Path, Picture, Shape
from sistersite.tiles import HOME, STATES, design

TITLES = (("اصفهان و خواهرخوانده‌هایش", "شهرهای هم‌پیمان"), ("Isfahan and its Sister Cities", "The cities that have signed pacts"))


def wide(role: str, text: str, size: float) -> float:
    """A coarse typeface: every letter 0.6 em."""
    return 0.6 * size * len(text)


def pieces(count: int) -> list[Piece]:
    parts = itertools.cycle(("europe", "russia", "africa", "south-asia"))
    return [
        Piece(f"city{n}", design("asia", part, 1990 + n, n * 1.7, n * -2.3), STATES[n % 4], str(1990 + n), f"City number {n}")
        for n, part in zip(range(count), parts, strict=False)
    ]


def flat(shapes: tuple[Shape, ...], x: float = 0, y: float = 0, scale: float = 1) -> Iterator[tuple[Shape, float, float, float]]:
    """Every shape with where its group has been moved to; of a turned group the first."""
    for shape in shapes:
        yield shape, x, y, scale
        if isinstance(shape, Group):
            yield from flat(shape.shapes, x + shape.x * scale, y + shape.y * scale, scale * shape.scale)


def places(picture: Picture) -> dict[str, tuple[float, float]]:
    return {shape.slug: (shape.x, shape.y) for shape, *_ in flat(picture.shapes) if isinstance(shape, Group) and shape.slug}


def rings(picture: Picture, role: str) -> int:
    return sum(len(shape.rings) for shape, *_ in flat(picture.shapes) if isinstance(shape, Path) and shape.role == role)


@pytest.mark.parametrize(("count", "columns", "free"), [(26, 3, 1), (26, 4, 2), (27, 6, 3), (27, 9, 0), (1, 4, 3), (0, 3, 3)])
def test_the_wall_in_reading_order(count: int, columns: int, free: int) -> None:
    ltr, rtl = (wall(pieces(count), columns, way, wide) for way in (False, True))
    found = places(ltr)
    assert list(found) == [f"city{n}" for n in range(count)]
    assert all(found[f"city{n}"] == ((n % columns + 0.5) * CELL, (n // columns + 0.5) * CELL) for n in range(count))
    assert places(rtl) == {slug: (columns * CELL - x, y) for slug, (x, y) in found.items()}
    for picture in (ltr, rtl):
        rows = max(1, math.ceil(count / columns))
        assert rings(picture, "kept") == 4 * free and rings(picture, "seed") == (columns - 1) * (rows - 1)
        assert rings(picture, "plaque") == count and rings(picture, "chalipa") == 4 * columns * rows


@pytest.mark.parametrize("count", [*range(0, 33), 40, 60])
def test_a_poster_has_a_place_for_every_tile(count: int) -> None:
    plan = sheet(count)
    assert plan.panel >= plan.columns - 2 and 1 + plan.panel < plan.rows and len(set(plan.places)) == len(plan.places) >= count
    assert plan.places == sorted(plan.places, key=lambda at: (at[1], at[0]))
    picture = poster(pieces(count), True, TITLES, "1989 – 2025", wide)
    assert picture.height / picture.width == pytest.approx(math.sqrt(2))
    found = places(picture)
    assert len(set(found.values())) == count
    panel = CELL, CELL, CELL * (plan.columns - 1), CELL * (1 + plan.panel)
    assert not any(panel[0] < x < panel[2] and panel[1] < y < panel[3] for x, y in found.values())
    assert rings(picture, "kept") == 4 * (len(plan.places) - count)


def test_too_many_for_a_poster() -> None:
    with pytest.raises(ValueError, match="too many"):
        sheet(33, 6)


def every_picture() -> Iterator[tuple[str, Picture, Width]]:
    long = "کلان‌شهری با نامی بسیار بسیار دراز", "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", "Dorf"
    for width in (wide, lambda role, text, size: 1.1 * size * len(text)):
        yield "wall", wall([*pieces(7), Piece("long", HOME, "half", "2021", long[1])], 3, True, width), width
        yield "poster", poster(pieces(26), False, TITLES, "1989 – 2025 · isfahan", width), width
        yield "site card", site_card(pieces(26), TITLES, width), width
        for names in (("یاش", "Iași", "Iași"), long, ("شیان", "Xi’an", "")):
            yield f"card {names[0]}", card(HOME, "signed", names, ("خواهرخواندهٔ اصفهان از ۱۳۷۷", "Isfahan’s sister city since 1998"), width), width


def boxes(picture: Picture, width: Width) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    for shape, x, y, scale in flat(picture.shapes):
        if isinstance(shape, Label):
            long = width(shape.role, shape.text, shape.size)
            left = shape.x - long * {"left": 0, "middle": 0.5, "right": 1}[shape.side]
            yield shape.text, (x + scale * left, y + scale * (shape.y - 0.75 * shape.size), x + scale * (left + long), y + scale * (shape.y + 0.1 * shape.size))


def test_labels_fit_into_their_frames_and_leave_one_another_free() -> None:
    found = []
    for name, picture, width in every_picture():
        drawn = list(boxes(picture, width))
        assert drawn
        for text, (left, top, right, bottom) in drawn:
            if not (picture.x <= left and picture.y <= top and right <= picture.x + picture.width and bottom <= picture.y + picture.height):
                found.append(f"{name}: {text} leaves the picture")
        for (one, a), (other, b) in itertools.combinations(drawn, 2):
            if a[0] < b[2] - 1 and b[0] < a[2] - 1 and a[1] < b[3] - 1 and b[1] < a[3] - 1:
                found.append(f"{name}: {one} and {other} overlap")
    said(found)


def test_texts_of_a_card_stay_on_their_panel() -> None:
    for name, picture, width in every_picture():
        if name.startswith("card"):
            assert (picture.width, picture.height) == (1200, 630)
            said(f"{name}: {text}" for text, (left, _, right, _) in boxes(picture, width) if left < mosaic._EDGE + 40 or right > 1160)


def test_names_lie_on_their_plaques() -> None:
    picture = wall([Piece("a", HOME, "signed", "2021", "Issy-les-Moulineaux-sur-Seine-et-Oise")], 1, False, wide)
    (plaque,) = (shape.rings[0] for shape, *_ in flat(picture.shapes) if isinstance(shape, Path) and shape.role == "plaque")
    xs = [x for x, _ in plaque]
    assert max(xs) - min(xs) <= CELL - 2 * mosaic.SEED
    assert all(min(xs) < left and right < max(xs) for _, (left, _, right, _) in boxes(picture, wide))


def test_a_name_is_shown_once_and_one_that_cannot_be_set_is_left_out() -> None:
    def texts(names: tuple[str, ...], width: Width = wide) -> list[str]:
        return [shape.text for shape, *_ in flat(card(HOME, "signed", names, ("l",), width).shapes) if isinstance(shape, Label)]

    assert texts(("یاش", "Iași", "Iași")) == ["یاش", "Iași", "l"]
    assert texts(("شیان", "Xi’an", "西安"), lambda role, text, size: 0 if text == "西安" else wide(role, text, size)) == ["شیان", "Xi’an", "l"]


def test_cells_lie_in_their_square() -> None:
    pictures = [cell(Piece("a", HOME, state)) for state in STATES] + [kept(), chalipa()]
    for picture in pictures:
        assert (picture.x, picture.y, picture.width, picture.height) == (-1000, -1000, 2000, 2000)
        drawn = [at for shape, *_ in flat(picture.shapes) if isinstance(shape, Path) for ring in shape.rings for at in ring]
        assert drawn and max(abs(value) for at in drawn for value in at) <= 1000 + 1e-6
    beds = [next(shape.role for shape, *_ in flat(picture.shapes) if isinstance(shape, Path)) for picture in pictures[:4]]
    assert beds == ["plaster", "plaster", "line", "veil"]  # what is only announced has no bed
    assert seed().width == 2 * mosaic.SEED


def test_lines_of_neighbouring_cells_meet() -> None:
    (lines,) = (shape.rings for shape, *_ in flat(chalipa().shapes) if isinstance(shape, Path))
    ends = {(round(x), round(y)) for line in lines for x, y in (line[0], line[-1])}
    assert len(ends) == 8 and all(1000 in (abs(x), abs(y)) for x, y in ends)
    assert {(-x, y) for x, y in ends} == ends == {(y, x) for x, y in ends}
    for line in lines:  # every stretch is upright, level or diagonal, as the khatam's are
        assert all(min(abs(a - c), abs(b - d), abs(abs(a - c) - abs(b - d))) < 1e-6 for (a, b), (c, d) in zip(line, line[1:], strict=False))


def test_names_of_groups_are_unique_and_roles_painted() -> None:
    sheet = (PROJECT / "assets/css/parts/figure-tile.css").read_text("utf-8")
    for name, picture, _ in every_picture():
        shapes = [shape for shape, *_ in flat(picture.shapes)]
        named = [shape.name for shape in shapes if isinstance(shape, Group) and shape.name]
        assert len(named) == len(set(named)), name
        said(f"{name}: {shape.role}" for shape in shapes if isinstance(shape, Path | Circle | Label) and f" .{shape.role}" not in sheet)
