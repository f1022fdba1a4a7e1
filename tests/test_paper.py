"""Pages of the built site as PDF."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pdfplumber
import pytest

from portal import paper
from programs import need

CARD = "tinh-huong/ranh-gioi"
HTML = """<!doctype html><html lang="vi"><head><link rel="canonical" href="https://xa.example/ky-nang/thu/"></head><body>
<div class="portal-print"><svg></svg><div><strong>Cổng tri thức hòa giải ở cơ sở</strong><br>Xã Dương Hưu</div></div>
<article class="portal-text"><h1 class="portal-title">Trang thử <em>Ặ ẵ Ỡ Ữ ỹ Đ</em></h1><p class="portal-lead">Một câu.</p>
<ul class="portal-meta"><li>Cập nhật <time>05/03/2026</time></li><li><span class="portal-chip">Chưa thẩm định</span></li></ul>
<nav>Đừng in</nav><p hidden>Đừng in</p><script>1</script>{body}</article>
<ul class="portal-sources"><li>Luật Hòa giải ở cơ sở, số 35/2013/QH13</li></ul></body></html>"""


def page(tmp_path: Path, body: str) -> Path:
    file = tmp_path / "index.html"
    file.write_text(HTML.format(body=body), encoding="utf-8")
    return file


def words(file: Path) -> str:
    text = subprocess.run([need("pdftotext"), file, "-"], capture_output=True, check=True).stdout.decode("utf-8")
    return re.sub(r"\s+", " ", text)


def test_a_card_of_the_site_reads_back_whole(tiny_site: Path, tmp_path: Path):
    source = tiny_site / CARD / "index.html"

    paper.write(source, tmp_path / "the.pdf")

    text = re.sub(r"[^\w]", "", words(tmp_path / "the.pdf"))
    read = paper.read(source)
    assert read.title and read.lead and len(read.blocks) > 8
    for block in read.blocks:
        if block["kind"] in ("heading", "paragraph"):
            said = block.get("text") or "".join(run["text"] for run in block["runs"])
            assert re.sub(r"[^\w]", "", said) in text, said


def test_a_page_carries_its_name_date_state_source_address_and_number(tmp_path: Path):
    paper.write(page(tmp_path, "<h2>Một</h2>" + "<p>Hòa giải viên lắng nghe từng bên.</p>" * 60), tmp_path / "a.pdf")

    text = words(tmp_path / "a.pdf")
    for said in ("Trang thử Ặ ẵ Ỡ Ữ ỹ Đ", "Cổng tri thức hòa giải ở cơ sở", "Xã Dương Hưu", "Cập nhật 05/03/2026 · Chưa thẩm định",
                 "xa.example/ky-nang/thu", "Luật Hòa giải ở cơ sở, số 35/2013/QH13", "bản 05/03/2026"):
        assert said in text, said
    assert "Đừng in" not in text
    assert all(number in text.replace(" ", "") for number in ("1/2", "2/2"))


def test_the_pdf_is_tagged_named_and_has_an_outline(tmp_path: Path):
    paper.write(page(tmp_path, "<h2>Hỏi gì</h2><p>a</p><h4>Nhỏ</h4><p>b</p><h2>Căn cứ</h2><p>c</p>"), tmp_path / "a.pdf")

    with pdfplumber.open(tmp_path / "a.pdf") as pdf:
        outline = [(level, title) for level, title, *_ in pdf.doc.get_outlines()]
        catalog = pdf.doc.catalog
    assert outline == [(1, "Trang thử Ặ ẵ Ỡ Ữ ỹ Đ"), (2, "Hỏi gì"), (3, "Nhỏ"), (2, "Căn cứ")]
    assert "StructTreeRoot" in catalog
    assert str(catalog["Lang"], "ascii") == "vi"


def test_a_table_names_its_columns_and_facts_are_no_table(tmp_path: Path):
    paper.write(page(tmp_path, """<dl><dt>Số hiệu</dt><dd>35/2013/QH13</dd></dl>
        <table><thead><tr><th>Cột</th><th>Hai</th></tr></thead><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"""), tmp_path / "a.pdf")

    with pdfplumber.open(tmp_path / "a.pdf") as pdf:
        tables = [element for element in every(pdf.structure_tree) if element["type"] == "Table"]
    assert [[element["type"] for element in every([table]) if element["type"] in ("TH", "TD")] for table in tables] == [["TH", "TH", "TD", "TD"]]


def every(elements: list[dict]) -> list[dict]:
    """The elements of a structure tree, in the order in which they are read out."""
    return [found for element in elements for found in (element, *every(element.get("children", [])))]


def test_the_points_of_a_clause_keep_the_marks_of_the_law_and_get_no_others(tmp_path: Path):
    points = '<ul><li><span class="portal-points__no">a)</span>Báo trước;</li><li><span class="portal-points__no">b)</span>Ghi sổ.</li></ul>'
    paper.write(page(tmp_path, points), tmp_path / "a.pdf")

    text = words(tmp_path / "a.pdf")
    assert "a) Báo trước; b) Ghi sổ." in text
    assert "•" not in text


def test_every_kind_of_block_comes_to_paper(tmp_path: Path):
    paper.write(page(tmp_path, """
        <section class="portal-stop"><h2 class="portal-stop__name">Dừng lại nếu…</h2><ul><li>có người bị <strong>đánh</strong></li></ul></section>
        <ol class="portal-asks"><li><span class="portal-asks__q">Ai ở đó?</span><span class="portal-asks__why">Để biết người chứng kiến.</span></li></ol>
        <ol class="portal-steps"><li><span class="portal-steps__name">Gặp riêng</span><span>Từng bên một.</span></li></ol>
        <div class="portal-talk"><div class="portal-talk__turn portal-talk__turn--us"><p class="portal-talk__who">Hòa giải viên</p><p>“Mời bác nói.”</p>
          <p class="portal-talk__why">Vì sao: nghe trước.</p></div></div>
        <table><thead><tr><th>Cột</th><th>Hai</th></tr></thead><tbody><tr><td>x &lt; y</td></tr></tbody></table>
        <ul class="portal-papers"><li>Giấy <a href="../../bieu-mau/giay-moi/">mời</a></li></ul>
        <dl><dt>Số hiệu</dt><dd>35/2013/QH13</dd></dl>
        <div class="portal-status"><svg/><div><strong>Còn hiệu lực</strong>Kiểm tra rồi.</div></div>
        <blockquote><p>“Một câu nhịn.”</p></blockquote><hr>
        <p>Dòng #1 *không* _phải_ $mã$ @x [y] \\ ~ 😀<br>dòng hai</p>"""), tmp_path / "a.pdf")

    text = words(tmp_path / "a.pdf")
    for said in ("Dừng lại nếu…", "có người bị đánh", "Ai ở đó? Để biết người chứng kiến.", "Gặp riêng. Từng bên một.", "Hòa giải viên: “Mời bác nói.”",
                 "Vì sao: nghe trước.", "x < y", "Giấy mời", "Số hiệu", "Còn hiệu lực. Kiểm tra rồi.", "“Một câu nhịn.”", "#1 *không* _phải_ $mã$ @x [y] \\ ~"):
        assert said.replace(" ", "") in text.replace(" ", ""), said
    with pdfplumber.open(tmp_path / "a.pdf") as pdf:
        assert "https://xa.example/bieu-mau/giay-moi/" in {link["uri"] for sheet in pdf.pages for link in sheet.hyperlinks}


