"""Distances, bearings, and the picture of time."""

import datetime

import pytest

from sistersite import figures
from sistersite.figures import Span, Years
from sistersite.shapes import Circle, Label, Line

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


def axis(rtl=False):
    return Years(1985, 2027, rtl)


def test_time_runs_either_way():
    days = [datetime.date(1985, 1, 1), datetime.date(1989, 5, 6), datetime.date(2028, 1, 1)]
    ltr, rtl = ([axis(way).at(day) for day in days] for way in (False, True))
    assert ltr[0] == 0 and ltr[2] == 1000 and ltr == sorted(ltr)
    assert rtl == pytest.approx([1000 - x for x in ltr])


def test_a_life_is_drawn_within_its_axis():
    spans = [Span("tied", datetime.date(1980, 1, 1), datetime.date(2023, 1, 31)), Span("paused", datetime.date(2023, 1, 31), datetime.date(2026, 11, 22))]
    events = [datetime.date(1607, 1, 1), datetime.date(2000, 10, 1), datetime.date(2000, 10, 1)]
    for rtl in (False, True):
        picture = figures.life(axis(rtl), [datetime.date(1980, 1, 1), datetime.date(1990, 1, 1)], spans, datetime.date(2000, 10, 27), events)
        lines = [shape for shape in picture.shapes if isinstance(shape, Line)]
        dots = [shape for shape in picture.shapes if isinstance(shape, Circle)]
        assert picture.stretched and [line.role for line in lines] == ["grid", "span tied", "span paused"]
        assert [dot.role for dot in dots] == ["event", "signed"] and dots[1].radius > dots[0].radius
        assert all(0 <= x <= 1000 for line in lines for x in (line.x, line.x2)) and all(0 <= dot.x <= 1000 for dot in dots)
        assert lines[1].x2 == lines[2].x  # the second begins where the first ends


def test_a_pact_before_the_axis_is_not_shown():
    picture = figures.life(axis(), (), [], datetime.date(1970, 1, 1), [datetime.date(1971, 1, 1)])
    assert not picture.shapes


def test_a_scale_has_a_row_for_each_calendar_and_no_label_at_its_ends():
    days = [(str(year), datetime.date(year, 1, 1)) for year in range(1985, 2028)]
    picture = figures.scale(axis(), [("gregorian", days), ("jalali", days[:20])])
    labels = [shape for shape in picture.shapes if isinstance(shape, Label)]
    assert {label.role for label in labels} == {"year gregorian", "year jalali"} and len({label.y for label in labels}) == 2
    assert all(figures.MARGIN <= label.x <= 1000 - figures.MARGIN for label in labels)
    assert "1985" not in {label.text for label in labels} and "2010" in {label.text for label in labels}
