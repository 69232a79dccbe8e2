"""What a change does is told from what the road makes of both states, in a small repository of its own."""

from __future__ import annotations

import dataclasses
import datetime
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import PROJECT, Command
from test_command import tree as tree_of

from sistersite import history, impact, memo
from sistersite.errors import WrongUse
from sistersite.impact import Comparison, Impact

SMALL = PROJECT / "tests/cases/healthy/in"
DAY = datetime.date(2026, 11, 22)
FLORENCE, KAZAN, XIAN = (f"cities/{name}/city.yaml" for name in ("florence", "kazan", "xian"))


def git(root: Path, *arguments: str) -> str:
    settings = ("user.name=E", "user.email=e@example.org", "commit.gpgsign=false", "init.defaultBranch=main", "core.autocrlf=false")
    line = ["git", *(part for one in settings for part in ("-c", one)), "-C", str(root), *arguments]
    return subprocess.run(line, capture_output=True, text=True, check=True).stdout.strip()


def commit(root: Path, why: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-qm", why)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("original") / "root"
    shutil.copytree(SMALL, root)
    shutil.copytree(PROJECT / "layouts", root / "layouts")
    (root / ".gitignore").write_text(".cache/\n")
    git(root.parent, "init", "-q", str(root))
    commit(root, "first")
    return root


@pytest.fixture
def root(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "root"))


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Comparison]:
    """The comparison of a root with a revision; all comparisons share one memory."""
    folder = tmp_path_factory.mktemp("memo")
    return lambda root, name="HEAD": impact.compared(root, history.base(root, name), DAY, memo.Memo(folder))


def replace(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), "utf-8")


def pages(impact_: Impact) -> set[str]:
    return {page.address for page in impact_.changed}


def in_every(*addresses: str) -> set[str]:
    return {f"{code}/{address}" for code in ("fa", "en", "de") for address in addresses}


def told(impact_: Impact) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(one.slug or one.record, one.section, one.how, one.fields) for one in impact_.records]


# --- changes


def test_no_change(root: Path, looked: Callable[..., Comparison]):
    found = looked(root)
    assert found.impact.nothing
    assert not (found.program or found.replaced or found.format)


def test_a_comment_changes_no_page(root: Path, looked: Callable[..., Comparison]):
    replace(root, KAZAN, "names:", "# seen by the office\nnames:")
    found = looked(root).impact
    assert not (found.records or found.changed or found.files or found.chapters or found.lost)
    assert {one.path for one in found.kits} >= {"downloads/brochure-kazan-fa.pdf"}  # what depends on a city depends on its file


def test_one_fact(root: Path, looked: Callable[..., Comparison]):
    replace(root, FLORENCE, "value: 367015", "value: 360930")
    found = looked(root).impact
    assert told(found) == [("florence", "numbers", "changed", ("value",))]
    assert pages(found) == in_every("cities/florence/")
    assert not (found.appeared or found.vanished or found.moved or found.lost or found.stale or found.files)
    assert {(one.language, one.how) for one in found.chapters} == {(code, "changed") for code in ("fa", "en", "de")}
    assert len(found.chapters) == 3
    names = {one.path.removeprefix("downloads/") for one in found.kits}
    assert names == {"sheet-florence.pdf"} | {f"{kind}.pdf" for c in ("fa", "en", "de") for kind in (f"brochure-florence-{c}", f"book-{c}", f"book-{c}-print")}


def test_facts_that_come_and_go(root: Path, looked: Callable[..., Comparison]):
    replace(root, KAZAN, "upkeep:", 'timeline:\n  - date: 2025-05\n    fa: "رویدادی."\n    en: "An event."\n    sources: [s1]\n\nupkeep:')
    replace(root, KAZAN, "  ordinal: 16\n", "")
    found = looked(root).impact
    assert told(found) == [("kazan", "standing", "changed", ("ordinal",)), ("kazan", "timeline", "added", ())]
    assert found.records[1].what.words["en"] == "An event."
    assert {"fa/timeline/", "en/cities/kazan/"} <= pages(found)
    assert "en/feed.xml" in found.files


def test_a_paragraph_in_one_language_makes_the_other_stale(root: Path, looked: Callable[..., Comparison]):
    replace(root, "cities/florence/en.md", "became sister cities in 1998", "became sister cities long ago")
    found = looked(root).impact
    assert [(one.slug, one.section, one.told, one.untold) for one in found.stale] == [("florence", "chapter", ("en",), ("fa",))]
    assert pages(found) == {"en/cities/florence/", "de/cities/florence/"}  # nobody wrote it in German, so that page shows the English
    assert {one.language for one in found.chapters} == {"en", "de"}
    replace(root, "cities/florence/fa.md", "فلورانس", "شهر فلورانس")
    assert not looked(root).impact.stale


