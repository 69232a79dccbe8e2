"""Cut the fonts once, by hand, and commit the result: no build needs the network or a font tool.

Cutting to fixed ranges, not to the letters in use, keeps a font's address the same when an editor
writes a new letter. What each file holds goes to coverage.json, so that a test can name a letter
no face has. The style sheet is written here too: its unicode-range then cannot drift from the
files, and a reader of English fetches the Latin file only. The same fonts, as TTF in one weight each,
serve the pictures whose letters are drawn as outlines; no reader fetches these.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sistersite import npm

Ranges = list[tuple[int, int]]  # first and last code point of each run, in order

VAZIRMATN, SOURCE_SANS = "vazirmatn@33.0.3", "source-sans@3.52.0"
ARMENIAN = "@fontsource-variable/noto-sans-armenian@5.3.0"
MARKAZI = "@expo-google-fonts/markazi-text@0.4.1"
PACKAGES = {  # npm package: sha512 of its archive in base64, its licence, our name for that
    VAZIRMATN: (
        "fbjNc0CMjazZpIegWzz9OHGzI1APFboT+x7ZecXlUCtDe/nkyx7gtCTZnWS/+eeXG7fbfXymCPKJI8EsnM3iqw==",
        "OFL.txt", "OFL-Vazirmatn.txt",
    ),
    SOURCE_SANS: (
        "xsm7qlMI/JwxwNdp6pvpR6l+aZjn90fzOzoeUz/qoohIYbKbDwQNRIz5/ItYs7/hvqLirQNUoDFGXSVA3TU9tw==",
        "LICENSE.md", "OFL-SourceSans3.txt",
    ),
    ARMENIAN: (
        "cNeeH0q7pTLEzRTxRbxTRB/N26J75hReLbxpaKq7H/7sz1wCR0Ww7deXZITFbe+yb8ZgodC4UWbQsL9knKXJQg==",
        "LICENSE", "OFL-NotoSansArmenian.txt",
    ),
    MARKAZI: (
        "A5quzgA5V9pWZ8ErLMBUzPDFdFPLkwWMwgh18d8x/xJlNG0kLCt8l4E7L+4Dh1En1XOLmFlfqqqe9sHDZBfT2g==",
        "LICENSE_FONT", "OFL-MarkaziText.txt",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Face:
    """One file to cut: `member` of an npm package, the code points wanted (hexadecimal runs; those the
    font lacks are skipped), the name written inside, as a licence may reserve the original's, the
    weights (two are an axis, one is a static font), and the size on the em (1 is unchanged)."""

    file: str
    family: str
    package: str
    member: str
    wanted: str
    inner: str = "Site Sans"
    weights: tuple[int, ...] = (400, 700)
    size: float = 1


# Runs of one family never overlap. Vazirmatn has no ASCII letters, but the space and the marks that
# stand between Persian words: a browser takes the line height from the first font that has the space.
# Its first file has all of Persian, Arabic and Urdu, for letters join surely only inside one file.
CORE = (
    "20-22 25 27-2B 2D-2F 3A 3D 5B 5D 7B 7D A0 AB B0 B7 BB D7 F7 600-615 61B 61F 621-63A 640-655 "
    "660-671 674 679 67E 686 688 691 698 6A9 6AF 6BA 6BE 6C0-6C3 6CC 6D2-6D4 6F0-6F9 200C-200F "
    "2010-2015 2018-201E 2020-2022 2026 202A-202E 2030 2032-2033 2039-203A 2044 2212 25CC "
    "FD3E-FD3F FDF2 FDFC"
)
LATIN = (
    "20-7E A0-FF 131 152-153 2C6 2DA 2DC 2007 2009-200B 2010-2015 2018-201E 2020-2022 2026 2030 "
    "2032-2033 2039-203A 2044 20AC 2122 2190-2199 2212 2248 2264-2265 2713"
)
LATIN_EXT = (
    "100-130 132-151 154-17F 18F 192 1CD-1DC 1E6-1E7 1F0 1F4-1F5 218-21B 259 2B9-2C5 2C7-2D9 2DB "
    "2DD 1E02-1E99 1E9E"
)
CYRILLIC = "400-45F 462-463 472-475 490-4FF 2116"
UPRIGHT = "VF/SourceSans3VF-Upright.ttf"
ARMENIAN_FILE = "files/noto-sans-armenian-armenian-wght-normal.woff2"
VARIABLE = "fonts/variable/Vazirmatn[wght].ttf"
FACES = (
    Face("vazirmatn-arabic.woff2", "Vazirmatn", VAZIRMATN, VARIABLE, CORE, "Vazirmatn Cut"),
    Face("vazirmatn-arabic-ext.woff2", "Vazirmatn", VAZIRMATN, VARIABLE,
         "63B-63F 656-65F 672-673 675-678 67A-67D 67F-685 687 689-690 692-697 699-6A8 6AA-6AE 6B0-6B9 "
         "6BB-6BD 6BF 6C4-6CB 6CD-6D1 6D5-6EF 6FA-6FF 750-77F", "Vazirmatn Cut"),
    Face("source-sans-3-latin.woff2", "Source Sans 3", SOURCE_SANS, UPRIGHT, LATIN),
    Face("source-sans-3-latin-ext.woff2", "Source Sans 3", SOURCE_SANS, UPRIGHT, LATIN_EXT),
    Face("source-sans-3-latin-rare.woff2", "Source Sans 3", SOURCE_SANS, UPRIGHT,
         "180-18E 190-191 193-1CC 1DD-1E5 1E8-1EF 1F1-1F3 1F6-217 21C-24F 2B0-2B8 2DE-331 1E9A-1E9D "
         "1E9F-1EFF 2070-209F 20A0-20AB 20AD-20CF 2C60-2C7F A720-A7FF"),
    Face("source-sans-3-cyrillic.woff2", "Source Sans 3", SOURCE_SANS, UPRIGHT, CYRILLIC),
    Face("source-sans-3-greek.woff2", "Source Sans 3", SOURCE_SANS, UPRIGHT, "370-3FF 1F00-1FFF"),
    Face("noto-sans-armenian.woff2", "Noto Sans Armenian", ARMENIAN, ARMENIAN_FILE, "531-58F FB13-FB17", "Armenian Cut"),
)  # fmt: skip

# Titles: one weight, and only the letters of Persian and of European names. Two families, for both need
# the space and the marks; enlarged, for Markazi is small on the em. Letters they lack fall to the faces above.
# Arabic ي ك ى would cost 3 KB of ligatures; the Persian digits are too light and too wide beside its letters.
BOLD, BOLD_SIZE = "700Bold/MarkaziText_700Bold.ttf", 1.25
TITLE_PERSIAN = (
    "20-22 27-2B 2D-2F 3A 5B 5D A0 AB B7 BB D7 60C 61B 61F 621-63A 640-642 644-648 64B 64E-652 654-655 670 67E 686 "
    "698 6A9 6AF 6C0 6CC 200C-200D 2010-2014 2018-201E 2026 2039-203A 2212"
)
TITLE_LATIN = "20-7E A0 A1 AB B7 BB BF-D6 D8-F6 F8-17E 18F 192 1CD-1DC 218-21B 259 2010-2014 2018-201E 2026 2032-2033 2039-203A 2212 1E9E"
TITLES = (
    Face("markazi-persian.woff2", "Markazi Persian", MARKAZI, BOLD, TITLE_PERSIAN, "Markazi Cut", (700,), BOLD_SIZE),
    Face("markazi-latin.woff2", "Markazi Latin", MARKAZI, BOLD, TITLE_LATIN, "Markazi Cut", (700,), BOLD_SIZE),
)
DRAWING = (
    Face("drawing/markazi.ttf", "", MARKAZI, BOLD, f"{TITLE_PERSIAN} {TITLE_LATIN}", "Markazi Cut", (700,)),
    Face("drawing/vazirmatn-400.ttf", "", VAZIRMATN, VARIABLE, CORE, "Vazirmatn Cut", (400,)),
    Face("drawing/vazirmatn-700.ttf", "", VAZIRMATN, VARIABLE, CORE, "Vazirmatn Cut", (700,)),
    Face("drawing/source-sans-3-400.ttf", "", SOURCE_SANS, UPRIGHT, f"{LATIN} {LATIN_EXT} {CYRILLIC}", weights=(400,)),
    Face("drawing/source-sans-3-700.ttf", "", SOURCE_SANS, UPRIGHT, f"{LATIN} {LATIN_EXT} {CYRILLIC}", weights=(700,)),
    Face("drawing/noto-sans-armenian-400.ttf", "", ARMENIAN, ARMENIAN_FILE, "531-58F FB13-FB17", "Armenian Cut", (400,)),
    Face("drawing/noto-sans-armenian-700.ttf", "", ARMENIAN, ARMENIAN_FILE, "531-58F FB13-FB17", "Armenian Cut", (700,)),
)
FEATURES = ["init", "medi", "fina", "rlig", "ccmp", "calt", "liga", "locl", "mark", "mkmk", "kern", "tnum"]

# Left to the reader's own fonts, for ours would cost megabytes: Hebrew, the scripts of India, Georgian,
# Hangul, Han, Kana, full-width forms; and 2060-206F, marks (isolates among them) obeyed, not drawn.
SYSTEM = (
    "590-5FF 900-D7F 10A0-10FF 1100-11FF 1C90-1CBF 2060-206F 2D00-2D2F 3000-30FF 3130-318F 31F0-31FF "
    "3400-4DBF 4E00-9FFF A8E0-A8FF A960-A97F AC00-D7A3 D7B0-D7FF F900-FAFF FB1D-FB4F FF00-FFEF"
)

STAND_INS = (  # family, weight, fonts a reader may have, width; of two for one weight the last at hand counts
    ("Vazirmatn", 400, ("Tahoma", "Arial"), 1.0),
    ("Vazirmatn", 700, ("Tahoma Bold", "Tahoma-Bold", "Arial Bold", "Arial-BoldMT"), 1.0),
    ("Vazirmatn", 400, ("DejaVu Sans", "DejaVuSans"), 0.917),
    ("Vazirmatn", 700, ("DejaVu Sans Bold", "DejaVuSans-Bold"), 0.785),
    ("Source Sans 3", 400, ("Arial", "Helvetica", "Liberation Sans"), 0.935),
    ("Source Sans 3", 700, ("Arial Bold", "Arial-BoldMT", "Helvetica Bold", "Helvetica-Bold",
                            "Liberation Sans Bold"), 0.92),
    ("Markazi Persian", 700, ("Tahoma Bold", "Tahoma-Bold", "Arial Bold", "Arial-BoldMT"), 1.034),
    ("Markazi Persian", 700, ("DejaVu Sans Bold", "DejaVuSans-Bold"), 0.817),
    ("Markazi Latin", 700, ("Arial Bold", "Arial-BoldMT", "Helvetica Bold", "Helvetica-Bold", "Liberation Sans Bold"), 0.89),
)  # fmt: skip
STYLE = """\
/* Written by `python build.py fonts` (sistersite/fonts.py): change it there, not here. */
{faces}
/* Stand-ins while a font is on its way, so that the lines do not move when it comes.
   size-adjust is the width of a long sample of prose (shaped: joined letters, kerning) in the real
   font divided by its width in the stand-in, at the same weight. Liberation Sans and Helvetica have
   the widths of Arial. The Arabic letters of Tahoma and Arial were not measured: taken to be as wide
   as Vazirmatn's. Of Markazi, headings were measured, at the size its own rule gives it.
   ascent- and descent-override are the real font's hhea numbers per em, divided by size-adjust. */
{stand_ins}
"""


def cut(root: Path) -> list[str]:
    """Fetch, check and cut all faces into `root`/assets; return one line a face: its file, its size in bytes.

    Needs npm, fontTools and brotli; the same versions of these give the same bytes. Raises OSError when
    npm is missing, subprocess.CalledProcessError when it fails, ValueError when an archive is not the
    one we know.
    """
    from fontTools.ttLib import TTFont

    with tempfile.TemporaryDirectory() as folder:
        archives = {package: npm.fetch(package, known[0], Path(folder)) for package, known in PACKAGES.items()}
    cuts = {face: cut_face(face, archives[face.package][face.member]) for face in (*FACES, *TITLES, *DRAWING)}
    fonts = {face: TTFont(io.BytesIO(cuts[face])) for face in (*FACES, *TITLES)}
    held = {face: sorted(font.getBestCmap()) for face, font in fonts.items()}
    files = {f"fonts/{face.file}": data for face, data in cuts.items()}
    files |= {f"fonts/{name}": archives[package][licence].replace(b"\r\n", b"\n") for package, (_, licence, name) in PACKAGES.items()}
    files["fonts/coverage.json"] = coverage({face: held[face] for face in FACES}).encode()
    ascents = {face.family: (fonts[face]["hhea"], fonts[face]["head"].unitsPerEm / face.size) for face in fonts}
    spans = {face.family: span(face, held) for face in TITLES}
    files["css/fonts.css"] = STYLE.format(
        faces="\n".join(face_rule(face, held) for face in fonts),
        stand_ins="\n".join(stand_in_rule(*row, *ascents[row[0]], spans.get(row[0], "")) for row in STAND_INS),
    ).encode()
    for old in (*(root / "assets/fonts").glob("*.woff2"), *(root / "assets/fonts").glob("*/*.ttf")):
        old.unlink()
    for name, data in files.items():
        path = root / "assets" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return [f"{face.file} {len(data)}" for face, data in cuts.items()]


def cut_face(face: Face, data: bytes) -> bytes:
    """The file of `face`, cut from the font file `data`."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font = TTFont(io.BytesIO(data), recalcTimestamp=False)  # the original's date: the same bytes each time
    font.cfg["fontTools.ttLib.tables.otBase:USE_HARFBUZZ_REPACKER"] = False  # used only where it is installed
    if "fvar" in font:
        font["fvar"].instances = []
    if face.package == MARKAZI:
        complete(font)
    options = Options(hinting=False, notdef_outline=True, name_IDs=[0, 1, 2, 4, 6, 13, 14])
    options.layout_features, options.drop_tables = FEATURES, [*options.drop_tables, "DSIG", "STAT"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=points(face.wanted))
    subsetter.subset(font)
    if "fvar" in font:
        axis = face.weights if len(face.weights) > 1 else face.weights[0]
        instantiateVariableFont(font, {"wght": axis}, inplace=True)  # after the cut: the other order fails
    for record in font["name"].names:
        if record.nameID in (1, 4, 6):
            record.string = face.inner.replace(" ", "") if record.nameID == 6 else face.inner
    font.flavor = "woff2" if face.file.endswith(".woff2") else None
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def complete(font: Any) -> None:
    """Give Markazi what Persian needs and it lacks: the two joiners, without ink, and ۀ, of its own ه and ء above.

    Without them the browser would take these letters from another font, in the midst of a word.
    """
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    glyphs, widths = font["glyf"], font["hmtx"]
    for name in ("uni200C", "uni200D"):
        glyphs[name], widths[name] = TTGlyphPen(None).glyph(), (0, 0)
    lookups = font["GPOS"].table.LookupList.Lookup
    [marks] = [t for lookup in lookups for t in lookup.SubTable if type(t).__name__ == "MarkBasePos" and "uni0654" in t.MarkCoverage.glyphs]
    mark = marks.MarkArray.MarkRecord[marks.MarkCoverage.glyphs.index("uni0654")]
    for base, name in (("uni0647", "uni06C0"), ("uniFEEA", "uni06C0.fina")):
        place = marks.BaseArray.BaseRecord[marks.BaseCoverage.glyphs.index(base)].BaseAnchor[mark.Class]
        up = (place.XCoordinate - mark.MarkAnchor.XCoordinate, place.YCoordinate - mark.MarkAnchor.YCoordinate)
        pen = TTGlyphPen(glyphs)
        pen.addComponent(base, (1, 0, 0, 1, 0, 0))
        pen.addComponent("uni0654", (1, 0, 0, 1, *up))
        glyphs[name], widths[name] = pen.glyph(), widths[base]
    font.setGlyphOrder(glyphs.glyphOrder)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap |= {0x200C: "uni200C", 0x200D: "uni200D", 0x6C0: "uni06C0"}
    for feature in font["GSUB"].table.FeatureList.FeatureRecord:
        if feature.FeatureTag == "fina":
            [table] = font["GSUB"].table.LookupList.Lookup[feature.Feature.LookupListIndex[0]].SubTable
            table.mapping["uni06C0"] = "uni06C0.fina"


