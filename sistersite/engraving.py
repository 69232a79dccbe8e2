"""Pictures for the typesetter: their shapes as SVG in the colours of paper, their labels apart, for it to set as text.

The typesetter knows no style sheet with variables and does not order right-to-left labels inside an SVG.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from markupsafe import Markup, escape

from sistersite.shapes import Circle, Group, Label, Line, Path, Picture, Shape, Shared
from sistersite.svg import Hand, draw, svg


def engraved(picture: Picture, style: str, role: str = "", alt: str = "", width: float = 0) -> dict[str, Any]:
    """A node `picture`: `svg`, and `labels` with their places and sizes as shares of its width; `ratio` is height to width.

    `style` is from `drawing.style`; `role` is the class of the whole. A stretched picture needs the `width` in points it
    will have. Without `alt` it is an ornament.
    """
    if picture.stretched:
        picture = unstretched(picture, width)

    def shared(one: Shared) -> str:
        return f'<g class="{escape(one.name)}">{draw(one.shapes, hand)}</g>'

    hand = Hand(lambda one: "", shared=shared)
    size = f' width="{picture.width:g}" height="{picture.height:g}"' + (f' class="{escape(role)}"' if role else "")
    across = picture.width
    return {
        "k": "picture",
        "svg": str(svg(picture, hand, size, Markup("<style>{}</style>").format(Markup(style)))),
        "ratio": round(picture.height / across, 4),
        "alt": alt,
        "labels": [
            {"t": one.text, "x": round((one.x - picture.x) / across, 5), "y": round((one.y - picture.y) / across, 5),
             "size": round(one.size / across, 5), "side": one.side, "role": one.role}
            for one in labels(picture.shapes)
        ],
    }  # fmt: skip


def labels(shapes: Iterable[Shape], x: float = 0, y: float = 0, scale: float = 1) -> Iterator[Label]:
    """All labels, where they stand in the picture; those of groups that are turned are not looked for."""
    for one in shapes:
        match one:
            case Label():
                yield replace(one, x=x + scale * one.x, y=y + scale * one.y, size=scale * one.size)
            case Group(turns=1):
                yield from labels(one.shapes, x + scale * one.x, y + scale * one.y, scale * one.scale)


def unstretched(picture: Picture, width: float) -> Picture:
    """A stretched picture at a width of its own."""

    def at(x: float) -> float:
        return x * width / 1000

    def placed(one: Shape) -> Shape:
        match one:
            case Line():
                return replace(one, x=at(one.x), x2=at(one.x2))
            case Circle() | Label():
                return replace(one, x=at(one.x))
        raise TypeError(f"a stretched picture holds lines, circles and labels, no {type(one).__name__}")

    return Picture(0, 0, width, picture.height, tuple(map(placed, picture.shapes)))


def matrix(rows: Iterable[Iterable[int]], quiet: int = 4) -> Picture:
    """A code of dark and light modules, such as a QR code, as one path in units of a module, with a quiet zone round it."""
    held = [list(row) for row in rows]
    rings = tuple(
        ((x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)) for y, row in enumerate(held) for x, dark in enumerate(row) if dark
    )
    side = len(held) + 2 * quiet
    return Picture(-quiet, -quiet, side, side, (Path("code", rings),))
