"""System programs (and a small disk) that tests need: an installed one; on Debian as root fetched by apt-get; else the test is skipped by name.

With CI=true nothing is skipped for that reason: the test fails and says what is missing."""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = {"chromium": "chromium", "nginx": "nginx-light", "apache2": "apache2", "sshd": "openssh-server", "vsftpd": "vsftpd",
           "soffice": "libreoffice-writer-nogui", "pdftotext": "poppler-utils", "pdftoppm": "poppler-utils", "node": "nodejs", "npm": "npm"}
ALSO_AT = ("/usr/sbin", "/usr/bin", "/snap/bin")


@functools.cache
def find(name: str) -> str | None:
    """The program's path; None when it is not here and cannot be fetched."""
    path = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *ALSO_AT]))
    if path or not shutil.which("apt-get") or os.geteuid() != 0:
        return path
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run(["apt-get", "update", "-qq"], **quiet)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", PACKAGE.get(name, name)], **quiet)
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *ALSO_AT]))


def need(name: str) -> str:
    """The program's path, or the test ends here."""
    path = find(name)
    if path is None:
        missing = f"cần chương trình «{name}» (gói Debian: {PACKAGE.get(name, name)})"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return path


@contextlib.contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[None]:
    """A disk of that size at the folder; where the system gives none the test is skipped."""
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "none", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("máy này không cho gắn một đĩa nhỏ để thử")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
