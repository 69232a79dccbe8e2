"""Words, dates and prose → HTML, each with the language and direction it needs.

Everything is escaped here; what is returned is Markup. Text that is not in the page's language is
isolated in `bdi` with its own `lang` and `dir`, and so is every run of foreign letters inside a text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from markupsafe import Markup, escape

from sistersite.language import Language
from sistersite.model import Node, Source, Text, When
from sistersite.scripts import direction, may_be, whole_run
from sistersite.views import Chapter, Cite, NumberedSource

_TAGS = {
    "paragraph": "p", "list": "ul", "numbers": "ol", "item": "li", "quote": "blockquote", "head": "thead", "body": "tbody",
    "row": "tr", "header": "th", "cell": "td", "emphasis": "em", "strong": "strong",
}  # fmt: skip


def tag(name: str, content: str, **attributes: object) -> Markup:
    """An element; attributes that are None are left out, `class_` becomes `class`, `aria_label` `aria-label`."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items() if value is not None
    )
    return Markup(f"<{name}{written}>{escape(content)}</{name}>")


def words(language: Language, text: str) -> Markup:
    """A text in the page's language, its foreign runs isolated."""
    pieces = []
    for run in language.runs(text):
        if run.foreign:
            way = "ltr" if language.direction == "rtl" else "rtl"
            pieces.append(tag("bdi", run.text, lang=run.language or None, dir=way))
        else:
            pieces.append(escape(run.text))
    return Markup("".join(pieces))


def named(language: Language, name: str) -> Markup:
    """A title or a name: isolated as a whole where it has no letter of the language's own direction."""
    whole = whole_run(name, language.direction)
    return tag("bdi", name, lang=whole.language or None, dir="ltr" if language.direction == "rtl" else "rtl") if whole else words(language, name)


def foreign(language: Language, text: str, code: str) -> Markup:
    """A text in the language `code`, whatever the page's language is."""
    if code == language.code:
        return words(language, text)
    return tag("bdi", text, lang=code, dir=direction(code))


@cache
def text(language: Language, value: Text) -> Markup:
    """A short text of the content in the page's language, or in the one at hand, marked as such."""
    found, code = language.text(value)
    return foreign(language, found, code)


def say(language: Language, key: str, /, **values: object) -> Markup:
    """A message of the interface; values are escaped unless they are Markup."""
    message = _message(language, key)
    return message.format(**values) if values else message


@cache
def _message(language: Language, key: str) -> Markup:
    return escape(language.word(key))


def count(language: Language, key: str, number: int) -> Markup:
    return Markup(escape(language.count(key, number)))


def number(language: Language, value: float) -> Markup:
    return tag("bdi", language.number(value))


@cache
def when(language: Language, date: When) -> Markup:
    """A date in both calendars."""
    return _time(language, language.date(date))


@cache
def when_printed(language: Language, date: When) -> Markup:
    """A date in the calendar in which it was printed."""
    return _time(language, language.date_alone(date))


def _time(language: Language, date) -> Markup:
    inner = escape(date.first)
    if date.second:
        inner += Markup(' <span class="other-calendar">({})</span>').format(date.second)
    return tag("time", inner, datetime=date.iso) if date.iso else tag("span", inner, class_="date")


@cache
def source(language: Language, one: Source) -> Markup:
    """A source as a bibliography names it: title, publisher, date; then what kind of source it is."""
    comma = language.word("comma") + " "
    own = one.language == language.code or not may_be(one.title, one.language)
    title = named(language, one.title) if own else foreign(language, one.title, one.language)
    if one.url:
        title = tag("a", title, href=one.url, rel="external")
    found = tag("cite", title) + comma + named(language, one.publisher)
    if one.published:
        found += comma + when_printed(language, one.published)
    about = [_message(language, f"grade.{one.grade}")]
    if one.mirror_of:
        about.append(say(language, "source.mirror-of", original=named(language, one.mirror_of)))
    if one.language != language.code:
        about.append(say(language, "source.in-language", language=language.language(one.language)))
    if not one.url:
        about.append(_message(language, "source.no-address"))
    about.append(_message(language, "source.consulted") + " " + when_printed(language, one.consulted))
    line = escape(comma).join(about) + "."
    if one.note:
        line += " " + text(language, one.note)
    return found + ". " + tag("span", line, class_="about-source")


