"""Problems in the editor's own words: as lines for a person, as JSON, as annotations of a code host."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sistersite.errors import Problem
from sistersite.language import Language


def tell(problems: Sequence[Problem], words: Language, untouched: bool = True) -> list[str]:
    """Problems as lines for a person; `untouched` says that nothing was written."""
    lines = []
    for problem in problems:
        said, advice = sentence(problem, words), advise(problem, words)
        lines.append(f"{problem.place}: {said} [{problem.kind}]")
        lines.extend(f"    {line}" for line in advice.split("\n"))
    lines += ["", words.count("problems.total", len(problems)) + (" " + words.word("problems.nothing-written") if untouched else "")]
    if untouched and (certain := sum(1 for problem in problems if problem.mend)):
        lines.append(words.count("problems.certain", certain))
    return lines


def sentence(problem: Problem, words: Language) -> str:
    return words.word(f"problem.{problem.kind}", **_spoken(problem, words))


def advise(problem: Problem, words: Language) -> str:
    """What to type; where a nearest right name was looked for and none found, the choices alone."""
    key = f"advice.{problem.kind}"
    if problem.values.get("nearest") == "":
        key += ".none"
    return words.word(key, **_spoken(problem, words))


def together(problem: Problem, words: Language) -> str:
    """What is wrong and what to type, one after the other in a line."""
    advice = advise(problem, words)
    return f"{sentence(problem, words)} {advice[:1].upper()}{advice[1:]}"


def _spoken(problem: Problem, words: Language) -> dict[str, str]:
    """Values that begin with @ are words of the catalogue themselves, or the name of a language: @language.de."""

    def spoken(value: str) -> str:
        if value.startswith("@language."):
            return words.language(value.removeprefix("@language."))
        return words.word(value[1:]) if value.startswith("@") and value[1:] in words.catalogue.words else value

    return {name: spoken(value) for name, value in problem.values.items()}


def as_json(problem: Problem, words: Language) -> dict[str, object]:
    place = problem.place
    return {"path": place.path, "line": place.line, "column": place.column, "kind": problem.kind,
            "message": sentence(problem, words), "advice": advise(problem, words)}  # fmt: skip


def as_annotation(problem: Problem, words: Language) -> str:
    """A workflow command: data escapes %, CR and LF; properties also : and , (GitHub's documentation)."""
    place = problem.place

    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def prop(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    told = data(together(problem, words))
    return f"::error file={prop(place.path)},line={place.line},col={place.column},title={prop(problem.kind)}::{told}"


def as_code_quality(problem: Problem, words: Language) -> dict[str, object]:
    """An entry of a code quality report, which GitLab shows in a merge request (its documentation, "Code quality report format")."""
    place = problem.place
    fingerprint = hashlib.sha256(f"{place} {problem.kind} {sorted(problem.values.items())}".encode()).hexdigest()
    return {"description": together(problem, words), "check_name": problem.kind, "fingerprint": fingerprint,
            "severity": "major", "location": {"path": place.path, "lines": {"begin": place.line}}}  # fmt: skip
