"""What each verb of the command does. All return an exit code, and print in the language of the editor."""

from __future__ import annotations

import argparse
import dataclasses
import gc
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from sistersite import discover, kits, load, memo, pipeline, publish, telling
from sistersite.errors import BuildFailed, Problem, WrongUse
from sistersite.language import Language
from sistersite.read import nearest

PROJECT = Path(__file__).parent.parent


def _root(options: argparse.Namespace) -> Path:
    root = options.root.absolute()
    if not (root / "content").is_dir():
        raise WrongUse("use.no-content", folder=options.root)
    return root


def _road(options: argparse.Namespace) -> pipeline.Options:
    root = _root(options)
    building = options.run is build
    books = options.run is pdf or building and options.pdf
    if books and not kits.at_hand():
        raise WrongUse("use.no-extra")
    return pipeline.Options(root, options.base_url, options.date, not options.no_memo, building and not options.no_drawings, books)


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
    made = pipeline.make(_road(options), progress=_progress(options))
    if made.problems:
        return report(made.problems.in_order(), options)
    if options.format == "json":
        print(json.dumps({"problems": []}))
    elif options.format == "text":
        words = words_for(options)
        print(words.word("done.checked", pages=words.number(made.pages)))
    return 0


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


def impact(options: argparse.Namespace) -> int:
    from sistersite import account, history
    from sistersite import impact as impacts

    gc.disable()
    root = _root(options)
    found = impacts.compared(root, history.base(root, options.base), options.date, memo.Memo(None if options.no_memo else root / ".cache/memo"))
    words = words_for(options)
    if options.format == "json":
        print(json.dumps(account.as_json(found, words), ensure_ascii=False, indent=1))
    else:
        print("\n".join((account.as_markdown if options.format == "markdown" else account.as_text)(found, words)))
    return 0


def migrate(options: argparse.Namespace) -> int:
    """Without --write, exit code 1 says that there is something to do."""
    from sistersite import migrate as migrations

    root, words = _root(options), words_for(options)
    found, problems = discover.find(root)
    if refused := [problem for problem in problems if problem.place.path in found.unread]:
        raise BuildFailed(refused)
    before = migrations.texts(found)
    wanted = migrations.wanted(before)
    after = migrations.migrated(before, wanted)
    if not after:
        print(words.word("done.newest", format=words.number(migrations.NEWEST)))
        return 0
    for one in wanted:
        print(words.word("migrate.to", number=words.number(one.number)) + " " + words.word(f"migrate.{one.number}"))
    print("\n".join(["", *migrations.diff(before, after), ""]))
    if options.write:
        migrations.write(root, before, after)
        print(words.count("done.migrated", len(after)))
        return 0
    print(words.count("done.to-migrate", len(after)))
    return 1


def serve(options: argparse.Namespace) -> int:
    from sistersite import serve as server

    server.serve(_road(options), options.port, lambda problems: telling.tell(problems, words_for(options)), words_for(options))
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
    import shutil

    publish.clean(_out(options))
    shutil.rmtree(options.root / ".cache", ignore_errors=True)
    return 0


# --- what verbs say


def report(problems: Sequence[Problem], options: argparse.Namespace) -> int:
    """Print problems in the form asked for; exit code 1."""
    words, form = words_for(options), getattr(options, "format", "text")
    if form == "json":
        print(json.dumps({"problems": [telling.as_json(problem, words) for problem in problems]}, ensure_ascii=False, indent=1))
    elif form == "github":
        for problem in problems:
            print(telling.as_annotation(problem, words))
    else:
        for line in telling.tell(problems, words):
            print(line)
    return 1


def words_for(options: argparse.Namespace) -> Language:
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
    words = words_for(options)
    return lambda key, number: print(words.count(key, number), file=sys.stderr, flush=True)


def _shown(path: Path) -> str:
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
