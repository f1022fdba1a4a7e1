"""What is no longer so, told where a page still speaks of it as if it were: docs/bang/da-doi.yml, which staff edit.

Laws that have ended stand in the ledger; here are offices, courts and levels of administration, and names of old laws
without a page. A paragraph that says itself that it speaks of the past is left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from portal import fields
from portal.citations.mentions import spoken
from portal.content import Page, Site
from portal.laws import Register
from portal.problems import Problem

TABLE = "da-doi"
PATH = f"docs/bang/{TABLE}.yml"
ROW = fields.record({"cu": fields.each(fields.text(120)), "tu_ngay": fields.day, "nay": fields.text(200)}, {"can_cu": fields.law_number})
_PAST = re.compile(r"không còn|trước đây|trước ngày|trước \d|(?<!\w)(?:cũ|nay|hai cấp|2 cấp|bỏ)(?!\w)|từ (?:ngày )?0?1/7/2025|luật in|viết khi|giao việc này cho cả", re.IGNORECASE)
_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")


def problems(site: Site) -> list[Problem]:
    """Rows of the table that are not right, and reminders about pages that speak as of old."""
    rows, lines = site.tables.get(TABLE), site.table_lines.get(TABLE, {})
    if rows is None:
        return []
    found = list(_wrong_rows(rows, lines, Register.of(site)))
    old = [(row, _words(row)) for row in rows if ROW(row) is None] if isinstance(rows, list) else []
    return found + [problem for page in site.pages for problem in _on(page, old)]


def _wrong_rows(rows: Any, lines: dict[str, int], register: Register) -> Iterator[Problem]:
    if not isinstance(rows, list):
        yield Problem(PATH, 1, "bảng phải là danh sách", "mỗi việc đổi viết  - cu: [...]  tu_ngay: 2025-07-01  nay: …")
        return
    for n, row in enumerate(rows):
        if complaint := ROW(row):
            yield Problem(PATH, lines.get(str(n), 1), f"dòng này {complaint}", "viết đủ  cu: [...]  tu_ngay: 2025-07-01  nay: …")
        elif "can_cu" in row and register.find(row["can_cu"]) is None:
            yield Problem(PATH, lines.get(f"{n}.can_cu", 1), f"«can_cu» ghi {row['can_cu']}, văn bản này chưa có trang", "viết trang cho văn bản ấy, hoặc sửa số hiệu")


def _words(row: dict[str, Any]) -> re.Pattern[str]:
    """Any of the old words of a row, the longest first."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in sorted(row['cu'], key=len, reverse=True))})(?!\w)", re.IGNORECASE)


def _on(page: Page, rows: list[tuple[dict[str, Any], re.Pattern[str]]]) -> Iterator[Problem]:
    """Each paragraph that uses an old word, neither tells that it is old nor names what stands now."""
    text = spoken(page)
    for row, old in rows:
        for paragraph in _PARAGRAPH.finditer(text) if old.search(text) else ():
            found = old.search(paragraph.group())
            if found and not _PAST.search(paragraph.group()) and row["nay"].lower() not in paragraph.group().lower():
                yield _reminder(page, text.count("\n", 0, paragraph.start() + found.start()) + 1, found.group(), row)


def _reminder(page: Page, line: int, word: str, row: dict[str, Any]) -> Problem:
    day: date = row["tu_ngay"]
    basis = f" (theo {row['can_cu']})" if "can_cu" in row else ""
    return Problem(page.path, line, f"nói tới «{word}», từ ngày {day:%d/%m/%Y} đã đổi{basis}",
                   f"nay là: {row['nay']}; cố ý kể chuyện cũ thì viết rõ «trước ngày {day:%d/%m/%Y}»", blocks=False)
