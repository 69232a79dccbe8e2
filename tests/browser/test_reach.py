"""Pages for people who use the keyboard, large text, wide spacing, or colours of their own."""

from __future__ import annotations

from typing import Any

import pytest
from browser.browsing import DESKTOP, LANGUAGES, PHONE, Served, Watched
from conftest import said

# WCAG 2.2, 1.4.12: what a user may set, and the page must bear.
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-block-end: 2em !important }"""
SPACED = f"const sheet = new CSSStyleSheet(); sheet.replaceSync({SPACING!r}.replaceAll('\\\\n', '')); document.adoptedStyleSheets = [sheet];"
LARGER = """const root = document.documentElement; root.style.fontSize = 2 * parseFloat(getComputedStyle(root).fontSize) + 'px';"""


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_keyboard_finds_the_skip_link_first(tab: Watched, kinds: list[str], code: str) -> None:
    for kind in kinds:
        page = tab.open(f"{code}/{kind}", PHONE)
        hidden = page.locator(".skip").bounding_box()
        assert hidden is None or hidden["y"] + hidden["height"] <= 0, f"{kind}: the skip link is seen before it has the focus"
        page.keyboard.press("Tab")
        skip = page.locator(".skip:focus")
        assert skip.count() == 1, f"{kind}: the first stop is not the skip link"
        box = skip.bounding_box()
        assert box["y"] >= 0, kind
        assert box["x"] >= 0, kind
        assert box["x"] + box["width"] <= PHONE, kind
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#main", kind
        page.keyboard.press("Tab")  # the next stop lies in the content, or after it where it has none
        place = page.evaluate("(() => { const m = document.querySelector('main'), a = document.activeElement;"
                              " return m.contains(a) || m.querySelector('a[href], button, input, [tabindex=\"0\"]') === null; })()")  # fmt: skip
        assert place, f"{kind}: after the skip link the focus is not in main"


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_keyboard_reaches_everything_in_order(tab: Watched, kinds: list[str], code: str) -> None:
    """Every stop of the Tab key through a whole page, against the order of the document."""
    found = []
    for kind in kinds:
        page = tab.open(f"{code}/{kind}", DESKTOP)
        for _ in range(tab.ask("follow()")):
            page.keyboard.press("Tab")
        found += [f"{code}/{kind}: {wrong}" for wrong in tab.ask("strayed()")]
    said(found)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_focus_shows(chromium: Any, site: Served, kinds: list[str], code: str) -> None:
    """Every stop shows that it has the focus, and nothing covers it; a first Tab tells the browser that it is the keyboard's."""
    found = []
    with Watched(chromium, site.address) as watched:
        for kind in kinds:
            page = watched.open(f"{code}/{kind}", PHONE)
            page.keyboard.press("Tab")
            for width, scheme in ((PHONE, "light"), (DESKTOP, "light"), (DESKTOP, "dark")):
                watched.width(width)
                page.emulate_media(color_scheme=scheme)
                found += [f"{code}/{kind} at {width} px, {scheme}: {wrong}" for wrong in watched.ask("unseen()")]
    said(found)


@pytest.mark.parametrize(("how", "width"), [("", DESKTOP // 2), (LARGER, DESKTOP), (LARGER, PHONE)], ids=["page", "text", "text on a phone"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_zoom_of_200_percent_loses_nothing(tab: Watched, kinds: list[str], code: str, how: str, width: int) -> None:
    _bears(tab, [f"{code}/{kind}" for kind in kinds], how, width)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("code", LANGUAGES)
def test_wide_spacing_loses_nothing(tab: Watched, kinds: list[str], code: str, width: int) -> None:
    _bears(tab, [f"{code}/{kind}" for kind in kinds], SPACED, width)


def _bears(tab: Watched, addresses: list[str], change: str, width: int) -> None:
    """After the change the pages are not wider than the screen, and no text is cut off or lies on other text."""
    found = []
    for address in addresses:
        tab.open(address, width).evaluate(f"(() => {{ {change} }})()")
        found += [f"{address} at {width} px: {wrong}" for wrong in tab.ask("wide().concat(clipped(), overlaps())")]
    said(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_forced_colours_leave_links_controls_and_marks(chromium: Any, site: Served, kinds: list[str], code: str, scheme: str) -> None:
    found = []
    with Watched(chromium, site.address, forced_colors="active", color_scheme=scheme) as forced:
        for kind in kinds:
            forced.open(f"{code}/{kind}", DESKTOP)
            found += [f"{code}/{kind}, {scheme}: {wrong}" for wrong in forced.ask("indistinct()")]
    said(found)
