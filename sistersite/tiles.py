"""The tile of a city, and its mark: what the record decides, and how the tie is shown.

The outline is the khatam, two interlaced squares: the upright one is Isfahan's and the same plaster
band in every tile, the one on its corner is the sister's and has her glaze. In the octagon both share
lies her knot (see girih). The part of the world gives its points; six is left out, for the hexagram
has meanings of its own. The year of the pact gives the contact angle, and the place on earth, by its
coordinates, what these leave equal: cut, glaze and proportions.

A tie is two squares laced together, so its state needs no colour to be told: signed is glazed and
laced; half is dipped into the glaze to the middle, the upper part unglazed; announced is drawn and
not yet made, her square in broken lines; paused is dimmed, and her square, its glaze off, lies broken
under Isfahan's.

Roles are glazes (fields of Glaze), "bisque" for the unglazed body and "veil" for what a dimmed tile lies on.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, replace
from functools import lru_cache

from sistersite import girih
from sistersite.girih import Cut, Polygon, pairs, polar, ring
from sistersite.shapes import Group, Path, Ring, Shape

STATES = ("signed", "half", "announced", "paused")

POINTS = {
    "east-asia": 10, "southeast-asia": 14, "south-asia": 9, "central-asia": 10, "west-asia": 8,
    "caucasus": 7, "europe": 12, "russia": 16, "africa": 11, "latin-america": 5,
}  # fmt: skip
POINTS_OF_REGION = {"asia": 10, "europe": 12, "west-asia": 8, "africa": 11, "americas": 5}
OTHER_POINTS = 8

# The rosette of the girih set, a bold star, long petals, fine lace, beads on the star's points.
CUTS = (Cut(2, 1.0), Cut(1, 0.8, 0.9), Cut(2, 1.5, 0.91), Cut(3, 1.1, 0.935), Cut(1, 1.11, 0.9, 0.28))
SPOKES = (0.94, 1.06)  # a place may shorten or lengthen the spokes of its cut within this
VALLEYS = (-0.012, 0.012)  # and raise or lower its valleys
BEADED = range(7, 11)  # points of a star with room for beads

# One of the orders in which coordinates may choose: with this one the sisters of today differ most.
ORDER = b"546569"

TIP = 976.0  # from the middle to the khatam's points, of a square of 2000 units
OUTER = TIP * math.sqrt(0.5)  # apothems of a band's edges; at 11 to 10 both are whole numbers of dashes long
INNER = OUTER * 10 / 11
MIDDLE = (OUTER + INNER) / 2
RADIUS, STRAP = 606.0, 26.0  # of the knot
HEART = 0.46  # of the core's size
LEAST_HEART = 62.0  # a smaller core stays whole
MARK = 0.25  # the mark's points lie on a grid of a quarter unit


@dataclass(frozen=True)
class Glaze:
    """The names of the glazes of each part; `tip` fills the khatam's points, `band` is the sister's square."""

    ground: str
    core: str
    kite: str
    petal: str
    star: str
    tip: str
    band: str
    heart: str


_INITIALS = {name[0]: name for name in ("lapis", "turquoise", "saffron", "pomegranate", "brick", "plaster", "night")} | {"w": "plaster", "p": "pomegranate"}

# Seven glazes, the ground's first: no part has the colour of the one beside it, and a band never that of the wall.
GLAZES = tuple(
    Glaze(*(_INITIALS[letter] for letter in letters))
    for letters in """
    nspwtpsp nwlstlsl ntwpspww npstwpbs
    lswtwpsp lwststsn lpswtbpw lstwspwn ltswbnsw
    tswlwlsl tpwnsnpw twspnpws tlswplsw
    wpstpbps wlwlllww wntslnst wslptlbp
    spwltlpw sntpwplt slwtbnlw
    pswtwnsn pwtsbnst ptswllws pnwswlsw
    bwltwlwt bsnwlnsp blwstnww
    """.split()
)


@dataclass(frozen=True)
class Design:
    """What makes a tile: `fold` points, the contact angle in degrees, how the knot is cut, and its glazes."""

    fold: int
    angle: float
    cut: Cut
    glaze: Glaze


# Isfahan's own: the decagon and its ten regular pentagons, as on the spandrel of the Darb-e Imam.
HOME = Design(10, 54.0, CUTS[0], Glaze("lapis", "saffron", "plaster", "turquoise", "turquoise", "lapis", "turquoise", "lapis"))


def design(region: str, part: str | None, year: int | None, latitude: float, longitude: float) -> Design:
    """The design of a city's tile; coordinates in degrees, of which two decimals count."""
    fold = POINTS.get(part or "", POINTS_OF_REGION.get(region, OTHER_POINTS))
    angle = contact_angle(year)
    seed = _seed(latitude, longitude)
    spoke, valley = (int.from_bytes(two, "big") / 0xFFFF for two in (seed[2:4], seed[4:6]))
    return Design(fold, angle, proportioned(CUTS[seed[0] % len(CUTS)], fold, angle, spoke, valley), GLAZES[seed[1] % len(GLAZES)])


