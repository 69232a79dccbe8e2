"""The knot of strapwork in the middle of a tile: polygons in contact, with any number of points.

A regular polygon with a ring of pentagons round it is the hidden grid. Two rays go from the middle of
each edge into the polygon, at the contact angle, and end where they meet their partners. The plane
graph of the rays is the knot: its faces are the pieces of glaze, and its strapwork is the plaster left
between pieces that are cut back by half a strap, as in mosaic faience (moʿarraq). Where two strands
cross, one lies above; two-colouring the faces makes every strand go over and under by turns.

The method: E. H. Hankin, The Drawing of Geometric Patterns in Saracenic Art, Calcutta 1925.
The contact angle, rays that start apart, rings of pentagons: C. S. Kaplan, Islamic Star Patterns from
Polygons in Contact, Graphics Interface 2005. Rays that run on to a later partner ({n/d}s stars) and the
two-colouring: C. S. Kaplan, thesis, University of Washington 2002, chapter 3. With ten points, regular
pentagons and 54° it is the decagon of the girih set (P. J. Lu and P. J. Steinhardt, Science 315, 2007).

Points are complex numbers, x rightwards and y downwards; degrees run clockwise from straight up.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sistersite.shapes import Ring

Polygon = list[complex]
Segment = tuple[complex, complex]

CORE, EYE, KITE, PETAL, STAR = "core", "eye", "kite", "petal", "star"
_SAME = 1e-6  # of the knot's radius: nearer points are one


@dataclass(frozen=True)
class Cut:
    """How a knot is cut.

    A ray in the middle polygon runs to its partner number `layers`, counted from the next edge. `spoke`
    is the length of the edges between two pentagons over that of the polygon's. `valley` is the radius of
    the ring's valleys over that of its tips; without one the pentagons are as nearly equilateral as they
    can be. Rays of the polygon's edges start `apart` by this share of an edge.
    """

    layers: int
    spoke: float
    valley: float | None = None
    apart: float = 0.0


@dataclass(frozen=True)
class Knot:
    """One sector of a knot, and what lies round its middle only once; all in the units it was asked for.

    `pieces` are the rings of each kind, by EYE, KITE, PETAL and STAR, `bridges` the open lines along the
    upper strand of each crossing. The sector is turned `fold` times by a further 360/fold degrees.
    """

    fold: int
    outline: Ring
    core: Ring
    pieces: dict[str, tuple[Ring, ...]]
    bridges: tuple[Ring, ...]


@dataclass
class Graph:
    """A plane graph: its points, the neighbours of each in order of direction, and its faces.

    `left` gives the number of the face on the left of an edge, by the edge's two points.
    """

    points: list[complex]
    near: dict[int, list[int]]
    faces: list[Polygon] = field(default_factory=list)
    left: dict[tuple[int, int], int] = field(default_factory=dict)

    def strands(self) -> Iterator[tuple[int, complex, complex]]:
        """Each crossing with the directions of the strand above and of the one below."""
        dark = self._two_colours()
        for at, ring in sorted(self.near.items()):
            if len(ring) == 4:
                first = dark[self.left[at, ring[0]]]
                over, under = (unit(self.points[ring[n]] - self.points[at]) for n in (first, 1 - first))
                yield at, over, under

    def _two_colours(self) -> list[int]:
        """0 or 1 for each face, so that faces with a common edge differ: all crossings have four arms."""
        beside: list[list[int]] = [[] for _ in self.faces]
        for (a, b), face in self.left.items():
            beside[face].append(self.left[b, a])
        colours = [-1] * len(self.faces)
        for start in range(len(self.faces)):
            waiting = [start] if colours[start] < 0 else []
            colours[start] = max(colours[start], 0)
            while waiting:
                face = waiting.pop()
                for other in beside[face]:
                    if colours[other] < 0:
                        colours[other] = 1 - colours[face]
                        waiting.append(other)
        return colours


@lru_cache(maxsize=256)
def knot(fold: int, angle: float, cut: Cut, radius: float, strap: float) -> Knot:
    """The knot within a circle of `radius`, its straps `strap` wide, with a contact angle in degrees.

    Raises ValueError where the rays of a polygon do not meet or the strap is wider than the knot has room for.
    """
    graph = strapwork(fold, angle, cut)
    half, step = strap / 2, 360 / fold
    rim = next(face for face in graph.faces if area(face) < 0)
    # the mitre of a strap reaches beyond its middle line by a length that scaling leaves as it is
    reach = max(map(abs, rim))
    around = offset([z * radius / reach for z in rim], half)
    if not around:
        raise ValueError(f"a strap of {strap} is too wide for {fold} points at {angle:.1f} degrees")
    mitre = max(map(abs, around)) - radius
    scale = (radius - mitre) / reach
    inner = scale * polygon_radius(fold, cut)
    outline: Polygon = []
    core: Polygon = []
    pieces: dict[str, list[Ring]] = {}
    for face in graph.faces:
        shape = [z * scale for z in face]
        piece = offset(shape, half)
        if area(face) < 0:
            outline = piece
        elif abs(middle := centroid(shape)) < 1e-3 * radius:
            core = piece
        elif piece and _in_first_sector(middle, step):
            pieces.setdefault(_kind(middle, shape, inner, step, cut), []).append(ring(piece))
    bridges = []
    for at, over, under in graph.strands():
        z = graph.points[at] * scale
        if _in_first_sector(z, step):
            bridges += [ring(line) for line in bridge(z, over, under, half)]
    return Knot(fold, ring(outline), ring(core), {kind: tuple(rings) for kind, rings in pieces.items()}, tuple(bridges))


def _in_first_sector(z: complex, step: float) -> bool:
    return -step / 2 + 0.01 < bearing(z) <= step / 2 + 0.01


def _kind(middle: complex, shape: Polygon, inner: float, step: float, cut: Cut) -> str:
    """What a face is: petals lie round the corners of the middle polygon, stars fill the pentagons."""
    aside = abs(bearing(middle)) % step
    on_axis = min(aside, step - aside) < 0.01 * step
    edge = inner * math.cos(math.radians(step / 2))
    if cut.apart and on_axis and abs(abs(middle) - edge) < 0.01 * inner:
        return EYE
    if abs(aside - step / 2) < 0.01 * step and max(map(abs, shape)) > inner:
        return PETAL
    return STAR if on_axis and abs(middle) > edge else KITE


def bridge(z: complex, over: complex, under: complex, half: float) -> list[Polygon]:
    """The two edges of a strand across another, between the corners of the four pieces that meet at z."""
    reach = half / abs(cross(over, under))
    return [[z + (side * under - over) * reach, z + (side * under + over) * reach] for side in (1, -1)]


def polygon_radius(fold: int, cut: Cut) -> float:
    """The radius of the middle polygon's corners where that of the ring's tips is 1."""
    return _radii(fold, cut)[0]


def _radii(fold: int, cut: Cut) -> tuple[float, float]:
    """Of the polygon's corners and of the ring's valleys; that of its tips is 1."""
    sine, cosine = math.sin(math.pi / fold), math.cos(math.pi / fold)
    corner = 1 / (1 + 2 * sine * (cut.spoke if fold > 6 else max(cut.spoke, 1.0)))
    if fold < 7:  # so wide are the pentagons that only long tips keep their rays together
        valley = 0.76
    elif cut.valley:
        valley = cut.valley
    else:
        edge = (2 * corner * sine + 1 - corner) / 2  # the mean of the polygon's and the spokes'
        valley = 1 / max(cosine + math.sqrt(max(0.0, edge**2 - sine**2)), 1 / 0.88)
    return corner * valley, valley


@lru_cache(maxsize=256)
def strapwork(fold: int, angle: float, cut: Cut) -> Graph:
    """The middle lines of a knot whose hidden grid reaches to the unit circle.

    Only rays within one polygon can cross, and all pentagons are alike: two polygons are worked out.
    """
    corner, valley = _radii(fold, cut)
    step = 360 / fold
    polygon = [polar(corner, step * (n + 0.5)) for n in range(fold)]
    pentagon = [polar(valley, -step / 2), polar(1, 0), polar(valley, step / 2), polar(corner, step / 2), polar(corner, -step / 2)]
    inside = chains(rays(polygon, angle, cut.layers, [cut.apart] * fold))
    around = chains(rays(pentagon, angle, 1, [0, 0, 0, cut.apart, 0]))
    turned = [[z * cmath.exp(2j * math.pi * n / fold) for z in chain] for n in range(fold) for chain in around]
    return graph_of([*inside, *turned])


def rays(polygon: Polygon, angle: float, layers: int, apart: Sequence[float]) -> list[Segment]:
    """From every edge two rays: one leans towards the edge `layers` further on, whose own leans back to it.

    The two start `apart` by this share of their edge. Raises ValueError where partners do not meet.
    """
    turn = cmath.exp(1j * math.radians(angle))
    edges = pairs(polygon)
    made = []
    for n, (a, b) in enumerate(edges):
        m = (n + layers) % len(edges)
        c, d = edges[m]
        p, q = (a + b) / 2 - apart[n] / 2 * (b - a), (c + d) / 2 + apart[m] / 2 * (d - c)
        u, v = unit(b - a) * turn, -unit(d - c) / turn
        s, t = meet(p, u, q, v)
        if min(s, t) <= 0:
            raise ValueError(f"rays {n} and {m} of {len(edges)} do not meet at {angle:.1f} degrees")
        made += [(p, p + u * s), (q, p + u * s)]
    return made


def chains(segments: Sequence[Segment]) -> list[Polygon]:
    """Each segment as the points on it, from end to end, where it meets another."""
    at: list[list[float]] = [[0.0, 1.0] for _ in segments]
    for n, (a, b) in enumerate(segments):
        u = b - a
        for m, (c, d) in enumerate(segments[:n]):
            v = d - c
            across = cross(u, v)
            if abs(across) < 1e-9:
                continue
            s, t = cross(c - a, v) / across, cross(c - a, u) / across
            if -_SAME < s < 1 + _SAME and -_SAME < t < 1 + _SAME:
                at[n].append(s)
                at[m].append(t)
    return [[a + (b - a) * min(1.0, max(0.0, t)) for t in sorted(places)] for (a, b), places in zip(segments, at, strict=True)]


def graph_of(lines: Iterable[Polygon]) -> Graph:
    """The graph of chains that meet in their points alone."""
    points: list[complex] = []
    known: dict[tuple[int, int], int] = {}
    edges: set[tuple[int, int]] = set()

    def number(z: complex) -> int:
        x, y = round(z.real / _SAME / 10), round(z.imag / _SAME / 10)
        if (x, y) not in known:
            # the same point may have been rounded to the cell beside
            found = next((known[cell] for cell in ((x + i, y + j) for i in (-1, 0, 1) for j in (-1, 0, 1)) if cell in known), len(points))
            if found == len(points):
                points.append(z)
            known[x, y] = found
        return known[x, y]

    for line in lines:
        numbers = [number(z) for z in line]
        edges.update((min(a, b), max(a, b)) for a, b in zip(numbers, numbers[1:], strict=False) if a != b)
    graph = Graph(points, {})
    for a, b in sorted(edges):
        graph.near.setdefault(a, []).append(b)
        graph.near.setdefault(b, []).append(a)
    for at, others in graph.near.items():
        others.sort(key=lambda other: cmath.phase(graph.points[other] - graph.points[at]))
    follow = {(other, at): (at, around[n - 1]) for at, around in graph.near.items() for n, other in enumerate(around)}
    for edge in sorted(follow):
        face: Polygon = []
        while edge not in graph.left:
            graph.left[edge] = len(graph.faces)
            face.append(graph.points[edge[0]])
            edge = follow[edge]
        if face:
            graph.faces.append(face)
    return graph


def polar(radius: float, degrees: float) -> complex:
    return cmath.rect(radius, math.radians(degrees - 90))


def bearing(z: complex) -> float:
    """Degrees clockwise from straight up, in [-180, 180)."""
    return (math.degrees(cmath.phase(z)) + 270) % 360 - 180


def unit(z: complex) -> complex:
    return z / abs(z)


def cross(a: complex, b: complex) -> float:
    return a.real * b.imag - a.imag * b.real


def pairs(polygon: Sequence[complex]) -> list[Segment]:
    return list(zip(polygon, [*polygon[1:], polygon[0]], strict=True))


def area(polygon: Sequence[complex]) -> float:
    """Positive where the corners follow one another as the degrees do: clockwise on the screen."""
    return sum(cross(a, b) for a, b in pairs(polygon)) / 2


def centroid(polygon: Sequence[complex]) -> complex:
    weights = [(cross(a, b), a + b) for a, b in pairs(polygon)]
    return sum(weight * z for weight, z in weights) / (3 * sum(weight for weight, _ in weights))


def meet(p: complex, u: complex, q: complex, v: complex) -> tuple[float, float]:
    """s and t with p + s·u = q + t·v; ZeroDivisionError for parallel lines."""
    across = cross(u, v)
    return cross(q - p, v) / across, cross(q - p, u) / across


def offset(polygon: Sequence[complex], by: float) -> Polygon:
    """The parallel polygon, `by` further inside, or further outside where the corners run the other way.

    Empty where an edge would vanish.
    """
    lines = [(a + 1j * unit(b - a) * by, unit(b - a)) for a, b in pairs(polygon)]
    made = [p + u * meet(p, u, q, v)[0] for (p, u), (q, v) in zip([lines[-1], *lines[:-1]], lines, strict=True)]
    kept = all(((b - a) * v.conjugate()).real > 0 for (a, b), (_, v) in zip(pairs(made), lines, strict=True))
    return made if kept else []


def ring(polygon: Iterable[complex]) -> Ring:
    return tuple((z.real, z.imag) for z in polygon)
