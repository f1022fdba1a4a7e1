"""One page being written: its form and its text on the left, how it will look on the right, what is wrong below."""

from __future__ import annotations

import json
import posixpath
import time
from datetime import date
from html import escape
from typing import Any

from nicegui import run, ui

from portal import content, front_matter, review
from portal.desk import checking, companion, comparison, findings, form, front, layout, pickers, preview, repairs, saving, translation
from portal.desk.history import Changed
from portal.desk.workplace import Workplace
from portal.problems import Problem, blocking

IDLE, LONGEST = 0.6, 2.0                                 # seconds: what is typed is kept when the hand rests, and at the latest after two


def add(place: Workplace) -> None:
    """The screen /sua/<path>."""
    @ui.page("/sua/{path:path}")
    async def edit(path: str) -> None:
        source = place.history.read(path) if translation.is_page(path) else None
        if source is None:
            with layout.frame("Không có trang này"):
                layout.markup(f"<p>Trang {escape(path)} không có trên máy này. <a href='/'>Về danh sách</a></p>")
                if original := translation.original_of(place, path):
                    layout.button("Tạo bản tiếng Anh", lambda: ui.navigate.to(f"/sua/{translation.begin(place, original)}"), main=True)
            return
        page, _ = content.parse(path, source)
        with layout.frame(page.title):
            _Editor(place, path, source).draw()


