"""Earlier states of the content, from git: which revision to compare with, and its files. The user's tree and index are left alone."""

from __future__ import annotations

import io
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from sistersite.errors import WrongUse

MAIN = ("origin/main", "main")  # names of the main branch

_SAFE = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # Python 3.11.3 and older have no filters


@dataclass(frozen=True)
class Revision:
    name: str  # what people call it
    commit: str

    @property
    def short(self) -> str:
        return self.commit[:8]


def base(root: Path, name: str | None = None) -> Revision:
    """The revision of that name; without one, where the branch left the main branch, else the newest commit.

    Raises WrongUse where there is no git, or no such revision.
    """
    if _git(root, "rev-parse", "--git-dir") is None:
        raise WrongUse("use.no-git", folder=root)
    if name is None:
        found = ((main, _git(root, "merge-base", "HEAD", main)) for main in MAIN)
        name, commit = next(((main, commit) for main, commit in found if commit), ("HEAD", _commit(root, "HEAD")))
    else:
        commit = _commit(root, name)
    if not commit:
        raise WrongUse("use.no-revision", name=name)
    return Revision(name, commit.decode().strip())


def extract(root: Path, revision: Revision, names: tuple[str, ...], folder: Path) -> None:
    """Write what stood below `root` in those folders into another folder."""
    there = (_git(root, "ls-tree", "--name-only", "-z", revision.commit) or b"").decode().split("\0")
    wanted = [name for name in names if name in there]
    packed = _git(root, "archive", "--format=tar", revision.commit, "--", *wanted) if wanted else None
    if packed:
        with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
            tar.extractall(folder, **_SAFE)


def _commit(root: Path, name: str) -> bytes | None:
    return _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")


def _git(root: Path, *arguments: str) -> bytes | None:
    """What git says, or None where it fails or is not installed."""
    try:
        return subprocess.run(["git", "-C", root, *arguments], capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
