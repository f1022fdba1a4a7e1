"""The built site looked over before it leaves: every link and anchor, every page whole, search finds, nothing from another host, sizes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from portal.search import lookup

MOST_PAGE, MOST_SITE = 600_000, 500_000_000                # bytes: a page nobody on a weak network opens; a site no host takes
_LOADING = {"script": "src", "img": "src", "iframe": "src", "source": "src", "audio": "src", "video": "src", "embed": "src", "object": "data"}
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
    pages = {file.relative_to(site).as_posix(): _look(file) for file in sorted(site.rglob("*.html"))}
    found = [sentence for path, page in pages.items() for sentence in (*_whole(path, page), *_leads(site, path, page, pages), *_foreign(path, page))]
    for file in sorted(site.rglob("*.css")):
        if _CSS_OUTSIDE.search(file.read_text(encoding="utf-8", errors="replace")):
            found.append(f"{file.relative_to(site).as_posix()}: kiểu chữ, hình tải từ máy khác")
    return [*found, *_search(site), *_sizes(site)]


def _look(file: Path) -> Seen:
    reader = _Reader()
    reader.feed(file.read_text(encoding="utf-8", errors="replace"))
    reader.close()
    return reader.seen


def _whole(path: str, page: Seen) -> Iterator[str]:
    if not page.title.strip():
        yield f"{path}: trang không có tên (title)"
    if not page.has_main and not page.refreshes and not path.endswith("moi.html"):      # a snippet to be shown inside other sites
        yield f"{path}: trang trống, không có phần chính"


def _leads(site: Path, path: str, page: Seen, pages: dict[str, Seen]) -> Iterator[str]:
    for link in (*page.links, *page.loads):
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or PurePosixPath(path).name == "404.html":      # 404 speaks from the site's address, at any depth
            continue
        there = _there(site, path, unquote(parts.path))
        if there is None:
            yield f"{path}: liên kết tới chỗ không có: {link}"
        elif parts.fragment and there in pages and unquote(parts.fragment) not in pages[there].ids:
            yield f"{path}: liên kết tới mục không có: {link}"


def _there(site: Path, path: str, target: str) -> str | None:
    """The file that a link means; None when there is none."""
    if not target:
        return path
    parts: list[str] = [] if target.startswith("/") else list(PurePosixPath(path).parent.parts)
    for part in target.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", ".", ".."):
            parts.append(part)
    place = "/".join(parts)
    for file in (place, f"{place}/index.html".lstrip("/")):
        if file and (site / file).is_file():
            return file
    return None


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


def _sizes(site: Path) -> Iterator[str]:
    total = 0
    for file in site.rglob("*"):
        size = file.stat().st_size if file.is_file() else 0
        total += size
        if file.suffix == ".html" and size > MOST_PAGE:
            yield f"{file.relative_to(site).as_posix()}: trang nặng {size // 1000} kB, nhiều nhất {MOST_PAGE // 1000} kB"
    if total > MOST_SITE:
        yield f"cả trang nặng {total // 1_000_000} MB, nhiều nhất {MOST_SITE // 1_000_000} MB"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen = Seen()
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.seen.ids.add(given["id"])
        if tag == "a" and "href" in given:
            self.seen.links.append(given["href"])
        if tag in _LOADING and given.get(_LOADING[tag]) and not given[_LOADING[tag]].startswith("data:"):
            self.seen.loads.append(given[_LOADING[tag]])
        if tag == "link" and "href" in given and not set(given.get("rel", "").split()) & {"canonical", "alternate", "license", "author"}:
            self.seen.loads.append(given["href"])
        if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            self.seen.refreshes = True
        self.seen.has_main = self.seen.has_main or tag == "main" or given.get("role") == "main"
        self._in_title = tag == "title" and not self.seen.title

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.seen.title += data
