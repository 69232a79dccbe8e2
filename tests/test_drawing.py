"""Pictures as files: paint inside, letters as outlines, PNG of the right size and colours, the same bytes each time."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import PROJECT
from PIL import Image

from sistersite import drawing
from sistersite.lettering import Letters
from sistersite.shapes import Circle, Group, Label, Picture, Shared
from sistersite.shapes import Path as Lines

LETTERS = Letters(PROJECT / "assets/fonts/book")
STYLE = ".ground{fill:#ffffff}.lapis{fill:#1d3c8a}.strap{fill:#e2a52b}.title,.name,.text{fill:#9e2240}"
UNPAINTED = {"whole", "wall", "kept"}  # only say what is together


def rectangle(role: str, x: float, y: float, width: float, height: float) -> Lines:
    return Lines(role, (((x, y), (x + width, y), (x + width, y + height), (x, y + height)),))


def picture(*more: object, width: float = 400, height: float = 200) -> Picture:
    star = Group("kept", (Group("", (rectangle("strap", 20, -5, 20, 10),), turns=4, name="arm"),), 60, 60)
    return Picture(0, 0, width, height, (rectangle("ground", 0, 0, width, height), rectangle("lapis", 0, 0, width / 4, height), Shared("wall", (star,)), *more))


def pixels(svg: bytes, width: int = 400) -> Image.Image:
    return Image.open(io.BytesIO(drawing.png(svg, width))).convert("RGB")


def box_of(image: Image.Image, colour: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what has exactly this colour."""
    mask = Image.new("L", image.size)
    mask.putdata([255 if pixel == colour else 0 for pixel in image.get_flattened_data()])
    return mask.getbbox()


# --- the paint


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    (tmp_path / "parts").mkdir()
    (tmp_path / "tokens.css").write_text(
        "/* --no: red; */ @layer tokens { :root { color-scheme: light; --a: #123456; --b: #fedcba; --c: light-dark(var(--a), var(--b));\n"
        " --d: var(--c); --e: light-dark(rgb(1 2 3), black) } :root:lang(fa) { --a: red } @media print { :root { --a: blue } } }", "utf-8"
    )  # fmt: skip
    return tmp_path


def test_variables_become_their_light_values(sheets: Path) -> None:
    (sheets / "parts/figure-x.css").write_text(
        "/* .no { fill: var(--no) } */\n@layer parts {\n  .x .land, .y { fill: var(--d); stroke: var(--e); stroke-width: 2 }\n"
        "  .z { font: 700 1rem var(--face); fill-opacity: .5; transition: fill 1s }\n  a:hover .y { fill: var(--b) }\n"
        "  @media (forced-colors: active) { .y { fill: Canvas } }\n}", "utf-8"
    )  # fmt: skip
    (sheets / "parts/other.css").write_text("@layer parts { .w { fill: var(--nowhere) } }", "utf-8")
    assert drawing.style(sheets) == ".x .land, .y{fill:#123456;stroke:rgb(1 2 3);stroke-width:2}.z{fill-opacity:.5}"


def test_an_unknown_variable_is_named(sheets: Path) -> None:
    (sheets / "parts/figure-x.css").write_text("@layer parts { .x { fill: var(--nowhere) } }", "utf-8")
    with pytest.raises(ValueError, match=r"figure-x.css: no --nowhere in tokens.css"):
        drawing.style(sheets)


def test_a_variable_that_is_itself_ends(sheets: Path) -> None:
    (sheets / "tokens.css").write_text("@layer tokens { :root { --a: var(--a) } }", "utf-8")
    (sheets / "parts/figure-x.css").write_text("@layer parts { .x { fill: var(--a) } }", "utf-8")
    with pytest.raises(ValueError, match="cannot resolve"):
        drawing.style(sheets)


def test_the_paint_of_this_site_resolves() -> None:
    assert not re.search(r"var\(|light-dark\(|font|@|--", drawing.style(PROJECT / "assets/css"))


# --- the file


def test_a_file_needs_nothing_else() -> None:
    made = drawing.svg_file(picture(Label("title", 200, 100, "اصفهان", 30)), STYLE, LETTERS, "fa", "اصفهان & <x>", "whole").decode()
    assert not re.search(r"var\(|<text|style=|font|url\(|@import", made)
    assert not re.findall(r"href=\"(?!#)", made)
    root = ElementTree.fromstring(made)
    assert root.attrib["width"] == "400" and root.attrib["height"] == "200" and root.attrib["viewBox"] == "0 0 400 200"
    assert root.find("{*}title").text == "اصفهان & <x>"
    used = {name for element in root.iter() for name in element.attrib.get("class", "").split()}
    assert used - UNPAINTED <= set(re.findall(r"\.([\w-]+)", STYLE))
    assert root.find("{*}g[@class='wall']//{*}path[@class='strap']") is not None
    for use in root.iter("{*}use"):
        assert root.find(f".//*[@id='{use.attrib['{http://www.w3.org/1999/xlink}href'][1:]}']") is not None


