"""What a change does: two sites, made by the same road as every site, and what differs between them."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sistersite import atlas, book, differences, discover, history, kits, memo, migrate, pipeline, plan, web
from sistersite.differences import Difference
from sistersite.errors import BuildFailed, Problems
from sistersite.kits import Work
from sistersite.language import UnknownWord
from sistersite.model import Text
from sistersite.pipeline import Made, Options, Ready
from sistersite.plan import Planned

CONTENT = ("content", "cities")
PROGRAM = ("layouts", "assets", "locales", "sistersite")

_FINGERPRINT = re.compile(rb"(?<=\.)[0-9a-f]{10}\.(?=[a-z0-9]+\b)")
_OURS = {"template", "catalogue"}  # kinds of problems that no content causes


@dataclass(frozen=True)
class Side:
    """One of the two sites, as far as it could be made: pages, files without their fingerprints, and PDF files with all they depend on."""

    ready: Ready | None
    files: Mapping[str, bytes] = field(default_factory=dict)
    works: Mapping[str, tuple[Work, str]] = field(default_factory=dict)  # path → the file and the digest of its inputs
    problems: int = 0

    @property
    def pages(self) -> dict[str, Planned]:
        """Address → page; but for the office's board, which changes with every text."""
        return {page.address: page for page in self.ready.pages if page.kind not in web.UNLISTED} if self.ready else {}

    def said(self, address: str) -> bytes | None:
        """What the file at an address holds."""
        return self.files.get(web.file_of(address))

    @property
    def redirects(self) -> dict[str, str]:
        """Address → the address it leads to."""
        if not self.ready:
            return {}
        codes = dict.fromkeys(page.language for page in self.ready.pages)
        return {
            plan.address(code, "city", old): plan.address(code, "city", new)
            for code in codes
            for old, new in plan.former_addresses(self.ready.whole)
        }  # fmt: skip


@dataclass(frozen=True)
class PageName:
    language: str
    address: str
    title: str


@dataclass(frozen=True)
class ChapterName:
    language: str
    title: str
    how: str  # one of differences.HOW


@dataclass(frozen=True)
class FileName:
    """A PDF file: see kits.Work. `city` is the name of the one it is about."""

    kind: str
    language: str
    edition: str
    city: Text | None
    path: str


