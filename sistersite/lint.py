"""Slips of typing and spelling in running text: letters, half-spaces, punctuation, hidden characters, names of months.

Pure: a text and its language → findings. Addresses, notes, signs of Markdown and words of other scripts
are looked at only for what is hidden in them.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from sistersite.errors import Mend, Place, Problem
from sistersite.orthography import FOREIGN, HIDDEN, OUT, WIDE, rules
from sistersite.scripts import direction, foreign_runs

KINDS = ("digits", "half-space", "hidden-character", "letter-form", "mixed-script", "month-name", "punctuation", "quotation-marks", "spacing")

_HIDDEN = re.compile("[" + "".join(map(re.escape, HIDDEN)) + "]+")
_WIDE = re.compile("[" + "".join(WIDE) + "]")
_ADDRESS = re.compile(
    r"https?://[^\s<>\"«»،؛)]+|[\w.+-]+@[\w-]+\.[\w.-]+\w"
    r"|(?<![\w.])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[a-z]{2,}(?:/[^\s<>\"«»،؛)]*)?(?!\w)"
)
_IN_ADDRESS = re.compile(r"\.[a-z]|@|://")
_PERSIAN_LETTER = re.compile("[\u0620-\u06d3]")
_MARKDOWN = re.compile(
    r"\[\^[^\]\s]+\]"  # a note
    r"|(?:\*[^*\n]+\*|\[[^\]\n]*\](?:\([^)\n]*\))?)\{[^{}\n]*lang=[^{}\n]*\}"  # words in another language
    r"|\{:?[^{}\n]*\}"
    r"|\]\(\s*<?(?:[^()\s>]|\([^()\s>]*\))*>?(?:\s+\"[^\"\n]*\")?\s*\)"  # where a link leads
    r"|^[ \t>]*(?:(?:[-*+]|\d+[.)]|#+)[ \t]+)*"  # what begins a heading, a quote, an item
    r"|^[|: -]+$|\\[^\s\w]|[*_\[]",
    re.M,
)
_MIXED = re.compile(r"[^\W\d_]*(?:[A-Za-z\u00c0-\u024f][\u0370-\u03ff\u0400-\u052f]|[\u0370-\u03ff\u0400-\u052f][A-Za-z\u00c0-\u024f])[^\W\d_]*")
_GREEK_OR_CYRILLIC = re.compile("[\u0370-\u052f]")
_LOOK_ALIKE = str.maketrans(dict(zip("АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXo", strict=True)))
_TO_CYRILLIC = str.maketrans("ABEKMHOPCTXaeopcyx", "АВЕКМНОРСТХаеорсух")
_STILL_MIXED = re.compile(r"[A-Za-z\u00c0-\u024f].*[\u0370-\u052f]|[\u0370-\u052f].*[A-Za-z\u00c0-\u024f]")
_MONTHS_MISSPELT = {
    "آپریل": "آوریل", "اپریل": "آوریل", "آوریـل": "آوریل", "می": "مه", "جون": "ژوئن", "ژوین": "ژوئن", "جولای": "ژوئیه", "ژولای": "ژوئیه",
    "ژوییه": "ژوئیه", "آگوست": "اوت", "اگوست": "اوت", "آگست": "اوت", "سپتامر": "سپتامبر", "دسامر": "دسامبر", "امرداد": "مرداد",
}  # fmt: skip
_AFTER_DAY = re.compile(r"(?<!\d)\d{1,2} ([^\W\d_]+)\u0654?")
_WORD_BEFORE, _WORD_AFTER = re.compile(r"\S*$"), re.compile(r"\S*")
_YEAR = re.compile(r"(?: |\u200cماه )\d{4}(?!\d)|\u200cماه(?!\w)")
_BEFORE_YEAR = re.compile(r"(?<![^\W_])(?<!\d )([^\W\d_]{4,})\u0654?$")
_LIKE, _VERY_LIKE = 0.7, 0.85  # «شهریار ۱۳۹۹» is no month: without day and year the word must be all but right,
_LONG, _SHORTEST = 6, 4  # and long


@dataclass(frozen=True)
class Finding:
    """What is wrong: where it begins in the text, what stands there, and what belongs there (None: not certain)."""

    kind: str
    offset: int
    found: str
    mended: str | None
    shown: str  # with the words around it, for a message
    shown_mended: str

    def problem(self, at: Callable[[int], Place], countable: bool = True) -> Problem:
        """`countable` is false where letters of the text cannot be counted in the file: it is told, but cannot be mended."""
        values = {"found": self.shown, "nearest": self.shown_mended}
        if self.kind == "hidden-character":
            values["code"] = ", ".join(f"U+{ord(letter):04X}" for letter in dict.fromkeys(self.found))
        mend = Mend(self.found, self.mended) if self.mended is not None and countable else None
        return Problem(at(self.offset), self.kind, values, mend)


def findings(text: str, code: str, months: Sequence[str] = (), markdown: bool = False) -> list[Finding]:
    """All that is wrong with a running text in the language `code`, whose months are so called; in order, none overlapping."""
    slips = [*_hidden(text, running=True), *_mixed(text)]
    view = _view(text, code, markdown)
    if code != "fa" or _PERSIAN_LETTER.search(view):  # an address is left as it is written in its country
        for rule in rules(code):
            for match in rule.pattern.finditer(view):
                if (mended := rule.mend(match)) != match.group():
                    slips.append(_Slip(match.start(), match.end(), rule.kind, mended))
        slips += _months(view, tuple(months))
    return _told(text, slips)


def hidden(text: str) -> list[Finding]:
    """What is hidden in words that are left as they are: titles, names, quotations."""
    return _told(text, _hidden(text, running=False))


def _view(text: str, code: str, markdown: bool) -> str:
    """The text, letter for letter, with all blanked out that does not speak its language."""

    def blank(sign: str) -> Callable[[re.Match[str]], str]:
        return lambda match: re.sub(r"[^\n]", sign, match.group())

    view = _MARKDOWN.sub(blank(OUT), text) if markdown else text
    view = _ADDRESS.sub(blank(FOREIGN), view) if _IN_ADDRESS.search(view) else view
    return foreign_runs(direction(code)).sub(blank(FOREIGN), view)


class _Slip(NamedTuple):
    start: int
    end: int
    kind: str
    mended: str | None


def _hidden(text: str, running: bool) -> Iterator[_Slip]:
    """Spaces of other widths are right in titles in other languages, such as French ones."""
    for match in _HIDDEN.finditer(text):
        yield _Slip(match.start(), match.end(), "hidden-character", "" if all(HIDDEN[letter] == "" for letter in match.group()) else None)
    for match in _WIDE.finditer(text) if running else ():
        yield _Slip(match.start(), match.end(), "hidden-character", " ")


def _mixed(text: str) -> Iterator[_Slip]:
    """Words of two scripts: a letter that only looks like the right one."""
    for match in _MIXED.finditer(text) if _GREEK_OR_CYRILLIC.search(text) else ():
        tries = (match.group().translate(table) for table in (_LOOK_ALIKE, _TO_CYRILLIC))
        whole = [word for word in tries if not _STILL_MIXED.search(word)]
        yield _Slip(match.start(), match.end(), "mixed-script", whole[0] if len(whole) == 1 else None)


@cache
def _bare(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names of months as they stand alone, without the hamza of the genitive."""
    return tuple(sorted({name.replace("\u0654", "") for name in names}))


