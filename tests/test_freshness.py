"""A text is stale when the other was changed since the two were compared; only the older one says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sistersite import freshness
from sistersite.model import Prose
from sistersite.views import Notes, chapter_of


def text(code, mark, **checked):
    return Prose(code, (), mark=mark, checked=checked)


LETTERS = some.characters(codec="utf-8")
FA, EN = text("fa", "f1", en="e1"), text("en", "e1", fa="f1")

# what happened, the texts, state of fa and of en, what each says to its reader: (newer, whether both changed)
TABLE = [
    ("both compared", {"fa": FA, "en": EN}, ("done", "done"), (("", False), ("", False))),
    ("fa changed", {"fa": text("fa", "f2", en="e1"), "en": EN}, ("done", "stale"), (("", False), ("fa", False))),
    ("en followed, en accepted", {"fa": text("fa", "f2", en="e1"), "en": text("en", "e2", fa="f2")}, ("stale", "done"), (("en", False), ("", False))),
    ("both changed", {"fa": text("fa", "f2", en="e1"), "en": text("en", "e2", fa="f1")}, ("stale", "stale"), (("en", True), ("fa", True))),
    ("never compared", {"fa": text("fa", "f1"), "en": text("en", "e1")}, ("stale", "stale"), (("", False), ("", False))),
    ("fa compared alone", {"fa": FA, "en": text("en", "e1")}, ("done", "stale"), (("", False), ("", False))),
    ("no en", {"fa": text("fa", "f1", en="e1")}, ("done", "missing"), (("", False), ("", False))),
]


@pytest.mark.parametrize(("texts", "states"), [pytest.param(row[1], row[2], id=row[0]) for row in TABLE])
def test_states(texts, states):
    assert tuple(freshness.state(texts, code) for code in ("fa", "en")) == states
    assert {freshness.state(texts, code, draft=True) for code in ("fa", "en")} == {"draft"}


@pytest.mark.parametrize(("texts", "said"), [pytest.param(row[1], row[3], id=row[0]) for row in TABLE])
def test_what_a_reader_is_told(texts, said):
    chapters = [chapter_of(texts, (code,), Notes({})) for code in ("fa", "en")]
    assert tuple((chapter.newer, chapter.apart) for chapter in chapters) == said


def test_of_three_languages_each_is_held_against_each():
    texts = {"fa": text("fa", "f", en="e", de="d"), "en": text("en", "e", fa="f"), "de": text("de", "d", fa="f", en="old")}
    assert [freshness.uncompared(texts, code) for code in texts] == [(), ("de",), ("en",)]
    assert [freshness.newer(texts, code) for code in texts] == [(), (), ("en",)]


@given(some.text(some.characters(codec="utf-8", exclude_characters="\r")), some.sampled_from(["\n", "\r\n", "\r"]), some.integers(0, 3))
def test_a_mark_is_of_words_not_of_line_ends(body, end, more):
    mark = freshness.mark(body)
    assert freshness.MARK.fullmatch(mark)
    assert freshness.mark((body + "\n" * more).replace("\n", end)) == mark


@given(some.text(LETTERS), some.text(LETTERS, min_size=1))
def test_a_mark_changes_with_a_word(body, word):
    assert freshness.mark(f"{body}{word}.") != freshness.mark(f"{body}{word}!")
