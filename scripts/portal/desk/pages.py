"""The first screen: every page by section with its state, and a search over them."""

from __future__ import annotations

from datetime import date
from html import escape

from nicegui import ui

from portal import content
from portal.desk import layout, shelf
from portal.desk.shelf import Row
from portal.desk.workplace import Workplace
from portal.views import shown


def add(place: Workplace) -> None:
    @ui.page("/")
    def listed() -> None:
        rows = place.shelf.rows(date.today())
        with layout.frame("Các trang", "/"):
            layout.words("Bấm tên một trang để sửa. Sửa ở đây chưa đổi gì trên mạng; chỉ màn hình «Đăng» mới đổi.")
            asked = {"words": "", "section": "", "state": ""}

            def narrowed(key: str, value: str) -> None:
                asked[key] = value or ""
                table.content = _table(shelf.matching(rows, **asked))

            with ui.element("div").classes("ban-hang").props('role=search aria-label="Tìm trang"'):
                layout.field("Tìm trang (gõ không dấu cũng được)", act=lambda event: narrowed("words", event.value))
                sections = {"": "Mọi mục", **{name: shelf.section_name(name) for name in content.SECTIONS}}
                layout.choice("Mục", sections, "", lambda event: narrowed("section", event.value))
                layout.choice("Tình trạng", {"": "Mọi tình trạng", **shelf.STATES}, "", lambda event: narrowed("state", event.value))
            table = layout.markup(_table(rows))


def _table(rows: list[Row]) -> str:
    lines = "".join(_line(row) for row in rows)
    return (f'<p role="status">{len(rows)} trang</p><table class="ban-bang"><thead><tr><th scope="col">Tên trang</th><th scope="col">Mục</th>'
            f'<th scope="col">Tình trạng</th><th scope="col">Sửa lần cuối</th><th scope="col">Tiếng Anh</th></tr></thead><tbody>{lines}</tbody></table>')


def _line(row: Row) -> str:
    states = " ".join(f'<span class="ban-nhan ban-nhan--{state}">{shelf.STATES[state]}</span>' for state in row.states)
    english = row.path.replace("docs/vi/", "docs/en/", 1)
    hidden = f'<span class="ban-an">, mở bản tiếng Anh của {escape(row.title)}</span>'
    translation = f'<a href="/sua/{escape(english)}">Có{hidden}</a>' if row.has_english else "Chưa"
    return (f'<tr><th scope="row"><a href="/sua/{escape(row.path)}">{escape(row.title)}</a></th><td>{escape(shelf.section_name(row.section))}</td><td>{states}</td>'
            f"<td class=\"ban-lien\">{shown(row.updated)}</td><td>{translation}</td></tr>")
