"""The text objects of a content stream as Typst writes them, read into values and written back.

Typst's PDF library sets each stretch of one direction, style and line as a text object of its own,
BT … ET, and in it pieces of this shape, each placed by a text matrix (ISO 32000-1, 9.4):

    /Span<</ActualText<…>>>BDC   /ReversedChars BMC   0 Tr/f0 10 Tf 1 0 0 -1 12.5 0 Tm[(…)78.1(…)]TJ   EMC   EMC

The first two, each with its EMC, only where there is need. All else in a content stream is none of our
business and stays as it is, byte by byte. A text object of another shape raises UnknownShape.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

STRING = rb"\((?:[^()\\]++|\\.)*+\)"
for _ in range(4):  # parentheses in a string need no escape where they balance; so many deep they are understood
    STRING = rb"\((?:[^()\\]++|\\.|%s)*+\)" % STRING
HEX = rb"<[0-9A-Fa-f\s]*+>"
NUMBER = rb"[-+]?(?:\d+\.?\d*|\.\d+)"

_OUTSIDE = re.compile(rb"(?:[^(B]++|B(?!T\b)|%s)*+" % STRING, re.S)
_PIECE = re.compile(
    rb"\s*(?:/Span\s*<<\s*/ActualText\s*(?P<actual>%(string)s|%(hex)s)\s*>>\s*BDC\s*)?(?P<reversed>/ReversedChars\s+BMC\s*)?"
    rb"(?P<style>(?:%(number)s\s+Tr\s*)?/(?P<font>\w+)\s+(?P<size>%(number)s)\s+Tf\s+1 0 0 -?1) (?P<x>%(number)s) (?P<y>%(number)s) Tm\s*"
    rb"(?P<shown>\[(?:[^(<\]]++|%(string)s|%(hex)s)*+\]\s*TJ|(?:%(string)s|%(hex)s)\s*Tj)\s*"
    rb"(?(reversed)EMC\s*)(?(actual)EMC\s*)" % {b"string": STRING, b"hex": HEX, b"number": NUMBER},
    re.S,
)
_END = re.compile(rb"\s*ET\b")
_PLACED = re.compile(rb"q 1 0 0 -1 (%s) (%s) cm([^Qq]*)" % (NUMBER, NUMBER))
_ITEM = re.compile(rb"(%s|%s)|(%s)" % (STRING, HEX, NUMBER), re.S)

Item = int | float  # a code of two bytes, as int, or what to move back by, in thousandths of the em, as float


class UnknownShape(Exception):
    """A text object that is not as described above."""


class Shown:
    """What an operator shows: its items, and the operator with its operand. Where these are alike it mostly is the same value, for
    words come again and again; so what was found out about one can be remembered by it.
    """

    def __init__(self, items: tuple[Item, ...], written: bytes | None = None) -> None:
        self.items = items
        self.codes = [item for item in items if type(item) is int]
        self.written = _operator(items) if written is None else written

    @cached_property
    def moved(self) -> float:
        """How far back it moves all in all."""
        return sum(item for item in self.items if type(item) is float)


class Piece(NamedTuple):
    """What one operator shows, and the marks around it.

    `style` is all that stands before the place of the text matrix; `x` and `y` are that place in the
    units of the text object, as they were written; `size` is the size of the font in them.
    """

    style: bytes
    font: str
    size: float
    x: bytes
    y: bytes
    shown: Shown
    reversed: bool = False
    actual: str | None = None


class Run(NamedTuple):
    """One text object: the pieces it shows, in their order, its inside in the content stream, and where the text object before it ended."""

    pieces: tuple[Piece, ...]
    start: int
    end: int
    after: int


@dataclass(frozen=True)
class Placed:
    """A text object with what places it: where all of that begins in the content stream, its place on the page in points, its paint."""

    start: int
    x: float
    y: float
    paint: bytes


def runs(content: bytes) -> Iterator[Run]:
    """The text objects of a content stream."""
    after = 0
    while (begin := _OUTSIDE.match(content, after).end()) < len(content):
        pieces, at = [], begin + len(b"BT")
        while found := _PIECE.match(content, at):
            pieces.append(_piece(found))
            at = found.end()
        if not (end := _END.match(content, at)):
            raise UnknownShape(f"this is not how Typst writes text: {content[at : at + 60]!r}")
        yield Run(tuple(pieces), begin + len(b"BT"), end.end() - len(b"ET"), after)
        after = end.end()


def placed(content: bytes, run: Run) -> Placed | None:
    """None where more than paint stands between `q`, the matrix that places a text object, and its `BT`."""
    begin = run.start - len(b"BT")
    start = content.rfind(b"q 1 0 0 -1 ", run.after, begin)
    found = _PLACED.fullmatch(content, start, begin) if start >= 0 else None
    return Placed(start, float(found[1]), float(found[2]), found[3]) if found else None


def replaced(content: bytes, new: Iterable[tuple[int, int, bytes]]) -> bytes:
    """The content stream with other bytes for some stretches (start, end, new), given in their order."""
    out, done = [], 0
    for start, end, inside in new:
        out += [content[done:start], inside]
        done = end
    return b"".join([*out, content[done:]])


def _piece(found: re.Match[bytes]) -> Piece:
    style, font, size, x, y, shown, backwards, actual = found.group("style", "font", "size", "x", "y", "shown", "reversed", "actual")
    return Piece(style, font.decode(), float(size), x, y, _shown(shown), backwards is not None, actual and text_string(actual))


def written(pieces: Iterable[Piece]) -> bytes:
    """The inside of a text object that shows these pieces in this order."""
    return b"\n" + b"".join(map(_written, pieces))


def string(literal: bytes) -> bytes:
    """The bytes of a string object, literal or hexadecimal (ISO 32000-1, 7.3.4)."""
    import pikepdf

    return bytes(pikepdf.Object.parse(literal))


def text_string(literal: bytes) -> str:
    """The text of a string object, in UTF-16 or in PDFDocEncoding (7.9.2.2)."""
    import pikepdf

    return str(pikepdf.Object.parse(literal))


@lru_cache(maxsize=1 << 16)
def _shown(written: bytes) -> Shown:
    made: list[Item] = []
    for text, move in _ITEM.findall(written):
        if text:
            codes = string(text)
            if len(codes) % 2:
                raise UnknownShape("a shown string is not of codes of two bytes")
            made += struct.unpack(f">{len(codes) // 2}H", codes)
        else:
            made.append(float(move))
    return Shown(tuple(made), written)


def _written(piece: Piece) -> bytes:
    line = b"%b %b %b Tm%b\n" % (piece.style, piece.x, piece.y, piece.shown.written)
    if piece.reversed:
        line = b"/ReversedChars BMC %bEMC\n" % line
    if piece.actual is not None:
        line = b"/Span<</ActualText<FEFF%b>>>BDC %bEMC\n" % (piece.actual.encode("utf-16-be").hex().upper().encode(), line)
    return line


def _operator(items: tuple[Item, ...]) -> bytes:
    array, inside = [], False
    for item in items:
        if (type(item) is int) != inside:
            inside = not inside
            array.append("<" if inside else ">")
        array.append(f"{item:04X}" if inside else f"{item:.8f}".rstrip("0").rstrip(".") + " ")
    return f"[{''.join(array)}{'>' * inside}]TJ".encode()
