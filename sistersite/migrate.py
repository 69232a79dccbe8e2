"""Editors' files of an older shape → today's: the model changes, their words, comments and order stay.

Nothing is written anew but what a migration is about: it edits the text of a file at places, and every
other byte stays as it was. The number of the shape stands in content/site.yaml as `format`; a site
without it is of format 1.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sistersite import load
from sistersite.discover import Found
from sistersite.errors import BuildFailed, Place, Problems

SETTINGS = "content/site.yaml"

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # what YAML counts as the end of a line
_MARK = "\ufeff"  # a byte-order mark


@dataclass(frozen=True)
class Edit:
    """Put `words` in place of the letters from `start` to `end` of a text."""

    start: int
    end: int
    words: str


Change = Callable[[str, str, Mapping[str, bytes]], Iterable[Edit]]


@dataclass(frozen=True)
class Migration:
    """From one format to the next.

    `change` gets the path of a file, its text and all files, and says what to edit. Asked of a file that is
    of its shape already, it edits nothing. What it does for editors is told by the word migrate.<number>.
    """

    number: int  # of the format it leads to
    change: Change


def format_of(settings: bytes) -> tuple[int, Place] | None:
    """The format that content/site.yaml names, and where; None where this cannot be told, which reading the file explains."""
    words, _ = load.text(settings, SETTINGS)
    value, _ = load.tree(words, SETTINGS) if words is not None else (None, None)
    if not isinstance(value, load.Mapping):
        return None
    named = value.get("format")
    if named is None:
        return 1, Place(SETTINGS)
    if isinstance(named, load.Scalar) and named.as_typed and re.fullmatch("[1-9][0-9]{0,3}", named.text.strip()):
        return int(named.text), named.place
    return None


def problems_of(settings: bytes) -> Problems:
    """That the files are of another format than this program reads: one problem, in place of all that follow from it."""
    problems, known = Problems(), format_of(settings)
    if known and known[0] != NEWEST:
        number, place = known
        problems.add(place, "format-old" if number < NEWEST else "format-new", number=number, newest=NEWEST)
    return problems


def texts(found: Found) -> dict[str, bytes]:
    """Path → content of all files that migrations may change."""
    return {
        **{f"content/{name}.yaml": content for name, content in found.records.items()},
        **{f"cities/{slug}/city.yaml": content for slug, content in found.cities.items()},
        **{f"cities/{slug}/{code}.md": content for slug, held in found.chapters.items() for code, content in held.items()},
        **{f"content/pages/{slug}/{code}.md": content for slug, held in found.pages.items() for code, content in held.items()},
    }


def wanted(files: Mapping[str, bytes]) -> tuple[Migration, ...]:
    """The migrations that the files still need. Raises BuildFailed where their format is newer than ours, or cannot be read."""
    settings = files.get(SETTINGS, b"")
    known, problems = format_of(settings), problems_of(settings)
    if known is None:
        named = _tree(_decoded(settings, SETTINGS)[1], SETTINGS).get("format")
        problems.add(named.place if named else Place(SETTINGS), "wrong-type", name="format", expected="@expect.integer")
    if known is None or known[0] > NEWEST:
        raise BuildFailed(problems)
    return tuple(one for one in MIGRATIONS if one.number > known[0])


def migrated(files: Mapping[str, bytes], migrations: Iterable[Migration]) -> dict[str, bytes]:
    """Path → new content of the files that change. Raises BuildFailed for a file that must be changed and cannot be read."""
    now = dict(files)
    for one in migrations:
        for path, content in now.items():
            mark, text = _decoded(content, path)
            changed = edited(text, one.change(path, text, now))
            if path == SETTINGS:
                changed = edited(changed, _numbered(changed, one.number))
            if changed != text:
                _readable(changed, path)
                now[path] = (mark + changed).encode()
    return {path: content for path, content in now.items() if content != files[path]}


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with its edits made; they do not overlap."""
    for one in sorted(edits, key=lambda one: one.start, reverse=True):
        text = text[: one.start] + one.words + text[one.end :]
    return text


