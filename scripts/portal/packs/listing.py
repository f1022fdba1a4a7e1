"""The packs on the page /tai-ve/: written between the two marks that its template leaves."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from pathlib import Path

from portal.packs.making import Pack, megabytes

PLACE = re.compile(r"<!--goi-->.*?<!--/goi-->", re.DOTALL)
FOLDER = "tai-ve/goi"
WORDS = {"vi": ("Các gói để tải", "bản", "Đổi gì", "Mã kiểm tra SHA-256 của các gói", ""),
         "en": ("Packs to download", "edition of", "Changes", "SHA-256 of the packs", " (in Vietnamese)")}


def write(site_dir: Path, packs: Sequence[Pack]) -> None:
    """Puts the list into the page of each language that the site has."""
    for lang, up in (("vi", ""), ("en", "../../")):
        page = site_dir / ("" if lang == "vi" else lang) / "tai-ve" / "index.html"
        if page.is_file():
            text = page.read_text(encoding="utf-8")
            page.write_text(PLACE.sub(lambda _, lang=lang, up=up: f"<!--goi-->{rows(packs, lang, up)}<!--/goi-->", text), encoding="utf-8")


def rows(packs: Sequence[Pack], lang: str, up: str) -> str:
    """The list; `up` leads from the page to the Vietnamese one beside which the packs lie."""
    title, edition, changes, sums, foreign = WORDS[lang]
    base = f"{up}tai-ve/goi" if up else "goi"
    said = []
    for pack in packs:
        note = "" if pack.file.name.startswith("hoa-giai-en") else foreign
        size = megabytes(pack.size) if lang == "vi" else megabytes(pack.size).replace(",", ".")
        facts = f"{pack.file.suffix[1:].upper()}, {size}, {edition} {pack.day:%d/%m/%Y}."
        if lang == "vi":
            facts = f"{html.escape(pack.say)} {facts}" + (f" {changes}: {html.escape(pack.changed)}." if pack.changed else "")
        said.append(f'<li><a href="{base}/{pack.file.name}" download>{html.escape(pack.title)}</a>{note}<p class="portal-cards__said">{facts}</p></li>')
    return (f'<section class="portal-section" aria-labelledby="cac-goi"><h2 id="cac-goi">{title}</h2><ul class="portal-packs">{"".join(said)}</ul>'
            f'<p><a href="{base}/SHA256SUMS.txt">{sums}</a></p></section>')
