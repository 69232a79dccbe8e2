"""Make .venv with everything the build needs, and find the way into it; with the standard library alone, for nothing else is there yet."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

OLDEST = (3, 11)
TOO_OLD = f"Python {'.'.join(map(str, OLDEST))} or newer is needed; this is {sys.version.split()[0]}."
STAMPS = {"requirements.txt": ".installed-build", "requirements-pdf.txt": ".installed-pdf"}  # tell make that .venv is newer than these
PACKAGES = ("babel", "jinja2", "markdown", "persiantools", "yaml", "PIL", "uharfbuzz", "resvg_py", "livereload")  # by the names they are imported with
_HANDED = "handed-over"  # an option of the interpreter that only we know: whoever was started with it does not hand over again


def set_up(project: Path, pdf: bool = False) -> int:
    """Make .venv in the project's folder from requirements.txt, every package checked by its digest; the exit code.
    With --pdf also what PDF files need, from requirements-pdf.txt.
    """
    if sys.version_info < OLDEST:
        print(TOO_OLD, file=sys.stderr)
        return 2
    folder, python = project / ".venv", _python(project)
    if not python.exists():
        venv.create(folder, with_pip=True)
    for name in STAMPS if pdf else list(STAMPS)[:1]:
        command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", project / name]
        code = subprocess.run(command).returncode
        if code:
            return code
        (folder / STAMPS[name]).touch()
    return 0


def _python(project: Path) -> Path:
    return project / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def handed_over(script: Path) -> int | None:
    """Let the Python of the .venv beside `script` do what was asked; its exit code, or None where there is none, or it is the one that asks."""
    python = _python(script.parent)
    if _HANDED in sys._xoptions or not python.exists():
        return None
    line = [str(python), "-X", _HANDED, str(script), *sys.argv[1:]]
    if os.name == "nt":  # there, os.execv comes back at once and leaves the terminal to both
        return waited_for(line)
    return os.execv(python, line)  # becomes it


def waited_for(line: Sequence[str]) -> int:
    """The exit code of a command. Ctrl-C reaches it without us, and it says itself how it ends.

    Ours is met by a handler that does nothing: an exception could come between the end of the command and its code being
    noted, and the code would be lost; and a signal that is ignored would be ignored by the command too.
    """
    signal.signal(signal.SIGINT, lambda *_: None)
    return subprocess.call(line)
