"""The preview: the same road again at every save. The only door to livereload.

Its failings that are put right here (version 2.7.1): it drops a reload within 3 s of the last one, polls
only every 0.8 s, answers 404 with a page of its own, and its inline script is stopped by our policy.
"""

from __future__ import annotations

import dataclasses
import gc
import html
import logging
import re
import time
from collections.abc import Callable
from pathlib import Path

from livereload import Server
from livereload.handlers import LiveReloadHandler, StaticFileHandler
from livereload.watcher import Watcher
from tornado import ioloop

from sistersite import discover, pipeline, telling
from sistersite.errors import BuildFailed, Problem
from sistersite.language import Language

POLL_MS = 100
SETTLE_S = 0.03  # a save empties the file before it fills it; read what is there after that
WATCHED = ("content", "cities", "locales", "layouts", "assets")
_STRICT = re.compile(rb"script-src [^;]*;|connect-src [^;]*;")
_LIVE = {b"script-src": b"script-src 'self' 'unsafe-inline';", b"connect-src": b"connect-src 'self' ws: wss:;"}  # of the preview only
_STYLE = (
    "body{font:1.05rem/1.9 Vazirmatn,Tahoma,system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#16204a;background:#fdfaf3}"
    "section{border-block-start:3px solid #d9a441;padding-block:.6rem;margin-block:1.2rem}section p{margin:.3rem 0}code{font-size:.95rem}"
)


class _Preview:
    """The state of the preview: what is wrong with the content now."""

    def __init__(self, options: pipeline.Options, words: Language) -> None:
        self.options, self.words = options, words
        self.folder = options.root / ".cache" / "preview"
        self.failure: list[str] = []  # paragraphs of HTML

    def build(self) -> None:
        """Make the site anew; when that fails, keep the pages and remember the problems."""
        time.sleep(SETTLE_S)
        gc.disable()  # a build makes no cycles worth collecting; afterwards nobody waits
        try:
            pipeline.build(self.options, self.folder)
            self.failure = []
        except BuildFailed as failed:
            self.failure = [self._told(problem) for problem in failed.problems]
            print("\n".join(telling.tell(failed.problems, self.words)), flush=True)
        except Exception as error:  # the watcher would end on it, silently
            logging.getLogger("livereload").exception("build")
            self.failure = [f"<p dir=auto>{html.escape(one)}</p>" for one in (repr(error), self.words.word("use.bug"))]
        finally:
            gc.enable()

    def _told(self, problem: Problem) -> str:
        """Its place, what is wrong, and what to type; the place is no part of the sentence, which may run the other way."""
        said, advice = (html.escape(put(problem, self.words)).replace("\n", "<br>") for put in (telling.sentence, telling.advise))
        return f"<section><code dir=ltr>{html.escape(str(problem.place))} [{problem.kind}]</code><p>{said}</p><p>{advice}</p></section>"

    def failure_page(self) -> bytes:
        title, kept = (html.escape(self.words.word(key)) for key in ("serve.failed", "serve.kept"))
        return (
            f'<!doctype html><html lang="{self.words.code}" dir="{self.words.direction}"><head><meta charset="utf-8">'
            f"<title>{title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1>{''.join(self.failure)}<p>{kept}</p></body></html>"
        ).encode()


def serve(options: pipeline.Options, port: int, words: Language) -> None:
    """Serve a preview on this machine until interrupted."""
    address = f"http://127.0.0.1:{port}/"
    preview = _Preview(dataclasses.replace(options, base_url=address, drafts=True), words)
    preview.build()
    LiveReloadHandler.DEFAULT_RELOAD_TIME = 0

    class Handler(_Pages):
        state = preview

    server = Server(watcher=_Watcher())
    server.SFH = Handler
    for name in WATCHED:
        for folder in {options.root / name, discover.resource(options.root, name)}:
            if folder.is_dir():
                server.watch(str(folder), preview.build)
    server.watcher.examine()  # learn what is there; else the first look counts as a change
    print(words.word("serve.ready", address=address), flush=True)
    logging.getLogger("tornado.access").setLevel(logging.WARNING)
    server.serve(root=str(preview.folder), port=port, restart_delay=0)


class _Watcher(Watcher):
    def start(self, callback: Callable[[], None]) -> bool:
        ioloop.PeriodicCallback(callback, POLL_MS).start()
        return True


class _Pages(StaticFileHandler):
    """Our pages: with a policy that lets the reload script in, our own 404, and the problems while there are any."""

    state: _Preview

    async def get(self, path: str, include_body: bool = True) -> None:
        if self.state.failure and Path(path).suffix in ("", ".html"):
            self._page(self.state.failure_page(), 500)
            return
        file = self._file(path)
        if file is None:
            self._page(self._missing(path), 404)
        elif file.suffix == ".html":
            self._page(file.read_bytes(), 200)
        else:
            await super().get(path, include_body)

    def _file(self, path: str) -> Path | None:
        """The file of an address inside the preview folder, or None."""
        root = self.state.folder.resolve()
        file = (root / path).resolve()
        if file.is_dir():
            file /= "index.html"
        return file if file.is_file() and file.is_relative_to(root) else None

    def _missing(self, path: str) -> bytes:
        own = self._file(f"{path.split('/')[0]}/404.html") or self._file("404.html")
        return own.read_bytes() if own else b""

    def compute_etag(self) -> None:
        """None: pages are sent with no-store."""

    def _page(self, content: bytes, status: int) -> None:
        self.set_status(status)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(_STRICT.sub(lambda rule: _LIVE[rule.group().split()[0]], content, 2))
