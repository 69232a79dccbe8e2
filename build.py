"""The command: python build.py --help."""

import sys

try:
    from sistersite.cli import main
except ModuleNotFoundError as error:
    if (error.name or "").startswith("sistersite"):
        raise
    sys.exit(f"{error.name} is not installed. Run: make   (or: python -m venv .venv, then .venv/bin/pip install --require-hashes -r requirements.txt)")

if __name__ == "__main__":
    sys.exit(main())
