"""A language: its words, direction, digits, numbers, dates in its calendars, and its order of letters.

The only door to Babel (CLDR data, message catalogues) and to persiantools (the Solar Hijri calendar).
Everything a language is stands in locales/<code>/; adding one needs no change here.
"""

from __future__ import annotations

import datetime
import gettext
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from sistersite import scripts
from sistersite.alphabet import sort_key
from sistersite.model import Calendar, LanguageCode, LanguageSettings, Text, When
from sistersite.scripts import Run

BOTH_CALENDARS_FROM = datetime.date(1925, 3, 21)  # dates are shown in both: 1 Farvardin 1304, when the Solar Hijri calendar became law


class UnknownWord(KeyError):
    """A catalogue lacks a key."""

    def __str__(self) -> str:
        return "no message “{}” in locales/{}/LC_MESSAGES/messages.po".format(*self.args)


_PO_LINE = re.compile(r'(?:#.*|(?:msg(?:id|id_plural|str|ctxt)(?:\[\d\])? +)?"(?:[^"\\]|\\.)*")?')


@dataclass(frozen=True)
class Catalogue:
    """The words of the interface: key → words, or key → the plural forms; and the plural rule."""

    words: Mapping[str, str | tuple[str, ...]]
    plural: str = "n != 1"


@dataclass(frozen=True)
class DateWords:
    """A date in words: first in the calendar of the page, then (or empty) in the other.

    `iso` is the date as HTML's `time` element wants it, in Gregorian years, months or days;
    empty where the date has no such form.
    """

    first: str
    second: str = ""
    iso: str = ""


def catalogue(content: bytes) -> Catalogue:
    """Read a message catalogue (the .po format).

    Raises ValueError, with the number of the line at the end of the message, for one that cannot be read.
    """
    from babel.messages.pofile import read_po

    lines = content.decode("utf-8", "replace").split("\n")
    for number, line in enumerate(lines, 1):
        if not _PO_LINE.fullmatch(line.strip()):
            raise ValueError(f"{line.strip()}: {number}")
    messages = read_po(io.BytesIO(content))
    words = {}
    for message in messages:
        if not message.id or message.fuzzy or not message.string:
            continue
        key = message.id if isinstance(message.id, str) else message.id[0]
        words[key] = message.string if isinstance(message.string, str) else tuple(message.string)
    return Catalogue(words, str(messages.plural_expr))


def country_exists(code: str) -> bool:
    return code in _cldr("en").territories and re.fullmatch("[A-Z]{2}", code) is not None


def country_slug(code: str) -> str:
    """The name of a country as addresses have it: "south-korea"."""
    return _cldr("en").territories[code].lower().replace(" ", "-")


def language_exists(code: str) -> bool:
    return code.replace("-", "_").split("_")[0] in _cldr("en").languages and re.fullmatch("[A-Za-z0-9-]+", code) is not None


def locale_exists(name: str) -> bool:
    from babel import UnknownLocaleError

    try:
        return bool(_cldr(name))
    except (ValueError, UnknownLocaleError):
        return False


def first_day(when: When) -> datetime.date:
    """The first day of the date. Raises ValueError for a date that does not exist."""
    if when.calendar == "gregorian":
        return datetime.date(when.year, when.month or 1, when.day or 1)
    from persiantools.jdatetime import JalaliDate

    return JalaliDate(when.year, when.month or 1, when.day or 1).to_gregorian()


