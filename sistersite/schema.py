"""The model's declarations as JSON Schema, for completion in editors' tools (`make schema`).

Dates and texts accept what editors may type: a scalar may be a string or a number, for `load` keeps
every scalar as text.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sistersite import model
from sistersite.check import RECORD_CLASSES
from sistersite.discover import SLUG
from sistersite.read import DIFFERS, fields_of, without_none

CLASSES = {**RECORD_CLASSES, "city": model.City}
_WORDS = {"type": ["string", "number", "boolean"]}
_DATE = {"type": ["string", "integer"], "pattern": r"^\d{1,4}(-\d{1,2}(-\d{1,2})?)?$"}
_SCALARS: Mapping[Any, dict[str, Any]] = {
    str: _WORDS,
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    model.Url: {"type": "string", "pattern": "^https?://"},
    model.Email: {"type": "string", "pattern": "@"},
    model.CountryCode: {"type": ["string", "boolean"], "pattern": "^[A-Z]{2}$"},  # NO is a boolean to YAML 1.1
    model.Slug: {"type": "string", "pattern": f"^{SLUG.pattern}$"},
    model.PageSlug: {"type": "string", "pattern": f"^{SLUG.pattern}$"},
    model.When: {
        "oneOf": [
            _DATE,
            {"type": "object", "properties": {"jalali": _DATE}, "required": ["jalali"], "additionalProperties": False},
            {"type": "object", "properties": {"gregorian": _DATE}, "required": ["gregorian"], "additionalProperties": False},
        ]
    },
}


def write(root: Path) -> list[str]:
    """Write content/schema/<name>.json for every kind of file; returns their paths."""
    folder = root / "content" / "schema"
    folder.mkdir(exist_ok=True)
    languages = _languages(root)
    paths = []
    for name, cls in sorted(CLASSES.items()):
        file = folder / f"{name}.json"
        file.write_text(json.dumps(schema(cls, languages), ensure_ascii=False, indent=1) + "\n", "utf-8")
        paths.append(file.relative_to(root).as_posix())
    return paths


def schema(cls: type, languages: tuple[tuple[str, ...], tuple[str, ...]]) -> dict[str, Any]:
    """The JSON Schema (draft 7) of a record; `languages` are those used and those required."""
    definitions: dict[str, Any] = {}
    top = _object(cls, languages, definitions)
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": cls.__name__, **top, "definitions": definitions}


def _languages(root: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    from sistersite import load

    words, _ = load.text((root / "content/site.yaml").read_bytes(), "content/site.yaml")
    value, _ = load.tree(words or "", "content/site.yaml")

    def codes(name: str) -> tuple[str, ...]:
        found = value.get(name) if isinstance(value, load.Mapping) else None
        return tuple(item.text for item in found.items if isinstance(item, load.Scalar)) if isinstance(found, load.Sequence) else ()

    return codes("languages"), codes("required")


def _object(cls: type, languages: tuple[tuple[str, ...], tuple[str, ...]], definitions: dict[str, Any]) -> dict[str, Any]:
    properties, required = {}, []
    for name, (field, hint) in fields_of(cls).items():
        needed = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        if field.metadata.get("given"):
            continue
        if field.metadata.get("inline"):
            spoken = without_none(hint) is model.Text
            properties.update(dict.fromkeys(languages[0], _WORDS if spoken else {"type": "array", "items": _WORDS}))
            properties.update({DIFFERS: _WORDS} if spoken else {})
            required += languages[1] if needed and spoken else ()
            continue
        properties[name] = _value(without_none(hint), field.metadata, languages, definitions)
        required += [name] if needed else []
    made = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**made, "required": required} if required else made


def _value(hint: Any, meta: Mapping[str, Any], languages: tuple[tuple[str, ...], tuple[str, ...]], definitions: dict[str, Any]) -> dict[str, Any]:
    def inner(part: Any) -> dict[str, Any]:
        return _value(part, types.MappingProxyType({}), languages, definitions)

    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return {"type": "array", "items": inner(parts[0])}
    if origin is typing.Literal:
        return {"enum": list(parts)}
    if hint is model.Text:
        used, required = languages
        return {"type": "object", "properties": dict.fromkeys((*used, DIFFERS), _WORDS), "required": list(required), "additionalProperties": False}
    if hint is model.OtherNames:
        return {"type": "object", "additionalProperties": {"type": "array", "items": _WORDS}}
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": inner(parts[1])}
    if "between" in meta:
        return {**_SCALARS[hint], "minimum": meta["between"][0], "maximum": meta["between"][1]}
    if hint in _SCALARS:
        return _SCALARS[hint]
    if dataclasses.is_dataclass(hint):
        if hint.__name__ not in definitions:
            definitions[hint.__name__] = {}
            definitions[hint.__name__] = _object(hint, languages, definitions)
        return {"$ref": f"#/definitions/{hint.__name__}"}
    return {"type": "string"}
