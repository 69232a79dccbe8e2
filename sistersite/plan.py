"""Site → pages: every address, and for each page all it needs, chosen, sorted, grouped and numbered.

A page holds values only; what a template may not decide (order, grouping, numbering of notes) is
decided here. PAGE_TYPES at the end is the list of the kinds of pages.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sistersite import board, lives
from sistersite.atlas import atlas_of
from sistersite.language import Language, first_day
from sistersite.model import Prose, Region, TieKind, When
from sistersite.plan_city import FIELDS, city_context, day_of
from sistersite.views import TREATMENTS, AllNotes, Card, Cited, Notes, World, anniversaries, chapter_of, events, pages_in_order

REGIONS: tuple[str, ...] = typing.get_args(Region)
KINDS: tuple[str, ...] = typing.get_args(TieKind)
PACTS = ("sister", "friendship", "neighbourhood")  # kinds of ties with a pact of their own
WALL_COLUMNS = (3, 4, 6, 9)  # of the mosaic, from a phone to a wide screen
UNSIGNED = ("memorandum", "announced", "proposed")  # kinds of the page of ties announced, not signed
LATEST = 6  # events on the home page
FEED_ENTRIES = 80

_PATHS = {
    "home": "",
    "cities": "cities/",
    "city": "cities/{}/",
    "regions": "regions/",
    "region": "regions/{}/",
    "fields": "fields/",
    "field": "fields/{}/",
    "timeline": "timeline/",
    "map": "map/",
    "announced": "announced/",
    "networks": "networks/",
    "programmes": "programmes/",
    "downloads": "downloads/",
    "status": "status/",
    "book": "book/",
    "page": "{}/",
    "missing": "404.html",
    "feed": "feed.xml",
}


def address(code: str, kind: str, slug: str = "") -> str:
    """The address of a page below the base: "fa/cities/xian/". Raises KeyError for an unknown kind."""
    return f"{code}/{_PATHS[kind].format(slug)}"


@dataclass(frozen=True)
class Planned:
    """A page to be rendered: `kind` names its template, `context` is what that template may use."""

    kind: str
    slug: str
    language: str
    title: str
    description: str
    translations: tuple[str, ...]  # languages in which the page's own text exists
    make: Callable[..., Mapping[str, Any]]  # a pure function …
    arguments: tuple[Any, ...]  # … and its arguments, on which alone the page's context depends

    @property
    def address(self) -> str:
        return address(self.language, self.kind, self.slug)

    @property
    def context(self) -> Mapping[str, Any]:
        return self.make(*self.arguments)

    @property
    def inputs(self) -> tuple[Any, ...]:
        """All that the page depends on, apart from what every page shows."""
        return self.kind, self.slug, self.language, self.title, self.description, self.translations, self.arguments


Planner = Callable[[World, Language], Iterator[Planned]]


def plan(whole: World, languages: Mapping[str, Language], books: bool = False) -> tuple[Planned, ...]:
    """All pages of all languages, that of the PDF `books` too where they are made. The same address never occurs
    twice: names are checked before.
    """
    codes = [code for code in whole.site.settings.languages if code in languages]
    types = (*PAGE_TYPES, book) if books else PAGE_TYPES
    return tuple(page for code in codes for planner in types for page in planner(whole, languages[code]))


def former_addresses(whole: World) -> tuple[tuple[str, str], ...]:
    """(old folder name, folder name today) of every city that was renamed."""
    return tuple((old, city.slug) for city in whole.cities.values() for old in city.was)


# --- the kinds of pages


def home(whole: World, language: Language) -> Iterator[Planned]:
    site = whole.site
    latest = tuple(reversed([pair for pair in events(whole) if first_day(pair[1].date) <= site.date]))[:LATEST]
    wall = wall_of(whole)
    context = {
        "sisters": whole.of_kinds("sister"),
        "wall": wall,
        "kept": _kept(len(wall)),
        "samples": tuple((card, state) for state in TREATMENTS for card in [c for c in wall if c.treatment == state][:1]),
        "atlas": atlas_of(whole),
        "anniversaries": anniversaries(whole)[:3],
        "latest": latest,
        "featured": tuple(_featured(whole, language)),
    }
    title = language.words_of(site.settings.title)
    yield _ready(whole, language, "home", "", title, language.words_of(site.settings.description), context)


def _featured(whole: World, language: Language) -> Iterator[tuple[str, Prose]]:
    """The pages of prose to begin with: folder, and the text in the language at hand."""
    held = {page.slug: page.prose for page in whole.site.pages}
    for slug in whole.site.settings.featured:
        chapter = chapter_of(held.get(slug, {}), (language.code, *language.settings.fallback), Notes({}))
        if chapter:
            yield slug, chapter.prose


def wall_of(whole: World) -> tuple[Card, ...]:
    """The cards of the mosaic: sisters in the order of the pacts, then the other ties."""
    return tuple(card for kinds in (("sister",), PACTS[1:], UNSIGNED, ("ended",)) for card in whole.of_kinds(*kinds))


def _kept(count: int) -> tuple[str, ...]:
    """The empty places that fill the last row of the wall: each says at which numbers of columns it is there."""
    missing = {columns: -count % columns for columns in WALL_COLUMNS}
    return tuple(" ".join(f"at-{c}" for c in WALL_COLUMNS if n < missing[c]) for n in range(max(missing.values())))


def cities(whole: World, language: Language) -> Iterator[Planned]:
    groups = tuple((kind, whole.of_kinds(kind)) for kind in KINDS if whole.of_kinds(kind))
    yield _titled(whole, language, "cities", {"groups": groups})


def city(whole: World, language: Language) -> Iterator[Planned]:
    site, home = whole.site, whole.cards.get(whole.site.settings.home)
    sisters = [None, *whole.of_kinds("sister"), None]
    codes = (language.code, *language.settings.fallback)
    years, atlas = lives.years_of(whole, language), atlas_of(whole)
    for one in whole.cities.values():
        name = language.words_of(one.names.text)
        here = whole.cards[one.slug]
        told = language.word(f"description.kind.{here.kind}", city=name, country=language.country(one.place.country))
        description = language.words_of(here.line) if here.line else told
        at = sisters.index(here) if here in sisters else None
        neighbours = (sisters[at - 1], sisters[at + 1]) if at else (None, None)
        office = site.settings.offices.get(one.upkeep.office)
        arguments = (one, here, neighbours, site.sources, office, codes, site.date, years, None if here is home else home, atlas.reach if atlas else 0)
        yield _page(whole, language, "city", one.slug, name, description, city_context, arguments, tuple(one.chapters))


def regions(whole: World, language: Language) -> Iterator[Planned]:
    groups = tuple((name, _by_name(_in_region(whole, name), language)) for name in REGIONS)
    yield _titled(whole, language, "regions", {"groups": groups})
    for name, found in groups:
        title = language.word(f"region.{name}")
        description = language.word("description.region", region=title)
        yield _ready(whole, language, "region", name, title, description, {"name": name, "cards": found})


def _in_region(whole: World, name: str) -> Iterable[Card]:
    return (c for c in whole.cards.values() if c.region == name and c.kind != "home")


def _by_name(found: Iterable[Card], language: Language) -> tuple[Card, ...]:
    return tuple(sorted(found, key=lambda c: language.sort_key(language.words_of(c.name))))


def fields(whole: World, language: Language) -> Iterator[Planned]:
    held = [c for c in whole.cities.values() if c.cooperation and c.tie]
    counts = tuple((whole.cards[c.slug], tuple(sum(d.field == name for d in c.cooperation) for name in FIELDS)) for c in held)
    totals = tuple(sum(row[1][n] for row in counts) for n in range(len(FIELDS)))
    yield _titled(whole, language, "fields", {"fields": FIELDS, "counts": counts, "totals": totals})
    for name in FIELDS:
        notes = AllNotes(whole)
        groups = []
        for one in held:
            deeds = sorted((d for d in one.cooperation if d.field == name), key=lambda d: day_of(d.date))
            if deeds:
                groups.append((whole.cards[one.slug], notes.cited_in(one, deeds)))
        title = language.word(f"field.{name}")
        description = language.word("description.field", field=title)
        yield _ready(whole, language, "field", name, title, description, {"name": name, "groups": tuple(groups), "notes": notes.listed()})


def timeline(whole: World, language: Language) -> Iterator[Planned]:
    notes = AllNotes(whole)
    found: dict[int, list[tuple[Card, Cited]]] = {}
    for item, event in events(whole):
        cited = notes.cited_in(whole.cities[item.slug], [event])[0]
        found.setdefault(first_day(event.date).year, []).append((item, cited))
    by_year = ((When("gregorian", year), tuple(happened)) for year, happened in sorted(found.items()))
    context = {"by_year": tuple(by_year), "lives": lives.lives(whole), "years": lives.years_of(whole, language), "notes": notes.listed()}
    yield _titled(whole, language, "timeline", context)


def map_(whole: World, language: Language) -> Iterator[Planned]:
    yield _titled(whole, language, "map", {"atlas": atlas_of(whole)})


def downloads(whole: World, language: Language) -> Iterator[Planned]:
    yield _titled(whole, language, "downloads", {})


def book(whole: World, language: Language) -> Iterator[Planned]:
    yield _titled(whole, language, "book", {"sisters": whole.of_kinds("sister")})


def announced(whole: World, language: Language) -> Iterator[Planned]:
    notes = AllNotes(whole)
    ties = []
    for kind in UNSIGNED:
        found = _by_name(whole.of_kinds(kind), language)
        rows = tuple((c, notes.cited_in(whole.cities[c.slug], whole.cities[c.slug].tie.steps)) for c in found)
        if rows:
            ties.append((kind, rows))
    held = whole.site.proposals
    proposals = tuple((proposal, notes.cited_in(held, proposal.facts)) for proposal in held.proposals.values())
    yield _titled(whole, language, "announced", {"ties": tuple(ties), "proposals": proposals, "notes": notes.listed()})


def networks(whole: World, language: Language) -> Iterator[Planned]:
    held = whole.site.networks
    notes = Notes({**whole.site.sources, **held.sources})
    context = {
        "counts": notes.cited(held.counts),
        "networks": tuple((slug, Cited(n, notes.cite(n.sources)), notes.cited(n.facts)) for slug, n in held.networks.items()),
        "unconfirmed": notes.cited(held.unconfirmed),
    }
    yield _titled(whole, language, "networks", {**context, "notes": notes.listed()})


def programmes(whole: World, language: Language) -> Iterator[Planned]:
    held = whole.site.programmes
    notes = Notes({**whole.site.sources, **held.sources})
    rows = []
    for slug, one in held.programmes.items():
        axes = {name: Cited(axis, notes.cite(axis.sources)) for name, axis in one.axes.items()}
        groups = [(axes.get(name), [i for i in one.items if i.axis == name]) for name in (*one.axes, None)]
        rows.append({
            "slug": slug,
            "programme": Cited(one, notes.cite(one.sources)),
            "facts": notes.cited(one.facts),
            "aims": notes.cited(one.aims),
            "outcome": notes.cited((one.outcome,)) if one.outcome else (),
            "target_groups": notes.cited(one.target_groups),
            "items": tuple((axis, notes.cited(items)) for axis, items in groups if items),
        })  # fmt: skip
    yield _titled(whole, language, "programmes", {"programmes": tuple(rows), "notes": notes.listed()})


def page(whole: World, language: Language) -> Iterator[Planned]:
    codes = (language.code, *language.settings.fallback)
    for one in pages_in_order(whole.site):
        notes = Notes(dict(whole.site.sources))
        chapter = chapter_of(one.prose, codes, notes)
        if chapter is not None:
            context = {"chapter": chapter, "notes": notes.listed()}
            yield _ready(whole, language, "page", one.slug, chapter.prose.title, chapter.prose.summary, context, tuple(one.prose))


def status(whole: World, language: Language) -> Iterator[Planned]:
    """For the office. What is not published is counted and not named."""
    rows, settings = board.rows(whole.site), whole.site.settings
    context = {
        "counts": board.counts(rows),
        "rows": tuple(row for row in rows if row.state != "draft"),
        "due": tuple(one for one in board.due(whole.site) if one.kind != "city" or one.slug in whole.cities),
        "soon": board.SOON,
        "offices": settings.offices,
    }
    yield _titled(whole, language, "status", context)


def missing(whole: World, language: Language) -> Iterator[Planned]:
    yield _titled(whole, language, "missing", {"sisters": _by_name(whole.of_kinds("sister"), language)})


def _titled(whole: World, language: Language, kind: str, context: Mapping[str, Any]) -> Planned:
    return _ready(whole, language, kind, "", language.word(f"title.{kind}"), language.word(f"description.{kind}"), context)


def _ready(
    whole: World, language: Language, kind: str, slug: str, title: str, description: str,
    context: Mapping[str, Any], translations: tuple[str, ...] = (),
) -> Planned:  # fmt: skip
    """A page whose context is made already."""
    return _page(whole, language, kind, slug, title, description, dict, (context,), translations)


def _page(
    whole: World, language: Language, kind: str, slug: str, title: str, description: str,
    make: Callable[..., Mapping[str, Any]], arguments: tuple[Any, ...], translations: tuple[str, ...] = (),
) -> Planned:  # fmt: skip
    languages = whole.site.settings.languages
    written = tuple(code for code in languages if code in translations) if translations else languages
    return Planned(kind, slug, language.code, title, description, written, make, arguments)


PAGE_TYPES: tuple[Planner, ...] = (
    home, cities, city, map_, regions, fields, timeline, announced, networks, programmes, downloads, page, status, missing,
)  # fmt: skip
