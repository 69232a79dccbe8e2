"""The committed fonts: what is declared is what the files say, licences lie beside them, and no letter of the content is missing."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from sistersite import typefaces
from sistersite.letters import Letters, in_charset
from sistersite.typefaces import BOOK, FACES, PACKAGES, TITLES, Face

PROJECT = Path(__file__).parent.parent
FONTS = PROJECT / "assets/fonts"
COVERAGE = (FONTS / "coverage.json").read_bytes()


def opened(face: Face) -> TTFont:
    return TTFont(io.BytesIO((FONTS / face.file).read_bytes()), lazy=True)


def held(face: Face) -> set[int]:
    return set(opened(face).getBestCmap())


def ids(face: Face) -> str:
    return face.file


def test_the_files_are_those_declared() -> None:
    files = {file.relative_to(FONTS).as_posix() for pattern in ("**/*.ttf", "**/*.woff2") for file in FONTS.glob(pattern)}
    assert files == {face.file for face in (*FACES, *TITLES, *BOOK)}


def test_every_face_has_its_licence() -> None:
    licences = {name for _, _, name in PACKAGES.values()}
    assert {file.name for file in FONTS.glob("OFL-*.txt")} == licences
    assert all("SIL OPEN FONT LICENSE" in (FONTS / name).read_text("utf-8").upper() for name in licences)
    assert {face.package for face in (*FACES, *TITLES, *BOOK)} == set(PACKAGES)


@pytest.mark.parametrize("face", BOOK, ids=ids)
def test_a_file_says_its_family_weight_and_slope(face: Face) -> None:
    font = opened(face)
    [weight] = face.weights
    style = "Italic" if face.italic else {400: "Regular", 700: "Bold"}[weight]
    name = font["name"].getDebugName
    assert (name(1), name(2), name(4)) == (face.inner, style, f"{face.inner} {style}")
    assert name(6) == f"{face.inner.replace(' ', '')}-{style}"
    assert not {16, 17} & {record.nameID for record in font["name"].names}  # these would go before 1 and 2
    assert font["OS/2"].usWeightClass == weight
    assert font["OS/2"].fsSelection & 0b1100001 == {"Regular": 1 << 6, "Bold": 1 << 5, "Italic": 1}[style]
    assert font["head"].macStyle == {"Regular": 0, "Bold": 1, "Italic": 2}[style]
    assert "glyf" in font and "fvar" not in font


@pytest.mark.parametrize("face", (*FACES, *TITLES, *BOOK), ids=ids)
def test_no_file_bears_a_reserved_name(face: Face) -> None:
    names = [record.toUnicode() for record in opened(face)["name"].names if record.nameID not in (0, 13, 14)]
    assert names and not any("source" in name.casefold() for name in names)


def test_titles_are_enlarged_in_books_as_on_pages() -> None:
    web, book = (opened(face)["head"].unitsPerEm for face in (TITLES[0], BOOK[0]))
    assert TITLES[0].size == BOOK[0].size == pytest.approx(web / book, rel=0.001)


def test_coverage_is_what_the_files_hold() -> None:
    said = json.loads(COVERAGE)
    assert {face["file"]: points_of(face) for face in said["faces"]} == {face.file: held(face) for face in FACES}
    books = {face["family"]: points_of(face) for face in said["books"]}
    assert {face.inner for face in BOOK} == set(books)
    for face in BOOK:
        assert held(face) == books[face.inner], face.file


def points_of(face: dict) -> set[int]:
    first, last = face.get("block", (1, 0))
    charted = {point for point in range(first, last + 1) if in_charset(chr(point), face["charsets"])}
    return charted | {point for first, last in face["ranges"] for point in range(first, last + 1)}


def test_books_have_every_letter_that_our_faces_have_on_pages() -> None:
    in_books = set().union(*map(held, BOOK))
    assert not set().union(*map(held, (*FACES, *TITLES))) - in_books


def test_every_letter_of_the_site_can_be_shown() -> None:
    letters = Letters(COVERAGE)
    files = [file for folder in ("content", "cities", "locales") for kind in ("*.md", "*.yaml", "*.po") for file in (PROJECT / folder).rglob(kind)]
    assert files
    strange = {str(file.relative_to(PROJECT)): found for file in files if (found := letters.strange(file.read_text("utf-8")))}
    assert not strange


@pytest.mark.parametrize("text", [
    "شی‌آن، خانهٔ مُدَرِّس ۱۲۳ ٪ ﷲ", "العربية ١٢٣ ڕۆژ ٹھیک", "Iași Łódź Việt Xi’an № 5", "Санкт-Петербург", "Ελλάδα ἀρχή", "Երևան", "ירושלים",
    "თბილისი", "हैदराबाद", "กรุงเทพ", "西安市、陝西、國際 東京さくら（全角）", "경주시 안산시", "\u2066a\u2069 \u2060\u200e\u200f\u00a0\u202f\u00ad← → ✓ ² ′ ″",
])  # fmt: skip
def test_names_that_can_be_written(text: str) -> None:
    assert Letters(COVERAGE).strange(text) == set()


@pytest.mark.parametrize("letter", ["\U0001f339", "ፊ", "ফ", "\U00020bb7", "뷁", "★", "\u1680", "\ufeff"])
def test_letters_that_page_or_book_would_miss(letter: str) -> None:
    assert Letters(COVERAGE).strange(letter) == {letter}


def test_a_character_set_has_whole_letters_only() -> None:
    assert in_charset("西", ("gb2312",)) and in_charset("陝", ("gb2312", "shift_jis")) and not in_charset("陝", ("gb2312",))
    assert in_charset("경", ("euc_kr",)) and not in_charset("뷁", ("euc_kr",))  # which the codec spells out of its parts


def test_runs() -> None:
    assert typefaces.runs("20-7E A0") == [(32, 126), (160, 160)]
    assert typefaces.points("41-43 A0") == [65, 66, 67, 160]
