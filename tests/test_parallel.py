"""Tasks side by side, in processes of their own."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from pathlib import Path

import pytest

from sistersite import parallel
from sistersite.errors import WrongUse
from sistersite.parallel import Stage


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(parallel.sys, "platform", "linux")


def test_results_keep_their_order() -> None:
    assert parallel.side_by_side(lambda n: 2 * n, 5) == [0, 2, 4, 6, 8]
    assert parallel.side_by_side(lambda n: n, 0) == []


def test_few_tasks_are_not_worth_a_process() -> None:
    assert set(parallel.side_by_side(lambda n: os.getpid(), 11, each=6)) == {os.getpid()}
    assert os.getpid() not in parallel.side_by_side(lambda n: os.getpid(), 12, each=6)


def test_where_nothing_can_be_forked_one_does_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel.sys, "platform", "darwin")
    assert parallel.side_by_side(lambda n: os.getpid(), 3) == [os.getpid()] * 3


def test_what_a_task_raises_is_raised_here() -> None:
    def task(n: int) -> None:
        raise ValueError(n)

    with pytest.raises(ValueError, match=r"[01]"):
        parallel.side_by_side(task, 2)


def test_stages_follow_one_another_and_keep_to_their_lanes(tmp_path: Path) -> None:
    """What is set takes turns; what is mended is mended beside it."""

    def stage(name: str, run: int, at_once: int) -> object:
        def do(given: str | None) -> str:
            mark = tmp_path / f"{name}-{run}"
            mark.touch()
            assert len(list(tmp_path.glob(f"{name}-*"))) <= at_once
            time.sleep(0.05)
            mark.unlink()
            return f"{given or ''}{name}{run} "

        return do

    runs = [[Stage("set", stage("set", n, 1), 2), Stage("mend", stage("mend", n, 2))] for n in range(4)]
    assert parallel.relays(runs, {"set": 2, "mend": 2}) == [f"set{n} mend{n} " for n in range(4)]


def test_when_one_fails_all_are_ended(tmp_path: Path) -> None:
    def slow(_: None) -> None:
        time.sleep(60)

    def failing(_: None) -> None:
        raise WrongUse("use.no-document")

    start = time.monotonic()
    with pytest.raises(WrongUse) as raised:
        parallel.relays([[Stage("", slow)], [Stage("", failing)]], {"": 2})
    assert "in failing" in "".join(raised.value.__notes__) and time.monotonic() - start < 30
    assert not multiprocessing.active_children()


def test_a_process_that_is_killed_is_noticed() -> None:
    with pytest.raises(ChildProcessError, match="memory"):
        parallel.relays([[Stage("", lambda _: os.kill(os.getpid(), signal.SIGKILL))]], {"": 1})


def test_no_thread_is_started() -> None:
    """For a process that is forked while another thread holds a lock waits for it for ever."""
    seen = threading.active_count()
    assert parallel.side_by_side(lambda n: threading.active_count(), 4) == [1] * 4 and threading.active_count() == seen
