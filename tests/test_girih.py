"""Every knot a record can ask for is sound; tiles and marks stay small, differ, and are the same in every run."""

from __future__ import annotations

import gzip
import itertools
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator

import pytest
import yaml
from conftest import PROJECT, said
from hypothesis import given, settings
from hypothesis import strategies as some

from sistersite import girih, tiles
from sistersite.girih import Cut, area, unit
from sistersite.shapes import Group, Path, Picture, Ring, Shape
from sistersite.svg import Hand, svg
from sistersite.tiles import CUTS, GLAZES, HOME, POINTS, STATES, Design, contact_angle, design, mark, proportioned, tile

FOLDS = sorted({*POINTS.values(), *tiles.POINTS_OF_REGION.values(), tiles.OTHER_POINTS})
LONGEST = "a-city-with-a-rather-long-name"


def knots(years: tuple[int, ...]) -> Iterator[tuple[int, float, Cut]]:
    """All points and cuts, at the ends and in the middle of the proportions a place may choose."""
    corners = ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0))
    for fold, cut, year, (spoke, valley) in itertools.product(FOLDS, CUTS, years, corners):
        angle = contact_angle(year)
        yield fold, angle, proportioned(cut, fold, angle, spoke, valley)


def faults(fold: int, angle: float, cut: Cut) -> Iterator[str]:
    graph = girih.strapwork(fold, angle, cut)
    if odd := {len(ring) for ring in graph.near.values()} - {2, 4}:
        yield f"loose ends: points of degree {odd}"
        return
    directions = {at: [unit(graph.points[other] - graph.points[at]) for other in ring] for at, ring in graph.near.items()}
    if any(len(u) == 4 and (abs(u[0] + u[2]) > 1e-6 or abs(u[1] + u[3]) > 1e-6) for u in directions.values()):
        yield "a crossing is bent"
    if sum(area(face) < 0 for face in graph.faces) != 1:
        yield "the strapwork is not of one piece"
    yield from unlaced(graph)
    knot = girih.knot(fold, angle, cut, tiles.RADIUS, tiles.STRAP)
    wanted = {girih.PETAL: 1, girih.STAR: 1, girih.KITE: cut.layers - 1, girih.EYE: int(cut.apart > 0)}
    if (found := {kind: len(rings) for kind, rings in knot.pieces.items()}) != {kind: n for kind, n in wanted.items() if n}:
        yield f"pieces {found}"
    if len(knot.core) != 2 * fold:
        yield f"a core of {len(knot.core)} corners"
    if max(abs(complex(*at)) for at in knot.outline) > tiles.RADIUS + 0.6:
        yield "it outgrows its circle"
    smallest = min(area([complex(*at) for at in ring]) for rings in knot.pieces.values() for ring in rings)
    if smallest < 100:
        yield f"a splinter of {smallest:.0f}"
    if len(knot.bridges) * fold != 2 * sum(len(ring) == 4 for ring in graph.near.values()):
        yield "a crossing without its bridge"


def unlaced(graph: girih.Graph) -> Iterator[str]:
    """Follow each strand from crossing to crossing: where it leaves one above it must come to the next below."""
    above = {}
    for at, over, _ in graph.strands():
        for other in graph.near[at]:
            along = unit(graph.points[other] - graph.points[at])
            above[at, other] = abs(girih.cross(along, over)) < 1e-6
    if sum(above.values()) * 2 != len(above):
        yield "a crossing with other than two arms above"
    for (at, other), up in above.items():
        before, here = at, other
        while len(graph.near[here]) == 2:
            before, here = here, sum(graph.near[here]) - before
        if above[here, before] == up:
            yield f"a strand goes twice {'over' if up else 'under'}"
            return


def test_every_knot_is_sound() -> None:
    said(
        f"{fold} points, {angle:.1f}°, {cut}: {fault}"
        for fold, angle, cut in knots((1980, 2010, 2030))
        for fault in faults(fold, angle, cut)
    )


@settings(max_examples=40, deadline=None, derandomize=True)
@given(some.sampled_from(sorted(POINTS)), some.none() | some.integers(1980, 2030), some.floats(-90, 90), some.floats(-180, 180))
def test_every_place_has_a_sound_knot(part: str, year: int | None, latitude: float, longitude: float) -> None:
    made = design("", part, year, latitude, longitude)
    assert not list(faults(made.fold, made.angle, made.cut))
    assert made == design("", part, year, latitude, longitude)


