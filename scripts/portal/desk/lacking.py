"""What the plan still lacks, and what only the commune can supply."""

from __future__ import annotations

from html import escape

from nicegui import ui

from portal import check
from portal.desk import layout
from portal.desk.workplace import Workplace
from portal.reporting import DEGREES


def add(place: Workplace) -> None:
    @ui.page("/con-thieu")
    def lacking() -> None:
        site = place.shelf.site()
        with layout.frame("Còn thiếu", "/con-thieu"):
            layout.words("Thông tin chỉ xã mới có", "h2")
            missing = check.placeholders(site)
            if missing:
                layout.words("Điền vào tệp docs/bang/co-quan.yml. Chưa điền đủ thì chỉ đăng được bản thử.")
                layout.markup("<ul>" + "".join(f"<li>{escape(problem.what)} (dòng {problem.line})</li>" for problem in missing) + "</ul>")
            else:
                layout.words("Đã đủ.")
            layout.words("Các mục của kế hoạch", "h2")
            items = site.tables.get("ke-hoach-2026") or []
            rows = "".join(f'<tr><th scope="row">{escape(str(item.get("muc")))}. {escape(str(item.get("ten")))}</th><td>{escape(DEGREES.get(str(item.get("muc_do")), ""))}</td>'
                           f"<td>{escape(str(item.get('con_thieu') or ''))}</td></tr>" for item in items)
            layout.markup(f'<table class="ban-bang"><caption>{len(items)} mục</caption>'
                          '<thead><tr><th scope="col">Mục</th><th scope="col">Cổng</th><th scope="col">Còn thiếu</th></tr></thead>'
                          f'<tbody>{rows}</tbody></table>')
