"""Cut the fonts once, by hand, and commit the result: no build needs the network or a font tool.

What each file holds goes to coverage.json, so that a check can name a letter no face has. The style sheet
is written here too: its unicode-range then cannot drift from the files, and a reader of English fetches
the Latin file only. Which faces there are stands in `typefaces`.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from sistersite import npm
from sistersite.typefaces import BOOK, FACES, MARKAZI, PACKAGES, STAND_INS, SYSTEM, TITLES, Face, Ranges, points, runs

FEATURES = ["init", "medi", "fina", "rlig", "ccmp", "calt", "liga", "locl", "mark", "mkmk", "kern", "tnum"]
FEATURES += ["nukt", "akhn", "rphf", "rkrf", "blwf", "half", "cjct", "pres", "abvs", "blws", "psts", "abvm", "blwm"]  # Devanagari
WEIGHTS = {400: "Regular", 700: "Bold"}

STYLE = """\
/* Written by `python3 build.py fonts` (sistersite/fonts.py): change it there, not here. */
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
    cuts = {face: cut_face(face, archives[face.package][face.member]) for face in (*FACES, *TITLES, *BOOK)}
    fonts = {face: TTFont(io.BytesIO(data)) for face, data in cuts.items()}
    held = {face: sorted(font.getBestCmap()) for face, font in fonts.items()}
    web = (*FACES, *TITLES)
    files = {f"fonts/{face.file}": data for face, data in cuts.items()}
    files |= {f"fonts/{name}": archives[package][licence].replace(b"\r\n", b"\n") for package, (_, licence, name) in PACKAGES.items()}
    files["fonts/coverage.json"] = coverage(held).encode()
    ascents = {face.family: (fonts[face]["hhea"], fonts[face]["head"].unitsPerEm / face.size) for face in web}
    taken = {point for face in web for point in held[face]}.union(points(SYSTEM))
    spans = {face: span(held[face], taken) for face in web}
    title_spans = {face.family: spans[face] for face in TITLES}
    files["css/fonts.css"] = STYLE.format(
        faces="\n".join(face_rule(face, spans[face]) for face in web),
        stand_ins="\n".join(stand_in_rule(*row, *ascents[row[0]], title_spans.get(row[0], "")) for row in STAND_INS),
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
    options.layout_features = [] if face.charsets else FEATURES  # Han and Hangul stand side by side, each as it is
    options.drop_tables = [*options.drop_tables, "DSIG", "STAT", "vhea", "vmtx"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=face.points)
    subsetter.subset(font)
    if "fvar" in font:
        axis = face.weights if len(face.weights) > 1 else face.weights[0]
        instantiateVariableFont(font, {"wght": axis}, inplace=True)  # after the cut: the other order fails
    for record in font["name"].names:
        if record.nameID in (1, 4, 6):
            record.string = face.inner.replace(" ", "") if record.nameID == 6 else face.inner
    if face.file.endswith(".ttf"):
        describe(font, face)
    font.flavor = "woff2" if face.file.endswith(".woff2") else None
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def describe(font: Any, face: Face) -> None:
    """Write into a file what the program that sets books finds it by, family, weight and slope, and its size, which no style sheet gives."""
    [weight] = face.weights
    style = "Italic" if face.italic else WEIGHTS[weight]
    for record in font["name"].names:
        if record.nameID in (2, 4, 6):
            record.string = {2: style, 4: f"{face.inner} {style}", 6: f"{face.inner.replace(' ', '')}-{style}"}[record.nameID]
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~0b1100001 | (1 if face.italic else 1 << 5 if weight == 700 else 1 << 6)
    font["head"].macStyle = 2 if face.italic else 1 if weight == 700 else 0
    font["head"].unitsPerEm = round(font["head"].unitsPerEm / face.size)


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
    """The text of coverage.json: what each file of the pages really holds, what the reader's own fonts must, and the families of the books."""
    faces = [
        {"file": face.file, "family": face.family, "weights": face.weights, "ranges": grouped(held[face])}
        for face in FACES
    ]
    books = []
    for face in {face.inner: face for face in BOOK}.values():
        charted = set(points(face.block))
        books.append({"family": face.inner, "ranges": grouped(point for point in held[face] if point not in charted)})
        if face.charsets:
            books[-1] |= {"block": runs(face.block)[0], "charsets": face.charsets}
    lines, more = (",\n".join(json.dumps(face) for face in group) for group in (faces, books))
    return f'{{"faces": [\n{lines}\n],\n"system": {json.dumps(runs(SYSTEM))},\n"books": [\n{more}\n]}}\n'


def span(held: Iterable[int], taken: set[int]) -> str:
    """The unicode-range of a file. It runs on over letters that no font here has."""
    ranges = grouped(held, fill=lambda point: point not in taken)
    return ", ".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in ranges)


def face_rule(face: Face, span: str) -> str:
    """The @font-face rule of a file."""
    size = "" if face.size == 1 else f"\n  size-adjust: {face.size:.0%};"
    return f"""@font-face {{
  font-family: "{face.family}";
  src: url("../fonts/{face.file}") format("woff2");
  font-weight: {" ".join(map(str, face.weights))};
  font-display: optional;{size}
  unicode-range: {span};
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
