"""Remember the result of a pure function by the digest of its inputs.

One file per result below the memo folder. Deleting the folder changes only the time a build takes.
What is remembered must depend on nothing but the inputs named in the key; the digest of our own code,
of the packages in use and of the interpreter is part of every key.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import sys
import sysconfig
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sistersite import parallel

T = TypeVar("T")


def digest(*parts: Any) -> str:
    """A stable hexadecimal digest of plain values, bytes, dataclasses and collections of them.

    It is taken of their JSON, in which a dataclass is its name and its fields: pickles of equal values
    may differ in their bytes, and JSON is written by C code.
    """
    text = json.dumps(parts, default=_plain, ensure_ascii=True, check_circular=False)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return ["bytes", hashlib.blake2b(value, digest_size=16).hexdigest()]
    kind = type(value)
    if hasattr(kind, "__dataclass_fields__"):
        return _digest_once(value) if getattr(kind, "DIGEST_ONCE", False) else [kind.__name__, value.__dict__]
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return str(value)


_once: dict[int, tuple[Any, str]] = {}  # identity → the value, held so that its identity stays its own, and its digest


def _digest_once(value: Any) -> str:
    """The digest of a value whose class says DIGEST_ONCE: it stands on many pages and never changes.

    A value that was read from files may bring the digest of these.
    """
    if given := getattr(value, "digest", ""):
        return given
    if id(value) not in _once:
        fields = {name: getattr(value, name) for name in value.__dataclass_fields__}  # and nothing that was cached beside them
        _once[id(value)] = value, digest(type(value).__name__, fields)
    return _once[id(value)][1]


def fingerprinted(name: str, content: bytes) -> str:
    """The name with a digest of the content before its suffix, so that it can be cached for ever."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.blake2b(content, digest_size=5).hexdigest()}{dot}{suffix}"


@cache
def code() -> str:
    """The digest of this package's files and of the interpreter and packages it runs on."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    packages = sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
    return digest([f.read_bytes() for f in files], packages, sys.version)


class Memo:
    """Results in a folder, or nowhere when the folder is None (then every call computes)."""

    def __init__(self, folder: Path | None) -> None:
        _once.clear()  # a new build has new values; those of the last need not be held any longer
        self.folder = folder
        self.used: set[str] = set()

    def __call__(self, name: str, inputs: tuple[Any, ...], compute: Callable[[], T]) -> T:
        """`compute()`, or what it returned when it was last called with equal inputs."""
        return self.many(name, [inputs], lambda missing: [compute()])[0]

    def many(self, name: str, inputs: Sequence[tuple[Any, ...]], compute: Callable[[list[int]], list[T]]) -> list[T]:
        """As one call for each of the inputs, but `compute` is called once, with the numbers of those not remembered."""
        keys = [f"{name}-{digest(code(), name, one)}" for one in inputs] if self.folder else []
        self.used.update(keys)
        held = {n: kept[0] for n, key in enumerate(keys) if (kept := self._recall(key))}
        missing = [n for n in range(len(inputs)) if n not in held]
        for n, value in zip(missing, compute(missing) if missing else [], strict=True):
            held[n] = value
            if self.folder:
                self._keep(keys[n], value)
        return [held[n] for n in range(len(inputs))]

    def side_by_side(self, name: str, inputs: Sequence[tuple[Any, ...]], task: Callable[[int], T], each: int = parallel.FILES) -> list[T]:
        """As `many`, where the task computes the result for one number; in processes beside this one, if none is for fewer than `each`."""
        return self.many(name, inputs, lambda missing: parallel.side_by_side(lambda n: task(missing[n]), len(missing), each))

    def _recall(self, key: str) -> tuple[Any] | None:
        """What was kept, in a tuple: it may be None itself."""
        file = self.folder / key
        try:
            return (pickle.loads(file.read_bytes()),)
        except FileNotFoundError:
            return None
        except Exception:  # a truncated or foreign file: compute again and replace it
            file.unlink(missing_ok=True)
            return None

    def _keep(self, key: str, value: Any) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            staged = self.folder / f"{key}.{os.getpid()}"
            staged.write_bytes(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
            os.replace(staged, self.folder / key)
        except OSError:  # a folder that cannot be written: do without
            self.folder = None

    def sweep(self, spared: tuple[str, ...] = ()) -> None:
        """Forget what the finished build did not ask for, but nothing of the names that are spared."""
        if self.folder is None or not self.folder.is_dir():
            return
        for entry in os.scandir(self.folder):
            if entry.name not in self.used and "." not in entry.name and entry.name.partition("-")[0] not in spared:  # a dot: being written by another build
                Path(entry.path).unlink(missing_ok=True)
