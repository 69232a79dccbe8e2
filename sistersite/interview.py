"""What `new` asks before it begins a city, in the order of asking, and what becomes of the answers.

Questions are the model's own fields: their words are those that editors' tools show, and an answer is read by the
same reader as a file, so that what is wrong with it is told in the words of `check`. Nothing here reads or writes.
"""

from __future__ import annotations

import datetime
import json
import re
import typing
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sistersite import form, gazetteer, guide, language, load, model, telling
from sistersite.check import SIGNED
from sistersite.declarations import fields_of, without_none
from sistersite.errors import Place
from sistersite.language import Language
from sistersite.read import Rules, answer

_SOURCE = ("title", "publisher", "url", "language", "grade", "consulted")
_TYPED = Place("", 1, 1)


@dataclass(frozen=True)
class Desk:
    """What a question must know of the site."""

    rules: Rules
    today: datetime.date
    taken: frozenset[str] = frozenset()  # names of folders, of now and of earlier years
    office: str = ""


@dataclass(frozen=True)
class Question:
    name: str  # where the answer stands in city.yaml, such as place.country; or "slug"
    hint: typing.Any  # the type of the answer
    key: str  # its words
    meta: Mapping[str, typing.Any]
    offer: str = ""  # what Enter takes
    needed: bool = True

    @property
    def choices(self) -> tuple[str, ...]:
        return typing.get_args(self.hint) if typing.get_origin(self.hint) is typing.Literal else ()


Answers = Mapping[str, str]


def questions(answers: Answers, desk: Desk) -> Iterator[Question]:
    """The questions in their order; later ones depend on `answers`, which grows while they are asked."""
    for code in desk.rules.required:
        yield Question(f"names.{code}", str, "explain.Names.text", {"language": code})
    yield _of(model.Names, "names.own", offer=answers.get("names.en", ""))
    yield _of(model.Names, "names.own_language")
    yield Question("slug", model.Slug, "ask.slug", {}, slug_of(answers.get("names.en", "")))
    yield _of(model.Location, "place.country")
    yield _of(model.Location, "place.region")
    yield _of(model.Location, "place.part", needed=False)
    yield _of(model.Location, "place.latitude")
    yield _of(model.Location, "place.longitude")
    zones = gazetteer.time_zones(answers.get("place.country", ""))
    yield _of(model.Location, "place.timezone", offer=zones[0] if len(zones) == 1 else "")
    yield _of(model.Tie, "tie.kind", offer="proposed")
    signed = answers.get("tie.kind") in SIGNED
    if signed:
        yield _of(model.Agreement, "agreement.date")
    yield _of(model.Source, "sources.s1.title", needed=signed)
    if "sources.s1.title" in answers:
        for name in _SOURCE[1:]:
            yield _of(model.Source, f"sources.s1.{name}", offer=desk.today.isoformat() if name == "consulted" else "", needed=name != "url")


def _of(cls: type, name: str, offer: str = "", needed: bool = True) -> Question:
    field, hint = fields_of(cls)[name.rpartition(".")[2]]
    return Question(name, without_none(hint), guide.key_of(cls, field.name), field.metadata, offer, needed)


def interview(ask: Callable[[str], str], say: Callable[[str], None], words: Language, desk: Desk, given: Answers) -> Answers:
    """Ask until every question is answered; a wrong answer is explained and asked for again. `given` answers are asked for only if wrong.

    `ask` takes a prompt and returns what was typed.
    """
    answers: dict[str, str] = {}
    for question in questions(answers, desk):
        typed = given.get(question.name)
        while True:
            meant, wrong = judge(question, _ask(question, ask, say, words) if typed is None else typed, words, desk)
            if not wrong:
                break
            say(f"  {wrong}")
            typed = None
        if meant:
            answers[question.name] = meant
    return answers


def without_asking(words: Language, desk: Desk, given: Answers) -> tuple[Answers, list[str]]:
    """The answers where nobody can be asked: those given and those that Enter would take; and what is wrong with them, in lines."""
    answers: dict[str, str] = {}
    complaints, asked = [], set()
    for question in questions(answers, desk):
        asked.add(question.name)
        meant, wrong = judge(question, given.get(question.name, question.offer), words, desk)
        if wrong:
            complaints.append(f"{question.name}: {wrong}" if given.get(question.name) else words.word("ask.missing", name=question.name))
        elif meant:
            answers[question.name] = meant
    return answers, complaints + [words.word("ask.unasked", name=name) for name in given if name not in asked]


