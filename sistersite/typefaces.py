"""Which faces there are, and which letters each is cut to: for pages, for pictures, for books. `fonts` cuts them.

Cutting to fixed ranges, not to the letters in use, keeps a font's address the same when an editor writes a
new letter.
"""

from __future__ import annotations

from dataclasses import dataclass

from sistersite.letters import in_charset

Ranges = list[tuple[int, int]]  # first and last code point of each run, in order

VAZIRMATN, SOURCE_SANS = "vazirmatn@33.0.3", "source-sans@3.52.0"
ARMENIAN = "@fontsource-variable/noto-sans-armenian@5.3.0"
MARKAZI = "@expo-google-fonts/markazi-text@0.4.1"
HAN_SANS, HANGUL_SANS = "@expo-google-fonts/noto-sans-sc@0.4.3", "@expo-google-fonts/noto-sans-kr@0.4.3"
HEBREW, GEORGIAN = "@expo-google-fonts/noto-sans-hebrew@0.4.1", "@expo-google-fonts/noto-sans-georgian@0.4.3"
DEVANAGARI, THAI = "@expo-google-fonts/noto-sans-devanagari@0.4.1", "@expo-google-fonts/noto-sans-thai@0.4.2"
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
    HAN_SANS: (
        "9rAwdFTFHbO/u6Cs0gj2jZbW74TGIiaFNQnXYH2s5wA1bzVkwbaviL4t8YUV642eGYjg86eH6DkAEQmfNHDncQ==",
        "LICENSE_FONT", "OFL-NotoSansSC.txt",
    ),
    HANGUL_SANS: (
        "EVS/uJPcf1TgJtjmQmrFr0oGdcl7ml09CSu0E/AyGzR0UfzdR2pBbzWWPsnuzZiGUl643ODYwYiXK5+B+fLjhQ==",
        "LICENSE_FONT", "OFL-NotoSansKR.txt",
    ),
    HEBREW: (
        "NR3vP6GT/hSINLrk4JHJBQnuzh/C1mlMrphNlI2dQaO53a3oTjSRoG4JyYb1B6bHadjsGh0wPZbT4kMJBKjT/w==",
        "LICENSE_FONT", "OFL-NotoSansHebrew.txt",
    ),
    GEORGIAN: (
        "qvQ/DE/F10hZPD/vYSm68aNWjOLyxGrCC3NzZR3L0RWpo2njqePvNjXcAcR9yvLwrREOmlWGtUD7GTAuIjlkzA==",
        "LICENSE_FONT", "OFL-NotoSansGeorgian.txt",
    ),
    DEVANAGARI: (
        "26boYPNKGP1r4R5MxsMAY/zCQOwiXLOJzX8sh1a2oEWyQurQsyniaCv4992c+9jjwshEEt2NNVv5GcnyzaL7QQ==",
        "LICENSE_FONT", "OFL-NotoSansDevanagari.txt",
    ),
    THAI: (
        "PGBBBDGfJJ/5y2hNweLBZWD4YmVT4uOO4chsOPXyl0TktaBJamDKVKv/WbGiDTeBGdkegLiytsWo+lhnkHP5qA==",
        "LICENSE_FONT", "OFL-NotoSansThai.txt",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Face:
    """One file to cut: `member` of an npm package, the code points wanted (hexadecimal runs; those the
    font lacks are skipped), the name written inside, as a licence may reserve the original's, the
    weights (two are an axis, one is a static font), and the size on the em (1 is unchanged). Of the
    letters of `block`, the face also holds those that one of the East Asian `charsets` has."""

    file: str
    family: str  # its name in style sheets
    package: str
    member: str
    wanted: str
    inner: str = "Site Sans"
    weights: tuple[int, ...] = (400, 700)
    size: float = 1
    italic: bool = False
    block: str = ""
    charsets: tuple[str, ...] = ()

    @property
    def points(self) -> list[int]:
        return sorted({*points(self.wanted), *(point for point in points(self.block) if in_charset(chr(point), self.charsets))})


# Runs of one family never overlap. Vazirmatn has no ASCII letters, but the space and the marks that
# stand between Persian words: a browser takes the line height from the first font that has the space.
# Its first file has all of Persian, Arabic and Urdu, for letters join surely only inside one file.
CORE = (
    "20-22 25 27-2B 2D-2F 3A 3D 5B 5D 7B 7D A0 AB B0 B7 BB D7 F7 600-615 61B 61F 621-63A 640-655 "
    "660-671 674 679 67E 686 688 691 698 6A9 6AF 6BA 6BE 6C0-6C3 6CC 6D2-6D4 6F0-6F9 200C-200F "
    "2010-2015 2018-201E 2020-2022 2026 202A-202E 2030 2032-2033 2039-203A 2044 2212 25CC "
    "FD3E-FD3F FDF2 FDFC"
)
# Beside Western European, Romanian and Turkish, and the long vowels of transliterated names: one of them would fetch the next file.
LATIN = (
    "20-7E A0-FF 100-103 11E-11F 12A-12B 130-131 152-153 15E-15F 16A-16B 218-21B 2C6 2DA 2DC 2007 2009-200B 2010-2015 2018-201E 2020-2022 2026 2030 "
    "2032-2033 2039-203A 2044 20AC 2122 2190-2199 2212 2248 2264-2265 2713"
)
LATIN_EXT = (
    "104-11D 120-129 12C-12F 132-151 154-15D 160-169 16C-17F 18F 192 1CD-1DC 1E6-1E7 1F0 1F4-1F5 259 2B9-2C5 2C7-2D9 2DB "
    "2DD 1E02-1E99 1E9E"
)
LATIN_RARE = (
    "180-18E 190-191 193-1CC 1DD-1E5 1E8-1EF 1F1-1F3 1F6-217 21C-24F 2B0-2B8 2DE-331 1E9A-1E9D "
    "1E9F-1EFF 2070-209F 20A0-20AB 20AD-20CF 2C60-2C7F A720-A7FF"
)
CYRILLIC, GREEK = "400-45F 462-463 472-475 490-52F 2116", "370-3FF 1F00-1FFF"
UPRIGHT, ITALIC = "VF/SourceSans3VF-Upright.ttf", "VF/SourceSans3VF-Italic.ttf"
ARMENIAN_FILE, ARMENIAN_LETTERS = "files/noto-sans-armenian-armenian-wght-normal.woff2", "531-58F FB13-FB17"
ARABIC_EXT = (
    "63B-63F 656-65F 672-673 675-678 67A-67D 67F-685 687 689-690 692-697 699-6A8 6AA-6AE 6B0-6B9 "
    "6BB-6BD 6BF 6C4-6CB 6CD-6D1 6D5-6EF 6FA-6FF 750-77F"
)
# The letters of فارسی, العربية, اردو and کوردی, which lead from pages in other scripts: many of these have no other such word.
LANGUAGE_NAMES = "627-629 62F 631 633 639 641 644 648 64A 6A9 6CC"
VARIABLE = "fonts/variable/Vazirmatn[wght].ttf"
FACES = (
    Face("vazirmatn-arabic.woff2", "Vazirmatn", VAZIRMATN, VARIABLE, CORE, "Vazirmatn Cut"),
    Face("vazirmatn-names.woff2", "Language Names", VAZIRMATN, VARIABLE, LANGUAGE_NAMES, "Vazirmatn Cut", (400,)),
    Face("vazirmatn-arabic-ext.woff2", "Vazirmatn", VAZIRMATN, VARIABLE, ARABIC_EXT, "Vazirmatn Cut"),
    Face("source-sans-3-latin.woff2", "Source Sans 3", SOURCE_SANS, UPRIGHT, LATIN),
    Face("source-sans-3-latin-ext.woff2", "Source Sans 3", SOURCE_SANS, UPRIGHT, LATIN_EXT),
    Face("source-sans-3-latin-rare.woff2", "Source Sans 3", SOURCE_SANS, UPRIGHT, LATIN_RARE),
    Face("noto-sans-armenian.woff2", "Noto Sans Armenian", ARMENIAN, ARMENIAN_FILE, ARMENIAN_LETTERS, "Armenian Cut"),
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

# Books and the letters in pictures: TTF, one weight and slope each, no reader fetches them. A book stops at a letter
# that none of them has, so together they hold all that our faces show on pages; those of one family hold the same. The
# program that sets the books knows them by the name inside. Of Markazi every Arabic letter is here, but no such digit.
SPACES, ORNAMENTS = "2000-200B 202F", "25A0-25FF"
PERSIAN, EUROPEAN = f"{CORE} {ARABIC_EXT} {SPACES}", f"{LATIN} {LATIN_EXT} {LATIN_RARE} {CYRILLIC} {GREEK} {SPACES} {ORNAMENTS}"
TITLE = f"{TITLE_PERSIAN} {TITLE_LATIN} 600-65F 66E-6EF 1EA0-1EF9"
NOTO = "400Regular/NotoSans{0}_400Regular.ttf".format
BOOK = (
    Face("book/markazi.ttf", "", MARKAZI, BOLD, TITLE, "Markazi Cut", (700,), BOLD_SIZE),
    Face("book/vazirmatn-400.ttf", "", VAZIRMATN, VARIABLE, PERSIAN, "Vazirmatn Cut", (400,)),
    Face("book/vazirmatn-700.ttf", "", VAZIRMATN, VARIABLE, PERSIAN, "Vazirmatn Cut", (700,)),
    Face("book/source-sans-3-400.ttf", "", SOURCE_SANS, UPRIGHT, EUROPEAN, weights=(400,)),
    Face("book/source-sans-3-400-italic.ttf", "", SOURCE_SANS, ITALIC, EUROPEAN, weights=(400,), italic=True),
    Face("book/source-sans-3-700.ttf", "", SOURCE_SANS, UPRIGHT, EUROPEAN, weights=(700,)),
    Face("book/noto-sans-armenian-400.ttf", "", ARMENIAN, ARMENIAN_FILE, ARMENIAN_LETTERS, "Armenian Cut", (400,)),
    Face("book/noto-sans-armenian-700.ttf", "", ARMENIAN, ARMENIAN_FILE, ARMENIAN_LETTERS, "Armenian Cut", (700,)),
    Face("book/noto-sans-hebrew.ttf", "", HEBREW, NOTO("Hebrew"), "590-5FF FB1D-FB4F", "Hebrew Cut", (400,)),
    Face("book/noto-sans-georgian.ttf", "", GEORGIAN, NOTO("Georgian"), "10A0-10FF 1C90-1CBF 2D00-2D2F", "Georgian Cut", (400,)),
    Face("book/noto-sans-devanagari.ttf", "", DEVANAGARI, NOTO("Devanagari"), "900-97F 200C-200D 25CC A8E0-A8FF", "Devanagari Cut", (400,)),
    Face("book/noto-sans-thai.ttf", "", THAI, NOTO("Thai"), "E01-E5B 25CC", "Thai Cut", (400,)),
    Face("book/noto-sans-han.ttf", "", HAN_SANS, NOTO("SC"), "3000-30FF 31F0-31FF FF00-FFEF", "Han Cut", (400,),
         block="4E00-9FFF", charsets=("gb2312", "shift_jis", "euc_kr")),
    Face("book/noto-sans-hangul.ttf", "", HANGUL_SANS, NOTO("KR"), "3131-318E", "Hangul Cut", (400,),
         block="AC00-D7A3", charsets=("euc_kr",)),
)  # fmt: skip

# Left to the reader's own fonts on pages, for ours would cost more than the rest of the page: Greek, Cyrillic, Hebrew,
# the scripts of India, Thai, Georgian, Hangul, Han, Kana, full-width forms; and 2060-206F, marks (isolates among them)
# obeyed, not drawn.
SYSTEM = (
    "370-3FF 400-52F 590-5FF 900-D7F E00-E7F 10A0-10FF 1100-11FF 1C90-1CBF 1F00-1FFF 2060-206F 2116 2D00-2D2F 3000-30FF 3130-318F "
    "31F0-31FF 3400-4DBF 4E00-9FFF A8E0-A8FF A960-A97F AC00-D7A3 D7B0-D7FF F900-FAFF FB1D-FB4F FF00-FFEF"
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


def runs(text: str) -> Ranges:
    """`20-7E A0` as [(32, 126), (160, 160)]."""
    ends = [run.partition("-") for run in text.split()]
    return [(int(first, 16), int(last or first, 16)) for first, _, last in ends]


def points(text: str) -> list[int]:
    """`41-43 A0` as [65, 66, 67, 160]."""
    return [point for first, last in runs(text) for point in range(first, last + 1)]
