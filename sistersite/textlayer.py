"""Mend the text layer of a book set by Typst, so that every reader gets its words whole and in order.

What a page shows are glyphs. What is read out, searched and copied comes from three other things
(ISO 32000-1; ISO 32000-2 has the second last at 14.8.2.5.3):

- 9.10.3, ToUnicode: a code of a font stands for one text, wherever it is shown.
- 14.8.2.3.3, /ReversedChars: within this mark the letters of each show string stand in reverse; the
  strings themselves stand in the order in which they are read.
- 14.9.4, ActualText: a marked stretch stands for another text than its codes do.

Typst uses all three, and yet Persian comes out scrambled. Its half-space (ZWNJ) has no glyph and is told
as part of a neighbour's text. The first such neighbour makes half-space and letter the ToUnicode of its
glyph, so that every later one needs an ActualText; each of these cuts the run into pieces; and each piece
is reversed by itself, while the pieces stand from left to right. So a reader that keeps to the rules says
the pieces of a line backwards; PDFium loses its way in words that hold an ActualText; pdf.js knows none.
Validators see nothing of this.

Here each text object, which is a run of one direction, is written anew:

(a) Each code stands for one text: what all its glyph ever stood for has in common. Where that is nothing
    (a bracket and its mirror image, a hyphen and a soft hyphen) each meaning gets a code of its own. An
    ActualText that says the same as its codes is dropped.
(b) The pieces of a run are put into the order in which they are read, each in reverse within its mark, as
    the rule for show strings has it. They are not joined to one string: PDFium takes the widths of glyphs
    for whole numbers, and over a long string its readers would see the letters move.
(c) A half-space becomes a code of its own, of a blank glyph that is added to the font, with U+200C for its
    text, and moved back by its own width. So do the letters of a ligature but the last, where letters are
    reversed: readers turn the text of a code round with the rest, and of «لا» would make «ال».
(d) Where a mark is raised, Typst cuts the run itself and places the parts from left to right. They change
    places, so that the tags have them in the order in which they are read.

Nothing visible changes: each glyph is shown where it was. What orders a line (isolates, embeddings, word
joiners) leaves the text once the line is set, for the order is now in the codes.
"""

from __future__ import annotations

import io
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sistersite import textruns
from sistersite.blankglyph import NoTrueType
from sistersite.codes import ZWNJ, Face, NoCode, half_spaces, plain
from sistersite.crosslinks import NoPlace, Place, link
from sistersite.pdffonts import Fonts
from sistersite.textruns import Item, Piece, Run, Shown

_KERNED = 0.2  # em: so near are runs that were one, for the kerning of a last letter is not written


class TextLayerBroken(Exception):
    """The text layer cannot be mended; the sentence says why."""


@dataclass(frozen=True)
class Mended:
    """The finished PDF, and what was done.

    `pages` is their number; `runs` were put in order; `dropped` and `kept` count the ActualText, `half_spaces` the blanks made for
    them; `codes` were added to the fonts.
    """

    content: bytes
    pages: int
    runs: int
    dropped: int
    kept: int
    half_spaces: int
    codes: int


@dataclass(frozen=True)
class Stream:
    """A content stream, its fonts by their names in it (None: one whose codes are not of two bytes), and its text objects, those of one chain together."""

    object: Any
    content: bytes
    faces: dict[str, Face | None]
    chains: tuple[tuple[Run, ...], ...]


