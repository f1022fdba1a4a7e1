"""The frame of an official document: what stands above its title and below its last sentence → fields.

Decree 30/2020/NĐ-CP, annex I, draws this frame: issuer and number left, quốc hiệu and date right, then kind and subject;
at the end receivers left, signature right. People draw it with a table, with tabs, or with neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from portal.importing.blocks import WORD, Block, Cell, Para, Table, lines, split_lines
from portal.vietnamese import fold

Fields = dict[str, str | list[str]]

KINDS_OF_DOCUMENT = ("Nghị quyết liên tịch", "Thông tư liên tịch", "Kế hoạch liên tịch", "Hướng dẫn liên ngành", "Bộ luật", "Luật", "Pháp lệnh", "Nghị quyết",
                     "Nghị định", "Quyết định", "Thông tư", "Chỉ thị", "Quy chế", "Quy định", "Thông báo", "Hướng dẫn", "Chương trình", "Kế hoạch",
                     "Phương án", "Đề án", "Dự án", "Báo cáo", "Biên bản", "Tờ trình", "Hợp đồng", "Công văn", "Công điện", "Giấy mời", "Giấy giới thiệu",
                     "Kết luận", "Kịch bản", "Quy trình", "Hiến pháp")
_NATION = "cong hoa xa hoi chu nghia viet nam"
_PARTY = "dang cong san viet nam"
_MOTTO = re.compile(r"doc lap\W+tu do\W+hanh phuc")
_NUMBER = re.compile(r"^(?:luật\s+|bộ luật\s+)?số\b\s*:?\s*(.*)$", re.IGNORECASE)
_LAW_NUMBER = re.compile(r"\d+[a-zđ]?(?:/\d{4})?/[A-ZĐ][\w-]*", re.IGNORECASE)
_DAY = re.compile(r"ngày\s*([\d.…\s]*)\s*tháng\s*([\d.…\s]*)\s*năm\s*([\d.…]*)", re.IGNORECASE)
_SUBJECT = re.compile(r"^(v/v|về việc)\b", re.IGNORECASE)
_RECEIVERS = re.compile(r"^nơi\s+(nhận|gửi)\b", re.IGNORECASE)
_SIGNS = re.compile(r"^(TM|KT|TL|TUQ|Q|TBT|T/M|T\.M)\s*\.|\b(đã ký|ký tên|ký, ghi rõ|ký và ghi rõ|ký, đóng dấu|chữ ký)\b", re.IGNORECASE)
_OFFICE = re.compile(r"^(phó\s+)?(chủ tịch|bí thư|giám đốc|trưởng (ban|phòng|thôn)|chánh (văn phòng|án)|thủ tướng|bộ trưởng|thứ trưởng|tổ trưởng|hiệu trưởng|"
                     r"cục trưởng|vụ trưởng|viện trưởng|tổng thư ký|chủ nhiệm|người (lập|viết|báo cáo)|thư ký|chủ tọa|đại diện)\b", re.IGNORECASE)
_APPENDIX = re.compile(r"^(phụ lục|mẫu số|mẫu|danh sách|quy chế|quy định|kế hoạch|biểu)\b", re.IGNORECASE)
_HEAD_BLOCKS = 14          # the head is within the first blocks, or there is none
_TAIL_LINES = 45           # receivers and signature are never longer


@dataclass
class Letterhead:
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


def read(blocks: Sequence[Block]) -> Letterhead:
    """The frame taken off a document; a document without one comes back whole."""
    found = Letterhead()
    rest = _head(found, list(blocks))
    rest = _title(found, rest)
    found.body = _tail(found, rest)
    return found


def _head(found: Letterhead, blocks: list[Block]) -> list[Block]:
    """Read the lines above the title, up to and with the one that tells place and date."""
    nation = next((at for at, block in enumerate(blocks[:_HEAD_BLOCKS]) if _has_nation(block)), None)
    if nation is None or _says_more(blocks[nation]):
        return blocks
    end = nation + 1
    while end < min(len(blocks), _HEAD_BLOCKS) and _in_head(blocks[end], found, blocks[:end]):
        end += 1
    for block in blocks[:end]:
        for line in _head_lines(block):
            _file_head_line(found, line)
    return blocks[end:]


def _has_nation(block: Block) -> bool:
    text = fold(" ".join(lines(block)))
    return _NATION in " ".join(text.split()) or (_PARTY in text and len(text) < 400)


def _says_more(block: Block) -> bool:
    """A long paragraph or table that only names the nation is no head."""
    return sum(len(line) for line in lines(block)) > 700


def _in_head(block: Block, found: Letterhead, before: list[Block]) -> bool:
    texts = [line for line in lines(block)]
    if not texts:
        return not any(span.image for span in getattr(block, "spans", ()))
    if isinstance(block, Table):
        return sum(map(len, texts)) < 400 and any(_DAY.search(text) or _NUMBER.match(text) for text in texts)
    text = texts[0]
    said = " ".join(line for earlier in before for line in lines(earlier))
    short = len(text) < 120
    return short and bool(_MOTTO.search(fold(text)) or _NUMBER.match(text) or (_DAY.search(text) and not _DAY.search(said)) or not WORD.search(text)
                          or (_SUBJECT.match(text) and _NUMBER.search(said)))


def _head_lines(block: Block) -> list[str]:
    """The lines of the head one by one: cells in order, and what tabs part."""
    if isinstance(block, Table):
        return [line for cell in block.cells for inner in cell.blocks for line in _head_lines(inner)]
    if not isinstance(block, Para):
        return [block.text]
    pieces = [piece for part in split_lines(block) for piece in re.split(r"\t+| {4,}", "".join(span.text for span in part.spans))]
    return [line for piece in pieces if WORD.search(line := " ".join(piece.split()))]


def _file_head_line(found: Letterhead, line: str) -> None:
    """Put a line of the head under its key."""
    folded = " ".join(fold(line).split())
    if _NATION in folded:
        found.add("quoc_hieu", line)
    elif _MOTTO.search(folded) or folded.startswith(("doc lap", "hanh phuc", "tu do")):
        found.add("tieu_ngu", line)
    elif folded == _PARTY:
        found.add("tieu_de", line)
    elif _NUMBER.match(line) and "so" not in found.fields:
        found.add("so", line)
    elif _DAY.search(line):
        found.add("noi_ngay", line)
    elif _SUBJECT.match(line) or "trich_yeu" in found.fields:
        found.add("trich_yeu", line)
    else:
        found.add("co_quan" if "so" not in found.fields else "khac", line)


def _title(found: Letterhead, blocks: list[Block]) -> list[Block]:
    """Read the kind of document and its subject: the centred or bold lines before running text."""
    at = 0
    while at < len(blocks) and not any(True for _ in lines(blocks[at])) and not _pictures(blocks[at]):
        at += 1
    first = blocks[at] if at < len(blocks) else None
    if not isinstance(first, Para):
        return blocks
    kind = kind_of_document(first.text)
    styled = first.align == "center" or first.bold or first.outline == 1
    if not kind and not (styled and _is_title(first) and (found.fields or first.align == "center" or first.outline == 1)):
        return blocks
    if kind and not (styled or first.text.isupper()) or len(first.text) > 250:
        return blocks
    parts = split_lines(first)
    taken: list[Para] = parts
    at += 1
    while at < len(blocks) and isinstance(blocks[at], Para) and _continues(blocks[at], taken, found):
        taken += split_lines(blocks[at])
        at += 1
    notes = [span for para in taken for span in para.spans if span.note or span.image]
    _file_title(found, [para.text for para in taken if WORD.search(para.text)], bool(kind))
    # A footnote on the title cannot live in a field: its mark moves to the start of the text.
    return [*([Para(tuple(replace(span, text="") if span.note else span for span in notes))] if notes else []), *blocks[at:]]


def _is_title(para: Para) -> bool:
    return 0 < len(para.text) <= 200 and not para.text.endswith((".", ";", ":", ",")) and not STRUCTURE.match(para.text) and para.bullet < 0 and not para.label


STRUCTURE = re.compile(r"(?:phần (?:thứ|[ivx\d])|chương [ivx\d]|mục \d|điều \d|[IVX]+\s*[.-]|\d+\s*[.)]|[a-zđ]\s*\))", re.IGNORECASE)


def _continues(para: Para, taken: list[Para], found: Letterhead) -> bool:
    """Whether a paragraph still belongs to the title: centred, or bold where the line before was bold too."""
    if not WORD.search(para.text):
        return not para.spans or not _pictures(para)
    if STRUCTURE.match(para.text) or fold(para.text).startswith(("kinh gui", "can cu")) or para.bullet >= 0 or para.outline > 1:
        return False
    if len(taken) > 6 or len(para.text) > 300:
        return False
    return para.align == "center" or (para.bold and taken[0].bold and not para.text.endswith((":", ";")) and (kind_of_document(taken[0].text) is not None and len(taken) < 3))


def _file_title(found: Letterhead, texts: list[str], has_kind: bool) -> None:
    for n, text in enumerate(texts):
        if n == 0:
            found.add("ten", text)
        elif n == 1 and not has_kind and kind_of_document(text) and kind_of_document(text).casefold() == text.casefold():
            found.add("ten", text)
        elif "trich_yeu" in found.fields and text.isupper() and not texts[1].isupper():
            found.add("tham_quyen", text)       # who decides: CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ
        else:
            found.add("trich_yeu", text)


def kind_of_document(text: str) -> str | None:
    """The kind of document that a title line begins with ("Kế hoạch"), whatever its capitals."""
    folded = f"{' '.join(text.split()).casefold()} "
    return next((kind for kind in KINDS_OF_DOCUMENT if folded.startswith(f"{kind.casefold()} ")), None)


def _pictures(block: Block) -> bool:
    return isinstance(block, Para) and any(span.image for span in block.spans)


def _tail(found: Letterhead, blocks: list[Block]) -> list[Block]:
    """Read receivers and signature; appendices after them stay in the body."""
    for at, block in enumerate(blocks):
        if isinstance(block, Table) and _is_tail_table(block):
            for cell in block.cells:
                _file_tail_cell(found, cell)
            end = _signature_below(found, blocks, at + 1) if "ky" not in found.fields else at + 1
            return blocks[:at] + blocks[end:]
        if isinstance(block, Para) and _RECEIVERS.match(block.text) and len(block.text) < 200:
            return _tail_of_lines(found, blocks, at)
    return _bare_signature(found, blocks)


def _is_tail_table(table: Table) -> bool:
    texts = [line for line in lines(table)]
    if len(table.rows) > 6 or table.width > 4 or sum(map(len, texts)) > 2500:
        return False
    if any(_RECEIVERS.match(text) for text in texts):
        return True
    return not table.framed and len(texts) <= 24 and any(_SIGNS.search(text) for text in texts) and all(len(text) < 160 for text in texts)


def _file_tail_cell(found: Letterhead, cell: Cell) -> None:
    texts = [line for block in cell.blocks for line in _tail_lines(block)]
    receivers = any(_RECEIVERS.match(text) for text in texts)
    for text in texts:
        if WORD.search(text):
            found.add("noi_nhan" if receivers else "ky", _undashed(text))


def _tail_lines(block: Block) -> list[str]:
    if isinstance(block, Table):
        return [line for cell in block.cells for inner in cell.blocks for line in _tail_lines(inner)]
    return [part.text for part in split_lines(block)] if isinstance(block, Para) else [block.text]


def _tail_of_lines(found: Letterhead, blocks: list[Block], at: int) -> list[Block]:
    """Receivers as paragraphs: the dashed lines after "Nơi nhận", then the signature's short lines."""
    end = at
    while end < len(blocks) and end - at < _TAIL_LINES and isinstance(blocks[end], Para):
        text = blocks[end].text
        if end > at and not (_is_receiver(blocks[end]) or not WORD.search(text)):
            break
        for line in _tail_lines(blocks[end]):
            for piece in re.split(r"\t+| {4,}", line):
                if WORD.search(piece):
                    found.add("noi_nhan", _undashed(" ".join(piece.split())))
        end += 1
    end = _signature_below(found, blocks, end)
    return _bare_signature(found, blocks[:at]) + blocks[end:] if "ky" not in found.fields else blocks[:at] + blocks[end:]


