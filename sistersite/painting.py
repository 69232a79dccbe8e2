"""Pictures on pages: inline SVG painted by classes, its labels text, its cities links; and photos."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from markupsafe import Markup, escape

from sistersite import mosaic, tiles
from sistersite.images import SWATCHES, Prepared
from sistersite.language import Language
from sistersite.markup import tag
from sistersite.mosaic import Piece
from sistersite.shapes import Label, Picture, Shape, Shared
from sistersite.svg import Hand, number, svg, writer_of_x
from sistersite.views import Card

_ANCHOR = {"ltr": {"left": "start", "middle": "middle", "right": "end"}, "rtl": {"left": "end", "middle": "middle", "right": "start"}}
PHOTO_SIZES = "(min-width: 48rem) 42rem, 100vw"


def figure(
    language: Language, picture: Picture, role: str, title: str = "", href: Callable[[str, str], str] | None = None,
    files: Mapping[str, str] | None = None,
) -> Markup:  # fmt: skip
    """A picture as part of a page. With `href` its cities are links; without a title it is an ornament
    and says nothing to a screen reader. `files` are the addresses of shared shapes by name.
    """
    across = writer_of_x(picture)

    def label(one: Label) -> str:
        anchor = _ANCHOR[language.direction][one.side]
        return tag("text", one.text, class_=one.role, x=across(one.x), y=number(one.y), font_size=number(one.size), text_anchor=anchor)

    def link(slug: str, drawn: str) -> str:
        return tag("a", Markup(drawn), href=href("city", slug)) if href else drawn

    def shared(one: Shared) -> str:
        return tag("use", "", href=f"{files[one.name]}#{one.name}", class_=one.name)

    says = f' role="{"group" if href else "img"}" aria-label="{escape(title)}"' if title else ' aria-hidden="true"'
    return svg(picture, Hand(label, link, shared), f' class="{escape(role)}"{says}')


def photo(alt: str, prepared: Prepared, link: Callable[[str], str]) -> Markup:
    """A photo in all its sizes and formats, over the colours that stand in for it until it comes."""
    columns, rows = SWATCHES
    cells = Markup("").join(
        tag("rect", "", x=n % columns, y=n // columns, width=1, height=1, fill=colour) for n, colour in enumerate(prepared.swatches)
    )
    stand_in = tag("svg", cells, viewBox=f"0 0 {columns} {rows}", preserveAspectRatio="none", aria_hidden="true")
    sources = []
    for media_type, files in prepared.files:
        srcset = ", ".join(f"{link(address)} {width}w" for address, width in files)
        if media_type != "image/jpeg":
            sources.append(Markup('<source type="{}" srcset="{}" sizes="{}">').format(media_type, srcset, PHOTO_SIZES))
            continue
        sources.append(
            Markup('<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" loading="lazy" decoding="async">').format(
                link(files[-1][0]), srcset, PHOTO_SIZES, prepared.width, prepared.height, alt
            )
        )
    return tag("div", stand_in + tag("picture", Markup("").join(sources)), class_="photo tall" if prepared.height > prepared.width else "photo")


def _drawn(shapes: tuple[Shape, ...], half: float, role: str, size: int) -> Markup:
    """Shapes in a square of which `half` is half the side, as an ornament; `size` in px is for a page without its style sheet."""
    given = f' class="{role}" width="{size}" height="{size}" aria-hidden="true"'
    return svg(Picture(-half, -half, 2 * half, 2 * half, shapes), Hand(lambda one: ""), given)


@cache
def tile(card: Card) -> Markup:
    """The tile of a city, for 64 px and more, in a bed of plaster; one to a page. Bare lines need no bed."""
    if card.treatment == "announced":
        return _drawn(tiles.tile(card.design, card.treatment, f"tile-{card.slug}"), 1000, "tile", 320)
    return _drawn(mosaic.cell(Piece(card.slug, card.design, card.treatment)).shapes, 1000, "tile", 320)


@cache
def mark(card: Card) -> Markup:
    """The tile of a city, for up to 48 px."""
    return _drawn(tiles.mark(card.design, card.treatment), 50, "mark", 48)


@cache
def emblem() -> Markup:
    """The home city's own mark, which is the site's."""
    return _drawn(tiles.mark(tiles.HOME, "signed"), 50, "emblem", 32)


@cache
def cell(card: Card) -> Markup:
    """The tile of a city in its bed on the wall, with the lines of the crosses round it."""
    lines, tiled = mosaic.chalipa(), mosaic.cell(Piece(card.slug, card.design, card.treatment))
    return svg(Picture(-1000, -1000, 2000, 2000, (*lines.shapes, *tiled.shapes)), Hand(lambda one: ""), ' aria-hidden="true"')


@cache
def kept() -> Markup:
    """A place on the wall kept for the next sister."""
    shapes = (*mosaic.chalipa().shapes, *mosaic.kept().shapes)
    return svg(Picture(-1000, -1000, 2000, 2000, shapes), Hand(lambda one: ""), ' aria-hidden="true"')
