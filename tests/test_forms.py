"""Forms: the data that staff edit, and the files that come of it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from datetime import date
from functools import cache
from pathlib import Path

import pdfplumber
import pytest
from docx import Document
from docx.shared import Mm
from lxml import etree

from conftest import ROOT
from portal import content, forms, sheets
from portal.forms import paper, screen
from portal.forms.model import Form
from portal.sheets import pdf, word
from programs import need

DAY = date(2026, 11, 22)
BETWEEN_VILLAGERS = ("M01", "M02", "M03", "M04", "M05", "M06", "M23")
ARTICLE_24 = "khoản 2 Điều 24 Luật Hòa giải ở cơ sở số 35/2013/QH13"
SHEET = """
mau:
  - so: M01
    tep: thu
    ten: Mẫu thử
    ten_en: Trial form
    phan:
      - ten: Chung
        truong:
          - {ma: ngay, ten: Ngày lập, kieu: ngay}
      - ten: Các bên
        lap: ben
        ten_dong: Bên
        so_dong: 2
        truong:
          - {ma: ho_ten, ten: Họ và tên, luat: điểm b khoản 2 Điều 24 Luật Hòa giải ở cơ sở số 35/2013/QH13}
    bo_cuc:
      - doan: "Lập ngày {ngay}"
      - bang: ben
        cot: [[TT, "{so}", 10], [Họ và tên, "{ho_ten}", 90]]
      - ky: [{lap: ben, vai: "Bên {chu}", ten: "{ho_ten}"}]
"""


@cache
def site() -> content.Site:
    return content.read(ROOT)[0]


@cache
def every_form() -> tuple[Form, ...]:
    found = [form for page in site().of("vi", "bieu-mau") for form in forms.forms_of(page)]
    return tuple(sorted(found, key=lambda form: form.number))


def form(number: str) -> Form:
    return next(form for form in every_form() if form.number == number)


def words(document: bytes) -> list[str]:
    """The words of each paragraph of a Word file's body, in order, empty ones left out."""
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml"))
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    found = []
    for paragraph in root.iter(f"{name}p"):
        said = "".join(node.text or "" if node.tag == f"{name}t" else " " for node in paragraph.iter(f"{name}t", f"{name}br"))
        found.append(re.sub(r"\s+", " ", said).strip())
    return [said for said in found if said]


def squeezed(text: str) -> str:
    """Without blanks: lines break elsewhere on every paper."""
    return re.sub(r"\s+", "", text)


def read_back(document: bytes, tmp_path: Path, *options: str) -> str:
    file = tmp_path / "a.pdf"
    file.write_bytes(document)
    return subprocess.run([need("pdftotext"), *options, file, "-"], capture_output=True, check=True).stdout.decode("utf-8")


def through_libreoffice(folder: Path, documents: dict[str, bytes], to: str) -> None:
    """Word files by name, opened and written again in `folder` as <name>.pdf or <name>.txt."""
    for name, document in documents.items():
        (folder / f"{name}.docx").write_bytes(document)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run([need("soffice"), profile, "--headless", "--convert-to", to, "--outdir", folder, *(folder / f"{name}.docx" for name in documents)],
                   check=True, capture_output=True, timeout=300)


def complaints(tmp_path: Path, data: str) -> list[str]:
    """What the check says of one form page with this data file."""
    folder = tmp_path / "docs/vi/bieu-mau"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "thu.md").write_text("---\ntitle: Thử\nso_mau: M01\n---\nChữ\n", encoding="utf-8")
    (folder / "thu.yml").write_text(data, encoding="utf-8")
    return [f"{problem.line}: {problem.what}" for problem in forms.problems(content.read(tmp_path)[0])]


def test_the_forms_of_the_portal_have_no_problem():
    assert forms.problems(site()) == []
    assert len(site().of("vi", "bieu-mau")) == 19
    assert [form.number for form in every_form()] == [f"M{number:02}" for number in range(1, 24)]


