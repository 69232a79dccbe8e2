"""What an editor's tool makes of the schema: help while typing, and marks where `check` sees a problem, on the same lines."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import PROJECT, Command
from language_server import Server, settings

MODEL = "cities/freiburg"  # a record that uses nearly every field

# A schema sees these kinds; which names lead somewhere, and whether a fact has sources, only `check` knows.
SEEN = {
    "bad-address", "bad-date", "bad-name", "calendar-unclear", "missing-field", "missing-language", "out-of-range", "unknown-choice", "unknown-field",
    "wrong-type",
}  # fmt: skip

# Mistakes, each planted in a copy of the record: name, kind of problem, pattern of lines, what stands there instead (the first time).
MISTAKES = (
    ("unknown-at-the-top", "unknown-field", r"^timeline:", "timelin:"),
    ("unknown-in-a-record", "unknown-field", r"^  timezone:", "  colour: red\n  timezone:"),
    ("unknown-in-a-list", "unknown-field", r"^    - step: talks", "    - step: talks\n      colour: red"),
    ("unknown-language", "unknown-field", r'^      en: (".*")', r"      en: \1" + '\n      xx: "?"'),
    ("unknown-in-a-source", "unknown-field", r"^    grade: (\w+)", r"    grade: \1\n    colour: red"),
    ("choice-of-tie", "unknown-choice", r"^  kind: sister", "  kind: sistr"),
    ("choice-of-region", "unknown-choice", r"^  region: .*", "  region: atlantis"),
    ("choice-of-field", "unknown-choice", r"^  - field: \w+", "  - field: cooking"),
    ("choice-of-grade", "unknown-choice", r"^    grade: \w+", "    grade: gossip"),
    ("choice-in-a-list", "unknown-choice", r"^    - step: talks", "    - step: tea"),
    ("no-own-name", "missing-field", r"^  own: .*\n", ""),
    ("no-place", "missing-field", r"^place:\n(?:  .*\n)+", ""),
    ("no-side", "missing-field", r"^  - side: partner\n    fa", "  - fa"),
    ("no-title-of-a-source", "missing-field", r"^    title: .*\n", ""),
    ("no-checked", "missing-field", r"^  checked: .*\n", ""),
    ("one-language-of-a-fact", "missing-language", r'^    en: ".*"\n(?=    sources)', ""),
    ("one-language-of-a-text", "missing-language", r'^    en: ".*"\n(?=  signers)', ""),
    ("one-language-of-a-note", "missing-language", r'^      en: ".*"\n', ""),
    ("words-for-a-record", "wrong-type", r"^upkeep:\n(?:  .*\n)+", "upkeep: yes please\n"),
    ("words-for-a-list", "wrong-type", r"^    sources: \[.*\]", "    sources: s1"),
    ("words-for-a-text", "wrong-type", r'^  place:\n    fa: (".*")\n.*', r"  place: \1"),
    ("words-for-a-number", "wrong-type", r"^  latitude: .*", "  latitude: north"),
    ("words-for-yes", "wrong-type", r"^names:", "draft: perhaps\nnames:"),
    ("nothing", "wrong-type", r"^  own_language: .*", "  own_language:"),
    ("a-list-for-words", "wrong-type", r'^    title: (".*")', r"    title: [\1]"),
    ("latitude", "out-of-range", r"^  latitude: .*", "  latitude: 147.9"),
    ("ordinal", "out-of-range", r"^  kind: sister", "  kind: sister\n  ordinal: 1000"),
    ("year-of-a-figure", "out-of-range", r"^    year: .*", "    year: 1402"),
    ("no-date", "bad-date", r"^  checked: .*", "  checked: yesterday"),
    ("month-13", "bad-date", r"^  due: .*", "  due: 2027-13-01"),
    ("month-in-jalali", "bad-date", r"\{jalali: 1378-08\}", "{jalali: 1378-21}"),
    ("year-in-jalali", "bad-date", r"\{jalali: 1378-08\}", "{jalali: 2001}"),
    ("far-future", "bad-date", r"^    consulted: .*", "    consulted: 2426-11-22"),
    ("day-with-slashes", "bad-date", r"^    consulted: .*", "    consulted: 2026/11/22"),
    ("which-calendar", "calendar-unclear", r"^  checked: .*", "  checked: 1405-09-01"),
    ("which-year", "calendar-unclear", r"^    consulted: .*", "    consulted: 1405"),
    ("no-address", "bad-address", r"^    url: .*", '    url: "freiburg.de"'),
    ("no-mail", "bad-address", r"^    email: .*", '    email: "at freiburg"'),
    ("country-in-words", "unknown-choice", r"^  country: .*", "  country: germany"),
    ("time-zone", "bad-name", r"^  timezone: .*", "  timezone: Berlin"),
    ("wikidata", "bad-name", r"^  wikidata: .*", "  wikidata: 2833"),
    ("name-of-a-source", "bad-name", r"^  s43:", "  S43:"),
)

# Nothing of this is wrong, however odd it looks.
ODD_BUT_RIGHT = (
    (r"^  latitude: .*", "  latitude: ۴۷.۹۹۵"),
    (r"^  checked: .*", "  checked: ۲۰۲۶-۱۱-۲۲"),
    (r"^  due: .*", '  due: {jalali: "۱۴۰۶-۹-۱"}'),
    (r"^    year: .*", '    year: "2022"'),
    (r"^names:", 'draft: "True"\nwas: [old-name]\nnames:'),
    (r"^  own_language: .*", "  own_language: no"),
    (r"^    published: .*", "    published: {gregorian: 1350}"),
    (r"^  country: .*", "  country: NO"),
)  # fmt: skip

HELP = (  # a pattern of the record's lines, ending where the pointer rests; words of the help in both languages
    (r"^tie", "نوع پیوند و گام‌ها", "kind of tie"),
    (r"^  timezone", "منطقهٔ زمانی", "time zone"),
    (r"^  kind", "نوع پیوند", "kind of tie"),
    (r"^  kind: sister", "پیمان امضا شده است", "a pact was signed"),
    (r"^  fa", "نام شهر. (فارسی)", "name of the city. (Persian)"),
    (r"^      date: {jalali", "هجری شمسی", "Solar Hijri"),
    (r"^    grade: \w+", "مطبوعات", "newspaper"),
    (r"^    consulted", "خواندید", "read the source"),
    (r"^    sources", "منبع", "sources"),
    (r"^  office", "ادارهٔ مسئول", "office in charge"),
)

OFFERS = (  # what is typed so far, | for the cursor; what is offered, with words of its explanation
    ("|", "cooperation", "کارهای مشترک"),
    ("|", "upkeep", "Which office"),
    ("names:\n  |", "own_language", "زبان نام بومی"),
    ("names:\n  |", "fa", "نام شهر"),
    ("place:\n  region: |", "west-asia", "غرب آسیا"),
    ("place:\n  country: |", "DE", ""),
    ("tie:\n  kind: |", "memorandum", "A memorandum of understanding was signed"),
    ("tie:\n  steps:\n    - step: |", "ratified", "تأیید نهایی"),
    ("tie:\n  standing:\n    - |", "since", "از چه تاریخی"),
    ("cooperation:\n  - field: |", "urban-services", "خدمات شهری"),
    ("cooperation:\n  - |", "general", "geography"),
    ("sources:\n  s1:\n    |", "mirror_of", "رونوشت"),
    ("sources:\n  s1:\n    grade: |", "scholarly", "پژوهشی"),
    ("timeline:\n  - date: |", "jalali", "Solar Hijri"),
    ("draft: |", "true", ""),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real content, and a copy of one record for every mistake."""
    root = tmp_path_factory.mktemp("editor") / "site"
    for name in ("content", "cities"):
        shutil.copytree(PROJECT / name, root / name)
    shutil.copytree(PROJECT / "layouts/new", root / "layouts/new")
    for name, _, pattern, instead in MISTAKES:
        shutil.copytree(PROJECT / MODEL, root / f"cities/{name}")
        file = root / f"cities/{name}/city.yaml"
        text, times = re.subn(pattern, instead, file.read_text("utf-8"), count=1, flags=re.M)
        assert times, name
        file.write_text(text, "utf-8")
    return root


