"""Names of countries and languages → their codes, and the time zones of a country, as CLDR has them."""

from __future__ import annotations

from typing import Literal

from babel import Locale
from babel.core import get_global


def code_of(kind: Literal["territories", "languages"], name: str, *locales: str) -> str:
    """The code of the country or language that is called so in one of the locales; empty where none is."""
    found = (code for locale in locales for code, words in getattr(Locale.parse(locale), kind).items() if words.casefold() == name.casefold())
    return next((code.replace("_", "-") for code in found), "")


def time_zones(country: str) -> tuple[str, ...]:
    """The time zones of a country, by their IANA names."""
    return tuple(sorted(zone for zone, code in get_global("zone_territories").items() if code == country))
