"""Photos in the sizes and formats pages need, and PNGs made smaller. The only door to Pillow, imported when there is a picture."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sistersite.model import Output

PHOTO_WIDTHS = (480, 960, 1600)  # px: a phone, a tablet or dense phone, a wide screen
# From the smallest files to those every browser reads: media type, suffix, how Pillow is to save it.
# AVIF in one thread, for its bytes depend on their number.
FORMATS = (
    ("image/avif", "avif", {"quality": 58, "speed": 6, "max_threads": 1}),
    ("image/webp", "webp", {"quality": 76, "method": 6}),
    ("image/jpeg", "jpg", {"quality": 80, "optimize": True, "progressive": True}),
)
COLOURS = 256  # of a PNG with a palette
SWATCHES = (4, 3)  # columns and rows of the colours that stand in while a photo is on its way


@dataclass(frozen=True)
class Prepared:
    """One photo: for each media type its files as (address, width in px) from small to large; the largest's size in px;
    and the colours of SWATCHES, row by row, as "#rrggbb".
    """

    files: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    width: int
    height: int
    swatches: tuple[str, ...]


def photo(stem: str, content: bytes, named: Callable[[str, bytes], str]) -> tuple[Prepared, tuple[Output, ...]] | None:
    """The photo in all widths and formats, turned upright and without any metadata; None when it is no photo.

    `named` gives the address of a file by its name and content.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        source = ImageOps.exif_transpose(Image.open(io.BytesIO(content))).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    clean = Image.new("RGB", source.size)  # a fresh image carries no EXIF, comment or profile
    clean.paste(source)
    widths = sorted({min(width, clean.width) for width in PHOTO_WIDTHS})
    scaled = [clean.resize((w, max(1, round(clean.height * w / clean.width))), Image.Resampling.LANCZOS) for w in widths]
    outputs, files = [], []
    for media_type, suffix, options in FORMATS:
        saved = [_saved(one, suffix, options) for one in scaled]
        made = [Output(named(f"{stem}-{one.width}.{suffix}", data), data) for one, data in zip(scaled, saved, strict=True)]
        outputs += made
        files.append((media_type, tuple((o.path, w) for o, w in zip(made, widths, strict=True))))
    return Prepared(tuple(files), scaled[-1].width, scaled[-1].height, tuple(_swatches(clean))), tuple(outputs)


def _saved(image: Any, suffix: str, options: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, {"jpg": "JPEG"}.get(suffix, suffix.upper()), **options)
    return buffer.getvalue()


def _swatches(image: Any) -> Iterator[str]:
    from PIL import Image

    small = image.resize(SWATCHES, Image.Resampling.BOX)
    for y in range(small.height):
        for x in range(small.width):
            yield "#{:02x}{:02x}{:02x}".format(*small.getpixel((x, y)))


def is_picture(name: str) -> bool:
    """Whether a document is a picture that a page can show, by its suffix."""
    return name.lower().endswith((".jpg", ".jpeg", ".png", ".webp"))


def with_palette(full: bytes) -> bytes:
    """The PNG in COLOURS; those of its surfaces stay as they are, the blends along edges are brought together."""
    from PIL import Image

    image = Image.open(io.BytesIO(full))
    if image.getchannel("A").getextrema()[0] < 255:
        return b""
    image = image.convert("RGB")
    few = image.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    found = few.getpalette() or []
    made = [tuple(found[n : n + 3]) for n in range(0, len(found), 3)]
    taken: set[int] = set()
    pixels = image.width * image.height
    for _, colour in sorted(((n, colour) for n, colour in image.getcolors(pixels) or [] if n * 200 >= pixels), reverse=True):
        nearest = min(set(range(len(made))) - taken, key=lambda n: (sum((a - b) ** 2 for a, b in zip(made[n], colour, strict=True)), n))
        made[nearest] = colour
        taken.add(nearest)
    few.putpalette([value for colour in made for value in colour])
    buffer = io.BytesIO()
    few.save(buffer, "PNG", compress_level=6)  # 9 takes ten times as long for 8 % less
    return buffer.getvalue()


def webp(png: bytes) -> bytes:
    """The picture as WebP, without what is transparent: with nothing lost or as photos are saved, whichever takes fewer bytes."""
    from PIL import Image

    image = Image.open(io.BytesIO(png)).convert("RGB")
    as_photo = next(options for _, suffix, options in FORMATS if suffix == "webp")
    return min((_saved(image, "webp", options) for options in ({"lossless": True, "method": 6}, as_photo)), key=len)


def size(png: bytes) -> tuple[int, int]:
    """Width and height in px, from the first chunk of the file (PNG, third edition, 11.2.1)."""
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
