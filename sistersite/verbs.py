"""What each verb of the command does. All return an exit code, and print in the language of the editor."""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import gc
import json
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sistersite import acceptance, board, discover, guide, kits, load, memo, mending, model, pipeline, publish, reminding, telling
from sistersite.errors import BuildFailed, Problem, WrongUse
from sistersite.language import Language
from sistersite.read import nearest

PROJECT = Path(__file__).parent.parent


def _road(options: argparse.Namespace) -> pipeline.Options:
    root = _root(options)
    building = options.run is build
    books = options.run is pdf or building and options.pdf
    if books and not kits.at_hand():
        raise WrongUse("use.no-extra")
    return pipeline.Options(root, options.base_url, options.date, not options.no_memo, building and not options.no_drawings, books)


def _root(options: argparse.Namespace) -> Path:
    root = options.root.absolute()
    if not (root / "content").is_dir():
        raise WrongUse("use.no-content", folder=options.root)
    return root


def _out(options: argparse.Namespace) -> Path:
    return options.out or options.root / "public"


def build(options: argparse.Namespace) -> int:
    start = time.perf_counter()
    gc.disable()  # a build lives a second or two and makes no cycles worth collecting
    out = _out(options)
    made, written = pipeline.build(_road(options), out, _progress(options))
    words = words_for(options)
    seconds = words.number(round(time.perf_counter() - start, 1))
    if written:
        print(words.word("done.built", pages=words.number(made.pages), folder=_shown(out), seconds=seconds))
    else:
        print(words.word("done.unchanged", folder=_shown(out), seconds=seconds))
    return 0


def check(options: argparse.Namespace) -> int:
    gc.disable()
    if options.fix:
        _mend(options)
    made = pipeline.make(_road(options), progress=_progress(options))
    if made.problems:
        return report(made.problems.in_order(), options)
    if options.format == "json":
        print(json.dumps({"problems": []}))
    elif options.format == "gitlab":
        print("[]")
    elif options.format == "text":
        words = words_for(options)
        print(words.word("done.checked", pages=words.number(made.pages)))
    return 0


def _mend(options: argparse.Namespace) -> None:
    """Mend what is certain; people are shown each change."""
    files, count = pipeline.mend(_road(options))
    if options.format != "text":
        return
    words = words_for(options)
    for path, (old, new) in files.items():
        print("\n".join(mending.difference(path, old, new)))
    print(words.count("done.mended", count) if count else words.word("done.nothing-to-mend"))


def pdf(options: argparse.Namespace) -> int:
    """Files are written beside each other into a folder; what else lies there stays."""
    start = time.perf_counter()
    gc.disable()
    wanted = kits.Wanted((options.lang,) if options.lang else None, options.city, (options.edition,) if options.edition else kits.EDITIONS)
    road, words = _road(options), words_for(options)
    documents, base = pipeline.documents(road, wanted, _progress(options))
    if base.is_placeholder and any(one.edition == "print" for one in documents):
        print(words.word("use.placeholder", address=base.url), file=sys.stderr)
    out = options.out or options.root / "pdf"
    out.mkdir(parents=True, exist_ok=True)
    for one in documents:
        file = out / one.path.rpartition("/")[2]
        publish.put(file, one.content)
        print(words.count("done.pdf", one.pages, file=_shown(file), size=words.number(one.size)))
    print(words.count("done.pdf-all", len(documents), seconds=words.number(round(time.perf_counter() - start, 1))))
    return _prove(documents, pipeline.documents(dataclasses.replace(road, memo=False), wanted)[0], out) if options.proof else 0


def _prove(documents: Sequence[kits.Document], again: Sequence[kits.Document], out: Path) -> int:
    """Write the report of each document beside it; exit code 1 when a check fails."""
    reports = kits.proofs(documents, again)
    for one, report in zip(documents, reports, strict=True):
        name = one.path.rpartition("/")[2]
        publish.put(out / name.replace(".pdf", ".txt"), report.text().encode())
        print(f"{name}: {report.summary}")
    return 0 if all(report.passed for report in reports) else 1


def accept(options: argparse.Namespace) -> int:
    """All paths are looked at before anything is written."""
    root, words = _root(options), words_for(options)
    ground, understood = _understood(pipeline.Options(root))
    if understood.site is None:
        raise BuildFailed(understood.problems)
    languages = understood.site.settings.languages
    found = [one for path in options.paths for one in acceptance.acceptances(ground.found, languages, _below(root, path))]
    told = []
    for one in {one.path: one for one in found}.values():
        file = root / one.path
        if changed := file.read_bytes() != one.content:
            publish.put(file, one.content)
        told.append(reminding.accepted(one, changed, words))
    print("\n".join(told))  # at last: who reads the lines may go before the end
    return 0


def _below(root: Path, path: Path) -> str:
    """The path as it is below the root, where it may be meant from, too."""
    here, there = path.resolve(), root.resolve()
    return here.relative_to(there).as_posix().removeprefix(".") if path.exists() and here.is_relative_to(there) else path.as_posix()


def status(options: argparse.Namespace) -> int:
    site = _site(options)
    rows = board.rows(site)
    if options.format == "json":
        print(reminding.board_json(rows))
    else:
        print("\n".join(reminding.board(site, rows, words_for(options))))
    return 0


def due(options: argparse.Namespace) -> int:
    site = _site(options)
    found = board.due(site, options.within)
    if options.format == "json":
        print(reminding.due_json(found))
    else:
        print("\n".join(reminding.due(site, found, options.within, words_for(options))))
    return 0


