"""Facts that are each possible and together are not: slips in numbers and in years."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from sistersite import load, model
from sistersite.errors import Place, Problems
from sistersite.read import Read, Rules, dates

DENSITY = (20, 100_000)  # people per km² of any city; the densest districts of the world have about 80,000


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
