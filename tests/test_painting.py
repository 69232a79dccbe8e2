"""Pictures on pages: labels on the side they are meant for, links that say where they lead, photos in every format."""

import re

import pytest
from conftest import real_world
from test_language import EN, FA

from sistersite import painting
from sistersite.images import Prepared
from sistersite.shapes import Circle, Group, Label, Path, Picture, Shared

EVIL = "<script>\"'&"


def drawn(language, *shapes, **more):
    return painting.figure(language, Picture(0, 0, 100, 50, shapes), "map", **more)


@pytest.mark.parametrize(("language", "anchors"), [(EN, ["start", "middle", "end"]), (FA, ["end", "middle", "start"])])
def test_sides_are_those_of_the_screen(language, anchors):
    made = drawn(language, *(Label("place", 0, 0, "x", 12, side) for side in ("left", "middle", "right")))
    assert re.findall(r'text-anchor="(\w+)"', made) == anchors


def test_a_picture_says_what_it_shows_or_is_an_ornament():
    assert 'aria-hidden="true"' in drawn(EN) and "role=" not in drawn(EN)
    assert 'role="img" aria-label="The world"' in drawn(EN, title="The world")
    linked = drawn(EN, Group("city", (Circle("hit", 0, 0, 9),), slug="xian"), title="The world", href=lambda kind, slug: f"/{kind}/{slug}/")
    assert 'role="group"' in linked and '<a href="/city/xian/"><g class="city">' in linked  # an image may hold no links


def test_shared_shapes_are_referred_to():
    assert '<use href="/land.svg#land" class="land"></use>' in drawn(EN, Shared("land", (Path("land", ()),)), files={"land": "/land.svg"})


def test_everything_is_escaped():
    made = drawn(EN, Label(EVIL, 0, 0, EVIL, 1), Group(EVIL, (), slug="x"), title=EVIL, href=lambda kind, slug: EVIL)
    made += painting.photo(EVIL, Prepared((("image/jpeg", ((EVIL, 10),)),), 10, 10, ("#ffffff",) * 12), lambda address: address)
    assert "<script" not in made


def test_a_photo_comes_in_every_format_over_its_colours():
    files = tuple((f"image/{kind}", ((f"a-480.{kind}", 480), (f"a-960.{kind}", 960))) for kind in ("avif", "webp", "jpeg"))
    made = painting.photo("A bridge", Prepared(files, 960, 640, tuple(f"#0000{n:02d}" for n in range(12))), lambda address: f"/{address}")
    assert made.index("image/avif") < made.index("image/webp") < made.index("<img")
    assert 'src="/a-960.jpeg"' in made and 'width="960" height="640" alt="A bridge" loading="lazy"' in made and made.count("<rect") == 12


def test_a_bare_tile_has_no_bed():
    cards = real_world().cards
    bare, glazed = (painting.tile(cards[slug]) for slug in ("karbala", "xian"))
    assert 'class="plaster"' in glazed and "mosaic" not in bare
    assert painting.mark(cards["xian"]) != painting.mark(cards["florence"])
