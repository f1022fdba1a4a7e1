"""The built site looked over before it leaves: every link and anchor, every page whole, search finds, nothing from another host, sizes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

from portal.search import lookup

MOST_PAGE, MOST_SITE = 600_000, 500_000_000                # bytes: a page nobody on a weak network opens; a site no host takes
_LOADING = {"script": "src", "img": "src", "iframe": "src", "source": "src", "audio": "src", "video": "src", "embed": "src", "object": "data"}
_TOLD = {"canonical", "alternate", "license", "author"}                                     # links that a browser does not follow by itself
_CSS_OUTSIDE = re.compile(r"(?:@import\s+|url\(\s*)[\"']?(?:https?:)?//")


@dataclass
class Seen:
    """What one page holds: its ids, links, and what it loads by itself."""

    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    title: str = ""
    has_main: bool = False
    refreshes: bool = False


def problems(site: Path) -> list[str]:
    """One Vietnamese sentence for each thing that must not be published; empty when all is well."""
    sizes = {file.relative_to(site).as_posix(): file.stat().st_size for file in sorted(site.rglob("*")) if file.is_file()}
    files = set(sizes)
    pages = {path: _look(site / path) for path in sizes if path.endswith(".html")}
    found = [sentence for path, page in pages.items() for sentence in (*_whole(path, page), *_leads(files, path, page, pages), *_foreign(path, page))]
    found += [f"{path}: kiểu chữ, hình tải từ máy khác" for path in sizes if path.endswith(".css") and _CSS_OUTSIDE.search((site / path).read_text("utf-8", "replace"))]
    return [*found, *_search(site), *_too_large(sizes)]


def _look(file: Path) -> Seen:
    tree = html.document_fromstring(file.read_bytes() or b"<p>", parser=html.HTMLParser(encoding="utf-8"))
    seen = Seen({str(name) for name in tree.xpath("//@id")}, [str(address) for address in tree.xpath("//a/@href")], title=tree.findtext(".//title") or "")
    seen.loads = [str(address) for tag, name in _LOADING.items() for address in tree.xpath(f"//{tag}/@{name}") if address and not address.startswith("data:")]
    seen.loads += [link.get("href") for link in tree.xpath("//link[@href]") if not set(link.get("rel", "").split()) & _TOLD]
    seen.refreshes = bool(tree.xpath("//meta[translate(@http-equiv, 'REFSH', 'refsh') = 'refresh']"))
    seen.has_main = bool(tree.xpath("//main | //*[@role = 'main']"))
    return seen


def _whole(path: str, page: Seen) -> Iterator[str]:
    if not page.title.strip():
        yield f"{path}: trang không có tên (title)"
    if not page.has_main and not page.refreshes and not path.endswith("moi.html"):      # a snippet to be shown inside other sites
        yield f"{path}: trang trống, không có phần chính"


def _leads(files: set[str], path: str, page: Seen, pages: dict[str, Seen]) -> Iterator[str]:
    for link in dict.fromkeys((*page.links, *page.loads)):
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or posixpath.basename(path) == "404.html":      # 404 speaks from the site's address, at any depth
            continue
        there = _there(files, path, unquote(parts.path))
        if there is None:
            yield f"{path}: liên kết tới chỗ không có: {link}"
        elif parts.fragment and there in pages and unquote(parts.fragment) not in pages[there].ids:
            yield f"{path}: liên kết tới mục không có: {link}"


def _there(files: set[str], path: str, target: str) -> str | None:
    """The file that a link means; None when there is none."""
    if not target:
        return path
    place = posixpath.normpath(posixpath.join("/", posixpath.dirname(path), target)).strip("/")
    return next((file for file in (place, f"{place}/index.html".lstrip("/")) if file in files), None)


def _foreign(path: str, page: Seen) -> Iterator[str]:
    for address in page.loads:
        if urlsplit(address).netloc:
            yield f"{path}: tải tệp từ máy khác: {address}"


def _search(site: Path) -> Iterator[str]:
    """Every page that search knows is there, and the words of its own title find it."""
    for lang, search_page in (("vi", "tim-kiem/index.html"), ("en", "en/tim-kiem/index.html")):
        folder = site / "assets" / "search" / lang
        if not (site / search_page).is_file():
            continue
        try:
            index = lookup.read(folder)
        except lookup.Damaged as damaged:
            yield f"assets/search/{lang}/{damaged}: thiếu hoặc hỏng, tìm kiếm sẽ không chạy"
            continue
        for url in index.unfound(lang):
            yield f"{url}: gõ đúng tên trang mà tìm không thấy"
        for url, _ in index.pages:
            if not (site / url / "index.html").is_file():
                yield f"{url}: tìm kiếm dẫn tới trang không có"


def _too_large(sizes: dict[str, int]) -> Iterator[str]:
    for path, size in sizes.items():
        if path.endswith(".html") and size > MOST_PAGE:
            yield f"{path}: trang nặng {size // 1000} kB, nhiều nhất {MOST_PAGE // 1000} kB"
    if (total := sum(sizes.values())) > MOST_SITE:
        yield f"cả trang nặng {total // 1_000_000} MB, nhiều nhất {MOST_SITE // 1_000_000} MB"