def backlink(language: Language, note: NumberedSource) -> Markup:
    """The way back from a source to where it is first mentioned."""
    return tag("a", "↑", href=f"#{note.back}", role="doc-backlink", aria_label=language.word("note.back", n=language.digits(str(note.number))))


def cites(language: Language, marks: tuple[Cite, ...]) -> Markup:
    """The marks of notes, each a link to its source below; a line may end between those of a long row."""
    return Markup("" if len(marks) < 5 else "<wbr>").join(_mark(language, mark) for mark in marks)


def _mark(language: Language, mark: Cite) -> Markup:
    digits, label = _number_of_note(language, mark.number)
    named = f' id="{escape(mark.anchor)}"' if mark.anchor else ""
    return Markup(
        f'<sup{named} class="cite">'
        f'<a href="#{escape(mark.target)}" aria-label="{label}" role="doc-noteref">{digits}</a></sup>'
    )


@cache
def _number_of_note(language: Language, number: int) -> tuple[Markup, Markup]:
    digits = language.digits(str(number))
    return escape(digits), escape(language.word("note.source", n=digits))


def anchor(name: str) -> str:
    """The id of a heading of a text; never that of one of the page's own sections."""
    return f"text-{name}"


Href = Callable[..., str]  # (kind, slug) → address of a page in the page's language


def chapter(language: Language, text: Chapter, href: Href, known: frozenset[tuple[str, str]], images: Mapping[str, Markup], level: int = 2) -> Markup:
    """The prose of a chapter; headings start at `level` (2 is the author's highest).

    `known` are the (kind, slug) pages that exist: a link to a draft stays plain text.
    `images` are the figures of its photos by file name.
    """
    marks = iter(text.cites)
    shown = language
    foreign_code = text.prose.language if text.fallback else ""

    def inside(nodes: tuple[Node | str, ...]) -> Markup:
        return Markup("".join(render(node) for node in nodes))

    def render(node: Node | str) -> Markup:
        if isinstance(node, str):
            return escape(node) if foreign_code else words(shown, node)
        if node.kind == "note":
            return _mark(language, next(marks))
        if node.kind == "heading":
            return tag(f"h{min(node.level - 2 + level, 6)}", inside(node.children), id=anchor(node.value))
        if node.kind == "link":
            return link(node)
        if node.kind == "image":
            return images.get(node.value.removeprefix("photos/"), Markup(""))
        if node.kind == "table":
            table = tag("table", inside(node.children))
            return tag("div", table, class_="scroll")
        if node.kind in ("break", "rule"):
            return Markup("<br>" if node.kind == "break" else "<hr>")
        if node.kind == "paragraph" and len(node.children) == 1 and _is_image(node.children[0]):
            return inside(node.children)
        own = {"lang": node.language, "dir": direction(node.language)} if node.language else {}
        return tag(_TAGS[node.kind], inside(node.children), **own)

    def link(node: Node) -> Markup:
        if node.value.startswith("#"):
            return tag("a", inside(node.children), href=f"#{anchor(node.value[1:])}")
        kind, _, slug = node.value.partition(":")
        if kind in ("city", "page", "field", "region"):
            return tag("a", inside(node.children), href=href(kind, slug)) if (kind, slug) in known else inside(node.children)
        outside = kind in ("http", "https")
        return tag("a", inside(node.children), href=node.value, rel="external" if outside else None)

    body = inside(text.prose.nodes)
    if not foreign_code:
        return body
    return tag("div", body, lang=foreign_code, dir=direction(foreign_code))


def _is_image(node: Node | str) -> bool:
    return not isinstance(node, str) and node.kind == "image"
