"""The people the portal is for, one test each: what they came to do, over the real content.

Two stories stand elsewhere: a law that is replaced, and bà Mai's story gone from page and feed (tests/test_generator.py)."""

from __future__ import annotations

import csv
import gzip
import re
import subprocess
import zipfile
from pathlib import Path
from urllib.parse import unquote, urljoin

from docx import Document
from docx.shared import Mm
from playwright.sync_api import Page, expect

import word_files
from conftest import ADDRESS, ROOT
from portal import content, generator, importing, packs, releasing
from portal.views import Mode
from programs import need

PHONE = 720                                              # height of a small phone's screen, in CSS pixels
FOUND = "ol.ket-qua[aria-busy=false] [data-ket-qua]"
PLAN = ["1.1", "1.2", "1.3", "2.1", "2.2", "3.1", "3.2", "4.1", "4.2", "4.3", "5.1", "5.2", "III", "IV.1", "IV.2", "IV.3", "IV.4"]
GIT = re.compile(r"\b(git|commit|push|pull|branch|merge|repo|repository|checkout|stash|traceback|exception)\b", re.IGNORECASE)
NUMBER = "024163004217"


def first_hit(page: Page, text: str) -> str:
    """What stands first after typing into the search box at hand and pressing Enter."""
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first.fill(text)
    page.keyboard.press("Enter")
    page.wait_for_selector(FOUND)
    return page.locator(FOUND).first.get_attribute("data-ket-qua").partition("#")[0]


def weight(asked: list[str], address: str, site: Path) -> int:
    """Bytes of all that was asked for, as a web server sends it: gzip."""
    places = {unquote(url.removeprefix(address)).partition("?")[0].partition("#")[0] for url in asked if url.startswith(address)}
    return sum(len(gzip.compress((site / (place + "index.html" if place.endswith("/") or not place else place)).read_bytes())) for place in places)


def printed(page: Page, folder: Path) -> str:
    """The words on the paper that the browser prints."""
    page.pdf(path=folder / "in.pdf", format="A4")
    return subprocess.run([need("pdftotext"), folder / "in.pdf", "-"], capture_output=True, check=True).stdout.decode("utf-8")


def test_ba_ly_types_without_marks_and_reads_what_to_ask_within_two_screens(visit, address: str, built: Path):
    page = visit(address, width=360)
    page.set_viewport_size({"width": 360, "height": PHONE})
    asked = len(page.asked)

    assert first_hit(page, "hang xom lan dat") == "tinh-huong/ranh-gioi-dat/"
    page.locator(FOUND).first.click()
    heading = page.get_by_role("heading", name="Hỏi gì")
    expect(heading).to_be_visible()
    page.goto(address + "tinh-huong/ranh-gioi-dat/")
    first = page.locator(".portal-asks li").first.bounding_box()

    assert first["y"] + first["height"] <= 2 * PHONE
    assert weight(page.asked[:asked], address, built) <= 60_000
    assert weight([address + "tinh-huong/ranh-gioi-dat/"], address, built) <= 100_000
    assert weight(page.asked, address, built) <= 100_000, sorted(set(page.asked))
    assert page.wrong == []


def test_every_card_that_has_no_gate_asks_its_first_question_within_two_screens(visit, address: str, built: Path):
    page = visit(address, width=360, service_workers="block")
    page.set_viewport_size({"width": 360, "height": PHONE})

    far = {}
    for card in sorted((built / "tinh-huong").glob("*/index.html")):
        page.goto(f"{address}tinh-huong/{card.parent.name}/")
        if page.locator(".portal-stop--gate").count() == 0:
            question = page.locator(".portal-asks li").first.bounding_box()
            far[card.parent.name] = question["y"] + question["height"]

    assert len(far) >= 24
    assert {name: end for name, end in far.items() if end > 2 * PHONE} == {}


