"""Built HTML pages → documents with sections: what the index is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from portal.content import Page, Site

_BLOCKS = frozenset("p li dt dd td th tr h1 h2 h3 h4 h5 h6 div section blockquote figcaption summary table ul ol dl".split())
_HEADINGS = frozenset(("h2", "h3"))
_UNREAD = frozenset(("script", "style", "svg", "nav", "form", "button", "template", "aside", "footer", "header", "noscript"))
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass(frozen=True)
class Section:
    """A part of a page that can be pointed at; paragraphs stand on lines of their own."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True)
class Document:
    """A page of the site as a searcher sees it.

    `url` is the address from the site root. `context` are words that belong to every section (the law an
    article is of). `apart` is true when each section answers for itself: the articles of a law.
    """

    url: str
    title: str
    kind: str
    status: str
    context: str
    apart: bool
    sections: tuple[Section, ...]


def read(site_dir: Path, site: Site, lang: str) -> list[Document]:
    """Return the documents of one language, sorted by address; drafts of staff (so-tay) are left out.

    A page that exists in Vietnamese alone enters the English index with its title_en and description_en.
    """
    found = []
    for page in sorted(site.of(lang), key=lambda page: page.url):
        file = site_dir / page.url / "index.html"
        if page.section == "so-tay" or page.slug in ("tim-kiem", "404") or not file.exists():
            continue
        found.append(_document(page, _Reader.sections(file.read_text(encoding="utf-8"))))
    if lang == "en":
        found += _untranslated(site, {document.url for document in found})
    return found


def _document(page: Page, sections: list[Section]) -> Document:
    meta = page.meta
    law = page.kind == "phap-luat" and "so_hieu" in meta
    said = [str(meta.get(key, "")) for key in ("loi_ke", "description")]
    names = [page.title, str(meta.get("so_hieu", "")), *map(str, meta.get("ten_goi") or [])] if law else [page.title]
    lead = sections[0] if sections and not sections[0].anchor else Section("", "", "")
    lead_text = "\n".join(line for line in [*said, lead.text, "; ".join(names[1:])] if line.strip())
    rest = [section for section in sections if section is not lead]
    return Document(page.url, page.title, page.kind if page.kind != "trang" else page.section or "trang",
                    str(meta.get("tinh_trang", "")) if law else "", "; ".join(names), law,
                    (Section("", page.title, lead_text), *rest))


def _untranslated(site: Site, known: set[str]) -> list[Document]:
    """Return thin English documents for Vietnamese pages that have no translation."""
    found = []
    for page in sorted(site.of("vi"), key=lambda page: page.url):
        url, meta = f"en/{page.url}", page.meta
        if url in known or page.section == "so-tay" or page.slug == "tim-kiem" or not meta.get("title_en"):
            continue
        title = str(meta["title_en"])
        text = "\n".join((str(meta.get("description_en", "")), page.title))
        found.append(Document(url, title, page.kind if page.kind != "trang" else page.section or "trang",
                              str(meta.get("tinh_trang", "")), str(meta.get("so_hieu", "")), False, (Section("", title, text),)))
    return found


class _Reader(HTMLParser):
    """Collects the text of <main> (or <article>) by headings that carry an id."""

    def __init__(self, container: str) -> None:
        super().__init__(convert_charrefs=True)
        self.container = container
        self.depth = 0          # how deep inside the container; 0 is outside
        self.unread = 0         # how deep inside something not to be read
        self.heading = ""       # name of the open heading tag
        self.found: list[tuple[str, list[str], list[str]]] = [("", [], [])]

    @classmethod
    def sections(cls, html: str) -> list[Section]:
        """Return the sections in order; the first one, without anchor, is what stands before any heading."""
        container = "article" if "<article" in html else "main"
        reader = cls(container)
        reader.feed(html)
        reader.close()
        return [Section(anchor, _line(heading), _lines(text)) for anchor, heading, text in reader.found
                if _line(heading) or _lines(text)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if not self.depth:
            self.depth = int(tag == self.container)
            return
        if tag in _VOID:
            self._say("\n" if tag == "br" else " ")
            return
        self.depth += 1
        if self.unread or tag in _UNREAD or tag == "h1" or "headerlink" in (given.get("class") or "") or "data-khong-tim" in given:
            self.unread += 1
            return
        if tag in _HEADINGS and given.get("id"):
            self.heading = tag
            self.found.append((given["id"] or "", [], []))
        elif tag in _BLOCKS:
            self._say("\n")

    def handle_endtag(self, tag: str) -> None:
        if not self.depth or tag in _VOID:
            return
        self.depth -= 1
        if self.unread:
            self.unread -= 1
        elif tag == self.heading:
            self.heading = ""
        elif tag in _BLOCKS:
            self._say("\n")

    def handle_data(self, data: str) -> None:
        if self.depth and not self.unread:
            self._say(data)

    def _say(self, text: str) -> None:
        self.found[-1][1 if self.heading else 2].append(text)


def _line(parts: list[str]) -> str:
    return " ".join("".join(parts).replace("¶", " ").split())


def _lines(parts: list[str]) -> str:
    lines = (" ".join(line.split()) for line in re.split(r"\n", "".join(parts).replace("¶", " ")))
    return "\n".join(line for line in lines if line)
