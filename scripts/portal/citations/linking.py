"""Markdown extension: citations in running text become links with a small card (title of the article, status).

Options: `register` (portal.laws.Register), `page_url` (address of the page from the site root, "tinh-huong/x/" or
"en/tinh-huong/x/") and `reading` (portal.laws.Reading). All may be set again on the extension object before each conversion, so one Markdown instance
serves many pages; without a register nothing is linked. Code, links and headings are left alone."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension as MarkdownExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER, AtomicString

from portal import laws
from portal.citations.finding import find
from portal.citations.resolving import Place, Target, read
from portal.laws import Law, Reading, Register
from portal.statutes import CLAUSE_NAME

_LEFT_ALONE = frozenset(["a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "script", "style", "button", "kbd", "samp", "textarea", "svg", "math"])
# The generator checks every relative link it sees; ours come from the register and are right by construction.
# Until it has looked they carry a scheme of their own.
_SCHEME = "portal-law:"
_MARKS = {"con_hieu_luc": "ok", "sap_sua": "soon", "het_hieu_luc": "ended", "bi_thay": "ended"}
_EN = {"con_hieu_luc": "In force", "sap_sua": "In force, being amended", "het_hieu_luc": "No longer in force", "bi_thay": "Replaced"}
_STASHED = re.compile(HTML_PLACEHOLDER.replace("%s", r"(\d+)"))
_TAG = re.compile(r"<(/?)(\w+)")
_LISTED = 3                                     # articles named on the card of a list


class Extension(MarkdownExtension):
    """`Extension(register=…, page_url=…, reading=…)`; see the module."""

    def __init__(self, register: Register | None = None, page_url: str = "", reading: Reading = laws.ANYWHERE) -> None:
        super().__init__()
        self.register = register
        self.page_url = page_url
        self.reading = reading

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_Linker(md, self), "portal-citations", 3)           # after heading ids (8, 5), before the looks (2)
        md.treeprocessors.register(_Addresses(md, self), "portal-citations-addresses", -5)     # after MkDocs has checked links (0)


def makeExtension(**options: object) -> Extension:
    """Called by Markdown when the extension is given by name."""
    return Extension(**options)


class _Linker(Treeprocessor):
    def __init__(self, md: Markdown, extension: Extension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        if self.extension.register is not None:
            _Page(self.extension, self.extension.register, self.md.htmlStash.rawHtmlBlocks).link(root)


class _Addresses(Treeprocessor):
    """Puts in the relative addresses, from the folder of the page to the page of the law in the same language."""

    def __init__(self, md: Markdown, extension: Extension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        here = "/" + self.extension.page_url.removeprefix("en/")
        for link in root.iter("a"):
            if (href := link.get("href", "")).startswith(_SCHEME):
                place, _, anchor = href.removeprefix(_SCHEME).partition("#")
                relative = "" if f"/{place}" == here and anchor else posixpath.relpath(f"/{place}", here) + "/"
                link.set("href", relative + (f"#{anchor}" if anchor else ""))


class _Page:
    """One rendering of one page: where the text stands, and the links put into it."""

    def __init__(self, page: Extension, register: Register, raw_html: list[str]) -> None:
        self.register = register
        self.raw_html = raw_html
        self.raw_depth = 0                      # inside how many raw tags (<a>, <code> …) the text stands
        self.english = page.page_url.startswith("en/")
        address = page.page_url.removeprefix("en/")
        self.place = Place(register.at(address), reading=page.reading)

    def link(self, element: Element) -> None:
        """Links all that stands in an element, in the order of the text."""
        self._notice(element)
        if element.tag in _LEFT_ALONE:
            return
        element.text, children = self._linked(element.text)
        for child in element:
            self.link(child)
            child.tail, after = self._linked(child.tail)
            children += [child, *after]
        if len(children) > len(element):
            element[:] = children

    def _notice(self, element: Element) -> None:
        """Remembers the article and the clause below which the text stands."""
        if element.tag == "h2":
            name = element.get("id", "")
            self.place = replace(self.place, article=name.removeprefix("dieu-") if name.startswith("dieu-") else None, clause=None)
        elif element.tag == "p" and len(element) and (clause := CLAUSE_NAME.fullmatch("".join(element[0].itertext()).strip())):
            self.place = replace(self.place, clause=clause.group(1))

    def _linked(self, text: str | None) -> tuple[str | None, list[Element]]:
        """The text up to the first link, and the links, each with the text after it."""
        if not text or text.isspace() or isinstance(text, AtomicString):
            return text, []
        links: list[Element] = []
        before, position = text, 0
        for (begin, end), targets in self._expressions(text).items():
            link = self._element(targets)
            link.text = AtomicString(text[begin:end])
            if links:
                links[-1].tail = text[position:begin]
            else:
                before = text[:begin]
            links.append(link)
            position = end
        if links:
            links[-1].tail = text[position:]
        return before, links

    def _expressions(self, text: str) -> dict[tuple[int, int], list[Target]]:
        """What is worth a link: the known targets of each span, without those that lead to the page they stand on."""
        found: dict[tuple[int, int], list[Target]] = {}
        hidden = self._raw(text)
        for citation, target in read(text, find(text), self.register, lambda _: self.place):
            if any(begin <= citation.span[0] < end for begin, end in hidden):
                continue
            if target and target.is_known and (target.law is not self.place.law or target.anchor):
                found.setdefault(citation.span, []).append(target)
        return found

    def _raw(self, text: str) -> list[tuple[int, int]]:
        """The stretches of a text that stand inside raw tags to be left alone; Markdown keeps such tags in a stash."""
        found, begin = [], 0
        for stashed in _STASHED.finditer(text):
            raw = str(self.raw_html[int(stashed.group(1))]) if int(stashed.group(1)) < len(self.raw_html) else ""
            tag = _TAG.match(raw)
            if tag and tag.group(2).lower() in _LEFT_ALONE and f"</{tag.group(2)}>" not in raw[1:]:     # a fenced block is stashed whole
                if self.raw_depth:
                    found.append((begin, stashed.start()))
                self.raw_depth = max(0, self.raw_depth + (-1 if tag.group(1) else 1))
                begin = stashed.end()
        return [*found, (begin, len(text))] if self.raw_depth else found

    def _element(self, targets: list[Target]) -> Element:
        first = targets[0]
        ended = " portal-cite--ended" if first.law.has_ended else ""
        anchor = f"#{first.anchor}" if first.anchor else ""
        return Element("a", {"class": f"portal-cite{ended}", "href": f"{_SCHEME}{first.law.url}{anchor}",
                             "data-the": f"{self._titles(targets)} · {self._state(first.law)}", "data-tinh-trang": _MARKS.get(first.law.state, "ok")})

    def _titles(self, targets: list[Target]) -> str:
        law, word = targets[0].law, "Article" if self.english else "Điều"
        articles = list(dict.fromkeys(target.article for target in targets if target.article))
        named = [f"{word} {article}. {law.titles[article]}" if article in law.titles else f"{word} {article}" for article in articles]
        return "; ".join(named[:_LISTED]) + ("…" if len(named) > _LISTED else "") if named else law.title

    def _state(self, law: Law) -> str:
        if not self.english:
            return laws.state(law, self.register)
        heir = self.register.heir(law)
        return _EN.get(law.state, law.state) + (f" by {heir.number}" if heir and law.state == "bi_thay" else "")
