"""A law's page → its Markdown: under each article, the pages of the portal that cite it, the cards first."""

from __future__ import annotations

import posixpath
import re

from portal.citations import Index
from portal.content import Page
from portal.statutes import article_of

ARTICLE = re.compile(r"^## .*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
CITED_AT = {"vi": "Được dẫn tại", "en": "Cited on"}


def compose(page: Page, index: Index) -> str:
    """The body with a line «Được dẫn tại: …» at the end of each article that other pages cite."""
    citing: dict[str, list[Page]] = {}
    for other, articles in index.cited_at(str(page.meta.get("so_hieu", ""))):
        for article in articles:
            citing.setdefault(article, []).append(other)

    def with_pages(section: re.Match) -> str:
        article = article_of(section.group().removeprefix("## "))
        pages = citing.get(article or "", [])
        return f"{section.group().rstrip()}\n\n{_line(page, pages)}\n\n" if pages else section.group()

    return ARTICLE.sub(with_pages, page.body)


def _line(page: Page, pages: list[Page]) -> str:
    folder = posixpath.dirname(page.path)
    links = ", ".join(f"[{_shown(other, page)}]({posixpath.relpath(_path(other, page), folder)})" for other in pages)
    return f"{CITED_AT[page.lang]}: {links}.\n{{: .portal-cited-here }}"


def _shown(other: Page, page: Page) -> str:
    title = other.title if page.lang == "vi" else other.meta.get("title_en", other.title)
    return str(title).replace("[", "(").replace("]", ")")


def _path(other: Page, page: Page) -> str:
    return other.path.replace("docs/vi/", f"docs/{page.lang}/", 1)
