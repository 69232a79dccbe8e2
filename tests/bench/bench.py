"""Speed and memory of builds, measured as a user meets them: whole processes, from outside.

Prints a table for the real content, with its posters and link pictures and without, and for a synthetic
site of 1,000 cities, without; then one for the PDF files of the real content. Cold means: no memo and no
output folder, files in the system's cache. Times are medians in seconds; memory is the largest sum over the
process and its children, sampled every 5 ms.

    python tests/bench/bench.py [--runs N] [--cities N]
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from generate import PROJECT, generate  # noqa: E402

PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
EDITED = "cities/florence/city.yaml"


def tree_memory(pid: int) -> int:
    """Resident memory in bytes of a process and its descendants (Linux; 0 elsewhere)."""
    total, wanted = 0, [pid]
    while wanted:
        one = wanted.pop()
        try:
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * PAGE
            for task in Path(f"/proc/{one}/task").iterdir():
                wanted += map(int, (task / "children").read_text().split())
        except (OSError, ValueError, IndexError):
            continue
    return total


def run(root: Path, *more: str, verb: str = "build") -> tuple[float, float]:
    """Seconds and megabytes of one build."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}  # as on a user's machine
    command = [sys.executable, str(PROJECT / "build.py"), verb, "--root", str(root), "--date", "2026-11-22", "--lang", "en", *more]
    peak, start = 0, time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    ended = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not ended.is_set():
            peak = max(peak, tree_memory(process.pid))
            time.sleep(0.005)

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    seconds = time.perf_counter() - start
    ended.set()
    watcher.join()
    if code:
        raise SystemExit(f"the build failed with exit code {code}")
    return seconds, peak / 1e6


def change_a_fact(file: Path) -> None:
    """Add a letter to the first sentence about the city itself."""
    text = file.read_text("utf-8")
    at = text.index('en: "', text.index("\nprofile:")) + len('en: "')
    file.write_text(text[:at] + "x" + text[at:], "utf-8")


def measure(name: str, root: Path, runs: int, *more: str) -> None:
    cold, same, edit, memory = [], [], [], []
    run(root, *more)  # compiles our modules and warms the system's cache
    for _ in range(runs):
        shutil.rmtree(root / ".cache", ignore_errors=True)
        shutil.rmtree(root / "public", ignore_errors=True)
        for times, change in ((cold, False), (same, False), (edit, True)):
            if change:
                change_a_fact(root / EDITED)
            seconds, megabytes = run(root, *more)
            times.append(seconds)
            memory.append(megabytes)
    pages = sum(1 for _ in (root / "public").rglob("*.html"))
    row = (statistics.median(cold), statistics.median(same), statistics.median(edit))
    print(f"{name:<22}{pages:>7}{row[0]:>9.2f}{row[1]:>11.2f}{row[2]:>10.2f}{row[0] / pages * 1000:>11.1f}{max(memory):>9.0f}", flush=True)


def measure_books(name: str, root: Path, runs: int, *more: str) -> None:
    cold, same, memory = [], [], []
    out = root / "pdf"
    for _ in range(runs):
        shutil.rmtree(root / ".cache", ignore_errors=True)
        shutil.rmtree(out, ignore_errors=True)
        for times in (cold, same):
            seconds, megabytes = run(root, "--out", str(out), *more, verb="pdf")
            times.append(seconds)
            memory.append(megabytes)
    files = list(out.glob("*.pdf"))
    size = sum(file.stat().st_size for file in files) / 1e6
    print(f"{name:<22}{len(files):>7}{statistics.median(cold):>9.2f}{statistics.median(same):>11.2f}{size:>10.1f}{max(memory):>20.0f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--cities", type=int, default=1000)
    options = parser.parse_args()
    print(f"{'site':<22}{'pages':>7}{'cold s':>9}{'unchanged':>11}{'one edit':>10}{'ms a page':>11}{'peak MB':>9}")
    with tempfile.TemporaryDirectory() as folder:
        quick = ("--no-drawings",)
        for name, cities, runs, more in (
            ("real content", 0, options.runs, ()), ("without drawings", 0, options.runs, quick), (f"{options.cities:,} cities", options.cities, 2, quick),
        ):  # fmt: skip
            root = Path(folder) / name.replace(" ", "-")
            root.mkdir()
            generate(root, cities)
            measure(name, root, runs, *more)
        print(f"\n{'PDF':<22}{'files':>7}{'cold s':>9}{'unchanged':>11}{'MB':>10}{'peak MB':>20}")
        real = Path(folder) / "real-content"
        measure_books("both books", real, 2, "--edition", "print")
        measure_books("books and hand-outs", real, 2, "--edition", "screen")


if __name__ == "__main__":
    main()
