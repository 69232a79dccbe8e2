"""The projection, the land, and names that never meet."""

import math
import os
import subprocess
import sys
from itertools import combinations, pairwise

import pytest
import yaml
from conftest import PROJECT
from hypothesis import given, settings
from hypothesis import strategies as st

from sistersite import land, placing, worldmap
from sistersite.figures import WINDS, bearing, distance_km
from sistersite.shapes import Circle, Group, Label, Line, Path, Picture, Shared

ISFAHAN = (32.66528, 51.67028)
RADIUS = 12_500
NOTHING = Shared("land", ())
STATES = {"sister": "signed", "friendship": "half", "neighbourhood": "half"}
WORDS = {
    "fa": "شمال|شمال شرقی|شرق|جنوب شرقی|جنوب|جنوب غربی|غرب|شمال غربی".split("|"),
    "en": "north|north-east|east|south-east|south|south-west|west|north-west".split("|"),
}
PHONE = 38  # units: 12.4 px where a plate is 328 px wide


def width(text):
    """About that of either face."""
    return 0.5 * len(text.replace("\u200c", ""))


def km(number):
    return f"{number:,} km"


def real(language):
    home, marks = None, []
    for file in sorted(PROJECT.glob("cities/*/city.yaml")):
        record = yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)
        at = record["place"]
        tie = record.get("tie")
        mark = worldmap.Mark(file.parent.name, at["latitude"], at["longitude"], record["names"][language], STATES.get((tie or {}).get("kind"), "announced"))
        home, marks = (home, [*marks, mark]) if tie else (mark, marks)
    return home, marks


@pytest.fixture(scope="module")
def rings():
    return land.read((PROJECT / "assets/map/land.json").read_bytes())


@pytest.fixture(scope="module")
def drawn(rings):
    return worldmap.land(rings, ISFAHAN, RADIUS)


@pytest.fixture(scope="module", params=["fa", "en"])
def plates(request):
    """The near plate, the whole one, and the large one, of the real cities."""
    home, marks = real(request.param)
    near = [mark for mark in marks if distance_km(home.place, mark.place) < 6000]
    reach, words, rtl = worldmap.reach_km(home, near, 500), WORDS[request.param], request.param == "fa"
    whole = worldmap.reach_km(home, marks, 2500)
    return home, marks, near, (
        worldmap.plate(home, near, reach, 2000, km, PHONE, width, rtl, NOTHING, words),
        worldmap.plate(home, marks, whole, 2500, km, PHONE, width, rtl, NOTHING, words, reach),
        worldmap.plate(home, marks, whole, 2500, km, 15, width, rtl, NOTHING, words),
    )  # fmt: skip


# --- the projection


@pytest.mark.parametrize("place", [(34.26, 108.94), (-33.9, 18.4), (23.1, -82.4), (64.1, -21.9), (89.9, -128), (-30, -120), (52, -179.9)])
def test_distances_and_directions_are_true(place):
    x, y = worldmap.project(ISFAHAN, place)
    assert math.hypot(x, y) * worldmap.UNIT_KM == pytest.approx(distance_km(ISFAHAN, place))
    assert math.degrees(math.atan2(x, -y)) % 360 == pytest.approx(bearing(ISFAHAN, place))


def test_known_places():
    assert worldmap.project(ISFAHAN, ISFAHAN) == pytest.approx((0, 0))
    x, y = worldmap.project(ISFAHAN, (90, 0))
    assert x == pytest.approx(0, abs=1e-6) and -y == pytest.approx((90 - ISFAHAN[0]) * 11.1195, abs=0.1)
    x, y = worldmap.project(ISFAHAN, (59.9375, 30.30861))  # Saint Petersburg, 3,410 km north by west
    assert (x, y) == pytest.approx((-124, -318), abs=3)
    assert math.hypot(*worldmap.project(ISFAHAN, (-ISFAHAN[0], ISFAHAN[1] - 180))) == pytest.approx(2001.5, abs=0.1)


def test_great_circles_through_the_centre_are_straight():
    """Points on the way to Havana, by the formula for the point at a share of a great circle, lie on one line."""
    def vector(place):
        lat, lon = map(math.radians, place)
        return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)

    here, there = vector(ISFAHAN), vector((23.13667, -82.35889))
    angle = math.acos(sum(a * b for a, b in zip(here, there, strict=True)))
    end = worldmap.project(ISFAHAN, (23.13667, -82.35889))
    for share in (0.2, 0.5, 0.8):
        a, b = math.sin((1 - share) * angle), math.sin(share * angle)
        x, y, z = ((a * p + b * q) / math.sin(angle) for p, q in zip(here, there, strict=True))
        at = worldmap.project(ISFAHAN, (math.degrees(math.asin(z)), math.degrees(math.atan2(y, x))))
        assert at == pytest.approx((end[0] * share, end[1] * share), abs=1e-6)


