"""A city's part of a book, as blocks for the typesetter, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sistersite import lives, mosaic, tiles
from sistersite.compositor import Block, Compositor, Line, bdi
from sistersite.engraving import engraved
from sistersite.model import City, Contact, Document, Photo
from sistersite.mosaic import Piece
from sistersite.scripts import direction
from sistersite.shapes import Picture
from sistersite.views import Card, Cited

SHRUNK = 0.58  # points in the book for a pixel on a page: pictures of time are drawn for screens


@dataclass(frozen=True)
class Studio:
    """What pictures in a book are made with."""

    style: str  # from drawing.style
    measure: float  # width of the type area in points
    code: Callable[[str], Block]  # a QR code for an address, as a picture


def tile(card: Card, studio: Studio) -> Block:
    """The tile of a city in its bed; an ornament, for the text beside it says what it says. Bare lines need no bed."""
    if card.treatment == "announced":
        return engraved(Picture(-1000, -1000, 2000, 2000, tiles.tile(card.design, card.treatment, f"tile-{card.slug}")), studio.style, "tile")
    return engraved(mosaic.cell(Piece(card.slug, card.design, card.treatment)), studio.style, "tile")


def opening(setter: Compositor, held: Mapping[str, Any], studio: Studio) -> Block:
    """The first page of a chapter: tile, names, kind of tie, and the city in numbers."""
    city, card = held["city"], held["card"]
    names = [bdi([name], code, direction(code)) for name, code in held["scripts"][1:]]
    kind = setter.say(f"kind.{card.kind}") + [" · "] + setter.words(setter.language.country(city.place.country), False)
    partner = setter.say("city.partner-is", partner=setter.text(city.tie.partner)) if city.tie and city.tie.partner else None
    line = setter.fact(held["groups"]["line"][0]) if held["groups"]["line"] else None
    return {
        "k": "city", "line": line, "title": setter.text(city.names.text, False), "names": names,
        "kind": kind, "partner": partner, "tile": tile(card, studio), "numbers": numbers(setter, held),
    }  # fmt: skip


def glance(setter: Compositor, held: Mapping[str, Any]) -> list[tuple[Line, Line]]:
    """The most important numbers: pairs of a term and its value."""
    city, say, language = held["city"], setter.say, setter.language
    rows: list[tuple[Line, Line]] = []
    if city.agreement:
        rows.append((say("number.since"), setter.when(city.agreement.date)))
        years, certain = held["years"]
        rows.append((say("number.years"), setter.count("years" if certain else "years.about", years)))
    if city.tie and city.tie.ordinal:
        rows.append((say("number.ordinal"), [language.number(city.tie.ordinal)]))
    if held["distance"]:
        rows.append((say("number.distance"), say("number.km", n=language.number(held["distance"])) + setter.comma() + say(f"wind.{held['wind']}")))
    for cited in held["groups"]["figures"]:
        one = cited.item
        year = language.digits(str(one.year))
        about = say("figure.overdue", year=year) if held["overdue"] else [year]
        value = say(f"unit.{one.kind}", n=language.number(one.value)) + [{"k": "soft", "b": [" (", *about, ")"]}]
        note = [" ", {"k": "soft", "b": setter.text(one.note)}] if one.note else []
        rows.append((say(f"figure.{one.kind}"), value + setter.cites(cited.cites) + note))
    where = setter.words(language.country(city.place.country), False) + setter.comma() + say(f"region.{city.place.region}")
    if city.place.part and city.place.part != city.place.region:
        where += [" ("] + say(f"part.{city.place.part}") + [")"]
    return [*rows, (say("number.country"), where)]


def numbers(setter: Compositor, held: Mapping[str, Any]) -> list[tuple[Line, Line]]:
    """Pairs of a term and its value."""
    city, say, language = held["city"], setter.say, setter.language
    rows = glance(setter, held)
    degrees = setter.joined(say(f"degrees.{way}", n=language.number(value)) for way, value in held["coordinates"])
    rows.append((say("number.coordinates"), degrees + setter.cites(held["place"])))
    if city.names.say:
        rows.append((say("number.say"), setter.text(city.names.say)))
    if city.names.also:
        others = [setter.foreign(other, code) for code, found in city.names.also.words.items() for other in found]
        rows.append((say("number.also"), setter.joined(others)))
    return rows


def body(setter: Compositor, held: Mapping[str, Any], studio: Studio, level: int, images: Mapping[str, Block], address: str) -> list[Block]:
    """All sections after the opening; their headings are of `level`. `address` is that of the city's page."""
    say = setter.say
    makers = {
        "standing": lambda: standing(setter, held), "accounts": lambda: accounts(setter, held["groups"]["accounts"]),
        "pact": lambda: pact(setter, held, level + 1, images),
        "chapter": lambda: [*setter.notices(held["chapter"]), *setter.prose(held["chapter"], held["notes"], level + 1, images)],
        "shared": lambda: [facts(setter, held["groups"]["shared"])], "cooperation": lambda: cooperation(setter, held, level + 1),
        "timeline": lambda: timeline(setter, held, studio), "sights": lambda: [facts(setter, held["groups"]["heritage"])],
        "traces": lambda: [facts(setter, held["groups"]["traces"])], "profile": lambda: [facts(setter, held["groups"]["profile"])],
        "bodies": lambda: [facts(setter, held["groups"]["bodies"])],
        "photos": lambda: [images[file] for file in held["gallery"] if file in images],
        "contacts": lambda: contacts(setter, held["groups"], level + 1),
    }  # fmt: skip
    blocks: list[Block] = []
    for name, make in makers.items():
        if name in held["sections"] and (made := make()):
            blocks += [setter.heading(level, held["heads"].get(name, f"section.{name}")), *made]
    checked = say("book.checked") + [" "] + setter.when(held["city"].upkeep.checked) + ["."]
    shown = {"code": studio.code(address), "address": address.partition("://")[2], "href": address}
    blocks.append({"k": "ways", "b": say("book.code"), "checked": checked, **shown})
    return [*blocks, setter.sources(held["notes"], level)] if held["notes"] else blocks


