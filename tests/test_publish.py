"""The output folder is replaced whole, or not at all."""

import os

import pytest

from sistersite import publish
from sistersite.errors import WrongUse
from sistersite.model import Output


def content(folder):
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file() and f.name != publish.MARKER}


def test_it_writes_and_replaces(tmp_path):
    out = tmp_path / "public"
    publish.publish([Output("a/b.html", b"1"), Output("c.txt", b"2")], out)
    assert content(out) == {"a/b.html": b"1", "c.txt": b"2"}
    kept = (out / "c.txt").stat().st_ino
    publish.publish([Output("a/d.html", b"3"), Output("c.txt", b"2")], out)
    assert content(out) == {"a/d.html": b"3", "c.txt": b"2"}
    assert (out / "c.txt").stat().st_ino == kept  # a hard link to the old file
    assert [p.name for p in tmp_path.iterdir()] == ["public"]


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x", ""])
def test_an_output_never_leaves_the_folder(tmp_path, path):
    with pytest.raises(ValueError):
        publish.publish([Output(path, b"")], tmp_path / "public")


def test_a_foreign_folder_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("precious")
    with pytest.raises(WrongUse):
        publish.publish([Output("a", b"")], tmp_path)
    with pytest.raises(WrongUse):
        publish.clean(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_or_a_link_is_no_folder(tmp_path):
    (tmp_path / "file").write_text("x")
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    for name in ("file", "link"):
        with pytest.raises(WrongUse):
            publish.publish([Output("a", b"")], tmp_path / name)


def test_an_empty_folder_may_be_used(tmp_path):
    publish.publish([Output("a", b"1")], tmp_path / "x")
    (tmp_path / "y").mkdir()
    publish.publish([Output("a", b"1")], tmp_path / "y")
    assert content(tmp_path / "x") == content(tmp_path / "y")


def test_what_a_killed_build_left_is_put_right(tmp_path):
    out, gone = tmp_path / "public", 2**22 + 1  # a process number that cannot be
    publish.publish([Output("a", b"old")], out)
    os.rename(out, tmp_path / f".public.old-{gone}")  # killed between the two renames of a system without exchange
    (tmp_path / f".public.new-{gone}").mkdir()
    publish.recover(out)
    assert content(out) == {"a": b"old"}
    assert [p.name for p in tmp_path.iterdir()] == ["public"]


def test_without_exchange_two_renames_do_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(publish, "_exchange", lambda a, b: False)
    for content_ in (b"1", b"2"):
        publish.publish([Output("a", content_)], tmp_path / "public")
    assert content(tmp_path / "public") == {"a": b"2"}
    assert [p.name for p in tmp_path.iterdir()] == ["public"]


def test_a_touched_folder_is_noticed(tmp_path):
    out = tmp_path / "public"
    assert publish.listing(out) == ""
    publish.publish([Output("a", b"1")], out)
    before = publish.listing(out)
    assert before == publish.listing(out)
    (out / "a").write_bytes(b"2!")
    assert publish.listing(out) != before
