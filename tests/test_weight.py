"""The built pages are light: the limits of tests/bench/weight.py, from the files alone."""

from __future__ import annotations

from pathlib import Path

from bench.weight import TEXT_LIMIT, text_of
from conftest import said


def test_a_citys_page_is_light(built_site: Path) -> None:
    """HTML and style sheet as sent by a host that packs them; every city, both languages."""
    weights = {page: text_of(built_site, page) for page in sorted(built_site.glob("*/cities/*/index.html"))}
    assert weights
    said(f"{page.parent.relative_to(built_site)}: {weight / 1000:.1f} kB" for page, weight in weights.items() if weight > TEXT_LIMIT)
