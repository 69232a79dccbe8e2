"""Do two texts in two languages state the same facts? Compared are numbers, dates, names, notes and links.

A claim that one text makes must have its equal in the other. Words may differ: a date may stand in either
calendar, a number in digits or in words. One and two go without saying (“a”, “both”), and so do the names of
what the text is about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from sistersite import language, prose
from sistersite.glossary import Forms, Name
from sistersite.model import When
from sistersite.quantities import Date, Lexicon, Number, dates, folded, numbers

_SMALL = (0.5, 1, 2)
_YEARS = range(1000, 2101)
_JALALI_YEARS = range(1200, 1500)
_FOUR_YEARS = {"gregorian": range(2017, 2021), "jalali": range(1396, 1400)}  # a leap year among them
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
_IN_BRACKETS = re.compile(r"\s*\(\s*")


@dataclass(frozen=True)
class Tongue:
    """What must be known of a language to compare its texts."""

    numbers: Lexicon
    names: Forms


@dataclass(frozen=True)
class Mark:
    """A note or a link at an offset of a text."""

    kind: str  # "note" or "link"
    target: str
    start: int
    end: int


Claim = Number | Date | Name | Mark


@dataclass(frozen=True)
class Claims:
    """What a text states; the offsets of the claims are those of the text as typed."""

    text: str
    quantities: tuple[Number | Date, ...] = ()
    names: tuple[Name, ...] = ()
    marks: tuple[Mark, ...] = ()
    contradictions: tuple[tuple[Claim, Claim], ...] = field(default=())  # a date and the one in brackets behind it that is another day


@dataclass(frozen=True)
class Difference:
    """A claim of one text that the other does not make; where both make one that is not the other's, the two stand together."""

    kind: str  # of errors.KINDS
    ours: Claim | None
    theirs: Claim | None


def claims(text: str, tongue: Tongue, markdown: bool = False) -> Claims:
    """What a plain text, or a piece of Markdown, states."""
    marks, bare = _marks(text) if markdown else ((), text)
    bare = _ADDRESS.sub(_blank, bare)
    plain = folded(bare)
    names = tongue.names.names(plain.text)
    rest = _without(plain.text, names)
    days = dates(rest, tongue.numbers)
    found = sorted((*days, *numbers(_without(rest, days), tongue.numbers)), key=lambda one: (one.start, one.end))

    def typed(one: Claim) -> Claim:
        return type(one)(**{**one.__dict__, "start": plain.offsets[one.start], "end": plain.offsets[one.end - 1] + 1})

    pairs = tuple((typed(a), typed(b)) for a, b in _contradictions(found, plain.text))
    return Claims(text, tuple(map(typed, found)), tuple(map(typed, names)), marks, pairs)


def _marks(text: str) -> tuple[tuple[Mark, ...], str]:
    """The notes and links of a piece of Markdown, and the piece with blanks in their place."""
    notes = [Mark("note", m.group(1), m.start(), m.end()) for m in prose.NOTE.finditer(text)]
    links = [Mark("link", m.group(2), *m.span(2)) for m in prose.LINK.finditer(text)]
    anchors = [Mark("", "", *m.span()) for m in prose.ATTRIBUTES.finditer(text)]
    return (*notes, *links), _without(text, (*notes, *links, *anchors))


def _blank(match: re.Match[str]) -> str:
    return "_" * len(match.group())


def _without(text: str, spans: Iterable[Claim]) -> str:
    for one in spans:
        text = text[: one.start] + "_" * (one.end - one.start) + text[one.end :]
    return text


def differences(ours: Claims, theirs: Claims, understood: frozenset[str] = frozenset()) -> list[Difference]:
    """What only one of the texts states; `understood` are the slugs of names that need not be written."""
    quantities = [_lone(a.quantities, b.quantities, same, _said) for a, b in ((ours, theirs), (theirs, ours))]
    names = [_lone(a.names, b.names, lambda x, y: bool(x.slugs & y.slugs), lambda x: not x.slugs & understood) for a, b in ((ours, theirs), (theirs, ours))]
    found = [*_paired("fact-differs", *quantities), *_paired("name-differs", *map(_once, names))]
    for kind in ("note", "link"):
        mine, other = ([m for m in one.marks if m.kind == kind] for one in (ours, theirs))
        found += _paired(f"{kind}-differs", _surplus(mine, other), _surplus(other, mine))
    return found


