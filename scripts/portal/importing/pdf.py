"""A PDF file → Document: a draft, for a PDF knows only where letters stand, not what a paragraph is."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from portal.importing import legacy_fonts, limits, pdf_notes, pdf_pages
from portal.importing.blocks import WORD, Block, lines, spans
from portal.importing.document import Document, Remark
from portal.importing.limits import Refused
from portal.importing.pdf_lines import Line, Word, columns_in_order, page_lines
from portal.importing.pdf_text import Sheet, blocks
from portal.importing.word_runs import clean, drawn

_SCAN_LETTERS, _SCAN_COVER = 40, 0.5     # a scanned page: fewer letters than this, and a picture over half of it
_RECOGNISED_COVER = 0.85                 # a page with a picture all over and text on it: a scan whose letters a machine has read
_MARGIN = 0.1                            # running heads stand in the outer tenth
_PAGE_NUMBER = re.compile(r"(?:trang\s*)?[-–—\s]*\d{1,4}[-–—\s]*(?:/\s*\d{1,4})?$", re.IGNORECASE)
_SIGNER, _SIGNED_ON = re.compile(r"(người ký|ký (số )?bởi)\s*:", re.IGNORECASE), re.compile(r"(ngày|giờ|thời gian) ký\s*:", re.IGNORECASE)
_STAMP_LINES = 8
_TITLE = 1.25               # times the size of the text
_SCAN_ADVICE = ("xin tệp Word hoặc PDF gốc của cơ quan ban hành; nếu chỉ có bản giấy, quét lại bằng máy có nhận dạng chữ tiếng Việt (OCR) "
                "rồi nhập bản ấy, hoặc gõ lại")


def read(content: bytes) -> Document:
    """The document of a PDF file.

    Raises: Refused, when it is locked, damaged, a scan, or goes beyond a bound."""
    pages = _pages(content)
    scanned = [n for n, page in enumerate(pages, 1) if _is_scan(page)]
    if len(scanned) == len(pages):
        raise Refused("tệp PDF này là bản quét (ảnh chụp giấy), không có chữ để lấy", _SCAN_ADVICE)
    old_fonts: set[str] = set()
    sheets = [_sheet(page, old_fonts) for page in pages]
    sheets = _titles_bold(sheets)
    running, stamps = _running_heads(sheets), _stamps(sheets)
    kept = [Sheet(sheet.width, sheet.height, [line for line in sheet.lines if id(line) not in running | stamps], sheet.tables) for sheet in sheets]
    found = blocks(kept)
    remarks = [Remark("nhập từ PDF: chỉ là bản nháp", "so từng trang với tệp gốc: đoạn, bảng, số thứ tự")]
    if stamps:
        remarks.append(Remark(f"bỏ dấu ký số in trên trang ({len(stamps)} dòng: người ký, cơ quan, thời gian ký)"))
    remarks += _remarks(pages, scanned, len(running), old_fonts, found)
    notes = [note for span in spans(found) for note in span.note]
    return Document(tuple(found), {}, tuple(line for block in (*found, *notes) for line in lines(block)), tuple(remarks))


def _remarks(pages: list[dict[str, Any]], scanned: list[int], running: int, old_fonts: set[str], found: list[Block]) -> list[Remark]:
    remarks = []
    if scanned:
        remarks.append(Remark(f"trang {', '.join(map(str, scanned[:20]))} là ảnh quét: không lấy được chữ", _SCAN_ADVICE))
    recognised = [n for n, page in enumerate(pages, 1) if page["covered"] > _RECOGNISED_COVER and n not in scanned]
    if recognised:
        remarks.append(Remark(f"trang {', '.join(map(str, recognised[:20]))} là bản quét đã nhận dạng chữ (OCR): chữ hay sai dấu, sai số",
                              "soát từng chữ với bản giấy, nhất là số, ngày, tên người"))
    if running:
        remarks.append(Remark(f"bỏ {running} dòng đầu trang, chân trang và số trang"))
    if old_fonts:
        remarks.append(Remark(f"đã đổi chữ từ phông cũ ({', '.join(sorted(old_fonts)[:4])}) sang Unicode", "đọc lướt lại các chữ có dấu"))
        if lost := legacy_fonts.without_u(" ".join(line for block in found for line in lines(block))):
            remarks.append(Remark(f"chữ «ư» đã mất sẵn trong PDF này (ví dụ «{lost[0]}»), không lấy lại được", "xin tệp Word gốc rồi nhập tệp ấy"))
    if pictures := sum(page["pictures"] for page in pages) - len(scanned) - len(recognised):
        remarks.append(Remark(f"có {pictures} hình trong PDF: không lấy ra", "cần hình nào thì chụp lại rồi thêm vào trang"))
    if any("(cid:" in line for block in found for line in lines(block)):
        remarks.append(Remark("có chữ trong PDF không đọc ra được, hiện thành (cid:…)", "gõ lại các chữ ấy theo tệp gốc"))
    return remarks


def _pages(content: bytes) -> list[dict[str, Any]]:
    """What the program `pdf_pages` says of each page."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tep.pdf"
        file.write_bytes(content)
        command = [sys.executable, pdf_pages.__file__, str(file), str(limits.PDF_PAGES), str(limits.MEMORY_BYTES)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=limits.PDF_SECONDS, check=False, stdin=subprocess.DEVNULL)
        except subprocess.TimeoutExpired as error:
            raise Refused(f"đọc tệp PDF quá {limits.PDF_SECONDS} giây chưa xong", "chia tệp làm nhiều phần") from error
    said = [json.loads(line) for line in done.stdout.decode("utf-8", "replace").splitlines() if line.startswith("{")]
    if any(fact.get("error") == "password" for fact in said):
        raise Refused("tệp PDF có mật khẩu", "xin bản không khóa, hoặc mở bằng mật khẩu rồi in ra PDF mới")
    pages = [fact for fact in said if "words" in fact]
    if not pages or any("error" in fact for fact in said) or done.returncode:
        raise Refused("tệp PDF đã hỏng hoặc quá phức tạp, không đọc được", "mở bằng trình xem PDF, in lại ra PDF mới, rồi nhập lại")
    if said[0].get("pages", 0) > limits.PDF_PAGES:
        raise Refused(f"tệp PDF dài {said[0]['pages']} trang, nhiều nhất {limits.PDF_PAGES}", "chia tệp làm nhiều phần")
    if not any(page["words"] or page["pictures"] for page in pages):
        raise Refused("tệp PDF không có chữ nào")
    return pages


