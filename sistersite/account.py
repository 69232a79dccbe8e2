"""What a change does, in the editor's own words: as text, as Markdown for a pull request, as JSON."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from sistersite.differences import CHANGED, Difference
from sistersite.impact import Comparison, FileName, Impact
from sistersite.language import Language
from sistersite.model import Text

MOST = 20  # names in one line
LONGEST = 80  # letters of a fact that is named

_TITLES = {"networks": "title.networks", "programmes": "title.programmes", "proposals": "announced.proposals", "sources": "section.sources"}
_COUNTED: tuple[tuple[str, Callable[[Impact], Sequence[Any]]], ...] = (
    ("records", lambda one: one.records),
    ("changed", lambda one: one.changed),
    ("appeared", lambda one: one.appeared),
    ("vanished", lambda one: one.vanished),
    ("moved", lambda one: one.moved),
    ("lost", lambda one: one.lost),
    ("stale", lambda one: one.stale),
    ("chapters", lambda one: one.chapters),
    ("kits", lambda one: one.kits),
)  # fmt: skip
COUNTED = tuple(name for name, _ in _COUNTED)
LISTED = (*COUNTED, "files")

List = tuple[str, list[str]]  # a heading and its lines


def as_text(one: Comparison, words: Language) -> list[str]:
    lines = [paragraph(one, words)]
    for title, items in lists(one.impact, words):
        lines += ["", title, *(f"  {item}" for item in items)]
    return lines


def as_markdown(one: Comparison, words: Language) -> list[str]:
    head = words.word("impact.title")
    lines = [f"### {head}", "", _plain(paragraph(one, words))]
    for title, items in lists(one.impact, words):
        lines += ["", f"**{title}**", "", *(f"- {_plain(item)}" for item in items)]
    return lines


def as_json(one: Comparison, words: Language) -> dict[str, Any]:
    """For programs: addresses, paths and names of fields as they are; texts in the language of the words."""
    impact = one.impact

    def value(held: Any) -> Any:
        if isinstance(held, Text):
            return words.words_of(held)
        if dataclasses.is_dataclass(held):
            return {field.name: value(getattr(held, field.name)) for field in dataclasses.fields(held)}
        return [value(item) for item in held] if isinstance(held, tuple) else held

    found = {field.name: value(getattr(impact, field.name)) for field in dataclasses.fields(impact)}
    terms = {"base": value(one.base), "program": one.program, "replaced": one.replaced, "format": one.format}
    return {**terms, "summary": paragraph(one, words), **found, "stale": value(impact.stale)}


def paragraph(one: Comparison, words: Language) -> str:
    """The change in a few sentences."""
    impact, base = one.impact, one.base
    name = base.short if base.commit.startswith(base.name) else f"{base.name} ({base.short})"
    said = [words.word("impact.base", base=name)]
    if impact.problems_after:
        said.append(words.count("impact.problems-now", impact.problems_after))
    if impact.problems_before:
        said.append(words.count("impact.problems-then", impact.problems_before))
    if not impact.comparable:
        said.append(words.word("impact.unmade"))
    elif impact.nothing:
        said.append(words.word("impact.nothing"))
    said += [words.count(f"impact.count.{key}", len(held(impact))) for key, held in _COUNTED if held(impact)]
    if one.format:
        said.append(words.word("impact.format", number=words.number(one.format)))
    if one.replaced:
        said.append(words.word("impact.replaced"))
    elif one.program:
        said.append(words.word("impact.program"))
    return " ".join(said)


def lists(impact: Impact, words: Language) -> Iterator[List]:
    """Everything by name; what there is none of is left out."""
    moved = [words.word("impact.from-to", old=old, new=new) for old, new in impact.moved]
    for key, items in (
        ("records", [_record(one, words) for one in impact.records]),
        ("stale", [_stale(one, words) for one in impact.stale]),
        ("changed", list(_by_language(impact.changed, words))),
        ("appeared", list(_by_language(impact.appeared, words))),
        ("vanished", list(_by_language(impact.vanished, words))),
        ("moved", moved),
        ("lost", list(impact.lost)),
        ("chapters", list(_by_language(impact.chapters, words))),
        ("kits", list(_kits(impact.kits, words))),
        ("files", list(impact.files[:MOST]) + _more(impact.files, words)),
    ):
        if items:
            yield words.word(f"impact.list.{key}"), items


def _record(one: Difference, words: Language) -> str:
    fields = f" ({_joined(one.fields, words)})" if one.fields else ""
    return words.word(f"impact.{one.how}", where=_where(one, words)) + fields + _what(one, words)


def _stale(one: Difference, words: Language) -> str:
    told, untold = (_joined((words.language(code) for code in codes), words) for codes in (one.told, one.untold))
    return words.word("impact.forgotten", where=_where(one, words), told=told, untold=untold) + _what(one, words)


def _where(one: Difference, words: Language) -> str:
    """The record, and the section of its page."""
    name = words.words_of(one.name) if one.name and one.name.words else one.slug
    if one.record in _TITLES:
        name = words.word(_TITLES[one.record])
    elif one.record == "site":
        name = words.word("impact.site")
    return f"{name}{words.word('comma')} {words.word(f'section.{one.section}')}" if one.section and one.slug else name


def _what(one: Difference, words: Language) -> str:
    what = words.words_of(one.what) if isinstance(one.what, Text) else one.what
    short = what if len(what) <= LONGEST else what[:LONGEST].rsplit(" ", 1)[0] + " …"
    return words.word("colon") + " " + words.word("impact.quoted", what=short) if short else ""


def _by_language(names: Iterable[Any], words: Language) -> Iterator[str]:
    """A line for each language: how many, and their titles."""
    for code, held in groupby(names, lambda one: one.language):
        found = [one.title + ("" if getattr(one, "how", CHANGED) == CHANGED else f" ({words.word(f'impact.chapter.{one.how}')})") for one in held]
        yield words.count("impact.in-language", len(found), language=words.language(code)) + words.word("colon") + " " + _named(found, words)


def _kits(files: Iterable[FileName], words: Language) -> Iterator[str]:
    """A line for each kind of file in each language."""
    def sort(one: FileName) -> tuple[str, str, str]:
        return one.kind, one.edition, one.language

    for (kind, edition, code), held in groupby(sorted(files, key=sort), sort):
        about = [words.language(code)] if code else []
        about += [words.word("document.for-print")] if edition == "print" else []
        cities = [words.words_of(one.city) for one in held if one.city]
        label = words.word(f"document.{kind}") + (f" ({_joined(about, words)})" if about else "")
        yield label + (f"{words.word('colon')} {_named(cities, words)}" if cities else "")


def _named(names: Sequence[str], words: Language) -> str:
    return f"{words.word('semicolon')} ".join([*names[:MOST], *_more(names, words)])


def _more(names: Sequence[str], words: Language) -> list[str]:
    return [words.count("impact.more", len(names) - MOST)] if len(names) > MOST else []


def _joined(names: Iterable[str], words: Language) -> str:
    return f"{words.word('comma')} ".join(names)


def _plain(text: str) -> str:
    """Markdown that reads as the text does: nothing of it is a sign, a link, a mention or HTML."""
    return "".join(f"\\{letter}" if letter in r"\`*_{}[]<>#|~@" else letter for letter in text)
