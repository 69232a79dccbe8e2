"""A synthetic site of any size, made of the project's own records: python tests/bench/generate.py DIR CITIES"""

import re
import shutil
import sys
from pathlib import Path

PROJECT = Path(__file__).parent.parent.parent
LIKE = "xian"  # a rich record, so that a synthetic page weighs what a real one does


def generate(root: Path, cities: int) -> None:
    """Fill an empty folder: the real content, and as many cities as asked for."""
    for name in ("content", "cities"):
        shutil.copytree(PROJECT / name, root / name)
    model = {file.name: file.read_text("utf-8") for file in (PROJECT / "cities" / LIKE).glob("*.*")}
    for number in range(cities - sum(1 for f in (root / "cities").iterdir() if f.is_dir())):
        folder = root / "cities" / f"town-{number:04d}"
        folder.mkdir()
        for name, text in model.items():
            if name == "city.yaml":
                text = re.sub(r'(?m)^  (fa|en|own): "([^"]*)"', rf'  \1: "\2 {number}"', text, count=3)
                text = re.sub(r"(?m)^  latitude: .*", f"  latitude: {number % 160 - 80 + 0.5}", text)
                text = re.sub(r"(?m)^  ordinal: .*\n", "", text)
            (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]))
