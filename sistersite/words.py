"""Which words of the catalogues are used, and bringing the catalogues in line with them (`make locales`)."""

from __future__ import annotations

import io
import re
import typing
from collections.abc import Iterator
from pathlib import Path

from sistersite import (
    account,
    atlas,
    differences,
    errors,
    figures,
    freshness,
    guide,
    kits,
    lint,
    lives,
    migrate,
    model,
    plan_city,
    plausible,
    schema,
    sheets,
    views,
    web,
)

_LITERAL = re.compile(
    r"""(?:say|count|word|_message|WrongUse|progress)\(\s*(?:[a-z_.]+,\s*)?"([a-z][a-zA-Z0-9._-]*)"(?!\s*~)|"@([a-z][a-zA-Z0-9._-]*[a-z])\""""
)
_LOOKED_UP = ("link-nowhere", "note-nowhere", "unknown-choice", "unknown-field", "unknown-reference")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n"}


def _families() -> Iterator[tuple[str, typing.Iterable[str]]]:
    """Keys that layouts and code put together: their beginning, and what may follow."""
    kinds = typing.get_args(model.TieKind)
    yield "menu.", web.NAVIGATION
    yield "title.", (*web.NAVIGATION, "downloads", "book", "status", "missing")
    yield "description.", (*web.NAVIGATION, "downloads", "book", "status", "missing")
    yield "freshness.", freshness.STATES
    yield "newer", ("", ".both")
    yield "done.accepted", ("", "-before")
    yield "description.kind.", (*kinds, "home")
    yield "kind.", (*kinds, "home")
    yield "kinds.", kinds
    yield "about-kind.", kinds
    yield "section.", (*plan_city.SECTIONS, "sources")
    yield "figure.", typing.get_args(model.FigureKind)
    yield "unit.", typing.get_args(model.FigureKind)
    yield "wind.", figures.WINDS
    yield "years", ("", ".about")
    yield "degrees.", ("n", "s", "e", "w")
    yield "state.", (f"{level}.{state}" for level in typing.get_args(model.Level) for state in typing.get_args(model.State))
    yield "side.", typing.get_args(model.Side)
    yield "step.", typing.get_args(model.StepKind)
    yield "grade.", typing.get_args(model.Grade)
    yield "region.", typing.get_args(model.Region)
    yield "part.", typing.get_args(model.Part)
    yield "field.", typing.get_args(model.Field)
    yield "proposal.", ("proposed", "claimed")
    yield "programme.", ("aims", "outcome", "target_groups")
    yield "theme.", ("system", "light", "dark")
    yield "tile.", views.TREATMENTS
    yield "tile.about.", views.TREATMENTS
    yield "life.", ("signed", "event", *lives.ROLES)
    yield "map.plate.", atlas.PLATES
    yield "map.about.", atlas.PLATES
    yield "download.", sheets.NAMES
    yield "download.about.", sheets.NAMES
    yield "document.", kits.KINDS
    yield "review.part.", ("title", "summary")
    yield "short.", plausible.ROOM
    yield "length.", (unit for unit, _ in plausible.ROOM.values())
    yield "jalali.", map(str, range(1, 13))
    yield "problem.", errors.KINDS
    yield "advice.", errors.KINDS
    yield "advice.", (f"{kind}.none" for kind in (*_LOOKED_UP, *lint.KINDS))
    yield "impact.", differences.HOW
    yield "impact.chapter.", (differences.ADDED, differences.REMOVED)
    yield "impact.count.", account.COUNTED
    yield "impact.list.", account.LISTED
    yield "migrate.", (str(one.number) for one in migrate.MIGRATIONS)
    yield "expect.", ("mapping", "list", "text", "words", "empty", "integer", "number", "bool", "date")
    yield "yaml.", ("colon", "quote", "escape", "sign", "bracket", "indent", "other")


def used(project: Path) -> set[str]:
    """Every key that layouts and code ask for, but those of the guide: each must stand in every catalogue."""
    keys = {f"{start}{end}" for start, ends in _families() for end in ends}
    return {key for key in keys | {a or b for a, b in _LITERAL.findall(_all_text(project))} if not guide.owns(key)}


def guiding(project: Path) -> set[str]:
    """Every key that help, questions and the schema ask for: each must stand in every guide."""
    return schema.keys() | {key for key in re.findall(r'"([a-z]+\.[A-Za-z0-9._-]+)"', _all_text(project)) if guide.owns(key)}


def unused(project: Path, keys: set[str]) -> set[str]:
    """Those of the keys that nothing asks for, and that stand nowhere in layouts and code as a word in quotes."""
    text = _all_text(project)
    return {key for key in keys - used(project) if f'"{key}"' not in text}


def _all_text(project: Path) -> str:
    files = [*sorted((project / "layouts").rglob("*.*ml")), *sorted((project / "sistersite").glob("*.py"))]
    return "\n".join(file.read_text("utf-8") for file in files if file.name != Path(__file__).name)


def update(project: Path) -> list[str]:
    """Add the keys that a catalogue lacks, without words, and take out those no longer used.

    Returns a line for each change. What is added must be filled in: a build refuses an empty word.
    """
    from babel.messages.pofile import read_po

    lines, kept = [], _all_text(project)
    files = [(file, used(project)) for file in sorted(project.glob("locales/*/LC_MESSAGES/messages.po"))]
    files += [(file, guiding(project)) for file in sorted(project.glob(f"locales/*/{guide.FILE}"))]
    for file, wanted in files:
        catalogue = read_po(io.BytesIO(file.read_bytes()))
        held = {(m.id if isinstance(m.id, str) else m.id[0]): m for m in catalogue if m.id}
        keys = wanted | {key for key in held if f'"{key}"' in kept}
        lines += [f"{file.relative_to(project)}: + {key}" for key in sorted(keys - set(held))]
        lines += [f"{file.relative_to(project)}: - {key}" for key in sorted(set(held) - keys)]
        head = file.read_text("utf-8").split("\n\n", 1)[0]
        entries = [_entry(key, held[key].string if key in held else "") for key in sorted(keys)]
        file.write_text("\n\n".join([head, *entries]) + "\n", "utf-8")
    return lines


def _entry(key: str, words: str | tuple[str, ...]) -> str:
    if isinstance(words, str):
        return f"msgid {_quoted(key)}\nmsgstr {_quoted(words)}"
    forms = "\n".join(f"msgstr[{n}] {_quoted(form)}" for n, form in enumerate(words))
    return f"msgid {_quoted(key)}\nmsgid_plural {_quoted(key)}\n{forms}"


def _quoted(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(letter, letter) for letter in text) + '"'
