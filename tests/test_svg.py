"""Shapes as SVG: the fewest bytes, nothing unescaped, x as units or as a share of the width."""

import re

from markupsafe import Markup

from sistersite import svg
from sistersite.shapes import Circle, Group, Label, Line, Path, Picture, Shared
from sistersite.svg import Hand

HAND = Hand(lambda one: f"[{one.text}]")
EVIL = '"><script>'


def test_rings_are_relative_moves_that_lead_back():
    data = svg.path_data((((0, 0), (10.4, 0), (10.6, -5)), ((-3, 2), (0, 0))))
    assert data == "m0 0 10 0 1-5zm-3 2 3-2z"
    assert svg.path_data((((0, 0), (5, 5), (5.2, 5.1)),), closed=False) == "m0 0 5 5"  # a step of nothing is left out


def test_numbers_are_short():
    assert [svg.number(x) for x in (1.0, 0.25, -0.04, 100, -1.26)] == ["1", "0.2", "0", "100", "-1.3"]


def test_a_turned_group_is_drawn_once_and_referred_to():
    drawn = svg.draw([Group("tile", (Circle("dot", 0, 5, 1),), turns=3, name="t")], HAND)
    assert drawn.count("<circle") == 1 and re.findall(r'use href="#t" transform="rotate\((\d+)\)', drawn) == ["120", "240"]


def test_a_group_of_a_city_is_handed_to_be_linked_and_a_shared_one_to_be_referred_to():
    hand = Hand(lambda one: "", link=lambda slug, drawn: f"<{slug}>{drawn}", shared=lambda one: f"({one.name})")
    assert svg.draw([Group("", (), slug="xian"), Shared("land", (Line("x", 0, 0, 1, 1),))], hand) == "<xian><g></g>(land)"
    assert "<line" in svg.draw([Shared("land", (Line("x", 0, 0, 1, 1),))], HAND)


def test_a_stretched_picture_counts_x_in_shares_of_its_width():
    made = svg.svg(Picture(0, 0, 1000, 24, (Line("a", 125, 3, 1000, 3), Circle("b", 500, 3, 6)), stretched=True), HAND)
    assert 'width="100%" height="24"' in made and "viewBox" not in made
    assert 'x1="12.5%" y1="3" x2="100%"' in made and 'cx="50%" cy="3" r="6"' in made


def test_roles_and_names_are_escaped():
    shapes = (Path(EVIL, ()), Line(EVIL, 0, 0, 1, 1), Circle(EVIL, 0, 0, 1), Group(EVIL, (), turns=2, name=EVIL), Label("x", 0, 0, "text", 1))
    made = svg.svg(Picture(0, 0, 1, 1, shapes), HAND)
    assert isinstance(made, Markup) and "<script" not in made and "[text]" in made
