"""Which PDF files there are, how they are asked for, and what a site is with and without them."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import pickle
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import DATE, PROJECT, Command, needed
from test_command import SMALL, tree

from sistersite import kits, pipeline, typesetter
from sistersite.errors import BuildFailed, WrongUse
from sistersite.kits import Wanted
from sistersite.typesetter import NotSet

needed("typst", "pikepdf", "segno")
import pikepdf  # noqa: E402

DAY = date.fromisoformat(DATE)
ONE = Wanted(("en",), "florence")  # two files
CITIES = ("florence", "kazan", "xian")  # of the small site, but for its home city


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return shutil.copytree(SMALL, tmp_path / "root")


def documents(root: Path, wanted: Wanted = ONE, day: date = DAY, memo: bool = True) -> tuple[kits.Document, ...]:
    return pipeline.documents(pipeline.Options(root, date=day, memo=memo), wanted)[0]


@pytest.fixture
def nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From when it is called: whoever sets a document fails."""

    def fail(*arguments: object) -> bytes:
        raise AssertionError("set anew")

    return lambda: monkeypatch.setattr(typesetter, "typeset", fail)


def with_layouts(root: Path) -> Path:
    """The root gets layouts of its own; those of books."""
    shutil.copytree(PROJECT / "layouts", root / "layouts")
    return root / "layouts/book"


# --- what is made


def test_the_hand_outs_of_one_city(root: Path) -> None:
    brochure, sheet = documents(root)
    assert (brochure.kind, brochure.language, brochure.slug, brochure.edition) == ("brochure", "en", "florence", "screen")
    assert (sheet.kind, sheet.language, sheet.slug, sheet.edition) == ("sheet", "", "florence", "screen")
    assert [one.path for one in (brochure, sheet)] == ["downloads/brochure-florence-en.pdf", "downloads/sheet-florence.pdf"]
    for one in (brochure, sheet):
        assert one.content.startswith(b"%PDF-") and one.checksum == hashlib.sha256(one.content).hexdigest()
        with pikepdf.open(io.BytesIO(one.content)) as document:
            assert len(document.pages) == one.pages and bool(document.Root.MarkInfo.Marked)
    assert brochure.data()["title"].startswith("Florence") and len(sheet.data()["sides"]) == 2
    assert brochure.pages in (2, 4) and sheet.pages == 1
    assert [(one.path, one.content) for one in kits.outputs((brochure, sheet))] == [(one.path, one.content) for one in (brochure, sheet)]


@pytest.mark.parametrize(("length", "size"), [(1, 0.1), (1_000_000, 1.0), (31_449_999, 31.4)])
def test_the_size_is_told_in_megabytes(length: int, size: float) -> None:
    assert kits.Document("sheet", "", "x", "screen", "x.pdf", b"x" * length, 1, dict).size == size


@pytest.mark.parametrize(("wanted", "names"), [
    (Wanted(slug="xian"), {"brochure-xian-fa", "brochure-xian-en", "brochure-xian-de", "sheet-xian"}),
    (Wanted(("fa",), "xian"), {"brochure-xian-fa", "sheet-xian"}),
    (Wanted(("fa", "en"), editions=("print",)), {"book-fa-print", "book-en-print"}),
    (Wanted(("fa",), kinds=("book",)), {"book-fa", "book-fa-print"}),
    (Wanted(("de",), editions=("screen",)), {"book-de", *(f"brochure-{s}-de" for s in CITIES), *(f"sheet-{s}" for s in CITIES)}),
])  # fmt: skip
def test_what_is_wanted_is_made_and_nothing_else(root: Path, monkeypatch: pytest.MonkeyPatch, wanted: Wanted, names: set[str]) -> None:
    monkeypatch.setattr(kits, "_made", lambda bench, works: [(b"", 0)] * len(works))  # which files are asked for is all that is looked at
    assert {Path(one.path).stem for one in documents(root, wanted, memo=False)} == names


@pytest.mark.parametrize("wanted", [
    Wanted(slug="xian", editions=("print",)), Wanted(slug="isfahan"), Wanted(slug="nowhere"), Wanted(("xx",)), Wanted(("xx",), "xian"),
])  # fmt: skip
def test_what_there_is_not_is_told_before_anything_is_set(root: Path, nothing_is_set: Callable[[], None], wanted: Wanted) -> None:
    nothing_is_set()
    with pytest.raises(WrongUse):
        documents(root, wanted, memo=False)


