"""Where the names on a map go: beside their marks, never upon one another, the same each time.

Each name has places in sixteen directions and growing distances; a far one gets a leader, a thin line to
its mark. A search finds one for each name so that none meet; then names move to better places that are
free. (The problem and such methods: J. Christensen, J. Marks, S. Shieber: An Empirical
Study of Algorithms for Point-Feature Label Placement, ACM Transactions on Graphics 14.3, 1995.)
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, product
from typing import Literal

ASCENT, DESCENT = 0.84, 0.34  # of an em: what letters of both faces reach, with their dots
DISTANCES = (0.0, 0.5, 1.0, 1.6, 2.3, 3.1, 4.0, 5.0, 6.2, 7.6, 9.2)  # from a mark to its name, in ems
DIRECTIONS = 16
SLIDES = (0, 1, 2)  # a name above or below its mark may also stand with its middle or its other end nearest
GAP = 0.18  # em between a mark and a name without a leader
ROOM = 0.1  # em between a name and anything else
ENOUGH = (24, 60)  # places to look for, for each name; more when a name finds none among these
MEETING = 100.0  # the cost of two names that meet
MOVES = 400  # of the search
REST = 30  # moves for which a name stays away from a place it left

Segment = tuple[float, float, float, float]


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def grown(self, by: float) -> Box:
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def meets(self, other: Box) -> bool:
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom

    def crossed(self, line: Segment) -> bool:
        """Whether the line has a point inside: their frames meet, and the corners do not all lie on one side of the line."""
        x, y, x2, y2 = line
        if max(x, x2) <= self.left or min(x, x2) >= self.right or max(y, y2) <= self.top or min(y, y2) >= self.bottom:
            return False
        dx, dy = x2 - x, y2 - y
        sides = [dx * (v - y) - dy * (u - x) for u in (self.left, self.right) for v in (self.top, self.bottom)]
        return min(sides) < 0 < max(sides)

    def off(self, x: float, y: float) -> float:
        """The distance of a point outside."""
        return math.hypot(max(self.left - x, 0, x - self.right), max(self.top - y, 0, y - self.bottom))

    def reach(self) -> float:
        """The distance of the farthest corner from the origin."""
        return math.hypot(max(-self.left, self.right), max(-self.top, self.bottom))


@dataclass(frozen=True)
class Name:
    """A name and its mark of radius `mark` at (x, y); `wide` is the width of the text in units, and `line` what leads to the mark."""

    x: float
    y: float
    mark: float
    wide: float
    line: Segment | None = None


@dataclass(frozen=True)
class Place:
    """A place for a name: (x, y) is where `side` of its baseline lies. The lower the cost the better."""

    x: float
    y: float
    side: Literal["left", "middle", "right"]
    box: Box
    leader: Segment | None
    cost: float


@dataclass(frozen=True)
class Ground:
    """What is there before the names: marks (x, y, radius), boxes kept free, lines that names should rather not cover.

    Everything is in the units of a picture whose origin is the middle of a disc: names stay within `radius`.
    """

    radius: float
    em: float
    marks: Sequence[tuple[float, float, float]]
    kept: Sequence[Box]
    lines: Sequence[Segment]
    rtl: bool


def box_of(x: float, y: float, wide: float, em: float, side: Literal["left", "middle", "right"]) -> Box:
    """The box of a line of text whose baseline's `side` lies at (x, y)."""
    left = x - wide * {"left": 0, "middle": 0.5, "right": 1}[side]
    return Box(left, y - ASCENT * em, left + wide, y + DESCENT * em)


def place(names: Sequence[Name], ground: Ground) -> tuple[Place | None, ...]:
    """A place for each name, in their order: no two of these meet. None for a name that found no place among the others."""
    best: list[Place | None] = [None] * len(names)
    for enough in ENOUGH:
        seats = _Seats([sorted(_places(name, ground, enough), key=lambda one: one.cost) for name in names], ROOM * ground.em)
        taken = seats.taken()
        if taken.count(None) < best.count(None):
            best = seats.improved(taken)
        if None not in best:
            break
    return tuple(best)


