"""Takes the pictures of the handbook page «Mười phút» again, after the look of the desk has changed:

    PYTHONPATH=scripts:tests .venv/bin/python tests/browser/handbook_pictures.py

The ten-minute walk itself: a desk on a copy of the content, a made-up Word file, a publication, a step back."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

import programs
import word_files
from conftest import QUIET, ROOT, portal_at
from portal.content import AGENCY
from portal.desk import agency

OUT = ROOT / "docs/assets/so-tay"
START = ("import sys; from pathlib import Path; from portal.desk import server\n"
         "server.run(Path(sys.argv[1]), lambda text: print(text, flush=True), browser=False)")
PATIENCE, LONG = 60_000, 600_000                         # milliseconds
COLOURS = 48                                             # of a picture: it stays below forty kilobytes
# The folder of this run is nobody's business: the pictures name an example.
HIDE = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(/\\/\\S*\\/may-chu/g, "/srv/hoa-giai");
}"""
SAMPLES = {"cong_thong_tin": "https://mau.example/", "thu_dien_tu": "hop-thu@mau.example"}
TEXT = ("Nói lời xin lỗi cho đúng lúc", "Lời xin lỗi giúp hai bên dễ ngồi lại với nhau. Hoà giải viên nên biết lúc nào thì gợi ý.",
        "Người bị tổn thương cần được nghe một lời nhận lỗi.", "Ông A lấn sang thửa đất số 12, tờ bản đồ số 3 của bà B.", "Đừng ép ai xin lỗi trước mặt đông người.")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        root = portal_at(Path(folder) / "cong", ROOT / "docs")
        table = (root / AGENCY).read_text(encoding="utf-8")
        (root / AGENCY).write_text(agency.answered(table, {one.key: SAMPLES.get(one.key, "chữ mẫu") for one in agency.questions(table) if not one.answer}), encoding="utf-8")
        (root / "docs/bang/noi-dang.yml").write_text(f"dich:\n  xa:\n    noi: {(Path(folder) / 'may-chu').as_uri()}\n", encoding="utf-8")
        chromium = play.chromium.launch(executable_path=programs.find("chromium"), args=QUIET)
        with subprocess.Popen([sys.executable, "-c", START, str(root)], stdout=subprocess.PIPE, text=True, encoding="utf-8") as desk:
            assert desk.stdout
            try:
                key = next(line.strip() for line in desk.stdout if line.startswith("http"))
                context = chromium.new_context(locale="vi-VN", viewport={"width": 1100, "height": 700})
                context.set_default_timeout(PATIENCE)
                expect.set_options(timeout=PATIENCE)
                walk(context.new_page(), key)
            finally:
                desk.kill()


def walk(page: Page, key: str) -> None:
    page.goto(key)
    expect(page.get_by_role("table")).to_be_visible()
    taken(page, "danh-sach", 700)
    page.goto(place(key, "nhap"))
    page.get_by_label("Tệp Word hoặc PDF").set_input_files({"name": "Nói lời xin lỗi.docx", "mimeType": "application/octet-stream", "buffer": word_file()})
    page.get_by_role("button", name="Nhập").click()
    expect(page.get_by_role("heading", name="So bản nháp với tệp gốc")).to_be_visible()
    for box in page.get_by_role("checkbox").all():
        box.click()
    taken(page, "so-sanh", 760)
    page.get_by_role("button", name="Nhận trang, sửa tiếp").click()
    expect(page.get_by_role("button", name=re.compile("^Xem . lỗi"))).to_be_visible()
    taken(page, "sua", 700)
    page.get_by_role("button", name=re.compile("^Xem . lỗi")).click()
    taken(page, "kiem-tra", 700)
    text = page.get_by_label("Bài viết", exact=True)
    text.fill(text.input_value().replace("sang thửa đất số 12, tờ bản đồ số 3", "sang đất"))
    page.get_by_role("button", name=re.compile("^Sửa giúp")).click()
    page.get_by_role("button", name="Viết xong, chờ duyệt").click()
    expect(page.get_by_text("Trang đang chờ duyệt.")).to_be_visible()
    publish(page, key)
    taken(page, "dang", 860)
    page.get_by_role("button", name="Quay lại bản trước").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    taken(page, "quay-lai", 640)


def publish(page: Page, key: str) -> None:
    page.goto(place(key, "dang"))
    page.get_by_role("button", name="Đăng bản chính thức").click()
    expect(page.get_by_role("status").filter(has_text=re.compile("Đã đưa bản|Chưa đăng"))).to_be_visible(timeout=LONG)
    assert page.get_by_text("Đã đưa bản").is_visible(), page.get_by_label("Các bước đã làm").inner_text()
    expect(page.get_by_text("bà con đang xem")).to_be_visible()


def place(key: str, path: str) -> str:
    return key.split("?")[0] + path


def word_file() -> bytes:
    return word_files.from_body("".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in TEXT))


def taken(page: Page, name: str, height: int) -> None:
    page.set_viewport_size({"width": 1100, "height": height})
    page.mouse.move(0, 0)
    page.evaluate(HIDE)
    page.wait_for_function("document.getAnimations().every(moving => moving.playState !== 'running')")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(OUT / f"{name}.png", optimize=True)
    print(f"{name}.png  {(OUT / f'{name}.png').stat().st_size} bytes", flush=True)


if __name__ == "__main__":
    main()
