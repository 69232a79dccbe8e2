"""The texts of the real content: as long as they should be, with their sources, and in short for every city."""

import pytest
from conftest import real_world

from sistersite import plausible, signoff
from sistersite.views import values_of

LENGTHS = {"sister": (250, 930), "home": (400, 620)}  # words of a chapter, with its headings; of other ties:
OTHER = (80, 300)
LEAST = {"lead": 40, "brief": 85}  # words of a short form; the most stands in plausible

CITIES = [city for city in real_world().cities.values() if city.chapters]
TOLD = [city for city in CITIES if city.short]
FIRST = 27  # cities of the first edition; editors add others, whose texts may follow later


def kind(city):
    return city.tie.kind if city.tie else "home"


@pytest.mark.parametrize("city", CITIES, ids=lambda city: city.slug)
def test_a_chapter_is_as_long_as_its_kind_of_tie_asks(city):
    least, most = LENGTHS.get(kind(city), OTHER)
    for code, text in city.chapters.items():
        assert least <= sum(map(signoff.count_words, text.nodes)) <= most, code


@pytest.mark.parametrize("city", CITIES, ids=lambda city: city.slug)
def test_every_paragraph_has_a_source_and_both_languages_the_same(city):
    notes = {}
    for code, text in city.chapters.items():
        paragraphs = [node for node in text.nodes if node.kind == "paragraph"]
        notes[code] = [sorted(values_of((node,), "note")) for node in paragraphs]
        assert all(notes[code]), code
    assert all(one == notes[next(iter(notes))] for one in notes.values())


@pytest.mark.parametrize("city", TOLD, ids=lambda city: city.slug)
def test_a_city_is_told_in_short(city):
    for name in plausible.ROOM:
        form = getattr(city.short, name)
        assert form.sources
        for words in form.text.words.values():
            assert len(words.split()) >= LEAST.get(name, 5), name
    for code in ("fa", "en"):
        assert len({getattr(city.short, name).text.words[code] for name in plausible.ROOM}) == len(plausible.ROOM)


def test_no_city_of_the_first_edition_is_left_out():
    assert len(CITIES) >= FIRST and len(TOLD) >= FIRST


def test_the_pages_around_the_chapters_are_there():
    held = {page.slug for page in real_world().site.pages}
    assert held >= {
        "foreword", "reading", "sister-city", "how-a-tie-is-made", "how-many", "city-diplomacy", "world-networks",
        "visitors", "schools", "business", "about", "accessibility", "privacy",
    }  # fmt: skip
