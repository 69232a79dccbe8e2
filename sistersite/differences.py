"""Two sites → what differs in their records: fact by fact, each in the section in which pages show it.

A record is taken apart into leaves: every record in it, without the records that this one holds. Leaves of
the same place are compared; those of a list are paired by what they say, for lists have no keys.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sistersite.model import City, Prose, Site, Text, When

ADDED, REMOVED, CHANGED = HOW = ("added", "removed", "changed")
RECORDS = ("networks", "programmes", "proposals", "sources", "site")  # those of which there is one

# Where the leaves of a city are shown; the others have the name of their section.
_SECTIONS = {
    "": "upkeep", "names": "numbers", "place": "numbers", "figures": "numbers", "tie": "standing", "tie.steps": "pact", "agreement": "pact",
    "documents": "pact", "sights.heritage": "sights", "sights.traces": "traces", "website": "contacts", "twin_page": "contacts",
}  # fmt: skip
_ALIKE = 0.5  # from this likeness on, two items of a list are the same one, changed


@dataclass(frozen=True)
class Difference:
    """`record` is "city", "page" or one of RECORDS, `slug` its folder today, `name` what it is called; `section` is one of
    plan_city.SECTIONS, "sources", or empty. `what` are the words of the item; both are empty for a record as a whole.
    """

    record: str
    slug: str
    name: Text | None
    section: str
    how: str  # one of HOW
    what: Text | str = ""
    fields: tuple[str, ...] = ()  # of what was changed: names in the file, or languages
    told: tuple[str, ...] = ()  # languages in which its words were changed …
    untold: tuple[str, ...] = ()  # … and, where there are some, those in which they stayed as they were

    @property
    def stale(self) -> bool:
        """Whether a language may have been forgotten."""
        return bool(self.told and self.untold)


def differences(before: Site, after: Site) -> tuple[Difference, ...]:
    """In the order of the folders; drafts are compared like any other city."""
    new_names = renamed(before, after)
    old = {new_names.get(city.slug, city.slug): city for city in before.cities}
    new = {city.slug: city for city in after.cities}
    found = [one for slug in sorted(old.keys() | new.keys()) for one in _city(slug, old.get(slug), new.get(slug))]
    pages = [{page.slug: page.prose for page in site.pages} for site in (before, after)]
    found += [one for slug in sorted(pages[0].keys() | pages[1].keys()) for one in _page(slug, *(side.get(slug, {}) for side in pages))]
    for name in RECORDS:
        sides = [{"settings": site.settings} if name == "site" else {name: getattr(site, name)} for site in (before, after)]
        found += _leaves_of("sources" if name == "sources" else "", name, "", None, *(dict(_grouped(_taken_apart(side))) for side in sides))
    return tuple(found)


def renamed(before: Site, after: Site) -> dict[str, str]:
    """Folder of a city then → its folder now, of those that were renamed."""
    there, then = {city.slug for city in after.cities}, {city.slug for city in before.cities}
    return {old: city.slug for city in after.cities for old in city.was if old in then and old not in there and city.slug not in then}


# --- records


def _city(slug: str, before: City | None, after: City | None) -> Iterator[Difference]:
    city = after or before
    name = city.names.text
    if before is None or after is None:
        yield Difference("city", slug, name, "", ADDED if after else REMOVED)
        return
    if before.digest == after.digest and before.slug == after.slug:
        return
    sides = [dict(_grouped(_leaves(city, ""))) for city in (before, after)]
    yield from _leaves_of(None, "city", slug, name, *sides)
    yield from _texts("city", slug, name, "chapter", before.chapters, after.chapters)


def _page(slug: str, before: Mapping[str, Prose], after: Mapping[str, Prose]) -> Iterator[Difference]:
    name = Text({code: text.title for code, text in (after or before).items()})
    if not before or not after:
        if before or after:
            yield Difference("page", slug, name, "", ADDED if after else REMOVED)
        return
    yield from _texts("page", slug, name, "", before, after)


def _texts(record: str, slug: str, name: Text, section: str, before: Mapping[str, Prose], after: Mapping[str, Prose]) -> Iterator[Difference]:
    """A text in its languages."""
    for how, codes in ((ADDED, after.keys() - before.keys()), (REMOVED, before.keys() - after.keys())):
        if codes:
            yield Difference(record, slug, name, section, how, fields=tuple(sorted(codes)))
    told, untold = _compared(before, after)
    if told:
        yield Difference(record, slug, name, section, CHANGED, "", told, told, untold)


# --- leaves


@dataclass(frozen=True)
class _Leaf:
    """The values of a record that are no records themselves: name of the field → value; `inline` names the one with the languages."""

    values: Mapping[str, Any]
    inline: str = ""

    @property
    def words(self) -> Text | str:
        """What tells this one from others."""
        texts = [value for value in self.values.values() if isinstance(value, Text)]
        scalars = [str(value) for value in self.values.values() if isinstance(value, str | int) and not isinstance(value, bool)]
        return texts[0] if texts else " ".join(scalars[:2])


def _is_record(value: Any) -> bool:
    return dataclasses.is_dataclass(value) and not isinstance(value, Text | When)


def _leaves(record: Any, path: str) -> Iterator[tuple[str, _Leaf]]:
    """(path, leaf) of a record and all in it; items of a list have the path of the list, those of a mapping their key."""
    values, inline, inner = {}, "", []
    for field in dataclasses.fields(record):
        value, here = getattr(record, field.name), f"{path}.{field.name}".lstrip(".")
        parts = list(_taken_apart({here: value}))
        if field.metadata.get("given"):
            continue
        if parts or isinstance(value, tuple | Mapping) and not value:
            inner += parts
        else:
            values[field.name] = value
            inline = field.name if field.metadata.get("inline") else inline
    yield path, _Leaf(values, inline)
    yield from inner


def _taken_apart(held: Mapping[str, Any]) -> Iterator[tuple[str, _Leaf]]:
    """The leaves of the records among these values; path → value."""
    for path, value in held.items():
        if _is_record(value):
            yield from _leaves(value, path)
        elif isinstance(value, tuple):
            yield from (leaf for item in value if _is_record(item) for leaf in _leaves(item, path))
        elif isinstance(value, Mapping):
            yield from (leaf for key, item in value.items() if _is_record(item) for leaf in _leaves(item, f"{path}.{key}"))


def _grouped(leaves: Iterable[tuple[str, _Leaf]]) -> Mapping[str, list[_Leaf]]:
    groups: dict[str, list[_Leaf]] = defaultdict(list)
    for path, leaf in leaves:
        groups[path].append(leaf)
    return groups


def _leaves_of(
    section: str | None, record: str, slug: str, name: Text | None, before: Mapping[str, list[_Leaf]], after: Mapping[str, list[_Leaf]]
) -> Iterator[Difference]:
    """What differs between two records taken apart; where no section is given, that of a city's page."""
    for path in dict.fromkeys((*after, *before)):
        shown = section if section is not None else _section(path)
        for old, new in _paired(before.get(path, []), after.get(path, [])):
            what = (new or old).words
            if old is None or new is None:
                yield Difference(record, slug, name, shown, ADDED if new else REMOVED, what)
            else:
                fields, told, untold = _changes(old, new)
                yield Difference(record, slug, name, shown, CHANGED, what, fields, told, untold)


