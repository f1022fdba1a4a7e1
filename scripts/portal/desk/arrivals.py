"""Files of Word and PDF come in: dropped, read, set beside their source, accepted line by line."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from itertools import groupby
from pathlib import PurePosixPath

from nicegui import ui

from portal.desk import accepting, layout
from portal.desk.workplace import Workplace
from portal.importing import Outcome
from portal.importing.report import Row
from portal.problems import Problem

DRAFT, SOURCE = "nhap", "goc"
SHORT = 30                                               # agreeing paragraphs that are shown without being asked for
MOST_ASKED = 150                                         # places asked about one by one; a longer file is better read in the editor


def add(place: Workplace) -> None:
    """The screens /nhap, to bring files, and /nhap/<name>, to look through what came of them."""
    @ui.page("/nhap")
    def drop() -> None:
        with layout.frame("Nhập Word", "/nhap"):
            layout.words("Thả tệp Word (.docx, .doc) hoặc PDF vào ô dưới, hoặc bấm vào ô để chọn. Máy làm thành bản nháp; chưa có gì lên mạng.")
            layout.markup('<form method="post" action="/nhan-tep" enctype="multipart/form-data"><label for="tep">Tệp Word hoặc PDF</label>'
                          '<input type="file" id="tep" name="tep" multiple required accept=".docx,.docm,.dotx,.doc,.rtf,.pdf">'
                          '<p><label><input type="checkbox" name="dau_moi" value="co"> '
                          'Đổi cách đặt dấu kiểu cũ sang kiểu mới (hoà → hòa). Chỉ chọn với bài của xã mình.</label></p>'
                          '<p><button class="ban-thuong">Nhập</button></p></form>')

    @ui.page("/nhap/{name}")
    def arrived(name: str) -> None:
        outcomes = place.arrivals.get(name)
        with layout.frame("So bản nháp với tệp gốc", "/nhap"):
            if outcomes is None:
                layout.markup('<p>Lần nhập này không còn trong bộ nhớ. Bản nháp vẫn ở <a href="/">danh sách trang</a>.</p>')
            for outcome in outcomes or []:
                _Arrival(place, outcome).draw()


class _Arrival:
    """One file that came in: what was said of it, and what the person has answered so far."""

    def __init__(self, place: Workplace, outcome: Outcome) -> None:
        self.place, self.outcome = place, outcome
        self.ticks: list[ui.checkbox] = []
        self.choices: dict[int, ui.radio] = {}

    def draw(self) -> None:
        with ui.element("section").props(f'aria-label="{escape(self.outcome.source)}"').classes("ban-cot ban-nhom"):
            layout.words(self.outcome.source, "h2")
            if not self.outcome.page:
                for problem in self.outcome.problems:
                    _told(_sentence(problem.what), problem)
                return
            self._remarks()
            self._problems()
            self._rows()
            self._end()
            self._counted()

    def _remarks(self) -> None:
        """What was done is told; what must be looked at is ticked off."""
        for remark in self.outcome.remarks:
            if not remark.fix:
                layout.words(f"✓ {_sentence(remark.what)}")
        if any(remark.fix for remark in self.outcome.remarks):
            with ui.element("fieldset"):
                layout.words("Việc cần xem, xem xong thì đánh dấu", "legend")
                for remark in self.outcome.remarks:
                    if remark.fix:
                        asked = f"{_sentence(remark.what)}. Cần xem: {remark.fix}."
                        self.ticks.append(ui.checkbox(asked.replace("với --dau-moi", "và chọn ô «Đổi cách đặt dấu»"), on_change=self._counted))

    def _problems(self) -> None:
        for problem in sorted(self.outcome.problems, key=lambda problem: (not problem.blocks, problem.line)):
            _told(f"{'Phải sửa' if problem.blocks else 'Nhắc'}, dòng {problem.line}: {problem.what}", problem)
        if self.outcome.problems:
            layout.words("Những chỗ trên sửa ở màn hình sau; chưa sửa thì chưa đăng được.")

    def _rows(self) -> None:
        """The whole text, source and draft side by side: what agrees folded away, what differs to be answered."""
        rows = self.outcome.rows
        layout.words("Tệp gốc và bản nháp, từng đoạn", "h3")
        page = self.place.history.read(self.outcome.page) or ""
        differing = [number for number, row in enumerate(rows) if row.differs]
        asked = set(differing[:MOST_ASKED])
        for is_asked, numbered in groupby(enumerate(rows), key=lambda numbered: numbered[0] in asked):
            run = list(numbered)
            if is_asked:
                for number, row in run:
                    self._differing(number, row, page)
            elif agreeing := [row for _, row in run if not row.differs]:
                layout.markup(_agreeing(agreeing))
        if len(differing) > MOST_ASKED:
            table = escape(PurePosixPath(self.outcome.report).name)
            layout.markup(f'<p>Còn {len(differing) - MOST_ASKED} chỗ khác nhau nữa: <a href="/so-sanh/{table}" target="_blank">xem cả bảng so sánh</a>.</p>')
        if len(self.choices) > 1:
            layout.button("Chỗ chưa chọn: dùng bản nháp", self._all_draft)

    def _differing(self, number: int, row: Row, page: str) -> None:
        name = f"Chỗ khác nhau {len(self.choices) + 1}"
        with ui.element("fieldset"):
            layout.words(name, "legend")
            layout.markup(f'<div class="ban-hai"><div><strong>Tệp gốc</strong><div class="ban-so">{escape(row.source) or "(không có)"}</div></div>'
                          f'<div><strong>Bản nháp</strong><div class="ban-so">{escape(row.draft) or "(không có)"}</div></div></div>')
            options = {DRAFT: "Nhận như bản nháp" if row.draft else "Không thêm đoạn này", **({SOURCE: "Dùng chữ của tệp gốc"} if accepting.can_give_source(page, row) else {})}
            self.choices[number] = ui.radio(options, on_change=self._counted).props(f'inline aria-label="{name}"')

    def _end(self) -> None:
        with layout.row():
            self.accept = layout.button("Nhận trang, sửa tiếp", self._accepted, main=True)
            layout.button("Bỏ bản nháp này", self._dropped)
            self.left = layout.words("").props("role=status")

    def _counted(self) -> None:
        left = sum(not tick.value for tick in self.ticks) + sum(choice.value is None for choice in self.choices.values())
        self.accept.set_enabled(left == 0)
        self.left.text = f"Còn {left} chỗ chưa xem." if left else "Đã xem đủ."

    def _all_draft(self) -> None:
        for choice in self.choices.values():
            choice.value = choice.value or DRAFT

    def _accepted(self) -> None:
        chosen = {number for number, choice in self.choices.items() if choice.value == SOURCE}
        if chosen and not self._kept(lambda page: accepting.taken(page, self.outcome.rows, chosen)):
            return
        ui.navigate.to(f"/sua/{self.outcome.page}")

    def _kept(self, change: Callable[[str], str]) -> bool:
        """Writes the draft anew; False when the disk does not take it."""
        page = self.place.history.read(self.outcome.page) or ""
        try:
            self.place.history.save(self.outcome.page, change(page), page, "nhap")
        except OSError:
            layout.notice("Chưa ghi được bản nháp: xem còn chỗ trống trên đĩa không, rồi bấm lại.", "loi")
            return False
        return True

    def _dropped(self) -> None:
        """A new draft goes; a law's page that the text was added to becomes what it was."""
        page = self.outcome.page
        if (before := self.place.before.get(page)) is not None:
            self.place.history.save(page, before, self.place.history.read(page), "lay-lai")
        else:
            self.place.history.remove(page)
        ui.navigate.to("/nhap")


def _told(said: str, problem: Problem) -> None:
    with layout.box(blocks=problem.blocks):
        layout.words(said)
        if problem.fix:
            layout.words(f"Cách sửa: {problem.fix}")


def _agreeing(rows: list[Row]) -> str:
    lines = "".join(f"<tr><td>{escape(row.source)}</td><td>{escape(row.draft)}</td></tr>" for row in rows)
    return (f'<details{" open" if len(rows) <= SHORT else ""}><summary>{len(rows)} đoạn khớp từng chữ</summary><table class="ban-bang ban-khop">'
            f'<thead><tr><th scope="col">Tệp gốc</th><th scope="col">Bản nháp</th></tr></thead><tbody>{lines}</tbody></table></details>')


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
