"""The command: python3 build.py --help; on Windows: py build.py --help."""

import importlib.util
import sys
from pathlib import Path

from sistersite.setup import OLDEST, PACKAGES, TOO_OLD, handed_over, set_up


def main() -> int:
    """Do what was asked, with the Python of .venv where this one lacks the packages; say in one line what to run when that lacks them, too."""
    missing = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
    if sys.argv[1:2] == ["setup"] and (missing or not {"-h", "--help"} & set(sys.argv)):
        if sys.argv[2:] not in ([], ["--pdf"]):
            print(f"usage: build.py setup [--pdf]\n\n{set_up.__doc__}")
            return 0 if sys.argv[2] in ("-h", "--help") else 2
        return set_up(Path(__file__).parent, pdf=sys.argv[2:] == ["--pdf"])
    if missing or sys.version_info < OLDEST:
        code = handed_over(Path(__file__))
        if code is not None:  # in words that a Python too old can read
            return code
        told = f"Not installed: {', '.join(missing)}. Run: make   (or: {sys.executable} build.py setup)"
        print(TOO_OLD if sys.version_info < OLDEST else told, file=sys.stderr)
        return 2
    from sistersite.cli import main as command

    return command()


if __name__ == "__main__":
    sys.exit(main())