class _Editor:
    """The state of one window: what it began with, what it holds, what it has kept."""

    def __init__(self, place: Workplace, path: str, source: str) -> None:
        self.place, self.path = place, path
        self.base: str | None = source
        self.source = source
        self.window = place.window()
        self.waiting_since = self.touched_at = 0.0

    def draw(self) -> None:
        self._unsaved()
        ui.context.client.on_delete(lambda: self.place.previews.pop(self.window, None))
        self._links()
        with ui.element("div").classes("ban-hai") as self.sides:
            with ui.element("div").classes("ban-cot"):
                self.text = ui.element("div").classes("ban-cot")
                layout.markup('<p id="ban-qua-dai" role="alert"></p>')
                self.found = ui.element("section").props('id=ban-can-sua aria-label="Điều cần sửa"').classes("ban-cot")
                self.facts = ui.element("div").classes("ban-cot")
                self._inputs()
                self._save_row()
            with ui.element("div").classes("ban-cot ban-phai"):
                self._right()
        ui.timer(0.3, self._tick)
        ui.timer(0.1, lambda: self._check(aloud=False), once=True)

    def _links(self) -> None:
        other = self.path.replace("docs/vi/", "docs/en/", 1) if self.path.startswith("docs/vi/") else self.path.replace("docs/en/", "docs/vi/", 1)
        name = "Bản tiếng Anh" if "/en/" in other else "Bản tiếng Việt"
        layout.markup(f'<p class="ban-duong">Tệp {escape(self.path)} · <a href="/lich-su/{escape(self.path)}">Các bản đã lưu</a> · <a href="/sua/{escape(other)}">{name}</a></p>')

    def _inputs(self) -> None:
        """Form and text, drawn anew whenever the whole text changes at once (a repair, an older state)."""
        page, _ = content.parse(self.path, self.source)
        self.text.clear()
        with self.text:
            pickers.bar(self.place, self.path, self.window, self._insert_picture)
            self.body = ui.textarea("Bài viết", value=page.body, on_change=lambda event: self._body(event.value or "")).props("outlined stack-label").classes("ban-bai ban-o")
        self._facts()

    def _facts(self) -> None:
        page, _ = content.parse(self.path, self.source)
        self.facts.clear()
        with self.facts:
            with ui.element("details").classes("ban-nhom"):
                layout.words("Tên trang, nguồn, ngày và các trường khác", "summary")
                with ui.element("div").classes("ban-cot"):
                    form.draw(self.place.shelf.site(), page, self._key)
            companion.draw(self.place, self.path, self.window, self._data_saved)

    def _right(self) -> None:
        """What stands beside the text: the page on a phone or on a computer; for an English page its Vietnamese one too."""
        twin = self.place.history.read(self.path.replace("docs/en/", "docs/vi/", 1)) if self.path.startswith("docs/en/") else None
        views = {**({"tieng-viet": "Bản tiếng Việt"} if twin else {}), "dien-thoai": "Điện thoại (360)", "may-tinh": "Máy tính (1280)"}
        with ui.element("div").classes("ban-thanh").props('role=group aria-label="Xem bên cạnh bài viết"'):
            self.views = {view: layout.button(name, lambda view=view: self._beside(view)) for view, name in views.items()}
        self.place.previews[self.window] = preview.page(self.place.shelf.site(), self.path, self.source)
        with ui.element("div").classes("ban-khung") as self.panel:
            ui.element("iframe").props(f'src=/xem/{self.window} title="Xem thử trang" sandbox=allow-same-origin tabindex=0')
        self.twin = layout.markup(f"<pre class='ban-so ban-doi' lang='vi' tabindex='0' aria-label='Bản tiếng Việt'>{escape(front_matter.split(twin or '')[1].strip())}</pre>")
        layout.markup(f'<p><a href="/xem/{self.window}" target="_blank">Xem thử ở cửa sổ mới</a></p>')
        self._beside(next(iter(views)))

    def _beside(self, shown: str) -> None:
        narrow, wide = shown == "dien-thoai", shown == "may-tinh"
        self.sides.classes(add="ban-hai--dien-thoai" if narrow else "", remove="" if narrow else "ban-hai--dien-thoai")
        self.panel.classes(add="ban-khung--rong" if wide else "", remove="" if wide else "ban-khung--rong")
        self.panel.set_visibility(narrow or wide)
        self.twin.set_visibility(not (narrow or wide))
        for view, made in self.views.items():
            made.props(f"aria-pressed={str(view == shown).lower()}")

    def _save_row(self) -> None:
        """Always in sight: the three steps of a page, what was last done, and how many problems there are."""
        with layout.row().classes("ban-luu"):
            layout.button("Lưu", self._save, main=True).classes("ban-nut-luu").props('title="Ctrl+S"')
            layout.button("Kiểm tra", self._check)
            self.finish = layout.button("Viết xong, chờ duyệt", self._finish)
            layout.button("Duyệt…", self._approval)
            self.told = layout.words("Chưa sửa gì.").props("role=status")
            self.sum = layout.button("").on("click", js_handler="() => ban.problems()")
        self._stage()

    def _stage(self) -> None:
        """Only a draft can be said to be finished."""
        self.finish.set_visibility(content.parse(self.path, self.source)[0].is_draft)
        self.sum.set_visibility(bool(self.sum.text))

    async def _finish(self) -> None:
        self._replace(front.put(self.source, "trang_thai", "cho_duyet"))
        if await self._save():
            self._tell("Trang đang chờ duyệt.")

    # What the person types

    def _body(self, text: str) -> None:
        self._hold(front.with_body(self.source, text))

    def _key(self, key: str, value: object) -> None:
        self._hold(front.put(self.source, key, value))

    def _hold(self, source: str) -> None:
        if source != self.source:
            self.source = source
            self.touched_at = time.monotonic()
            self.waiting_since = self.waiting_since or self.touched_at
            self._tell("Đang sửa, chưa lưu.")

    def _insert_picture(self, described: dict[str, Any]) -> None:
        file = self.place.pictures.get(self.window)
        if not file:
            layout.notice("Chưa nhận được ảnh. Chọn tệp ảnh trước.", "loi")
            return
        link = posixpath.relpath(file, posixpath.dirname(self.path))
        page, _ = content.parse(self.path, self.source)
        listed = page.meta.get("anh") if isinstance(page.meta.get("anh"), list) else []
        self._hold(front.put(self.source, "anh", [*listed, {"tep": link, **described}]))
        self._facts()
        sign = f"![{described['mo_ta']}]({link})"
        ui.run_javascript(f"setTimeout(() => ban.insert('', '', {json.dumps(sign, ensure_ascii=False)}, true), 250)")

    async def _tick(self) -> None:
        """Keeps what was typed, and shows it."""
        now = time.monotonic()
        if not self.waiting_since or (now - self.touched_at < IDLE and now - self.waiting_since < LONGEST):
            return
        self.waiting_since = 0.0
        source = self.source
        try:
            await run.io_bound(self.place.history.type, self.path, self.window, source)
        except OSError as problem:
            self._tell(saving.refusal(problem))
        await self._show(source)

    async def _show(self, source: str) -> None:
        self.place.previews[self.window] = await run.io_bound(preview.page, self.place.shelf.site(), self.path, source)
        ui.run_javascript(f"ban.show('/xem/{self.window}')")

    async def _data_saved(self) -> None:
        await self._show(self.source)
        await self._check()

    # Saving

    async def _save(self) -> bool:
        try:
            await run.io_bound(self.place.history.save, self.path, self.source, self.base)
        except Changed as both:
            self._both(both)
            return False
        except OSError as problem:
            self._tell(saving.refusal(problem))
            layout.notice(saving.refusal(problem), "loi")
            return False
        self._stands()
        self._tell(f"Đã lưu lúc {time.strftime('%H:%M:%S')}.")
        await self._check()
        return True

    def _stands(self) -> None:
        self.base = self.source
        self.waiting_since = 0.0
        self._stage()
        self.place.history.forget(self.path, self.window)

    def _both(self, both: Changed) -> None:
        """Another window or another computer wrote meanwhile: both texts are kept, the person says which one readers get."""
        gone = both.there is None
        with layout.dialog("Trang đã bị bỏ ở nơi khác" if gone else "Trang vừa được sửa ở nơi khác") as opened:
            layout.words("Bản của bạn đã được giữ trong «Các bản đã lưu». " + ("Tệp của trang không còn trên máy." if gone else "Bản kia cũng còn nguyên. Chọn bản sẽ dùng:"))
            if not gone:
                layout.markup(f'<div class="ban-so" tabindex="0">{comparison.differences(both.there or "", self.source)}</div>')

            async def mine() -> None:
                opened.close()
                self.base = both.there
                await self._save()

            def theirs() -> None:
                opened.close()
                self._replace(both.there or "")
                self._stands()
                self._tell("Đang dùng bản kia. Bản của bạn còn trong «Các bản đã lưu».")
            layout.button("Tạo lại trang bằng bản của tôi" if gone else "Dùng bản của tôi", mine, main=True)
            if not gone:
                layout.button("Dùng bản kia", theirs)
        opened.open()

    def _replace(self, source: str) -> None:
        self._hold(source)
        self._inputs()

    def _unsaved(self) -> None:
        """What a crash or a closed browser left behind."""
        for window, at, text in self.place.history.unsaved(self.path)[:1]:
            with ui.element("section").props('aria-label="Chữ chưa lưu"').classes("ban-nhac") as offer:
                layout.words(f"Có chữ gõ dở lúc {at:%H:%M ngày %d/%m/%Y}, chưa lưu (máy tắt giữa chừng, hoặc đang mở ở cửa sổ khác).")

                def take(window: str = window, text: str = text) -> None:
                    if self.source not in (self.base, text):
                        self.place.history.set_aside(self.path, self.source)
                    self._replace(text)
                    self.place.history.forget(self.path, window)
                    offer.delete()

                def leave(window: str = window) -> None:
                    self.place.history.forget(self.path, window)
                    offer.delete()
                with layout.row():
                    layout.button("Lấy lại chữ ấy", take, main=True)
                    layout.button("Bỏ", leave)

    # Checking and approving

    async def _check(self, *, aloud: bool = True) -> list[Problem]:
        source = self.source
        problems = await run.io_bound(checking.problems, self.place.shelf.site(), self.path, source)
        stops = len(blocking(problems))
        self.sum.text = f"Xem {stops} lỗi" if stops else f"Xem {len(problems)} điều nhắc" if problems else ""
        self._stage()
        self.found.clear()
        with self.found:
            findings.draw(self.path, source, problems, self._repair, aloud=aloud)
        return problems

    async def _repair(self, name: str) -> None:
        """Mends the text as it is now, not as it was when the offer was made: what was typed since stays."""
        self._replace(next((offer.text for offer in repairs.offers(self.source) if offer.name == name), self.source))
        await self._check()

    def _approval(self) -> None:
        with layout.dialog("Duyệt trang") as opened:
            layout.words("Người duyệt chịu trách nhiệm về nội dung. Sau khi duyệt mà sửa trang thì cổng tự ghi «Đã sửa sau thẩm định».")
            by = layout.field("Họ tên, chức vụ người duyệt")

            async def approve() -> None:
                if not await self._save() or blocking(await self._check()):
                    layout.notice("Chưa duyệt được: trang còn lỗi phải sửa.", "loi")
                    opened.close()
                    return
                wrong = await run.io_bound(review.approve, self.place.root, [self.path], by.value or "", date.today())
                if wrong:
                    layout.notice("\n".join(f"{problem.what}: {problem.fix}" for problem in wrong), "loi")
                    return
                self.place.history.note(self.path, "duyet")
                opened.close()
                self.source = self.base = self.place.history.read(self.path) or ""
                self._inputs()
                self._tell(f"Đã ghi duyệt: {by.value}.")
            layout.button("Ghi duyệt", approve, main=True)
        opened.open()

    def _tell(self, text: str) -> None:
        self.told.text = text
