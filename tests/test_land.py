"""The outlines of the land: from TopoJSON to the committed file and back."""

import pytest

from sistersite import land

# A square around the date line, in two arcs that share their ends, with a hole; a speck; and a land at the pole.
TINY = {
    "type": "Topology",
    "transform": {"scale": [0.5, 0.5], "translate": [-180, -90]},
    "arcs": [
        [[700, 180], [20, 0], [-700, 0], [0, 20]],  # 170 E, over the date line to 170 W, northwards
        [[700, 180], [0, 20], [20, 0], [-700, 0]],
        [[715, 188], [0, 4], [3, 0], [0, -4], [-3, 0]],
        [[300, 300], [0, 1], [1, 0], [0, -1], [-1, 0]],
        [[0, 20], [360, 0], [360, 0], [0, -10], [-720, 0], [0, 10]],
    ],
    "objects": {
        "land": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "MultiPolygon", "arcs": [[[0, -2], [2]], [[4]]]},
                {"type": "Polygon", "arcs": [[3]]},
            ],
        }
    },
}


def test_arcs_are_joined_forwards_and_backwards():
    square, hole, pole, speck = land.decoded(TINY)
    assert square == ((170, 0), (180, 0), (-170, 0), (-170, 10), (180, 10), (170, 10), (170, 0))
    assert all(ring[0] == ring[-1] for ring in (square, hole, pole, speck))


def test_longitudes_run_on_over_the_date_line():
    assert land.running_on(((170, 0), (-170, 0), (-170, 10), (170, 10), (170, 0))) == ((170, 0), (190, 0), (190, 10), (170, 10), (170, 0))


def test_areas_are_those_of_the_sphere():
    octant = ((0, 0), (90, 0), (90, 90), (0, 90), (0, 0))
    assert land.area_km2(octant) == pytest.approx(510_065_000 / 8, rel=0.001)


def test_small_islands_and_the_south_are_left_out_and_rings_open(monkeypatch):
    monkeypatch.setattr(land, "ISLAND_KM2", 20_000.0)
    kept = land.chosen(land.decoded(TINY))
    assert len(kept) == 2
    assert kept[0] == ((170, 0), (180, 0), (190, 0), (190, 10), (180, 10), (170, 10))


def test_points_close_together_are_thinned():
    ring = ((0, 0), (0.01, 0), (0.02, 0.01), (1, 0), (1, 1), (0, 0))
    assert land.thinned(ring) == ((0, 0), (1, 0), (1, 1), (0, 0))


def test_what_is_written_is_read():
    rings = (((170.25, -1.5), (190, 0), (189.99, 10.01)), ((0, 0), (0.5, 0), (0, 0.5)))
    assert land.read(land.write(rings)) == rings


def test_the_committed_file(project):
    data = (project / "assets/map/land.json").read_bytes()
    rings = land.read(data)
    assert len(data) <= 200_000
    assert land.write(rings).encode() == data
    assert all(len(ring) >= 3 and ring[0] != ring[-1] for ring in rings)
    assert all(-90 <= latitude <= 90 for ring in rings for _, latitude in ring)
    assert min(latitude for ring in rings for _, latitude in ring) > land.SOUTH
    assert (project / "assets/map/ISC-world-atlas.txt").is_file()