def last_day(when: When) -> datetime.date:
    """The last day of the date. Raises ValueError for a date that does not exist."""
    if when.day:
        return first_day(when)
    months = when.year * 12 + (when.month or 12)  # the month after the last, counted from year 0
    after = When(when.calendar, months // 12, months % 12 + 1)
    return first_day(after) - datetime.timedelta(days=1)


def in_calendar(day: datetime.date, calendar: Calendar) -> When:
    """A Gregorian day as a date of the calendar."""
    if calendar == "gregorian":
        return When("gregorian", day.year, day.month, day.day)
    from persiantools.jdatetime import JalaliDate

    jalali = JalaliDate(day)
    return When("jalali", jalali.year, jalali.month, jalali.day)


@cache
def _cldr(locale: str):  # -> babel.Locale, which keeps what it has loaded
    from babel import Locale

    return Locale.parse(locale)


@dataclass(frozen=True, eq=False)  # compared by identity: there is one of each
class Language:
    code: LanguageCode
    settings: LanguageSettings
    catalogue: Catalogue = field(repr=False)

    # --- words

    @property
    def direction(self) -> str:
        return self.settings.direction

    @cached_property
    def name(self) -> str:
        """Its name in itself."""
        return _cldr(self.settings.locale).languages.get(self.code, self.code)

    def word(self, key: str, /, **values: object) -> str:
        """A message of the interface. Raises UnknownWord for a key the catalogue lacks."""
        words = self._message(key)
        text = words if isinstance(words, str) else words[0]
        return text.format(**values) if values else text

    def _message(self, key: str) -> str | tuple[str, ...]:
        try:
            return self.catalogue.words[key]
        except KeyError:
            raise UnknownWord(key, self.code) from None

    def count(self, key: str, number: int, /, **values: object) -> str:
        """A message with a number, in the plural form it asks for."""
        forms = self._message(key)
        form = forms if isinstance(forms, str) else forms[min(self._plural(number), len(forms) - 1)]
        return form.format(n=self.number(number), **values)

    @cached_property
    def _plural(self):
        return gettext.c2py(self.catalogue.plural)

    def text(self, text: Text) -> tuple[str, str]:
        """The words of a text and the code of the language they are in: this one, or the first fallback that has any."""
        for code in (self.code, *self.settings.fallback, *text.words):
            if code in text.words:
                return text.words[code], code
        raise KeyError(self.code)

    def words_of(self, text: Text) -> str:
        return self.text(text)[0]

    # --- numbers

    def digits(self, text: str) -> str:
        """Western digits become this language's."""
        return text.translate(self._digits)

    @cached_property
    def _digits(self) -> dict[int, str]:
        return {ord("0") + n: digit for n, digit in enumerate(self.settings.digits or "")}

    def number(self, value: float) -> str:
        """A number with this language's digits and separators."""
        from babel.numbers import format_decimal

        return self.digits(format_decimal(value, locale=self.settings.locale, numbering_system="default"))

    # --- names from CLDR

    def country(self, code: str) -> str:
        return _cldr(self.settings.locale).territories[code]

    def countries(self) -> dict[str, str]:
        """Code → name."""
        return {code: name for code, name in _cldr(self.settings.locale).territories.items() if country_exists(code)}

    def language(self, code: str) -> str:
        names = _cldr(self.settings.locale).languages
        return names.get(code.replace("-", "_")) or names.get(code.split("-")[0], code)

    # --- dates

    def date(self, when: When) -> DateWords:
        """In both calendars, as precisely as it is known: a month of one is a span of two in the other."""
        first = first_day(when)
        if first < BOTH_CALENDARS_FROM:
            return self.date_alone(when)
        pair = [self._in(calendar, when) for calendar in self.settings.calendars]
        return DateWords(pair[0], pair[1] if len(pair) > 1 else "", _iso(when))

    def year(self, when: When) -> str:
        """The year of a date in this language's own calendar; two, where it may be either."""
        days = first_day(when), last_day(when)
        return self._year(when.year) if days[0] < BOTH_CALENDARS_FROM else self._years(*(in_calendar(day, self.settings.calendars[0]).year for day in days))

    def date_alone(self, when: When) -> DateWords:
        """In its own calendar only, as dates of publication and of older history are shown."""
        return DateWords(self._written(when), "", _iso(when))

    def _in(self, calendar: Calendar, when: When) -> str:
        if calendar == when.calendar:
            return self._written(when)
        start, end = in_calendar(first_day(when), calendar), in_calendar(last_day(when), calendar)
        if when.day:
            return self._written(start)
        if not when.month:
            return self._years(start.year, end.year)
        if start.year != end.year:
            pair = [self._written(When(calendar, w.year, w.month)) for w in (start, end)]
            return self.word("date.span", start=pair[0], end=pair[1])
        months = (self.month(calendar, w.month) for w in (start, end))
        return self.word("date.month", month=self.word("date.span", start=next(months), end=next(months)), year=self._year(start.year))

    def _written(self, when: When) -> str:
        year = self._year(when.year)
        if not when.month:
            return year
        month = self.month(when.calendar, when.month)
        if not when.day:
            return self.word("date.month", month=month, year=year)
        return self.word("date.day", day=self.digits(str(when.day)), month=month, year=year)

    def _year(self, year: int) -> str:
        return self.digits(str(year))

    def _years(self, start: int, end: int) -> str:
        return self._year(start) if start == end else self.word("date.span", start=self._year(start), end=self._year(end))

    def month(self, calendar: Calendar, month: int | None) -> str:
        """The name of a month, counted from 1."""
        if calendar == "jalali":
            return self.word(f"jalali.{month}")
        return _cldr(self.settings.locale).months["format"]["wide"][month]

    @cached_property
    def months(self) -> tuple[str, ...]:
        """The names of the months of all its calendars."""
        return tuple(self.month(calendar, n) for calendar in self.settings.calendars for n in range(1, 13))

    @cached_property
    def bound_days(self) -> re.Pattern[str]:
        """The day of a date and the space after it: `\\1` is the day, and a month follows."""
        return re.compile(rf"(?<!\d)(\d{{1,2}}) (?=(?:{'|'.join(map(re.escape, self.months))})\b)")

    # --- order and direction

    def sort_key(self, text: str) -> tuple:
        """A key that puts names in this language's order."""
        return sort_key(text, self._rank, self._fold)

    @cached_property
    def _rank(self) -> dict[str, int]:
        return {letter: rank for rank, letter in enumerate(self.settings.alphabet or "")}

    @cached_property
    def _fold(self) -> dict[int, str]:
        return {ord(old): new for old, new in self.settings.fold.items()}

    def runs(self, text: str) -> tuple[Run, ...]:
        """The text cut where its direction is not this language's, so that each run can be isolated."""
        return scripts.runs(text, self.direction)


def _iso(when: When) -> str:
    if when.calendar != "gregorian" and not when.day:
        return ""
    day = first_day(when)
    if when.day:
        return day.isoformat()
    return f"{when.year:04d}-{when.month:02d}" if when.month else f"{when.year:04d}"