def test_a_letter_that_the_font_has_not_becomes_a_dot_and_the_paper_still_comes(tmp_path: Path):
    paper.write(page(tmp_path, "<p>Xong 😀 rồi ✔ nhé</p>"), tmp_path / "a.pdf")

    assert "Xong • rồi ✔ nhé" in words(tmp_path / "a.pdf")


def test_several_pages_make_a_book_with_a_cover_and_contents(tmp_path: Path):
    one = page(tmp_path, "<p>a</p>")
    (tmp_path / "hai").mkdir()
    two = page(tmp_path / "hai", "<p>b</p>")

    paper.write([one, two], tmp_path / "a.pdf", title="Sổ tay tình huống")

    text = words(tmp_path / "a.pdf")
    assert text.startswith("Cổng tri thức hòa giải ở cơ sở Xã Dương Hưu Sổ tay tình huống")
    assert "Mục lục" in text
    assert text.count("Trang thử") >= 4


def test_the_same_page_gives_the_same_bytes(tmp_path: Path):
    file = page(tmp_path, "<p>a</p>")

    paper.write(file, tmp_path / "a.pdf")
    paper.write(file, tmp_path / "b.pdf")

    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_what_says_the_same_is_not_set_again(tmp_path: Path):
    file = page(tmp_path, "<p>a</p>")
    paper.write(file, tmp_path / "a.pdf", cache=tmp_path / "kho")
    [kept] = (tmp_path / "kho").iterdir()
    kept.write_bytes(b"from the cache")

    paper.write(file, tmp_path / "b.pdf", cache=tmp_path / "kho")
    paper.write(page(tmp_path, "<p>b</p>"), tmp_path / "c.pdf", cache=tmp_path / "kho")

    assert (tmp_path / "b.pdf").read_bytes() == b"from the cache"
    assert (tmp_path / "c.pdf").read_bytes().startswith(b"%PDF")


