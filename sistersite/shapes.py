"""What pictures are made of: shapes that say what they are, without colour, typeface or file format.

Coordinates are in the picture's own units; x grows rightwards and y downwards, as on a screen, in
either direction of writing. A role says what a shape is ("land", "strap", "lapis"): the web paints it
by the class of that name, and the sheets `assets/css/parts/figure-*.css` say how.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Point = tuple[float, float]
Ring = tuple[Point, ...]


@dataclass(frozen=True)
class Path:
    """Straight lines through the points of each ring; what lies in an even number of closed rings is not filled."""

    role: str
    rings: tuple[Ring, ...]
    closed: bool = True


@dataclass(frozen=True)
class Line:
    role: str
    x: float
    y: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Circle:
    role: str
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Label:
    """A line of text to be set: (x, y) is where `side` of its baseline lies; `size` is the em in units."""

    role: str
    x: float
    y: float
    text: str
    size: float
    side: Literal["left", "middle", "right"] = "middle"


@dataclass(frozen=True)
class Group:
    """Shapes moved to (x, y) after scaling; drawn `turns` times, each turned on by a further 360/turns degrees.

    `slug` names the city the group stands for: a page makes it a link. A group that is turned has a
    `name`, unique on its page, by which its copies refer to it. One with a `clip` shows only what lies
    within that radius of its origin, in its own units; it too has a `name`, and is not turned.
    """

    role: str
    shapes: tuple[Shape, ...]
    x: float = 0
    y: float = 0
    scale: float = 1
    turns: int = 1
    slug: str = ""
    name: str = ""
    clip: float = 0


@dataclass(frozen=True)
class Shared:
    """Shapes that many pictures show: the web keeps them in a file of their own and refers to it."""

    name: str
    shapes: tuple[Shape, ...]


Shape = Path | Line | Circle | Label | Group | Shared


@dataclass(frozen=True)
class Picture:
    """Shapes in a frame whose top left corner is (x, y).

    A picture that is `stretched` is as wide as its place: its x are thousandths of that width (lines,
    circles and labels only), its y and radii pixels, so that its type keeps its size on every screen.
    """

    x: float
    y: float
    width: float
    height: float
    shapes: tuple[Shape, ...]
    stretched: bool = False
