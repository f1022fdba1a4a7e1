"""Private lives stay private: what is found, what is left alone, what staff are told."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal import content, privacy
from portal.content import Site
from portal.privacy import ANSWERED, BLOCKING

CASES = Path(__file__).parent / "cases" / "privacy"
HEAD = """---
title: Nói chuyện ở sân đình
description: Một trang để thử.
doi_tuong: [nguoi-dan]
linh_vuc: [khac]
nguon: [35/2013/QH13]
thay_doi:
  - {ngay: 2026-11-22, gi: Bản đầu}
ra_soat: 2027-05-22
phu_trach: Văn phòng HĐND và UBND xã
trang_thai: cho_duyet
"""


def lines(folder: str) -> Iterator[tuple[str, str]]:
    for file in sorted((CASES / folder).glob("*.txt")):
        yield from ((file.stem, line) for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("# "))


def site_of(root: Path, *pages: str, tables: dict | None = None) -> Site:
    return Site(root, tuple(content.parse(f"docs/vi/ky-nang/trang-{n}.md", text)[0] for n, text in enumerate(pages)), tables or {})


def kinds(text: str) -> list[str]:
    return [finding.kind for finding in privacy.find(text)]


def test_personal_data_is_found_in_nearly_every_way_people_write_it():
    wanted = list(lines("co"))

    missed = [(kind, line) for kind, line in wanted if kind not in kinds(line)]

    assert sum(kind in BLOCKING for kind, _ in wanted) >= 400
    assert len(missed) <= 0.02 * len(wanted), missed


def test_each_kind_is_found_in_nearly_every_line_of_its_own():
    wanted = list(lines("co"))

    for kind in (*BLOCKING, *ANSWERED):
        own = [line for name, line in wanted if name == kind]
        missed = [line for line in own if kind not in kinds(line)]
        assert own and len(missed) <= max(1, 0.03 * len(own)), missed


def test_laws_dates_money_codes_and_blanks_are_hardly_ever_taken_for_personal_data():
    innocent = list(lines("khong"))

    alarms = [(line, kinds(line)) for _, line in innocent if kinds(line)]

    assert len(innocent) >= 2000
    assert len(alarms) <= 0.005 * len(innocent), alarms


def test_a_finding_holds_the_number_and_nothing_else():
    text = "Bà con gọi (0204) 3.886.123, gặp ông B."

    [finding] = privacy.find(text)

    assert (finding.kind, text[slice(*finding.span)]) == ("dien-thoai", "(0204) 3.886.123")


def test_spans_count_composed_letters():
    text = "Lie\u0302n he\u0323\u0302 0912 345 678"

    [finding] = privacy.find(text)

    assert finding.span == (8, 20)


def test_two_numbers_on_one_line_are_two_findings():
    assert kinds("0912 345 678 - 0987.654.321") == ["dien-thoai", "dien-thoai"]


def test_people_of_a_paragraph_labelled_as_made_up_are_left_alone_but_their_numbers_are_not():
    made_up = "Tình huống minh họa: bà Hoàng Thị Lan cho ông Vi Văn Sơn vay tiền, số máy 0912 345 678."

    assert kinds(made_up) == ["dien-thoai"]
    assert "ten-nguoi" in kinds(made_up.replace("Tình huống minh họa: ", ""))


def test_ten_copies_of_a_text_have_ten_times_its_findings():
    text = "\n".join(line for folder in ("co", "khong") for _, line in lines(folder))[:20_000]

    once, ten = privacy.find(text), privacy.find("\n\n".join([text] * 10))

    assert len(ten) == 10 * len(once)


@pytest.mark.parametrize("piece", ["1 ", "0912.", "9" * 40 + " ", "thửa ", "số nhà 1 ", "Nguyễn Văn ", "a@", "((((", "KT. A. ", "sinh ngày ", "o0o", "21.3 ", "1-", "không "])
def test_the_same_piece_again_and_again_is_no_trap(piece: str):
    privacy.find(piece * (20_000 // len(piece)))


ALPHABET = st.sampled_from([*"0123456789oO+().,-–/ \n:;@°'\"xX…*_", "số ", "nhà ", "thôn ", "CCCD ", "sđt ", "STK ", "thửa ", "tờ ", "đường ", "sinh ", "ngày ", "ông ",
                                                                         "Nguyễn ", "Văn ",
                            "An ", "lớp ", "tuổi ", "98A", "fb.com/", ".vn", "21.30541", "106.83312", "dân tộc ", "Dao", "\u200b", "９", "e\u0301"])


@settings(max_examples=300, deadline=None)
@given(st.lists(ALPHABET, max_size=60).map("".join) | st.text(max_size=200))
def test_any_text_is_read_without_a_stumble_and_every_span_lies_in_it(text: str):
    composed = unicodedata.normalize("NFC", text)

    for finding in privacy.find(text):
        start, end = finding.span
        assert 0 <= start < end <= len(composed)
        assert finding.kind in privacy.KINDS


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["", "Một dòng.", "## Mục", "Gọi 0912 345 678.", "Số CCCD: 024185012345", "| a | b |", "- [ ] việc", "\tlùi", "ông A"]), max_size=30))
def test_a_problem_names_the_very_line_of_its_finding(tmp_path_factory: pytest.TempPathFactory, rows: list[str]):
    source = HEAD + "---\n" + "\n".join(rows) + "\n"
    root = tmp_path_factory.getbasetemp()

    for problem in privacy.problems(site_of(root / "empty", source)):
        said = "0912 345 678" if "điện thoại" in problem.what else "024185012345"
        assert said in source.split("\n")[problem.line - 1]


def test_a_page_with_ten_kinds_of_personal_data_is_refused_with_ten_messages(tmp_path: Path):
    body = """---
