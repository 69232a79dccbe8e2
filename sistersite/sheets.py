"""Pictures as files of their own: the pictures that links show, the poster of the mosaic, the map, each as SVG and PNG."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sistersite import drawing, images, mosaic
from sistersite.atlas import LAND, Atlas, atlas_of, land, sheet
from sistersite.language import Language
from sistersite.lettering import Letters
from sistersite.memo import Memo, digest, fingerprinted
from sistersite.model import Output
from sistersite.mosaic import Piece
from sistersite.plan import wall_of
from sistersite.shapes import Picture
from sistersite.svg import file_of_shared
from sistersite.views import Card, World

NAMES = ("mosaic", "map")  # of the sheets to download
REMEMBERED = "sheet"  # the name under which pictures are remembered
PREVIEW_WIDTH = 1200  # px, of the pictures that links show (Open Graph asks for 1200 × 630)
SHEET_WIDTH = 1500  # px: for slides; what is printed is the SVG
THUMB_WIDTHS = (288, 576)  # px: of the pictures that lead to sheets, 7 to 18 rem wide


@dataclass(frozen=True)
class Sheet:
    """A picture to download: addresses of its files, their sizes in kB (1000 bytes) and in px; `thumbs` are small ones (address, size),
    from narrow to wide.
    """

    name: str
    language: str
    svg: str
    png: str
    thumbs: tuple[tuple[str, tuple[int, int]], ...]
    svg_size: int
    png_size: int
    size: tuple[int, int]


@dataclass(frozen=True)
class Sheets:
    outputs: tuple[Output, ...]
    sheets: tuple[Sheet, ...]
    shared: Mapping[str, str]  # name of shared shapes → address of the file that pages refer to
    width: Callable[[str], float]  # of a name on a map, in ems


def preview_address(slug: str = "") -> str:
    """The picture that a link to a page shows: of a city, or of any other page."""
    return f"previews/{slug}.png" if slug else "preview.png"


def collect(whole: World, languages: Mapping[str, Language], folder: Path, memo: Memo, draw: bool = True) -> Sheets:
    """All of them, or without `draw` none but the land, which pages show; `folder` is that of the assets."""
    easel = Easel(folder)
    outlines = (folder / "map/land.json").read_bytes()
    spoken = [languages[code] for code in whole.site.settings.languages if code in languages]
    previews = tuple(_previews(whole, spoken[:2])) if draw else ()
    drawings = tuple(_drawings(whole, spoken, outlines)) if draw else ()
    tasks = [(easel.paint, *one.inputs) for one in (*previews, *drawings)]

    def made(missing: list[int]) -> list[tuple[bytes, bytes, tuple[tuple[bytes, tuple[int, int]], ...]]]:
        """SVG, PNG and small pictures with their sizes in px of each; of a preview the PNG alone is wanted."""
        wanted = [(*previews, *drawings)[n] for n in missing]
        svgs = [easel.draw(one) for one in wanted]
        small = [(svg, width) for svg, one in zip(svgs, wanted, strict=True) if one.width == SHEET_WIDTH for width in THUMB_WIDTHS]
        pngs = drawing.pngs([*((svg, one.width) for svg, one in zip(svgs, wanted, strict=True)), *small])
        thumbs: dict[bytes, tuple[tuple[bytes, tuple[int, int]], ...]] = {}
        for (svg, _), png in zip(small, pngs[len(svgs) :], strict=True):
            thumbs[svg] = *thumbs.get(svg, ()), (images.webp(png), images.size(png))
        return [(svg if svg in thumbs else b"", png, thumbs.get(svg, ())) for svg, png in zip(svgs, pngs, strict=False)]

    files = memo.many(REMEMBERED, tasks, made)
    outputs = [Output(preview_address(one.name), png) for one, (_, png, *_) in zip(previews, files, strict=False)]
    sheets = []
    for one, (svg, png, small) in zip(drawings, files[len(previews) :], strict=True):
        stem = f"downloads/{one.name}-{one.language.code}"
        thumbs = [(f"{stem}-{width}.webp", content, (width, height)) for content, (width, height) in small]
        outputs += [Output(f"{stem}.svg", svg), Output(f"{stem}.png", png), *(Output(path, content) for path, content, _ in thumbs)]
        shown = tuple((path, size) for path, _, size in thumbs)
        sheets.append(Sheet(one.name, one.language.code, f"{stem}.svg", f"{stem}.png", shown, _kb(svg), _kb(png), images.size(png)))
    ground = _land_file(outlines, atlas_of(whole), memo)
    return Sheets((*outputs, *([ground] if ground else [])), tuple(sheets), {LAND.name: ground.path} if ground else {}, easel.width)


def _kb(content: bytes) -> int:
    return max(1, round(len(content) / 1000))


@dataclass(frozen=True)
class Drawing:
    """A picture to be made: `make` gets a function that measures text; `inputs` are all it depends on."""

    name: str
    language: Language
    title: str
    width: int  # px
    inputs: tuple[Any, ...]
    make: Callable[[mosaic.Width], Picture]


class Easel:
    """What drawings are made with: the paint of the style sheets and the letters."""

    def __init__(self, assets: Path) -> None:
        self.style = drawing.style(assets / "css")
        fonts = assets / "fonts/book"
        self.letters = Letters(fonts)
        self.paint = digest(self.style, [(file.name, file.read_bytes()) for file in sorted(fonts.glob("*.ttf"))])

    def width(self, name: str) -> float:
        return drawing.width(self.letters, "place", name, 1) or len(name)

    def draw(self, one: Drawing) -> bytes:
        return drawing.svg_file(one.make(partial(drawing.width, self.letters)), self.style, self.letters, one.language.code, one.title)


def _previews(whole: World, spoken: Sequence[Language]) -> Iterator[Drawing]:
    """One card for the site and one for each city, both in the first two languages at once."""
    titles = tuple((language.words_of(whole.site.settings.title), _count(whole, language)) for language in spoken)
    pieces = tuple(Piece(card.slug, card.design, card.treatment) for card in wall_of(whole))
    yield Drawing("", spoken[0], titles[0][0], PREVIEW_WIDTH, (pieces[:9], titles), partial(mosaic.site_card, pieces, titles))
    for card in whole.cards.values():
        names = (*(language.words_of(card.name) for language in spoken), card.own)
        lines = tuple(_since(whole, card, language) for language in spoken)
        inputs = (card.design, card.treatment, names, lines)
        yield Drawing(card.slug, spoken[0], names[0], PREVIEW_WIDTH, inputs, partial(mosaic.card, *inputs))


def _count(whole: World, language: Language) -> str:
    return language.count("home.sisters", len(whole.of_kinds("sister")))


def _since(whole: World, card: Card, language: Language) -> str:
    home = whole.cards.get(whole.site.settings.home)
    if card.kind == "sister" and card.date and home:
        return language.word("preview.since", home=language.words_of(home.name), year=language.year(card.date))
    return language.word(f"kind.{card.kind}")


def _drawings(whole: World, spoken: Sequence[Language], outlines: bytes) -> Iterator[Drawing]:
    """The poster of the mosaic and the map, in every language."""
    atlas, foot = atlas_of(whole), urlsplit(whole.site.settings.base_url).netloc
    for language in spoken:
        pair = (language, *(one for one in spoken if one is not language))[:2]
        pieces = tuple(_piece(card, language) for card in wall_of(whole))
        if pieces:
            titles = tuple((one.words_of(whole.site.settings.title), _count(whole, one)) for one in pair)
            inputs = (pieces, language.direction == "rtl", titles, foot)
            yield Drawing("mosaic", language, titles[0][0], SHEET_WIDTH, inputs, partial(mosaic.poster, *inputs))
        if atlas:
            titles = tuple((one.word("title.map"), one.words_of(whole.site.settings.title)) for one in pair)
            inputs = (atlas, language.code, titles, foot, outlines)
            yield Drawing("map", language, titles[0][0], SHEET_WIDTH, inputs, partial(sheet, language, atlas, titles, foot, partial(land, outlines, atlas)))


def _piece(card: Card, language: Language) -> Piece:
    return Piece(card.slug, card.design, card.treatment, language.year(card.date) if card.date else "", language.words_of(card.name))


def _land_file(outlines: bytes, atlas: Atlas | None, memo: Memo) -> Output | None:
    """The land as a file of its own, which the maps of all pages refer to."""
    if atlas is None:
        return None
    inputs = (outlines, atlas.home.latitude, atlas.home.longitude, atlas.reach)
    content = memo("land", inputs, lambda: str(file_of_shared(land(outlines, atlas))).encode())
    return Output(f"assets/{fingerprinted('land.svg', content)}", content)
