"""The front matter as a form: drawn from the shapes in fields.py, so that a new field there is a new field here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml
from nicegui import ui

from portal import fields, front_matter
from portal.content import Page, Site
from portal.desk import layout
from portal.fields import FIELDS, Field, Rule, Shape

MACHINE = ("nguoi_duyet", "ngay_duyet", "dau_duyet")     # written by the approval alone
LONG = 90                                                # a text that may be longer gets a field of several lines
PARTS = {"ten": "Tên, hoặc số hiệu văn bản", "dia_chi": "Địa chỉ chính thức (https://….gov.vn) hoặc chua_co", "ngay_doc": "Ngày đọc", "ngay": "Ngày", "gi": "Việc đã sửa",
         "vi_sao": "Vì sao", "tep": "Tệp ảnh", "mo_ta": "Ảnh cho thấy gì", "co_nguoi": "Có người nhận ra được không", "dong_y": "Phiếu đồng ý", "ma": "Mã phiếu",
         "pham_vi": "Cho đăng ở đâu", "nguoi_giu": "Ai giữ phiếu", "dong": "Dòng", "loai": "Loại", "ly_do": "Lý do", "cong": "Cả việc này không được hòa giải (khung đỏ đầu trang)",
         "noi": "Câu dừng lại", "neu": "Dừng lại nếu", "bao": "Báo ai", "hoi": "Câu hỏi", "vi": "Vì sao hỏi", "ai": "Hỏi ai", "cach": "Cách làm", "hop_khi": "Hợp khi nào",
         "moi_ben": "Mỗi bên được gì", "chac_chan": "Làm gì cho chắc", "viec": "Làm gì ở đó"}
CHOICES = {**{code: names[0] for code, names in fields.AUDIENCES.items()}, **{state: name for state, name in fields.STATES.items() if state != "da_duyet"}, **fields.LAW_STATES,
           "ca-hai": "Cả hai bên", "ben-a": "Bên A", "ben-b": "Bên B", "khong": "Không", "nhan_ra_duoc": "Có, nhận ra được", "cong-an-xa": "Công an xã", "ubnd-xa": "UBND xã",
           "truong-thon": "Trưởng thôn", "to-truong": "Tổ trưởng", "van-phong": "Văn phòng"}

Value = Callable[[], Any]                                # asks a drawn part what it holds now
Touched = Callable[[], None]


@dataclass(frozen=True)
class _Drawing:
    """What the drawn parts need to know: names of codes, and whom to tell of a change."""

    names: dict[str, str]
    touched: Touched


def draw(site: Site, page: Page, changed: Callable[[str, Any], None]) -> None:
    """Every field that the page's kind may have; `changed(key, value)` is called at each touch."""
    names = {**CHOICES, **{str(row.get("ma")): str(row.get("ten")) for row in site.tables.get("linh-vuc") or []}}
    drawn = [field for field in FIELDS if field.key not in MACHINE and (field.key in page.meta or _applies(field, page))]
    for field in drawn:
        if field.needed or field.key in page.meta:
            _field(field, page.meta.get(field.key), names, changed)
    with ui.element("details").classes("ban-nhom"):
        layout.words("Thêm những thứ không bắt buộc", "summary")
        with ui.element("div").classes("ban-cot"):
            for field in drawn:
                if not field.needed and field.key not in page.meta:
                    _field(field, None, names, changed)


def consent(touched: Touched) -> Value:
    """The consent of a person in a picture, as the field of pictures wants it."""
    return _record(fields.shape(fields.CONSENT), None, "Phiếu đồng ý của người trong ảnh", _Drawing({}, touched))


def _applies(field: Field, page: Page) -> bool:
    return (not field.kinds or page.kind in field.kinds) and (page.lang == "vi" or not field.vi_only)


def _field(field: Field, value: Any, names: dict[str, str], changed: Callable[[str, Any], None]) -> None:
    said = field.label or field.help
    label = f"{said[0].upper()}{said[1:]} ({field.key})"
    with ui.element("div").classes("ban-truong").props(f"data-truong={field.key}"):
        holds: list[Value] = []
        drawing = _Drawing(names, lambda: changed(field.key, holds[0]()))
        holds.append(_part(fields.shape(field.rule), value, label, drawing))


def _part(shape: Shape, value: Any, label: str, drawing: _Drawing) -> Value:
    draws = {"yes": _yes, "choice": _choice, "list": _list, "record": _record, "free": _free}
    return draws.get(shape.kind, _line)(shape, value, label, drawing)


