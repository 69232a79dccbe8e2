"""What each is possible by itself and is not right: numbers and years that do not go together, short texts that are not short."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from sistersite import load, model
from sistersite.errors import Place, Problems
from sistersite.read import Read, Rules, dates

DENSITY = (20, 100_000)  # people per km² of any city; the densest districts of the world have about 80,000
ROOM = {"line": ("letters", 90), "lead": ("words", 60), "brief": ("words", 170)}  # for the short forms of a city


def crowding(figures: Sequence[model.Figure], places: Sequence[Place]) -> Problems:
    """Populations that fit into none of the areas given for the city."""
    problems = Problems()
    areas = [figure for figure in figures if figure.kind == "area"]
    for figure, place in zip(figures, places, strict=True):
        if figure.kind != "population" or not areas:
            continue
        density = {figure.value / area.value: area for area in areas}
        if not any(DENSITY[0] <= people <= DENSITY[1] for people in density):
            people, area = next(iter(density.items()))
            told = f"{people:,.0f}" if people >= 1 else f"{people:.2g}"
            problems.add(place, "implausible", population=f"{figure.value:,}", area=f"{area.value:,}", density=told)
    return problems


def too_long(short: model.ShortForms, places: Mapping[str, Place]) -> Problems:
    """Short forms for which there is no room on cards and covers; `places` holds that of `short.line` and of the others."""
    problems = Problems()
    for name, (unit, limit) in ROOM.items():
        for code, words in getattr(short, name).text.words.items():
            number = len(words) if unit == "letters" else len(words.split())
            if number > limit:
                problems.add(places[f"short.{name}"], "too-long", name=name, language=f"@language.{code}", number=number, unit=f"@length.{unit}", limit=limit)
    return problems


def ahead(cls: type, path: str, content: bytes, read: Read, rules: Rules, latest: datetime.date, **given: object) -> Problems:
    """Dates of what has happened that lie after `latest`. Where they stand is looked up only when there is one."""
    problems = Problems()
    if read.newest <= latest:
        return problems
    words, _ = load.text(content, path)
    for one in dates(cls, load.tree(words, path)[0], rules, **given) if words else ():
        if one.day > latest:
            problems.add(one.place, "date-ahead", name=one.name, year=one.day.year)
    return problems
