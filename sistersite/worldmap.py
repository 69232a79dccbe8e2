"""The world from one place: the azimuthal equidistant projection, in which every line from the middle is
straight, and as long as the way it stands for (J. P. Snyder: Map Projections, a Working Manual, 1987, §25).

The land is drawn in units of 10 km; a plate of any reach is FRAME units wide, so that one style sheet suits all.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from sistersite.figures import WINDS, bearing, distance_km
from sistersite.girih import ring as ring_of
from sistersite.placing import ASCENT, DESCENT, Box, Ground, Name, Segment, box_of, place
from sistersite.shapes import Circle, Group, Label, Line, Path, Picture, Point, Ring, Shape, Shared
from sistersite.tiles import khatam

UNIT_KM = 10.0
FRAME = 1000.0  # units across a plate
LOCATOR = 200.0
LONGEST_STEP = 2.0  # degrees: longer edges of the land get points between, for they are not straight on the map
TOLERANCE = 1.6  # units: how far the drawn coast may be off
ISLAND = 20.0  # square units: smaller land is not drawn
EDGE_STEP = math.radians(3)  # between points along the edge of the disc
STAR = 100.0  # units: the radius of a star before it is scaled
WIDER = 1.05  # than the caller says: browsers round, and a page may set names a little bolder
SHRINKING = (1, 0.93, 0.86)  # of the size of names, until all have a place
HALF_TARGET = 0.9  # em: the radius of the place to touch, where no other mark is near


@dataclass(frozen=True)
class Mark:
    """A city on the map; `state` is "signed", "half", "announced" or "paused". Without a slug it is no link."""

    slug: str
    latitude: float
    longitude: float
    name: str = ""
    state: Literal["signed", "half", "announced", "paused"] = "signed"

    @property
    def place(self) -> tuple[float, float]:
        return self.latitude, self.longitude


def project(centre: tuple[float, float], place: tuple[float, float]) -> Point:
    """Units right of and below the centre; both places are (latitude, longitude) in degrees."""
    far, way = distance_km(centre, place) / UNIT_KM, math.radians(bearing(centre, place))
    return far * math.sin(way), -far * math.cos(way)


def reach_km(centre: Mark, marks: Iterable[Mark], step_km: int) -> int:
    """The smallest multiple of the step within which all the marks lie, none of them upon the rim."""
    farthest = max((distance_km(centre.place, mark.place) for mark in marks), default=0)
    return step_km * (int(farthest * 1.02) // step_km + 1)


# --- the land


def land(rings: Iterable[Sequence[Point]], centre: tuple[float, float], radius_km: float) -> Shared:
    """The land within so many km of the centre, cut at that circle; `rings` are of (longitude, latitude) in degrees.

    The place opposite the centre must lie in the sea, as Isfahan's does: else land and sea change places.
    """
    radius = radius_km / UNIT_KM
    drawn = []
    for ring in rings:
        cut = within([project(centre, (latitude, longitude)) for longitude, latitude in densified(ring)], radius)
        if abs(area(cut)) >= ISLAND:
            fewer = simplified(cut)
            if abs(area(fewer)) >= ISLAND:
                drawn.append(fewer)
    return Shared("land", (Path("land", tuple(drawn)),))


def densified(ring: Sequence[Point]) -> Iterator[Point]:
    """The ring, not closed, with points between those that lie far apart."""
    for (x, y), (x2, y2) in pairwise((*ring, ring[0])):
        across = (x2 - x + 180) % 360 - 180
        steps = math.ceil(max(abs(across), abs(y2 - y)) / LONGEST_STEP) or 1
        for n in range(steps):
            yield x + across * n / steps, y + (y2 - y) * n / steps


def within(ring: Sequence[Point], radius: float) -> Ring:
    """The ring with all that lies outside the circle drawn back onto it, towards the middle; nothing if all of it does.

    What is inside the ring and the circle stays as it is, for no point passes over it.
    """
    far = [math.hypot(x, y) for x, y in ring]
    start = next((n for n, one in enumerate(far) if one <= radius), None)
    if start is None:
        return ()
    points: list[Point] = []
    turned = 0.0  # on the way outside, from where the circle was crossed
    for n in range(start, start + len(ring)):
        (x, y), (x2, y2) = ring[n % len(ring)], ring[(n + 1) % len(ring)]
        here, there = far[n % len(ring)], far[(n + 1) % len(ring)]
        if here <= radius:
            points.append((x, y))
        if (here <= radius) != (there <= radius):
            over = _crossing((x, y), (x2, y2), radius)
            if here <= radius:
                points.append(over)
                turned = _turn(over, (x2, y2))
            else:
                points += _along(points[-1], turned + _turn((x, y), over), radius)
                points.append(over)
        elif here > radius:
            turned += _turn((x, y), (x2, y2))
    return tuple(points)


def _crossing(one: Point, other: Point, radius: float) -> Point:
    """Where the line between a point within the circle and one outside crosses it, either being the first."""
    (x, y), (x2, y2) = (one, other) if math.hypot(*one) <= radius else (other, one)
    dx, dy = x2 - x, y2 - y
    a, b, c = dx * dx + dy * dy, x * dx + y * dy, x * x + y * y - radius * radius
    share = (math.sqrt(max(b * b - a * c, 0)) - b) / a
    return x + dx * share, y + dy * share


def _turn(one: Point, other: Point) -> float:
    """The angle from one direction to the other, seen from the middle, the short way."""
    return math.atan2(one[0] * other[1] - one[1] * other[0], one[0] * other[0] + one[1] * other[1])


def _along(start: Point, angle: float, radius: float) -> Iterator[Point]:
    """Points on the circle after the start, before the end of the arc."""
    first, steps = math.atan2(start[1], start[0]), math.ceil(abs(angle) / EDGE_STEP)
    for n in range(1, steps):
        yield radius * math.cos(first + angle * n / steps), radius * math.sin(first + angle * n / steps)


def area(ring: Ring) -> float:
    """Signed, by the trapezoids under the edges."""
    return sum((x - x2) * (y + y2) for (x, y), (x2, y2) in pairwise((*ring, *ring[:1]))) / 2


def simplified(ring: Ring) -> Ring:
    """The ring with fewer points, none of those left out farther than TOLERANCE from it.

    D. H. Douglas, T. K. Peucker: Algorithms for the Reduction of the Number of Points Required to Represent
    a Digitized Line or its Caricature, The Canadian Cartographer 10.2, 1973; between two points that stay.
    """
    points = (*ring, ring[0])
    middle = max(range(len(ring)), key=lambda n: math.dist(ring[n], ring[0]))
    kept = {0, middle}
    waiting = [(0, middle), (middle, len(ring))]
    while waiting:
        first, last = waiting.pop()
        (x, y), (x2, y2) = points[first], points[last]
        dx, dy = x2 - x, y2 - y
        length = math.hypot(dx, dy)
        worst, where = TOLERANCE, 0
        for n in range(first + 1, last):
            u, v = points[n]
            off = abs(dx * (v - y) - dy * (u - x)) / length if length else math.hypot(u - x, v - y)
            if off > worst:
                worst, where = off, n
        if where:
            kept.add(where)
            waiting += [(first, where), (where, last)]
    return tuple(ring[n] for n in sorted(kept))


# --- stars


def star(state: str, x: float, y: float, radius: float) -> Group:
    """The mark of a tie: full, half full, open, or dashed and pale."""
    outline = ring_of(khatam(STAR))
    shapes: tuple[Shape, ...] = (Path("star", (outline,)),)
    if state == "half":
        shapes = (Path("star", (outline,)), Path("fill", (tuple(point for point in outline if point[0] <= 0.001),)))
    return Group(f"mark {state}", shapes, x, y, radius / STAR)


def _home(radius: float) -> Group:
    return Group("home", (Path("star", (ring_of(khatam(STAR)),)), Circle("eye", 0, 0, 0.36 * STAR)), scale=radius / STAR)


# --- pictures


def plate(
    centre: Mark, marks: Sequence[Mark], reach_km: float, ring_km: int, label_of_ring: Callable[[int], str], size: float,
    width: Callable[[str], float], rtl: bool, shared_land: Shared, winds: Sequence[str] = (), inner_km: float = 0,
) -> Picture:  # fmt: skip
    """The plate of an astrolabe: the world within `reach_km` of the centre, with every mark on it.

    `size` is the em of names in units, `width` the width of a text in ems, both in the face of names;
    `winds` are the words for figures.WINDS. Marks nearer than `inner_km`, a circle that is drawn, and marks
    without a name have a star only and are no links. Where names find no room they are all set a little
    smaller; one that even then finds none is left out, with its link. The same marks give the same plate.
    """
    band = max(24.0, 0.85 * size)
    radius = FRAME / 2 - 4 - band
    scale = radius / reach_km
    star_radius = max(8.0, 0.32 * size)
    small = size * 0.96  # em of rings and winds

    at = {}
    for mark in marks:
        x, y = project(centre.place, mark.place)
        at[mark] = (x * UNIT_KM * scale, y * UNIT_KM * scale)
    shown = [mark for mark in marks if mark.name and distance_km(centre.place, mark.place) > inner_km]
    lines = {mark: _from_edge(at[mark], 1.5 * star_radius, star_radius) for mark in marks}

    def boxed(label: Label) -> Box:
        return box_of(label.x, label.y, width(label.text) * label.size * WIDER, label.size, label.side)

    wind_labels = [_wind(word, n, small, radius) for n, word in enumerate(winds)]
    wind_boxes = [boxed(one).grown(1.0 * small) for one in wind_labels]  # for readers who set their letters wider
    rings = {km * scale: label_of_ring(km) for km in range(ring_km, math.ceil(reach_km), ring_km)}
    ring_labels = _ring_labels(rings, small, width, list(at.values()), list(lines.values()), wind_boxes, radius)
    kept = [*wind_boxes, *(boxed(one) for one in ring_labels)]
    radii = {mark: star_radius if mark in shown else 0.72 * star_radius for mark in marks} | {centre: 1.5 * star_radius}
    at_all, named_marks, em = {**at, centre: (0.0, 0.0)}, (*shown, centre), size
    stars = [(*where, radii[mark]) for mark, where in at_all.items()]
    for share in SHRINKING:
        em = size * share
        names = [Name(*at_all[mark], radii[mark], width(mark.name) * em * WIDER, lines.get(mark)) for mark in named_marks]
        found = place(names, Ground(radius - 4, em, stars, kept, list(lines.values()), rtl))
        if None not in found:
            break
    places = dict(zip(named_marks, found, strict=True))
    boxes = {mark: boxed(Label("place", one.x, one.y, mark.name, em, one.side)) for mark, one in places.items() if one}

    def named(mark: Mark, role: str, drawn: tuple[Shape, ...]) -> Group:
        found = places.get(mark)
        if found is None:
            return Group(role, drawn)
        shapes = (Line("leader", *found.leader), *drawn) if found.leader else drawn
        x, y = at_all[mark]
        free = min((box.off(x, y) for other, box in boxes.items() if other is not mark), default=FRAME)
        hit = Circle("hit", x, y, max(radii[mark], min(free, _target((x, y), at_all.values(), HALF_TARGET * size))))
        return Group(role, (hit, *shapes, Label("place", found.x, found.y, mark.name, em, found.side)), slug=mark.slug)

    def drawn_star(mark: Mark) -> Group:
        return star(mark.state, *at[mark], radii[mark])

    rays = (Line(f"ray {mark.state}" + ("" if mark in shown else " thin"), *lines[mark]) for mark in marks)
    shapes: list[Shape] = [
        Circle("limb", 0, 0, radius + band), Circle("sea", 0, 0, radius),
        Group("", (shared_land,), scale=UNIT_KM * scale, clip=reach_km / UNIT_KM, name=f"plate-{reach_km:.0f}"),
        *(Circle("ring", 0, 0, far) for far in rings),
        *([Circle("inner", 0, 0, inner_km * scale)] if inner_km else []),
        Circle("rim", 0, 0, radius), _graduation(radius, band), Circle("rim", 0, 0, radius + band),
        *wind_labels, Group("rays", tuple(rays)), *ring_labels,
        *(drawn_star(mark) for mark in marks if mark not in shown),
        *(named(mark, f"city {mark.state}", (drawn_star(mark),)) for mark in shown),
        named(centre, "city", (_home(radii[centre]),)),
    ]  # fmt: skip
    return Picture(-FRAME / 2, -FRAME / 2, FRAME, FRAME, tuple(shapes))


def locator(centre: Mark, there: Mark, reach_km: float, shared_land: Shared) -> Picture:
    """Where a city lies, seen from the centre: a small plate without a word."""
    radius = LOCATOR / 2 - 3
    scale = radius / reach_km
    x, y = (value * UNIT_KM * scale for value in project(centre.place, there.place))
    shapes = (
        Circle("sea", 0, 0, radius),
        Group("", (shared_land,), scale=UNIT_KM * scale, clip=reach_km / UNIT_KM, name=f"locator-{there.slug}"),
        Circle("ring", 0, 0, radius / 3), Circle("ring", 0, 0, radius * 2 / 3), Circle("rim", 0, 0, radius),
        Line(f"ray {there.state}", *_from_edge((x, y), 7, 6)), _home(7), star(there.state, x, y, 8),
    )  # fmt: skip
    return Picture(-LOCATOR / 2, -LOCATOR / 2, LOCATOR, LOCATOR, shapes)


def _from_edge(to: Point, start: float, end: float) -> Segment:
    """The line from the middle to a point, without so much at its ends; of a near point nothing is left."""
    far = math.hypot(*to)
    if far <= start + end:
        return (*to, *to)
    return to[0] * start / far, to[1] * start / far, to[0] * (far - end) / far, to[1] * (far - end) / far


def _target(at: Point, marks: Iterable[Point], widest: float) -> float:
    """The radius of the place to touch: up to half way to the nearest other mark."""
    near = (math.dist(at, other) / 2 for other in marks if other != at)
    return min((widest, *near))


def _wind(word: str, number: int, em: float, radius: float) -> Label:
    """The four chief winds stand within the rim, those between in the corners of the frame."""
    way, edge = WINDS[number], FRAME / 2 - 2
    if len(way) == 2:
        x, y = edge if "e" in way else -edge, edge - DESCENT * em if "s" in way else ASCENT * em - edge
        return Label("wind", x, y, word, em, "right" if "e" in way else "left")
    inner = radius - 0.35 * em
    x, y = {"n": (0, -inner + 0.85 * em), "s": (0, inner - 0.35 * em), "e": (inner, 0.3 * em), "w": (-inner, 0.3 * em)}[way]
    return Label("wind", x, y, word, em, {"e": "right", "w": "left"}.get(way, "middle"))


def _graduation(radius: float, band: float) -> Group:
    """A tick for every 5° of bearing, longer ones for 15° and 45°. Drawn in tenths of a unit."""
    ticks: dict[str, list[Ring]] = {"tick": [], "tick chief": []}
    for degrees in range(0, 360, 5):
        share = 1 if degrees % 45 == 0 else 0.62 if degrees % 15 == 0 else 0.32
        x, y = 10 * math.sin(math.radians(degrees)), -10 * math.cos(math.radians(degrees))
        end = radius + share * band
        ticks["tick chief" if degrees % 45 == 0 else "tick"].append(((x * radius, y * radius), (x * end, y * end)))
    return Group("graduation", tuple(Path(role, tuple(rings), closed=False) for role, rings in ticks.items()), scale=0.1)


def _ring_labels(
    rings: Mapping[float, str], em: float, width: Callable[[str], float], marks: Sequence[Point], lines: Sequence[Segment], kept: Sequence[Box], radius: float,
) -> list[Label]:  # fmt: skip
    """The rings' labels one behind the other, where they are farthest from marks and lines; none if they meet something everywhere."""
    best: list[Label] = []
    most = 0.0
    for degrees in range(0, 360, 5):
        x, y = math.sin(math.radians(degrees)), -math.cos(math.radians(degrees))
        labels = [Label("km", x * far, y * far + 0.3 * em, text, em) for far, text in rings.items()]
        boxes = [box_of(one.x, one.y, width(one.text) * em * WIDER, em, "middle") for one in labels]
        if any(box.reach() > radius or any(box.crossed(line) for line in lines) for box in boxes):
            continue
        if not any(one.meets(other) for n, one in enumerate(boxes) for other in (*boxes[:n], *kept)):
            free = min((box.off(*mark) for box in boxes for mark in (*marks, (0.0, 0.0))), default=0)
            if free > most:
                best, most = labels, free
    return best
