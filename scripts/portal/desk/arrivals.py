"""Files of Word and PDF come in: dropped, read, set beside their source, accepted line by line."""

from __future__ import annotations

from html import escape
from pathlib import PurePosixPath

from nicegui import ui

from portal.desk import layout
from portal.desk.workplace import Workplace
from portal.importing import Outcome


def add(place: Workplace) -> None:
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
                _outcome(place, outcome)


def _outcome(place: Workplace, outcome: Outcome) -> None:
    with ui.element("section").props(f'aria-label="{escape(outcome.source)}"').classes("ban-cot ban-nhom"):
        layout.words(outcome.source, "h2")
        if not outcome.page:
            layout.markup(f'<pre class="ban-so" tabindex="0">{escape(chr(10).join(outcome.lines))}</pre>')
            return
        rows = [row for row in outcome.rows if row.differs]
        layout.words("Đánh dấu từng dòng khi đã xem. Xem đủ thì nhận trang.")
        boxes: list[ui.checkbox] = []

        def ready() -> None:
            accept.set_enabled(all(box.value for box in boxes))
        for remark in (line.replace("với --dau-moi", "và chọn ô «Đổi cách đặt dấu»") for line in outcome.lines[1:-1]):
            boxes.append(ui.checkbox(remark.strip(" ·"), on_change=ready)) if remark.startswith("  · ") else layout.words(remark.strip())
        for number, row in enumerate(rows, 1):
            with ui.element("fieldset"):
                layout.words(f"Chỗ khác nhau {number}", "legend")
                layout.markup(f'<div class="ban-hai"><div><strong>Tệp gốc</strong><div class="ban-so">{escape(row.source) or "(không có)"}</div></div>'
                              f'<div><strong>Bản nháp</strong><div class="ban-so">{escape(row.draft) or "(không có)"}</div></div></div>')
                boxes.append(ui.checkbox(f"Đã xem chỗ khác nhau {number}", on_change=ready))
        with ui.element("div").classes("ban-hang"):
            accept = layout.button("Nhận trang, sửa tiếp", lambda: ui.navigate.to(f"/sua/{outcome.page}"), main=True)
            layout.button("Bỏ bản nháp này", lambda: _drop(place, outcome))
        ready()
        layout.markup("<details><summary>Cả tệp gốc và bản nháp, từng đoạn</summary>"
                      f'<iframe src="/so-sanh/{escape(PurePosixPath(outcome.report).name)}" title="So từng đoạn" sandbox width="100%" height="500"></iframe></details>')


def _drop(place: Workplace, outcome: Outcome) -> None:
    """A new draft goes; a law's page that the text was added to becomes what it was."""
    if (before := place.before.get(outcome.page)) is not None:
        place.history.save(outcome.page, before, place.history.read(outcome.page), "lay-lai")
    else:
        place.history.remove(outcome.page)
    ui.navigate.to("/nhap")
