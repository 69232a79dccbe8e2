"""Numbers and years that cannot be right together."""

import datetime

import pytest

from sistersite import model, plausible, texts
from sistersite.errors import Place
from sistersite.rules import Rules

RULES = Rules(("fa", "en"), ("fa", "en"))
TODAY = datetime.date(2026, 11, 22)


def crowded(*pairs):
    figures = [model.Figure(kind=kind, value=value, year=2020) for kind, value in pairs]
    return [problem.place.line for problem in plausible.crowding(figures, [Place("x", n) for n in range(len(figures))])]


@pytest.mark.parametrize(
    ("figures", "lines"),
    [
        ([("population", 367_015), ("area", 102)], []),
        ([("population", 1_367), ("area", 102)], [0]),  # typed in thousands
        ([("area", 102), ("population", 36_701_500)], [1]),
        ([("population", 367_015), ("area", 102_000), ("area", 102)], []),  # the region's area is told, too
        ([("population", 367_015)], []),
        ([("population", 2_000), ("population", 367_015), ("area", 102), ("elevation", 50)], [0]),
    ],
)
def test_density(figures, lines):
    assert crowded(*figures) == lines


def told(words, latest=TODAY):
    content = words.encode()
    read = texts.read_record(model.Source, "x.yaml", content, RULES)
    assert not read.problems
    return [
        (problem.place.line, problem.values["name"], problem.values["year"])
        for problem in plausible.ahead(model.Source, "x.yaml", content, read, RULES, latest)
    ]


SOURCE = "title: A\npublisher: B\nlanguage: en\ngrade: press\npublished: {}\nconsulted: {}\n"


@pytest.mark.parametrize(
    ("published", "consulted", "expected"),
    [
        ("2026-11-22", "2026-11-22", []),
        ("2026", "2026-11", []),  # begun
        ("2026-11-23", "2062-11-22", [(5, "published", "2026"), (6, "consulted", "2062")]),
        ("{jalali: 1405-09-01}", "{jalali: 1405-09-02}", [(6, "consulted", "2026")]),
        ("2027", "2026-11-22", [(5, "published", "2027")]),
    ],
)
def test_what_has_happened_lies_behind(published, consulted, expected):
    assert told(SOURCE.format(published, consulted)) == expected


def test_what_is_due_may_lie_ahead():
    content = b"office: x\nchecked: 2026-11-22\ndue: 2030-01-01\n"
    assert texts.read_record(model.Upkeep, "x.yaml", content, RULES).newest == TODAY
