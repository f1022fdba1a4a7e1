"""Lines of PDF pages → paragraphs and tables: broken lines joined, ruled cells filled, pages run on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from portal.importing.blocks import Block, Cell, Para, Span, Table
from portal.importing.pdf_lines import Line, Word, page_lines
from portal.vietnamese import fold

Box = tuple[float, float, float, float]

_BEGINS = re.compile(r"(?:Phần (?:thứ|[IVX\d])|Chương [IVXLC\d]|Mục \d|Tiểu mục \d|Điều \d+[a-zđ]?\s*[.:]|\d+(?:\.\d+)*[.)]\s|[a-zđ]\d?\s*\)\s|[IVX]+\.\s|"
                     r"[A-H]\.\s|[-–+•*▪●❖➢✓]\s|Phụ lục|PHỤ LỤC|Nơi nhận|Căn cứ |Kính gửi|[“\"]Điều \d)", re.IGNORECASE)
_ENDS = re.compile(r"[.;:!?…”\"]$")
_HEAD_LINES = 14            # lines of the first page in which the two-column head is looked for
_TAIL_LINES = 40            # lines around "Nơi nhận" in which receivers and signature stand side by side


@dataclass(frozen=True)
class Sheet:
    """A page: its size in points, its lines outside tables, its tables as cells with the words inside."""

    width: float
    height: float
    lines: list[Line]
    tables: list[tuple[list[Box], list[Word]]]


def blocks(sheets: list[Sheet]) -> list[Block]:
    """The paragraphs and tables of all pages in order."""
    margins = _margins(sheets)
    found: list[Block] = []
    for number, sheet in enumerate(sheets):
        items: list[tuple[float, Line | Table]] = [(line.top, line) for line in sheet.lines]
        made = [(min(cell[1] for cell in cells), _table(cells, words)) for cells, words in sheet.tables]
        # Lines keep their reading order; a table goes before the first line below it.
        for top, table in made:
            at = next((n for n, (height, item) in enumerate(items) if height > top and isinstance(item, Line)), len(items))
            items.insert(at, (top, table))
        _add_page(found, [item for _, item in items], sheet, margins, first=number == 0)
    return found


def _margins(sheets: list[Sheet]) -> tuple[float, float]:
    """The left and right edge of the text: where most lines begin, and where the long ones end."""
    lefts = Counter(round(line.left) for sheet in sheets for line in sheet.lines)
    rights = Counter(round(line.right / 4) * 4 for sheet in sheets for line in sheet.lines if line.right > sheet.width * 0.6)
    left = min((edge for edge, times in lefts.items() if times >= max(2, lefts.most_common(1)[0][1] * 0.3)), default=60) if lefts else 60
    right = max((edge for edge, times in rights.items() if times >= rights.most_common(1)[0][1] * 0.3), default=540) if rights else 540
    return float(left), float(right)


def _add_page(found: list[Block], items: list[Line | Table], sheet: Sheet, margins: tuple[float, float], *, first: bool) -> None:
    before: Line | None = None
    at = 0
    page_began = True
    while at < len(items):
        item = items[at]
        if isinstance(item, Table):
            _add_table(found, item, continues=page_began)
            before, at, page_began = None, at + 1, False
            continue
        pair = _side_by_side(items, at, sheet, first=first)
        if pair:
            taken, table = pair
            found.append(table)
            before, at, page_began = None, at + taken, False
            continue
        joins = _joins(found, before, item, margins, sheet, new_page=page_began)
        if joins and isinstance(found[-1], Para):
            found[-1] = replace(found[-1], spans=(*found[-1].spans, *_between(found[-1].text), *item.spans))
        else:
            found.append(Para(item.spans, align=_align(item, margins, sheet)))
        before, at, page_began = item, at + 1, False


def _between(line: str) -> tuple[Span, ...]:
    """What joins a broken line to the next: a blank, or nothing inside a number ("56/2023/TT-" and "BTC")."""
    return () if re.search(r"\w[-/]$", line) else (Span(" "),)


def _joins(found: list[Block], before: Line | None, line: Line, margins: tuple[float, float], sheet: Sheet, *, new_page: bool) -> bool:
    """Whether a line goes on with the paragraph before it."""
    last = found[-1] if found else None
    if not isinstance(last, Para) or _BEGINS.match(line.text):
        return False
    align = _align(line, margins, sheet)
    if align or last.align:
        bold = {span.bold for span in last.spans} == {span.bold for span in line.spans}
        full = before and before.right - before.left > 0.6 * (margins[1] - margins[0])
        return bool(align and align == last.align and full and bold and line.top - before.bottom < 0.6 * line.size)
    if new_page:
        return not _ENDS.search(last.text) and line.left < margins[0] + 12 and not last.text.isupper() and not (last.bold and not line.words[0].bold)
    if before is None or line.top - before.bottom > 0.9 * line.size or line.top < before.top - 2 * line.size:
        return before is not None and line.top < before.top and not _ENDS.search(last.text)     # a new column
    if not _between(last.text):
        return True
    if last.text.endswith((";", "./.")) and line.text[:1].isupper():
        return False
    indented = line.left > margins[0] + 12 and before.left <= margins[0] + 6 and _ENDS.search(last.text)
    short = before.right < margins[1] - 0.18 * (margins[1] - margins[0])
    heading_ended = before.words[-1].bold and last.bold and not line.words[0].bold and (short or bool(_BEGINS.match(last.text)))
    return not indented and not (short and (_ENDS.search(last.text) or line.text[:1].isupper())) and not heading_ended


def _align(line: Line, margins: tuple[float, float], sheet: Sheet) -> str:
    left, right = line.left - margins[0], margins[1] - line.right
    if left > 24 and right > 24 and abs(left - right) < 24:
        return "center"
    return "right" if left > (margins[1] - margins[0]) * 0.45 and right < 24 else ""


def _side_by_side(items: list[Line | Table], at: int, sheet: Sheet, *, first: bool) -> tuple[int, Table] | None:
    """A head or a foot in two columns as a table of two cells, and how many lines it takes."""
    line = items[at]
    if not isinstance(line, Line):
        return None
    at_head = first and at < _HEAD_LINES
    at_foot = bool(re.match(r"nơi nhận", line.text, re.IGNORECASE))
    gap = (_before_nation(line) if at_head else None) or line.gap()
    if not (at_head or at_foot) or gap is None:
        return None
    middle = (line.words[gap - 1].right + line.words[gap].left) / 2
    rows = []
    for item in items[at : at + (_TAIL_LINES if at_foot else _HEAD_LINES)]:
        if not isinstance(item, Line) or (rows and not _in_pair(item, rows, middle, sheet)):
            break
        rows.append(item)
    cells = []
    for part in (lambda word: word.middle < middle, lambda word: word.middle >= middle):
        words = [[word for word in row.words if part(word)] for row in rows]
        cells.append(Cell(tuple(Para(Line(tuple(line_words)).spans) for line_words in words if line_words)))
    return len(rows), Table((tuple(cells),), framed=False)


def _before_nation(line: Line) -> int | None:
    """The index of the word that begins quốc hiệu, when other words stand before it: the gap may be narrow there."""
    folded = [fold(word.text) for word in line.words]
    return next((n for n in range(1, len(folded) - 1) if folded[n : n + 2] == ["cong", "hoa"]), None)


def _in_pair(line: Line, rows: list[Line], middle: float, sheet: Sheet) -> bool:
    """Whether a line still belongs to the two columns: it keeps clear of the gap, and is not centred under both."""
    if any(word.left < middle - 4 and word.right > middle + 4 for word in line.words) or line.top - rows[-1].bottom > 3.5 * line.size:
        return False
    crosses = line.gap() is None and line.left < middle - 10 and line.right > middle + 10
    centred = abs((line.left + line.right) / 2 - sheet.width / 2) < 20 and line.gap() is None
    return not crosses and not centred


def _table(cells: list[Box], words: list[Word]) -> Table:
    """A ruled table: its grid from the edges of the cells, its text by where the words stand."""
    across, down = _edges([c[0] for c in cells] + [c[2] for c in cells]), _edges([c[1] for c in cells] + [c[3] for c in cells])
    rows: dict[int, list[tuple[int, Cell]]] = {}
    for left, top, right, bottom in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        inside = [word for word in words if left <= word.middle < right and top <= (word.top + word.bottom) / 2 < bottom]
        first, last, above, below = _at(across, left), _at(across, right), _at(down, top), _at(down, bottom)
        paras = tuple(_cell_paras(page_lines(inside), left, right))
        rows.setdefault(above, []).append((first, Cell(paras, max(1, below - above), max(1, last - first))))
    return Table(tuple(tuple(cell for _, cell in sorted(row, key=lambda item: item[0])) for _, row in sorted(rows.items())))


def _cell_paras(found: list[Line], left: float, right: float) -> Iterator[Para]:
    spans: list[Span] = []
    before: Line | None = None
    for line in found:
        if before and (_BEGINS.match(line.text) or (before.right < right - 0.35 * (right - left) and _ENDS.search(before.text))):
            yield Para(tuple(spans))
            spans = []
        spans += [*_between(before.text), *line.spans] if before and spans else line.spans
        before = line
    if spans:
        yield Para(tuple(spans))


def _edges(values: list[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > 3:
            edges.append(value)
    return edges


def _at(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda n: abs(edges[n] - value))


def _add_table(found: list[Block], table: Table, *, continues: bool) -> None:
    """Add a table, or the rest of the table that the page before broke off."""
    last = found[-1] if found else None
    if continues and isinstance(last, Table) and last.framed and last.width == table.width:
        repeated = [cell.text for cell in last.rows[0]] == [cell.text for cell in table.rows[0]]
        found[-1] = replace(last, rows=(*last.rows, *table.rows[1 if repeated else 0 :]))
    else:
        found.append(table)
