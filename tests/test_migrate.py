"""Files of an older shape are brought along: from the oldest to today's, every comment kept, all files or none."""

from __future__ import annotations

import datetime
import os
import re
import shutil
from pathlib import Path

import pytest
from conftest import PROJECT, Command
from hypothesis import given
from hypothesis import strategies as st

from sistersite import discover, load, migrate, pipeline
from sistersite.errors import BuildFailed, Place
from sistersite.migrate import Edit, Migration

OLDEST = PROJECT / "tests/migrations/oldest"
COMMENT = re.compile(r"(?:^|(?<=\s))#.*$", re.M)
SITE = migrate.SETTINGS


def files(root: Path) -> dict[str, bytes]:
    return migrate.texts(discover.find(root)[0])


def migrated(before: dict[str, bytes]) -> dict[str, bytes]:
    return {**before, **migrate.migrated(before, migrate.wanted(before))}


@pytest.fixture
def oldest(tmp_path: Path) -> Path:
    return Path(shutil.copytree(OLDEST, tmp_path / "root"))


def test_migrations_are_numbered_without_a_gap():
    assert [one.number for one in migrate.MIGRATIONS] == list(range(2, migrate.NEWEST + 1))


def test_the_real_content_is_of_the_newest_format():
    assert not migrate.wanted(files(PROJECT))


def test_the_oldest_shape_becomes_todays_and_keeps_every_line(command: Command, oldest: Path):
    before = files(oldest)
    assert "book" not in before[SITE].decode()
    assert command("check", "--root", oldest).returncode == 1
    assert command("migrate", "--root", oldest, "--write").returncode == 0
    after = files(oldest)
    checked = command("check", "--root", oldest, "--lang", "en")
    assert checked.returncode == 0, checked.stdout
    for path, content in before.items():
        kept = iter(after[path].splitlines())
        assert all(line in kept for line in content.splitlines()), path  # so far migrations only add: every line is there, in its order
        assert set(COMMENT.findall(content.decode())) <= set(COMMENT.findall(after[path].decode()))
    settings = pipeline.understand(pipeline.survey(pipeline.Options(oldest, date=datetime.date(2026, 11, 22))), pipeline.memo.Memo(None)).site.settings
    assert settings.format == migrate.NEWEST
    assert settings.book.front == ("about",)
    assert command("due", "--root", oldest, "--date", "2027-01-01").stdout.count("content/") >= 4, "nobody has looked at these"


def test_a_migrated_site_needs_no_migration():
    once = migrated(files(OLDEST))
    assert migrated(once) == once
    again = migrate.migrated(once, migrate.MIGRATIONS)  # whoever was killed on the way begins again: nothing is done twice
    assert not again


def test_without_write_nothing_is_written(command: Command, oldest: Path):
    before = files(oldest)
    made = command("migrate", "--root", oldest, "--lang", "en")
    assert made.returncode == 1
    assert f"+format: {migrate.NEWEST}" in made.stdout and "-" not in re.findall(r"(?m)^([-+])(?![-+])", made.stdout)
    assert files(oldest) == before
    assert command("migrate", "--root", oldest, "--write").returncode == 0
    again = command("migrate", "--root", oldest, "--lang", "en")
    assert (again.returncode, again.stdout) == (0, f"The files are in format {migrate.NEWEST}, the newest; there is nothing to do.\n")


def test_all_files_or_none(oldest: Path, monkeypatch: pytest.MonkeyPatch):
    before = files(oldest)
    after = {path: content + b"\n# new\n" for path, content in before.items()}
    real, calls = os.replace, []

    def replace(source: Path, target: Path) -> None:
        calls.append(Path(target).relative_to(oldest).as_posix())
        if len(calls) == 4:
            raise OSError("disk full")
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(OSError, match="disk full"):
        migrate.write(oldest, before, after)
    assert files(oldest) == before
    assert not list(oldest.rglob("*.new-*"))
    monkeypatch.undo()
    calls.clear()
    monkeypatch.setattr(os, "replace", lambda source, target: (calls.append(str(target)), real(source, target)))
    migrate.write(oldest, before, after)
    assert files(oldest) == after
    assert calls[-1].endswith(SITE)  # the number comes last


