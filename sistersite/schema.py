"""The model's declarations as JSON Schema, for completion and help in editors' tools (`make schema`).

It says no more than `check` does: what an editor's tool marks is wrong. It says as much as a schema can, so that most slips
are seen while they are typed; which names lead somewhere only `check` knows. Dates and texts accept what editors may type: a
scalar may be a string or a number, for `load` keeps every scalar as text, and digits may be Persian.
"""

from __future__ import annotations

import dataclasses
import json
import re
import types
import typing
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sistersite import guide, model
from sistersite.check import RECORD_CLASSES
from sistersite.declarations import fields_of, without_none
from sistersite.discover import SLUG
from sistersite.read import DIFFERS

CLASSES = {**RECORD_CLASSES, "city": model.City}
Schema = dict[str, Any]
Explain = Callable[..., str]  # see guide.explain


def _digits(pattern: str) -> str:
    """A pattern in which digits stand in brackets, [0-9] or [1], made to accept Persian and Arabic digits too."""

    def either(found: re.Match[str]) -> str:
        first, last = int(found[1]), int(found[2] or found[1])
        return "[" + "".join(f"{chr(zero + first)}-{chr(zero + last)}" for zero in map(ord, "0۰٠")) + "]"

    return re.sub(r"\[(\d)(?:-(\d))?\]", either, pattern)


_DAY = _digits("(?:-(?:[0]?[1-9]|[1][0-2])(?:-(?:[0]?[1-9]|[1-2][0-9]|[3][0-1]))?)?")  # month and day, as far as they are known
_YEARS = {  # and the last of them
    "gregorian": (_digits("(?:[0-9]{3}|[0-1][0-9]{3}|[2][0][0-9]{2}|[2][1][0]{2})"), 2100),
    "jalali": (_digits("(?:[0-9]{3}|[0][0-9]{3}|[1][0-4][0-9]{2}|[1][5][0]{2})"), 1500),
}
_CLEAR = _digits("(?![1][3-4][0-9]{2})")  # 1300 to 1499 may be of either calendar
_UNCLEAR: Schema = {"not": {"type": "integer", "minimum": 1300, "maximum": 1499}}

_WORDS: Schema = {"type": ["string", "number"], "pattern": r"\S"}
_SLUG: Schema = {"type": "string", "pattern": f"^(?:{SLUG.pattern})$"}
_CODE: Schema = {"type": "string", "pattern": "^[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*$"}
_SCALARS: Mapping[Any, Schema] = {
    str: _WORDS,
    int: {"type": ["integer", "string"], "pattern": _digits(r"^\s*[+-]?[0-9]+\s*$")},
    float: {"type": ["number", "string"], "pattern": _digits(r"^\s*[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)\s*$")},
    bool: {"type": ["boolean", "string"], "pattern": r"^\s*(?:[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])\s*$"},
    model.Url: {"type": "string", "pattern": r"^\s*https?://[^\s/?#]+\.[^\s/?#]+", "examples": ["https://example.org/page"]},
    model.Email: {"type": "string", "pattern": r"^\s*[^\s@<>\"]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}\s*$"},
    model.CountryCode: {"type": "string", "pattern": "^[A-Z]{2}$", "examples": ["DE", "CN", "IT"]},
    model.LanguageCode: {**_CODE, "examples": ["fa", "en", "de", "zh"]},
    model.TimeZone: {"type": "string", "pattern": "^[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_-]+)+$", "examples": ["Europe/Berlin", "Asia/Shanghai"]},
    model.WikidataId: {"type": "string", "pattern": r"^Q[1-9][0-9]*$", "examples": ["Q42053"]},
    model.SourceId: {"type": "string", "pattern": "^[a-z][a-z0-9-]*$"},
    model.FileName: {"type": ["string", "number"], "pattern": r"^(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9_.-]*$"},
    model.Slug: _SLUG,
    model.PageSlug: _SLUG,
    model.OfficeId: _SLUG,
}


def write(root: Path) -> list[str]:
    """Write content/schema/<name>.json for every kind of file; returns their paths."""
    folder = root / "content" / "schema"
    folder.mkdir(exist_ok=True)
    languages = _languages(root)
    paths = []
    for name, cls in sorted(CLASSES.items()):
        file = folder / f"{name}.json"
        file.write_text(json.dumps(schema(cls, languages, root), ensure_ascii=False, indent=1) + "\n", "utf-8")
        paths.append(file.relative_to(root).as_posix())
    return paths


def schema(cls: type, languages: tuple[tuple[str, ...], tuple[str, ...]], root: Path) -> Schema:
    """The JSON Schema (draft 7) of a record; `languages` are those used and those required."""
    made = _Schemas(*languages, lambda key, **how: guide.explain(key, root, **how))
    top = made.object(cls)
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": cls.__name__, **top, "definitions": made.definitions}