def test_the_reach_holds_all_marks_and_is_round():
    home = worldmap.Mark("home", *ISFAHAN)
    assert worldmap.reach_km(home, [worldmap.Mark("havana", 23.13667, -82.35889)], 2500) == 12_500
    assert worldmap.reach_km(home, [worldmap.Mark("pole", 90, 0)], 500) == 7000  # 6,376 km, and room to the rim
    assert worldmap.reach_km(home, [], 500) == 500


# --- the land


def on_land(drawn, place):
    x, y = worldmap.project(ISFAHAN, place)
    inside = False
    for ring in drawn.shapes[0].rings:
        for (a, b), (c, d) in pairwise((*ring, ring[0])):
            if (b > y) != (d > y) and x < a + (y - b) / (d - b) * (c - a):
                inside = not inside
    return inside


@pytest.mark.parametrize(("place", "expected"), [
    (ISFAHAN, True), ((48.85, 2.35), True), ((40.2, 44.5), True), ((-1, 23), True), ((65, -160), True), ((66.5, -175), True), ((66, 178), True),
    ((72, -40), True), ((-25, 134), True), ((-8, -42), True), ((22.6, -79.8), True),
    ((-20, 75), False), ((42, 51), False), ((89, 0), False), ((35, -40), False), ((62, -178), False), ((40, 180), False), ((35, 18), False),
])  # fmt: skip
def test_land_is_land_and_sea_is_sea(drawn, place, expected):
    assert on_land(drawn, place) == expected


def test_the_land_lies_within_the_disc_and_has_no_streaks(drawn):
    [path] = drawn.shapes
    assert isinstance(path, Path) and path.closed and drawn.name == "land"
    for ring in path.rings:
        assert len(ring) >= 3 and len(set(ring)) == len(ring)
        assert max(math.hypot(*point) for point in ring) <= RADIUS / 10 + 1e-6
        assert max(math.dist(a, b) for a, b in pairwise((*ring, ring[0]))) < 200
    assert max(math.hypot(*point) for ring in path.rings for point in ring) == pytest.approx(RADIUS / 10)


def test_a_land_across_the_edge_is_cut_at_it_and_another_beyond_it_is_left_out():
    across = worldmap.within([(0, -5), (30, -5), (30, 5), (0, 5)], 10)
    assert max(math.hypot(*point) for point in across) == pytest.approx(10)
    assert abs(worldmap.area(across)) == pytest.approx(95.66, abs=0.1)  # half the strip of the circle: 5·√75 + 100·asin ½
    assert worldmap.within([(20, -5), (30, -5), (30, 5)], 10) == ()


def test_a_land_around_the_edge_fills_the_side_it_is_on():
    ring = [(0, 0), (30, 0), (30, 30), (-30, 30), (-30, 0)]
    assert abs(worldmap.area(worldmap.within(ring, 10))) == pytest.approx(157, abs=1)  # half the disc


def test_simplified_coasts_are_near_the_true_ones():
    ring = tuple((50 * math.cos(n / 50), 50 * math.sin(n / 50)) for n in range(314))
    fewer = worldmap.simplified(ring)
    assert 8 < len(fewer) < 40 and set(fewer) <= set(ring)
    assert abs(worldmap.area(fewer)) == pytest.approx(abs(worldmap.area(ring)), rel=0.04)


# --- names


def everything(shapes):
    for shape in shapes:
        yield shape
        if isinstance(shape, Group):
            yield from everything(shape.shapes)


def boxes(picture):
    labels = [shape for shape in everything(picture.shapes) if isinstance(shape, Label)]
    return [(one.text, placing.box_of(one.x, one.y, width(one.text) * one.size, one.size, one.side)) for one in labels]


def sound(picture):
    """Nothing meets in the picture: names, rings' and winds' labels, stars, leaders; and all of it lies in the frame."""
    found = boxes(picture)
    for (one, a), (other, b) in combinations(found, 2):
        assert not a.meets(b), f"{one} and {other} meet"
    for text, box in found:
        assert abs(box.left) <= 500 and abs(box.right) <= 500 and abs(box.top) <= 500 and abs(box.bottom) <= 500, text
    stars = [g for g in everything(picture.shapes) if isinstance(g, Group) and g.role.startswith(("mark", "home"))]
    for g in stars:
        assert not any(box.off(g.x, g.y) < g.scale * worldmap.STAR for _, box in found)
    leaders = [(s.x, s.y, s.x2, s.y2) for s in everything(picture.shapes) if isinstance(s, Line) and s.role == "leader"]
    for leader in leaders:
        assert sum(box.grown(-1).crossed(leader) for _, box in found) == 0


