"""Site → a fact sheet of one city: one page in two languages side by side.

Here stands what may be told, and what gives way first where room is short. The template measures, and takes as much of
it as fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sistersite import book_city
from sistersite.book import Workshop, frame
from sistersite.compositor import Compositor, Line, bdi
from sistersite.handouts import checked, office_of, page_of, unmarked
from sistersite.language import Language
from sistersite.model import Agreement
from sistersite.plan import Planned
from sistersite.plan_city import day_of
from sistersite.scripts import direction
from sistersite.views import Cited, World

EVENTS = (3, 6)  # on a fact sheet: that must be there, that may be there
CONTACTS = 2  # of each side, on a fact sheet


def fact_sheet(whole: World, languages: Sequence[Language], pages: Iterable[Planned], shop: Workshop, slug: str) -> dict[str, Any]:
    """One page about a city in two languages side by side, which say the same in the same rows; the first is the document's."""
    pages, first = tuple(pages), languages[0]
    held = [unmarked(page_of(pages, language, slug).context) for language in languages]
    setters = [Compositor(language, slug) for language in languages]
    told = [list(_rows(*pair)) for pair in zip(setters, held, strict=True)]
    turns = sorted(range(len(told[0])), key=lambda n: told[0][n]["turn"])
    rows = [
        {"rank": turns.index(n), "group": same[0]["group"], "sides": [[one["term"], one["value"]] for one in same]}
        for n, same in enumerate(zip(*told, strict=True))
    ]  # fmt: skip
    own = [bdi([name], code, direction(code)) for name, code in held[0]["scripts"] if code not in {one.code for one in languages}]
    return {
        **frame(whole, first), "title": first.word("sheet.title", city=first.words_of(held[0]["card"].name)),
        "tile": book_city.tile(held[0]["card"], shop.studio), "own": own, "rows": rows,
        "sides": [_side(whole, *pair, shop) for pair in zip(setters, held, strict=True)],
    }  # fmt: skip


def _side(whole: World, setter: Compositor, held: Mapping[str, Any], shop: Workshop) -> dict[str, Any]:
    """What stands above and below the rows in one language."""
    language, say, opened = setter.language, setter.say, book_city.opening(setter, held, shop.studio)
    address = shop.address(language.code, "city", held["card"].slug)
    return {
        "lang": language.code, "dir": language.direction, "language": language.name, "title": opened["title"], "kind": opened["kind"],
        "line": setter.text(held["city"].short.line.text, False) if held["city"].short else [],
        "heads": {"accounts": say("section.accounts"), "events": say("sheet.latest"), "contacts": say("section.contacts")},
        "code": shop.studio.code(address), "href": address, "address": address.partition("://")[2], "about": say("book.code"),
        "site": language.words_of(whole.site.settings.title), "checked": checked(setter, held),
    }  # fmt: skip


def _rows(setter: Compositor, held: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What the sheet says in one language, with the turn of each row: the rows of a page are those whose turn is early.
    Nothing here depends on the language but the words, so that the rows of two languages are the same.
    """
    groups, say = held["groups"], setter.say

    def row(turn: float, term: Line, value: Line, group: str = "") -> dict[str, Any]:
        return {"turn": turn, "group": group, "term": term, "value": value}

    for term, value in book_city.glance(setter, held):
        yield row(0, term, value)
    if not groups["standing"]:
        yield row(0, say("section.standing"), say("none.state"))
    for cited in groups["standing"]:
        one = cited.item
        yield row(0, say("section.standing"), say(f"state.{one.level}.{one.state}") + [" "] + say("state.since") + [" "] + setter.when(one.since))
    for cited in groups["agreement"]:
        yield from (row(2, *pair) for pair in _signing(setter, cited.item))
    if not groups["agreement"]:
        for n, cited in enumerate(groups["steps"]):
            one = cited.item
            yield row(1 + n, say(f"step.{one.step}"), setter.when(one.date) if one.date else setter.text(one.note, False) if one.note else say("none.recorded"))
    if groups["cooperation"]:
        counted = (say(f"field.{name}") + [f" ({setter.language.number(len(items))})"] for name, items in groups["cooperation"])
        yield row(0, say("section.cooperation"), setter.joined(counted))
    for n, cited in enumerate(groups["accounts"]):
        one, before = cited.item, [other.item.side for other in groups["accounts"][:n]]
        heard = one.side == "other" or one.side in before
        yield row(5 + n if heard else 1, say(f"side.{one.side}"), setter.text(one.text, False), "accounts")
    latest = sorted((cited.item for cited in groups["timeline"]), key=lambda one: day_of(one.date), reverse=True)
    for n, one in enumerate(latest[: EVENTS[1]]):
        yield row(0.5 if n < EVENTS[0] else n, setter.when(one.date), setter.text(one.text, False), "events")
    for side, n, lines in _addresses(setter, held):
        yield row(4 * n, say(f"side.{side}"), lines, "contacts")


def _signing(setter: Compositor, one: Agreement) -> Iterator[tuple[Line, Line]]:
    """Where and by whom a pact was signed, where that is known."""
    if one.place:
        yield setter.say("pact.place"), setter.text(one.place, False)
    if one.signers:
        signers = (setter.text(signer.name, False) + [" ("] + setter.text(signer.role, False) + [")"] for signer in one.signers)
        yield setter.say("pact.signers"), setter.joined(signers)


def _addresses(setter: Compositor, held: Mapping[str, Any]) -> Iterator[tuple[str, int, Line]]:
    """The first contacts of each side, the office first: side, number, and lines in one. Of remarks only those on a telephone."""
    office = held["office"]
    if office:
        yield "isfahan", 0, _broken(office_of(setter, office))
    for side, items in held["groups"]["contacts"]:
        before = 1 if office and side == "isfahan" else 0
        others = [cited.item for cited in items if not (before and cited.item.email and cited.item.email == office.email)]
        for n, one in enumerate(others[: CONTACTS - before], before):
            shown = replace(one, address=None, note=one.note if one.phone else None)
            yield side, n, _broken(book_city.contact(setter, Cited(shown, ()), False))


def _broken(lines: Iterable[Line]) -> Line:
    """Lines in one, with breaks between them."""
    return [piece for n, line in enumerate(lines) for piece in (*([{"k": "br"}] if n else ()), *line)]
