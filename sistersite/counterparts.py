"""The texts of a record, of a chapter or of a page in all languages, held together: where they do not state the same facts.

An editor may exempt a difference: a short text by the key `differs` beside its languages, a chapter or page by a list in
its front matter. An exemption that exempts nothing is a problem, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, zip_longest

from sistersite import glossary, load, model, quantities, samefact
from sistersite.discover import Found
from sistersite.errors import Place, Problems
from sistersite.language import Language
from sistersite.memo import Memo
from sistersite.read import Read, Written
from sistersite.samefact import Claim, Claims, Tongue

_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_ROUND = 30  # letters on either side of a quoted claim
_LONGEST = 90  # letters of a text that is quoted for what it lacks


@dataclass(frozen=True, kw_only=True)
class Exemption:
    """A claim that stands in one language only, in the words of the text, and why."""

    what: str
    why: str


@dataclass(frozen=True)
class Chapter:
    """A chapter or a page in one language, as it stands in its file."""

    path: str
    body: str
    first_line: int
    head: tuple[load.Scalar, ...] = ()  # title and summary
    differs: tuple[tuple[Place, Exemption], ...] = ()


@dataclass(frozen=True)
class Piece:
    """A piece of text in one language that has its counterpart in another, and where it stands."""

    words: load.Scalar | Chapter
    start: int = 0
    end: int | None = None

    @property
    def text(self) -> str:
        return self.words.text if isinstance(self.words, load.Scalar) else self.words.body[self.start : self.end]

    @property
    def markdown(self) -> bool:
        return isinstance(self.words, Chapter)

    def place(self, offset: int) -> Place:
        if isinstance(self.words, load.Scalar):
            return self.words.at(offset)
        before = self.words.body[: self.start + offset]
        return Place(self.words.path, before.count("\n") + self.words.first_line, len(before) - before.rfind("\n"))


@dataclass(frozen=True)
class _Found:
    """A difference as it is told: in which language something stands that the other lacks."""

    kind: str
    quotes: Mapping[str, str]  # language code → the claim in the words of the text
    place: Place
    values: Mapping[str, str] = field(default_factory=dict)


def unequal(
    found: Found,
    settings: Read[model.Settings],
    records: Mapping[str, Read],
    cities: Mapping[str, Read[model.City]],
    chapters: Mapping[str, Mapping[str, Chapter]],
    pages: Mapping[str, Mapping[str, Chapter]],
    languages: Sequence[Language],
    memo: Memo,
) -> Problems:
    """Where the texts of the site do not state the same facts in all of these languages."""
    known = {slug: read.record for slug, read in cities.items() if read.record}
    names = records["names"].record if "names" in records else None
    whole = names is not None and len(known) == len(found.folders)
    spoken = tongues_of(languages, known, names or model.KnownNames(names={}))
    home = subjects(known, settings.record.home)

    texts: list[tuple[str, object, Sequence[Written], Mapping[str, Chapter], frozenset[str]]] = [
        ("site", found.records["site"], settings.texts, {}, home),
        *((name, found.records[name], read.texts, {}, home) for name, read in records.items()),
        *(
            (slug, (found.cities[slug], found.chapters.get(slug)), cities[slug].texts, chapters.get(slug, {}), home | subjects(known, slug))
            for slug in known
        ),
        *((slug, found.pages[slug], (), prose, home) for slug, prose in pages.items()),
    ]  # a name, what was typed, the texts read in it, and the names that go without saying

    def compared(n: int) -> Problems:
        _, _, short, prose, understood = texts[n]
        return compare(short, prose, spoken, understood, whole)

    inputs = [(name, typed, spoken, understood, whole) for name, typed, _, _, understood in texts]
    return Problems(chain.from_iterable(memo.side_by_side("samefact", inputs, compared)))


def subjects(cities: Mapping[str, model.City], slug: str) -> frozenset[str]:
    """The names that go without saying in the record of a city: its own and its country's."""
    return frozenset({slug, cities[slug].place.country.lower()} if slug in cities else {slug})


def tongues_of(languages: Sequence[Language], cities: Mapping[str, model.City], names: model.KnownNames) -> dict[str, Tongue]:
    """What must be known of each language to compare its texts."""
    known = [(slug, name.forms.words) for slug, name in names.names.items()]
    for slug, city in cities.items():
        known += [(slug, {code: (word,) for code, word in city.names.text.words.items()}), (slug, city.names.also.words if city.names.also else {})]
    for language in languages:
        known += [(code.lower(), {language.code: (name,)}) for code, name in language.countries().items()]
    return {one.code: Tongue(quantities.lexicon(one), glossary.forms(known, one.settings.endings)) for one in languages}


