"""Which of the texts in several languages is older than another: each holds marks of those it was compared with.

A mark is made of the words alone, so that neither copying a file nor changing its front matter makes a text new.
"""

from __future__ import annotations

import hashlib
import re
import typing
from collections.abc import Mapping
from typing import Literal

from sistersite.model import Prose

State = Literal["missing", "stale", "draft", "done"]  # what needs work first comes first
STATES: tuple[State, ...] = typing.get_args(State)
MARK = re.compile("[0-9a-f]{8}")


def mark(body: str) -> str:
    """The mark of a text without its front matter; line ends and empty lines around it make no difference."""
    words = body.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return hashlib.blake2b(words.encode(), digest_size=4).hexdigest()


def uncompared(texts: Mapping[str, Prose], code: str) -> tuple[str, ...]:
    """The other languages with whose text, as it is now, that in `code` was not compared."""
    return tuple(other for other, text in texts.items() if other != code and texts[code].checked.get(other) != text.mark)


def newer(texts: Mapping[str, Prose], code: str) -> tuple[str, ...]:
    """Those of them whose text has changed since it was compared with that in `code`.

    Of texts that were never compared nobody knows which is newer.
    """
    return tuple(other for other in uncompared(texts, code) if other in texts[code].checked)


def state(texts: Mapping[str, Prose], code: str, draft: bool = False) -> State:
    """How the text in `code` stands; `draft`: whether what it belongs to is not published."""
    if draft:
        return "draft"
    if code not in texts:
        return "missing"
    return "stale" if uncompared(texts, code) else "done"
