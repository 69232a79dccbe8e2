"""Pages → HTML; and what goes beside them: chooser, redirects, feeds, site map, robots."""

from __future__ import annotations

import base64
import datetime
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from sistersite import atlas, lives, markup, painting, plan
from sistersite.assets import Assets, document_address
from sistersite.errors import BuildFailed, Problems
from sistersite.images import Prepared
from sistersite.kits import Document
from sistersite.language import Language, first_day
from sistersite.memo import Memo, digest
from sistersite.model import City, Output, When
from sistersite.plan import Planned
from sistersite.reports import report_address
from sistersite.scripts import direction
from sistersite.sheets import Sheets, preview_address
from sistersite.templates import Templates
from sistersite.views import World, events

NAVIGATION = ("cities", "map", "timeline", "fields", "regions", "announced", "networks", "programmes")

UNLISTED = ("missing", "status")  # kinds of pages that search engines are not to list

# What a page may load (Content Security Policy): nothing from elsewhere, no style or script of its own but the one
# of this digest. `connect-src` is for programs that look at robots.txt from within the page.
POLICY = (
    "default-src 'none'; script-src 'self' 'sha256-{digest}'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'"
)

# Every name a template may use besides its page's context. Functions take the language first.
NAMES: Mapping[str, Any] = {
    "say": markup.say,
    "count": markup.count,
    "words": markup.words,
    "text": markup.text,
    "foreign": markup.foreign,
    "number": markup.number,
    "when": markup.when,
    "when_printed": markup.when_printed,
    "cites": markup.cites,
    "source": markup.source,
    "backlink": markup.backlink,
    "chapter_html": markup.chapter,
    "figure_svg": painting.figure,
    "emblem_svg": painting.emblem,
    "mark_svg": painting.mark,
    "tile_svg": painting.tile,
    "cell_svg": painting.cell,
    "kept_svg": painting.kept,
    "locator": atlas.locator,
    "time_scale": lives.scale,
    "time_row": lives.row,
    "time_sign": lives.sign,
    "direction": direction,
    "document_address": document_address,
}


@dataclass(frozen=True)
class Base:
    """Where the site will stand: "https://example.org/sisters/"."""

    url: str

    @property
    def path(self) -> str:
        return urlsplit(self.url).path.rstrip("/") + "/"

    @property
    def is_placeholder(self) -> bool:
        """Whether the address is one of those that are kept for examples (RFC 2606, section 3)."""
        return (urlsplit(self.url).hostname or "").endswith(("example.org", "example.com", "example.net"))

    def link(self, address: str) -> str:
        return self.path + _folder(address)

    def absolute(self, address: str) -> str:
        return self.url.rstrip("/") + "/" + _folder(address)


def _folder(address: str) -> str:
    return address.removesuffix("index.html")


@dataclass(frozen=True)
class _Job:
    """A file to be made: its path, all that its content depends on, and how it is made."""

    path: str
    inputs: tuple[Any, ...]
    make: Callable[[], str]


def outputs(
    whole: World, pages: tuple[Planned, ...], languages: Mapping[str, Language], base: Base, assets: Assets,
    sheets: Sheets, documents: tuple[Document, ...], templates: Templates, layouts: str, memo: Memo,
) -> tuple[tuple[Output, ...], Problems]:  # fmt: skip
    """All files of the site but the assets. `layouts` is the digest of the templates.

    A mistake in a template is a problem; the files made with other templates are still made.
    """
    shown = {code: languages[code] for code in whole.site.settings.languages if code in languages}
    chrome = _chrome(whole, pages, base, assets, sheets)
    common = {code: digest(chrome, base, layouts, one.settings, one.catalogue) for code, one in shown.items()}

    plates = _plates(whole, tuple(shown.values()), common, sheets, memo)
    shown_pages = _pages(pages, chrome, shown, common, base, assets, sheets, documents, templates, plates)
    jobs = (*shown_pages, *_beside(whole, pages, chrome, shown, common, base, templates))
    files = memo.side_by_side("file", [job.inputs for job in jobs], lambda n: _made(jobs[n]))
    problems = Problems(chain.from_iterable(wrong for _, wrong in files))
    return tuple(Output(job.path, content) for job, (content, wrong) in zip(jobs, files, strict=True) if not wrong), problems


def _plates(whole: World, languages: Sequence[Language], common: Mapping[str, str], sheets: Sheets, memo: Memo) -> dict[str, Any]:
    """Language → the plates of the map, which two kinds of pages show: placing names takes longer than all the rest of a page."""
    of = atlas.atlas_of(whole)
    inputs = [(common[one.code], of) for one in languages if of]
    drawn = memo.side_by_side("plates", inputs, lambda n: atlas.plates(languages[n], of, sheets.width), each=1)
    return {language.code: one for language, one in zip(languages, drawn, strict=False)}