class _Seats:
    """The search for a place for each name, by moves: all begin on their best place; then, over and over, that name
    moves whose move leaves the fewest meetings at the least cost, and not back to where it has just been
    (tabu search: F. Glover, ORSA Journal on Computing 1.3, 1989).
    """

    def __init__(self, choices: Sequence[Sequence[Place]], room: float) -> None:
        self.choices, self.room = choices, room
        self.every = [one for some in choices for one in some]
        self.spans = [_span(one, room) for one in self.every]
        starts = [0, *accumulate(len(some) for some in choices)]
        self.ranges = [range(*ends) for ends in pairwise(starts)]
        self._struck: dict[int, tuple[int, ...]] = {}
        self._met: dict[tuple[int, int], bool] = {}

    def taken(self) -> list[Place | None]:
        """A place for each name that has any, but for those that in the end still met others."""
        at = {n: some[0] for n, some in enumerate(self.ranges) if some}
        price = [one.cost for one in self.every]  # with MEETING for each name that is in the way now
        for number in at.values():
            self._add(price, number, MEETING)
        rest = [0] * len(self.every)  # until when a name does not come back to a place
        best, least = dict(at), math.inf
        for step in range(MOVES):
            meeting = [n for n, number in at.items() if price[number] >= MEETING]
            if len(meeting) < least:
                best, least = dict(at), len(meeting)
            if not meeting:
                break
            moves = ((price[m] - price[at[n]], m, n) for n in meeting for m in self.ranges[n] if rest[m] <= step and m != at[n])
            _, to, n = min(moves, default=(0, -1, -1))
            if n < 0:
                break
            self._add(price, at[n], -MEETING)
            self._add(price, to, MEETING)
            rest[at[n]] = step + REST + step % 7
            at[n] = to
        return self._apart(best)

    def _apart(self, at: Mapping[int, int]) -> list[Place | None]:
        """Those places that meet no other, the names with few choices first; then any that are free for the others."""
        taken: list[Place | None] = [None] * len(self.choices)
        order = sorted(at, key=lambda n: (len(self.ranges[n]), n))
        for n in order:
            taken[n] = self.every[at[n]]
            if self._in_the_way(n, self.every[at[n]], taken):
                taken[n] = None
        for n in order:
            if not taken[n]:
                taken[n] = next((one for one in self.choices[n] if not self._in_the_way(n, one, taken)), None)
        return taken

    def _add(self, price: list[float], number: int, amount: float) -> None:
        for other in self._strikes(number):
            price[other] += amount

    def _strikes(self, number: int) -> tuple[int, ...]:
        """The places of other names that meet this one."""
        if number not in self._struck:
            one, (left, top, right, bottom) = self.every[number], self.spans[number]
            own = next(some for some in self.ranges if number in some)
            self._struck[number] = tuple(
                m
                for m, (x, y, x2, y2) in enumerate(self.spans)
                if x < right and left < x2 and y < bottom and top < y2 and m not in own and _meet(one, self.every[m], self.room)
            )
        return self._struck[number]

    def _in_the_way(self, n: int, one: Place, taken: Sequence[Place | None]) -> list[int]:
        return [m for m, other in enumerate(taken) if other and m != n and self._meets(one, other)]

    def _meets(self, one: Place, other: Place) -> bool:
        key = (id(one), id(other))
        if key not in self._met:
            self._met[key] = _meet(one, other, self.room)
        return self._met[key]

    def improved(self, taken: list[Place | None]) -> list[Place | None]:
        """Names move to better places: free ones, or such as one other name can leave so that both together gain."""
        taken = list(taken)
        for _ in range(4):
            moved = [self._moved(n, now, taken) for n, now in enumerate(taken) if now]
            if not any(moved):
                break
        return taken

    def _moved(self, n: int, now: Place, taken: list[Place | None]) -> bool:
        for one in self.choices[n]:
            if one.cost >= now.cost:
                break
            others = self._in_the_way(n, one, taken)
            if not others:
                taken[n] = one
                return True
            if len(others) == 1:
                [m] = others
                left, taken[n] = taken[m], one
                most = left.cost + now.cost - one.cost
                taken[m] = next((p for p in self.choices[m] if p.cost < most and not self._in_the_way(m, p, taken)), None)
                if taken[m]:
                    return True
                taken[n], taken[m] = now, left
        return False


