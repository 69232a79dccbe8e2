"""Arguments and exit codes.

Exit codes: 0 done, 1 problems in the content, 2 wrong use of the command, 3 a mistake of ours.
"""

from __future__ import annotations

import argparse
import datetime
import os
import sys
import traceback
import urllib.parse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from sistersite import board, console, desk, kits, verbs
from sistersite.errors import BuildFailed, WrongUse

# What argparse says, and the key of the words for it.
_ARGPARSE = {
    "usage: ": "help.usage",
    "options": "help.options",
    "positional arguments": "help.arguments",
    "unrecognized arguments: %s": "usage.unknown-arguments",
    "the following arguments are required: %s": "usage.required",
    "expected one argument": "usage.one-argument",
    "invalid choice: %(value)r (choose from %(choices)s)": "usage.choice",
    "invalid %(type)s value: %(value)r": "usage.value",
    "argument %(argument_name)s: %(message)s": "usage.argument",
    "ambiguous option: %(option)s could match %(matches)s": "usage.ambiguous",
    "ignored explicit argument %r": "usage.explicit",
    "%(prog)s: error: %(message)s\n": "usage.error",
}

def main(arguments: Sequence[str] | None = None) -> int:
    for stream in (sys.stdout, sys.stderr):
        if (stream.encoding or "").lower().replace("-", "") != "utf8":  # such as a file that Windows redirects into
            stream.reconfigure(encoding="utf-8")
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if not arguments or arguments[0].startswith("-") and arguments[0] not in ("-h", "--help"):
        arguments.insert(0, "build")
    options = _understood(arguments)
    try:
        try:
            return options.run(options)
        except BuildFailed as failed:
            return console.report(failed.problems, options)
    except WrongUse as wrong:
        print(console.words_for(options).word(wrong.key, **wrong.values), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else the interpreter complains at its end
        return 0
    except Exception:
        traceback.print_exc()
        print(console.words_for(options).word("use.bug"), file=sys.stderr)
        return 3


def _understood(arguments: Sequence[str]) -> argparse.Namespace:
    """What was asked for. Help and complaints are told in the editor's language, whose words are fetched only then. Ends the program after them."""
    try:
        return _parser(_Silent, lambda key: "").parse_args(arguments)
    except _Silent.Spoke:
        words = console.guide_for(_value(arguments, "--lang"), Path(_value(arguments, "--root") or console.PROJECT))
        ends = {text: text[len(text.rstrip()) :] for text in _ARGPARSE}
        argparse._ = lambda text: words.word(_ARGPARSE[text]) + ends[text] if text in ends else text  # as gettext would, without its binary files
        return _parser(argparse.ArgumentParser, words.word).parse_args(arguments)


class _Silent(argparse.ArgumentParser):
    """Understands arguments and says nothing."""

    class Spoke(Exception):
        """There is something to say."""

    def error(self, message: str) -> NoReturn:
        raise self.Spoke

    def print_help(self, file: object = None) -> NoReturn:
        raise self.Spoke


def _value(arguments: Sequence[str], option: str) -> str | None:
    """The value of an option, as far as it can be told of arguments that may be wrong."""
    pairs = [one.partition("=") for one in arguments]
    following = dict(zip(arguments, arguments[1:], strict=False))
    return next((value for name, sign, value in pairs if name == option and sign), following.get(option))


def _parser(kind: type[argparse.ArgumentParser], word: Callable[[str], str]) -> argparse.ArgumentParser:
    def helped(made: argparse.ArgumentParser) -> argparse.ArgumentParser:
        made.add_argument("-h", "--help", action="help", help=word("help.help"))
        return made

    def url(text: str) -> str:
        parts = urllib.parse.urlsplit(text)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
            raise argparse.ArgumentTypeError(word("usage.address") % text)
        return text

    def day(text: str) -> datetime.date:
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            raise argparse.ArgumentTypeError(word("usage.day") % text) from None

    def days(text: str) -> int:
        number = text.removesuffix("d")
        if not number.isdecimal():
            raise argparse.ArgumentTypeError(word("usage.days") % text)
        return int(number)

    parser = helped(kind(prog="build.py", description=word("help.about"), add_help=False))
    names = parser.add_subparsers(title=word("help.verbs"), required=True, metavar="VERB")

    def bare(name: str, help_: str) -> argparse.ArgumentParser:
        return helped(names.add_parser(name, help=help_, description=help_, add_help=False))

    def verb(name: str, run: Callable[[argparse.Namespace], int], help_: str) -> argparse.ArgumentParser:
        made = bare(name, help_)
        made.set_defaults(run=run)
        made.add_argument("--root", type=Path, default=console.PROJECT, metavar="DIR", help=word("help.root"))
        made.add_argument("--lang", metavar="CODE", help=word("help.lang"))
        return made

    def road(made: argparse.ArgumentParser) -> None:
        made.add_argument("--base-url", metavar="URL", type=url, help=word("help.base-url"))
        made.add_argument("--date", metavar="YYYY-MM-DD", type=day, help=word("help.date"))
        made.add_argument("--no-memo", action="store_true", help=word("help.no-memo"))
        made.add_argument("--format", choices=("text", "json", "github", "gitlab"), default="text", help=word("help.format"))

    def listing(made: argparse.ArgumentParser) -> None:
        made.add_argument("--date", metavar="YYYY-MM-DD", type=day, help=word("help.list-date"))
        made.add_argument("--format", choices=("text", "json"), default="text", help=word("help.list-format"))

    made = verb("build", verbs.build, word("help.verb.build"))
    made.add_argument("--out", type=Path, metavar="DIR", help=word("help.out"))
    made.add_argument("--no-drawings", action="store_true", help=word("help.no-drawings"))
    made.add_argument("--pdf", action="store_true", help=word("help.pdf"))
    road(made)
    made = verb("pdf", verbs.pdf, word("help.verb.pdf"))
    made.add_argument("--city", metavar="SLUG", help=word("help.city"))
    made.add_argument("--edition", choices=kits.EDITIONS, help=word("help.edition"))
    made.add_argument("--only", choices=kits.KINDS, help=word("help.only"))
    made.add_argument("--out", type=Path, metavar="DIR", help=word("help.pdf-out"))
    made.add_argument("--proof", action="store_true", help=word("help.proof"))
    road(made)
    made = verb("check", verbs.check, word("help.verb.check"))
    made.add_argument("--fix", action="store_true", help=word("help.fix"))
    road(made)
    made = verb("impact", desk.impact, word("help.verb.impact"))
    made.add_argument("--base", metavar="REV", help=word("help.base"))
    made.add_argument("--date", metavar="YYYY-MM-DD", type=day, help=word("help.list-date"))
    made.add_argument("--no-memo", action="store_true", help=word("help.no-memo"))
    made.add_argument("--format", choices=("text", "json", "markdown"), default="text", help=word("help.impact-format"))
    verb("migrate", desk.migrate, word("help.verb.migrate")).add_argument("--write", action="store_true", help=word("help.write"))
    made = verb("accept", desk.accept, word("help.verb.accept"))
    made.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=word("help.paths"))
    listing(verb("status", desk.status, word("help.verb.status")))
    made = verb("due", desk.due, word("help.verb.due"))
    made.add_argument("--within", metavar="DAYS", type=days, default=board.SOON, help=word("help.within"))
    listing(made)
    made = verb("review", desk.review, word("help.verb.review"))
    made.add_argument("folders", nargs="*", type=Path, metavar="PATH", help=word("help.folders"))
    made.add_argument("--out", type=Path, metavar="FILE", help=word("help.review-out"))
    made.add_argument("--date", metavar="YYYY-MM-DD", type=day, help=word("help.list-date"))
    bare("setup", word("help.verb.setup")).add_argument("--pdf", action="store_true", help=word("help.pdf"))  # done by build.py, before any package is there
    made = verb("serve", verbs.serve, word("help.verb.serve"))
    made.add_argument("--port", type=int, default=8000, help=word("help.port"))
    road(made)
    made = verb("new", desk.new, word("help.verb.new"))
    made.add_argument("slug", metavar="SLUG", nargs="?", help=word("help.slug"))
    made.add_argument("--set", metavar="NAME=WORDS", action="append", default=[], dest="given", help=word("help.set"))
    verb("schema", verbs.schema, word("help.verb.schema"))
    verb("locales", verbs.locales, word("help.verb.locales"))
    verb("fonts", verbs.fonts, word("help.verb.fonts"))
    verb("land", verbs.land, word("help.verb.land"))
    made = verb("clean", verbs.clean, word("help.verb.clean"))
    made.add_argument("--out", type=Path, metavar="DIR", help=word("help.out"))
    return parser
