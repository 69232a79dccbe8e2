"""Markdown into nodes; everything that must be looked up has its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sistersite import prose
from sistersite.errors import Place


def parse(text):
    return prose.parse(text, "x.md")


def shape(nodes):
    return [node if isinstance(node, str) else (node.kind, shape(node.children)) for node in nodes]


def test_paragraphs_with_marks_and_notes():
    parsed = parse("شهر *Freiburg*{lang=de} است.[^s1]\n")
    assert shape(parsed.nodes) == [("paragraph", ["شهر ", ("emphasis", ["Freiburg"]), " است.", ("note", [])])]
    assert parsed.nodes[0].children[1].language == "de"
    assert parsed.mentions == (prose.Mention("note", "s1", Place("x.md", 1, 29)),)


def test_headings_get_their_own_anchor_or_their_number():
    parsed = parse("## آغاز {#beginning}\n\n### Next\n")
    assert parsed.anchors == ("beginning", "section-2")
    assert [node.level for node in parsed.nodes] == [2, 3]


def test_lists_tables_quotes():
    parsed = parse("- a\n- b\n    1. c\n\n> d\n\n| e | f |\n|---|---|\n| g | h |\n")
    assert [node.kind for node in parsed.nodes] == ["list", "quote", "table"]
    assert shape(parsed.nodes[:1]) == [("list", [("item", ["a"]), ("item", ["b", ("numbers", [("item", ["c"])])])])]


def test_links_and_images_are_mentioned_with_their_places():
    parsed = parse("x [a](city:xian) y\n![](photos/b.jpg) <https://c.example/d>\n")
    assert [(m.kind, m.target, m.place.line, m.place.column) for m in parsed.mentions][:2] == [
        ("link", "city:xian", 1, 7),
        ("image", "photos/b.jpg", 2, 5),
    ]


def test_escapes_and_signs_are_plain_text():
    assert shape(parse("a \\* b & c < d\n").nodes) == [("paragraph", ["a * b & c < d"])]


@pytest.mark.parametrize(
    ("text", "kind", "line", "column"),
    [
        ("a\n<b>c</b>\n", "raw-html", 2, 1),
        ("a\n\n    code\n", "unknown-markdown", 3, 1),
        ("a `b`\n", "unknown-markdown", 1, 3),
        ("# a\n", "unknown-markdown", 1, 1),
        ("a\n\n[^s1]: text\n", "unknown-markdown", 3, 1),
        ("## a {.big}\n", "unknown-attribute", 1, 7),
        ("*a*{onclick=x}\n", "unknown-attribute", 1, 5),
        ("## a {#b}\n\n## c {#b}\n", "same-address", None, None),
    ],
)
def test_what_is_refused(text, kind, line, column):
    problems = parse(text).problems
    assert kind in [p.kind for p in problems]
    if line:
        assert Place("x.md", line, column) in [p.place for p in problems]


@given(st.text(alphabet=st.sampled_from("ab سلام‌#*_[]()^{}>-|`<1.\n &!\\"), max_size=60))
def test_any_text_parses_or_has_problems_and_never_raises(text):
    parsed = parse(text)
    assert all(node.kind in prose.KINDS for node in parsed.nodes)