def proportioned(cut: Cut, fold: int, angle: float, spoke: float, valley: float) -> Cut:
    """One of CUTS for so many points and this angle; `spoke` and `valley`, from 0 to 1, lie within SPOKES and VALLEYS."""
    # a partner's ray comes before the point nearest the middle while 180 · layers / fold < angle
    layers = max(1, min(cut.layers, math.floor(fold * angle / 180 - 0.45)))
    raised = None if cut.valley is None else cut.valley + _within(VALLEYS, valley)
    return Cut(layers, cut.spoke * _within(SPOKES, spoke), raised, cut.apart * 8 / fold if fold in BEADED else 0.0)


def contact_angle(year: int | None) -> float:
    """Degrees: 55 until 1980 (the girih set has 54), 70 from 2030 on, 60 without a year."""
    return 60.0 if year is None else 55 + 15 * min(1.0, max(0.0, (year - 1980) / 50))


def _seed(latitude: float, longitude: float) -> bytes:
    """The same on every platform and in every run; adding 0.0 makes a negative zero positive."""
    place = f"{round(latitude, 2) + 0.0:.2f} {round(longitude, 2) + 0.0:.2f}"
    return hashlib.blake2b(place.encode(), digest_size=6, salt=ORDER).digest()


def _within(bounds: tuple[float, float], share: float) -> float:
    low, high = bounds
    return low + (high - low) * share


@lru_cache(maxsize=256)
def tile(design: Design, state: str, name: str) -> tuple[Shape, ...]:
    """The whole tile, for 64 px and more, in the square from -1000 to 1000.

    `name` must be unique on its page: one sector of the knot is drawn, the others refer to it.
    Raises ValueError for a state that is not one of STATES.
    """
    if state not in STATES:
        raise ValueError(f"no state of a tie: {state}")
    knot = girih.knot(design.fold, design.angle, design.cut, RADIUS, STRAP)
    if state == "announced":
        return (Group("tile", (Group("bare", (*_bare(knot, name), Path("line", _band(0)), Path("dashed", _band(45)))),)),)
    glaze = design.glaze
    if state == "paused":
        beds = (Path("veil", (ring(khatam(TIP - 12)),)),)
        dimmed = Group("dimmed", (*_ground(glaze), *_knot(knot, glaze, "veil", name)))
        return (Group("tile", (*beds, dimmed, Group("patch", (Path("veil", _band(45)),)), Path("dashed", _band(45)), Path("strap", _band(0)))),)
    if state == "half":
        unglazed = replace(glaze, ground="bisque", tip="bisque")
        return (Group("tile", (*_ground(unglazed), *_ground(glaze, dipped=True), *_knot(knot, glaze, "strap", name), *_laced(glaze.band, "bisque"))),)
    return (Group("tile", (*_ground(glaze), *_knot(knot, glaze, "strap", name), *_laced(glaze.band))),)


def _ground(glaze: Glaze, dipped: bool = False) -> tuple[Shape, ...]:
    """What fills the khatam's points, and the octagon; `dipped` are their lower halves."""
    shapes = (glaze.tip, khatam(TIP - 12)), (glaze.ground, octagon(MIDDLE))
    return tuple(Path(role, (ring(lower_half(shape) if dipped else shape),)) for role, shape in shapes)


def _knot(knot: girih.Knot, glaze: Glaze, strap: str, name: str) -> tuple[Shape, ...]:
    colours = {girih.PETAL: glaze.petal, girih.STAR: glaze.star, girih.KITE: glaze.kite, girih.EYE: glaze.core}
    sector = [Path(colours[kind], rings) for kind, rings in knot.pieces.items()]
    middle = [Path(strap, (knot.outline,)), Path(glaze.core, (knot.core,))]
    if min(math.hypot(*at) for at in knot.core) >= LEAST_HEART:
        middle.append(Path(glaze.heart, (_heart(knot),)))
    return (*middle, Group("tile", (*sector, Path("line", knot.bridges, closed=False)), turns=knot.fold, name=name))


def _heart(knot: girih.Knot) -> Ring:
    return tuple((x * HEART, y * HEART) for x, y in knot.core)


def _bare(knot: girih.Knot, name: str) -> tuple[Shape, ...]:
    pieces = tuple(one for rings in knot.pieces.values() for one in rings)
    sector = (Path("line", pieces), Path("line", knot.bridges, closed=False))
    return Path("line", (knot.outline, knot.core)), Group("bare", sector, turns=knot.fold, name=name)