def test_a_draft_has_no_hand_outs(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kits, "_made", lambda bench, works: [(b"", 0)] * len(works))
    with (root / "cities/kazan/city.yaml").open("a", encoding="utf-8") as file:
        file.write("\ndraft: true\n")
    made = {Path(one.path).stem for one in documents(root, Wanted(), memo=False)}
    assert "sheet-xian" in made and "book-fa" in made and not [name for name in made if "kazan" in name]


def test_photos_and_scans_stand_in_the_book(root: Path) -> None:
    """Whatever their files were: a PNG, or a JPEG that calls itself .jpeg."""
    city = root / "cities/florence"
    (city / "photos/arno.jpg").rename(city / "photos/arno.jpeg")
    for file in (city / "city.yaml", city / "en.md", city / "fa.md"):
        file.write_text(file.read_text("utf-8").replace("arno.jpg", "arno.jpeg").replace("kind: other", "kind: agreement"), "utf-8")
    (book,) = documents(root, Wanted(("en",), editions=("print",)))
    with pikepdf.open(io.BytesIO(book.content)) as document:
        sizes = {(int(one.Width), int(one.Height)) for one in document.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"}
        assert sizes == {(8, 6), (8, 8)}
        assert all("/TrimBox" in page and "/BleedBox" in page for page in document.pages)


def test_a_printed_book_has_whole_sheets(root: Path) -> None:
    """Four pages each; the number of its pages is even, for the back cover is the back of a leaf."""
    (printed,) = documents(root, Wanted(("en",), editions=("print",)))
    assert printed.pages % 4 == 0


# --- what is remembered


def test_nothing_is_set_twice(root: Path, nothing_is_set: Callable[[], None]) -> None:
    before = documents(root)
    nothing_is_set()
    assert documents(root) == before


def test_what_changed_is_set_anew(root: Path, nothing_is_set: Callable[[], None]) -> None:
    wanted = Wanted(("en",), "florence")
    documents(root, wanted)
    nothing_is_set()
    with pytest.raises(AssertionError, match="set anew"):
        documents(root, wanted, date(2030, 1, 1))
    record = root / "cities/florence/city.yaml"
    text = record.read_text("utf-8")
    record.write_text(text.replace('en: "Tourist exchange."', 'en: "Exchange of tourists."'), "utf-8")
    with pytest.raises(AssertionError, match="set anew"):
        documents(root, wanted)
    record.write_text(text, "utf-8")
    documents(root, wanted)
    with (with_layouts(root) / "theme.typ").open("a", encoding="utf-8") as file:
        file.write("// changed\n")
    with pytest.raises(AssertionError, match="set anew"):
        documents(root, wanted)


def test_a_change_elsewhere_leaves_the_hand_outs_of_a_city_alone(root: Path, nothing_is_set: Callable[[], None]) -> None:
    before = documents(root)
    nothing_is_set()
    record = root / "cities/kazan/city.yaml"
    record.write_text(record.read_text("utf-8").replace("ordinal: 16", "ordinal: 17"), "utf-8")
    assert documents(root) == before


def test_remembering_changes_no_byte(root: Path) -> None:
    first, second, third = documents(root), documents(root), documents(root, memo=False)
    assert first == second == third


# --- mistakes


@pytest.mark.parametrize("wanted", [Wanted((), "florence"), ONE], ids=["one file", "two files"])
def test_a_mistake_in_a_template_is_a_problem_with_its_place(root: Path, wanted: Wanted) -> None:
    """However many files are made at once."""
    file = with_layouts(root) / "lines.typ"
    file.write_text(file.read_text("utf-8") + "\n#let broken = no-such-thing\n", "utf-8")
    line = file.read_text("utf-8").count("\n")
    with pytest.raises(BuildFailed) as caught:
        documents(root, wanted)
    places = {(problem.place.path, problem.place.line, problem.kind) for problem in caught.value.problems}
    assert places == {("layouts/book/lines.typ", line, "template")}
    assert "no-such-thing" in caught.value.problems[0].values["detail"]


def test_the_extra_is_at_hand_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert kits.at_hand()
    monkeypatch.setattr(kits, "EXTRA", (*kits.EXTRA, "no_such_package_at_all"))
    assert not kits.at_hand()


def test_problems_travel_from_one_process_to_another() -> None:
    """Files are made in processes of their own; what goes wrong there is pickled."""
    failed = BuildFailed([kits._template_problem("layouts/book/a.typ", 3, 4, NotSet("why"))])
    assert pickle.loads(pickle.dumps(failed)).problems == failed.problems


def test_a_proof_is_of_every_document(root: Path) -> None:
    needed("page", "pypdfium2")
    made = documents(root)
    broken = dataclasses.replace(made[1], content=made[1].content[:-1] + b" ")
    good, bad = kits.proofs(made, [made[0], broken])
    assert good.results[-1].passed and not bad.results[-1].passed and "two builds" in bad.text()


# --- the command


@pytest.fixture
def without_the_extra(tmp_path: Path) -> dict[str, str]:
    """Surroundings in which the packages of the extra are not to be found."""
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden/sitecustomize.py").write_text(f"import sys\nsys.modules.update(dict.fromkeys({kits.EXTRA!r}))\n")
    return {"PYTHONPATH": str(tmp_path / "hidden")}


def test_the_verb_writes_files_and_names_them(command: Command, root: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("stays")
    done = command("pdf", "--root", root, "--date", DATE, "--city", "florence", "--lang", "en", "--out", out)
    assert (done.returncode, done.stderr) == (0, "")
    assert {file.name for file in out.iterdir()} == {"brochure-florence-en.pdf", "sheet-florence.pdf", "mine.txt"}
    assert re.search(r"^\S*brochure-florence-en\.pdf: [24] pages, 0\.\d MB$", done.stdout, re.M) and done.stdout.split("\n")[-2].startswith("2 files ")
    assert (out / "sheet-florence.pdf").read_bytes().startswith(b"%PDF-")
    assert not (root / "public").exists() and not (root / "pdf").exists()


def test_one_page_is_not_1_pages(command: Command, root: Path, tmp_path: Path) -> None:
    done = command("pdf", "--root", root, "--date", DATE, "--city", "xian", "--lang", "en", "--out", tmp_path / "out")
    assert "sheet-xian.pdf: 1 page, " in done.stdout


def test_one_edition_of_the_book(command: Command, root: Path, tmp_path: Path) -> None:
    done = command("pdf", "--root", root, "--date", DATE, "--edition", "print", "--lang", "fa", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stdout + done.stderr
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["book-fa-print.pdf"]
    assert "https://sisters.example.org/small" in done.stderr, "a placeholder is not printed unseen"
    arguments = ("pdf", "--root", root, "--date", DATE, "--edition", "print", "--lang", "en", "--out", tmp_path / "out")
    assert command(*arguments, "--base-url", "https://sisters.isfahan.ir/").stderr == ""


def test_a_proof_lies_beside_its_file(command: Command, root: Path, tmp_path: Path) -> None:
    needed("page", "pypdfium2")
    out = tmp_path / "out"
    done = command("pdf", "--proof", "--root", root, "--date", DATE, "--city", "kazan", "--lang", "en", "--out", out)
    assert "sheet-kazan.pdf: " in done.stdout and {file.suffix for file in out.iterdir()} == {".pdf", ".txt"}
    failed = "FAILED" in (out / "brochure-kazan-en.txt").read_text("utf-8") + (out / "sheet-kazan.txt").read_text("utf-8")
    assert done.returncode == int(failed) and ("FAILED" in done.stdout) == failed


def test_an_unknown_city_ends_with_2_and_names_those_there_are(command: Command, root: Path, tmp_path: Path) -> None:
    done = command("pdf", "--root", root, "--date", DATE, "--city", "nowhere", "--lang", "en", "--out", tmp_path / "out")
    assert done.returncode == 2 and done.stdout == "" and "Traceback" not in done.stderr
    assert "“nowhere”" in done.stderr and "florence" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("arguments", [("--city", "isfahan"), ("--city", "florence", "--edition", "print")])
def test_what_there_is_no_file_of_is_said_so(command: Command, root: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """The home city has no hand-outs, and hand-outs have one edition: “0 files made” would leave an editor in the dark."""
    done = command("pdf", "--root", root, "--date", DATE, "--out", tmp_path / "out", *arguments)
    assert done.returncode == 2 and done.stderr.strip()


def test_problems_in_the_content_end_with_1(command: Command, root: Path, tmp_path: Path) -> None:
    with (root / "content/site.yaml").open("a", encoding="utf-8") as file:
        file.write("\nbook:\n  front: [abuot]\n")
    done = command("pdf", "--root", root, "--lang", "en", "--out", tmp_path / "out")
    assert done.returncode == 1 and "did you mean “about”?" in done.stdout and not (tmp_path / "out").exists()


def test_a_mistake_in_a_template_ends_with_1(command: Command, root: Path, tmp_path: Path) -> None:
    file = with_layouts(root) / "theme.typ"
    file.write_text("#let broken = (\n" + file.read_text("utf-8"), "utf-8")
    done = command("pdf", "--root", root, "--lang", "en", "--city", "florence", "--out", tmp_path / "out")
    assert done.returncode == 1 and "layouts/book/theme.typ:" in done.stdout and "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [("pdf",), ("build", "--pdf")])
@pytest.mark.parametrize(("code", "words"), [("en", "PDF files need further packages"), ("fa", "بسته‌های دیگری لازم است")])
def test_without_the_extra_it_says_what_to_type(command: Command, root: Path, without_the_extra: dict[str, str], arguments, code, words) -> None:
    done = command(*arguments, "--root", root, "--lang", code, env=without_the_extra)
    assert done.returncode == 2 and done.stdout == "" and "Traceback" not in done.stderr
    assert words in done.stderr and "make pdf" in done.stderr and "build.py setup --pdf" in done.stderr
    assert not (root / "public").exists() and not (root / "pdf").exists()


# --- the site


def test_a_build_without_books_is_the_same_with_and_without_the_extra(command: Command, root: Path, tmp_path: Path, without_the_extra: dict[str, str]) -> None:
    made = []
    for name, env in (("with", {}), ("without", without_the_extra)):
        done = command("build", "--no-drawings", "--no-memo", "--root", root, "--date", DATE, "--out", tmp_path / name, env=env)
        assert (done.returncode, done.stderr) == (0, "")
        made.append(tree(tmp_path / name))
    assert made[0] == made[1]
    assert not [path for path in made[0] if path.endswith(".pdf") or "/book/" in path or path.startswith("downloads/")]
    assert not [path for path, content in made[0].items() if path.endswith((".html", ".xml")) and re.search(rb"\bPDF\b|\.pdf\b|/book/", content)]


def test_a_build_with_books_offers_them(command: Command, root: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = command("build", "--pdf", "--no-drawings", "--root", root, "--date", DATE, "--out", out)
    assert (done.returncode, done.stderr) == (0, "")
    made = tree(out)
    files = {path for path in made if path.endswith(".pdf")}
    codes = ("de", "en", "fa")
    expected = {f"book-{code}{suffix}" for code in codes for suffix in ("", "-print")} | {f"sheet-{slug}" for slug in CITIES}
    expected |= {f"brochure-{slug}-{code}" for slug in CITIES for code in codes}
    assert files == {f"downloads/{name}.pdf" for name in expected}

    def offered(page: str) -> set[str]:
        return set(re.findall(r'href="/small/(downloads/[^"]+\.pdf)"', made[f"{page}/index.html"].decode()))

    assert offered("fa/cities/florence") == {"downloads/brochure-florence-fa.pdf", "downloads/sheet-florence.pdf"}
    assert offered("en/cities/isfahan") == set() and offered("en/cities") == set()
    books = {f"downloads/book-{code}{suffix}.pdf" for code in codes for suffix in ("", "-print")}
    for code in codes:
        assert offered(f"{code}/book") == books | {f"downloads/{name}.pdf" for slug in CITIES for name in (f"brochure-{slug}-{code}", f"sheet-{slug}")}
        assert f'href="/small/{code}/book/"' in made[f"{code}/index.html"].decode()
    page = made["en/book/index.html"].decode()
    assert hashlib.sha256(made["downloads/book-en.pdf"]).hexdigest() in page and 'hreflang="fa"' in page
    assert b"/en/book/" in made["sitemap.xml"]
    again = command("build", "--pdf", "--no-drawings", "--root", root, "--date", DATE, "--out", out)
    assert again.returncode == 0 and tree(out) == made
    assert command("build", "--no-drawings", "--root", root, "--date", DATE, "--out", out).returncode == 0
    assert not [path for path in tree(out) if path.endswith(".pdf") or "/book/" in path]
