"""What the tests in a browser share: the site served, its kinds of pages, one browser for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import browsing
from conftest import DATE, Command


@pytest.fixture(scope="session")
def site(command: Command, tmp_path_factory: pytest.TempPathFactory) -> Iterator[browsing.Served]:
    """The real site, built for the address at which it is served."""

    def build(address: str, folder: Path) -> None:
        made = command("build", "--date", DATE, "--base-url", address, "--out", folder)
        assert made.returncode == 0, made.stdout + made.stderr

    with browsing.served(tmp_path_factory.mktemp("served") / "public", build) as served:
        yield served


@pytest.fixture(scope="session")
def kinds(site: browsing.Served) -> list[str]:
    """One address of each kind of page, below a language: the fullest among its like."""
    return [addresses[0] for addresses in site.kinds.values()]


@pytest.fixture(scope="session")
def chromium(tool: Callable[[str], str]) -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    at = tool("chromium")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=at, args=browsing.ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def _tab(chromium: Any, site: browsing.Served) -> Iterator[browsing.Watched]:
    with browsing.Watched(chromium, site.address) as tab:
        yield tab


@pytest.fixture
def tab(_tab: browsing.Watched) -> Iterator[browsing.Watched]:
    """The tab of most tests: light, without movement. Whatever it complains of is the test's failure."""
    _tab.drain()
    yield _tab
    complaints = _tab.drain()
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)
