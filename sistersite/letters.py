"""Which letters the site can show, on its pages and in its books."""

from __future__ import annotations

import bisect
import json
import sys
import unicodedata
from collections.abc import Iterable

Runs = tuple[tuple[int, int], ...]  # first and last code point of each, in order


class Letters:
    """The letters that the faces of the books have, and on pages our faces or the reader's own fonts."""

    def __init__(self, coverage: bytes) -> None:
        """Read fonts/coverage.json."""
        held = json.loads(coverage)
        self.pages = _joined([run for face in held["faces"] for run in face["ranges"]] + held["system"])
        self.books = _joined(run for face in held["books"] for run in face["ranges"])
        self.charsets = tuple((*face["block"], tuple(face["charsets"])) for face in held["books"] if "charsets" in face)
        self.name = str((self.pages, self.books, self.charsets))
        self.seen = set("\t\n\r")

    def __str__(self) -> str:  # what a digest takes of it
        return self.name

    def strange(self, text: str) -> set[str]:
        """The letters of a text that no font has; white space on pages, and marks that are obeyed but not drawn, are never strange."""
        found = set()
        for letter in set(text) - self.seen:
            if (letter.isspace() or _within(self.pages, letter)) and (unicodedata.category(letter) == "Cf" or self._in_books(letter)):
                self.seen.add(letter)
            else:
                found.add(letter)
        return found

    def _in_books(self, letter: str) -> bool:
        return _within(self.books, letter) or any(
            first <= ord(letter) <= last and in_charset(letter, charsets) for first, last, charsets in self.charsets
        )


def in_charset(letter: str, charsets: Iterable[str]) -> bool:
    """Whether one of these East Asian character sets (Python's codecs) has a letter: as two bytes, for more spell it out of parts."""
    return any(len(letter.encode(charset, "ignore")) == 2 for charset in charsets)


def _joined(runs: Iterable[list[int]]) -> Runs:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(runs):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _within(runs: Runs, letter: str) -> bool:
    at = bisect.bisect(runs, (ord(letter), sys.maxunicode)) - 1
    return at >= 0 and runs[at][0] <= ord(letter) <= runs[at][1]