def facts(setter: Compositor, items: Iterable[Cited]) -> Block:
    return {"k": "list", "items": [[{"k": "p", "b": setter.fact(cited)}] for cited in items]}


def dated(setter: Compositor, items: Iterable[Cited]) -> Block:
    """Facts with their dates beside them; those without a date have an empty place."""
    return {"k": "dated", "rows": [(setter.when_stacked(one.item.date) if one.item.date else [], setter.fact(one)) for one in items]}


def standing(setter: Compositor, held: Mapping[str, Any]) -> list[Block]:
    items = []
    for cited in held["groups"]["standing"]:
        one = cited.item
        state = {"k": "strong", "b": setter.say(f"state.{one.level}.{one.state}")}
        line = [state, " ", *setter.say("state.since"), " ", *setter.when(one.since), *setter.cites(cited.cites)]
        items.append([{"k": "p", "b": line}, *([{"k": "p", "b": setter.text(one.note)}] if one.note else [])])
    return [{"k": "list", "items": items}] if items else [{"k": "p", "b": setter.say("none.state")}]


def accounts(setter: Compositor, items: Iterable[Cited]) -> list[Block]:
    rows = []
    for cited in items:
        one = cited.item
        said = setter.fact(cited)
        if one.quote:
            said += [{"k": "br"}, setter.quoted(one.quote, one.quote_language or setter.language.code)]
        rows.append((setter.say(f"side.{one.side}"), said))
    return [{"k": "pairs", "rows": rows}] if rows else []


def pact(setter: Compositor, held: Mapping[str, Any], level: int, images: Mapping[str, Block]) -> list[Block]:
    groups, say = held["groups"], setter.say
    blocks: list[Block] = []
    for cited in groups["agreement"]:
        blocks.append(record(setter, held, cited))
        blocks += [images[name] for one in held["scans"] if (name := f"documents/{one.file}") in images]
    if groups["articles"]:
        items = []
        for cited, done in groups["articles"]:
            after = dated(setter, done) if done else {"k": "p", "b": [{"k": "em", "b": say("none.done")}]}
            items.append([{"k": "p", "b": setter.fact(cited)}, after])
        blocks += [setter.heading(level, "pact.articles"), {"k": "numbers", "items": items}]
    if groups["steps"]:
        blocks += [*([setter.heading(level, "pact.steps")] if blocks else []), steps(setter, groups["steps"])]
    return blocks


def record(setter: Compositor, held: Mapping[str, Any], cited: Cited) -> Block:
    """The pact as a typeset record, which says that it is one."""
    one, say, none = cited.item, setter.say, setter.say("none.recorded")
    signers = [setter.text(signer.name) + [" ("] + setter.text(signer.role) + [")"] for signer in one.signers]
    rows = [
        (say("pact.date"), setter.when(one.date) + setter.cites(cited.cites)),
        (say("pact.place"), setter.text(one.place) if one.place else none),
        (say("pact.signers"), [piece for n, line in enumerate(signers) for piece in ([say("semicolon")[0] + " "] if n else []) + line] or none),
    ]
    if one.languages:
        rows.append((say("pact.languages"), setter.joined([setter.language.language(code)] for code in one.languages)))
    sides = [[bdi([name], code, direction(code)) for name, code in names] for names in (held["home_names"], held["scripts"])]
    note = setter.text(one.note) if one.note else None
    return {"k": "record", "sides": sides, "rows": rows, "note": note, "foot": None if held["scanned"] else say("pact.typeset")}


