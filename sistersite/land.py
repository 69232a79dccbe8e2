"""The outlines of the land: fetched once, by hand, and committed; read by every build.

`assets/map/land.json` is a list of rings, each a flat list of whole hundredths of a degree: longitude and
latitude of its first point, then the steps to the next ones. A step goes the short way round, so longitudes
run on past 180° rather than jump. No ring repeats its first point. Inner seas, such as the Caspian, are rings too:
what lies within an even number of rings is water.
"""

from __future__ import annotations

import json
import math
import tempfile
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from sistersite import npm
from sistersite.figures import EARTH_RADIUS_KM

Ring = tuple[tuple[float, float], ...]  # (longitude, latitude) in degrees

PACKAGE = "world-atlas@2.0.2"
SHA512 = "IXfV0qwlKXpckz1FhwXVwKRjiIhOnWttOskm5CtxMsjgE/MXAYRHWJqgXOpM8IkcPBoXnyTU5lFHcYa5ChG0LQ=="
MEMBER = "land-50m.json"
STEP_KM = 9.0  # points nearer to the last one than this are left out: less than the unit in which maps are drawn
ISLAND_KM2 = 400.0  # smaller rings are left out
SOUTH = -60.0  # what lies wholly south of it is Antarctica


def fetch(root: Path) -> list[str]:
    """Fetch the outlines into `root`/assets/map; return one line a file: its name, its size in bytes. Raises as `npm.fetch`."""
    with tempfile.TemporaryDirectory() as folder:
        archive = npm.fetch(PACKAGE, SHA512, Path(folder))
    files = {
        "land.json": write(chosen(decoded(json.loads(archive[MEMBER])))),
        "ISC-world-atlas.txt": archive["LICENSE"].decode().strip() + "\n",
    }
    home = root / "assets/map"
    home.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (home / name).write_text(text, "utf-8", newline="\n")
    return [f"{name} {len(text.encode())}" for name, text in files.items()]


def decoded(topology: Mapping[str, Any]) -> list[Ring]:
    """The rings of the object "land" of a TopoJSON topology (TopoJSON format specification, 2.1.2 to 2.1.4), each closed."""
    (scale_x, scale_y), (left, low) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            arc.append((x * scale_x + left, y * scale_y + low))
        arcs.append(arc)

    def ring(numbers: Iterable[int]) -> Ring:
        """Arcs end to end; ~n is arc n backwards; the first point of each is the last of the one before."""
        points: list[tuple[float, float]] = []
        for number in numbers:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            points += arc[1:] if points else arc
        return tuple(points)

    def polygons(geometry: Mapping[str, Any]) -> Iterable[list[list[int]]]:
        match geometry["type"]:
            case "GeometryCollection":
                return [polygon for part in geometry["geometries"] for polygon in polygons(part)]
            case "MultiPolygon":
                return geometry["arcs"]
            case "Polygon":
                return [geometry["arcs"]]
        return []

    return [ring(numbers) for polygon in polygons(topology["objects"]["land"]) for numbers in polygon]


def chosen(rings: Iterable[Ring]) -> list[Ring]:
    """Without Antarctica, small islands and points close together; longitudes run on, and the last point is not the first."""
    kept = []
    for ring in rings:
        whole = running_on(ring)
        if max(latitude for _, latitude in whole) > SOUTH and area_km2(whole) >= ISLAND_KM2:
            kept.append(thinned(whole)[:-1])
    return kept


def running_on(ring: Ring) -> Ring:
    """The ring with every step of longitude going the short way round."""
    longitude = ring[0][0]
    points = [ring[0]]
    for (before, _), (after, latitude) in pairwise(ring):
        longitude += (after - before + 180) % 360 - 180
        points.append((longitude, latitude))
    return tuple(points)


def area_km2(ring: Ring) -> float:
    """The area on the sphere (R. G. Chamberlain, W. H. Duquette: Some Algorithms for Polygons on a Sphere, 2007)."""
    total = 0.0
    for (west, south), (east, north) in pairwise(ring):
        total += math.radians(east - west) * (2 + math.sin(math.radians(south)) + math.sin(math.radians(north)))
    return abs(total) / 2 * EARTH_RADIUS_KM**2


def thinned(ring: Ring) -> Ring:
    """The closed ring without points nearer than STEP_KM to the last one kept; it stays closed."""
    kept = [ring[0]]
    for longitude, latitude in ring[1:-1]:
        east = math.radians(longitude - kept[-1][0]) * math.cos(math.radians(latitude))
        if EARTH_RADIUS_KM * math.hypot(east, math.radians(latitude - kept[-1][1])) >= STEP_KM:
            kept.append((longitude, latitude))
    return (*kept, ring[-1])


def write(rings: Iterable[Ring]) -> str:
    """The text of land.json, a ring a line."""
    lines = []
    for ring in rings:
        x = y = 0
        numbers = []
        for longitude, latitude in ring:
            to_x, to_y = round(longitude * 100), round(latitude * 100)
            numbers += [to_x - x, to_y - y]
            x, y = to_x, to_y
        lines.append(json.dumps(numbers, separators=(",", ":")))
    return "[\n" + ",\n".join(lines) + "\n]\n"


def read(text: str | bytes) -> tuple[Ring, ...]:
    """The rings of land.json in degrees."""
    rings = []
    for numbers in json.loads(text):
        x = y = 0
        points = []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x / 100, y / 100))
        rings.append(tuple(points))
    return tuple(rings)