def _months(view: str, names: tuple[str, ...]) -> Iterator[_Slip]:
    """Words that stand where a month stands, and are all but one."""
    bare = _bare(names)
    after_days = [match for match in _AFTER_DAY.finditer(view) if bare]
    before_years = (_BEFORE_YEAR.search(view, max(0, match.start() - 20), match.start()) for match in _YEAR.finditer(view) if bare)
    seen = {match.start(1) for match in after_days}
    for match in (*after_days, *(found for found in before_years if found and found.start(1) not in seen)):
        word, after_day, year = match.group(1), match.re is _AFTER_DAY, _YEAR.match(view, match.end())
        in_date = after_day and year
        if word in bare or not in_date and len(word) < (_SHORTEST if word in _MONTHS_MISSPELT else _LONG):
            continue
        near = difflib.get_close_matches(word, bare, 1, _LIKE if in_date else _VERY_LIKE)
        if not (meant := _MONTHS_MISSPELT.get(word) or next(iter(near), "")):
            continue
        genitive = "\u0654" if meant.endswith("ه") and year and not match.group().endswith("\u0654") else ""
        certain = word in _MONTHS_MISSPELT or after_day and len(word) >= _LONG
        yield _Slip(match.start(1), match.end(1), "month-name", meant + genitive if certain else None)


def _told(text: str, slips: Iterable[_Slip]) -> list[Finding]:
    """In the order of the text; what overlaps an earlier slip is left for the next reading, after that one is mended."""
    apart: list[_Slip] = []
    for one in sorted(slips, key=lambda slip: (slip.start, -slip.end)):
        if not apart or one.start >= apart[-1].end:
            apart.append(one)
    return [Finding(one.kind, one.start, text[one.start : one.end], one.mended, *_shown(text, one, apart)) for one in apart]


def _shown(text: str, slip: _Slip, slips: Sequence[_Slip]) -> tuple[str, str]:
    """The words that a slip stands in, as they are and with every slip in them mended; the latter is empty if this one is not certain."""
    start = slip.start - len(_WORD_BEFORE.search(text[max(0, slip.start - 30) : slip.start]).group())
    end = slip.end + len(_WORD_AFTER.match(text[slip.end : slip.end + 30]).group())
    if slip.mended is None:
        return _HIDDEN.sub("", text[start:end]), ""
    pieces, last = [], start
    for one in slips:
        if start <= one.start and one.end <= end and one.mended is not None:
            pieces += [text[last : one.start], one.mended]
            last = one.end
    return _HIDDEN.sub("", text[start:end]), _HIDDEN.sub("", "".join([*pieces, text[last:end]]))
