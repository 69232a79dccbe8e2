"""Accepting a text changes one mark and not another byte."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sistersite import acceptance, freshness, load
from sistersite.discover import Found
from sistersite.errors import BuildFailed, WrongUse

MARK = "01234567"

PLACES = [
    ("hello\n", '---\nchecked: {en: "01234567"}\n---\nhello\n'),
    ("---\ntitle: x\n---\nbody", '---\ntitle: x\nchecked: {en: "01234567"}\n---\nbody'),
    ("---\ntitle: x\n---", '---\ntitle: x\nchecked: {en: "01234567"}\n---'),
    ("---\r\ntitle: x\r\n---\r\nbody\r\n", '---\r\ntitle: x\r\nchecked: {en: "01234567"}\r\n---\r\nbody\r\n'),
    ("\ufeff## A\r\n", '\ufeff---\r\nchecked: {en: "01234567"}\r\n---\r\n## A\r\n'),
    ("---\nchecked:\n---\nb", '---\nchecked: {en: "01234567"}\n---\nb'),
    ("---\nchecked: ~ # why\n---\nb", '---\nchecked: {en: "01234567"} # why\n---\nb'),
    ("---\nchecked: {}\n---\nb", '---\nchecked: {en: "01234567"}\n---\nb'),
    ("---\nchecked: {en: }\n---\nb", '---\nchecked: {en: "01234567" }\n---\nb'),
    ("---\nchecked: {de: 'aaaaaaaa'} # why\nupkeep: {}\n---\nb", "---\nchecked: {en: \"01234567\", de: 'aaaaaaaa'} # why\nupkeep: {}\n---\nb"),
    ("---\nchecked: {en: 'aaaaaaaa', de: x}\n---\nb", '---\nchecked: {en: "01234567", de: x}\n---\nb'),
    ('---\nchecked:\n  de: "aaaaaaaa"\n  # why\ntitle: x\n---\nb', '---\nchecked:\n  en: "01234567"\n  de: "aaaaaaaa"\n  # why\ntitle: x\n---\nb'),
    ("---\nchecked:\n  en: aaaaaaaa # why\n---\nb", '---\nchecked:\n  en: "01234567" # why\n---\nb'),
    ("\ufeff---\nchecked:\n  en:\n---\nb", '\ufeff---\nchecked:\n  en: "01234567"\n---\nb'),
]


@pytest.mark.parametrize(("before", "after"), PLACES)
def test_the_mark_stands_where_it_belongs(before, after):
    made = acceptance.marked("x/fa.md", before.encode(), "en", MARK)
    assert made.decode() == after
    assert acceptance.marked("x/fa.md", made, "en", MARK) == made


LETTERS = some.characters(codec="utf-8", exclude_categories=["Cc"], include_characters="\n")
BODIES = some.text(LETTERS).filter(lambda body: body.strip() and not body.startswith("---"))
VALUES = some.text("abc آب۱#:{}[]،", max_size=9).map(lambda words: f'"{words}"')
HEADS = some.dictionaries(some.sampled_from(["title", "summary", "upkeep"]), VALUES)
OLD = some.sampled_from([None, "", "~", "{}", '{en: "aaaaaaaa"}', "{de: bbbbbbbb}", '\n  en: "aaaaaaaa"', "\n  de: bbbbbbbb # why"])


@given(BODIES, HEADS, OLD, some.sampled_from(["\n", "\r\n", "\r"]), some.booleans(), some.booleans())
def test_nothing_else_changes(body, head, old, end, bom, first):
    lines = [f"{name}: {value}" for name, value in head.items()]
    if old is not None:
        lines.insert(0 if first else len(lines), f"checked: {old}".rstrip())
    front = "".join(f"{line}\n" for line in ["---", *lines, "---"]) if lines else ""
    content = (("\ufeff" if bom else "") + (front + body).replace("\n", end)).encode()
    made = acceptance.marked("x/fa.md", content, "en", MARK)
    words, _ = load.text(made, "x")
    kept, rest, _, problems = load.front_matter(words, "x")
    assert not problems and kept.get("checked").get("en").text == MARK
    assert rest == body and made.endswith(body.replace("\n", end).encode())
    assert {key.text: value.text for key, value in kept.entries if key.text != "checked"} == {name: value[1:-1] for name, value in head.items()}
    assert made.startswith("\ufeff".encode()) == bom
    assert acceptance.marked("x/fa.md", made, "en", MARK) == made
    before = os.path.commonprefix([content, made])
    after = os.path.commonprefix([content[len(before) :][::-1], made[len(before) :][::-1]])
    assert content[len(before) : len(content) - len(after)] in (b"", b"~", b"aaaaaaaa")  # all that has gone


@pytest.mark.parametrize("head", ["checked: [a]", "checked: {en: [x]}", 'checked: {en: "a\\x20b"}', "title: a: b", "- a"])
def test_what_cannot_be_read_is_told_and_left(head):
    with pytest.raises(BuildFailed) as told:
        acceptance.marked("x/fa.md", f"---\n{head}\n---\nb\n".encode(), "en", MARK)
    assert told.value.problems[0].place.path == "x/fa.md"


FOUND = Found(
    chapters={"xian": {"en": b"one\n", "fa": b"two\n"}, "porto": {"fa": b"alone\n"}},
    pages={"about": {"en": b"three\n", "fa": b"four\n", "it": b"not of this site\n"}},
)


@pytest.mark.parametrize(("path", "paths"), [
    ("cities/xian/fa.md", ["cities/xian/fa.md"]),
    ("cities/xian", ["cities/xian/fa.md", "cities/xian/en.md"]),
    ("cities", ["cities/xian/fa.md", "cities/xian/en.md"]),
    ("content", ["content/pages/about/fa.md", "content/pages/about/en.md"]),
    ("", ["cities/xian/fa.md", "cities/xian/en.md", "content/pages/about/fa.md", "content/pages/about/en.md"]),
])  # fmt: skip
def test_a_text_or_a_folder_in_both_directions(path, paths):
    made = acceptance.acceptances(FOUND, ("fa", "en"), path)
    assert [one.path for one in made] == paths
    assert all(len(one.marks) == 1 for one in made)


def test_each_gets_the_mark_of_the_other():
    fa, en = acceptance.acceptances(FOUND, ("fa", "en"), "cities/xian")
    assert fa.marks == {"en": freshness.mark("one\n")} and en.marks == {"fa": freshness.mark("two\n")}
    again = acceptance.accept("cities/xian", {"fa": fa.content, "en": en.content}, "fa")
    assert again.content == fa.content  # a mark is of the words, not of the front matter


@pytest.mark.parametrize(("path", "key", "values"), [
    ("cities/xain/fa.md", "use.no-text", {"nearest": "cities/xian/fa.md"}),
    ("cities/xian/it.md", "use.no-text", {}),
    ("content/pages/about/it.md", "use.no-text", {}),
    ("cities/porto", "use.no-sister", {"missing": "cities/porto/en.md"}),
    ("cities/porto/fa.md", "use.no-sister", {"path": "cities/porto/fa.md"}),
])  # fmt: skip
def test_a_wrong_path_says_what_to_type(path, key, values):
    with pytest.raises(WrongUse) as told:
        acceptance.acceptances(FOUND, ("fa", "en"), path)
    assert told.value.key == key and values.items() <= told.value.values.items()
