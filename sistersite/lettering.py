"""Text → outlines, for pictures that must look alike wherever they are opened. The only door to HarfBuzz.

One line at a time. Of the Unicode Bidirectional Algorithm (UAX #9) these rules are followed: P2 and P3 (the
direction of a line is that of its first strong letter, where the caller names none), W1 to W7, N1, N2, I1,
I2 and L2; L4, the mirroring of brackets, is HarfBuzz's. Words of the other direction are isolated, as pages
do with `bdi`: what stands around them does not see their letters. Left out: X1 to X8 (marks of embedding,
override and isolation are taken out of the text), N0 (as foreign words are isolated, the brackets around
them are neutral signs like others) and L1 (white space at the ends of a line). Boundary neutrals, the
half-space among them, go with the letter before.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from sistersite.svg import number

Style = Literal["display", "text"]

_CONTROLS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_PIECE = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f\u064b-\u065f\u0670\u200c\u200d])+|.", re.S)  # a word, or a sign
_SCRIPTS = (  # ISO 15924, the language where the caller's is written otherwise, letters and digits
    ("Arab", "fa", re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")),
    ("Armn", "hy", re.compile("[\u0530-\u058f\ufb13-\ufb17]")),
    ("Cyrl", "ru", re.compile("[\u0400-\u052f]")),
    ("Latn", "en", re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")),
)
_WRITTEN = {"ar": "Arab", "ckb": "Arab", "fa": "Arab", "ps": "Arab", "ur": "Arab", "hy": "Armn", "ru": "Cyrl", "uk": "Cyrl", "bg": "Cyrl", "sr": "Cyrl"}


_FOREIGN = {  # by the direction of the line: words of the other one, in the letters of `_sort`
    "rtl": re.compile(r"l(?:[ldmo]*[ldm])?(?: [ld](?:[ldmo]*[ldm])?)*"),
    "ltr": re.compile(r"r[rm]*(?: r[rm]*)*"),
}


@dataclass(frozen=True)
class Outlined:
    """SVG path data (y down) whose origin is the left end of the baseline, and the advance width, both in the size's units."""

    path: str
    width: float


@dataclass(frozen=True)
class Run:
    """Letters of one line that are shaped together: one direction, one script, one font (by its file)."""

    text: str
    level: int  # UAX #9: odd runs rightwards to leftwards
    script: str
    font: str


@dataclass(frozen=True)
class Font:
    """`em` units make one em; `steps` are what HarfBuzz draws a glyph by, kept once asked for."""

    shaper: Any
    em: int
    held: frozenset[int]
    steps: dict[int, tuple[tuple[str, tuple[float, ...]], ...]]


