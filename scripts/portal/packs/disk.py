"""The whole portal of one language for a disk: opens by double click, with no server and no network."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path, PurePosixPath

from portal.content import LANGUAGES, SECTIONS, Site
from portal.packs import zips

# An address inside the site that ends in a folder: on a disk there is no server to find index.html for it.
FOLDER_LINK = re.compile(r'(?P<name>\b(?:href|action)=")(?P<place>(?!https?:|mailto:|tel:|data:|#)[^"#?]*/|(?:\.\./)*\.\.|\.)(?P<rest>[?#][^"]*)?"')
OTHER_LANGUAGE = re.compile(r'<a class="portal-tool"[^>]*hreflang="[^"]*"[^>]*>.*?</a>', re.DOTALL)
ONLY_ONLINE = re.compile(r'\s*<link rel="(?:manifest|alternate)"[^>]*>|<!--goi-->.*?<!--/goi-->', re.DOTALL)
LEFT_OUT = ("sitemap.xml", "robots.txt", "feed.xml", "feed.json", "moi.html", "lich.ics", "404.html", "sw.js")
LEFT_OUT_FOLDERS = ("assets/offline/muc", "assets/chia-se", "tai-ve/goi", "en/tai-ve/goi")
GUIDES = {"vi": ("docs/mau/huong-dan-usb.txt", "HUONG-DAN.txt"), "en": ("docs/mau/huong-dan-usb-en.txt", "READ-ME.txt")}
HALF_A_YEAR = timedelta(days=182)
HOME = '<div class="portal-home" id="noi-dung">'
WORDS = {
    "vi": ("Bản chép ngày {day}. <strong>Có bản mới không?</strong> Khi có mạng, mở <a href=\"{address}\">{address}</a> và so ngày. "
           "Bản mới: tải về, giải nén, xóa thư mục cũ rồi chép thư mục mới vào.",
           "Bản chép này đã quá sáu tháng. Luật có thể đã đổi: hãy xin bản mới trước khi áp dụng."),
    "en": ("Copy of {day}. <strong>Is there a newer one?</strong> When online, open <a href=\"{address}\">{address}</a> and compare the dates. "
           "To replace it: download, unpack, delete the old folder and copy the new one.",
           "This copy is more than six months old. The law may have changed: get a new copy first.")}
PAGE_LINK = re.compile(r'href="((?!https?:|mailto:|tel:|data:|#)[^"#?]+\.html)')
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)"')


def offline(site: Site, site_dir: Path, lang: str, out: Path) -> Path:
    """Writes dist/hoa-giai-<lang>-<date>.zip from the built site, its SHA-256 beside it; its path. Same content, same bytes."""
    target = out / f"hoa-giai-{lang}-{site.newest_change.isoformat()}.zip"
    kept = [*files(site_dir, lang, site.newest_change), *guide(site, site_dir, lang)]
    zips.write(target, ((f"hoa-giai-{lang}/{place}", content) for place, content in kept), site.newest_change)
    return target


def files(site_dir: Path, lang: str, day: date) -> Iterator[tuple[str, bytes]]:
    """Path in the pack and bytes of every file of one language."""
    home, where = "index.html" if lang == LANGUAGES[0] else f"{lang}/index.html", address(site_dir)
    places = sorted(path.relative_to(site_dir).as_posix() for path in site_dir.rglob("*") if path.is_file())
    there = frozenset(place for place in places if _belongs(place, lang))
    for place in sorted(there):
        content = (site_dir / place).read_bytes()
        if place.endswith(".html"):
            page = _outward(for_disk(content.decode("utf-8")), place, there, where)
            content = (dated(page, lang, day, where) if place == home else page).encode()
        yield place, content


def _outward(page: str, place: str, there: frozenset[str], where: str) -> str:
    """Links to pages that this pack has not (of the other language) lead to the web."""
    def led(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(place), link[1]))
        return link[0] if target in there else f'href="{where}{target.removesuffix("index.html")}'
    return PAGE_LINK.sub(led, page)


def for_disk(page: str) -> str:
    """The page with `…/` written as `…/index.html`, without what needs a server or the other language."""
    page = ONLY_ONLINE.sub("", OTHER_LANGUAGE.sub("", page))
    return FOLDER_LINK.sub(lambda link: f'{link["name"]}{_with_index(link["place"])}{link["rest"] or ""}"', page)


def dated(page: str, lang: str, day: date, where: str) -> str:
    """The first page says of which day this copy is and where a newer one is; after half a year it says so by itself."""
    told, old = WORDS[lang]
    there = html.escape(where + ("" if lang == LANGUAGES[0] else f"{lang}/") + "tai-ve/")
    note = (f'{HOME}<div class="portal-wrap"><p class="portal-note">{told.format(day=f"{day:%d/%m/%Y}", address=there)}</p>'
            f'<p class="portal-status portal-status--soon" data-ra-soat="{(day + HALF_A_YEAR).isoformat()}" hidden>{old}</p></div>')
    return page.replace(HOME, note, 1)


def guide(site: Site, site_dir: Path, lang: str) -> Iterator[tuple[str, bytes]]:
    """The one-page guide, where staff have not removed it: for Windows' Notepad too, old ones included (byte-order mark, both line ends)."""
    source, name = GUIDES[lang]
    if (site.root / source).is_file():
        text = (site.root / source).read_text(encoding="utf-8").replace("{ngay}", f"{site.newest_change:%d/%m/%Y}").replace("{dia_chi}", address(site_dir))
        yield name, text.replace("\n", "\r\n").encode("utf-8-sig")


def address(site_dir: Path) -> str:
    """Where the site stands on the web, with the last slash."""
    found = CANONICAL.search((site_dir / "index.html").read_text(encoding="utf-8"))
    return html.unescape(found[1]) if found else ""


def _with_index(place: str) -> str:
    return f"{place}index.html" if place.endswith("/") else f"{place}/index.html"


def _belongs(place: str, lang: str) -> bool:
    """Pages of this language; papers lie beside the Vietnamese pages and serve both."""
    first, name = PurePosixPath(place).parts[0], PurePosixPath(place).name
    if first == "api":
        return name.endswith(".csv")
    if any(part in LEFT_OUT for part in PurePosixPath(place).parts[:2]) or place.endswith((".gz", ".br")) or place.startswith(LEFT_OUT_FOLDERS):
        return False
    if first == "assets":
        return not place.startswith(tuple(f"assets/search/{other}/" for other in LANGUAGES if other != lang))
    if lang == LANGUAGES[0]:
        return first not in LANGUAGES[1:]
    return first == lang or (first in SECTIONS and not name.endswith(".html"))
