"""What readers make of a PDF: its text in the order of the tags, as PDFium has it, and as poppler has it.

Three ways to the same words. Screen readers follow the tags; Chrome, Edge and Android read with PDFium;
desktops of Linux and many indexers with poppler.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sistersite import cmaps
from sistersite.textruns import HEX, NUMBER, STRING, string, text_string

_EVENT = re.compile(
    rb"/(?P<tag>\w+)\s*(?:(?P<properties><<(?:[^<>(]++|%(hex)s|%(string)s|<<(?:[^<>(]++|%(hex)s|%(string)s)*+>>)*+>>)|/(?P<named>\w+))?\s*(?:BDC|BMC)\b"
    rb"|(?P<end>EMC)\b|/(?P<font>\w+)\s+%(number)s\s+Tf\b|/(?P<form>\w+)\s+Do\b"
    rb"|\[(?P<array>(?:[^(<\]]++|%(string)s|%(hex)s)*+)\]\s*TJ|(?P<one>%(string)s|%(hex)s)\s*(?:Tj|['\"])"
    rb"|%(string)s" % {b"hex": HEX, b"string": STRING, b"number": NUMBER},
    re.S,
)
_SHOWN = re.compile(rb"%s|%s" % (STRING, HEX), re.S)
_MCID = re.compile(rb"/MCID\s+(\d+)")
_ACTUAL = re.compile(rb"/ActualText\s*(%s|%s)" % (STRING, HEX), re.S)

_BLOCKS = {"/P", "/H", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/TD", "/TH", "/TR", "/LI", "/Lbl", "/LBody", "/Caption", "/TOCI", "/Note", "/BlockQuote",
           "/Sect", "/Div", "/Figure"}  # fmt: skip

_ORDERING = re.compile("[\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_HYPHENATED = re.compile("(?:[\u00ad\u0002\ufffe]|(?<=[^\\W\\d_])[-\u2010])\\s*\n\\s*|\u00ad")
_WORD = re.compile("\\d+|(?:[^\\W\\d_]|[\u0300-\u036f\u064b-\u065f\u0670]|\u200c(?=[^\\W\\d_]))+")


_TRIED = 3  # stretches for a paragraph: a sentence may have its like elsewhere


# How much of a text is there, in order.


def words(text: str) -> list[str]:
    """The words of a text: runs of letters with their marks and half-spaces, or of digits. A hyphen at the end of a line is taken out."""
    return _WORD.findall(_HYPHENATED.sub("", _ORDERING.sub("", unicodedata.normalize("NFC", text))))


def has_phrase(text: str, phrase: str) -> bool:
    """Whether the words of a phrase stand in a text one after the other; numbers do not count, for marks of notes come between."""
    held, sought = (" ".join(word for word in words(one) if not word.isdigit()) for one in (text, phrase))
    return f" {sought} " in f" {held} "


def share_in_order(paragraphs: Sequence[str], text: str) -> float:
    """The share of the words of these paragraphs that `text` has in their order, from 0 to 1.

    For each paragraph the longest common subsequence of its words and those of a stretch of `text` is taken,
    of the few stretches where most of them stand the best; the share is the sum of their lengths by the number of all words. The order
    of the paragraphs does not count, for notes and headers stand elsewhere in every reader; and words must
    be alike to the half-space. 1 for no words at all.
    """
    read = words(text)
    places = defaultdict(list)
    for place, word in enumerate(read):
        places[word].append(place)
    split = [words(paragraph) for paragraph in paragraphs]
    total = sum(map(len, split))
    before = found = 0
    for paragraph in split:
        near = before * len(read) // max(total, 1)
        found += max((_common(paragraph, stretch) for stretch in _stretches(paragraph, read, places, near)), default=0)
        before += len(paragraph)
    return found / total if total else 1.0


def _stretches(paragraph: list[str], read: list[str], places: Mapping[str, list[int]], near: int) -> Iterator[list[str]]:
    """The few stretches where most words of a paragraph stand, of several such those nearest to a place; with room for a page's notes."""
    span = max(2 * len(paragraph), 60)
    votes: Counter[int] = Counter()
    for n, word in enumerate(paragraph):
        held = places.get(word, ())
        middle = bisect_left(held, near)
        votes.update({(place - n) // span for place in held[max(middle - 8, 0) : middle + 8]})
    best = sorted(votes, key=lambda part: (-votes[part] - votes[part + 1], abs(part * span - near)))
    for part in best[:_TRIED]:
        yield read[max(part * span, 0) : (part + 2) * span + len(paragraph)]


def _common(first: Sequence[str], second: Sequence[str]) -> int:
    """The length of the longest common subsequence, by the bits of whole numbers (Hyyrö, 2004)."""
    bits: dict[str, int] = defaultdict(int)
    for n, word in enumerate(first):
        bits[word] |= 1 << n
    every = (1 << len(first)) - 1
    unmatched = every
    for word in second:
        if hits := unmatched & bits.get(word, 0):
            unmatched = (unmatched + hits | unmatched - hits) & every
    return len(first) - unmatched.bit_count()


# Readers.


NO_POPPLER = "pdftotext is missing; install poppler (Debian: poppler-utils, macOS: brew install poppler)"


class NoReader(Exception):
    """A reader that is not installed; the sentence says what to install."""


def pdfium(pdf: bytes) -> list[str]:
    """The text of each page by PDFium."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def poppler(pdf: bytes) -> list[str]:
    """The text of each page by poppler. Raises NoReader without pdftotext."""
    if not shutil.which("pdftotext"):
        raise NoReader(NO_POPPLER)
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode("utf-8").removesuffix("\f").split("\f")


@dataclass(frozen=True)
class Tagged:
    """The text in the order of the tags, one block a line; and the codes shown anywhere, by font (object and generation number)."""

    text: str
    shown: Mapping[tuple[int, int], frozenset[int]]


def tagged(document: Any) -> Tagged:
    """What a reader that follows the structure tree has of a document of pikepdf (ISO 32000-1, 14.8.2.3).

    ActualText stands for what it marks (14.9.4); within /ReversedChars the letters of each show string are
    turned round, and the strings are not (14.8.2.3.3).
    """
    texts = _Contents(document)
    for page in document.pages:
        texts.of(page.obj)
    told = "".join(_told(document.Root.get("/StructTreeRoot"), None, texts))
    return Tagged(re.sub(r"\n+", "\n", told).strip(), {font: frozenset(codes) for font, codes in texts.shown.items()})


def _told(element: Any, page: Any, texts: _Contents) -> Iterator[str]:
    """What an element of the structure tree tells, and what is below it."""
    import pikepdf

    if element is None:
        return
    if isinstance(element, pikepdf.Array):
        for one in element:
            yield from _told(one, page, texts)
    elif not isinstance(element, pikepdf.Dictionary):
        yield texts.of(page)[int(element)]
    else:
        page = element.get("/Pg", page)
        if element.get("/Type") == "/MCR":
            yield texts.of(page)[int(element.MCID)]
        elif element.get("/Type") != "/OBJR":
            around = "\n" if str(element.get("/S")) in _BLOCKS else ""
            yield around
            if "/ActualText" in element:
                yield str(element.ActualText)
            else:
                yield from _told(element.get("/K"), page, texts)
            yield around


class _Contents:
    """The text of marked content, by page and number (MCID)."""

    def __init__(self, document: Any) -> None:
        self._fonts: dict[tuple[int, int], tuple[dict[int, str], int]] = {}
        self._pages: dict[tuple[int, int], dict[int, str]] = {}
        self._streams = {page.obj.objgen: page for page in document.pages}
        self.shown: dict[tuple[int, int], set[int]] = defaultdict(set)

    def of(self, page: Any) -> dict[int, str]:
        if page.objgen not in self._pages:
            found: dict[int, str] = defaultdict(str)
            one = self._streams[page.objgen]
            one.contents_coalesce()
            self._read(one.obj.Contents.read_bytes(), one.obj.get("/Resources", {}), [_Mark()], found)
            self._pages[page.objgen] = found
        return self._pages[page.objgen]

    def _read(self, content: bytes, resources: Any, marks: list[_Mark], found: dict[int, str]) -> None:
        codes: dict[int, str] = {}
        width, seen = 2, set()
        for event in _EVENT.finditer(content):
            if event["font"]:
                font = resources.Font[f"/{event['font'].decode()}"]
                (codes, width), seen = self._font(font), self.shown[font.objgen]
            elif event["array"] is not None or event["one"]:
                shown = b"".join(map(string, _SHOWN.findall(event["array"] or event["one"] or b"")))
                numbers = [int.from_bytes(shown[n : n + width], "big") for n in range(0, len(shown), width)]
                letters = [codes.get(number, "\ufffd") for number in numbers]
                seen.update(numbers)
                marks[-1].told.append("".join(letters[::-1] if any(mark.backwards for mark in marks) else letters))
            elif event["tag"]:
                marks.append(_mark(event, resources))
            elif event["end"]:
                mark = marks.pop()
                told = "".join(mark.told) if mark.actual is None else mark.actual
                if mark.number is None:
                    marks[-1].told.append(told)
                else:
                    found[mark.number] += told
            elif event["form"]:
                form = resources.get("/XObject", {}).get(f"/{event['form'].decode()}", {})
                if form.get("/Subtype") == "/Form":
                    self._read(form.read_bytes(), form.get("/Resources", resources), marks, found)

    def _font(self, font: Any) -> tuple[dict[int, str], int]:
        if font.objgen not in self._fonts:
            self._fonts[font.objgen] = cmaps.read(font.ToUnicode.read_bytes()) if "/ToUnicode" in font else {}, 2 if font.Subtype == "/Type0" else 1
        return self._fonts[font.objgen]


class _Mark:
    """A marked stretch of content: its number in the structure tree, what stands for it, and what was told in it so far."""

    def __init__(self, number: int | None = None, actual: str | None = None, backwards: bool = False) -> None:
        self.number, self.actual, self.backwards = number, actual, backwards
        self.told: list[str] = []


def _mark(event: re.Match[bytes], resources: Any) -> _Mark:
    if event["named"]:
        properties = resources.get("/Properties", {}).get(f"/{event['named'].decode()}", {})
        number, actual = properties.get("/MCID"), properties.get("/ActualText")
        return _Mark(None if number is None else int(number), None if actual is None else str(actual))
    inline = event["properties"] or b""
    number, actual = _MCID.search(inline), _ACTUAL.search(inline)
    return _Mark(int(number[1]) if number else None, text_string(actual[1]) if actual else None, event["tag"] == b"ReversedChars")
