"""Marks lead to the sources they stand for, in the finished PDF."""

from __future__ import annotations

import io

import pytest
from conftest import needed

needed("typst", "pikepdf")
import pikepdf  # noqa: E402
from typst_pages import english  # noqa: E402

from sistersite.crosslinks import NoPlace, Place, link  # noqa: E402
from sistersite.textlayer import TextLayerBroken, mend  # noqa: E402

PLACES = (Place("xian-1", "Source 1", 2, 10, 25), Place("xian-2", "Source 2", 1, 40, 50))
BODY = 'See #link("#xian-1")[one], #link("#xian-2")[two] and #link("https://example.org/#xian-1")[elsewhere]. #pagebreak() List.'


def annotations(document):
    return [one for page in document.pages for one in page.get("/Annots", ())]


def test_marks_lead_to_their_places_and_say_where():
    with pikepdf.open(io.BytesIO(english(BODY))) as document:
        link(document, PLACES)
        one, two, other = annotations(document)
        assert [str(mark.Contents) for mark in (one, two)] == ["Source 1", "Source 2"]
        assert "/A" not in one and one.Dest[0].objgen == document.pages[1].obj.objgen and two.Dest[0].objgen == document.pages[0].obj.objgen
        top = float(document.pages[1].trimbox[3])
        assert [float(value) for value in one.Dest[2:4]] == pytest.approx([10, top - 25], abs=0.01)
        assert str(other.A.URI) == "https://example.org/#xian-1" and "/Dest" not in other


def test_places_are_counted_from_the_trimmed_page():
    with pikepdf.open(io.BytesIO(english(BODY))) as document:
        document.pages[1].TrimBox = pikepdf.Array([8, 9, 400, 500])
        link(document, PLACES)
        assert [float(value) for value in annotations(document)[0].Dest[2:4]] == pytest.approx([18, 475])


def test_a_mark_that_leads_nowhere_is_no_book():
    with pikepdf.open(io.BytesIO(english(BODY))) as document, pytest.raises(NoPlace, match="#xian-2"):
        link(document, PLACES[:1])
    with pytest.raises(TextLayerBroken, match="#xian-1"):
        mend(english(BODY))


def test_a_mended_book_is_linked():
    with pikepdf.open(io.BytesIO(mend(english(BODY), PLACES).content)) as document:
        assert sum("/Dest" in one for one in annotations(document)) == 2
