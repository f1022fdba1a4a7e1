"""The data file of a form page → Forms, and what is wrong with it, line by line."""

from __future__ import annotations

from typing import Any

from portal.content import Page, beside
from portal.fields import Rule, each, one_of, record, text
from portal.forms.model import COUNTERS, SLOT, Block, Field, Form, Group, Heading, NewPage, Paragraph, Repeat, Signatures, Signer, Table, templates
from portal.problems import Problem

KINDS = ("dong", "doan", "ngay", "so", "chon", "nhieu")


def number(value: Any) -> str | None:
    """How many: rows, lines, millimetres."""
    return None if type(value) is int and 0 < value < 100 else f"phải là số từ 1 đến 99, đang ghi “{value}”"


def word(value: Any) -> str | None:
    """A key, as it stands in the slots of the layout."""
    good = isinstance(value, str) and value.isidentifier() and value.isascii()
    return None if good else f"phải là một chữ không dấu, ví dụ ho_ten; đang ghi “{value}”"


def anything(value: Any) -> str | None:
    """What another rule reads, or nobody."""
    return None


def rows(value: Any) -> str | None:
    """Rows of a repeating group: field → text."""
    good = isinstance(value, list) and all(isinstance(row, dict) for row in value)
    return None if good else "phải là danh sách các dòng {ô: chữ}"


def column(value: Any) -> str | None:
    """Name, template of a cell, width in per cent."""
    good = isinstance(value, list) and len(value) == 3 and isinstance(value[1], str) and type(value[2]) is int
    return None if good else "mỗi cột viết dạng [Tên cột, \"{ma}\", số phần trăm]"


SIGNER = record({"vai": anything}, {"tren": text(), "duoi": text(), "ten": text(), "lap": word})
FORM = record({"so": text(8), "tep": text(60), "ten": text(90), "ten_en": text(90), "phan": each(anything), "bo_cuc": each(anything)},
              {"ten_in": text(90), "duoi_ten": text(120), "dau": one_of("quoc-hieu"), "kho": one_of("ngang"),
               "trai": each(text(60)), "nhac": text(200)})
GROUP = record({"ten": text(80), "truong": each(anything)},
               {"lap": word, "ten_dong": text(40), "so_dong": number, "it_nhat": number, "san": rows, "vi_du": rows})
FIELD = record({"ma": word, "ten": text(90)},
               {"kieu": one_of(*KINDS), "goi": text(200), "luat": text(160), "thu_tuc": text(160), "rong": number, "dong": number,
                "lua_chon": each(text(80), 2), "vi_du": anything})
BLOCKS: dict[str, Rule] = {
    "muc": record({"muc": text(120)}), "doan": record({"doan": text(500)}), "trang": record({"trang": one_of("moi")}),
    "lap": record({"lap": word, "doan": each(text(300))}),
    "bang": record({"bang": word, "cot": each(column)}, {"cao": number}),
    "ky": record({"ky": each(SIGNER)}, {"luat": text(160), "thu_tuc": text(160)})}


def read(page: Page) -> tuple[list[Form], list[Problem]]:
    """The sheets of one page; a sheet with a problem in its shape is left out, not half read."""
    sheets = page.data.get("mau") if isinstance(page.data, dict) else None
    if not isinstance(sheets, list) or not sheets:
        return [], [Problem(beside(page.path), 0, "thiếu dữ liệu của biểu mẫu", "tạo tệp này, bắt đầu bằng dòng  mau:  (xem docs/vi/so-tay/bieu-mau.md)")]
    forms, problems = [], []
    for place, sheet in enumerate(sheets):
        wrong = _shape(page, f"mau.{place}", sheet)
        if not wrong:
            form = _form(page.slug, sheet)
            wrong = _names(page, f"mau.{place}", form)
            forms.append(form)
        problems += wrong
    return forms, problems


def problem(page: Page, key: str, what: str, fix: str = "sửa theo các biểu mẫu khác, xem docs/vi/so-tay/bieu-mau.md") -> Problem:
    """A problem at a dotted key of the data file ("mau.0.phan.1"), or at the nearest key around it."""
    line = 0
    while key and not (line := page.data_lines.get(key, 0)):
        key = key.rpartition(".")[0]
    return Problem(beside(page.path), line, what, fix)


