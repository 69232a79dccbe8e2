"""The declarations of the model, as they are read: fields with their types, and the name nearest to one that was typed."""

from __future__ import annotations

import dataclasses
import difflib
import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any

_FEW = 8  # names that can be taken in at a glance


@cache
def fields_of(cls: type) -> Mapping[str, tuple[dataclasses.Field[Any], Any]]:
    """Field name → the field and its resolved type."""
    hints = typing.get_type_hints(cls)
    return {f.name: (f, hints[f.name]) for f in dataclasses.fields(cls)}


def without_none(hint: Any) -> Any:
    """X for `X | None`, else the type itself."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        return next(part for part in typing.get_args(hint) if part is not type(None))
    return hint


def nearest(name: str, names: typing.Iterable[str]) -> str:
    """The name most like the one typed, or nothing."""
    return next(iter(difflib.get_close_matches(name, list(names), 1, 0.6)), "")


def listed(name: str, names: typing.Collection[str]) -> str:
    """The names there are, as one text; of many those most like the one typed. A dash for none."""
    few = names if len(names) <= _FEW else [*difflib.get_close_matches(name, list(names), _FEW, 0.0), "…"]
    return ", ".join(few) or "—"
