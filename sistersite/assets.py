"""Style sheets, script, fonts, icons, photos and documents: outputs with fingerprinted names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sistersite import images
from sistersite.errors import Place, Problems
from sistersite.images import Prepared
from sistersite.memo import Memo, fingerprinted
from sistersite.model import City, Output

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_URL = re.compile(r"url\(\s*[\"']?\.\./([^\"')]+)[\"']?\s*\)")


@dataclass(frozen=True)
class Assets:
    outputs: tuple[Output, ...]
    style: str  # address of the style sheet of all pages
    styles: Mapping[str, str]  # kind of page → address of one of its own
    script: str  # address of the script
    theme: str  # the script that every page holds itself, for it must run before the first paint
    fonts: Mapping[str, str]  # name of a font file → its address
    photos: Mapping[tuple[str, str], Prepared]  # slug, name → the photo, or the scan shown like one


def collect(folder: Path, cities: Iterable[City], attachments: Mapping[str, Path], memo: Memo) -> tuple[Assets, Problems]:
    """Everything below `folder` (the assets) and what the cities' records attach."""
    problems = Problems()
    fonts = {}
    outputs = []
    for file in sorted((folder / "fonts").glob("*.woff2")):
        content = file.read_bytes()
        fonts[file.name] = f"assets/{fingerprinted(file.name, content)}"
        outputs.append(Output(fonts[file.name], content))
    styles = {}
    for name, style in _styles(folder / "css", fonts).items():
        styles[name] = f"assets/{fingerprinted(f'{name}.css', style)}"
        outputs.append(Output(styles[name], style))
    script = (folder / "js/site.js").read_bytes()
    script_address = f"assets/{fingerprinted('site.js', script)}"
    outputs.append(Output(script_address, script))
    outputs.append(Output("icon.svg", (folder / "icons/icon.svg").read_bytes()))
    photos = {}
    for city in cities:
        for path, name in _pictures(city):
            content = attachments[path].read_bytes()
            stem = f"cities/{city.slug}/{name.rpartition('.')[0]}"
            made = memo("photo", (stem, content), lambda s=stem, c=content: images.photo(s, c, fingerprinted))
            if made is None:
                problems.add(Place(path), "bad-photo", name=path.rpartition("/")[2])
                continue
            photos[city.slug, name] = made[0]
            outputs.extend(made[1])
        for document in city.documents:
            path = f"cities/{city.slug}/documents/{document.file}"
            outputs.append(Output(document_address(city.slug, document.file), attachments[path].read_bytes()))
    return Assets(tuple(outputs), styles.pop("site"), styles, script_address, (folder / "js/theme.js").read_text("utf-8").strip(), fonts, photos), problems


def _pictures(city: City) -> Iterator[tuple[str, str]]:
    """(path, name) of the photos, and of the scans of agreements that are pictures; a scan's name begins with its folder."""
    for photo in city.photos:
        yield f"cities/{city.slug}/photos/{photo.file}", photo.file
    for document in city.documents:
        if document.kind == "agreement" and images.is_picture(document.file):
            yield f"cities/{city.slug}/documents/{document.file}", f"documents/{document.file}"


def document_address(slug: str, file: str) -> str:
    return f"documents/{slug}/{file}"


def _styles(folder: Path, fonts: Mapping[str, str]) -> dict[str, bytes]:
    """`site`, of all files but those in kinds/: layers.css first (it orders the cascade), then by name; and one for each of those."""
    files = sorted(folder.rglob("*.css"), key=lambda f: (f.name != "layers.css", f.as_posix()))
    own = {file.stem: [file] for file in files if file.parent.name == "kinds"}
    common = [file for file in files if file.parent.name != "kinds"]
    return {name: _packed("\n".join(file.read_text("utf-8") for file in held), fonts) for name, held in {"site": common, **own}.items()}


def _packed(text: str, fonts: Mapping[str, str]) -> bytes:
    """Without comments, and without spaces where the syntax needs none."""
    text = _URL.sub(lambda m: f"url({fonts[Path(m.group(1)).name].removeprefix('assets/')})", text)
    return re.sub(r"([:,])\s+", r"\1", re.sub(r"\s*([{};])\s*", r"\1", _COMMENT.sub("", text))).strip().encode()
