"""A folder on loopback and a Chromium that looks at it."""

from __future__ import annotations

import functools
import gzip
import http.server
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from portal.bench.measures import CannotMeasure

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the table is what is wanted."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of loopback; gives its address with the last slash."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def page(address: str) -> Iterator[Any]:
    """Open an address in a fresh Chromium; `asked` on the page are the addresses it fetched, in order.

    Raises:
        CannotMeasure: no browser is there.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as missing:
        raise CannotMeasure("Thiếu bộ thử trình duyệt: cài nhóm test (requirements-test.txt).") from missing
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        opened = browser.new_page()
        opened.asked = []
        opened.on("request", lambda request: opened.asked.append(request.url))
        opened.goto(address)
        yield opened
        browser.close()


def zipped_bytes(folder: Path, address: str, asked: list[str]) -> int:
    """Return how many bytes the fetched files of a folder have, each zipped."""
    names = {url.removeprefix(address).split("?")[0] for url in asked}
    return sum(len(gzip.compress((folder / name).read_bytes(), 9)) for name in sorted(names) if (folder / name).is_file())
