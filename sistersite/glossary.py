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
def _by_words(written: tuple[tuple[str, str], ...], endings: tuple[str, ...]) -> Mapping[tuple[str, ...], frozenset[str]]:
    """The folded words of each form, with every ending → what is called so."""
    found: dict[tuple[str, ...], set[str]] = {}
    for form, slug in written:
        *start, last = _TOKEN.findall(folded(form).text)
        for ending in ("", *endings):
            found.setdefault((*start, last + ending), set()).add(slug)
    return {words: frozenset(slugs) for words, slugs in found.items()}


@dataclass(frozen=True, eq=False)
class Forms:
    """What is called what in one language: each way of writing a name and the thing it names."""

    DIGEST_ONCE: ClassVar[bool] = True  # see memo

    written: tuple[tuple[str, str], ...]  # (form, slug)
    endings: tuple[str, ...] = ()  # what a name may take at its end

    @cached_property
    def _slugs(self) -> Mapping[tuple[str, ...], frozenset[str]]:
        return _by_words(self.written, self.endings)

    @cached_property
    def _lengths(self) -> Mapping[str, tuple[int, ...]]:
        """First word of a name → how many words such names have, the most first."""
        found: dict[str, set[int]] = {}
        for words in self._slugs:
            found.setdefault(words[0], set()).add(len(words))
        return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}

    def names(self, text: str) -> tuple[Name, ...]:
        """The names in a folded text, the longest where several begin at one word."""
        tokens = list(_TOKEN.finditer(text))
        words = [token.group() for token in tokens]
        found, at = [], 0
        while at < len(words):
            for length in self._lengths.get(words[at], ()):
                if at + length <= len(words) and (slugs := self._slugs.get(tuple(words[at : at + length]))):
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
