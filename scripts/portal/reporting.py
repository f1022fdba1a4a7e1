"""The report for plan item IV.1: what was published in a period, how each item of the plan stands, growth by month.

One Report, three papers of it: a page with a drawn chart and its table, a CSV, a Word file for the Department of Justice."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from portal.content import Page, Site
from portal.fields import KINDS
from portal.forms.paper import Head, Heading, NewPage, Paragraph, Place, Run, Signatures, Table, Title
from portal.sheets import word
from portal.vietnamese import written_day
from portal.words import WORDS

DEGREES = {"dat": "đáp ứng trọn", "mot_phan": "đáp ứng một phần"}
STYLE = ("body{max-width:60rem;margin:2rem auto;padding:0 1rem;font:18px/1.6 'Times New Roman',serif}table{width:100%;margin:1.5rem 0;border-collapse:collapse}"
         "caption{padding:.3rem 0;font-weight:bold;text-align:left}th,td{padding:.3rem .5rem;border:1px solid #666;text-align:left;vertical-align:top}svg{width:100%}")
BAR, GAP, HEIGHT = 44, 14, 160                    # of the chart, in its own units
NAME = WORDS["vi"]["brand"]
LIMIT = "Báo cáo này chỉ đếm trang trên cổng. Số vụ hòa giải, số tổ, số hòa giải viên lấy ở Sổ theo dõi và báo cáo năm của các tổ."
WIDTHS = {"Loại": 22, "Lĩnh vực": 50, "Tháng": 22, "Số trang": 22, "Trang": 60, "Ngày": 18, "Mục": 8, "Nội dung": 42, "Cổng": 18, "Còn thiếu": 32}      # shares


@dataclass(frozen=True)
class Report:
    """Counts of pages; `by_month` is the number of pages that stood at each month's end, oldest first."""

    begin: date
    end: date
    new: tuple[Page, ...]
    changed: tuple[Page, ...]
    by_kind: tuple[tuple[str, int], ...]
    by_topic: tuple[tuple[str, int], ...]
    by_month: tuple[tuple[str, int], ...]
    plan: tuple[dict[str, Any], ...]
    agency: dict[str, Any]


def made(site: Site, begin: date, end: date) -> Report:
    """The report of a period, its first and last day counted; drafts and withdrawn stories are no pages here."""
    pages = [page for page in site.vi if not page.is_draft and not page.is_withdrawn]
    births = {page.path: min(_days(page), default=site.newest_change) for page in pages}
    new = tuple(page for page in pages if begin <= births[page.path] <= end)
    changed = tuple(page for page in pages if page not in new and any(begin <= day <= end for day in _days(page)))
    topics = {row["ma"]: row["ten"] for row in site.tables.get("linh-vuc") or []}
    kinds = Counter(KINDS[page.kind].name for page in new)
    fields = Counter(topics.get(code, code) for page in new for code in page.meta.get("linh_vuc", []))
    plan = next((table for name, table in sorted(site.tables.items(), reverse=True) if name.startswith("ke-hoach-") and isinstance(table, list)), [])
    return Report(begin, end, new, changed, tuple(kinds.most_common()), tuple(fields.most_common()), _growth(sorted(births.values()), end), tuple(plan),
                  site.agency)


def _days(page: Page) -> list[date]:
    return [note["ngay"] for note in page.meta.get("thay_doi", []) if isinstance(note, dict) and type(note.get("ngay")) is date]


