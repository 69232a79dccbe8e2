"""What pages weigh on the wire: `make weight`. Exit code 1 when a limit is broken.

For each kind of page and language its fullest page, in kB (1,000 bytes): texts as packed by gzip -9, fonts as
they are; fonts, images and scripts are those that a real Chromium fetches for the first view on a phone.

    python tests/bench/weight.py
"""

from __future__ import annotations

import argparse
import gzip
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
from browser import browsing  # noqa: E402
from browser.browsing import LANGUAGES, PHONE, TEXTS, Served, Watched  # noqa: E402

TEXT_LIMIT, TEXT_AIM = 30_000, 14_000  # HTML and style sheets, packed; one flight of TCP is 14 kB
FIRST_LIMIT = 100_000  # a city's page without photos: with the fonts of the first view
PARTS = ("html", "css", "fonts", "images", "script", "other")
KINDS = {"document": "html", "stylesheet": "css", "font": "fonts", "image": "images", "script": "script"}


@dataclass
class Weight:
    address: str
    plain: dict[str, int]  # part → bytes of the files
    packed: dict[str, int]  # part → bytes on the wire

    @property
    def text(self) -> int:
        return self.packed["html"] + self.packed["css"]

    @property
    def first(self) -> int:
        return self.text + self.packed["fonts"]

    @property
    def is_city(self) -> bool:
        return re.fullmatch(r"[a-z]+/cities/[^/]+/", self.address) is not None

    def broken(self) -> list[str]:
        """The limits that hold for this page and are broken."""
        found = []
        if self.is_city and self.text > TEXT_LIMIT:
            found.append(f"{self.address}: HTML and CSS are {self.text / 1000:.1f} kB, over {TEXT_LIMIT // 1000}")
        if self.is_city and not self.packed["images"] and self.first > FIRST_LIMIT:
            found.append(f"{self.address}: HTML, CSS and fonts are {self.first / 1000:.1f} kB, over {FIRST_LIMIT // 1000}")
        return found


def on_the_wire(file: Path) -> int:
    content = file.read_bytes()
    return len(gzip.compress(content, 9, mtime=0)) if file.suffix in TEXTS else len(content)


def text_of(site: Path, page: Path) -> int:
    """HTML and style sheets of a page, packed; from the files alone."""
    html = page.read_text("utf-8")
    sheets = [link for link in re.findall(r"<link\b[^>]*>", html) if re.search(r'rel="?stylesheet', link)]
    at = [re.search(r'href="?([^"\s>]+)', link)[1].partition("/assets/")[2] for link in sheets]
    return on_the_wire(page) + sum(on_the_wire(site / "assets" / name) for name in at)


def weigh(chromium: Any, site: Served, address: str) -> Weight:
    """What a first visit fetches, with nothing kept from before."""
    got: list[tuple[str, str]] = []
    with Watched(chromium, site.address, viewport={"width": PHONE, "height": 800}) as tab:
        tab.page.on("request", lambda r: got.append((KINDS.get(r.resource_type, "other"), r.url)))
        tab.open(address).evaluate("document.fonts.ready.then(() => 0)")
        tab.page.wait_for_load_state("networkidle")
    weight = Weight(address, dict.fromkeys(PARTS, 0), dict.fromkeys(PARTS, 0))
    for part, url in sorted(set(got)):
        path = url.removeprefix(site.address).partition("?")[0].partition("#")[0]
        file = site.folder / (path + "index.html" if path == "" or path.endswith("/") else path)
        if path.startswith("icon."):  # the mark of the tab is fetched when all else is there
            continue
        if file.is_file():
            weight.plain[part] += file.stat().st_size
            weight.packed[part] += on_the_wire(file)
    return weight


def row(name: str, weight: Weight) -> str:
    packed = "".join(f"{weight.packed[part] / 1000:>9.1f}" for part in PARTS[:5])
    mark = "over" if weight.broken() else "ok, in one flight" if weight.text <= TEXT_AIM else "ok"
    return f"{name:<26}{packed}{sum(weight.plain.values()) / 1000:>9.1f}{sum(weight.packed.values()) / 1000:>9.1f}  {mark}"


def main() -> int:
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    broken: list[str] = []
    with tempfile.TemporaryDirectory() as folder, browsing.served(Path(folder) / "public", browsing.build) as site, browsing.browser() as chromium:
        print(f"{'kB, packed':<26}" + "".join(f"{part:>9}" for part in PARTS[:5]) + f"{'plain':>9}{'packed':>9}")
        for kind, addresses in site.kinds.items():
            for code in LANGUAGES:
                weight = weigh(chromium, site, f"{code}/{addresses[0]}")
                print(row(f"{code} {kind}", weight), flush=True)
                broken += weight.broken()
        print("\nThe heaviest of a kind, with the HTML and CSS it takes:")
        for kind, addresses in site.kinds.items():
            if len(addresses) > 1:
                heavy = max((text_of(site.folder, site.folder / code / page / "index.html"), f"{code}/{page}") for code in LANGUAGES for page in addresses)
                print(f"{kind:<26}{heavy[0] / 1000:>9.1f}  {heavy[1]}")
                if kind == "cities/*":
                    broken += weigh(chromium, site, heavy[1]).broken()
    print(f"\nLimits of a city's page: HTML and CSS {TEXT_LIMIT // 1000} kB (aim {TEXT_AIM // 1000}); without photos, with fonts {FIRST_LIMIT // 1000} kB.")
    print("\n".join(f"over: {one}" for one in dict.fromkeys(broken)) or "All hold.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
