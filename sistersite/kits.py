"""Which PDF files there are, and how each is made: set, mended, remembered. All need the optional extra.

What makes them is loaded by those who make them: it takes a while, and no site needs it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sistersite import parallel
from sistersite.assets import Assets
from sistersite.errors import BuildFailed, Place, Problems, WrongUse
from sistersite.language import Language
from sistersite.memo import Memo, digest
from sistersite.model import Output
from sistersite.plan import Planned
from sistersite.views import World

if TYPE_CHECKING:
    from sistersite import book, proof
    from sistersite.typesetter import NotSet, Typeset

EXTRA = ("typst", "pikepdf", "segno")  # packages of the optional extra, by the names they are imported with
KINDS = ("book", "brochure", "sheet")
EDITIONS = ("screen", "print")
REMEMBERED = "pdf"  # the name under which files are remembered


@dataclass(frozen=True)
class Document:
    """A finished PDF. `language` is empty for one in several; `slug` names the city it is about, or is empty."""

    kind: str  # one of KINDS
    language: str
    slug: str
    edition: str
    path: str
    content: bytes = field(repr=False)
    pages: int
    data: Callable[[], dict[str, Any]] = field(repr=False, compare=False)  # what it was set from

    @property
    def size(self) -> float:
        """In MB (1,000,000 bytes), to a tenth."""
        return max(0.1, round(len(self.content) / 1e6, 1))

    @property
    def checksum(self) -> str:
        """SHA-256."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Wanted:
    """Which files to make; None stands for all."""

    languages: tuple[str, ...] | None = None
    slug: str | None = None
    editions: tuple[str, ...] = EDITIONS
    kinds: tuple[str, ...] = KINDS


@dataclass(frozen=True, eq=False)
class Work:
    """A file to be made: `data` gives the template what to set; `inputs` are all it depends on."""

    kind: str
    language: str
    slug: str
    edition: str
    data: Callable[[], dict[str, Any]]
    inputs: tuple[Any, ...]

    @property
    def path(self) -> str:
        parts = [self.kind, self.slug, self.language, "print" if self.edition == "print" else ""]
        return f"downloads/{'-'.join(part for part in parts if part)}.pdf"


def at_hand() -> bool:
    """Whether the optional extra is installed."""
    return all(importlib.util.find_spec(name) for name in EXTRA)


def collect(
    whole: World, pages: Sequence[Planned], languages: Mapping[str, Language], assets: Path, layouts: Path, collected: Assets,
    address: Callable[[str, str, str], str], memo: Memo, wanted: Wanted,
) -> tuple[Document, ...]:  # fmt: skip
    """Make what is wanted. `assets` and `layouts` are folders; `collected` holds the photos; `address` says where a page
    (language code, kind, slug) will stand. Raises BuildFailed for a mistake in a template, WrongUse where none is wanted, TextLayerBroken.
    """
    from sistersite import atlas, book, drawing

    photos, contents = _photos(collected)
    shop = book.workshop(assets, address, photos)
    common = _common(whole, languages, assets, layouts, contents, shop)
    works = [work for work in _works(whole, pages, languages, shop) if _is_wanted(work, wanted)]
    if not works and wanted != Wanted():
        raise WrongUse("use.no-document")
    bench = _Bench(layouts / "book", assets / "fonts/book", contents, drawing.palette(assets / "css"), whole)

    def made(missing: list[int]) -> list[tuple[bytes, int]]:
        if seen := atlas.atlas_of(whole):
            atlas.land(shop.outlines, seen)  # here, or each process would draw it for itself
        return _made(bench, [works[n] for n in missing])

    results = memo.many(REMEMBERED, [(common, work.path, work.inputs) for work in works], made)
    return tuple(
        Document(work.kind, work.language, work.slug, work.edition, work.path, content, count, work.data)
        for work, (content, count) in zip(works, results, strict=True)
    )