@pytest.fixture(scope="module")
def server(site: Path, tool) -> Iterator[Server]:
    tool("node")
    with Server(Path(tool("yaml-language-server")), site, settings(PROJECT)) as one:
        yield one


@pytest.fixture(scope="module")
def checked(site: Path, command: Command) -> dict[str, list[tuple[int, str]]]:
    """Path → (line, kind) of what `check` tells of it, as far as a schema can see it."""
    shutil.rmtree(site / "layouts")  # the project's own are meant
    made = command("check", "--root", site, "--no-memo", "--format", "json", "--lang", "en")
    told: dict[str, list[tuple[int, str]]] = {}
    for one in json.loads(made.stdout)["problems"]:
        if one["kind"] in SEEN:
            told.setdefault(one["path"], []).append((one["line"], one["kind"]))
    return told


def test_the_real_content_has_no_marks(server: Server) -> None:
    files = [*PROJECT.glob("cities/*/city.yaml"), *PROJECT.glob("content/*.yaml"), PROJECT / "layouts/new/city.yaml"]
    assert len(files) > 25
    for file in files:
        path = file.relative_to(PROJECT).as_posix()
        assert server.problems(path, file.read_text("utf-8")) == [], path
        server.close(path)


def test_a_schema_is_found_by_the_path_alone(server: Server) -> None:
    """The settings of the workspace do what the first line of our files does in other editors."""
    for path in ("cities/yazd/city.yaml", *(f"content/{name}.yaml" for name in ("site", "sources", "networks", "programmes", "proposals"))):
        marked = server.problems(path, "colour: red\n")
        server.close(path)
        assert (1, "Property colour is not allowed.") in marked, path


