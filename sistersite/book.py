"""Site → the book in one language: its parts and their blocks, in the order in which they are bound.

What stands here is chosen, sorted and numbered; layouts/book/ says how it looks. The typesetter makes
the contents, the page numbers, and the pages of the index.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sistersite import atlas, book_city, drawing, lives, mosaic, plan
from sistersite.book_city import Studio
from sistersite.compositor import Block, Compositor, head
from sistersite.engraving import engraved, matrix
from sistersite.language import Language, in_calendar
from sistersite.lettering import Letters
from sistersite.model import Source, When
from sistersite.mosaic import Piece
from sistersite.plan import Planned
from sistersite.registry import in_order, registry
from sistersite.views import AllNotes, Card, NumberedSource, World

POINTS = 72 / 25.4  # in a millimetre
MEASURE = 127 * POINTS  # width of the type area
MAP_NAMES = 19.0  # em of names, in thousandths of a plate's width
COVER_COLUMNS = 5


@dataclass(frozen=True)
class Workshop:
    """What every book is made with: the figures' paint, letters to measure names with, the land, addresses of pages."""

    studio: Studio
    width: Callable[[str], float]  # of a name on a map, in ems
    outlines: bytes  # land.json
    address: Callable[[str, str, str], str]  # language code, kind, slug → where the page stands
    photos: Mapping[str, Mapping[str, str]]  # slug → name of a photo or scan, as in `Assets.photos` → its file beside the templates


def workshop(assets: Path, address: Callable[[str, str, str], str], photos: Mapping[str, Mapping[str, str]]) -> Workshop:
    """With the style sheets, letters and land of the assets."""
    style = drawing.style(assets / "css").replace("currentColor", drawing.palette(assets / "css")["lapis"])
    letters = Letters(assets / "fonts/book")

    def code(target: str) -> Block:
        import segno

        return engraved(matrix(segno.make(target, error="m", micro=False).matrix), style, "qr", alt=target)

    def width(name: str) -> float:
        return drawing.width(letters, "place", name, 1) or len(name)

    return Workshop(Studio(style, MEASURE, code), width, (assets / "map/land.json").read_bytes(), address, photos)


def book(whole: World, language: Language, pages: Iterable[Planned], shop: Workshop) -> dict[str, Any]:
    """The whole book. `pages` are those of the site, of which the book takes what they show."""
    held = {(page.kind, page.slug): page for page in pages if page.language == language.code}
    return _Binder(whole, language, held, shop).bound()


def parts(whole: World, language: Language, pages: Iterable[Planned], shop: Workshop, wanted: Container[str]) -> tuple[dict[str, Any], ...]:
    """The parts of the book in their order; of the map and the cities only those whose names are wanted, for they take longest."""
    held = {(page.kind, page.slug): page for page in pages if page.language == language.code}
    return _Binder(whole, language, held, shop).parts(wanted)


