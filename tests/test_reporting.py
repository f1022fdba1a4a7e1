"""The report of a period, as page, table and Word file."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

from docx import Document

from portal import content, reporting


def report_of(root: Path) -> reporting.Report:
    site, _ = content.read(root)
    return reporting.made(site, date(2026, 11, 1), date(2026, 11, 30))


def test_new_pages_are_counted_by_kind_and_drafts_are_not(tiny: Path):
    report = report_of(tiny)

    assert dict(report.by_kind)["Tình huống"] == 1
    assert "Trang còn nháp" not in [page.title for page in report.new]


def test_a_page_that_stood_before_counts_as_changed(tiny: Path):
    page = tiny / "docs/vi/ky-nang/lang-nghe.md"
    page.write_text(page.read_text(encoding="utf-8").replace("thay_doi:\n", "thay_doi:\n  - {ngay: 2026-03-01, gi: Bản cũ}\n"), encoding="utf-8")

    report = report_of(tiny)

    assert [changed.title for changed in report.changed] == ["Lắng nghe"]
    assert report.by_month[3] == ("03/2026", 1)
    assert report.by_month[-1][1] == len(report.new) + 1


def test_the_three_papers_say_the_same(tiny: Path, tmp_path: Path):
    report = report_of(tiny)

    page, table, word = reporting.write(report, tmp_path)

    cells = {cell for _, _, rows in reporting.tables(report) for row in rows for cell in row if cell}
    in_word = {cell.text for part in Document(io.BytesIO(word.read_bytes())).tables for row in part.rows for cell in row.cells}
    assert cells <= in_word
    for text in (page.read_text(encoding="utf-8"), table.read_text(encoding="utf-8-sig")):
        assert all(cell in text for cell in cells)


def test_the_chart_is_named_for_those_who_do_not_see_it(tiny: Path):
    assert 'role="img" aria-label="Số trang trên cổng cuối từng tháng' in reporting.chart(report_of(tiny))


def test_the_word_report_is_a_letter_to_the_department_whose_number_and_signer_the_office_fills_in(tiny: Path):
    report = report_of(tiny)

    document = Document(io.BytesIO(reporting.as_word(report)))
    said = [paragraph.text for paragraph in document.paragraphs] + [cell.text for table in document.tables for row in table.rows for cell in row.cells]

    for words in ("CỘNG\u00a0HÒA\u00a0XÃ\u00a0HỘI\u00a0CHỦ\u00a0NGHĨA\u00a0VIỆT\u00a0NAM", "BÁO CÁO", "Kính gửi: Sở Tư pháp", "Số: ........./BC", reporting.LIMIT, "Người ký"):
        assert any(words in line for line in said), words
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert reporting.as_word(report) == reporting.as_word(report)


def test_a_period_in_which_nothing_happened_says_so(tiny: Path, tmp_path: Path):
    site, _ = content.read(tiny)

    page, table, word = reporting.write(reporting.made(site, date(2020, 1, 1), date(2020, 1, 31)), tmp_path)

    assert "Không có" in page.read_text(encoding="utf-8")
    assert "Không có." in [paragraph.text for paragraph in Document(io.BytesIO(word.read_bytes())).paragraphs]
    assert "Trang mới (0)" in table.read_text(encoding="utf-8-sig")
