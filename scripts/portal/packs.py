"""What is taken away: the whole portal as one ZIP per language that opens by double click, with no server and no network."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from portal.content import LANGUAGES, Site

# An address inside the site that ends in a folder: on a disk there is no server to find index.html for it.
FOLDER_LINK = re.compile(r'(?P<name>\b(?:href|action)=")(?P<place>(?!https?:|mailto:|tel:|data:|#)[^"#?]*/|(?:\.\./)*\.\.|\.)(?P<rest>[?#][^"]*)?"')
OTHER_LANGUAGE = re.compile(r'<a class="portal-tool"[^>]*hreflang="[^"]*"[^>]*>.*?</a>', re.DOTALL)
ONLY_ONLINE = re.compile(r'\s*<link rel="(?:manifest|alternate)"[^>]*>')
LEFT_OUT = ("sitemap.xml", "robots.txt", "feed.xml", "feed.json", "moi.html", "lich.ics", "404.html", "sw.js", "api")


def offline(site: Site, site_dir: Path, lang: str, out: Path) -> Path:
    """Writes dist/hoa-giai-<lang>-<date>.zip from the built site; its path. Same content, same bytes."""
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"hoa-giai-{lang}-{site.newest_change.isoformat()}.zip"
    half = target.with_suffix(".dang-ghi")
    with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as pack:
        for place, content in files(site_dir, lang):
            entry = zipfile.ZipInfo(f"hoa-giai-{lang}/{place}", (*site.newest_change.timetuple()[:3], 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            pack.writestr(entry, content)
    half.replace(target)
    return target


def files(site_dir: Path, lang: str) -> Iterator[tuple[str, bytes]]:
    """Path in the pack and bytes of every file of one language."""
    for file in sorted(path for path in site_dir.rglob("*") if path.is_file()):
        place = file.relative_to(site_dir).as_posix()
        if _belongs(place, lang):
            content = file.read_bytes()
            yield place, for_disk(content.decode("utf-8")).encode() if file.suffix == ".html" else content


def for_disk(page: str) -> str:
    """The page with `…/` written as `…/index.html`, without what needs a server or the other language."""
    page = ONLY_ONLINE.sub("", OTHER_LANGUAGE.sub("", page))
    return FOLDER_LINK.sub(lambda link: f'{link["name"]}{_with_index(link["place"])}{link["rest"] or ""}"', page)


def _with_index(place: str) -> str:
    return f"{place}index.html" if place.endswith("/") else f"{place}/index.html"


def _belongs(place: str, lang: str) -> bool:
    parts = PurePosixPath(place).parts
    if any(part in LEFT_OUT for part in parts[:2]) or place.endswith((".gz", ".br")):
        return False
    if parts[0] == "assets":
        others = [other for other in LANGUAGES if other != lang]
        return not (parts[:2] == ("assets", "search") and parts[2] in others)
    return (parts[0] not in LANGUAGES[1:]) if lang == LANGUAGES[0] else parts[0] == lang or place.startswith("bieu-mau/") and not place.endswith(".html")