class _Binder:
    def __init__(self, whole: World, language: Language, pages: Mapping[tuple[str, str], Planned], shop: Workshop) -> None:
        self.whole, self.language, self.pages, self.shop = whole, language, pages, shop
        self.registry = registry(whole, language)
        self.consulted = consulted(whole)

    def setter(self, scope: str) -> Compositor:
        return Compositor(self.language, scope, self.registry, self.link, self.consulted)

    def link(self, kind: str, slug: str) -> str | None:
        return self.shop.address(self.language.code, kind, slug) if (kind, slug) in self.pages else None

    def bound(self) -> dict[str, Any]:
        framed = {**frame(self.whole, self.language), "contents": self.language.word("book.contents"), "page": self.language.word("book.page", n="{}")}
        return {**framed, "cover": self.cover(), "imprint": self.imprint(), "parts": list(self.parts({*self.whole.cities, "map"})), "back": self.back()}

    def parts(self, wanted: Container[str]) -> tuple[dict[str, Any], ...]:
        front, back = self.prose_of("front"), self.prose_of("back")
        map_, cities = self.map() if "map" in wanted else (), self.cities(wanted)
        return (*front, *map_, *cities, *self.announced(), *self.networks(), *self.programmes(), *back, *self.sources(), *self.index())

    # --- outside

    def cover(self) -> Block:
        pieces = tuple(Piece(card.slug, card.design, card.treatment) for card in plan.wall_of(self.whole))
        picture = mosaic.wall(pieces, COVER_COLUMNS, self.language.direction == "rtl", lambda *label: 0)
        return engraved(picture, self.shop.studio.style)

    def imprint(self) -> dict[str, Any]:
        setter, day = self.setter("imprint"), self.whole.site.date
        edition = setter.say("book.edition") + [" "] + setter.when(in_calendar(day, "gregorian"))
        offices = [setter.text(office.name, False) for office in self.whole.site.settings.offices.values()]
        home = self.shop.address(self.language.code, "home", "")
        read = [setter.say("book.consulted", date=setter.when(self.consulted))] if self.consulted else []
        lines = [edition, *offices, setter.say("foot.licence"), setter.say("book.about-edition"), *read, setter.say("book.about-land")]
        return {"lines": lines, "code": self.shop.studio.code(home), "href": home, "address": home.partition("://")[2]}

    def back(self) -> dict[str, Any]:
        home = self.shop.address(self.language.code, "home", "")
        setter = self.setter("back")
        words = setter.text(self.whole.site.settings.description, False)
        return {"b": words, "code": self.shop.studio.code(home), "address": home.partition("://")[2], "href": home}

    # --- parts: each is a chapter of its own, or opens a group of chapters

    def prose_of(self, where: str) -> Iterator[dict[str, Any]]:
        """Pages of prose that the settings put before or after the cities."""
        bound = self.whole.site.settings.book
        for slug in getattr(bound, where) if bound else ():
            page = self.pages.get(("page", slug))
            if page is None:
                continue
            scope = f"page-{slug}"  # a page may be called like a city
            setter, context = self.setter(scope), page.context
            chapter, notes = context["chapter"], context["notes"]
            told = [*setter.notices(chapter), *setter.prose(chapter, notes, 2, {}), *self.noted(setter, notes, 2)]
            lead = {"k": "lead", "b": setter.foreign(page.description, chapter.prose.language, True)} if page.description else {"k": "nothing"}
            yield {**self.part(scope, page.title, [lead, *told]), "title": setter.foreign(page.title, chapter.prose.language)}

    def part(self, slug: str, title: str, blocks: list[Block], **more: Any) -> dict[str, Any]:
        setter = self.setter(slug)
        return {"k": "part", "id": slug, "title": setter.words(title, False), "half": False, "blocks": blocks, **more}

    def noted(self, setter: Compositor, notes: tuple[NumberedSource, ...], level: int) -> list[Block]:
        return [setter.sources(notes, level)] if notes else []

    def map(self) -> Iterator[dict[str, Any]]:
        seen = atlas.atlas_of(self.whole)
        if seen is None:
            return
        setter, blocks = self.setter("map"), []
        land = atlas.land(self.shop.outlines, seen)
        for name, picture in atlas.plates(self.language, seen, self.shop.width, MAP_NAMES, land):
            blocks.append({
                "k": "figure", "picture": engraved(picture, self.shop.studio.style, "map", self.language.word(f"map.plate.{name}")),
                "b": setter.say(f"map.about.{name}"),
            })  # fmt: skip
        head = [setter.say(f"column.{name}") for name in ("city", "country", "distance", "wind")]
        rows = [
            [setter.text(row.card.name), setter.words(self.language.country(row.card.country)),
             [self.language.number(row.distance)], setter.say(f"wind.{row.wind}")]
            for row in seen.rows
        ]  # fmt: skip
        blocks += [setter.heading(2, "map.table"), {"k": "p", "b": setter.say("map.about-table")}]
        yield self.part("map", self.language.word("title.map"), [*blocks, {"k": "table", "rows": [head, *rows]}])

    def cities(self, wanted: Container[str]) -> Iterator[dict[str, Any]]:
        """The home city, then every kind of tie: the sisters first, each kind in the order of the pacts."""
        home = self.whole.cards.get(self.whole.site.settings.home)
        if home and home.slug in wanted:
            yield self.chapter(home.slug, 1)
        for kind in plan.KINDS:
            cards = self.whole.of_kinds(kind)
            if cards:
                title, setter = self.language.word(f"kinds.{kind}"), self.setter(kind)
                ties = self.ties() if kind == "sister" else []
                blocks = [{"k": "lead", "b": setter.say(f"about-kind.{kind}")}, self.members(cards), *ties]
                yield self.part(f"kind-{kind}", title, blocks, half=not ties)
                for card in cards:
                    if card.slug in wanted:
                        yield self.chapter(card.slug, 2)

    def members(self, cards: Iterable[Card]) -> Block:
        """The cities of one kind of tie, each with its tile."""
        setter, rows = self.setter("members"), []
        for card in cards:
            about = setter.words(self.language.country(card.country), False) + ([" · ", *setter.when(card.date)] if card.date else [])
            rows.append((book_city.tile(card, self.shop.studio), setter.text(card.name, False), about))
        return {"k": "members", "rows": rows}

    def ties(self) -> list[Block]:
        """All ties in time."""
        setter, studio, whole = self.setter("ties"), self.shop.studio, self.whole
        years, found = lives.years_of(whole, self.language), lives.lives(whole)
        label = 36 * POINTS
        wide = (studio.measure - label) / book_city.SHRUNK
        rows = [(setter.text(life.card.name, False), engraved(lives.row(self.language, life, years), studio.style, "life", width=wide)) for life in found]
        scale = engraved(lives.scale(self.language, years), studio.style, "years", width=wide)
        small = 9 * POINTS / book_city.SHRUNK
        legend = [(engraved(lives.sign(role), studio.style, "life", width=small), setter.say(f"life.{role}")) for role in (*lives.ROLES, "signed", "event")]
        return [{"k": "lives", "title": setter.say("timeline.lives"), "rows": rows, "scale": scale, "legend": legend, "label": label}] if rows else []

    def chapter(self, slug: str, level: int) -> dict[str, Any]:
        page = self.pages["city", slug]
        setter, held = self.setter(slug), page.context
        images = book_city.pictures(setter, held["city"], self.shop.photos.get(slug, {}))
        address = self.shop.address(self.language.code, "city", slug)
        blocks = book_city.body(setter, held, self.shop.studio, level + 1, images, address)
        return {"id": slug, "index": f"city-{slug}", "level": level, **book_city.opening(setter, held, self.shop.studio), "blocks": blocks}

    def announced(self) -> Iterator[dict[str, Any]]:
        """Names that the news spoke of; the ties under way have their chapters."""
        held, notes = self.whole.site.proposals, AllNotes(self.whole)
        setter = self.setter("proposals")
        blocks: list[Block] = [{"k": "lead", "b": setter.say("announced.about-proposals")}]
        for proposal in held.proposals.values():
            cited = notes.cited_in(held, proposal.facts)
            where = setter.joined(setter.words(self.language.country(code)) for code in proposal.countries)
            about = [*where, " · ", *setter.say(f"proposal.{proposal.kind}"), *([" · ", *setter.when(proposal.date)] if proposal.date else [])]
            title = head(2, setter.text(proposal.name))
            blocks += [title, {"k": "p", "b": [{"k": "soft", "b": about}]}, book_city.facts(setter, cited)]
        if held.proposals:
            yield self.part("proposals", self.language.word("announced.proposals"), [*blocks, *self.noted(setter, notes.listed(), 2)])

    def networks(self) -> Iterator[dict[str, Any]]:
        page = self.pages["networks", ""]
        held, setter = page.context, self.setter("networks")
        blocks: list[Block] = [{"k": "lead", "b": setter.words(page.description)}, book_city.facts(setter, held["counts"])]
        for _, cited, items in held["networks"]:
            one = cited.item
            line = setter.text(one.role)
            if one.joined:
                line += [" · "] + setter.say("network.joined") + [" "] + setter.when(one.joined)
            title = head(2, setter.text(one.name))
            blocks += [title, {"k": "p", "b": [*line, *setter.cites(cited.cites)]}, book_city.facts(setter, items)]
        if held["unconfirmed"]:
            blocks += [setter.heading(2, "network.unconfirmed"), book_city.facts(setter, held["unconfirmed"])]
        if held["networks"] or held["counts"] or held["unconfirmed"]:
            yield self.part("networks", page.title, [*blocks, *self.noted(setter, held["notes"], 2)])

    def programmes(self) -> Iterator[dict[str, Any]]:
        page = self.pages["programmes", ""]
        held, setter = page.context, self.setter("programmes")
        blocks: list[Block] = [{"k": "lead", "b": setter.words(page.description)}]
        for row in held["programmes"]:
            one = row["programme"].item
            began = setter.say("programme.started") + [" "] + setter.when(one.started) if one.started else setter.say("section.sources") + setter.say("colon")
            blocks += [head(2, setter.text(one.name)), {"k": "p", "b": began + setter.cites(row["programme"].cites)}]
            blocks.append(book_city.facts(setter, row["facts"]))
            for group in ("aims", "outcome", "target_groups"):
                if row[group]:
                    blocks += [setter.heading(3, f"programme.{group}"), book_city.facts(setter, row[group])]
            for axis, items in row["items"]:
                title = setter.fact(axis) if axis else setter.say("programme.items")
                blocks += [head(3, title), book_city.facts(setter, items)]
        if held["programmes"]:
            yield self.part("programmes", page.title, [*blocks, *self.noted(setter, held["notes"], 2)])

    def sources(self) -> Iterator[dict[str, Any]]:
        """The sources of more than one chapter, in alphabetical order; each chapter lists its own."""
        setter = self.setter("sources")
        shared = sorted(self.whole.site.sources.values(), key=lambda one: self.language.sort_key(one.title))
        if shared:
            items = [{"n": "", "id": "", "b": setter.source(one)} for one in shared]
            blocks = [{"k": "lead", "b": setter.say("book.about-sources")}, {"k": "sources", "head": None, "items": items}]
            yield self.part("sources", self.language.word("section.sources"), blocks)

    def index(self) -> Iterator[dict[str, Any]]:
        setter = self.setter("index")
        items = [{"key": key, "b": setter.words(name, False)} for key, name in in_order(self.registry, self.language)]
        if items:
            yield self.part("index", self.language.word("book.index"), [{"k": "index", "items": items}])


