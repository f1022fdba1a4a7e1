"""System programs that tests need: an installed one; on Debian as root fetched by apt-get; else the test is skipped by name.

With CI=true nothing is skipped for that reason: the test fails and says what is missing."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess

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
