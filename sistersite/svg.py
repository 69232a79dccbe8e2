"""Pictures → SVG. How labels, links and shared shapes are written is the caller's: pages and files differ in these."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from sistersite.shapes import Circle, Group, Label, Line, Path, Picture, Ring, Shape, Shared


@dataclass(frozen=True)
class Hand:
    """How to write what differs; `shared` may refer to a file instead of drawing what is in it."""

    label: Callable[[Label], str]
    link: Callable[[str, str], str] = lambda slug, drawn: drawn
    shared: Callable[[Shared], str] | None = None


def svg(picture: Picture, hand: Hand, attributes: str = "", before: str = "") -> Markup:
    """The whole picture; `attributes` go into its tag and `before` comes first in it (a title, a style sheet)."""
    across = writer_of_x(picture)
    if picture.stretched:
        frame = f'width="100%" height="{number(picture.height)}"'
    else:
        frame = f'viewBox="{" ".join(map(number, (picture.x, picture.y, picture.width, picture.height)))}"'
    return Markup(f'<svg xmlns="http://www.w3.org/2000/svg" {frame}{attributes}>{before}{draw(picture.shapes, hand, across)}</svg>')


def writer_of_x(picture: Picture) -> Callable[[float], str]:
    """How an x of this picture is written: as a number of units, or as a share of the width."""
    return (lambda value: f"{number(value / 10, 2)}%") if picture.stretched else number


def draw(shapes: Iterable[Shape], hand: Hand, across: Callable[[float], str] | None = None) -> str:
    return "".join(_draw(shape, hand, across or number) for shape in shapes)


def _draw(shape: Shape, hand: Hand, across: Callable[[float], str]) -> str:
    match shape:
        case Path():
            return f'<path class="{escape(shape.role)}" d="{path_data(shape.rings, shape.closed)}"/>'
        case Line():
            ends = f'x1="{across(shape.x)}" y1="{number(shape.y)}" x2="{across(shape.x2)}" y2="{number(shape.y2)}"'
            return f'<line class="{escape(shape.role)}" {ends}/>'
        case Circle():
            return f'<circle class="{escape(shape.role)}" cx="{across(shape.x)}" cy="{number(shape.y)}" r="{number(shape.radius)}"/>'
        case Label():
            return hand.label(shape)
        case Shared():
            return hand.shared(shape) if hand.shared else draw(shape.shapes, hand, across)
        case Group():
            clip, edge = _clip(shape)
            group = f"<g{_class(shape.role)}{_name(shape)}{_place(shape)}{clip}>{edge}{draw(shape.shapes, hand, across)}</g>" + _copies(shape)
            return hand.link(shape.slug, group) if shape.slug else group


def _class(role: str) -> str:
    return f' class="{escape(role)}"' if role else ""


def _place(group: Group) -> str:
    moves = []
    if group.x or group.y:
        moves.append(f"translate({number(group.x)} {number(group.y)})")
    if group.scale != 1:
        moves.append(f"scale({number(group.scale, 4)})")
    return f' transform="{" ".join(moves)}"' if moves else ""


def _name(group: Group) -> str:
    return f' id="{escape(group.name)}"' if group.turns > 1 else ""


def _clip(group: Group) -> tuple[str, str]:
    """The attribute of a group that is clipped, and the edge it refers to."""
    if not group.clip:
        return "", ""
    name = escape(group.name)
    return f' clip-path="url(#{name})"', f'<clipPath id="{name}"><circle r="{number(group.clip)}"/></clipPath>'


def _copies(group: Group) -> str:
    turns = (number(360 * n / group.turns, 4) for n in range(1, group.turns))
    return "".join(f'<use href="#{escape(group.name)}" transform="rotate({turn})"/>' for turn in turns)


def path_data(rings: Iterable[Ring], closed: bool = True) -> str:
    """Relative moves in whole units: the fewest bytes. Rounded twice, so that the last bits of a platform's sine cannot tip a half."""
    out, x, y = [], 0, 0
    for ring in rings:
        start = None
        for right, below in ring:
            new_x, new_y = round(round(right, 3)), round(round(below, 3))
            dx, dy = new_x - x, new_y - y
            if start is None:
                start = new_x, new_y
                out.append(f"m{dx}")
            elif dx or dy:
                out.append(f"{dx}" if dx < 0 else f" {dx}")
            else:
                continue
            out.append(f"{dy}" if dy < 0 else f" {dy}")
            x, y = new_x, new_y
        if closed:
            out.append("z")
            x, y = start
    return "".join(out)


def number(value: float, places: int = 1) -> str:
    """The shortest writing of a number rounded to so many places."""
    text = f"{value:.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def file_of_shared(shared: Shared) -> Markup:
    """Shared shapes as a file to refer to, by their name."""
    drawn = draw(shared.shapes, Hand(lambda one: ""))
    return Markup(f'<svg xmlns="http://www.w3.org/2000/svg"><g id="{escape(shared.name)}">{drawn}</g></svg>')