def consulted(whole: World) -> When | None:
    """The day on which most sources were consulted: chapters name the others only."""
    days = Counter(source.consulted for source in _all_sources(whole))
    return days.most_common(1)[0][0] if days else None


def _all_sources(whole: World) -> Iterator[Source]:
    site = whole.site
    for holder in (site, site.networks, site.programmes, site.proposals, *whole.cities.values()):
        yield from holder.sources.values()


def blocks_of(data: Mapping[str, Any], footnotes: Iterable[str]) -> list[str]:
    """The blocks in which these footnotes stand, or the first of the headings above them: "id of the part/number of the block"."""
    wanted, found = set(footnotes), []
    for part in data["parts"]:
        for n, block in enumerate(part["blocks"]):
            if wanted & set(_footnotes(block)):
                while n and part["blocks"][n - 1]["k"] == "h":
                    n -= 1
                found.append(f"{part['id']}/{n}")
    return found


def _footnotes(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        if node.get("k") == "fn":
            yield node["id"]
        for value in node.values():
            yield from _footnotes(value)
    elif isinstance(node, list | tuple):
        for one in node:
            yield from _footnotes(one)


def frame(whole: World, language: Language) -> dict[str, Any]:
    """What every document says of itself, and what its templates must know of its language."""
    settings, day = whole.site.settings, whole.site.date
    return {
        "lang": language.code, "dir": language.direction, "one": language.digits("1"),
        "title": language.words_of(settings.title), "description": language.words_of(settings.description),
        "date": [day.year, day.month, day.day],
    }  # fmt: skip
