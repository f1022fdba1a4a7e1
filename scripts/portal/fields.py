"""The kinds of page and the fields of their front matter: written once, here.

The check, the skeletons of `portal new` and the form of the desk all follow these two tables."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from portal.problems import Problem

Complaint = str | None                    # a Vietnamese half-sentence, or None when the value is right
Rule = Callable[[Any], Complaint]


@dataclass(frozen=True)
class Shape:
    """What a rule takes, for whoever draws it: text, day, day_or_word, yes, number, choice, list, record or free.

    `of` is the rule of a list's items, `parts` are those of a record (name, rule, needed); with `short` a bare text
    stands for the record that holds only that part."""

    kind: str
    most: int = 0
    choices: tuple[str, ...] = ()
    of: Rule | None = None
    parts: tuple[tuple[str, Rule, bool], ...] = ()
    short: str = ""


def shape(rule: Rule) -> Shape:
    """What a rule takes; a rule that says nothing of it is free."""
    return getattr(rule, "shape", Shape("free"))


def _shaped(rule: Rule, drawn: Shape) -> Rule:
    rule.shape = drawn                      # type: ignore[attr-defined]
    return rule


@dataclass(frozen=True)
class Kind:
    """A kind of page: its folder, its names, and the `##` headings it must have, in this order."""

    folder: str
    name: str
    name_en: str
    sections: tuple[str, ...] = ()


NEXT = "Làm gì tiếp theo"
KINDS = {kind.folder: kind for kind in (
    Kind("tinh-huong", "Tình huống", "Situations", ("Nói thế nào", "Căn cứ", "Sai lầm hay gặp")),
    Kind("ky-nang", "Kỹ năng", "Skills", (NEXT,)),
    Kind("phap-luat", "Pháp luật", "Law", ("Văn bản này nói gì",)),
    Kind("tap-huan", "Tập huấn", "Training", (NEXT,)),
    Kind("guong-hoa-giai", "Gương hòa giải", "Stories", ("Câu chuyện", "Điều học được", "Đọc tiếp")),
    Kind("bieu-mau", "Biểu mẫu", "Forms", ("Khi nào dùng", "Cách ghi", "Lỗi hay gặp", "Lưu bao lâu", NEXT)),
    Kind("truyen-thong", "Truyền thông", "Outreach", ("Bài đọc",)),
    Kind("trang", "Trang", "Page"),
)}
AUDIENCES = {"hoa-giai-vien": ("Hòa giải viên", "Mediators"), "tap-huan-vien": ("Tập huấn viên", "Trainers"),
             "can-bo": ("Cán bộ", "Officers"), "nguoi-dan": ("Người dân", "Everyone")}
TOPICS = ("dat-dai", "hon-nhan-gia-dinh", "thua-ke", "vay-muon", "chan-nuoi", "moi-truong", "rung", "trat-tu",
          "tre-em", "nguoi-cao-tuoi", "nghiep-vu", "khac")
STATES = {"nhap": "Nháp", "cho_duyet": "Chưa thẩm định", "da_duyet": "Đã thẩm định"}
LAW_STATES = {"con_hieu_luc": "Còn hiệu lực", "sap_sua": "Còn hiệu lực, đang sửa",
              "het_hieu_luc": "Hết hiệu lực", "bi_thay": "Đã bị thay"}
ICONS = ("ranh-dat", "duong", "nha", "tim", "trau", "tien", "cay", "loa", "nuoc", "rung", "dau-nhau", "tre-em", "nguoi-gia",
         "di-san", "lua", "xe", "mo-ma", "lua-dao", "lam-viec")
CALLS = ("cong-an-xa", "ubnd-xa", "truong-thon", "to-truong", "van-phong", "111", "113", "114", "115")
OFFICIAL = re.compile(r"https://([\w-]+\.)*(gov\.vn|vbpl\.vn|chinhphu\.vn|quochoi\.vn)(/\S*)?$")
LAW_NUMBER = re.compile(r"\d+(/\d{4})?(/[A-ZĐƯ0-9-]+g?)+$|^\d+/\d{4}$")


def text(most: int = 400) -> Rule:
    """Words, at most so many letters."""
    def rule(value: Any) -> Complaint:
        if value is None or value == "" or (isinstance(value, str) and not value.strip()):
            return "phải là chữ, không để trống"
        if not isinstance(value, str):
            return "phải là chữ; số hoặc ngày thì đặt trong dấu \"…\""
        return f"dài {len(value)} chữ cái, nhiều nhất {most}" if len(value) > most else None
    return _shaped(rule, Shape("text", most))


def day(value: Any) -> Complaint:
    """A date as YAML reads one, not a text that looks like it."""
    return None if type(value) is date else f"phải là ngày dạng 2026-11-22, đang ghi “{value}”"


def day_or_unknown(value: Any) -> Complaint:
    """A day, or the word that says it is not known yet."""
    return None if value == "chua_ro" else day(value)


def yes(value: Any) -> Complaint:
    return None if isinstance(value, bool) else "phải là true hoặc false"


def minutes(value: Any) -> Complaint:
    """Whole minutes, ten hours at most."""
    return None if type(value) is int and 0 < value <= 600 else f"phải là số phút, đang ghi “{value}”"


def one_of(*allowed: str) -> Rule:
    """One code of a list."""
    return _shaped(lambda value: None if value in allowed else f"đang ghi “{value}”, chỉ nhận: {', '.join(allowed)}", Shape("choice", choices=allowed))


def each(rule: Rule, least: int = 1) -> Rule:
    """A list, and every item of it right."""
    def checked(value: Any) -> Complaint:
        if not isinstance(value, list) or len(value) < least:
            return f"phải là danh sách có ít nhất {least} dòng"
        return next((complaint for item in value if (complaint := rule(item))), None)
    return _shaped(checked, Shape("list", least, of=rule))


def record(needed: dict[str, Rule], optional: dict[str, Rule] | None = None) -> Rule:
    """A mapping with the needed keys, maybe the optional ones, and no others."""
    known = {**needed, **(optional or {})}

    def checked(value: Any) -> Complaint:
        if not isinstance(value, dict):
            return "phải viết dạng {" + ": …, ".join(needed) + ": …}"
        for key in needed:
            if key not in value:
                return f"thiếu «{key}»"
        for key, item in value.items():
            if key not in known:
                return f"có «{key}» lạ, chỉ nhận: {', '.join(known)}"
            if complaint := known[key](item):
                return f"«{key}» {complaint}"
        return None
    return _shaped(checked, Shape("record", parts=tuple((key, rule, key in needed) for key, rule in known.items())))


def law_number(value: Any) -> Complaint:
    """A number as laws are cited by: 35/2013/QH13, 1658/NQ-UBTVQH15."""
    good = isinstance(value, str) and LAW_NUMBER.search(value)
    return None if good else f"phải là số hiệu văn bản như 35/2013/QH13, đang ghi “{value}”"


def official_address(value: Any) -> Complaint:
    """A page of the State, where a law or a publication stands, or the word that says there is none."""
    good = value == "chua_co" or (isinstance(value, str) and OFFICIAL.match(value))
    return None if good else f"phải là địa chỉ chính thức (https://….gov.vn, vbpl.vn) hoặc chua_co, đang ghi “{value}”"


_PUBLICATION = record({"ten": text(300), "dia_chi": official_address}, {"ngay_doc": day})


def source(value: Any) -> Complaint:
    """A law by its number, or a publication by name, address and day read."""
    if isinstance(value, str):
        return law_number(value)
    return _PUBLICATION(value)


def articles(value: Any) -> Complaint:
    """Which articles a law has: "1-33", "1-12, 14, 91a"."""
    good = isinstance(value, str) and re.fullmatch(r"\d+[a-zđ]?(-\d+)?(,\s*\d+[a-zđ]?(-\d+)?)*", value)
    return None if good else "phải viết dạng \"1-33\" hoặc \"1-12, 14, 91a\""


_STOP = record({"cong": yes, "neu": each(text(300)), "bao": each(one_of(*CALLS))}, {"noi": text(300)})


def stop(value: Any) -> Complaint:
    """When to stop and whom to tell; a matter that may not be mediated at all (`cong`) has the sentence that says so."""
    if complaint := _STOP(value):
        return complaint
    return "thiếu «noi» (câu dừng lại), vì «cong» là true" if value["cong"] and "noi" not in value else None


for _rule, _drawn in ((day, Shape("day")), (day_or_unknown, Shape("day_or_word")), (yes, Shape("yes")), (minutes, Shape("number")),
                      (law_number, Shape("text", 60)), (official_address, Shape("text", 400)), (articles, Shape("text", 400)),
                      (stop, shape(_STOP)), (source, Shape("record", parts=shape(_PUBLICATION).parts, short="ten"))):
    _shaped(_rule, _drawn)

CONSENT = record({"ma": text(60), "ngay": day, "pham_vi": text(300), "nguoi_giu": text(120)})


@dataclass(frozen=True)
class Field:
    """A front matter key: who has it, whether it must stand there, what is right, and what to tell staff.

    `help` says how the value is written; `label` is what a form asks where it is written for the person."""

    key: str
    rule: Rule
    help: str
    kinds: tuple[str, ...] = ()            # () = every kind
    needed: bool = True
    vi_only: bool = False
    label: str = ""


FIELDS = (
    Field("title", text(70), "tên trang, nhiều nhất 70 chữ cái"),
    Field("description", text(160), "một câu nói trang giúp được gì, nhiều nhất 160 chữ cái"),
    Field("title_en", text(70), "tên trang bằng tiếng Anh", vi_only=True),
    Field("description_en", text(160), "câu tóm tắt bằng tiếng Anh", vi_only=True),
    Field("doi_tuong", each(one_of(*AUDIENCES)), "trang viết cho ai"),
    Field("linh_vuc", each(one_of(*TOPICS)), "lĩnh vực, lấy trong docs/bang/linh-vuc.yml", label="lĩnh vực"),
    Field("can_cu", each(law_number), "số hiệu các văn bản làm căn cứ", needed=False),
    Field("nguon", each(source), "nguồn người đọc thấy: số hiệu văn bản, hoặc {ten, dia_chi, ngay_doc}", label="nguồn người đọc thấy"),
    Field("kiem_chung", each(text()), "đã đối chiếu ở đâu (không in ra trang)", needed=False),
    Field("thay_doi", each(record({"ngay": day, "gi": text(300)}, {"vi_sao": text(300)})), "các lần sửa: {ngay, gi, vi_sao}", label="các lần sửa"),
    Field("ra_soat", day, "ngày phải đọc lại trang"),
    Field("phu_trach", text(120), "ai phụ trách trang (chức danh)"),
    Field("trang_thai", one_of(*STATES), "tình trạng của trang: nhap, cho_duyet hoặc da_duyet", label="tình trạng của trang"),
    Field("nguoi_duyet", text(120), "người duyệt (máy ghi)", needed=False),
    Field("ngay_duyet", day, "ngày duyệt (máy ghi)", needed=False),
    Field("dau_duyet", text(80), "dấu của nội dung đã duyệt (máy ghi)", needed=False),
    Field("anh", each(record({"tep": text(200), "mo_ta": text(300), "co_nguoi": one_of("khong", "nhan_ra_duoc")}, {"dong_y": CONSENT})),
          "ảnh trong trang: {tep, mo_ta, co_nguoi, dong_y}", needed=False, label="ảnh trong trang"),
    Field("chap_nhan", each(record({"dong": lambda v: None if type(v) is int else "phải là số dòng", "loai": text(60), "ly_do": text(300)})),
          "điều nhắc đã được trả lời: {dong, loai, ly_do}", needed=False, label="điều nhắc đã được trả lời"),
    Field("chuyen_tu", each(text(200)), "địa chỉ cũ của trang", needed=False),
    Field("kieu", one_of("trang"), "trang thường trong thư mục của một loại khác", needed=False),
    Field("rieng", yes, "trang chỉ của riêng xã này", needed=False),
    Field("van_ban", lambda v: None if isinstance(v, dict) and v else "phải viết dạng {so: …, co_quan: …}", "đầu và cuối văn bản, do máy nhập ghi lại", needed=False),
    Field("so_hieu", law_number, "số hiệu văn bản", ("phap-luat",)),
    Field("ten_goi", each(text(160)), "các tên người ta hay gọi", ("phap-luat",)),
    Field("co_quan", text(160), "cơ quan ban hành", ("phap-luat",)),
    Field("ngay_ban_hanh", day_or_unknown, "ngày ban hành, hoặc chua_ro", ("phap-luat",)),
    Field("ngay_hieu_luc", day_or_unknown, "ngày có hiệu lực, hoặc chua_ro", ("phap-luat",)),
    Field("ngay_het", day_or_unknown, "ngày hết hiệu lực", ("phap-luat",), needed=False),
    Field("tinh_trang", one_of(*LAW_STATES), "tình trạng hiệu lực", ("phap-luat",)),
    Field("ngay_kiem_tra", day_or_unknown, "ngày kiểm tra tình trạng", ("phap-luat",)),
    Field("sua_boi", each(law_number), "các văn bản đã sửa văn bản này", ("phap-luat",), needed=False),
    Field("thay_bang", law_number, "văn bản thay thế", ("phap-luat",), needed=False),
    Field("dieu", articles, "các điều có trong văn bản, ví dụ \"1-33\"", ("phap-luat",), needed=False),
    Field("muc_luc", lambda v: None if isinstance(v, dict) else "phải viết dạng {175: Tên điều}", "tên các điều chưa có tóm lược", ("phap-luat",), needed=False),
    Field("loi_ke", text(160), "một câu bà con hay nói", ("tinh-huong",)),
    Field("bieu_tuong", one_of(*ICONS), "hình vẽ nhỏ của tình huống", ("tinh-huong",)),
    Field("dung_lai", stop, "khi nào phải dừng, báo ai: {cong, noi, neu, bao}", ("tinh-huong",), label="khi nào phải dừng, báo ai"),
    Field("nhan_dien", text(500), "nhận ra việc này bằng gì", ("tinh-huong",)),
    Field("hoi", each(record({"hoi": text()}, {"vi": text(), "ai": one_of("ca-hai", "ben-a", "ben-b")}), 5), "5 đến 8 câu hỏi: {hoi, vi, ai}", ("tinh-huong",),
          label="5 đến 8 câu hỏi"),
    Field("phuong_an", each(record({"cach": text(), "hop_khi": text(), "moi_ben": text(), "chac_chan": text()}), 3),
          "ít nhất 3 cách: {cach, hop_khi, moi_ben, chac_chan}", ("tinh-huong",), label="ít nhất 3 cách"),
    Field("giay_to", each(text()), "giấy tờ nên có", ("tinh-huong",)),
    Field("chuyen_den", each(record({"ten": text(), "viec": text(600)})), "không thành thì đi đâu: {ten, viec}", ("tinh-huong",), label="không thành thì đi đâu"),
    Field("minh_hoa", yes, "true khi chuyện do biên soạn đặt ra", ("guong-hoa-giai",), needed=False, label="chuyện do người biên soạn đặt ra"),
    Field("dong_y", CONSENT, "phiếu đồng ý đăng: {ma, ngay, pham_vi, nguoi_giu}", ("guong-hoa-giai",), needed=False, label="phiếu đồng ý đăng"),
    Field("rut_lai", day, "ngày người trong chuyện xin gỡ", ("guong-hoa-giai",), needed=False),
    Field("muc_tieu", each(text()), "học xong làm được gì", ("tap-huan",)),
    Field("thoi_luong", minutes, "số phút", ("tap-huan",)),
    Field("so_mau", text(20), "số của mẫu, ví dụ M01", ("bieu-mau",)),
    Field("ngay_dien_ra", day, "ngày diễn ra sự kiện", ("truyen-thong",), needed=False),
    Field("gio", text(40), "giờ diễn ra, ví dụ 08:00-11:00", ("truyen-thong",), needed=False),
    Field("dia_diem", text(160), "nơi diễn ra", ("truyen-thong",), needed=False),
    Field("am_thanh", text(200), "tệp tiếng đã thu", ("truyen-thong",), needed=False),
)
BY_KEY = {field.key: field for field in FIELDS}
_RANKS = {key: rank for rank, key in enumerate(BY_KEY)}


def problems(path: str, lang: str, kind: str, meta: dict[str, Any], line: Callable[[str], int]) -> list[Problem]:
    """Every wrong, missing, unknown or misplaced key of one page's front matter."""
    found = []
    for key, value in meta.items():
        if (field := BY_KEY.get(key)) is None:
            found.append(Problem(path, line(key), f"trường lạ «{key}»", f"bỏ dòng này, hoặc viết đúng tên: {nearest(key, tuple(BY_KEY))}"))
        elif (field.kinds and kind not in field.kinds) or (field.vi_only and lang != "vi"):
            found.append(Problem(path, line(key), f"«{key}» không dùng cho loại trang này", "bỏ dòng này"))
        elif complaint := field.rule(value):
            found.append(Problem(path, line(key), f"«{key}» {complaint}", f"{key}: {field.help}"))
    found += [Problem(path, 1, f"thiếu «{field.key}»", f"thêm dòng  {field.key}: …   ({field.help})") for field in _needed(lang, kind) if field.key not in meta]
    return found + _order(path, meta, line)


@cache
def _needed(lang: str, kind: str) -> tuple[Field, ...]:
    """What every page of a kind has in a language."""
    return tuple(field for field in FIELDS if field.needed and (not field.kinds or kind in field.kinds) and (lang == "vi" or not field.vi_only))


def _order(path: str, meta: dict[str, Any], line: Callable[[str], int]) -> list[Problem]:
    known = [key for key in meta if key in _RANKS]
    for before, key in itertools.pairwise(known):
        if _RANKS[key] < _RANKS[before]:
            return [Problem(path, line(key), f"«{key}» đứng sau «{before}», sai thứ tự", f"chuyển «{key}» lên trước «{before}»", blocks=False)]
    return []


def nearest(word: str, known: tuple[str, ...]) -> str:
    """The known word closest to a misspelt one."""
    import difflib

    return next(iter(difflib.get_close_matches(word, known, 1, 0)), known[0])
