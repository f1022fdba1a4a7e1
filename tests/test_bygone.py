"""What is no longer so is told where a page still speaks of it: offices and courts of the district, dead laws of the ledger."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from portal import bygone, citations, content, laws
from portal.content import Site
from portal.problems import Problem

REPOSITORY = Path(__file__).resolve().parents[1]
PAGE = "docs/vi/ky-nang/thu.md"
HEAD = "---\ntitle: Thử\nthay_doi:\n  - {ngay: 2026-11-22, gi: Bản đầu}\n---\n"


@pytest.fixture(scope="module")
def ledger() -> Site:
    """The real laws and tables, no other page."""
    site, _ = content.read(REPOSITORY)
    return replace(site, pages=site.laws)


def said(ledger: Site, text: str) -> list[Problem]:
    page, _ = content.parse(PAGE, HEAD + text)
    site = replace(ledger, pages=(*ledger.pages, page))
    return [problem for topic in (laws, citations, bygone) for problem in topic.problems(site) if problem.path == PAGE]


@pytest.mark.parametrize(("text", "what", "fix"), [
    ("Nộp hồ sơ lên Phòng Tư pháp.", "nói tới «Phòng Tư pháp», từ ngày 01/07/2025 đã đổi (theo 120/2025/NĐ-CP)", "nay là: UBND xã, hoặc cơ quan của tỉnh"),
    ("Gửi đơn cho ủy ban nhân dân huyện.", "nói tới «ủy ban nhân dân huyện», từ ngày 01/07/2025 đã đổi (theo 120/2025/NĐ-CP)", "nay là: UBND xã, hoặc cơ quan của tỉnh"),
    ("Kiện ra TAND huyện.", "nói tới «TAND huyện», từ ngày 01/07/2025 đã đổi (theo 81/2025/UBTVQH15)", "nay là: Tòa án nhân dân khu vực"),
    ("Luật Phòng, chống bạo lực gia đình năm 2007 có danh sách.", "nói tới «Luật Phòng, chống bạo lực gia đình năm 2007», từ ngày 01/07/2023 đã đổi (theo 13/2022/QH15)",
     "nay là: Luật Phòng, chống bạo lực gia đình năm 2022"),
    ("Chương trình khung ở QĐ 4077.", "dẫn 4077/QĐ-BTP: đã bị thay bằng 2372/QĐ-BTP", "đọc lại câu này theo văn bản mới"),
    ("Phạt theo Điều 7 Nghị định 144/2021/NĐ-CP.", "dẫn 144/2021/NĐ-CP: đã bị thay bằng 282/2025/NĐ-CP", "đọc lại câu này theo văn bản mới"),
    ("Giữ dữ liệu theo NĐ 13/2023.", "dẫn 13/2023/NĐ-CP: đã bị thay bằng 91/2025/QH15", "đọc lại câu này theo văn bản mới"),
])
def test_what_is_dead_is_caught_with_what_stands_in_its_place(ledger: Site, text: str, what: str, fix: str) -> None:
    found = said(ledger, f"## Một\n\n{text}\n")

    assert (8, what) in [(problem.line, problem.what) for problem in found]
    assert any(problem.fix.startswith(fix) for problem in found)


@pytest.mark.parametrize("text", [
    "Từ ngày 1/7/2025 không còn cấp huyện.",
    "Trước ngày 01/7/2025 thì nộp ở Phòng Tư pháp.",
    "Tòa án huyện thành Tòa án nhân dân khu vực.",
    "Luật in “cấp huyện”; đọc theo chính quyền hai cấp.",
    "Câu chuyện huyên náo của luyện tập.",
    "`UBND huyện` trong mã.",
])
def test_a_paragraph_that_tells_of_the_past_or_names_what_stands_now_is_left_alone(ledger: Site, text: str) -> None:
    assert said(ledger, f"{text}\n") == []


def test_a_wrong_row_of_the_table_is_told_with_its_line(ledger: Site) -> None:
    rows = [{"cu": ["x"], "tu_ngay": "hôm qua", "nay": "y"}, {"cu": "x"}, {"cu": ["không ai nói"], "tu_ngay": ledger.newest_change, "nay": "y", "can_cu": "1/1999/NĐ-CP"}]

    wrong = replace(ledger, tables={"da-doi": rows}, table_lines={"da-doi": {"0": 2, "1": 5, "2.can_cu": 9}})

    assert [(problem.path, problem.line) for problem in sorted(bygone.problems(wrong))] == [(bygone.PATH, 2), (bygone.PATH, 5), (bygone.PATH, 9)]
    assert bygone.problems(replace(ledger, tables={"da-doi": "chữ"}))[0].what == "bảng phải là danh sách"
