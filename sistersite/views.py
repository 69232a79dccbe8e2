"""What pages show: cards of cities, facts with the marks of their sources, and the numbering of notes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sistersite import freshness
from sistersite.language import first_day, last_day
from sistersite.model import City, Event, Page, Prose, Site, Source, SourceId, Text, Tie, When
from sistersite.tiles import HOME, Design, design


@dataclass(frozen=True)
class Cite:
    """One mention of a numbered source; the first of each has an `anchor`, to come back to."""

    number: int
    anchor: str
    prefix: str = ""  # tells the sources of one text from those of another on the same page

    @property
    def target(self) -> str:
        return f"{self.prefix}source-{self.number}"


@dataclass(frozen=True)
class Cited:
    """A fact (or step, account, contact …) with the marks of its sources."""

    item: Any
    cites: tuple[Cite, ...]


@dataclass(frozen=True)
class NumberedSource:
    number: int
    source: Source
    prefix: str = ""

    @property
    def anchor(self) -> str:
        return f"{self.prefix}source-{self.number}"

    @property
    def back(self) -> str:
        """Where it is first mentioned."""
        return f"{self.prefix}cite-{self.number}"


@dataclass(frozen=True)
class Card:
    """What a list shows of a city."""

    DIGEST_ONCE: ClassVar[bool] = True  # see memo

    slug: str
    name: Text
    own: str
    own_language: str
    country: str
    region: str
    kind: str
    date: When | None
    part: str | None
    latitude: float
    longitude: float
    treatment: str  # of its tile: one of TREATMENTS
    partner: Text | None = None
    states: tuple[tuple[str, str], ...] = ()  # (level, state)
    draft: bool = False
    line: Text | None = None  # the city in one sentence

    @property
    def design(self) -> Design:
        """The home city has the design of the site's emblem."""
        if self.kind == "home":
            return HOME
        year = first_day(self.date).year if self.date else None
        return design(self.region, self.part, year, self.latitude, self.longitude)


# How a tie looks on tiles and maps: a pact, a tie without a sister-city pact, one only announced, one at rest.
TREATMENTS = ("signed", "half", "announced", "paused")


@dataclass(frozen=True)
class Anniversary:
    card: Card
    date: When
    years: int


@dataclass(frozen=True)
class Chapter:
    """The prose to show: in the page's language, or in another that is at hand."""

    prose: Prose
    cites: tuple[Cite, ...]
    fallback: bool
    newer: str = ""  # language of a text that has changed since this one was compared with it
    apart: bool = False  # whether this one has changed since, too


@dataclass
class Notes:
    """Numbers the sources of one page in the order of their first mention."""

    sources: dict[SourceId, Source]
    numbers: dict[SourceId, int] = field(default_factory=dict)
    prefix: str = ""

    def cite(self, ids: Iterable[SourceId]) -> tuple[Cite, ...]:
        marks = []
        for name in dict.fromkeys(ids):
            if name not in self.sources:
                continue  # a problem already; the page is planned all the same
            new = name not in self.numbers
            number = self.numbers.setdefault(name, len(self.numbers) + 1)
            marks.append(Cite(number, f"{self.prefix}cite-{number}" if new else "", self.prefix))
        return tuple(sorted(marks, key=lambda mark: mark.number))

    def cited(self, items: Iterable[Any]) -> tuple[Cited, ...]:
        return tuple(Cited(item, self.cite(item.sources)) for item in items)

    def listed(self) -> tuple[NumberedSource, ...]:
        return tuple(NumberedSource(n, self.sources[name], self.prefix) for name, n in self.numbers.items())


@dataclass(frozen=True)
class World:
    """A site with its cities in order and their cards made."""

    site: Site
    cities: Mapping[str, City]
    cards: Mapping[str, Card]

    @property
    def home(self) -> City | None:
        return self.cities.get(self.site.settings.home)

    def of_kinds(self, *kinds: str) -> tuple[Card, ...]:
        """Cards of these kinds of ties, in the order of the pacts."""
        return tuple(card for card in self.cards.values() if card.kind in kinds)


def chapter_of(texts: Mapping[str, Prose], codes: tuple[str, ...], notes: Notes) -> Chapter | None:
    """The text in the first of the languages `codes` it is written in, else in any; None when there is none."""
    for code in (*codes, *texts):
        if code in texts:
            text = texts[code]
            cites = tuple(mark for name in values_of(text.nodes, "note") for mark in notes.cite([SourceId(name)]))
            newer = next(iter(freshness.newer(texts, code)), "")
            return Chapter(text, cites, code != codes[0], newer, bool(newer) and code in freshness.newer(texts, newer))
    return None


