"""What a proof looks for: the words of all lines as they are read, the outline, the margins that are mirrored."""

from __future__ import annotations

import pytest

from sistersite.book import POINTS
from sistersite.expected import expected, lines, outline
from sistersite.expected import said as words

FN = {"k": "fn", "id": "x-1", "b": ["Title, ", {"k": "cite", "n": "1", "to": "x-1"}]}


def bdi(*inside, way="ltr"):
    return {"k": "bdi", "lang": "", "dir": way, "b": list(inside)}


# --- the words of a line


@pytest.mark.parametrize(("line", "read"), [
    ([], ""), (["a", " b"], "a b"), (["a", {"k": "ix", "v": "x"}, FN, "b"], "ab"), (["a", {"k": "br"}, "b"], "a b"),
    (["a", {"k": "cite", "n": "۱۲", "to": "x-12"}], "a[۱۲]"), ([{"k": "phone", "t": "+98 31"}], "+98 31"),
    ([{"k": "q", "marks": "«»", "b": ["a", bdi("b")]}], "«ab»"), ([bdi({"k": "q", "marks": "“”", "b": ["a"]})], "“a”"),
    ([{"k": kind, "href": "https://a.example/", "b": ["x", {"k": "strong", "b": ["y"]}]} for kind in ("a", "em", "strong", "soft")], "xy" * 4),
])  # fmt: skip
def test_the_words_of_a_line_as_they_are_read(line, read):
    assert words(line) == read


def test_a_node_that_is_unknown_is_a_mistake():
    with pytest.raises(KeyError):
        words([{"k": "figure", "svg": ""}])


# --- all lines


def read(node):
    return [words(line) for line in lines(node)]


def test_a_footnote_is_a_line_of_its_own_after_that_in_which_it_stands():
    assert read({"k": "p", "b": ["one", {"k": "em", "b": ["two", FN]}, " three"]}) == ["onetwo three", "Title, [1]"]


def test_lines_of_all_blocks_in_reading_order():
    blocks = [
        {"k": "h", "l": 2, "b": ["head"]},
        {"k": "list", "items": [[{"k": "p", "b": ["a"]}, {"k": "list", "items": [[{"k": "p", "b": ["b"]}]]}], [{"k": "p", "b": ["c"]}]]},
        {"k": "table", "rows": [[["d"], ["e"]], [["f"], [bdi("g")]]]},
        {"k": "dated", "rows": [(["h"], ["i"]), ([], ["j"])]},
        {"k": "quote", "blocks": [{"k": "p", "b": ["k"]}]},
        {"k": "sources", "head": {"k": "h", "l": 2, "b": ["l"]}, "items": [{"n": "1", "id": "x-1", "b": ["m"]}]},
    ]
    assert read(blocks) == ["head", *"abcdefghijkl", "m"]


def test_what_is_not_read_out_is_no_line():
    picture = {"k": "picture", "svg": "<svg/>", "ratio": 1, "alt": "A map", "labels": [{"t": "Xi’an", "x": 0}]}
    assert read({"k": "figure", "picture": picture, "b": ["below"]}) == ["below"]
    assert read([["a", {"k": "ix", "v": "city-xian"}], {"k": "p", "b": [{"k": "a", "href": "https://a.example/", "b": ["b"]}]}]) == ["a", "b"]


def test_a_title_that_is_a_line_is_read_and_one_that_is_a_string_is_not():
    assert read({"k": "part", "id": "x", "title": ["a"], "blocks": []}) == ["a"]
    assert read({"title": "a", "b": ["c"]}) == ["c"]


# --- the outline


def test_the_outline_of_a_book():
    mark = {"k": "cite", "n": "1", "to": "x-1"}
    head = [{"k": "h", "l": level, "b": [f"head {level}", mark]} for level in (2, 3, 4)]
    data = {"contents": "Contents", "parts": [
        {"id": "a", "title": ["A ", bdi("b")], "blocks": [*head, {"k": "p", "b": ["no"]}, {"k": "lives", "title": ["Lives"]}]},
        {"id": "c", "title": ["C"], "blocks": [
            {"k": "sources", "head": {"k": "h", "l": 3, "b": ["Sources"]}, "items": []},
            {"k": "sources", "head": None, "items": []}, {"k": "sources", "head": {"k": "h", "l": 4, "b": ["Low"]}, "items": []},
        ]},
    ]}  # fmt: skip
    assert list(outline(data)) == ["Contents", "A b", "head 2", "head 3", "Lives", "C", "Sources"]


# --- what is expected of a document


def book(way="rtl", blocks=()):
    return {"lang": "fa", "dir": way, "title": "T", "contents": "C", "parts": [{"id": "a", "title": ["A"], "blocks": list(blocks)}]}


@pytest.mark.parametrize(("way", "page", "bound"), [("rtl", 5, "right"), ("rtl", 6, "left"), ("ltr", 5, "left"), ("ltr", 6, "right")])
def test_the_wider_margin_is_where_the_page_is_bound(way, page, bound):
    margins = expected("book", book(way), 8).margins(page)
    inner, outer = (margins.right, margins.left) if bound == "right" else (margins.left, margins.right)
    assert inner > outer > 0 and margins.top == margins.bottom == 8 * POINTS


def test_covers_have_no_type_area_and_no_numbers():
    made = expected("book", book(), 40)
    assert made.full_bleed == {1, 2, 39, 40} and made.unnumbered == {1, 2, 3, 4, 39, 40}
    assert (made.language, made.direction, made.title, made.outline) == ("fa", "rtl", "T", ("C", "A"))


def test_phrases_end_in_a_word_with_a_half_space_and_stand_more_than_once():
    once, twice = "کنار خانه‌ها بود.", "میان باغ‌های شهر"
    made = expected("book", book(blocks=[{"k": "p", "b": [text]} for text in (once, twice, twice, "سورهٔ الله‌ها", "سورهٔ الله‌ها")]), 8)
    assert made.phrases == ("میان باغ‌های",)
    assert once in made.paragraphs and made.paragraphs.count(twice) == 2


def test_of_a_hand_out_only_what_always_stands_there_is_expected():
    common = {"lang": "en", "dir": "ltr", "title": "T"}
    made = expected("brochure", {**common, "cover": {"lead": ["Lead."]}, "sections": [{"items": [["Perhaps."]]}]}, 4)
    assert made.paragraphs == ["Lead."] and made.outline is None and made.unnumbered == {1, 2, 3, 4} and not made.full_bleed
    side = {"title": ["Xi’an"], "kind": ["sister"], "about": ["about"], "checked": ["checked"], "address": "example.org", "heads": {"": ["No"]}}
    made = expected("sheet", {**common, "sides": [side, side], "rows": [{"sides": [(["No"], ["No"])]}]}, 1)
    assert made.paragraphs == ["Xi’an", "sister", "about", "checked"] * 2 and made.shares.pdfium < 0.93