def _line(shape: Shape, value: Any, label: str, drawing: _Drawing) -> Value:
    """A text, a day or a number."""
    if shape.kind == "text" and shape.most > LONG:
        box: Any = ui.textarea(label, value=str(value or ""), on_change=drawing.touched).props("outlined stack-label autogrow").classes("ban-o")
    else:
        box = layout.field(label, "" if value is None else str(value), lambda _: drawing.touched())
        if shape.kind == "day":
            box.props("type=date")
    return lambda: _read(shape.kind, box.value)


def _read(kind: str, text: Any) -> Any:
    text = str(text or "").strip()
    if kind in ("day", "day_or_word"):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return int(text) if kind == "number" and text.isdecimal() else text


def _yes(_: Shape, value: Any, label: str, drawing: _Drawing) -> Value:
    box = ui.checkbox(label, value=value is True, on_change=drawing.touched)
    return lambda: True if box.value else (False if value is not None else None)


def _choice(shape: Shape, value: Any, label: str, drawing: _Drawing) -> Value:
    allowed = {code: drawing.names.get(code, code) for code in shape.choices if code != "da_duyet" or value == "da_duyet"}
    options = {"": "(chưa chọn)", **allowed, **({str(value): str(value)} if value and value not in shape.choices else {})}
    box = layout.choice(label, options, str(value or ""), lambda _: drawing.touched())
    return lambda: box.value or None


def _list(shape: Shape, value: Any, label: str, drawing: _Drawing) -> Value:
    assert shape.of
    inner = fields.shape(shape.of)
    items = list(value) if isinstance(value, list) else [] if value is None else [value]
    return _ticks(inner, items, label, drawing) if inner.kind == "choice" else _rows(shape.of, items, label, drawing)


def _ticks(shape: Shape, items: list[Any], label: str, drawing: _Drawing) -> Value:
    boxes: dict[Any, ui.checkbox] = {}
    with ui.element("fieldset"):
        layout.words(label, "legend")
        with ui.element("div").classes("ban-hang"):
            for code in dict.fromkeys((*shape.choices, *items)):
                boxes[code] = ui.checkbox(drawing.names.get(str(code), str(code)), value=code in items, on_change=drawing.touched)
    return lambda: [code for code in (*(item for item in items if item in boxes), *(code for code in boxes if code not in items)) if boxes[code].value]


def _rows(rule: Rule, items: list[Any], label: str, drawing: _Drawing) -> Value:
    """A list whose lines can be added and taken away."""
    kept: dict[int, Value] = {}
    inner = fields.shape(rule)
    with ui.element("fieldset"):
        layout.words(label, "legend")
        lines = ui.element("div")

        def add(item: Any) -> None:
            number = len(kept) and max(kept) + 1
            with lines, ui.element("div").classes("ban-dong") as line:
                with ui.element("div").classes("ban-cot"):
                    kept[number] = _part(inner, item, f"Dòng {number + 1}", drawing)

                def drop() -> None:
                    del kept[number]
                    line.delete()
                    drawing.touched()
                layout.button("Bỏ", drop).props(f'aria-label="Bỏ dòng {number + 1}: {_attribute(label)}"')

        for item in items:
            add(item)
        layout.button("Thêm dòng", lambda: add(None)).props(f'aria-label="Thêm dòng: {_attribute(label)}"')
    return lambda: [held for value in kept.values() if (held := value()) not in (None, "", {}, [])]


def _record(shape: Shape, value: Any, label: str, drawing: _Drawing) -> Value:
    given = {shape.short: value} if shape.short and isinstance(value, str) else value if isinstance(value, dict) else {}
    parts: dict[str, Value] = {}
    with ui.element("fieldset"):
        layout.words(label, "legend")
        with ui.element("div").classes("ban-cot"):
            for name, rule, needed in shape.parts:
                parts[name] = _part(fields.shape(rule), given.get(name), PARTS.get(name, name) + ("" if needed else " – không bắt buộc"), drawing)

    def held() -> Any:
        found = {name: said for name, part in parts.items() if (said := part()) not in (None, "", {}, [])}
        if set(found) == {"cong"} and not given:
            return None
        return found[shape.short] if shape.short and list(found) == [shape.short] and not isinstance(value, dict) else found
    return held


def _free(_: Shape, value: Any, label: str, drawing: _Drawing) -> Value:
    """What has no shape of its own is shown as it is written in the file."""
    text = "" if value is None else yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=10_000)
    box = ui.textarea(label, value=text, on_change=drawing.touched).props("outlined stack-label autogrow").classes("ban-o")
    return lambda: front_matter.parse(box.value or "", "", 1).value


def _attribute(text: str) -> str:
    return text.replace('"', "”")
