"""The names of the index: whole words only, the longest first, whatever stands round them; and in the order of the letters."""

from __future__ import annotations

import dataclasses

import pytest
from conftest import real_world
from test_handouts import MADE_UP, made_up, with_city
from test_language import EN, FA

from sistersite.compositor import Compositor
from sistersite.model import Agreement, OtherNames, Signer, Text, When
from sistersite.registry import Registry, in_order, registry

ENGLISH = Registry(spelled={"Porto": "porto", "Porto Alegre": "alegre", "Xi’an": "xian", "Xian": "xian", "C.A.": "ca"})
PERSIAN = Registry(spelled={"پورتو": "porto", "شی‌آن": "xian", "شی": "shi", "خانه": "house"})

NAMELESS = {"denmark", "nigeria", "indonesia", "tajikistan", "azerbaijan-afghanistan"}  # news that named a country only


def keys(names: Registry, text: str) -> list[str]:
    return [key for _, key in names.found(text)]


@pytest.mark.parametrize(("text", "found"), [
    ("Porto", ["porto"]), ("from Porto, to (Porto).", ["porto", "porto"]), ("Porto’s bridges", ["porto"]), ("Porto-born", ["porto"]),
    ("Portobello", []), ("Oporto", []), ("non-Porto", []), ("porto", []), ("", []),
    ("Porto Alegre and Porto", ["alegre", "porto"]), ("Porto Alegres", ["porto"]),
    ("Xi’an and Xian", ["xian", "xian"]), ("Xi’anese", []), ("the CxAx", []), ("in C.A. there", ["ca"]),
])  # fmt: skip
def test_whole_words_and_the_longest_name_first(text, found):
    assert keys(ENGLISH, text) == found


@pytest.mark.parametrize(("text", "found"), [
    ("در پورتو، و «شی‌آن»", ["porto", "xian"]), ("پورتویی", []), ("شی‌آنی", []), ("شی است", ["shi"]), ("شی‌ها", []), ("کتاب‌خانه", []), ("خانه‌ای", []),
])  # fmt: skip
def test_a_half_space_joins_what_is_one_word(text, found):
    assert keys(PERSIAN, text) == found


def test_places_are_those_of_the_first_letters():
    assert list(ENGLISH.found("To Porto Alegre, not Porto")) == [(3, "alegre"), (21, "porto")]


def test_nothing_is_found_where_there_are_no_names():
    assert keys(Registry(), "Porto") == []


# --- the names of a site


def test_names_of_the_real_site():
    whole = real_world()
    names = registry(whole, EN)
    home = whole.site.settings.home
    assert {f"city-{slug}" for slug in whole.cities} - set(names.shown) == {f"city-{home}"}
    assert {f"network-{slug}" for slug in whole.site.networks.networks} <= set(names.shown)
    assert {"proposal-kyoto", "country-DK", "country-AF"} <= set(names.shown) and "proposal-denmark" not in names.shown
    assert {slug for slug in whole.site.proposals.proposals if f"proposal-{slug}" not in names.shown} == NAMELESS
    assert any(key.startswith("signer-") for key in names.shown)
    assert EN.words_of(whole.home.names.text) not in names.spelled
    assert set(registry(whole, FA).shown) == set(names.shown)


def with_names(**more):
    names = dataclasses.replace(made_up().names, **more)
    return dataclasses.replace(made_up(), names=names)


def test_other_spellings_in_the_language_of_the_book():
    whole = with_city(with_names(also=OtherNames(words={"en": ("Nowheresville",), "de": ("Nirgends",)})))
    names = registry(whole, EN)
    assert keys(names, "Nowhere is Nowheresville") == [f"city-{MADE_UP}"] * 2
    assert names.shown[f"city-{MADE_UP}"] == "Nowhere"
    assert keys(names, "Nirgends") == []
    assert keys(registry(whole, FA), "Nowheresville") == []


def test_a_draft_is_not_listed():
    assert not set(registry(with_city(made_up(draft=True)), EN).shown) - set(registry(real_world(), EN).shown)


def test_those_who_signed_are_listed_and_a_country_once():
    text = Text({"fa": "الف", "en": "Ann Other"})
    signers = (Signer(name=text, role=text, side="partner"), Signer(name=Text({}), role=text, side="isfahan"))
    names = registry(with_city(made_up(agreement=Agreement(date=When("gregorian", 2001), signers=signers))), EN)
    assert names.shown[f"signer-{MADE_UP}-0"] == "Ann Other"
    assert f"signer-{MADE_UP}-1" not in names.shown  # one whose name is not known
    assert list(names.shown.values()).count("Italy") == 1


@pytest.mark.parametrize("language", [EN, FA], ids=["en", "fa"])
def test_every_network_is_found_where_its_name_stands(language):
    """The names of some have letters of the other direction in them: (UCCN)."""
    names = registry(real_world(), language)
    lost = []
    for slug, network in real_world().site.networks.networks.items():
        line = Compositor(language, "x", names).words(language.words_of(network.name))
        if {"k": "ix", "v": f"network-{slug}"} not in line:
            lost.append(names.shown[f"network-{slug}"])
    assert not lost


def test_the_order_is_that_of_the_letters_of_the_language():
    assert [key for key, _ in in_order(Registry({"a": "Zürich", "b": "Łódź", "c": "London", "d": "Évora"}), EN)] == ["d", "b", "c", "a"]
    assert [key for key, _ in in_order(Registry({"a": "یزد", "b": "پاریس", "c": "تهران", "d": "گنجه", "e": "بم"}), FA)] == ["e", "b", "c", "d", "a"]
