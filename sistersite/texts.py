"""Bytes of a file → a record or a text, each read by itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field

from sistersite import freshness, lint, load, model, prose
from sistersite.counterparts import Chapter, Exemption
from sistersite.declarations import nearest
from sistersite.errors import Place, Problems
from sistersite.memo import Memo
from sistersite.read import Read, Reference, record
from sistersite.rules import Rules


@dataclass(frozen=True, kw_only=True)
class PageHead:
    """The front matter of a page of prose."""

    title: str
    summary: str
    upkeep: model.Care
    checked: Mapping[model.SiteLanguage, model.TextMark] = field(default_factory=dict)
    differs: tuple[Exemption, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ChapterHead:
    """The front matter of a city's chapter; one that was not compared with any other needs none."""

    checked: Mapping[model.SiteLanguage, model.TextMark] = field(default_factory=dict)
    differs: tuple[Exemption, ...] = ()


@dataclass(frozen=True)
class ReadProse:
    """A text in one language, with what it names; `prose` is None when it could not be read.

    `whole` is false when the text itself is unknown, so that it may name more.
    """

    prose: model.Prose | None
    mentions: tuple[prose.Mention, ...] = ()
    references: tuple[Reference, ...] = ()
    problems: Problems = field(default_factory=Problems)
    whole: bool = True
    chapter: Chapter | None = None  # as it stands in the file, where it could be read


def read_record(cls: type, path: str, content: bytes, rules: Rules, **given: object) -> Read:
    """Bytes of a YAML file → a record."""
    words, problems = load.text(content, path)
    value, more = load.tree(words, path) if words is not None else (None, Problems())
    read = record(cls, value, rules, **given)
    return dataclasses.replace(read, problems=Problems([*problems, *more, *read.problems]), whole=read.whole and not more)


def read_prose(path: str, content: bytes, code: str, head_class: type, rules: Rules) -> ReadProse:
    """Bytes of a Markdown file → a text in the language `code`."""
    words, problems = load.text(content, path)
    if words is None:
        return ReadProse(None, problems=problems, whole=False)
    front, body, first_line, more = load.front_matter(words, path)
    unreadable = front is None and bool(more)
    head = Read(None) if unreadable else record(head_class, front or load.Mapping((), Place(path)), rules)
    problems = Problems([*problems, *more, *head.problems])
    if own := head.places.get(f"checked.{code}"):
        others = [other for other in rules.languages if other != code]
        problems.add(own, "unknown-choice", name=code, field="checked", nearest="", known=", ".join(others))

    def at(offset: int) -> Place:
        before = body[:offset]
        return Place(path, before.count("\n") + first_line, len(before) - before.rfind("\n"))

    for offset, letter in rules.strange_letters(body):
        problems.add(at(offset), "no-glyph", letter=letter, code=f"U+{ord(letter):04X}")
    problems.extend(one.problem(at) for one in lint.findings(body, code, rules.months.get(code, ()), markdown=True))
    for _, value in front.entries if front else ():
        problems.extend(rules.slips(value, code) if isinstance(value, load.Scalar) else ())
    parsed = prose.parse(body, path, first_line)
    problems.extend(parsed.problems)
    made = None
    if head.record is not None and not parsed.problems:
        given = {name: value for name, value in vars(head.record).items() if name != "differs"}
        made = model.Prose(code, parsed.nodes, **given, mark=freshness.mark(body))
        for mention in parsed.mentions:
            if mention.target.startswith("#") and mention.target[1:] not in parsed.anchors:
                best = nearest(mention.target, [f"#{anchor}" for anchor in parsed.anchors])
                problems.add(mention.place, "link-nowhere", target=mention.target, nearest=best)
    head_texts = tuple(item for name, item in (front.entries if front else ()) if name.text in ("title", "summary") and isinstance(item, load.Scalar))
    exempt = getattr(head.record, "differs", ())
    placed = tuple((head.places[f"differs.{n}"], one) for n, one in enumerate(exempt) if f"differs.{n}" in head.places)
    chapter = Chapter(path, body, first_line, head_texts, placed) if made else None
    return ReadProse(made, parsed.mentions, head.references, problems, bool(body) or not unreadable, chapter)


def read_all(found: Mapping[str, Mapping[str, bytes]], pattern: str, head: type, rules: Rules, memo: Memo) -> dict[str, dict[str, ReadProse]]:
    """Slug → language → the text, in the languages of the site."""

    typed = [
        (slug, code, pattern.format(slug, code), content)
        for slug, texts in found.items()
        for code, content in texts.items()
        if code in rules.languages
    ]

    def read(n: int) -> ReadProse:
        _, code, path, content = typed[n]
        return read_prose(path, content, code, head, rules)

    read_texts: dict[str, dict[str, ReadProse]] = {slug: {} for slug in found}
    inputs = [(path, content, rules) for _, _, path, content in typed]
    for (slug, code, _, _), one in zip(typed, memo.side_by_side("prose", inputs, read), strict=True):
        read_texts[slug][code] = one
    return read_texts


def as_typed(texts: Mapping[str, Mapping[str, ReadProse]]) -> dict[str, dict[str, Chapter]]:
    return {slug: {code: read.chapter for code, read in languages.items() if read.chapter} for slug, languages in texts.items()}
