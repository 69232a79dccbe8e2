"""What several tests need: the command as a process, the real site built once, tools that may be missing."""

from __future__ import annotations

import datetime
import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
import reading
import yaml

from sistersite import parallel, pipeline, views
from sistersite.memo import Memo

PROJECT = Path(__file__).resolve().parent.parent
DATE = "2026-11-22"  # the day on which the sites of the tests speak
TOOLS = PROJECT / "tests/browser/node_modules"

Command = Callable[..., subprocess.CompletedProcess[str]]


def said(complaints: Iterable[str]) -> None:
    """Fail with every complaint, not with the first alone."""
    if complaints := list(complaints):
        pytest.fail(f"{len(complaints)} found:\n" + "\n".join(complaints), pytrace=False)


def needed(*packages: str) -> None:
    """Skip where the packages for PDFs are missing; in CI (CI=true) the import of a missing one fails."""
    if os.environ.get("CI") != "true":
        for name in packages:
            pytest.importorskip(name)


@functools.cache
def real_world() -> views.World:
    """The real content, understood, without its drafts."""
    options = pipeline.Options(PROJECT, date=datetime.date.fromisoformat(DATE))
    understood = pipeline.understand(pipeline.survey(options), Memo(None))
    assert understood.site and not understood.problems
    return views.world(understood.site)


@pytest.fixture(scope="session", autouse=True)
def one_process() -> Iterator[None]:
    """Nothing is forked from a test's own process, which has threads, and in which Typst may have run; tests of the command see to that."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parallel.os, "cpu_count", lambda: 1)
        yield


@pytest.fixture(scope="session")
def project() -> Path:
    return PROJECT


@pytest.fixture(scope="session")
def command() -> Command:
    """Run build.py as a process: `command("check", "--root", folder, cwd=…, env={…}, python=("-S",))`."""

    def run(*arguments: object, cwd: Path = PROJECT, env: dict[str, str] | None = None, python: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, *python, str(PROJECT / "build.py"), *map(str, arguments)]
        surroundings = {**os.environ, "PYTHONUTF8": "1", **(env or {})}
        return subprocess.run(line, cwd=cwd, env=surroundings, capture_output=True, text=True, encoding="utf-8", timeout=120)

    return run


@pytest.fixture(scope="session")
def built_site(command: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real content as a site, at the address that content/site.yaml names."""
    folder = tmp_path_factory.mktemp("site") / "public"
    made = command("build", "--no-memo", "--date", DATE, "--out", folder)
    assert made.returncode == 0, made.stdout + made.stderr
    return folder


@pytest.fixture(scope="session")
def pages(built_site: Path) -> dict[str, reading.Page]:
    return reading.pages(built_site)


@pytest.fixture(scope="session")
def base_url() -> str:
    """The address that content/site.yaml names, ending in a slash."""
    return yaml.safe_load((PROJECT / "content/site.yaml").read_text("utf-8"))["base_url"].rstrip("/") + "/"


@pytest.fixture(scope="session")
def tool() -> Callable[[str], str]:
    """The path of a tool; where it is missing the test does not run, and in CI (CI=true) it fails."""

    def find(name: str) -> str:
        at = _TOOLS[name]()
        if at is None:
            (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"{name} is missing: tests/setup.sh says how to get it")
        return str(at)

    return find


def _program(*names: str) -> Callable[[], str | None]:
    return lambda: next((found for name in names if (found := shutil.which(name))), None)


def _npm(name: str, folder: Path = TOOLS) -> Callable[[], Path | None]:
    return lambda: folder / name if (folder / name).is_file() else None


_TOOLS: dict[str, Callable[[], str | Path | None]] = {
    "chromium": _program("chromium", "chromium-browser", "google-chrome"),
    "java": _program("java"),
    "node": _program("node"),
    "axe-core": _npm("axe-core/axe.min.js"),
    "vnu-jar": _npm("vnu-jar/build/dist/vnu.jar"),
    "yaml-language-server": _npm("yaml-language-server/bin/yaml-language-server", PROJECT / "tests/editor/node_modules"),
    "html-validate": _npm("html-validate/bin/html-validate.mjs"),
}
