"""The proof of a book: a sound one passes, and every check finds the defect planted for it."""

from __future__ import annotations

import dataclasses
import functools

import pytest

pikepdf = pytest.importorskip("pikepdf", reason="the extra for PDF books is not installed (make pdf)")
pytest.importorskip("typst")
pytest.importorskip("pypdfium2")
pytest.importorskip("page")

from typst_pages import changed, persian  # noqa: E402

from sistersite import reading  # noqa: E402
from sistersite.proof import Expected, Margins, Report, proof  # noqa: E402
from sistersite.textlayer import mend  # noqa: E402

FIRST = "شهر اصفهان و خواهرخوانده‌هایش هر سال در جشنواره‌ای مشترک گرد هم می‌آیند و نمایش‌های آیینی‌شان را به یکدیگر نشان می‌دهند."
SECOND = "آن‌ها خانه‌ها، کتاب‌ها و باغ‌هایی دارند که در سده‌های پیش ساخته شده‌اند و هنوز در آن‌ها زندگی می‌کنند."
NOTE = "بنگرید به کتاب‌های کهن."
PICTURE = 'figure(image(bytes("<svg xmlns=\'http://www.w3.org/2000/svg\' width=\'60\' height=\'20\'><rect width=\'60\' height=\'20\'/></svg>"){})'
BODY = f"""
= یک نگاه
{FIRST}#footnote[{NOTE}]
== خانه‌ها
{SECOND}
#pagebreak()
= پایان
{SECOND}
"""
WITH_PICTURE = BODY + "#" + PICTURE.format(', alt: "تصویر"') + ")"

SOUND = Expected(
    language="fa",
    direction="rtl",
    title="کتاب خواهرخوانده‌ها",
    outline=("یک نگاه", "خانه‌ها", "پایان"),
    phrases=("گرد هم می‌آیند و نمایش‌های آیینی‌شان", "خانه‌ها، کتاب‌ها"),
    paragraphs=("یک نگاه", FIRST, NOTE, "خانه‌ها", SECOND, "پایان", SECOND),
    margins=Margins(50, 50, 10, 50),
)


@functools.cache
def book(body: str = WITH_PICTURE, standards: tuple[str, ...] = ("ua-1",), before: str = "") -> bytes:
    return mend(persian(body, standards, before)).content


def failed(report: Report) -> set[str]:
    return {result.name for result in report.results if not result.passed}


def expecting(**other: object) -> Expected:
    return dataclasses.replace(SOUND, **other)


def test_a_sound_book_passes_every_check() -> None:
    report = proof(book(), SOUND, book())
    assert report.passed, report.text()
    assert len(report.results) == 18
    assert report.text().endswith("18 of 18 checks passed.\n")
    assert "1 of 1 footnotes" in report.text() and "1 of 1 pictures" in report.text() and "2 of 2 numbered pages" in report.text()


@pytest.mark.parametrize(("name", "other"), [
    ("title", {"title": "کتابی دیگر"}),
    ("language", {"language": "ar"}),
    ("direction", {"direction": "ltr"}),
    ("outline", {"outline": ("یک نگاه", "پایان", "خانه‌ها")}),
    ("outline", {"outline": ("یک نگاه", "خانه‌ها", "پایان", "پیوست")}),
    ("phrases, in the order of the tags", {"phrases": ("گرد هم میآیند",)}),
    ("phrases, by PDFium", {"phrases": ("می‌آیند هم گرد",)}),
    ("phrases, by poppler", {"phrases": ("می‌آیند هم گرد",)}),
    ("words, in the order of the tags", {"paragraphs": (" ".join(reversed(FIRST.split())), SECOND)}),
    ("words, by PDFium", {"paragraphs": (" ".join(reversed(FIRST.split())), SECOND)}),
    ("words, by poppler", {"paragraphs": (" ".join(reversed(FIRST.split())), SECOND)}),
    ("type area", {"margins": Margins(50, 60, 10, 50)}),
    ("type area", {"margins": lambda page: Margins(50, 50, 10, 50 if page == 1 else 60)}),
])  # fmt: skip
def test_what_is_not_as_expected_is_found(name: str, other: dict[str, object]) -> None:
    assert name in failed(proof(book(), expecting(**other)))


def test_the_text_layer_of_typst_alone_does_not_pass() -> None:
    found = failed(proof(persian(WITH_PICTURE), SOUND))
    assert {"phrases, in the order of the tags", "phrases, by poppler", "words, in the order of the tags", "words, by poppler"} <= found
    assert not {"PDF/UA-1", "title", "outline", "footnotes", "type area"} & found


def test_a_picture_without_words_is_found() -> None:
    report = proof(book(BODY + "#" + PICTURE.format("") + ")", ()), SOUND)
    assert {"PDF/UA-1", "pictures"} <= failed(report)
    assert "0 of 1 pictures" in report.text()


def test_a_footnote_that_runs_over_to_the_next_page_is_found() -> None:
    long = f"{FIRST}#footnote[{SECOND * 40}]"
    report = proof(book(long), SOUND)
    assert "footnotes" in failed(report) and "mark on page 1, note on 1, 2" in report.text()


