"""What is taken away: the whole portal for a USB stick, the village's pack, courses, fields, a book for e-readers.

    bundles (what lies in which) → making (PDF, forms, list) → zips (same content, same bytes) → listing (on /tai-ve/)
    disk (the whole portal of one language for file://)      → zips"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from portal import offline as phone
from portal import wayfinding
from portal.content import LANGUAGES, Site
from portal.packs import epub, listing, zips
from portal.packs.bundles import Bundle, bundles
from portal.packs.disk import for_disk, offline
from portal.packs.making import Maker, Pack

__all__ = ["Bundle", "Maker", "Pack", "bundles", "everything", "for_disk", "offline"]

WHOLE = {"vi": ("Cả cổng, để chép vào USB", "Giải nén, bấm đúp index.html: đọc, tìm, điền mẫu giấy, tự kiểm tra đều không cần mạng."),
         "en": ("The whole portal in English, for a USB stick", "Unpack and open en/index.html: no network is needed.")}


def everything(site: Site, site_dir: Path, out: Path, say: Callable[[str], object] = print) -> list[Pack]:
    """Makes every pack in `out`, puts them into the built site and lists them on /tai-ve/."""
    packs = []
    for lang in LANGUAGES:
        packs.append(Pack(offline(site, site_dir, lang, out), *WHOLE[lang], site.newest_change))
        say(f"  {packs[-1].file.name}")
    maker = Maker(site, site_dir, out)
    for bundle in bundles(site, site_dir):
        packs.append(maker.make(bundle))
        say(f"  {packs[-1].file.name}")
    if book := epub.write(site, site_dir, out):
        packs.append(book)
        say(f"  {book.file.name}")
    _into_site(site, site_dir, packs)
    return packs


def _into_site(site: Site, site_dir: Path, packs: list[Pack]) -> None:
    """The files beside the page that lists them; what a phone saves and the version of the site follow."""
    folder = site_dir / listing.FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    sums = []
    for pack in packs:
        shutil.copyfile(pack.file, folder / pack.file.name)
        sums.append(zips.sum_file(pack.file).read_text(encoding="utf-8"))
    (folder / "SHA256SUMS.txt").write_text("".join(sums), encoding="utf-8", newline="\n")
    listing.write(site_dir, packs)
    phone.write(site, site_dir)
    wayfinding.seal(site, site_dir)
