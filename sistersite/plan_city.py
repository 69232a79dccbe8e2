"""One city → all that its page shows, in reading order."""

from __future__ import annotations

import datetime
import typing
from collections.abc import Iterable, Mapping
from typing import Any

from sistersite import figures
from sistersite.board import overdue
from sistersite.images import is_picture
from sistersite.language import first_day
from sistersite.lives import life_of
from sistersite.model import City, Contact, Deed, Field, Office, Side, Source, SourceId, When
from sistersite.views import Card, Chapter, Cited, Notes, chapter_of, values_of, years_since

FIELDS: tuple[str, ...] = typing.get_args(Field)

# The sections of a city page in reading order; each is an anchor of the page and a title in the catalogues.
SECTIONS = (
    "numbers", "chapter", "standing", "accounts", "pact", "shared", "cooperation", "timeline",
    "sights", "traces", "profile", "bodies", "photos", "contacts", "short", "upkeep",
)  # fmt: skip


def city_context(
    one: City, here: Card, neighbours: tuple[Card | None, Card | None], shared: Mapping[SourceId, Source],
    office: Office | None, codes: tuple[str, ...], today: datetime.date, years: figures.Years, home: Card | None, reach: float,
) -> dict[str, Any]:  # fmt: skip
    """What a city page shows. `codes` are the languages its chapter may be in, the best first; `years` is the axis of
    its timeline; `home` is where distances are measured from, None on the home city's own page; its map reaches `reach` km.
    """
    notes = Notes({**shared, **one.sources})
    sights = one.sights
    line = notes.cited((one.short.line,)) if one.short else ()
    chapter = chapter_of(one.chapters, codes, notes)  # before the lists: its notes have the lowest numbers
    tie = one.tie
    groups: dict[str, Any] = {
        "line": line,
        "figures": notes.cited(one.figures),
        "standing": notes.cited(tie.standing) if tie else (),
        "accounts": notes.cited(one.accounts),
        "agreement": notes.cited((one.agreement,)) if one.agreement else (),
        "articles": _articles(one, notes),
        "steps": notes.cited(tie.steps) if tie else (),
        "shared": notes.cited(one.shared),
        "cooperation": _by_field(one.cooperation, notes),
        "timeline": notes.cited(sorted(one.timeline, key=lambda e: first_day(e.date))),
        "heritage": notes.cited(sights.heritage) if sights else (),
        "traces": notes.cited(sights.traces) if sights else (),
        "profile": notes.cited(one.profile),
        "bodies": notes.cited(one.bodies),
        "contacts": _by_side(one.contacts, notes),
        "short": tuple((name, Cited(form, notes.cite(form.sources))) for name, form in vars(one.short).items()) if one.short else (),
        "web": notes.cited(page for page in (one.website, one.twin_page) if page),
        "documents": notes.cited(one.documents),
    }  # fmt: skip
    told = set(values_of(chapter.prose.nodes, "image")) if chapter else set()
    gallery = tuple(photo.file for photo in one.photos if f"photos/{photo.file}" not in told)
    there = (one.place.latitude, one.place.longitude)
    centre = (home.latitude, home.longitude) if home else None
    return {
        "city": one,
        "card": here,
        "chapter": chapter,
        "groups": groups,
        "place": notes.cite(one.place.sources),
        "gallery": gallery,
        "scans": tuple(d for d in one.documents if d.kind == "agreement" and is_picture(d.file)),
        "scanned": any(d.kind == "agreement" for d in one.documents),  # a picture or not
        "scripts": _scripts(here, codes),
        "home_names": _scripts(home, codes) if home else (),
        "life": life_of(one, here, today),
        "axis": years,
        "home": home,
        "reach": reach,
        "coordinates": figures.coordinates(*there),
        "years": years_since(one.agreement.date, today) if one.agreement else None,
        "distance": round(figures.distance_km(centre, there), -1) if centre else None,
        "wind": figures.wind(figures.bearing(centre, there)) if centre else None,
        "sections": tuple(name for name in SECTIONS if _has(name, groups, one, chapter, gallery)),
        "heads": _heads(groups, one),
        "office": office,
        "overdue": overdue(one.upkeep, today),  # and its figures may be too old
        "before": neighbours[0],
        "after": neighbours[1],
        "notes": notes.listed(),
    }


def _scripts(card: Card, codes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The city's names in the languages of the site, the page's first, and in its own: each once, with its language."""
    words = card.name.words
    names: dict[str, str] = {}
    for code in sorted(words, key=lambda code: codes.index(code) if code in codes else len(codes)):
        names.setdefault(words[code], code)
    names.setdefault(card.own, card.own_language)
    return tuple(names.items())


def _has(name: str, groups: Mapping[str, Any], one: City, chapter: Chapter | None, gallery: tuple[str, ...]) -> bool:
    held = {
        "numbers": True, "upkeep": True, "chapter": chapter, "photos": gallery, "sights": groups["heritage"],
        "pact": groups["agreement"] or groups["steps"] or groups["documents"], "contacts": groups["contacts"] or groups["web"],
        "standing": one.tie is not None,
    }  # fmt: skip
    return bool(held.get(name, groups.get(name)))


def _heads(groups: Mapping[str, Any], one: City) -> dict[str, str]:
    """The headings of sections that are not called as usual: where nothing is signed, no pact is spoken of, and the
    chapter of the home city tells of no tie.
    """
    heads = {} if groups["agreement"] or groups["documents"] else {"pact": "pact.steps"}
    return heads if one.tie else {**heads, "chapter": "chapter.home"}


def _articles(one: City, notes: Notes) -> tuple[tuple[Cited, tuple[Cited, ...]], ...]:
    articles = one.agreement.articles if one.agreement else ()
    return tuple((Cited(article, notes.cite(article.sources)), notes.cited(article.done)) for article in articles)


def _by_field(deeds: Iterable[Deed], notes: Notes) -> tuple[tuple[str, tuple[Cited, ...]], ...]:
    deeds = sorted(deeds, key=lambda d: (FIELDS.index(d.field), day_of(d.date)))
    return tuple((name, notes.cited(d for d in deeds if d.field == name)) for name in FIELDS if any(d.field == name for d in deeds))


def _by_side(contacts: Iterable[Contact], notes: Notes) -> tuple[tuple[str, tuple[Cited, ...]], ...]:
    sides = {side: [c for c in contacts if c.side == side] for side in typing.get_args(Side)}
    return tuple((side, notes.cited(held)) for side, held in sides.items() if held)


def day_of(when: When | None) -> datetime.date:
    return first_day(when) if when else datetime.date.min
