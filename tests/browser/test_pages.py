"""Pages in a real browser: accessibility, overflow, silence of the console, languages, paper.

One browser for all; the fullest page of each kind in each language, and where content decides, all pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from browser.browsing import DESKTOP, LAID_OUT, LANGUAGES, PHONE, SCHEMES, WIDTHS, Served, Watched, pages
from conftest import said

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# Of a long list the first dozen, as the rest is alike.
SHORTEN = """for (const list of document.querySelectorAll('main, main *'))
    for (const one of [...list.children].filter(e => /^(LI|TR|SECTION|DIV)$/i.test(e.tagName)).slice(12)) one.remove();"""
PAPER = 680  # CSS px: A4 with margins of 15 mm
SHEETS = 40  # more than the longest page may take
SHIFT = 0.01


def _violations(violations: list[dict[str, Any]], where: str) -> Iterator[str]:
    for violation in violations:
        nodes = violation["nodes"]
        for node in nodes[:5]:
            why = " ".join(check["message"] for check in (*node["any"], *node["all"], *node["none"]))
            yield f"{where}: [{violation['id']}] {' '.join(map(str, node['target']))}: {why}"
        if len(nodes) > 5:
            yield f"{where}: [{violation['id']}] and at {len(nodes) - 5} more places"


def _axe(chromium: Any, axe: str, site: Served, kinds: list[str], looks: list[tuple[str, int]], rules: dict[str, Any], **options: Any) -> None:
    """Both languages side by side, each in a tab with a process of its own; a page is loaded once for all `looks`."""
    script = Path(axe).read_text("utf-8")
    asked = json.dumps({"runOnly": TAGS, "resultTypes": ["violations"], "preload": False, "rules": rules})
    begin = f"window.told = axe.run(document, {asked}).then(({{violations}}) => violations); 0"
    found = []
    with ExitStack() as stack:
        tabs = {code: stack.enter_context(Watched(chromium, site.address, **options)) for code in LANGUAGES}
        for addresses in [{"fa": "", "en": "404.html"}, *({code: f"{code}/{kind}" for code in tabs} for kind in kinds)]:
            for code, tab in tabs.items():
                tab.open(addresses[code], looks[0][1]).evaluate(f"{script};{SHORTEN};{LAID_OUT};0")
            for scheme, width in looks:
                for tab in tabs.values():
                    tab.width(width)
                    tab.page.emulate_media(color_scheme=scheme)
                    tab.page.evaluate(begin)
                for code, tab in tabs.items():
                    found += _violations(tab.page.evaluate("window.told"), f"{addresses[code]} at {width} px, {scheme}")
        found += [complaint for tab in tabs.values() for complaint in tab.complaints]
    said(found)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_no_violation(chromium: Any, tool: Callable[[str], str], site: Served, kinds: list[str], scheme: str) -> None:
    """In light colours on a phone and on a desk; the dark ones change nothing but colours."""
    _axe(chromium, tool("axe-core"), site, kinds, [(scheme, width) for width in ((PHONE, DESKTOP) if scheme == "light" else (PHONE,))], {})


def test_axe_finds_no_violation_in_forced_colours(chromium: Any, tool: Callable[[str], str], site: Served, kinds: list[str]) -> None:
    """The contrast is the user's own there; everything else must hold."""
    _axe(chromium, tool("axe-core"), site, kinds, [("light", PHONE)], {"color-contrast": {"enabled": False}}, forced_colors="active")


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_page_fits_a_narrow_screen(tab: Watched, site: Served, code: str) -> None:
    """All pages, not one of each kind: it is the content that runs over."""
    found = []
    for address in [f"{code}/{page}" for page in pages(site.folder / code)] + ["", "404.html"]:
        tab.open(address, 320)
        for width in (320, PHONE):
            tab.width(width)
            found += [f"{address} at {width} px: {wrong}" for wrong in tab.ask("wide().concat(clipped())")]
    said(found)


@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_is_cut_off_or_covered(tab: Watched, kinds: list[str], code: str) -> None:
    found = []
    for kind in kinds:
        tab.open(f"{code}/{kind}", DESKTOP)
        for width in reversed(WIDTHS):
            tab.width(width)
            found += [f"{code}/{kind} at {width} px: {wrong}" for wrong in tab.ask("wide().concat(clipped(), overlaps())")]
    said(found)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_page_is_silent_and_says_its_language(chromium: Any, site: Served, kinds: list[str], code: str) -> None:
    """No message in the console, no failed request, none to another host; with movement and in the dark as well."""
    found = []
    for scheme in SCHEMES:
        with Watched(chromium, site.address, color_scheme=scheme, reduced_motion="no-preference") as watched:
            for kind in kinds:
                page = watched.open(f"{code}/{kind}")
                assert page.locator("html").get_attribute("lang") == code
                assert page.evaluate("getComputedStyle(document.documentElement).direction") == LANGUAGES[code]
                assert page.title().strip()
                assert page.locator("h1").count() == 1, f"{kind}: not one h1"
            found += watched.complaints
    said(found)