def test_selectors_survive_in_a_file() -> None:
    made = drawing.svg_file(picture(), ".whole > .lapis{fill:#1d3c8a}", LETTERS, role="whole")
    assert "".join(ElementTree.fromstring(made).find("{*}style").itertext()) == ".whole > .lapis{fill:#1d3c8a}"


def test_roles_choose_the_face_and_the_weight() -> None:
    def path(role: str) -> str:
        made = drawing.svg_file(Picture(0, 0, 9, 9, (Label(role, 0, 0, "Kraków", 30, "left"),)), "", LETTERS)
        return ElementTree.fromstring(made).find("{*}path").attrib["d"]

    assert path("title") == LETTERS.outline("Kraków", 30, "display").path
    assert path("name") == path("city name") == LETTERS.outline("Kraków", 30, bold=True).path
    assert path("note") == LETTERS.outline("Kraków", 30).path
    assert len({path("title"), path("name"), path("note")}) == 3


def test_a_label_no_font_can_write_is_left_out() -> None:
    assert drawing.svg_file(picture(Label("name", 10, 10, "西安", 20)), STYLE, LETTERS) == drawing.svg_file(picture(), STYLE, LETTERS)


def test_a_stretched_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="stretched"):
        drawing.svg_file(Picture(0, 0, 9, 9, (), stretched=True), "", LETTERS)


@pytest.mark.parametrize("text", ["سن‌پترزبورگ", "Saint Petersburg"])
@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize(("side", "x"), [("left", 120), ("middle", 250), ("right", 390)])
def test_a_label_lies_on_its_side_within_the_frame(text: str, language: str, side: str, x: float) -> None:
    """Left and right are those of the screen, whatever the language."""
    image = pixels(drawing.svg_file(picture(Label("title", x, 150, text, 30, side)), STYLE, LETTERS, language))
    left, top, right, bottom = box_of(image, (0x9E, 0x22, 0x40))
    width = LETTERS.width(text, 30, "display")
    start = x - width * {"left": 0, "middle": 0.5, "right": 1}[side]
    assert 100 <= left < right <= 400 and 110 < top < 150 < bottom < 175
    assert left == pytest.approx(start, abs=4) and right == pytest.approx(start + width, abs=4)


# --- the PNG


@pytest.mark.parametrize("width", [400, 1200])
def test_a_png_has_the_size_and_the_colours(width: int) -> None:
    svg = drawing.svg_file(picture(Circle("strap", 300, 100, 30)), STYLE, LETTERS)
    made = drawing.png(svg, width)
    image = Image.open(io.BytesIO(made))
    assert image.size == (width, width // 2)
    assert not image.info and not re.search(rb"tEXt|zTXt|iTXt|tIME|pHYs|eXIf|iCCP", made)
    scale, image = width / 400, image.convert("RGB")
    at = {(300, 20): (255, 255, 255), (5, 5): (0x1D, 0x3C, 0x8A), (300, 100): (0xE2, 0xA5, 0x2B), (90, 60): (0xE2, 0xA5, 0x2B), (60, 90): (0xE2, 0xA5, 0x2B)}
    assert {point: image.getpixel((int(point[0] * scale), int(point[1] * scale))) for point in at} == at


def test_what_is_clear_stays_clear() -> None:
    image = Image.open(io.BytesIO(drawing.png(drawing.svg_file(Picture(0, 0, 40, 40, (Circle("lapis", 20, 20, 10),)), STYLE, LETTERS), 40)))
    assert image.convert("RGBA").getpixel((1, 1))[3] == 0
    assert image.convert("RGBA").getpixel((20, 20)) == (0x1D, 0x3C, 0x8A, 255)


def test_no_svg_no_png() -> None:
    with pytest.raises(ValueError):
        drawing.png(b"<svg", 10)


WITNESS = """
import hashlib, sys
sys.path[:0] = [{tests!r}, {project!r}]
import test_drawing as t
made = t.drawing.svg_file(t.picture(t.Label("title", 200, 100, "شی‌آن (Xi’an)، ۱۹۸۹", 30)), t.STYLE, t.LETTERS, "fa")
print(hashlib.sha256(made + t.drawing.png(made, 300)).hexdigest())
"""


def test_the_same_bytes_each_time_and_in_any_process() -> None:
    made = drawing.svg_file(picture(Label("title", 200, 100, "شی‌آن (Xi’an)، ۱۹۸۹", 30)), STYLE, LETTERS, "fa")
    png = drawing.png(made, 300)
    assert png == drawing.png(made, 300)
    code = WITNESS.format(tests=str(PROJECT / "tests"), project=str(PROJECT))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={"PYTHONHASHSEED": "7", "PYTHONUTF8": "1"})
    assert done.stdout.strip() == hashlib.sha256(made + png).hexdigest(), done.stderr


def test_many_are_made_as_one_is() -> None:
    files = [(drawing.svg_file(picture(Circle("strap", 200 + 9 * n, 100, 20)), STYLE, LETTERS), 100 + n) for n in range(8)]
    assert drawing.pngs(files) == [drawing.png(*file) for file in files]
    assert drawing.pngs([]) == []
