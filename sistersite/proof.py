"""A finished book proves itself: what a reader, a screen reader and a printer rely on, looked for in the PDF itself.

Nothing is taken from how the book was made. The caller says what the book should be (`Expected`); each
check finds it or says what it found instead, with numbers.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sistersite import reading, tagtree
from sistersite.codes import ZWNJ

_DIGITS = {"fa": re.compile("[۰-۹]+")}
_LATIN = re.compile("[0-9]+")
_RIGHTWARDS = re.compile("[A-Za-zÀ-ɏḀ-ỿͰ-ԯԱ-֏ᄀ-ᇿ぀-ヿ㐀-鿿가-힯’']+")  # letters of the scripts that run rightwards
_ISOLATES = re.compile("[\u2066-\u2069]")  # order a title in the outline, and are not looked for
_SHOWN = 3  # so many examples are told of what is wrong


@dataclass(frozen=True)
class Margins:
    """Distances in points from the edges of the trimmed page within which no letter may stand."""

    top: float
    right: float
    bottom: float
    left: float


@dataclass(frozen=True)
class Shares:
    """The least share, from 0 to 1, of words in their order that each reader must have (`reading.share_in_order`)."""

    tags: float = 0.97
    pdfium: float = 0.93
    poppler: float = 0.82


@dataclass(frozen=True)
class Expected:
    """What a book should be.

    `outline` are all titles in the order of the outline, of every level, or None where any will do but none at all; the words of `phrases` must be found
    one after the other, alike to the half-space, by all readers; `paragraphs` are the texts of the book in logical order. Pages
    are counted from 1: `full_bleed` are those without a type area, `unnumbered` those whose label is free.
    """

    language: str
    direction: Literal["rtl", "ltr"]
    title: str
    outline: Sequence[str] | None
    phrases: Sequence[str]
    paragraphs: Sequence[str]
    margins: Margins | Callable[[int], Margins]
    full_bleed: frozenset[int] = frozenset()
    unnumbered: frozenset[int] = frozenset()
    shares: Shares = field(default_factory=Shares)


@dataclass(frozen=True)
class Result:
    """One check: what it is of, whether it passed, and a sentence with what was found."""

    name: str
    passed: bool
    sentence: str


@dataclass(frozen=True)
class Report:
    results: tuple[Result, ...]
    remarks: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return all(result.passed for result in self.results)

    @property
    def summary(self) -> str:
        """How many checks passed, and a line for each that did not."""
        failed = [result for result in self.results if not result.passed]
        lines = [f"{len(self.results) - len(failed)} of {len(self.results)} checks passed."]
        return "\n".join([*lines, *(f"  FAILED  {result.name}: {result.sentence}" for result in failed)])

    def text(self) -> str:
        """Plain text, a line for each check."""
        wide = max(len(result.name) for result in self.results)
        lines = [f"{'passed' if result.passed else 'FAILED'}  {result.name:<{wide}}  {result.sentence}" for result in self.results]
        return "\n".join([*lines, *(["", *self.remarks] if self.remarks else []), "", self.summary.partition("\n")[0], ""])


@dataclass(frozen=True)
class _Book:
    """What the checks look at: the file, the document of pikepdf, and its text by each reader (None: not installed)."""

    pdf: bytes
    document: Any
    tagged: reading.Tagged
    pdfium: str
    poppler: str | None


def proof(pdf: bytes, expected: Expected, again: bytes | None = None) -> Report:
    """Examine a finished PDF; `again` is that of a second build, which must be the same.

    Raises pikepdf.PdfError for what is no PDF.
    """
    import pikepdf

    try:
        poppler = "\n".join(reading.poppler(pdf))
    except reading.NoReader:
        poppler = None
    with pikepdf.open(io.BytesIO(pdf)) as document:
        book = _Book(pdf, document, reading.tagged(document), "\n".join(reading.pdfium(pdf)), poppler)
        results = [Result(name, *check(book, expected)) for name, check in _CHECKS.items()]
    if again is not None:
        results.append(Result("two builds", pdf == again, _alike(pdf, again)))
    return Report(tuple(results))


Found = tuple[bool, str]


def _ua(book: _Book, expected: Expected) -> Found:
    import page

    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(book.pdf)
        file.flush()
        try:
            report = page.validate_pdf(file.name, profile=page.ValidationProfile.PDF_UA_1)
        except page.PageError as error:
            return False, f"The validator cannot read the file: {error}."
    broken = sorted({f"{failure.rule_id} ({failure.message})" for failure in report.failures})
    return report.is_compliant, f"Broken rules of PDF/UA-1: {len(broken)}{_examples(broken)}."


def _title(book: _Book, expected: Expected) -> Found:
    with book.document.open_metadata() as metadata:
        told = {str(book.document.docinfo.get("/Title", "")), str(metadata.get("dc:title", ""))}
    shown = bool(book.document.Root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False))
    found = " and ".join(f"“{title}”" for title in sorted(told))
    sentence = f"The title is {found}, expected “{expected.title}”; viewers are {'' if shown else 'not '}told to show it."
    return told == {expected.title} and shown, sentence


def _language(book: _Book, expected: Expected) -> Found:
    found = str(book.document.Root.get("/Lang", "none"))
    return found.partition("-")[0] == expected.language, f"The language is {found}, expected {expected.language}."


def _direction(book: _Book, expected: Expected) -> Found:
    found = str(book.document.Root.get("/ViewerPreferences", {}).get("/Direction", "/L2R"))
    wanted = "/R2L" if expected.direction == "rtl" else "/L2R"
    return found == wanted, f"Pages follow one another {found[1:]}, expected {wanted[1:]}."


def _fonts(book: _Book, expected: Expected) -> Found:
    import pikepdf

    fonts = [one for one in book.document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font" and "/DescendantFonts" not in one]
    missing = sorted(str(font.get("/BaseFont", "one without a name")) for font in fonts if not _embedded(font))
    return bool(fonts) and not missing, f"{len(fonts) - len(missing)} of {len(fonts)} fonts are embedded{_examples(missing)}."


def _embedded(font: Any) -> bool:
    descriptor = font.get("/FontDescriptor", {})
    return font.get("/Subtype") == "/Type3" or any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3"))


def _outline(book: _Book, expected: Expected) -> Found:
    found = list(_titles(book.document.Root.get("/Outlines", {})))
    if expected.outline is None:
        return bool(found), f"The outline has {len(found)} entries."
    wanted = list(expected.outline)
    for n, (one, other) in enumerate(zip(found, wanted, strict=False), 1):
        if one != other:
            return False, f"Entry {n} of the outline is “{one}”, expected “{other}”."
    return len(found) == len(wanted), f"The outline has {len(found)} entries, expected {len(wanted)}."


def _titles(entry: Any) -> Iterator[str]:
    below = entry.get("/First")
    while below is not None:
        yield _ISOLATES.sub("", str(below.get("/Title", "")))
        yield from _titles(below)
        below = below.get("/Next")


def _pictures(book: _Book, expected: Expected) -> Found:
    figures = [element for element, _ in tagtree.elements(book.document) if element.get("/S") == "/Figure"]
    silent = sum(not str(figure.get("/Alt", "")).strip() for figure in figures)
    return not silent, f"{len(figures) - silent} of {len(figures)} pictures have a text that stands for them."


def _notes(book: _Book, expected: Expected) -> Found:
    """Typst tags a footnote as Note, behind the Lbl of its mark; where both are shown is in /Pg (ISO 32000-1, 14.7.4.2)."""
    pages = {page.obj.objgen: number for number, page in enumerate(book.document.pages, 1)}
    notes, away = 0, []
    for element, before in tagtree.elements(book.document):
        if element.get("/S") == "/Note":
            notes += 1
            on = tagtree.pages(element, pages)
            mark = tagtree.pages(before, pages) if before is not None and before.get("/S") in ("/Lbl", "/Reference", "/Link") else set()
            if len(mark) != 1 or on != mark:
                away.append(f"mark on page {_listed(mark)}, note on {_listed(on)}")
    return not away, f"{notes - len(away)} of {notes} footnotes stand whole on the page of their mark{_examples(away)}."


def _listed(pages: set[int]) -> str:
    return ", ".join(map(str, sorted(pages))) or "none"


def _labels(book: _Book, expected: Expected) -> Found:
    digits = _DIGITS.get(expected.language, _LATIN)
    labels = {number: page.label for number, page in enumerate(book.document.pages, 1) if number not in expected.unnumbered}
    wrong = [f"page {number} is “{label}”" for number, label in labels.items() if "/PageLabels" not in book.document.Root or not digits.fullmatch(label)]
    return not wrong, f"{len(labels) - len(wrong)} of {len(labels)} numbered pages have a label in the digits of the language{_examples(wrong)}."


def _type_area(book: _Book, expected: Expected) -> Found:
    import pypdfium2

    outside, pages = [], 0
    with pypdfium2.PdfDocument(book.pdf) as document:
        for number, page in enumerate(document, 1):
            if number in expected.full_bleed:
                continue
            pages += 1
            margins = expected.margins(number) if callable(expected.margins) else expected.margins
            left, bottom, right, top = page.get_trimbox()
            left, bottom, right, top = left + margins.left, bottom + margins.bottom, right - margins.right, top - margins.top
            text = page.get_textpage()
            for n in range(text.count_rects()):  # each around letters of one line
                x, y, x_end, y_end = box = text.get_rect(n)
                if x < left or y < bottom or x_end > right or y_end > top:
                    outside.append(f"page {number}, “{text.get_text_bounded(*box).strip()[:30]}”")
                    break
    return not outside, f"On {pages - len(outside)} of {pages} pages all text lies within the type area{_examples(outside)}."


def _glyphs(book: _Book, expected: Expected) -> Found:
    import pikepdf

    missing = []
    for font, codes in book.tagged.shown.items():
        descendants = book.document.get_object(font).get("/DescendantFonts")
        if descendants is not None:
            mapped = descendants[0].get("/CIDToGIDMap", "/Identity")
            glyphs = mapped.read_bytes() if isinstance(mapped, pikepdf.Stream) else None
            if any((int.from_bytes(glyphs[2 * code : 2 * code + 2], "big") if glyphs else code) == 0 for code in codes):
                missing.append(str(descendants[0].get("/BaseFont", "?")))
    signs = sum(text.count("\ufffd") for text in (book.tagged.text, book.pdfium, book.poppler or ""))
    return not missing and not signs, f"Fonts that show a missing glyph: {len(missing)}{_examples(missing)}; signs of unknown text (U+FFFD): {signs}."


def _phrases(text: Callable[[_Book], str | None], asked: Callable[[Expected], Sequence[str]]) -> Callable[[_Book, Expected], Found]:
    def check(book: _Book, expected: Expected) -> Found:
        if (read := text(book)) is None:
            return False, _NO_POPPLER
        phrases = asked(expected)
        lost = [phrase for phrase in phrases if not reading.has_phrase(read, phrase)]
        return not lost, f"{len(phrases) - len(lost)} of {len(phrases)} phrases were found{_examples(lost)}."

    return check


def _order(text: Callable[[_Book], str | None], least: Callable[[Shares], float], own: bool = False) -> Callable[[_Book, Expected], Found]:
    """With `own` only words in the script of a book that runs leftwards count."""

    def check(book: _Book, expected: Expected) -> Found:
        if (read := text(book)) is None:
            return False, _NO_POPPLER
        paragraphs = expected.paragraphs
        if own and expected.direction == "rtl":
            paragraphs, read = [_RIGHTWARDS.sub(" ", one) for one in paragraphs], _RIGHTWARDS.sub(" ", read)
        share, limit = reading.share_in_order(paragraphs, read), least(expected.shares)
        return share >= limit, f"{share:.1%} of the words are there in their order, at least {limit:.0%} must be."

    return check


def _all(expected: Expected) -> Sequence[str]:
    return expected.phrases


def _for_pdfium(expected: Expected) -> Sequence[str]:
    """In a line rightwards PDFium itself exchanges what lies on both sides of a half-space, whatever the file says."""
    return [phrase for phrase in expected.phrases if expected.direction == "rtl" or ZWNJ not in phrase]


_NO_POPPLER = f"{reading.NO_POPPLER}."

_CHECKS: Mapping[str, Callable[[_Book, Expected], Found]] = {
    "PDF/UA-1": _ua,
    "title": _title,
    "language": _language,
    "direction": _direction,
    "fonts": _fonts,
    "outline": _outline,
    "pictures": _pictures,
    "footnotes": _notes,
    "page labels": _labels,
    "type area": _type_area,
    "glyphs": _glyphs,
    "phrases, in the order of the tags": _phrases(lambda book: book.tagged.text, _all),
    "phrases, by PDFium": _phrases(lambda book: book.pdfium, _for_pdfium),
    "phrases, by poppler": _phrases(lambda book: book.poppler, _all),
    "words, in the order of the tags": _order(lambda book: book.tagged.text, lambda shares: shares.tags),
    # In a line leftwards PDFium itself turns the words of a rightwards phrase round, whatever the file says.
    "words, by PDFium": _order(lambda book: book.pdfium, lambda shares: shares.pdfium, own=True),
    "words, by poppler": _order(lambda book: book.poppler, lambda shares: shares.poppler),
}


def _alike(pdf: bytes, again: bytes) -> str:
    if pdf == again:
        return f"Both are the same {len(pdf):,} bytes."
    at = next((n for n, (one, other) in enumerate(zip(pdf, again, strict=False)) if one != other), min(len(pdf), len(again)))
    return f"They differ from byte {at:,} on; {len(pdf):,} and {len(again):,} bytes."


def _examples(found: Sequence[str]) -> str:
    return f": {'; '.join(found[:_SHOWN])}{' …' * (len(found) > _SHOWN)}" if found else ""
