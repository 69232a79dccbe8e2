"""What scripts add to a page, and that it is whole without them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from browser.browsing import DESKTOP, LANGUAGES, Served, Watched, minutes
from conftest import said

# Marks what a script shows that the page came with as hidden.
UNHIDDEN = """new MutationObserver(list => { for (const m of list) m.target.setAttribute('data-was-hidden', ''); })
    .observe(document, {subtree: true, attributes: true, attributeFilter: ['hidden']});"""
GROUND = """(() => { const own = [document.body, document.documentElement].map(e => getComputedStyle(e).backgroundColor);
    const paint = document.createElement('canvas').getContext('2d');
    for (const colour of own.reverse()) { paint.fillStyle = colour; paint.fillRect(0, 0, 1, 1); }
    const [r, g, b] = paint.getImageData(0, 0, 1, 1).data; return (0.299 * r + 0.587 * g + 0.114 * b) / 255; })()"""


def _with(site: Served, code: str, mark: str) -> list[str]:
    """Addresses of the pages whose HTML has a mark, the fullest first; a failure when there is none."""
    files = [file for file in (site.folder / code).rglob("index.html") if mark in file.read_text("utf-8")]
    assert files, f"no page below {code}/ has {mark}"
    return [f"{file.parent.relative_to(site.folder).as_posix()}/" for file in sorted(files, key=lambda f: (-f.stat().st_size, f))]


@pytest.fixture
def scriptless(chromium: Any, site: Served) -> Any:
    with Watched(chromium, site.address, java_script_enabled=False) as watched:
        yield watched
        said(watched.complaints)


@pytest.mark.parametrize("code", LANGUAGES)
def test_everything_is_there_without_script(chromium: Any, site: Served, scriptless: Watched, kinds: list[str], code: str) -> None:
    """The same words and links, but for what scripts add or fill: `data-enhanced`, or `hidden` as the page comes."""
    found = []
    with Watched(chromium, site.address) as scripted:
        scripted.page.add_init_script(UNHIDDEN)
        for kind in kinds:
            address = f"{code}/{kind}"
            for one in (scripted, scriptless):
                one.open(address, DESKTOP)
            ours, bare = scripted.ask("readable()"), scriptless.ask("readable()")
            assert bare["main"], address
            found += [f"{address}: {what} differs: {_difference(ours[what], bare[what])}" for what in ours if ours[what] != bare[what]]
    said(found)


def _difference(one: Any, other: Any) -> str:
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"with script {one[at : at + 40]!r}, without {other[at : at + 40]!r}"


# --- the theme ---


def _choose(page: Any, theme: str) -> None:
    """Whatever the chooser is made of: a list, radio buttons, buttons."""
    chooser = page.locator("[data-theme-chooser]").first
    if chooser.locator("select").count():
        chooser.locator("select").select_option(theme)
    else:
        chooser.locator(f'[value="{theme}"]').click()


@pytest.mark.parametrize(("theme", "other"), [("dark", "light"), ("light", "dark")])
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_theme_can_be_chosen(chromium: Any, site: Served, code: str, theme: str, other: str) -> None:
    """Against the wish of the system; it holds on other pages, in the other language and later; `system` takes it back."""
    with Watched(chromium, site.address, color_scheme=other) as watched:
        page = watched.open(f"{code}/")
        assert page.locator("[data-theme-chooser]").count() >= 1, "no chooser of themes: [data-theme-chooser]"
        assert page.locator("[data-theme-chooser]").first.is_visible()
        own = page.evaluate(GROUND)
        _choose(page, theme)
        for address in (None, f"{code}/cities/", f"{'en' if code == 'fa' else 'fa'}/", f"{code}/"):
            if address:
                watched.open(address)
            assert page.locator("html").get_attribute("data-theme") == theme, address
            assert (page.evaluate(GROUND) < 0.3) == (theme == "dark"), address
            assert (page.evaluate(GROUND) > 0.7) == (theme == "light"), address
        page.reload()
        assert page.locator("html").get_attribute("data-theme") == theme, "forgotten after a reload"
        _choose(page, "system")
        assert page.locator("html").get_attribute("data-theme") in (None, "", "system")
        assert abs(page.evaluate(GROUND) - own) < 0.01
        page.reload()
        assert abs(page.evaluate(GROUND) - own) < 0.01, "the system's wish is forgotten after a reload"
        said(watched.complaints)


def test_the_theme_is_there_before_the_page(chromium: Any, site: Served) -> None:
    """No flash of the other theme: the attribute stands before the body is read."""
    with Watched(chromium, site.address) as watched:
        page = watched.open("en/")
        assert page.locator("[data-theme-chooser]").count() >= 1, "no chooser of themes: [data-theme-chooser]"
        _choose(page, "dark")
        page.add_init_script("""new MutationObserver(function () {
            if (document.body) { window.early = document.documentElement.dataset.theme; this.disconnect(); }
        }).observe(document, {subtree: true, childList: true});""")
        watched.open("en/cities/")
        assert page.evaluate("window.early") == "dark"


def test_no_control_is_shown_that_does_nothing(scriptless: Watched, kinds: list[str]) -> None:
    """Without script: no chooser, no button to copy."""
    for address in [f"{code}/{kind}" for code in LANGUAGES for kind in kinds]:
        page = scriptless.open(address)
        for control in page.locator("[data-theme-chooser], button[data-copy]").all():
            assert not control.is_visible(), f"{address}: {control.evaluate('e => e.outerHTML')[:80]}"


# --- folded sections ---


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_link_into_a_folded_section_opens_it(tab: Watched, site: Served, code: str) -> None:
    address = _with(site, code, 'class="fold"')[0]
    page = tab.open(address)
    shut = page.locator("details.fold:not([open])").count()
    assert shut > 3, "lists that the chapter has told are not folded"
    name = page.locator("details.fold h2").last.get_attribute("id")
    page.locator(f'.on-this-page a[href="#{name}"]').click()
    page.wait_for_function("id => document.getElementById(id).closest('details').open", arg=name, timeout=5000)
    assert page.locator("details.fold:not([open])").count() == shut - 1
    mark = page.locator("details.fold:not([open]) sup.cite[id]").last.get_attribute("id")
    page.goto(f"{tab.base}{address}#{mark}")
    page.wait_for_function("id => document.getElementById(id).closest('details').open", arg=mark, timeout=5000)


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_folded_is_printed(scriptless: Watched, site: Served, code: str) -> None:
    page = scriptless.open(_with(site, code, 'class="fold"')[0], DESKTOP)
    inside = page.locator("details.fold:not([open]) li").first
    assert not inside.is_visible()
    page.emulate_media(media="print")
    assert inside.is_visible()


# --- copying ---


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_button_copies_and_says_so(chromium: Any, site: Served, code: str) -> None:
    address = _with(site, code, "data-copy=")[0]
    with Watched(chromium, site.address, permissions=["clipboard-read", "clipboard-write"]) as watched:
        page = watched.open(address, DESKTOP)
        live = page.locator("[data-announce]")
        assert live.count() >= 1, f"{address}: nothing to announce in: [data-announce]"
        assert live.first.get_attribute("aria-live") in ("polite", "assertive") or live.first.get_attribute("role") == "status"
        buttons = page.locator("button[data-copy]")
        assert not live.first.inner_text().strip()
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        for button in (buttons.first, buttons.last):
            button.focus()
            page.keyboard.press("Enter")
            wanted = "text => document.querySelector('[data-announce]').textContent.trim() && navigator.clipboard.readText().then(t => t === text)"
            page.wait_for_function(wanted, arg=button.get_attribute("data-copy"), timeout=5000)
            assert button.evaluate("e => e === document.activeElement"), "the focus is lost"
            assert button.evaluate("e => (e.innerText || e.ariaLabel || '').trim()"), "the button has no name"
        said(watched.complaints)


# --- the time there ---


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_time_in_a_city_is_told(tab: Watched, scriptless: Watched, site: Served, code: str) -> None:
    """Every zone once: the clock of the city now; without script no hour is told, for it would be the builder's."""
    seen = set()
    for address in _with(site, code, "data-zone="):
        text = (site.folder / address / "index.html").read_text("utf-8")
        zones = re.findall(r'<[^>]*\bdata-zone="([^"]+)"', text)
        if not set(zones) - seen:
            continue
        seen |= set(zones)
        page = tab.open(address)
        for place in page.locator("[data-zone]").all():
            assert place.is_visible(), f"{address}: the time is not shown"
            now, told = datetime.now(ZoneInfo(place.get_attribute("data-zone"))), minutes(place.inner_text())
            assert told is not None, f"{address}: no time in {place.inner_text()!r}"
            apart = abs(told - (now.hour * 60 + now.minute)) % 1440
            assert min(apart, 1440 - apart) <= 1, f"{address}: {place.inner_text()!r} where it is {now:%H:%M}"
        for place in scriptless.open(address).locator("[data-zone]").all():
            assert not place.is_visible() or minutes(place.inner_text()) is None, f"{address}: an hour without script"
    assert seen, "nothing has data-zone"
