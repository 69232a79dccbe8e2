"""Puts what certainly belongs there into the text of a file, letter by letter; all else stays byte for byte.

No file is read as YAML and written anew: its comments, order, quotation marks and line ends are the editors'.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

from sistersite import load
from sistersite.errors import Problem
from sistersite.orthography import HIDDEN

_BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile(r"\r\n|\r|\n")
_SEEN = {ord(letter): f"<U+{ord(letter):04X}>" for letter in HIDDEN}


def mended(path: str, content: bytes, problems: Iterable[Problem]) -> tuple[bytes, int]:
    """The bytes of a file (YAML or Markdown, by its path) with its problems mended, and how many were.

    A problem is left alone where the file does not hold what was found, and all are where the file would not
    hold the same things any more.
    """
    text = content.decode("utf-8-sig")
    lines = [0, *(match.end() for match in _LINE_END.finditer(text))]
    pieces, last, done = [], 0, 0
    for problem in sorted((p for p in problems if p.mend), key=lambda p: p.place):
        if problem.place.line > len(lines):
            continue
        start = lines[problem.place.line - 1] + problem.place.column - 1
        if start < last or not text.startswith(problem.mend.found, start):
            continue
        pieces += [text[last:start], problem.mend.put]
        last, done = start + len(problem.mend.found), done + 1
    new = "".join([*pieces, text[last:]])
    if not done or _shape(path, text) != _shape(path, new):
        return content, 0
    return (_BOM if content.startswith(_BOM) else b"") + new.encode(), done


def difference(path: str, old: bytes, new: bytes) -> Iterator[str]:
    """What has changed, as lines of a unified diff in which hidden characters can be seen."""
    before, after = (_LINE_END.split(content.decode("utf-8-sig").translate(_SEEN)) for content in (old, new))
    return difflib.unified_diff(before, after, path, path, n=0, lineterm="")


def _shape(path: str, text: str) -> object:
    """What a file holds, apart from its words: of Markdown what its head does, and where its lines end."""
    text = _LINE_END.sub("\n", text)
    if path.endswith(".md"):
        head, _, first_line, _ = load.front_matter(text, path)
        return _shape_of(head), first_line, text.count("\n")
    return _shape_of(load.tree(text, path)[0])


def _shape_of(value: load.Value | None) -> object:
    if isinstance(value, load.Mapping):
        return {key.text: _shape_of(item) for key, item in value.entries}
    if isinstance(value, load.Sequence):
        return [_shape_of(item) for item in value.items]
    return type(value)
