"""Pages in a real browser: accessibility, overflow, silence of the console, keyboard, no script needed.

One browser for all; one page of each kind in each language.
"""

from __future__ import annotations

import functools
import http.server
import json
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import DATE, Command, said

sync_api = pytest.importorskip("playwright.sync_api")

# Nothing of the browser's own may go out: the tests need no network.
ARGUMENTS = """--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --no-first-run
--disable-quic --disable-sync""".split()
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
DIRECTIONS = {"fa": "rtl", "en": "ltr"}
PHONE, DESKTOP = 360, 1440  # CSS px
LISTS = ("cities", "regions", "fields")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """A server of files as any other, with our page for wrong addresses and without a log."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *values: object) -> None:
        pass

    def end_headers(self) -> None:
        if self.path.startswith("/assets/"):  # their names change with their content
            self.send_header("Cache-Control", "max-age=3600")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        own = Path(self.directory) / self.path.strip("/").partition("/")[0] / "404.html"
        body = (own if own.is_file() else Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="session")
def served(command: Command, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The real site on a port of this machine, built for that very address: (address, folder)."""
    folder = tmp_path_factory.mktemp("served") / "public"
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    server.daemon_threads = True
    address = f"http://127.0.0.1:{server.server_port}/"
    made = command("build", "--no-memo", "--date", DATE, "--base-url", address, "--out", folder)
    assert made.returncode == 0, made.stdout + made.stderr
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield address, folder
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture(scope="session")
def kinds(served: tuple[str, Path]) -> list[str]:
    """One address of each kind of page, below a language: the fullest city, region and field among their like."""
    _, site = served
    found = []
    for folder in sorted((site / "fa").rglob("index.html")):
        address = folder.relative_to(site / "fa").as_posix().removesuffix("index.html")
        if address.partition("/")[0] not in LISTS or address.count("/") == 1:
            found.append(address)
    for name in LISTS:
        below = [f for f in (site / "fa" / name).glob("*/index.html") if b'http-equiv="refresh"' not in f.read_bytes()]
        if below:
            found.append(f"{name}/{max(below, key=lambda f: f.stat().st_size).parent.name}/")
    return [*found, "404.html"]


@pytest.fixture(scope="session")
def browser(tool: Callable[[str], str]) -> Iterator[Any]:
    at = tool("chromium")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=at, args=ARGUMENTS)
        yield started
        started.close()


class Watched:
    """A tab that remembers everything a healthy page does not do."""

    def __init__(self, browser: Any, base: str, **options: Any) -> None:
        self.base, self.complaints = base, []
        self.context = browser.new_context(viewport={"width": DESKTOP, "height": 800}, **options)
        self.page = self.context.new_page()
        self.page.on("console", lambda m: self._note(f"console {m.type}: {m.text}"))
        self.page.on("pageerror", lambda e: self._note(f"error: {e}"))
        # the icon is fetched after the load event; leaving the page aborts it, which is no failure of ours
        self.page.on("requestfailed", lambda r: None if "ERR_ABORTED" in (r.failure or "") else self._note(f"request failed: {r.url} {r.failure}"))
        self.page.on("request", lambda r: None if r.url.startswith((base, "data:")) else self._note(f"foreign request: {r.url}"))
        self.page.on("response", lambda r: self._note(f"answered {r.status}: {r.url}") if r.status >= 400 else None)

    def open(self, address: str, width: int | None = None) -> Any:
        if width:
            self.page.set_viewport_size({"width": width, "height": 800})
        self.page.goto(self.base + address, wait_until="load")
        return self.page

    def _note(self, what: str) -> None:
        self.complaints.append(f"{self.page.url.removeprefix(self.base)}: {what}")

    def close(self) -> None:
        self.context.close()


@pytest.fixture(scope="session")
def tab(browser: Any, served: tuple[str, Path]) -> Iterator[Watched]:
    """The tab of most tests."""
    watched = Watched(browser, served[0], color_scheme="light", reduced_motion="reduce")
    yield watched
    watched.close()


def _violations(violations: list[dict[str, Any]], where: str) -> Iterator[str]:
    for violation in violations:
        nodes = violation["nodes"]
        for node in nodes[:5]:
            why = " ".join(check["message"] for check in (*node["any"], *node["all"], *node["none"]))
            yield f"{where}: [{violation['id']}] {' '.join(map(str, node['target']))}: {why}"
        if len(nodes) > 5:
            yield f"{where}: [{violation['id']}] and at {len(nodes) - 5} more places"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(browser: Any, tool: Callable[[str], str], served: tuple[str, Path], kinds: list[str], scheme: str) -> None:
    """Both languages side by side, each in a tab with a process of its own; of a long list the first dozen, as the rest is alike."""
    script = Path(tool("axe-core")).read_text("utf-8")
    options = json.dumps({"runOnly": TAGS, "resultTypes": ["violations"], "preload": False})
    shorten = """for (const list of document.querySelectorAll('main, main *'))
        for (const one of [...list.children].filter(e => /^(LI|TR|SECTION|DIV)$/i.test(e.tagName)).slice(12)) one.remove();"""
    begin = f"window.told = axe.run(document, {options}).then(({{violations}}) => violations); 0"
    tabs = {code: Watched(browser, served[0], color_scheme=scheme, reduced_motion="reduce") for code in DIRECTIONS}
    found = []
    try:
        for kind in [None, *kinds]:
            addresses = dict.fromkeys(tabs, "") | {"en": "404.html"} if kind is None else {code: f"{code}/{kind}" for code in tabs}
            for code, tab in tabs.items():
                tab.open(addresses[code], PHONE).evaluate(f"{script};{shorten};0")
            for width in (PHONE, DESKTOP):
                for tab in tabs.values():
                    tab.page.set_viewport_size({"width": width, "height": 800})
                    tab.page.evaluate(begin)
                for code, tab in tabs.items():
                    found += _violations(tab.page.evaluate("window.told"), f"{addresses[code]} at {width} px, {scheme}")
        said(found + [complaint for tab in tabs.values() for complaint in tab.complaints])
    finally:
        for tab in tabs.values():
            tab.close()


