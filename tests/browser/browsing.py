"""The site on a port of this machine and a browser to look at it with: for the tests, and for the tools that take pictures and weigh.

Knows nothing of pytest, and of the pages only their addresses.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import io
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent.parent
LANGUAGES = {"fa": "rtl", "en": "ltr"}  # code → direction
WIDTHS = (360, 768, 1440)  # CSS px: a phone, a tablet, a desk
PHONE, TABLET, DESKTOP = WIDTHS
SCHEMES = ("light", "dark")
LAID_OUT = """for (const one of document.querySelectorAll('section, .cell')) one.style.contentVisibility = 'visible';
    for (const fold of document.querySelectorAll('details')) fold.open = true;"""
PROBES = (Path(__file__).parent / "probes.js").read_text("utf-8")

# Nothing of the browser's own may go out: the tests need no network.
ARGUMENTS = """--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --no-first-run
--disable-quic --disable-sync""".split()
TEXTS = {".html", ".css", ".js", ".mjs", ".json", ".svg", ".xml", ".txt", ".csv", ".ics", ".vcf", ".webmanifest", ".geojson"}
TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".woff2": "font/woff2",
         ".svg": "image/svg+xml", ".xml": "application/xml", ".avif": "image/avif", ".webp": "image/webp", ".json": "application/json",
         ".txt": "text/plain; charset=utf-8"}  # fmt: skip


def chromium() -> str | None:
    return next((at for name in ("chromium", "chromium-browser", "google-chrome") if (at := shutil.which(name))), None)


@functools.cache
def packed(file: Path, changed: int) -> bytes:
    """A text file as a good host sends it; `changed` is its time, so that a new build is packed anew."""
    return gzip.compress(file.read_bytes(), 9, mtime=0)


class _Host(http.server.SimpleHTTPRequestHandler):
    """A host as we ask for: packed texts, our page for wrong addresses, what has a digest in its name kept for a year; no log."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else half of the answers wait for an acknowledgement
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, **TYPES}

    def log_message(self, format: str, *values: object) -> None:
        pass

    def send_head(self) -> Any:
        file = Path(self.translate_path(self.path))
        if file.suffix == ".woff2":
            time.sleep(self.server.late)
        if file.is_dir() and self.path.partition("?")[0].endswith("/"):
            file = file / "index.html"
        if file.suffix not in TEXTS or not file.is_file() or "gzip" not in self.headers.get("Accept-Encoding", ""):
            return super().send_head()
        return self._answer(200, packed(file, file.stat().st_mtime_ns), self.guess_type(file), {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"})

    def end_headers(self) -> None:
        if self.path.startswith("/assets/"):
            self.send_header("Cache-Control", "public, max-age=31536000, immutable")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        own = Path(self.directory) / self.path.strip("/").partition("/")[0] / "404.html"
        body = (own if own.is_file() else Path(self.directory) / "404.html").read_bytes()
        self.wfile.write(self._answer(code, body, TYPES[".html"], {}).read())

    def _answer(self, code: int, body: bytes, kind: str, more: dict[str, str]) -> io.BytesIO:
        self.send_response(code)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **more}.items():
            self.send_header(name, value)
        self.end_headers()
        return io.BytesIO(body)


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    late = 0.0  # seconds by which every font is late

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that leaves a page hangs up; nobody wants to read of that."""


@dataclass(frozen=True)
class Served:
    """A built site at an address of this machine."""

    address: str
    folder: Path
    server: _Server

    @functools.cached_property
    def kinds(self) -> dict[str, list[str]]:
        return kinds(self.folder / "fa")


@contextmanager
def served(folder: Path, build: Callable[[str, Path], None]) -> Iterator[Served]:
    """Build the site for a free port into `folder` with `build(address, folder)`, and serve it."""
    server = _Server(("127.0.0.1", 0), functools.partial(_Host, directory=str(folder)))
    address = f"http://127.0.0.1:{server.server_port}/"
    build(address, folder)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Served(address, folder, server)
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def build(address: str, folder: Path) -> None:
    """Build as a user does; for tools, which end when it fails."""
    command = [sys.executable, str(PROJECT / "build.py"), "build", "--base-url", address, "--out", str(folder)]
    if subprocess.run(command, stdout=subprocess.DEVNULL).returncode:
        raise SystemExit("the build failed")


def kinds(language: Path) -> dict[str, list[str]]:
    """Kinds of pages of a language's folder → their addresses below it, the fullest page first.

    Found from the addresses: below a literal name stands a list, whose pages are of one kind, and
    below such a page literal names again: `cities/`, `cities/*/`, `cities/*/kit/`. Pages of the first
    level are each a kind of their own, but those of prose, which are one.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    for file in sorted(language.rglob("index.html")):
        content = file.read_bytes()
        if b'http-equiv="refresh"' in content:
            continue
        address = file.relative_to(language).as_posix().removesuffix("index.html")
        kind = "/".join("*" if level % 2 else part for level, part in enumerate(address.rstrip("/").split("/")))
        if b'<article class="prose">' in content:
            kind = "prose"
        found.setdefault(kind or "home", []).append((-file.stat().st_size, address))
    return {kind: [address for _, address in sorted(pages)] for kind, pages in sorted(found.items())} | {"404": ["404.html"]}


def pages(folder: Path) -> list[str]:
    """The addresses of all pages below a folder, redirects among them."""
    return [file.relative_to(folder).as_posix().removesuffix("index.html") for file in sorted(folder.rglob("*.html"))]


@contextmanager
def browser() -> Iterator[Any]:
    """A Chromium, for tools."""
    from playwright.sync_api import sync_playwright

    at = chromium()
    if at is None:
        raise SystemExit("chromium is missing: tests/setup.sh says how to get it")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=at, args=ARGUMENTS)
        yield started
        started.close()


