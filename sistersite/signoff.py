"""The texts in all languages side by side, each with its sources: sheets to be printed, read and signed (`build.py review`)."""

from __future__ import annotations

import base64
import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from markupsafe import Markup

from sistersite import board, markup
from sistersite.declarations import nearest
from sistersite.errors import WrongUse
from sistersite.language import Language
from sistersite.model import Node, Prose, SourceId, Text, When
from sistersite.templates import Templates
from sistersite.views import Chapter, Cite, Notes, NumberedSource, World, pages_in_order, values_of

TOP = 3  # level of the highest headings of a text
FACES = ("vazirmatn-arabic", "vazirmatn-arabic-ext", "source-sans-3-latin", "source-sans-3-latin-ext")  # that are brought along


@dataclass(frozen=True)
class Passage:
    """What stands side by side: language → what is said in it. `part` is the key of its label, empty for running text."""

    sides: Mapping[str, Markup]
    part: str = ""


@dataclass(frozen=True)
class Sheet:
    row: board.Row
    words: Mapping[str, int]  # language → words of the running text
    marks: Mapping[str, int]  # language → notes of the running text
    passages: tuple[Passage, ...]
    sources: tuple[NumberedSource, ...]


def sheets(whole: World, languages: Mapping[str, Language], paths: Sequence[str] = ()) -> tuple[Sheet, ...]:
    """One for every page with a text of its own, drafts too, in the order of the book; `paths` are the folders that are
    wanted, or folders above them, all without any. Raises WrongUse where one leads to no text.
    """
    rows = _in_order(whole)
    for path in paths:
        if not any(_within(row, path) for row in rows):
            known = [row.folder for row in rows]
            raise WrongUse("use.no-text", path=path, nearest=nearest(path, known) or next(iter(known), "cities/xian"))
    return tuple(_sheet(whole, languages, row) for row in rows if not paths or any(_within(row, path) for path in paths))


def html(made: Sequence[Sheet], whole: World, languages: Mapping[str, Language], language: Language, assets: Path, templates: Templates) -> str:
    """One file that needs no other; what is not a text of the site is said in `language`. `assets` is a folder."""
    shown = [languages[code] for code in whole.site.settings.languages if code in languages]
    faces = [(name, base64.b64encode((assets / f"fonts/{name}.woff2").read_bytes()).decode()) for name in FACES]
    day = whole.site.date
    context = {
        "sheets": made, "language": language, "languages": shown, "columns": len(shown), "faces": faces,
        "tokens": Markup((assets / "css/tokens.css").read_text("utf-8")),
        "title": whole.site.settings.title, "built": When("gregorian", day.year, day.month, day.day),
    }  # fmt: skip
    return templates.render("review.html", context)


def _within(row: board.Row, path: str) -> bool:
    return f"{row.folder}/".startswith(f"{path.rstrip('/')}/") or path in (cell.path for cell in row.cells)


def _in_order(whole: World) -> list[board.Row]:
    """The pages that stand in the book before the cities, the cities, the other pages."""
    bound, pages = whole.site.settings.book, [("page", page.slug) for page in pages_in_order(whole.site)]
    before = len(bound.front) if bound else 0
    order = [*pages[:before], *(("city", slug) for slug in whole.cities), *pages[before:]]
    return sorted(board.rows(whole.site), key=lambda row: order.index((row.kind, row.slug)))


def _sheet(whole: World, languages: Mapping[str, Language], row: board.Row) -> Sheet:
    city = next((one for one in whole.site.cities if row.kind == "city" and one.slug == row.slug), None)
    page = next((one for one in whole.site.pages if row.kind == "page" and one.slug == row.slug), None)
    texts = city.chapters if city else page.prose
    notes = Notes({**whole.site.sources, **(city.sources if city else {})}, prefix=f"{row.kind}-{row.slug}-")
    spoken = {code: languages[code] for code in whole.site.settings.languages if code in languages}
    passages: list[Passage] = []
    for part, form in vars(city.short).items() if city and city.short else ():
        passages.append(Passage(_short(form.text, form.sources, spoken, notes), f"short.{part}"))
    for part in () if city else ("title", "summary"):
        passages.append(Passage({code: markup.words(spoken[code], getattr(text, part)) for code, text in texts.items()}, f"review.part.{part}"))
    for nodes in _aligned(texts):
        passages.append(Passage({code: _prose(texts[code], node, spoken[code], notes) for code, node in nodes.items()}))
    words = {code: sum(map(count_words, text.nodes)) for code, text in texts.items()}
    marks = {code: sum(1 for _ in values_of(text.nodes, "note")) for code, text in texts.items()}
    return Sheet(row, words, marks, tuple(passages), notes.listed())


def _short(text: Text, sources: Sequence[SourceId], spoken: Mapping[str, Language], notes: Notes) -> dict[str, Markup]:
    held = {code: language for code, language in spoken.items() if code in text.words}
    return {code: markup.words(language, text.words[code]) + markup.cites(language, notes.cite(sources)) for code, language in held.items()}


def _prose(text: Prose, node: Node, language: Language, notes: Notes) -> Markup:
    """A paragraph, heading or list by itself; links within the site stay plain text, pictures are left out."""
    marks: tuple[Cite, ...] = tuple(mark for name in values_of((node,), "note") for mark in notes.cite([SourceId(name)]))
    if node.kind == "heading":
        node = dataclasses.replace(node, value=f"{notes.prefix}{text.language}-{node.value}")
    alone = Chapter(dataclasses.replace(text, nodes=(node,)), marks, False)
    return markup.chapter(language, alone, lambda kind, slug: "", frozenset(), {}, TOP)


def _aligned(texts: Mapping[str, Prose]) -> Iterator[dict[str, Node]]:
    """The pieces of the texts that belong side by side: section by section where all have the same, else as they follow."""
    sections = {code: _sections(text.nodes) for code, text in texts.items()}
    if len({tuple(head for head, _ in held) for held in sections.values()}) > 1:
        sections = {code: [("", list(text.nodes))] for code, text in texts.items()}
    for same in zip(*sections.values(), strict=True):
        for nodes in zip_longest(*(nodes for _, nodes in same)):
            yield {code: node for code, node in zip(texts, nodes, strict=True) if node is not None}


def _sections(nodes: Sequence[Node]) -> list[tuple[str, list[Node]]]:
    """The anchor of each section and what stands in it; before the first heading, an empty one."""
    held: list[tuple[str, list[Node]]] = [("", [])]
    for node in nodes:
        if node.kind == "heading":
            held.append((node.value, []))
        held[-1][1].append(node)
    return held


def count_words(node: Node | str) -> int:
    """How many words: runs of letters between spaces."""
    return len(node.split()) if isinstance(node, str) else sum(map(count_words, node.children))
