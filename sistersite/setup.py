"""Make .venv with everything the build needs; with the standard library alone, for nothing else is there yet."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

OLDEST = (3, 11)
STAMPS = {"requirements.txt": ".installed-build", "requirements-pdf.txt": ".installed-pdf"}  # tell make that .venv is newer than these
PACKAGES = ("babel", "jinja2", "markdown", "persiantools", "yaml", "PIL", "uharfbuzz", "resvg_py", "livereload")  # by the names they are imported with


def set_up(project: Path, pdf: bool = False) -> int:
    """Make .venv in the project's folder from requirements.txt, every package checked by its digest; the exit code.
    With --pdf also what PDF files need, from requirements-pdf.txt.
    """
    if sys.version_info < OLDEST:
        print(f"Python {'.'.join(map(str, OLDEST))} or newer is needed; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 2
    folder = project / ".venv"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        venv.create(folder, with_pip=True)
    for name in STAMPS if pdf else list(STAMPS)[:1]:
        command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", project / name]
        code = subprocess.run(command).returncode
        if code:
            return code
        (folder / STAMPS[name]).touch()
    return 0