def test_a_file_that_is_no_page_is_named_in_words(tmp_path: Path):
    (tmp_path / "index.html").write_text("<html><body>x</body></html>", encoding="utf-8")

    with pytest.raises(ValueError, match="không phải một trang nội dung của cổng"):
        paper.write(tmp_path / "index.html", tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()


def test_the_qr_holds_the_address_and_scales():
    address = "https://xa.example/tinh-huong/vay-no/"

    drawn = paper.qr(address)

    assert said_by(drawn) == address
    assert " style=" not in drawn and " width=" not in drawn


def said_by(drawn: str) -> str:
    """What a phone reads in a symbol of version 3 (29 modules a side, one block): ISO/IEC 18004, without its correction of errors."""
    assert 'viewBox="0 0 29 29"' in drawn
    dark, x, y = set(), 0, 0
    for across, down, long in re.findall(r"[Mm](-?\d+) (-?\d+)(?:\.5)?h(\d+)", drawn):
        x, y = x + int(across), y + int(down)
        dark |= {(y, x + n) for n in range(int(long))}
        x += int(long)
    format_bits = [((8, n) in dark) ^ masked for n, masked in enumerate((True, False, True, False, True))]
    assert format_bits == [False, False, True, False, False]               # level M, mask 4
    corners = [*((a, b) for a in range(9) for b in (*range(9), *range(21, 29))), *((a, b) for a in range(21, 29) for b in range(9))]
    fixed = {*corners, *((6, n) for n in range(29)), *((n, 6) for n in range(29)), *((a, b) for a in range(20, 25) for b in range(20, 25))}
    columns = [(right, n % 2 == 0) for n, right in enumerate([*range(28, 6, -2), 5, 3, 1])]
    path = [(a, b) for right, up in columns for a in (range(28, -1, -1) if up else range(29)) for b in (right, right - 1)]
    bits = "".join(str(int(((a, b) in dark) ^ ((a // 2 + b // 3) % 2 == 0))) for a, b in path if (a, b) not in fixed)
    assert bits[:4] == "0100"                                              # bytes
    return bytes(int(bits[n : n + 8], 2) for n in range(12, 12 + 8 * int(bits[4:12], 2), 8)).decode()
