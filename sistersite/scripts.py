"""Scripts: which way their letters run, what of a text runs the other way, and which language they tell."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

# Scripts whose letters tell the language well enough to say it to a screen reader: first and last letter, language.
_SCRIPTS = (
    ("\u0370", "\u03ff", "el"),
    ("\u0400", "\u052f", "ru"),
    ("\u0530", "\u058f", "hy"),
    ("\u0600", "\u06ff", "fa"),
    ("\u10a0", "\u10ff", "ka"),
    ("\u1100", "\u11ff", "ko"),
    ("\u3040", "\u30ff", "ja"),
    ("\u3400", "\u9fff", "zh"),
    ("\uac00", "\ud7af", "ko"),
)
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"  # the blocks of right-to-left scripts
_LTR_LETTER = rf"[^\W\d_{_RTL}]"
_LTR_WORD = rf"(?:{_LTR_LETTER}|[0-9])(?:(?:{_LTR_LETTER}|[0-9’'._@&:/+%#?=~°-])*(?:{_LTR_LETTER}|[0-9]))?"
_RTL_LETTER = rf"(?![\u060c\u061b\u061f\u0660-\u066d\u06f0-\u06f9])[{_RTL}]"  # no comma, mark or digit
_RTL_LANGUAGES = {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
_NOT_LATIN = _RTL_LANGUAGES | {code for _, _, code in _SCRIPTS}
_WAYS = {"L": "ltr", "R": "rtl", "AL": "rtl"}  # of letters by their bidirectional class (Unicode Standard Annex #9)


@cache
def foreign_runs(direction: str) -> re.Pattern[str]:
    """Runs of letters of the other direction, with the digits, signs and spaces that belong to them."""
    if direction == "rtl":
        return re.compile(rf"(?:[0-9][0-9.:/°-]* ?)?{_LTR_LETTER}(?:(?:{_LTR_LETTER}|[0-9’'._@&:/+%#?=~°-])*(?:{_LTR_LETTER}|[0-9]))?(?:[.,:;]? {_LTR_WORD})*")
    return re.compile(rf"{_RTL_LETTER}(?:{_RTL_LETTER}|\u200c)*(?: {_RTL_LETTER}(?:{_RTL_LETTER}|\u200c)*)*")


@dataclass(frozen=True)
class Run:
    """A piece of a text in one direction; `language` is empty where the script does not tell it."""

    text: str
    foreign: bool = False
    language: str = ""


def direction(code: str) -> str:
    """The direction of any language: "rtl" or "ltr"."""
    return "rtl" if code.split("-")[0] in _RTL_LANGUAGES else "ltr"


def runs(text: str, way: str) -> tuple[Run, ...]:
    """The text cut where its direction is not `way`, so that each run can be isolated."""
    pieces, last = [], 0
    for match in foreign_runs(way).finditer(text):
        if match.start() > last:
            pieces.append(Run(text[last : match.start()]))
        pieces.append(Run(match.group(), True, _told_by_script(match.group())))
        last = match.end()
    if last < len(text):
        pieces.append(Run(text[last:]))
    return tuple(pieces)


def whole_run(name: str, way: str) -> Run | None:
    """A name without a letter that runs `way`, as one run, its commas and brackets with it."""
    ways = {_WAYS[kind] for letter in name if (kind := unicodedata.bidirectional(letter)) in _WAYS}
    return Run(name, True, _told_by_script(name)) if ways and way not in ways else None


def may_be(text: str, code: str) -> bool:
    """Whether a text can be in a language: the title of a Russian source in Latin letters is a translation."""
    return code not in _NOT_LATIN or any(letter.isalpha() and letter > "\u024f" for letter in text)


def _told_by_script(text: str) -> str:
    return next((code for letter in text for first, last, code in _SCRIPTS if first <= letter <= last), "")