@pytest.mark.parametrize(("fold", "angle", "cut", "message"), [
    (12, 60.0, Cut(2, 0.2, 0.9), "do not meet"),
    (9, 55.0, Cut(2, 1.7, 0.932), "too wide"),
    (12, 60.0, Cut(5, 1.0), "pieces"),  # partners beyond the middle
])  # fmt: skip
def test_unsound_knots_are_seen(fold: int, angle: float, cut: Cut, message: str) -> None:
    try:
        found = "; ".join(faults(fold, angle, cut))
    except ValueError as error:
        found = str(error)
    assert message in found


def test_a_strand_twice_over_is_seen() -> None:
    graph = girih.strapwork(HOME.fold, HOME.angle, HOME.cut)
    turned = girih.Graph(graph.points, graph.near, graph.faces, graph.left)
    over = {at: (up, down) for at, up, down in graph.strands()}
    first = min(over)
    turned.strands = lambda: ((at, *(pair[::-1] if at == first else pair)) for at, pair in over.items())  # type: ignore[method-assign]
    assert list(unlaced(turned)) and not list(unlaced(graph))


def test_the_tile_of_isfahan_is_of_the_girih_set() -> None:
    """Regular pentagons on a regular decagon: five edges of one length, five angles of 108 degrees."""
    inner = girih.polygon_radius(HOME.fold, HOME.cut)
    corner, valley = girih._radii(HOME.fold, HOME.cut)
    assert (HOME.fold, HOME.angle, corner) == (10, 54.0, inner)
    pentagon = [girih.polar(valley, -18), girih.polar(1, 0), girih.polar(valley, 18), girih.polar(corner, 18), girih.polar(corner, -18)]
    edges = [b - a for a, b in girih.pairs(pentagon)]
    assert [abs(edge) for edge in edges] == pytest.approx([abs(edges[0])] * 5)
    assert [girih.bearing(b / a * -1j) for a, b in zip(edges, edges[1:], strict=False)] == pytest.approx([72] * 4)


def test_the_record_decides() -> None:
    assert 6 not in FOLDS
    assert set(POINTS) == set(_choices("Part")) and set(tiles.POINTS_OF_REGION) == set(_choices("Region"))
    assert design("europe", "russia", 2000, 1, 1).fold != design("europe", None, 2000, 1, 1).fold
    assert [contact_angle(year) for year in (None, 1900, 1980, 2005, 2030, 2100)] == [60, 55, 55, 62.5, 70, 70]
    assert design("europe", None, 2000, 0.0, 0.0) == design("europe", None, 2000, -0.001, -0.0)


def _choices(name: str) -> tuple[str, ...]:
    from sistersite import model

    return getattr(model, name).__args__


@settings(max_examples=300, deadline=None, derandomize=True)
@given(some.lists(some.tuples(some.integers(-9000, 9000), some.integers(-18000, 18000)), min_size=2, max_size=2, unique=True))
def test_no_two_places_have_one_design(places: list[tuple[int, int]]) -> None:
    one, other = (design("europe", None, 2000, latitude / 100, longitude / 100) for latitude, longitude in places)
    assert one != other


def test_glazes_beside_one_another_differ() -> None:
    assert len(set(GLAZES)) == len(GLAZES) >= 20
    assert {glaze.ground for glaze in GLAZES} == {"lapis", "turquoise", "saffron", "pomegranate", "brick", "plaster", "night"}
    for glaze in (*GLAZES, HOME.glaze):
        assert glaze.core != glaze.heart and glaze.band != glaze.tip and glaze.star != glaze.ground and glaze.tip != "plaster"
        assert glaze.band != "turquoise" or glaze is HOME.glaze  # the colour of the wall
        assert tiles.star_on(glaze) != glaze.ground


def cities() -> list[tuple[str, Design, tuple[str, int | None]]]:
    """Slug, design, and (region, year) of the real cities."""
    made = []
    for file in sorted((PROJECT / "cities").glob("*/city.yaml")):
        record = yaml.safe_load(file.read_text("utf-8"))
        place, date = record["place"], (record.get("agreement") or {}).get("date")
        year = int(str(next(iter(date.values())))[:4]) + 621 if isinstance(date, dict) else int(str(date)[:4]) if date else None
        here = place["region"], place.get("part"), year, place["latitude"], place["longitude"]
        made.append((file.parent.name, design(*here) if record.get("tie") else HOME, (place.get("part") or place["region"], year)))
    return made


def flat(shapes: tuple[Shape, ...]) -> Iterator[tuple[str, tuple[Ring, ...]]]:
    """The paths among the shapes: role and rings as they are written, in whole units."""
    for shape in shapes:
        if isinstance(shape, Group):
            yield from flat(shape.shapes)
        elif isinstance(shape, Path):
            yield shape.role, tuple(tuple((round(x), round(y)) for x, y in ring) for ring in shape.rings)