@pytest.mark.parametrize("code", DIRECTIONS)
def test_every_page_fits_a_narrow_screen(tab: Watched, served: tuple[str, Path], code: str) -> None:
    """All pages, not one of each kind: it is the content that runs over."""
    measure = """() => { const wide = document.documentElement.clientWidth; const over = [];
        if (document.documentElement.scrollWidth > wide) for (const e of document.body.querySelectorAll('*')) {
            const r = e.getBoundingClientRect();
            if ((r.right > wide + 1 || r.left < -1) && !e.closest('.scroll, .skip'))
                over.push(e.tagName + '.' + e.className + ' ' + Math.round(r.left) + '…' + Math.round(r.right));
        }
        return [document.documentElement.scrollWidth, wide, over.slice(0, 3)]; }"""
    site, found = served[1], []
    for file in [*sorted((site / code).rglob("*.html")), site / "index.html", site / "404.html"]:
        address = file.relative_to(site).as_posix().removesuffix("index.html")
        page = tab.open(address, 320)
        for width in (320, PHONE):
            page.set_viewport_size({"width": width, "height": 800})
            scrolled, wide, over = page.evaluate(measure)
            if scrolled > wide:
                found.append(f"{address} at {width} px is {scrolled} px wide: {over}")
    said(found)


@pytest.mark.parametrize("code", DIRECTIONS)
def test_every_page_is_silent_and_says_its_language(browser: Any, served: tuple[str, Path], kinds: list[str], code: str) -> None:
    """No message in the console, no failed request, none to another host."""
    watched = Watched(browser, served[0])
    try:
        for kind in kinds:
            page = watched.open(f"{code}/{kind}")
            assert page.locator("html").get_attribute("lang") == code
            assert page.evaluate("getComputedStyle(document.documentElement).direction") == DIRECTIONS[code]
            assert page.title().strip()
            assert page.locator("h1").count() == 1, f"{kind}: not one h1"
        said(watched.complaints)
    finally:
        watched.close()


def test_the_fonts_are_our_own(tab: Watched) -> None:
    for code, font in (("fa", "Vazirmatn"), ("en", "Source Sans 3")):
        page = tab.open(f"{code}/")
        used = page.evaluate("document.fonts.ready.then(() => [...document.fonts].filter(f => f.status == 'loaded').map(f => f.family))")
        assert font in [name.strip('"') for name in used]
        assert page.evaluate("getComputedStyle(document.body).fontFamily").lstrip('"').startswith(font)


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
        assert page.locator("html").get_attribute("dir") == DIRECTIONS[other]


@pytest.mark.parametrize("code", DIRECTIONS)
def test_the_switcher_stands_at_the_end_of_the_line(tab: Watched, code: str) -> None:
    """In the upper corner to the right in English, to the left in Persian."""
    page = tab.open(f"{code}/", DESKTOP)
    box, title = page.locator(".switcher").bounding_box(), page.locator(".site-title").bounding_box()
    assert (box["x"] > title["x"]) == (DIRECTIONS[code] == "ltr")
    assert box["y"] < page.locator(".menu").bounding_box()["y"]


@pytest.mark.parametrize("code", DIRECTIONS)
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


@pytest.mark.parametrize("code", DIRECTIONS)
def test_everything_in_focus_is_seen(tab: Watched, code: str) -> None:
    """Each stop of the Tab key on a city's page has an outline and is on the screen."""
    page = tab.open(f"{code}/cities/", DESKTOP)
    for _ in range(25):
        page.keyboard.press("Tab")
        seen = page.evaluate("(() => { const e = document.activeElement, r = e.getBoundingClientRect(), s = getComputedStyle(e);"
                             " return [e.outerHTML.slice(0, 80), s.outlineStyle, parseFloat(s.outlineWidth),"
                             " r.bottom > 0 && r.top < innerHeight]; })()")  # fmt: skip
        assert seen[1] != "none", seen
        assert seen[2] >= 2, seen
        assert seen[3], seen


def test_readable_without_javascript(browser: Any, served: tuple[str, Path], tab: Watched, kinds: list[str]) -> None:
    without = Watched(browser, served[0], java_script_enabled=False)
    try:
        for code in DIRECTIONS:
            for kind in kinds:
                texts = [one.open(f"{code}/{kind}", DESKTOP).locator("main").inner_text() for one in (tab, without)]
                assert texts[0].strip()
                assert texts[0] == texts[1], f"{code}/{kind}"
    finally:
        without.close()


def test_a_wrong_address_gets_our_page(browser: Any, served: tuple[str, Path]) -> None:
    watched = Watched(browser, served[0])
    try:
        for code in DIRECTIONS:
            page = watched.open(f"{code}/no/such/page/")
            assert page.locator("html").get_attribute("lang") == code
            page.locator("main a").first.click()
            page.wait_for_load_state()
            assert page.url.startswith(watched.base + code)
            assert not page.url.endswith("404.html")
        said(c for c in watched.complaints if not re.search(r"404", c))
    finally:
        watched.close()
