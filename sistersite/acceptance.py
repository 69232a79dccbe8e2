"""Writing into a text with which versions of its sister texts it was compared (`build.py accept`).

The mark is put where it belongs, letter by letter; all else in the file stays byte for byte the same.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sistersite import freshness, load
from sistersite.declarations import nearest
from sistersite.discover import Found
from sistersite.errors import BuildFailed, Place, Problems, WrongUse

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Acceptance:
    """What becomes of one text: the `marks` of its sisters by language, and its new bytes (the old ones, where it had these marks)."""

    path: str
    marks: Mapping[str, str]
    content: bytes


@dataclass(frozen=True)
class _Parts:
    head: load.Mapping | None
    body: str
    closing: int  # number of the line that ends the head


def acceptances(found: Found, languages: Iterable[str], path: str) -> tuple[Acceptance, ...]:
    """Of the text at a path below the root, or of all texts in the folder there, in both directions.

    Raises WrongUse where there is no such text, or none to compare it with; BuildFailed where a front matter cannot be read.
    """
    languages = tuple(languages)
    folders = {folder: {code: texts[code] for code in languages if code in texts} for folder, texts in _folders(found)}
    texts = {f"{folder}/{code}.md": (folder, code) for folder, held in folders.items() for code in held}
    chosen = [text for name, text in texts.items() if name == path or not path or name.startswith(f"{path}/")]
    if not chosen:
        known = [*texts, *folders]
        raise WrongUse("use.no-text", path=path, nearest=nearest(path, known) or next(iter(known), "cities/xian/fa.md"))
    pairs = [(folder, code) for folder, code in chosen if len(folders[folder]) > 1]
    if not pairs:
        folder, code = chosen[0]
        raise WrongUse("use.no-sister", path=f"{folder}/{code}.md", missing=", ".join(f"{folder}/{other}.md" for other in languages if other != code))
    return tuple(accept(folder, folders[folder], code) for folder, code in pairs)


def _folders(found: Found) -> Iterator[tuple[str, Mapping[str, bytes]]]:
    for top, held in (("cities", found.chapters), ("content/pages", found.pages)):
        yield from ((f"{top}/{slug}", texts) for slug, texts in held.items())


def accept(folder: str, texts: Mapping[str, bytes], code: str) -> Acceptance:
    """Mark the text in the language `code` as compared with all other `texts` of its folder, as they are now.

    Raises BuildFailed where a front matter cannot be read.
    """
    paths = {other: f"{folder}/{other}.md" for other in texts}
    marks = {other: freshness.mark(_parts(paths[other], content).body) for other, content in texts.items() if other != code}
    content = texts[code]
    for other, mark in marks.items():
        content = marked(paths[code], content, other, mark)
    return Acceptance(paths[code], marks, content)


def marked(path: str, content: bytes, code: str, mark: str) -> bytes:
    """The file with the mark of its sister text in the language `code`. Raises BuildFailed where its front matter cannot be read."""
    parts = _parts(path, content)
    text = content.decode("utf-8-sig")
    at, width, put = _change(text, parts, code, f'"{mark}"')
    start = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    return start + (text[:at] + put + text[at + width :]).encode()


def _parts(path: str, content: bytes) -> _Parts:
    words, problems = load.text(content, path)
    head, body, first_line, more = load.front_matter(words or "", path)
    if problems or more:
        raise BuildFailed([*problems, *more])
    unended = not body and not words.endswith("\n")
    return _Parts(head, body, first_line if unended else first_line - 1)


def _change(text: str, parts: _Parts, code: str, mark: str) -> tuple[int, int, str]:
    """Where in the text how many letters give way to what: the mark alone, or as much of the front matter as is not there yet."""
    ends = list(_LINE_END.finditer(text))
    lines = [0, *(match.end() for match in ends)]
    line_end = ends[0].group() if ends else "\n"

    def offset(place: Place) -> int:
        return lines[place.line - 1] + place.column - 1

    def instead(key: load.Scalar, old: load.Value, put: str) -> tuple[int, int, str]:
        if isinstance(old, load.Scalar) and not old.text and not old.quoted:  # an empty value is taken to stand where the next one begins
            return text.index(":", offset(key.place) + len(key.text)) + 1, 0, f" {put}"
        if isinstance(old, load.Scalar) and old.as_typed:
            return offset(old.place), len(old.text) + 2 * old.quoted, put
        problems = Problems()
        problems.add(old.place, "wrong-type", name=key.text, expected="@expect.words")
        raise BuildFailed(problems)

    if parts.head is None:
        return 0, 0, f"---{line_end}checked: {{{code}: {mark}}}{line_end}---{line_end}"
    entries = {key.text: (key, value) for key, value in parts.head.entries}
    if "checked" not in entries:
        return lines[parts.closing - 1], 0, f"checked: {{{code}: {mark}}}{line_end}"
    key, checked = entries["checked"]
    if not isinstance(checked, load.Mapping):
        return instead(key, checked, f"{{{code}: {mark}}}")
    marks = {key.text: (key, value) for key, value in checked.entries}
    if code in marks:
        return instead(*marks[code], mark)
    at = offset(checked.place)
    if text[at] == "{":
        return at + 1, 0, f"{code}: {mark}{', ' if marks else ''}"
    return at, 0, f"{code}: {mark}{line_end}{' ' * (checked.place.column - 1)}"
