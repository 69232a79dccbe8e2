"""The text layer of what Typst sets: wrong before, mended after, in three readers; and nothing seen of it."""

from __future__ import annotations

import io
import unicodedata

import pytest

pikepdf = pytest.importorskip("pikepdf", reason="the extra for PDF books is not installed (make pdf)")
pytest.importorskip("typst")
pypdfium2 = pytest.importorskip("pypdfium2")

from PIL import ImageChops  # noqa: E402
from typst_pages import changed, english, persian, typeset  # noqa: E402

from sistersite import blankglyph, cmaps, reading, textruns  # noqa: E402
from sistersite.textlayer import TextLayerBroken, mend  # noqa: E402

BODY = """
شهر اصفهان و خواهرخوانده‌هایش هر سال در جشنواره‌ای مشترک گرد هم می‌آیند و نمایش‌های آیینی‌شان را به یکدیگر نشان می‌دهند.
آن‌ها خانه‌ها، کتاب‌ها و باغ‌هایی دارند که در سده‌های پیش ساخته شده‌اند؛ نیم‌فاصله در «خواهرخوانده‌ها» و (کتاب‌ها) هم هست.

بالای شهر لاله‌ها و سلام‌ها، والا و طلا؛ خانهٔ ما، چشمهٔ آب، مسئول و رؤیا. از میان ۳۰۳ خانه، ۲۷ خانه مرمت شده است.

نام Kraków و گیوه‌چی، تلفن #box[\u2066+98 31 1234 5678\u2069]، سال ۱۳۹۰–۱۴۰۰، سلام دوستان.
"""
HARAKAT = "بامِ بلندِ خانه و دلِ آدم‌ها مُشرِف به شهر است و قُلّه‌های کهنِ آن پیدا."


def read(pdf: bytes) -> dict[str, str]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        tags = reading.tagged(document).text
    return {"tags": tags, "pdfium": "\n".join(reading.pdfium(pdf)), "poppler": "\n".join(reading.poppler(pdf))}


def pixels(pdf: bytes) -> list:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=2).to_pil().convert("L") for page in document]


@pytest.mark.parametrize("reader", ["tags", "pdfium", "poppler"])
def test_words_with_half_spaces_are_whole_after_and_were_not_before(reader: str) -> None:
    raw = persian(BODY)
    before, after = (read(pdf)[reader] for pdf in (raw, mend(raw).content))
    phrase = "گرد هم می‌آیند و نمایش‌های آیینی‌شان را به یکدیگر نشان می‌دهند"
    assert reading.has_phrase(after, phrase) and not reading.has_phrase(before, phrase)
    words = set("خواهرخوانده‌هایش آن‌ها خانه‌ها کتاب‌ها سده‌های نیم‌فاصله خواهرخوانده‌ها گیوه‌چی".split())
    assert words <= set(reading.words(after)) and not words <= set(reading.words(before))


def test_every_word_is_in_order_for_those_who_follow_the_tags() -> None:
    raw = persian(BODY + "\n" + HARAKAT)
    said = reading.words(unicodedata.normalize("NFC", f"{BODY.replace('#box', '')} {HARAKAT}"))
    assert reading.words(read(raw)["tags"])[: len(said)] != said
    assert reading.words(read(mend(raw).content)["tags"])[: len(said)] == said


@pytest.mark.parametrize("reader", ["tags", "pdfium", "poppler"])
def test_the_letters_of_a_ligature_keep_their_order(reader: str) -> None:
    words = reading.words(read(mend(persian(BODY)).content)[reader])
    assert {"بالای", "لاله‌ها", "والا", "طلا"} <= set(words)


def test_signs_that_are_raised_stay_with_their_letters() -> None:
    told = read(mend(persian(HARAKAT)).content)["tags"]
    assert unicodedata.normalize("NFC", HARAKAT) in unicodedata.normalize("NFC", " ".join(told.split()))


def test_brackets_are_told_as_they_are_meant() -> None:
    told = read(mend(persian("کتاب (چاپ دوم) و [باغ] و «خانه» و \u2066(second)\u2069.")).content)["tags"]
    assert "(چاپ دوم)" in told and "[باغ]" in told and "«خانه»" in told and "(second)" in told


