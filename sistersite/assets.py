"""Style sheets into one file, fonts, icons, photos and documents: outputs with fingerprinted names.

The only door to Pillow, which is imported when there is a photo to prepare.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sistersite.errors import Place, Problems
from sistersite.memo import Memo
from sistersite.model import City, Output

PHOTO_WIDTHS = (480, 960, 1600)  # px: a phone, a tablet or dense phone, a wide screen
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_URL = re.compile(r"url\(\s*[\"']?\.\./([^\"')]+)[\"']?\s*\)")


@dataclass(frozen=True)
class Prepared:
    """One photo in its sizes: (address, width) from small to large, and the size of the largest in px."""

    sizes: tuple[tuple[str, int], ...]
    width: int
    height: int


@dataclass(frozen=True)
class Assets:
    outputs: tuple[Output, ...]
    style: str  # address of the style sheet
    fonts: Mapping[str, str]  # name of a font file → its address
    photos: Mapping[tuple[str, str], Prepared]  # slug, file → the photo


def fingerprinted(name: str, content: bytes) -> str:
    """The name with a digest of the content before its suffix, so that it can be cached for ever."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.blake2b(content, digest_size=5).hexdigest()}{dot}{suffix}"


def collect(folder: Path, cities: Iterable[City], attachments: Mapping[str, Path], memo: Memo) -> tuple[Assets, Problems]:
    """Everything below `folder` (the assets) and what the cities' records attach."""
    problems = Problems()
    fonts = {}
    outputs = []
    for file in sorted((folder / "fonts").glob("*.woff2")):
        content = file.read_bytes()
        fonts[file.name] = f"assets/{fingerprinted(file.name, content)}"
        outputs.append(Output(fonts[file.name], content))
    style = _style(folder / "css", fonts)
    style_address = f"assets/{fingerprinted('site.css', style)}"
    outputs.append(Output(style_address, style))
    outputs.append(Output("icon.svg", (folder / "icons/icon.svg").read_bytes()))
    photos = {}
    for city in cities:
        for photo in city.photos:
            path = f"cities/{city.slug}/photos/{photo.file}"
            made = memo("photo", (path, attachments[path].read_bytes()), lambda p=path: _photo(p, attachments[p].read_bytes()))
            if made is None:
                problems.add(Place(path), "bad-photo", name=photo.file)
                continue
            photos[city.slug, photo.file] = made[0]
            outputs.extend(made[1])
        for document in city.documents:
            path = f"cities/{city.slug}/documents/{document.file}"
            outputs.append(Output(document_address(city.slug, document.file), attachments[path].read_bytes()))
    return Assets(tuple(outputs), style_address, fonts, photos), problems


def document_address(slug: str, file: str) -> str:
    return f"documents/{slug}/{file}"


def _style(folder: Path, fonts: Mapping[str, str]) -> bytes:
    """layers.css first (it orders the cascade), then the rest by name; comments and indents go."""
    files = sorted(folder.rglob("*.css"), key=lambda f: (f.name != "layers.css", f.as_posix()))
    text = "\n".join(file.read_text("utf-8") for file in files)
    text = _URL.sub(lambda m: f"url({fonts[Path(m.group(1)).name].removeprefix('assets/')})", text)
    lines = (line.strip() for line in _COMMENT.sub("", text).split("\n"))
    return "\n".join(line for line in lines if line).encode()


def _photo(path: str, content: bytes) -> tuple[Prepared, tuple[Output, ...]] | None:
    """The photo in PHOTO_WIDTHS, turned upright and without any metadata; None when it is no photo."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        source = ImageOps.exif_transpose(Image.open(io.BytesIO(content))).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    clean = Image.new("RGB", source.size)  # a fresh image carries no EXIF, comment or profile
    clean.paste(source)
    outputs, sizes = [], []
    stem = path.replace("/photos/", "/").rpartition(".")[0]
    for width in sorted({min(width, clean.width) for width in PHOTO_WIDTHS}):
        small = clean.resize((width, round(clean.height * width / clean.width)), Image.Resampling.LANCZOS)
        buffer = io.BytesIO()
        small.save(buffer, "JPEG", quality=80, optimize=True, progressive=True)
        name = fingerprinted(f"{stem}-{width}.jpg", buffer.getvalue())
        outputs.append(Output(name, buffer.getvalue()))
        sizes.append((name, width))
    return Prepared(tuple(sizes), small.width, small.height), tuple(outputs)
