"""What a print shop wants of a PDF: crop marks, the boxes of ISO 15930 (PDF/X), and how finely pictures resolve."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MM = 72 / 25.4  # points
BLEED = 3 * MM
OFFSET, LENGTH = 3 * MM, 5 * MM  # of a mark from the bleed's corner outwards, and its length
SLUG = OFFSET + LENGTH + 1 * MM  # paper round the bleed
FINE = 300  # pixels an inch, which offset printing wants


@dataclass(frozen=True)
class Resolution:
    """A picture of pixels as it is placed: page (from 1) and pixels an inch in its coarser direction."""

    page: int
    ppi: int


def mark(document: Any) -> None:
    """Draw crop marks in black round every page of an open document of pikepdf, and give each a TrimBox, a BleedBox and a larger
    MediaBox (ISO 32000-1, 14.11.2).

    Pages come with a bleed: their MediaBox is larger than their TrimBox. The marks are artifacts (14.8.2.2),
    so that the document stays PDF/UA.
    """
    import pikepdf

    for page in document.pages:
        left, bottom, right, top = (float(value) for value in page.trimbox)
        marks = "\n".join(f"{x:.3f} {y:.3f} m {x2:.3f} {y2:.3f} l S" for x, y, x2, y2 in _crop_marks(left, bottom, right, top))
        page.contents_add(pikepdf.Stream(document, f"/Artifact BMC q 0 0 0 1 K 0.25 w\n{marks}\nQ EMC".encode()))
        page.BleedBox = pikepdf.Array([left - BLEED, bottom - BLEED, right + BLEED, top + BLEED])
        around = BLEED + SLUG
        page.MediaBox = pikepdf.Array([left - around, bottom - around, right + around, top + around])
        page.CropBox = page.MediaBox


def _crop_marks(left: float, bottom: float, right: float, top: float) -> Iterator[tuple[float, float, float, float]]:
    """Two lines at each corner of the trim, outside the bleed: (x, y, x2, y2)."""
    near, far = BLEED + OFFSET, BLEED + OFFSET + LENGTH
    for x in (left, right):
        for y, way in ((bottom, -1), (top, 1)):
            yield x, y + way * near, x, y + way * far
    for y in (bottom, top):
        for x, way in ((left, -1), (right, 1)):
            yield x + way * near, y, x + way * far, y


def resolutions(pdf: bytes) -> tuple[Resolution, ...]:
    """Of all pictures of pixels, page by page; figures drawn of lines have none."""
    import pypdfium2
    from pypdfium2 import raw

    found = []
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number, page in enumerate(document, 1):
            for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=5):
                width, height = one.get_px_size()
                left, bottom, right, top = one.get_bounds()
                found.append(Resolution(number, round(72 * min(width / (right - left), height / (top - bottom)))))
    finally:
        document.close()
    return tuple(found)