def test_real_cities_have_different_tiles() -> None:
    real = cities()
    assert len(real) >= 27
    drawn = Counter(tuple(flat(tile(made, "signed", "x"))) for _, made, _ in real)
    assert max(drawn.values()) == 1
    for (one, a, here), (other, b, there) in itertools.combinations(real, 2):
        if here == there:
            assert a.glaze != b.glaze or (a.cut.layers, a.cut.apart) != (b.cut.layers, b.cut.apart), f"{one} and {other} look alike"


def test_states_differ_in_their_shapes() -> None:
    for make in (lambda state: tile(HOME, state, "x"), lambda state: mark(HOME, state)):
        shapes = {state: Counter(rings for _, rings in flat(make(state))) for state in STATES}
        assert all(shapes[one] != shapes[other] for one, other in itertools.combinations(STATES, 2))
    for make in (lambda state: tile(HOME, state, "x"), lambda state: mark(HOME, state)):
        assert {state for state in STATES if "dashed" in dict(flat(make(state)))} == {"announced", "paused"}
        with pytest.raises(ValueError, match="no state"):
            make("unsigned")


def test_half_is_dipped_to_the_middle() -> None:
    """What only ground, points and band are made of lies below the middle; the unglazed body alone lies above it too."""
    glaze = HOME.glaze.__class__("brick", "plaster", "plaster", "plaster", "plaster", "night", "lapis", "plaster")
    made = Design(10, 60.0, CUTS[0], glaze)
    for shapes in (tile(made, "half", "x"), mark(made, "half")):
        found = {role: [y for ring in rings for _, y in ring] for role, rings in flat(shapes) if role in ("brick", "night", "lapis", "bisque")}
        assert min(found.pop("bisque")) < -100
        assert len(found) >= 2 and all(min(ys) >= 0 for ys in found.values())


def test_roles_are_painted() -> None:
    sheet = (PROJECT / "assets/css/parts/figure-tile.css").read_text("utf-8")
    for state, (group, shapes) in itertools.product(STATES, (("tile", lambda d, s: tile(d, s, "x")), ("mark", mark))):
        roles = {role for glaze in GLAZES for role, _ in flat(shapes(Design(10, 60.0, CUTS[0], glaze), state))}
        said(f".{group} .{role} is not painted" for role in sorted(roles) if f".{group} .{role}" not in sheet)


def written(shapes: tuple[Shape, ...], half: float) -> bytes:
    return svg(Picture(-half, -half, 2 * half, 2 * half, shapes), Hand(str)).encode()


def test_tiles_and_marks_are_small() -> None:
    found = []
    for fold, cut, state in itertools.product(FOLDS, CUTS, STATES):
        made = Design(fold, 60.0, proportioned(cut, fold, 60.0, 0.5, 0.5), GLAZES[9])
        full, small = written(tile(made, state, LONGEST), 1000), written(mark(made, state), 50)
        if len(full) > 4096 or len(gzip.compress(full, 9)) > 1536 or len(small) > 614:
            found.append(f"{fold} {cut} {state}: {len(full)} {len(gzip.compress(full, 9))} {len(small)} bytes")
    said(found)


def test_everything_lies_in_its_square() -> None:
    for fold, state in itertools.product(FOLDS, STATES):
        made = Design(fold, 62.0, proportioned(CUTS[2], fold, 62.0, 1.0, 1.0), GLAZES[0])
        reach = max(abs(value) for _, rings in flat(tile(made, state, "x")) for ring in rings for at in ring for value in at)
        assert reach == 976
        reach = max(abs(value) for _, rings in flat(mark(made, state)) for ring in rings for at in ring for value in at)
        assert reach * tiles.MARK <= 48


def test_a_sector_is_drawn_once() -> None:
    made = Design(16, 60.0, CUTS[0], GLAZES[0])
    for state in STATES:
        text = written(tile(made, state, "the-name"), 1000).decode()
        assert text.count('id="the-name"') == 1 and text.count('href="#the-name"') == 15


def test_tiles_are_the_same_in_every_process() -> None:
    """Sets and dictionaries of strings change their order with the seed of the hashes."""
    script = (
        "import hashlib; from sistersite import tiles as t;"
        "d = [t.design('asia', p, y, x, -x) for p in t.POINTS for y in (None, 1999) for x in (0.0, 12.34, 56.789)];"
        "print(hashlib.sha256(repr([(t.tile(one, s, 'n'), t.mark(one, s)) for one in d[::3] for s in t.STATES]).encode()).hexdigest())"
    )
    runs = {
        subprocess.run([sys.executable, "-c", script], cwd=PROJECT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2024")
    }
    assert len(runs) == 1 and len(runs.pop()) == 65
