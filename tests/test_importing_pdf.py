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


def test_text_in_two_columns_is_read_one_column_after_the_other(root: Path) -> None:
    left, right = (" ".join(f"{side}{number}" for number in range(1, 120)) for side in ("trái", "phải"))
    (root / "cot.pdf").write_bytes(set_in_type(f"#set page(paper: \"a4\")\n#set text(font: \"Noto Serif\")\n#grid(columns: 2, gutter: 1cm)[{left}][{right}]".encode()))

    [outcome] = importing.run([root / "cot.pdf"], root)

    page = (root / outcome.page).read_text(encoding="utf-8").partition("\n---\n")[2].split()
    assert [word for word in page if word.startswith(("trái", "phải"))] == f"{left} {right}".split()
