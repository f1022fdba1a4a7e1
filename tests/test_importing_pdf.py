"""From a PDF to a draft: paragraphs joined, running heads gone, tables kept; a scan is said to be one."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import fontpkg_noto_serif
import pytest
import typst
from PIL import Image

from portal import importing

CASES = Path(__file__).parent / "cases" / "pdf"
TODAY = date(2026, 11, 22)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "docs" / "vi").mkdir(parents=True)
    return tmp_path


def set_in_type(source: Path | bytes) -> bytes:
    return typst.compile(source, font_paths=[Path(fontpkg_noto_serif.__file__).parent / "files"], ignore_system_fonts=True)


def scan(pages: int) -> bytes:
    made = io.BytesIO()
    first, *others = [Image.new("L", (600, 800), 200 + page) for page in range(pages)]
    first.save(made, "PDF", save_all=True, append_images=others)
    return made.getvalue()


@pytest.mark.parametrize("name", sorted(path.stem for path in CASES.glob("*.typ")))
def test_a_pdf_becomes_a_draft_with_its_structure(root: Path, name: str) -> None:
    file = root / f"{name}.pdf"
    file.write_bytes(set_in_type(CASES / f"{name}.typ"))

    [outcome] = importing.run([file], root, today=TODAY)

    assert f"<!-- {outcome.page} -->\n{(root / outcome.page).read_text(encoding='utf-8')}" == (CASES / f"{name}.md").read_text(encoding="utf-8")
    assert any("đủ chữ" in line for line in outcome.lines)
    assert any("chỉ là bản nháp" in line for line in outcome.lines)


def test_a_scan_is_said_to_be_one_with_what_to_do(root: Path) -> None:
    (root / "quet.pdf").write_bytes(scan(2))

    [outcome] = importing.run([root / "quet.pdf"], root)

    assert "bản quét" in outcome.problems[0].what
    assert "nhận dạng chữ" in outcome.problems[0].fix
    assert outcome.page == ""


def test_a_scan_whose_letters_a_machine_has_read_is_said_to_be_one(root: Path) -> None:
    letters = "Tổ hòa giải thôn X họp vào buổi tối để nghe hai bên nói."
    set_page = f'#set page(paper: "a4", background: image("giay.png", width: 100%, height: 100%))\n#set text(font: "Noto Serif")\n{letters}'
    Image.new("L", (300, 424), 230).save(root / "giay.png")
    (root / "quet.typ").write_text(set_page, encoding="utf-8")
    (root / "quet.pdf").write_bytes(set_in_type(root / "quet.typ"))

    [outcome] = importing.run([root / "quet.pdf"], root, today=TODAY)

    assert letters in (root / outcome.page).read_text(encoding="utf-8")
    assert any("đã nhận dạng chữ (OCR)" in line for line in outcome.lines)


def test_text_in_two_columns_is_read_one_column_after_the_other(root: Path) -> None:
    left, right = (" ".join(f"{side}{number}" for number in range(1, 120)) for side in ("trái", "phải"))
    (root / "cot.pdf").write_bytes(set_in_type(f"#set page(paper: \"a4\")\n#set text(font: \"Noto Serif\")\n#grid(columns: 2, gutter: 1cm)[{left}][{right}]".encode()))

    [outcome] = importing.run([root / "cot.pdf"], root)

    page = (root / outcome.page).read_text(encoding="utf-8").partition("\n---\n")[2].split()
    assert [word for word in page if word.startswith(("trái", "phải"))] == f"{left} {right}".split()


def drawn(content: bytes, font: bytes) -> bytes:
    """A PDF of one page with this content stream, its letters all half as wide as high, in a font of this name."""
    described = b"/FontDescriptor<</Type/FontDescriptor/FontName/%s/Flags 32/Ascent 800/Descent -200/FontBBox[0 -200 500 800]>>" % font
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
             b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
             b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
             b"<</Type/Font/Subtype/TrueType/BaseFont/%s/Encoding/WinAnsiEncoding/FirstChar 0/LastChar 255/Widths[%s]%s>>" % (font, b"500 " * 256, described)]
    text = b"%PDF-1.4\n" + b"".join(b"%d 0 obj%s endobj\n" % (n, part) for n, part in enumerate(parts, 1))
    return text + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n0\n%%EOF"


def test_words_that_the_printer_slanted_keep_their_blanks(root: Path) -> None:
    (root / "nghieng.pdf").write_bytes(drawn(b"BT /F1 13 Tf 1 0 0.27 1 72 700 Tm (Trong thon co hai nha) Tj 1 0 0.27 1 72 660 Tm (chung mot loi di.) Tj ET", b"Arial"))

    [outcome] = importing.run([root / "nghieng.pdf"], root, today=TODAY)

    page = (root / outcome.page).read_text(encoding="utf-8")
    assert "Trong thon co hai nha" in page and "chung mot loi di." in page


def test_letters_of_an_old_font_become_unicode_and_lost_ones_are_said(root: Path) -> None:
    text = "ñy ban nh©n d©n x· nghe ng-êi hßa gi¶i; ®îc häp".encode("latin-1")
    (root / "cu.pdf").write_bytes(drawn(b"BT /F1 13 Tf 72 700 Td (" + text + b") Tj ET", b"ABCDEF+.VnTime"))

    [outcome] = importing.run([root / "cu.pdf"], root, today=TODAY)

    assert "nghe người hòa giải; đợc họp" in (root / outcome.page).read_text(encoding="utf-8")
    assert any("phông cũ (.VnTime)" in line for line in outcome.lines)
    assert any("«ư» đã mất sẵn trong PDF này (ví dụ «đợc»)" in line for line in outcome.lines)