def test_ong_sang_asks_whether_a_beating_may_be_mediated_and_meets_the_red_gate_first(visit, address: str):
    page = visit(address, width=360)
    page.set_viewport_size({"width": 360, "height": PHONE})

    assert first_hit(page, "chồng đánh vợ") == "tinh-huong/bao-luc-gia-dinh/"
    page.goto(address + "tinh-huong/bao-luc-gia-dinh/")
    gate = page.locator(".portal-stop--gate")
    place = gate.bounding_box()

    assert place["y"] < min(PHONE / 2, page.locator("h1").bounding_box()["y"])
    expect(gate.get_by_role("heading", name="Dừng lại")).to_be_visible()
    expect(gate).to_contain_text("không gọi hai bên đến ngồi hòa giải")
    for told in ("Công an xã", "UBND xã", "Trưởng thôn"):
        expect(gate.get_by_text(told).first).to_be_visible()
    for number in ("113", "111", "115"):
        assert gate.locator(f'a[href="tel:{number}"]').count() == 1 or number in gate.inner_text()


def test_chi_hoa_prints_the_record_of_success_blank_and_filled_on_one_sheet(visit, address: str, built: Path):
    page = visit(address + "bieu-mau/van-ban-hoa-giai/")
    boxes = page.locator("#m01 + .portal-sheets")
    expect(boxes.locator("figure")).to_have_count(2)     # blank and filled, side by side
    expect(boxes.locator("figure").nth(1)).to_contain_text("minh họa")

    links = [link.get_attribute("href") for link in boxes.get_by_role("link").all()]
    files = [built / urljoin("bieu-mau/van-ban-hoa-giai/", link) for link in links]
    assert sorted(file.suffix for file in files) == [".docx", ".docx", ".pdf", ".pdf"]
    for file in files:
        if file.suffix == ".docx":
            [section] = Document(str(file)).sections
            assert [round(edge / Mm(1)) for edge in (section.top_margin, section.bottom_margin, section.left_margin)] == [20, 20, 30]
            assert 15 <= round(section.right_margin / Mm(1)) <= 20
        else:
            said = subprocess.run([need("pdfinfo"), file], capture_output=True, check=True, text=True).stdout
            assert int(re.search(r"Pages:\s+(\d+)", said).group(1)) <= 2
            assert "A4" in said
    sample = subprocess.run([need("pdftotext"), next(file for file in files if file.name.endswith("da-dien.pdf")), "-"], capture_output=True, check=True)
    assert "minh họa" in sample.stdout.decode("utf-8").lower()


def test_anh_tin_opens_the_whole_site_from_a_stick(visit, built: Path, tmp_path: Path):
    stick = tmp_path / "USB của thôn"
    with zipfile.ZipFile(packs.offline(content.read(ROOT)[0], built, "vi", tmp_path)) as pack:
        pack.extractall(stick)
    page = visit((stick / "hoa-giai-vi/index.html").as_uri(), width=360)

    assert first_hit(page, "hang xom lan dat") == "tinh-huong/ranh-gioi-dat/"
    page.locator(FOUND).first.click()
    expect(page.locator("h1")).to_contain_text("ranh giới")
    page.get_by_role("link", name="Văn bản hòa giải thành").first.click()
    expect(page.locator("h1")).to_contain_text("văn bản hòa giải")
    for picture in page.locator("img").all():
        picture.scroll_into_view_if_needed()
        page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=picture.element_handle())

    assert page.locator("img").count() > 0
    assert all(url.startswith(("file:", "data:")) for url in page.asked)
    assert page.wrong == []


