"""Text as outlines: joins, order, brackets, widths; the widths are measured a second time by Pillow."""

from __future__ import annotations

import re
import unicodedata

import pytest
from conftest import PROJECT
from PIL import ImageFont

from sistersite.lettering import Letters, direction_of, levels

FOLDER = PROJECT / "assets/fonts/book"


@pytest.fixture(scope="module")
def letters() -> Letters:
    return Letters(FOLDER)


def glyphs(letters: Letters, text: str, face: str = "text") -> list[int]:
    return [glyph for run in letters.runs(text, face) for glyph, _, _, _ in letters._shaped(run, "fa")]


def order(letters: Letters, text: str, direction: str = "") -> list[str]:
    """What stands from left to right, spaces and fonts left aside."""
    pieces: list[tuple[str, int]] = []
    for run in letters.runs(text, direction=direction):
        if pieces and pieces[-1][1] == run.level:  # of one level, but in two fonts
            before = pieces.pop()[0]
            pieces.append((run.text + before if run.level % 2 else before + run.text, run.level))
        else:
            pieces.append((run.text, run.level))
    return [piece.strip() for piece, _ in pieces if piece.strip()]


@pytest.mark.parametrize("face", ["text", "display"])
def test_the_half_space_breaks_the_join(letters: Letters, face: str) -> None:
    apart, joined = glyphs(letters, "شی\u200cآن", face), glyphs(letters, "شیآن", face)
    assert set(apart) != set(joined)
    assert letters.width("شی\u200cآن", 100, face) != letters.width("شیآن", 100, face)


@pytest.mark.parametrize("face", ["text", "display"])
def test_every_persian_letter_comes_from_one_font(letters: Letters, face: str) -> None:
    for word in "خانۀ خانهٔ مؤلّف سن‌پترزبورگ ژاپن گچ ئیل أبو إن آب «نصف‌جهان» ؛ ؟ ،".split():
        (run,) = letters.runs(word, face, bold=True)
        assert run.font == {"text": "vazirmatn-700", "display": "markazi"}[face], word
        assert 0 not in glyphs(letters, word, face)


@pytest.mark.parametrize("face", ["text", "display"])
def test_he_with_hamza_is_joined_and_wears_its_hamza(letters: Letters, face: str) -> None:
    alone, joined, plain = (glyphs(letters, text, face) for text in ("ۀ", "نۀ", "نه"))
    assert alone[0] not in joined
    assert joined != plain
    assert len(letters.outline("نۀ", 100, face).path) > len(letters.outline("نه", 100, face).path)
    assert letters.width("نۀ", 100, face) == pytest.approx(letters.width("نه", 100, face), rel=0.05)


@pytest.mark.parametrize("face", ["text", "display"])
def test_lam_and_alef_are_one(letters: Letters, face: str) -> None:
    assert len(glyphs(letters, "لا", face)) < 2 or set(glyphs(letters, "لا", face)).isdisjoint(glyphs(letters, "ل\u200cا", face))


@pytest.mark.parametrize(("text", "expected"), [
    ("از ۱۳۶۸ تا ۱۴۰۴", ["۱۴۰۴", "تا", "۱۳۶۸", "از"]),
    ("شی‌آن (Xi’an)، ۱۹۸۹", ["۱۹۸۹", ")،", "Xi’an", "شی‌آن ("]),
    ("شی‌آن Xi’an، ۱۹۸۹", ["۱۹۸۹", "،", "Xi’an", "شی‌آن"]),
    ("Isfahan (اصفهان), 1989", ["Isfahan (", "اصفهان", "), 1989"]),
    ("Isfahan اصفهان ۱۳۶۸", ["Isfahan", "اصفهان", "۱۳۶۸"]),
    ("اصفهان ۱٬۲۳۴٫۵ تن", ["تن", "۱٬۲۳۴٫۵", "اصفهان"]),
    ("Kraków, 1989–2024", ["Kraków, 1989–2024"]),
])  # fmt: skip
def test_runs_stand_in_the_order_of_their_directions(letters: Letters, text: str, expected: list[str]) -> None:
    assert order(letters, text) == expected


def test_levels_follow_the_algorithm() -> None:
    assert levels("از ۱ و 2") == [1, 1, 1, 2, 1, 1, 1, 2]
    assert levels("a 1 ب") == [0, 0, 0, 0, 1]
    assert levels("ab", "rtl") == [2, 2]
    assert levels("اب", "ltr") == [1, 1]
    assert levels("") == []
    assert direction_of("۱۳۶۸ اصفهان") == "rtl"
    assert direction_of("1989") == "ltr"


