"""Built pages → PDF: tagged (PDF/UA-1), with outline, page numbers, source, date, short address and QR.

One design for cards, skills, lessons and laws; several pages make a book with a cover and contents. Bytes follow
the content alone: the date is the page's own, never the clock's."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import segno

from portal import kept, typesetting
from portal.paper.reading import Document, read

__all__ = ["Document", "qr", "read", "short", "write"]

TEMPLATE = Path(__file__).with_name("paper.typ")
MARK = Path(__file__).resolve().parents[3] / "overrides" / "assets" / "mark.svg"
QR_MASK = 4                                      # any of the eight is read as well; trying them all out is most of the work
DARK = re.compile(rb"\x01+")                      # modules of a row, one byte each
DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def write(pages: Path | Sequence[Path], out: Path, *, title: str = "", cache: Path | None = None) -> None:
    """Writes the PDF of one built page (its index.html), or of several as a book named `title`.

    With a `cache` folder, what says the same as before is copied from there and not set again.

    Raises:
        ValueError: a file is no page of the site; the message is Vietnamese."""
    files = [pages] if isinstance(pages, Path) else list(pages)
    documents = [read(file) for file in files]
    day = max(_day(document) for document in documents)
    said = describe(documents, title, day)
    before = cache / f"{hashlib.sha256(TEMPLATE.read_bytes() + said.encode()).hexdigest()}.pdf" if cache else None
    made = before.read_bytes() if before and before.exists() else typesetting.pdf(TEMPLATE, {"paper": said}, day)
    for file in (out, before):
        if file and not (file == before and before.exists()):
            _place(file, made)


def _place(file: Path, made: bytes) -> None:
    """Whole or not at all: a full disk leaves the old file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(file.name + ".moi")
    fresh.write_bytes(made)
    fresh.replace(file)


def describe(documents: Sequence[Document], title: str, day: date) -> str:
    """What paper.typ reads, as JSON. A title makes it a book."""
    first = documents[0]
    name = title or first.title
    return json.dumps({
        "title": name, "lang": first.lang, "place": first.place, "date": [day.year, day.month, day.day], "cover": bool(title),
        "mark": MARK.read_text(encoding="utf-8"), "foot": _foot(name, day, first.lang), "short": "" if title else short(first.address),
        "pages": [_page(document) for document in documents]}, ensure_ascii=False)


def short(address: str) -> str:
    """The address as one reads it out: without https:// and the last slash."""
    return re.sub(r"^https?://(www\.)?", "", address).rstrip("/")


def qr(address: str) -> str:
    """The QR of an address as an SVG element, without colour or size of its own; for screens and paper alike."""
    return kept.recall("qr", (address,), lambda: _drawn(address))


def _drawn(address: str) -> str:
    """The symbol as one path, row after row of strokes; segno's own writer gives the same and takes three times as long."""
    rows = segno.make(address, error="m", micro=False, mask=QR_MASK).matrix
    strokes, x, y = [], 0, 0
    for row, modules in enumerate(rows):
        for dark in DARK.finditer(modules):
            strokes.append(f"m{dark.start() - x} {row - y}h{dark.end() - dark.start()}")
            x, y = dark.end(), row
    path = "".join(strokes).replace("m0 0", "M0 0.5", 1)     # it begins at a corner, which is dark in every symbol
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(rows)} {len(rows)}"><path stroke="#000" d="{path}"/></svg>\n'


def _page(document: Document) -> dict[str, object]:
    return {"title": document.title, "lead": document.lead, "place": document.place, "updated": document.updated, "state": document.state,
            "address": document.address, "short": short(document.address), "qr": qr(document.address),
            "sources": document.sources, "blocks": document.blocks}


def _day(document: Document) -> date:
    found = DAY.search(document.updated)
    return date(int(found[3]), int(found[2]), int(found[1])) if found else date(2026, 1, 1)


def _foot(name: str, day: date, lang: str) -> str:
    words = f"{name} · bản {day:%d/%m/%Y}" if lang == "vi" else f"{name} · edition of {day:%d/%m/%Y}"
    return words if len(words) <= 48 else words[:47].rstrip() + "…"
