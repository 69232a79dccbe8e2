"""The command: python build.py --help."""

import importlib.util
import sys

PACKAGES = ("babel", "jinja2", "markdown", "persiantools", "yaml")


def main() -> int:
    """Say in one line what to run when packages are missing, else do what was asked."""
    missing = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
    if missing and "setup" not in sys.argv[1:2]:
        print(f"Not installed: {', '.join(missing)}. Run: make   (or: {sys.executable} build.py setup)", file=sys.stderr)
        return 2
    from sistersite.cli import main as command

    return command()


if __name__ == "__main__":
    sys.exit(main())