def compare(texts: Sequence[Written], chapters: Mapping[str, Chapter], tongues: Mapping[str, Tongue], understood: frozenset[str], whole: bool) -> Problems:
    """Where texts do not state the same facts, and exemptions without need.

    `understood` are the slugs of names that need not be written; `whole` is false where names may be unknown, so that
    an exemption may be needed after all.
    """
    problems = Problems()
    for text in texts:
        found = list(_compare_pieces({code: Piece(text.words[code]) for code in tongues if code in text.words}, tongues, understood))
        if not text.differs:
            _tell(found, problems, "@differs.yaml")
        elif not found and whole:
            problems.add(text.differs.place, "differs-unneeded", what=text.differs.text)
    chapters = {code: chapters[code] for code in tongues if code in chapters}
    found = [one for texts in pieces(chapters) for one in _compare_pieces(texts, tongues, understood)]
    exempt = [(code, place, one.what) for code, chapter in chapters.items() for place, one in chapter.differs]
    _tell([one for one in found if not any(one.quotes.get(code) == what for code, _, what in exempt)], problems, "@differs.markdown")
    for code, place, what in exempt:
        if whole and not any(one.quotes.get(code) == what for one in found):
            problems.add(place, "differs-unneeded", what=what)
    return problems


def _tell(found: Sequence[_Found], problems: Problems, how: str) -> None:
    for one in found:
        problems.add(one.place, one.kind, how=how, **one.values)


def pieces(chapters: Mapping[str, Chapter]) -> Iterator[dict[str, Piece]]:
    """The title, the summary and the paragraphs of a text in all its languages; the whole text where it has not as many in each."""
    for heads in zip_longest(*(chapter.head for chapter in chapters.values())):
        yield {code: Piece(head) for code, head in zip(chapters, heads, strict=True) if head}
    blocks = [_blocks(chapter) for chapter in chapters.values()]
    if len({len(one) for one in blocks}) > 1:
        blocks = [[Piece(chapter)] for chapter in chapters.values()]
    yield from (dict(zip(chapters, pieces, strict=True)) for pieces in zip(*blocks, strict=True))


def _blocks(chapter: Chapter) -> list[Piece]:
    starts = [0, *(match.end() for match in _BLANK_LINES.finditer(chapter.body))]
    pieces = [Piece(chapter, start, end) for start, end in zip(starts, [*starts[1:], None], strict=True)]
    return [piece for piece in pieces if piece.text.strip()]


def _compare_pieces(pieces: Mapping[str, Piece], tongues: Mapping[str, Tongue], understood: frozenset[str]) -> Iterator[_Found]:
    """The differences between the first language and each of the others, and the contradictions within each."""
    claims = {code: samefact.claims(piece.text, tongues[code], piece.markdown) for code, piece in pieces.items()}
    for code, piece in pieces.items():
        for one, other in claims[code].contradictions:
            values = {"language": f"@language.{code}", "here": _quoted(claims[code], one), "there": _quoted(claims[code], other)}
            yield _Found("calendars-differ", {code: values["there"]}, piece.place(other.start), values)
    first, *others = pieces or [""]
    for second in others:
        for one in samefact.differences(claims[first], claims[second], understood):
            sides = {first: one.ours, second: one.theirs}
            code, other = (first, second) if one.ours else (second, first)
            values = {
                "language": f"@language.{code}",
                "here": _quoted(claims[code], sides[code]),
                "other": f"@language.{other}",
                "there": _around(claims[other], sides[other]),
                "at": str(pieces[other].place(sides[other].start if sides[other] else 0)),
            }
            quotes = {side: _quoted(claims[side], claim) for side, claim in sides.items() if claim}
            yield _Found(one.kind, quotes, pieces[code].place(sides[code].start), values)


def _quoted(claims: Claims, claim: Claim) -> str:
    return " ".join(claims.text[claim.start : claim.end].split())


def _around(claims: Claims, claim: Claim | None) -> str:
    """The claim with some words before and after it; without one, the beginning of the text."""
    start, end = (max(claim.start - _ROUND, 0), claim.end + _ROUND) if claim else (0, _LONGEST)
    text = claims.text
    start = text.find(" ", start, claim.start) + 1 if claim and start else start
    end = text.rfind(" ", claim.end if claim else 0, end) if end < len(text) else len(text)
    end = end if end > start else len(text)
    return ("…" if start else "") + " ".join(text[start:end].split()) + ("…" if end < len(text) else "")
