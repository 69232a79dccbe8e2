"""How Persian and English are written here: each rule is a pattern of what is wrong, and what belongs there.

Patterns see a text in which all that does not speak the language is blanked out: `OUT` stands for signs of
Markdown, notes and addresses, `FOREIGN` for words of another script. A rule whose right form is not certain
gives None for it: the finding is told and not mended.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

OUT, FOREIGN = "\ue000", "\ue001"

Mending = Callable[[re.Match[str]], str | None]


class Rule(NamedTuple):
    kind: str  # one of errors.KINDS
    pattern: re.Pattern[str]
    mend: Mending


# Invisible letters: what to put in their place; None where what was meant cannot be known. U+200C and U+200D are letters' own affair.
HIDDEN = {
    **dict.fromkeys("\u00ad\u061c\u180e\u200b\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff\u202a\u202b\u202c\u2066\u2067\u2068\u2069", ""),
    **dict.fromkeys("\u202d\u202e\ufffc\ufffd\u2028\u2029\u0085", None),
    **dict.fromkeys((chr(code) for code in (*range(0x00, 0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, *range(0x80, 0x85), *range(0x86, 0xA0))), None),
}
WIDE = dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " ")  # spaces no keyboard makes

_LETTER = "\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff"
_MARK = "\u064b-\u065f\u0670"
_W = rf"{_LETTER}{_MARK}\u200c"  # what Persian words are made of
_DIGITS = "۰-۹"
_BEFORE = rf"(?<![{_W}])"  # a word begins
_AFTER = rf"(?![{_W}])"  # a word ends
_PERSIAN = str.maketrans("يىكە٠١٢٣٤٥٦٧٨٩0123456789", "ییکه۰۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶۷۸۹")
_PERSIAN_SIGNS = {",": "،", ";": "؛", "?": "؟"}
_PRESENT = "شو|کن|ده|گوی|خواه|توان|رو|آی|باش|گیر|ساز|رس|نویس|بین|دان|خوان|یاب|گذار|گذر|پرداز|پذیر|شناس|مان|افزای|آور|بر|دار|کوش|نام|خور|زن|رسان"
_PAST = "شد|کرد|داد|گفت|خواست|توانست|رفت|آمد|بود|گرفت|ساخت|رسید|نوشت|دید|دانست|خواند|یافت|گذاشت|پرداخت|پذیرفت|شناخت|ماند|آورد|برد|داشت|گذشت|زد|رساند"
_PLURAL = "ها(?:ست|ی(?:ی|م|ت|ش|مان|تان|شان)?)?"
_COMPARED = "بزرگ|کوچک|مهم|قدیم|قدیمی|نزدیک|دور|بلند|کوتاه|گسترده|پیش|بیش|کم|سریع|آسان|سخت|ساده|دقیق|روشن|قوی|ضعیف|جدید|تازه|کهن|زیبا|جوان|پایین|بالا"


def _put(words: str | None) -> Mending:
    return lambda match: words


def _persian(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match.group()).translate(_PERSIAN)


def _composed(match: re.Match[str]) -> str | None:
    made = unicodedata.normalize("NFC", match.group())
    return made if made != match.group() else None


def _persian_number(match: re.Match[str]) -> str | None:
    """The point may be a decimal one or part of a date, so nobody can tell what to put there."""
    number = match.group()
    return None if "." in number or "," in number and not re.fullmatch(r"\d{1,3}(?:,\d{3})+", number) else number.translate(_PERSIAN).replace(",", "٬")


def _after_mi(match: re.Match[str]) -> str:
    """«می» is also a drink and a month: it is a verb's only before what ends as verbs do."""
    prefix, verb = match.groups()
    return f"{prefix}\u200c" if prefix == "نمی" or re.search("(?:[دم]|شت|ست|فت|خت|^توان)$", verb) else match.group()


def _genitive(match: re.Match[str]) -> str | None:
    """Only a silent heh takes a hamza: «خانهٔ ما», but «راه ما»."""
    return None if match.string[: match.start()].endswith(("ا", "و")) else "ه\u0654"


