"""Real servers on loopback for the targets; each lives as long as the tests need it."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import programs
import small_site
from hosting_servers import REDIRECTS, free_port, running
from portal import publish


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    base = tmp_path_factory.mktemp("sites")
    return lambda version: small_site.make(base / version, version)


@pytest.fixture
def quiet() -> publish.Options:
    return publish.Options(say=lambda _: None, by="Chị Hoa", redirects=REDIRECTS)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, sites: Callable[[str], Path]) -> Path:
    """A folder target with one release, readable by the server's user."""
    place = tmp_path_factory.mktemp("srv")
    for folder in (place, *place.parents[:2]):
        folder.chmod(0o755)
    assert publish.publish(sites("mot"), place.as_uri(), publish.Options(say=lambda _: None, by="x", redirects=REDIRECTS)).code == 0
    return place


@pytest.fixture(scope="session")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., object]]:
    """Makes SSH servers of the user who runs the tests; `HOME` gets a key that they know."""
    program, work = programs.need("sshd"), tmp_path_factory.mktemp("ssh")
    work.chmod(0o700)
    for name in ("host", "host2", "user"):
        subprocess.run([shutil.which("ssh-keygen") or "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(work / name)], check=True)
    (work / "authorized").write_text((work / "user.pub").read_text(encoding="utf-8"), encoding="utf-8")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    with contextlib.ExitStack() as stack:
        def start(*lines: str, host_key: str = "host") -> tuple[int, Path]:
            port = free_port()
            config = work / f"sshd-{port}.conf"
            config.write_text("\n".join([f"Port {port}", "ListenAddress 127.0.0.1", f"HostKey {work / host_key}",
                                         f"AuthorizedKeysFile {work / 'authorized'}", "PermitRootLogin yes",

                                         "StrictModes no", "UsePAM no", "PasswordAuthentication yes", f"PidFile {work / 'pid'}",
                                         "Subsystem sftp internal-sftp", *lines, ""]), encoding="utf-8")
            stack.enter_context(running([program, "-D", "-e", "-f", str(config)], port, work / f"sshd-{port}.log"))
            return port, work
        yield start
