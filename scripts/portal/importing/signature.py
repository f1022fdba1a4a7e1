"""What stands below the text of an official document → fields: receivers left, signature right, or one above the other."""

from __future__ import annotations

import re
from dataclasses import replace

from portal.importing.blocks import WORD, Block, Cell, Para, Table, lines, split_lines
from portal.importing.frame import STRUCTURE, Frame, has_pictures
from portal.vietnamese import fold

_RECEIVERS = re.compile(r"^nơi\s+(nhận|gửi)\b", re.IGNORECASE)
_SIGNS = re.compile(r"^(TM|KT|TL|TUQ|Q|TBT|T/M|T\.M)\s*\.|\b(đã ký|ký tên|ký, ghi rõ|ký và ghi rõ|ký, đóng dấu|chữ ký)\b", re.IGNORECASE)
_OFFICE = re.compile(r"^(phó\s+)?(chủ tịch|bí thư|giám đốc|trưởng (ban|phòng|thôn)|chánh (văn phòng|án)|thủ tướng|bộ trưởng|thứ trưởng|tổ trưởng|hiệu trưởng|"
                     r"cục trưởng|vụ trưởng|viện trưởng|tổng thư ký|chủ nhiệm|"
                     r"người (chủ trì|lập|viết|báo cáo|làm đơn|đề nghị|yêu cầu|khai|giao|nhận|ghi biên bản)|chủ hộ|thư ký|chủ tọa|chủ trì|đại diện)\b", re.IGNORECASE)
_PERSON = re.compile(r"(?:[A-ZĐÀ-Ỹ][a-zà-ỹ]+ ?){2,5}")
_APPENDIX = re.compile(r"^(phụ lục|mẫu số|mẫu|danh sách|quy chế|quy định|kế hoạch|biểu)\b", re.IGNORECASE)
_TAIL_LINES = 45           # receivers and signature are never longer


def is_office(text: str) -> bool:
    """Whether a line names who signs, in capitals: THƯ KÝ, KT. CHỦ TỊCH."""
    return text.isupper() and len(text.split()) <= 8 and bool(_SIGNS.search(text) or _OFFICE.match(text))


def take(found: Frame, blocks: list[Block]) -> list[Block]:
    """Read receivers and signature; appendices after them stay in the body."""
    for at, block in enumerate(blocks):
        if isinstance(block, Table) and _is_tail_table(tail := _above_next_head(block)):
            for cell in tail.cells:
                _file_tail_cell(found, cell)
            if len(tail.rows) < len(block.rows):
                return [*blocks[:at], replace(block, rows=block.rows[len(tail.rows) :]), *blocks[at + 1 :]]
            end = _signature_below(found, blocks, at + 1) if "ky" not in found.fields else _name_below(found, blocks, at + 1)
            return blocks[:at] + blocks[end:]
        if isinstance(block, Para) and _RECEIVERS.match(block.text) and len(block.text) < 200:
            return _tail_of_lines(found, blocks, at)
    return _bare_signature(found, blocks)


def _above_next_head(table: Table) -> Table:
    """The rows above the head of an attached document, which some programs run into the signature's table."""
    heads = [n for n, row in enumerate(table.rows) if any("cong hoa xa hoi chu nghia" in fold(cell.text) for cell in row)]
    return replace(table, rows=table.rows[: heads[0]]) if heads and heads[0] else table


def _is_tail_table(table: Table) -> bool:
    texts = list(lines(table))
    if len(table.rows) > 6 or table.width > 4 or sum(map(len, texts)) > 2500:
        return False
    if any(_RECEIVERS.match(text) for text in texts):
        return True
    return not table.framed and len(texts) <= 24 and any(_SIGNS.search(text) for text in texts) and all(len(text) < 160 for text in texts)


def _file_tail_cell(found: Frame, cell: Cell) -> None:
    texts = [line for block in cell.blocks for line in _tail_lines(block)]
    receivers = any(_RECEIVERS.match(text) for text in texts)
    for text in texts:
        if WORD.search(text):
            found.add("noi_nhan" if receivers else "ky", _undashed(text))


def _tail_lines(block: Block) -> list[str]:
    if isinstance(block, Table):
        return [line for cell in block.cells for inner in cell.blocks for line in _tail_lines(inner)]
    return [part.text for part in split_lines(block)] if isinstance(block, Para) else [block.text]


def _tail_of_lines(found: Frame, blocks: list[Block], at: int) -> list[Block]:
    """Receivers as paragraphs: the dashed lines after "Nơi nhận", then the signature's short lines."""
    end = at
    while end < len(blocks) and end - at < _TAIL_LINES and isinstance(blocks[end], Para):
        text = blocks[end].text
        if end > at and not (_is_receiver(blocks[end]) or not WORD.search(text)):
            break
        for line in split_lines(blocks[end]):
            # What stands right of a tab is a line of the signature.
            for n, piece in enumerate(re.split(r"\t+| {4,}", "".join(span.text for span in line.spans))):
                if WORD.search(piece):
                    found.add("ky" if n and not piece.startswith(("-", "–")) else "noi_nhan", _undashed(" ".join(piece.split())))
        end += 1
    end = _name_below(found, blocks, _signature_below(found, blocks, end))
    return _bare_signature(found, blocks[:at]) + blocks[end:] if "ky" not in found.fields else blocks[:at] + blocks[end:]


def _undashed(line: str) -> str:
    return re.sub(r"^[-–+*•]\s*", "", line)


def _is_receiver(para: Para) -> bool:
    return len(para.text) < 160 and not para.outline and (para.bullet >= 0 or bool(re.match(r"[-–+*•]|như |lưu\b", para.text, re.IGNORECASE)) or para.text.endswith(";"))


def _signature_below(found: Frame, blocks: list[Block], at: int) -> int:
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


def _name_below(found: Frame, blocks: list[Block], at: int) -> int:
    """Read the signer's name when it slipped under the table of the signature; return where reading goes on."""
    block = blocks[at] if at < len(blocks) else None
    if isinstance(block, Para) and _PERSON.fullmatch(block.text) and (block.bold or block.align) and not block.outline:
        found.add("ky", block.text)
        return at + 1
    return at


def _may_sign(para: Para) -> bool:
    text = para.text
    return not has_pictures(para) and not para.outline and len(text) < 90 and not text.endswith((";", ":")) and not _APPENDIX.match(text) \
        and not STRUCTURE.match(text) and para.bullet < 0 and not any(span.note for span in para.spans)


def _bare_signature(found: Frame, blocks: list[Block]) -> list[Block]:
    """A signature at the very end with no receivers beside it, as laws print it."""
    for start in range(max(0, len(blocks) - 10), len(blocks)):
        block = blocks[start]
        signs = isinstance(block, Para) and (block.align in ("center", "right") or block.bold) and (_SIGNS.search(block.text) or _OFFICE.match(block.text))
        if signs and all(isinstance(later, Para) and _may_sign(later) for later in blocks[start:]):
            _signature_below(found, blocks, start)
            return blocks[:start]
    return blocks