def linked(picture):
    return [shape.slug for shape in picture.shapes if isinstance(shape, Group) and shape.slug]


def test_names_of_the_real_cities_never_meet_and_none_is_missing(plates):
    home, marks, near, (first, whole, large) = plates
    for picture in (first, whole, large):
        sound(picture)
    far = {mark.slug for mark in marks} - {mark.slug for mark in near}
    assert set(linked(first)) == {mark.slug for mark in near} | {home.slug}
    assert set(linked(whole)) == far | {home.slug}
    assert set(linked(large)) == {mark.slug for mark in marks} | {home.slug}


def test_rings_and_winds_are_labelled(plates):
    for picture, count in zip(plates[3], (2, 4, 4), strict=True):
        labels = [shape for shape in everything(picture.shapes) if isinstance(shape, Label)]
        assert sum(one.role == "km" for one in labels) == count
        assert sum(one.role == "wind" for one in labels) == len(WINDS)


def test_every_city_is_one_group_with_a_place_to_touch(plates):
    for group in (shape for shape in plates[3][0].shapes if isinstance(shape, Group) and shape.slug):
        roles = [shape.role.split()[0] for shape in group.shapes]
        assert roles[0] == "hit" and roles[-1] == "place" and roles.count("place") == 1
        assert isinstance(group.shapes[0], Circle) and group.shapes[0].radius <= 0.9 * PHONE


def test_marks_lie_where_the_projection_says(plates):
    home, marks, _, (_, _, large) = plates
    at = {shape.slug: next(s for s in shape.shapes if isinstance(s, Group)) for shape in large.shapes if isinstance(shape, Group) and shape.slug}
    ring = next(shape for shape in large.shapes if isinstance(shape, Circle) and shape.role == "ring")  # 2,500 km
    for mark in marks:
        star = at[mark.slug]
        assert math.hypot(star.x, star.y) / ring.radius * 2500 == pytest.approx(distance_km(home.place, mark.place))
        assert star.role == f"mark {mark.state}"


def cluster(places):
    marks = [worldmap.Mark(f"m{n}", latitude, longitude, "نامِ شهر"[: 3 + n % 6]) for n, (latitude, longitude) in enumerate(places)]
    return worldmap.plate(worldmap.Mark("home", *ISFAHAN, "اصفهان"), marks, 6000, 2000, km, PHONE, width, True, NOTHING, WORDS["fa"])


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.floats(25, 60), st.floats(10, 70)), min_size=1, max_size=9, unique=True))
def test_names_of_any_cities_never_meet(places):
    sound(cluster(places))


def test_names_without_room_are_left_out_and_the_rest_is_sound():
    marks = [worldmap.Mark(f"m{n}", 45 + n / 100, 10, "a name of great length") for n in range(30)]
    home = worldmap.Mark("home", *ISFAHAN, "Isfahan")
    picture = worldmap.plate(home, marks, 6000, 2000, km, 60, width, False, NOTHING)
    sound(picture)
    assert 3 <= len(linked(picture)) < 31
    assert sum(isinstance(shape, Group) and shape.role.startswith("mark") for shape in everything(picture.shapes)) == 30


def test_the_tests_see_names_that_meet():
    label = Label("place", 0, 0, "Isfahan", 40)
    with pytest.raises(AssertionError):
        sound(Picture(-500, -500, 1000, 1000, (label, Label("place", 30, 10, "Shiraz", 40))))
    with pytest.raises(AssertionError):
        sound(Picture(-500, -500, 1000, 1000, (Label("place", 480, 0, "Isfahan", 40),)))


def test_the_same_plate_whatever_the_seed_of_hashes():
    code = "import test_worldmap as t; h, m = t.real('en')\nprint(t.worldmap.plate(h, m, 12500, 2500, t.km, 20, t.width, False, t.NOTHING, t.WORDS['en']))"
    said = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True, encoding="utf-8",
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{PROJECT}{os.pathsep}{PROJECT / 'tests'}", "PYTHONUTF8": "1"},
        ).stdout
        for seed in ("0", "77")
    }  # fmt: skip
    assert len(said) == 1 and "Havana" in said.pop()


# --- the small map


def test_a_locator_shows_the_city_and_no_word(drawn):
    home, there = worldmap.Mark("isfahan", *ISFAHAN), worldmap.Mark("xian", 34.26, 108.94)
    picture = worldmap.locator(home, there, 6000, drawn)
    shapes = list(everything(picture.shapes))
    assert not any(isinstance(shape, Label) for shape in shapes) and drawn in shapes
    [group] = [shape for shape in shapes if isinstance(shape, Group) and shape.clip]
    assert group.clip == 600 and group.clip * group.scale == pytest.approx(97)
    assert all(abs(shape.x) < 100 and abs(shape.y) < 100 for shape in shapes if isinstance(shape, Group | Circle))