def _site(options: argparse.Namespace) -> model.Site:
    """Raises BuildFailed when the content has problems."""
    _, understood = _understood(pipeline.Options(_root(options), date=options.date))
    if understood.site is None or understood.problems:
        raise BuildFailed(understood.problems)
    return understood.site


def _understood(road: pipeline.Options) -> tuple[pipeline.Ground, pipeline.Understood]:
    ground = pipeline.survey(road)
    return ground, pipeline.understand(ground, memo.Memo(road.cache / "memo" if road.cache else None))


def serve(options: argparse.Namespace) -> int:
    from sistersite import serve as server

    server.serve(_road(options), options.port, lambda problems: telling.tell(problems, words_for(options)), words_for(options))
    return 0


def new(options: argparse.Namespace) -> int:
    """In a terminal, or with answers, a record filled in; else the bare form."""
    asked = sys.stdin.isatty() and sys.stdout.isatty()
    if options.slug:
        _free(options, options.slug)
    folder = discover.resource(options.root, "layouts") / "new"
    forms = {file.name: file.read_text("utf-8") for file in sorted(folder.iterdir())}
    words = guide.beside(words_for(options), PROJECT)
    if not asked and not options.given:
        if options.slug:
            return _begin(options, options.slug, forms)
        print(words.word("usage.required") % "SLUG", file=sys.stderr)
        return 2
    try:
        return _interview(options, words, forms, asked)
    except (KeyboardInterrupt, EOFError):
        print("\n" + words.word("ask.left"), file=sys.stderr)
        return 130


def _interview(options: argparse.Namespace, words: Language, forms: Mapping[str, str], asked: bool) -> int:
    from sistersite import interview

    ground = pipeline.survey(pipeline.Options(_root(options)))
    understood = pipeline.understand(ground, memo.Memo(None))
    site = understood.site
    if site is None:
        return report(understood.problems.in_order(), options)
    taken = frozenset([*ground.found.folders, *(name for city in site.cities for name in city.was)])
    desk = interview.Desk(pipeline.rules_of(ground, understood), datetime.date.today(), taken, next(iter(site.settings.offices), ""))
    given, complaints = interview.parsed(options.given, words, desk)
    if options.slug:
        given["slug"] = options.slug
    if asked and not complaints:
        print(words.word("ask.begin"))
        answers = interview.interview(input, print, words, desk, given)
    elif not complaints:
        answers, complaints = interview.without_asking(words, desk, given)
    if complaints:
        print("\n".join(complaints), file=sys.stderr)
        return 2
    code = _begin(options, answers["slug"], interview.files(answers, forms, desk))
    print(words.word("ask.done", folder=_shown(options.root / "cities" / answers["slug"])))
    return code


def _free(options: argparse.Namespace, slug: str) -> Path:
    """The folder a new city would have. Raises WrongUse for a name that cannot be one, or is taken."""
    if not discover.SLUG.fullmatch(slug):
        raise WrongUse("use.bad-slug", slug=slug)
    folder = options.root / "cities" / slug
    if folder.exists():
        raise WrongUse("use.city-exists", folder=_shown(folder))
    return folder


def _begin(options: argparse.Namespace, slug: str, texts: Mapping[str, str]) -> int:
    """Write the folder of a city in one move."""
    folder = _free(options, slug)
    beside = folder.with_name(f".{slug}.new")  # a name that a build passes over
    shutil.rmtree(beside, ignore_errors=True)
    for name in discover.ATTACHMENTS:
        (beside / name).mkdir(parents=True)
    for name, text in texts.items():
        (beside / name).write_text(text, "utf-8", newline="\n")
    beside.rename(folder)
    print(words_for(options).word("done.new", folder=_shown(folder)))
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
    publish.clean(_out(options))
    shutil.rmtree(options.root / ".cache", ignore_errors=True)
    return 0


# --- what verbs say


def report(problems: Sequence[Problem], options: argparse.Namespace) -> int:
    """Print problems in the form asked for; exit code 1."""
    words, form = words_for(options), getattr(options, "format", "text")
    if form == "json":
        print(json.dumps({"problems": [telling.as_json(problem, words) for problem in problems]}, ensure_ascii=False, indent=1))
    elif form == "gitlab":
        print(json.dumps([telling.as_code_quality(problem, words) for problem in problems], ensure_ascii=False, indent=1))
    elif form == "github":
        for problem in problems:
            print(telling.as_annotation(problem, words))
    else:
        for line in telling.tell(problems, words, untouched=not getattr(options, "fix", False)):
            print(line)
    return 1


def words_for(options: argparse.Namespace) -> Language:
    """The language of messages: --lang, else what content/site.yaml says, else English."""
    code = options.lang or _messages(options.root)
    folders = discover.languages(options.root)
    held, _ = pipeline.understand_languages(pipeline.language_files({c: folders[c] for c in {code, "en"} if c in folders}), _memo(options))
    if options.lang and options.lang not in folders:
        best = nearest(options.lang, folders)
        print(f"--lang {options.lang}: {', '.join(folders)}{f' ({best}?)' if best else ''}", file=sys.stderr)
    return held.get(code) or held["en"]


def _memo(options: argparse.Namespace) -> memo.Memo:
    """What the verbs that go the road remember; the others remember nothing."""
    return memo.Memo(None if getattr(options, "no_memo", True) else options.root.absolute() / ".cache" / "memo")


def guide_for(code: str | None, root: Path) -> Language:
    """The words of help: --lang, else what content/site.yaml says, else English."""
    known = guide.languages(PROJECT)
    return known.get(code or _messages(root)) or known["en"]


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
    words = words_for(options)
    return lambda key, number: print(words.count(key, number), file=sys.stderr, flush=True)


def _shown(path: Path) -> str:
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
