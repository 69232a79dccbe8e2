"""Pages → HTML; and what goes beside them: chooser, redirects, feeds, site map, robots."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from sistersite import markup, plan, views
from sistersite.assets import Assets, document_address
from sistersite.errors import BuildFailed, Problems
from sistersite.language import Language, direction, first_day
from sistersite.memo import Memo, digest
from sistersite.model import City, Output, Site, When
from sistersite.plan import Planned
from sistersite.templates import Templates

NAVIGATION = ("cities", "regions", "fields", "timeline", "announced", "networks", "programmes")

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
    "backlinks": markup.backlinks,
    "chapter_html": markup.chapter,
    "picture_svg": markup.picture,
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

    def link(self, address: str) -> str:
        return self.path + _folder(address)

    def absolute(self, address: str) -> str:
        return self.url.rstrip("/") + "/" + _folder(address)


def _folder(address: str) -> str:
    return address.removesuffix("index.html")


def outputs(
    site: Site, pages: tuple[Planned, ...], languages: Mapping[str, Language], base: Base, assets: Assets,
    templates: Templates, layouts: str, memo: Memo,
) -> tuple[tuple[Output, ...], Problems]:  # fmt: skip
    """All files of the site but the assets. `layouts` is the digest of the templates.

    A mistake in a template is a problem; the pages made with other templates are still made.
    """
    problems, made = Problems(), []
    whole = views.world(site)
    chrome = _chrome(whole, pages, base, assets)
    common = {code: digest(chrome, base, layouts, one.settings, one.catalogue) for code, one in languages.items()}
    for page in pages:
        photos = _photos_of(page, assets)
        inputs = (page, photos, common[page.language])
        render = partial(_render, page, chrome, photos, languages, base, templates)
        try:
            made.append(Output(_file(page.address), memo("page", inputs, render)))
        except BuildFailed as failed:
            problems.extend(failed.problems)
    choosing = [languages[code] for code in site.settings.languages if code in languages]
    root = {**chrome, "languages": choosing, "base": base, "settings": site.settings}
    for name, kind in (("index.html", "chooser"), ("404.html", "missing-root")):
        try:
            made.append(Output(name, templates.render(f"{kind}.html", root).encode()))
        except BuildFailed as failed:
            problems.extend(failed.problems)
    for language in choosing:
        made.append(Output(plan.address(language.code, "feed"), _feed(whole, language, base, templates)))
        for old, new in plan.former_addresses(site):
            target = base.absolute(plan.address(language.code, "city", new))
            content = templates.render("redirect.html", {"language": language, "target": target})
            made.append(Output(_file(plan.address(language.code, "city", old)), content.encode()))
    made.append(Output("sitemap.xml", templates.render("sitemap.xml", {"entries": _site_map(pages, base), "base": base}).encode()))
    made.append(Output("robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {base.absolute('sitemap.xml')}\n".encode()))
    return tuple(made), problems


def _file(address: str) -> str:
    return address + "index.html" if address.endswith("/") else address


def _chrome(whole: views.World, pages: tuple[Planned, ...], base: Base, assets: Assets) -> dict[str, Any]:
    """What every page of the site shows; a change of it is a change of every page."""
    settings = whole.site.settings
    return {
        "site_title": settings.title,
        "codes": settings.languages,
        "known": frozenset((p.kind, p.slug) for p in pages),
        "home_slug": settings.home if settings.home in whole.cities else "",
        "prose_pages": tuple((p.language, p.slug, p.title) for p in pages if p.kind == "page"),
        "style": base.link(assets.style),
        "font_links": tuple(sorted((name, base.link(address)) for name, address in assets.fonts.items())),
        "icon": base.link("icon.svg"),
        "built": When("gregorian", whole.site.date.year, whole.site.date.month, whole.site.date.day),
        "navigation": NAVIGATION,
    }


def _photos_of(page: Planned, assets: Assets) -> dict[str, Any]:
    return {file: prepared for (slug, file), prepared in assets.photos.items() if page.kind == "city" and slug == page.slug}


def _render(page: Planned, chrome: Mapping[str, Any], photos: Mapping[str, Any], languages: Mapping[str, Language], base: Base, templates: Templates) -> bytes:
    language = languages[page.language]

    def href(kind: str, slug: str = "") -> str:
        return base.link(plan.address(page.language, kind, slug))

    def other(code: str) -> str:
        return base.link(plan.address(code, page.kind, page.slug))

    written = [(code, base.absolute(plan.address(code, page.kind, page.slug))) for code in page.translations]
    context = {
        **page.context,
        **chrome,
        "page": page,
        "language": language,
        "languages": [languages[code] for code in chrome["codes"] if code in languages],
        "base": base,
        "href": href,
        "other": other,
        "canonical": base.absolute(page.address),
        # Only true translations are alternates; a page shown in another language's words is none.
        "alternates": written if page.language in page.translations and page.kind != "missing" else [],
        "preload": [link for name, link in chrome["font_links"] if _first_view(name, language)],
    }
    if page.kind == "city":
        context["figures"] = _photo_figures(page.context["city"], photos, language, base)
    return templates.render(f"{page.kind}.html", context).encode()


def _first_view(name: str, language: Language) -> bool:
    """Whether a font file is wanted before the style sheet asks for it: the one of the page's script."""
    return name.startswith("vazirmatn-arabic." if language.direction == "rtl" else "source-sans-3-latin.")


def _photo_figures(city: City, prepared: Mapping[str, Any], language: Language, base: Base) -> dict[str, Markup]:
    """The photos of a city as figures, by file name."""
    figures = {}
    for photo in city.photos:
        if photo.file not in prepared:
            continue
        sizes = prepared[photo.file]
        image = Markup('<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" loading="lazy" decoding="async">').format(
            base.link(sizes.sizes[-1][0]), ", ".join(f"{base.link(a)} {w}w" for a, w in sizes.sizes),
            "(min-width: 48rem) 42rem, 100vw", sizes.width, sizes.height, language.words_of(photo.alt),
        )  # fmt: skip
        caption = markup.text(language, photo.caption) + " " if photo.caption else Markup("")
        credit = markup.say(language, "photo.credit", credit=markup.words(language, photo.credit), licence=markup.words(language, photo.licence))
        figures[photo.file] = markup.tag("figure", image + markup.tag("figcaption", caption + markup.tag("small", credit)))
    return figures


def _feed(whole: views.World, language: Language, base: Base, templates: Templates) -> bytes:
    """Atom (RFC 4287): the events of the ties, newest first."""
    past = [(card, event) for card, event in views.events(whole) if first_day(event.date) <= whole.site.date]
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
    context = {"language": language, "entries": entries, "updated": updated, "settings": whole.site.settings, "base": base,
               "home": base.absolute(plan.address(language.code, "home")), "own": base.absolute(plan.address(language.code, "feed"))}  # fmt: skip
    return templates.render("feed.xml", context).encode()


def _noon(day: datetime.date) -> str:
    return f"{day.isoformat()}T12:00:00Z"


def _site_map(pages: tuple[Planned, ...], base: Base) -> Iterator[dict[str, Any]]:
    for page in pages:
        if page.kind == "missing" or page.language not in page.translations:
            continue
        alternates = [(code, base.absolute(plan.address(code, page.kind, page.slug))) for code in page.translations]
        yield {"address": base.absolute(page.address), "alternates": alternates}
