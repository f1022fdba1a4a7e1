"""The backup: one dated ZIP out, one ZIP in."""

from __future__ import annotations

from datetime import datetime
from html import escape

from fastapi import Request
from nicegui import run, ui

from portal.desk import backup, layout
from portal.desk.workplace import Workplace


def add(place: Workplace) -> None:
    """The screen /sao-luu."""
    @ui.page("/sao-luu")
    def screen(request: Request) -> None:
        with layout.frame("Sao lưu", "/sao-luu"):
            if said := place.notices.get(request.query_params.get("xong", "")):
                layout.words(said, classes="ban-xong").props("role=status")
            layout.words("Ghi một bản sao lưu", "h2")
            layout.words("Tệp ZIP gồm mọi trang và mọi bản đã lưu. Chép ra USB, cất ở nơi khác máy này.")
            made = layout.markup("")

            async def write() -> None:
                try:
                    file = await run.io_bound(backup.write, place.root, datetime.now())
                except OSError:
                    layout.notice("Chưa sao lưu được: máy không cho ghi. Xem còn chỗ trống trên đĩa không.", "loi")
                    return
                made.content = f'<p role="status">Đã ghi dist/{escape(file.name)} ({file.stat().st_size / 1e6:.1f} MB). ' \
                    f'<a href="/sao-luu/{escape(file.name)}" download>Tải về nơi khác</a></p>'
            layout.button("Sao lưu", write, main=True)
            layout.words("Mở bản sao lưu của máy khác", "h2")
            layout.words("Trang nào khác nhau thì dùng bản trong tệp; bản đang có trên máy này được giữ trong «Các bản đã lưu». Không trang nào bị xóa.")
            layout.markup('<form method="post" action="/nhan-sao-luu" enctype="multipart/form-data">'
                          '<label for="tep">Tệp sao lưu (.zip)</label><input type="file" id="tep" name="tep" accept=".zip" required>'
                          '<p><button class="ban-thuong">Mở bản sao lưu</button></p></form>')