def test_the_fonts_are_our_own(tab: Watched) -> None:
    for code, font in (("fa", "Vazirmatn"), ("en", "Source Sans 3")):
        page = tab.open(f"{code}/")
        used = page.evaluate("document.fonts.ready.then(() => [...document.fonts].filter(f => f.status == 'loaded').map(f => f.family))")
        assert font in [name.strip('"') for name in used]
        assert page.evaluate("getComputedStyle(document.body).fontFamily").lstrip('"').startswith(font)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_nothing_moves_when_the_fonts_come(chromium: Any, site: Served, kinds: list[str], width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fonts are late and nothing is kept from page to page, as on a first visit over a slow line."""
    monkeypatch.setattr(site.server, "late", 0.3)
    watch = """window.moved = [];
        new PerformanceObserver(l => window.moved.push(...l.getEntries().map(e => [e.value, e.sources.map(s => s.node && s.node.nodeName).join(' ')])))
            .observe({type: 'layout-shift', buffered: true});"""
    settled = "document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => setTimeout(() => done(window.moved), 50))))"
    sums = {}
    with Watched(chromium, site.address) as watched:
        watched.page.add_init_script(watch)
        session = watched.context.new_cdp_session(watched.page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        for address in [f"{code}/{kind}" for code in LANGUAGES for kind in kinds]:
            moved = watched.open(address, width).evaluate(settled)
            sums[address] = sum(value for value, _ in moved), sorted({what for _, what in moved})
    worst = max(sums, key=lambda address: sums[address][0])
    print(f"largest layout shift at {width} px: {sums[worst][0]:.4f}, {worst}")
    said(f"{address} at {width} px shifts by {much:.3f}: {what}" for address, (much, what) in sums.items() if much >= SHIFT)


@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_moves_for_those_who_do_not_want_it(tab: Watched, kinds: list[str], code: str) -> None:
    found = []
    for kind in kinds:
        tab.open(f"{code}/{kind}", DESKTOP)
        found += [f"{code}/{kind}: {wrong}" for wrong in tab.ask("moving()")]
    said(found)


@pytest.mark.parametrize(("code", "other"), [("fa", "en"), ("en", "fa")])
def test_the_switcher_leads_to_the_same_page(tab: Watched, kinds: list[str], code: str, other: str) -> None:
    for kind in kinds:
        page = tab.open(f"{code}/{kind}", DESKTOP)
        link = page.locator(f'.switcher a[hreflang="{other}"]')
        assert link.count() == 1
        assert page.locator(f'.switcher a[hreflang="{code}"][aria-current]').count() == 1
        link.click()
        page.wait_for_load_state()
        assert page.url == f"{tab.base}{other}/{kind}"
        assert page.locator("html").get_attribute("dir") == LANGUAGES[other]


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_switcher_stands_at_the_end_of_the_line(tab: Watched, code: str) -> None:
    """In the upper corner to the right in English, to the left in Persian."""
    page = tab.open(f"{code}/", DESKTOP)
    box, title = page.locator(".switcher").bounding_box(), page.locator(".site-title").bounding_box()
    assert (box["x"] > title["x"]) == (LANGUAGES[code] == "ltr")
    assert box["y"] < page.locator("main").bounding_box()["y"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_page_can_be_printed(chromium: Any, site: Served, kinds: list[str], code: str) -> None:
    """On A4: nothing wider than the sheet, nothing that would have to be scrolled, not endless; from a dark screen too."""
    found = []
    with Watched(chromium, site.address, color_scheme="dark") as watched:
        watched.page.emulate_media(media="print")
        for kind in kinds:
            page = watched.open(f"{code}/{kind}", PAPER)
            found += [f"{code}/{kind}: {wrong}" for wrong in watched.ask("unprintable()")]
            sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
            if not 0 < sheets < SHEETS:
                found.append(f"{code}/{kind}: {sheets} sheets")
    said(found)


def test_a_wrong_address_gets_our_page(chromium: Any, site: Served) -> None:
    with Watched(chromium, site.address) as watched:
        for code in LANGUAGES:
            page = watched.open(f"{code}/no/such/page/")
            assert page.locator("html").get_attribute("lang") == code
            page.locator("main a").first.click()
            page.wait_for_load_state()
            assert page.url.startswith(watched.base + code)
            assert not page.url.endswith("404.html")
        said(c for c in watched.complaints if not re.search(r"404", c))
