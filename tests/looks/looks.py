"""Pictures of every kind of page, to be looked at: `make looks`.

For each kind one contact sheet in looks/ (rows: languages; columns: widths, light and dark) and below it, in
a folder of the kind, every picture in full. Of kinds with many pages the fullest and the emptiest. Some
kinds also as printed on A4. With --firefox the same in Firefox, into looks/firefox/.

    python tests/looks/looks.py [--only city] [--firefox] [--out DIR]
"""

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

sys.path.insert(0, str(Path(__file__).parent.parent))
from browser import browsing  # noqa: E402
from browser.browsing import LANGUAGES, PROJECT, SCHEMES, WIDTHS, Served  # noqa: E402

THUMBS = {360: 240, 768: 340, 1440: 560}  # px on the sheet: narrow pages are shrunk less, so that they can be read
TALL = 1500  # px of a thumbnail; what is longer is cut
GAP, GROUND, INK = 12, (128, 128, 128), (255, 255, 255)
SLICE = 8000  # px: browsers cannot paint much more at once
NAMES = {"cities/*": "city", "regions/*": "region", "fields/*": "field"}
PRINTED = ("home", "cities/*", "about")

Shot = Callable[[str, int, str], Image.Image]  # address, width, scheme → the whole page


@contextmanager
def in_chromium(base: str) -> Iterator[Shot]:
    with browsing.browser() as chromium:
        tabs = {scheme: browsing.Watched(chromium, base, color_scheme=scheme) for scheme in SCHEMES}

        def shoot(address: str, width: int, scheme: str) -> Image.Image:
            page = tabs[scheme].open(address, width)
            page.evaluate("document.fonts.ready.then(() => 0)")
            page.evaluate(browsing.LAID_OUT)
            height = page.evaluate("document.documentElement.scrollHeight")
            whole = Image.new("RGB", (width, height))
            for top in range(0, height, SLICE):
                part = {"x": 0, "y": top, "width": width, "height": min(SLICE, height - top)}
                whole.paste(Image.open(io.BytesIO(page.screenshot(full_page=True, clip=part))), (0, top))
            return whole

        yield shoot


def sheet(shots: dict[tuple[str, int, str], Image.Image], title: str) -> Image.Image:
    """All pictures of a page on one sheet: a row for each language, a column for each width and scheme."""
    columns = [(width, scheme) for width in WIDTHS for scheme in SCHEMES]
    small = {key: _thumb(image, THUMBS[key[1]]) for key, image in shots.items()}
    rows = [code for code in LANGUAGES if any(key[0] == code for key in shots)]
    heights = {code: max(image.height for key, image in small.items() if key[0] == code) for code in rows}
    size = sum(THUMBS[width] + GAP for width, _ in columns) + GAP, sum(height + 3 * GAP for height in heights.values()) + 2 * GAP
    whole = Image.new("RGB", size, GROUND)
    pen, top = ImageDraw.Draw(whole), GAP
    for code in rows:
        left = GAP
        for width, scheme in columns:
            pen.text((left, top), f"{title} {code} {width} {scheme}", INK)
            whole.paste(small[code, width, scheme], (left, top + GAP))
            left += THUMBS[width] + GAP
        top += heights[code] + 3 * GAP
    return whole


def _thumb(image: Image.Image, width: int) -> Image.Image:
    cut = image.crop((0, 0, image.width, min(image.height, TALL * image.width // width)))
    return cut.resize((width, max(1, cut.height * width // image.width)), Image.Resampling.LANCZOS)


def wanted(site: Served, only: str) -> Iterator[tuple[str, str]]:
    """(name, address below a language): the fullest page of each kind, and the emptiest where there are several."""
    for kind, addresses in site.kinds.items():
        name = NAMES.get(kind) or kind.replace("/*", "-one").replace("/", "-")
        if only in name:
            yield name, addresses[0]
            if len(addresses) > 1:
                yield f"{name}-short", addresses[-1]


def take(site: Served, shoot: Shot, only: str, out: Path) -> None:
    for name, address in wanted(site, only):
        shots = {}
        for code in LANGUAGES:
            for width in WIDTHS:
                for scheme in SCHEMES:
                    shots[code, width, scheme] = shoot(f"{code}/{address}", width, scheme)
        (out / name).mkdir(parents=True, exist_ok=True)
        for (code, width, scheme), image in shots.items():
            image.save(out / name / f"{code}-{width}-{scheme}.png")
        sheet(shots, name).save(out / f"{name}.png")
        print(f"{out / name}.png", flush=True)


def print_out(site: Served, only: str, out: Path) -> None:
    """As printed on A4: PDF, and a picture of each of its pages where pdftoppm is there."""
    with browsing.browser() as chromium, browsing.Watched(chromium, site.address) as tab:
        for name, address in wanted(site, only):
            if address not in [site.kinds[kind][0] for kind in PRINTED if kind in site.kinds]:
                continue
            for code in LANGUAGES:
                file = out / name / f"{code}-print.pdf"
                tab.open(f"{code}/{address}").pdf(path=file, format="A4", print_background=False)
                if shutil.which("pdftoppm"):
                    subprocess.run(["pdftoppm", "-png", "-r", "60", str(file), str(file.with_suffix(""))], check=True)
                print(file, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", metavar="KIND", help="kinds whose name has this in it: city, home, fields, 404")
    parser.add_argument("--firefox", action="store_true", help="in Firefox instead of Chromium")
    parser.add_argument("--out", type=Path, default=PROJECT / "looks")
    options = parser.parse_args()
    browser: Any = in_chromium
    out = options.out
    if options.firefox:
        from firefox import in_firefox

        browser, out = in_firefox, options.out / "firefox"
    with tempfile.TemporaryDirectory() as folder, browsing.served(Path(folder) / "public", browsing.build) as site:
        if not any(wanted(site, options.only)):
            raise SystemExit(f"no such kind of page: {options.only}; there are: {', '.join(site.kinds)}")
        with browser(site.address) as shoot:
            take(site, shoot, options.only, out)
        if not options.firefox:
            print_out(site, options.only, out)


if __name__ == "__main__":
    main()
