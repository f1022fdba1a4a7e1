"""What an import leaves on the disk, what it says, and what it refuses."""

from __future__ import annotations

import errno
import http.server
import io
import os
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

import programs
import word_files
from portal import content, importing
from portal.importing import legacy_fonts, pandoc

TODAY = date(2026, 11, 22)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "docs" / "vi").mkdir(parents=True)
    return tmp_path


def given(root: Path, name: str, made: bytes) -> Path:
    folder = root / "ban-lam-viec"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(made)
    return folder / name


def one(root: Path, name: str, made: bytes, **options: bool) -> importing.Outcome:
    [outcome] = importing.run([given(root, name, made)], root, today=TODAY, **options)
    return outcome


def titled(title: str, *bodies: str) -> bytes:
    return word_files.from_body(word_files.paragraph(title, bold=True, center=True) + "".join(map(word_files.paragraph, bodies)))


def files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in (root / "docs").rglob("*") if path.is_file()}


def test_a_page_is_never_written_over_another_one(root: Path) -> None:
    made = titled("Sổ tay hòa giải", "Câu một.")

    first, second = one(root, "a.docx", made), one(root, "a.docx", made)

    assert (first.page, second.page) == ("docs/vi/gioi-thieu/so-tay-hoa-giai.md", "docs/vi/gioi-thieu/so-tay-hoa-giai-2.md")
    assert any("đã có trang «so-tay-hoa-giai»" in line for line in second.lines)
    assert len({page.title for page in content.read(root)[0].pages}) == 2


def test_an_address_taken_anywhere_on_the_site_is_not_used_again(root: Path) -> None:
    (root / "docs" / "vi" / "tinh-huong").mkdir()
    (root / "docs" / "vi" / "tinh-huong" / "vay-no.md").write_text("---\ntitle: Vay nợ cũ\n---\n", encoding="utf-8")

    assert one(root, "a.docx", titled("Vay nợ", "Câu một.")).page.endswith("/vay-no-2.md")


def test_the_same_file_twice_in_one_go_is_imported_once(root: Path) -> None:
    made = titled("Một bài", "Câu một.")
    paths = [given(root, "a.docx", made), given(root, "b.docx", made)]

    first, second = importing.run(paths, root, today=TODAY)

    assert first.page and not second.page
    assert "giống hệt «a.docx»" in second.problems[0].what
    assert files(root) == {first.page}


def test_a_folder_is_imported_whole_whatever_its_names(root: Path) -> None:
    given(root, "Kế hoạch (bản cuối).DOCX", titled("Bài thứ nhất", "Câu một."))
    given(root, "biên bản họp.docx", titled("Bài thứ hai", "Câu hai."))
    given(root, "~$biên bản họp.docx", b"lock")
    given(root, "ghi chú.txt", b"...")

    outcomes = importing.run([root / "ban-lam-viec"], root, today=TODAY)

    assert [outcome.source for outcome in outcomes] == ["Kế hoạch (bản cuối).DOCX", "biên bản họp.docx"]
    assert all(outcome.page for outcome in outcomes)


def test_an_empty_folder_is_said_to_be_one(root: Path) -> None:
    (root / "rong").mkdir()

    [outcome] = importing.run([root / "rong"], root)

    assert "không có tệp Word hay PDF nào" in outcome.problems[0].what


