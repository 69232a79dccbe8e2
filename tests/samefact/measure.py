"""How well differences between the languages are found: plants them into true pairs of the real content and counts.

A pair is a short text or a paragraph in the first two required languages. For every kind of difference a sample of
pairs gets one planted, in either language, and it is found if the comparison says more than it says of the true pair.

    python tests/samefact/measure.py [--most N] [--seed N] [--missed]
"""

from __future__ import annotations

import argparse
import datetime
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(PROJECT))

from sistersite import check, counterparts, discover, memo, model, pipeline, samefact, texts  # noqa: E402
from sistersite.quantities import Date, Number  # noqa: E402

RECALL, ALARMS = 0.95, 0.02


@dataclass(frozen=True, eq=False)
class Pair:
    """The same text in two languages; `understood` are the names that go without saying in it."""

    texts: dict[str, str]
    markdown: bool
    understood: frozenset[str]


@dataclass(frozen=True)
class Outcome:
    """Of the planted differences of one kind: how many there were, and the texts in which they were missed."""

    planted: int
    missed: tuple[tuple[str, str], ...]


def content() -> tuple[list[Pair], dict[str, samefact.Tongue]]:
    """All pairs of the real content, and the languages they are in."""
    ground = pipeline.survey(pipeline.Options(PROJECT, date=datetime.date(2026, 11, 22)))
    languages, _ = pipeline.understand_languages(ground.languages, memo.Memo(None))
    rules = check.Rules(("fa", "en"), ("fa", "en"))
    found = ground.found
    records = {name: texts.read_record(check.RECORD_CLASSES[name], name, found.records[name], rules) for name in discover.RECORDS}
    cities = {slug: texts.read_record(model.City, slug, content, rules, slug=slug) for slug, content in found.cities.items()}
    known = {slug: read.record for slug, read in cities.items()}
    tongues = counterparts.tongues_of([languages[code] for code in rules.required], known, records["names"].record)
    home = counterparts.subjects(known, records["site"].record.home)
    pairs = [Pair({code: word.text for code, word in text.words.items()}, False, home) for read in records.values() for text in read.texts]
    for slug, read in cities.items():
        understood = home | counterparts.subjects(known, slug)
        pairs += [Pair({code: word.text for code, word in text.words.items()}, False, understood) for text in read.texts]
        pairs += _paragraphs(found.chapters.get(slug, {}), texts.ChapterHead, rules, understood)
    for page in found.pages.values():
        pairs += _paragraphs(page, texts.PageHead, rules, home)
    return [pair for pair in pairs if len(pair.texts) == 2], tongues


def _paragraphs(written: dict[str, bytes], head: type, rules: check.Rules, understood: frozenset[str]) -> Iterator[Pair]:
    chapters = {code: texts.read_prose(code, written[code], code, head, rules).chapter for code in rules.required if code in written}
    for pieces in counterparts.pieces(chapters):
        yield Pair({code: piece.text for code, piece in pieces.items()}, all(piece.markdown for piece in pieces.values()), understood)


def said(pair: Pair, tongues: dict[str, samefact.Tongue]) -> int:
    """How much the comparison finds wrong with a pair."""
    ours, theirs = (samefact.claims(text, tongues[code], pair.markdown) for code, text in pair.texts.items())
    return len(samefact.differences(ours, theirs, pair.understood)) + len(ours.contradictions) + len(theirs.contradictions)


# --- what is planted: a text with its claims → the text with one of them changed, or None where there is none

Planter = Callable[[str, samefact.Claims, samefact.Tongue, Pair, random.Random], str | None]


def _put(text: str, one: samefact.Claim, words: str) -> str:
    return text[: one.start] + words + text[one.end :]


def _another_digit(word: str, dice: random.Random, last: bool = False) -> str:
    places = [at for at, letter in enumerate(word) if letter.isdecimal()]
    at = places[-1] if last else dice.choice(places)
    digit = int(word[at])
    new = dice.choice([n for n in range(1, 10) if n != digit])
    return word[:at] + chr(ord(word[at]) - digit + new) + word[at + 1 :]


def _quantity(wanted: Callable[[Number | Date], bool], change: Callable[[str, random.Random, samefact.Tongue], str], lone: bool = False) -> Planter:
    """`lone`: only what the text does not say twice, as in the other calendar; without one of two nothing is missing."""

    def plant(text: str, claims: samefact.Claims, tongue: samefact.Tongue, pair: Pair, dice: random.Random) -> str | None:
        found = [one for one in claims.quantities if wanted(one) and not (lone and any(samefact.same(one, o) for o in claims.quantities if o != one))]
        if not found:
            return None
        one = dice.choice(found)
        return _put(text, one, change(text[one.start : one.end], dice, tongue))

    return plant


def _year(one: Number | Date) -> bool:
    return isinstance(one, Number) and one.figure and not one.percent and one.value in range(1000, 2101) and one.end - one.start == 4


def _another_month(word: str, dice: random.Random, tongue: samefact.Tongue) -> str:
    months = tongue.numbers.months
    plain = {name: name for name in months}
    held = next(name for name in sorted(plain, key=len, reverse=True) if name in word.replace("ٔ", ""))
    others = [name for name, (calendar, _) in months.items() if calendar == months[held][0] and name != held]
    return word.replace("ٔ", "").replace(held, dice.choice(others))


