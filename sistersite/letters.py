"""Which letters the site can show."""

from __future__ import annotations

import bisect
import json
import sys


class Letters:
    """The letters that the site's fonts have, or that are left to the reader's own fonts."""

    def __init__(self, coverage: bytes) -> None:
        """Read fonts/coverage.json."""
        held = json.loads(coverage)
        joined: list[tuple[int, int]] = []
        for start, end in sorted([pair for face in held["faces"] for pair in face["ranges"]] + held["system"]):
            if joined and start <= joined[-1][1] + 1:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        self.ranges = tuple(joined)
        self.name = str(self.ranges)
        self.seen: set[str] = set()

    def __str__(self) -> str:  # what a digest takes of it
        return self.name

    def strange(self, text: str) -> set[str]:
        """The letters of a text that no font has; white space is never strange."""
        found = set()
        for letter in set(text) - self.seen:
            at = bisect.bisect(self.ranges, (ord(letter), sys.maxunicode)) - 1
            if letter.isspace() or at >= 0 and self.ranges[at][0] <= ord(letter) <= self.ranges[at][1]:
                self.seen.add(letter)
            else:
                found.add(letter)
        return found