def mend(pdf: bytes, places: Iterable[Place] = (), finish: Callable[[Any], None] | None = None) -> Mended:
    """The PDF with its text layer mended, and with its marks linked to `places`; for the same input the same bytes.

    `finish` may do to the document of pikepdf what else is to be done, so that a large one is read and written only once.

    Raises TextLayerBroken where that cannot be done: for what Typst did not write or was mended before,
    a font without ToUnicode, text objects of an unknown shape or of two directions, a half-space amid the
    letters of one glyph or in a font that is not TrueType, a mark that leads to nothing. Such a book is not fit to be published.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            _refuse_others(document)
            link(document, places)
            fonts = Fonts()
            streams = [_stream(stream, fonts.named(resources)) for stream, resources in _streams(document)]
            _learn(streams)
            for face in fonts.faces():
                face.settle()
            done: Counter[str] = Counter()
            for stream in streams:
                if new := [edit for chain in stream.chains for edit in _edits(chain, stream, done)]:
                    stream.object.write(textruns.replaced(stream.content, new))
            fonts.write(document)
            if finish:
                finish(document)
            pages = len(document.pages)
            codes = sum(len(face.further) for face in fonts.faces())
            out = io.BytesIO()
            document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    except (textruns.UnknownShape, NoCode, NoTrueType, NoPlace) as error:
        raise TextLayerBroken(str(error)) from error
    except pikepdf.PdfError as error:
        raise TextLayerBroken(f"not a PDF that can be read: {error}") from error
    return Mended(out.getvalue(), pages, done["runs"], done["dropped"], done["kept"], done["half-spaces"], codes)


def _refuse_others(document: Any) -> None:
    creator = str(document.docinfo.get("/Creator", ""))
    if not creator.startswith("Typst"):
        raise TextLayerBroken(f"made by {creator or 'no one knows what'}, and only what Typst writes can be mended")


def _streams(document: Any) -> Iterator[tuple[Any, Any]]:
    """Every content stream that can show text, with its resources: of pages, and of forms and patterns, which bring their own."""
    import pikepdf

    for number, page in enumerate(document.pages, 1):
        if not isinstance(page.obj.get("/Contents"), pikepdf.Stream):
            raise TextLayerBroken(f"page {number} is not of one content stream")
        yield page.obj.Contents, page.obj.get("/Resources", {})
    inner = [page.obj.get("/Resources", {}) for page in document.pages]
    seen = set()
    for resources in inner:  # which grows on the way
        for kind in ("/XObject", "/Pattern"):
            for one in resources.get(kind, {}).values():
                if isinstance(one, pikepdf.Stream) and "/Resources" in one and one.objgen not in seen:
                    seen.add(one.objgen)
                    inner.append(one.Resources)
                    if "/Font" in one.Resources:
                        yield one, one.Resources


def _stream(stream: Any, faces: dict[str, Face | None]) -> Stream:
    content = stream.read_bytes()
    return Stream(stream, content, faces, tuple(_chains(content, list(textruns.runs(content)), faces)))


# Pass one: what every code stood for.


def _learn(streams: list[Stream]) -> None:
    for stream in streams:
        for chain in stream.chains:
            pieces = [(piece, face) for run in chain for piece in run.pieces if (face := stream.faces.get(piece.font))]
            for piece, face in pieces:
                if piece.actual and (text := plain(piece.actual)):
                    for code in piece.shown.codes:
                        face.contexts[code].add(text)
            if any(face.marks_in(piece.shown) for piece, face in pieces):
                _learn_marks(pieces, backwards=len(chain) > 1 or any(piece.reversed for piece in chain[0].pieces))


def _learn_marks(pieces: list[tuple[Piece, Face]], backwards: bool) -> None:
    """Which marks were shown on which letters, from left to right."""
    marks: list[int] = []
    letter: int | None = None
    for face, code in ((face, code) for piece, face in pieces for code in piece.shown.codes):
        if face.is_mark(code):  # it stands left of its letter where the letters are reversed, right of it otherwise
            if backwards:
                marks.append(code)
            elif letter is not None:
                face.own_marks[letter].add(code)
        else:
            if marks:
                face.own_marks[code].update(marks)
            marks, letter = [], code


def _chains(content: bytes, runs: list[Run], faces: dict[str, Face | None]) -> list[tuple[Run, ...]]:
    """The runs, those together that Typst cut where a mark is raised: it places them one by one from left to right.

    Runs set one after the other that are to be read leftwards otherwise follow one another leftwards.
    """
    chains: list[list[Run]] = []
    raised_before = False
    for run in runs:
        raised = _is_raised(run, faces)
        if chains and (raised or raised_before) and _goes_on(content, chains[-1][-1], raised_before, run, faces):
            chains[-1].append(run)
        else:
            chains.append([run])
        raised_before = raised
    return [tuple(chain) for chain in chains]


def _is_raised(run: Run, faces: dict[str, Face | None]) -> bool:
    """Whether a run shows marks alone."""
    return all((face := faces.get(piece.font)) is not None and len(face.marks_in(piece.shown)) == len(piece.shown.codes) for piece in run.pieces)


def _goes_on(content: bytes, before: Run, raised_before: bool, after: Run, faces: dict[str, Face | None]) -> bool:
    one, other = textruns.placed(content, before), textruns.placed(content, after)
    if not one or not other or one.paint != other.paint or not before.pieces or not after.pieces:
        return False
    last, first = before.pieces[-1], after.pieces[0]
    face = faces.get(last.font)
    if face is None or last.font != first.font or last.size != first.size:
        return False
    end = one.x + (0 if raised_before else float(last.x) + _width(last, face))
    last_told = face.told.get(last.shown.codes[-1], "") if last.shown.codes else ""
    room = last.size if plain(last_told) == " " else _KERNED * last.size  # Typst does not write how far the last space was stretched
    near = -_KERNED * last.size < other.x - end < room and abs(one.y - other.y) < last.size
    return near and _leftwards(before, face) and _leftwards(after, face)


def _leftwards(run: Run, face: Face) -> bool:
    """Whether a run is read from right to left; one of a single glyph is not marked so."""
    codes = [code for piece in run.pieces for code in piece.shown.codes]
    return run.pieces[0].reversed or len(codes) == 1 and any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in face.told.get(codes[0], ""))


# Pass two: each run anew.


def _edits(chain: tuple[Run, ...], stream: Stream, done: Counter[str]) -> Iterator[tuple[int, int, bytes]]:
    """What is to be written anew in a content stream: for a chain of several runs, their bodies in the order in which they are read."""
    insides = [_mended(run, stream.faces, done) for run in chain]
    if len(chain) == 1:
        if insides[0] is not None:
            yield chain[0].start, chain[0].end, insides[0]
        return
    starts = [textruns.placed(stream.content, run).start for run in chain]
    bodies = [
        stream.content[start : run.start] + (stream.content[run.start : run.end] if inside is None else inside)
        for start, run, inside in zip(starts, chain, insides, strict=True)
    ]
    for start, run, body in zip(starts, chain, reversed(bodies), strict=True):
        yield start, run.end, body


def _mended(run: Run, faces: dict[str, Face | None], done: Counter[str]) -> bytes | None:
    """The new inside of a text object; None when it can stay as it is."""
    marked = any(piece.reversed or piece.actual is not None for piece in run.pieces)
    known = [(piece, face) for piece in run.pieces if (face := faces.get(piece.font))]
    if len(known) < len(run.pieces):
        if marked:
            raise TextLayerBroken(f"a run that needs mending is in a font of another kind: {run.pieces[0].font}")
        return None
    if len({piece.reversed for piece in run.pieces}) > 1:
        raise TextLayerBroken("a text object holds letters of both directions, which cannot be put in order")
    new = [_shown(piece, face, done) for piece, face in known]
    if not marked and all(piece.shown is old.shown for piece, old in zip(new, run.pieces, strict=True)):
        return None
    backwards = run.pieces[0].reversed
    done["runs"] += backwards
    return textruns.written(new[::-1] if backwards else new)


def _shown(piece: Piece, face: Face, done: Counter[str]) -> Piece:
    """A piece in codes of which each stands for its text; its ActualText is dropped when they say the same."""
    key = piece.shown, piece.actual, piece.reversed
    if key not in face.anew:
        face.anew[key] = _anew(face, *key)
    shown, half_spaces_made = face.anew[key]
    if shown is None:
        done["kept"] += 1
        return piece
    done["half-spaces"] += half_spaces_made
    if piece.actual is None:
        return piece if shown is piece.shown else piece._replace(shown=shown)
    done["dropped"] += 1
    return piece._replace(shown=shown, actual=None)


def _anew(face: Face, shown: Shown, actual: str | None, backwards: bool) -> tuple[Shown | None, int]:
    """What is to be shown instead, and how many half-spaces are in it; None where the ActualText has to stay."""
    if actual is not None and len(shown.codes) > 1:
        return _cluster(face, shown, actual, backwards)
    if actual is not None and shown.codes and shown.codes[0] in face.split and not face.mappable:
        return None, 0
    if actual is None and all(face.stays(code, backwards) for code in set(shown.codes)):
        return shown, 0
    items: list[Item] = []
    count = 0
    for item in shown.items:
        if type(item) is int:
            told = face.told.get(item, "") if actual is None else actual
            count += told.count(ZWNJ)
            items += face.instead(item, told, backwards)
        else:
            items.append(item)
    new = tuple(items)
    return shown if new == shown.items else Shown(new), count


def _cluster(face: Face, shown: Shown, actual: str, backwards: bool) -> tuple[Shown | None, int]:
    """Several glyphs to which one text was told, as a letter and its mark."""
    before, letters, after = half_spaces(actual)
    said = "".join(face.values[code] for code in (shown.codes[::-1] if backwards else shown.codes))
    if said != letters:
        return None, 0
    left, right = (after, before) if backwards else (before, after)
    return Shown((*face.half_spaces(left), *shown.items, *face.half_spaces(right))), before + after


def _width(piece: Piece, face: Face) -> float:
    return (sum(map(face.width, piece.shown.codes)) - piece.shown.moved) * piece.size / 1000
