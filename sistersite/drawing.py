"""Pictures as files of their own: SVG that needs no style sheet and no font, and PNG made of it.

The only door to resvg, which is imported when a PNG is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from markupsafe import escape

from sistersite import images, parallel
from sistersite.lettering import Letters, Style
from sistersite.shapes import Label, Picture, Shared
from sistersite.svg import Hand, draw, number, svg

_WORTH_A_PROCESS = 4  # pictures
LARGE = 150_000  # bytes of a PNG for which a palette is worth its time
BOLD = {"title", "subtitle", "name"}  # roles of labels; "title" is in the display face besides

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_PAINT = re.compile(r"(fill|stroke)(-[a-z]+)*|opacity|display|visibility|paint-order")
_LAYER = re.compile(r"@layer\b")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
_SECOND = re.compile(r"light-dark\(((?:[^(),]|\([^()]*\))*),(?:[^(),]|\([^()]*\))*\)")


def style(css: Path) -> str:
    """The paint of figures, for files: what the sheets parts/figure-*.css in the folder `css` say, in light colours.

    What a picture at rest on paper has no use for is left out: rules with pseudo-classes or within
    @media, and all properties that do not paint. Raises ValueError for a variable that tokens.css lacks.
    """
    tokens = _tokens(css)
    rules: dict[str, list[str]] = {}
    for file in sorted((css / "parts").glob("figure-*.css")):
        for selector, name, value in _declarations(file.read_text("utf-8")):
            if _PAINT.fullmatch(name) and ":" not in selector:
                rules.setdefault(selector, []).append(f"{name}:{_plain(value, tokens, file.name)}")
    return "".join(f"{selector}{{{';'.join(lines)}}}" for selector, lines in rules.items())


def palette(css: Path) -> dict[str, str]:
    """The colours of tokens.css by their names, such as "lapis": the first tier, which is the same in light and in dark."""
    return {name.removeprefix("--"): value for name, value in _tokens(css).items() if value.startswith("#")}


def _tokens(css: Path) -> dict[str, str]:
    return {name: value for selector, name, value in _declarations((css / "tokens.css").read_text("utf-8")) if selector == ":root"}


def _declarations(text: str) -> Iterator[tuple[str, str, str]]:
    """Selector, property and value of every declaration that no other rule than @layer is around."""
    around: list[str] = []
    start = 0
    text = _COMMENT.sub("", text)
    for sign in re.finditer(r"[{};]", text):
        piece = " ".join(text[start : sign.start()].split())
        start = sign.end()
        if sign.group() == "{":
            around.append(piece)
            continue
        own = [selector for selector in around if not _LAYER.match(selector)]
        if piece and len(own) == 1 and not own[0].startswith("@"):
            name, _, value = piece.partition(":")
            yield own[0], name.strip(), value.strip()
        if sign.group() == "}":
            around.pop()


def _plain(value: str, tokens: Mapping[str, str], file: str) -> str:
    """A value without variables, as it is in light."""

    def known(match: re.Match[str]) -> str:
        if match.group(1) not in tokens:
            raise ValueError(f"{file}: no {match.group(1)} in tokens.css")
        return tokens[match.group(1)]

    for _ in range(20):  # a variable may stand for another
        value = _SECOND.sub(lambda match: match.group(1).strip(), _VARIABLE.sub(known, value))
        if "var(" not in value and "light-dark(" not in value:
            return value
    raise ValueError(f"{file}: cannot resolve {value}")


def _face(role: str) -> tuple[Style, bool]:
    """The face in which a label is set, and whether it is bold."""
    roles = set(role.split())
    return "display" if "title" in roles else "text", bool(roles & BOLD)


def width(letters: Letters, role: str, text: str, size: float) -> float:
    """How wide `svg_file` sets a label, in units; 0 for one it leaves out."""
    return letters.width(text, size, *_face(role)) or 0


def svg_file(picture: Picture, style: str, letters: Letters, language: str = "en", title: str = "", role: str = "") -> bytes:
    """A file that looks the same in any program: paint inside, labels as outlines, shared shapes drawn in place.

    `style` is from the function of that name; `role` is the class of the whole, as on pages; `language`
    is that of the title and of labels in its script. A label with a letter no font here has is left out.
    """
    if picture.stretched:
        raise ValueError("a stretched picture has no width of its own")

    def label(one: Label) -> str:
        drawn = letters.outline(one.text, one.size, *_face(one.role), language)
        if drawn is None:
            return ""
        x = one.x - drawn.width * {"left": 0, "middle": 0.5, "right": 1}[one.side]
        return f'<path class="{escape(one.role)}" transform="translate({number(x, 2)} {number(one.y, 2)})" d="{drawn.path}"/>'

    def shared(one: Shared) -> str:
        return f'<g class="{escape(one.name)}">{draw(one.shapes, hand)}</g>'  # on pages the reference has this class

    hand = Hand(label, shared=shared)
    names = f' class="{escape(role)}"' if role else ""
    size = f' width="{number(picture.width)}" height="{number(picture.height)}"'
    before = f"<title>{escape(title)}</title>" * bool(title) + f"<style>{escape(style).replace('&gt;', '>')}</style>"
    made = svg(picture, hand, f' xmlns:xlink="http://www.w3.org/1999/xlink"{size} xml:lang="{escape(language)}"{names}', before)
    return str(made).replace('<use href="', '<use xlink:href="').encode()  # programs of print shops know only the older name


def png(svg: bytes, width: int) -> bytes:
    """The picture in so many pixels across, without metadata. A large one gets a palette if it then is smaller and looks alike.

    The same bytes each time. Raises ValueError for what is no SVG.
    """
    import resvg_py

    full = bytes(resvg_py.svg_to_bytes(svg_string=svg.decode(), width=width, skip_system_fonts=True))
    return min(full, images.with_palette(full) or full, key=len) if len(full) > LARGE else full


def pngs(pictures: Sequence[tuple[bytes, int]]) -> list[bytes]:
    """As `png`, of many pictures and widths: in processes beside this one, for resvg holds the interpreter's lock.

    Where processes cannot be forked, or for a few pictures, one after the other.
    """
    return parallel.side_by_side(lambda n: png(*pictures[n]), len(pictures), _WORTH_A_PROCESS)