def _after_heh(match: re.Match[str]) -> str | None:
    """After a sounded heh (راه، گروه) the ending is another one."""
    return None if match.string[: match.start()].endswith(("اه", "وه")) else "\u200c"


def _quotation_mark(opening: str, closing: str) -> Mending:
    """A straight mark opens after a space and closes after a word; between two words nobody knows."""

    def mend(match: re.Match[str]) -> str | None:
        before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
        begins, ends = before in " \n(«“" or before == "", after in " \n.,;:!?،؛؟)»”" + OUT or after == ""
        if begins == ends or before.isdecimal() and opening == "“":
            return None
        return opening if begins else closing

    return mend


def _guillemet(match: re.Match[str]) -> str | None:
    """English marks are right in a quotation within another."""
    before = match.string[: match.start()]
    return match.group() if before.count("«") > before.count("»") else {"“": "«", "”": "»"}.get(match.group())


def _before_number(match: re.Match[str]) -> str | None:
    """Before three digits it may be meant to part thousands."""
    return None if re.match(r"\d{3}(?!\d)", match.string[match.end() :]) and match.string[: match.start()][-1:].isdecimal() else f"{match.group()} "


def _range(match: re.Match[str]) -> str | None:
    """Only what rises is a span; other numbers with hyphens are telephones, dates and names of things."""
    first, last = match.groups()
    return f"{first}–{last}" if int(first) < int(last) else match.group()


def _ellipsis(match: re.Match[str]) -> str | None:
    return "…" if len(match.group()) == 3 else None


def _everywhere() -> list[tuple[str, str, Mending]]:
    return [
        ("letter-form", r"\w[\u0300-\u036f\u0653]+", _composed),
        ("spacing", r"  (?<=[^\s|]  ) *(?=[^\s|])", _put(" ")),
    ]