def _made(job: _Job) -> tuple[bytes, Problems]:
    try:
        return job.make().encode(), Problems()
    except BuildFailed as failed:
        return b"", Problems(failed.problems)


def _pages(
    pages: tuple[Planned, ...], chrome: Mapping[str, Any], languages: Mapping[str, Language], common: Mapping[str, str],
    base: Base, assets: Assets, sheets: Sheets, documents: tuple[Document, ...], templates: Templates, plates: Mapping[str, Any],
) -> Iterator[_Job]:  # fmt: skip
    for page in pages:
        photos = _photos_of(page, assets)
        offered = sheets.sheets if page.kind == "downloads" else ()
        files = tuple(_files_of(page, documents))
        render = partial(_render, page, {**chrome, "sheets": offered, "documents": files}, photos, languages, base, templates, plates.get(page.language))
        yield _Job(file_of(page.address), (page.inputs, photos, offered, [(one.path, one.checksum) for one in files], common[page.language]), render)


def _files_of(page: Planned, documents: tuple[Document, ...]) -> Iterator[Document]:
    """The PDF files that a page offers: those of its city; the page of the book all of its language, and those of all."""
    for one in documents:
        if page.kind == "city" and one.slug == page.slug and one.language in ("", page.language):
            yield one
        if page.kind == "book" and (one.language in ("", page.language) or one.kind == "book"):
            yield one


def _beside(
    whole: World, pages: tuple[Planned, ...], chrome: Mapping[str, Any], languages: Mapping[str, Language],
    common: Mapping[str, str], base: Base, templates: Templates,
) -> Iterator[_Job]:  # fmt: skip
    """Chooser, the 404 of the root, feeds, redirects, site map, robots."""

    def job(path: str, template: str, context: Mapping[str, Any], *inputs: Any) -> _Job:
        return _Job(path, (template, base, *inputs), partial(templates.render, template, context))

    settings = whole.site.settings
    root = {**chrome, "languages": list(languages.values()), "base": base, "settings": settings}
    yield job("index.html", "chooser.html", root, common, settings)
    yield job("404.html", "missing-root.html", root, common, settings)
    for code, language in languages.items():
        feed = _feed(whole, language, base)
        context = {**feed, "language": language, "settings": settings, "base": base}
        yield job(plan.address(code, "feed"), "feed.xml", context, feed, common[code], settings)
        for old, new in plan.former_addresses(whole):
            target = base.absolute(plan.address(code, "city", new))
            path = file_of(plan.address(code, "city", old))
            yield job(path, "redirect.html", {"language": language, "target": target}, target, common[code])
    entries = tuple(_site_map(pages, base))
    yield job("sitemap.xml", "sitemap.xml", {"entries": entries, "base": base}, entries, common)
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {base.absolute('sitemap.xml')}\n"
    yield _Job("robots.txt", ("robots.txt", robots), lambda: robots)


def file_of(address: str) -> str:
    """The path of the file that stands at an address."""
    return address + "index.html" if address.endswith("/") else address


def _chrome(whole: World, pages: tuple[Planned, ...], base: Base, assets: Assets, sheets: Sheets) -> dict[str, Any]:
    """What every page of the site shows; a change of it is a change of every page."""
    settings = whole.site.settings
    return {
        "settings": settings,
        "site_title": settings.title,
        "codes": settings.languages,
        "known": frozenset((p.kind, p.slug) for p in pages),
        "home_slug": settings.home if settings.home in whole.cities else "",
        "prose_pages": tuple((p.language, p.slug, p.title) for p in pages if p.kind == "page"),
        "style": base.link(assets.style),
        "styles": dict(assets.styles),
        "script": base.link(assets.script),
        "theme_script": Markup(assets.theme),
        "policy": Markup(POLICY).format(digest=base64.b64encode(hashlib.sha256(assets.theme.encode()).digest()).decode()),
        "files": {name: base.link(address) for name, address in sheets.shared.items()},
        "font_links": tuple(sorted((name, base.link(address)) for name, address in assets.fonts.items())),
        "icon": base.link("icon.svg"),
        "built": When("gregorian", whole.site.date.year, whole.site.date.month, whole.site.date.day),
        "navigation": NAVIGATION,
    }


def _photos_of(page: Planned, assets: Assets) -> dict[str, Any]:
    return {file: prepared for (slug, file), prepared in assets.photos.items() if page.kind == "city" and slug == page.slug}