def _section(path: str) -> str:
    """The longest beginning of the path that has a section, else its first name."""
    parts = path.split(".")
    known = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((_SECTIONS[one] for one in known if one in _SECTIONS), parts[0])


def _paired(before: list[_Leaf], after: list[_Leaf]) -> Iterator[tuple[_Leaf | None, _Leaf | None]]:
    """What was and what it is now, without what stayed as it was; the order of a list is no difference."""
    gone, come = list(before), []
    for leaf in after:
        if leaf in gone:
            gone.remove(leaf)
        else:
            come.append(leaf)
    if len(gone) == len(come) == 1 and len(before) == len(after) == 1:  # there is but one of the kind
        yield gone[0], come[0]
        return
    likeness = sorted(((_likeness(old, new), -o, -n) for o, old in enumerate(gone) for n, new in enumerate(come)), reverse=True)
    pairs: dict[int, int] = {}
    for alike, o, n in likeness:
        if alike >= _ALIKE and -n not in pairs and -o not in pairs.values():
            pairs[-n] = -o
    yield from ((gone[pairs[n]] if n in pairs else None, new) for n, new in enumerate(come))
    yield from ((old, None) for o, old in enumerate(gone) if o not in pairs.values())


def _likeness(one: _Leaf, other: _Leaf) -> float:
    """From 0 to 1: of the words in the language that is most alike."""
    a, b = one.words, other.words
    if isinstance(a, Text) and isinstance(b, Text):
        return max((_ratio(a.words[code], b.words[code]) for code in a.words.keys() & b.words.keys()), default=0)
    return _ratio(str(a), str(b)) if type(a) is type(b) else 0


def _ratio(a: str, b: str) -> float:
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0


def _changes(old: _Leaf, new: _Leaf) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The names of what differs, the languages in which words were changed, and those in which they were not."""
    fields: list[str] = []
    told: dict[str, None] = {}
    untold: dict[str, None] = {}
    for name in dict.fromkeys((*new.values, *old.values)):
        a, b = old.values.get(name), new.values.get(name)
        if a == b:
            continue
        if isinstance(a, Text) and isinstance(b, Text):
            changed, same = _compared(a.words, b.words)
            codes = [code for code in dict.fromkeys((*b.words, *a.words)) if a.words.get(code) != b.words.get(code)]
            fields += [code if name == new.inline else f"{name}.{code}" for code in codes]
            if changed and same:
                told.update(dict.fromkeys(changed))
                untold.update(dict.fromkeys(same))
        else:
            fields.append(name)
    return tuple(fields), tuple(told), tuple(untold)


def _compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The languages in which both have words: those whose words differ, and those whose words do not."""
    both = [code for code in after if code in before]
    return tuple(c for c in both if before[c] != after[c]), tuple(c for c in both if before[c] == after[c])
