"""Arguments, exit codes, and problems in the editor's own words.

Exit codes: 0 done, 1 problems in the content, 2 wrong use of the command, 3 a mistake of ours.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import gc
import json
import os
import sys
import time
import traceback
import urllib.parse
from collections.abc import Callable, Sequence
from pathlib import Path

from sistersite import discover, kits, load, memo, pipeline, publish
from sistersite.errors import BuildFailed, Problem, WrongUse
from sistersite.language import Language
from sistersite.read import nearest

PROJECT = Path(__file__).parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    for stream in (sys.stdout, sys.stderr):
        if (stream.encoding or "").lower().replace("-", "") != "utf8":  # such as a file that Windows redirects into
            stream.reconfigure(encoding="utf-8")
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if not arguments or arguments[0].startswith("-") and arguments[0] not in ("-h", "--help"):
        arguments.insert(0, "build")
    options = _parser().parse_args(arguments)
    try:
        try:
            return options.run(options)
        except BuildFailed as failed:
            return report(failed.problems, options)
    except WrongUse as wrong:
        print(_words(options).word(wrong.key, **wrong.values), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else the interpreter complains at its end
        return 0
    except Exception:
        traceback.print_exc()
        print(_words(options).word("use.bug"), file=sys.stderr)
        return 3


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build.py", description="Isfahan and its Sister Cities: the site from content/ and cities/.")
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")

    def verb(name: str, run: Callable[[argparse.Namespace], int], help_: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=help_, description=help_)
        made.set_defaults(run=run)
        made.add_argument("--root", type=Path, default=PROJECT, metavar="DIR", help="the folder that holds content/ and cities/ (default: the project)")
        made.add_argument("--lang", metavar="CODE", help="language of messages: fa or en (default: what content/site.yaml says)")
        return made

    def road(made: argparse.ArgumentParser) -> None:
        made.add_argument("--base-url", metavar="URL", type=_url, help="address at which the site will stand (default: base_url of content/site.yaml)")
        made.add_argument("--date", metavar="YYYY-MM-DD", type=datetime.date.fromisoformat, help="the day the site speaks from (default: the newest commit's)")
        made.add_argument("--no-memo", action="store_true", help="compute everything anew")
        made.add_argument("--format", choices=("text", "json", "github"), default="text", help="how problems are printed")

    made = verb("build", build, "make the site (the verb when none is given)")
    made.add_argument("--out", type=Path, metavar="DIR", help="output folder (default: public/ below the root)")
    made.add_argument("--no-drawings", action="store_true", help="leave out posters and link pictures, for a quick look (check and serve do so always)")
    made.add_argument("--pdf", action="store_true", help="the PDF books and hand-outs too, and their page (needs the optional extra: make pdf brings it)")
    road(made)
    made = verb("pdf", pdf, "make the PDF books and hand-outs (needs the optional extra: make pdf brings it)")
    made.add_argument("--city", metavar="SLUG", help="the hand-outs of one city only")
    made.add_argument("--edition", choices=kits.EDITIONS, help="one edition of the book only")
    made.add_argument("--out", type=Path, metavar="DIR", help="folder for the files (default: pdf/ below the root)")
    made.add_argument("--proof", action="store_true", help="examine every file, write a report beside it; exit code 1 when one fails")
    road(made)
    road(verb("check", check, "go the whole road without writing, and print every problem"))
    verbs.add_parser("setup", help="make .venv with everything the build needs")  # done by build.py, before any package is there
    made = verb("serve", serve, "preview in the browser, made anew at every save")
    made.add_argument("--port", type=int, default=8000, help="port on this machine (default: 8000)")
    road(made)
    made = verb("new", new, "begin a city: a folder with commented fields")
    made.add_argument("slug", metavar="SLUG", help="name of the folder and of the address: small Latin letters, digits and hyphens")
    made = verb("schema", schema, "write content/schema/, which gives editors' tools completion")
    verb("locales", locales, "bring the catalogues in line with the words that layouts and code use")
    verb("fonts", fonts, "fetch and cut the fonts (for maintainers)")
    verb("land", land, "fetch the outlines of the land for the maps (for maintainers)")
    made = verb("clean", clean, "remove the output folder and what the build remembers")
    made.add_argument("--out", type=Path, metavar="DIR", help="output folder (default: public/ below the root)")
    return parser


def _url(text: str) -> str:
    parts = urllib.parse.urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise argparse.ArgumentTypeError(f"{text!r} is not an http or https address")
    return text


def _road(options: argparse.Namespace) -> pipeline.Options:
    root = options.root.absolute()
    if not (root / "content").is_dir():
        raise WrongUse("use.no-content", folder=options.root)
    building = options.run is build
    books = options.run is pdf or building and options.pdf
    if books and not kits.at_hand():
        raise WrongUse("use.no-extra")
    return pipeline.Options(root, options.base_url, options.date, not options.no_memo, building and not options.no_drawings, books)


def _out(options: argparse.Namespace) -> Path:
    return options.out or options.root / "public"


# --- verbs


def build(options: argparse.Namespace) -> int:
    start = time.perf_counter()
    gc.disable()  # a build lives a second or two and makes no cycles worth collecting
    out = _out(options)
    made, written = pipeline.build(_road(options), out, _progress(options))
    words = _words(options)
    seconds = words.number(round(time.perf_counter() - start, 1))
    if written:
        print(words.word("done.built", pages=words.number(made.pages), folder=_shown(out), seconds=seconds))
    else:
        print(words.word("done.unchanged", folder=_shown(out), seconds=seconds))
    return 0


def check(options: argparse.Namespace) -> int:
    made = pipeline.make(_road(options), progress=_progress(options))
    if made.problems:
        return report(made.problems.in_order(), options)
    if options.format == "json":
        print(json.dumps({"problems": []}))
    elif options.format == "text":
        words = _words(options)
        print(words.word("done.checked", pages=words.number(made.pages)))
    return 0


def pdf(options: argparse.Namespace) -> int:
    """Files are written beside each other into a folder; what else lies there stays."""
    start = time.perf_counter()
    gc.disable()
    wanted = kits.Wanted((options.lang,) if options.lang else None, options.city, (options.edition,) if options.edition else kits.EDITIONS)
    road, words = _road(options), _words(options)
    documents, ready = pipeline.documents(road, wanted, _progress(options))
    if options.city and options.city not in ready.whole.cities:
        raise WrongUse("use.no-city", slug=options.city, known=", ".join(ready.whole.cities))
    if not documents or options.lang and options.lang not in ready.languages:
        raise WrongUse("use.no-document")
    out = options.out or options.root / "pdf"
    out.mkdir(parents=True, exist_ok=True)
    for one in documents:
        file = out / one.path.rpartition("/")[2]
        file.write_bytes(one.content)
        print(words.count("done.pdf", one.pages, file=_shown(file), size=words.number(one.size)))
    print(words.count("done.pdf-all", len(documents), seconds=words.number(round(time.perf_counter() - start, 1))))
    return _prove(documents, pipeline.documents(dataclasses.replace(road, memo=False), wanted)[0], out) if options.proof else 0


def _prove(documents: Sequence[kits.Document], again: Sequence[kits.Document], out: Path) -> int:
    """Write the report of each document beside it; exit code 1 when a check fails."""
    reports = kits.proofs(documents, again)
    for one, report in zip(documents, reports, strict=True):
        name = one.path.rpartition("/")[2]
        (out / name.replace(".pdf", ".txt")).write_text(report.text(), "utf-8")
        print(f"{name}: {report.summary}")
    return 0 if all(report.passed for report in reports) else 1


def serve(options: argparse.Namespace) -> int:
    from sistersite import serve as server

    server.serve(_road(options), options.port, lambda problems: tell(problems, _words(options)), _words(options))
    return 0


def new(options: argparse.Namespace) -> int:
    if not discover.SLUG.fullmatch(options.slug):
        raise WrongUse("use.bad-slug", slug=options.slug)
    folder = options.root / "cities" / options.slug
    if folder.exists():
        raise WrongUse("use.city-exists", folder=_shown(folder))
    form = discover.resource(options.root, "layouts") / "new"
    (folder / "photos").mkdir(parents=True)
    (folder / "documents").mkdir()
    for file in sorted(form.iterdir()):
        (folder / file.name).write_bytes(file.read_bytes())
    print(_words(options).word("done.new", folder=_shown(folder)))
    return 0


def schema(options: argparse.Namespace) -> int:
    from sistersite import schema as schemas

    for path in schemas.write(options.root):
        print(path)
    return 0


def locales(options: argparse.Namespace) -> int:
    from sistersite import words

    for line in words.update(PROJECT):
        print(line)
    return 0


def fonts(options: argparse.Namespace) -> int:
    from sistersite import fonts as cutter

    for line in cutter.cut(PROJECT):
        print(line)
    return 0


def land(options: argparse.Namespace) -> int:
    from sistersite import land as outlines

    for line in outlines.fetch(PROJECT):
        print(line)
    return 0


def clean(options: argparse.Namespace) -> int:
    import shutil

    publish.clean(_out(options))
    shutil.rmtree(options.root / ".cache", ignore_errors=True)
    return 0


# --- words


def report(problems: Sequence[Problem], options: argparse.Namespace) -> int:
    """Print problems in the form asked for; exit code 1."""
    words, form = _words(options), getattr(options, "format", "text")
    if form == "json":
        print(json.dumps({"problems": [_as_json(problem, words) for problem in problems]}, ensure_ascii=False, indent=1))
    elif form == "github":
        for problem in problems:
            print(_as_annotation(problem, words))
    else:
        for line in tell(problems, words):
            print(line)
    return 1


def tell(problems: Sequence[Problem], words: Language) -> list[str]:
    """Problems as lines for a person."""
    lines = []
    for problem in problems:
        said, advice = sentence(problem, words), advise(problem, words)
        lines.append(f"{problem.place}: {said} [{problem.kind}]")
        lines.extend(f"    {line}" for line in advice.split("\n"))
    lines += ["", words.count("problems.total", len(problems)) + " " + words.word("problems.nothing-written")]
    return lines


def sentence(problem: Problem, words: Language) -> str:
    return words.word(f"problem.{problem.kind}", **_spoken(problem, words))


def advise(problem: Problem, words: Language) -> str:
    """What to type; where a nearest right name was looked for and none found, the choices alone."""
    key = f"advice.{problem.kind}"
    if problem.values.get("nearest") == "":
        key += ".none"
    return words.word(key, **_spoken(problem, words))


def _spoken(problem: Problem, words: Language) -> dict[str, str]:
    """Values that begin with @ are words of the catalogue themselves, or the name of a language: @language.de."""

    def spoken(value: str) -> str:
        if value.startswith("@language."):
            return words.language(value.removeprefix("@language."))
        return words.word(value[1:]) if value.startswith("@") and value[1:] in words.catalogue.words else value

    return {name: spoken(value) for name, value in problem.values.items()}


def _as_json(problem: Problem, words: Language) -> dict[str, object]:
    place = problem.place
    return {"path": place.path, "line": place.line, "column": place.column, "kind": problem.kind,
            "message": sentence(problem, words), "advice": advise(problem, words)}  # fmt: skip


def _as_annotation(problem: Problem, words: Language) -> str:
    """A workflow command: data escapes %, CR and LF; properties also : and , (GitHub's documentation)."""
    place = problem.place

    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def prop(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    said = f"{sentence(problem, words)} {advise(problem, words)}"
    return f"::error file={prop(place.path)},line={place.line},col={place.column},title={prop(problem.kind)}::{data(said)}"


def _words(options: argparse.Namespace) -> Language:
    """The language of messages: --lang, else what content/site.yaml says, else English."""
    code = options.lang or _messages(options.root)
    folders = discover.languages(options.root)
    held, _ = pipeline.understand_languages(pipeline.language_files({c: folders[c] for c in {code, "en"} if c in folders}), memo.Memo(None))
    if options.lang and options.lang not in folders:
        best = nearest(options.lang, folders)
        print(f"--lang {options.lang}: {', '.join(folders)}{f' ({best}?)' if best else ''}", file=sys.stderr)
    return held.get(code) or held["en"]


def _messages(root: Path) -> str:
    """`messages` of content/site.yaml, as far as it can be read."""
    try:
        value, _ = load.tree((root / "content/site.yaml").read_text("utf-8-sig"), "content/site.yaml")
    except (OSError, UnicodeDecodeError):
        return "en"
    found = value.get("messages") if isinstance(value, load.Mapping) else None
    return found.text if isinstance(found, load.Scalar) else "en"


def _progress(options: argparse.Namespace) -> Callable[[str, int], None]:
    """Tell a watching person what goes on; a log gets nothing."""
    if not sys.stderr.isatty():
        return lambda key, number: None
    words = _words(options)
    return lambda key, number: print(words.count(key, number), file=sys.stderr, flush=True)


def _shown(path: Path) -> str:
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
