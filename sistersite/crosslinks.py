"""Lead the marks of a book to the sources they stand for, after it is set.

In the templates a mark is a link to an address of its own kind, "#" and the name of a source. Typst could link it itself,
but would set every paragraph that holds one again in each of its rounds, and so needs half as much memory again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Place:
    """Where something stands: page (from 1), and points from the left and upper edge of the trimmed page."""

    id: str
    says: str  # what a link to it is called
    page: int
    x: float
    y: float


class NoPlace(Exception):
    """A mark leads to nothing."""


def link(document: Any, places: Iterable[Place]) -> None:
    """Turn the links to "#id" in an open document into links to that place (ISO 32000-1, 12.3.2.2), with its words for
    those who cannot see it (12.5.2, /Contents). Raises NoPlace for a link to what is nowhere.
    """
    import pikepdf

    found = {one.id: one for one in places}
    pages = list(document.pages)
    corners = [(float(box[0]), float(box[3])) for box in (page.trimbox for page in pages)]
    for page in pages:
        for annotation in page.get("/Annots", ()):
            address = str(annotation.A.get("/URI", "")) if "/A" in annotation else ""
            if not address.startswith("#"):
                continue
            if (place := found.get(address[1:])) is None:
                raise NoPlace(f"the mark {address} leads to nothing")
            left, top = corners[place.page - 1]
            del annotation.A
            annotation.Dest = pikepdf.Array([pages[place.page - 1].obj, pikepdf.Name.XYZ, round(left + place.x, 2), round(top - place.y, 2), None])
            annotation.Contents = pikepdf.String(place.says)
