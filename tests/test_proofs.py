"""All PDF files of the real content, made and proved as people do it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from conftest import DATE, PROJECT, needed, real_world, said

TIMEOUT = 1200  # seconds: every file is made twice


def test_every_file_passes_its_proof(tmp_path: Path) -> None:
    needed("typst", "pikepdf", "segno", "pypdfium2", "page")
    line = [sys.executable, PROJECT / "build.py", "pdf", "--proof", "--no-memo", "--date", DATE, "--out", tmp_path]
    done = subprocess.run(line, env={**os.environ, "PYTHONUTF8": "1"}, capture_output=True, text=True, encoding="utf-8", timeout=TIMEOUT)
    reports = {file.stem: file.read_text("utf-8") for file in sorted(tmp_path.glob("*.txt"))}
    said(f"{name}: {line}" for name, report in reports.items() for line in report.split("\n") if line.startswith("FAILED"))
    assert done.returncode == 0, done.stdout + done.stderr
    languages, sisters = real_world().site.settings.languages, [card.slug for card in real_world().of_kinds("sister")]
    expected = {f"book-{code}{suffix}" for code in languages for suffix in ("", "-print")}
    expected |= {f"brochure-{slug}-{code}" for slug in sisters for code in languages} | {f"sheet-{slug}" for slug in sisters}
    assert {file.name for file in tmp_path.iterdir()} == {f"{name}{suffix}" for name in expected for suffix in (".pdf", ".txt")}
    assert all("two builds" in report for report in reports.values())
    assert all("Pictures of pixels: " in reports[f"book-{code}-print"] for code in languages)
