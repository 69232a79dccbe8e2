"""Distances, bearings, and the axis of pacts."""

import datetime

import pytest

from sistersite import figures

ISFAHAN = (32.66528, 51.67028)


@pytest.mark.parametrize(
    ("place", "km", "wind"),
    [
        ((34.26111, 108.94222), 5200, "e"),
        ((43.77, 11.25), 3700, "nw"),
        ((59.93, 30.34), 3380, "n"), ((23.11, -82.37), 12020, "nw"), ((14.72, -17.47), 7200, "w"),
    ],
)
def test_distance_and_direction(place, km, wind):
    assert figures.distance_km(ISFAHAN, place) == pytest.approx(km, rel=0.01)
    assert figures.distance_km(place, ISFAHAN) == pytest.approx(figures.distance_km(ISFAHAN, place))
    assert figures.wind(figures.bearing(ISFAHAN, place)) == wind


def test_known_distances():
    assert figures.distance_km((0, 0), (0, 180)) == pytest.approx(20015.1, abs=0.1)  # half the circumference
    assert figures.distance_km((90, 0), (0, 77)) == pytest.approx(10007.5, abs=0.1)
    assert figures.bearing((0, 0), (0, 1)) == pytest.approx(90)
    assert figures.bearing((0, 0), (-1, 0)) == pytest.approx(180)


def test_coordinates():
    assert figures.coordinates(-33.456, -70.5) == (("s", 33.46), ("w", 70.5))


def test_the_axis_runs_either_way_and_marks_do_not_collide():
    pacts = [("a", datetime.date(1989, 5, 6)), ("b", datetime.date(2000, 1, 1)), ("c", datetime.date(2000, 3, 1)), ("d", datetime.date(2025, 4, 9))]
    ltr, rtl = (figures.pacts_on_axis(pacts, datetime.date(2026, 11, 22), way) for way in (False, True))
    for one, other in zip(ltr.shapes, rtl.shapes, strict=True):
        assert one.kind == "line" and one.role == "axis" or one.x == pytest.approx(rtl.width - other.x)
    marks = [s for s in ltr.shapes if s.role == "pact"]
    assert [m.value for m in marks] == ["a", "b", "c", "d"] and marks[0].x < marks[1].x < marks[3].x
    assert all(abs(p.x - q.x) > 2 * p.radius or abs(p.y - q.y) > 2 * p.radius for p in marks for q in marks if p is not q)
    assert all(0 <= m.x <= ltr.width and m.radius <= m.y <= ltr.height for m in marks)


def test_an_axis_without_pacts():
    assert figures.pacts_on_axis([], datetime.date(2026, 1, 1), False).shapes