def _places(name: Name, ground: Ground, enough: int) -> Iterable[Place]:
    """The nearest places, `enough` or more, where the name meets nothing that stands fast."""
    em = ground.em
    room = ROOM * em
    others = [one for one in ground.marks if one[:2] != (name.x, name.y)]
    fast = [box.grown(room) for box in (*ground.kept, *(Box(x - r, y - r, x + r, y + r) for x, y, r in others))]
    # a leader may not pass over a star, unless that one touches its own
    apart = [one for one in others if math.dist(one[:2], (name.x, name.y)) > one[2] + name.mark]
    barred = [*ground.kept, *(Box(x - r, y - r, x + r, y + r) for x, y, r in ((x, y, 0.9 * r) for x, y, r in apart))]
    tall = (ASCENT + DESCENT) * em
    found = 0
    for step, far in enumerate(DISTANCES):
        if found >= enough:
            return
        away = name.mark + (GAP + far) * em
        for n, slide in product(range(DIRECTIONS), SLIDES if step else SLIDES[:1]):
            ux, uy = math.cos(n * math.tau / DIRECTIONS), math.sin(n * math.tau / DIRECTIONS)
            across, down = (max(-1.0, min(1.0, value * 1.5)) for value in (ux, uy))
            if slide and (abs(down) < 1 or abs(across) < 0.1):
                continue
            across *= 1 - slide
            x, y = name.x + ux * away + across * name.wide / 2, name.y + uy * away + down * tall / 2
            box = Box(x - name.wide / 2, y - tall / 2, x + name.wide / 2, y + tall / 2)
            if box.reach() > ground.radius or any(box.meets(one) for one in fast):
                continue
            leader = None
            if step:
                inset = 0 if box.left < name.x < box.right else 0.3 * em  # beside a name it points at the middle of the letters
                ends = max(box.left, min(box.right, name.x)), max(box.top + inset, min(box.bottom - inset, name.y))
                start = name.mark / math.dist(ends, (name.x, name.y))
                leader = (name.x + (ends[0] - name.x) * start, name.y + (ends[1] - name.y) * start, *ends)
                if any(one.crossed(leader) for one in barred):
                    continue
            found += 1
            side = "left" if across > 0.4 else "right" if across < -0.4 else "middle"
            at = {"left": box.left, "middle": x, "right": box.right}[side]
            yield Place(at, box.top + ASCENT * em, side, box, leader, _cost(name, ground, box, leader, far, ux, others))


def _cost(name: Name, ground: Ground, box: Box, leader: Segment | None, far: float, ux: float, others: Iterable[tuple[float, float, float]]) -> float:
    """Far from the mark is bad, covering lines too, and worst what may be taken for another mark's name."""
    cost = 1.2 * far + (0.5 if leader else 0) + 0.1 * (1 - (-ux if ground.rtl else ux))
    cost += sum((0.4 if line != name.line else 0.8) for line in ground.lines if box.crossed(line))
    near = min(box.off(name.x, name.y), ground.em) + 0.3 * ground.em
    return cost + sum(1.5 for x, y, _ in others if box.off(x, y) < near)


def _span(one: Place, room: float) -> tuple[float, float, float, float]:
    """The frame of a name and its leader, with the room around."""
    box = one.box.grown(room)
    x, y, x2, y2 = one.leader or (box.left, box.top, box.right, box.bottom)
    return min(box.left, x, x2), min(box.top, y, y2), max(box.right, x, x2), max(box.bottom, y, y2)


def _meet(one: Place, other: Place, room: float) -> bool:
    """Whether two names, their leaders, or one's name and the other's leader touch."""
    if one.box.grown(room).meets(other.box):
        return True
    if one.leader and other.box.grown(room).crossed(one.leader) or other.leader and one.box.grown(room).crossed(other.leader):
        return True
    return bool(one.leader and other.leader and _cross(one.leader, other.leader))


def _cross(one: Segment, other: Segment) -> bool:
    def side(line: Segment, x: float, y: float) -> float:
        return (line[2] - line[0]) * (y - line[1]) - (line[3] - line[1]) * (x - line[0])

    return side(one, *other[:2]) * side(one, *other[2:]) < 0 and side(other, *one[:2]) * side(other, *one[2:]) < 0