def keys(
    whole: World, pages: Sequence[Planned], languages: Mapping[str, Language], assets: Path, layouts: Path, collected: Assets,
    address: Callable[[str, str, str], str],
) -> dict[Work, str]:  # fmt: skip
    """All files there are to make → the digest of all that each depends on. The optional extra is not needed."""
    from sistersite import book

    photos, contents = _photos(collected)
    shop = book.workshop(assets, address, photos)
    common = _common(whole, languages, assets, layouts, contents, shop)
    return {work: digest(common, work.inputs) for work in _works(whole, pages, languages, shop)}


def _common(
    whole: World, languages: Mapping[str, Language], assets: Path, layouts: Path, contents: Mapping[str, bytes], shop: book.Workshop
) -> str:
    """The digest of what every file depends on."""
    from sistersite import drawing

    return digest(
        [file.read_bytes() for file in sorted((layouts / "book").glob("*.typ"))], shop.studio.style, drawing.palette(assets / "css"),
        [(file.name, file.read_bytes()) for file in sorted((assets / "fonts/book").glob("*.ttf"))],
        shop.outlines, whole.site.date, whole.site.settings, contents, *(shop.address(code, "home", "") for code in languages),
        [(one.code, one.settings, one.catalogue) for one in languages.values()],
    )  # fmt: skip


def outputs(documents: Sequence[Document]) -> tuple[Output, ...]:
    return tuple(Output(one.path, one.content) for one in documents)


def _is_wanted(work: Work, wanted: Wanted) -> bool:
    spoken = wanted.languages is None or work.language in ("", *wanted.languages)
    about = work.slug == wanted.slug if wanted.slug else True
    return spoken and about and work.edition in wanted.editions and work.kind in wanted.kinds


def _works(whole: World, pages: Sequence[Planned], languages: Mapping[str, Language], shop: book.Workshop) -> Iterator[Work]:
    """The books first, for they take longest."""
    from sistersite import book, brochures, fact_sheets

    spoken = {code: languages[code] for code in whole.site.settings.languages if code in languages}
    of = {code: [page for page in pages if page.language == code] for code in spoken}
    about = {code: {page.slug: page for page in of[code] if page.kind == "city"} for code in spoken}
    for edition in EDITIONS:
        for code, language in spoken.items():
            inputs = ([page.inputs for page in of[code]], whole.site.proposals, whole.site.sources)
            yield Work("book", code, "", edition, lambda one=language: book.book(whole, one, pages, shop), inputs)
    sisters = [card.slug for card in whole.of_kinds("sister")]
    for slug in sisters:
        for code, language in spoken.items():
            inputs = (about[code][slug].inputs,)
            yield Work("brochure", code, slug, "screen", lambda one=language, s=slug: brochures.brochure(whole, one, pages, shop, s), inputs)
    pair = tuple(spoken.values())[:2]
    for slug in sisters:
        inputs = tuple(about[language.code][slug].inputs for language in pair)
        yield Work("sheet", "", slug, "screen", lambda s=slug: fact_sheets.fact_sheet(whole, pair, pages, shop, s), inputs)


@dataclass(frozen=True)
class _Bench:
    """Where documents are set: templates, fonts, photos by the names of their files, colours."""

    templates: Path
    fonts: Path
    photos: Mapping[str, bytes]
    palette: Mapping[str, str]
    whole: World

    def set(self, work: Work, folder: Path, content: Mapping[str, Any]) -> Typeset:
        """The PDF of this content as it comes from the typesetter; `folder` holds templates and photos."""
        from sistersite import book
        from sistersite.typesetter import NotSet, typeset

        settings, day = self.whole.site.settings, self.whole.site.date
        author = next(iter(settings.offices.values())).name.words
        data = {**content, "edition": work.edition, "palette": self.palette, "author": author.get(work.language) or next(iter(author.values()))}
        try:
            return typeset(folder / f"{work.kind}.typ", Path(work.path).stem, data, [self.fonts], day, partial(book.blocks_of, data))
        except NotSet as error:
            line, column = error.place
            raise BuildFailed(Problems([_template_problem(f"layouts/book/{error.file}", line, column, error)])) from None

    def lay_out(self, folder: Path) -> None:
        for file in self.templates.glob("*.typ"):
            shutil.copy(file, folder)
        (folder / "photos").mkdir()
        for name, content in self.photos.items():
            (folder / "photos" / name).write_bytes(content)