@pytest.mark.parametrize("name, kind", [mistake[:2] for mistake in MISTAKES])
def test_marks_and_check_agree(server: Server, site: Path, checked: dict[str, list[tuple[int, str]]], name: str, kind: str) -> None:
    path = f"cities/{name}/city.yaml"
    told = checked.get(path, [])
    assert kind in {of for _, of in told}, told
    marked = server.problems(path, (site / path).read_text("utf-8"))
    server.close(path)
    assert {line for line, _ in marked} == {line for line, _ in told}, (marked, told)


def test_what_is_odd_but_right_is_not_marked(server: Server, site: Path, command: Command) -> None:
    text = (PROJECT / MODEL / "city.yaml").read_text("utf-8")
    for pattern, instead in ODD_BUT_RIGHT:
        text, times = re.subn(pattern, instead, text, count=1, flags=re.M)
        assert times, pattern
    assert server.problems("cities/odd/city.yaml", text) == []
    server.close("cities/odd/city.yaml")
    root = site.parent / "odd"
    for name in ("content", "cities"):
        shutil.copytree(PROJECT / name, root / name)
    (root / MODEL / "city.yaml").write_text(text, "utf-8")
    made = command("check", "--root", root, "--no-memo", "--lang", "en")
    assert made.returncode == 0, made.stdout


@pytest.mark.parametrize("pattern, persian, english", HELP)
def test_help_in_both_languages(server: Server, pattern: str, persian: str, english: str) -> None:
    text = (PROJECT / MODEL / "city.yaml").read_text("utf-8")
    server.problems("cities/help/city.yaml", text)
    before = text[: re.search(pattern, text, re.M).end() - 1]
    said = server.hover("cities/help/city.yaml", before.count("\n") + 1, len(before) - before.rfind("\n"))
    server.close("cities/help/city.yaml")
    assert persian in said
    assert english in said


@pytest.mark.parametrize("typed, label, explained", OFFERS)
def test_fields_and_choices_are_offered(server: Server, typed: str, label: str, explained: str) -> None:
    before, _, after = typed.partition("|")
    server.problems("cities/offers/city.yaml", before + after)
    offered = server.completions("cities/offers/city.yaml", before.count("\n") + 1, len(before) - before.rfind("\n"))
    server.close("cities/offers/city.yaml")
    assert label in offered, sorted(offered)
    assert explained in offered[label]


# --- the folder .vscode


def test_the_task_finds_problems_in_what_check_prints(command: Command, tmp_path: Path) -> None:
    tasks = json.loads((PROJECT / ".vscode/tasks.json").read_text("utf-8"))["tasks"]
    assert [task["args"][1] for task in tasks] == ["check", "serve", "build", "new"]
    matcher = tasks[0]["problemMatcher"]["pattern"]
    shutil.copytree(PROJECT / "tests/cases/healthy/in", tmp_path / "root")
    with (tmp_path / "root/content/site.yaml").open("a", encoding="utf-8") as file:
        file.write("colour: red\n")
    for code in ("fa", "en"):
        said = command("check", "--root", tmp_path / "root", "--lang", code).stdout
        [found] = [match for line in said.splitlines() if (match := re.fullmatch(matcher["regexp"], line))]
        assert found[matcher["file"]] == "content/site.yaml"
        assert found[matcher["code"]] == "unknown-field"
        assert int(found[matcher["line"]]) > 1


def test_the_settings_name_every_kind_of_file() -> None:
    schemas = settings(PROJECT)["yaml.schemas"]
    assert {Path(name).name for name in schemas} == {file.name for file in (PROJECT / "content/schema").iterdir()}
    for patterns in schemas.values():
        for pattern in [patterns] if isinstance(patterns, str) else patterns:
            assert list(PROJECT.glob(pattern)), pattern
