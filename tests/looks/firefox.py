"""Pictures from Firefox, spoken to through WebDriver BiDi: a plain Firefox ESR does, with no driver beside it."""

from __future__ import annotations

import asyncio
import base64
import io
import itertools
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from browser.browsing import LAID_OUT
from PIL import Image
from tornado.websocket import websocket_connect

PREFS = {
    "layout.css.prefers-color-scheme.content-override": None,  # 0 dark, 1 light
    "ui.prefersReducedMotion": 1,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.normandy.enabled": False,
    "app.update.auto": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "remote.active-protocols": 1,
}


class Firefox:
    """One Firefox with one tab; its colours are chosen when it starts."""

    def __init__(self, at: str, scheme: str, profile: Path) -> None:
        prefs = PREFS | {"layout.css.prefers-color-scheme.content-override": 0 if scheme == "dark" else 1}
        (profile / "user.js").write_text("".join(f'user_pref("{name}", {json.dumps(value)});\n' for name, value in prefs.items()))
        command = [at, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0", "about:blank"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.loop, self.numbers = asyncio.new_event_loop(), itertools.count(1)
        self.socket = self.loop.run_until_complete(self._connect())
        self.ask("session.new", capabilities={})
        self.tab = self.ask("browsingContext.getTree")["contexts"][0]["context"]

    def _address(self) -> str:
        for line in self.process.stderr:
            if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", line):
                return found[1]
        raise SystemExit("Firefox did not start")

    async def _connect(self) -> Any:
        return await websocket_connect(self._address() + "/session", max_message_size=1 << 29)

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        return self.loop.run_until_complete(asyncio.wait_for(self._ask(method, params), 60))

    async def _ask(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        number = next(self.numbers)
        await self.socket.write_message(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            told = await self.socket.read_message()
            if told is None:
                raise SystemExit("Firefox has gone")
            answer = json.loads(told)
            if answer.get("id") == number:
                if answer["type"] == "error":
                    raise SystemExit(f"Firefox: {method}: {answer['message']}")
                return answer["result"]

    def shoot(self, address: str, width: int) -> Image.Image:
        self.ask("browsingContext.setViewport", context=self.tab, viewport={"width": width, "height": 800})
        self.ask("browsingContext.navigate", context=self.tab, url=address, wait="complete")
        ready = LAID_OUT + "document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => done(0))))"
        self.ask("script.evaluate", expression=ready, target={"context": self.tab}, awaitPromise=True)
        taken = self.ask("browsingContext.captureScreenshot", context=self.tab, origin="document")
        return Image.open(io.BytesIO(base64.b64decode(taken["data"]))).convert("RGB")

    def close(self) -> None:
        self.socket.close()
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.process.stderr.close()
        self.loop.close()


@contextmanager
def in_firefox(base: str) -> Iterator[Callable[[str, int, str], Image.Image]]:
    at = shutil.which("firefox-esr") or shutil.which("firefox")
    if at is None:
        raise SystemExit("Firefox is missing: sudo apt-get install firefox-esr")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        running = {}
        try:
            for scheme in ("light", "dark"):
                profile = Path(folder) / scheme
                profile.mkdir()
                running[scheme] = Firefox(at, scheme, profile)
            yield lambda address, width, scheme: running[scheme].shoot(base + address, width)
        finally:
            for one in running.values():
                one.close()
