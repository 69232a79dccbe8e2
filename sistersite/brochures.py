"""Site → a brochure of one city in one language.

Here stands what may be told, and what gives way first where room is short. The template measures, and takes as much of
it as fits: a brochure has two pages or four, whatever the record of a city holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sistersite import atlas, book_city
from sistersite.book import Workshop, frame
from sistersite.compositor import Block, Compositor, Line
from sistersite.engraving import engraved
from sistersite.handouts import checked, office_of, page_of, unmarked
from sistersite.language import Language
from sistersite.plan import Planned
from sistersite.plan_city import SECTIONS, day_of
from sistersite.views import Cited, World

# The sections of a brochure, and how fast each deals out its facts: the second of a section of pace 1 comes before the
# first of one of pace 2. What has no pace stands whenever there is room for it at all.
PACES = {"shared": 1.0, "cooperation": 0.8, "sights": 0.9, "traces": 1.0, "profile": 1.6, "accounts": 1.4, "bodies": 2.2}
BACK = ("accounts", "profile", "bodies")  # on the last page of four, before the contacts
PUBLISHERS = 9  # that the list of sources names
GRADES = ("official", "scholarly", "press")  # whose publishers are named first

_Paced = tuple[float, list[Block]]  # when its turn is, and what it is


def brochure(whole: World, language: Language, pages: Iterable[Planned], shop: Workshop, slug: str) -> dict[str, Any]:
    """A brochure of a city, to be folded: its cover, what stands inside, and the contacts on its back."""
    held = unmarked(page_of(pages, language, slug).context)
    setter, address = Compositor(language, slug), shop.address(language.code, "city", slug)
    sections = [*_sections(setter, held, _story(setter, held)), *_contacts(setter, held)]
    return {
        **_named(whole, language, held), "cover": _cover(setter, held, shop),
        "glance": {"head": setter.say("section.numbers"), "rows": book_city.glance(setter, held), "map": _map(setter, whole, held, shop)},
        "sections": _ranked(sections), "back": [one["name"] for one in sections if one["name"] in BACK or one["name"] == "contacts"],
        "counts": _counts(setter, max(len(one["items"]) for one in sections)),
        "ways": _ways(setter, held, shop, address, sum(len(one["items"]) for one in sections)),
    }  # fmt: skip


def _named(whole: World, language: Language, held: Mapping[str, Any]) -> dict[str, Any]:
    framed, name = frame(whole, language), language.words_of(held["card"].name)
    return {**framed, "title": f"{name} · {framed['title']}", "site": framed["title"]}


def _cover(setter: Compositor, held: Mapping[str, Any], shop: Workshop) -> dict[str, Any]:
    opened, city = book_city.opening(setter, held, shop.studio), held["city"]
    lead = setter.text(city.short.lead.text, False) if city.short else []
    since = setter.say("brochure.since", year=[setter.language.year(city.agreement.date)]) if city.agreement else None
    return {**{key: opened[key] for key in ("title", "names", "kind", "partner", "tile")}, "since": since, "lead": lead}


def _story(setter: Compositor, held: Mapping[str, Any]) -> list[Block]:
    """In short where there is a short form: what the chapter tells at length would leave no room for the facts."""
    chapter, short = held["chapter"], held["city"].short
    if short:
        return [{"k": "p", "b": setter.text(short.brief.text, False)}]
    return [*setter.notices(chapter), *setter.prose(chapter, (), 3, {})] if chapter else []


def _sections(setter: Compositor, held: Mapping[str, Any], story: Sequence[Block]) -> Iterator[dict[str, Any]]:
    groups = held["groups"]
    makers = {
        "chapter": lambda: [(-3, told) for told in _passages(story)],
        "standing": lambda: [(-2, [block]) for block in _standing(setter, groups["standing"])],
        "pact": lambda: [(-1, [_record(setter, held, cited)]) for cited in groups["agreement"]] or _steps(setter, groups["steps"]),
        "accounts": lambda: _facts(setter, "accounts", groups["accounts"], lambda one: setter.say(f"side.{one.side}")),
        "shared": lambda: _facts(setter, "shared", groups["shared"]),
        "cooperation": lambda: _deeds(setter, groups["cooperation"]),
        "sights": lambda: _facts(setter, "sights", groups["heritage"]),
        "traces": lambda: _facts(setter, "traces", groups["traces"]),
        "profile": lambda: _facts(setter, "profile", groups["profile"]),
        "bodies": lambda: _facts(setter, "bodies", groups["bodies"]),
    }  # fmt: skip
    for name in SECTIONS:
        if name in makers and (items := makers[name]()):
            head = setter.say("pact.steps") if name == "pact" and not groups["agreement"] else setter.say(f"section.{name}")
            yield {"name": name, "head": head, "items": list(items), "counted": name in PACES}


def _passages(story: Sequence[Block]) -> Iterator[list[Block]]:
    """Paragraphs, each with the heading before it."""
    heads: list[Block] = []
    for block in story:
        if block["k"] == "h":
            heads.append(block)
        else:
            yield [*heads, block]
            heads = []


def _fact(label: Line | None, said: Line) -> Block:
    return {"k": "fact", "label": label, "b": said}


def _facts(setter: Compositor, section: str, items: Sequence[Cited], label: Any = lambda one: None) -> list[_Paced]:
    return [(n * PACES[section], [_fact(label(cited.item), setter.text(cited.item.text, False))]) for n, cited in enumerate(items)]


def _deeds(setter: Compositor, fields: Sequence[tuple[str, Sequence[Cited]]]) -> list[_Paced]:
    """Acts field by field; the latest of all have their turn first."""
    deeds = [cited.item for _, items in fields for cited in items]
    newest = sorted(deeds, key=lambda one: day_of(one.date), reverse=True)
    items = []
    for one in deeds:
        label = setter.say(f"field.{one.field}") + ([" · ", *setter.when(one.date)] if one.date else [])
        turn = next(n for n, other in enumerate(newest) if other is one)
        items.append((turn * PACES["cooperation"], [_fact(label, setter.text(one.text, False))]))
    return items


def _standing(setter: Compositor, items: Sequence[Cited]) -> Iterator[Block]:
    for cited in items:
        one = cited.item
        label = setter.say(f"state.{one.level}.{one.state}") + [" "] + setter.say("state.since") + [" "] + setter.when(one.since)
        yield _fact(label, setter.text(one.note, False) if one.note else [])


def _record(setter: Compositor, held: Mapping[str, Any], cited: Cited) -> Block:
    """The record of the pact, without rows that only say what is not known."""
    record = book_city.record(setter, held, cited)
    return {**record, "rows": [row for row in record["rows"] if row[1] != setter.say("none.recorded")]}


def _steps(setter: Compositor, items: Sequence[Cited]) -> list[_Paced]:
    """The way to a pact that is not signed."""
    facts = []
    for cited in items:
        one = cited.item
        label = setter.say(f"step.{one.step}") + ([" · ", *setter.when(one.date)] if one.date else [])
        facts.append((-1.0, [_fact(label, setter.text(one.note, False) if one.note else [])]))
    return facts


def _contacts(setter: Compositor, held: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Of both sides: one of each must be there."""
    found = dict(held["groups"]["contacts"])
    known: dict[str, list[list[Line]]] = {"isfahan": [office_of(setter, held["office"])] if held["office"] else []}
    for side, items in found.items():
        known.setdefault(side, []).extend(book_city.contact(setter, cited, False) for cited in items)
    items: list[_Paced] = []
    for side, contacts in known.items():
        for n, lines in enumerate(contacts):
            label = [] if n else [{"k": "label", "b": setter.say(f"side.{side}")}]
            items.append((n * PACES["bodies"] if n else -4, [*label, {"k": "contact", "lines": lines}]))
    return [{"name": "contacts", "head": setter.say("section.contacts"), "items": items, "counted": False}] if items else []


