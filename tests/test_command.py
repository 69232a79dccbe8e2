"""The command as people run it: exit codes, and an output folder that is never broken."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import DATE, PROJECT, Command, said

SMALL = PROJECT / "tests/cases/healthy/in"
KILLS = 26
TOGETHER = 3  # builds at once


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small site of its own, in an otherwise empty folder."""
    folder = tmp_path / "root"
    if SMALL.is_dir():
        shutil.copytree(SMALL, folder)
    else:
        for name in ("content", "cities"):
            shutil.copytree(PROJECT / name, folder / name)
    return folder


@pytest.fixture
def build(command: Command, root: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    return lambda *arguments, **more: command("build", "--root", root, "--date", DATE, "--no-drawings", *arguments, **more)


def tree(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def strays(out: Path) -> list[str]:
    return sorted(entry.name for entry in out.parent.iterdir() if entry.name.startswith(f".{out.name}."))


def change(root: Path, words: str) -> None:
    """Put words into the description of the site, and so into every feed and both front pages."""
    file = root / "content/site.yaml"
    text = re.sub(r'(?m)^(description:\n(?:  .*\n)*?  en: ).*$', rf'\1"{words}"', file.read_text("utf-8"), count=1)
    assert words in text
    file.write_text(text, "utf-8")


def spoil(root: Path) -> None:
    """Three problems of different kinds, with signs that a workflow command must escape."""
    with (root / "content/site.yaml").open("a", encoding="utf-8") as file:
        file.write('titel: "100% wrong, really: yes"\n')
    (root / "content/stray,file.txt").write_text("?")
    slug = lonely(root)
    with (root / f"cities/{slug}/en.md").open("a", encoding="utf-8") as file:
        file.write("\n<script>alert(1)</script>\n")


def lonely(root: Path) -> str:
    """A city that no other file speaks of."""
    home = re.search(r"(?m)^home: *(\S+)", (root / "content/site.yaml").read_text("utf-8")).group(1)
    for folder in sorted((root / "cities").iterdir()):
        if folder.name == home or not (folder / "city.yaml").is_file():
            continue
        others = (f for top in ("content", "cities") for f in (root / top).rglob("*") if f.suffix in (".yaml", ".md") and folder not in f.parents)
        if not any(re.search(rf"\b{folder.name}\b", other.read_text("utf-8")) for other in others):
            return folder.name
    raise AssertionError("every city is spoken of elsewhere")


# --- exit codes


def test_a_build_ends_with_0(build, root: Path) -> None:
    made = build()
    assert (made.returncode, made.stderr) == (0, "")
    assert (root / "public/index.html").is_file()


def test_no_verb_is_build(command: Command, root: Path) -> None:
    assert command("--root", root, "--date", DATE).returncode == 0
    assert (root / "public/index.html").is_file()


def test_problems_end_with_1(build, command: Command, root: Path) -> None:
    spoil(root)
    for made in (build("--lang", "en"), command("check", "--root", root, "--lang", "en")):
        assert made.returncode == 1
        assert "Traceback" not in made.stdout + made.stderr
        assert {"unknown-field", "file-unlisted", "raw-html"} <= set(re.findall(r"\[([\w-]+)\]$", made.stdout, re.M))
        assert re.search(r"(?m)^content/site\.yaml:\d+:\d+: ", made.stdout)
    assert not (root / "public").exists()


@pytest.mark.parametrize("arguments", [
    ("bild",), ("build", "--dat", "x", "y"), ("build", "--no-such"), ("build", "--date", "soon"), ("build", "--base-url", "nowhere"),
    ("build", "--format", "xml"), ("check", "--root", "/nowhere/at/all"), ("new",), ("new", "Not A Slug"), ("--no-such",),
    ("accept",), ("accept", "cities/xian/fa.md"), ("status",), ("due", "--within", "soon"), ("due", "--within", "-1d"),
])  # fmt: skip
def test_wrong_use_ends_with_2(command: Command, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    rooted = arguments if "--root" in arguments or arguments[0] in ("bild", "--no-such") else (*arguments, "--root", tmp_path)
    made = command(*rooted, cwd=tmp_path)
    assert made.returncode == 2, made.stdout + made.stderr
    assert made.stderr.strip()
    assert "Traceback" not in made.stderr
    assert not list(tmp_path.iterdir())


def test_a_mistake_of_ours_ends_with_3(build, root: Path) -> None:
    """A root may bring assets of its own; that they hold no fonts is nothing we reckon with."""
    (root / "assets").mkdir()
    made = build()
    assert made.returncode == 3
    assert "Traceback" in made.stderr
    assert not (root / "public").exists()


@pytest.fixture
def bare(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run build.py, in a folder with nothing else but what it starts with, by a Python without packages (-S).

    `venv` is a shell script that stands for the Python of .venv; {python} in it is the bare one.
    """
    (tmp_path / "sistersite").mkdir()
    for name in ("build.py", "sistersite/__init__.py", "sistersite/setup.py"):
        shutil.copy(PROJECT / name, tmp_path / name)

    def run(*arguments: str, venv: str | None = None, typed: str = "", wait: int = 60) -> subprocess.CompletedProcess[str]:
        if venv is not None:
            python = tmp_path / ".venv/bin/python"
            python.parent.mkdir(parents=True, exist_ok=True)
            python.write_text(f"#!/bin/sh\n{venv.format(python=f'{sys.executable} -S')}\n")
            python.chmod(0o755)
        line = [sys.executable, "-S", "build.py", *arguments]
        surroundings = {**os.environ, "PYTHONPATH": ""}
        return subprocess.run(line, cwd=tmp_path, env=surroundings, input=typed, capture_output=True, text=True, timeout=wait)

    return run


NOT_INSTALLED = r"Not installed: .*\bjinja2\b.*\. Run: make .*\n"


@pytest.mark.parametrize("verb", ["build", "check", "serve"])
def test_missing_packages_are_told_in_one_line(bare, verb: str) -> None:
    made = bare(verb)
    assert (made.returncode, made.stdout) == (2, "")
    assert re.fullmatch(NOT_INSTALLED, made.stderr), made.stderr


def test_a_python_without_packages_hands_over_to_the_one_of_venv(bare) -> None:
    """With all that was typed, its standard input and its exit code."""
    made = bare("check", "--lang", "de at", typed="words", venv='for one in "$@"; do echo "$one"; done; cat; exit 7')
    assert made.returncode == 7
    *_, script, verb, option, value, read = made.stdout.split("\n")
    assert (Path(script).name, verb, option, value, read) == ("build.py", "check", "--lang", "de at", "words")


def test_nobody_hands_over_twice(bare) -> None:
    """A .venv without packages, as a setup that was broken off leaves it, is told like none."""
    made = bare("check", venv='echo once; exec {python} "$@"')
    assert (made.returncode, made.stdout) == (2, "once\n")
    assert re.fullmatch(NOT_INSTALLED, made.stderr), made.stderr


def test_setup_does_not_hand_over(bare) -> None:
    assert "usage: build.py setup" in bare("setup", "--help", venv="exit 7").stdout


def test_who_hands_over_and_waits_leaves_the_end_to_the_other() -> None:
    """Where a process cannot become another (Windows), Ctrl-C comes to both, and the first must not go before the second."""
    second = "import signal, time; signal.signal(signal.SIGINT, lambda *_: exit(130)); print(flush=True); time.sleep(20)"
    first = f"import sys; from sistersite.setup import waited_for; sys.exit(waited_for([sys.executable, '-c', {second!r}]))"
    with subprocess.Popen([sys.executable, "-c", first], cwd=PROJECT, stdout=subprocess.PIPE, start_new_session=True) as started:
        started.stdout.readline()
        os.killpg(started.pid, signal.SIGINT)
        assert started.wait(10) == 130


def test_setup_starts_without_packages(tmp_path: Path) -> None:
    """The verb that installs the packages must not need them. Stopped at --help: nothing is fetched."""
    made = subprocess.run([sys.executable, "-S", str(PROJECT / "build.py"), "setup", "--help"], capture_output=True, text=True, cwd=tmp_path, timeout=60)
    assert made.returncode == 0, made.stderr
    assert "setup" in made.stdout


@pytest.mark.parametrize(
    "verb",
    ["build", "check", "setup", "serve", "new", "schema", "locales", "fonts", "clean", "accept", "status", "due", "impact", "migrate"],
)
def test_every_verb_explains_itself(command: Command, verb: str) -> None:
    made = command(verb, "--help")  # tests/test_new.py looks at the words, in both languages
    assert made.returncode == 0
    assert f"build.py {verb}" in made.stdout


# --- how problems are printed


def test_problems_as_json(command: Command, root: Path) -> None:
    assert json.loads(command("check", "--root", root, "--format", "json").stdout) == {"problems": []}
    spoil(root)
    made = command("check", "--root", root, "--format", "json", "--lang", "en")
    assert made.returncode == 1
    problems = json.loads(made.stdout)["problems"]
    assert {"unknown-field", "file-unlisted", "raw-html"} <= {problem["kind"] for problem in problems}
    for problem in problems:
        assert set(problem) == {"path", "line", "column", "kind", "message", "advice"}
        assert problem["line"] >= 1
        assert problem["column"] >= 1
        assert (root / problem["path"]).exists()


def test_problems_for_github(command: Command, root: Path) -> None:
    assert command("check", "--root", root, "--format", "github").stdout == ""
    spoil(root)
    made = command("check", "--root", root, "--format", "github", "--lang", "en")
    assert made.returncode == 1
    lines = made.stdout.splitlines()
    assert len(lines) >= 3
    for line in lines:
        assert re.fullmatch(r"::error file=[^:,]+,line=\d+,col=\d+,title=[\w-]+::.+", line), line
    assert any("stray%2Cfile.txt" in line for line in lines)


def test_problems_in_both_languages(command: Command, root: Path) -> None:
    spoil(root)
    told = {code: command("check", "--root", root, "--lang", code).stdout for code in ("en", "fa")}
    assert len({text.count(" [") for text in told.values()}) == 1
    assert re.search("[\u0600-\u06ff]", told["fa"])
    assert not re.search("[\u0600-\u06ff]", told["en"])


# --- the output folder


def test_a_failed_build_leaves_the_old_site(build, root: Path) -> None:
    assert build().returncode == 0
    before = tree(root / "public")
    times = {file: file.stat().st_mtime_ns for file in (root / "public").rglob("*")}
    spoil(root)
    assert build().returncode == 1
    assert tree(root / "public") == before
    assert {file: file.stat().st_mtime_ns for file in (root / "public").rglob("*")} == times
    assert not strays(root / "public")


def test_a_foreign_folder_is_refused(build, command: Command, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    assert build("--out", mine).returncode == 0  # an empty folder may be taken
    (tmp_path / "theirs/below").mkdir(parents=True)
    (tmp_path / "theirs/below/letter.txt").write_text("dear")
    (tmp_path / "file").write_text("file")
    (tmp_path / "link").symlink_to(mine)
    before = tree(tmp_path / "theirs")
    for name in ("theirs", "file", "link"):
        for made in (build("--out", tmp_path / name), command("clean", "--root", tmp_path / "root", "--out", tmp_path / name)):
            assert made.returncode == 2, name
            assert made.stderr.count("\n") == 1
    assert tree(tmp_path / "theirs") == before
    assert (tmp_path / "file").read_text() == "file"
    assert (tmp_path / "link").is_symlink()
    assert (mine / "index.html").is_file()


def _kill(root: Path, out: Path, after: float, publishing: bool) -> None:
    """Start a build and kill it some seconds after its start, or after it began to write."""
    line = [sys.executable, str(PROJECT / "build.py"), "build", "--root", str(root), "--out", str(out), "--date", DATE, "--no-drawings"]
    with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as started:
        began = f".{out.name}.new-{started.pid}"
        while publishing and started.poll() is None and not (out.parent / began).exists():
            pass
        time.sleep(after)
        started.send_signal(signal.SIGKILL)


def test_a_killed_build_leaves_the_old_or_the_new_site_whole(build, root: Path) -> None:
    out = root / "public"
    whole = {}
    for words in ("First words.", "Second words."):
        change(root, words)
        start = time.perf_counter()
        assert build("--no-memo").returncode == 0
        needed = time.perf_counter() - start
        whole[words] = tree(out)
    assert whole["First words."] != whole["Second words."]
    left_over, found = 0, []
    for number in range(KILLS):
        words = ("First words.", "Second words.")[number % 2]
        change(root, words)
        publishing = number >= KILLS // 3  # the later kills come while files are written
        after = 0.08 * (number - KILLS // 3) / KILLS if publishing else needed * number / (KILLS // 3)
        _kill(root, out, after, publishing)
        left_over += bool(strays(out))
        if tree(out) not in whole.values():
            found.append(f"kill {number} after {after:.3f} s: the site is neither the old nor the new one")
    said(found)
    assert left_over, "no build was killed while it wrote: the test shows nothing"
    assert build().returncode == 0
    assert tree(out) == whole[words]
    assert not strays(out)


def test_the_first_build_killed_leaves_nothing_or_all(build, root: Path) -> None:
    out = root / "public"
    assert build("--no-memo").returncode == 0
    whole = tree(out)
    for number in range(6):
        shutil.rmtree(out)
        _kill(root, out, 0.006 * number, publishing=True)
        assert not out.exists() or tree(out) == whole
        assert build().returncode == 0
        assert tree(out) == whole
        assert not strays(out)


def test_builds_at_once_do_not_break_each_other(build, root: Path) -> None:
    line = [sys.executable, str(PROJECT / "build.py"), "build", "--root", str(root), "--date", DATE, "--no-drawings"]
    assert build("--no-memo").returncode == 0
    whole = tree(root / "public")
    for fresh in (True, False, True, False):
        if fresh:
            shutil.rmtree(root / "public")
            shutil.rmtree(root / ".cache", ignore_errors=True)
        else:
            (root / "public/robots.txt").write_text("changed by hand")
        started = [subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for _ in range(TOGETHER)]
        for one in started:
            told, _ = one.communicate(timeout=60)
            assert one.returncode == 0, told
        assert tree(root / "public") == whole
        assert not strays(root / "public")


def test_pages_of_yesterday_vanish(build, root: Path) -> None:
    slug = lonely(root)
    assert build().returncode == 0
    assert (root / f"public/fa/cities/{slug}/index.html").is_file()
    file = root / f"cities/{slug}/city.yaml"
    file.write_text("draft: true\n" + file.read_text("utf-8"), "utf-8")
    assert build().returncode == 0
    assert not (root / f"public/fa/cities/{slug}").exists()
    assert not [name for name, content in tree(root / "public").items() if f"cities/{slug}/".encode() in content]


def test_a_renamed_city_keeps_its_old_address(build, root: Path) -> None:
    slug = lonely(root)
    (root / f"cities/{slug}").rename(root / "cities/new-name")
    file = root / "cities/new-name/city.yaml"
    text = file.read_text("utf-8")
    named, times = re.subn(r"(?m)^was: *\[", f"was: [{slug}, ", text)
    file.write_text(named if times else f"was: [{slug}]\n{text}", "utf-8")
    made = build("--base-url", "https://x.example/sub")
    assert made.returncode == 0, made.stdout
    for code, direction in (("fa", "rtl"), ("en", "ltr")):
        old = (root / f"public/{code}/cities/{slug}/index.html").read_text("utf-8")
        target = f"https://x.example/sub/{code}/cities/new-name/"
        assert f'<meta http-equiv="refresh" content="0; url={target}">' in old
        assert f'<link rel="canonical" href="{target}">' in old
        assert f'<a href="{target}">' in old
        assert f'<html lang="{code}" dir="{direction}">' in old
        assert "Content-Security-Policy" in old
        assert (root / f"public/{code}/cities/new-name/index.html").is_file()
        assert f"cities/{slug}/" not in (root / "public/sitemap.xml").read_text("utf-8")


def test_what_is_remembered_changes_only_the_time(build, root: Path, tmp_path: Path) -> None:
    for number in range(3):
        change(root, f"Words {'abc'[number]}.")  # no number: the other language would lack it
        if number == 1:
            file = next((root / "cities").glob("*/fa.md"))
            file.write_text(file.read_text("utf-8").replace("شهر", "شهرِ", 1), "utf-8")
        assert build().returncode == 0
        assert build("--no-memo", "--out", tmp_path / "anew").returncode == 0
        assert tree(root / "public") == tree(tmp_path / "anew")


def test_a_spoilt_memo_does_no_harm(build, root: Path) -> None:
    assert build().returncode == 0
    whole = tree(root / "public")
    for file in (root / ".cache").rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    shutil.rmtree(root / "public")
    made = build()
    assert made.returncode == 0, made.stderr
    assert tree(root / "public") == whole


def test_an_unchanged_build_writes_nothing_and_sees_a_touched_folder(build, root: Path) -> None:
    assert build().returncode == 0
    whole, made = tree(root / "public"), (root / "public").stat().st_ino
    assert build().returncode == 0
    assert (root / "public").stat().st_ino == made
    (root / "public/index.html").unlink()
    assert build().returncode == 0
    assert tree(root / "public") == whole


def test_the_day_may_come_from_the_surroundings(command: Command, root: Path, tmp_path: Path) -> None:
    for name, arguments, env in (("a", ("--date", "2001-09-09"), {}), ("b", (), {"SOURCE_DATE_EPOCH": "1000000000"})):
        assert command("build", "--root", root, "--out", tmp_path / name, "--no-memo", "--no-drawings", *arguments, env=env).returncode == 0
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


# --- what other verbs leave behind


def test_check_writes_nothing(command: Command, root: Path) -> None:
    before = tree(root)
    assert command("check", "--root", root, "--no-memo").returncode == 0
    assert tree(root) == before
    assert sorted(entry.name for entry in root.iterdir()) == sorted({name.partition("/")[0] for name in before})
    assert command("check", "--root", root).returncode == 0
    assert {name: content for name, content in tree(root).items() if not name.startswith(".cache/")} == before


def test_a_new_city_is_a_draft_without_problems(command: Command, build, root: Path) -> None:
    made = command("new", "new-city", "--root", root)
    assert made.returncode == 0, made.stderr
    assert (root / "cities/new-city/city.yaml").is_file()
    checked = command("check", "--root", root, "--lang", "en")
    assert checked.returncode == 0, checked.stdout
    assert build().returncode == 0
    assert not [name for name in tree(root / "public") if "new-city" in name]
    before = tree(root / "cities")
    again = command("new", "new-city", "--root", root)
    assert again.returncode == 2
    assert tree(root / "cities") == before


def test_every_field_of_the_form_for_new_cities_is_known(command: Command, root: Path) -> None:
    """With the # taken away, the form must hold fields and choices that exist; only its texts are to be filled in."""
    assert command("new", "new-city", "--root", root).returncode == 0
    file = root / "cities/new-city/city.yaml"
    lines = file.read_text("utf-8").splitlines()
    file.write_text("\n".join(re.sub(r"^#(?! yaml-language-server)(?=[a-z_]+:| +(?:- |[a-z_0-9]+:))", "", line) for line in lines) + "\n", "utf-8")
    problems = json.loads(command("check", "--root", root, "--format", "json", "--lang", "en").stdout)["problems"]
    wrong = ("unknown-field", "unknown-choice", "missing-field", "yaml-syntax", "duplicate-key", "bad-date", "calendar-unclear", "out-of-range")
    said(f"{p['path']}:{p['line']}: {p['message']} [{p['kind']}]" for p in problems if p["kind"] in wrong)


def test_clean_leaves_no_trace(command: Command, build, root: Path) -> None:
    before = tree(root)
    assert build().returncode == 0
    (root / ".public.new-999999999").mkdir()  # of a build that was killed
    for _ in range(2):
        assert command("clean", "--root", root).returncode == 0
        assert tree(root) == before
        assert not (root / "public").exists()
        assert not (root / ".cache").exists()
        assert not strays(root / "public")


def test_the_schema_is_up_to_date(command: Command, tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "content", tmp_path / "content", ignore=shutil.ignore_patterns("schema"))
    assert command("schema", "--root", tmp_path).returncode == 0
    kept, made = (tree(folder / "content/schema") for folder in (PROJECT, tmp_path))
    assert "city.json" in made
    assert kept == made, "run: make schema"
    for content in made.values():
        json.loads(content)


# --- where it runs


def _without_power() -> list[str]:
    """A superuser writes into read-only folders all the same; take that power from the build."""
    if os.name != "posix" or os.geteuid() != 0:
        return []
    tool = shutil.which("setpriv")
    if tool is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("run by the superuser, and setpriv is missing")
    return [tool, "--bounding-set=-all", "--inh-caps=-all"]


def test_content_may_be_read_only(root: Path, tmp_path: Path) -> None:
    changed = [root, *root.rglob("*")]
    for path in changed:
        path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    try:
        line = [*_without_power(), sys.executable, str(PROJECT / "build.py"), "build", "--root", str(root), "--date", DATE, "--out", str(tmp_path / "site")]
        for more in (["--no-memo"], []):
            made = subprocess.run([*line, *more], capture_output=True, text=True, encoding="utf-8", timeout=60)
            assert made.returncode == 0, made.stderr
            assert (tmp_path / "site/index.html").is_file()
    finally:
        for path in changed:
            path.chmod(path.stat().st_mode | stat.S_IWUSR)


def test_a_terminal_without_persian_letters(root: Path) -> None:
    """Messages in Persian must not end a build where the terminal cannot show them."""
    spoil(root)
    surroundings = {**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252"}  # as on Windows, into a file
    line = [sys.executable, str(PROJECT / "build.py"), "check", "--root", str(root), "--lang", "fa"]
    made = subprocess.run(line, capture_output=True, env=surroundings, timeout=60)
    assert made.returncode == 1, made.stderr.decode("utf-8", "replace")


# --- which text is older, and what is due


def test_accept_marks_a_text_and_nothing_else(command: Command, root: Path) -> None:
    before = tree(root)
    old = json.loads(command("status", "--root", root, "--format", "json").stdout)
    assert old["pages"][1]["texts"]["fa"] == {"path": "cities/florence/fa.md", "state": "stale", "checked": {"en": "fb3cb088"}}
    made = command("accept", "cities/florence/fa.md", "--root", root, "--lang", "en")
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout == "cities/florence/fa.md: noted as compared with cities/florence/en.md (fb3cb088).\n"
    after = {name: content for name, content in tree(root).items() if not name.startswith(".cache")}
    assert {name for name in after if after[name] != before.get(name)} == {"cities/florence/fa.md"}
    assert after["cities/florence/fa.md"] == before["cities/florence/fa.md"].replace(b"00000000", b"fb3cb088")
    new = json.loads(command("status", "--root", root, "--format", "json").stdout)
    assert new["counts"] == {**old["counts"], "stale": old["counts"]["stale"] - 1, "done": old["counts"]["done"] + 1}


@pytest.mark.parametrize("path", ["cities/florence", "cities/florence/", "."])
def test_accept_takes_a_folder_from_where_one_stands(command: Command, root: Path, path: str) -> None:
    made = command("accept", path, "--root", root, "--lang", "en", cwd=root)
    assert made.returncode == 0, made.stderr
    assert {"cities/florence/fa.md", "cities/florence/en.md"} <= {line.partition(":")[0] for line in made.stdout.splitlines()}


def test_accept_writes_nothing_when_one_path_is_wrong(command: Command, root: Path) -> None:
    before = tree(root)
    made = command("accept", "cities/florence", "cities/florenz", "--root", root, "--lang", "en")
    assert made.returncode == 2 and "accept cities/florence" in made.stderr and "Traceback" not in made.stderr
    assert {name: content for name, content in tree(root).items() if not name.startswith(".cache")} == before


def test_status_and_due_speak_the_language_of_the_editor(command: Command, root: Path) -> None:
    for code, words in (("en", "Florence"), ("fa", "فلورانس")):
        assert f"cities/florence ({words})" in command("status", "--root", root, "--lang", code).stdout
        told = command("due", "--root", root, "--lang", code, "--date", "2027-10-01", "--within", "60d").stdout
        assert f"cities/florence/city.yaml ({words})" in told
    assert len(command("due", "--root", root, "--date", DATE, "--within", "30").stdout.splitlines()) == 1


def test_problems_come_before_the_board(command: Command, root: Path) -> None:
    spoil(root)
    for verb in ("status", "due"):
        made = command(verb, "--root", root, "--format", "json")
        assert made.returncode == 1 and json.loads(made.stdout)["problems"]
