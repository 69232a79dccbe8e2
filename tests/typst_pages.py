"""Small documents set by Typst, for the tests of PDFs: a text in, the bytes of a PDF out."""

from __future__ import annotations

import functools
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

FONTS = Path(__file__).resolve().parent.parent / "assets/fonts/book"
UA = ("ua-1",)

_FACES = '((name: "Site Sans", covers: regex("[A-Za-zÀ-ɏ’]")), "Vazirmatn Cut", "Site Sans", "Armenian Cut", "Han Cut", "Hangul Cut")'
_PERSIAN = f"""
#set document(title: "کتاب خواهرخوانده‌ها")
#set text(lang: "fa", dir: rtl, size: 11pt, font: {_FACES}, fallback: false)
#set page(width: 150mm, height: 200mm, margin: 20mm, numbering: "۱")
#set par(justify: true)
#set footnote(numbering: "۱")
"""
_ENGLISH = f"""
#set document(title: "The Book of Sisters")
#set text(lang: "en", size: 11pt, font: {_FACES.replace('"Vazirmatn Cut", "Site Sans"', '"Site Sans", "Vazirmatn Cut"')}, fallback: false)
#set page(width: 150mm, height: 200mm, margin: 20mm, numbering: "1")
"""


@functools.cache
def typeset(source: str, standards: Sequence[str] = UA) -> bytes:
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    pdf, warnings = typst.Compiler(source.encode(), font_paths=fonts).compile_with_warnings(pdf_standards=list(standards), timestamp=0)
    assert not warnings, warnings
    return bytes(pdf)


def persian(body: str, standards: Sequence[str] = UA, before: str = "") -> bytes:
    return typeset(f"{_PERSIAN}{before}\n{body}", standards)


def english(body: str, standards: Sequence[str] = UA) -> bytes:
    return typeset(_ENGLISH + body, standards)


def changed(pdf: bytes, change: Callable[[Any], object]) -> bytes:
    """The same PDF after `change` was called with it as a pikepdf document."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        document.save(out, deterministic_id=True)
    return out.getvalue()
