"""Site → pages: every address, and for each page all it needs, chosen, sorted, grouped and numbered.

A page holds values only; what a template may not decide (order, grouping, numbering of notes) is
decided here. PAGE_TYPES at the end is the list of the kinds of pages.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sistersite import figures
from sistersite.language import Language, first_day
from sistersite.model import Region, TieKind, When
from sistersite.plan_city import FIELDS, city_context, day_of
from sistersite.views import AllNotes, Card, Cited, Notes, World, anniversaries, chapter_of, events

REGIONS: tuple[str, ...] = typing.get_args(Region)
KINDS: tuple[str, ...] = typing.get_args(TieKind)
PACTS = ("sister", "friendship", "neighbourhood")  # kinds of ties with a pact of their own
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
    "announced": "announced/",
    "networks": "networks/",
    "programmes": "programmes/",
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


def plan(whole: World, languages: Mapping[str, Language]) -> tuple[Planned, ...]:
    """All pages of all languages. The same address never occurs twice: names are checked before."""
    codes = [code for code in whole.site.settings.languages if code in languages]
    return tuple(page for code in codes for planner in PAGE_TYPES for page in planner(whole, languages[code]))


def former_addresses(whole: World) -> tuple[tuple[str, str], ...]:
    """(old folder name, folder name today) of every city that was renamed."""
    return tuple((old, city.slug) for city in whole.cities.values() for old in city.was)


# --- the kinds of pages


def home(whole: World, language: Language) -> Iterator[Planned]:
    site = whole.site
    latest = tuple(reversed([pair for pair in events(whole) if first_day(pair[1].date) <= site.date]))[:LATEST]
    context = {
        "sisters": whole.of_kinds("sister"),
        "others": whole.of_kinds("friendship", "neighbourhood"),
        "anniversaries": anniversaries(whole)[:3],
        "latest": latest,
        **_axis(whole, language),
        "home": whole.cards.get(site.settings.home),
    }
    title = language.words_of(site.settings.title)
    yield _ready(whole, language, "home", "", title, language.words_of(site.settings.description), context)


def cities(whole: World, language: Language) -> Iterator[Planned]:
    groups = tuple((kind, whole.of_kinds(kind)) for kind in KINDS if whole.of_kinds(kind))
    yield _titled(whole, language, "cities", {"groups": groups})


def city(whole: World, language: Language) -> Iterator[Planned]:
    site, home = whole.site, whole.home
    sisters = [None, *whole.of_kinds("sister"), None]
    codes = (language.code, *language.settings.fallback)
    centre = (home.place.latitude, home.place.longitude) if home else None
    for one in whole.cities.values():
        name = language.words_of(one.names.text)
        key = f"description.kind.{one.tie.kind if one.tie else 'home'}"
        description = language.word(key, city=name, country=language.country(one.place.country))
        here = whole.cards[one.slug]
        at = sisters.index(here) if here in sisters else None
        neighbours = (sisters[at - 1], sisters[at + 1]) if at else (None, None)
        office = site.settings.offices.get(one.upkeep.office)
        arguments = (one, here, neighbours, site.sources, office, codes, None if one is home else centre, site.date)
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
    by_year: dict[int, list[tuple[Card, Cited]]] = {}
    for item, event in events(whole):
        cited = notes.cited_in(whole.cities[item.slug], [event])[0]
        by_year.setdefault(first_day(event.date).year, []).append((item, cited))
    years = tuple((When("gregorian", year), tuple(found)) for year, found in sorted(by_year.items()))
    yield _titled(whole, language, "timeline", {"years": years, **_axis(whole, language), "notes": notes.listed()})


def _axis(whole: World, language: Language) -> dict[str, Any]:
    """The picture of the pacts, and the names of its marks."""
    pacts = {c.slug: c for c in whole.of_kinds(*PACTS) if c.date}
    days = [(slug, first_day(c.date)) for slug, c in pacts.items()]
    names = {slug: f"{language.words_of(c.name)}{language.word('comma')} {language.date(c.date).first}" for slug, c in pacts.items()}
    return {"picture": figures.pacts_on_axis(days, whole.site.date, language.direction == "rtl"), "names": names}


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
    for one in whole.site.pages:
        notes = Notes(dict(whole.site.sources))
        chapter = chapter_of(one.prose, codes, notes)
        if chapter is not None:
            context = {"chapter": chapter, "notes": notes.listed()}
            yield _ready(whole, language, "page", one.slug, chapter.prose.title, chapter.prose.summary, context, tuple(one.prose))


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
    home, cities, city, regions, fields, timeline, announced, networks, programmes, page, missing,
)  # fmt: skip