def values_of(nodes: Iterable[Any], kind: str) -> Iterator[str]:
    """The values of all nodes of a kind, in reading order."""
    for node in nodes:
        if not isinstance(node, str):
            if node.kind == kind:
                yield node.value
            yield from values_of(node.children, kind)


class AllNotes(Notes):
    """Notes of a page that shows facts of several records, whose own source ids repeat: s1, s2 …"""

    def __init__(self, whole: World) -> None:
        super().__init__(dict(whole.site.sources))
        self.own: dict[int, dict[SourceId, str]] = {}  # identity of a record → its ids → ids of this page

    def cited_in(self, holder: Any, items: Iterable[Any]) -> tuple[Cited, ...]:
        """Facts of a record, with the marks of their sources."""
        if id(holder) not in self.own:
            names = {name: f"{len(self.own)}:{name}" for name in holder.sources}
            self.sources.update((names[name], source) for name, source in holder.sources.items())
            self.own[id(holder)] = names
        names = self.own[id(holder)]
        return tuple(Cited(item, self.cite(names.get(name, name) for name in item.sources)) for item in items)


def pages_in_order(site: Site) -> tuple[Page, ...]:
    """The pages of prose: those of the book as they stand in it, then the others by their folders."""
    bound = (*site.settings.book.front, *site.settings.book.back) if site.settings.book else ()
    return tuple(sorted(site.pages, key=lambda page: (bound.index(page.slug) if page.slug in bound else len(bound), page.slug)))


def world(site: Site, drafts: bool = False) -> World:
    """The cities in the order of their pacts; those without one follow by name. Drafts are left out but where they are asked for."""
    cities = [city for city in site.cities if drafts or not city.draft]

    def order(city: City) -> tuple[Any, ...]:
        date = city.agreement.date if city.agreement else None
        return date is None, first_day(date) if date else datetime.date.max, city.slug

    cities.sort(key=order)
    return World(site, {c.slug: c for c in cities}, {c.slug: card(c) for c in cities})


def card(city: City) -> Card:
    tie, place = city.tie, city.place
    return Card(
        city.slug, city.names.text, city.names.own, city.names.own_language, place.country, place.region,
        tie.kind if tie else "home", city.agreement.date if city.agreement else None,
        place.part, place.latitude, place.longitude, treatment(tie),
        tie.partner if tie else None, tuple((s.level, s.state) for s in tie.standing) if tie else (), city.draft,
        city.short.line.text if city.short else None,
    )  # fmt: skip


def treatment(tie: Tie | None) -> str:
    """One of TREATMENTS; the home city's own tile is glazed like those of its sisters."""
    if tie is None:
        return "signed"
    official = [one for one in tie.standing if one.level == "official"]
    at_rest = official and max(official, key=lambda one: first_day(one.since)).state != "active"
    if at_rest or tie.kind == "ended":
        return "paused"
    return {"sister": "signed", "friendship": "half", "neighbourhood": "half"}.get(tie.kind, "announced")


def events(whole: World) -> tuple[tuple[Card, Event], ...]:
    """The events of all ties, oldest first; those of the home city itself are not among them."""
    cities = (c for c in whole.cities.values() if c.tie)
    found = [(whole.cards[c.slug], event) for c in cities for event in c.timeline]
    return tuple(sorted(found, key=lambda pair: (first_day(pair[1].date), pair[0].slug)))


def years_since(when: When, today: datetime.date) -> tuple[int, bool]:
    """Full years from a date to today, and whether they are certain: where only a month or a year is known,
    they are counted from its first day, and may be one fewer.
    """
    most, least = (today.year - day.year - ((today.month, today.day) < (day.month, day.day)) for day in (first_day(when), last_day(when)))
    return most, most == least


def anniversaries(whole: World) -> tuple[Anniversary, ...]:
    """The coming anniversary of every sister-city pact, the nearest first."""
    today = whole.site.date
    found = []
    for item in whole.of_kinds("sister"):
        if item.date is None or item.date.calendar != "gregorian" or not item.date.month:
            continue
        year = today.year + ((item.date.month, item.date.day or 31) < (today.month, today.day))
        found.append(Anniversary(item, When("gregorian", year, item.date.month, item.date.day), year - item.date.year))
    return tuple(sorted(found, key=lambda a: (a.date.year, a.date.month, a.date.day or 31)))