@pytest.mark.parametrize("reader", ["tags", "poppler"])
def test_a_persian_name_in_english_has_its_half_space(reader: str) -> None:
    raw = english("He came from #text(lang: \"fa\")[شی‌آن], where the Xi’an wall is, to Kraków (Краків), Երևան, 西安, 서울 and Reykjavík.")
    words = reading.words(read(mend(raw).content)[reader])
    assert "شی‌آن" in words and "شی‌آن" not in reading.words(read(raw)["pdfium"])
    assert words[:3] == ["He", "came", "from"] and {"Kraków", "Краків", "Երևան", "西安", "서울", "Reykjavík"} <= set(words)


@pytest.mark.parametrize("raw", [
    persian(BODY), persian(HARAKAT), persian(f"#set text(28pt)\n{BODY}"), english("Plain – and #text(lang: \"fa\")[خواهرخوانده‌های ما] (x)."),
    persian("#table(columns: 2, table.header[نام‌ها][سال‌ها], [شی‌آن], [۱۳۹۰])\n\nمتن#footnote[پانوشت‌ها در پای صفحه‌اند.] #underline[پیوسته‌ها] *کتاب‌ها*"),
], ids=["text", "marks", "large", "english", "table"])  # fmt: skip
def test_nothing_visible_changes(raw: bytes) -> None:
    for before, after in zip(pixels(raw), pixels(mend(raw).content), strict=True):
        assert ImageChops.difference(before, after).getextrema()[1] <= 2  # of 255: places are rounded in other steps


def test_a_shifted_letter_would_be_seen() -> None:
    raw = persian(BODY)

    def shift(document) -> None:
        stream = document.pages[0].Contents
        stream.write(stream.read_bytes().replace(b" Tm", b" Tm 100 Tz 0.5 Ts", 1))

    assert any(ImageChops.difference(one, other).getextrema()[1] > 2 for one, other in zip(pixels(raw), pixels(changed(raw, shift)), strict=True))


def test_the_same_bytes_each_time_and_an_account_of_them() -> None:
    raw = persian(BODY)
    done = mend(raw)
    assert mend(raw) == done
    assert done.half_spaces == BODY.count("\u200c")
    assert done.runs > 5 and done.dropped > 10 and done.kept == 0 and done.codes > 1
    assert b"/ActualText" not in b"".join(page.Contents.read_bytes() for page in pikepdf.open(io.BytesIO(done.content)).pages)


def test_pages_are_counted_and_what_else_is_to_be_done_is_done_before_it_is_written() -> None:
    done = mend(english("One.\n#pagebreak()\nTwo."), (), lambda document: document.docinfo.__setitem__("/Title", "Finished"))
    with pikepdf.open(io.BytesIO(done.content)) as finished:
        assert done.pages == 2 and finished.docinfo["/Title"] == "Finished"


def test_what_needs_no_mending_keeps_its_streams() -> None:
    raw = english("= Title\nOnly letters of one kind – nothing to mend.")
    with pikepdf.open(io.BytesIO(raw)) as before, pikepdf.open(io.BytesIO(mend(raw).content)) as after:
        assert before.pages[0].Contents.read_bytes() == after.pages[0].Contents.read_bytes()
    assert mend(mend(raw).content).content


def without_to_unicode(document) -> None:
    for font in document.pages[0].Resources.Font.values():
        del font.ToUnicode


def by_another(document) -> None:
    document.docinfo["/Creator"] = "Another"


def of_another_shape(document) -> None:
    stream = document.pages[0].Contents
    stream.write(stream.read_bytes().replace(b" Tm", b" Tm 3 Tw", 1))


def without_an_end(document) -> None:
    stream = document.pages[0].Contents
    stream.write(stream.read_bytes().replace(b"ET\n", b"", 1))