def _template_problem(path: str, line: int, column: int, error: NotSet) -> Any:
    problems = Problems()
    problems.add(Place(path, line, column), "template", detail=error.first)
    return problems[0]


def proofs(documents: Sequence[Document], again: Sequence[Document]) -> list[proof.Report]:
    """The proof of each document; `again` are the same, made a second time."""
    from sistersite import expected, proof

    def prove(n: int) -> proof.Report:
        one, other = documents[n], again[n]
        report = proof.proof(one.content, expected.expected(one.kind, one.data(), one.pages, one.edition), other.content)
        return replace(report, remarks=tuple(_coarse(one.content))) if one.edition == "print" else report

    return parallel.side_by_side(prove, len(documents))


def _coarse(pdf: bytes) -> Iterator[str]:
    """What a printer must know of pictures of pixels."""
    from sistersite import prepress

    found = prepress.resolutions(pdf)
    coarse = [one for one in found if one.ppi < prepress.FINE]
    yield f"Pictures of pixels: {len(found)}, of which below {prepress.FINE} pixels an inch: {len(coarse)}."
    yield from (f"  page {one.page}: {one.ppi} pixels an inch" for one in coarse)


def _made(bench: _Bench, works: Sequence[Work]) -> list[tuple[bytes, int]]:
    """The finished PDFs and the numbers of their pages.

    Books are set one after the other, for each takes half a gigabyte, and the typesetter uses every core by itself; what is
    set is mended meanwhile. Each file is set in a process of its own: the typesetter gives its memory back only when that ends.
    """
    importlib.import_module("pikepdf")  # here, or each process would load it for itself
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bench.lay_out(folder)
        if (workers := parallel.workers(len(works))) < 2:
            return [_finished(bench.set(work, folder, work.data()), work.edition) for work in works]
        tellers = {work.language: work.data for work in works if work.kind == "book"}  # both editions are set from the same
        told = dict(zip(tellers, parallel.side_by_side(lambda n: [*tellers.values()][n](), len(tellers)), strict=True))

        def stages(work: Work) -> tuple[parallel.Stage, ...]:
            book = work.kind == "book"
            return (
                parallel.Stage("set", lambda _: bench.set(work, folder, told[work.language] if book else work.data()), workers if book else 1),
                parallel.Stage("mend", lambda raw: _finished(raw, work.edition)),
            )

        return parallel.relays([stages(work) for work in works], {"set": workers, "mend": workers})


def _finished(raw: Typeset, edition: str) -> tuple[bytes, int]:
    from sistersite import prepress, textlayer

    mended = textlayer.mend(raw.pdf, raw.places, prepress.mark if edition == "print" else None)
    return mended.content, mended.pages


def _photos(collected: Assets) -> tuple[dict[str, dict[str, str]], dict[str, bytes]]:
    """The largest JPEG of every photo and scan: city → name → its file, and file → content."""
    held = {output.path: output.content for output in collected.outputs}
    files: dict[str, dict[str, str]] = {}
    contents: dict[str, bytes] = {}
    for (slug, name), prepared in collected.photos.items():
        largest = dict(prepared.files)["image/jpeg"][-1][0]
        file = f"{slug}-{name.replace('/', '-')}.jpg"  # whatever the editor's file was, a PNG or a JPEG called .jpeg
        files.setdefault(slug, {})[name] = file
        contents[file] = held[largest]
    return files, contents