def test_a_note_without_its_mark_is_found() -> None:
    def lose(document) -> None:
        for one in document.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Lbl":
                one.S = pikepdf.Name.Span

    assert "footnotes" in failed(proof(changed(book(), lose), SOUND))


def test_labels_in_other_digits_are_found_but_on_pages_without_number() -> None:
    latin = book(before='#set page(numbering: "1")')
    assert "page labels" in failed(proof(latin, SOUND))
    assert "page labels" not in failed(proof(latin, expecting(unnumbered=frozenset({1, 2}))))
    assert "page labels" in failed(proof(changed(book(), lambda document: document.Root.__delitem__("/PageLabels")), SOUND))


def test_text_outside_the_type_area_is_found_but_on_pages_that_are_full_bleed() -> None:
    outside = book(f"{WITH_PICTURE}\n#place(top + left, dx: -15mm)[بیرون]")
    report = proof(outside, SOUND)
    assert "type area" in failed(report) and "page 2, “بیرون”" in report.text()
    assert "type area" not in failed(proof(outside, expecting(full_bleed=frozenset({2}))))


def test_a_font_that_is_not_embedded_is_found() -> None:
    def bare(document) -> None:
        for one in document.objects:
            if isinstance(one, pikepdf.Dictionary) and "/FontFile2" in one:
                del one["/FontFile2"]

    assert "fonts" in failed(proof(changed(book(), bare), SOUND))


def test_a_missing_glyph_is_found() -> None:
    def lose(document) -> None:
        content = document.pages[0].Contents
        content.write(content.read_bytes().replace(b"[<", b"[<0000", 1))

    assert "glyphs" in failed(proof(changed(book(), lose), SOUND))


def test_a_second_build_that_differs_is_found() -> None:
    report = proof(book(), SOUND, book(BODY))
    assert "two builds" in failed(report) and "They differ from byte" in report.text()
    assert "two builds" not in {result.name for result in proof(book(), SOUND).results}


def test_without_poppler_the_proof_fails_and_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading.shutil, "which", lambda name: None)
    report = proof(book(), SOUND)
    assert failed(report) == {"phrases, by poppler", "words, by poppler"} and "install poppler" in report.text()


def test_in_a_line_rightwards_pdfium_is_not_asked_for_half_spaces() -> None:
    (asked,) = (result for result in proof(book(), expecting(direction="ltr")).results if result.name == "phrases, by PDFium")
    assert asked.passed and asked.sentence.startswith("0 of 0")


# The measure itself.


@pytest.mark.parametrize(("text", "share"), [
    ("one two three four", 1),
    ("zero one note two three page four", 1),
    ("four three two one", 0.25),
    ("one two", 0.5),
    ("one two four three", 0.75),
    ("", 0),
])  # fmt: skip
def test_the_share_of_words_in_order(text: str, share: float) -> None:
    assert reading.share_in_order(["one two three four"], text) == share


def test_paragraphs_may_stand_in_another_order_but_not_their_words() -> None:
    first, second = " ".join(f"a{chr(98 + n)}" for n in range(20)), " ".join(f"b{chr(98 + n)}" for n in range(20))
    assert reading.share_in_order([first, second], f"{second}\n{first}") == 1
    assert reading.share_in_order([first, second], f"{second}\n{' '.join(reversed(first.split()))}") == 21 / 40


def test_a_long_text_is_measured_by_its_own_place() -> None:
    letters = "abcdefghijklmnopqrst"
    paragraphs = [" ".join(f"{letters[n // 20]}{letters[n % 20]}{letters[m]} the" for m in range(20)) for n in range(300)]
    assert reading.share_in_order(paragraphs, "\n".join(paragraphs)) == 1
    spoilt = paragraphs[:150] + [" ".join(reversed(paragraph.split())) for paragraph in paragraphs[150:]]
    assert 0.5 < reading.share_in_order(paragraphs, "\n".join(spoilt)) < 0.8  # the common words are in any order


@pytest.mark.parametrize(("text", "found"), [
    ("و خانه‌ها، باغ‌ها", True), ("خانه‌ها ۱۲\nباغ‌ها", True), ("خانهها، باغ‌ها", False), ("باغ‌ها، خانه‌ها", False), ("خانه‌ها و باغ‌ها", False),
    ("خانه‌ها باغ‌هایی", False),
])  # fmt: skip
def test_a_phrase_is_found_word_by_word(text: str, found: bool) -> None:
    assert reading.has_phrase(text, "خانه‌ها، باغ‌ها") is found


def test_words_are_letters_with_half_spaces_or_digits() -> None:
    assert reading.words("«خانه‌ها» (Xi’an) ۱۳۹۰–۱۴۰۰، سلام۲ a\u00ad\nb exam-\nple") == ["خانه‌ها", "Xi", "an", "۱۳۹۰", "۱۴۰۰", "سلام", "۲", "ab", "example"]
