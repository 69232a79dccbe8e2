"""Located values → the model's dataclasses, by their own declarations.

One generic reader: the class is the schema. What a value means for the rest of the site (a source that
must exist, an office) is handed on as a `Reference` with its place.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

from sistersite import freshness, language, lint, load, model
from sistersite.declarations import fields_of, nearest, without_none
from sistersite.discover import SLUG
from sistersite.errors import Place, Problems
from sistersite.rules import Rules, marks_around

T = TypeVar("T")

FIGURE_RANGES = {"population": (1_000, 60_000_000), "area": (1, 100_000), "elevation": (-500, 6_000)}  # people, km², m
_LAST_YEAR = {"gregorian": 2100, "jalali": 1500}  # a Jalali 2019 is a slip, not the far future
_UNCLEAR_YEARS = range(1300, 1500)  # Jalali years of our days, Gregorian years of the Renaissance
DIFFERS = "differs"  # the key beside the languages of a text that says why they may state different facts
_DATE = re.compile(r"(\d{3,4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_PATTERNS = {
    model.Url: re.compile(r"https?://[^\s/?#<>\"\\^`{|}\[\]]+\.[^\s/?#<>\"\\^`{|}\[\]]+(?:[/?#][^\s<>\"\\^`{|}]*)?"),
    model.Email: re.compile(r"[^\s@<>\"]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}"),
    model.Slug: SLUG,
    model.SourceId: re.compile(r"[a-z][a-z0-9-]*"),
    model.OfficeId: SLUG,
    model.PageSlug: SLUG,
    model.TimeZone: re.compile(r"[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_-]+)+"),
    model.WikidataId: re.compile(r"Q[1-9]\d*"),
}
_REFERENCES = {model.SourceId: "source", model.OfficeId: "office", model.PageSlug: "page"}
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@dataclass(frozen=True)
class Reference:
    kind: str  # "source", "office", "page", "photos" or "documents"
    target: str
    place: Place


@dataclass(frozen=True)
class Written:
    """A short text as it stands in the file: language code → its words; `differs` is why these may say different things."""

    words: Mapping[str, load.Scalar]
    differs: load.Scalar | None = None


@dataclass(frozen=True)
class Read(Generic[T]):
    """A record (None when it could not be made) with all that was noted on the way.

    `whole` is false when a part could not be read, so that more references may stand there.
    """

    record: T | None
    references: tuple[Reference, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)  # name of a field, or of one in it (tie, tie.kind, was.0) → where it stands
    problems: Problems = field(default_factory=Problems)
    whole: bool = True
    newest: datetime.date = datetime.date.min  # the last of the dates that cannot lie ahead
    texts: tuple[Written, ...] = ()


class Dated(NamedTuple):
    """A date that cannot lie ahead: its first day, the name of its field, and where it stands."""

    day: datetime.date
    name: str
    place: Place


def record(cls: type[T], value: load.Value | None, rules: Rules, **given: Any) -> Read[T]:
    """Read a record of class `cls`; `given` fills the fields that files do not hold."""
    reader = _Reader(rules)
    made = reader.record(cls, value, "", given) if value is not None else None
    places = {name: place for name, place in reader.places.items() if name.count(".") < 2}
    newest = max((one.day for one in reader.dated), default=datetime.date.min)
    return Read(made, tuple(reader.references), places, reader.problems, reader.whole and value is not None, newest, tuple(reader.texts))


def dates(cls: type, value: load.Value | None, rules: Rules, **given: Any) -> list[Dated]:
    """The dates of a record that cannot lie ahead, in the order of the file."""
    reader = _Reader(rules)
    if value is not None:
        reader.record(cls, value, "", given)
    return reader.dated


def answer(hint: Any, value: load.Value, name: str, rules: Rules, meta: Mapping[str, Any]) -> Read[Any]:
    """Read one value by itself, as it would stand in the field `name` of the type `hint`."""
    reader = _Reader(rules)
    return Read(reader.value(hint, value, name, meta), problems=reader.problems)


class _Reader:
    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.problems = Problems()
        self.references: list[Reference] = []
        self.places: dict[str, Place] = {}
        self.dated: list[Dated] = []
        self.texts: list[Written] = []
        self.whole = True

    # --- records

    def record(self, cls: type[T], value: load.Value, path: str, given: Mapping[str, Any]) -> T | None:
        if not isinstance(value, load.Mapping):
            return self.wrong(value, path, "mapping")
        fields = fields_of(cls)
        written = {name for name, (f, _) in fields.items() if not (f.metadata.get("given") or f.metadata.get("inline"))}
        inline = next((name for name, (f, _) in fields.items() if f.metadata.get("inline")), None)
        values, broken = dict(given), False
        at = self.places.get(path, value.place)  # what a record lacks is told where its name stands, as editors' tools do
        words: list[tuple[load.Scalar, load.Value]] = []
        seen: dict[str, load.Value] = {}
        spoken = fields[inline][1] if inline else None
        known = (*sorted(written), *(self.rules.languages if inline else ()), *((DIFFERS,) if without_none(spoken) is model.Text else ()))
        for key, item in value.entries:
            name = self.known(key, known, value)
            if not name:
                continue
            here = f"{path}.{name}".lstrip(".")
            self.places[here], seen[name] = key.place, item
            if name in written:
                f, hint = fields[name]
                if (made := self.value(without_none(hint), item, here, f.metadata)) is not None:
                    values[name] = made
                    if f.metadata.get("past"):
                        day = language.first_day(made) if isinstance(made, model.When) else datetime.date(made, 1, 1)
                        self.dated.append(Dated(day, name, item.place))
            else:
                words.append((dataclasses.replace(key, text=name), item))
        if inline and (words or fields[inline][0].default is dataclasses.MISSING):
            values[inline] = self.value(without_none(spoken), load.Mapping(tuple(words), value.place), path)
            broken = broken or values[inline] is None
        for name in sorted(written - set(values)):
            f = fields[name][0]
            if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING:
                broken = True
                if name not in seen:
                    self.problems.add(at, "missing-field", name=name)
        if self.needs_source(fields, values, seen):
            self.problems.add(at, "fact-without-source")
        if cls is model.Figure and not broken:
            self.in_range(values["value"], *FIGURE_RANGES[values["kind"]], seen["value"])
        return None if broken else cls(**values)

    def known(self, key: load.Scalar, known: typing.Sequence[str], value: load.Mapping) -> str:
        """The field that a key names, or is likely to mean: that is read on, so that one slip is told once."""
        if key.text in known:
            return key.text
        meant = nearest(key.text, known)
        self.problems.add(key.place, "unknown-field", name=key.text, nearest=meant, known=", ".join(known) or "—")
        if meant and value.get(meant) is None:
            return meant
        self.whole = False
        return ""

    def needs_source(self, fields: Mapping[str, Any], values: Mapping[str, Any], seen: Mapping[str, load.Value]) -> bool:
        if "sources" not in fields or not fields["sources"][0].metadata.get("cited") or values.get("general", "general" in seen):
            return False
        written = seen.get("sources")
        return written is None or isinstance(written, load.Sequence) and not written.items

    # --- values

    def value(self, hint: Any, value: load.Value, path: str, meta: Mapping[str, Any] = types.MappingProxyType({})) -> Any:
        origin, parts = typing.get_origin(hint), typing.get_args(hint)
        if origin is tuple:
            return self.sequence(parts[0], value, path)
        if origin is typing.Literal:
            return self.choice(parts, value, path)
        if hint is model.Text:
            return self.text(value, path)
        if hint is model.When:
            return self.when(value, path)
        if hint is model.OtherNames:
            words = self.mapping(model.LanguageCode, tuple[str, ...], value, path)
            return None if words is None else model.OtherNames(words=words)
        if origin is not None and issubclass(origin, Mapping):
            return self.mapping(parts[0], parts[1], value, path)
        if dataclasses.is_dataclass(hint):
            return self.record(hint, value, path, {})
        if hint is str and isinstance(value, load.Scalar):
            self.problems.extend(marks_around([value]))
        return self.scalar(hint, value, path, meta)

    def sequence(self, hint: Any, value: load.Value, path: str) -> tuple[Any, ...] | None:
        if not isinstance(value, load.Sequence):
            return self.wrong(value, path, "list")
        made = []
        for number, item in enumerate(value.items):
            self.places[f"{path}.{number}"] = item.place
            made.append(self.value(hint, item, f"{path}.{number}"))
        return tuple(item for item in made if item is not None)

    def mapping(self, keys: Any, hint: Any, value: load.Value, path: str) -> dict[str, Any] | None:
        if not isinstance(value, load.Mapping):
            return self.wrong(value, path, "mapping")
        made = {}
        for key, item in value.entries:
            here = f"{path}.{key.text}"
            self.places[here] = key.place
            name = self.scalar(keys, key, here, {"key": True})
            read = self.value(hint, item, here)
            if name is not None and read is not None:
                made[name] = read
        return made

    def choice(self, choices: tuple[str, ...], value: load.Value, path: str) -> str | None:
        text = self.scalar(str, value, path, {})
        if text is None or text in choices:
            return text
        self.problems.add(value.place, "unknown-choice", name=text, field=path.rsplit(".", 1)[-1], nearest=nearest(text, choices), known=", ".join(choices))
        return None

    def text(self, value: load.Value, path: str) -> model.Text | None:
        if not isinstance(value, load.Mapping):
            return self.wrong(value, path, "text")
        words, broken, differs = {}, False, None
        for key, item in value.entries:
            code = self.known(key, (*self.rules.languages, DIFFERS), value)
            if code == DIFFERS:
                differs = item if self.scalar(str, item, f"{path}.{code}", {}) else None
            elif code and not (isinstance(item, load.Scalar) and item.empty):
                read = self.scalar(str, item, f"{path}.{code}", {"running": True})
                if isinstance(item, load.Scalar):
                    self.problems.extend(self.rules.slips(item, code))
                broken = broken or read is None
                words[code] = read
        missing = [code for code in self.rules.required if code not in words]
        for code in missing:
            self.problems.add(self.places.get(path, value.place), "missing-language", language=f"@language.{code}", code=code)
        written = {key.text: item for key, item in value.entries if isinstance(item, load.Scalar) and key.text in words}
        self.problems.extend(marks_around(written.values()))
        self.texts.append(Written(written, differs))
        return None if broken or missing else model.Text(words)

    def when(self, value: load.Value, path: str) -> model.When | None:
        calendar: model.Calendar = "gregorian"
        typed = value
        if isinstance(value, load.Mapping):
            if len(value.entries) != 1 or value.entries[0][0].text not in ("jalali", "gregorian"):
                return self.wrong(value, path, "date")
            calendar, typed = value.entries[0][0].text, value.entries[0][1]
        if not isinstance(typed, load.Scalar) or typed.empty:
            return self.wrong(typed, path, "empty" if isinstance(typed, load.Scalar) else "date")
        match = _DATE.fullmatch(typed.text.strip())
        if not match:
            self.problems.add(typed.place, "bad-date", date=typed.text)
            return None
        year, month, day = (int(part) if part else None for part in match.groups())
        if typed is value and year in _UNCLEAR_YEARS:
            self.problems.add(typed.place, "calendar-unclear", date=typed.text)
            return None
        when = model.When(calendar, year, month, day)
        try:
            if not 0 < year <= _LAST_YEAR[calendar] or 0 in (month, day):
                raise ValueError
            language.first_day(when), language.last_day(when)
        except ValueError:
            self.problems.add(typed.place, "bad-date", date=typed.text)
            return None
        return when

    def scalar(self, hint: Any, value: load.Value, path: str, meta: Mapping[str, Any]) -> Any:
        if not isinstance(value, load.Scalar) or value.empty:
            return self.wrong(value, path, "empty" if isinstance(value, load.Scalar) else _EXPECTED.get(hint, "words"))
        text = value.text.strip()
        for offset, letter in self.rules.strange_letters(value.text):
            self.problems.add(value.at(offset), "no-glyph", letter=letter, code=f"U+{ord(letter):04X}")
        if not meta.get("running"):
            self.problems.extend(one.problem(value.at, value.as_typed) for one in lint.hidden(value.text))
        if hint is bool:
            return {"true": True, "false": False}.get(text.lower()) if text.lower() in ("true", "false") else self.wrong(value, path, "bool")
        if hint in (int, float):
            return self.number(hint, value, path, meta)
        if hint is str:
            return text
        return self.special(hint, value, text, path, meta)

    def number(self, hint: type, value: load.Scalar, path: str, meta: Mapping[str, Any]) -> float | None:
        try:
            number = hint(value.text.strip())
        except ValueError:
            return self.wrong(value, path, _EXPECTED[hint])
        low, high = meta.get("between", (None, None))
        return number if low is None or self.in_range(number, low, high, value) else None

    def in_range(self, number: float, low: float, high: float, value: load.Value) -> bool:
        if low <= number <= high:
            return True
        self.problems.add(value.place, "out-of-range", number=value.text.strip(), low=f"{low:,}", high=f"{high:,}")
        return False

    def special(self, hint: Any, value: load.Scalar, text: str, path: str, meta: Mapping[str, Any]) -> str | None:
        name = path.rsplit(".", 1)[-1]
        if hint is model.FileName:
            if not _FILE.fullmatch(text) or ".." in text:
                self.problems.add(value.place, "file-outside" if re.search(r"[/\\]|\.\.", text) else "bad-name", name=text)
                self.whole = False
                return None
            self.references.append(Reference(path.split(".", 1)[0], text, value.place))
        elif hint is model.CountryCode:
            if not language.country_exists(text):
                best = text.upper() if language.country_exists(text.upper()) else ""
                return self.problems.add(value.place, "unknown-choice", name=text, field=name, nearest=best, known="CN, DE, FR, GB, IT …")
        elif hint is model.Locale:
            if not language.locale_exists(text):
                return self.problems.add(value.place, "unknown-choice", name=text, field=name, nearest="", known="fa, en_GB, de, ar …")
        elif hint is model.SiteLanguage:
            if text not in self.rules.languages:
                known = self.rules.languages
                self.problems.add(value.place, "unknown-choice", name=text, field=path.split(".")[-2], nearest=nearest(text, known), known=", ".join(known))
                return None
        elif hint is model.TextMark:
            if not freshness.MARK.fullmatch(text):
                return self.problems.add(value.place, "bad-mark", mark=text, path=value.place.path)
        elif hint is model.LanguageCode:
            if not language.language_exists(text):
                return self.problems.add(value.place, "unknown-choice", name=text, field=name, nearest="", known="fa, en, zh, de, ru …")
        elif not _PATTERNS[hint].fullmatch(text):
            self.problems.add(value.place, "bad-address" if hint in (model.Url, model.Email) else "bad-name", name=text)
            self.whole = self.whole and hint is not model.SourceId
            return None
        if hint in _REFERENCES and not meta.get("key"):  # a key defines, any other mention refers
            self.references.append(Reference(_REFERENCES[hint], text, value.place))
        return text

    def wrong(self, value: load.Value, path: str, expected: str) -> None:
        names = [part for part in path.split(".") if not part.isdecimal()]  # not the number in a list
        name = names[-1] if path else value.place.path.rsplit("/", 1)[-1]
        self.problems.add(value.place, "wrong-type", name=name, expected=f"@expect.{expected}")
        self.whole = False


_EXPECTED: Mapping[Any, str] = {int: "integer", float: "number", bool: "bool"}