def _ranked(sections: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """With the place of each item in the order in which they come in."""
    turns = sorted((turn, place, n) for place, one in enumerate(sections) for n, (turn, _) in enumerate(one["items"]))
    rank = {(place, n): rank for rank, (_, place, n) in enumerate(turns)}
    return [
        {**one, "items": [{"rank": rank[place, n], "blocks": blocks} for n, (_, blocks) in enumerate(one["items"])]}
        for place, one in enumerate(sections)
    ]  # fmt: skip


def _counts(setter: Compositor, most: int) -> list[list[Line]]:
    """How many of how many are shown, in words: `counts[all][shown]`."""
    number = setter.language.number
    return [[setter.say("brochure.of", shown=number(shown), all=number(whole)) for shown in range(whole + 1)] for whole in range(most + 1)]


def _ways(setter: Compositor, held: Mapping[str, Any], shop: Workshop, address: str, facts: int) -> dict[str, Any]:
    """Where more stands; `more` says it for every number of facts that find no room."""
    more = [setter.say("book.code"), *(setter.count("brochure.more", n) for n in range(1, facts + 1))]
    return {
        "code": shop.studio.code(address), "href": address, "address": address.partition("://")[2], "more": more,
        "sources": _sources(setter, held), "checked": checked(setter, held), "licence": setter.say("foot.licence"),
    }  # fmt: skip


def _sources(setter: Compositor, held: Mapping[str, Any]) -> Line | None:
    """How many there are, and the chief publishers."""
    found = sorted((note.source for note in held["notes"] if note.source.grade in GRADES), key=lambda one: GRADES.index(one.grade))
    names = list(dict.fromkeys(one.publisher for one in found))[:PUBLISHERS]
    if not names:
        return None
    count = setter.count("brochure.sources", len(held["notes"]))
    return [*count, " ", *setter.joined(setter.words(name, False) for name in names), "."]


def _map(setter: Compositor, whole: World, held: Mapping[str, Any], shop: Workshop) -> Block | None:
    """Where the city lies, seen from Isfahan, with words for those who cannot see it."""
    if held["home"] is None:
        return None
    there = held["card"]
    picture = atlas.locator(held["home"], there, held["reach"], atlas.land(shop.outlines, atlas.atlas_of(whole)))
    alt = setter.language.word("map.locator", city=setter.language.words_of(there.name))
    return engraved(picture, shop.studio.style, "map locator", alt)
