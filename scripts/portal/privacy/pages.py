"""The privacy gate over a whole site: every text that readers will see, and the names of its files.

Kinds in BLOCKING stop the publication wherever they stand. Kinds in ANSWERED are asked once a page; staff answer
in front matter with `chap_nhan: [{dong, loai, ly_do}]`. The agency's own contacts (docs/bang/co-quan.yml) never count."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from portal import kept
from portal.content import Page, Site
from portal.privacy import attachments
from portal.privacy.finder import FICTION, find
from portal.privacy.findings import ANSWERED, BLOCKING, KINDS, Finding
from portal.privacy.shadow import cast
from portal.problems import Problem

PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg")
SKIPPED_KEYS = frozenset(("can_cu", "chap_nhan", "chuyen_tu", "dau_duyet", "dieu", "dong_y", "kiem_chung", "nguoi_duyet", "nguon", "so_hieu", "sua_boi", "thay_bang"))
SKIPPED_TABLES = frozenset(("co-quan", "noi-dang"))       # the agency's own contacts; hosts (user@host)
FIXES = {
    "cccd": "xóa số; cần chỗ trống thì ghi «Số CCCD: ……»", "cmnd": "xóa số; cần chỗ trống thì ghi «Số CMND: ……»",
    "dien-thoai": "xóa số; việc chung thì ghi «hỏi Văn phòng HĐND và UBND xã»", "tai-khoan": "xóa số tài khoản",
    "thua-dat": "xóa số thửa, số tờ; ghi «thửa đất của ông A»", "so-nha": "xóa số nhà; ghi «ở thôn X»", "bien-so": "xóa biển số; ghi «xe máy của anh A»",
    "ngay-sinh": "xóa ngày sinh, hoặc thay tên bằng ông A, bà B", "thu-dien-tu": "xóa địa chỉ; chỉ để địa chỉ của cơ quan (.gov.vn)",
    "mang-xa-hoi": "xóa liên kết tới trang cá nhân", "toa-do": "xóa tọa độ và liên kết bản đồ",
}


@dataclass(frozen=True)
class Passage:
    """A text with its place: the file, and the line on which it starts (`exact`: each line end is one in the file)."""

    path: str
    line: int
    text: str
    exact: bool = False

    @cached_property
    def fiction(self) -> tuple[tuple[int, int], ...]:
        """In a body, from a label "Tình huống minh họa" to the next heading, people are made up."""
        labels = [match.start() for match in FICTION.finditer(cast(self.text).shadow)] if self.exact else []
        return tuple((start, end if (end := self.text.find("\n## ", start)) >= 0 else len(self.text)) for start in labels)

    def line_of(self, finding: Finding) -> int:
        return self.line + (self.text.count("\n", 0, finding.span[0]) if self.exact else 0)


def problems(site: Site) -> list[Problem]:
    """All personal data that the site would publish, in no order."""
    own = _own_contacts(site.tables.get("co-quan"))
    found = [problem for page in site.pages for problem in _remembered(page, own)]
    for table, value in site.tables.items():
        if table not in SKIPPED_TABLES:
            found += _in_table(f"docs/bang/{table}.yml", value, site.table_lines.get(table, {}), own)
    return found + list(_file_names(site.root)) + list(_attachments(site.root, own))


def _in_table(path: str, value: Any, lines: dict[str, int], own: frozenset[str]) -> list[Problem]:
    return kept.recall("privacy table", (path, value, lines, sorted(own)), lambda: [
        _stop(passage, finding) for passage in _strings(path, value, lines) for finding in _seen(passage, own) if finding.blocks])


def _remembered(page: Page, own: frozenset[str]) -> list[Problem]:
    return kept.recall("privacy", (page.path, page.source, page.data, page.data_lines, sorted(own)), lambda: list(_page_problems(page, own)))


def _page_problems(page: Page, own: frozenset[str]) -> Iterator[Problem]:
    asked: dict[str, list[tuple[Passage, Finding]]] = {}
    for passage in _passages(page):
        for finding in _seen(passage, own):
            if finding.blocks:
                yield _stop(passage, finding)
            elif page.meta.get("minh_hoa") is not True and not any(a <= finding.span[0] < b for a, b in passage.fiction):
                asked.setdefault(finding.kind, []).append((passage, finding))
    answers = page.meta.get("chap_nhan")
    answers = answers if isinstance(answers, list) else []
    answered = {answer.get("loai") for answer in answers if isinstance(answer, dict) and str(answer.get("ly_do") or "").strip()}
    for kind, places in asked.items():
        if kind not in answered:
            yield _ask(kind, places)
    yield from _wrong_answers(page, answers)


def _passages(page: Page) -> Iterator[Passage]:
    yield Passage(page.path, page.body_line, page.body, exact=True)
    yield from _strings(page.path, {key: value for key, value in page.meta.items() if key not in SKIPPED_KEYS}, page.lines)
    if page.data is not None:
        yield from _strings(str(Path(page.path).with_suffix(".yml").as_posix()), page.data, page.data_lines)


def _strings(path: str, value: Any, lines: dict[str, int], key: str = "") -> Iterator[Passage]:
    """Every text inside a parsed YAML value, with the line of its key."""
    if isinstance(value, str):
        yield Passage(path, lines.get(key, 1), value)
    elif isinstance(value, dict | list):
        for name, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _strings(path, item, lines, f"{key}.{name}".lstrip("."))


def _own_contacts(agency: Any) -> frozenset[str]:
    return frozenset(_bare(passage.text) for passage in _strings("", agency, {}) if len(_bare(passage.text)) >= 7)


def _bare(text: str) -> str:
    """A contact without its writing: digits of a number, small letters of an address."""
    digits = re.sub(r"\D", "", text)
    return digits if len(digits) >= 7 and "@" not in text and "/" not in text else re.sub(r"\s|^https?://", "", text.lower())


def _seen(passage: Passage, own: frozenset[str]) -> Iterable[Finding]:
    return (finding for finding in find(passage.text) if not (finding.blocks and _bare(passage.text[slice(*finding.span)]) in own))


def _stop(passage: Passage, finding: Finding) -> Problem:
    return Problem(passage.path, passage.line_of(finding), f"có {BLOCKING[finding.kind]}: {masked(passage.text[slice(*finding.span)])}", FIXES[finding.kind])


def _ask(kind: str, places: list[tuple[Passage, Finding]]) -> Problem:
    passage, finding = places[0]
    line = passage.line_of(finding)
    more = f" và {len(places) - 1} chỗ nữa" if len(places) > 1 else ""
    return Problem(passage.path, line, f"có {ANSWERED[kind]}: {passage.text[slice(*finding.span)]}{more}",
                   "đổi thành ông A, bà B; nếu được phép nêu, thêm vào phần đầu trang  "
                   f"chap_nhan: [{{dong: {line}, loai: {kind}, ly_do: \"vì sao được nêu\"}}]")


def _wrong_answers(page: Page, answers: list[Any]) -> Iterator[Problem]:
    for n, answer in enumerate(answers):
        kind = answer.get("loai") if isinstance(answer, dict) else None
        if kind in BLOCKING:
            yield Problem(page.path, page.line(f"chap_nhan.{n}"), f"«{kind}» không được chấp nhận trên trang công khai", f"bỏ dòng này và xóa {KINDS[kind]} trong bài")
        elif kind not in ANSWERED:
            yield Problem(page.path, page.line(f"chap_nhan.{n}"), f"«loai» đang ghi “{kind}”", "chỉ nhận: " + ", ".join(ANSWERED))


def masked(text: str) -> str:
    """The finding as staff may read it in a log: its two ends, the middle hidden."""
    short = " ".join(text.split())
    return f"«{short[:4]}…{short[-2:]}»" if len(short) > 8 else f"«{short[:2]}…»"


def _file_names(root: Path) -> Iterator[Problem]:
    """Pictures and downloads named after a person or a number: the name is published too."""
    for file in sorted((root / "docs").rglob("*")):
        if file.suffix.lower() in (*PICTURES, *attachments.READ) and file.is_file():
            for finding in find(re.sub(r"[-_]+", " ", file.stem).title()) or find(file.stem):
                if finding.blocks or finding.kind == "ten-nguoi":
                    yield Problem(file.relative_to(root).as_posix(), 0, f"tên tệp chứa {KINDS[finding.kind]}", "đổi tên tệp, ví dụ buoi-hoa-giai-1.jpg, rồi sửa chỗ dùng tệp")


def _attachments(root: Path, own: frozenset[str]) -> Iterator[Problem]:
    readers = attachments.readers()
    for file in sorted((root / "docs").rglob("*")):
        path = file.relative_to(root).as_posix()
        if file.suffix.lower() in attachments.UNREADABLE:
            yield Problem(path, 0, "không soi được dữ liệu cá nhân trong loại tệp này", "lưu lại thành .docx hoặc .pdf")
        elif file.suffix.lower() in attachments.READ:
            mark = hashlib.sha256(file.read_bytes()).hexdigest()
            yield from kept.recall("attachment", (path, mark, sorted(own), readers), lambda file=file, path=path: list(_attached(file, path, own)))


def _attached(file: Path, path: str, own: frozenset[str]) -> Iterator[Problem]:
    try:
        parts = attachments.read(file)
    except attachments.Unreadable as reason:
        yield Problem(path, 0, f"không đọc được tệp đính kèm: {reason}", "mở tệp, lưu lại thành .docx hoặc .pdf có chữ, rồi thử lại")
        return
    for part in parts:
        yield from (Problem(path, 0, f"{part.name}: có {KINDS[finding.kind]}: {masked(part.text[slice(*finding.span)])}",
                            "sửa trong tệp gốc rồi đưa lên lại") for finding in _seen(Passage(path, 0, part.text), own) if finding.blocks)
