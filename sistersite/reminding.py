"""What is to be done, in the editor's own words and as JSON: the board of texts, reviews that are due, what was accepted."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sistersite.acceptance import Acceptance
from sistersite.board import Cell, Review, Row, counts
from sistersite.language import Language
from sistersite.model import OfficeId, Site, When


def board(site: Site, rows: Sequence[Row], words: Language) -> list[str]:
    """One line for each page, below it what to type for a text that is stale; at the end how many texts stand how."""
    lines = []
    for row in rows:
        cells = _joined((f"{words.language(cell.language)} {words.word(f'freshness.{cell.state}')}" for cell in row.cells), words)
        reviewed = f"{words.word('semicolon')} {_review(site, row.review, words)}" if row.review else ""
        lines.append(f"{row.folder} ({words.words_of(row.name)}){words.word('colon')} {cells}{reviewed}")
        lines += [f"    {_advice(row, cell, words)}" for cell in row.cells if cell.state == "stale"]
    total = (f"{words.word(f'freshness.{state}')} {words.number(n)}" for state, n in counts(rows).items())
    return [*lines, "", _joined(total, words)]


def due(site: Site, found: Sequence[Review], within: int, words: Language) -> list[str]:
    if not found:
        return [words.count("due.none", within)]
    return [f"{one.path} ({_title(one, words)}){words.word('colon')} {_review(site, one, words)}" for one in found]


def accepted(one: Acceptance, changed: bool, words: Language) -> str:
    folder = one.path.rpartition("/")[0]
    others = _joined((f"{folder}/{code}.md ({mark})" for code, mark in one.marks.items()), words)
    return words.word("done.accepted" if changed else "done.accepted-before", path=one.path, others=others)


def board_json(rows: Sequence[Row]) -> str:
    def cell(one: Cell) -> dict[str, Any]:
        return {"path": one.path, "state": one.state, **({"checked": dict(one.marks)} if one.marks else {})}

    pages = [
        {"path": row.folder, "kind": row.kind, "slug": row.slug, "state": row.state, "texts": {one.language: cell(one) for one in row.cells},
         "review": _as_json(row.review) if row.review else None}
        for row in rows
    ]  # fmt: skip
    return json.dumps({"counts": counts(rows), "pages": pages}, ensure_ascii=False, indent=1)


def due_json(found: Sequence[Review]) -> str:
    return json.dumps({"due": [_as_json(one) for one in found]}, ensure_ascii=False, indent=1)


def _as_json(one: Review) -> dict[str, Any]:
    return {"path": one.path, "office": one.upkeep.office, "due": one.day.isoformat(), "overdue": one.overdue}


def _advice(row: Row, cell: Cell, words: Language) -> str:
    others = _joined((f"{row.folder}/{code}.md" for code in cell.marks), words)
    return words.word("status.accept", path=cell.path, others=others)


def _title(one: Review, words: Language) -> str:
    return words.words_of(one.name) if one.name else words.word(f"title.{one.kind}")


def _review(site: Site, one: Review, words: Language) -> str:
    """Who looks after it, and until when it is to be reviewed."""
    until = words.word("due.since" if one.overdue else "upkeep.due")
    return f"{_office(site, one.upkeep.office, words)}{words.word('semicolon')} {until} {_date(one.upkeep.due, words)}"


def _office(site: Site, name: OfficeId, words: Language) -> str:
    office = site.settings.offices.get(name)
    return words.words_of(office.name) if office else name


def _date(when: When, words: Language) -> str:
    said = words.date(when)
    return f"{said.first} ({said.second})" if said.second else said.first


def _joined(pieces: Iterator[str], words: Language) -> str:
    return f"{words.word('comma')} ".join(pieces)