def diff(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[str]:
    """The lines of a unified diff, file by file."""
    for path in sorted(after):
        old, new = (side[path].decode("utf-8-sig").splitlines() for side in (before, after))
        yield from difflib.unified_diff(old, new, path, path, lineterm="")


def write(root: Path, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
    """Replace all files or none. The one that names the format comes last: whoever is killed on the way can begin again."""
    order = sorted(after, key=lambda path: (path == SETTINGS, path))
    staged = {path: (root / path).with_name(f".{Path(path).name}.new-{os.getpid()}") for path in order}  # names that a build passes over
    done: list[str] = []
    try:
        for path in order:
            staged[path].write_bytes(after[path])
            staged[path].chmod((root / path).stat().st_mode)
        for path in order:
            os.replace(staged[path], root / path)
            done.append(path)
    except OSError:
        for path in done:
            (root / path).write_bytes(before[path])
        raise
    finally:
        for file in staged.values():
            file.unlink(missing_ok=True)


# --- words for migrations


def position(text: str, place: Place) -> int:
    """Where in a text the letter of a place stands."""
    ends = [0, *(match.end() for match in _BREAK.finditer(text))]
    return ends[place.line - 1] + place.column - 1


def appended(text: str, lines: Iterable[str]) -> Edit:
    """Further lines at the end of a text, with the line ends it has."""
    end = _line_end(text)
    before = "" if not text or _BREAK.search(text, len(text) - 1) else end
    return Edit(len(text), len(text), before + "".join(f"{line}{end}" for line in lines))


def _numbered(text: str, number: int) -> Iterator[Edit]:
    """Name the format in content/site.yaml."""
    value = _tree(text, SETTINGS)
    named = value.get("format")
    if isinstance(named, load.Scalar):
        start = position(text, named.place)
        yield Edit(start, start + len(named.text) + 2 * named.quoted, str(number))
    else:
        yield appended(text, ("", *_ABOUT_FORMAT, f"format: {number}"))


def _tree(text: str, path: str) -> load.Mapping:
    value, problems = load.tree(text, path)
    if not isinstance(value, load.Mapping):
        if not problems:
            problems.add(Place(path), "wrong-type", name=path.rpartition("/")[2], expected="@expect.mapping")
        raise BuildFailed(problems)
    return value


def _readable(text: str, path: str) -> None:
    if path.endswith(".yaml"):
        _tree(text, path)
    elif problems := load.front_matter(text, path)[3]:
        raise BuildFailed(problems)


def _decoded(content: bytes, path: str) -> tuple[str, str]:
    """The byte-order mark, or nothing, and the text behind it."""
    words, problems = load.text(content, path)
    if words is None:
        raise BuildFailed(problems)
    text = content.decode("utf-8")
    return (_MARK, text[1:]) if text.startswith(_MARK) else ("", text)


def _line_end(text: str) -> str:
    found = re.search("\r\n|\n|\r", text)
    return found.group() if found else "\n"


# --- the migrations, in order

_ABOUT_FORMAT = (
    "# شمارهٔ قالب این فایل‌ها؛ برنامه آن را می‌نویسد (python3 build.py migrate).",
    "# The shape of these files; the program writes it (python3 build.py migrate).",
)
_ABOUT_BOOK = (
    "# صفحه‌های نوشته‌ای که در کتاب PDF پیش و پس از شهرها می‌آیند (نام پوشه‌های content/pages/).",
    "# The pages of prose that stand in the PDF book before and after the cities (names of folders in content/pages/).",
)


def _bind(path: str, text: str, files: Mapping[str, bytes]) -> Iterator[Edit]:
    """Format 2 has a book, which holds the pages of prose that `book` names: here all there are."""
    pages = sorted({one.split("/")[2] for one in files if one.startswith("content/pages/")})
    if path == SETTINGS and pages and _tree(text, path).get("book") is None:
        yield appended(text, ("", *_ABOUT_BOOK, "book:", f"  front: [{', '.join(pages)}]"))


def _entrust(path: str, text: str, files: Mapping[str, bytes]) -> Iterator[Edit]:
    """In format 3 every record and page of prose has an office that looks after it, and a day until which it is to be checked.
    Nobody has said who and when: the first office there is, and at once.
    """
    offices = _tree(_decoded(files[SETTINGS], SETTINGS)[1], SETTINGS).get("offices")
    office = next((key.text for key, _ in offices.entries), "") if isinstance(offices, load.Mapping) else ""
    upkeep = f"upkeep: {{office: {office}, due: {_ENTRUSTED}}}"
    if path in _ENTRUSTED_FILES and _tree(text, path).get("upkeep") is None:
        yield appended(text, ("", upkeep))
    if path.startswith("content/pages/") and path.endswith(".md"):
        front, _, _, _ = load.front_matter(text, path)
        if front is not None and front.get("upkeep") is None:
            end = text.index("\n") + 1
            yield Edit(end, end, upkeep + _line_end(text))


_ENTRUSTED = "2026-11-22"  # the day format 3 was made
_ENTRUSTED_FILES = ("content/networks.yaml", "content/programmes.yaml", "content/proposals.yaml")

MIGRATIONS = (Migration(2, _bind), Migration(3, _entrust))
NEWEST = MIGRATIONS[-1].number
