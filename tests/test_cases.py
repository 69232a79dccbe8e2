"""Runs every folder in cases/: what the check says of it, and what a healthy site becomes. See README.md."""

from __future__ import annotations

import datetime
import difflib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sistersite import memo, pipeline, telling
from sistersite.errors import KINDS

TESTS = Path(__file__).parent
CASES = TESTS / "cases"
HEALTHY = CASES / "healthy"
GOLDEN = bool(os.environ.get("GOLDEN"))  # write down what is, instead of comparing with what should be
DATE = datetime.date(2026, 11, 22)
PAGES = ("fa/cities/florence/index.html", "en/cities/xian/index.html", "de/cities/florence/index.html", "en/status/index.html", "en/feed.xml")
FINGERPRINT = re.compile(rb"(?<=\.)[0-9a-f]{10}(?=\.[a-z0-9]+\b)")

FOLDERS = sorted(folder.name for folder in CASES.iterdir() if folder.is_dir())
FREE = {name for name in FOLDERS if name == "all-at-once" or name.startswith("healthy")}  # these stand for no single kind


def kind_of(folder: str) -> str:
    return re.sub(r"-\d+$", "", folder)


def lay_out(case: Path, root: Path) -> None:
    """The healthy site with what the case changes."""
    shutil.copytree(HEALTHY / "in", root)
    if (case / "layouts.txt").exists():
        shutil.copytree(TESTS.parent / "layouts", root / "layouts")
    for line in _lines(case / "remove.txt"):
        gone = root / line
        shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    if case != HEALTHY and (case / "in").exists():
        shutil.copytree(case / "in", root, symlinks=True, dirs_exist_ok=True)
    for line in _lines(case / "generate.txt"):
        path, size = line.split()
        (root / path).write_bytes(b" " * int(size))


def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8").split("\n")[:-1] if file.exists() else []


def compare(file: Path, said: str) -> None:
    if GOLDEN:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(said.encode())
        return
    expected = file.read_bytes().decode() if file.exists() else ""
    diff = difflib.unified_diff(expected.splitlines(), said.splitlines(), str(file.relative_to(TESTS)), "now", lineterm="")
    assert said == expected, "\n" + "\n".join(diff)


@pytest.fixture(scope="module")
def remembered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the builds of all cases remember: most of each is the healthy site."""
    return tmp_path_factory.mktemp("remembered")


@pytest.mark.parametrize("name", FOLDERS)
def test_case(name: str, tmp_path: Path, remembered: Path) -> None:
    lay_out(CASES / name, tmp_path / "site")
    (tmp_path / "site/.cache").symlink_to(remembered)
    options = pipeline.Options(tmp_path / "site", date=DATE)
    ground = pipeline.survey(options)
    problems = pipeline.make(options, ground).problems.in_order()
    languages, _ = pipeline.understand_languages(ground.languages, memo.Memo(None))
    told = ["\n".join(telling.tell(problems, languages[code])) + "\n" if problems else "" for code in ("en", "fa")]
    compare(CASES / name / "problems.txt", "---\n".join(told) if problems else "")
    kinds = {problem.kind for problem in problems}
    if name not in FREE:
        assert kinds == {kind_of(name)}
    elif name != "all-at-once":
        assert not kinds


def test_a_case_for_every_kind() -> None:
    assert {kind_of(name) for name in FOLDERS if name not in FREE} == set(KINDS)


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, bytes]]:
    root = tmp_path_factory.mktemp("healthy") / "site"
    lay_out(HEALTHY, root)
    made = pipeline.make(pipeline.Options(root, date=DATE, memo=False))
    assert not made.problems
    yield {FINGERPRINT.sub(b"FINGERPRINT", output.path.encode()).decode(): FINGERPRINT.sub(b"FINGERPRINT", output.content) for output in made.outputs}


def test_paths(healthy: dict[str, bytes]) -> None:
    compare(HEALTHY / "out/paths.txt", "".join(f"{path}\n" for path in sorted(healthy)))


@pytest.mark.parametrize("page", PAGES)
def test_page(healthy: dict[str, bytes], page: str) -> None:
    compare(HEALTHY / "out" / page, healthy[page].decode())


def test_a_third_language_is_only_a_folder(healthy: dict[str, bytes]) -> None:
    page = healthy["de/cities/florence/index.html"].decode()
    assert '<html lang="de" dir="ltr"' in page
    assert "Partnerstadt" in page and "Der Vertrag" in page and "11. Chordad 1400" in page
    assert "Austausch von Kulturdelegationen" in page and '<bdi lang="en" dir="ltr">Tourist exchange.</bdi>' in page
    assert '<div lang="en" dir="ltr">' in page  # the chapter, which nobody has written in German
