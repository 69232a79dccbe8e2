"""Words, dates, sources and prose → nodes for the typesetter: what `markup` is to pages, this is to books.

A node is a string or a mapping with a kind `k`; nodes of a line have their children in `b`. The
templates of layouts/book/ know every kind. Text that is not in the book's language is isolated in
`bdi` with its own `lang` and `dir`, and so is every run of foreign letters inside a text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sistersite.language import Language
from sistersite.model import Node, Source, Text, When
from sistersite.registry import Registry
from sistersite.scripts import direction, may_be, whole_run
from sistersite.views import Chapter, Cite, Cited, NumberedSource

Inline = str | dict[str, Any]
Line = list[Inline]  # what stands in a line or paragraph
Block = dict[str, Any]

_SIMPLE = {"emphasis": "em", "strong": "strong"}
_BLOCKS = {"paragraph", "heading", "list", "numbers", "quote", "table", "rule"}


@dataclass(frozen=True)
class Compositor:
    """Sets texts in one language. `scope` tells the sources of one chapter from those of the next; `link` makes
    addresses on the web of (kind, slug), or None for what has no page. The day on which a source was `consulted` is not
    told of each, where the book tells it of all.
    """

    language: Language
    scope: str = ""
    registry: Registry = field(default_factory=Registry)
    link: Callable[[str, str], str | None] = lambda kind, slug: None
    consulted: When | None = None

    # --- lines

    def words(self, text: str, index: bool = True) -> Line:
        """A text in the book's language: foreign runs isolated, names that the index lists marked."""
        line: Line = []
        text = self.language.bound_days.sub("\\1\N{NO-BREAK SPACE}", text)
        names = list(self.registry.found(text)) if index else []
        at = 0
        for run in self.language.runs(text):
            end = at + len(run.text)
            here = [(start - at, key) for start, key in names if at <= start < end]
            if run.foreign:
                way = "ltr" if self.language.direction == "rtl" else "rtl"
                line += [*({"k": "ix", "v": key} for _, key in here), bdi([run.text], run.language, way)]
            else:
                last = 0
                for start, key in here:
                    line += [run.text[last:start], {"k": "ix", "v": key}]
                    last = start
                line.append(run.text[last:])
            at = end
        return [piece for piece in line if piece]

    def foreign(self, text: str, code: str, index: bool = False) -> Line:
        """A text in the language `code`, whatever the book's is."""
        return self.words(text, index) if code == self.language.code else [bdi([text], code, direction(code))]

    def text(self, value: Text, index: bool = True) -> Line:
        found, code = self.language.text(value)
        return self.foreign(found, code, index)

    def say(self, key: str, /, **values: Line | str) -> Line:
        """A message of the catalogue; values may be lines."""
        message = self.language.word(key)
        line: Line = []
        for n, piece in enumerate(message.replace("}", "{").split("{")):
            if n % 2:
                value = values[piece]
                line += [value] if isinstance(value, str) else value
            elif piece:
                line.append(piece)
        return line

    def count(self, key: str, number: int) -> Line:
        return [self.language.count(key, number)]

    def comma(self) -> Line:
        return [self.language.word("comma") + " "]

    def joined(self, lines: Iterable[Line]) -> Line:
        """Lines with commas between them."""
        return [piece for n, line in enumerate(lines) for piece in (*(self.comma() if n else ()), *line)]

    def when(self, date: When) -> Line:
        """In both calendars; the other one softer."""
        return _date(self.language.date(date))

    def when_stacked(self, date: When) -> Line:
        """The other calendar below, for a narrow column."""
        return [{"k": "br"} if piece == " " else piece for piece in self.when(date)]

    def when_printed(self, date: When) -> Line:
        return _date(self.language.date_alone(date))

    def cites(self, marks: Sequence[Cite]) -> Line:
        """The marks of sources, which lead to the list of the chapter."""
        return [self.mark(mark.number) for mark in marks]

    def mark(self, number: int) -> Block:
        return {"k": "cite", "n": self.language.digits(str(number)), "to": f"{self.scope}-{number}"}

    def fact(self, cited: Cited) -> Line:
        return [*self.text(cited.item.text), *self.cites(cited.cites)]

    def heading(self, level: int, key: str) -> Block:
        return head(level, self.say(key))

    def quoted(self, text: str, code: str) -> Block:
        """A quotation in the language `code`, in the marks of its script."""
        own = code == self.language.code
        if direction(code) == "rtl":
            text = text.replace("«", "“").replace("»", "”")  # marks within marks
        said = {"k": "q", "marks": "«»" if direction(code) == "rtl" else "“”", "b": self.words(text) if own else [text]}
        return said if own else bdi([said], code, direction(code))

    # --- sources

    def source(self, one: Source) -> Line:
        """As a bibliography names it: title, publisher, date; then what kind of source it is. Of a copy on another site
        the original is named, and that a copy was read; the site itself is not printed.
        """
        line = self.title(one) + self.comma() + self.publisher(one)
        if one.published:
            line += self.comma() + self.when_printed(one.published)
        about = [self.say(f"grade.{one.grade}")]
        if one.language != self.language.code:
            about.append(self.say("source.in-language", language=self.language.language(one.language)))
        if one.consulted != self.consulted:
            about.append(self.say("source.consulted") + [" "] + self.when_printed(one.consulted))
        line += [". ", {"k": "soft", "b": [*self.joined(about), "."]}]
        return line + [" ", *self.text(one.note, False)] if one.note else line

    def title(self, one: Source) -> Line:
        own = one.language == self.language.code or not may_be(one.title, one.language)
        title = self.named(one.title) if own else self.foreign(one.title, one.language)
        return [{"k": "a", "href": one.url, "b": title}] if one.url and one.grade != "mirror" else title

    def publisher(self, one: Source) -> Line:
        return self.named(one.mirror_of or one.publisher if one.grade == "mirror" else one.publisher)

    def named(self, name: str) -> Line:
        """A name without a letter of the language's own direction is isolated as a whole, commas and brackets with it."""
        whole = whole_run(name, self.language.direction)
        return [bdi([name], whole.language, "ltr" if self.language.direction == "rtl" else "rtl")] if whole else self.words(name, False)

    def sources(self, notes: Iterable[NumberedSource], level: int) -> Block:
        """The list at the end of a chapter, which marks lead to, with its heading."""
        items = []
        for one in notes:
            number = self.language.digits(str(one.number))
            items.append({"n": number, "id": f"{self.scope}-{one.number}", "says": self.language.word("note.source", n=number), "b": self.source(one.source)})
        return {"k": "sources", "head": self.heading(level, "section.sources"), "items": items}

    # --- prose

    def notices(self, chapter: Chapter) -> list[Block]:
        """What a reader must know of a text before reading it: that it is in another language, or older than another."""
        name, lines = self.language.language, []
        if chapter.newer:
            lines.append(self.say("newer.both" if chapter.apart else "newer", text=self.say("text-in", language=name(chapter.newer))))
        if chapter.fallback:
            lines.append(self.say("fallback", language=name(chapter.prose.language)))
        return [{"k": "p", "b": [{"k": "em", "b": line}]} for line in lines]

    def prose(self, chapter: Chapter, notes: Iterable[NumberedSource], level: int, images: Mapping[str, Block]) -> list[Block]:
        """The prose of a chapter; the author's highest headings are of `level`. Notes become footnotes: the first that
        names a source gives its title, those that follow its publisher. `images` are photos by their file names.
        """
        sources = {one.number: one.source for one in notes}
        return _Prose(self, chapter, sources, level, images).blocks(chapter.prose.nodes)