def test_the_record_of_success_asks_for_the_eight_things_of_article_24():
    points = [re.match(r"điểm (\w+) ", law).group(1) for _, law in form("M01").required if law.endswith(ARTICLE_24)]

    assert sorted(set(points)) == sorted("abcdđegh")


def test_a_good_data_file_has_no_problem(tmp_path: Path):
    assert complaints(tmp_path, SHEET) == []


@pytest.mark.parametrize(("old", "new", "says"), [
    ("so: M01", "so: M02", "3: «so_mau» thiếu M02"),
    ("tep: thu", "tep: thu\n    mau_sac: xanh", "có «mau_sac» lạ"),
    ("kieu: ngay", "kieu: thang", "10: «kieu» đang ghi “thang”"),
    ("kieu: ngay", "kieu: chon", "10: «lua_chon» đi cùng kieu: chon hoặc nhieu"),
    ("Lập ngày {ngay}", "Lập ngày {ngay_lap}", "bố cục có ô «{ngay_lap}» mà không có trường nào tên như vậy"),
    ("Lập ngày {ngay}", "Lập hôm nay", "trường «ngay» không đứng ở đâu trên tờ giấy"),
    ("bang: ben", "bang: nguoi", "bố cục nhắc phần lặp «nguoi» không có"),
    ('"{ho_ten}", 90', '"{ho_ten}", 80', "19: các cột cộng lại 90 phần trăm"),
    ("điểm b khoản 2 Điều 24 Luật Hòa giải ở cơ sở số 35/2013/QH13", "theo luật", "16: «luat» không phải một dẫn chiếu đủ điều và số hiệu"),
    ("ma: ho_ten", "ma: họ tên", "16: «ma» phải là một chữ không dấu"),
    ("bo_cuc:", "khac: [1]\n    bo_cuc:", "có «khac» lạ"),
])
def test_a_mistake_in_the_data_is_told_with_its_line(tmp_path: Path, old: str, new: str, says: str):
    found = complaints(tmp_path, SHEET.replace(old, new, 1))

    assert any(says in said for said in found), found


def test_two_sheets_may_not_share_a_number(tmp_path: Path):
    twice = SHEET + SHEET.removeprefix("\nmau:\n")

    assert [said.split(": ", 1)[1] for said in complaints(tmp_path, twice)] == [
        "«M01» đã dùng ở docs/vi/bieu-mau/thu.yml", "«thu» đã dùng ở docs/vi/bieu-mau/thu.yml"]


def test_a_form_page_without_data_is_a_problem_and_no_crash(tmp_path: Path):
    for data in ("", "mau: 3", "- a", "mau: [1, {so: 2}]", "mau: [{so: M01, tep: a, ten: b, ten_en: c, phan: [x], bo_cuc: [y]}]"):
        assert complaints(tmp_path, data)


def test_a_blank_has_a_row_for_each_hand_and_a_sample_only_what_was_written():
    [blank] = [block for block in paper.blocks(form("M07"), None) if isinstance(block, paper.Table)]
    [filled] = [block for block in paper.blocks(form("M07"), form("M07").sample) if isinstance(block, paper.Table)]

    assert len(blank.rows) == 7
    assert [paper.plain(row[1]) for row in filled.rows] == ["Lê Văn C", "Phạm Thị D", "Bùi Văn K", "Ngô Thị L"]


def test_the_thirty_first_party_has_a_letter_too():
    assert [paper.letter(number) for number in (0, 25, 26, 30)] == ["A", "Z", "A2", "E2"]


@pytest.mark.parametrize("form", every_form(), ids=lambda form: form.number)
def test_every_sheet_is_one_paper_and_reads_back(form: Form, tmp_path: Path):
    for values in (None, form.sample):
        text = read_back(pdf.write(form, values, DAY), tmp_path)

        assert text.count("\f") <= 2
        assert form.number in text
        together = re.sub(r"\s+", " ", text)
        for block in paper.blocks(form, values):
            if isinstance(block, paper.Heading):
                assert re.sub(r"\s+", " ", block.text) in together