def runs(text: str) -> Ranges:
    """`20-7E A0` as [(32, 126), (160, 160)]."""
    ends = [run.partition("-") for run in text.split()]
    return [(int(first, 16), int(last or first, 16)) for first, _, last in ends]


def points(text: str) -> list[int]:
    """`41-43 A0` as [65, 66, 67, 160]."""
    return [point for first, last in runs(text) for point in range(first, last + 1)]


def grouped(present: Iterable[int], fill: Callable[[int], bool] = lambda point: False) -> Ranges:
    """Sorted code points as runs; a run also goes on over up to 64 missing ones that `fill` allows."""
    found: Ranges = []
    for point in present:
        missing = range(found[-1][1] + 1, point) if found else range(65)
        if len(missing) <= 64 and all(map(fill, missing)):
            found[-1] = (found[-1][0], point)
        else:
            found.append((point, point))
    return found


def coverage(held: Mapping[Face, list[int]]) -> str:
    """The text of coverage.json: what each file really holds, and what the reader's own fonts must."""
    faces = [
        {"file": face.file, "family": face.family, "weights": face.weights, "ranges": grouped(present)}
        for face, present in held.items()
    ]
    lines = ",\n".join(json.dumps(face) for face in faces)
    return f'{{"faces": [\n{lines}\n],\n"system": {json.dumps(runs(SYSTEM))}}}\n'


