"""The maps of our cities: every city is named on a plate, and the table says what they show."""

from functools import cache

import pytest
from conftest import PROJECT, real_world
from test_language import EN, FA

from sistersite import atlas, views
from sistersite.lettering import Letters
from sistersite.shapes import Circle, Group, Label, Picture

WORLD = real_world()
LETTERS = Letters(PROJECT / "assets/fonts/book")
ATLAS = atlas.atlas_of(WORLD)


def width(name):
    return LETTERS.width(name, 1)


@cache
def plates(language):
    return dict(atlas.plates(language, ATLAS, width))


def linked(picture):
    return {shape.slug for shape in picture.shapes if isinstance(shape, Group) and shape.slug}


@pytest.mark.parametrize("language", [FA, EN])
def test_every_city_is_named_on_one_of_the_plates(language):
    near, whole = plates(language)["near"], plates(language)["whole"]
    assert linked(near) | linked(whole) == set(WORLD.cards)
    assert linked(near) & linked(whole) == {"isfahan"}


@pytest.mark.parametrize("language", [FA, EN])
def test_names_can_be_read_on_a_phone(language):
    for picture in plates(language).values():
        sizes = [label.size for group in picture.shapes if isinstance(group, Group) and group.slug for label in group.shapes if isinstance(label, Label)]
        assert min(sizes) * 328 / picture.width > 11  # px, where the plate is 328 px wide


def test_the_table_begins_with_the_nearest():
    distances = [row.distance for row in ATLAS.rows]
    assert distances == sorted(distances) and len(distances) == len(WORLD.cards) - 1
    assert distances[-1] < ATLAS.reach and all(distance % 10 == 0 for distance in distances)


def test_a_site_without_a_home_or_without_others_has_no_map():
    assert atlas.atlas_of(views.World(WORLD.site, {}, {})) is None
    home = WORLD.cards["isfahan"]
    assert atlas.atlas_of(views.World(WORLD.site, {}, {"isfahan": home})) is None


def test_a_locator_shows_home_and_the_city_and_no_word():
    picture = atlas.locator(ATLAS.home, WORLD.cards["havana"], ATLAS.reach)
    assert isinstance(picture, Picture) and not [shape for shape in picture.shapes if isinstance(shape, Label)]
    stars = [shape for shape in picture.shapes if isinstance(shape, Group) and not shape.clip]
    assert len(stars) == 2 and (stars[0].x, stars[0].y) == (0, 0)
    edge = max(shape.radius for shape in picture.shapes if isinstance(shape, Circle))
    assert 0.9 * edge < (stars[1].x ** 2 + stars[1].y ** 2) ** 0.5 < edge  # Havana is the farthest of all


def test_the_sheet_has_all_names_and_fits_its_paper():
    content = (PROJECT / "assets/map/land.json").read_bytes()
    land = atlas.land(content, ATLAS)
    picture = atlas.sheet(EN, ATLAS, (("The world", "Isfahan"),), "example.org", lambda: land, lambda role, text, size: LETTERS.width(text, size))
    plate = next(shape for shape in picture.shapes if isinstance(shape, Group) and shape.role.startswith("map"))
    assert linked(plate) == set(WORLD.cards)
    assert plate.x - 500 >= 0 and plate.x + 500 <= picture.width and plate.y + 500 < picture.height