class _Prose:
    """One walk through a text; it takes the marks of the notes in order, and knows what was named before."""

    def __init__(self, setter: Compositor, chapter: Chapter, sources: Mapping[int, Source], level: int, images: Mapping[str, Block]) -> None:
        self.setter, self.sources, self.level, self.images = setter, sources, level, images
        self.marks: Iterator[Cite] = iter(chapter.cites)
        self.code = chapter.prose.language if chapter.fallback else ""
        self.named: set[int] = set()
        self.count = 0

    def blocks(self, nodes: Iterable[Node | str]) -> list[Block]:
        return [self.block(node) for node in nodes if not isinstance(node, str)]

    def block(self, node: Node) -> Block:
        match node.kind:
            case "heading":
                return head(self.level + node.level - 2, self.line(node.children, node.language))
            case "list" | "numbers":
                return {"k": node.kind, "items": [self.mixed(item.children) for item in node.children]}
            case "quote":
                return {"k": "quote", "blocks": self.blocks(node.children)}
            case "table":
                rows = [row for part in node.children for row in part.children]
                return {"k": "table", "rows": [[self.line(cell.children) for cell in row.children] for row in rows]}
            case "rule":
                return {"k": "rule"}
        if len(node.children) == 1 and (only := node.children[0]) and not isinstance(only, str) and only.kind == "image":
            return self.images.get(only.value.removeprefix("photos/"), {"k": "nothing"})
        return {"k": "p", "b": self.line(node.children, node.language)}

    def mixed(self, nodes: Sequence[Node | str]) -> list[Block]:
        """The children of an item: a line, blocks, or a line with blocks after it."""
        blocks = []
        for is_block, group in groupby(nodes, key=lambda node: not isinstance(node, str) and node.kind in _BLOCKS):
            held = tuple(group)
            blocks += self.blocks(held) if is_block else [{"k": "p", "b": self.line(held)}]
        return blocks

    def line(self, nodes: Sequence[Node | str], code: str = "") -> Line:
        """A line or paragraph in the language `code`, or in that of the chapter."""
        inside, code = self.inside(nodes), code or self.code
        return [bdi(inside, code, direction(code))] if code and inside else inside

    def inside(self, nodes: Sequence[Node | str]) -> Line:
        line: Line = []
        for is_note, group in groupby(nodes, key=lambda node: not isinstance(node, str) and node.kind == "note"):
            if is_note:
                self.count += 1
                says = self.setter.language.word("note.footnote", n=self.setter.language.digits(str(self.count)))
                name = f"{self.setter.scope}-{self.count}"
                line.append({"k": "fn", "n": self.count, "id": name, "says": says, "b": self.footnote([next(self.marks) for _ in group])})
                continue
            for node in group:
                line += self.inline(node)
        return line

    def inline(self, node: Node | str) -> Line:
        if isinstance(node, str):
            return [node] if self.code else self.setter.words(node)
        made = self.styled(node, self.inside(node.children))
        return [bdi(made, node.language, direction(node.language))] if node.language else made

    def styled(self, node: Node, inside: Line) -> Line:
        match node.kind:
            case "break":
                return [{"k": "br"}]
            case "link":
                return self.linked(node.value, inside)
            case "image":
                return []
            case kind if kind in _SIMPLE:
                return [{"k": _SIMPLE[kind], "b": inside}]
        return inside

    def linked(self, target: str, inside: Line) -> Line:
        kind, _, slug = target.partition(":")
        href = target if kind in ("http", "https", "mailto") else self.setter.link(kind, slug)
        return [{"k": "a", "href": href, "b": inside}] if href else inside

    def footnote(self, marks: Sequence[Cite]) -> Line:
        """The sources of one place in the text, each with its number in the list of the chapter."""
        line: Line = []
        for n, mark in enumerate(marks):
            one = self.sources[mark.number]
            if n:
                line.append(self.setter.language.word("semicolon") + " ")
            if mark.number in self.named:
                line += self.setter.publisher(one)
            else:
                line += self.setter.title(one) + self.setter.comma() + self.setter.publisher(one)
                if one.published:
                    line += self.setter.comma() + self.setter.when_printed(one.published)
            self.named.add(mark.number)
            line += [" ", self.setter.mark(mark.number)]
        return line


def head(level: int, line: Line) -> Block:
    return {"k": "h", "l": level, "b": line}


def bdi(inside: Line, code: str, way: str) -> Block:
    return {"k": "bdi", "lang": code.split("-")[0], "dir": way, "b": inside}


def _date(date: Any) -> Line:
    return [date.first, *([" ", {"k": "soft", "b": [f"({date.second})"]}] if date.second else [])]
