"""A plain text → the numbers and dates it states, in digits of any script or in words.

What a language says in its own way (numerals, names of months) comes from its folder and from CLDR.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, pairwise
from typing import ClassVar

from sistersite.language import Language
from sistersite.model import Calendar

_SAME = {"ي": "ی", "ى": "ی", "ك": "ک", "ۀ": "ه", "٫": ".", "٬": ",", "٪": "%", "’": "'"}
_WORD_BEGINS, _WORD_ENDS = r"(?<![^\W_])", r"(?![^\W_])"
_SPACE = r"[\s\u200c-]*"
_FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SLASHED = re.compile(r"(?<![\d/.,-])(?:(?P<year>\d{4})/(?P<month>\d\d?)/(?P<day>\d\d?)|(?P<day2>\d\d?)/(?P<month2>\d\d?)/(?P<year2>\d{4}))(?![\d/])")
_JALALI = range(1200, 1500)
_SHORT_RANGE = re.compile(r"(?<!\d)(\d\d)(\d\d)[–-](\d\d)(?!\d)")  # 1994–98


@dataclass(frozen=True)
class Number:
    """A number at an offset of a text; `figure` when it is typed in digits, not in words."""

    value: float
    start: int
    end: int
    percent: bool = False
    figure: bool = True
    doubtful: bool = False


@dataclass(frozen=True)
class Date:
    """A month, or a day of it, at an offset of a text; the year is None where the text leaves it out.

    A month without day and year, “in April”, may be another word: “may”.
    """

    calendar: Calendar
    year: int | None
    month: int
    day: int | None
    start: int
    end: int


@dataclass(frozen=True)
class Folded:
    """A text as it is compared: digits are 0–9, letters have one form and no marks; `offsets` lead back to what was typed."""

    text: str
    offsets: Sequence[int]


class _Fold(dict[int, str | None]):
    """A table for str.translate() that learns what becomes of a letter when it first comes; None: it is left out."""

    def __missing__(self, code: int) -> str | None:
        letter = _SAME.get(chr(code), chr(code))
        self[code] = None if unicodedata.combining(letter) else str(unicodedata.decimal(letter)) if letter.isdecimal() else letter
        return self[code]


_FOLD = _Fold()


def folded(text: str) -> Folded:
    plain = text.translate(_FOLD)
    if len(plain) == len(text):
        return Folded(plain, range(len(text) + 1))
    return Folded(plain, (*compress(range(len(text)), map(_FOLD.__getitem__, map(ord, text))), len(text)))


@dataclass(frozen=True, eq=False)
class Lexicon:
    """How a language tells numbers and dates."""

    DIGEST_ONCE: ClassVar[bool] = True  # see memo

    numerals: Mapping[str, float]
    doubtful: tuple[str, ...]
    no_numerals: tuple[str, ...]
    percent: tuple[str, ...]
    inner: tuple[str, ...]
    joints: tuple[str, ...]
    months: Mapping[str, tuple[Calendar, int]]

    @cached_property
    def number(self) -> re.Pattern[str]:
        word, inner = f"(?:{_any(self.numerals)})", f"\u200c?(?:{_any(self.inner)})\u200c?"
        return re.compile(rf"(?P<words>{_WORD_BEGINS}{word}(?:{inner}{word})*{_WORD_ENDS})|(?P<figure>{_FIGURE})", re.I)  # several parts may be one word

    @cached_property
    def numeral(self) -> re.Pattern[str]:
        return re.compile(_any(self.numerals), re.I)

    @cached_property
    def no_number(self) -> re.Pattern[str]:
        return re.compile(rf"{_WORD_BEGINS}(?:{_any(self.no_numerals)}){_WORD_ENDS}")

    @cached_property
    def inside(self) -> re.Pattern[str]:
        """What may stand between the parts of one number."""
        return re.compile(rf"[\s\u200c-]*(?:(?:{_any(self.inner)})[\s\u200c]*)?")

    @cached_property
    def percent_sign(self) -> re.Pattern[str]:
        return re.compile(rf"{_SPACE}(?:{_any(self.percent)}){_WORD_ENDS}", re.I)

    @cached_property
    def link(self) -> str:
        """What may stand between two dates that share a month or a year."""
        return rf"\s*(?:[–—-]|,|،|{_WORD_BEGINS}(?:{_any(self.joints)}){_WORD_ENDS})\s*"

    @cached_property
    def date(self) -> re.Pattern[str]:
        spelt = _any(tuple(word for word, value in self.numerals.items() if value in range(1, 32)))
        day = rf"(?:(?<![\d.,])(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?|{_WORD_BEGINS}(?:{spelt}){_WORD_ENDS})"
        return re.compile(
            rf"(?:(?P<days>{day}(?:{self.link}{day})*)\s+)?{_WORD_BEGINS}(?P<month>{_any(self.months)}){_WORD_ENDS}(?:,?\s+(?P<year>\d{{4}})(?!\d))?"
        )


def lexicon(language: Language) -> Lexicon:
    """What the folder of a language, and CLDR, say about its numbers and dates."""
    settings = language.settings

    def fold(words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(folded(word).text for word in words)

    return Lexicon(
        {word: value for value, words in settings.numerals.items() for word in fold(words)},
        fold(settings.doubtful),
        fold(settings.no_numerals),
        fold(settings.percent),
        fold(settings.inner),
        fold(settings.joints),
        {folded(language.month(calendar, n)).text: (calendar, n) for calendar in settings.calendars for n in range(1, 13)},
    )


def _any(words: Mapping[str, object] | tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)"


def dates(text: str, words: Lexicon) -> tuple[Date, ...]:
    """The dates of a folded text."""
    found: list[list[Date]] = []
    for match in words.date.finditer(text):
        calendar, month = words.months[match["month"]]
        year = int(match["year"]) if match["year"] else None
        days = [int(part.value) for part in _parts(match["days"] or "", words)] or [None]
        found.append([Date(calendar, year, month, day, match.start(), match.end()) for day in days])
    for one, after in reversed(list(pairwise(found))):  # “28 April to 3 May 2019”
        if one[0].year is None and one[0].calendar == after[0].calendar and re.fullmatch(words.link, text[one[0].end : after[0].start]):
            one[:] = [Date(d.calendar, after[0].year, d.month, d.day, d.start, d.end) for d in one]
    return (*(date for one in found for date in one), *_slashed(text))


def _slashed(text: str) -> Iterator[Date]:
    """1398/02/17 and 17/5/2019. Which is the month of 7/5/2019 nobody knows: its numbers are compared one by one."""
    for match in _SLASHED.finditer(text):
        year, month, day = (int(match[name] or match[f"{name}2"]) for name in ("year", "month", "day"))
        if not match["year"] and month > 12:
            month, day = day, month  # 5/17/2019
        elif not match["year"] and month != day <= 12:
            continue
        if 1 <= month <= 12 and 1 <= day <= 31:
            yield Date("jalali" if year in _JALALI else "gregorian", year, month, day, *match.span())


def numbers(text: str, words: Lexicon) -> tuple[Number, ...]:
    """The numbers of a folded text. What tells a date or a name must be blanked out before."""
    text = words.no_number.sub(lambda m: "_" * len(m.group()), text)
    found = []
    for one in _joined(list(_parts(text, words)), text, words):
        sign = words.percent_sign.match(text, one.end)
        found.append(Number(one.value, one.start, sign.end(), True, one.figure, one.doubtful) if sign else one)
    return tuple(found)


def _parts(text: str, words: Lexicon) -> Iterator[Number]:
    short = {m.start(3): int(m.group(1) + m.group(3)) for m in _SHORT_RANGE.finditer(text) if m.group(3) > m.group(2)}
    for match in words.number.finditer(text):
        if match["figure"]:
            yield Number(short.get(match.start(), float(match["figure"].replace(",", ""))), match.start(), match.end())
        else:
            for part in words.numeral.finditer(text, *match.span()):
                word = part.group().lower()
                yield Number(words.numerals[word], *part.span(), figure=False, doubtful=word in words.doubtful)


def _joined(parts: list[Number], text: str, words: Lexicon) -> Iterator[Number]:
    """Parts that make one number, put together: two | hundred | and | fifty | thousand."""
    while parts:
        first, last, taken = parts[0], parts[0], 1
        done, part = 0.0, first.value  # thousands and millions that are counted already, and what is being counted
        whole = not first.figure  # whether smaller numbers may follow
        for one in parts[1:]:
            if not words.inside.fullmatch(text, last.end, one.start):
                break
            if not one.figure and one.value >= 1000 and 0 < part < one.value:
                done, part, whole = done + part * one.value, 0.0, True
            elif not one.figure and one.value == 100 and 0 < part < 10:
                part, whole = 100 * part, True
            elif not one.figure and one.value == 0.5:
                part += 0.5
            elif whole and _goes_on(part or done, one.value) and (not one.figure or not part):
                part += one.value
            else:
                break
            last, taken = one, taken + 1
        yield Number(round(done + part, 3), first.start, last.end, figure=first.figure, doubtful=first.doubtful and taken == 1)
        del parts[:taken]


def _goes_on(whole: float, rest: float) -> bool:
    """Whether a number goes on with a smaller one: 20 with 3, 100 with 20 and 3,000 with 500, but 250 not with 10."""
    size = next((size for size in (1000, 100, 10) if whole % size == 0), 1)
    return rest < size and whole >= 20
