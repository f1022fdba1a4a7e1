"""The content as JSON under /api/, for whoever builds on it. Each file has its JSON Schema beside it (…/api/schema/).

Identities are addresses without the language ("tinh-huong/vay-no/") and numbers of laws and forms: they do not change."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

from portal import forms
from portal.content import Page, Site
from portal.fields import LAW_STATES, STATES

TEXT, NUMBER, DAY, ADDRESS = {"type": "string"}, {"type": "integer"}, {"type": ["string", "null"], "format": "date"}, {"type": "string", "format": "uri"}
LIST = {"type": "array", "items": TEXT}
SHAPES: dict[str, dict[str, tuple[dict[str, Any], str]]] = {                 # what each file holds: shape, and what it means
    "pages": {"id": (TEXT, "địa chỉ không kể ngôn ngữ và tên miền; không đổi"), "lang": ({"enum": ["vi", "en"]}, "ngôn ngữ"), "url": (ADDRESS, "địa chỉ đầy đủ"),
              "kind": (TEXT, "loại trang, theo tên thư mục"), "title": (TEXT, "tên trang"), "description": (TEXT, "một câu tóm tắt"), "audience": (LIST, "viết cho ai"),
              "fields": (LIST, "lĩnh vực: «id» của fields.json"), "laws": (LIST, "căn cứ: số hiệu văn bản, «id» của laws.json"), "updated": (DAY, "ngày cập nhật"),
              "review_by": (DAY, "phải đọc lại trước ngày này"), "state": ({"enum": list(STATES)}, "nháp, chờ duyệt, đã duyệt")},
    "laws": {"id": (TEXT, "số hiệu văn bản; không đổi"), "url": (ADDRESS, "trang tóm lược trên cổng"), "title": (TEXT, "tên trang"), "names": (LIST, "các tên hay gọi"),
             "issuer": (TEXT, "cơ quan ban hành"), "issued": (DAY, "ngày ban hành; null là chưa rõ"), "in_force": (DAY, "ngày có hiệu lực; null là chưa rõ"),
             "ended": (DAY, "ngày hết hiệu lực"), "state": ({"enum": list(LAW_STATES)}, "tình trạng hiệu lực"),
             "replaced_by": ({"type": ["string", "null"]}, "số hiệu văn bản thay thế"), "checked": (DAY, "ngày kiểm tra tình trạng; null là chưa kiểm tra"),
             "articles": ({"type": ["string", "null"]}, "các điều được tóm lược")},
    "forms": {"id": (TEXT, "số của mẫu, ví dụ M01; không đổi"), "url": (ADDRESS, "trang của mẫu"), "name": (TEXT, "tên mẫu"), "name_en": (TEXT, "tên tiếng Anh"),
              "asks": (NUMBER, "số ô phải điền"), "required": (NUMBER, "số ô luật yêu cầu")},
    "fields": {"id": (TEXT, "mã lĩnh vực; không đổi"), "url": (ADDRESS, "trang của lĩnh vực"), "name": (TEXT, "tên"), "name_en": (TEXT, "tên tiếng Anh"),
               "pages": (NUMBER, "số trang tiếng Việt")},
}


def write(site: Site, address: str, out: Path, *, drafts: bool) -> None:
    """Writes api/ into the built site; `address` is that of the site root, with the last slash."""
    pages = [page for page in site.pages if (drafts or not page.is_draft) and not page.is_withdrawn]
    rows = {"pages": [_page(page, address) for page in pages], "laws": [_law(page, address) for page in site.laws],
            "forms": [_form(page, form, address) for page in site.of("vi", "bieu-mau") for form in forms.forms_of(page)],
            "fields": [_field(row, pages, address) for row in site.tables.get("linh-vuc") or []]}
    folder = out / "api"
    (folder / "schema").mkdir(parents=True, exist_ok=True)
    for name, items in rows.items():
        _json(folder / f"{name}.json", {"date": site.newest_change.isoformat(), "items": sorted(items, key=lambda item: (item["id"], item.get("lang", "")))})
        _json(folder / "schema" / f"{name}.json", schema(name))
    for name, table in site.tables.items():
        if name.startswith("ke-hoach-"):
            (folder / f"{name}.csv").write_text(_plan_csv(table or []), encoding="utf-8-sig")      # Excel wants the mark


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one of the files."""
    properties = {key: {**shape, "description": meaning} for key, (shape, meaning) in SHAPES[name].items()}
    item = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name, "type": "object", "required": ["date", "items"],
            "properties": {"date": {"type": "string", "format": "date"}, "items": {"type": "array", "items": item}}, "additionalProperties": False}


def _plan_csv(items: list[dict[str, Any]]) -> str:
    """The plan item by item with its evidence, as a table for a report."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(["Mục", "Nội dung", "Cơ quan tham mưu", "Phối hợp", "Thời gian", "Cổng đáp ứng", "Cổng làm gì", "Còn thiếu", "Bằng chứng"])
    for item in items:
        table.writerow([item.get("muc"), item.get("ten"), item.get("don_vi"), item.get("phoi_hop"), item.get("thoi_gian"),
                        {"dat": "trọn", "mot_phan": "một phần"}.get(str(item.get("muc_do")), ""),
                        item.get("cong_lam_gi"), item.get("con_thieu"), "; ".join(item.get("bang_chung") or [])])
    return text.getvalue()


def _page(page: Page, address: str) -> dict[str, Any]:
    meta = page.meta
    return {"id": page.place, "lang": page.lang, "url": address + page.url, "kind": page.kind, "title": page.title,
            "description": str(meta.get("description", "")), "audience": meta.get("doi_tuong", []), "fields": meta.get("linh_vuc", []), "laws": meta.get("can_cu", []),
            "updated": _day(page.updated), "review_by": _day(meta.get("ra_soat")), "state": meta.get("trang_thai")}


def _law(page: Page, address: str) -> dict[str, Any]:
    meta = page.meta
    return {"id": meta["so_hieu"], "url": address + page.url, "title": page.title, "names": meta.get("ten_goi", []), "issuer": meta.get("co_quan", ""),
            "issued": _day(meta.get("ngay_ban_hanh")), "in_force": _day(meta.get("ngay_hieu_luc")), "ended": _day(meta.get("ngay_het")), "state": meta.get("tinh_trang"),
            "replaced_by": meta.get("thay_bang"), "checked": _day(meta.get("ngay_kiem_tra")), "articles": meta.get("dieu")}


def _form(page: Page, form: forms.Form, address: str) -> dict[str, Any]:
    fields = [field for group in form.groups for field in group.fields]
    return {"id": form.number, "url": address + page.url, "name": form.name, "name_en": form.name_en, "asks": len(fields), "required": sum(bool(field.law) for field in fields)}


def _field(row: dict[str, Any], pages: list[Page], address: str) -> dict[str, Any]:
    return {"id": row["ma"], "url": f"{address}linh-vuc/{row['ma']}/", "name": row["ten"], "name_en": row["ten_en"],
            "pages": sum(page.lang == "vi" and row["ma"] in page.meta.get("linh_vuc", []) for page in pages)}


def _day(value: Any) -> str | None:
    return value.isoformat() if isinstance(value, date) else None


def _json(file: Path, value: object) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
