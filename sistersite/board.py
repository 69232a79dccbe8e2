"""The site → what is to be done for it: the state of every text in every language, and the records due for review."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sistersite import freshness
from sistersite.freshness import STATES, State
from sistersite.language import last_day
from sistersite.model import Care, City, Page, Prose, Site, Text

RECORDS = {"networks": "networks", "programmes": "programmes", "proposals": "announced"}  # file in content/ → the kind of page that shows it
SOON = 60  # days before a review date in which it is told


@dataclass(frozen=True)
class Cell:
    """A text in one language. Of one that is stale, `marks` are those of its sister texts as they are now, by language."""

    language: str
    state: State
    path: str
    marks: Mapping[str, str]


@dataclass(frozen=True)
class Row:
    """A page with a text of its own: a city or a page of prose; `review` is the earliest there is."""

    kind: str
    slug: str
    name: Text
    cells: tuple[Cell, ...]
    review: Review | None

    @property
    def folder(self) -> str:
        return self.cells[0].path.rpartition("/")[0]

    @property
    def state(self) -> State:
        """That of the text that needs work most."""
        return min((cell.state for cell in self.cells), key=STATES.index)


@dataclass(frozen=True)
class Review:
    """When a record is to be looked through again, and by whom. `name` is None where the kind of page says it all."""

    path: str
    kind: str
    slug: str
    name: Text | None
    upkeep: Care
    overdue: bool

    @property
    def day(self) -> datetime.date:
        return last_day(self.upkeep.due)


def overdue(upkeep: Care, today: datetime.date) -> bool:
    """Whether the review date has passed; of a month or a year, its last day."""
    return last_day(upkeep.due) < today


def rows(site: Site) -> tuple[Row, ...]:
    """Every city, drafts too, and every page of prose; first what needs work first, then what is due first."""
    found = [*(_row_of_city(site, city) for city in site.cities), *(_row_of_page(site, page) for page in site.pages if page.prose)]
    return tuple(sorted(found, key=lambda row: (STATES.index(row.state), row.review.day if row.review else datetime.date.max, row.slug)))


def counts(found: tuple[Row, ...]) -> dict[State, int]:
    """How many texts stand how."""
    held = Counter(cell.state for row in found for cell in row.cells)
    return {state: held[state] for state in STATES}


def due(site: Site, within: int = SOON) -> tuple[Review, ...]:
    """What is to be reviewed within so many days or should have been, the earliest first."""
    last = site.date + datetime.timedelta(days=min(within, (datetime.date.max - site.date).days))
    return tuple(sorted((one for one in _reviews(site) if one.day <= last), key=lambda one: (one.day, one.path)))


def _reviews(site: Site) -> Iterator[Review]:
    for name, kind in RECORDS.items():
        upkeep = getattr(site, name).upkeep
        yield Review(f"content/{name}.yaml", kind, "", None, upkeep, overdue(upkeep, site.date))
    for city in site.cities:
        yield _review_of_city(site, city)
    for page in site.pages:
        yield from _reviews_of_page(site, page)


def _review_of_city(site: Site, city: City) -> Review:
    return Review(f"cities/{city.slug}/city.yaml", "city", city.slug, city.names.text, city.upkeep, overdue(city.upkeep, site.date))


def _reviews_of_page(site: Site, page: Page) -> Iterator[Review]:
    for code, text in page.prose.items():
        if text.upkeep:
            yield Review(f"content/pages/{page.slug}/{code}.md", "page", page.slug, _titles(page), text.upkeep, overdue(text.upkeep, site.date))


def _titles(page: Page) -> Text:
    return Text({code: text.title for code, text in page.prose.items()})


def _row_of_city(site: Site, city: City) -> Row:
    cells = _cells(site, f"cities/{city.slug}", city.chapters, city.draft)
    return Row("city", city.slug, city.names.text, cells, _review_of_city(site, city))


def _row_of_page(site: Site, page: Page) -> Row:
    review = min(_reviews_of_page(site, page), key=lambda one: one.day, default=None)
    return Row("page", page.slug, _titles(page), _cells(site, f"content/pages/{page.slug}", page.prose), review)


def _cells(site: Site, folder: str, texts: Mapping[str, Prose], draft: bool = False) -> tuple[Cell, ...]:
    return tuple(
        Cell(code, freshness.state(texts, code, draft), f"{folder}/{code}.md", _marks(texts, code))
        for code in site.settings.languages
    )  # fmt: skip


def _marks(texts: Mapping[str, Prose], code: str) -> dict[str, str]:
    stale = code in texts and freshness.uncompared(texts, code)
    return {other: text.mark for other, text in texts.items() if other != code} if stale else {}