Anh Tư, CCCD 024 185 012 345.

CMND cũ: 122.034.567

Gọi 0912 345 678.

Chuyển vào STK 2603205123456 Agribank.

Thửa đất số 215 bị lấn.

Nhà ở số nhà 15, thôn Thoi.

Xe máy 98B1-678.90 đỗ chắn lối.

Anh Thắng sinh ngày 2/9/1970.

Thư: thangvi@gmail.com

Xem https://www.facebook.com/thang.vi.98
"""
    found = privacy.problems(site_of(tmp_path, HEAD + body))

    assert [(problem.line, problem.blocks) for problem in sorted(found)] == [(line, True) for line in range(13, 33, 2)]
    assert all(problem.what.startswith("có ") and problem.fix for problem in found)
    assert not any("0912 345 678" in problem.what for problem in found)


def test_a_name_is_asked_for_once_a_page_and_answered_in_front_matter(tmp_path: Path):
    body = "---\nBà Hoàng Thị Lan kể.\n\nBà Hoàng Thị Lan lại kể.\n"

    [asked] = privacy.problems(site_of(tmp_path, HEAD + body))
    answered = privacy.problems(site_of(tmp_path, HEAD + "chap_nhan:\n  - {dong: 15, loai: ten-nguoi, ly_do: Người được nêu gương trên báo tỉnh}\n" + body))

    assert (asked.line, asked.what) == (13, "có họ tên một người: Hoàng Thị Lan và 1 chỗ nữa")
    assert answered == []


def test_what_stops_a_publication_cannot_be_waved_through(tmp_path: Path):
    page = HEAD + "chap_nhan:\n  - {dong: 16, loai: dien-thoai, ly_do: Ông ấy cho phép}\n---\nGọi 0912 345 678.\n"

    said = sorted(problem.what for problem in privacy.problems(site_of(tmp_path, page)))

    assert said == ["có số điện thoại: «0912…78»", "«dien-thoai» không được chấp nhận trên trang công khai"]


def test_front_matter_is_looked_at_too(tmp_path: Path):
    page = HEAD.replace("description: Một trang để thử.", "description: Gọi 0912 345 678 để hỏi.") + "---\nHết.\n"

    [problem] = privacy.problems(site_of(tmp_path, page))

    assert problem.line == 3


def test_the_agency_s_own_contacts_are_no_finding(tmp_path: Path):
    page = HEAD + "---\nGọi 0912.345.678 hoặc viết về xa.duonghuu@gmail.com.\n"

    own = {"co-quan": {"dien_thoai": "0912 345 678", "thu_dien_tu": "xa.duonghuu@gmail.com"}}

    assert len(privacy.problems(site_of(tmp_path, page))) == 2
    assert privacy.problems(site_of(tmp_path, page, tables=own)) == []


def test_people_of_a_made_up_story_need_no_answer(tmp_path: Path):
    body = "---\nÔng Vi Văn Sơn sang gọi bà Nông Thị Hoa.\n"

    assert len(privacy.problems(site_of(tmp_path, HEAD + body))) == 1
    assert privacy.problems(site_of(tmp_path, HEAD + "minh_hoa: true\n" + body)) == []


def test_a_file_named_after_a_person_is_told(tmp_path: Path):
    pictures = tmp_path / "docs" / "assets"
    pictures.mkdir(parents=True)
    for name in ("nguyen-van-binh.jpg", "cccd-024185012345.png", "hop-thon-2026-11-22.jpg", "anh-0912345678.webp"):
        (pictures / name).write_bytes(b"")

    found = sorted(privacy.problems(site_of(tmp_path)))

    assert [(problem.path, problem.what) for problem in found] == [
        ("docs/assets/anh-0912345678.webp", "tên tệp chứa số điện thoại"),
        ("docs/assets/cccd-024185012345.png", "tên tệp chứa số căn cước (CCCD) hoặc giấy tờ tùy thân"),
        ("docs/assets/nguyen-van-binh.jpg", "tên tệp chứa họ tên một người")]


def test_word_and_pdf_attachments_are_read(tmp_path: Path):
    docx = pytest.importorskip("docx")
    typst = pytest.importorskip("typst")
    folder = tmp_path / "docs" / "assets"
    folder.mkdir(parents=True)
    word = docx.Document()
    word.add_paragraph("Danh sách dự họp")
    word.add_table(1, 1).cell(0, 0).text = "CCCD 024185012345"
    word.sections[0].footer.paragraphs[0].text = "Gọi 0912 345 678"
    word.save(str(folder / "danh-sach.docx"))
    (tmp_path / "x.typ").write_text("Trang một\n#pagebreak()\nSố tài khoản 2603205123456 Agribank", encoding="utf-8")
    typst.compile(str(tmp_path / "x.typ"), output=str(folder / "giay-moi.pdf"))

    said = sorted((problem.path, problem.what) for problem in privacy.problems(site_of(tmp_path)))

    assert said == [("docs/assets/danh-sach.docx", "chân trang: có số điện thoại: «0912…78»"),
                    ("docs/assets/danh-sach.docx", "đoạn 2: có số căn cước (CCCD) hoặc giấy tờ tùy thân: «0241…45»"),
                    ("docs/assets/giay-moi.pdf", "trang 2: có số tài khoản ngân hàng: «2603…56»")]


def test_first_page_headers_comments_struck_out_words_and_links_of_a_word_file_are_read_too(tmp_path: Path):
    docx = pytest.importorskip("docx")
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    folder = tmp_path / "docs" / "assets"
    folder.mkdir(parents=True)
    word = docx.Document()
    paragraph = word.add_paragraph("Danh sách")
    paragraph._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>Gọi 0912 345 678</w:delText></w:r></w:del>"))
    word.add_comment(paragraph.runs, text="Hỏi lại CCCD 024185012345", author="A")
    word.sections[0].different_first_page_header_footer = True
    word.sections[0].first_page_header.paragraphs[0].text = "Thửa đất số 215"
    word.part.relate_to("mailto:thangvi@gmail.com", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    word.save(str(folder / "danh-sach.docx"))

    said = sorted(problem.what for problem in privacy.problems(site_of(tmp_path)))

    assert said == ["liên kết: có địa chỉ thư điện tử (e-mail): «than…om»", "lời góp ý: có số căn cước (CCCD) hoặc giấy tờ tùy thân: «0241…45»",
                    "đoạn 1: có số điện thoại: «0912…78»", "đầu trang: có số thửa đất hoặc số tờ bản đồ: «Thửa…15»"]


def test_an_attachment_that_cannot_be_read_is_refused_not_trusted(tmp_path: Path):
    folder = tmp_path / "docs" / "assets"
    folder.mkdir(parents=True)
    (folder / "hong.docx").write_bytes(b"no zip")
    (folder / "bang-tinh.xlsx").write_bytes(b"")
    (folder / "hong.pdf").write_bytes(b"%PDF-1.4 broken")

    said = sorted((problem.path, problem.what) for problem in privacy.problems(site_of(tmp_path)))

    assert said == [("docs/assets/bang-tinh.xlsx", "không soi được dữ liệu cá nhân trong loại tệp này"),
                    ("docs/assets/hong.docx", "không đọc được tệp đính kèm: tệp hỏng hoặc có mật khẩu"),
                    ("docs/assets/hong.pdf", "không đọc được tệp đính kèm: tệp hỏng hoặc có mật khẩu")]


def test_the_tables_that_staff_edit_are_looked_at_with_their_lines(tiny: Path):
    table = tiny / "docs/bang/linh-vuc.yml"
    text = table.read_text(encoding="utf-8")
    table.write_text(text + "\n# thêm\n- {ma: khac-nua, ten: Khác, mo_ta: \"gọi 0912 345 678\"}\n", encoding="utf-8")

    found = privacy.problems(content.read(tiny)[0])

    assert [(problem.path, problem.line) for problem in found] == [("docs/bang/linh-vuc.yml", text.count("\n") + 3)]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(["title: Một", "chap_nhan: 3",
                                "chap_nhan: [{loai: x}, 5, {dong: a}]", "chap_nhan: {a: b}", "anh: [1, {tep: 2}]", "hoi: [{hoi: gọi 0912 345 678}]",
                                "a: [[[b]]]", "title: 0912345678", "- lạ", "x: &a [*a]", "\tx: 1", "minh_hoa: có", "thay_doi: 2026-01-01", "lạ: {1: 2}",
                               "k: 2026-02-30"]), max_size=8))
def test_front_matter_of_any_shape_is_no_stumble(tmp_path_factory: pytest.TempPathFactory, rows: list[str]):
    source = "---\n" + "\n".join(rows) + "\n---\nÔng Vi Văn Sơn.\n"

    for problem in privacy.problems(site_of(tmp_path_factory.getbasetemp() / "empty", source)):
        assert 1 <= problem.line <= source.count("\n")


def test_our_own_pages_tell_nobody_s_private_life():
    root = Path(__file__).resolve().parents[1]

    assert privacy.problems(content.read(root)[0]) == []