def _is_scan(page: dict[str, Any]) -> bool:
    letters = sum(len(word[0]) for word in page["words"])
    return letters < _SCAN_LETTERS and page["covered"] > _SCAN_COVER


def _sheet(page: dict[str, Any], old_fonts: set[str]) -> Sheet:
    words = []
    for text, left, right, top, bottom, font, size in page["words"]:
        converted = clean(drawn(legacy_fonts.convert(text, font)))
        if converted != clean(drawn(text)):
            old_fonts.add(font.split("+")[-1])
        if converted:
            words.append(Word(converted, left, right, top, bottom, font, size))
    inside: list[list[Word]] = []
    tables = [[tuple(cell) for cell in table] for table in page["tables"]]
    for table in tables:
        held = [word for word in words if any(left <= word.middle < right and top <= (word.top + word.bottom) / 2 < bottom for left, top, right, bottom in table)]
        taken = {id(word) for word in held}
        words = [word for word in words if id(word) not in taken]
        inside.append(held)
    return Sheet(page["width"], page["height"], columns_in_order(page_lines(words), page["width"]), list(zip(tables, inside, strict=True)))


def _titles_bold(sheets: list[Sheet]) -> list[Sheet]:
    """The sheets with every line in much bigger letters than the text taken for bold: titles are often big and not bold."""
    big = _TITLE * pdf_notes.body_size([line for sheet in sheets for line in sheet.lines])
    return [replace(sheet, lines=[replace(line, words=tuple(replace(word, font=f"{word.font}-Bold") for word in line.words))
                                  if line.words and min(word.size for word in line.words) > big else line for line in sheet.lines]) for sheet in sheets]


def _stamps(sheets: list[Sheet]) -> set[int]:
    """The lines (by id) of the stamps that signing programs print in small letters: who signed, for whom, when."""
    body = pdf_notes.body_size([line for sheet in sheets for line in sheet.lines])
    found: set[int] = set()
    for sheet in sheets:
        for at, first in enumerate(sheet.lines):
            if not _SIGNER.match(first.text) or first.size > 0.85 * body:
                continue
            stamp = list(itertools.takewhile(lambda line, size=first.size: line.size <= size + 0.5, sheet.lines[at : at + _STAMP_LINES]))
            if any(_SIGNED_ON.match(line.text) for line in stamp):
                found |= {id(line) for line in stamp}
    return found


def _running_heads(sheets: list[Sheet]) -> set[int]:
    """The lines (by id) that only head or foot the pages: page numbers, and what comes back on most pages."""
    edge: list[tuple[Line, str]] = []
    for sheet in sheets:
        for line in sheet.lines:
            if line.bottom < sheet.height * _MARGIN or line.top > sheet.height * (1 - _MARGIN):
                edge.append((line, re.sub(r"\d+", "#", line.text)))
    times = Counter(key for _, key in edge)
    often = max(3, len(sheets) * 0.4)
    feet = [next((line for line in reversed(sheet.lines) if not _PAGE_NUMBER.match(line.text)), None) for sheet in sheets]
    # Of two pages only a foot is trusted: a second head may be an attached document's.
    foot = {re.sub(r"\d+", "#", line.text) for line in feet if line and WORD.search(line.text)} if len(sheets) == 2 and all(feet) else set()
    return {id(line) for line, key in edge if _PAGE_NUMBER.match(line.text) or times[key] >= often or ({key} == foot and line in feet)}
