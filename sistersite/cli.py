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

from sistersite import kits, verbs
from sistersite.errors import BuildFailed, WrongUse


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
            return verbs.report(failed.problems, options)
    except WrongUse as wrong:
        print(verbs.words_for(options).word(wrong.key, **wrong.values), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else the interpreter complains at its end
        return 0
    except Exception:
        traceback.print_exc()
        print(verbs.words_for(options).word("use.bug"), file=sys.stderr)
        return 3


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build.py", description="Isfahan and its Sister Cities: the site from content/ and cities/.")
    names = parser.add_subparsers(title="verbs", required=True, metavar="VERB")

    def verb(name: str, run: Callable[[argparse.Namespace], int], help_: str) -> argparse.ArgumentParser:
        made = names.add_parser(name, help=help_, description=help_)
        made.set_defaults(run=run)
        made.add_argument("--root", type=Path, default=verbs.PROJECT, metavar="DIR", help="the folder that holds content/ and cities/ (default: the project)")
        made.add_argument("--lang", metavar="CODE", help="language of messages: fa or en (default: what content/site.yaml says)")
        return made

    def road(made: argparse.ArgumentParser) -> None:
        made.add_argument("--base-url", metavar="URL", type=_url, help="address at which the site will stand (default: base_url of content/site.yaml)")
        made.add_argument("--date", metavar="YYYY-MM-DD", type=datetime.date.fromisoformat, help="the day the site speaks from (default: the newest commit's)")
        made.add_argument("--no-memo", action="store_true", help="compute everything anew")
        made.add_argument("--format", choices=("text", "json", "github"), default="text", help="how problems are printed")

    made = verb("build", verbs.build, "make the site (the verb when none is given)")
    made.add_argument("--out", type=Path, metavar="DIR", help="output folder (default: public/ below the root)")
    made.add_argument("--no-drawings", action="store_true", help="leave out posters and link pictures, for a quick look (check and serve do so always)")
    made.add_argument("--pdf", action="store_true", help="the PDF books and hand-outs too, and their page (needs the optional extra: make pdf brings it)")
    road(made)
    made = verb("pdf", verbs.pdf, "make the PDF books and hand-outs (needs the optional extra: make pdf brings it)")
    made.add_argument("--city", metavar="SLUG", help="the hand-outs of one city only")
    made.add_argument("--edition", choices=kits.EDITIONS, help="one edition of the book only")
    made.add_argument("--out", type=Path, metavar="DIR", help="folder for the files (default: pdf/ below the root)")
    made.add_argument("--proof", action="store_true", help="examine every file, write a report beside it; exit code 1 when one fails")
    road(made)
    road(verb("check", verbs.check, "go the whole road without writing, and print every problem"))
    made = verb("impact", verbs.impact, "say what the change at hand does: facts, pages, addresses, texts that may be out of date, files made anew")
    made.add_argument("--base", metavar="REV", help="the git revision to compare with (default: where the branch left the main branch, else HEAD)")
    made.add_argument("--date", metavar="YYYY-MM-DD", type=datetime.date.fromisoformat, help="the day both sites speak from (default: the newest commit's)")
    made.add_argument("--no-memo", action="store_true", help="compute everything anew")
    made.add_argument("--format", choices=("text", "json", "markdown"), default="text", help="markdown: for a comment in a pull request")
    made = verb("migrate", verbs.migrate, "bring files of an older format along; shows what would change (exit code 1: there is something to do)")
    made.add_argument("--write", action="store_true", help="change the files: all or none")
    names.add_parser("setup", help="make .venv with everything the build needs")  # done by build.py, before any package is there
    made = verb("serve", verbs.serve, "preview in the browser, made anew at every save")
    made.add_argument("--port", type=int, default=8000, help="port on this machine (default: 8000)")
    road(made)
    made = verb("new", verbs.new, "begin a city: a folder with commented fields")
    made.add_argument("slug", metavar="SLUG", help="name of the folder and of the address: small Latin letters, digits and hyphens")
    made = verb("schema", verbs.schema, "write content/schema/, which gives editors' tools completion")
    verb("locales", verbs.locales, "bring the catalogues in line with the words that layouts and code use")
    verb("fonts", verbs.fonts, "fetch and cut the fonts (for maintainers)")
    verb("land", verbs.land, "fetch the outlines of the land for the maps (for maintainers)")
    made = verb("clean", verbs.clean, "remove the output folder and what the build remembers")
    made.add_argument("--out", type=Path, metavar="DIR", help="output folder (default: public/ below the root)")
    return parser


def _url(text: str) -> str:
    parts = urllib.parse.urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise argparse.ArgumentTypeError(f"{text!r} is not an http or https address")
    return text
