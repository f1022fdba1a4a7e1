"""Built HTML pages → documents with sections: what the index is made of."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from portal.content import Page, Site
from portal.search.markup import Section, read_html

UNLISTED = frozenset(("", "a-z/", "tim-kiem/", "khong-thay/"))
PRIORS = {"tinh-huong": 1.15, "ky-nang": 1.1, "bieu-mau": 1.05, "phap-luat": 0.95, "guong-hoa-giai": 0.95, "tap-huan": 0.9, "truyen-thong": 0.9}
PLAIN_PRIOR = 0.9
LISTING_PRIOR = 0.7
MAIN_PAGES = "trang-chinh"     # docs/bang/trang-chinh.yml: slugs of the pages that lead their subject
MAIN_PRIOR = 1.15
LINK_PRIOR = 0.05


@dataclass(frozen=True)
class Document:
    """A page of the site as a searcher sees it.

    `url` is the address from the site root. `context` are words that belong to every section (the law an
    article is of); `also` is found with the first section but not shown (the title in
    the other language, what links call the page). `prior` is near 1: how likely the page is wanted at all.
    `apart` is true when each section answers for itself: the articles of a law.
    """

    url: str
    title: str
    kind: str
    status: str
    context: str
    also: str
    apart: bool
    prior: float
    sections: tuple[Section, ...]


def read(site_dir: Path, site: Site, lang: str) -> list[Document]:
    """Return the documents of one language, sorted by address; the staff handbook (so-tay) is left out.

    A page that exists in Vietnamese alone enters the English index with its title_en and description_en.
    """
    pages = [page for page in sorted(site.of(lang), key=lambda page: page.url) if _is_wanted(page, site_dir)]
    built = {page.url: read_html((site_dir / page.url / "index.html").read_text(encoding="utf-8")) for page in pages}
    home = "" if lang == "vi" else f"{lang}/"
    front = site_dir / home / "index.html"                       # its doors say what people call the pages
    doors = {home: read_html(front.read_text(encoding="utf-8")).links} if front.exists() else {}
    linked = _linked(doors | {page.url: built[page.url].links for page in pages if not _is_listing(page)})
    titles = {page.url: page.title for page in site.of("vi")}
    main = frozenset(site.tables.get(MAIN_PAGES) or ())
    found = []
    for page in pages:
        other = _in_english(page) if lang == "vi" else titles.get(page.url.removeprefix("en/"), "")
        found.append(_document(page, built[page.url].sections, other, linked.get(page.url, Linked()), page.slug in main))
    if lang == "en":
        known = {page.url for page in pages}
        found += _untranslated([page for page in site.of("vi") if f"en/{page.url}" not in known and _is_wanted(page, site_dir)])
    return found


def _is_wanted(page: Page, site_dir: Path) -> bool:
    place = page.url.removeprefix("en/")
    return place not in UNLISTED and page.section != "so-tay" and "rut_lai" not in page.meta and (site_dir / page.url / "index.html").exists()


def _is_listing(page: Page) -> bool:
    """Whether most of a page is a list of other pages: its own name and summary are all that is searched."""
    return page.path.endswith("/index.md") or page.section == "linh-vuc" or page.slug == "cap-nhat"


@dataclass(frozen=True)
class Linked:
    """What other pages say of a page: what their links call it, and how many pages link to it."""

    names: tuple[str, ...] = ()
    pages: int = 0


def _linked(links: Mapping[str, Iterable[tuple[str, str]]]) -> dict[str, Linked]:
    """Return address → how other pages link to it; the text of a citation names an article, not the page."""
    names: dict[str, set[str]] = defaultdict(set)
    pages: dict[str, set[str]] = defaultdict(set)
    for url, targets in links.items():
        for href, text in targets:
            target = urljoin(f"/{url}", href.split("#")[0])[1:]
            if target != url:
                pages[target].add(url)
                names[target] |= {text} if text and "#dieu-" not in href else set()
    return {target: Linked(tuple(sorted(names[target])), len(pages[target])) for target in pages}


def _document(page: Page, sections: list[Section], other: str, linked: Linked, is_main: bool) -> Document:
    meta = page.meta
    law = page.kind == "phap-luat" and "so_hieu" in meta
    names = [str(meta.get("so_hieu", "")), *map(str, meta.get("ten_goi") or [])] if law else []
    lead = sections[0].text if sections and not sections[0].anchor and not _is_listing(page) else ""
    said = [str(meta[key]) for key in ("loi_ke", "description") if meta.get(key)]
    text = "\n".join(line for line in (*said, lead) if line)
    rest = () if _is_listing(page) else tuple(section for section in sections if section.anchor)
    return Document(page.url, page.title, _kind(page), str(meta.get("tinh_trang", "")) if law else "",
                    "; ".join((page.title, *names)), "\n".join((other, *said, *linked.names)), law,
                    _prior(page, linked.pages, is_main), (Section("", page.title, text, sections[0].links if lead else ()), *rest))


def _prior(page: Page, links: int, is_main: bool) -> float:
    """Return how likely a page is what is looked for, before any word is read."""
    kind = LISTING_PRIOR if _is_listing(page) else PRIORS.get(page.kind, PLAIN_PRIOR)
    return kind * (MAIN_PRIOR if is_main else 1) * (1 + LINK_PRIOR * math.log2(1 + links))


def _kind(page: Page) -> str:
    return page.kind if page.kind != "trang" else page.section or "trang"


def _in_english(page: Page) -> str:
    return "\n".join(str(page.meta[key]) for key in ("title_en", "description_en") if page.meta.get(key))


def _untranslated(pages: Iterable[Page]) -> list[Document]:
    """Return thin English documents for Vietnamese pages that have no translation."""
    found = []
    for page in sorted(pages, key=lambda page: page.url):
        meta = page.meta
        if title := str(meta.get("title_en", "")):
            found.append(Document(f"en/{page.url}", title, _kind(page), str(meta.get("tinh_trang", "")), str(meta.get("so_hieu", "")), page.title,
                                  False, _prior(page, 0, False), (Section("", title, str(meta.get("description_en", ""))),)))
    return found
