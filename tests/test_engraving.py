"""Pictures for the typesetter: their labels apart, where they stood; nothing stretched; the colours inside."""

from __future__ import annotations

import xml.etree.ElementTree as etree

import pytest
from conftest import PROJECT, needed, real_world
from test_language import FA

from sistersite import drawing, lives
from sistersite.engraving import engraved, labels, matrix, unstretched
from sistersite.shapes import Circle, Group, Label, Line, Path, Picture, Shared

STYLE = ".code{fill:#123456}"


def place(made, n=0):
    one = made["labels"][n]
    return one["x"], one["y"], one["size"]


def test_labels_are_taken_out_and_told_in_shares_of_the_width():
    made = engraved(Picture(-100, -50, 200, 50, (Label("place big", 0, -25, "شی‌آن", 10, "right"), Line("a", 0, 0, 1, 1))), STYLE, "map", "A map")
    assert made["labels"] == [{"t": "شی‌آن", "x": 0.5, "y": 0.125, "size": 0.05, "side": "right", "role": "place big"}]
    assert made["ratio"] == 0.25 and made["alt"] == "A map" and made["k"] == "picture"
    assert "شی‌آن" not in made["svg"] and "<text" not in made["svg"] and "<line" in made["svg"]


def test_labels_of_groups_stand_where_the_groups_do():
    inner = Group("", (Label("x", 4, 2, "inner", 3),), x=10, y=20, scale=0.5)
    outer = Group("", (inner, Label("x", 1, 1, "outer", 3)), x=100, y=200, scale=2)
    found = {one.text: (one.x, one.y, one.size) for one in labels([outer])}
    assert found == {"inner": (100 + 2 * (10 + 0.5 * 4), 200 + 2 * (20 + 0.5 * 2), 3), "outer": (102, 202, 6)}
    made = engraved(Picture(0, 0, 1000, 1000, (outer,)), STYLE)
    assert place(made) == (0.124, 0.242, 0.003)
    assert not list(labels([Group("t", (Label("x", 1, 1, "turned", 1),), turns=3, name="t")]))


def test_the_svg_is_whole_and_holds_its_style():
    made = engraved(Picture(0, 0, 30, 20, (Circle("dot", 5, 5, 2), Shared("land", (Line("coast", 0, 0, 1, 1),)))), STYLE, 'a"b')
    root = etree.fromstring(made["svg"])
    name = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{name}style").text == STYLE and root.get("class") == 'a"b'
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("30", "20", "0 0 30 20")
    assert root.find(f"{name}g").get("class") == "land" and root.find(f"{name}g/{name}line") is not None  # not referred to: a book has no second file
    assert made["alt"] == ""


def test_a_stretched_picture_is_drawn_at_the_width_it_will_have():
    stretched = Picture(0, 0, 1000, 24, (Line("a", 125, 3, 1000, 9), Circle("b", 500, 3, 6), Label("c", 250, 20, "1370", 12)), stretched=True)
    drawn = unstretched(stretched, 400)
    assert drawn == Picture(0, 0, 400, 24, (Line("a", 50, 3, 400, 9), Circle("b", 200, 3, 6), Label("c", 100, 20, "1370", 12)))
    made = engraved(stretched, STYLE, width=400)
    assert "%" not in made["svg"] and made["ratio"] == 0.06 and place(made) == (0.25, 0.05, 0.03)
    with pytest.raises(TypeError, match="Path"):
        unstretched(Picture(0, 0, 1000, 24, (Path("a", ()),), stretched=True), 400)


def test_a_code_has_a_square_for_each_dark_module_and_a_quiet_zone():
    made = matrix([[1, 0], [0, 1], [1, 1]])
    (path,) = made.shapes
    assert sorted(ring[0] for ring in path.rings) == [(0, 0), (0, 2), (1, 1), (1, 2)]
    for ring in path.rings:
        (x, y), (x2, y2) = ring[0], ring[2]
        assert (x2 - x, y2 - y) == (1, 1) and len(set(ring)) == 4
    assert (made.x, made.y, made.width) == (-4, -4, 11)
    assert (matrix([[1]], quiet=1).x, matrix([[1]], quiet=1).width) == (-1, 3)


def test_a_code_can_be_read_again():
    """The squares that are drawn are the modules that were to be drawn."""
    needed("segno")
    import segno

    rows = [list(row) for row in segno.make("https://example.org/", error="m", micro=False).matrix]
    dark = {ring[0] for ring in matrix(rows).shapes[0].rings}
    assert [[int((x, y) in dark) for x in range(len(rows))] for y in range(len(rows))] == rows
    assert engraved(matrix(rows), STYLE, "qr")["ratio"] == 1


def test_pictures_of_time_have_their_years_in_the_digits_of_the_language():
    years = lives.years_of(real_world(), FA)
    made = engraved(lives.scale(FA, years), drawing.style(PROJECT / "assets/css"), "years", width=500)
    assert made["labels"] and all(set(one["t"]) <= set("۰۱۲۳۴۵۶۷۸۹") for one in made["labels"])
    assert all(0 <= one["x"] <= 1 for one in made["labels"]) and "var(" not in made["svg"] and "<text" not in made["svg"]
