"""All kept states of one page: look at one beside the present text, bring it back."""

from __future__ import annotations

from html import escape

from nicegui import ui

from portal.content import AGENCY
from portal.desk import layout, translation
from portal.desk.comparison import differences
from portal.desk.workplace import Workplace

MOST_SHOWN = 100


def add(place: Workplace) -> None:
    """The screen /lich-su/<path> of a page, of its data file, or of the table of the commune."""
    @ui.page("/lich-su/{path:path}")
    def states(path: str) -> None:
        found = place.history.states(path) if path == AGENCY or translation.is_page(_page(path)) else []
        with layout.frame("Các bản đã lưu"):
            layout.markup(f'<p>{escape(path)} · <a href="{escape(_edited_at(path))}">Về chỗ đang sửa</a></p>')
            if not found:
                layout.words("Chưa được lưu lần nào ở Bàn biên tập.")
            for state in found[:MOST_SHOWN]:
                with layout.row():
                    layout.words(state.told)
                    layout.button("So với bản đang dùng", lambda name=state.name: _compare(place, path, name)).props(f'aria-label="So bản {state.told} với bản đang dùng"')
                    layout.button("Lấy lại bản này", lambda name=state.name: _restore(place, path, name)).props(f'aria-label="Lấy lại bản {state.told}"')
            if len(found) > MOST_SHOWN:
                layout.words(f"Còn {len(found) - MOST_SHOWN} bản cũ hơn trong thư mục .lich-su.")


def _compare(place: Workplace, path: str, name: str) -> None:
    with layout.dialog("Bản này so với bản đang dùng") as opened:
        layout.words("Chữ nền đỏ chỉ có trong bản cũ; chữ nền xanh chỉ có trong bản đang dùng.")
        layout.markup(f'<div class="ban-so" tabindex="0">{differences(place.history.text_of(path, name), place.history.read(path) or "")}</div>')
    opened.open()


def _restore(place: Workplace, path: str, name: str) -> None:
    try:
        place.history.restore(path, name)
    except OSError:
        layout.notice("Chưa lấy lại được: máy không cho ghi. Xem còn chỗ trống trên đĩa không.", "loi")
        return
    ui.navigate.to(_edited_at(path))


def _edited_at(path: str) -> str:
    return "/con-thieu" if path == AGENCY else f"/sua/{_page(path)}"


def _page(path: str) -> str:
    """The page that a data file belongs to; a page itself."""
    return f"{path.removesuffix('.yml')}.md" if path.endswith(".yml") else path
