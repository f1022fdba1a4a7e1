"""The file of the same name beside a page (a form's fields, a quiz, a branching case), as it is written."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable

from nicegui import run, ui

from portal.content import beside
from portal.desk import layout, saving
from portal.desk.workplace import Workplace

PLACE = "du-lieu"                                        # where a problem in this file leads to
REST = 1.0                                               # seconds between two looks at what was typed


def draw(place: Workplace, path: str, window: str, saved: Callable[[], Awaitable[object]]) -> None:
    """The file to edit, when the page has one; `saved` is called after each save."""
    file = beside(path)
    base = place.history.read(file)
    if base is not None:
        _Companion(place, file, window, base).draw(saved)


class _Companion:
    """What the window began with, and what it has kept of the typing."""

    def __init__(self, place: Workplace, file: str, window: str, base: str) -> None:
        self.place, self.file, self.window = place, file, window
        self.base = self.kept = base

    def draw(self, saved: Callable[[], Awaitable[object]]) -> None:
        with ui.element("details").classes("ban-nhom"):
            layout.words(f"Dữ liệu kèm trang ({self.file.rsplit('/', 1)[1]})", "summary")
            with ui.element("div").classes("ban-cot ban-truong").props(f"data-truong={PLACE}"):
                self._unsaved()
                self.box = ui.textarea("Dữ liệu kèm trang, viết đúng cách thụt dòng", value=self.base).props("outlined stack-label").classes("ban-o ban-du-lieu")
                with layout.row():
                    layout.button("Lưu dữ liệu", lambda: self._save(saved))
                    layout.markup(f'<a href="/lich-su/{self.file}">Các bản đã lưu của dữ liệu</a>')
                    self.told = layout.words("").props("role=status")
                ui.timer(REST, self._keep)

    async def _save(self, saved: Callable[[], Awaitable[object]]) -> None:
        text = self.box.value or ""
        if not await saving.save(self.place, self.file, text, self.base, "Tệp dữ liệu"):
            return
        self.base = self.kept = text
        self.place.history.forget(self.file, self.window)
        self.told.text = ""
        layout.notice("Đã lưu dữ liệu kèm trang.", "xong")
        await saved()

    async def _keep(self) -> None:
        """What is typed and not saved outlives the browser and the power."""
        text = self.box.value or ""
        if text != self.kept:
            self.kept = text
            with contextlib.suppress(OSError):           # the disk is full: saving will say so
                await run.io_bound(self.place.history.type, self.file, self.window, text)
                self.told.text = "Chữ đang gõ đã được giữ trong máy, chưa lưu vào trang."

    def _unsaved(self) -> None:
        for window, at, text in self.place.history.unsaved(self.file)[:1]:
            with layout.box() as offer:
                layout.words(f"Có dữ liệu gõ dở lúc {at:%H:%M ngày %d/%m/%Y}, chưa lưu.")

                def take(window: str = window, text: str = text) -> None:
                    self.box.value = text
                    self.place.history.forget(self.file, window)
                    offer.delete()
                layout.button("Lấy lại dữ liệu ấy", take)
