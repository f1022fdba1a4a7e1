"""The screen that changes what readers see: check, build, publish, go back; and which release is shown."""

from __future__ import annotations

import re
from datetime import date, datetime
from html import escape

from nicegui import run, ui

from portal import content, generator, releasing
from portal.desk import layout, publication
from portal.desk.publication import Wish
from portal.desk.workplace import Workplace
from portal.publish.release import Release

MOST_NOTES = 40
_PAGE = re.compile(r"\b(docs/(?:vi|en)/[\w/-]+\.md)\b")


def add(place: Workplace) -> None:
    """The screen /dang."""
    @ui.page("/dang")
    def screen() -> None:
        with layout.frame("Đăng", "/dang"):
            _Screen(place).draw()


class _Screen:
    """One window on the publication: what was chosen, and how much of the run it shows already."""

    def __init__(self, place: Workplace) -> None:
        self.place = place

    def draw(self) -> None:
        names = publication.places(self.place.shelf.site())
        if not names:
            layout.words("Chưa khai nơi đăng nào. Hỏi người phụ trách kỹ thuật, điền tệp docs/bang/noi-dang.yml theo sổ tay, mục «Đưa trang lên mạng».")
        self.target = layout.choice("Nơi đăng", {name: name for name in names} or {"": "(chưa khai)"}, names[0] if names else "")
        self._waiting()
        with layout.row():
            layout.button("Xem thử cả cổng", self._look)
            layout.button("Đăng bản thử", lambda: self._start(Wish(self.target.value, preview=True)))
            layout.button("Đăng bản chính thức", lambda: self._start(Wish(self.target.value)), main=True)
            layout.button("Quay lại bản trước", self._ask_back)
        layout.words("Bản thử có dải chữ báo là thử, gồm cả trang nháp. Bản chính thức không có trang nháp, và đòi xã điền đủ thông tin ở màn hình «Còn thiếu».")
        layout.words("Đăng mất vài phút. Đóng trình duyệt giữa chừng cũng không sao: máy làm nốt, hoặc bà con vẫn xem bản cũ.")
        self.ended = layout.words("").props("role=status")
        self._tell("")
        self.lines = layout.markup("")
        layout.words("Các bản đã đăng", "h2")
        self.releases = ui.element("div").classes("ban-cot")
        with self.releases:
            layout.words("Đang hỏi nơi đăng …" if names else "Chưa có bản nào.")
        self.shown = (-1, True)
        ui.timer(0.4, self._follow)
        ui.timer(0.1, self._list, once=True)

    def _waiting(self) -> None:
        """The pages that readers will see changed."""
        rows = [row for row in self.place.shelf.rows(date.today()) if row.online == "behind" or (row.online == "absent" and row.states[0] not in ("draft", "withdrawn"))]
        if rows:
            lines = "".join(f'<li><a href="/sua/{escape(row.path)}">{escape(row.title)}</a></li>' for row in rows)
            layout.markup(f"<details class='ban-nhom'><summary>{len(rows)} trang đã sửa hoặc mới, chưa đăng</summary><ul>{lines}</ul></details>")

    def _start(self, wish: Wish) -> None:
        if self.place.publication.start(wish):
            self._tell("Đang làm …")
        else:
            layout.notice("Đang có một lần đăng chưa xong. Chờ nó xong đã.", "loi")

    def _tell(self, text: str, *, wrong: bool = False) -> None:
        self.ended.text = text
        self.ended.classes(add="ban-loi" if wrong else "ban-xong", remove="ban-xong" if wrong else "ban-loi")
        self.ended.set_visibility(bool(text))

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
        self.lines.content = _steps(said) if said else ""
        ui.run_javascript("document.querySelectorAll('.ban-so').forEach(steps => { steps.scrollTop = steps.scrollHeight; })")
        outcome = self.place.publication.outcome
        self._tell("Đang làm …" if now[1] else outcome.sentence.replace("các dòng trên", "các dòng dưới đây") if outcome else "", wrong=bool(outcome and outcome.code))
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
                with layout.row():
                    layout.words(_told(release) + (" · bà con đang xem" if is_shown else ""))
                    if not is_shown:
                        layout.button("Cho xem lại bản này", lambda name=release.id: self._start(Wish(self.target.value, back=True, release=name))).props(
                            f'aria-label="Cho xem lại bản {release.id}"')
                if release.changes:
                    layout.markup(_news(release))

    async def _look(self) -> None:
        self._tell("Đang dựng cả cổng để xem thử, mất một hai phút …")
        try:
            if not await run.io_bound(self.place.publication.look):
                layout.notice("Đang có một lần đăng chưa xong. Chờ nó xong đã.", "loi")
                return
        except (generator.HasProblems, generator.CannotBuild) as stopped:
            self.lines.content = _steps(str(stopped).split("\n"))
            self._tell("Chưa dựng được: sửa các lỗi dưới đây trước.", wrong=True)
            return
        self._tell("Đã dựng xong.")
        self.lines.content = '<p><a href="/ban-thu/index.html" target="_blank">Mở bản xem thử (cửa sổ mới)</a></p>'


def _steps(lines: list[str]) -> str:
    """What was done and found; the name of a page leads to it, the table of the commune to its form."""
    text = _PAGE.sub(r'<a href="/sua/\1">\1</a>', escape("\n".join(lines))).replace(content.AGENCY, f'<a href="/con-thieu">{content.AGENCY}</a>')
    return f'<pre class="ban-so" tabindex="0" aria-label="Các bước đã làm">{text}</pre>'


def _told(release: Release) -> str:
    made = datetime.fromisoformat(release.made).astimezone()
    trial = " · bản thử" if release.preview else ""
    return f"Bản {release.number}, đăng lúc {made:%H:%M ngày %d/%m/%Y}{trial} · {len(release.files)} tệp, {release.size / 1e6:.0f} MB"


def _news(release: Release) -> str:
    """The change notes that came with a release."""
    lines = "".join(f"<li>{escape(note)}</li>" for note in release.changes[:MOST_NOTES])
    more = f"<p>Và {len(release.changes) - MOST_NOTES} điều nữa.</p>" if len(release.changes) > MOST_NOTES else ""
    return f"<details><summary>Có gì mới trong bản {release.number} ({len(release.changes)})</summary><ul>{lines}</ul>{more}</details>"