def _shape(page: Page, key: str, sheet: Any) -> list[Problem]:
    if complaint := FORM(sheet):
        return [problem(page, key, complaint)]
    found = []
    for place, group in enumerate(sheet["phan"]):
        here = f"{key}.phan.{place}"
        if complaint := GROUP(group):
            found.append(problem(page, here, complaint))
            continue
        found += [problem(page, f"{here}.truong.{n}", complaint)
                  for n, field in enumerate(group["truong"]) if (complaint := FIELD(field) or _options(field))]
    for place, block in enumerate(sheet["bo_cuc"]):
        kind = next((name for name in ("muc", "lap", "bang", "ky", "trang", "doan") if isinstance(block, dict) and name in block), "")
        complaint = BLOCKS[kind](block) if kind else f"dòng bố cục phải là một trong: {', '.join(BLOCKS)}"
        if complaint:
            found.append(problem(page, f"{key}.bo_cuc.{place}", complaint))
    return found


def _options(field: dict) -> str | None:
    if (field.get("kieu") in ("chon", "nhieu")) != ("lua_chon" in field):
        return "«lua_chon» đi cùng kieu: chon hoặc nhieu"
    chosen = field.get("vi_du", [])
    chosen = chosen if isinstance(chosen, list) else [chosen]
    lost = [item for item in chosen if "lua_chon" in field and item not in field["lua_chon"]]
    return f"ví dụ “{lost[0]}” không có trong «lua_chon»" if lost else None


def _names(page: Page, key: str, form: Form) -> list[Problem]:
    """Slots of the layout that no field fills, fields that stand nowhere on the sheet, cells of unknown fields."""
    known = {group: {field.key for field in form.repeats[group].fields} for group in form.repeats} | {"": set(form.fields)}
    used: dict[str, set[str]] = {group: set() for group in known}
    found = []
    for template, group in templates(form):
        if group not in known:
            found.append(problem(page, key, f"bố cục nhắc phần lặp «{group}» không có", "đặt  lap: <tên>  trong một phần"))
            continue
        for name in SLOT.findall(template):
            home = group if name in known[group] else ""
            if name in known[home]:
                used[home].add(name)
            elif name and not (group and name in COUNTERS):
                found.append(problem(page, key, f"bố cục có ô «{{{name}}}» mà không có trường nào tên như vậy", "thêm trường, hoặc sửa tên ô"))
    for group, names in known.items():
        found += [problem(page, key, f"trường «{name}» không đứng ở đâu trên tờ giấy", "thêm ô vào bo_cuc, hoặc bỏ trường")
                  for name in sorted(names - used[group])]
        for row in (form.repeats[group].samples + form.repeats[group].preset if group else ()):
            found += [problem(page, key, f"dòng ví dụ có ô lạ «{name}»", f"chỉ dùng: {', '.join(sorted(names))}") for name in row if name not in names]
    return found


def _form(slug: str, sheet: dict) -> Form:
    return Form(slug, sheet["so"], sheet["tep"], sheet["ten"], sheet["ten_en"], sheet.get("ten_in") or sheet["ten"].upper(),
                tuple(_group(group) for group in sheet["phan"]), tuple(_block(block) for block in sheet["bo_cuc"]),
                sheet.get("duoi_ten", ""), "dau" in sheet, tuple(sheet.get("trai", ())), "kho" in sheet, sheet.get("nhac", ""))


def _group(group: dict) -> Group:
    return Group(group["ten"], tuple(_field(field) for field in group["truong"]), group.get("lap", ""), group.get("ten_dong", ""),
                 group.get("so_dong", 1), group.get("it_nhat", 1), tuple(group.get("san", ())), tuple(group.get("vi_du", ())))


def _field(field: dict) -> Field:
    sample = field.get("vi_du", "")
    return Field(field["ma"], field["ten"], field.get("kieu", "dong"), field.get("goi", ""), field.get("luat", ""),
                 field.get("thu_tuc", ""), field.get("rong", 0), field.get("dong", 1), tuple(field.get("lua_chon", ())),
                 tuple(sample) if isinstance(sample, list) else str(sample))


def _block(block: dict) -> Block:
    if "muc" in block:
        return Heading(str(block["muc"]))
    if "lap" in block:
        return Repeat(block["lap"], tuple(block["doan"]))
    if "bang" in block:
        return Table(block["bang"], tuple((name, cell, width) for name, cell, width in block["cot"]), block.get("cao", 8))
    if "ky" in block:
        signers = tuple(Signer(who["vai"] or "", who.get("tren", ""), who.get("duoi", Signer.below), who.get("ten", ""), who.get("lap", ""))
                        for who in block["ky"])
        return Signatures(signers, block.get("luat", ""), block.get("thu_tuc", ""))
    return NewPage() if "trang" in block else Paragraph(block["doan"])