def of_two_directions(document) -> None:
    stream = document.pages[0].Contents
    stream.write(stream.read_bytes().replace(b"BT", b"BT 0 Tr/f0 10 Tf 1 0 0 -1 0 0 Tm <0001> Tj ", 1))


def not_of_truetype(document) -> None:
    for font in document.pages[0].Resources.Font.values():
        font.DescendantFonts[0].Subtype = pikepdf.Name.CIDFontType0


@pytest.mark.parametrize(("change", "why"), [
    (without_to_unicode, "has no ToUnicode"),
    (by_another, "made by Another"),
    (of_another_shape, "not how Typst writes text"),
    (without_an_end, "does not end|not how Typst"),
    (of_two_directions, "both directions"),
    (not_of_truetype, "not a TrueType font"),
])  # fmt: skip
def test_what_cannot_be_mended_is_refused_with_a_reason(change, why: str) -> None:
    with pytest.raises(TextLayerBroken, match=why):
        mend(changed(persian(BODY), change))


def test_it_is_mended_once() -> None:
    with pytest.raises(TextLayerBroken, match="mended before"):
        mend(mend(persian(BODY)).content)


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(TextLayerBroken, match="not a PDF"):
        mend(b"no PDF")


def test_it_stays_valid_for_all_readers(tmp_path) -> None:
    page = pytest.importorskip("page")
    file = tmp_path / "book.pdf"
    file.write_bytes(mend(persian(BODY)).content)
    assert page.validate_pdf(str(file), profile=page.ValidationProfile.PDF_UA_1).is_compliant


def test_a_cmap_is_read_as_it_was_written() -> None:
    texts = {1: "ا", 2: "لا", 0x1FF: "\u200c", 7: "😀"}
    assert cmaps.read(cmaps.write(texts, "Test")) == texts
    ranges = b"1 beginbfrange <0003> <0005> <0041> endbfrange 1 beginbfrange <0006> <0007> [<0061> <0062>] endbfrange"
    assert cmaps.read(ranges) == {3: "A", 4: "B", 5: "C", 6: "a", 7: "b"}


@pytest.mark.parametrize(("literal", "content"), [
    (rb"(a\(b\)\\)", b"a(b)\\"), (rb"(\000\12\7)", b"\0\n\7"), (b"(a(b)c)", b"a(b)c"), (b"(a\\\nb\r\nc)", b"ab\nc"), (b"<48 656>", b"He`"),
])  # fmt: skip
def test_strings_are_read_by_the_rules(literal: bytes, content: bytes) -> None:
    assert textruns.string(literal) == content


def test_a_text_object_is_written_as_it_was_read() -> None:
    content = b"q BT/Span<</ActualText<FEFF0041>>>BDC/ReversedChars BMC 0 Tr/f0 10 Tf 1 0 0 -1 2.5 0 Tm[(\\000A)12.5<0002>]TJ\nEMC\nEMC\nET Q (BT)"
    (run,) = textruns.runs(content)
    (piece,) = run.pieces
    assert (piece.shown.items, piece.x, piece.reversed, piece.actual) == ((0x41, 12.5, 2), b"2.5", True, "A")
    (again,) = textruns.runs(textruns.replaced(content, [(run.start, run.end, textruns.written(run.pieces))]))
    assert again.pieces == run.pieces


def test_the_blank_of_a_font_is_blank() -> None:
    from fontTools.ttLib import TTFont

    with pikepdf.open(io.BytesIO(typeset('#set text(font: "Vazirmatn Cut")\nسلام', ()))) as document:
        (font,) = document.pages[0].Resources.Font.values()
        program = font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
    content, glyph = blankglyph.with_blank(program)
    before, after = (TTFont(io.BytesIO(one), checkChecksums=2) for one in (program, content))
    names = after.getGlyphOrder()
    assert len(names) == glyph + 1 == before["maxp"].numGlyphs + 1
    assert after["glyf"][names[glyph]].numberOfContours == 0
    assert after["hmtx"][names[glyph]][0] == after["head"].unitsPerEm // 4
    assert [before["hmtx"][name] for name in before.getGlyphOrder()] == [after["hmtx"][name] for name in names[:glyph]]