class Watched:
    """A tab that remembers everything a healthy page does not do."""

    def __init__(self, browser: Any, base: str, **options: Any) -> None:
        self.base, self.complaints = base, []
        self.context = browser.new_context(**{"viewport": {"width": DESKTOP, "height": 800}, "color_scheme": "light", "reduced_motion": "reduce", **options})
        self.page = self.context.new_page()
        self.page.on("console", lambda m: self._note(f"console {m.type}: {m.text}"))
        self.page.on("pageerror", lambda e: self._note(f"error: {e}"))
        # the icon is fetched after the load event; leaving the page aborts it, which is no failure of ours
        self.page.on("requestfailed", lambda r: None if "ERR_ABORTED" in (r.failure or "") else self._note(f"request failed: {r.url} {r.failure}"))
        self.page.on("request", lambda r: None if r.url.startswith((base, "data:")) else self._note(f"foreign request: {r.url}"))
        self.page.on("response", lambda r: self._note(f"answered {r.status}: {r.url}") if r.status >= 400 else None)

    def __enter__(self) -> Watched:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def open(self, address: str, width: int | None = None) -> Any:
        if width:
            self.width(width)
        self.page.goto(self.base + address, wait_until="load")
        return self.page

    def width(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 800})

    def ask(self, call: str) -> Any:
        """What a function of probes.js says of the page; `call` like "wide()". Nobody scrolls here: all is laid out before."""
        return self.page.evaluate(f"(() => {{ {LAID_OUT}\n{PROBES}\nreturn {call}; }})()")

    def drain(self) -> list[str]:
        """The complaints since the last time."""
        told, self.complaints = self.complaints, []
        return told

    def _note(self, what: str) -> None:
        self.complaints.append(f"{self.page.url.removeprefix(self.base)}: {what}")


def minutes(text: str) -> int | None:
    """The minutes since midnight that a clock's words tell, in any digits and with or without halves of the day."""
    plain = text.translate({ord("۰") + n: str(n) for n in range(10)} | {ord("٠") + n: str(n) for n in range(10)})
    found = re.search(r"(\d{1,2})[:٫.](\d{2})", plain)
    if found is None:
        return None
    hour, half = int(found[1]), re.search(r"\b[ap]\.?\s?m\b|ق\.ظ|ب\.ظ|قبل‌ازظهر|بعدازظهر", plain, re.I)
    if half:
        hour = hour % 12 + (12 if half[0][0].lower() in "pب" else 0)
    return hour * 60 + int(found[2])
