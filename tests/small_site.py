"""A small built site for tests of publishing: every page says which version it is of, and asks for assets of that version."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

PAGES = ("index.html", "tinh-huong/vay-no/index.html", "tinh-huong/ranh-gioi-dat/index.html", "en/index.html", "404.html", "en/404.html")
ODD = "assets/Mẫu giấy mời (bản 1).txt"


def make(folder: Path, version: str) -> Path:
    """Writes the site of a version; pages of two versions differ, and so do their marked assets."""
    style = f"body {{ color: #{hashlib.sha256(version.encode()).hexdigest()[:6]} }} /* {version} {'x' * 400} */\n"
    asset = f"assets/portal.{hashlib.sha256(style.encode()).hexdigest()[:8]}.css"
    texts = {asset: style, "assets/mark.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>", ODD: "chữ có dấu\n", "robots.txt": "User-agent: *\n",
             index_of(version): f"/* index {version} */\n",
             "phien-ban.json": '{"ngay": "2026-11-22"}\n', "sw.js": f"/* {version} */\n"}
    for page in PAGES:
        up = "../" * page.count("/") if not page.endswith("404.html") else "/"
        lang = "en" if page.startswith("en/") else "vi"
        texts[page] = (f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{page}</title>'
                       f'<link rel="stylesheet" href="{up}{asset}"></head><body><main id="chinh"><h1>Bản {version}</h1><p>{"Chữ của trang. " * 40}</p>'
                       f'<a href="{up}tinh-huong/vay-no/#chinh">Vay nợ</a></main></body></html>\n')
    texts["moi.html"] = f'<!doctype html><html lang="vi"><head><title>Mới</title></head><body><ul><li>{version}{" mới" * 100}</li></ul></body></html>\n'
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def version_of(page: str) -> str:
    return re.search(r"Bản (\S+)</h1>", page).group(1)


def asset_of(page: str) -> str:
    return re.search(r"assets/portal\.[0-9a-f]{8}\.css", page).group(0)


def index_of(version: str) -> str:
    """A file of the search index: its folder carries the mark."""
    return f"assets/search/vi/{hashlib.sha256(version.encode()).hexdigest()[:10]}/k0.js"
