"""The order of names: CLDR's at primary strength, for the alphabet of one language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache


def sort_key(text: str, rank: Mapping[str, int], fold: Mapping[int, str]) -> tuple:
    """A key that puts names in order: letters by their `rank` in the alphabet, after `fold` made one of those that are
    sorted alike; Latin letters before and others after it.
    """
    key = []
    for letter in unicodedata.normalize("NFC", text).translate(fold):
        if letter in rank:
            key.append((3, rank[letter]))
        elif letter.isspace():
            key.append((0, 0))
        elif letter.isdecimal():
            key.append((1, unicodedata.decimal(letter)))
        elif letter.isalpha():
            base = _base(letter)
            key.append((2 if base < 0x600 else 4, base))
    return tuple(key), text


@cache
def _base(letter: str) -> int:
    """The code point a letter sorts by, without case and marks: e for É, l for Ł."""
    plain = unicodedata.normalize("NFD", letter)[0].casefold()[0]
    stroked = re.match(r"LATIN (?:SMALL|CAPITAL) LETTER ([A-Z]) WITH ", unicodedata.name(plain, ""))
    return ord(stroked.group(1).lower() if stroked else plain)
