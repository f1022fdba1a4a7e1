"""Blocks as they lie on the paper → blocks as they are read: tables that only lay out text opened, lines parted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from portal.importing.blocks import Block, Para, Table, cut, split_lines
from portal.vietnamese import fold

ARTICLE = re.compile(r"Điều\s+(\d+[a-zđ]?)\s*(?:[.:]|[-–]\s|(?=$))", re.IGNORECASE)
CHAPTER = re.compile(r"Chương\s+(?:[IVXLC]+|\d+)(?=\W|$)", re.IGNORECASE)
NATION = re.compile(r"cong hoa xa hoi chu nghia|doc lap\W+tu do\W+hanh phuc")
_ADDRESSED = re.compile(r"\s*Kính gửi\s*:\s*(?=[-–+•]\s)", re.IGNORECASE)


def opened(blocks: Iterable[Block]) -> Iterator[Block]:
    """Paragraphs cut at line breaks; tables that only lay out text taken apart in reading order."""
    for block in blocks:
        if isinstance(block, Table) and _is_layout(block):
            for cell in block.cells:
                yield from opened(cell.blocks)
        elif isinstance(block, Para):
            yield from (part for line in split_lines(block) or [block] for part in _addressed(line))
        else:
            yield block


def _addressed(para: Para) -> list[Para]:
    """"Kính gửi: - Trưởng các thôn;" as two paragraphs: the receivers that follow are a list too."""
    joined = "".join(span.text for span in para.spans)
    found = _ADDRESSED.match(joined)
    if not found or para.label:
        return [para]
    before, after = cut(para, found.end())
    return [replace(para, spans=before), replace(para, spans=after)]


def _is_layout(table: Table) -> bool:
    if table.width == 1:
        return True
    first = [cell.blocks[0].text for cell in table.cells if cell.blocks and isinstance(cell.blocks[0], Para)]
    articles = sum(1 for text in first if ARTICLE.match(text) or CHAPTER.match(text))
    side_by_side = any(sum(bool(ARTICLE.match(cell.text)) for cell in row) > 1 for row in table.rows)
    if articles and not side_by_side and table.width <= 2:
        return True
    second_head = any(NATION.search(fold(cell.text)) for cell in table.cells)
    return not table.framed and table.width == 2 and (len(table.rows) == 1 or second_head)
