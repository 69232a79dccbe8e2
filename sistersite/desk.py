"""What the verbs of the office's desk do: what is to be done, what a change does, a new city, older files."""

from __future__ import annotations

import argparse
import datetime
import gc
import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from sistersite import acceptance, board, discover, guide, history, memo, model, pipeline, publish, reminding, signoff, views, web
from sistersite import migrate as migrations
from sistersite.console import PROJECT, report, root_of, shown, words_for
from sistersite.errors import BuildFailed, WrongUse
from sistersite.language import Language
from sistersite.templates import Templates


def accept(options: argparse.Namespace) -> int:
    """All paths are looked at before anything is written."""
    root, words = root_of(options), words_for(options)
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
    _, understood = _understood(pipeline.Options(root_of(options), date=options.date))
    if understood.site is None or understood.problems:
        raise BuildFailed(understood.problems)
    return understood.site


def _understood(road: pipeline.Options) -> tuple[pipeline.Ground, pipeline.Understood]:
    ground = pipeline.survey(road)
    return ground, pipeline.understand(ground, memo.Memo(road.cache / "memo" if road.cache else None))


def review(options: argparse.Namespace) -> int:
    root, words = root_of(options), words_for(options)
    _, understood = _understood(pipeline.Options(root, date=options.date))
    site = understood.site
    if site is None or understood.problems:
        raise BuildFailed(understood.problems)
    whole = views.world(site, drafts=True)
    made = signoff.sheets(whole, understood.languages, [_below(root, path) for path in options.folders])
    templates = Templates(discover.resource(root, "layouts"), web.NAMES)
    page = signoff.html(made, whole, understood.languages, words, discover.resource(root, "assets"), templates)
    file = options.out or root / "review.html"
    publish.put(file, page.encode())
    print(words.word("done.review", file=shown(file)))
    return 0


def impact(options: argparse.Namespace) -> int:
    from sistersite import account
    from sistersite import impact as impacts

    gc.disable()
    root = root_of(options)
    found = impacts.compared(root, history.base(root, options.base), options.date, memo.Memo(None if options.no_memo else root / ".cache/memo"))
    words = words_for(options)
    if options.format == "json":
        print(json.dumps(account.as_json(found, words), ensure_ascii=False, indent=1))
    else:
        print("\n".join((account.as_markdown if options.format == "markdown" else account.as_text)(found, words)))
    return 0


def migrate(options: argparse.Namespace) -> int:
    """Without --write, exit code 1 says that there is something to do."""
    root, words = root_of(options), words_for(options)
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

    ground = pipeline.survey(pipeline.Options(root_of(options)))
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
    print(words.word("ask.done", folder=shown(options.root / "cities" / answers["slug"])))
    return code


def _free(options: argparse.Namespace, slug: str) -> Path:
    """The folder a new city would have. Raises WrongUse for a name that cannot be one, or is taken."""
    if not discover.SLUG.fullmatch(slug):
        raise WrongUse("use.bad-slug", slug=slug)
    folder = options.root / "cities" / slug
    if folder.exists():
        raise WrongUse("use.city-exists", folder=shown(folder))
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
    print(words_for(options).word("done.new", folder=shown(folder)))
    return 0
