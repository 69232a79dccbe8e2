"""What a document should hold, told from the nodes it was set from: what its proof looks for in the PDF."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sistersite.book import POINTS
from sistersite.proof import Expected, Margins, Shares

_IN_A_LINE = {"ix", "cite", "phone", "br", "bdi", "a", "fn", "strong", "em", "soft", "q"}
_LETTERS = "[ء-غف-يٓ-ٕپچژکگی]"  # no vowel marks, which readers put in other places
_PHRASE = re.compile(f"(?<![\\w\u200c]){_LETTERS}+ {_LETTERS}+(?:\u200c{_LETTERS}+)+")  # a word with a half-space, and that before it, whole
_PHRASES = 60
HAND_OUT = 0.75  # the least share of words in order: the sample is short, and both readers read across columns
FILLERS = 3  # at most so many blank pages before the back cover make up a printed sheet
_BOOKMARKED = 4  # headings of this level and below are in no outline

Line = list[Any]


def expected(kind: str, data: Mapping[str, Any], pages: int, edition: str = "screen") -> Expected:
    """Of a document of one of `kits.KINDS`, from the data its template got, and the number of its pages.

    A hand-out shows as much of its data as fits: only what always stands there is expected.
    """
    whole_book = kind == "book"
    paragraphs = [text for line in lines(data if whole_book else _always(data)) if (text := said(line).strip())]
    common = {"language": data["lang"], "direction": data["dir"], "title": data["title"], "phrases": _phrases(paragraphs), "paragraphs": paragraphs}
    if not whole_book:
        shares = Shares(pdfium=HAND_OUT, poppler=HAND_OUT)
        return Expected(outline=None, margins=Margins(*(4 * POINTS,) * 4), unnumbered=frozenset(range(1, pages + 1)), shares=shares, **common)
    covers, front = frozenset({1, 2, pages - 1, pages}), frozenset({3, 4})  # with their insides; title and imprint
    blank = frozenset(range(pages - 1 - FILLERS, pages - 1) if edition == "print" else ())
    return Expected(outline=tuple(outline(data)), margins=_book_margins(data["dir"]), full_bleed=covers, unnumbered=covers | front | blank, **common)


def _always(data: Mapping[str, Any]) -> Any:
    """The cover of a brochure; of a fact sheet what stands above and below its rows."""
    return data["cover"] if "cover" in data else [[one["title"], one["kind"], one["about"], one["checked"]] for one in data["sides"]]


def _phrases(paragraphs: list[str]) -> tuple[str, ...]:
    counts = Counter(match.group() for text in paragraphs for match in _PHRASE.finditer(text))
    # One that stands once may be parted by the end of a page; the sign of الله is turned round by readers themselves.
    phrases = [phrase for phrase, count in counts.items() if count > 1 and "الله" not in phrase]
    return tuple(phrases[:: max(1, len(phrases) // _PHRASES)][:_PHRASES])


def _book_margins(direction: str):
    """Mirrored: the inner margin is on the right of odd pages where a book is bound on the right. Heads and numbers lie above and below;
    marks at the ends of lines may hang out by a millimetre."""

    def of(page: int) -> Margins:
        inner, outer = 19.5 * POINTS, 15.5 * POINTS
        bound_right = (page % 2 == 1) == (direction == "rtl")
        return Margins(8 * POINTS, inner if bound_right else outer, 8 * POINTS, outer if bound_right else inner)

    return of


def lines(node: Any) -> Iterator[Line]:
    """All lines below a node, in reading order; a footnote is a line of its own, after that in which it stands."""
    if isinstance(node, Mapping):
        for name, value in node.items():
            if name not in ("svg", "labels", "alt", "href", "title") or name == "title" and isinstance(value, list):
                yield from lines(value)
    elif isinstance(node, list | tuple):
        if node and all(_in_a_line(one) for one in node):
            yield list(node)
            for one in node:
                yield from _footnotes(one)
        else:
            for one in node:
                yield from lines(one)


def _in_a_line(node: Any) -> bool:
    return isinstance(node, str) or isinstance(node, Mapping) and node.get("k") in _IN_A_LINE


def _footnotes(node: Any) -> Iterator[Line]:
    if isinstance(node, Mapping):
        if node["k"] == "fn":
            yield node["b"]
        else:
            for one in node.get("b", ()):
                yield from _footnotes(one)


def said(line: Line) -> str:
    """The words of a line, as they are read."""
    return "".join(_said(node) for node in line)


def _said(node: Any) -> str:
    if isinstance(node, str):
        return node
    match node["k"]:
        case "ix" | "fn":
            return ""
        case "cite":
            return f"[{node['n']}]"
        case "br":
            return " "
        case "phone":
            return node["t"]
        case "q":
            return node["marks"][0] + said(node["b"]) + node["marks"][1]
    return said(node["b"])


def outline(data: Mapping[str, Any]) -> Iterator[str]:
    """The titles of the book's outline."""
    yield data["contents"]
    for part in data["parts"]:
        yield said(part["title"])
        for block in part["blocks"]:
            head = block.get("head") if block["k"] == "sources" else block
            if head and head["k"] == "h" and head["l"] < _BOOKMARKED:
                yield said([node for node in head["b"] if isinstance(node, str) or node["k"] != "cite"])
            elif block["k"] == "lives":
                yield said(block["title"])
