"""A folder on loopback and a Chromium that looks at it."""

from __future__ import annotations

import functools
import gzip
import http.server
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from portal.bench.measures import CannotMeasure

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]
TEXT = (".html", ".css", ".js", ".svg", ".json", ".xml", ".webmanifest")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the table is what is wanted."""


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that leaves before the end is no error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Packed(_Quiet):
    """As a host with packed copies sends them."""

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if (not self.path.partition("?")[0].endswith("/") and file.name == "index.html") or not file.is_file() or file.suffix not in TEXT:
            super().do_GET()
            return
        content = gzip.compress(file.read_bytes(), 9)
        self.send_response(200)
        for name, value in (("Content-Type", self.guess_type(str(file))), ("Content-Encoding", "gzip"), ("Content-Length", str(len(content)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def served(folder: Path, *, packed: bool = False) -> Iterator[str]:
    """Serve a folder on a free port of loopback; gives its address with the last slash."""
    server = _Server(("127.0.0.1", 0), functools.partial(_Packed if packed else _Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def browser(*more: str) -> Iterator[Any]:
    """Open a Chromium.

    Raises:
        CannotMeasure: no browser is there.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as missing:
        raise CannotMeasure("Thiếu bộ thử trình duyệt: cài nhóm test (requirements-test.txt).") from missing
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=[*ARGUMENTS, *more])
        yield opened
        opened.close()


@contextmanager
def page(address: str) -> Iterator[Any]:
    """Open an address in a fresh Chromium; `asked` on the page are the addresses it fetched, in order.

    Raises:
        CannotMeasure: no browser is there.
    """
    with browser() as fresh:
        opened = fresh.new_page()
        opened.asked = []
        opened.on("request", lambda request: opened.asked.append(request.url))
        opened.goto(address)
        yield opened


def zipped_bytes(folder: Path, address: str, asked: list[str]) -> int:
    """Return how many bytes the fetched files of a folder have, each zipped."""
    names = {url.removeprefix(address).split("?")[0] for url in asked}
    return sum(len(gzip.compress((folder / name).read_bytes(), 9)) for name in sorted(names) if (folder / name).is_file())
