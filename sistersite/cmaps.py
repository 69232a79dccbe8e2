"""ToUnicode CMaps of a PDF, read and written: what each code of a font stands for (ISO 32000-1, 9.10.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping

_CHARACTERS = re.compile(rb"beginbfchar(.*?)endbfchar", re.S)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.S)
_CHARACTER = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f\s]+)>|\[(.*?)\])", re.S)
_HEXADECIMAL = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_BLOCK = 100  # a CMap may hold so many entries in one block (Adobe Technical Note 5014)

_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /{name} def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def read(content: bytes) -> dict[int, str]:
    """Code → text, of single codes and of ranges."""
    found = {}
    for block in _CHARACTERS.findall(content):
        found |= {int(code, 16): _text(text) for code, text in _CHARACTER.findall(block)}
    for block in _RANGES.findall(content):
        for first, last, start, listed in _RANGE.findall(block):
            codes = range(int(first, 16), int(last, 16) + 1)
            if listed:
                found |= dict(zip(codes, map(_text, _HEXADECIMAL.findall(listed)), strict=False))
            else:
                text = _text(start)
                found |= {code: text[:-1] + chr(ord(text[-1]) + n) for n, code in enumerate(codes)}
    return found


def write(texts: Mapping[int, str], name: str) -> bytes:
    """A CMap of codes of two bytes, in their order; a code that stands for nothing is left out."""
    lines = [f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>\n" for code, text in sorted(texts.items()) if text]
    blocks = [lines[at : at + _BLOCK] for at in range(0, len(lines), _BLOCK)]
    return "".join([_HEAD.format(name=name), *(f"{len(b)} beginbfchar\n{''.join(b)}endbfchar\n" for b in blocks), _TAIL]).encode()


def _text(digits: bytes) -> str:
    plain = bytes(digits).translate(None, b" \t\r\n\f")
    return bytes.fromhex(plain.decode().zfill(-(-len(plain) // 4) * 4)).decode("utf-16-be", "replace")
