"""The names that the book's index lists, and where they stand in its texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sistersite.language import Language, country_slug
from sistersite.model import Text
from sistersite.views import World


@dataclass(frozen=True)
class Registry:
    """Names by key: `shown` as the index prints them, `spelled` as texts may write them."""

    shown: Mapping[str, str] = field(default_factory=dict)
    spelled: Mapping[str, str] = field(default_factory=dict)  # spelling → key

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        if not self.spelled:
            return None
        longest = sorted(self.spelled, key=len, reverse=True)
        return re.compile(rf"(?<![\w\u200c’-])(?:{'|'.join(map(re.escape, longest))})(?![\w\u200c])")

    def found(self, text: str) -> Iterator[tuple[int, str]]:
        """Where a name begins in a text, and its key; whole words only, the longest name first."""
        for match in self._pattern.finditer(text) if self._pattern else ():
            yield match.start(), self.spelled[match.group()]


def registry(whole: World, language: Language) -> Registry:
    """Cities, their countries, people who signed, and networks; not the home city, which every page names."""
    shown: dict[str, str] = {}
    spelled: dict[str, str] = {}

    def enter(key: str, name: Text | str, *others: str) -> None:
        words = name if isinstance(name, str) else language.words_of(name)
        if words in spelled:  # a country may be called like its capital
            return
        shown[key] = words
        for spelling in (words, *others):
            spelled.setdefault(spelling, key)

    for slug, city in whole.cities.items():
        if slug == whole.site.settings.home:
            continue
        also = city.names.also.words.get(language.code, ()) if city.names.also else ()
        enter(f"city-{slug}", city.names.text, *also)
        enter(f"country-{city.place.country}", language.country(city.place.country))
        for n, signer in enumerate(city.agreement.signers if city.agreement else ()):
            if signer.name.words:
                enter(f"signer-{slug}-{n}", signer.name)
    for slug, network in whole.site.networks.networks.items():
        enter(f"network-{slug}", network.name)
    for slug, proposal in whole.site.proposals.proposals.items():
        for code in proposal.countries:
            enter(f"country-{code}", language.country(code))
        if slug != "-".join(map(country_slug, proposal.countries)):  # where the news named no city, the entry is called like its country
            enter(f"proposal-{slug}", proposal.name)
    return Registry(shown, spelled)


def in_order(names: Registry, language: Language) -> list[tuple[str, str]]:
    """(key, name) of all names in the alphabetical order of the language."""
    return sorted(names.shown.items(), key=lambda pair: language.sort_key(pair[1]))
