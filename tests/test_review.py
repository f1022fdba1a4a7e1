"""Who approved a page, and what has to be read again."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import content, review

PAGE = "docs/vi/ky-nang/lang-nghe.md"
DAY = date(2026, 12, 1)


def read(root: Path, path: str = PAGE) -> content.Page:
    return next(page for page in content.read(root)[0].pages if page.path == path)


def edit(root: Path, old: str, new: str, path: str = PAGE) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_page_nobody_approved_says_so(tiny: Path):
    assert review.state(read(tiny)) == "unapproved"


def test_an_approved_page_is_approved_and_names_who_and_when(tiny: Path):
    assert review.approve(tiny, [PAGE], "Vi Thị X, công chức Tư pháp", DAY) == []

    page = read(tiny)
    assert review.state(page) == "approved"
    assert (page.meta["trang_thai"], page.meta["nguoi_duyet"], page.meta["ngay_duyet"]) == ("da_duyet", "Vi Thị X, công chức Tư pháp", DAY)


def test_approval_writes_four_lines_and_leaves_the_rest_byte_for_byte(tiny: Path):
    file = tiny / PAGE
    before = file.read_bytes().replace(b"\n", b"\r\n").replace(b"trang_thai: cho_duyet", b"trang_thai: cho_duyet   # m\xe1\xbb\x9bi")
    file.write_bytes(b"\xef\xbb\xbf" + before)

    review.approve(tiny, [PAGE], "Bà B", DAY)

    written = file.read_bytes()
    mine = (b"trang_thai: da_duyet   # m\xe1\xbb\x9bi\r\nnguoi_duyet: \"B\xc3\xa0 B\"\r\nngay_duyet: 2026-12-01\r\ndau_duyet: \"" + review.seal(read(tiny)).encode() + b"\"\r\n")
    assert written == b"\xef\xbb\xbf" + before.replace(b"trang_thai: cho_duyet   # m\xe1\xbb\x9bi\r\n", mine)


def test_approving_again_renews_the_approval_and_adds_no_line(tiny: Path):
    review.approve(tiny, [PAGE], "Bà B", DAY)
    once = (tiny / PAGE).read_text(encoding="utf-8")

    review.approve(tiny, [PAGE], "Ông A", date(2027, 1, 2))

    assert (tiny / PAGE).read_text(encoding="utf-8") == once.replace("Bà B", "Ông A").replace("2026-12-01", "2027-01-02")


@pytest.mark.parametrize(("old", "new"), [("title: Lắng nghe", "title: Biết lắng nghe"), ("\n## Làm gì", "\nThêm một câu.\n\n## Làm gì")])
def test_a_later_change_of_what_readers_see_is_told(tiny: Path, old: str, new: str):
    review.approve(tiny, [PAGE], "Bà B", DAY)

    edit(tiny, old, new)

    assert review.state(read(tiny)) == "changed_since"


def test_a_change_of_the_legal_bases_is_told(tiny: Path):
    review.approve(tiny, [PAGE], "Bà B", DAY)

    text = (tiny / PAGE).read_text(encoding="utf-8")
    edit(tiny, *(("can_cu: [", "can_cu: [91/2015/QH13, ") if "can_cu:" in text else ("nguon:", "can_cu: [35/2013/QH13]\nnguon:")))

    assert review.state(read(tiny)) == "changed_since"


def test_a_change_of_a_card_s_questions_is_told(tiny: Path):
    card = "docs/vi/tinh-huong/ranh-gioi.md"
    review.approve(tiny, [card], "Bà B", DAY)

    edit(tiny, "- {hoi: \"", "- {hoi: \"Xin hỏi: ", card)

    assert review.state(read(tiny, card)) == "changed_since"


def test_blanks_at_line_ends_and_a_new_review_date_change_nothing_for_readers(tiny: Path):
    review.approve(tiny, [PAGE], "Bà B", DAY)

    edit(tiny, "\n## Làm gì", "  \n## Làm gì")
    edit(tiny, "ra_soat: 20", "ra_soat:  20")

    assert review.state(read(tiny)) == "approved"


def test_nothing_is_approved_when_one_of_the_pages_cannot_be(tiny: Path):
    before = (tiny / PAGE).read_bytes()

    problems = review.approve(tiny, [PAGE, "docs/vi/ky-nang/ban-nhap.md", "docs/vi/khong-co.md", "../ngoai.md"], "Bà B", DAY)

    assert [problem.path for problem in problems] == ["docs/vi/ky-nang/ban-nhap.md", "docs/vi/khong-co.md", "../ngoai.md"]
    assert (tiny / PAGE).read_bytes() == before


def test_an_approval_without_a_name_is_refused(tiny: Path):
    [problem] = review.approve(tiny, [PAGE], " ", DAY)

    assert problem.what == "thiếu tên người thẩm định"


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1).filter(str.strip))
def test_any_name_can_approve_and_is_read_back(by: str):
    source = "---\ntitle: Một\ntrang_thai: cho_duyet\n---\nChữ.\n"
    page, _ = content.parse(PAGE, source)

    again, _ = content.parse(PAGE, review.sealed(source, page, by, DAY))

    assert review.state(again) == "approved"
    assert again.meta["nguoi_duyet"] == unicodedata.normalize("NFC", by)


def listed(root: Path, today: date = DAY) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in review.listing(content.read(root)[0], today):
        found.setdefault(item.reason, []).append(f"{item.path}:{item.line}: {item.say}")
    return found


def test_the_list_names_unapproved_pages_but_no_draft(tiny: Path):
    review.approve(tiny, [PAGE], "Bà B", DAY)

    paths = " ".join(listed(tiny)["unapproved"])

    assert "docs/vi/tinh-huong/ranh-gioi.md" in paths
    assert PAGE not in paths
    assert "ban-nhap" not in paths


def test_the_list_names_what_changed_since_and_who_had_approved_it(tiny: Path):
    review.approve(tiny, [PAGE], "Bà B", DAY)
    edit(tiny, "title: Lắng nghe", "title: Biết lắng nghe")

    [line] = listed(tiny)["changed_since"]

    assert line.startswith(f"{PAGE}:") and line.endswith("Biết lắng nghe – Bà B duyệt ngày 01/12/2026")


def test_the_list_counts_the_days_past_the_review_date(tiny: Path):
    due = read(tiny).meta["ra_soat"]

    assert "overdue" not in listed(tiny, due)
    later = [line for line in listed(tiny, date.fromordinal(due.toordinal() + 3))["overdue"] if line.startswith(PAGE)]
    assert later == [f"{PAGE}:{read(tiny).line('ra_soat')}: hạn {due:%d/%m/%Y}, quá 3 ngày"]


def test_a_law_that_ends_puts_every_page_that_rests_on_it_on_the_list(tiny: Path):
    law = "docs/vi/phap-luat/luat-hoa-giai.md"
    before = listed(tiny).get("law_changed", [])
    edit(tiny, "tinh_trang: " + read(tiny, law).meta["tinh_trang"], "tinh_trang: het_hieu_luc", law)

    after = listed(tiny)["law_changed"]

    assert before != after
    assert all(line.endswith("35/2013/QH13 đã hết hiệu lực") for line in after)


def test_a_law_that_is_being_rewritten_is_told_apart_from_one_that_changed(tiny: Path):
    law = "docs/vi/phap-luat/luat-hoa-giai.md"
    edit(tiny, "tinh_trang: " + read(tiny, law).meta["tinh_trang"], "tinh_trang: sap_sua", law)

    found = listed(tiny)

    assert "law_changed" not in found
    assert f"{PAGE}:{read(tiny).line('can_cu.0')}: 35/2013/QH13 đang được sửa, theo dõi bản mới" in found["law_changing"]


def test_a_page_that_names_an_ended_law_in_its_text_alone_is_on_the_list_with_that_line(tiny: Path):
    law = "docs/vi/phap-luat/luat-hoa-giai.md"
    edit(tiny, "can_cu: [35/2013/QH13]\n", "")
    edit(tiny, "tinh_trang: " + read(tiny, law).meta["tinh_trang"], "tinh_trang: het_hieu_luc", law)
    page = read(tiny)

    line = page.text_line(page.body.index("Theo khoản 2 Điều 21 Luật Hòa giải ở cơ sở"))
    assert f"{PAGE}:{line}: 35/2013/QH13 đã hết hiệu lực" in listed(tiny)["law_changed"]


def test_a_date_that_is_not_known_is_on_the_list(tiny: Path):
    law = "docs/vi/phap-luat/luat-hoa-giai.md"
    day = read(tiny, law).meta["ngay_kiem_tra"]
    edit(tiny, f"ngay_kiem_tra: {day}", "ngay_kiem_tra: chua_ro", law)

    assert listed(tiny)["unclear"] == [f"{law}:{read(tiny, law).line('ngay_kiem_tra')}: «ngay_kiem_tra» còn ghi chua_ro"]


def test_the_report_groups_by_reason_and_is_plain_when_there_is_nothing():
    items = [review.Item("overdue", "docs/vi/a.md", 9, "hạn 01/01/2026, quá 3 ngày"), review.Item("unapproved", "docs/vi/b.md", 12, "Trang B")]

    assert review.report(items) == "Chưa thẩm định: 1\n  docs/vi/b.md:12: Trang B\n\nQuá hạn rà soát: 1\n  docs/vi/a.md:9: hạn 01/01/2026, quá 3 ngày"
    assert review.report([]) == "Không có trang nào phải rà soát."