def _render(
    page: Planned, chrome: Mapping[str, Any], photos: Mapping[str, Any], languages: Mapping[str, Language], base: Base, templates: Templates,
    plates: Any,
) -> str:  # fmt: skip
    language = languages[page.language]

    def href(kind: str, slug: str = "") -> str:
        return base.link(plan.address(page.language, kind, slug))

    def other(code: str) -> str:
        return base.link(plan.address(code, page.kind, page.slug))

    written = [(code, base.absolute(plan.address(code, page.kind, page.slug))) for code in page.translations]
    own, settings = page.context, chrome["settings"]
    others = {one.direction for one in languages.values()} - {language.direction}
    title = page.title if page.kind != "home" else language.words_of(settings.title)
    context = {
        **own,
        **chrome,
        "page": page,
        "language": language,
        "languages": [languages[code] for code in chrome["codes"] if code in languages],
        "base": base,
        "href": href,
        "other": other,
        "listed": page.kind not in UNLISTED,
        "canonical": base.absolute(page.address),
        # Only true translations are alternates; a page shown in another language's words is none.
        "alternates": written if page.language in page.translations and page.kind not in UNLISTED else [],
        "report": report_address(settings, language, title, base.absolute(page.address)),
        "plates": plates,
        "own_style": base.link(chrome["styles"][page.kind]) if page.kind in chrome["styles"] else "",
        "preview": preview_address(page.slug if page.kind == "city" else ""),
        "preload": [link for name, link in chrome["font_links"] if _first_view(name, language, others)],
    }
    if page.kind == "city":
        context["figures"] = _photo_figures(own["city"], photos, language, base)
    return templates.render(f"{page.kind}.html", context)


def _first_view(name: str, language: Language, others: Set[str]) -> bool:
    """Whether a font file is wanted before the style sheet asks for it: text and titles in the page's script, and what leads to
    languages of the other direction.
    """
    if language.direction == "rtl":
        return name.startswith(("vazirmatn-arabic.", "markazi-persian."))
    return name.startswith(("source-sans-3-latin.", "markazi-latin.", *(["vazirmatn-names."] if "rtl" in others else [])))


def _photo_figures(city: City, prepared: Mapping[str, Prepared], language: Language, base: Base) -> dict[str, Markup]:
    """The photos and scans of a city as figures, by the names of `Assets.photos`."""
    figures = {}
    for one in city.photos:
        if one.file in prepared:
            caption = markup.text(language, one.caption) + " " if one.caption else Markup("")
            credit = markup.say(language, "photo.credit", credit=markup.words(language, one.credit), licence=markup.words(language, one.licence))
            shown = painting.photo(language.words_of(one.alt), prepared[one.file], base.link)
            figures[one.file] = markup.tag("figure", shown + markup.tag("figcaption", caption + markup.tag("small", credit)))
    for scan in city.documents:
        name = f"documents/{scan.file}"
        if name in prepared:
            shown = painting.photo(language.words_of(scan.title), prepared[name], base.link)
            caption = markup.tag("a", markup.text(language, scan.title), href=base.link(document_address(city.slug, scan.file)))
            figures[name] = markup.tag("figure", shown + markup.tag("figcaption", caption))
    return figures


def _feed(whole: World, language: Language, base: Base) -> dict[str, Any]:
    """Atom (RFC 4287): the events of the ties, newest first."""
    past = [(card, event) for card, event in events(whole) if first_day(event.date) <= whole.site.date]
    entries, seen = [], {}
    for card, event in reversed(past[-plan.FEED_ENTRIES :]):
        day = first_day(event.date)
        number = seen[card.slug, day] = seen.get((card.slug, day), 0) + 1
        entries.append({
            "id": f"{base.absolute(plan.address(language.code, 'city', card.slug))}#{day.isoformat()}-{number}",
            "link": base.absolute(plan.address(language.code, "city", card.slug)),
            "title": f"{language.words_of(card.name)}: {language.date(event.date).first}",
            "updated": _noon(day),
            "summary": language.words_of(event.text),
        })  # fmt: skip
    updated = entries[0]["updated"] if entries else _noon(whole.site.date)
    home, own = (base.absolute(plan.address(language.code, kind)) for kind in ("home", "feed"))
    return {"entries": entries, "updated": updated, "home": home, "own": own}


def _noon(day: datetime.date) -> str:
    return f"{day.isoformat()}T12:00:00Z"


def _site_map(pages: tuple[Planned, ...], base: Base) -> Iterator[dict[str, Any]]:
    for page in pages:
        if page.kind in UNLISTED or page.language not in page.translations:
            continue
        alternates = [(code, base.absolute(plan.address(code, page.kind, page.slug))) for code in page.translations]
        yield {"address": base.absolute(page.address), "alternates": alternates}
