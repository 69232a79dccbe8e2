"""Files of npm packages, for the steps that maintainers run by hand; an archive other than the one we know is refused."""

from __future__ import annotations

import base64
import hashlib
import io
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path


def fetch(package: str, sha512: str, folder: Path) -> dict[str, bytes]:
    """The files of a package (name@version), by path; `sha512` is its archive's, in base64.

    Raises OSError when npm is missing, subprocess.CalledProcessError when it fails, ValueError when the
    archive is not the one we know.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise OSError("npm is not installed")
    home = Path(tempfile.mkdtemp(dir=folder))
    subprocess.run([npm, "pack", package, "--pack-destination", home], check=True, capture_output=True)
    [archive] = home.iterdir()
    data = archive.read_bytes()
    if base64.b64encode(hashlib.sha512(data).digest()).decode() != sha512:
        raise ValueError(f"{package}: not the archive we know")
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        files = [member for member in tar if member.isfile()]
        return {member.name.partition("/")[2]: tar.extractfile(member).read() for member in files}
