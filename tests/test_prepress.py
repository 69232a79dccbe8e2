"""What a print shop wants: boxes and crop marks to the tenth of a millimetre, on pages that stay what they were."""

from __future__ import annotations

import datetime
import io
import re

import pytest
from conftest import DATE, needed
from PIL import Image
from typst_pages import FONTS, changed, english

from sistersite import prepress, reading
from sistersite.prepress import MM, Resolution
from sistersite.typesetter import typeset

needed("typst", "pikepdf", "pypdfium2")
import pikepdf  # noqa: E402

WIDE, HIGH = 150, 200  # mm, of the pages of typst_pages
PLAIN = english("#set page(bleed: 3mm)\n= One\nHello.\n#pagebreak()\nTwo.")
MARKED = changed(PLAIN, prepress.mark)


def each_page(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        yield from document.pages


def in_mm(box):
    return [round(float(value) / MM, 1) for value in box]


def marks(page):
    """(x, y, x2, y2) in mm from the corner of the trim of all lines that were added."""
    added = page.Contents[-1].read_bytes().decode()
    left, bottom = (float(value) for value in page.TrimBox[:2])
    lines = re.findall(r"^([\d.-]+) ([\d.-]+) m ([\d.-]+) ([\d.-]+) l S$", added, re.M)
    return [tuple(round((float(value) - corner) / MM, 1) for value, corner in zip(line, (left, bottom) * 2, strict=True)) for line in lines]


def test_the_boxes_lie_within_each_other():
    for page in each_page(MARKED):
        trim, bleed, media, crop = (in_mm(page[f"/{name}Box"]) for name in ("Trim", "Bleed", "Media", "Crop"))
        assert (trim[2] - trim[0], trim[3] - trim[1]) == pytest.approx((WIDE, HIGH), abs=0.1)
        assert bleed == pytest.approx([trim[0] - 3, trim[1] - 3, trim[2] + 3, trim[3] + 3], abs=0.11)
        assert media == pytest.approx([trim[0] - 12, trim[1] - 12, trim[2] + 12, trim[3] + 12], abs=0.11) and crop == media


def test_two_marks_at_each_corner_outside_the_bleed():
    for page in each_page(MARKED):
        found = marks(page)
        corners = [(x, y) for x in (0, WIDE) for y in (0, HIGH)]
        expected = set()
        for x, y in corners:
            out_x, out_y = (-1 if x == 0 else 1), (-1 if y == 0 else 1)
            expected |= {(x, y + 6 * out_y, x, y + 11 * out_y), (x + 6 * out_x, y, x + 11 * out_x, y)}
        assert len(found) == 8 and set(found) == expected


def test_the_marks_are_black_in_print_and_no_content():
    for page in each_page(MARKED):
        added = page.Contents[-1].read_bytes()
        assert added.startswith(b"/Artifact BMC q 0 0 0 1 K") and added.endswith(b"Q EMC")


def test_the_pages_stay_tagged_and_say_the_same():
    with pikepdf.open(io.BytesIO(PLAIN)) as before, pikepdf.open(io.BytesIO(MARKED)) as after:
        assert bool(after.Root.MarkInfo.Marked) and reading.tagged(after).text == reading.tagged(before).text
    assert "".join(reading.pdfium(PLAIN)) == "".join(reading.pdfium(MARKED))


def test_they_stay_valid_for_all_readers(tmp_path):
    needed("page")
    import page

    file = tmp_path / "book.pdf"
    file.write_bytes(MARKED)
    assert page.validate_pdf(str(file), profile=page.ValidationProfile.PDF_UA_1).is_compliant


def test_the_same_bytes_each_time():
    assert changed(PLAIN, prepress.mark) == MARKED != PLAIN


# --- pictures of pixels


@pytest.fixture
def with_pictures(tmp_path):
    """Set pictures of so many pixels at so many inches, a page for each."""

    def run(*placed):
        body = ['#set document(title: "T")', '#set text(lang: "en", font: "Site Sans")', "#set page(width: 100mm, height: 100mm, margin: 5mm)"]
        for n, (size, wide, high) in enumerate(placed):
            Image.linear_gradient("L").resize(size).convert("RGB").save(tmp_path / f"{n}.jpg")
            body.append(f'#page(image("{n}.jpg", width: {wide}in, height: {high}in, fit: "stretch", alt: "A picture"))')
        (tmp_path / "t.typ").write_text("\n".join(body))
        return typeset(tmp_path / "t.typ", "t", {}, [FONTS], datetime.date.fromisoformat(DATE)).pdf

    return run


def test_pixels_an_inch_in_the_coarser_direction(with_pictures):
    pdf = with_pictures(((300, 300), 1, 1), ((300, 300), 2, 1), ((600, 150), 1, 1))
    assert prepress.resolutions(pdf) == (Resolution(1, 300), Resolution(2, 150), Resolution(3, 150))


def test_figures_of_lines_have_no_pixels():
    assert prepress.resolutions(english("#line(length: 3cm) Hello")) == ()
