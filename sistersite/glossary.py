"""The names that texts write, in every language: cities from the records, countries from CLDR, the rest from content/names.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import ClassVar

from sistersite.quantities import folded

_TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Name:
    """A name at an offset of a text; it may be that of several things."""

    slugs: frozenset[str]
    start: int
    end: int


@lru_cache(8)  # the preview asks again at every save
def _by_words(written: tuple[tuple[str, str], ...]) -> Mapping[tuple[str, ...], frozenset[str]]:
    """The folded words of each form → what is called so."""
    found: dict[tuple[str, ...], set[str]] = {}
    for form, slug in written:
        found.setdefault(tuple(_TOKEN.findall(folded(form).text)), set()).add(slug)
    return {words: frozenset(slugs) for words, slugs in found.items()}


@dataclass(frozen=True, eq=False)
class Forms:
    """What is called what in one language: each way of writing a name and the thing it names."""

    DIGEST_ONCE: ClassVar[bool] = True  # see memo

    written: tuple[tuple[str, str], ...]  # (form, slug)
    endings: tuple[str, ...] = ()  # what a name may take at its end

    @cached_property
    def _slugs(self) -> Mapping[tuple[str, ...], frozenset[str]]:
        return _by_words(self.written)

    @cached_property
    def _longer(self) -> Mapping[str, tuple[int, ...]]:
        """First word of a name of several → how many words such names have, the most first."""
        found: dict[str, set[int]] = {}
        for words in self._slugs:
            if len(words) > 1:
                found.setdefault(words[0], set()).add(len(words))
        return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}

    @cached_property
    def _called(self) -> dict[tuple[str, ...], frozenset[str]]:
        """What was found out by `called` before: words come again and again."""
        return {}

    def called(self, words: tuple[str, ...]) -> frozenset[str]:
        """What is called by these folded words, with or without an ending."""
        if words not in self._called:
            *start, last = words
            stems = [last.removesuffix(ending) for ending in self.endings if last.endswith(ending)]
            self._called[words] = frozenset().union(*(self._slugs.get((*start, stem), ()) for stem in (last, *stems)))
        return self._called[words]

    def names(self, text: str) -> tuple[Name, ...]:
        """The names in a folded text, the longest where several begin at one word."""
        tokens = list(_TOKEN.finditer(text))
        words = tuple(token.group() for token in tokens)
        found, at = [], 0
        while at < len(words):
            for length in (*self._longer.get(words[at], ()), 1):
                if at + length <= len(words) and (slugs := self.called(words[at : at + length])):
                    found.append(Name(slugs, tokens[at].start(), tokens[at + length - 1].end()))
                    at += length - 1
                    break
            at += 1
        return tuple(found)


def forms(known: Iterable[tuple[str, Mapping[str, Iterable[str]]]], endings: tuple[str, ...]) -> Forms:
    """The names, with the endings of one language; `known` holds slugs with the forms of each language.

    A text may write a name in the letters of another language, as Persian texts write WeGO.
    """
    return Forms(tuple((form, slug) for slug, languages in known for words in languages.values() for form in words if _TOKEN.search(form)), endings)
