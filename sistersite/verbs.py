"""What the verbs that make something do. All return an exit code, and print in the language of the editor."""

from __future__ import annotations

import argparse
import dataclasses
import gc
import json
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from sistersite import kits, mending, pipeline, publish
from sistersite.console import PROJECT, progress, report, root_of, shown, words_for
from sistersite.errors import WrongUse


def _road(options: argparse.Namespace) -> pipeline.Options:
    root = root_of(options)
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
    made, written = pipeline.build(_road(options), out, progress(options))
    words = words_for(options)
    seconds = words.number(round(time.perf_counter() - start, 1))
    if written:
        print(words.word("done.built", pages=words.number(made.pages), folder=shown(out), seconds=seconds))
    else:
        print(words.word("done.unchanged", folder=shown(out), seconds=seconds))
    return 0


def check(options: argparse.Namespace) -> int:
    gc.disable()
    if options.fix:
        _mend(options)
    problems, pages = pipeline.look(_road(options), progress(options))
    if problems:
        return report(problems.in_order(), options)
    if options.format == "json":
        print(json.dumps({"problems": []}))
    elif options.format == "gitlab":
        print("[]")
    elif options.format == "text":
        words = words_for(options)
        print(words.word("done.checked", pages=words.number(pages)))
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
    editions, kinds = (options.edition,) if options.edition else kits.EDITIONS, (options.only,) if options.only else kits.KINDS
    wanted = kits.Wanted((options.lang,) if options.lang else None, options.city, editions, kinds)
    road, words = _road(options), words_for(options)
    documents, base = pipeline.documents(road, wanted, progress(options))
    if base.is_placeholder and any(one.edition == "print" for one in documents):
        print(words.word("use.placeholder", address=base.url), file=sys.stderr)
    out = options.out or options.root / "pdf"
    out.mkdir(parents=True, exist_ok=True)
    for one in documents:
        file = out / one.path.rpartition("/")[2]
        publish.put(file, one.content)
        print(words.count("done.pdf", one.pages, file=shown(file), size=words.number(one.size)))
    print(words.count("done.pdf-all", len(documents), seconds=words.number(round(time.perf_counter() - start, 1))))
    return _prove(documents, pipeline.documents(dataclasses.replace(road, memo=False), wanted)[0], out) if options.proof else 0


def _prove(documents: Sequence[kits.Document], again: Sequence[kits.Document], out: Path) -> int:
    """Write the report of each document beside it; exit code 1 when a check fails."""
    reports = kits.proofs(documents, again)
    for one, found in zip(documents, reports, strict=True):
        name = one.path.rpartition("/")[2]
        publish.put(out / name.replace(".pdf", ".txt"), found.text().encode())
        print(f"{name}: {found.summary}")
    return 0 if all(one.passed for one in reports) else 1


def serve(options: argparse.Namespace) -> int:
    from sistersite import serve as server

    server.serve(_road(options), options.port, words_for(options))
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
