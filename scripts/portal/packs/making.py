"""A bundle → its ZIP: the PDFs set, the forms copied, a first page, a list with versions and SHA-256.

Setting a book takes a second or two; what was set once is kept in `.cache/packs/` by a hash of its pages and of the
design, so that one changed page costs the books that hold it."""

from __future__ import annotations

import hashlib
import html
import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from portal import offline, paper, typesetting
from portal.content import Page, Site
from portal.packs import zips
from portal.packs.bundles import VILLAGE, Book, Bundle
from portal.packs.disk import address

NOTICE = Path(__file__).with_name("notice.typ")
CHOICE = re.compile(r'<label class="portal-quiz__choice">(.*?)</label>', re.DOTALL)
ANSWERS = re.compile(r'<details class="portal-(?:quiz|case)__all".*?</details>', re.DOTALL)
DESIGN = sorted(Path(paper.__file__).parent.glob("*.[pt]y*"))


@dataclass(frozen=True)
class Item:
    """One file of a pack. `day` is the version: when its content last changed."""

    place: str
    title: str
    day: date
    content: bytes


@dataclass(frozen=True)
class Pack:
    """One finished pack, as it is listed."""

    file: Path
    title: str
    say: str
    day: date
    changed: str = ""                             # the newest change notes

    @property
    def size(self) -> int:
        """In bytes."""
        return self.file.stat().st_size


class Maker:
    """Makes the packs of one built site."""

    def __init__(self, site: Site, site_dir: Path, out: Path) -> None:
        self.site, self.site_dir, self.out = site, site_dir, out
        self.cache = site.root / ".cache" / "packs"
        self.by_url = {page.url: page for page in site.vi}
        self.design = hashlib.sha256(b"".join(file.read_bytes() for file in DESIGN)).digest()

    def make(self, bundle: Bundle) -> Pack:
        """Writes <code>-<day>.zip, the day that of its newest part."""
        items = sorted(self._items(bundle), key=lambda item: item.place)
        day = max(item.day for item in items)
        style = next((self.site_dir / "assets").glob("portal*.css"))
        entries = [*((item.place, item.content) for item in items), ("index.html", self._index(bundle, items, day)),
                   ("manifest.json", self._manifest(bundle, items, day)), ("portal.css", style.read_bytes())]
        target = self.out / f"{bundle.code}-{day.isoformat()}.zip"
        zips.write(target, ((f"{bundle.code}/{place}", content) for place, content in entries), day)
        return Pack(target, bundle.title, bundle.say, day, self._changed(bundle))

    def _items(self, bundle: Bundle) -> Iterator[Item]:
        for book in bundle.books:
            yield Item(book.name, book.title, max(self._day(page) for page in book.pages), self.book(book))
        if bundle.notice:
            yield Item("giay-dan-bang-tin.pdf", "Giấy dán bảng tin, có mã QR", self._day(VILLAGE), self.notice())
        for form in bundle.forms:
            for file in sorted((self.site_dir / form).glob("*-trong.*")):
                if file.suffix in (".docx", ".pdf"):
                    yield Item(f"mau-giay/{file.name}", f"{self.by_url[form].title} ({file.suffix[1:].upper()})", self._day(form), file.read_bytes())

    def book(self, book: Book) -> bytes:
        """The PDF of a book; without answers its pages are set without the explanations."""
        texts = [CHOICE.sub(r"<p>( &nbsp; ) \1</p>", (self.site_dir / page / "index.html").read_text(encoding="utf-8")) for page in book.pages]
        shown = texts if book.answers else [ANSWERS.sub("", text) for text in texts]
        neutral = [offline.OWN_HASH.sub(rb".\1", text.encode()) for text in shown]
        key = hashlib.sha256(self.design + book.title.encode() + b"\0".join(neutral)).hexdigest()[:24]
        kept = self.cache / f"{key}.pdf"
        if not kept.exists():
            with tempfile.TemporaryDirectory() as folder:
                pages = [Path(folder) / f"{n:03}.html" for n, _ in enumerate(shown)]
                for page, text in zip(pages, shown, strict=True):
                    page.write_text(text, encoding="utf-8")
                paper.write(pages, kept, title=book.title)
        return kept.read_bytes()

    def notice(self) -> bytes:
        """The sheet for the notice-board: the table of the village's page, large, with the QR of the portal."""
        document = paper.read(self.site_dir / VILLAGE / "index.html")
        table = next(block for block in document.blocks if block["kind"] == "table")
        rows = [["".join(run["text"] for run in cell) for cell in row] for row in table["rows"]]
        home = address(self.site_dir)
        said = {"title": "Có chuyện, xin gọi tổ hòa giải", "place": document.place, "rows": rows, "urgent": "Khẩn cấp", "qr": paper.qr(home), "short": paper.short(home),
                "date": [self._day(VILLAGE).year, self._day(VILLAGE).month, self._day(VILLAGE).day]}
        return typesetting.pdf(NOTICE, {"notice": json.dumps(said, ensure_ascii=False)}, self._day(VILLAGE))

    def _day(self, url: str) -> date:
        page = self._page(url)
        return (page.updated if page else None) or self.site.newest_change

    def _page(self, url: str) -> Page | None:
        """The page that someone wrote: of a quiz, its lesson."""
        return self.by_url.get(url) or self.by_url.get(url.rstrip("/").rpartition("/")[0] + "/")

    def _changed(self, bundle: Bundle) -> str:
        notes = {(note["ngay"], str(note.get("gi", ""))) for url in bundle.pages if (page := self._page(url)) for note in page.meta.get("thay_doi", [])}
        return "; ".join(f"{day:%d/%m/%Y}: {what}" for day, what in sorted(notes, reverse=True)[:3])

    def _manifest(self, bundle: Bundle, items: list[Item], day: date) -> bytes:
        listed = [{"tep": item.place, "ten": item.title, "ban": item.day.isoformat(), "co": len(item.content),
                   "sha256": hashlib.sha256(item.content).hexdigest()} for item in items]
        return json.dumps({"goi": bundle.code, "ten": bundle.title, "ban": day.isoformat(), "nguon": address(self.site_dir) + "tai-ve/", "tep": listed},
                          ensure_ascii=False, indent=1).encode()

    def _index(self, bundle: Bundle, items: list[Item], day: date) -> bytes:
        rows = "\n".join(f'<li><a href="{html.escape(item.place)}">{html.escape(item.title)}</a><p class="portal-cards__said">{item.place.rpartition(".")[2].upper()}, '
                         f'{megabytes(len(item.content))}, bản {item.day:%d/%m/%Y}</p></li>' for item in items)
        there = html.escape(address(self.site_dir) + "tai-ve/")
        title = html.escape(bundle.title)
        return (f'<!doctype html>\n<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
                f'<title>{title}</title><link rel="stylesheet" href="portal.css"></head>\n<body><main class="portal-wrap portal-text"><h1>{title}</h1>\n'
                f'<p class="portal-lead">{html.escape(bundle.say)}</p>\n<p>Bản ngày {day:%d/%m/%Y}. Có bản mới không? Xem <a href="{there}">{there}</a></p>\n'
                f'<ul class="portal-links">\n{rows}\n</ul>\n<p>Nhận và giao tài liệu: ghi vào phiếu ký nhận, nếu trong gói có phiếu ấy.</p></main></body></html>\n').encode()


def megabytes(size: int) -> str:
    """"0,05 MB", "1,2 MB", with a Vietnamese comma; never nothing."""
    return f"{max(0.01, size / 1e6):.2f} MB".replace(".", ",") if size < 1e5 else f"{size / 1e6:.1f} MB".replace(".", ",")
