"""The catalogues: every key that is asked for is there, in every language, and nothing else."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from sistersite import words
from sistersite.errors import KINDS

PROJECT = Path(__file__).parent.parent
CATALOGUES = sorted(PROJECT.glob("locales/*/LC_MESSAGES/messages.po"))
GUIDES = sorted(PROJECT.glob("locales/*/LC_MESSAGES/guide.po"))


def messages(file):
    held = read_po(io.BytesIO(file.read_bytes()), abort_invalid=True)
    return {(m.id if isinstance(m.id, str) else m.id[0]): m for m in held if m.id}


@pytest.fixture(params=CATALOGUES, ids=lambda file: file.parts[-3])
def catalogue(request):
    return messages(request.param)


def test_there_are_both_languages():
    assert {"en", "fa"} <= {file.parts[-3] for file in CATALOGUES}


def test_every_key_asked_for_is_there(catalogue):
    assert words.used(PROJECT) <= set(catalogue)


def test_no_key_is_left_over(catalogue):
    assert not words.unused(PROJECT, set(catalogue))


@pytest.mark.parametrize("file", GUIDES, ids=lambda file: file.parts[-3])
def test_a_guide_has_every_key_asked_for_and_no_other(file):
    assert set(messages(file)) == words.guiding(PROJECT)


def test_both_languages_have_a_guide():
    assert {"en", "fa"} <= {file.parts[-3] for file in GUIDES}


@pytest.mark.parametrize("file", [*CATALOGUES, *GUIDES], ids=lambda file: f"{file.parts[-3]}-{file.stem}")
def test_nothing_is_empty_or_fuzzy(file):
    for key, message in messages(file).items():
        forms = [message.string] if isinstance(message.string, str) else message.string
        assert all(forms) and not message.fuzzy, key


def test_every_kind_of_problem_has_words_and_advice(catalogue):
    for kind in KINDS:
        assert f"problem.{kind}" in catalogue and f"advice.{kind}" in catalogue


@pytest.mark.parametrize("files", [CATALOGUES, GUIDES], ids=["pages", "guide"])
def test_values_are_the_same_in_every_language(files):
    held = [messages(file) for file in files]
    for key in held[0]:
        fields = {tuple(sorted(set(re.findall(r"(?<!\{)\{(\w+)\}(?!\})", str(one[key].string))))) for one in held}
        assert len(fields) == 1, key


@pytest.mark.parametrize("name", ["messages", "guide"])
def test_persian_words_are_written_in_persian_letters(name):
    for key, message in messages(PROJECT / f"locales/fa/LC_MESSAGES/{name}.po").items():
        assert not re.search("[يكىٱ٠-٩]", str(message.string)), key
