"""One more glyph in a TrueType font, which is blank (OpenType 1.9: glyf, loca, hmtx, hhea, maxp, head)."""

from __future__ import annotations

import struct

WIDTH = 250  # thousandths of the em


class NoTrueType(Exception):
    """Not a font with outlines of TrueType."""


def with_blank(font: bytes) -> tuple[bytes, int]:
    """The font with a blank glyph, WIDTH wide, after its last one, and the number of that glyph.

    Raises NoTrueType for a font that lacks one of the tables concerned.
    """
    tables = _tables(font)
    try:
        head, maxp, hhea, hmtx, loca = (bytearray(tables[name]) for name in (b"head", b"maxp", b"hhea", b"hmtx", b"loca"))
    except KeyError as missing:
        raise NoTrueType(f"it has no table {missing}") from None
    (em,), (long,), (glyphs,), (metrics,) = (struct.unpack_from(">H", table, at) for table, at in ((head, 18), (head, 50), (maxp, 4), (hhea, 34)))
    last = bytes(hmtx[4 * metrics - 4 : 4 * metrics - 2])
    for n in range(metrics, glyphs):  # those with the width of the last get it for their own, so that another may follow
        hmtx[4 * n : 4 * n] = last
    hmtx += struct.pack(">Hh", em * WIDTH // 1000, 0)
    size = 4 if long else 2
    loca += loca[glyphs * size : (glyphs + 1) * size]  # where it begins, it ends
    struct.pack_into(">H", maxp, 4, glyphs + 1)
    struct.pack_into(">H", hhea, 34, glyphs + 1)
    struct.pack_into(">I", head, 8, 0)
    changed = {b"head": head, b"maxp": maxp, b"hhea": hhea, b"hmtx": hmtx, b"loca": loca}
    return _written(font[:4], {**tables, **{name: bytes(table) for name, table in changed.items()}}), glyphs


def _tables(font: bytes) -> dict[bytes, bytes]:
    if font[:4] not in (b"\0\1\0\0", b"true"):
        raise NoTrueType("it does not begin as one")
    (count,) = struct.unpack_from(">H", font, 4)
    entries = (struct.unpack_from(">4s4xII", font, 12 + 16 * n) for n in range(count))
    return {name: font[start : start + length] for name, start, length in entries}


def _written(version: bytes, tables: dict[bytes, bytes]) -> bytes:
    power = len(tables).bit_length() - 1
    directory = [version + struct.pack(">4H", len(tables), 16 << power, power, 16 * len(tables) - (16 << power))]
    body, at = [], 12 + 16 * len(tables)
    for name, table in sorted(tables.items()):
        padded = table + bytes(-len(table) % 4)
        directory.append(struct.pack(">4sIII", name, _sum(padded), at, len(table)))
        body.append(padded)
        at += len(padded)
    font = bytearray(b"".join([*directory, *body]))
    head = next(struct.unpack_from(">I", entry, 8)[0] for entry in directory[1:] if entry.startswith(b"head"))
    struct.pack_into(">I", font, head + 8, (0xB1B0AFBA - _sum(font)) & 0xFFFFFFFF)
    return bytes(font)


def _sum(padded: bytes) -> int:
    return sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
