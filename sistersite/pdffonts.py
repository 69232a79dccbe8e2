"""The fonts of a PDF, read as codes and what they stand for, and written with more of them (ISO 32000-1, 9.7)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sistersite import blankglyph, cmaps
from sistersite.codes import BLANK, Face, NoCode

MENDED = "Mended-UCS"  # the name of our CMaps, by which a mended document is known


class Fonts:
    """The fonts of a document, each read once and written when its codes have changed."""

    def __init__(self) -> None:
        self._held: dict[tuple[int, int], tuple[Any, Face | None]] = {}

    def faces(self) -> list[Face]:
        return [face for _, face in self._held.values() if face]

    def named(self, resources: Any) -> dict[str, Face | None]:
        named = {}
        for name, font in resources.get("/Font", {}).items():
            if font.objgen not in self._held:
                self._held[font.objgen] = font, _face(font)
            named[name[1:]] = self._held[font.objgen][1]
        return named

    def write(self, document: Any) -> None:
        for font, face in self._held.values():
            if face and (face.further or face.values != face.told):
                _write(document, font, face)


def _face(font: Any) -> Face | None:
    name = str(font.get("/BaseFont", "a font without a name"))
    if "/ToUnicode" not in font:
        raise NoCode(f"{name} has no ToUnicode, so nothing says what its codes stand for")
    content = font.ToUnicode.read_bytes()
    if f"/CMapName /{MENDED}".encode() in content:
        raise NoCode("this text layer was mended before")
    if font.Subtype != "/Type0":
        return None
    if font.Encoding != "/Identity-H":
        raise NoCode(f"{name} has codes that are not those of Identity-H")
    descendant = font.DescendantFonts[0]
    return Face(name, cmaps.read(content), _widths(descendant), float(descendant.get("/DW", 1000)), descendant.Subtype == "/CIDFontType2")


def _widths(descendant: Any) -> dict[int, float]:
    """Code → width in thousandths of the em (ISO 32000-1, 9.7.4.3: `c [w …]` and `first last w`)."""
    import pikepdf

    found: dict[int, float] = {}
    entries = iter(descendant.W)
    for first in entries:
        second = next(entries)
        if isinstance(second, pikepdf.Array):
            found |= {int(first) + n: float(width) for n, width in enumerate(second)}
        else:
            width = float(next(entries))
            found |= dict.fromkeys(range(int(first), int(second) + 1), width)
    return found


def _write(document: Any, font: Any, face: Face) -> None:
    """Give a font its codes: what they stand for, and for those added their widths and glyphs."""
    import pikepdf

    texts = {**face.values, **{code: meaning for (_, meaning), code in face.further.items()}}
    font.ToUnicode = document.make_stream(cmaps.write(texts, MENDED))
    if not face.further:
        return
    descendant = font.DescendantFonts[0]
    first = min(face.further.values())
    mapped = descendant.get("/CIDToGIDMap", "/Identity")
    old = mapped.read_bytes() if isinstance(mapped, pikepdf.Stream) else b"".join(code.to_bytes(2, "big") for code in range(first))
    glyphs = old.ljust(2 * first, b"\0")[: 2 * first]
    blank = _add_blank(descendant.FontDescriptor.FontFile2) if any(code == BLANK for code, _ in face.further) else b""
    shown = [blank if code == BLANK else glyphs[2 * code : 2 * code + 2] for code, _ in face.further]
    descendant.CIDToGIDMap = document.make_stream(glyphs + b"".join(shown))
    descendant.W.extend([first, pikepdf.Array([Decimal(str(face.width(code))) for code, _ in face.further])])
    if "/CIDSet" in descendant.FontDescriptor:  # which codes there are, as bits (9.8.3.2)
        count = first + len(shown)
        descendant.FontDescriptor.CIDSet = document.make_stream(((1 << count) - 1 << -count % 8).to_bytes(-(-count // 8), "big"))


def _add_blank(program: Any) -> bytes:
    """Add a blank glyph to a font program; returns its number in two bytes."""
    font, glyph = blankglyph.with_blank(program.read_bytes())
    program.write(font)
    program.Length1 = len(font)
    return glyph.to_bytes(2, "big")