def judge(question: Question, typed: str, words: Language, desk: Desk) -> tuple[str, str]:
    """What was meant by an answer, and what is wrong with it: empty where it is right."""
    meant = _meant(question, typed.strip(), words)
    if not meant:
        return "", words.word("ask.needed") if question.needed else ""
    return meant, " ".join(_wrong(question, meant, words, desk))


def _ask(question: Question, ask: Callable[[str], str], say: Callable[[str], None], words: Language) -> str:
    say("")
    if question.name == "sources.s1.title":
        say(words.word("ask.source"))
    about = question.meta.get("language")
    say(words.word(question.key) + (f" ({words.language(about)})" if about else ""))
    for number, choice in enumerate(question.choices, 1):
        say(f"  {number:>2}  {choice:<16} {words.word(guide.key_of_choice(question.hint, choice))}")
    if not question.needed:
        say(words.word("ask.skip"))
    typed = ask(f"{question.name}{f' [{question.offer}]' if question.offer else ''}: ")
    return typed.strip() or question.offer


def _meant(question: Question, typed: str, words: Language) -> str:
    """A choice may be told by its number, a country or a language by its name in the language of the editor or in English."""
    if question.choices and typed.isdecimal() and 0 < int(typed) <= len(question.choices):
        return question.choices[int(typed) - 1]
    if question.hint is model.CountryCode:
        return typed.upper() if language.country_exists(typed.upper()) else gazetteer.code_of("territories", typed, words.settings.locale, "en") or typed
    if question.hint is model.LanguageCode:
        return typed if language.language_exists(typed) else gazetteer.code_of("languages", typed, words.settings.locale, "en") or typed
    return typed


def _wrong(question: Question, typed: str, words: Language, desk: Desk) -> list[str]:
    """What is wrong with an answer, in lines; nothing where it is right."""
    if question.name == "slug" and typed in desk.taken:
        return [words.word("ask.taken", slug=typed)]
    value: load.Value | None = load.Scalar(typed, _TYPED, True)
    if question.hint is model.When and typed.startswith("{"):
        value, problems = load.tree(typed, "")
        if value is None:
            return [telling.together(problem, words) for problem in problems]
    return [telling.together(problem, words) for problem in answer(question.hint, value, question.name, desk.rules, question.meta).problems]


def slug_of(name: str) -> str:
    """The address that a name suggests: "São Paulo" → "sao-paulo"; nothing where it has no Latin letters."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "").replace("'", "")).encode("ascii", "ignore").decode().lower()
    return re.sub(r"^[^a-z]+|-$", "", re.sub(r"[^a-z0-9]+", "-", plain))


def parsed(given: Iterable[str], words: Language, desk: Desk) -> tuple[dict[str, str], list[str]]:
    """Answers of the form NAME=WORDS, and what is wrong with them, in lines."""
    known = [question.name for question in questions({"tie.kind": SIGNED[0], "sources.s1.title": "?"}, desk)]
    pairs = [(text, *text.partition("=")) for text in given]
    complaints = [words.word("ask.form", text=text) for text, _, sign, _ in pairs if not sign]
    complaints += [words.word("ask.unknown", name=name, known=", ".join(known)) for _, name, sign, _ in pairs if sign and name not in known]
    return {name: value for _, name, _, value in pairs}, complaints


def files(answers: Answers, forms: Mapping[str, str], desk: Desk) -> dict[str, str]:
    """The files of the city: `forms` (name → text) with the answers in them."""
    hints = {question.name: question.hint for question in questions(answers, desk)}
    values = {name: json.dumps(typed, ensure_ascii=False) if hints[name] in (str, model.Url) else typed for name, typed in answers.items() if name != "slug"}
    year = desk.today.replace(day=28) if (desk.today.month, desk.today.day) == (2, 29) else desk.today
    values |= {"upkeep.office": desk.office, "upkeep.checked": desk.today.isoformat(), "upkeep.due": year.replace(year=year.year + 1).isoformat()}
    if "agreement.date" in answers:
        values["agreement.sources"] = "[s1]"
    noted = "sources.s1.title" in answers and "agreement.date" not in answers  # then the chapter names the source
    return {
        name: form.fill(text, values) if name == "city.yaml" else f"{text.rstrip()}[^s1]\n" if noted and name.endswith(".md") else text
        for name, text in forms.items()
    }
