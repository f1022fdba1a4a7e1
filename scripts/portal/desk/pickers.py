"""The buttons above the text, and the dialogs that find a law's article, a page, a form, or take a picture."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from nicegui import ui

from portal.content import Site
from portal.desk import form, layout
from portal.desk.workplace import Workplace
from portal.vietnamese import fold

MOST_SHOWN = 30
# name → before, after, sample, whether it stands on lines of its own
INSERTS = {
    "Tiêu đề": ("## ", "", "Tên mục", True),
    "Đậm": ("**", "**", "chữ đậm", False),
    "Danh sách": ("- ", "", "ý thứ nhất", True),
    "Các bước": ("1. **", ".** Làm thế nào.", "Tên bước", True),
    "Bảng": ("", "", "| Việc | Cách làm |\n|---|---|\n| … | … |", True),
    "Lời thoại": ("**Hòa giải viên:** “", "”\n*Vì sao: …*", "lời nói", True),
    "Dừng lại": ('!!! danger "Dừng lại"\n    ', "", "Khi nào phải dừng, báo ai.", True),
    "Cẩn thận": ('!!! warning "Cẩn thận"\n    ', "", "Điều phải cẩn thận.", True),
    "Trong thực tế": ('!!! note "Trong thực tế"\n    ', "", "Kinh nghiệm.", True),
}


@dataclass(frozen=True)
class Find:
    """A line in a picker: what is shown, and what goes into the text."""

    shown: str
    text: str


def bar(place: Workplace, path: str, window: str, on_picture: Callable[[dict[str, Any]], None]) -> None:
    """The row of buttons; what they put in goes where the cursor stands. A picture comes as an entry of «anh» without its file."""
    with ui.element("div").classes("ban-thanh").props('role=group aria-label="Thêm vào bài"'):
        for name, given in INSERTS.items():
            layout.button(name).on("click", js_handler=f"() => ban.insert({', '.join(json.dumps(part, ensure_ascii=False) for part in given)})")
        layout.button("Điều luật…", lambda: _picker("Tìm điều luật để dẫn", lambda: articles(place.shelf.site())))
        layout.button("Trang khác…", lambda: _picker("Tìm trang để nối tới", lambda: links(place.shelf.site(), path)))
        layout.button("Biểu mẫu…", lambda: _picker("Tìm biểu mẫu để nối tới", lambda: links(place.shelf.site(), path, "bieu-mau")))
        layout.button("Ảnh…", lambda: _picture(window, on_picture))


def articles(site: Site) -> list[Find]:
    """Every law of the ledger and every article that it digests, as they are cited."""
    found = []
    for law in site.laws:
        names = law.meta.get("ten_goi")
        name = f"{names[0] if isinstance(names, list) and names else law.title} số {law.meta['so_hieu']}"
        found.append(Find(name, name))
        for heading in law.headings:
            if heading.text.startswith("Điều "):
                article = heading.text.split(".")[0]
                found.append(Find(f"{heading.text} – {name}", f"{article} {name}"))
    return found


def links(site: Site, path: str, kind: str = "") -> list[Find]:
    """Every page of the same language, as a link from `path`."""
    here = posixpath.dirname(path)
    lang = path.split("/")[1]
    return [Find(page.title, f"[{page.title}]({posixpath.relpath(page.path, here)})") for page in site.of(lang) if page.path != path and (not kind or page.kind == kind)]


def matching(finds: list[Find], words: str) -> Iterator[Find]:
    """Those that hold every word, marks or no marks."""
    wanted = fold(words).split()
    return (find for find in finds if all(word in fold(find.shown) for word in wanted))


def _picker(title: str, finds: Callable[[], list[Find]]) -> None:
    known = finds()
    with layout.dialog(title) as opened:
        asked = layout.field("Gõ vài chữ (không dấu cũng được)").props("autofocus")
        listed = ui.element("div").classes("ban-tim ban-cot").props('role=group aria-label="Kết quả"')

        def fill() -> None:
            listed.clear()
            shown = [find for find, _ in zip(matching(known, asked.value or ""), range(MOST_SHOWN), strict=False)]
            with listed:
                for find in shown:
                    chosen = layout.button(find.shown, opened.close)
                    chosen.on("click", js_handler=f"() => setTimeout(() => ban.insert('', '', {json.dumps(find.text, ensure_ascii=False)}, false), 250)")
                if not shown:
                    layout.words("Không thấy. Thử chữ khác.")
        asked.on_value_change(fill)
        fill()
    opened.open()


def _picture(window: str, on_picture: Callable[[dict[str, Any]], None]) -> None:
    with layout.dialog("Thêm ảnh") as opened:
        layout.markup('<label for="anh-tep">Chọn tệp ảnh (.jpg, .png, .webp), hoặc thả vào ô dưới</label>'
                      '<input type="file" id="anh-tep" accept=".jpg,.jpeg,.png,.webp" ' f'data-cua-so="{window}"><p id="anh-noi" role="status"></p>')
        said = layout.field("Ảnh cho thấy gì (cho người không nhìn được ảnh)")
        people = ui.checkbox("Trong ảnh có người nhận ra được mặt")
        with ui.element("div").classes("ban-cot").bind_visibility_from(people, "value"):
            layout.words("Người trong ảnh phải đồng ý cho đăng, có phiếu. Chưa điền đủ bốn ô dưới thì trang chưa đăng được; điền sau cũng được.")
            agreed = form.consent(lambda: None)

        def put() -> None:
            if not (said.value or "").strip():
                layout.notice("Viết ảnh cho thấy gì trước đã.", "loi")
                return
            given = agreed() if people.value else {}
            on_picture({"mo_ta": said.value.strip(), "co_nguoi": "nhan_ra_duoc" if people.value else "khong", **({"dong_y": given} if given else {})})
            opened.close()
        layout.button("Chèn ảnh", put, main=True)
    opened.open()
