"""Words for people at work on the texts: what each field means, what each verb does, what `new` asks.

They stand in a catalogue of their own, guide.po, because no page shows them: a build never reads them, and a
site that brings a language of its own owes us no words about our command. English speaks where a language has none.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sistersite import discover, language, load, model
from sistersite.language import Language
from sistersite.read import Rules, record

FILE = "LC_MESSAGES/guide.po"
_PREFIXES = ("explain.", "help.", "ask.", "usage.")


def owns(key: str) -> bool:
    """Whether a key belongs into guide.po, and not into the catalogue of the pages."""
    return key.startswith(_PREFIXES)


@cache
def languages(root: Path) -> Mapping[str, Language]:
    """Language code → a language that knows the words of the guide alone; right-to-left ones first, for they are read first."""
    found = {}
    for code, folder in discover.languages(root).items():
        if (folder / FILE).is_file():
            words, _ = load.text((folder / "language.yaml").read_bytes(), "language.yaml")
            settings = record(model.LanguageSettings, load.tree(words or "", "language.yaml")[0], Rules((), ())).record
            found[code] = Language(code, settings, language.catalogue((folder / FILE).read_bytes()))
    return dict(sorted(found.items(), key=lambda one: one[1].direction != "rtl"))


def beside(words: Language, root: Path) -> Language:
    """A language that knows the words of the guide besides its own."""
    known = languages(root)
    guide = known.get(words.code, known["en"])
    return dataclasses.replace(words, catalogue=dataclasses.replace(words.catalogue, words={**guide.catalogue.words, **words.catalogue.words}))


def key_of(cls: type, name: str) -> str:
    """The key of a field's explanation: it is explained once, where it is declared."""
    owner = next(one for one in reversed(cls.__mro__) if name in one.__dict__.get("__annotations__", {}))
    return f"explain.{owner.__name__}.{name}"


def key_of_choice(hint: object, choice: str) -> str:
    """The key of a choice's explanation; the choices of the model have names, such as TieKind."""
    return f"explain.{next(name for name, one in vars(model).items() if one == hint)}.{choice}"


def explain(key: str, root: Path, between: str = "\n", about: str = "") -> str:
    """An explanation in every language of the guide. Each stands isolated, so that signs and Latin names keep their place in it.

    `about` is the code of a language that is added in brackets.
    """
    said = [(one, one.word(key) + (f" ({one.language(about)})" if about else "")) for one in languages(root).values()]
    return between.join(f"\u2067{text}\u2069" if one.direction == "rtl" else text for one, text in said)

