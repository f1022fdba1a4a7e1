"""The screen that changes what readers see: check, build, publish, go back; and which release is shown."""

from __future__ import annotations

from html import escape

from nicegui import run, ui

from portal import generator, publish, releasing
from portal.desk import layout, publication
from portal.desk.publication import Wish
from portal.desk.workplace import Workplace


def add(place: Workplace) -> None:
    @ui.page("/dang")
    def screen() -> None:
        with layout.frame("Đăng", "/dang"):
            Screen(place).draw()


class Screen:
    def __init__(self, place: Workplace) -> None:
        self.place = place

    def draw(self) -> None:
        names = publication.places(self.place.shelf.site())
        if not names:
            layout.words("Chưa khai nơi đăng nào. Hỏi người phụ trách kỹ thuật, điền tệp docs/bang/noi-dang.yml theo sổ tay, mục «Đưa trang lên mạng».")
        self.target = layout.choice("Nơi đăng", {name: name for name in names} or {"": "(chưa khai)"}, names[0] if names else "")
        with ui.element("div").classes("ban-hang"):
            layout.button("Xem thử cả cổng", self._look)
            layout.button("Đăng bản thử", lambda: self._start(Wish(self.target.value, preview=True)))
            layout.button("Đăng bản chính thức", lambda: self._start(Wish(self.target.value)), main=True)
            layout.button("Quay lại bản trước", self._ask_back)
        layout.words("Đóng trình duyệt giữa chừng cũng không sao: máy làm nốt, hoặc người đọc vẫn xem bản cũ.")
        self.ended = layout.words("", classes="ban-xong").props("role=status")
        self.lines = layout.markup("")
        layout.words("Các bản đã đăng", "h2")
        self.releases = ui.element("div").classes("ban-cot")
        self.shown = (-1, True)
        ui.timer(0.4, self._follow)
        ui.timer(0.1, self._list, once=True)

    def _start(self, wish: Wish) -> None:
        if not self.place.publication.start(wish):
            layout.notice("Đang có một lần đăng chưa xong. Chờ nó xong đã.", "loi")

    def _ask_back(self) -> None:
        with layout.dialog("Quay lại bản trước") as opened:
            layout.words("Người đọc sẽ xem lại bản đăng liền trước. Các trang trên máy này không đổi.")

            def back() -> None:
                opened.close()
                self._start(Wish(self.target.value, back=True))
            layout.button("Quay lại", back, main=True)
        opened.open()

    async def _follow(self) -> None:
        """Shows the run as it goes on; a window opened later sees it from the beginning."""
        now = (len(self.place.publication.lines), self.place.publication.is_running)
        if now == self.shown:
            return
        was_running, self.shown = self.shown[1] and self.shown[0] >= 0, now
        said = list(self.place.publication.lines)
        self.lines.content = f'<pre class="ban-so" tabindex="0" aria-label="Các bước đã làm">{escape(chr(10).join(said))}</pre>' if said else ""
        outcome = self.place.publication.outcome
        self.ended.text = "Đang làm …" if now[1] else outcome.sentence if outcome else ""
        if was_running and not now[1]:
            await self._list()

    async def _list(self) -> None:
        if not self.target.value:
            return
        found, outcome = await run.io_bound(releasing.kept, self.place.root, self.target.value)
        self.releases.clear()
        with self.releases:
            if not found:
                layout.words(outcome.sentence)
            for release, is_shown in found:
                with ui.element("div").classes("ban-hang"):
                    layout.words(publish.told(release, shown=is_shown) + (" · đang xem" if is_shown else ""))
                    if not is_shown:
                        layout.button("Cho xem lại bản này", lambda name=release.id: self._start(Wish(self.target.value, back=True, release=name))).props(
                            f'aria-label="Cho xem lại bản {release.id}"')

    async def _look(self) -> None:
        self.ended.text = "Đang dựng cả cổng để xem thử, mất một hai phút …"
        try:
            if not await run.io_bound(self.place.publication.look):
                layout.notice("Đang có một lần đăng chưa xong. Chờ nó xong đã.", "loi")
                return
        except (generator.HasProblems, generator.CannotBuild) as stopped:
            self.lines.content = f'<pre class="ban-so" tabindex="0">{escape(str(stopped))}</pre>'
            self.ended.text = "Chưa dựng được: sửa các lỗi dưới đây trước."
            return
        self.ended.text = "Đã dựng xong."
        self.lines.content = '<p><a href="/ban-thu/index.html" target="_blank">Mở bản xem thử (cửa sổ mới)</a></p>'