def _of_persian() -> list[tuple[str, str, Mending]]:
    return [
        ("letter-form", "[يىكە]", _persian),
        ("letter-form", "[\ufb50-\ufdcf\ufdf0-\ufdfb\ufe70-\ufefc]+", _persian),
        ("letter-form", "[ۀۂ]", _put("ه\u0654")),
        ("letter-form", rf"ه(?:\u200c| )ی{_AFTER}", _genitive),
        ("letter-form", "ة(?!\u200c?ال)", _put(None)),
        ("letter-form", "ـ+", _put("")),
        ("digits", "[٠-٩]+", _persian),
        ("digits", rf"(?<![{FOREIGN}.])[0-9]+(?:[.,:/-][0-9]+)*", _persian_number),
        ("digits", rf"(?<=[{_DIGITS}]),(?=[{_DIGITS}]{{3}}(?![{_DIGITS}]))", _put("٬")),
        ("digits", rf"(?<=[{_DIGITS}])\.(?=[{_DIGITS}])", _put(None)),
        ("digits", rf"(?<=[{_DIGITS}])%", _put("٪")),
        ("half-space", rf"{_BEFORE}(?<!ماه )(?<!(?<!\d)\d )(?<!(?<!\d)\d\d )(ن?می) (?=([{_W}]+))", _after_mi),
        ("half-space", rf"{_BEFORE}(ن?می)(?=(?:(?:{_PRESENT})(?:م|د|یم|ید|ند)|(?:{_PAST})(?:م|یم|ید|ند)?){_AFTER})", lambda m: f"{m.group()}\u200c"),
        ("half-space", rf"(?<=[{_LETTER}{_MARK}]) (?=(?:{_PLURAL}|ترین(?:ش|شان|\u200c?{_PLURAL})?){_AFTER})", _put("\u200c")),
        ("half-space", rf"(?<=[»{FOREIGN}]) (?={_PLURAL}{_AFTER})", _put(None)),
        ("half-space", rf"{_BEFORE}(?:{_COMPARED}) (?=تری?{_AFTER})", lambda m: m.group()[:-1] + "\u200c"),
        ("half-space", rf"(?<=[{_LETTER}][{_LETTER}]ه) (?=(?:ای|ام|اند|ایم|اید){_AFTER})", _after_heh),
        ("half-space", rf"هها(?=ی|{_AFTER})", _put("ه\u200cها")),
        ("half-space", "\u200c{2,}", _put("\u200c")),
        ("half-space", "(?<=[ «([،؛؟!:.])\u200c+|^\u200c+|\u200c+(?=[ .،؛:؟!»)\\]…]|$)", _put("")),
        ("spacing", rf"(?<=[{_W}{_DIGITS}»){OUT}{FOREIGN}]) +(?=[،؛؟!»)\]])", _put("")),
        ("spacing", rf"(?<=[{_W}{_DIGITS}»){FOREIGN}]) +(?=[.:](?:\s|{OUT}|$))", _put("")),
        ("spacing", r"(?<=[«(]) +", _put("")),
        ("spacing", rf"[،؛؟!](?=[{_LETTER}«])", lambda m: f"{m.group()} "),
        ("spacing", rf"[،؛](?=[{_DIGITS}])", _before_number),
        ("spacing", rf"(?<=[{_LETTER}][{_LETTER}]):(?=[{_LETTER}«])", _put(": ")),
        ("spacing", rf"(?<=[{_LETTER}{_MARK}][{_LETTER}{_MARK}])\.(?=[{_LETTER}]{{3}})", _put(None)),
        ("spacing", rf"[{_LETTER}{_MARK}](?=«)", lambda m: f"{m.group()} "),
        ("quotation-marks", '"', _quotation_mark("«", "»")),
        ("quotation-marks", "[“”„]", _guillemet),
        ("quotation-marks", "'", _put(None)),
        ("punctuation", rf"(?<=[{_W}{_DIGITS}»)٪])[,;?](?=[\s»){_LETTER}{OUT}]|$)", lambda m: _PERSIAN_SIGNS[m.group()]),
        ("punctuation", rf"(?<={FOREIGN})[,;?](?= [{_LETTER}«])", lambda m: _PERSIAN_SIGNS[m.group()]),
        ("punctuation", r"\.{2,}", _ellipsis),
        ("punctuation", r"(?<=\S) --? (?=\S)", _put(" – ")),
        ("punctuation", rf"(?<![{_DIGITS}\-/+.{_W}])([{_DIGITS}]{{1,4}})-([{_DIGITS}]{{1,4}})(?![{_DIGITS}\-/.])", _range),
    ]


def _of_english() -> list[tuple[str, str, Mending]]:
    return [
        ("half-space", "(?<!\ue001)\u200c+(?!\ue001)", _put("")),
        ("spacing", rf" (?<=[\w)”’] ) *(?=[,;:!?.](?:[\s”’)]|{OUT}|$))", _put("")),
        ("spacing", r"(?<=[(“‘]) +| +(?=[)”])", _put("")),
        ("spacing", r"[,;!?](?:(?<=[\w)”’].)(?=[A-Za-z“])|(?<=[A-Za-z)”’][,;])(?=\d))", lambda m: f"{m.group()} "),
        ("spacing", r"(?<=[a-z\d][a-z\d])\.(?=[A-Z][a-z])", _put(None)),
        ("quotation-marks", '"', _quotation_mark("“", "”")),
        ("quotation-marks", r"(?<=[A-Za-z])'|'(?=\d)", _put("’")),
        ("quotation-marks", r"(?<![A-Za-z])'(?!\d)", _put(None)),
        ("punctuation", r"\.{2,}", _ellipsis),
        ("punctuation", r"(?<=\S) --? (?=\S)", _put(" – ")),
        ("punctuation", r"(\d{4})(?<![\w\-/+.]\d{4})-(\d{4})(?![\w\-/])", _range),
    ]


@cache
def rules(code: str) -> tuple[Rule, ...]:
    """What is asked of running text in a language; of one that is not known here, only what holds for all."""
    own = {"fa": _of_persian, "en": _of_english}.get(code, list)
    return tuple(Rule(kind, re.compile(pattern, re.M), mend) for kind, pattern, mend in (*_everywhere(), *own()))