def _said(one: Number | Date) -> bool:
    """Whether a quantity must be in the other text, too."""
    if isinstance(one, Date):
        return bool(one.day or one.year)
    return one.figure or one.percent or not (one.doubtful or one.value in _SMALL)


def _lone(claims: Sequence[Claim], others: Sequence[Claim], same, demanded) -> list[Claim]:
    return [one for one in claims if demanded(one) and not any(same(one, other) for other in others)]


def _once(names: list[Name]) -> list[Name]:
    return list({one.slugs: one for one in reversed(names)}.values())[::-1]


def _surplus(marks: list[Mark], others: list[Mark]) -> list[Mark]:
    """The marks whose target the others name less often."""
    left = Counter(mark.target for mark in others)
    surplus = []
    for mark in marks:
        left[mark.target] -= 1
        if left[mark.target] < 0:
            surplus.append(mark)
    return surplus


def _paired(kind: str, ours: Sequence[Claim], theirs: Sequence[Claim]) -> list[Difference]:
    length = max(len(ours), len(theirs))
    return [Difference(kind, *(side[n] if n < len(side) else None for side in (ours, theirs))) for n in range(length)]


def same(one: Number | Date, other: Number | Date) -> bool:
    """Whether a quantity says no more than the other: a date says the year, a year does not say the date."""
    if isinstance(one, Date):
        return isinstance(other, Date) and _same_date(one, other)
    if isinstance(other, Number) and (one.value, one.percent) == (other.value, other.percent):
        return True
    years = _as_year(one)
    if isinstance(other, Date):
        return bool(years) and other.year is not None and any(other.year == year.year or _overlap(year, _when(other)) for year in years)
    return any(_overlap(a, b) for a in years for b in _as_year(other) if a.calendar != b.calendar)


def _same_date(one: Date, other: Date) -> bool:
    if one.calendar == other.calendar:
        return (one.month, one.day) == (other.month, other.day) and (one.year == other.year or None in (one.year, other.year))
    if (one.day is None) != (other.day is None):
        return False
    return any(_overlap(a, b) for a in _meant(one, other) for b in _meant(other, one))


def _meant(date: Date, other: Date) -> list[When]:
    """A date in the year it has, or else in those that fit the other's, or in any four."""
    step = 621 if date.calendar == "gregorian" else -622
    years = [date.year] if date.year else [other.year + step, other.year + step + 1] if other.year else _FOUR_YEARS[date.calendar]
    return [When(date.calendar, year, date.month, date.day) for year in years]


def _when(date: Date) -> When:
    return When(date.calendar, date.year, date.month, date.day)


def _as_year(number: Number) -> list[When]:
    if number.percent or not number.figure or number.value % 1 or int(number.value) not in _YEARS:  # a float would be sought year by year
        return []
    year = int(number.value)
    return [When("jalali" if year in _JALALI_YEARS else "gregorian", year)]


def _overlap(one: When, other: When) -> bool:
    """Whether a day lies in both dates; not when one of them does not exist."""
    try:
        return language.first_day(one) <= language.last_day(other) and language.first_day(other) <= language.last_day(one)
    except ValueError:
        return False


def _contradictions(found: Sequence[Number | Date], text: str) -> Iterable[tuple[Claim, Claim]]:
    """A date, and the same in the other calendar in brackets behind it, that do not agree.

    “From Tir 1376 to Esfand 1379 (June 1997 to March 2001)”: what the brackets begin with may stand one before.
    """
    places = [list(group) for _, group in groupby(found, key=lambda one: (one.start, one.end))]  # “7 to 14 April” are two dates in one place
    for before, (ones, others) in zip([[], *places], pairwise(places), strict=False):
        between = _IN_BRACKETS.fullmatch(text, ones[0].end, others[0].start)
        alone = isinstance(others[0], Date) or text[others[0].end :].lstrip().startswith(")")  # not “1402 and 1403 (2023 and 2024)”
        if between and alone and not any(_agree(a, b) for a in (*before, *ones) for b in others):
            yield ones[0], others[0]


def _agree(one: Number | Date, other: Number | Date) -> bool:
    calendars = _calendar(one), _calendar(other)
    return None in calendars or calendars[0] == calendars[1] or same(one, other) or same(other, one)


def _calendar(one: Number | Date) -> str | None:
    if isinstance(one, Date):
        return one.calendar
    years = _as_year(one)
    return years[0].calendar if years else None
