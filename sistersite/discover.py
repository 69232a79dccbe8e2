"""Walk the folders: which files there are, by kind, in sorted order, and the bytes of those we read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from sistersite.errors import Place, Problems

SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
MOST_BYTES = {".yaml": 2_000_000, ".md": 2_000_000, "": 40_000_000}  # a photo from a camera has some 10 MB
RECORDS = ("site", "sources", "names", "networks", "programmes", "proposals")
_NOT_NEEDED = ("names",)
ATTACHMENTS = ("photos", "documents")

_NOT_OURS = re.compile(r"README(\.\w+)?\.md|\..*|.*~|Thumbs\.db|desktop\.ini")
_CITY_FILE = re.compile(r"cities/([^/]+)/(city\.yaml|([a-z]{2,3})\.md)")
_ATTACHMENT = re.compile(r"cities/([^/]+)/(photos|documents)/([^/]+)")
_PAGE_FILE = re.compile(r"content/pages/([^/]+)/([a-z]{2,3})\.md")


@dataclass(frozen=True)
class Found:
    """What lies in content/ and cities/: paths are relative to the root, with forward slashes."""

    records: Mapping[str, bytes] = field(default_factory=dict)  # "site" → content of content/site.yaml
    cities: Mapping[str, bytes] = field(default_factory=dict)  # slug → content of its city.yaml
    chapters: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)  # slug → language → Markdown
    pages: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)  # slug → language → Markdown
    attachments: Mapping[str, Path] = field(default_factory=dict)  # "cities/xian/photos/wall.jpg" → file
    folders: tuple[str, ...] = ()  # every city folder, readable or not
    unread: frozenset[str] = frozenset()  # paths that are there but were refused


def find(root: Path) -> tuple[Found, Problems]:
    """Find all content below a root folder."""
    problems = Problems()
    records: dict[str, bytes] = {}
    cities: dict[str, bytes] = {}
    chapters: dict[str, dict[str, bytes]] = {}
    pages: dict[str, dict[str, bytes]] = {}
    attachments: dict[str, Path] = {}
    refused: set[str] = set()
    folders = tuple(sorted(e.name for e in _entries(root / "cities") if e.is_dir() and not _NOT_OURS.fullmatch(e.name)))
    for kind, names in (("cities", folders), ("content/pages", tuple(e.name for e in _entries(root / "content/pages") if e.is_dir()))):
        for name in names:
            if not SLUG.fullmatch(name):
                problems.add(Place(f"{kind}/{name}"), "bad-name", name=name)
    for path, file in _walk(root, problems, refused):
        content = _read(path, file, problems, refused)
        if content is None:
            continue
        if match := re.fullmatch(rf"content/({'|'.join(RECORDS)})\.yaml", path):
            records[match.group(1)] = content
        elif match := _CITY_FILE.fullmatch(path):
            if match.group(3):
                chapters.setdefault(match.group(1), {})[match.group(3)] = content
            else:
                cities[match.group(1)] = content
        elif match := _PAGE_FILE.fullmatch(path):
            pages.setdefault(match.group(1), {})[match.group(2)] = content
        elif _ATTACHMENT.fullmatch(path):
            attachments[path] = file
        else:
            problems.add(Place(path), "file-unlisted", name=PurePosixPath(path).name)
    for name in folders:
        if name not in cities and not refused & {f"cities/{name}", f"cities/{name}/city.yaml"}:
            problems.add(Place(f"cities/{name}"), "city-file-missing", name=name)
    for name in RECORDS:
        if name not in records and name not in _NOT_NEEDED and f"content/{name}.yaml" not in refused:
            problems.add(Place(f"content/{name}.yaml"), "file-missing", name=f"content/{name}.yaml")
    return Found(records, cities, chapters, pages, attachments, folders, frozenset(refused)), problems


def resource(root: Path, name: str) -> Path:
    """A folder of the project (layouts, assets): the root's own, else the one beside this package."""
    own = root / name
    return own if own.is_dir() else Path(__file__).parent.parent / name


def languages(root: Path) -> dict[str, Path]:
    """Language code → its folder: those of the project and of the root, whose own come before."""
    found = {}
    for base in (Path(__file__).parent.parent / "locales", root / "locales"):
        found.update({e.name: Path(e.path) for e in _entries(base) if e.is_dir() and re.fullmatch("[a-z]{2,3}", e.name)})
    return dict(sorted(found.items()))


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    return sorted(os.scandir(folder), key=lambda e: e.name) if folder.is_dir() else []


def _walk(root: Path, problems: Problems, refused: set[str]) -> Iterator[tuple[str, Path]]:
    for top in ("content", "cities"):
        yield from _walk_folder(root, top, problems, refused)


def _walk_folder(root: Path, relative: str, problems: Problems, refused: set[str]) -> Iterator[tuple[str, Path]]:
    seen: dict[str, str] = {}
    for entry in _entries(root / relative):
        path = f"{relative}/{entry.name}"
        if _NOT_OURS.fullmatch(entry.name) or path == "content/schema":
            continue
        if relative == "content" and entry.name.endswith(".md"):  # notes to the office: QUESTIONS.md, STYLE.md
            continue
        if other := seen.get(entry.name.casefold()):
            problems.add(Place(path), "name-case", name=entry.name, other=other)
            refused.add(path)
            continue
        seen[entry.name.casefold()] = entry.name
        if entry.is_symlink() and not _inside(Path(entry.path), root / relative):
            problems.add(Place(path), "file-outside", name=entry.name)
            refused.add(path)
        elif entry.is_dir():
            yield from _walk_folder(root, path, problems, refused)
        else:
            yield path, Path(entry.path)


def _inside(link: Path, folder: Path) -> bool:
    """Whether a link leads to a file beside or below it; one to a folder might lead round in circles."""
    return link.is_file() and link.resolve().is_relative_to(folder.resolve())


def _read(path: str, file: Path, problems: Problems, refused: set[str]) -> bytes | None:
    """The bytes of a text; no bytes of an attachment, whose size is all that is looked at here."""
    suffix = file.suffix if file.suffix in MOST_BYTES else ""
    size, most = file.stat().st_size, MOST_BYTES[suffix]
    if size > most:
        problems.add(Place(path), "file-too-big", size=f"{size / 1e6:.1f}", most=f"{most / 1e6:g}")
        refused.add(path)
        return None
    return file.read_bytes() if suffix else b""
