"""Markdown → a frozen tree of nodes, with the places of everything that must be looked up.

The only door to Python-Markdown, which keeps no positions and lets raw HTML through: its parser is
used up to the element tree, which becomes our nodes; what must be located or refused is found by
scanning the source. Notes are written `[^id]`, where id names a source; the build adds the notes.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass

from sistersite.errors import Place, Problems
from sistersite.language import language_exists
from sistersite.model import Node

_TAGS = {
    "p": "paragraph", "h2": "heading", "h3": "heading", "h4": "heading", "ul": "list", "ol": "numbers", "li": "item",
    "blockquote": "quote", "table": "table", "thead": "head", "tbody": "body", "tr": "row", "th": "header",
    "td": "cell", "em": "emphasis", "strong": "strong", "a": "link", "img": "image", "br": "break", "hr": "rule",
    "note": "note",
}  # fmt: skip
KINDS = frozenset(_TAGS.values())
_BLOCKS_ONLY = {"list", "numbers", "quote", "table", "head", "body", "row"}  # white space between their children is layout

_RAW_HTML = re.compile(r"<(?!https?://|mailto:)[A-Za-z/!?][^>\n]*>?")
_CODE = re.compile(r"(`)|^(?: {4,}|\t)(?![ \t]*(?:[-*+]|\d+[.)])[ \t])\S", re.M)
_IN_BLOCK = r"^(?:[ >]|[-*+] |\d+[.)] )*"  # marks of quotes and lists before what stands in them
_TITLE_HEADING = re.compile(rf"{_IN_BLOCK}(#)(?!#)|^(=+)$", re.M)
_SMALL_HEADING = re.compile(rf"{_IN_BLOCK}(#{{5,}})", re.M)
NOTE = re.compile(r"\[\^([^\]\s]+)\]")
_NOTE_TEXT = re.compile(r"^ {0,3}\[\^[^\]\n]+\]:", re.M)
LINK = re.compile(r"(!?)\[[^\[\]\n]*(?:\n[^\[\]\n]+)*\]\(\s*<?((?:[^()\s>]|\([^()\s>]*\))*)")
ATTRIBUTES = re.compile(r"\{:?([^{}\n]*)\}")
_ANCHOR = re.compile(r"\{:?[^{}\n]*#([a-z][a-z0-9-]*)[^{}\n]*\}")
_LEFT_OVER = re.compile(r"\{:?([^{}\n]*)\}|\[\^")
_ATTRIBUTE = re.compile(r"#[a-z][a-z0-9-]*|lang=[A-Za-z][A-Za-z0-9-]*")
_ESCAPE = re.compile("\u0002(\\d+)\u0003")


@dataclass(frozen=True)
class Mention:
    """Something the prose names and another stage must find: a note, a link or an image."""

    kind: str  # "note", "link" or "image"
    target: str
    place: Place


@dataclass(frozen=True)
class Parsed:
    nodes: tuple[Node, ...]
    mentions: tuple[Mention, ...]
    anchors: tuple[str, ...]
    problems: Problems


def parse(text: str, path: str, first_line: int = 1) -> Parsed:
    """Parse a Markdown text whose first line is line `first_line` of the file `path`."""
    problems = Problems()
    source = _Source(text, path, first_line)
    for match in _RAW_HTML.finditer(text):
        problems.add(source.place(match.start()), "raw-html", tag=match.group())
    for pattern, sign in ((_CODE, "@markdown.code"), (_TITLE_HEADING, "@markdown.title")):
        for match in pattern.finditer(text):
            problems.add(source.place(match.start(match.lastindex or 0)), "unknown-markdown", sign=sign)
    for match in _SMALL_HEADING.finditer(text):
        problems.add(source.place(match.start(1)), "unknown-markdown", sign=match.group(1))
    for match in _NOTE_TEXT.finditer(text):
        problems.add(source.place(match.start()), "unknown-markdown", sign="@markdown.note")
    for match in ATTRIBUTES.finditer(text):
        for word in re.finditer(r"\S+", match.group(1)):
            if not _ATTRIBUTE.fullmatch(word.group()) or not _language_exists(word.group()):
                problems.add(source.place(match.start(1) + word.start()), "unknown-attribute", name=word.group())
    texts = {match.end() for match in _NOTE_TEXT.finditer(text)}
    notes = (match for match in NOTE.finditer(text) if match.end() + 1 not in texts)
    mentions = [Mention("note", match.group(1), source.place(match.start())) for match in notes]
    for match in LINK.finditer(text):
        kind = "image" if match.group(1) else "link"
        mentions.append(Mention(kind, match.group(2), source.place(match.start(2))))
    if problems:
        return Parsed((), tuple(mentions), (), problems)
    root = _element_tree(text)
    nodes = _numbered(tuple(_block_children(root, problems, source)))
    first: dict[str, Place] = {}
    for match in _ANCHOR.finditer(text):
        place = source.place(match.start(1) - 1)
        if first.setdefault(match.group(1), place) != place:
            problems.add(place, "same-address", address=f"#{match.group(1)}", other=first[match.group(1)])
    for words in _strings(nodes):
        for match in _LEFT_OVER.finditer(words):  # the reader would see these signs
            kind, value = ("unknown-markdown", {"sign": "[^"}) if match.group(1) is None else ("unknown-attribute", {"name": match.group(1)})
            problems.add(source.find(match.group()), kind, **value)
    mentions.extend(_unseen(nodes, tuple(m.target for m in mentions if m.target), source))
    return Parsed(nodes, tuple(mentions), tuple(node.value for node in headings(nodes)), problems)


def _language_exists(attribute: str) -> bool:
    return not attribute.startswith("lang=") or language_exists(attribute.removeprefix("lang="))


def _strings(nodes: tuple[Node | str, ...]) -> Iterator[str]:
    for node in nodes:
        yield from [node] if isinstance(node, str) else _strings(node.children)


def _unseen(nodes: tuple[Node | str, ...], seen: tuple[str, ...], source: _Source) -> Iterator[Mention]:
    """Links written in a way that the scan does not know, such as [words][1]: they are looked up all the same."""
    for node in nodes:
        if isinstance(node, str):
            continue
        if node.kind in ("link", "image") and node.value and not node.value.startswith(seen):
            yield Mention(node.kind, node.value, source.find(node.value))
        yield from _unseen(node.children, seen, source)


def headings(nodes: tuple[Node | str, ...]) -> Iterator[Node]:
    """The headings among the blocks of a text, in order."""
    return (node for node in nodes if isinstance(node, Node) and node.kind == "heading")


@dataclass(frozen=True)
class _Source:
    text: str
    path: str
    first_line: int

    def place(self, offset: int) -> Place:
        before = self.text[:offset]
        return Place(self.path, before.count("\n") + self.first_line, offset - before.rfind("\n"))

    def find(self, words: str) -> Place:
        return self.place(max(self.text.find(words), 0))


def _element_tree(text: str) -> etree.Element:
    import markdown
    from markdown.inlinepatterns import InlineProcessor

    class NotePattern(InlineProcessor):
        def handleMatch(self, m, data):  # noqa: N802 (the library's name)
            element = etree.Element("note")
            element.set("id", m.group(1))
            return element, m.start(0), m.end(0)

    parser = markdown.Markdown(extensions=["tables", "sane_lists", "attr_list"])
    parser.preprocessors.deregister("html_block")
    for name in ("html", "entity", "backtick"):
        parser.inlinePatterns.deregister(name)
    parser.inlinePatterns.register(NotePattern(r"\[\^([^\]\s]+)\]", parser), "note", 175)
    lines = text.split("\n")
    for step in parser.preprocessors:
        lines = step.run(lines)
    root = parser.parser.parseDocument(lines).getroot()
    for name in ("inline", "attr_list"):
        result = parser.treeprocessors[name].run(root)
        root = root if result is None else result
    return root


def _text(words: str | None) -> str:
    if not words:
        return ""
    return _ESCAPE.sub(lambda m: chr(int(m.group(1))), words)


def _block_children(element: etree.Element, problems: Problems, source: _Source) -> Iterator[Node | str]:
    for child in element:
        yield from _node(child, problems, source)


def _children(element: etree.Element, problems: Problems, source: _Source) -> tuple[Node | str, ...]:
    pieces: list[Node | str] = [_text(element.text)]
    for child in element:
        pieces.extend(_node(child, problems, source))
        pieces.append(_text(child.tail))
    return tuple(piece for piece in pieces if piece != "")


def _node(element: etree.Element, problems: Problems, source: _Source) -> Iterator[Node]:
    kind = _TAGS.get(element.tag)
    if kind is None:
        problems.add(source.place(0), "unknown-markdown", sign=element.tag)
        return
    value = element.get("href") or element.get("src") or element.get("id") or ""
    children = _block_children(element, problems, source) if kind in _BLOCKS_ONLY else _children(element, problems, source)
    if kind == "item":
        children = (c for c in children if not (isinstance(c, str) and not c.strip() and "\n" in c))  # a space between two words is none
    level = int(element.tag[1]) if kind == "heading" else 0
    yield Node(kind, tuple(children), _text(value), element.get("lang", ""), level)


def _numbered(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Headings without an anchor of their own get one by their number, the same in every language."""
    result, number = [], 0
    for node in nodes:
        if node.kind == "heading":
            number += 1
            node = Node(node.kind, node.children, node.value or f"section-{number}", node.language, node.level)
        result.append(node)
    return tuple(result)
