"""The first screen: every page by section with its state, and a search over them."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from html import escape
from itertools import groupby

from nicegui import ui

from portal import content
from portal.desk import layout, shelf
from portal.desk.shelf import Row
from portal.desk.workplace import Workplace
from portal.vietnamese import written_day


def add(place: Workplace) -> None:
    """The screen /."""
    @ui.page("/")
    def listed() -> None:
        rows = place.shelf.rows(date.today())
        with layout.frame("Các trang", "/"):
            layout.words("Bấm tên một trang để sửa. Sửa ở đây chưa đổi gì trên mạng; chỉ màn hình «Đăng» mới đổi.")
            if readers := place.shelf.readers():
                waiting = sum(row.online == "behind" for row in rows)
                made = datetime.fromisoformat(readers.at).astimezone()
                layout.words(f"Bà con đang xem bản đăng lúc {made:%H:%M ngày %d/%m/%Y}. "
                             + (f"Từ đó có {waiting} trang đã sửa mà chưa đăng." if waiting else "Từ đó chưa trang nào sửa thêm."))
            asked = {"words": "", "section": "", "state": ""}

            def narrowed(key: str, value: str) -> None:
                asked[key] = value or ""
                table.content = _table(shelf.matching(rows, **asked))

            with layout.row().props('role=search aria-label="Tìm trang"'):
                layout.field("Tìm trang (gõ không dấu cũng được)", act=lambda event: narrowed("words", event.value))
                layout.choice("Mục", _sections(rows), "", lambda event: narrowed("section", event.value))
                layout.choice("Tình trạng", _states(rows), "", lambda event: narrowed("state", event.value))
            table = layout.markup(_table(rows))


def _sections(rows: list[Row]) -> dict[str, str]:
    many = Counter(row.section for row in rows)
    return {"": "Mọi mục", **{name: f"{shelf.section_name(name)} ({many[name]})" for name in content.SECTIONS if many[name]}}


def _states(rows: list[Row]) -> dict[str, str]:
    many = Counter(state for row in rows for state in (*row.states, row.online))
    return {"": "Mọi tình trạng", **{state: f"{name} ({many[state]})" for state, name in (shelf.STATES | shelf.ONLINE).items() if many[state]}}


def _table(rows: list[Row]) -> str:
    """By section, each under its own line; the column of what readers see stands only when something is known of it."""
    has_readers = any(row.online for row in rows)
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Tên trang", "Tình trạng", *(["Trên mạng"] if has_readers else []), "Sửa lần cuối", "Tiếng Anh"))
    width = 5 if has_readers else 4
    parts = []
    for section, group in groupby(rows, key=lambda row: row.section):
        lines = [_line(row, has_readers=has_readers) for row in group]
        parts.append(f'<tbody><tr><th scope="rowgroup" colspan="{width}">{escape(shelf.section_name(section))} ({len(lines)})</th></tr>{"".join(lines)}</tbody>')
    return f'<p role="status">{len(rows)} trang</p><table class="ban-bang"><thead><tr>{head}</tr></thead>{"".join(parts)}</table>'


def _line(row: Row, *, has_readers: bool) -> str:
    states = " ".join(f'<span class="ban-nhan ban-nhan--{state}">{shelf.STATES[state]}</span>' for state in row.states)
    online = f'<td><span class="ban-nhan ban-nhan--{row.online}">{shelf.ONLINE.get(row.online, "")}</span></td>' if has_readers else ""
    english = row.path.replace("docs/vi/", "docs/en/", 1)
    hidden = f'<span class="ban-an">, mở bản tiếng Anh của {escape(row.title)}</span>'
    translation = f'<a href="/sua/{escape(english)}">Có{hidden}</a>' if row.has_english else "Chưa"
    return (f'<tr><th scope="row"><a href="/sua/{escape(row.path)}">{escape(row.title)}</a></th><td>{states}</td>{online}'
            f'<td class="ban-lien">{written_day(row.updated)}</td><td>{translation}</td></tr>')
