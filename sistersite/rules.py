"""What the site asks of every record and every text: languages, letters, spelling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sistersite import lint, load
from sistersite.errors import Problem, Problems
from sistersite.letters import Letters

_LONGEST = 60  # of the words in a message


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


def marks_around(scalars: Iterable[load.Scalar]) -> Problems:
    """Values, all languages of one text, that stand in «…» or “…” instead of "…", which would be published with them.

    Not where all languages have such marks: that is a quotation. Nor where a value stands in "…" besides.
    """
    marked = [(scalar, scalar.text.strip()) for scalar in scalars]
    alone = [(scalar, text) for scalar, text in marked if _in_marks(text)]
    if len(alone) == len(marked) > 1:
        return Problems()
    told = ((scalar, text, text[1:-1]) for scalar, text in alone if not scalar.quoted)
    return Problems(Problem(scalar.place, "marks-around", {"found": _short(text), "words": _short(inner)}) for scalar, text, inner in told)


def _in_marks(text: str) -> bool:
    """Whether a pair of marks holds the whole, not one pair its beginning and another its end."""
    for opening, closing in ("«»", "“”"):
        if len(text) > 2 and text[0] == opening and text[-1] == closing:
            return all(text.count(opening, 0, end) > text.count(closing, 0, end) for end in range(1, len(text)))
    return False


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 4 :]}"
