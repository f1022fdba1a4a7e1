"""The frame of an official document as fields, and what kinds of document there are.

Decree 30/2020/NĐ-CP, annex I, draws this frame: issuer and number left, quốc hiệu and date right, then kind and subject;
at the end receivers left, signature right. `letterhead` reads the upper part, `signature` the lower."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from portal.importing.blocks import Block, Para

Fields = dict[str, str | list[str]]

KINDS_OF_DOCUMENT = ("Nghị quyết liên tịch", "Thông tư liên tịch", "Kế hoạch liên tịch", "Hướng dẫn liên ngành", "Bộ luật", "Luật", "Pháp lệnh", "Nghị quyết",
                     "Nghị định", "Quyết định", "Thông tư", "Chỉ thị", "Quy chế", "Quy định", "Thông báo", "Hướng dẫn", "Chương trình", "Kế hoạch",
                     "Phương án", "Đề án", "Dự án", "Báo cáo", "Biên bản", "Tờ trình", "Hợp đồng", "Công văn", "Công điện", "Giấy mời", "Giấy giới thiệu",
                     "Kết luận", "Kịch bản", "Quy trình", "Hiến pháp")
# Words that begin a part of the text and so are no title and no name.
STRUCTURE = re.compile(r"(?:phần (?:thứ|[ivx\d])|chương [ivx\d]|mục \d|điều \d|[IVX]+\s*[.-]|[A-HĐ]\s*[.)]\s|\d+\s*[.)]|[a-zđ]\s*\))", re.IGNORECASE)
DAY = re.compile(r"ngày\s*([\d.…\s]*)\s*tháng\s*([\d.…\s]*)\s*năm\s*([\d.…]*)", re.IGNORECASE)
_LAW_NUMBER = re.compile(r"\d+[a-zđ]?(?:/\d{4})?/[A-ZĐ][\w-]*", re.IGNORECASE)


@dataclass
class Frame:
    """Fields in the order of the document, with the keys of `van_ban`; `body` is what is left."""

    fields: Fields = field(default_factory=dict)
    body: list[Block] = field(default_factory=list)

    def add(self, key: str, text: str) -> None:
        """Put one more line under a key; a second line makes a list."""
        before = self.fields.get(key)
        if before is None:
            self.fields[key] = text
        else:
            self.fields[key] = [*(before if isinstance(before, list) else [before]), text]

    def line(self, key: str) -> str:
        """The value of a key as one line."""
        value = self.fields.get(key, "")
        return " ".join(value) if isinstance(value, list) else value


def number(frame: Frame) -> str:
    """The number of the document ("123/KH-UBND", "35/2013/QH13"), or ""."""
    said = frame.line("so").replace(" ", "")
    match = _LAW_NUMBER.search(said)
    return match.group().upper() if match else ""


def issued(frame: Frame) -> tuple[int, int, int] | None:
    """Year, month, day of the document; None when not all are filled in."""
    match = DAY.search(frame.line("noi_ngay"))
    figures = [re.sub(r"\D", "", group) for group in match.groups()] if match else []
    return (int(figures[2]), int(figures[1]), int(figures[0])) if figures and all(figures) else None


def kind_of_document(text: str) -> str | None:
    """The kind of document that a title line begins with ("Kế hoạch"), whatever its capitals."""
    folded = f"{' '.join(text.split()).casefold()} "
    return next((kind for kind in KINDS_OF_DOCUMENT if folded.startswith(f"{kind.casefold()} ")), None)


def has_pictures(block: Block) -> bool:
    return isinstance(block, Para) and any(span.image for span in block.spans)
