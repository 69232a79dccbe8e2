"""YAML with places: every scalar stays what was typed, dangerous things are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sistersite import load
from sistersite.errors import Place


def kinds(words):
    value, problems = load.tree(words, "x.yaml")
    return value, [p.kind for p in problems]


def test_scalars_stay_as_typed():
    value, problems = kinds("a: no\nb: 2019-05\nc: 007\nd: [yes, 1.50]\n")
    assert not problems
    assert [v.text for _, v in value.entries[:3]] == ["no", "2019-05", "007"]
    assert [item.text for item in value.get("d").items] == ["yes", "1.50"]


def test_only_quotation_marks_quote():
    value, _ = kinds("a: ~\nb: '~'\nc: x\n")
    assert [v.quoted for _, v in value.entries] == [False, True, False]
    assert [v.empty for _, v in value.entries] == [True, False, False]


def test_a_letter_is_found_in_plain_and_in_quoted_words():
    value, _ = load.tree("a: word\nb: 'word'\n", "x.yaml")
    assert [value.get(key).at(1).column for key in "ab"] == [5, 6]
    assert load.tree("a: null\n", "x.yaml")[0].get("a").empty and not load.tree("a: 'null'\n", "x.yaml")[0].get("a").empty


def test_places_count_letters_not_bytes():
    value, _ = kinds("نام: «شی‌آن»\nb:\n  - x: 😀 y\n    z: 1\n")
    assert value.entries[0][1].place == Place("x.yaml", 1, 6)
    assert value.get("b").items[0].get("z").place == Place("x.yaml", 4, 8)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("a: &x 1\nb: *x\n", "alias"),
        ("a: !!python/object:os.system 1\n", "alias"),
        ("a: 1\na: 2\n", "duplicate-key"),
        ("a:\n\tb: 1\n", "tab"),
        ('a: "x\n', "yaml-syntax"),
        ("a: b: c\n", "yaml-syntax"),
        ("a: [1, 2\nb: 3\n", "yaml-syntax"),
        ("a: 1\n---\nb: 2\n", "yaml-syntax"),
        ("[" * 21 + "]" * 21, "too-deep"),
        ("[" * 50_000, "too-deep"),
        ("# only a comment\n", "empty-file"),
        ("a: \x07\n", "yaml-syntax"),
    ],
)
def test_what_is_refused(words, kind):
    assert kinds(words)[1] == [kind]


def test_a_doubled_key_keeps_the_first_and_names_its_line():
    value, problems = load.tree("a: 1\nb: 2\na: 3\n", "x.yaml")
    assert value.get("a").text == "1"
    assert problems[0].place == Place("x.yaml", 3, 1) and problems[0].values["first"] == "1"


def test_text_accepts_a_mark_and_any_line_ends():
    assert load.text(b"\xef\xbb\xbfa: 1\r\nb: 2\rc: 3\n", "x")[0] == "a: 1\nb: 2\nc: 3\n"


def test_a_wrong_encoding_is_found_where_it_begins():
    _, problems = load.text("fine\nسلا".encode() + "م".encode("cp1256"), "x")
    assert [(p.kind, p.place.line, p.place.column) for p in problems] == [("encoding", 2, 4)]


def test_front_matter_and_the_line_its_body_begins_on():
    head, body, line, problems = load.front_matter("---\ntitle: a\nb: c\n---\ntext\n", "x.md")
    assert head.get("title").place == Place("x.md", 2, 8)
    assert (body, line, problems) == ("text\n", 5, [])
    assert load.front_matter("text\n", "x.md")[:3] == (None, "text\n", 1)
    assert load.front_matter("---\ntitle: a\n", "x.md")[3][0].kind == "yaml-syntax"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_any_text_gives_a_value_or_problems_and_never_raises(words):
    value, problems = load.tree(words, "x.yaml")
    assert value is not None or problems


@given(st.binary(max_size=60))
def test_any_bytes_give_a_text_or_problems(content):
    words, problems = load.text(content, "x")
    assert (words is None) == bool(problems)


def test_letters_are_counted_with_and_without_quotation_marks():
    value, _ = kinds("a: bcd\nb: 'bcd'\nc: null\n")
    assert [item.at(1).column for _, item in value.entries[:2]] == [5, 6]
    assert value.get("c").empty
