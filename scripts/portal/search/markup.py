"""HTML of a built page → its sections (by headings that carry an id) and its links."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from portal import kept
from portal.search import analysis

_BLOCKS = frozenset((
    "p", "li", "dt", "dd", "td", "th", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "div", "section", "blockquote", "figcaption",
    "summary", "table", "ul", "ol", "dl"))
_HEADINGS = frozenset(("h2", "h3"))
_UNREAD = frozenset(("script", "style", "svg", "nav", "form", "button", "template", "aside", "footer", "header", "noscript", "h1"))
_UNREAD_CLASSES = frozenset(("headerlink", "portal-hidden", "portal-chip", "portal-meta", "portal-jump", "portal-cited-here"))    # links to here, lists of other pages, states
_NEXT = "portal-next"          # pages to read next: what they are called says something of them, nothing of this page
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])


@dataclass(frozen=True)
class Section:
    """A part of a page that can be pointed at; paragraphs stand on lines of their own.

    `links` are the addresses that its links name, as written."""

    anchor: str
    heading: str
    text: str
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class Built:
    """A built page: its sections (the first one, without anchor, stands before any heading) and (href, text) of its links."""

    sections: list[Section]
    links: list[tuple[str, str]]


def read_html(html: str) -> Built:
    """Return what stands in the <article> of a page (in <main> where there is none)."""
    container = "article" if "<article" in html else "main"
    text = html[html.find(f"<{container}") : html.rfind(f"</{container}>")]        # the lists around it are longer than most pages
    return kept.recall("search", (container, text), lambda: _read(container, text))


def _read(container: str, html: str) -> Built:
    root = etree.fromstring(html, etree.HTMLParser(recover=True, remove_comments=True))
    reader = _Reader()
    reader.inside(next(root.iter(container)))
    sections = [Section(anchor, _line(heading), _lines(text), tuple(links)) for anchor, heading, text, links in reader.found]
    return Built([section for section in sections if section.heading or section.text], [(href, _line(text)) for href, text in reader.links])


class _Reader:
    """Collects the text of <main> (or <article>) by headings that carry an id."""

    def __init__(self) -> None:
        self.onward = 0         # how deep inside the pages to read next
        self.in_heading = False
        self.link: list[str] | None = None
        self.found: list[tuple[str, list[str], list[str], list[str]]] = [("", [], [], [])]
        self.links: list[tuple[str, list[str]]] = []

    def inside(self, element: etree._Element) -> None:
        """Read the text of an element and of all in it, in the order of the page."""
        if element.text:
            self._say(element.text)
        for child in element:
            if child.tag in _VOID:
                self._say("\n" if child.tag == "br" else " ")
            else:
                classes = (child.get("class") or "").split()
                if child.tag not in _UNREAD and _UNREAD_CLASSES.isdisjoint(classes):
                    self.onward += _NEXT in classes
                    self._element(child)
                    self.onward -= _NEXT in classes
            if child.tail:
                self._say(child.tail)

    def _element(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _HEADINGS and element.get("id"):
            self.found.append((element.get("id"), [], [], []))
            self.in_heading = True
            self.inside(element)
            self.in_heading = False
        elif tag == "a":
            self._open_link(element.get("href") or "")
            self.inside(element)
            self.link = None
        elif tag in _BLOCKS:
            self._say("\n")
            self.inside(element)
            self._say("\n")
        else:
            self.inside(element)

    def _open_link(self, href: str) -> None:
        if ":" in href or href.startswith("#"):
            return
        self.link = []
        self.links.append((href, self.link))
        if not self.onward:
            self.found[-1][3].append(href)

    def _say(self, text: str) -> None:
        if not self.onward:
            self.found[-1][1 if self.in_heading else 2].append(text)
        if self.link is not None:
            self.link.append(text)


def _line(parts: list[str]) -> str:
    return " ".join(analysis.clean("".join(parts)).replace("¶", " ").split())


def _lines(parts: list[str]) -> str:
    lines = (" ".join(line.split()) for line in analysis.clean("".join(parts)).replace("¶", " ").split("\n"))
    return "\n".join(line for line in lines if line)
