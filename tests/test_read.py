"""Values into records, by the declarations of the classes."""

import pytest

from sistersite import load, model
from sistersite.letters import Letters
from sistersite.read import Rules, record

RULES = Rules(("fa", "en", "de"), ("fa", "en"))
FACT = 'fa: "یک"\nen: "One"\nsources: [s1]\n'


def read(cls, words, rules=RULES):
    value, problems = load.tree(words, "x.yaml")
    assert not problems
    return record(cls, value, rules)


def kinds(cls, words, rules=RULES):
    return [p.kind for p in read(cls, words, rules).problems]


def test_a_fact():
    done = read(model.Fact, FACT + "general: false\n")
    assert done.record == model.Fact(text=model.Text({"fa": "یک", "en": "One"}), sources=("s1",))
    assert [(r.kind, r.target, r.place.line) for r in done.references] == [("source", "s1", 3)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ('fa: "یک"\nsources: [s1]\n', ["missing-language"]),
        ('fa: "یک"\nen:\nsources: [s1]\n', ["missing-language"]),
        ('fa: "یک"\nen: "One"\n', ["fact-without-source"]),
        ('fa: "یک"\nen: "One"\nsources: []\n', ["fact-without-source"]),
        ('fa: "یک"\nen: "One"\ngeneral: true\n', []),
        (FACT + "sorces: [s1]\n", ["unknown-field"]),
        (FACT.replace("[s1]", "s1"), ["wrong-type"]),
        (FACT + "general: maybe\n", ["wrong-type"]),
        ("- a\n", ["wrong-type"]),
    ],
)
def test_mistakes_in_a_fact(words, expected):
    assert kinds(model.Fact, words) == expected


@pytest.mark.parametrize(
    ("typed", "when"),
    [
        ("2019", model.When("gregorian", 2019)),
        ("2019-05-18", model.When("gregorian", 2019, 5, 18)),
        ("۲۰۱۹-۰۵", model.When("gregorian", 2019, 5)),
        ("{jalali: 1398-07}", model.When("jalali", 1398, 7)),
        ("{gregorian: 1453}", model.When("gregorian", 1453)),
        ("0742", model.When("gregorian", 742)),
    ],
)
def test_dates(typed, when):
    assert read(model.Event, FACT + f"date: {typed}\n").record.date == when


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("2019-02-30", "bad-date"), ("2019-13", "bad-date"), ("yesterday", "bad-date"), ("3019", "bad-date"), ("2019-00", "bad-date"),
        ("{jalali: 1404-12-30}", "bad-date"), ("1398", "calendar-unclear"), ("1398-07-01", "calendar-unclear"), ("{hijri: 1440}", "wrong-type"),
    ],
)  # fmt: skip
def test_dates_that_are_none(typed, kind):
    assert kinds(model.Event, FACT + f"date: {typed}\n") == [kind]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("kind: population\nvalue: 12000\nyear: 2020\nsources: [s1]\n", []),
        ("kind: population\nvalue: 12\nyear: 2020\nsources: [s1]\n", ["out-of-range"]),
        ("kind: population\nvalue: 12,000\nyear: 2020\nsources: [s1]\n", ["wrong-type"]),
        ("kind: elevation\nvalue: 12000\nyear: 2020\nsources: [s1]\n", ["out-of-range"]),
        ("kind: populaton\nvalue: 12000\nyear: 2020\nsources: [s1]\n", ["unknown-choice"]),
    ],
)
def test_figures_have_sane_ranges(words, expected):
    assert kinds(model.Figure, words) == expected


def test_the_nearest_name_is_offered():
    problem = read(model.Fact, FACT.replace("sources", "sourcs")).problems[0]
    assert problem.values["nearest"] == "sources"


def test_letters_no_font_has():
    books = '[{"ranges": [[32, 126], [160, 160], [233, 233], [1536, 1791]]}, {"ranges": [], "block": [19968, 40959], "charsets": ["gb2312"]}]'
    pages = '"faces": [{"ranges": [[32, 126]]}], "system": [[1536, 1791], [120, 255], [8288, 8303], [19968, 40959]]'
    letters = Letters(f'{{{pages}, "books": {books}}}'.encode())
    assert letters.strange("abc سلام 西 \u00a0é\u2066\t") == set()
    assert letters.strange("a\ue000\u0250") == {"\ue000", "\u0250"}
    assert letters.strange("ë國\u2003") == {"ë", "國", "\u2003"}  # pages would show them, books would not
    assert kinds(model.Fact, FACT.replace("One", "On\ue000"), Rules(("fa", "en"), ("fa", "en"), letters)) == ["no-glyph"]


def test_all_mistakes_are_found_in_one_reading():
    # a mistyped `sources` is one mistake, not two
    words = 'fa: "یک"\nsource: [s1]\ndate: 2019-02-30\nfield: cultur\n'
    assert sorted(kinds(model.Deed, words)) == sorted(["missing-language", "unknown-field", "bad-date", "unknown-choice"])