def test_co_hang_brings_a_word_file_with_an_identity_number_is_stopped_mends_it_and_publishes(visit, tiny: Path, tmp_path: Path):
    said: list[str] = []
    given = tmp_path / "Kinh nghiệm nói chuyện.docx"
    lines = ("Lời xin lỗi giúp hai bên dễ ngồi lại với nhau.", f"Ai muốn học thêm thì tìm người có số CCCD {NUMBER} ở văn phòng.", "Tập nói lời xin lỗi với người trong nhà.")
    given.write_bytes(word_files.from_body(word_files.paragraph("Kinh nghiệm nói lời xin lỗi", bold=True, center=True) + "".join(map(word_files.paragraph, lines))))

    [outcome] = importing.run([given], tiny)
    said += outcome.lines
    draft = tiny / outcome.page
    at = next(number for number, line in enumerate(draft.read_text(encoding="utf-8").split("\n"), 1) if NUMBER in line)
    [told] = [problem for problem in outcome.problems if "CCCD" in problem.what]
    assert (told.path, told.line, told.blocks) == (outcome.page, at, True)
    assert told.fix
    assert NUMBER not in "\n".join(said)                 # a screen is read over a shoulder

    host = tmp_path / "máy chủ"
    text = draft.read_text(encoding="utf-8").replace("trang_thai: nhap", "trang_thai: cho_duyet")
    draft.write_text(text, encoding="utf-8")
    stopped = releasing.forth(tiny, host.as_uri(), preview=False, say=said.append)
    assert stopped.code == 1
    assert any(f"{outcome.page}:{at}:" in line for line in said)
    assert not (host / "current").exists()

    text = text.replace(f"có số CCCD {NUMBER} ở", "ở")
    for key, value in (("title_en", "Saying sorry"), ("description_en", "How to say sorry so that both sides can sit down again."), ("phu_trach", "Văn phòng HĐND và UBND xã")):
        text = re.sub(rf"^{key}:.*$", f"{key}: {value}", text, flags=re.MULTILINE)
    draft.write_text(text, encoding="utf-8")
    generator.build(tiny, Mode(address=ADDRESS), tmp_path / "xem-thu")
    place = content.read_page(tiny, draft, "vi")[0].url
    page = visit((tmp_path / "xem-thu" / place / "index.html").as_uri())
    expect(page.get_by_role("heading", level=1)).to_contain_text("xin lỗi")

    outcome_ = releasing.forth(tiny, host.as_uri(), preview=False, say=said.append)
    assert outcome_.code == 0, said[-20:]
    assert "Lời xin lỗi giúp hai bên" in (host / "current" / place / "index.html").read_text(encoding="utf-8")
    assert GIT.findall("\n".join([*said, outcome_.sentence])) == []


def test_anh_dung_takes_a_kit_of_ninety_minutes_and_prints_sheets_without_answers(visit, address: str, tmp_path: Path):
    page = visit(address + "tap-huan/bo-90-phut/")
    page.get_by_role("main").get_by_role("link", name="bờ rào").first.click()
    expect(page.get_by_role("heading", name="Lịch 90 phút")).to_be_visible()
    answers = page.locator("section", has=page.get_by_role("heading", name="Đáp án")).locator("p, li, td").all_inner_texts()
    assert answers

    page.get_by_role("link", name="Phiếu học viên").first.click()
    expect(page.locator("h1")).to_contain_text("Phiếu học viên")
    paper = re.sub(r"\s+", " ", printed(page, tmp_path))

    assert "……" in paper
    assert "Đáp án" not in paper
    assert [answer for answer in answers if len(answer) > 25 and re.sub(r"\s+", " ", answer).strip() in paper] == []


def test_ong_binh_takes_texts_of_three_and_five_minutes_with_syllables_and_spoken_numbers(visit, address: str):
    page = visit(address + "truyen-thong/phat-thanh/")
    page.get_by_role("main").get_by_role("link", name="Tháng 1, bài 1").first.click()
    length = {}
    for minutes in (3, 5):
        line = page.get_by_role("listitem").filter(has_text=f"Bản {minutes} phút")
        length[minutes] = int(re.search(r"([\d.]+) tiếng", line.first.inner_text()).group(1).replace(".", ""))
        with page.expect_download() as taken:
            line.get_by_role("link").first.click()
        text = Path(taken.value.path()).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        spoken = text.partition("\n\n")[2]
        assert f"{length[minutes]} tiếng" in text
        assert abs(len(re.findall(r"\w+", re.sub(r"\[[^\]]*\]", "", spoken))) - length[minutes]) < 20
        assert re.findall(r"\d", spoken) == []
        assert re.findall(r"\b(?:UBND|HĐND|MTTQ|TAND|CCCD)\b", spoken) == []
    assert length[3] <= 3 * 170 < length[5] <= 5 * 170