def span(face: Face, held: Mapping[Face, list[int]]) -> str:
    """The unicode-range of a file. It runs on over letters that no font here has."""
    taken = {point for present in held.values() for point in present}.union(points(SYSTEM))
    ranges = grouped(held[face], fill=lambda point: point not in taken)
    return ", ".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in ranges)


def face_rule(face: Face, held: Mapping[Face, list[int]]) -> str:
    """The @font-face rule of a file."""
    size = "" if face.size == 1 else f"\n  size-adjust: {face.size:.0%};"
    return f"""@font-face {{
  font-family: "{face.family}";
  src: url("../fonts/{face.file}") format("woff2");
  font-weight: {" ".join(map(str, face.weights))};
  font-display: optional;{size}
  unicode-range: {span(face, held)};
}}"""


def stand_in_rule(family: str, weight: int, names: Iterable[str], size: float, hhea: Any, em: float, span: str) -> str:
    """The rule for "`family` Fallback" on the reader's font `names`, drawn at `size` (1 is unchanged).

    With a `span` it stands in for these letters alone, and leaves the others to the next family.
    """
    return f"""@font-face {{
  font-family: "{family} Fallback";
  src: {", ".join(f'local("{name}")' for name in names)};
  font-weight: {weight};
  size-adjust: {size:.1%};
  ascent-override: {hhea.ascent / em / size:.1%};
  descent-override: {-hhea.descent / em / size:.1%};
  line-gap-override: 0%;{f"{chr(10)}  unicode-range: {span};" if span else ""}
}}"""
