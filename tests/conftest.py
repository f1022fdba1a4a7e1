"""What every test may ask for: a portal of its own on the disk, the built site, a server on loopback, a real browser."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

import programs

ROOT = Path(__file__).resolve().parents[1]
SITES = ROOT / "tests" / "sites"
ADDRESS = "https://hoa-giai.example/"
PATIENCE = 30_000              # ms, for what a page is expected to show: a small machine under load answers late
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-ipc-flooding-protection"]      # the last: more than 200 fragments one after the other


@pytest.fixture(scope="session", autouse=True)
def own_state(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What a publication leaves on this PC for the next one goes with the tests."""
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))


@pytest.fixture
def portal_of(tmp_path: Path) -> Callable[[str], Path]:
    """A repository whose content is one of tests/sites/: templates and tools are ours, docs/ is a copy to spoil."""
    def make(name: str) -> Path:
        return portal_at(tmp_path / "portal", SITES / name)
    return make


def portal_at(root: Path, content: Path) -> Path:
    root.mkdir(parents=True)
    for shared in ("mkdocs.yml", "overrides", "scripts", "pyproject.toml"):
        (root / shared).symlink_to(ROOT / shared)
    shutil.copytree(content, root / "docs")
    return root


def bytes_of(folder: Path) -> dict[str, bytes]:
    """All files under a folder."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def tiny(portal_of: Callable[[str], Path]) -> Path:
    """The whole portal in a handful of pages."""
    return portal_of("tiny")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real content, built once as a preview."""
    return _build(ROOT, tmp_path_factory.mktemp("built") / "site", production=False)


@pytest.fixture(scope="session")
def tiny_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small portal, built once for production."""
    folder = tmp_path_factory.mktemp("tiny")
    return _build(portal_at(folder / "portal", SITES / "tiny"), folder / "site", production=True)


def _build(root: Path, out: Path, *, production: bool) -> Path:
    from portal import generator
    from portal.views import Mode

    generator.build(root, Mode(production=production, address=ADDRESS), out)
    return out


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """A plain web server: index.html for folders, 404.html for what is not there."""

    def log_message(self, *_: object) -> None:
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.read_bytes())


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder on loopback; gives the address with the last slash."""
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    """The real content on loopback."""
    with served(built) as place:
        yield place


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the installed one, else Playwright's own."""
    path = programs.find("chromium")
    with sync_playwright() as play:
        if path is None and not Path(play.chromium.executable_path).exists():
            programs.need("chromium")
        running = play.chromium.launch(executable_path=path, args=QUIET)
        yield running
        running.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., object]]:
    """Opens an address in a fresh context; the page knows what it asked for (`.asked`) and what went wrong (`.wrong`)."""
    open_contexts: list[BrowserContext] = []

    def go(url: str, *, width: int = 1280, **options: object) -> object:
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        open_contexts.append(context)
        page = context.new_page()
        page.asked, page.wrong = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.goto(url)
        return page

    yield go
    for context in open_contexts:
        context.close()


os.environ.setdefault("PYTHONUTF8", "1")
expect.set_options(timeout=PATIENCE)