def test_the_office_head_reads_each_item_of_the_plan_with_evidence_that_opens_and_takes_the_table(visit, address: str, built: Path):
    page = visit(address + "gioi-thieu/ke-hoach-2026/")
    items = page.locator("section[aria-labelledby^=muc-]")

    assert [heading.split(". ")[0] for heading in items.get_by_role("heading", level=2).all_inner_texts()] == PLAN
    for number, item in zip(PLAN, items.all(), strict=True):
        links = [link.get_attribute("href") for link in item.locator(".portal-links a").all()]
        assert links, number
        for link in links:
            assert (built / urljoin("gioi-thieu/ke-hoach-2026/", link) / "index.html").resolve().is_file(), (number, link)

    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV").click()
    table = list(csv.reader(Path(taken.value.path()).read_text(encoding="utf-8-sig").splitlines()))
    assert [row[0] for row in table[1:]] == PLAN
    assert all(len(row) == len(table[0]) for row in table)


def test_ba_mai_withdraws_her_photo_and_the_next_stick_has_neither_story_nor_picture(tiny: Path, tmp_path: Path):
    story = with_ba_mai(tiny)
    assert held(tiny, tmp_path / "before") == {"picture", "words"}

    story.write_text(story.read_text(encoding="utf-8").replace("\n---\n## Câu chuyện", "\nrut_lai: 2026-11-21\n---\n## Câu chuyện"), encoding="utf-8")

    assert held(tiny, tmp_path / "after") == set()


def held(root: Path, folder: Path) -> set[str]:
    """What of the story is in the offline pack of the next build; at its address a page says that it was withdrawn."""
    generator.build(root, Mode(production=True, address=ADDRESS), folder / "site")
    with zipfile.ZipFile(packs.offline(content.read(root)[0], folder / "site", "vi", folder)) as pack:
        names, all_text = pack.namelist(), b"".join(pack.read(name) for name in pack.namelist())
    return {what for what, there in (("picture", any("ba-mai" in name for name in names)), ("words", "giữ lửa".encode() in all_text)) if there}


def with_ba_mai(root: Path) -> Path:
    """Adds a story with a picture and a consent to the small portal."""
    from PIL import Image

    consent = "dong_y: {ma: DY-01, ngay: 2026-11-01, pham_vi: đăng cổng, nguoi_giu: Văn phòng}"
    (root / "docs/assets").mkdir()
    Image.new("RGB", (40, 30)).save(root / "docs/assets/ba-mai.jpg")
    head = (root / "docs/vi/ky-nang/lang-nghe.md").read_text(encoding="utf-8").rpartition("---\n")[0]
    for old, new in (("title: Lắng nghe", "title: Người giữ lửa"), ("title_en: Listening", "title_en: Keeper"),
                     ("nguon:\n", 'nguon:\n  - {ten: Báo của tỉnh, dia_chi: "https://bacninh.gov.vn/bai", ngay_doc: 2026-11-20}\n'),
                     ("trang_thai: cho_duyet\n", "trang_thai: cho_duyet\nanh:\n  - {tep: assets/ba-mai.jpg, mo_ta: Người phụ nữ ngồi bên bếp, "
                      f"co_nguoi: nhan_ra_duoc, {consent}}}\n")):
        assert old in head
        head = head.replace(old, new)
    story = root / "docs/vi/guong-hoa-giai/nguoi-giu-lua.md"
    story.parent.mkdir()
    story.write_text(f"{head}{consent}\n---\n## Câu chuyện\n\n![Người phụ nữ ngồi bên bếp](../../assets/ba-mai.jpg)\n\nChuyện của người giữ lửa. "
                     "[Xin gỡ bài](../ky-nang/lang-nghe.md). gioi-thieu/rieng-tu.md\n\n## Điều học được\n\n1. **Nghe.** Nghe hết.\n\n## Đọc tiếp\n\nHết.\n", encoding="utf-8")
    return story
