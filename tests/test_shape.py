"""The architecture, held still: the ladder of imports, the doors, the root, the names."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
PACKAGE = PROJECT / "sistersite"

# The order to read the code in: a module imports only from modules above it.
LADDER = (
    "errors", "history", "model", "freshness", "alphabet", "scripts", "language", "parallel", "memo", "discover", "load", "migrate", "prose", "letters",
    "orthography", "lint", "mending", "rules", "declarations", "read", "plausible", "quantities", "glossary", "samefact", "counterparts",
    "texts", "check", "guide", "schema",
    "npm", "shapes", "figures", "girih", "tiles", "mosaic", "placing", "worldmap", "land",
    "board", "views", "differences", "lives", "atlas", "images", "plan_city", "plan",
    "svg", "lettering", "drawing", "sheets", "markup", "painting",
    "registry", "compositor", "engraving", "book_city", "book", "handouts", "brochures", "fact_sheets",
    "crosslinks", "typesetter", "blankglyph", "textruns", "codes", "cmaps", "pdffonts", "textlayer", "prepress", "reading", "tagtree", "proof", "expected",
    "templates", "assets", "kits", "reports", "web", "signoff", "typefaces", "fonts", "publish", "acceptance", "pipeline", "impact", "account", "words",
    "telling", "serve", "setup", "reminding", "gazetteer", "form", "interview", "console", "verbs", "desk", "cli",
)  # fmt: skip

# Foreign thing → the modules through which alone it is reached.
DOORS = {
    "yaml": {"load"},
    "markdown": {"prose"},
    "jinja2": {"templates"},
    "babel": {"gazetteer", "language", "words"},
    "persiantools": {"language"},
    "PIL": {"images"},
    "uharfbuzz": {"lettering"},
    "resvg_py": {"drawing"},
    "typst": {"typesetter"},
    "pikepdf": {"crosslinks", "pdffonts", "textlayer", "textruns", "prepress", "reading", "tagtree", "proof"},
    "pypdfium2": {"prepress", "reading", "proof"},
    "page": {"proof"},
    "segno": {"book"},
    "livereload": {"serve"},
    "tornado": {"serve"},
    "fontTools": {"fonts"},
    "ctypes": {"publish"},
    "multiprocessing": {"parallel"},
    "argparse": {"cli", "console", "desk", "verbs"},
    "pickle": {"memo"},
}
ROOT = {
    "build.py", "content", "cities", "layouts", "locales", "assets", "tests", "Makefile", "sistersite", "README.md", "LICENSE",
    "CONTRIBUTING.md", "CONTRIBUTING.fa.md", "pyproject.toml", "requirements.in", "requirements.txt", "requirements-test.in",
    "requirements-test.txt", "requirements-pdf.in", "requirements-pdf.txt",
}  # fmt: skip


def imports(module: str) -> set[str]:
    """Full names of all that a module imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse((PACKAGE / f"{module}.py").read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_every_module_has_its_place_on_the_ladder():
    assert {file.stem for file in PACKAGE.glob("*.py")} - {"__init__"} == set(LADDER)


@pytest.mark.parametrize("module", LADDER)
def test_modules_import_only_from_above(module):
    above = LADDER[: LADDER.index(module)]
    ours = {name.split(".")[1] for name in imports(module) if name.startswith("sistersite.")}
    assert ours <= set(above), f"{module} imports from below itself"


@pytest.mark.parametrize("foreign", DOORS)
def test_each_foreign_thing_has_one_door(foreign):
    users = {module for module in LADDER if any(name.split(".")[0] == foreign for name in imports(module))}
    assert users == DOORS[foreign]


@pytest.mark.parametrize("module", LADDER)
def test_every_module_can_be_imported_alone(module):
    if module == "fonts":
        return  # needs nothing at import that the others do not
    done = subprocess.run([sys.executable, "-c", f"import sistersite.{module}"], cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_only_the_last_rows_print():
    printing = {m for m in LADDER if re.search(r"(?<![\w.])print\(", (PACKAGE / f"{m}.py").read_text("utf-8"))}
    assert printing <= {"serve", "setup", "console", "verbs", "desk", "cli"}


def test_no_module_is_a_drawer():
    assert not {"utils", "helpers", "common", "base", "manager", "misc"} & set(LADDER)


def test_modules_fit_in_the_head():
    # the model is a list of declarations, and one place is what makes it the schema
    long = {m: n for m in LADDER if m != "model" and (n := len((PACKAGE / f"{m}.py").read_text("utf-8").splitlines())) > 350}
    assert not long


def test_the_model_knows_no_html_and_no_address():
    text = (PACKAGE / "model.py").read_text("utf-8")
    assert not re.search(r"index\.html|/fa/|href|</|<(a|p|bdi|span|div|li)\b", text)


def test_the_root_holds_only_what_was_agreed():
    done = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True)
    top = {line.split("/")[0] for line in done.stdout.splitlines()}
    assert {name for name in top if not name.startswith(".")} <= ROOT


def test_every_data_folder_says_how_to_add_one_more():
    for folder in ("content", "cities", "layouts", "locales", "assets", "tests"):
        assert (PROJECT / folder / "README.md").is_file(), folder


def test_the_linter_finds_nothing():
    done = subprocess.run([sys.executable, "-m", "ruff", "check", "--output-format", "concise", "."], cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