def test_a_short_text_may_be_stale_too(root: Path, looked: Callable[..., Comparison]):
    replace(root, "content/site.yaml", "The cities that have signed", "All cities that have signed")
    found = looked(root).impact
    assert [(one.record, one.told, one.untold) for one in found.stale] == [("site", ("en",), ("fa",))]
    replace(root, "content/site.yaml", "شهرهایی که", "همهٔ شهرهایی که")
    assert not looked(root).impact.stale


def test_a_renamed_city(root: Path, looked: Callable[..., Comparison]):
    git(root, "mv", "cities/kazan", "cities/qazan")
    without = looked(root).impact
    assert set(without.lost) == in_every("cities/kazan/")
    assert {page.address for page in without.vanished} == in_every("cities/kazan/")
    assert [(one.slug, one.how) for one in without.records] == [("kazan", "removed"), ("qazan", "added")]
    with (root / "cities/qazan/city.yaml").open("a", encoding="utf-8") as file:
        file.write("was: [kazan]\n")
    found = looked(root).impact
    assert dict(found.moved) == {f"{code}/cities/kazan/": f"{code}/cities/qazan/" for code in ("fa", "en", "de")}
    assert not (found.lost or found.vanished or found.appeared)
    assert told(found) == [("qazan", "upkeep", "changed", ("was",))]


def test_a_city_that_goes(root: Path, looked: Callable[..., Comparison]):
    shutil.rmtree(root / "cities/kazan")
    found = looked(root).impact
    assert {page.address for page in found.vanished} == in_every("cities/kazan/") == set(found.lost)
    assert told(found)[0] == ("kazan", "", "removed", ())
    assert {("fa", "removed"), ("en", "removed")} <= {(one.language, one.how) for one in found.chapters}
    assert {"sitemap.xml"} <= set(found.files)


def test_a_draft_that_is_published_appears(root: Path, looked: Callable[..., Comparison]):
    replace(root, KAZAN, "names:", "draft: true\nnames:")
    commit(root, "a draft")
    replace(root, KAZAN, "draft: true\n", "")
    found = looked(root).impact
    assert {page.address for page in found.appeared} == in_every("cities/kazan/")
    assert not found.lost


def test_a_layout_changes_the_pages_that_use_it(root: Path, looked: Callable[..., Comparison]):
    with (root / "layouts/map.html").open("a", encoding="utf-8") as file:
        file.write("{# nothing is shown of this #}\n")
    assert looked(root).impact.nothing
    replace(root, "layouts/city.html", "<h1>", '<h1 data-new="">')
    found = looked(root)
    assert pages(found.impact) == in_every(*(f"cities/{name}/" for name in ("florence", "isfahan", "kazan", "xian")))
    assert not (found.impact.records or found.impact.kits or found.impact.chapters)
    (root / "layouts/book/book.typ").write_text((root / "layouts/book/book.typ").read_text("utf-8") + "\n// new\n", "utf-8")
    again = looked(root).impact
    assert {one.kind for one in again.kits} == {"book", "brochure", "sheet"}
    assert not again.chapters  # what they say stays


def test_old_layouts_that_fit_no_more(root: Path, looked: Callable[..., Comparison]):
    good = (root / "layouts/city.html").read_text("utf-8")
    (root / "layouts/city.html").write_text(good.replace("<h1>", "<h1>{{ no_such_name }}"), "utf-8")
    commit(root, "a broken layout")
    (root / "layouts/city.html").write_text(good, "utf-8")
    replace(root, FLORENCE, "value: 367015", "value: 360930")
    found = looked(root)
    assert found.replaced
    assert told(found.impact) == [("florence", "numbers", "changed", ("value",))]


def test_a_base_of_an_older_format(root: Path, looked: Callable[..., Comparison]):
    replace(root, "content/site.yaml", "format: 3\n", "")
    commit(root, "as it was")
    assert looked(root).impact.problems_after == 1
    replace(root, "content/site.yaml", "home: isfahan\n", "home: isfahan\nformat: 3\nbook: {front: [about]}\n")
    found = looked(root)
    assert found.format == 1
    assert found.impact.nothing


def test_files_that_git_does_not_know_yet_count(root: Path, looked: Callable[..., Comparison]):
    (root / "content/pages/thanks").mkdir()
    for code in ("fa", "en"):
        page = '---\ntitle: "Thanks"\nsummary: "Thanks."\nupkeep: {office: international, due: 2030-01-01}\n---\nThanks.\n'
        (root / f"content/pages/thanks/{code}.md").write_text(page)
    found = looked(root).impact
    assert {page.address for page in found.appeared} == in_every("thanks/")
    assert told(found) == [("thanks", "", "added", ())]