class Letters:
    """The fonts of a folder (assets/fonts/book), read when first needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._fonts: dict[str, Font] = {}

    def width(self, text: str, size: float, face: Style = "text", bold: bool = False, language: str = "", direction: str = "") -> float | None:
        """The advance width of a line, or None as for `outline`."""
        runs = self.runs(text, face, bold, direction)
        if runs is None:
            return None
        return sum(advance * self._scale(run, size) for run in runs for _, _, _, advance in self._shaped(run, language))

    def outline(self, text: str, size: float, face: Style = "text", bold: bool = False, language: str = "", direction: str = "") -> Outlined | None:
        """A line of text as a path; None when no font here has one of its letters.

        `size` is the em in units of the picture; `face` "display" is bold always. `language` is a code, as
        "fa"; `direction` is "rtl", "ltr" or, by the first strong letter, "". Coordinates are whole tenths
        of a unit, or hundredths where the em is below 20 units: at worst 1/400 of an em off.
        """
        runs = self.runs(text, face, bold, direction)
        if runs is None:
            return None
        pen, at = _Pen(1 if size >= 20 else 2), 0.0
        for run in runs:
            font, scale = self._font(run.font), self._scale(run, size)
            for glyph, x, y, advance in self._shaped(run, language):
                pen.draw(_steps(font, glyph), at + x * scale, -y * scale, scale)
                at += advance * scale
        return Outlined("".join(pen.out), round(at, 3))

    def runs(self, text: str, face: Style = "text", bold: bool = False, direction: str = "") -> tuple[Run, ...] | None:
        """The runs of a line as they stand from left to right; None when no font has one of the letters."""
        text = _CONTROLS.sub("", unicodedata.normalize("NFC", " ".join(text.split())))
        pieces = list(self._pieces(text, levels(text, direction), face, bold))
        if None in pieces:
            return None
        joined = [
            Run("".join(run.text for run in runs), *key)
            for key, runs in ((key, list(runs)) for key, runs in groupby(pieces, lambda run: (run.level, run.script, run.font)))
        ]
        return tuple(_from_left(joined))

    def _pieces(self, text: str, at: list[int], face: Style, bold: bool) -> Iterator[Run | None]:
        """Word by word, sign by sign, each whole word in one font, or its letters would not join."""
        script = next((found for letter in text if (found := _script(letter))), "Latn")
        for level, group in groupby(range(len(text)), at.__getitem__):
            places = list(group)
            stretch = text[places[0] : places[-1] + 1]
            for match in _PIECE.finditer(stretch):
                for found, letters in groupby(match.group(), _script_after(script)):
                    piece, script = "".join(letters), found
                    yield next((Run(piece, level, script, name) for name in self._chain(level, face, bold) if self._has(name, piece)), None)

    def _chain(self, level: int, face: Style, bold: bool) -> Iterator[str]:
        """The fonts to ask, in order: signs that two have are to match the letters around them."""
        weight = 700 if bold or face == "display" else 400
        if face == "display":
            yield "markazi"
        names = ("vazirmatn", "source-sans-3") if level % 2 else ("source-sans-3", "vazirmatn")
        yield from (f"{name}-{weight}" for name in (*names, "noto-sans-armenian"))

    def _has(self, name: str, piece: str) -> bool:
        held = self._font(name).held
        return all(ord(letter) in held or letter in "\u200c\u200d" for letter in piece)

    def _font(self, name: str) -> Font:
        if name not in self._fonts:
            import uharfbuzz

            face = uharfbuzz.Face(uharfbuzz.Blob((self._folder / f"{name}.ttf").read_bytes()))
            self._fonts[name] = Font(uharfbuzz.Font(face), face.upem, frozenset(face.unicodes), {})
        return self._fonts[name]

    def _scale(self, run: Run, size: float) -> float:
        return size / self._font(run.font).em

    def _shaped(self, run: Run, language: str) -> Iterator[tuple[int, int, int, int]]:
        """Glyph, its offset (y up) and its advance in font units, from left to right."""
        import uharfbuzz

        buffer = uharfbuzz.Buffer()
        buffer.add_str(run.text)
        buffer.direction = "rtl" if run.level % 2 else "ltr"
        buffer.script, buffer.language = run.script, _language(run.script, language)
        uharfbuzz.shape(self._font(run.font).shaper, buffer)
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            yield info.codepoint, place.x_offset, place.y_offset, place.x_advance


class _Pen:
    """Writes path data: relative moves between points rounded to so many decimal places."""

    def __init__(self, places: int) -> None:
        self.out: list[str] = []
        self.places, self.unit = places, 10**places
        self.x = self.y = 0  # where the pen is, in the last place

    def draw(self, steps: tuple[tuple[str, tuple[float, ...]], ...], x: float, y: float, scale: float) -> None:
        start = (0, 0)
        for command, points in steps:
            if command == "z":
                self.out.append("z")
                self.x, self.y = start
                continue
            to = [(round((x + a * scale) * self.unit), round((y - b * scale) * self.unit)) for a, b in zip(points[::2], points[1::2], strict=True)]
            self.out.append(command + " ".join(f"{self._number(a - self.x)} {self._number(b - self.y)}" for a, b in to).replace(" -", "-"))
            self.x, self.y = to[-1]
            start = to[-1] if command == "m" else start

    def _number(self, value: int) -> str:
        text = number(value / self.unit, self.places)
        return text.replace("0.", ".", 1) if abs(value) < self.unit else text


def _steps(font: Font, glyph: int) -> tuple[tuple[str, tuple[float, ...]], ...]:
    if glyph not in font.steps:
        drawn: list[tuple[str, tuple[float, ...]]] = []
        font.shaper.draw_glyph(glyph, _recorder(), drawn)
        font.steps[glyph] = tuple(drawn)
    return font.steps[glyph]


@cache
def _recorder() -> Any:
    """What HarfBuzz calls while it draws a glyph; `drawn` is the list to fill."""
    import uharfbuzz

    made = uharfbuzz.DrawFuncs()
    made.set_move_to_func(lambda x, y, drawn: drawn.append(("m", (x, y))))
    made.set_line_to_func(lambda x, y, drawn: drawn.append(("l", (x, y))))
    made.set_quadratic_to_func(lambda a, b, x, y, drawn: drawn.append(("q", (a, b, x, y))))
    made.set_cubic_to_func(lambda a, b, c, d, x, y, drawn: drawn.append(("c", (a, b, c, d, x, y))))
    made.set_close_path_func(lambda drawn: drawn.append(("z", ())))
    return made


def _script(letter: str) -> str:
    return next((script for script, _, letters in _SCRIPTS if letters.match(letter)), "")


def _script_after(before: str) -> Callable[[str], str]:
    """A key for `groupby`: the script of a letter; a sign has that of the letter before it."""

    def script(letter: str) -> str:
        nonlocal before
        before = _script(letter) or before
        return before

    return script


def _language(script: str, language: str) -> str:
    own = _WRITTEN.get(language.split("-")[0], "Latn")
    return language if language and own == script else next(code for name, code, _ in _SCRIPTS if name == script)


def direction_of(text: str) -> str:
    """P2 and P3: "rtl" or "ltr" by the first strong letter; without one, "ltr"."""
    strong = next((kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), "L")
    return "ltr" if strong == "L" else "rtl"


def levels(text: str, direction: str = "") -> list[int]:
    """The embedding level of each letter of a line, as the rules above have it."""
    direction = direction or direction_of(text)
    other, inner = ("ltr", 2) if direction == "rtl" else ("rtl", 0)
    inside, outside, last = [], [], 0
    for match in _FOREIGN[direction].finditer("".join(map(_sort, text))):
        outside.append(text[last : match.start()])
        inside.append([inner + level for level in _levels(text[match.start() : match.end()], other)])
        last = match.end()
    around = _levels("\ufffc".join([*outside, text[last:]]), direction)
    made: list[int] = []
    for stretch, isolated in zip(outside, inside, strict=True):
        made += around[: len(stretch)] + isolated
        around = around[len(stretch) + 1 :]
    return made + around


def _sort(letter: str) -> str:
    """One letter for what matters to `_FOREIGN`: l and r strong letters, d digit, m mark, o sign inside a word."""
    kind = unicodedata.bidirectional(letter)
    if letter in "0123456789":
        return "d"
    if letter in "’'._@&:/+%#?=~°-":
        return "o"
    return {"L": "l", "R": "r", "AL": "r", "NSM": "m", "BN": "m", "WS": " "}.get(kind, "x")


def _levels(text: str, direction: str) -> list[int]:
    base = 1 if direction == "rtl" else 0
    edge = "R" if base else "L"
    kinds = []
    for letter in text:  # W1; boundary neutrals likewise
        kind = unicodedata.bidirectional(letter)
        kinds.append((kinds[-1] if kinds else edge) if kind in ("NSM", "BN") else kind)
    strong = edge
    for n, kind in enumerate(kinds):  # W2
        strong = kind if kind in ("L", "R", "AL") else strong
        kinds[n] = "AN" if kind == "EN" and strong == "AL" else kind
    kinds = ["R" if kind == "AL" else kind for kind in kinds]  # W3
    for n in range(1, len(kinds) - 1):  # W4
        before, kind, after = kinds[n - 1 : n + 2]
        if before == after and (before == "EN" and kind in ("ES", "CS") or before == "AN" and kind == "CS"):
            kinds[n] = before
    found = []
    for kind, group in groupby(kinds):  # W5, below
        found.append((kind, len(list(group))))
    kinds = []
    for n, (kind, count) in enumerate(found):
        beside = {found[n - 1][0] if n else "", found[n + 1][0] if n + 1 < len(found) else ""}
        kinds += ["EN" if kind == "ET" and "EN" in beside else "ON" if kind in ("ES", "ET", "CS") else kind] * count  # W5, W6
    strong = edge
    for n, kind in enumerate(kinds):  # W7
        strong = kind if kind in ("L", "R") else strong
        kinds[n] = "L" if kind == "EN" and strong == "L" else kind
    return _resolved(kinds, base)


def _resolved(kinds: list[str], base: int) -> list[int]:
    """N1, N2, I1, I2."""
    edge = "R" if base else "L"
    sides = ["R" if kind in ("EN", "AN") else kind if kind in ("L", "R") else "" for kind in kinds]
    n = 0
    for side, group in groupby(list(sides)):
        count = len(list(group))
        if not side:
            before, after = (sides[n - 1] if n else edge), (sides[n + count] if n + count < len(sides) else edge)
            kinds[n : n + count] = [before if before == after else edge] * count
        n += count
    if base:
        return [1 if kind == "R" else 2 for kind in kinds]
    return [{"L": 0, "R": 1}.get(kind, 2) for kind in kinds]


def _from_left(runs: list[Run]) -> list[Run]:
    """L2: from the highest level down to the lowest odd one, what lies at it or above is turned round."""
    for level in range(max((run.level for run in runs), default=0), 0, -1):
        turned: list[Run] = []
        for high, group in groupby(runs, lambda run, level=level: run.level >= level):
            side = list(group)
            turned += side[::-1] if high else side
        runs = turned
    return runs