def steps(setter: Compositor, items: Iterable[Cited]) -> Block:
    rows = []
    for cited in items:
        one = cited.item
        what = setter.say(f"step.{one.step}") + (setter.say("colon") + [" "] + setter.text(one.note) if one.note else []) + setter.cites(cited.cites)
        rows.append((setter.when_stacked(one.date) if one.date else [], what))
    return {"k": "dated", "rows": rows}


def cooperation(setter: Compositor, held: Mapping[str, Any], level: int) -> list[Block]:
    blocks: list[Block] = []
    for name, items in held["groups"]["cooperation"]:
        blocks += [setter.heading(level, f"field.{name}"), dated(setter, items)]
    return blocks


def timeline(setter: Compositor, held: Mapping[str, Any], studio: Studio) -> list[Block]:
    blocks: list[Block] = []
    if held["life"]:
        axis, life = held["axis"], held["life"]
        blocks += [
            engraved(lives.scale(setter.language, axis), studio.style, "years", width=studio.measure / SHRUNK),
            engraved(lives.row(setter.language, life, axis), studio.style, "life", width=studio.measure / SHRUNK),
        ]
    return [*blocks, dated(setter, held["groups"]["timeline"])]


def contacts(setter: Compositor, groups: Mapping[str, Any], level: int) -> list[Block]:
    blocks: list[Block] = []
    for side, items in groups["contacts"]:
        blocks += [setter.heading(level, f"side.{side}")]
        blocks += [{"k": "contact", "lines": contact(setter, cited)} for cited in items]
    if groups["web"]:
        blocks += [setter.heading(level, "contact.web")]
        for cited in groups["web"]:
            line = [*web_address(cited.item.url), *setter.cites(cited.cites), *([" ", *setter.text(cited.item.note)] if cited.item.note else [])]
            blocks.append({"k": "contact", "lines": [line]})
    return blocks


def contact(setter: Compositor, cited: Cited, checked: bool = True) -> list[Line]:
    """Its lines; with `checked` the day on which it was, where it is known."""
    one: Contact = cited.item
    lines = [[{"k": "strong", "b": setter.text(one.name)}, *setter.cites(cited.cites)]]
    if one.address:
        lines.append(setter.text(one.address))
    if one.phone:
        lines.append(setter.say("contact.phone") + [" ", {"k": "phone", "t": one.phone}])
    if one.email:
        lines.append(email(one.email))
    if one.url:
        lines.append(web_address(one.url))
    if one.note:
        lines.append(setter.text(one.note))
    if checked and one.checked:
        lines.append([{"k": "soft", "b": setter.say("contact.checked") + [" "] + setter.when_printed(one.checked)}])
    return lines


def email(address: str) -> Line:
    return [{"k": "a", "href": f"mailto:{address}", "b": [bdi([address], "", "ltr")]}]


def web_address(url: str) -> Line:
    """A web address, shown without what every address begins with."""
    return [{"k": "a", "href": url, "b": [bdi([url.partition("://")[2].removesuffix("/")], "", "ltr")]}]


def pictures(setter: Compositor, city: City, files: Mapping[str, str]) -> dict[str, Block]:
    """The photos and scans of which there are `files` beside the templates; both by the names of `Assets.photos`."""
    photos = {one.file: photo(setter, one, files[one.file]) for one in city.photos if one.file in files}
    scans = {name: _scan(setter, one, files[name]) for one in city.documents if (name := f"documents/{one.file}") in files}
    return photos | scans


def _scan(setter: Compositor, one: Document, file: str) -> Block:
    return {"k": "photo", "file": file, "alt": setter.language.words_of(one.title), "b": setter.text(one.title)}


def photo(setter: Compositor, one: Photo, file: str) -> Block:
    """A photo with its caption and credit; `file` is its name beside the templates."""
    caption = [*(setter.text(one.caption) + [" "] if one.caption else [])]
    credit = setter.say("photo.credit", credit=setter.words(one.credit, False), licence=setter.words(one.licence, False))
    return {"k": "photo", "file": file, "alt": setter.language.words_of(one.alt), "b": [*caption, {"k": "soft", "b": credit}]}
