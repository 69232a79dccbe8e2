"""Bytes of a file → text, and YAML → values that know where they stand.

The only door to YAML. Every scalar stays the text that was typed: `no` never becomes false, `2019`
never a number. Aliases, tags and deep nesting are refused before a tree is built: the C parser
crashes the process on some 30,000 nested brackets, and an alias can blow up a small file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from sistersite.errors import Place, Problems

MOST_DEPTH = 20

_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_SPECIAL = re.compile("scanning an? (alias|anchor|tag)")
_FROM_ITS_START = ("yaml.quote", "yaml.bracket")  # told where the thing begins that is not closed

# What the parser says → the detail our message shows (a key of the catalogues).
_DETAILS = (
    (re.compile("mapping values are not allowed"), "yaml.colon"),
    (re.compile("escape character"), "yaml.escape"),
    (re.compile("quoted scalar|unexpected end of stream|unexpected document"), "yaml.quote"),
    (re.compile("cannot start any token|directive|block scalar|not allowed"), "yaml.sign"),
    (re.compile("flow (sequence|mapping)|expected ',' or"), "yaml.bracket"),
    (re.compile("expected '?<?key|could not find expected ':'|block (end|mapping|collection)"), "yaml.indent"),
)


@dataclass(frozen=True, slots=True)
class Scalar:
    text: str
    place: Place
    quoted: bool = False
    as_typed: bool = False  # on one line and without escapes, so that its letters can be counted in the file

    def at(self, offset: int) -> Place:
        """Where a letter of the text stands; where the scalar begins, if that cannot be told."""
        if not self.as_typed:
            return self.place
        return Place(self.place.path, self.place.line, self.place.column + offset + self.quoted)

    @property
    def empty(self) -> bool:
        return not self.text.strip() or not self.quoted and self.text in ("~", "null")


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Value, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    entries: tuple[tuple[Scalar, Value], ...]
    place: Place

    def get(self, name: str) -> Value | None:
        return next((value for key, value in self.entries if key.text == name), None)


Value = Scalar | Sequence | Mapping


class _Refused(Exception):
    """The rest of the file cannot be read; the problem is already noted."""


def text(content: bytes, path: str) -> tuple[str | None, Problems]:
    """Decode UTF-8, with or without a byte-order mark; line ends become \\n."""
    problems = Problems()
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = content[: error.start].decode("utf-8-sig", "replace")
        line = good.count("\n") + 1
        problems.add(Place(path, line, len(good) - good.rfind("\n")), "encoding")
        return None, problems
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    if not words.strip():
        problems.add(Place(path), "empty-file")
        return None, problems
    return words, problems


def tree(words: str, path: str, first_line: int = 1) -> tuple[Value | None, Problems]:
    """The value a YAML text describes, or None with the problems that kept it from being read."""
    problems = Problems()
    builder = _Builder(words, path, first_line, problems)
    try:
        return builder.document(), problems
    except _Refused:
        return None, problems
    except yaml.YAMLError as error:
        builder.explain(error)
        return None, problems


class _Builder:
    """Builds values straight from the parser's events, in one pass."""

    def __init__(self, words: str, path: str, first_line: int, problems: Problems) -> None:
        self.words, self.path, self.first_line, self.problems = words, path, first_line, problems
        self.events = yaml.parse(words, Loader=_PARSER)

    def place(self, mark: yaml.Mark) -> Place:
        return Place(self.path, mark.line + self.first_line, mark.column + 1)

    def refuse(self, mark: yaml.Mark, kind: str, **values: object) -> _Refused:
        self.problems.add(self.place(mark), kind, **values)
        return _Refused()

    def document(self) -> Value | None:
        value = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent) and value is not None:
                raise self.refuse(event.start_mark, "yaml-syntax", detail="@yaml.documents")
            if isinstance(event, (yaml.NodeEvent)):
                value = self.value(event, 1)
        if value is None:
            self.problems.add(Place(self.path, self.first_line), "empty-file")
        return value

    def value(self, event: yaml.Event, depth: int) -> Value:
        mark = event.start_mark
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None or getattr(event, "tag", None):
            raise self.refuse(mark, "alias")
        if depth > MOST_DEPTH:
            raise self.refuse(mark, "too-deep", most=MOST_DEPTH)
        place = self.place(mark)
        if isinstance(event, yaml.ScalarEvent):
            end = event.end_mark
            if not event.style and event.value.count('"') % 2 and event.value.endswith('"'):
                raise self.refuse(mark, "yaml-syntax", detail="@yaml.unopened")
            as_typed = end.line == mark.line and end.column - mark.column == len(event.value) + 2 * (event.style in ("'", '"'))
            return Scalar(event.value, place, bool(event.style), as_typed)  # libyaml has "" for a plain style, its twin in Python None
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := next(self.events), yaml.SequenceEndEvent):
                items.append(self.value(inner, depth + 1))
            return Sequence(tuple(items), place)
        return self.mapping(place, depth)

    def mapping(self, place: Place, depth: int) -> Mapping:
        entries: dict[str, tuple[Scalar, Value]] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.value(event, depth + 1)
            value = self.value(next(self.events), depth + 1)
            if not isinstance(key, Scalar):
                raise self.refuse(event.start_mark, "yaml-syntax", detail="@yaml.key")
            if key.text in entries:
                first = entries[key.text][0].place.line
                self.problems.add(key.place, "duplicate-key", name=key.text, first=first)
                continue
            entries[key.text] = (key, value)
        return Mapping(tuple(entries.values()), place)

    def explain(self, error: yaml.YAMLError) -> None:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        if mark is None:  # a control character, refused by the reader before any mark exists
            before = self.words.encode()[: getattr(error, "position", 0)].decode(errors="replace")
            line = before.count("\n")
            place = Place(self.path, line + self.first_line, len(before) - before.rfind("\n"))
            self.problems.add(place, "yaml-syntax", detail="@yaml.sign")
            return
        lines = self.words.split("\n")
        for number in (mark.line, mark.line - 1):  # the parser may stop one line late
            line = lines[number] if 0 <= number < len(lines) else ""
            if "\t" in line[: len(line) - len(line.lstrip())]:
                column = line.index("\t") + 1
                self.problems.add(Place(self.path, number + self.first_line, column), "tab")
                return
        said, begun = f"{getattr(error, 'problem', '')} {getattr(error, 'context', '')}", getattr(error, "context_mark", None)
        if _SPECIAL.search(said):
            self.problems.add(self.place(begun or mark), "alias")
            return
        detail = next((key for pattern, key in _DETAILS if pattern.search(said)), "yaml.other")
        if detail == "yaml.indent" and (quote := self.odd_quote(lines, mark)):
            self.problems.add(quote, "yaml-syntax", detail="@yaml.quote")
            return
        self.problems.add(self.place(begun if detail in _FROM_ITS_START and begun else mark), "yaml-syntax", detail=f"@{detail}")

    def odd_quote(self, lines: list[str], mark: yaml.Mark) -> Place | None:
        """Where a quotation mark begins that is not closed on its line, or is closed before the sentence ends.

        The parser takes the next quotation mark, often on the next line, for its end and stops behind that one.
        """
        line = lines[mark.line] if mark.line < len(lines) else ""
        if not line[: mark.column].rstrip().endswith(("'", '"')):
            return None
        for number in (mark.line - 1, mark.line):
            found = re.search(r"""(?:^|[\s\[{,:])(["'])(?=\S)""", lines[number]) if number >= 0 else None
            if found and (number == mark.line or lines[number].count(found.group(1)) % 2):
                return Place(self.path, number + self.first_line, found.start(1) + 1)
        return None


def front_matter(words: str, path: str) -> tuple[Mapping | None, str, int, Problems]:
    """Split a Markdown text into its YAML head (None when there is none) and its body.

    Returns the head, the body, the number of the body's first line, and the head's problems.
    """
    begin = re.match(r"---[ \t]*\n", words)
    if not begin:
        return None, words, 1, Problems()
    end = re.compile(r"^---[ \t]*(?:\n|\Z)", re.M).search(words, begin.end())
    if not end:
        problems = Problems()
        problems.add(Place(path), "yaml-syntax", detail="@yaml.front")
        return None, "", 1, problems
    head, problems = tree(words[begin.end() : end.start()], path, first_line=2)
    if head is not None and not isinstance(head, Mapping):
        problems.add(head.place, "wrong-type", name="---", expected="@expect.mapping")
        head = None
    return head, words[end.end() :], words[: end.end()].count("\n") + 1, problems
