"""Link pictures and posters: one for every city, in both languages, with words that fit."""

import re

from conftest import PROJECT, real_world
from test_language import EN, FA

from sistersite import drawing, images, sheets

WORLD = real_world()
EASEL = sheets.Easel(PROJECT / "assets")
OUTLINES = (PROJECT / "assets/map/land.json").read_bytes()


def test_a_picture_for_every_city_and_one_for_the_rest(built_site):
    assert {f.stem for f in (built_site / "previews").glob("*.png")} == set(WORLD.cards)
    for file in (built_site / "preview.png", *(built_site / "previews").glob("*.png")):
        assert images.size(file.read_bytes()) == (1200, 630)


def test_every_page_names_its_picture(built_site, pages):
    for page in pages.values():
        named = re.findall(r'<meta property="og:image" content="[^"]*?/(preview[^"]*)">', page.text)
        if not page.refresh and page.of:
            assert len(named) == 1 and (built_site / named[0]).is_file(), page.address


def test_cities_differ_and_say_since_when():
    cards = {one.name: one for one in sheets._previews(WORLD, [FA, EN])}
    assert cards["xian"].inputs[3] == ("خواهرخواندهٔ اصفهان از ۱۳۶۸", "sister city of Isfahan since 1989")
    assert cards["karbala"].inputs[3][1] == EN.word("kind.announced")
    assert len({one.inputs for one in cards.values()}) == len(WORLD.cards) + 1


def test_sheets_are_files_that_need_no_font(built_site):
    files = sorted((built_site / "downloads").glob("*.svg"))
    assert [file.name for file in files] == ["map-en.svg", "map-fa.svg", "mosaic-en.svg", "mosaic-fa.svg"]
    for file in files:
        text = file.read_text("utf-8")
        assert "<text" not in text and "var(" not in text and "light-dark" not in text and "href=\"http" not in text
        across, down = images.size(file.with_suffix(".png").read_bytes())
        width, height = map(float, re.search(r'viewBox="\S+ \S+ (\S+) (\S+)"', text).groups())
        assert across == sheets.SHEET_WIDTH and abs(down / across - height / width) < 0.01


def test_every_role_that_is_drawn_is_painted():
    structure = {"", "city", "rays", "graduation", "announced", "half", "paused", "signed", "turned"}
    for one in (*sheets._previews(WORLD, [FA, EN]), *sheets._drawings(WORLD, [EN], OUTLINES)):
        used = {role for roles in re.findall(r'class="([^"]*)"', EASEL.draw(one).decode()) for role in roles.split()}
        ruled = set(re.findall(r"\.([a-z-]+)", EASEL.style))
        assert used - structure <= ruled, one.name


def test_the_same_bytes_each_time():
    one = next(iter(sheets._previews(WORLD, [FA, EN])))
    svg = EASEL.draw(one)
    assert svg == sheets.Easel(PROJECT / "assets").draw(one)
    assert drawing.pngs([(svg, 300)] * 9) == [drawing.png(svg, 300)] * 9  # beside this process or in it
