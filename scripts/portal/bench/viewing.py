"""`portal bench first-view`: what a phone fetches for the first view of every template, with nothing kept from before.

Of the site in site/: requests, bytes of the page and of all that it asks for, packed (gzip) and as a host sends them that packs nothing."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path

from portal.bench import building, chromium, measures

TEMPLATES = building.ROOT / "tests" / "browser" / "templates.txt"
QUERY, CARD = "hang xom lan dat", "tinh-huong/ranh-gioi-dat/"
QUESTIONS = ".portal-asks"                               # what the card is opened for
FOUND = 'ol.ket-qua[aria-busy="false"] a[data-ket-qua]'


def first_view() -> str:
    """The table of all templates in Markdown; the last row goes from the home page by a search to a card.

    Raises:
        CannotMeasure: the site is not built, or no browser is there."""
    site_dir = building.ROOT / "site"
    if not (site_dir / CARD / "index.html").exists():
        raise measures.CannotMeasure("Chưa có trang trong site/. Chạy  portal build  trước.")
    places = [line for line in TEMPLATES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    with chromium.served(site_dir) as address, chromium.browser() as browser:
        rows = [[f"/{place}", *_weights(site_dir, place, _asked(browser, address, place))] for place in places]
        searched = _weights(site_dir, CARD, _asked(browser, address, "", search=True))
    head = ["page", "requests", "page, kB gzip", "all, kB gzip", "all, kB unpacked"]
    return measures.table(head, [*rows, ["home, search, card", *searched]])


def _asked(browser: object, address: str, place: str, *, search: bool = False) -> list[str]:
    """The addresses of files that one visit fetches, each once, in a phone's width and with an empty cache."""
    context = browser.new_context(viewport={"width": 360, "height": 720})
    page = context.new_page()
    asked: dict[str, None] = {}
    page.on("request", lambda request: asked.setdefault(request.url.removeprefix(address).partition("?")[0].partition("#")[0]))
    page.goto(address + place)
    if search:
        page.get_by_role("searchbox").first.fill(QUERY)
        page.keyboard.press("Enter")
        page.locator(FOUND).first.click()
        page.locator(QUESTIONS).wait_for()
    page.wait_for_load_state("networkidle")
    context.close()
    return [url for url in asked if not url.startswith("data:")]


def _weights(site_dir: Path, place: str, asked: Iterable[str]) -> list[object]:
    files = [_content(site_dir, name) for name in asked]
    return [len(files), _kilobytes(_packed(_content(site_dir, place))), _kilobytes(sum(map(_packed, files))), _kilobytes(sum(map(len, files)))]


def _content(site_dir: Path, name: str) -> bytes:
    return (site_dir / (f"{name}index.html" if name.endswith("/") or not name else name)).read_bytes()


def _packed(content: bytes) -> int:
    return len(gzip.compress(content, 9))


def _kilobytes(size: int) -> str:
    return f"{size / 1000:.1f}"