def test_pictures_are_shrunk_and_tell_nothing_of_where_they_were_taken(root: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Máy ảnh của ai"
    exif.get_ifd(0x8825)[2] = (21.0, 30.0, 0.0)
    photo = io.BytesIO()
    Image.merge("RGB", [Image.effect_noise((2400, 1200), 60) for _ in "rgb"]).save(photo, "JPEG", exif=exif)
    made = io.BytesIO(word_files.from_case("bai-co-kieu-va-anh"))
    swapped = {name: zipfile.ZipFile(made).read(name) for name in zipfile.ZipFile(made).namelist()} | {"word/media/anh.png": photo.getvalue()}

    outcome = one(root, "a.docx", word_files.packed(swapped))

    with Image.open(root / "docs/assets/ky-nang-lang-nghe/hinh-1.jpg") as picture:
        assert picture.size == (1600, 800)
        assert not picture.getexif()
    assert any("GPS" in line for line in outcome.lines)
    assert "![Sơ đồ ba bước hòa giải](../../assets/ky-nang-lang-nghe/hinh-1.jpg)" in (root / outcome.page).read_text(encoding="utf-8")


def test_personal_data_in_the_draft_is_said_with_its_line(root: Path) -> None:
    outcome = one(root, "a.docx", titled("Một vụ việc", "Liên hệ: số điện thoại 0912 345 678."))

    page = (root / outcome.page).read_text(encoding="utf-8").split("\n")
    lines = [page[problem.line - 1] for problem in outcome.problems if problem.blocks]
    assert lines and all("0912 345 678" in line for line in lines)


def test_tone_marks_are_moved_only_when_asked(root: Path) -> None:
    made = word_files.from_case("bai-phat-thanh")

    kept, moved = one(root, "a.docx", made), one(root, "b.docx", made, modern=True)

    assert "Luật Hoà giải" in (root / kept.page).read_text(encoding="utf-8")
    assert any("3 chữ đặt dấu kiểu cũ" in line for line in kept.lines)
    assert "thuỷ" not in (root / moved.page).read_text(encoding="utf-8")
    assert any("đủ chữ" in line for line in moved.lines)


def test_the_official_text_goes_under_the_digest_of_its_law(root: Path) -> None:
    digest = root / "docs" / "vi" / "phap-luat" / "luat-thu.md"
    digest.parent.mkdir()
    digest.write_text("---\ntitle: Luật thử\nthay_doi:\n  - {ngay: 2026-01-01, gi: Bản đầu}\nso_hieu: 77/2026/QH16\n---\n\n## Văn bản này nói gì\n\nTóm tắt.\n\n"
                      "## Điều 1. Phạm vi {#dieu-1}\n\nLời mình.\n", encoding="utf-8")

    outcome = one(root, "luat.docx", word_files.from_case("luat-co-chu-ky-cuoi"))
    again = one(root, "luat.docx", word_files.from_case("luat-co-chu-ky-cuoi"))

    page = digest.read_text(encoding="utf-8")
    assert outcome.page == "docs/vi/phap-luat/luat-thu.md"
    assert page.index("Lời mình.") < page.index("## Nguyên văn {#nguyen-van}") < page.index("##### Điều 1: Phạm vi {#nguyen-van-dieu-1}")
    assert "nhập từ tệp «luat.docx» ngày 22/11/2026" in page
    assert "  - {ngay: 2026-11-22, gi: Thêm nguyên văn, vi_sao: Nhập từ tệp chính thức}" in page
    assert "đã có phần nguyên văn" in again.problems[0].what


def test_source_and_draft_stand_side_by_side(root: Path) -> None:
    outcome = one(root, "a.docx", titled("Một bài", "Câu <thứ> nhất & hết.", "Câu thứ hai."))

    view = (root / outcome.report).read_text(encoding="utf-8")
    assert outcome.report == ".cache/nhap/mot-bai.html"
    assert "<tr><td>Câu thứ hai.</td><td>Câu thứ hai.</td></tr>" in view
    assert "<thứ>" not in view and "Câu &lt;thứ&gt; nhất &amp; hết." in view


def locked() -> bytes:
    return OLE + "EncryptedPackage".encode("utf-16-le")


def bomb() -> bytes:
    return word_files.packed({"word/document.xml": b"<w>" + bytes(41 << 20)})


def many_parts() -> bytes:
    return word_files.packed({f"word/{n}.xml": b"" for n in range(5001)})


def entities() -> bytes:
    body = b'<!DOCTYPE a [<!ENTITY x "' + b"x" * 100 + b'"><!ENTITY y "' + b"&x;" * 100 + b'">]><a>&y;</a>'
    return word_files.packed({"word/document.xml": body})


def cut_short() -> bytes:
    return titled("Một bài", "Câu một.")[:-300]


def locked_pdf() -> bytes:
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>",
               b"<</Filter/Standard/V 1/R 2/O(" + b"o" * 32 + b")/U(" + b"u" * 32 + b")/P -4>>"]
    text, places = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, 1):
        places.append(len(text))
        text += b"%d 0 obj%s endobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return text + b"xref\n0 4\n0000000000 65535 f \n" + table + b"trailer<</Size 4/Root 1 0 R/Encrypt 3 0 R/ID[(a)(a)]>>\nstartxref\n%d\n%%%%EOF" % len(text)


