"""PDF files of the real content, made and proved as people do it: both books, and the hand-outs of the cities that have most and least to tell.

Those of all cities are proved by `make pdf ARGS=--proof`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import DATE, PROJECT, needed, real_world, said

TIMEOUT = 1200  # seconds: every file is made twice
LANGUAGES = real_world().site.settings.languages


def proved(folder: Path, expected: set[str], *asked: str) -> dict[str, str]:
    """The reports of the files that were asked for, by their names."""
    needed("typst", "pikepdf", "segno", "pypdfium2", "page")
    line = [sys.executable, PROJECT / "build.py", "pdf", "--proof", "--no-memo", "--date", DATE, "--out", folder, *asked]
    done = subprocess.run(line, env={**os.environ, "PYTHONUTF8": "1"}, capture_output=True, text=True, encoding="utf-8", timeout=TIMEOUT)
    reports = {file.stem: file.read_text("utf-8") for file in sorted(folder.glob("*.txt"))}
    said(f"{name}: {line}" for name, report in reports.items() for line in report.split("\n") if line.startswith("FAILED"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert {file.name for file in folder.iterdir()} == {f"{name}{suffix}" for name in expected for suffix in (".pdf", ".txt")}
    assert all("two builds" in report for report in reports.values())
    return reports


def extremes() -> list[str]:
    """The sister cities whose records hold most and least; one is told in letters of another kind."""
    sisters = [real_world().cities[card.slug] for card in real_world().of_kinds("sister")]
    held = sorted(sisters, key=lambda city: len(str(vars(city))))
    return list(dict.fromkeys([held[-1].slug, held[0].slug, "xian"]))


def test_both_books_pass_their_proof(tmp_path: Path) -> None:
    reports = proved(tmp_path, {f"book-{code}{suffix}" for code in LANGUAGES for suffix in ("", "-print")}, "--only", "book")
    assert all("Pictures of pixels: " in reports[f"book-{code}-print"] for code in LANGUAGES)


@pytest.mark.parametrize("slug", extremes())
def test_the_hand_outs_of_a_city_pass_their_proof(tmp_path: Path, slug: str) -> None:
    proved(tmp_path, {f"sheet-{slug}", *(f"brochure-{slug}-{code}" for code in LANGUAGES)}, "--city", slug)