@pytest.mark.parametrize(("settings", "kind"), [
    (b"format: 99\n", "format-new"), (b"format: two\n", "wrong-type"), (b'title: "x\n', "yaml-syntax"), (b"", "empty-file"), (b"\xff\xfe", "encoding"),
    (b"- a\n", "wrong-type"), (b"{title: x}\n", "yaml-syntax"),
])  # fmt: skip
def test_what_cannot_be_brought_along_is_a_problem(settings: bytes, kind: str):
    with pytest.raises(BuildFailed) as failed:
        migrated({SITE: settings, "content/pages/about/en.md": b"words"})
    assert {problem.kind for problem in failed.value.problems} == {kind}


@pytest.mark.parametrize(("settings", "known"), [
    (b"title: x\n", 1), (b"format: 2\n", 2), (b"format: '2'\n", 2), (b"format: 0\n", None), (b"format: [2]\n", None), (b"format: |\n  2\n", None),
    (b"title: [\n", None),
])  # fmt: skip
def test_the_format_of_a_site(settings: bytes, known: int | None):
    found = migrate.format_of(settings)
    assert (found and found[0]) == known


@pytest.mark.parametrize("settings", [b"title: x", b"\xef\xbb\xbftitle: x # y\r\nhome: z\r\n", b"format: '1' # one\ntitle: x\n", b"title: x\r"])
def test_line_ends_marks_and_comments_stay(settings: bytes):
    made = migrated({SITE: settings})[SITE]
    rest = made.replace(f"format: {migrate.NEWEST}".encode(), b"format: '1'") if b"'1'" in settings else made
    assert rest.startswith(settings)
    if b"\r\n" in settings:
        assert b"\n" not in made.replace(b"\r\n", b"")
    assert migrate.format_of(made)[0] == migrate.NEWEST


def renamed(path: str, text: str, files: object) -> list[Edit]:
    """A migration as one may come: the field `old` is called `new`."""
    value, _ = load.tree(text, path)
    places = [migrate.position(text, key.place) for key, _ in value.entries if key.text == "old"]
    return [Edit(at, at + 3, "new") for at in places]


COMMENTS = st.sampled_from(["", "  # old: no", " # یادداشت: کهن"])
VALUES = st.sampled_from(['"old: old"', "۱۲", "[old, {a: old}]", "'old'", "old", '"\u2028old"', "|\n  old: x\n  y", "{old: old}"])
ENDS = st.sampled_from(["\n", "\r\n"])


@given(st.lists(st.tuples(st.sampled_from("abcde"), VALUES, COMMENTS), max_size=5, unique_by=lambda one: one[0]), st.integers(0, 5), ENDS, st.booleans())
def test_edits_by_place_change_nothing_else(entries, at, end, mark):
    lines = [f"{key}: {value}" + ("" if "|" in value else comment) for key, value, comment in entries]
    lines.insert(min(at, len(lines)), "old:    1   # of old")
    text = "\n".join(["# old: 1", *lines, ""]).replace("\n", end)
    content = ("\ufeff" if mark else "").encode() + text.encode()
    made = migrate.migrated({"cities/xian/city.yaml": content}, [Migration(9, renamed)])["cities/xian/city.yaml"]
    assert made == content.replace(f"{end}old:    1".encode(), f"{end}new:    1".encode(), 1)


@given(st.text("ab\n\r\u2028\u0085", max_size=30), st.data())
def test_places_count_lines_as_yaml_does(text: str, data: st.DataObject):
    at = data.draw(st.integers(0, len(text)))
    if text[at - 1 : at + 1] == "\r\n":
        at += 1
    before = re.sub("\r\n|[\r\u2028\u0085]", "\n", text[:at])
    assert migrate.position(text, Place("x", before.count("\n") + 1, len(before) - before.rfind("\n"))) == at
