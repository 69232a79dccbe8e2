"""How verbs speak to the person at the terminal: in which language, of problems, of progress."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from sistersite import discover, guide, load, memo, pipeline, telling
from sistersite.declarations import nearest
from sistersite.errors import Problem, WrongUse
from sistersite.language import Language

PROJECT = Path(__file__).parent.parent


def root_of(options: argparse.Namespace) -> Path:
    root = options.root.absolute()
    if not (root / "content").is_dir():
        raise WrongUse("use.no-content", folder=options.root)
    return root


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
    held, _ = pipeline.understand_languages(pipeline.language_files({c: folders[c] for c in {code, "en"} if c in folders}), memo_of(options))
    if options.lang and options.lang not in folders:
        best = nearest(options.lang, folders)
        print(f"--lang {options.lang}: {', '.join(folders)}{f' ({best}?)' if best else ''}", file=sys.stderr)
    return held.get(code) or held["en"]


def memo_of(options: argparse.Namespace) -> memo.Memo:
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


def progress(options: argparse.Namespace) -> Callable[[str, int], None]:
    """Tell a watching person what goes on; a log gets nothing."""
    if not sys.stderr.isatty():
        return lambda key, number: None
    words = words_for(options)
    return lambda key, number: print(words.count(key, number), file=sys.stderr, flush=True)


def shown(path: Path) -> str:
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
