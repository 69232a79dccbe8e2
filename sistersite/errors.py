"""What can be wrong, and where: mistakes are values, so that one run can show them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

# The closed set of kinds. For each there is a case folder in tests/cases/ and, in every
# catalogue, two messages: problem.<kind> (what is wrong) and advice.<kind> (what to type).
KINDS = (
    "alias",
    "bad-address",
    "bad-date",
    "bad-mark",
    "bad-name",
    "bad-photo",
    "calendar-unclear",
    "calendars-differ",
    "catalogue",
    "city-file-missing",
    "date-ahead",
    "differs-unneeded",
    "digits",
    "duplicate-key",
    "empty-file",
    "encoding",
    "fact-differs",
    "fact-without-source",
    "file-missing",
    "file-outside",
    "file-too-big",
    "file-unlisted",
    "format-new",
    "format-old",
    "half-space",
    "hidden-character",
    "implausible",
    "letter-form",
    "link-differs",
    "link-nowhere",
    "link-unsafe",
    "marks-around",
    "missing-field",
    "missing-language",
    "mixed-script",
    "month-name",
    "name-case",
    "name-differs",
    "no-glyph",
    "note-differs",
    "note-nowhere",
    "out-of-range",
    "punctuation",
    "quotation-marks",
    "raw-html",
    "same-address",
    "spacing",
    "tab",
    "template",
    "too-deep",
    "too-long",
    "unknown-attribute",
    "unknown-choice",
    "unknown-field",
    "unknown-markdown",
    "unknown-reference",
    "unused-source",
    "wrong-type",
    "yaml-syntax",
)


class Place(NamedTuple):
    """Where something stands: a path relative to the site's root, line and column counted from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Mend(NamedTuple):
    """What stands in the file at the place of a problem, and what certainly belongs there instead."""

    found: str
    put: str


@dataclass(frozen=True)
class Problem:
    """One mistake: its place, its kind (one of KINDS), the values its message needs and, where it is certain, how to mend it."""

    place: Place
    kind: str
    values: Mapping[str, str] = field(default_factory=dict)
    mend: Mend | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is not a kind of problem")


class Problems(list[Problem]):
    """The mistakes found so far in one stage; a stage returns them with its result."""

    def add(self, place: Place, kind: str, **values: object) -> None:
        self.append(Problem(place, kind, {name: str(value) for name, value in values.items()}))

    def in_order(self) -> list[Problem]:
        """Sorted by place, each mistake once."""
        unique = {(p.place, p.kind, tuple(sorted(p.values.items()))): p for p in self}
        return [unique[key] for key in sorted(unique)]


class BuildFailed(Exception):
    """The content has problems; nothing was written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = Problems(problems).in_order()
        super().__init__(f"{len(self.problems)} problems")

    def __reduce__(self):  # it may come from another process
        return BuildFailed, (self.problems,)


class WrongUse(Exception):
    """The command cannot do what was asked of it; the message key and values say why."""

    def __init__(self, key: str, **values: object) -> None:
        self.key = key
        self.values = {name: str(value) for name, value in values.items()}
        super().__init__(key)
