"""The text objects of a content stream as Typst writes them, read into values and written back.

Typst's PDF library sets each stretch of one direction, style and line as a text object of its own,
BT … ET, and in it pieces of this shape, each placed by a text matrix (ISO 32000-1, 9.4):

    /Span<</ActualText<…>>>BDC   /ReversedChars BMC   0 Tr/f0 10 Tf 1 0 0 -1 12.5 0 Tm[(…)78.1(…)]TJ   EMC   EMC

The first two and their EMC only where there is need. All else in a content stream is none of our
business and stays as it is, byte by byte. A text object of another shape raises UnknownShape.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

STRING = rb"\((?:[^()\\]++|\\.)*+\)"
for _ in range(4):  # parentheses in a string need no escape where they balance; so many deep they are understood
    STRING = rb"\((?:[^()\\]++|\\.|%s)*+\)" % STRING
HEX = rb"<[0-9A-Fa-f\s]*+>"
NUMBER = rb"[-+]?(?:\d+\.?\d*|\.\d+)"

_OUTSIDE = re.compile(rb"(?:[^(B]++|B(?!T\b)|%s)*+" % STRING, re.S)
_OBJECT = re.compile(rb"BT\b((?:[^(E]++|E(?!T\b)|%s)*+)ET\b" % STRING, re.S)
_TOKEN = re.compile(
    rb"\s*(?:"
    rb"/Span\s*<<\s*/ActualText\s*(?P<actual>%(string)s|%(hex)s)\s*>>\s*BDC|(?P<reversed>/ReversedChars)\s+BMC|(?P<end>EMC)|"
    rb"(?P<style>(?:%(number)s\s+Tr\s*)?/(?P<font>\w+)\s+(?P<size>%(number)s)\s+Tf\s+(?P<matrix>1 0 0 -?1)) (?P<x>%(number)s) (?P<y>%(number)s) Tm\s*"
    rb"(?:\[(?P<array>(?:[^(<\]]++|%(string)s|%(hex)s)*+)\]\s*TJ|(?P<one>%(string)s|%(hex)s)\s*Tj))\s*" % {b"string": STRING, b"hex": HEX, b"number": NUMBER},
    re.S,
)
_PLACED = re.compile(rb"q 1 0 0 -1 (%s) (%s) cm([^Qq]*)" % (NUMBER, NUMBER))
_ITEM = re.compile(rb"(%s|%s)|(%s)" % (STRING, HEX, NUMBER), re.S)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)|\r\n?", re.S)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b"", b"000": b"\0"}

Item = int | float  # a code of two bytes, as int, or what to move back by, in thousandths of the em, as float


class UnknownShape(Exception):
    """A text object that is not as described above."""


class Piece(NamedTuple):
    """What one operator shows, and the marks around it.

    `style` is all that stands before the place of the text matrix; `x` and `y` are that place in the
    units of the text object, y as it was written; `size` is the size of the font in them.
    """

    style: bytes
    font: str
    size: float
    x: float
    y: bytes
    items: tuple[Item, ...]
    reversed: bool = False
    actual: str | None = None

    def codes(self) -> list[int]:
        return [item for item in self.items if type(item) is int]


@dataclass(frozen=True, slots=True)
class Run:
    """One text object: its inside in the content stream and the pieces it shows, in their order.

    Where nothing but paint stands between `q`, the matrix that places it, and `BT`, then `body` is where
    all of that begins, `x` and `y` its place on the page in points and `paint` the rest; otherwise body is -1.
    """

    start: int
    end: int
    pieces: tuple[Piece, ...]
    body: int = -1
    x: float = 0.0
    y: float = 0.0
    paint: bytes = b""


def runs(content: bytes) -> Iterator[Run]:
    """The text objects of a content stream."""
    at, done = _OUTSIDE.match(content).end(), 0
    while at < len(content):
        found = _OBJECT.match(content, at)
        if not found:
            raise UnknownShape(f"a text object does not end, or a string in it does not: {content[at : at + 60]!r}")
        pieces = tuple(_pieces(found[1]))
        body = content.rfind(b"q 1 0 0 -1 ", done, at)
        placed = _PLACED.fullmatch(content, body, at) if body >= 0 else None
        yield Run(*found.span(1), pieces, body, float(placed[1]), float(placed[2]), placed[3]) if placed else Run(*found.span(1), pieces)
        done = found.end()
        at = _OUTSIDE.match(content, done).end()


def replaced(content: bytes, new: Iterable[tuple[int, int, bytes]]) -> bytes:
    """The content stream with other bytes for some stretches (start, end, new), given in their order."""
    out, done = [], 0
    for start, end, inside in new:
        out += [content[done:start], inside]
        done = end
    return b"".join([*out, content[done:]])


def _pieces(inside: bytes) -> Iterator[Piece]:
    marks: list[str | None] = []  # the marks around: an ActualText, or None for /ReversedChars
    at = 0
    while at < len(inside):
        token = _TOKEN.match(inside, at)
        if not token or token["end"] and not marks:
            raise UnknownShape(f"this is not how Typst writes text: {inside[at : at + 60]!r}")
        at = token.end()
        if token["actual"]:
            marks.append(text_string(string(token["actual"])))
        elif token["reversed"]:
            marks.append(None)
        elif token["end"]:
            marks.pop()
        else:
            items = _items(token["array"] or token["one"])
            actual = next((mark for mark in marks if mark is not None), None)
            yield Piece(token["style"], token["font"].decode(), float(token["size"]), float(token["x"]), token["y"], items, None in marks, actual)
    if marks:
        raise UnknownShape("a mark in a text object does not end")


def written(pieces: Iterable[Piece]) -> bytes:
    """The inside of a text object that shows these pieces in this order."""
    return b"\n" + b"".join(map(_written, pieces))


def string(literal: bytes) -> bytes:
    """The bytes of a string object, literal or hexadecimal (ISO 32000-1, 7.3.4)."""
    if literal[:1] == b"<":
        digits = literal[1:-1].translate(None, b" \t\r\n\f")
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    inner = literal[1:-1]
    return _ESCAPE.sub(_unescaped, inner) if b"\\" in inner or b"\r" in inner else inner


def _unescaped(match: re.Match[bytes]) -> bytes:
    sign = match[1]
    if sign is None:  # the end of a line in a string is a line feed, however it was written
        return b"\n"
    return _ESCAPED[sign] if sign in _ESCAPED else (bytes([int(sign, 8) & 255]) if sign.isdigit() else sign)


def text_string(content: bytes) -> str:
    """A text string, in UTF-16 or in the part of PDFDocEncoding that is ASCII (7.9.2.2)."""
    if content.startswith(b"\xfe\xff"):
        return content[2:].decode("utf-16-be", "replace")
    if not content.isascii():
        raise UnknownShape(f"an ActualText is neither in UTF-16 nor in ASCII: {content[:40]!r}")
    return content.decode()


@lru_cache(maxsize=1 << 16)  # words come again and again
def _items(shown: bytes) -> tuple[Item, ...]:
    made: list[Item] = []
    for text, move in _ITEM.findall(shown):
        if text:
            codes = string(text)
            if len(codes) % 2:
                raise UnknownShape("a shown string is not of codes of two bytes")
            made += [high << 8 | low for high, low in zip(codes[::2], codes[1::2], strict=True)]
        else:
            made.append(float(move))
    return tuple(made)


def _written(piece: Piece) -> bytes:
    array, inside = [], False
    for item in piece.items:
        if (type(item) is int) != inside:
            inside = not inside
            array.append("<" if inside else ">")
        array.append(f"{item:04X}" if inside else f"{_number(item)} ")
    shown = f"{'/ReversedChars BMC ' * piece.reversed}{piece.style.decode()} {_number(piece.x)} {piece.y.decode()} Tm[{''.join(array)}{'>' * inside}]TJ\n"
    marks = shown + "EMC\n" * piece.reversed
    return (f"/Span<</ActualText<FEFF{piece.actual.encode('utf-16-be').hex().upper()}>>>BDC {marks}EMC\n" if piece.actual is not None else marks).encode()


def _number(value: float) -> str:
    return f"{value:.8f}".rstrip("0").rstrip(".")