def test_the_sample_reads_back_sentence_by_sentence_and_says_it_is_fictional(tmp_path: Path):
    text = re.sub(r"\s+", " ", read_back(pdf.write(form("M01"), form("M01").sample, DAY), tmp_path))

    assert "MẪU ĐÃ ĐIỀN – người và việc là tình huống minh họa" in text
    assert "Hai bên lấy hàng gốc rào cũ làm ranh." in text
    assert "Hòa giải viên đã đọc lại cho các bên nghe. Các bên tự nguyện đồng ý." in text
    with pdfplumber.open(tmp_path / "a.pdf") as read:
        tagged = "".join(char["text"] for char in read.pages[0].chars if char["mcid"] is not None)
    assert "người và việc là tình huống minh họa" in tagged            # what is not tagged is read out to nobody


def test_the_page_number_stands_above_from_the_second_side_on(tmp_path: Path):
    first, second, *_ = read_back(pdf.write(form("M01"), None, DAY), tmp_path, "-layout").split("\f")

    assert first.split()[:2] == ["TỔ", "HÒA"]
    assert second.split()[0] == "2"


@pytest.mark.parametrize("number", BETWEEN_VILLAGERS)
def test_a_paper_between_villagers_carries_no_block_of_the_commune(number: str):
    head = [block for block in paper.blocks(form(number), None) if isinstance(block, paper.Head)]

    assert not any(block.national for block in head)
    assert not re.search(r"UBND|ỦY BAN", " ".join(paper.plain(line) for block in head for line in block.left))


def test_the_logbook_has_no_box_for_a_district():
    assert "huyện" not in screen.sheet(form("M03"), None).lower()


def test_a_form_with_an_official_twin_says_so():
    for number in ("M03", "M07", "M08", "M10", "M12", "M13", "M14", "M16", "M17"):
        assert "mẫu chính thức xin tại UBND xã" in form(number).notice


@pytest.mark.parametrize("form", every_form(), ids=lambda form: form.number)
def test_the_word_file_has_the_margins_and_the_type_of_decree_30(form: Form):
    document = Document(io.BytesIO(word.write(form, None, DAY)))
    [section] = document.sections

    # Decree 30/2020/NĐ-CP, Appendix I: 20–25 above and below, 30–35 left, 15–20 right; on a wide sheet all 15–25.
    assert round(section.top_margin / Mm(1)) == round(section.bottom_margin / Mm(1)) == 20
    assert round(section.left_margin / Mm(1)) == (20 if form.landscape else 30)
    assert round(section.right_margin / Mm(1)) == 15
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert document.styles["Normal"].font.size.pt == 13
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml


@pytest.mark.parametrize("form", every_form(), ids=lambda form: form.number)
def test_word_and_pdf_hold_the_same_words(form: Form, tmp_path: Path):
    text = squeezed(read_back(pdf.write(form, form.sample, DAY), tmp_path))
    lines = words(word.write(form, form.sample, DAY))

    for block in paper.blocks(form, form.sample):
        if isinstance(block, paper.Paragraph) and not any(isinstance(part, paper.Option | paper.Blank) for part in block.parts):
            said = re.sub(r"\s+", " ", paper.plain(block.parts)).strip()
            assert any(said in line for line in lines)
            assert squeezed(said) in text, said


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every Word file as LibreOffice lays it out: its words, sides parted by form feeds."""
    folder = tmp_path_factory.mktemp("word")
    made = {f"{one.number}-{kind}": word.write(one, values, DAY) for one in every_form() for kind, values in (("blank", None), ("sample", one.sample))}
    through_libreoffice(folder, made, "pdf")
    return {name: subprocess.run([need("pdftotext"), folder / f"{name}.pdf", "-"], capture_output=True, check=True).stdout.decode("utf-8") for name in made}


@pytest.mark.parametrize("form", every_form(), ids=lambda form: form.number)
def test_libreoffice_opens_the_word_files_and_reads_the_same_words(form: Form, opened: dict[str, str]):
    text = squeezed(opened[f"{form.number}-sample"])

    said = [piece for line in words(word.write(form, form.sample, DAY)) for piece in re.split("[☐☒]", line)]      # boxes part columns
    assert [piece for piece in said if squeezed(piece) not in text] == []


@pytest.mark.parametrize("form", every_form(), ids=lambda form: form.number)
def test_the_word_files_are_one_paper_too_and_no_longer_than_the_pdf(form: Form, opened: dict[str, str], tmp_path: Path):
    for kind, values in (("blank", None), ("sample", form.sample)):
        sides = opened[f"{form.number}-{kind}"].count("\f")

        assert sides <= read_back(pdf.write(form, values, DAY), tmp_path).count("\f") <= 2


def test_the_same_content_gives_the_same_bytes_and_small_files():
    one = form("M01")
    assert pdf.write(one, None, DAY) == pdf.write(one, None, DAY)
    assert word.write(one, one.sample, DAY) == word.write(one, one.sample, DAY)
    assert max(len(word.write(one, one.sample, DAY)) for one in every_form()) < 15_000
    assert max(len(pdf.write(one, None, DAY)) for one in every_form()) < 60_000


def test_only_the_form_that_changed_is_made_again(tmp_path: Path):
    folder = tmp_path / "docs/vi/bieu-mau"
    folder.mkdir(parents=True)
    for name in ("giay-moi", "phieu-phan-cong"):
        for ending in (".md", ".yml"):
            shutil.copy(ROOT / "docs/vi/bieu-mau" / (name + ending), folder)
    sheets.write(content.read(tmp_path)[0], tmp_path / "site")
    before = set((tmp_path / ".cache/sheets").iterdir())

    data = folder / "giay-moi.yml"
    data.write_text(data.read_text(encoding="utf-8").replace("Rất mong", "Mong"), encoding="utf-8")
    written = sheets.write(content.read(tmp_path)[0], tmp_path / "site")

    fresh = set((tmp_path / ".cache/sheets").iterdir()) - before
    assert len(fresh) == 6
    assert sorted(file.name for file in written if file.parent.name == "giay-moi") == [
        "giay-moi-da-dien.docx", "giay-moi-da-dien.pdf", "giay-moi-da-dien.png", "giay-moi-trong.docx", "giay-moi-trong.pdf", "giay-moi-trong.png"]


def test_the_page_of_a_form_links_its_files_and_names_the_provisions():
    page = next(page for page in site().of("vi", "bieu-mau") if page.slug == "van-ban-hoa-giai")

    text = forms.markdown(page, forms.forms_of(page))

    assert 'href="hoa-giai-thanh-trong.docx"' in text
    assert 'href="dien/"' in text
    assert 'href="dien/m02/"' in text
    assert "- Điểm b khoản 2 Điều 24 Luật Hòa giải ở cơ sở số 35/2013/QH13: Họ và tên, Nơi ở." in text
    assert re.findall(r"^- Điểm (\w+) khoản 2 Điều 24", text, re.MULTILINE) == ["a", "b", "c", "d", "đ", "e", "g", "h"]


def test_every_form_has_a_page_to_fill_it_in_and_one_to_print_it():
    made = forms.made(site())

    assert len(made) == 2 * len(every_form())
    assert "docs/vi/bieu-mau/van-ban-hoa-giai/dien.md" in made
    assert "docs/vi/bieu-mau/van-ban-hoa-giai/in/m02.md" in made
    for path, text in made.items():
        assert content.parse(path, text)[1] == [], path
        assert " style=" not in text
        assert "<script>" not in text