def test_brackets_are_mirrored_where_the_line_runs_leftwards(letters: Letters) -> None:
    glyph = letters._font("vazirmatn-400").shaper.get_nominal_glyph
    for opening, closing in ("()", "[]", "«»"):
        left, _, right = glyphs(letters, f"{opening}ا{closing}")
        assert (left, right) == (glyph(ord(opening)), glyph(ord(closing)))  # each drawn as the other, and at the other end
    (run,) = letters.runs("«ا»")
    assert run.text == "«ا»" and run.level == 1


def test_a_line_of_latin_stands_as_it_is_written(letters: Letters) -> None:
    (run,) = letters.runs("Iași, Łódź", "display")
    assert (run.text, run.level, run.script, run.font) == ("Iași, Łódź", 0, "Latn", "markazi")


def test_persian_digits_in_titles_are_of_the_text_face(letters: Letters) -> None:
    assert [run.font for run in letters.runs("سال ۱۳۶۸", "display")] == ["vazirmatn-700", "markazi"]


@pytest.mark.parametrize("text", ["西安", "Xi’an 西安", "광주", "शहर"])
def test_a_line_with_a_letter_no_font_has_is_left_out(letters: Letters, text: str) -> None:
    assert letters.outline(text, 20) is None
    assert letters.width(text, 20) is None


def test_nothing_is_nothing(letters: Letters) -> None:
    assert letters.outline(" ", 20).path == ""
    assert letters.outline("", 20).width == 0


@pytest.mark.parametrize(("text", "other"), [("اصفهان", " و شیراز"), ("Kraków", " 1989")])
def test_widths_add_up(letters: Letters, text: str, other: str) -> None:
    one, two = letters.width(text, 50), letters.width(text + other, 50)
    assert 0 < one < two
    assert letters.width(text, 100) == pytest.approx(2 * one)
    assert letters.outline(text, 50).width == pytest.approx(one, abs=0.001)


@pytest.mark.parametrize(("text", "face", "bold", "file"), [
    ("اصفهان و خواهرخوانده‌هایش", "text", False, "vazirmatn-400"),
    ("از ۱۳۶۸ تا ۱۴۰۴ (۵۰٪)", "text", True, "vazirmatn-700"),
    ("خانۀ سن‌پترزبورگ", "display", True, "markazi"),
    ("Isfahan and its Sister Cities", "display", True, "markazi"),
    ("Iași, Łódź, Avenue Tokyo", "text", False, "source-sans-3-400"),
    ("Ереван", "text", True, "source-sans-3-700"),
    ("Երևան", "text", False, "noto-sans-armenian-400"),
])  # fmt: skip
def test_widths_are_those_another_program_measures(letters: Letters, text: str, face: str, bold: bool, file: str) -> None:
    size = 200
    font = ImageFont.truetype(str(FOLDER / f"{file}.ttf"), size, layout_engine=ImageFont.Layout.RAQM)
    measured = font.getlength(text, direction=direction_of(text))
    assert letters.width(text, size, face, bold) == pytest.approx(measured, rel=0.01)


def ends(path: str) -> tuple[float, float, float, float]:
    """The box of the points of a path: left, top, right, bottom (control points included)."""
    x = y = 0.0
    start, points = (0.0, 0.0), []
    for command, numbers in re.findall(r"([mlqcz])([^mlqcz]*)", path):
        values = [float(value) for value in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", numbers)]
        found = [(x + a, y + b) for a, b in zip(values[::2], values[1::2], strict=True)]
        points += found
        if command == "z":
            x, y = start
        else:
            x, y = found[-1]
        start = (x, y) if command == "m" else start
    across, down = zip(*points, strict=True)
    return min(across), min(down), max(across), max(down)


@pytest.mark.parametrize("size", [8, 40, 400])
def test_the_outline_stands_on_the_line_and_within_its_width(letters: Letters, size: float) -> None:
    for text in ("Harbour", "اصفهان"):
        drawn = letters.outline(text, size)
        left, top, right, bottom = ends(drawn.path)
        assert -0.1 * size < left < right < drawn.width + 0.1 * size
        assert -1.1 * size < top < -0.3 * size
        assert -0.05 * size < bottom < 0.5 * size
        places = 1 if size >= 20 else 2
        assert not re.search(rf"\.\d{{{places + 1}}}", drawn.path)


def test_the_same_outline_each_time(letters: Letters) -> None:
    assert letters.outline("شی‌آن (Xi’an)", 30) == Letters(FOLDER).outline("شی‌آن (Xi’an)", 30)
    composed, apart = "Łódź", unicodedata.normalize("NFD", "Łódź")
    assert letters.outline(composed, 30) == letters.outline(apart, 30)


def test_marks_of_direction_are_not_drawn(letters: Letters) -> None:
    assert letters.outline("\u2068اصفهان\u2069\u200f", 30) == letters.outline("اصفهان", 30)
