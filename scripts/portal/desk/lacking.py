"""What only the commune can supply, to be filled in here; and what the plan still lacks."""

from __future__ import annotations

from html import escape

from nicegui import run, ui

from portal import check
from portal.content import AGENCY
from portal.desk import agency, layout, saving
from portal.desk.workplace import Workplace
from portal.reporting import DEGREES


def add(place: Workplace) -> None:
    """The screen /con-thieu."""
    @ui.page("/con-thieu")
    def lacking() -> None:
        with layout.frame("Còn thiếu", "/con-thieu"):
            layout.words("Thông tin chỉ xã mới có", "h2")
            _Answers(place).draw()
            layout.words("Các mục của kế hoạch", "h2")
            items = place.shelf.site().tables.get("ke-hoach-2026") or []
            rows = "".join(f'<tr><th scope="row">{escape(str(item.get("muc")))}. {escape(str(item.get("ten")))}</th><td>{escape(DEGREES.get(str(item.get("muc_do")), ""))}</td>'
                           f"<td>{escape(str(item.get('con_thieu') or ''))}</td></tr>" for item in items)
            layout.markup(f'<table class="ban-bang"><caption>{len(items)} mục</caption>'
                          '<thead><tr><th scope="col">Mục</th><th scope="col">Cổng</th><th scope="col">Còn thiếu</th></tr></thead>'
                          f'<tbody>{rows}</tbody></table>')


class _Answers:
    """The form of the commune's table; it writes only what the person has touched."""

    def __init__(self, place: Workplace) -> None:
        self.place = place
        self.base = place.history.read(AGENCY)
        self.answers: dict[str, str] = {}

    def draw(self) -> None:
        if self.base is None:
            layout.words(f"Không thấy tệp {AGENCY}. Chép lại tệp ấy từ bản sao lưu.")
            return
        self.told = layout.words("").props("role=status")
        self._count()
        for question in agency.questions(self.base):
            layout.field(question.asked, question.answer, lambda event, key=question.key: self.answers.update({key: event.value or ""}))
        with layout.row():
            layout.button("Lưu thông tin của xã", self._save, main=True)
            layout.markup(f'<a href="/lich-su/{AGENCY}">Các bản đã lưu</a>')

    def _count(self) -> None:
        missing = sum(not question.answer for question in agency.questions(self.base or ""))
        self.told.text = (f"Còn {missing} ô trống. Chưa điền đủ thì chỉ đăng được bản thử. Chỉ ghi số và hộp thư của cơ quan, không ghi số riêng của cán bộ."
                          if missing else "Đã đủ.")

    async def _save(self) -> None:
        table = agency.answered(self.base or "", self.answers)
        if not await saving.save(self.place, AGENCY, table, self.base or "", "Bảng này"):
            return
        self.base, self.answers = table, {}
        self._count()
        layout.notice("Đã lưu thông tin của xã.", "xong")
        for problem in check.settings_are_known(await run.io_bound(self.place.shelf.site)):
            layout.notice(f"{problem.what}: {problem.fix}", "loi")
