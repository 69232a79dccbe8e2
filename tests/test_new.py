"""Beginning a city: what is asked, in both languages, and that the answers make a folder that passes `check`."""

from __future__ import annotations

import datetime
import os
import re
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import PROJECT, Command
from hypothesis import given
from hypothesis import strategies as st

from sistersite import console, discover, form, guide, interview, memo, pipeline

TODAY = datetime.date(2026, 11, 22)
SOURCE = {
    "sources.s1.title": 'Two cities: "a beginning" # 1', "sources.s1.publisher": "C: \\ D", "sources.s1.url": "https://example.org/a?b=c#d",
    "sources.s1.language": "de", "sources.s1.grade": "official", "sources.s1.consulted": "",
}  # fmt: skip
YAZD = {
    "names.fa": "یزد", "names.en": "Yazd", "names.own": "یزد", "names.own_language": "fa", "slug": "", "place.country": "IR", "place.region": "3",
    "place.part": "", "place.latitude": "31.9", "place.longitude": "54.37", "place.timezone": "", "tie.kind": "", "sources.s1.title": "",
}  # fmt: skip
ANSWERS = {  # several cities, each with what is typed to each question; an empty answer is Enter
    "a proposal, without a source": YAZD,
    "a proposal, with a source": {**YAZD, **SOURCE, "slug": "yazd-2", "place.part": "west-asia"},
    "a pact of a month": {**YAZD, **SOURCE, "tie.kind": "sister", "agreement.date": "2019-05", "place.timezone": "Asia/Tehran"},
    "a Jalali pact": {
        **YAZD, **SOURCE, "tie.kind": "4", "agreement.date": "{jalali: 1398-02-28}", "sources.s1.url": "", "sources.s1.consulted": "{jalali: 1405-09-01}",
    },
    "Persian digits": {**YAZD, "place.latitude": "۳۱.۹", "place.longitude": "-۵۴.۳۷", "place.region": "۱", "tie.kind": "۷"},
    "a name with signs": {**YAZD, "names.en": "Saint-Étienne: l’“autre” #2", "names.own": "Saint-Étienne", "names.own_language": "fr", "place.country": "fr"},
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The real site."""
    for name in ("content", "cities"):
        shutil.copytree(PROJECT / name, tmp_path / "root" / name)
    return tmp_path / "root"


@pytest.fixture(scope="module")
def desk() -> interview.Desk:
    ground = pipeline.survey(pipeline.Options(PROJECT, date=TODAY))
    understood = pipeline.understand(ground, memo.Memo(None))
    return interview.Desk(pipeline.rules_of(ground, understood), TODAY, frozenset({*ground.found.folders, "old-name"}), "international")


@pytest.fixture(params=["fa", "en"])
def words(request):
    folders = discover.languages(PROJECT)
    held, _ = pipeline.understand_languages(pipeline.language_files({request.param: folders[request.param]}), memo.Memo(None))
    return guide.beside(held[request.param], PROJECT)


class Editor:
    """Somebody who answers each question with what stands ready for it, in order, and notes what is said."""

    def __init__(self, answers: dict[str, str | list[str]]) -> None:
        self.answers = {name: list(typed) if isinstance(typed, list) else [typed] for name, typed in answers.items()}
        self.asked: list[str] = []
        self.heard: list[str] = []

    def ask(self, prompt: str) -> str:
        name = re.match(r"[a-z0-9_.]+", prompt)[0]
        self.asked.append(name)
        return self.answers[name].pop(0)

    def say(self, line: str) -> None:
        self.heard.append(line)


def forms() -> dict[str, str]:
    return {file.name: file.read_text("utf-8") for file in sorted((PROJECT / "layouts/new").iterdir())}


@pytest.mark.parametrize("name", ANSWERS)
def test_the_answers_make_a_city_that_passes_check(name: str, words, desk: interview.Desk, root: Path) -> None:
    editor = Editor(ANSWERS[name])
    answers = interview.interview(editor.ask, editor.say, words, desk, {})
    assert not any(editor.answers.values()), "every answer was asked for once"
    made = interview.files(answers, forms(), desk)
    folder = root / "cities" / answers["slug"]
    folder.mkdir()
    for file, text in made.items():
        (folder / file).write_text(text, "utf-8")
    understood = pipeline.understand(pipeline.survey(pipeline.Options(root, date=TODAY)), memo.Memo(None))
    assert not understood.problems, understood.problems
    [city] = [city for city in understood.site.cities if city.slug == answers["slug"]]
    assert city.draft
    assert city.names.text.words == {"fa": answers["names.fa"], "en": answers["names.en"]}
    assert city.tie.kind == answers["tie.kind"]
    assert city.upkeep.due.year == 2027
    if "sources.s1.title" in answers:
        assert city.sources["s1"].title == ANSWERS[name]["sources.s1.title"]
        assert city.sources["s1"].publisher == "C: \\ D"
    assert "#timeline:" in made["city.yaml"], "what was not asked for stays as it stands in the form"


def test_what_stands_in_brackets_is_offered(words, desk: interview.Desk) -> None:
    editor = Editor({**YAZD, **SOURCE, "names.en": "São Tomé", "names.own": ""})
    answers = interview.interview(editor.ask, editor.say, words, desk, {})
    assert answers["slug"] == "sao-tome"
    assert answers["names.own"] == "São Tomé"
    assert answers["place.timezone"] == "Asia/Tehran"
    assert answers["sources.s1.consulted"] == "2026-11-22"
    assert "place.part" not in answers


WRONG = (  # the question, what is typed first, and what must be in the explanation in Persian and in English
    ("names.fa", "", "لازم", "needed"),
    ("names.own_language", "klingonish", "klingonish", "klingonish"),
    ("slug", "Not A Slug", "Not A Slug", "Not A Slug"),
    ("slug", "isfahan", "از پیش", "already"),
    ("slug", "old-name", "از پیش", "already"),
    ("place.country", "Atlantis", "Atlantis", "Atlantis"),
    ("place.region", "9", "asia", "asia"),
    ("place.region", "europa", "europe", "Did you mean"),
    ("place.latitude", "147.9", "90", "90"),
    ("place.latitude", "north", "عدد", "number"),
    ("place.timezone", "Yazd", "Yazd", "Yazd"),
    ("tie.kind", "sistr", "sister", "sister"),
    ("agreement.date", "1398-02", "jalali", "jalali"),
    ("agreement.date", "2019-13", "2019-13", "2019-13"),
    ("agreement.date", "{jalali: 1398", "", ""),
    ("agreement.date", "{yalali: 1398}", "2019-05-18", "2019-05-18"),
    ("agreement.date", "", "لازم", "needed"),
    ("sources.s1.title", "", "لازم", "needed"),
    ("sources.s1.url", "example", "http", "http"),
    ("sources.s1.grade", "gossip", "press", "press"),
)


@pytest.mark.parametrize("name, typed, persian, english", WRONG)
def test_a_wrong_answer_is_explained_and_asked_again(name: str, typed: str, persian: str, english: str, words, desk: interview.Desk) -> None:
    right = {**ANSWERS["a pact of a month"], "sources.s1.language": "German" if words.code == "en" else "آلمانی"}
    editor = Editor({**right, name: [typed, right[name]]})
    answers = interview.interview(editor.ask, editor.say, words, desk, {})
    assert editor.asked.count(name) == 2
    said = [line for line in editor.heard if line.startswith("  ") and not re.match(r" +\d+  [a-z]", line)]
    assert len(said) == 1
    assert (persian if words.code == "fa" else english) in said[0]
    assert answers["sources.s1.language"] == "de"
    assert answers[name] != typed


def test_every_question_has_words(words, desk: interview.Desk) -> None:
    editor = Editor(ANSWERS["a pact of a month"])
    interview.interview(editor.ask, editor.say, words, desk, {})
    letters = "[\u0600-\u06ff]" if words.code == "fa" else "[a-z]{3}"
    assert [line for line in editor.heard if line and not re.search(letters, line)] == []


@given(st.text(max_size=20))
def test_a_name_suggests_an_address_or_nothing(name: str) -> None:
    slug = interview.slug_of(name)
    assert not slug or discover.SLUG.fullmatch(slug)


def test_a_form_is_filled_and_its_comments_stay() -> None:
    text = "# words: and more\na:\n  b: 1     # about b\n#  c: 2\n#d:         # about d\n#  e:\n#    f: x\n#  - f: 3"
    filled = form.fill(text, {"a.b": "9", "a.new": "n", "d.e.f": '"y"'})
    assert filled == '# words: and more\na:\n  b: 9     # about b\n  new: n\n#  c: 2\nd:          # about d\n  e:\n    f: "y"\n#  - f: 3'
    assert form.fill(text, {}) == text


# --- the command


def options(answers: dict[str, str]) -> list[str]:
    return [part for name, typed in answers.items() if typed and name != "slug" for part in ("--set", f"{name}={typed}")]


def test_answers_may_come_by_options(command: Command, root: Path) -> None:
    told = {**YAZD, **SOURCE, "place.region": "west-asia", "tie.kind": "memorandum", "agreement.date": "2020"}
    made = command("new", "yazd", "--root", root, *options(told))
    assert made.returncode == 0, made.stderr
    checked = command("check", "--root", root, "--lang", "en")
    assert checked.returncode == 0, checked.stdout
    assert "kind: memorandum" in (root / "cities/yazd/city.yaml").read_text("utf-8")


@pytest.mark.parametrize("more, said", [
    (["--set", "names.klingon=x"], "names.klingon"), (["--set", "names.en"], "names.en"), (["--set", "place.latitude=999"], "place.latitude"),
    (["--set", "place.timezone="], "no need"), (["--set", "place.country=Atlantis"], "Atlantis"), (["--set", "agreement.date=2020"], "no need"),
])  # fmt: skip
def test_wrong_options_are_explained_and_nothing_is_written(command: Command, root: Path, more: list[str], said: str) -> None:
    told = ["--set", "sources.s1.url=https://example.org"] if said == "no need" else []
    made = command("new", "yazd", "--root", root, "--lang", "en", *options({**YAZD, "place.region": "west-asia"}), *told, *more)
    assert made.returncode == 2, made.stdout
    assert said in made.stderr
    assert "Traceback" not in made.stderr
    assert not (root / "cities/yazd").exists()


def test_what_is_missing_is_told_all_at_once(command: Command, root: Path) -> None:
    made = command("new", "yazd", "--root", root, "--lang", "en", "--set", "names.en=Yazd")
    assert made.returncode == 2
    assert {"names.fa", "place.country", "place.latitude"} <= set(re.findall(r"--set ([\w.]+)=", made.stderr))
    assert not (root / "cities/yazd").exists()


@pytest.fixture
def terminal(root: Path) -> Iterator[Callable[..., tuple[int, str]]]:
    """Run `new` at a pseudo-terminal: answers are typed as its questions come; the exit code and all that was shown."""
    if os.name != "posix":
        pytest.skip("no pseudo-terminals here")

    def run(code: str, answers: dict[str, str], *arguments: str, leave_at: str = "") -> tuple[int, str]:
        import pty

        ours, theirs = pty.openpty()
        line = [sys.executable, str(PROJECT / "build.py"), "new", "--root", str(root), "--lang", code, *arguments]
        process = subprocess.Popen(line, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True, env={**os.environ, "PYTHONUTF8": "1"})
        os.close(theirs)
        shown, seen = "", 0
        while select.select([ours], [], [], 60)[0]:
            try:
                shown += os.read(ours, 65536).decode("utf-8", "replace")
            except OSError:  # the other end is closed
                break
            if asked := re.search(r"([a-z][a-z0-9_.]+)(?: \[[^\]\n]*\])?: $", shown[seen:]):
                seen = len(shown)
                if asked[1] == leave_at:
                    process.send_signal(signal.SIGINT)
                    os.write(ours, b"\n")  # for a read that began only after the signal, and would wait for ever
                else:
                    os.write(ours, (answers[asked[1]] + "\n").encode())
        os.close(ours)
        return process.wait(60), shown

    yield run


@pytest.mark.parametrize("code", ["fa", "en"])
def test_it_asks_in_a_terminal(terminal, command: Command, root: Path, code: str) -> None:
    ended, shown = terminal(code, {**YAZD, **SOURCE})
    assert ended == 0, shown
    assert ("شهری تازه" if code == "fa" else "A new city") in shown
    text = (root / "cities/yazd/city.yaml").read_text("utf-8")
    assert "draft: true" in text
    assert "country: IR" in text
    assert (root / "cities/yazd/fa.md").read_text("utf-8").endswith("[^s1]\n")
    checked = command("check", "--root", root, "--lang", "en")
    assert checked.returncode == 0, checked.stdout


def test_leaving_writes_nothing(terminal, root: Path) -> None:
    before = sorted(root.rglob("*"))
    ended, shown = terminal("en", YAZD, "yazd", leave_at="place.latitude")
    assert ended == 130
    assert "nothing was written" in shown
    assert "Traceback" not in shown
    assert "slug" not in re.findall(r"(?m)^([a-z.]+)(?: \[.*\])?: ", shown), "a name that was given is not asked for"
    assert sorted(root.rglob("*")) == before


# --- help


VERBS = ["build", "pdf", "check", "setup", "serve", "new", "schema", "locales", "fonts", "land", "clean"]


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_help_is_in_the_language_asked_for(command: Command, verb: str) -> None:
    for code, usage in (("fa", "شیوهٔ نوشتن: build.py"), ("en", "usage: build.py")):
        line = [verb, "--lang", code, "--help"] if verb not in ("", "setup") else [part for part in (verb, "--help") if part]
        made = command(*line)
        assert made.returncode == 0, made.stderr
        if len(line) > 2:
            assert made.stdout.startswith(usage)
            assert bool(re.search("[\u0600-\u06ff]", made.stdout)) == (code == "fa")
            first_columns = re.findall(r"(?m)^  (\S+)", made.stdout)
            assert first_columns
            assert all(one.isascii() for one in first_columns), "names of options come first on their lines"


def test_help_speaks_the_language_of_the_site(command: Command, root: Path) -> None:
    assert command("check", "--help", "--root", root).stdout.startswith("شیوهٔ نوشتن")
    file = root / "content/site.yaml"
    file.write_text(re.sub(r"(?m)^messages: .*", "messages: en", file.read_text("utf-8")), "utf-8")
    assert command("check", "--help", "--root", root).stdout.startswith("usage")
    assert command("check", f"--root={root}", "--lang=fa", "--help").stdout.startswith("شیوهٔ نوشتن")


@pytest.mark.parametrize("line", [
    ("bild",), ("build", "--date", "soon"), ("build", "--no-such"), ("build", "--format", "xml"), ("build", "--out"), ("serve", "--port", "x"),
    ("build", "--no", "x"), ("build", "--no-memo=1"), ("build", "--base-url", "nowhere"),
])  # fmt: skip
def test_wrong_use_is_told_in_persian(command: Command, line: tuple[str, ...]) -> None:
    made = command(*line, "--lang", "fa")
    assert made.returncode == 2
    assert made.stderr.startswith("شیوهٔ نوشتن")
    assert not re.search("error|argument|unrecognized|invalid|expected|required|ambiguous|ignored", made.stderr.replace("--", "")), made.stderr


def test_every_verb_is_in_the_help(command: Command) -> None:
    said = command("--help").stdout
    for verb in VERBS:
        assert re.search(rf"(?m)^    {verb} ", said), verb
    assert console.guide_for("en", PROJECT).code == "en"