def _growth(births: list[date], end: date) -> tuple[tuple[str, int], ...]:
    """Pages standing at the end of each of the twelve months up to `end`."""
    months = [((end.year * 12 + end.month - 1 - back) // 12, (end.year * 12 + end.month - 1 - back) % 12 + 1) for back in range(11, -1, -1)]
    return tuple((f"{month:02d}/{year}", sum((birth.year, birth.month) <= (year, month) for birth in births)) for year, month in months)


def write(report: Report, out: Path) -> list[Path]:
    """bao-cao-….html, .csv and .docx in `out`."""
    out.mkdir(parents=True, exist_ok=True)
    stem = f"bao-cao-{report.begin}-{report.end}"
    page, table, document = (out / f"{stem}.{ending}" for ending in ("html", "csv", "docx"))
    page.write_text(_as_page(report), encoding="utf-8")
    table.write_text(_as_csv(report), encoding="utf-8-sig")
    document.write_bytes(as_word(report))
    return [page, table, document]


def tables(report: Report) -> list[tuple[str, tuple[str, ...], list[tuple[str, ...]]]]:
    """The report as titled tables: the same in every paper."""
    return [
        (f"Trang mới ({len(report.new)})", ("Loại", "Số trang"), [(name, str(count)) for name, count in report.by_kind]),
        ("Trang mới theo lĩnh vực (một trang có thể thuộc nhiều lĩnh vực)", ("Lĩnh vực", "Số trang"), [(name, str(count)) for name, count in report.by_topic]),
        (f"Trang sửa đổi ({len(report.changed)})", ("Trang", "Ngày"), [(page.title, written_day(page.updated)) for page in report.changed]),
        ("Các mục của kế hoạch", ("Mục", "Nội dung", "Cổng", "Còn thiếu"),
         [(str(item.get("muc")), str(item.get("ten")), DEGREES.get(str(item.get("muc_do")), ""), str(item.get("con_thieu") or "")) for item in report.plan]),
        ("Số trang trên cổng, cuối từng tháng", ("Tháng", "Số trang"), [(month, str(count)) for month, count in report.by_month]),
        ("Danh sách trang mới", ("Loại", "Trang", "Ngày"), [(KINDS[page.kind].name, page.title, written_day(min(_days(page), default=report.end)))
                                                           for page in sorted(report.new, key=lambda page: (list(KINDS).index(page.kind), page.path))]),
    ]


def _heading(report: Report) -> str:
    return f"Báo cáo {NAME[0].lower()}{NAME[1:]}, {_period(report)}"


def _period(report: Report) -> str:
    return f"từ {written_day(report.begin)} đến {written_day(report.end)}"


def _as_page(report: Report) -> str:
    parts = [f'<!doctype html>\n<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{_heading(report)}</title>'
             f"<style>{STYLE}</style></head><body><main><h1>{_heading(report)}</h1>"]
    for title, head, rows in tables(report):
        top = _row("th", head)
        body = "".join(_row("td", row) for row in rows or [("Không có", *("" for _ in head[1:]))])
        parts.append(f'<table><caption>{escape(title)}</caption><thead>{top}</thead><tbody>{body}</tbody></table>')
    parts.insert(-1, chart(report))                       # below the months, before the long list
    return "\n".join([*parts, f"<p>{LIMIT}</p>", "</main></body></html>\n"])


def _row(tag: str, cells: tuple[str, ...]) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"


def chart(report: Report) -> str:
    """Growth as bars; the table beside it says the same in words."""
    most = max((count for _, count in report.by_month), default=0) or 1
    bars = []
    for n, (month, count) in enumerate(report.by_month):
        tall, left = round(count / most * HEIGHT), n * (BAR + GAP)
        bars.append(f'<rect x="{left}" y="{HEIGHT - tall + 20}" width="{BAR}" height="{tall}" fill="#2a3990"/>'
                    f'<text x="{left + BAR // 2}" y="{HEIGHT - tall + 14}" text-anchor="middle" font-size="13">{count}</text>'
                    f'<text x="{left + BAR // 2}" y="{HEIGHT + 38}" text-anchor="middle" font-size="11">{month}</text>')
    return (f'<svg viewBox="0 0 {12 * (BAR + GAP)} {HEIGHT + 46}" role="img" aria-label="Số trang trên cổng cuối từng tháng; số liệu ở bảng bên trên">{"".join(bars)}</svg>')


def _as_csv(report: Report) -> str:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow([_heading(report)])
    for title, head, body in tables(report):
        rows.writerows([[], [title], head, *body])
    return text.getvalue()


def as_word(report: Report) -> bytes:
    """A letter to the Department of Justice in the shape of Decree 30/2020/NĐ-CP; number, day and signer are left to the office."""
    commune, province = (str(report.agency.get(key) or "") for key in ("ten_xa", "ten_tinh"))
    writer = word.Writer(_heading(report), str(report.agency.get("co_quan") or NAME), f"{NAME}, {commune}", report.end)
    writer.block(Head(tuple((Run(line),) for line in ("ỦY BAN NHÂN DÂN", commune.upper())), national=True), keep=True)
    writer.pair("Số: ........./BC-.........", f"{commune.partition(' ')[2]}, ngày ..... tháng ..... năm 20.....")
    writer.block(Title("BÁO CÁO", f"{NAME}, {_period(report)}"), keep=True)
    for said in (f"Kính gửi: Sở Tư pháp {province}", f"Trong kỳ, cổng có {len(report.new)} trang mới và {len(report.changed)} trang sửa đổi. "
                 f"Cuối kỳ, cổng có {report.by_month[-1][1]} trang.", LIMIT):
        writer.block(Paragraph((Run(said),)), keep=False)
    for number, (title, head, rows) in enumerate(tables(report)[:-1], 1):
        writer.block(Heading(f"{number}. {title}"), keep=True)
        writer.block(_word_table(head, rows) if rows else Paragraph((Run("Không có."),)), keep=False)
    writer.block(Signatures((Place("Nơi nhận", (), "Như trên; lưu văn thư", ""), Place("Người ký", (), "(chức vụ, ký, đóng dấu, ghi rõ họ tên)", ""))), keep=False)
    title, head, rows = tables(report)[-1]
    if rows:
        writer.block(NewPage(), keep=False)
        writer.block(Heading(f"Phụ lục. {title}"), keep=True)
        writer.block(_word_table(head, rows), keep=False)
    return writer.bytes()


def _word_table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> Table:
    shares = [WIDTHS[name] for name in head]
    widths = [share * 100 // sum(shares) for share in shares]
    widths[-1] += 100 - sum(widths)
    return Table(head, tuple(widths), tuple(tuple((Run(cell),) for cell in row) for row in rows), height=7)
