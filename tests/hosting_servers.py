"""Real web servers on loopback, and how to ask them."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import programs

REDIRECTS = {"tinh-huong/ten-cu/": "tinh-huong/vay-no/", "en/old/": "en/", "Tên cũ (bản 1)/": "en/", 'a"; return 200 "': "en/", "a\nb": "en/"}


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(port: int, path: str, **headers: str) -> Answer:
    """One GET; nothing is followed or unpacked."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


@contextlib.contextmanager
def running(command: list[str], port: int, log: Path, **more: object) -> Iterator[subprocess.Popen[bytes]]:
    """A server from its start to its answer on the port, ended with its children at the close."""
    with log.open("wb") as out:
        server = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True, **more)  # type: ignore[call-overload]
    try:
        for _ in range(1200):                         # a minute and more: machines are busy
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.5):
                break
            if server.poll() is not None:
                pytest.fail(f"{command[0]}: {log.read_text(encoding='utf-8', errors='replace')[-800:]}")
            time.sleep(0.05)                          # the only way to know that a foreign program listens
        yield server
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, 15)
        server.wait(timeout=120)


@contextlib.contextmanager
def nginx_of(root: Path, work: Path) -> Iterator[int]:
    """nginx as the guide sets it up: root, and our file included."""
    program, port = programs.need("nginx"), free_port()
    user = "user root;" if os.geteuid() == 0 else ""
    (work / "nginx.conf").write_text(f"""daemon off; {user} worker_processes 1; pid {work}/pid; error_log {work}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off; client_body_temp_path {work}/b; proxy_temp_path {work}/p; fastcgi_temp_path {work}/f; uwsgi_temp_path {work}/u; scgi_temp_path {work}/s;
  server {{ listen 127.0.0.1:{port}; root {root}/current; include {root}/current/.may-chu/nginx.conf; }}
}}
""", encoding="utf-8")
    with running([program, "-c", str(work / "nginx.conf"), "-e", str(work / "error.log")], port, work / "out.log"):
        yield port


@contextlib.contextmanager
def apache_of(root: Path, work: Path, *, rented: bool = False) -> Iterator[int]:
    """Apache as the guide sets it up: modules that Debian turns on or has at hand, our file included; a rented place has the .htaccess alone."""
    program, port = programs.need("apache2"), free_port()
    modules = Path("/usr/lib/apache2/modules")
    wanted = ("mpm_event", "authz_core", "mime", "dir", "rewrite", "headers", "setenvif", "negotiation", "autoindex", "deflate", "filter")
    loads = "\n".join(f"LoadModule {name}_module {modules}/mod_{name}.so" for name in wanted)
    user = "User www-data\nGroup www-data" if os.geteuid() == 0 else ""
    (work / "apache.conf").write_text(f"""ServerRoot {work}
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {work}/pid
ErrorLog {work}/error.log
{loads}
{user}
TypesConfig /etc/mime.types
DocumentRoot {root}/current
{"" if rented else f"Include {root}/current/.may-chu/apache.conf"}
<Directory />
  Require all denied
</Directory>
<Directory {root}>
  Require all granted
  AllowOverride All
  Options FollowSymLinks
</Directory>
""", encoding="utf-8")
    with running([program, "-X", "-f", str(work / "apache.conf")], port, work / "out.log"):
        yield port


class Cutter:
    """A line to the server that is cut after so many bytes from us."""

    def __init__(self, port: int, after: int) -> None:
        self.port, self.left = port, after
        self.server = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        here, _ = self.server.accept()
        there = socket.create_connection(("127.0.0.1", self.port))
        back = threading.Thread(target=self._pump, args=(there, here, False), daemon=True)
        back.start()
        self._pump(here, there, True)
        for end in (here, there):
            end.shutdown(socket.SHUT_RDWR)
        back.join()
        here.close()
        there.close()
        self.server.close()

    def _pump(self, source: socket.socket, goal: socket.socket, counted: bool) -> None:
        try:
            while data := source.recv(4096):
                self.left -= len(data) if counted else 0
                if self.left < 0:
                    return
                goal.sendall(data)
        except OSError:
            return
