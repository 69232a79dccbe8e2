"""The rules of the style sheets: logical directions, layers, colours as tokens, every url() lands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from conftest import PROJECT, said

CSS = PROJECT / "assets/css"
FILES = sorted(CSS.rglob("*.css"))
ORDER = "@layer tokens, base, layout, prose, parts, utilities;"

# Properties that name a side of the screen; the logical ones name a side of the text.
PHYSICAL = re.compile(
    r"(-webkit-)?(left|right|clear-left|(scroll-)?(margin|padding)-(left|right)|border-(left|right)(-\w+)*|border-(top|bottom)-(left|right)-radius)"
)
SIDED = ("text-align", "text-align-last", "float", "clear", "caption-side", "background-position", "background-position-x", "object-position",
         "transform-origin", "perspective-origin", "justify-content", "justify-items", "justify-self", "offset-position", "background")  # fmt: skip
FOUR = ("margin", "padding", "inset", "border-width", "border-style", "border-color", "scroll-margin", "scroll-padding")

# The colour names of CSS Color 4; `transparent` and `currentcolor` are no colours of our own.
NAMES = """aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood cadetblue chartreuse
chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray darkgreen darkgrey darkkhaki darkmagenta
darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen darkslateblue darkslategray darkslategrey darkturquoise darkviolet
deeppink deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green
greenyellow grey honeydew hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan
lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray lightslategrey
lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen
mediumslateblue mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive
olivedrab orange orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple
rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue slateblue slategray slategrey
snow springgreen steelblue tan teal thistle tomato turquoise violet wheat white whitesmoke yellow yellowgreen""".split()
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(|(?<![\w-])(" + "|".join(NAMES) + r")(?![\w-])", re.I)


@dataclass(frozen=True)
class Declaration:
    place: str
    rules: tuple[str, ...]  # the preludes around it, from outside in
    name: str
    value: str

    def __str__(self) -> str:
        return f"{self.place}: {self.name}: {self.value}"


def declarations(text: str, name: str) -> Iterator[Declaration]:
    """The declarations of a style sheet; strings and comments may hold what they like."""
    bare = re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m.group()), text, flags=re.S)
    around: list[str] = []
    start = 0
    for sign in re.finditer(r"\"[^\"\n]*\"|'[^'\n]*'|\([^()]*\)|[{};]", bare):
        if sign.group() not in "{};":
            continue
        piece = bare[start : sign.start()].strip()
        line = bare.count("\n", 0, sign.start()) + 1
        if sign.group() == "{":
            around.append(" ".join(piece.split()))
        elif piece:
            found, colon, value = piece.partition(":")
            yield Declaration(f"{name}:{line}", tuple(around), found.strip() if colon else piece, value.strip())
        if sign.group() == "}":
            around.pop()
        start = sign.end()
    assert not around, f"{name}: a bracket is not closed"


@cache
def own() -> tuple[Declaration, ...]:
    return tuple(d for file in FILES for d in declarations(file.read_text("utf-8"), file.relative_to(PROJECT).as_posix()))


@pytest.fixture(scope="module")
def built(built_site: Path) -> Path:
    (file,) = (built_site / "assets").glob("site.*.css")
    return file


def test_the_reader_of_these_tests() -> None:
    text = '/* a{b:c} */\n@layer x, y;\n@layer x {\n.a:not(.b) { content: "};{"; c: url(d;e); &:hover { f: g } } }'
    assert [(d.place, d.rules, d.name, d.value) for d in declarations(text, "t")] == [
        ("t:2", (), "@layer x, y", ""),
        ("t:4", ("@layer x", ".a:not(.b)"), "content", '"};{"'),
        ("t:4", ("@layer x", ".a:not(.b)"), "c", "url(d;e)"),
        ("t:4", ("@layer x", ".a:not(.b)", "&:hover"), "f", "g"),
    ]


@pytest.mark.parametrize(("name", "value"), [
    ("margin-left", "0"), ("border-left-color", "x"), ("right", "0"), ("text-align", "left"), ("float", "right"), ("margin", "0 1em 0 2em"),
    ("border-top-left-radius", "1px"), ("transform-origin", "left top"), ("background", "var(--x) right"),
])  # fmt: skip
def test_physical_directions_are_seen(name: str, value: str) -> None:
    assert physical(name, value)


@pytest.mark.parametrize(("name", "value"), [
    ("margin-inline-start", "0"), ("margin", "0 1em"), ("margin", "0 1em 2em 1em"), ("text-align", "start"), ("inset-inline", "0"), ("left-ish", "0"),
])  # fmt: skip
def test_logical_directions_pass(name: str, value: str) -> None:
    assert not physical(name, value)


def physical(name: str, value: str) -> bool:
    if PHYSICAL.fullmatch(name):
        return True
    if name in SIDED and re.search(r"(?<![\w-])(left|right)(?![\w-])", value):
        return True
    parts = re.sub(r"\([^()]*\)", "()", value).split()
    return name in FOUR and len(parts) == 4 and parts[1] != parts[3]


def test_no_physical_left_or_right() -> None:
    said(str(d) for d in own() if physical(d.name, d.value))


def test_nothing_that_cuts_joined_letters() -> None:
    """Persian letters are joined: no letter-spacing, no hyphenation."""
    said(str(d) for d in own() if d.name == "letter-spacing" and d.value not in ("normal", "0") or d.name == "hyphens" and d.value == "auto")


def _outside_layers(found: Iterator[Declaration] | tuple[Declaration, ...]) -> Iterator[str]:
    for declaration in found:
        if not declaration.rules and declaration.name.startswith("@layer "):
            continue
        if not declaration.rules or not re.fullmatch(r"@layer [\w-]+|@font-face", declaration.rules[0]):
            yield str(declaration)


def test_every_rule_stands_in_a_layer(built: Path) -> None:
    said(_outside_layers(own()))
    said(_outside_layers(declarations(built.read_text("utf-8"), "built")))


def test_layers_are_named_in_the_order() -> None:
    known = re.findall(r"[\w-]+", ORDER.removeprefix("@layer"))
    said(f"{d.place}: {d.rules[0]}" for d in own() if d.rules and d.rules[0].startswith("@layer") and d.rules[0].split()[1] not in known)


def test_only_the_sheet_of_fonts_has_font_faces() -> None:
    said(str(d) for d in own() if d.rules and d.rules[0] == "@font-face" and not d.place.startswith("assets/css/fonts.css"))


def test_the_built_sheet_begins_with_the_order_of_the_layers(built: Path) -> None:
    assert built.read_text("utf-8").startswith(ORDER.replace(", ", ","))


def test_colours_are_written_in_the_tokens_alone() -> None:
    found = []
    for declaration in own():
        value = re.sub(r"\"[^\"]*\"|'[^']*'|var\([^()]*\)|url\([^()]*\)", "", declaration.value)
        if COLOUR.search(value) and not declaration.place.startswith("assets/css/tokens.css") and declaration.rules[0] != "@font-face":
            found.append(str(declaration))
    said(found)


def test_layouts_have_no_colours() -> None:
    found = []
    for file in sorted((PROJECT / "layouts").rglob("*.html")):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if told := re.search(r"\b(fill|stroke|color|bgcolor|stop-color)\s*[=:]\s*[\"']?(?!none|currentcolor|var)[#\w]", line, re.I):
                found.append(f"{file.relative_to(PROJECT)}:{number}: {told.group()}")
    said(found)


def test_tokens_are_known_and_used() -> None:
    """Every var() is a token, every token is used somewhere."""
    made = {d.name for d in own() if d.name.startswith("--")}
    used = {name for d in own() for name in re.findall(r"var\(\s*(--[\w-]+)", d.value)}
    said([f"unknown: {name}" for name in sorted(used - made)] + [f"never used: {name}" for name in sorted(made - used)])


def test_tokens_are_made_in_one_place() -> None:
    said(str(d) for d in own() if d.name.startswith("--") and not d.place.startswith("assets/css/tokens.css"))


def test_every_url_lands(built: Path) -> None:
    found = []
    for file in (*FILES, built):
        text = re.sub(r"/\*.*?\*/", "", file.read_text("utf-8"), flags=re.S)
        for target in re.findall(r"url\(\s*[\"']?([^\"')]+)", text):
            if not (file.parent / target.partition("#")[0]).is_file():
                found.append(f"{file.name}: {target}")
    assert "url(" in built.read_text("utf-8")
    said(found)
