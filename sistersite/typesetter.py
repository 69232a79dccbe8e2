"""Nodes and templates → PDF. The only door to Typst, which is imported when a book is set.

A missing glyph, an unknown font or a picture without words for those who cannot see it stops it
(PDF/UA-1, ISO 14289-1), and so does any warning: a book is right or it is not made.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sistersite.crosslinks import Place

STANDARD = "ua-1"
ROUNDS = 4  # of setting a document anew where footnotes strayed; what strays then is left for a proof to tell

_WHERE = re.compile(r"┌─ (\S+?):(\d+):(\d+)")


class NotSet(Exception):
    """The typesetter could not set a document, or not without a warning: what it said, and where in which template."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        found = _WHERE.search(said)
        self.file = Path(found.group(1)).name if found else ""
        self.place = (int(found.group(2)), int(found.group(3)) + 1) if found else (1, 1)  # Typst counts columns from 0
        self.first = said.strip().partition("\n")[0].removeprefix("error: ").removeprefix("warning: ")  # the others often follow from it


@cache
def _faces(folders: tuple[Path, ...]) -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder) for folder in folders])


@dataclass(frozen=True)
class Typeset:
    """A finished PDF, and where its sources stand."""

    pdf: bytes
    places: tuple[Place, ...]


def typeset(
    template: Path, name: str, data: Mapping[str, Any], fonts: Sequence[Path], day: datetime.date,
    blocks_of: Callable[[Sequence[str]], Sequence[str]] = tuple,
) -> Typeset:  # fmt: skip
    """The template, which finds `data` in `sys.inputs.data` as JSON, as tagged PDF/UA-1.

    What it reads lies in its folder, into which a file with the document's `name` is written. `fonts` are folders of TTF
    files; no other font is looked for. The same input gives the same bytes. Raises NotSet.

    The template may tell in a `metadata` with the label <told> where its sources stand (`places`), and which footnotes do
    not stand on the page of their mark (`strays`). It is then set anew with what `blocks_of` says of these in the file
    `sys.inputs.fresh`, to begin new pages there; in a file, because other inputs would make everything be set anew.
    """
    import typst

    noon = int(datetime.datetime.combine(day, datetime.time(12), datetime.UTC).timestamp())
    fresh: list[str] = []
    file = template.parent / f"{name}.json"
    inputs = {"data": json.dumps(data, ensure_ascii=False), "fresh": file.name}
    compiler = typst.Compiler(str(template), root=str(template.parent), font_paths=_faces(tuple(fonts)), ignore_system_fonts=True, sys_inputs=inputs)
    told = {}
    for _ in range(ROUNDS):
        file.write_text(json.dumps(fresh))
        told = _told(compiler)
        if not told.get("strays"):
            break
        fresh += blocks_of(told["strays"])
    try:
        pdf, warnings = compiler.compile_with_warnings(pdf_standards=STANDARD, timestamp=noon)
    except typst.TypstError as error:
        raise NotSet("\n".join([error.diagnostic, *error.hints])) from None
    if warnings:
        raise NotSet("\n".join(warning.diagnostic for warning in warnings))
    return Typeset(bytes(pdf), tuple(Place(**one) for one in told.get("places", ())))


def _told(compiler: Any) -> dict[str, Any]:
    """What the document tells, laid out and not yet written as PDF; nothing of one that cannot be laid out, for writing it says why."""
    try:
        return next(iter(json.loads(compiler.query("<told>", field="value"))), {})
    except RuntimeError:
        return {}
