"""What the publication knows: frozen dataclasses, which are also the schema of the editors' files.

A field without a default is required in the file. Fields made by `inline()` take the language keys
(`fa:`, `en:` …) that stand directly in the mapping; fields made by `given()` are not written by
editors but supplied by the build; `cited()` marks the sources without which a fact is refused, `past()` dates that
cannot lie ahead. The model knows no HTML and no web address.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, NewType

Slug = NewType("Slug", str)  # a-z, 0-9 and hyphens: part of an address
Url = NewType("Url", str)  # http or https
Email = NewType("Email", str)
LanguageCode = NewType("LanguageCode", str)  # BCP 47
SiteLanguage = NewType("SiteLanguage", str)  # one of `languages` in content/site.yaml
TextMark = NewType("TextMark", str)  # made of the words of a text; see freshness
Locale = NewType("Locale", str)  # CLDR, e.g. en_GB
CountryCode = NewType("CountryCode", str)  # ISO 3166-1 alpha-2
TimeZone = NewType("TimeZone", str)  # IANA name, e.g. Asia/Shanghai
WikidataId = NewType("WikidataId", str)  # Q followed by digits
SourceId = NewType("SourceId", str)  # a key of `sources` here or in content/sources.yaml
OfficeId = NewType("OfficeId", str)  # a key of `offices` in content/site.yaml
PageSlug = NewType("PageSlug", str)  # a folder of content/pages/
FileName = NewType("FileName", str)  # a file in the record's own photos/ or documents/ folder

Region = Literal["asia", "europe", "west-asia", "africa", "americas"]
Part = Literal[
    "east-asia", "southeast-asia", "south-asia", "central-asia", "west-asia",
    "caucasus", "europe", "russia", "africa", "latin-america",
]  # fmt: skip
TieKind = Literal["sister", "friendship", "neighbourhood", "memorandum", "announced", "proposed", "ended"]
StepKind = Literal["talks", "goal", "bill", "approved", "memorandum", "signed", "ratified"]
Level = Literal["official", "citizens"]
State = Literal["active", "paused", "ended"]
Side = Literal["isfahan", "partner", "other"]
Field = Literal[
    "culture", "education", "economy", "tourism", "urban-services", "transport",
    "environment", "health", "sport", "media", "heritage", "youth",
]  # fmt: skip
Grade = Literal["official", "scholarly", "press", "reference", "mirror"]
FigureKind = Literal["population", "area", "elevation"]
Calendar = Literal["gregorian", "jalali"]
DocumentKind = Literal["agreement", "letter", "other"]
ProposalKind = Literal["proposed", "claimed"]
Direction = Literal["ltr", "rtl"]
NameKind = Literal["person", "place", "body"]


def inline(**options: Any) -> Any:
    return field(metadata={"inline": True}, **options)


def given(**options: Any) -> Any:
    return field(metadata={"given": True}, **options)


def cited() -> Any:
    return field(default=(), metadata={"cited": True})


def between(low: float, high: float, past: bool = False, **options: Any) -> Any:
    return field(metadata={"between": (low, high), "past": past}, **options)


def past(**options: Any) -> Any:
    return field(metadata={"past": True}, **options)


@dataclass(frozen=True)
class Text:
    """A short plain text in several languages: language code → words."""

    words: Mapping[str, str]

    def __hash__(self) -> int:  # so that what is made of a text can be remembered
        return hash(tuple(self.words.items()))


@dataclass(frozen=True)
class When:
    """A date in the calendar and with the precision in which it is known."""

    calendar: Calendar
    year: int
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, kw_only=True)
class Fact:
    DIGEST_ONCE: ClassVar[bool] = True  # see memo

    text: Text = inline()
    sources: tuple[SourceId, ...] = cited()
    general: bool = False  # general geography, as in every atlas: needs no source


@dataclass(frozen=True, kw_only=True)
class Deed(Fact):
    """One act of cooperation in a field."""

    field: Field
    date: When | None = None


@dataclass(frozen=True, kw_only=True)
class Event(Fact):
    date: When


@dataclass(frozen=True, kw_only=True)
class Account(Fact):
    """How one side names and dates the tie."""

    side: Side
    quote: str | None = None
    quote_language: LanguageCode | None = None


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the tie on its way: talks, council approval, signature …"""

    step: StepKind
    date: When | None = None
    note: Text | None = inline(default=None)
    sources: tuple[SourceId, ...] = cited()


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The state of the tie at one level since a date."""

    level: Level
    state: State
    since: When = past()
    note: Text | None = inline(default=None)
    sources: tuple[SourceId, ...] = cited()


@dataclass(frozen=True, kw_only=True)
class Tie:
    kind: TieKind
    ordinal: int | None = between(1, 999, default=None)  # place in the municipality's own counting
    partner: Text | None = None  # where the partner is not the whole city (New Julfa)
    steps: tuple[Step, ...] = ()
    standing: tuple[Standing, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Signer:
    name: Text = inline()
    role: Text
    side: Side


@dataclass(frozen=True, kw_only=True)
class Article(Fact):
    done: tuple[Event, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Agreement:
    date: When = past()
    place: Text | None = None
    signers: tuple[Signer, ...] = ()
    languages: tuple[LanguageCode, ...] = ()
    articles: tuple[Article, ...] = ()
    note: Text | None = None  # what a reader must know where sources differ
    sources: tuple[SourceId, ...] = cited()


@dataclass(frozen=True, kw_only=True)
class OtherNames:
    """Other spellings in use, for searching."""

    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Names:
    text: Text = inline()
    own: str
    own_language: LanguageCode
    also: OtherNames | None = None
    say: Text | None = None  # how to say it


@dataclass(frozen=True, kw_only=True)
class Location:
    country: CountryCode
    region: Region
    part: Part | None = None
    latitude: float = between(-90, 90)
    longitude: float = between(-180, 180)
    timezone: TimeZone
    wikidata: WikidataId | None = None
    sources: tuple[SourceId, ...] = cited()
    general: bool = False


@dataclass(frozen=True, kw_only=True)
class ShortForms:
    """The city and its tie, told for cards, previews and kits."""

    line: Fact  # one sentence
    lead: Fact  # some 50 words
    brief: Fact  # some 150 words; how long each may be stands in plausible


@dataclass(frozen=True, kw_only=True)
class Sights:
    heritage: tuple[Fact, ...] = ()  # what a visitor would see
    traces: tuple[Fact, ...] = ()  # the one city's marks in the other: streets, gifts, gardens


@dataclass(frozen=True, kw_only=True)
class Contact:
    """An institution, never a private person."""

    name: Text = inline()
    side: Side
    url: Url | None = None
    email: Email | None = None
    phone: str | None = None
    address: Text | None = None
    note: Text | None = None
    checked: When | None = past(default=None)
    sources: tuple[SourceId, ...] = cited()


@dataclass(frozen=True, kw_only=True)
class WebPage:
    url: Url
    note: Text | None = None
    sources: tuple[SourceId, ...] = cited()
    general: bool = False


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number about the city: people, km² or metres above the sea, as of a year."""

    kind: FigureKind
    value: int = between(-500, 60_000_000)
    year: int = between(1900, 2100, past=True)
    note: Text | None = inline(default=None)
    sources: tuple[SourceId, ...] = cited()


