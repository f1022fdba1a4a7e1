"""The page on which a form is filled in on the reader's device. Nothing is sent, nothing is kept.

The markup is whole without JavaScript but hidden: then the blank forms remain. overrides/assets/forms/ does the rest."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from html import escape
from typing import Any
from urllib.parse import urljoin

from portal.forms import model
from portal.forms.model import Field, Form, Group


def policy(address: str) -> dict[str, str]:
    """Rules of these pages in place of the site's own: no form leaves, and no script may send or fetch, to the page's own host neither.

    One file of the site at `address` may be fetched, robots.txt: Lighthouse asks for it from within the page and by the page's rules."""
    return {"connect-src": urljoin(address, "/robots.txt") if address else "'none'", "form-action": "'none'"}


def body(form: Form, print_page: str) -> str:
    """The inside of the fill-in page, as HTML for a Markdown page. `print_page` is the address of the blank sheet."""
    groups = "".join(_group(group) for group in form.groups)
    return f"""<div class="portal-note portal-fill__without"><p>Trang điền cần JavaScript. Máy này không chạy được thì dùng <a href="{print_page}">mẫu trống để in</a>.</p></div>

<form class="portal-form portal-fill" aria-label="Điền {escape(form.name)}" autocomplete="off" novalidate hidden>{groups}
<div class="portal-fill__missing" role="alert" tabindex="-1" hidden></div>
<div class="portal-buttons"><button class="portal-button portal-button--main" type="button" data-fill="word">Tạo tệp Word</button>
<button class="portal-button" type="button" data-fill="view">Xem và in</button>
<button class="portal-button portal-button--quiet" type="button" data-fill="clear">Xóa hết</button></div>
<p class="portal-fill__said" role="status"></p></form>

<div class="portal-fill__view" hidden><div class="portal-buttons portal-acts">
<button class="portal-button portal-button--main" type="button" data-fill="print">In</button>
<button class="portal-button" type="button" data-fill="back">Sửa tiếp</button></div>
<div class="portal-fill__paper" tabindex="0" aria-label="Tờ giấy đã điền" role="region"></div></div>

<script type="application/json" class="portal-fill__layout">{layout(form)}</script>"""


def layout(form: Form) -> str:
    """What the browser needs to lay out the sheet, as JSON that is safe inside a script element."""
    def block(item: model.Block) -> dict[str, Any]:
        return {"kind": type(item).__name__.lower()} | asdict(item)

    said = {"number": form.number, "name": form.name, "title": form.title, "subtitle": form.subtitle, "national": form.national,
            "left": form.left, "landscape": form.landscape, "notice": form.notice, "stem": form.stem,
            "blocks": [block(item) for item in form.blocks],
            "fields": {key: _field(field) for key, field in form.fields.items()},
            "groups": {key: {"name": group.name, "rows": group.rows, "least": group.least, "preset": group.preset, "row": group.row_name,
                             "fields": {field.key: _field(field) for field in group.fields}} for key, group in form.repeats.items()}}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _field(field: Field) -> dict[str, Any]:
    kept = {"name": field.name, "kind": field.kind, "law": field.law, "width": field.width, "lines": field.lines, "options": field.options}
    return {key: value for key, value in kept.items() if value}


def _group(group: Group) -> str:
    legend = f"<legend>{escape(group.name)}</legend>"
    if not group.key:
        return f'<fieldset>{legend}<div class="portal-form__pair">{"".join(_control(field, f"o-{field.key}") for field in group.fields)}</div></fieldset>'
    row = "".join(_control(field, f"{group.key}-#-{field.key}") for field in group.fields)
    return (f'<fieldset data-rows="{group.key}">{legend}<div></div><template><div class="portal-fill__row" role="group">'
            f'<p class="portal-fill__row-name" tabindex="-1"></p><div class="portal-form__pair">{row}</div>'
            f'<button class="portal-button portal-button--quiet" type="button" data-fill="less">Bỏ</button></div></template>'
            f'<button class="portal-button" type="button" data-fill="more">Thêm: {escape(group.row_name)}</button></fieldset>')


def _control(field: Field, id: str) -> str:
    """One field. In the pattern of a row, ids hold a #: the browser puts the number there."""
    help = " ".join(part for part in (field.help, f"Theo {_short(field.law)}." if field.law else "", "Ví dụ 20/11/2026." if field.kind == "ngay" else "") if part)
    hint = f'<span class="portal-field__help" id="{id}-h">{escape(help)}</span>' if help else ""
    by = f' aria-describedby="{id}-h"' if help else ""
    chip = ' <span class="portal-chip">luật yêu cầu</span>' if field.law else ""
    wide = " portal-field--wide" if field.kind in ("doan", "chon", "nhieu") else ""
    if field.options:
        kind = "radio" if field.kind == "chon" else "checkbox"
        options = "".join(f'<label class="portal-fill__option"><input type="{kind}" name="{id}" data-key="{field.key}" value="{escape(option)}"> {escape(option)}</label>'
                          for option in field.options)
        return (f'<div class="portal-field{wide}" role="{"radiogroup" if kind == "radio" else "group"}" aria-labelledby="{id}-n"{by}>'
                f'<span class="portal-field__name" id="{id}-n">{escape(field.name)}{chip}</span>{hint}{options}</div>')
    attributes = f'class="portal-field__box" id="{id}" data-key="{field.key}" autocomplete="off"{by}'
    box = f"<textarea {attributes}></textarea>" if field.kind == "doan" else f'<input {attributes} type="text"{_keyboard(field)}>'
    return f'<div class="portal-field{wide}"><label class="portal-field__name" for="{id}">{escape(field.name)}{chip}</label>{hint}{box}</div>'


def _short(law: str) -> str:
    """The provision without the law's name: the page names the law, a phone is narrow."""
    return re.split(r" (?:Bộ l|L)uật ", law)[0]


def _keyboard(field: Field) -> str:
    return ' inputmode="numeric"' if field.kind == "so" else ""