def _band(turn: float) -> tuple[Ring, Ring]:
    """A square's two edges, which run in opposite directions so that every rule of filling leaves the inside free."""
    return ring(square(OUTER, turn)), ring(reversed(square(INNER, turn)))


def _laced(band: str, above: str = "") -> tuple[Shape, ...]:
    """Both squares, over and under by turns; `above` is what the upper half of the sister's is made of, if another."""
    patches: dict[str, list[Ring]] = {}
    edges: list[Ring] = []
    half = (OUTER - INNER) / 2
    for a, b in pairs(square(MIDDLE, 45)):
        over = girih.unit(b - a)
        z = (a + b) / 2 + over * MIDDLE * math.tan(math.pi / 8)
        (p, q), (r, s) = girih.bridge(z, over, over * (1 + 1j) / abs(1 + 1j), half)
        # so much longer than the crossing that it hides the edges of the strand below
        more = over * 9
        patches.setdefault(above if above and z.imag < 0 else band, []).append(ring((p - more, q + more, s + more, r - more)))
        edges += [ring((p - 2 * more, q + 2 * more)), ring((r - 2 * more, s + 2 * more))]
    if above:
        outer, inner = lower_half(square(OUTER, 45)), lower_half(square(INNER, 45))
        lower = [*outer, *reversed(inner)]
        hers = [Path(above, (ring(z.conjugate() for z in lower),)), Path(band, (ring(lower),))]
    else:
        hers = [Path(band, _band(45))]
    laid_over = Group("patch", tuple(Path(role, tuple(rings)) for role, rings in patches.items()))
    return (*hers, Path("strap", _band(0)), laid_over, Path("line", tuple(edges), closed=False))


@lru_cache(maxsize=256)
def mark(design: Design, state: str) -> tuple[Shape, ...]:
    """The tile for 16 to 48 px, in the square from -50 to 50: khatam, ground and one star.

    Raises ValueError for a state that is not one of STATES.
    """
    if state not in STATES:
        raise ValueError(f"no state of a tie: {state}")
    deep = 0.68 if design.fold > 10 else 0.6 if design.fold > 6 else 0.45
    star = ring(polar(114 * (deep if n % 2 else 1), 180 / design.fold * n) for n in range(2 * design.fold))
    outer, inner = khatam(191), khatam(160)
    glaze = design.glaze
    light = star_on(glaze)
    if state == "announced":
        return (Group("mark", (Group("bare", (Path("dashed", (ring(outer),)), Path("line", (star,)))),), scale=MARK),)
    if state == "paused":
        own, hers = ring(square(131, 0)), ring(square(131, 45))
        dimmed = Group("dimmed", (Path(glaze.ground, (own,)), Path(light, (star,))))
        return (Group("mark", (Path("dashed", (hers,)), Path("veil", (own,)), dimmed), scale=MARK),)
    shapes = [Path(glaze.band, (ring(outer),)), Path(glaze.ground, (ring(inner),))]
    if state == "half":
        dipped = [Path(glaze.band, (ring(lower_half(outer)),)), Path(glaze.ground, (ring(lower_half(inner)),))]
        shapes = [Path("bisque", (ring(outer),)), *dipped]
    return (Group("mark", (*shapes, Path(light, (star,))), scale=MARK),)


_TONES = {"night": 0, "lapis": 1, "pomegranate": 2, "brick": 4, "turquoise": 4, "saffron": 6, "plaster": 7}


def star_on(glaze: Glaze) -> str:
    """The first of the tile's glazes that stands out from its ground, in grey too."""
    mine = (glaze.core, glaze.star, glaze.petal, glaze.tip, glaze.band, "plaster", "night")
    return next(one for one in mine if abs(_TONES[one] - _TONES[glaze.ground]) >= 3)


def khatam(radius: float) -> Polygon:
    """The eight-pointed star, from its upper point clockwise."""
    valley = radius * math.cos(math.pi / 4) / math.cos(math.pi / 8)
    return [polar(valley if n % 2 else radius, 22.5 * n) for n in range(16)]


def square(apothem: float, turn: float) -> Polygon:
    return [polar(apothem * math.sqrt(2), 45 + turn + 90 * n) for n in range(4)]


def octagon(apothem: float) -> Polygon:
    return [polar(apothem / math.cos(math.pi / 8), 22.5 + 45 * n) for n in range(8)]


def lower_half(polygon: Polygon) -> Polygon:
    """What of a convex polygon or a khatam round the origin lies below the horizontal through it."""
    made: Polygon = []
    for a, b in pairs(polygon):
        if a.imag >= -1e-6:
            made.append(a)
        if min(a.imag, b.imag) < -1e-6 and max(a.imag, b.imag) > 1e-6:
            made.append(_level(a, b))
    return made


def _level(a: complex, b: complex) -> complex:
    return complex(a.real + (b.real - a.real) * a.imag / (a.imag - b.imag), 0.0)
