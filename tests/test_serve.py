"""The preview: saved means shown; a mistake is shown too, and the last good pages are kept."""

import asyncio
import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tornado.websocket import websocket_connect

PROJECT = Path(__file__).parent.parent


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def fetch(port, path):
    """(status, body) of a page."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def wait_for(port, path, wanted, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        status, body = fetch(port, path)
        if wanted in body:
            return status, body
        time.sleep(0.05)
    raise AssertionError(f"{wanted!r} did not appear on {path}: {status} {body[:300]}")


@pytest.fixture(scope="module")
def preview(tmp_path_factory):
    """A running preview of the healthy case: its port and its root."""
    root = tmp_path_factory.mktemp("preview") / "site"
    shutil.copytree(PROJECT / "tests/cases/healthy/in", root)
    port = free_port()
    process = subprocess.Popen([sys.executable, PROJECT / "build.py", "serve", "--root", root, "--port", str(port), "--lang", "en"])
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            fetch(port, "")
            break
        except OSError:
            assert process.poll() is None, "the preview ended"
            time.sleep(0.1)
    yield port, root
    process.terminate()
    process.wait(10)


def replace(file, old, new):
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_pages_their_folders_and_the_own_404(preview):
    port, _ = preview
    assert fetch(port, "en/")[0] == 200 and fetch(port, "en")[0] == 200
    status, body = fetch(port, "en/nowhere/")
    assert status == 404 and '<html lang="en"' in body
    assert fetch(port, "..%2f..%2fcontent/site.yaml")[0] == 404


def test_the_reload_script_is_let_in(preview):
    body = fetch(preview[0], "en/")[1]
    assert "livereload.js" in body and "script-src 'self' 'unsafe-inline'" in body


def test_saving_shows_and_tells_the_browser(preview):
    port, root = preview
    city = root / "cities/florence/city.yaml"

    async def reload_after_saving():
        socket_ = await websocket_connect(f"ws://127.0.0.1:{port}/livereload")
        await socket_.write_message(json.dumps({"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"]}))
        assert json.loads(await socket_.read_message())["command"] == "hello"
        await socket_.write_message(json.dumps({"command": "info", "url": "x"}))
        for old, new in (("Florence", "Florence-on-Arno"), ("Florence-on-Arno", "Florence")):  # twice within 3 seconds
            await asyncio.sleep(0.3)
            replace(city, f'  en: "{old}"', f'  en: "{new}"')
            shown = ""
            while f"<h1>{new}</h1>" not in shown:  # the server also tells one reload of its own when it starts
                told = json.loads(await asyncio.wait_for(socket_.read_message(), 15))
                assert told["command"] == "reload"
                shown = fetch(port, "en/cities/florence/")[1]
        socket_.close()
        while await socket_.read_message() is not None:  # until the other side has closed too
            pass

    with ThreadPoolExecutor(1) as apart:  # a browser driver may keep a loop of its own running in this thread
        apart.submit(asyncio.run, reload_after_saving()).result()


def test_a_mistake_is_shown_and_the_last_good_pages_are_kept(preview):
    port, root = preview
    city = root / "cities/florence/city.yaml"
    wait_for(port, "en/cities/florence/", "<h1>Florence</h1>")
    good = (root / ".cache/preview/en/cities/florence/index.html").read_bytes()
    replace(city, "  region: europe", "  region: europa")
    try:
        status, body = wait_for(port, "en/cities/florence/", "unknown-choice")
        assert status == 500 and "cities/florence/city.yaml:" in body and "europe" in body
        assert (root / ".cache/preview/en/cities/florence/index.html").read_bytes() == good
    finally:
        replace(city, "  region: europa", "  region: europe")
    assert wait_for(port, "en/cities/florence/", "Florence")[0] == 200


def test_drafts_are_seen_here_and_marked(preview):
    port, root = preview
    city = root / "cities/kazan/city.yaml"
    with city.open("a", encoding="utf-8") as file:
        file.write("\ndraft: true\n")
    page = wait_for(port, "en/cities/kazan/", "This is a draft")[1]
    assert page.index("This is a draft") < page.index("<h1>"), "before anything else is read"
    assert "پیش‌نویس" in fetch(port, "fa/cities/kazan/")[1]
    for address in ("en/", "en/cities/", "en/timeline/"):
        assert '<small class="draft">draft</small>' in fetch(port, address)[1], address


def test_a_new_page_appears(preview):
    port, root = preview
    folder = root / "content/pages/news"
    folder.mkdir()
    head = 'title: "News"\nsummary: "What is new."\nupkeep: {office: international, due: 2030-01-01}'
    (folder / "en.md").write_text(f"---\n{head}\n---\n\nNothing yet.\n", "utf-8")
    assert wait_for(port, "en/news/", "Nothing yet.")[0] == 200
