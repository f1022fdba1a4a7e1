"""What stands above the text of an official document → fields: the head in two columns, the kind and the subject.

People draw the columns with a table, with tabs, or with neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from portal.importing import signature
from portal.importing.blocks import WORD, Block, Para, Table, lines, split_lines
from portal.importing.frame import DAY, STRUCTURE, Frame, has_pictures, kind_of_document
from portal.vietnamese import fold

_NATION = "cong hoa xa hoi chu nghia viet nam"
_PARTY = "dang cong san viet nam"
_MOTTO = re.compile(r"doc lap\W+tu do\W+hanh phuc")
_NUMBER = re.compile(r"^(?:luật\s+|bộ luật\s+)?số\b\s*:?\s*(.*)$", re.IGNORECASE)
_FORM = re.compile(r"(biểu )?mẫu( số)?\s*:?\s*\S+$", re.IGNORECASE)
_SUBJECT = re.compile(r"^(v/v|về việc)\b", re.IGNORECASE)
# Two things on one line: parted by tabs or blanks, or known by what the right one is.
_SIDE_BY_SIDE = re.compile(r"\t+| {4,}|(?<=\S)\s+(?=C[ỘỌ]NG H[ÒO]\w* XÃ HỘI|Độc lập\s*[-–])|(?<=[A-ZĐ])\s+(?=[A-ZĐÂÔ][a-zà-ỹ][^\d,\t]{1,30}, ngày)")
_HEAD_BLOCKS = 14          # the head is within the first blocks, or there is none


def read(blocks: Sequence[Block]) -> Frame:
    """The frame taken off a document; a document without one comes back whole."""
    found = Frame()
    rest = _head(found, list(blocks))
    rest = _title(found, rest)
    found.body = signature.take(found, rest)
    return found


def _head(found: Frame, blocks: list[Block]) -> list[Block]:
    """Read the lines above the title, up to and with the one that tells place and date."""
    nation = next((at for at, block in enumerate(blocks[:_HEAD_BLOCKS]) if _has_nation(block)), None)
    if nation is None or _says_more(blocks[nation]) or not _short_lines(blocks[:nation]):
        return blocks
    end = nation + 1
    while end < min(len(blocks), _HEAD_BLOCKS):
        between = _capitals(blocks[end]) and end + 1 < len(blocks) and _in_head(blocks[end + 1], blocks[:end])
        if not between and not _in_head(blocks[end], blocks[:end]):
            break
        end += 1
    for line in _rejoined([line for block in blocks[:end] for line in _head_lines(block)]):
        _file_head_line(found, line)
    return blocks[end:]


def _rejoined(texts: list[str]) -> list[str]:
    """The lines of the head with those made one again that a narrow column broke in two."""
    joined: list[str] = []
    for text in texts:
        if joined and _is_broken(joined[-1]):
            joined[-1] = f"{joined[-1]} {text}"
        else:
            joined.append(text)
    return joined


def _is_broken(line: str) -> bool:
    folded = re.sub(r"\W+", " ", fold(line)).strip()
    return any(folded != whole and len(folded) > 6 and whole.startswith(folded) for whole in (_NATION, "doc lap tu do hanh phuc")) \
        or bool(re.search(r"ngày[\s\d.…]*(tháng[\s\d.…]*(năm)?)?$", line, re.IGNORECASE))


def _has_nation(block: Block) -> bool:
    text = fold(" ".join(lines(block)))
    said = " ".join(text.split())
    # "Căn cứ Hiến pháp nước Cộng hòa …" is running text.
    return (_NATION in said and f"nuoc {_NATION}" not in said) or (_PARTY in text and len(text) < 400)


def _says_more(block: Block) -> bool:
    """A long paragraph or table that only names the nation is no head."""
    return sum(len(line) for line in lines(block)) > 700


def _short_lines(blocks: list[Block]) -> bool:
    """Whether what stands above quốc hiệu can be its left side: an issuer, a number – no running text."""
    above = [line for block in blocks for line in lines(block)]
    return len(above) <= 6 and all(len(line) < 100 and not line.endswith(".") for line in above)


def _in_head(block: Block, before: list[Block]) -> bool:
    texts = list(lines(block))
    if not texts:
        return not any(span.image for span in getattr(block, "spans", ()))
    if isinstance(block, Table):
        return sum(map(len, texts)) < 400 and any(DAY.search(text) or _NUMBER.match(text) or _MOTTO.search(fold(text)) for text in texts)
    text = texts[0]
    said = " ".join(line for earlier in before for line in lines(earlier))
    short = len(text) < 120
    return short and bool(_FORM.match(text) or _MOTTO.search(fold(text)) or _NUMBER.match(text) or (_is_place_and_day(text) and not DAY.search(said)) or not WORD.search(text)
                          or (_SUBJECT.match(text) and _NUMBER.search(said)))


def _is_place_and_day(text: str) -> bool:
    """"Dương Hưu, ngày … tháng … năm …", not the first words of minutes: "Hôm nay, ngày … tháng … năm …, tại …"."""
    day = DAY.search(text)
    return bool(day) and not fold(text).startswith(("hom nay", "can cu", "vao hoi", "vao luc")) and len(text[day.end() :].split()) <= 6


def _capitals(block: Block) -> bool:
    """Whether a paragraph may name the issuer a second time, between two lines of the head."""
    return isinstance(block, Para) and block.text.isupper() and len(block.text) < 60 and kind_of_document(block.text) is None


def _head_lines(block: Block) -> list[str]:
    """The lines of the head one by one: cells in order, and what tabs part."""
    if isinstance(block, Table):
        return [line for cell in block.cells for inner in cell.blocks for line in _head_lines(inner)]
    if not isinstance(block, Para):
        return [block.text]
    pieces = [piece for part in split_lines(block) for piece in _SIDE_BY_SIDE.split("".join(span.text for span in part.spans))]
    return [line for piece in pieces if WORD.search(line := " ".join(piece.split()))]


def _file_head_line(found: Frame, line: str) -> None:
    """Put a line of the head under its key."""
    folded = " ".join(fold(line).split())
    if _NATION in folded:
        found.add("quoc_hieu", line)
    elif _MOTTO.search(folded) or folded.startswith(("doc lap", "hanh phuc", "tu do")):
        found.add("tieu_ngu", line)
    elif re.match(r"(bieu )?mau\b", folded):
        found.add("mau", line)
    elif folded == _PARTY:
        found.add("tieu_de", line)
    elif _NUMBER.match(line) and "so" not in found.fields:
        found.add("so", line)
    elif DAY.search(line):
        found.add("noi_ngay", line)
    elif _SUBJECT.match(line) or "trich_yeu" in found.fields:
        found.add("trich_yeu", line)
    else:
        found.add("co_quan" if "so" not in found.fields else "khac", line)


def _title(found: Frame, blocks: list[Block]) -> list[Block]:
    """Read the kind of document and its subject: the centred or bold lines before running text."""
    at = 0
    while at < len(blocks) and not any(True for _ in lines(blocks[at])) and not has_pictures(blocks[at]):
        at += 1
    first = blocks[at] if at < len(blocks) else None
    if isinstance(first, Table) and first.width == 1 and _is_title_box(first):
        blocks = [*blocks[:at], *(inner for cell in first.cells for inner in cell.blocks), *blocks[at + 1 :]]
        first = blocks[at]
    if not isinstance(first, Para):
        return blocks
    if fold(first.text).startswith("kinh gui"):
        return blocks
    kind = kind_of_document(first.text)
    styled = first.align == "center" or first.bold or first.outline == 1
    if not kind and not (styled and _is_title(first) and (found.fields or first.align == "center" or first.outline == 1)):
        return blocks
    if (kind and not (styled or first.text.isupper())) or len(first.text) > 250:
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


def _is_title_box(table: Table) -> bool:
    """Whether a frame around a few lines, drawn with a table, holds the title."""
    inside = [inner for cell in table.cells for inner in cell.blocks]
    return bool(inside) and all(isinstance(inner, Para) and inner.align == "center" and len(inner.text) < 200 for inner in inside)


def _is_title(para: Para) -> bool:
    return 0 < len(para.text) <= 200 and not para.text.endswith((".", ";", ":", ",")) and not STRUCTURE.match(para.text) and para.bullet < 0 and not para.label


def _continues(para: Para, taken: list[Para], found: Frame) -> bool:
    """Whether a paragraph still belongs to the title: centred, or bold where the line before was bold too."""
    if not WORD.search(para.text):
        return not para.spans or not has_pictures(para)
    if STRUCTURE.match(para.text) or fold(para.text).startswith(("kinh gui", "can cu")) or para.bullet >= 0 or para.outline > 1:
        return False
    if len(taken) > 6 or len(para.text) > 300 or (para.text.isupper() and para.text.endswith(":")):     # "QUYẾT ĐỊNH:" opens the text
        return False
    return para.align == "center" or (para.bold and taken[0].bold and not para.text.endswith((":", ";")) and (kind_of_document(taken[0].text) is not None and len(taken) < 3))


def _file_title(found: Frame, texts: list[str], has_kind: bool) -> None:
    for n, text in enumerate(texts):
        if n == 0 or (n == 1 and not has_kind and kind_of_document(text) and kind_of_document(text).casefold() == text.casefold()):
            found.add("ten", text)
        elif "trich_yeu" in found.fields and text.isupper() and not texts[1].isupper():
            found.add("tham_quyen", text)       # who decides: CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ
        else:
            found.add("trich_yeu", text)
