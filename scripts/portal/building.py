"""One build: what was read, in which mode, and what the generator's doorways ask about it.

Knows no generator. `opened()` gives the build that is under way; a generator started by hand (without
generator.py) gets a preview of the repository it stands in."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path

from portal import cards, content
from portal.content import Page, Site
from portal.listings import Listings
from portal.views import Mode, View
from portal.words import WORDS

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ("assets/portal.css", "assets/portal.js", "assets/search/start.js")
NOT_FOUND = "khong-thay"                                 # the page that becomes 404.html
TEMPLATES = {"": "home.html", "a-z/": "a-z.html", "tim-kiem/": "search.html", "phap-luat/": "ledger.html",
             "gioi-thieu/cap-nhat/": "updates.html", "gioi-thieu/tu-ngu/": "glossary.html", "gioi-thieu/ke-hoach-2026/": "plan.html"}
_current: list[Build] = []


class Build:
    """The state of one build: made once, asked often, changed never."""

    def __init__(self, site: Site, mode: Mode) -> None:
        self.site, self.mode = site, mode
        self.listings = {lang: Listings(site, lang, drafts=not mode.production) for lang in content.LANGUAGES}

    @cached_property
    def pages(self) -> dict[str, Page]:
        """Every page by path, those that are made of data too."""
        made = (content.parse(path, text) for path, text in self.made.items())
        return {page.path: page for page in (*self.site.pages, *(page for page, _ in made))}

    @cached_property
    def made(self) -> dict[str, str]:
        """Pages that no one wrote: path → Markdown with front matter."""
        return {f"docs/vi/{NOT_FOUND}.md": (self.site.root / "docs/mau/khong-thay.md").read_text(encoding="utf-8")}

    def leaves_out(self, path: str) -> bool:
        """Drafts are not in a production build."""
        page = self.pages.get(path)
        return bool(page and page.is_draft and self.mode.production)

    def markdown(self, path: str, written: str) -> str:
        """What is rendered for a page: a card is composed, a withdrawn story is empty, the rest is as written."""
        page = self.pages.get(path)
        if page is None:
            return written
        if "rut_lai" in page.meta:
            return ""
        return cards.compose(page) if page.kind == "tinh-huong" else page.body

    def view(self, path: str, lang: str) -> View:
        page = self.pages[path]
        return View(page, lang, WORDS[lang], self.listings[lang], self.mode, self.site.tables.get("co-quan") or {})

    def template(self, path: str) -> str:
        page = self.pages[path]
        place = page.url.removeprefix("en/")
        if place in TEMPLATES:
            return TEMPLATES[place]
        if place == f"{page.section}/":
            return "section.html"
        return "topic.html" if page.section == "linh-vuc" else "main.html"

    @cached_property
    def hashed(self) -> dict[str, str]:
        """Our own style and scripts → their names in the site, with a mark of their bytes: a host may keep them for ever."""
        return {name: _marked(name, (self.site.root / "overrides" / name)) for name in ASSETS if (self.site.root / "overrides" / name).exists()}


def _marked(name: str, file: Path) -> str:
    stem, dot, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(file.read_bytes()).hexdigest()[:8]}{dot}{ending}"


def open_build(site: Site, mode: Mode) -> Build:
    """Makes this the build that the doorways ask about."""
    _current[:] = [Build(site, mode)]
    return _current[0]


def opened() -> Build:
    return _current[0] if _current else open_build(content.read(ROOT)[0], Mode())
