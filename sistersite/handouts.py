"""What a brochure and a fact sheet of a city are both made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sistersite import book_city
from sistersite.compositor import Compositor, Line
from sistersite.language import Language
from sistersite.model import Node, Office
from sistersite.plan import Planned
from sistersite.views import Cited


def page_of(pages: Iterable[Planned], language: Language, slug: str) -> Planned:
    return next(page for page in pages if (page.kind, page.slug, page.language) == ("city", slug, language.code))


def unmarked(held: Mapping[str, Any]) -> dict[str, Any]:
    """What a city page shows, without the marks of sources: a handout has no room for their list, the page has it."""

    def plain(value: Any) -> Any:
        match value:
            case Cited():
                return Cited(value.item, ())
            case tuple():
                return tuple(map(plain, value))
        return value

    chapter = held["chapter"]
    if chapter:
        chapter = replace(chapter, prose=replace(chapter.prose, nodes=_without_notes(chapter.prose.nodes)), cites=())
    return {**held, "groups": {name: plain(group) for name, group in held["groups"].items()}, "place": (), "chapter": chapter}


def _without_notes(nodes: Iterable[Node | str]) -> tuple[Any, ...]:
    kept = (node for node in nodes if isinstance(node, str) or node.kind != "note")
    return tuple(node if isinstance(node, str) else replace(node, children=_without_notes(node.children)) for node in kept)


def checked(setter: Compositor, held: Mapping[str, Any]) -> Line:
    return setter.say("upkeep.checked") + [" "] + setter.when(held["city"].upkeep.checked) + ["."]


def office_of(setter: Compositor, office: Office) -> list[Line]:
    """The office in Isfahan that looks after the tie."""
    lines: list[Line] = [[{"k": "strong", "b": setter.text(office.name)}]]
    if office.email:
        lines.append(book_city.email(office.email))
    if office.url:
        lines.append(book_city.web_address(office.url))
    return lines
