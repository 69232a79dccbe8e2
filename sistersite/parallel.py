"""Do tasks side by side, each in a forked process of its own. The only door to multiprocessing.

A forked process has all that its parent holds, so a task may be any closure; what it returns is pickled. Only the main thread
forks, and it starts no other: a fork while another thread holds a lock waits for that lock for ever, as the pools of the
standard library may, which replace their processes from a thread. For the same reason nothing is forked after Typst
has run in this process.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

T = TypeVar("T")

FILES = 6  # tasks of some ten milliseconds that are worth a process of their own


@dataclass(frozen=True)
class Stage:
    """A part of a run: it is given what the part before it returned (the first: None), and takes so many places of a lane."""

    lane: str
    do: Callable[[Any], Any]
    places: int = 1


def workers(count: int, each: int = 1) -> int:
    """How many processes are worth while for so many tasks, if none is for fewer than `each`; 1 where none can be forked."""
    return max(1, min(os.cpu_count() or 1, count // each)) if sys.platform == "linux" else 1


def side_by_side(task: Callable[[int], T], count: int, each: int = 1) -> list[T]:
    """The task's result for each number below `count`; an exception of a task is raised here."""
    if (processes := workers(count, each)) < 2:
        return [task(n) for n in range(count)]

    def share(first: int) -> list[T]:
        return [task(n) for n in range(first, count, processes)]

    shares = relays([[Stage("", lambda _, first=first: share(first))] for first in range(processes)], {"": processes})
    return [shares[n % processes][n // processes] for n in range(count)]


def relays(runs: Sequence[Sequence[Stage]], places: Mapping[str, int]) -> list[Any]:
    """What the last stage of each run returns. Each stage has a process of its own, as soon as its lane has places enough.

    In a lane stages take their turns in the order of the runs. Raises what a stage raises, and ChildProcessError when a
    process is ended from outside, as for want of memory; all others are ended then.
    """
    free = dict(places)
    ready: dict[int, tuple[int, Any]] = dict.fromkeys(range(len(runs)), (0, None))  # run → its next stage and what that is given
    running: dict[Connection, tuple[Any, int, int]] = {}  # where its result will come → a process, its run and stage
    results: dict[int, Any] = {}
    try:
        while ready or running:
            full = set()
            for run, (at, given) in sorted(ready.items(), key=lambda one: one[0]):
                stage = runs[run][at]
                if stage.lane in full or free[stage.lane] < stage.places:
                    full.add(stage.lane)
                    continue
                free[stage.lane] -= stage.places
                del ready[run]
                process, receiver = _started(stage.do, given)
                running[receiver] = process, run, at
            for receiver in wait(list(running)):
                process, run, at = running[receiver]
                value = _received(receiver)
                process.join()
                del running[receiver]
                free[runs[run][at].lane] += runs[run][at].places
                if at + 1 < len(runs[run]):
                    ready[run] = at + 1, value
                else:
                    results[run] = value
    finally:
        for process, _, _ in running.values():
            process.terminate()
            process.join()
    return [results[run] for run in range(len(runs))]


def _started(do: Callable[[Any], Any], given: Any) -> tuple[Any, Connection]:
    fork = multiprocessing.get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)
    process = fork.Process(target=_tell, args=(sender, do, given), daemon=True)
    process.start()
    sender.close()  # else the end of the process would not be noticed
    return process, receiver


def _tell(sender: Connection, do: Callable[[Any], Any], given: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process; the one that waits for the others ends them
    try:
        told = True, do(given)
    except Exception as error:
        error.add_note(traceback.format_exc())  # which does not travel by itself
        told = False, error
    with contextlib.suppress(BrokenPipeError):  # nobody waits any longer
        sender.send(told)


def _received(receiver: Connection) -> Any:
    try:
        done, value = receiver.recv()
    except EOFError:
        raise ChildProcessError("a process was ended before it was done, perhaps for want of memory") from None
    finally:
        receiver.close()
    if not done:
        raise value
    return value
