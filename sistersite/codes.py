"""What the codes of a font stand for, decided from all that was ever told of them (ISO 32000-1, 9.10.3)."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sistersite import blankglyph
from sistersite.textruns import Item, Shown

BLANK = -1  # in place of a code: the blank glyph that is added to a font
ZWNJ = "\u200c"  # the half-space of Persian

_ORDERING = re.compile("[\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class NoCode(Exception):
    """A text that no code of the font can be made to stand for."""


@dataclass
class Face:
    """One font of a document: its codes, their widths in thousandths of the em, and what they stand for.

    `told` is what its ToUnicode says; `contexts` all that was told of a code anywhere, without half-spaces
    and what orders a line; `own_marks` the marks that were shown on a letter as glyphs of their own.
    `settle` makes `values`, what codes are to stand for, and `split`, those that need one more code for
    each of their meanings; `further` are these codes, by the code whose glyph they show and their meaning.
    """

    name: str
    told: dict[int, str]
    widths: dict[int, float]
    other_width: float  # of codes not among them
    mappable: bool  # whether more codes can be mapped to its glyphs (9.7.4.2, CIDToGIDMap)
    contexts: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    own_marks: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    values: dict[int, str] = field(default_factory=dict)
    split: set[int] = field(default_factory=set)
    further: dict[tuple[int, str], int] = field(default_factory=dict)
    anew: dict[tuple[Shown, str | None, bool], tuple[Shown | None, int]] = field(default_factory=dict)  # what textlayer made of what was shown
    _instead: dict[tuple[int, str, bool], tuple[Item, ...]] = field(default_factory=dict)
    _marks: dict[Shown, list[int]] = field(default_factory=dict)

    def is_mark(self, code: int) -> bool:
        return self.width(code) == 0

    def marks_in(self, shown: Shown) -> list[int]:
        """The codes of marks in what is shown."""
        if shown not in self._marks:
            self._marks[shown] = list(filter(self.is_mark, shown.codes))
        return self._marks[shown]

    def width(self, code: int) -> float:
        return blankglyph.WIDTH if code == BLANK else self.widths.get(code, self.other_width)

    def settle(self) -> None:
        for code, told in self.told.items():
            texts = self.contexts[code] | {plain(told)} - {""}
            shared = _in_common(texts) if texts else ""
            if self.is_mark(code):
                shared = _marks(shared) or shared
            elif len(set(map(_letters, texts))) > 1:
                shared = ""
            self.values[code] = shared or plain(told)
            if texts and not shared:
                self.split.add(code)
        for code in self.own_marks:
            self.values[code] = self._without_own_marks(code, self.values[code])

    def stays(self, code: int, backwards: bool) -> bool:
        """Whether nothing else is to be shown for a code of which its ToUnicode tells."""
        turned = backwards and self.mappable and len(self.values.get(code, "")) > 1
        return not turned and code not in self.split and ZWNJ not in self.told.get(code, "")

    def meaning(self, code: int, told: str) -> str:
        """What a code stands for where this text was told of it."""
        return self._without_own_marks(code, plain(told)) if code in self.split else self.values[code]

    def _without_own_marks(self, code: int, text: str) -> str:
        marks = {sign for mark in self.own_marks.get(code, ()) for sign in _marks(self.values[mark])}
        return "".join(sign for sign in text if sign not in marks)

    def instead(self, code: int, told: str, backwards: bool) -> tuple[Item, ...]:
        """What is to be shown, from left to right, for one code of which this text was told.

        Raises NoCode for a half-space that has no place, or cannot be made.
        """
        key = code, told, backwards
        if key not in self._instead:
            self._instead[key] = self._showing(*key)
        return self._instead[key]

    def _showing(self, code: int, told: str, backwards: bool) -> tuple[Item, ...]:
        before, letters, after = half_spaces(told)
        if self.is_mark(code) and _letters(letters):  # its letter brings what stands before the two
            before = 0
        elif code in self.own_marks and _marks(letters):  # its mark brings what stands after
            after = 0
        meaning = self.meaning(code, told) if letters else ""
        shown: tuple[Item, ...] = (self.code(code, meaning),)
        if backwards and len(meaning) > 1 and self.mappable:
            shown = self.code(code, meaning[-1]), *(item for letter in meaning[-2::-1] for item in self.blank(letter))
        left, right = (after, before) if backwards else (before, after)
        return *self.half_spaces(left), *shown, *self.half_spaces(right)

    def code(self, code: int, meaning: str) -> int:
        """The code of the same glyph that stands for this; itself where no other can be."""
        if meaning in ("", self.values.get(code)) or not self.mappable:
            return code
        if (code, meaning) not in self.further:
            new = max((*self.widths, *self.told)) + 1
            self.further[code, meaning], self.widths[new] = new, self.width(code)
        return self.further[code, meaning]

    def half_spaces(self, count: int) -> tuple[Item, ...]:
        return self.blank(ZWNJ) * count if count else ()

    def blank(self, meaning: str) -> tuple[Item, ...]:
        """What shows nothing and takes no room, but stands for a text."""
        if not self.mappable:
            raise NoCode(f"no blank can be added to {self.name} for a half-space: it is not a TrueType font")
        return self.code(BLANK, meaning), float(blankglyph.WIDTH)


def plain(told: str) -> str:
    """A text without half-spaces and what orders a line; for white space, one space."""
    return " " if told.isspace() else _ORDERING.sub("", told).replace(ZWNJ, "")


def half_spaces(told: str) -> tuple[int, str, int]:
    """How many half-spaces stand before the letters, these, and how many after. Raises NoCode for one amid them."""
    visible = _ORDERING.sub("", told)
    letters = visible.strip(ZWNJ)
    if ZWNJ in letters:
        raise NoCode(f"a half-space stands amid the letters of one glyph, {told!r}")
    before = len(visible) - len(visible.lstrip(ZWNJ))
    return before, letters, len(visible) - before - len(letters)


def _marks(text: str) -> str:
    return "".join(filter(unicodedata.combining, text))


def _letters(text: str) -> str:
    return "".join(sign for sign in text if not unicodedata.combining(sign))


def _in_common(texts: Iterable[str]) -> str:
    first, *others = sorted(texts, key=lambda text: (len(text), text))
    return "".join(sign for sign in first if all(sign in other for other in others))
