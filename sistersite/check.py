"""Records and prose, each read by itself → one Site, in which every name leads somewhere.

What is broken is left out and not complained about twice: a reference to a folder that exists but
could not be read is no second mistake.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sistersite import counterparts, model, plausible
from sistersite.declarations import listed, nearest
from sistersite.discover import ATTACHMENTS, RECORDS, Found
from sistersite.errors import Place, Problems
from sistersite.language import Language
from sistersite.memo import Memo, digest
from sistersite.read import Read, Rules
from sistersite.texts import ChapterHead, PageHead, ReadProse, as_typed, read_all, read_record

RECORD_CLASSES = {
    "site": model.Settings,
    "sources": model.SharedSources,
    "names": model.KnownNames,
    "networks": model.Networks,
    "programmes": model.Programmes,
    "proposals": model.Proposals,
}
SIGNED = ("sister", "friendship", "neighbourhood", "memorandum")
_GARBLED = ("digits", "month-name", "mixed-script")  # slips by which a number or a date is not known again
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(.*)", re.S | re.I)
_WEB = ("http", "https", "mailto")
_OWN_PAGES = ("cities", "regions", "fields", "timeline", "announced", "map", "downloads", "book", "networks", "programmes", "status")  # made without a text
_PHOTO = re.compile(r"photos/([A-Za-z0-9][A-Za-z0-9_.-]*)")


def site(
    found: Found, settings: Read[model.Settings], rules: Rules, languages: Mapping[str, Language], date: datetime.date, memo: Memo,
    latest: datetime.date | None = None,
) -> tuple[model.Site | None, Problems]:  # fmt: skip
    """Read all that was found and hold it together; what has happened lies no later than `latest` (else than `date`).

    Returns the site of what could be read (None when the settings could not) and every problem.
    """
    problems = Problems(settings.problems)
    records = {
        name: memo("record", (name, content, rules), lambda n=name, c=content: read_record(RECORD_CLASSES[n], f"content/{n}.yaml", c, rules))
        for name, content in found.records.items()
        if name != "site"
    }
    chapters = read_all(found.chapters, "cities/{}/{}.md", ChapterHead, rules, memo)
    pages = read_all(found.pages, "content/pages/{}/{}.md", PageHead, rules, memo)
    cities = _cities(found, rules, memo)
    texts = [text for texts in (*chapters.values(), *pages.values()) for text in texts.values()]
    for read in (*records.values(), *cities.values(), *texts):
        problems.extend(read.problems)
    for name, read in records.items():
        problems.extend(plausible.ahead(RECORD_CLASSES[name], f"content/{name}.yaml", found.records[name], read, rules, latest or date))
    for slug, read in cities.items():
        problems.extend(plausible.ahead(model.City, f"cities/{slug}/city.yaml", found.cities[slug], read, rules, latest or date, slug=slug))
    shared = records.get("sources")
    links = _Links(found, tuple(found.pages))
    cross = _Cross(problems, shared, settings, links)
    for slug, read in cities.items():
        cross.city(slug, read, list(chapters.get(slug, {}).values()))
    for name, read in records.items():
        if name != "sources":
            cross.sources(read, ())
    for text in (text for texts in pages.values() for text in texts.values()):
        cross.sources(_NO_RECORD, [text])
        cross.links_of(text)
        cross.images_of(text, set())
    cross.unused_shared()
    cross.addresses(cities)
    if settings.record is None:
        return None, problems
    spoken = [languages[code] for code in rules.required if code in languages]
    unequal = counterparts.unequal(found, settings, records, cities, as_typed(chapters), as_typed(pages), spoken, memo)
    told = {str(problem.place) for problem in problems}  # a name that leads nowhere has no equal, either
    garbled = {(one.place.path, one.place.line) for one in problems if one.kind in _GARBLED}
    problems.extend(one for one in unequal if not told & {str(one.place), one.values.get("at")} and one.place[:2] not in garbled)
    digests = {slug: digest(slug, content, found.chapters.get(slug, {}), rules) for slug, content in found.cities.items()}
    return _assemble(settings.record, records, cities, chapters, pages, digests, date), problems


def _cities(found: Found, rules: Rules, memo: Memo) -> dict[str, Read[model.City]]:
    typed = list(found.cities.items())

    def read(n: int) -> Read[model.City]:
        slug, content = typed[n]
        return read_record(model.City, f"cities/{slug}/city.yaml", content, rules, slug=slug)

    return dict(zip(found.cities, memo.side_by_side("city", [(slug, content, rules) for slug, content in typed], read), strict=True))


@dataclass(frozen=True)
class _Links:
    """What internal links may lead to."""

    found: Found
    pages: tuple[str, ...]

    def names(self, kind: str) -> tuple[str, ...]:
        choices = {"city": self.found.folders, "page": self.pages, "field": typing.get_args(model.Field), "region": typing.get_args(model.Region)}
        return choices.get(kind, ())


_NOBODYS = model.Care(office=model.OfficeId(""), due=model.When("gregorian", 2100))  # of what could not be read
_NO_RECORD: Read = Read(None, places={"sources": Place("")})  # a text that belongs to no record defines no sources


class _Cross:
    """Checks between files; notes its findings in `problems`."""

    def __init__(self, problems: Problems, shared: Read | None, settings: Read[model.Settings], links: _Links) -> None:
        self.problems, self.settings, self.links = problems, settings.record, links
        self.settings_places, self.pages_bound = settings.places, [one for one in settings.references if one.kind == "page"]
        self.shared = shared
        self.shared_ids = self._ids(shared) if shared else set()
        self.shared_known = shared is not None and shared.record is not None and self._defines(shared)
        self.used_shared: set[str] = set()
        found = links.found
        self.whole = not found.unread and set(found.folders) == set(found.cities) and set(found.records) >= set(RECORDS)

    def _ids(self, read: Read) -> set[str]:
        return {name[8:] for name in read.places if name.startswith("sources.") and name.count(".") == 1}

    def _defines(self, read: Read) -> bool:
        """Whether it is known which sources a file defines: not where it, or its sources:, could not be read."""
        doubts = (p for p in read.problems if p.kind in ("duplicate-key", "wrong-type"))
        return bool(read.places) and not any(p.values["name"] == "sources" for p in doubts)

    def sources(self, read: Read, texts: Iterable[ReadProse], whole: bool = True) -> None:
        """Every source named in a file and its texts exists; every source it defines is named.

        `whole` is false when a text could not be read: it may name what nothing else does.
        """
        texts = list(texts)
        whole = whole and read.whole and all(text.whole for text in texts)
        self.whole = self.whole and whole
        own, known_own = self._ids(read), self._defines(read)
        notes = [m for text in texts for m in text.mentions if m.kind == "note"]
        used = {r.target for r in read.references if r.kind == "source"} | {m.target for m in notes}
        self.used_shared |= used - own
        references = [*read.references, *(r for text in texts for r in text.references)]
        for kind, target, place in [(r.kind, r.target, r.place) for r in references] + [("note", m.target, m.place) for m in notes]:
            if kind == "office":
                offices = self.settings.offices if self.settings else {target: None}
                if target not in offices:
                    self.problems.add(place, "unknown-reference", name=target, nearest=nearest(target, offices), known=listed(target, offices))
            elif kind in ("source", "note") and target not in own | self.shared_ids and known_own and self.shared_known:
                known = sorted(own | self.shared_ids)
                key = "note-nowhere" if kind == "note" else "unknown-reference"
                self.problems.add(place, key, name=target, nearest=nearest(target, known), known=listed(target, sorted(own)))
        if whole:
            for name in sorted(own - used):
                self.problems.add(read.places[f"sources.{name}"], "unused-source", name=name)

    def unused_shared(self) -> None:
        if self.shared and self.shared_known and self.whole:
            for name in sorted(self.shared_ids - self.used_shared):
                self.problems.add(self.shared.places[f"sources.{name}"], "unused-source", name=name)

    def city(self, slug: str, read: Read[model.City], texts: list[ReadProse]) -> None:
        folder = f"cities/{slug}/"
        self.sources(read, texts, not any(path.startswith(folder) for path in self.links.found.unread))
        for text in texts:
            self.links_of(text)
            self.images_of(text, {r.target for r in read.references if r.kind == "photos"} if read.whole else None)
        for kind in ATTACHMENTS:
            self.attachments(folder + kind + "/", {r.target: r.place for r in read.references if r.kind == kind}, read.whole)
        city = read.record
        if city is None:
            return
        if len(city.figures) == sum(name.startswith("figures.") for name in read.places):
            self.problems.extend(plausible.crowding(city.figures, [read.places[f"figures.{n}"] for n in range(len(city.figures))]))
        if city.short:
            self.problems.extend(plausible.too_long(city.short, read.places))
        top = next(iter(read.places.values()))
        home = self.settings.home if self.settings else slug
        if slug != home and home in self.links.found.folders and "tie" not in read.places:
            self.problems.add(top, "missing-field", name="tie")
        if city.tie and city.tie.kind in SIGNED and "agreement" not in read.places:
            self.problems.add(read.places["tie"], "missing-field", name="agreement")

    def attachments(self, folder: str, listed: Mapping[str, Place], whole: bool) -> None:
        """What the record lists lies in the folder, and the other way round."""
        found = self.links.found
        there = {path.removeprefix(folder) for path in found.attachments if path.startswith(folder)}
        unread = {path.casefold() for path in found.unread}  # two that differ by capitals are told already
        missing = [name for name in listed if name not in there and (folder + name).casefold() not in unread]
        for name in missing:
            self.problems.add(listed[name], "file-missing", name=folder + name)
        misspelt = {nearest(name, there - set(listed)) for name in missing}  # these were meant, and are told already
        for name in sorted(there - set(listed) - misspelt) if whole else ():
            if (folder + name).casefold() not in unread:
                self.problems.add(Place(folder + name), "file-unlisted", name=name)

    def links_of(self, text: ReadProse) -> None:
        for mention in text.mentions:
            if mention.kind != "link" or mention.target.startswith("#"):
                continue
            match = _SCHEME.fullmatch(mention.target)
            kind, rest = (match.group(1), match.group(2)) if match else ("", "")
            if kind in _WEB:
                if not re.fullmatch(r"//[^/\s]+\.[^\s]+" if kind != "mailto" else r"[^@\s]+@[^@\s]+\.[^@\s]+", rest):
                    self.problems.add(mention.place, "bad-address", name=mention.target)
            elif names := self.links.names(kind):
                if rest not in names:
                    best = nearest(rest, names)
                    self.problems.add(mention.place, "link-nowhere", target=mention.target, nearest=f"{kind}:{best}" if best else "")
            else:
                self.problems.add(mention.place, "link-unsafe", target=mention.target)

    def images_of(self, text: ReadProse, photos: set[str] | None) -> None:
        for mention in text.mentions:
            if mention.kind != "image":
                continue
            match = _PHOTO.fullmatch(mention.target)
            if not match or ".." in mention.target:
                self.problems.add(mention.place, "link-unsafe", target=mention.target)
            elif photos is not None and match.group(1) not in photos:
                self.problems.add(mention.place, "file-missing", name=mention.target)

    def addresses(self, cities: Mapping[str, Read[model.City]]) -> None:
        """No two things share an address, and the home city is there."""
        for slug in self.links.pages:
            if slug in _OWN_PAGES:
                self.problems.add(Place(f"content/pages/{slug}"), "same-address", address=slug, other=f"layouts/{slug}.html")
        taken = {slug: f"cities/{slug}" for slug in self.links.found.folders}
        for slug, read in cities.items():
            for number, name in enumerate(read.record.was if read.record else ()):
                if name in taken:
                    self.problems.add(read.places[f"was.{number}"], "same-address", address=name, other=taken[name])
                taken[name] = f"cities/{slug}"
        if self.settings and self.settings.home not in self.links.found.folders:
            folders = self.links.found.folders
            home = self.settings.home
            self.problems.add(self.settings_places["home"], "unknown-reference", name=home, nearest=nearest(home, folders), known=listed(home, folders))
        pages = self.links.pages
        for one in self.pages_bound:
            if one.target not in pages:
                self.problems.add(one.place, "unknown-reference", name=one.target, nearest=nearest(one.target, pages), known=listed(one.target, pages))


def _assemble(
    settings: model.Settings,
    records: Mapping[str, Read],
    cities: Mapping[str, Read[model.City]],
    chapters: Mapping[str, Mapping[str, ReadProse]],
    pages: Mapping[str, Mapping[str, ReadProse]],
    digests: Mapping[str, str],
    date: datetime.date,
) -> model.Site:
    def made(name: str, otherwise: object) -> typing.Any:
        read = records.get(name)
        return read.record if read and read.record is not None else otherwise

    sources = made("sources", model.SharedSources(sources={})).sources
    return model.Site(
        settings=settings,
        cities=tuple(
            dataclasses.replace(
                read.record,
                chapters=_readable(chapters.get(slug, {}), {*sources, *read.record.sources}),
                digest=digests[slug],
            )
            for slug, read in cities.items()
            if read.record is not None
        ),
        networks=made("networks", model.Networks(networks={}, upkeep=_NOBODYS)),
        programmes=made("programmes", model.Programmes(programmes={}, upkeep=_NOBODYS)),
        proposals=made("proposals", model.Proposals(proposals={}, upkeep=_NOBODYS)),
        pages=tuple(model.Page(slug, _readable(texts, set(sources))) for slug, texts in pages.items()),
        sources=sources,
        date=date,
    )


def _readable(texts: Mapping[str, ReadProse], sources: set[str]) -> dict[str, model.Prose]:
    """The texts that could be read and whose notes have sources."""
    noted = {code: {m.target for m in read.mentions if m.kind == "note"} <= sources for code, read in texts.items()}
    return {code: read.prose for code, read in texts.items() if read.prose is not None and noted[code]}