@dataclass(frozen=True)
class Impact:
    """What differs. `comparable` is false where one of the sites could not be made so far that it has pages."""

    comparable: bool = True
    records: tuple[Difference, ...] = ()
    changed: tuple[PageName, ...] = ()
    appeared: tuple[PageName, ...] = ()
    vanished: tuple[PageName, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()  # old address, new address
    lost: tuple[str, ...] = ()  # addresses that led somewhere and now lead nowhere
    chapters: tuple[ChapterName, ...] = ()  # of the book
    kits: tuple[FileName, ...] = ()  # to be made anew
    files: tuple[str, ...] = ()  # other files that change: feeds, photos, style sheet …
    problems_before: int = 0
    problems_after: int = 0

    @property
    def stale(self) -> tuple[Difference, ...]:
        """Texts that were changed in one language and not in another."""
        return tuple(one for one in self.records if one.stale)

    @property
    def nothing(self) -> bool:
        """Whether nothing differs."""
        return self == Impact(self.comparable, problems_before=self.problems_before, problems_after=self.problems_after)


@dataclass(frozen=True)
class Comparison:
    """An impact, and on which terms it was found."""

    base: history.Revision
    impact: Impact
    program: bool  # the program itself changed: what it makes of the same content may differ, too
    replaced: bool  # the base could only be made with today's layouts and words
    format: int | None  # of the base, where it is older than today's; it was brought along


def compared(root: Path, base: history.Revision, day: datetime.date | None, remember: memo.Memo) -> Comparison:
    """What the files below `root` do, committed or not, compared with a revision. Nothing is written but the memo."""
    day = day or pipeline.date_of(root)
    after, _ = _side(Options(root, date=day, memo=False, drawings=False), remember)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        history.extract(root, base, (*CONTENT, *PROGRAM), folder)
        number = _brought_along(folder)
        program = _code(root) != _code(folder)
        options = Options(folder, date=day, memo=False, drawings=False)
        before, broken = _side(options, remember)
        if replaced := broken and after.ready is not None:
            for one in PROGRAM:
                shutil.rmtree(folder / one, ignore_errors=True)
                if (root / one).is_dir():
                    shutil.copytree(root / one, folder / one)
            before, _ = _side(options, remember)
        return Comparison(base, compare(before, after), program, replaced, number)


def _side(options: Options, remember: memo.Memo) -> tuple[Side, bool]:
    """The site of a folder, and whether layouts or words kept it from being made."""
    try:
        made = pipeline.make(options, shared=remember)
        broken = any(problem.kind in _OURS for problem in made.problems)
    except UnknownWord:
        made, broken = Made((), Problems()), True
    if made.ready is None:
        return Side(None, problems=len(made.problems.in_order())), broken
    ready = made.ready
    keys = kits.keys(ready.whole, ready.pages, ready.languages, ready.assets, ready.layouts, ready.collected, ready.absolute)
    files = {_FINGERPRINT.sub(b"", one.path.encode()).decode(): _FINGERPRINT.sub(b"", one.content) for one in made.outputs}
    return Side(ready, files, {work.path: (work, key) for work, key in keys.items()}, len(made.problems.in_order())), broken


def _brought_along(folder: Path) -> int | None:
    """Bring files of an older format to today's; the format they had, or None where there was nothing to do."""
    found, _ = discover.find(folder)
    files = migrate.texts(found)
    known = migrate.format_of(files.get(migrate.SETTINGS, b""))
    if known is None or known[0] >= migrate.NEWEST:
        return None
    with contextlib.suppress(BuildFailed):  # its problems are counted when it is read
        migrate.write(folder, files, migrate.migrated(files, migrate.wanted(files)))
    return known[0]


def _code(root: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted((root / "sistersite").glob("*.py"))}


# --- two sides


def compare(before: Side, after: Side) -> Impact:
    """What differs between two sites."""
    counts = (before.problems, after.problems)
    if before.ready is None or after.ready is None:
        return Impact(False, problems_before=counts[0], problems_after=counts[1])
    old, new = before.pages, after.pages
    moves = {address: there for address, there in after.redirects.items() if address in old and there in new and there not in old}
    pages = {web.file_of(page.address) for side in (before, after) for page in side.ready.pages}
    led = old.keys() | before.redirects.keys()
    leads = new.keys() | after.redirects.keys()
    return Impact(
        records=differences.differences(before.ready.whole.site, after.ready.whole.site),
        changed=_names(page for address, page in new.items() if address in old and before.said(address) != after.said(address)),
        appeared=_names(page for address, page in new.items() if address not in old and address not in moves.values()),
        vanished=_names(page for address, page in old.items() if address not in new and address not in moves),
        moved=tuple(moves.items()),
        lost=tuple(sorted(led - leads)),
        chapters=_chapters(before, after),
        kits=tuple(_file_name(work, after) for path, (work, key) in after.works.items() if path not in before.works or before.works[path][1] != key),
        files=tuple(sorted(path for path in (before.files.keys() | after.files.keys()) - pages if before.files.get(path) != after.files.get(path))),
        problems_before=counts[0],
        problems_after=counts[1],
    )  # fmt: skip


def _names(pages: Iterable[Planned]) -> tuple[PageName, ...]:
    return tuple(PageName(page.language, page.address, page.title) for page in pages)


def _file_name(work: Work, side: Side) -> FileName:
    city = side.ready.whole.cities.get(work.slug)
    return FileName(work.kind, work.language, work.edition, city.names.text if city else None, work.path)


# --- the book


def _chapters(before: Side, after: Side) -> tuple[ChapterName, ...]:
    """What differs between the books, in the order of today's; what is gone follows."""
    found: list[ChapterName] = []
    for path, (work, key) in after.works.items():
        if work.kind != "book" or work.edition != "screen" or before.works.get(path, (None, None))[1] == key:
            continue
        touched = _touched(before.ready, after.ready, work.language)
        old, new = (_parts(side.ready, work.language, touched) for side in (before, after))
        for name in (*new, *(name for name in old if name not in new)):
            if old.get(name) != new.get(name):
                how = differences.ADDED if name not in old else differences.REMOVED if name not in new else differences.CHANGED
                found.append(ChapterName(work.language, _title(new.get(name) or old[name]), how))
    return tuple(found)


def _touched(before: Ready, after: Ready, code: str) -> set[str]:
    """The cities, and the map, whose chapters may differ: those that depend on something else; all, where something all depend on differs."""
    old, new = (_depending(ready, code) for ready in (before, after))
    every = old.keys() | new.keys()
    return {name for name in every if old.get(name) != new.get(name)} if _frame(before, code) == _frame(after, code) else set(every)


def _depending(ready: Ready, code: str) -> dict[str, str]:
    """Name of a chapter → the digest of what it depends on."""
    cities = [page for page in ready.pages if page.kind == "city" and page.language == code]
    found = {page.slug: memo.digest(page.inputs, _photos(ready, page.slug)) for page in cities}
    return {**found, "map": memo.digest(atlas.atlas_of(ready.whole), (ready.assets / "map/land.json").read_bytes())}


def _frame(ready: Ready, code: str) -> tuple[Any, ...]:
    """What every chapter depends on."""
    language = ready.languages.get(code)
    pages = sorted((page.kind, page.slug) for page in ready.pages if page.language == code)
    return language and (language.settings, language.catalogue), ready.whole.site.settings, book.consulted(ready.whole), pages


def _parts(ready: Ready, code: str, wanted: set[str]) -> dict[str, Any]:
    """Name → what the part says, in the order of the book. QR codes and the widths of letters are left out: neither says anything."""
    if code not in ready.languages:
        return {}
    shop = book.workshop(ready.assets, ready.absolute, {slug: _photos(ready, slug) for slug in ready.whole.cities})
    studio = dataclasses.replace(shop.studio, code=lambda target: {"k": "code", "v": target})
    plain = dataclasses.replace(shop, studio=studio, width=len)
    return {part["id"]: _read(part) for part in book.parts(ready.whole, ready.languages[code], ready.pages, plain, wanted)}


def _photos(ready: Ready, slug: str) -> dict[str, str]:
    """Name of a photo or scan → the address of its largest picture, which changes with it."""
    return {name: dict(made.files)["image/jpeg"][-1][0] for (one, name), made in ready.collected.photos.items() if one == slug}


def _read(node: Any) -> Any:
    """A part without the marks that the index needs."""
    if isinstance(node, Mapping):
        return {key: _read(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [_read(one) for one in node if not (isinstance(one, Mapping) and one.get("k") == "ix")]
    return node


def _title(node: Any) -> str:
    """The words of a title."""
    if isinstance(node, Mapping):
        return _title(node.get("title", node.get("b", "")))
    return "".join(map(_title, node)) if isinstance(node, list) else str(node)
