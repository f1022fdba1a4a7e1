"""One build: what was read, in which mode, and what the generator's doorways ask about it.

Knows no generator. `opened()` gives the build that is under way; a generator started by hand (without
generator.py) gets a preview of the repository it stands in."""

from __future__ import annotations

import hashlib
import re
from functools import cached_property
from pathlib import Path

from portal import cards, citations, content, digests, forms, health, loudspeaker, practice, projector, speech, stories
from portal.commune import Commune
from portal.content import Page, Site
from portal.laws import Reading, Register
from portal.listings import Listings
from portal.standing import Standing
from portal.views import Mode, View
from portal.words import WORDS

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ("assets/portal.css", "assets/portal.js", "assets/search/start.js", "assets/forms.css",
          "assets/forms/sheet.js", "assets/forms/docx.js", "assets/forms/fill-in.js", "assets/practice.js", "assets/offline/keep.js", "assets/places.js",
          "assets/projector.css", "assets/projector.js", "assets/read-aloud.js")
NOT_FOUND = "khong-thay"                                 # the page that becomes 404.html
TEMPLATES = {"": "home.html", "a-z/": "a-z.html", "tim-kiem/": "search.html", "phap-luat/": "ledger.html",
             "gioi-thieu/cap-nhat/": "updates.html", "gioi-thieu/tu-ngu/": "glossary.html", "gioi-thieu/ke-hoach-2026/": "plan.html",
             "tai-ve/": "downloads.html", "gioi-thieu/tiep-can/": "access.html", "gioi-thieu/dung-khi-mat-mang/": "offline.html"}
_current: list[Build] = []


class Build:
    """The state of one build: made once, asked often, changed never."""

    def __init__(self, site: Site, mode: Mode) -> None:
        self.site, self.mode = site, mode
        self.listings = {lang: Listings(site, lang, drafts=not mode.production) for lang in content.LANGUAGES}
        self.standing = {lang: Standing(listings) for lang, listings in self.listings.items()}
        self.communes = {lang: Commune(site.agency, lang) for lang in content.LANGUAGES}
        self.registers = {lang: Register.of(site, lang) for lang in content.LANGUAGES}
        self.index = citations.Index.of(site)
        self.citations = citations.Extension()           # the Markdown extension; told below which page it works on

    @cached_property
    def withdrawn(self) -> frozenset[str]:
        """Files, from the repository root, that no build may hold."""
        return stories.withdrawn_files(self.site)

    @cached_property
    def pages(self) -> dict[str, Page]:
        """Every page by path, those that are made of data too."""
        made = (content.parse(path, text) for path, text in self.made.items())
        return {page.path: page for page in (*self.site.pages, *(page for page, _ in made))}

    @cached_property
    def made(self) -> dict[str, str]:
        """Pages that no one wrote: path → Markdown with front matter."""
        return {f"docs/vi/{NOT_FOUND}.md": (self.site.root / "docs/mau/khong-thay.md").read_text(encoding="utf-8"), **forms.made(self.site),
                **practice.made(self.site), **projector.made(self.site), **({} if self.mode.production else health.made(self.site))}

    def leaves_out(self, path: str) -> bool:
        """Drafts are not in a production build, pictures of people who withdrew in none; a page saved since the reading waits."""
        page = self.pages.get(path)
        if page is None:
            return path in self.withdrawn or path.endswith(".md")
        return page.is_draft and self.mode.production

    def markdown(self, path: str, lang: str) -> str:
        """What is rendered for a page: a card, a law and a form are composed, a withdrawn story is empty, the rest is as written."""
        page = self.pages[path]
        self.citations.register = self.registers[lang]
        self.citations.page_url, self.citations.reading = self.listings[lang].url(page), Reading.of(page)
        if page.is_withdrawn:
            return ""
        if page.kind == "tinh-huong":
            return cards.compose(page)
        if page.kind == "phap-luat":
            return digests.compose(page, self.index)
        if page.kind == "bieu-mau":
            original = self.pages[path.replace("docs/en/", "docs/vi/", 1)]
            up = "" if page.lang == lang == "vi" else f"../../../bieu-mau/{page.slug}/"
            return _with_sheets(page, forms.markdown(page, forms.forms_of(original), up) if original.data else "")
        if page.kind == "tap-huan":
            return projector.compose(page) if projector.is_kit(page) else practice.compose(page)
        if speech.is_script(page):
            return f"{speech.note(page, self.site, '' if lang == 'vi' else '../../../../' + page.url)}\n\n{page.body}"
        return page.body + loudspeaker.note(page, self.site, "" if lang == "vi" else "../../../" + page.url)

    def view(self, path: str, lang: str) -> View:
        """What templates know of a page; `lang` is the language of the site around it, English for a page that is not translated too."""
        page = self.pages[path]
        return View(page, lang, WORDS[lang], self.listings[lang], self.standing[lang], self.communes[lang], self.mode, self.index)

    def template(self, path: str) -> str:
        """The file of overrides/ that draws a page."""
        page = self.pages[path]
        place = page.place
        if place in TEMPLATES:
            return TEMPLATES[place]
        if page.slug == "index" and page.section:
            return "section.html" if place != "linh-vuc/" else "topics.html"
        if page.section == "bieu-mau" and place.count("/") > 2:          # to fill in or to print, below the form's own page
            return "form.html"
        if page.section == "tap-huan" and (practice.scenes(page) or place.endswith(f"/{practice.QUIZ}/")):
            return "practice.html"
        if page.section == "tap-huan" and place.endswith(f"/{projector.SHOW}/"):
            return "projector.html"
        return "topic.html" if page.section == "linh-vuc" else "main.html"

    @cached_property
    def hashed(self) -> dict[str, str]:
        """Our own style and scripts → their names in the site, with a mark of their bytes: a host may keep them for ever."""
        return {name: _marked(name, (self.site.root / "overrides" / name)) for name in ASSETS if (self.site.root / "overrides" / name).exists()}


def _with_sheets(page: Page, sheets: str) -> str:
    """A form's text with the blank form and the sample after its first section: when to use it, then the paper itself."""
    headings = [found.start() for found in re.finditer(r"^## ", page.body, re.MULTILINE)]
    place = headings[1] if len(headings) > 1 else len(page.body)
    return f"{page.body[:place].rstrip()}\n\n{sheets}\n{page.body[place:]}" if sheets else page.body


def _marked(name: str, file: Path) -> str:
    stem, dot, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(file.read_bytes()).hexdigest()[:8]}{dot}{ending}"


def open_build(site: Site, mode: Mode) -> Build:
    """Makes this the build that the doorways ask about."""
    _current[:] = [Build(site, mode)]
    return _current[0]


def opened() -> Build:
    """The build under way; without one, a preview of the repository that this file stands in."""
    return _current[0] if _current else open_build(content.read(ROOT)[0], Mode())
