"""The scores of Lighthouse, on a phone, for a page of every kind in both languages: `make lighthouse`.

Served as by a good host: packed, with the right types, what has a digest in its name kept for a year. Exit
code 1 when a score is below 100. The page for wrong addresses is left out; of the office's board, which asks not
to be indexed, it is not asked whether it can be found.

    python tests/lighthouse/lighthouse.py [--only REGEX]
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from browser import browsing  # noqa: E402
from browser.browsing import LANGUAGES  # noqa: E402

HERE = Path(__file__).parent
SCORES = ("performance", "accessibility", "best-practices", "seo")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", metavar="REGEX", help="addresses in which this is found, such as fa/$|timeline")
    parser.add_argument("--runs", type=int, default=3, help="of each page, of which the one in the middle counts (default: 3)")
    options = parser.parse_args()
    at = browsing.chromium()
    if at is None:
        raise SystemExit("chromium is missing: tests/setup.sh says how to get it")
    if not (HERE / "node_modules/lighthouse").is_dir():
        raise SystemExit("Lighthouse is missing: make lighthouse brings it; it wants Node.js with npm")
    below: list[str] = []
    print(f"{'':<34}" + "".join(f"{name:>16}" for name in SCORES))
    with tempfile.TemporaryDirectory() as folder, browsing.served(Path(folder) / "public", browsing.build) as site:
        pages = [f"{code}/{found[0]}" for kind, found in site.kinds.items() if kind != "404" for code in LANGUAGES]
        command = ["node", str(HERE / "lighthouse.mjs"), str(options.runs), *(site.address + page for page in pages if re.search(options.only, page))]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "CHROME_PATH": at})
        for line in process.stdout:
            told = json.loads(line)
            address = told["address"].removeprefix(site.address)
            scores = [told["scores"].get(name) for name in SCORES]
            print(f"{address:<34}" + "".join(f"{'–' if score is None else score:>16}" for score in scores), flush=True)
            if told["error"] or any(score != 100 for score in scores):
                below += [f"{address}: {' | '.join(filter(None, one))}" for one in told["below"]] or [f"{address}: {told['error']}"]
        code = process.wait()
    print("\n".join(below) or ("Every score is 100." if code == 0 else ""))
    return 1 if below or code else 0


if __name__ == "__main__":
    sys.exit(main())
