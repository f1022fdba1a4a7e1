"""The frame around every screen: skip link, menu, heading; and the small parts they share."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

MENU = (("/", "Các trang"), ("/moi", "Trang mới"), ("/nhap", "Nhập Word"), ("/dang", "Đăng"), ("/con-thieu", "Còn thiếu"), ("/sao-luu", "Sao lưu"))
NAVY = "#1b2350"


@contextlib.contextmanager
def frame(title: str, here: str = "") -> Iterator[None]:
    """A screen: everything drawn within stands under its heading, in the page's only <main>."""
    ui.page_title(f"{title} – Bàn biên tập")
    ui.colors(primary=NAVY, negative="#a3161c", positive="#1c6b3a")
    ui.add_head_html('<link rel="stylesheet" href="/ban/desk.css"><script src="/ban/desk.js"></script>')
    with ui.header().classes("ban-dau"):
        links = "".join(f'<li><a href="{place}"{" aria-current=page" if place == here else ""}>{name}</a></li>' for place, name in MENU)
        markup(f'<a class="ban-qua" href="#noi-dung">Đến nội dung chính</a><span class="ban-ten">Bàn biên tập</span><nav aria-label="Việc"><ul>{links}</ul></nav>')
    with ui.column().classes("ban-trang"):
        markup(f'<h1 id="noi-dung" tabindex="-1">{escape(title)}</h1>')
        yield


def markup(html: str) -> ui.html:
    """HTML of our own making; what comes from pages must have gone through html.escape."""
    return ui.html(html, sanitize=False)


def words(text: str, tag: str = "p", classes: str = "") -> TextElement:
    """Plain text in an element of its own."""
    return TextElement(tag=tag, text=text).classes(classes)


def button(text: str, act: Callable[..., Any] | None = None, *, main: bool = False) -> ui.button:
    """A plain button; the main one of a screen is filled."""
    made = ui.button(text, on_click=act).props("no-caps unelevated" if main else "no-caps outline")
    return made.classes("ban-nut")


def row() -> ui.element:
    """Things side by side, wrapped where there is no room."""
    return ui.element("div").classes("ban-hang")


def box(*, blocks: bool = False) -> ui.element:
    """What must be mended (`blocks`), or should be looked at."""
    return ui.element("div").classes("ban-loi" if blocks else "ban-nhac")


def field(label: str, value: str = "", act: Callable[[Any], Any] | None = None) -> ui.input:
    """A line to write in, under its label; `act` gets the event of each change."""
    return ui.input(label, value=value, on_change=act).props("outlined stack-label").classes("ban-o")


def choice(label: str, options: dict[str, str], value: str, act: Callable[[Any], Any] | None = None) -> ui.select:
    """A list to choose from; what is not in it gives way to its first line."""
    made = ui.select(options or {"": "(chưa có)"}, label=label, value=value if value in options else next(iter(options), ""), on_change=act)
    return made.props("outlined stack-label options-dense").classes("ban-o")


def notice(text: str, kind: str = "") -> None:
    """A line that a screen reader says at once; it stays until it is closed."""
    ui.notify(text, type={"loi": "negative", "xong": "positive"}.get(kind, "info"), position="top", close_button="Đóng", timeout=0 if kind == "loi" else 6000, multi_line=True)


@contextlib.contextmanager
def dialog(title: str) -> Iterator[ui.dialog]:
    """A dialog with its name and a way out; the caller opens it. Buttons drawn in it stand in one line with "Đóng"."""
    with ui.dialog().props(f'aria-label="{escape(title)}"') as made, ui.card().classes("ban-hop"):
        words(title, "h2")
        yield made
        button("Đóng", made.close)
