"""The form of a new city, filled in: answers stand where the form names their fields, all else stays as it was."""

from __future__ import annotations

import re
from collections.abc import Mapping

_FIELD = re.compile(r"(?P<off>#?)(?P<indent> *)(?P<name>[a-z_0-9]+):(?P<value>(?: +(?!#)\S.*?)?)(?P<comment> +# .*)?")


def fill(form: str, values: Mapping[str, str]) -> str:
    """Put values, written as YAML, into a form. A name such as place.country says where a value stands.

    Fields that the form leaves out by a # are taken in, with those above them. A field that the form does not name
    (a language of the site that it does not know) stands below its neighbour. Raises KeyError where it has none.
    """
    lines, stood = form.split("\n"), _lines_of(form)
    made: dict[int, list[str]] = {}
    for path, value in values.items():
        parent, _, name = path.rpartition(".")
        if path in stood:
            number = stood[path]
            made.setdefault(number, []).insert(0, _written(lines[number], value))
        else:
            number = max(stood[other] for other in values if other in stood and other.rpartition(".")[0] == parent)
            indent = _FIELD.fullmatch(lines[number])["indent"]
            made.setdefault(number, []).append(f"{indent}{name}: {value}")
        while parent:
            made.setdefault(stood[parent], [_written(lines[stood[parent]])])
            parent = parent.rpartition(".")[0]
    return "\n".join(line for number, old in enumerate(lines) for line in made.get(number, [old]))


def _lines_of(form: str) -> dict[str, int]:
    """Name of a field → the number of its line, counted from 0; fields of lists are no fields of the form."""
    found: dict[str, int] = {}
    above: list[tuple[int, str]] = []
    for number, line in enumerate(form.split("\n")):
        if field := _FIELD.fullmatch(line):
            depth = len(field["indent"])
            above = [one for one in above if one[0] < depth]
            above.append((depth, field["name"]))
            found.setdefault(".".join(name for _, name in above), number)
    return found


def _written(line: str, value: str | None = None) -> str:
    """The line of a field, taken in and with another value."""
    field = _FIELD.fullmatch(line)
    text = f"{field['indent']}{field['name']}:{field['value'] if value is None else f' {value}'}"
    if field["comment"] is None:
        return text
    column = line.index(field["comment"]) + len(field["comment"]) - len(field["comment"].lstrip())
    return f"{text:<{column - 1}} {field['comment'].lstrip()}"
