"""The files around the pages: page not found, old addresses, sitemap, robots, the version. Written after the generator, whichever it was."""

from __future__ import annotations

import hashlib
import html
import json
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from portal import emblems, pictures
from portal.building import NOT_FOUND, Build
from portal.content import LANGUAGES, Page, Site
from portal.fields import KINDS
from portal.words import WORDS

VERSION = "phien-ban.json"
NOT_OURS = ("assets/stylesheets", "assets/javascripts", "assets/images")     # the theme's own files: no page asks for them


def write(build: Build, out: Path) -> None:
    for folder in NOT_OURS:
        shutil.rmtree(out / folder, ignore_errors=True)
    _hash_assets(build, out)
    _clean_pictures(build, out)
    _not_found(build, out)
    _redirects(build, out)
    (out / "sitemap.xml").write_text(_sitemap(build), encoding="utf-8")
    (out / "sitemap.xml.gz").unlink(missing_ok=True)          # the generator's: it carries the clock
    (out / "robots.txt").write_text(_robots(build), encoding="utf-8")
    _manifests(build, out)


def seal(site: Site, out: Path) -> None:
    """The version of the whole site; the last file to be written."""
    (out / VERSION).write_text(json.dumps(version(site, out), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _hash_assets(build: Build, out: Path) -> None:
    for name, marked in build.hashed.items():
        (out / name).replace(out / marked)


def _clean_pictures(build: Build, out: Path) -> None:
    """No picture of ours leaves with the place and the hour it was taken."""
    shared = build.site.root / "docs" / "assets"
    for file in shared.rglob("*"):
        made = out / "assets" / file.relative_to(shared)
        if file.suffix.lower() in pictures.PHOTOS and made.exists():
            made.write_bytes(pictures.clean(file))


def _not_found(build: Build, out: Path) -> None:
    """404.html answers at any depth: its links, relative everywhere else, start at the site's own path."""
    base = urlsplit(build.mode.address).path or "/"
    for lang in LANGUAGES:
        folder = out / ("" if lang == LANGUAGES[0] else lang)
        page = folder / NOT_FOUND / "index.html"
        up = "../" if lang == LANGUAGES[0] else "../../"
        text = page.read_text(encoding="utf-8")
        inside = base if lang == LANGUAGES[0] else f"{base}{lang}/"
        for old, new in ((f'="{up}', f'="{base}'), (f'="{up[:-1]}"', f'="{base}"'), ('="../', f'="{inside}'), ('=".."', f'="{inside}"'), ('="./', f'="{inside}')):
            text = text.replace(old, new)
        for place in (base, f"{base}en/"):               # the page itself has no address: the other language's is its front door
            text = text.replace(f'="{place}{NOT_FOUND}/"', f'="{place}"')
        (folder / "404.html").write_text(text, encoding="utf-8")
        page.unlink()
        page.parent.rmdir()


def _redirects(build: Build, out: Path) -> None:
    for old, new in build.site.moved.items():
        target = "../" * old.count("/") + new
        file = out / old / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f'<!doctype html>\n<html lang="vi"><head><meta charset="utf-8"><title>Trang đã chuyển</title>'
                        f'<meta name="robots" content="noindex"><meta http-equiv="refresh" content="0; url={html.escape(target)}">'
                        f'<link rel="canonical" href="{html.escape(build.mode.address + new)}"></head>'
                        f'<body><p>Trang đã chuyển sang <a href="{html.escape(target)}">địa chỉ mới</a>.</p></body></html>\n', encoding="utf-8")


def listed(build: Build) -> list[Page]:
    """The pages that search engines and feeds may show: no draft, nothing withdrawn, no untranslated copy."""
    return [page for page in build.site.pages
            if not page.is_draft and not page.is_withdrawn and page.place != "tim-kiem/"]


def _sitemap(build: Build) -> str:
    pages = {page.url: page for page in listed(build)}
    rows = []
    for url, page in sorted(pages.items()):
        place = url.removeprefix("en/")
        both = {lang: f"en/{place}" if lang == "en" else place for lang in LANGUAGES}
        links = "".join(f'<xhtml:link rel="alternate" hreflang="{lang}" href="{build.mode.address}{there}"/>' for lang, there in both.items() if there in pages)
        rows.append(f"<url><loc>{build.mode.address}{url}</loc><lastmod>{page.updated}</lastmod>{links}</url>")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    return head + "\n".join(rows) + "\n</urlset>\n"


def _robots(build: Build) -> str:
    if not build.mode.production:
        return "User-agent: *\nDisallow: /\n"
    return f"User-agent: *\nDisallow:\nSitemap: {build.mode.address}sitemap.xml\n"


def _manifests(build: Build, out: Path) -> None:
    """What a phone shows when the portal is put on its first screen."""
    for lang in LANGUAGES:
        base = "../" if lang == LANGUAGES[0] else "../../"
        file = out / "assets" / ("" if lang == LANGUAGES[0] else lang) / "ung-dung.webmanifest"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(_manifest(build, lang, base), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _manifest(build: Build, lang: str, base: str) -> dict[str, object]:
    words, start = WORDS[lang], base if lang == LANGUAGES[0] else f"{base}{lang}/"
    pages = {page.place for page in build.site.pages}
    ways = [(KINDS[section].name if lang == "vi" else KINDS[section].name_en, f"{section}/") for section in ("tinh-huong", "bieu-mau")]
    shortcuts = [*ways, (words["search_page"], "tim-kiem/"), (words["kept_pages"], "gioi-thieu/dung-khi-mat-mang/")]
    drawn = [{"src": f"{base}{emblems.icon(size)}", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
             for size in emblems.ICON_SIZES for purpose in ("any", "maskable")]
    return {"name": words["brand"], "short_name": "Hòa giải" if lang == "vi" else "Mediation", "description": words["footer_end"], "lang": lang,
            "start_url": start, "scope": base, "display": "minimal-ui", "background_color": "#fdfcf9", "theme_color": "#1b2350",
            "icons": [*drawn, {"src": f"{base}assets/mark.svg", "sizes": "any", "type": "image/svg+xml"}],
            "shortcuts": [{"name": name, "url": start + place} for name, place in shortcuts if place in pages]}


def version(site: Site, out: Path) -> dict[str, object]:
    """The date of the newest change, and a mark of every byte of the site."""
    mark = hashlib.sha256()
    for file in sorted(path for path in out.rglob("*") if path.is_file() and path.name != VERSION):
        mark.update(file.relative_to(out).as_posix().encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return {"ngay": site.newest_change.isoformat(), "trang": len(site.vi), "dau": mark.hexdigest()[:16]}