def _another_day(word: str, dice: random.Random, tongue: samefact.Tongue) -> str:
    day = "".join(letter for letter in word[:2] if letter.isdecimal())
    if not day:
        return word
    new = dice.choice([n for n in range(1, 29) if str(n) != "".join(str(int(d)) for d in day if d.isdecimal())])
    zero = ord(day[0]) - int(day[0])
    return "".join(chr(zero + int(digit)) for digit in str(new)) + word[len(day) :]


def _another_word(word: str, dice: random.Random, tongue: samefact.Tongue) -> str:
    numerals = tongue.numbers.numerals
    return dice.choice([name for name, value in numerals.items() if 3 <= value <= 90 and value != numerals.get(word.lower())])


def _dated(one: Number | Date) -> bool:
    return isinstance(one, Date) and bool(one.year or one.day)


def _name(put: Callable[[random.Random, samefact.Tongue, Pair], str]) -> Planter:
    def plant(text: str, claims: samefact.Claims, tongue: samefact.Tongue, pair: Pair, dice: random.Random) -> str | None:
        found = [one for one in claims.names if not one.slugs & pair.understood]
        once = [one for one in found if sum(other.slugs == one.slugs for other in claims.names) == 1]
        return _put(text, dice.choice(once), put(dice, tongue, pair)) if once else None

    return plant


def _other_name(dice: random.Random, tongue: samefact.Tongue, pair: Pair) -> str:
    return dice.choice([form for form, slug in tongue.names.written if not {slug} & pair.understood])


def _mark(kind: str, words: str) -> Planter:
    def plant(text: str, claims: samefact.Claims, tongue: samefact.Tongue, pair: Pair, dice: random.Random) -> str | None:
        found = [one for one in claims.marks if one.kind == kind]
        return _put(text, dice.choice(found), words) if found else None

    return plant


PLANTERS: dict[str, Planter] = {
    "number: another digit": _quantity(lambda o: isinstance(o, Number) and o.figure and not o.percent and not _year(o), lambda w, d, t: _another_digit(w, d)),
    "number: another word": _quantity(lambda o: isinstance(o, Number) and not o.figure and o.value >= 3, _another_word),
    "number: left out": _quantity(lambda o: isinstance(o, Number) and o.figure and not _year(o), lambda w, d, t: "", lone=True),
    "percentage: another digit": _quantity(lambda o: isinstance(o, Number) and o.percent and o.figure, lambda w, d, t: _another_digit(w, d)),
    "year: another last digit": _quantity(_year, lambda w, d, t: _another_digit(w, d, last=True)),
    "date: another year": _quantity(
        lambda o: isinstance(o, Date) and bool(o.year), lambda w, d, t: _another_digit(w, d, last=True) if w[-1].isdecimal() else w
    ),
    "date: another month": _quantity(_dated, _another_month),
    "date: another day": _quantity(lambda o: isinstance(o, Date) and bool(o.day), _another_day),
    "date: left out": _quantity(_dated, lambda w, d, t: "", lone=True),
    "name: left out": _name(lambda d, t, p: ""),
    "name: another": _name(_other_name),
    "note: left out": _mark("note", ""),
    "note: another": _mark("note", "[^another]"),
    "link: another": _mark("link", "city:another"),
}


def measure(pairs: list[Pair], tongues: dict[str, samefact.Tongue], most: int, seed: int) -> dict[str, Outcome]:
    """Kind of difference → what became of at most so many that were planted."""
    dice, outcomes = random.Random(seed), {}
    places = [(pair, code) for pair in pairs for code in pair.texts]

    @cache
    def claims(pair: Pair, code: str) -> samefact.Claims:
        return samefact.claims(pair.texts[code], tongues[code], pair.markdown)

    for kind, planter in PLANTERS.items():
        planted, missed = 0, []
        for pair, code in dice.sample(places, len(places)):
            text = pair.texts[code]
            changed = planter(text, claims(pair, code), tongues[code], pair, dice)
            if changed is None or changed == text:
                continue
            planted += 1
            after = Pair({**pair.texts, code: changed}, pair.markdown, pair.understood)
            if said(after, tongues) <= said(pair, tongues):
                missed.append((changed, next(words for other, words in pair.texts.items() if other != code)))
            if planted == most:
                break
        outcomes[kind] = Outcome(planted, tuple(missed))
    return outcomes


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--most", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--missed", action="store_true", help="show the texts in which a difference was missed")
    options = parser.parse_args()
    pairs, tongues = content()
    outcomes = measure(pairs, tongues, options.most, options.seed)
    for kind, outcome in outcomes.items():
        found = outcome.planted - len(outcome.missed)
        print(f"{kind:28}{outcome.planted:6} planted{found:6} found {found / max(outcome.planted, 1):7.1%}")
        for changed, other in outcome.missed if options.missed else ():
            print(f"    {changed}\n    {other}\n")
    planted = sum(one.planted for one in outcomes.values())
    found = planted - sum(len(one.missed) for one in outcomes.values())
    alarms = sum(said(pair, tongues) > 0 for pair in pairs)
    print(f"{'all':28}{planted:6} planted{found:6} found {found / planted:7.1%}")
    print(f"{len(pairs)} true pairs, {alarms} with an alarm before any exemption: {alarms / len(pairs):.1%}")


if __name__ == "__main__":
    main()
