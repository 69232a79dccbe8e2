"""Replace the output folder in one move.

The new tree is staged beside the old one, files that did not change being hard links to it, and takes
its place in one step. A build that is killed leaves the old or the new site whole; what it left
beside the output is cleared away by the next one.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from sistersite.errors import WrongUse
from sistersite.memo import digest
from sistersite.model import Output

MARKER = ".sistersite"
_MARK = "This folder is written by build.py, which replaces it whole. Do not keep files of your own here.\n"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h


def publish(outputs: Iterable[Output], folder: Path) -> str:
    """Make `folder` hold these outputs and nothing else; returns its `listing`.

    Raises WrongUse when the folder holds something that was not written by us.
    """
    folder = folder.absolute()
    recover(folder)
    refuse_foreign(folder)
    staging = folder.with_name(f".{folder.name}.new-{os.getpid()}")
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    made: set[Path] = {staging}
    for output in outputs:
        _stage(output, staging, folder, made)
    (staging / MARKER).write_text(_MARK)
    listed = listing(staging)  # before the swap, after which another build may replace it
    _swap(staging, folder)
    return listed


def put(file: Path, content: bytes) -> None:
    """Write one file into a folder that others use too: it has its old content or its new one, whenever it is looked at."""
    aside = file.with_name(f".{file.name}.new-{os.getpid()}")
    aside.write_bytes(content)
    if file.exists():
        shutil.copymode(file, aside)
    os.replace(aside, file)


def refuse_foreign(folder: Path) -> None:
    """Raises WrongUse for a file, or for a folder with content that does not carry our marker."""
    if folder.is_symlink() or folder.exists() and not folder.is_dir():
        raise WrongUse("use.not-a-folder", folder=folder)
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARKER).is_file():
        raise WrongUse("use.foreign-folder", folder=folder)


def recover(folder: Path) -> None:
    """Put right what a killed build left beside the folder."""
    for left in sorted(folder.parent.glob(f".{folder.name}.*-*")):
        role, _, pid = left.name.removeprefix(f".{folder.name}.").partition("-")
        if role not in ("new", "old") or not pid.isdigit() or int(pid) != os.getpid() and _alive(int(pid)):
            continue
        if role == "old" and not folder.exists():
            os.replace(left, folder)
        else:
            shutil.rmtree(left, ignore_errors=True)


def listing(folder: Path) -> str:
    """A digest of the names, sizes and times of the files in a folder; empty when there is none."""
    if not (folder / MARKER).is_file():
        return ""
    return digest(sorted(_entries(folder, "")))


def clean(folder: Path) -> bool:
    """Remove an output folder of ours. Raises WrongUse when it is not ours."""
    recover(folder.absolute())
    if not folder.exists():
        return False
    refuse_foreign(folder)
    shutil.rmtree(folder)
    return True


def _entries(folder: Path, prefix: str) -> Iterable[tuple[str, int, int]]:
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            yield from _entries(Path(entry.path), f"{prefix}{entry.name}/")
        else:
            stat = entry.stat(follow_symlinks=False)
            yield f"{prefix}{entry.name}", stat.st_size, stat.st_mtime_ns


def _stage(output: Output, staging: Path, old: Path, made: set[Path]) -> None:
    relative = PurePosixPath(output.path)
    if relative.is_absolute() or ".." in relative.parts or not relative.parts:
        raise ValueError(f"output path {output.path!r} leaves the folder")
    target = staging / relative
    if target.parent not in made:
        target.parent.mkdir(parents=True, exist_ok=True)
        made.add(target.parent)
    if _same(old / relative, output.content):
        try:
            os.link(old / relative, target)
            return
        except OSError:  # a file system without hard links
            pass
    target.write_bytes(output.content)


def _same(file: Path, content: bytes) -> bool:
    try:
        return file.stat().st_size == len(content) and file.read_bytes() == content
    except OSError:
        return False


def _swap(staging: Path, folder: Path) -> None:
    if not folder.exists():
        os.rename(staging, folder)
        return
    if _exchange(staging, folder):
        shutil.rmtree(staging)
        return
    old = folder.with_name(f".{folder.name}.old-{os.getpid()}")
    os.rename(folder, old)  # a kill between these two renames is mended by recover()
    os.rename(staging, folder)
    shutil.rmtree(old)


def _exchange(a: Path, b: Path) -> bool:
    """Exchange two folders in one step (renameat2 of Linux); False where the system cannot."""
    if sys.platform != "linux":
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    return renameat2(_AT_FDCWD, os.fsencode(a), _AT_FDCWD, os.fsencode(b), _RENAME_EXCHANGE) == 0


def _alive(pid: int) -> bool:
    if os.name == "nt":  # where signal 0 is no question but Ctrl+C; builds at once are not told apart there
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
