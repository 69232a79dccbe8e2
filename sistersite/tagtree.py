"""The structure tree of a tagged PDF, walked (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def elements(document: Any) -> Iterator[tuple[Any, Any]]:
    """Every element of the structure tree in its order, and the element before it among its siblings."""
    import pikepdf

    waiting = [(document.Root.get("/StructTreeRoot"), None)]
    while waiting:
        element, before = waiting.pop()
        if not isinstance(element, pikepdf.Dictionary) or element.get("/Type") in ("/MCR", "/OBJR"):
            continue
        yield element, before
        below = [one for one in _below(element) if isinstance(one, pikepdf.Dictionary)]
        waiting += reversed([(one, below[n - 1] if n else None) for n, one in enumerate(below)])


def pages(element: Any, numbers: Mapping[tuple[int, int], int]) -> set[int]:
    """The pages on which the content of an element is shown; `numbers` says which number the page of an object has (14.7.4.2, /Pg)."""
    import pikepdf

    found: set[int] = set()
    waiting = [(element, element.get("/Pg"))]
    while waiting:
        one, page = waiting.pop()
        if isinstance(one, pikepdf.Dictionary):
            page = one.get("/Pg", page)
            if "/MCID" in one or "/Obj" in one:
                found.add(numbers[page.objgen])
            waiting += [(part, page) for part in _below(one)]
        elif page is not None:
            found.add(numbers[page.objgen])
    return found


def _below(element: Any) -> list[Any]:
    import pikepdf

    below = element.get("/K")
    return [] if below is None else list(below) if isinstance(below, pikepdf.Array) else [below]