def keys() -> set[str]:
    """The keys of every explanation that the schemas show."""
    asked: set[str] = set()
    made = _Schemas(("en",), ("en",), lambda key, **how: asked.add(key) or key)
    for cls in CLASSES.values():
        made.object(cls)
    return asked


def _languages(root: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    from sistersite import load

    words, _ = load.text((root / "content/site.yaml").read_bytes(), "content/site.yaml")
    value, _ = load.tree(words or "", "content/site.yaml")

    def codes(name: str) -> tuple[str, ...]:
        found = value.get(name) if isinstance(value, load.Mapping) else None
        return tuple(item.text for item in found.items if isinstance(item, load.Scalar)) if isinstance(found, load.Sequence) else ()

    return codes("languages"), codes("required")


class _Schemas:
    """Makes schemas of the model's types; `definitions` are the records met on the way."""

    def __init__(self, used: tuple[str, ...], required: tuple[str, ...], explain: Explain) -> None:
        self.used, self.required, self.explain = used, required, explain
        self.definitions: dict[str, Schema] = {}

    def object(self, cls: type) -> Schema:
        properties, needed, together = {}, [], {}
        for name, (field, hint) in fields_of(cls).items():
            must = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
            if field.metadata.get("given"):
                continue
            key = guide.key_of(cls, name)
            if field.metadata.get("inline"):
                if without_none(hint) is model.OtherNames:
                    properties.update({code: {"description": self.explain(key, about=code), "type": "array", "items": _WORDS} for code in self.used})
                    continue
                properties.update(self.words(key))
                needed += self.required if must else ()
                together = {} if must else {code: [other for other in self.required if other != code] for code in self.used}
                continue
            made = {"description": self.explain(key), **self.value(without_none(hint), field.metadata)}
            properties[name] = {**made, "default": field.default} if isinstance(field.default, bool) else made
            needed += [name] if must else []
        made = {"type": "object", "properties": properties, "additionalProperties": False}
        return {**made, **({"required": needed} if needed else {}), **({"dependencies": together} if together else {})}

    def words(self, key: str) -> dict[str, Schema]:
        """Language code → the words in it; and why they may differ."""
        spoken = {code: {"description": self.explain(key, about=code), **_WORDS} for code in self.used}
        return {**spoken, DIFFERS: {"description": self.explain("explain.Text.differs"), **_WORDS}}

    def value(self, hint: Any, meta: Mapping[str, Any] = types.MappingProxyType({})) -> Schema:
        origin, parts = typing.get_origin(hint), typing.get_args(hint)
        if origin is tuple:
            return {"type": "array", "items": self.value(parts[0])}
        if origin is typing.Literal:
            return {"enum": list(parts), "enumDescriptions": [self.explain(guide.key_of_choice(hint, one), between=" · ") for one in parts]}
        if hint is model.Text:
            return {"type": "object", "properties": self.words("explain.Text.words"), "required": list(self.required), "additionalProperties": False}
        if hint is model.When:
            return self.defined("When", self.when)
        if hint is model.OtherNames:
            return {"type": "object", "propertyNames": _CODE, "additionalProperties": {"type": "array", "items": _WORDS}}
        if origin is not None and issubclass(origin, Mapping):
            return {"type": "object", "propertyNames": _name(parts[0]), "additionalProperties": self.value(parts[1])}
        if "between" in meta:
            return {**_SCALARS[hint], "minimum": meta["between"][0], "maximum": meta["between"][1]}
        if dataclasses.is_dataclass(hint):
            return self.defined(hint.__name__, lambda: self.object(hint))
        return _SCALARS[hint]

    def defined(self, name: str, make: Callable[[], Schema]) -> Schema:
        if name not in self.definitions:
            self.definitions[name] = {}  # a record may hold itself
            self.definitions[name] = make()
        return {"$ref": f"#/definitions/{name}"}

    def when(self) -> Schema:
        """A date: as a scalar, or below the name of its calendar."""
        wrong = self.explain("explain.When.wrong")

        def date(calendar: str, clear: str = "") -> Schema:
            years, last = _YEARS[calendar]
            return {"type": ["string", "integer"], "pattern": rf"^\s*{clear}{years}{_DAY}\s*$", "minimum": 100, "maximum": last, "errorMessage": wrong}

        calendars = {one: {"description": self.explain(f"explain.When.{one}"), **date(one)} for one in _YEARS}
        return {
            "if": {"type": "object"},
            "then": {"properties": calendars, "additionalProperties": False, "minProperties": 1, "maxProperties": 1},
            "else": {**date("gregorian", _CLEAR), **_UNCLEAR},
            "examples": ["2019-05-18"],
            "defaultSnippets": [{"label": "jalali", "description": calendars["jalali"]["description"], "body": {"jalali": "1398-02-28"}}],
        }


def _name(hint: Any) -> Schema:
    """The schema of a key; any key but words is text."""
    return {"pattern": _SCALARS[hint]["pattern"]} if hint is not str else {}