# --- what is wrong


def test_problems_on_either_side_are_told_and_the_rest_compared(root: Path, looked: Callable[..., Comparison]):
    replace(root, KAZAN, "kind: sister", "kind: sistr")
    replace(root, FLORENCE, "value: 367015", "value: 360930")
    now = looked(root).impact
    assert (now.problems_before, now.problems_after) == (0, 1)
    assert ("florence", "numbers", "changed", ("value",)) in told(now)
    commit(root, "with a slip")
    replace(root, KAZAN, "kind: sistr", "kind: sister")
    then = looked(root).impact
    assert (then.problems_before, then.problems_after) == (1, 0)


def test_settings_that_cannot_be_read_leave_nothing_to_compare(root: Path, looked: Callable[..., Comparison]):
    replace(root, "content/site.yaml", "title:", "title: [")
    found = looked(root).impact
    assert not found.comparable
    assert found.problems_after


def test_no_git_and_no_such_revision(root: Path, tmp_path: Path):
    with pytest.raises(WrongUse, match="use.no-revision"):
        history.base(root, "nowhere")
    with pytest.raises(WrongUse, match="use.no-revision"):
        history.base(root, "--all")
    shutil.rmtree(root / ".git")
    with pytest.raises(WrongUse, match="use.no-git"):
        history.base(root)


def test_the_base_is_where_the_branch_left_the_main_branch(root: Path):
    first = git(root, "rev-parse", "HEAD")
    git(root, "switch", "-qc", "mine")
    replace(root, KAZAN, "ordinal: 16", "ordinal: 17")
    commit(root, "mine")
    git(root, "switch", "-q", "main")
    replace(root, KAZAN, "ordinal: 16", "ordinal: 18")
    commit(root, "theirs")
    git(root, "switch", "-q", "mine")
    assert history.base(root) == history.Revision("main", first)
    git(root, "branch", "-qm", "main", "trunk")
    assert history.base(root) == history.Revision("HEAD", git(root, "rev-parse", "HEAD"))


# --- the verb


def test_the_verb_in_every_form(command: Command, root: Path):
    replace(root, FLORENCE, "value: 367015", "value: 360930")
    before, status = tree_of(root), git(root, "status", "--porcelain")

    def said(*more: str) -> str:
        made = command("impact", "--root", root, "--date", str(DAY), *more)
        assert (made.returncode, made.stderr) == (0, "")
        return made.stdout

    assert "1 entry differs. 3 pages change." in said("--lang", "en")
    persian = said("--lang", "fa")
    assert "۳ صفحه عوض می‌شود" in persian and not re.search(r"[0-9]+ صفحه", persian)
    markdown = said("--lang", "en", "--format", "markdown")
    assert markdown.startswith("### What this change does\n") and "- Florence, At a glance: changed (value)" in markdown
    found = json.loads(said("--format", "json"))
    assert {page["address"] for page in found["changed"]} == in_every("cities/florence/")
    assert found["records"][0]["fields"] == ["value"]
    assert git(root, "status", "--porcelain") == status
    assert {path: content for path, content in tree_of(root).items() if not path.startswith((".cache/", ".git/"))} == {
        path: content for path, content in before.items() if not path.startswith(".git/")
    }  # fmt: skip


def test_wrong_use_is_one_sentence(command: Command, root: Path, tmp_path: Path):
    made = command("impact", "--root", root, "--base", "nowhere", "--lang", "en")
    assert (made.returncode, made.stdout, made.stderr.count("\n")) == (2, "", 1)
    assert "--base main" in made.stderr
    shutil.rmtree(root / ".git")
    alone = command("impact", "--root", root, "--lang", "fa", env={"GIT_CEILING_DIRECTORIES": str(tmp_path)})
    assert (alone.returncode, alone.stdout, alone.stderr.count("\n")) == (2, "", 1)


def test_it_needs_no_extra(root: Path, looked: Callable[..., Comparison], monkeypatch: pytest.MonkeyPatch):
    replace(root, FLORENCE, "value: 367015", "value: 360930")
    for name in ("typst", "pikepdf", "segno"):
        monkeypatch.setitem(sys.modules, name, None)
    found = looked(root).impact
    assert found.kits and found.chapters


def test_an_impact_with_anything_in_it_is_not_nothing():
    assert Impact(problems_after=2).nothing
    for field in dataclasses.fields(Impact):
        if field.default == ():
            assert not Impact(**{field.name: ("x",)}).nothing, field.name
