"""The command: python build.py --help."""

import importlib.util
import sys
from pathlib import Path

from sistersite.setup import PACKAGES, set_up


def main() -> int:
    """Do what was asked; say in one line what to run when packages are missing."""
    missing = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
    if sys.argv[1:2] == ["setup"] and (missing or not {"-h", "--help"} & set(sys.argv)):
        if sys.argv[2:] not in ([], ["--pdf"]):
            print(f"usage: build.py setup [--pdf]\n\n{set_up.__doc__}")
            return 0 if sys.argv[2] in ("-h", "--help") else 2
        return set_up(Path(__file__).parent, pdf=sys.argv[2:] == ["--pdf"])
    if missing:
        print(f"Not installed: {', '.join(missing)}. Run: make   (or: {sys.executable} build.py setup, then .venv/bin/python build.py)", file=sys.stderr)
        return 2
    from sistersite.cli import main as command

    return command()


if __name__ == "__main__":
    sys.exit(main())
