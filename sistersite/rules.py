"""What the site asks of every record and every text: languages, letters, spelling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sistersite import lint, load
from sistersite.errors import Problems
from sistersite.letters import Letters


@dataclass(frozen=True)
class Rules:
    """What the site asks of every record."""

    languages: tuple[str, ...]
    required: tuple[str, ...]
    letters: Letters | None = None  # None: not asked
    months: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # language → the names of its months

    def strange_letters(self, text: str) -> list[tuple[int, str]]:
        """(offset, letter) where each letter no font has first stands."""
        strange = self.letters.strange(text).difference(lint.HIDDEN) if self.letters else ()  # what is hidden is told as that
        return sorted((text.index(letter), letter) for letter in strange)

    def slips(self, scalar: load.Scalar, code: str) -> Problems:
        """Slips of spelling in a running text of a record."""
        found = lint.findings(scalar.text, code, self.months.get(code, ()))
        return Problems(one.problem(scalar.at, scalar.as_typed and (scalar.quoted or ":" not in (one.mended or ""))) for one in found)
