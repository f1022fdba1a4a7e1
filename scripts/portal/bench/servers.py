"""Real servers on loopback for a bench: nginx before a folder, sshd for a target. Both are programs of the system."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from portal.bench.measures import CannotMeasure

ALSO_AT = "/usr/sbin"
PATIENCE = 60.0                                  # seconds until a server must listen


def program(name: str, package: str) -> str:
    """The path of a program of the system."""
    found = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), ALSO_AT]))
    if not found:
        raise CannotMeasure(f"Bỏ qua: cần chương trình {name} (gói {package}).")
    return found


def free_port() -> int:
    """A port of loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(command: list[str], port: int, log: Path) -> Iterator[None]:
    """A server from its first answer on the port to the end of the block."""
    with log.open("wb") as said:
        server = subprocess.Popen(command, stdout=said, stderr=said, start_new_session=True)
    try:
        until = time.monotonic() + PATIENCE
        while not _listens(port):
            if server.poll() is not None or time.monotonic() > until:
                raise CannotMeasure(f"{Path(command[0]).name} không chạy: {log.read_text(encoding='utf-8', errors='replace')[-500:]}")
            time.sleep(0.05)                     # nothing else tells that a foreign program listens
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, 15)
        server.wait()


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@contextlib.contextmanager
def nginx(work: Path, *servers: str) -> Iterator[list[int]]:
    """nginx with one server block for each text of settings; gives their ports."""
    ports = [free_port() for _ in servers]
    blocks = "\n".join(f"server {{ listen 127.0.0.1:{port}; {settings} }}" for port, settings in zip(ports, servers, strict=True))
    own = " ".join(f"{name}_temp_path {work}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root;" if os.geteuid() == 0 else ""
    (work / "nginx.conf").write_text(f"daemon off; {user} worker_processes 1; pid {work}/nginx.pid; error_log {work}/error.log;\n"
                                     f"events {{ worker_connections 512; }}\nhttp {{ access_log off; sendfile on; {own}\n{blocks}\n}}\n", encoding="utf-8")
    with running([program("nginx", "nginx-light"), "-c", str(work / "nginx.conf"), "-e", str(work / "error.log")], ports[0], work / "nginx.log"):
        yield ports


@contextlib.contextmanager
def sshd(work: Path) -> Iterator[tuple[int, str, Path]]:
    """An SSH server of this account; gives its port, the fingerprint of its key, and the private key file that it knows."""
    server, keygen, port = program("sshd", "openssh-server"), program("ssh-keygen", "openssh-client"), free_port()
    for name in ("host", "user"):
        subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", str(work / name)], check=True)
    shutil.copy(work / "user.pub", work / "authorized")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    (work / "sshd.conf").write_text(f"Port {port}\nListenAddress 127.0.0.1\nHostKey {work / 'host'}\nAuthorizedKeysFile {work / 'authorized'}\nPermitRootLogin yes\n"
                                    f"StrictModes no\nUsePAM no\nPidFile {work / 'sshd.pid'}\nMaxStartups 200\nSubsystem sftp internal-sftp\n", encoding="utf-8")
    shown = subprocess.run([keygen, "-lf", str(work / "host.pub")], check=True, capture_output=True, text=True).stdout.split()[1]
    with running([server, "-D", "-e", "-f", str(work / "sshd.conf")], port, work / "sshd.log"):
        yield port, shown, work / "user"