def _undashed(line: str) -> str:
    return re.sub(r"^[-–+*•]\s*", "", line)


def _is_receiver(para: Para) -> bool:
    return len(para.text) < 160 and not para.outline and (para.bullet >= 0 or bool(re.match(r"[-–+*•]|như |lưu\b", para.text, re.IGNORECASE)) or para.text.endswith(";"))


def _signature_below(found: Letterhead, blocks: list[Block], at: int) -> int:
    """Read a signature that begins at `at`; return where it ends. Nothing is read unless a line shows it is one."""
    end = at
    while end < len(blocks) and end - at < 12 and isinstance(blocks[end], Para) and _may_sign(blocks[end]):
        end += 1
    texts = [line for block in blocks[at:end] for line in _tail_lines(block) if WORD.search(line)]
    if not any(_SIGNS.search(text) or _OFFICE.match(text) for text in texts[:3]):
        return at
    for text in texts:
        found.add("ky", text)
    return end


def _may_sign(para: Para) -> bool:
    text = para.text
    return not _pictures(para) and not para.outline and len(text) < 90 and not text.endswith((";", ":")) and not _APPENDIX.match(text) \
        and not STRUCTURE.match(text) and para.bullet < 0 and not any(span.note for span in para.spans)


def _bare_signature(found: Letterhead, blocks: list[Block]) -> list[Block]:
    """A signature at the very end with no receivers beside it, as laws print it."""
    for start in range(max(0, len(blocks) - 10), len(blocks)):
        block = blocks[start]
        signs = isinstance(block, Para) and (block.align in ("center", "right") or block.bold) and (_SIGNS.search(block.text) or _OFFICE.match(block.text))
        if signs and all(isinstance(later, Para) and _may_sign(later) for later in blocks[start:]):
            _signature_below(found, blocks, start)
            return blocks[:start]
    return blocks


def number(head: Letterhead) -> str:
    """The number of the document ("123/KH-UBND", "35/2013/QH13"), or ""."""
    said = head.line("so").replace(" ", "")
    match = _LAW_NUMBER.search(said)
    return match.group().upper() if match else ""


def issued(head: Letterhead) -> tuple[int, int, int] | None:
    """Year, month, day of the document; None when not all are filled in."""
    match = _DAY.search(head.line("noi_ngay"))
    figures = [re.sub(r"\D", "", group) for group in match.groups()] if match else []
    return (int(figures[2]), int(figures[1]), int(figures[0])) if figures and all(figures) else None