@dataclass(frozen=True, kw_only=True)
class Photo:
    file: FileName
    alt: Text
    credit: str
    licence: str
    caption: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Document:
    """A scan: the agreement, a letter."""

    file: FileName
    title: Text
    kind: DocumentKind
    date: When | None = None
    sources: tuple[SourceId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Source:
    DIGEST_ONCE: ClassVar[bool] = True

    title: str
    publisher: str
    url: Url | None = None
    published: When | None = past(default=None)
    language: LanguageCode
    grade: Grade
    consulted: When = past()  # the day a copy was read
    mirror_of: str | None = None
    note: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Care:
    """Who looks after a file, and until when it is to be checked again."""

    office: OfficeId
    due: When
    checked: When | None = past(default=None)


@dataclass(frozen=True, kw_only=True)
class Upkeep(Care):
    checked: When = past()


@dataclass(frozen=True)
class Node:
    """A piece of prose. `kind` is one of `prose.KINDS`; `value` holds what the kind needs:
    an anchor for headings, a target for links, an id for notes, a file for images.
    """

    kind: str
    children: tuple[Node | str, ...] = ()
    value: str = ""
    language: str = ""
    level: int = 0


@dataclass(frozen=True)
class Prose:
    DIGEST_ONCE: ClassVar[bool] = True

    language: str
    nodes: tuple[Node, ...]
    title: str = ""
    summary: str = ""
    upkeep: Care | None = None  # of a page of prose; a chapter has that of its city
    mark: str = ""  # of its words
    checked: Mapping[str, str] = field(default_factory=dict)  # language → mark of the text in it with which this one was compared


@dataclass(frozen=True, kw_only=True)
class City:
    DIGEST_ONCE: ClassVar[bool] = True

    names: Names
    place: Location
    tie: Tie | None = None
    short: ShortForms | None = None
    accounts: tuple[Account, ...] = ()
    agreement: Agreement | None = None
    profile: tuple[Fact, ...] = ()
    shared: tuple[Fact, ...] = ()  # what joins the two cities, apart from acts
    cooperation: tuple[Deed, ...] = ()
    timeline: tuple[Event, ...] = ()
    sights: Sights | None = None
    bodies: tuple[Fact, ...] = ()  # friendship societies, universities, people in public office
    contacts: tuple[Contact, ...] = ()
    website: WebPage | None = None
    twin_page: WebPage | None = None
    figures: tuple[Figure, ...] = ()
    photos: tuple[Photo, ...] = ()
    documents: tuple[Document, ...] = ()
    upkeep: Upkeep
    was: tuple[Slug, ...] = ()  # names of this folder in earlier years: their addresses lead here
    draft: bool = False
    sources: Mapping[SourceId, Source] = field(default_factory=dict)
    slug: str = given()
    chapters: Mapping[str, Prose] = given(default_factory=dict)
    digest: str = given(default="")  # of the files it was read from


@dataclass(frozen=True, kw_only=True)
class Network:
    name: Text
    joined: When | None = past(default=None)
    role: Text
    website: WebPage | None = None
    facts: tuple[Fact, ...] = ()
    sources: tuple[SourceId, ...] = cited()


@dataclass(frozen=True, kw_only=True)
class Networks:
    counts: tuple[Fact, ...] = ()
    networks: Mapping[Slug, Network]
    unconfirmed: tuple[Fact, ...] = ()
    upkeep: Care
    sources: Mapping[SourceId, Source] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Item(Fact):
    axis: str | None = None


@dataclass(frozen=True, kw_only=True)
class Axis:
    text: Text = inline()
    sources: tuple[SourceId, ...] = cited()


@dataclass(frozen=True, kw_only=True)
class Programme:
    name: Text
    started: When | None = None
    facts: tuple[Fact, ...] = ()
    aims: tuple[Fact, ...] = ()
    outcome: Fact | None = None
    target_groups: tuple[Fact, ...] = ()
    axes: Mapping[Slug, Axis] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    sources: tuple[SourceId, ...] = cited()


@dataclass(frozen=True, kw_only=True)
class Programmes:
    programmes: Mapping[Slug, Programme]
    upkeep: Care
    sources: Mapping[SourceId, Source] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A city named in the news as a partner, with which nothing is known to be signed."""

    name: Text
    countries: tuple[CountryCode, ...]
    kind: ProposalKind
    date: When | None = None
    facts: tuple[Fact, ...]


@dataclass(frozen=True, kw_only=True)
class Proposals:
    proposals: Mapping[Slug, Proposal]
    upkeep: Care
    sources: Mapping[SourceId, Source] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SharedSources:
    sources: Mapping[SourceId, Source]


@dataclass(frozen=True, kw_only=True)
class KnownName:
    """The forms in which texts may write a name, the preferred one first.

    An entry called like a city or, in small letters, like the code of a country adds forms to its own.
    """

    kind: NameKind
    forms: OtherNames = inline()


@dataclass(frozen=True, kw_only=True)
class KnownNames:
    """content/names.yaml: names that must stand in all languages of a text."""

    names: Mapping[Slug, KnownName]


@dataclass(frozen=True, kw_only=True)
class Office:
    name: Text = inline()
    url: Url | None = None
    email: Email | None = None


@dataclass(frozen=True, kw_only=True)
class Binding:
    """Which pages of prose stand in the book, before and after the cities."""

    front: tuple[PageSlug, ...] = ()
    back: tuple[PageSlug, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Settings:
    """content/site.yaml: what the whole site needs to know."""

    format: int = between(1, 9999, default=1)  # of the shape of all files: see migrate
    title: Text
    description: Text
    home: Slug  # the folder of the home city in cities/
    languages: tuple[LanguageCode, ...]  # in the order of the language switcher
    required: tuple[LanguageCode, ...]  # every short text must be given in these
    messages: LanguageCode  # the language in which problems are told
    base_url: Url
    offices: Mapping[OfficeId, Office]
    book: Binding | None = None
    featured: tuple[PageSlug, ...] = ()  # pages of prose that the home page introduces
    repository: Url | None = None  # where the files are kept, at a code host with issues: readers report mistakes there


@dataclass(frozen=True, kw_only=True)
class LanguageSettings:
    """locales/<code>/language.yaml: what a language is, apart from its words."""

    locale: Locale
    direction: Direction
    calendars: tuple[Calendar, ...]  # the first is the language's own
    digits: str | None = None  # ten digits, where they are not 0123456789
    alphabet: str | None = None  # the order of its letters, where code points do not give it
    fold: Mapping[str, str] = field(default_factory=dict)  # letters that sort as another
    fallback: tuple[LanguageCode, ...] = ()  # whose words to show where its own are missing
    numerals: Mapping[float, tuple[str, ...]] = field(default_factory=dict)  # a number → the words that say it, or count to it
    doubtful: tuple[str, ...] = ()  # numerals that are more often another word
    no_numerals: tuple[str, ...] = ()  # words with a numeral in them that tell no number
    percent: tuple[str, ...] = ()  # the words and signs for it
    inner: tuple[str, ...] = ()  # the words between the parts of one number
    joints: tuple[str, ...] = ()  # the words between two dates that share a month or a year
    endings: tuple[str, ...] = ()  # what a name may take at its end


@dataclass(frozen=True)
class Page:
    """A page of prose: its name and its words by language."""

    slug: str
    prose: Mapping[str, Prose]


@dataclass(frozen=True)
class Site:
    settings: Settings
    cities: tuple[City, ...]
    networks: Networks
    programmes: Programmes
    proposals: Proposals
    pages: tuple[Page, ...]
    sources: Mapping[SourceId, Source]
    date: datetime.date  # the day the site speaks from


@dataclass(frozen=True)
class Output:
    """One file of the result: its path below the output folder, with forward slashes, and its bytes."""

    path: str
    content: bytes