@pytest.mark.parametrize(("name", "made", "said"), [
    ("rong.docx", b"", "tệp rỗng"),
    ("khoa.docx", locked(), "có mật khẩu"),
    ("hong.docx", cut_short(), "đã hỏng"),
    ("bom.docx", bomb(), "phình quá lớn"),
    ("dai.docx", word_files.from_body("<w:p/>" * 400_001), "quá dài"),
    ("nhieu.docx", many_parts(), "quá nhiều phần"),
    ("dtd.docx", entities(), "khai báo lạ"),
    ("bang.xlsx", word_files.packed({"xl/workbook.xml": b"<a/>"}), "Excel"),
    ("nen.zip", word_files.packed({"a.txt": b"a"}), "tệp nén"),
    ("anh.docx", word_files.picture(), "không phải tệp Word hay PDF"),
    ("trang.doc", b"<html><body>x</body></html>", "trang web"),
    ("trang-mot-tep.doc", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html>x</html>", "trang web"),
    ("word-2003.doc", b"\xef\xbb\xbf<?xml version='1.0'?><?mso-application progid='Word.Document'?><w:wordDocument/>", "XML lưu dưới tên tệp Word"),
    ("khoa.pdf", locked_pdf(), "PDF có mật khẩu"),
    ("hong.pdf", b"%PDF-1.4\nkhong co gi", "PDF đã hỏng"),
    ("trang-trang.docx", word_files.from_body("<w:p/>"), "không có chữ nào"),
    ("thieu.docx", word_files.packed({"word/styles.xml": b"<a/>"}), "thiếu phần nội dung"),
])
def test_a_bad_file_is_refused_in_one_clear_sentence_and_nothing_is_written(root: Path, name: str, made: bytes, said: str) -> None:
    outcome = one(root, name, made)

    [problem] = outcome.problems
    assert said in problem.what and problem.fix and problem.blocks
    assert outcome.page == "" and files(root) == set()


def test_a_file_that_is_not_there_is_said_so(root: Path) -> None:
    [outcome] = importing.run([root / "không có.docx"], root)

    assert "không mở được tệp" in outcome.problems[0].what


def test_a_file_with_another_name_is_read_for_what_it_is(root: Path) -> None:
    outcome = one(root, "a.doc", titled("Một bài", "Câu một."))

    assert outcome.page
    assert any("bên trong là tệp Word (.docx)" in line for line in outcome.lines)


def test_macros_and_embedded_files_are_left_out_and_said(root: Path) -> None:
    made = io.BytesIO(titled("Một bài", "Câu một."))
    parts = {name: zipfile.ZipFile(made).read(name) for name in zipfile.ZipFile(made).namelist()}

    outcome = one(root, "a.docm", word_files.packed(parts | {"word/vbaProject.bin": b"x", "word/embeddings/bang.xlsx": b"x"}))

    assert any("macro: đã bỏ, không chạy" in line for line in outcome.lines)
    assert any("1 đối tượng nhúng" in line for line in outcome.lines)


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def test_nothing_is_fetched_from_elsewhere(root: Path, listener: tuple[str, list[str]]) -> None:
    address, asked = listener
    case = (word_files.CASES / "bai-co-kieu-va-anh.xml").read_text(encoding="utf-8").replace("http://nowhere.invalid", address)

    outcome = one(root, "a.docx", word_files.from_text(case))

    assert any("nằm ngoài tệp" in line for line in outcome.lines)
    assert asked == []


def test_a_full_disk_leaves_nothing_half_written(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    monkeypatch.setattr(os, "fsync", full)

    outcome = one(root, "a.docx", word_files.from_case("bai-co-kieu-va-anh"))

    assert "đĩa đầy, chưa ghi gì" in outcome.problems[0].what
    assert files(root) == set()
    assert not list((root / ".cache").rglob("*.html"))


def test_a_disk_too_full_for_the_view_gets_no_page_either(root: Path) -> None:
    (root / ".cache").write_text("no folder", encoding="utf-8")

    outcome = one(root, "a.docx", titled("Một bài", "Câu một."))

    assert "chưa ghi gì" in outcome.problems[0].what
    assert files(root) == set()


def test_the_pictures_of_a_digest_are_never_written_over(root: Path) -> None:
    law = (word_files.CASES / "luat-co-chu-ky-cuoi.xml").read_text(encoding="utf-8")
    drawn = '<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><a:blip r:embed="r5"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
    made = law.replace("<w:sectPr", f"{drawn}<w:sectPr", 1).replace("</tep>", '<lien-ket ma="r5" loai="image" toi="media/anh.png"/></tep>')
    (root / "docs/vi/phap-luat").mkdir()
    (root / "docs/vi/phap-luat/luat-thu.md").write_text("---\ntitle: Luật thử\nso_hieu: 77/2026/QH16\n---\n\nTóm tắt.\n", encoding="utf-8")
    own = root / "docs/assets/luat-thu/hinh-1.png"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"own")

    outcome = one(root, "luat.docx", word_files.from_text(made))

    assert own.read_bytes() == b"own"
    assert "../../assets/luat-thu-2/hinh-1.png" in (root / outcome.page).read_text(encoding="utf-8")


def test_a_reader_that_takes_too_long_is_stopped(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc.limits, "PANDOC_SECONDS", 0)

    assert "chưa xong" in one(root, "a.docx", titled("Một bài", "Câu một.")).problems[0].what


def test_a_reader_that_wants_too_much_memory_is_stopped(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc.limits, "MEMORY_BYTES", 2_000_000)

    assert "không đọc được" in one(root, "a.docx", titled("Một bài", *["Câu dài. " * 2000] * 50)).problems[0].what


@pytest.mark.parametrize(("font", "old", "new"), [
    (".VnTime", "ñy ban nh©n d©n x·, ng\u00adêi hßa gi¶i, Phô lôc", "ủy ban nhân dân xã, người hòa giải, Phụ lục"),
    (".VnTime", "ng-êi §-êng T- ph¸p nh- sau, sè 12/TTr-VP Q§-UBND", "người Đường Tư pháp như sau, số 12/TTr-VP QĐ-UBND"),
    (".VnTimeH", "quyÕt ®Þnh", "QUYẾT ĐỊNH"),
    ("ABCDEF+.VnArial NarrowH", "luËt", "LUẬT"),
    ("VNI-Times", "Uyû ban nhaân daân xaõ, ngöôøi hoøa giaûi, ÑAÁT ÑAI", "Uỷ ban nhân dân xã, người hòa giải, ĐẤT ĐAI"),
    ("Times New Roman", "giữ nguyên ®", "giữ nguyên ®"),
    (".VnTime", "đã là Unicode ®", "đã là Unicode ®"),
])
def test_letters_of_old_fonts_become_unicode(font: str, old: str, new: str) -> None:
    assert legacy_fonts.convert(old, font) == new


@pytest.mark.parametrize(("text", "said"), [
    ("C«ng nhËn hßa gi¶i viªn cña c¸c tæ hßa gi¶i ®Ó lµm viÖc", "(TCVN3)"),
    ("Coâng nhaän hoøa giaûi vieân cuûa caùc toå hoøa giaûi", "(VNI)"),
])
def test_letters_of_an_old_font_that_the_file_does_not_name_are_said(root: Path, text: str, said: str) -> None:
    outcome = one(root, "a.docx", titled("Một bài", text))

    assert any(f"gõ bằng phông cũ {said}" in line for line in outcome.lines)


def test_an_old_word_file_is_read_through_libreoffice(root: Path, tmp_path: Path) -> None:
    soffice = programs.need("soffice")
    given(root, "ke-hoach.docx", word_files.from_case("phong-cu-tcvn3"))
    subprocess.run([soffice, "--headless", f"-env:UserInstallation={(tmp_path / 'ho-so').as_uri()}", "--convert-to", "doc", "--outdir", str(tmp_path),
                             str(root / "ban-lam-viec" / "ke-hoach.docx")], check=True, capture_output=True, timeout=180)

    [outcome] = importing.run([tmp_path / "ke-hoach.doc"], root, today=TODAY)

    page = (root / outcome.page).read_text(encoding="utf-8")
    assert outcome.page.endswith("/ke-hoach-hoa-giai-o-co-so.md")
    assert "Đất đai, ranh giới, thương lượng; người Phượng" in page
