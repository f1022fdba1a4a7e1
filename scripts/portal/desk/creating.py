"""A new page: choose a kind, answer five questions, go on writing in the editor."""

from __future__ import annotations

from nicegui import ui

from portal import skeletons
from portal.desk import front, layout
from portal.desk.workplace import Workplace
from portal.fields import AUDIENCES, KINDS


def add(place: Workplace) -> None:
    """The screen /moi."""
    @ui.page("/moi")
    def new() -> None:
        site = place.shelf.site()
        kinds = {folder: kind.name for folder, kind in KINDS.items() if (place.root / "docs/mau" / f"{folder}.md").exists()}
        topics = {str(row.get("ma")): str(row.get("ten")) for row in site.tables.get("linh-vuc") or []}
        laws = {"": "(chưa có)", **{str(law.meta["so_hieu"]): f"{law.meta['so_hieu']} – {law.title}" for law in site.laws}}
        with layout.frame("Trang mới", "/moi"):
            layout.words("Chọn loại trang và trả lời năm câu. Sau đó viết tiếp ở màn hình sửa trang; trang còn là bản nháp.")
            kind = layout.choice("Loại trang", kinds, next(iter(kinds), ""))
            title = layout.field("1. Trang tên gì? (nhiều nhất 70 chữ cái)")
            about = layout.field("2. Trang giúp được gì? Viết một câu (nhiều nhất 160 chữ cái)")
            reader = layout.choice("3. Viết cho ai?", {code: names[0] for code, names in AUDIENCES.items()}, "hoa-giai-vien")
            topic = layout.choice("4. Thuộc lĩnh vực nào?", topics, next(iter(topics), ""))
            law = layout.choice("5. Dựa vào văn bản nào?", laws, "")

            def make() -> None:
                try:
                    path = skeletons.new(place.root, kind.value, title.value or "")
                except skeletons.CannotMake as wrong:
                    layout.notice(str(wrong), "loi")
                    return
                source = place.history.read(path) or ""
                for key, value in (("description", about.value), ("doi_tuong", [reader.value]), ("linh_vuc", [topic.value] if topic.value else None),
                                   ("can_cu", [law.value] if law.value else None), ("nguon", [law.value] if law.value else None)):
                    source = front.put(source, key, value) if value else source
                place.history.save(path, source, place.history.read(path))
                ui.navigate.to(f"/sua/{path}")
            layout.button("Tạo trang", make, main=True)


