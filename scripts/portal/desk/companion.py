"""The file of the same name beside a page (a form's fields, a quiz, a branching case), as it is written."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import run, ui

from portal.desk import layout
from portal.desk.history import Changed
from portal.desk.workplace import Workplace

PLACE = "du-lieu"                                        # where a problem in this file leads to


def beside(path: str) -> str:
    """The path of the data file of a page."""
    return f"{path.removesuffix('.md')}.yml"


def draw(place: Workplace, path: str, saved: Callable[[], Awaitable[object]]) -> None:
    """The file to edit, when the page has one; `saved` is called after each save."""
    file = beside(path)
    base = place.history.read(file)
    if base is None:
        return
    held = [base]
    with ui.element("details").classes("ban-nhom"):
        layout.words(f"Dữ liệu kèm trang ({file.rsplit('/', 1)[1]})", "summary")
        with ui.element("div").classes("ban-cot ban-truong").props(f"data-truong={PLACE}"):
            box = ui.textarea("Dữ liệu kèm trang, viết đúng cách thụt dòng", value=base).props("outlined stack-label").classes("ban-o ban-du-lieu")

            async def save() -> None:
                try:
                    await run.io_bound(place.history.save, file, box.value or "", held[0])
                except Changed:
                    layout.notice("Tệp dữ liệu vừa được sửa ở nơi khác. Bản của bạn đã được giữ trong «Các bản đã lưu»; mở lại trang để xem bản kia.", "loi")
                    return
                except OSError:
                    layout.notice("Chưa lưu được dữ liệu: máy không cho ghi. Chữ vẫn còn trong cửa sổ này.", "loi")
                    return
                held[0] = box.value or ""
                layout.notice("Đã lưu dữ liệu kèm trang.", "xong")
                await saved()
            layout.button("Lưu dữ liệu", save)
            layout.markup(f'<p><a href="/lich-su/{file}">Các bản đã lưu của dữ liệu</a></p>')
