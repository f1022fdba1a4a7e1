"""Lines of PDF pages → paragraphs and tables: broken lines joined, ruled cells filled, pages run on."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from portal.importing import pdf_notes, pdf_pairs
from portal.importing.blocks import WORD, Block, Cell, Para, Span, Table
from portal.importing.pdf_lines import Edges, Line, Word, page_lines

Box = tuple[float, float, float, float]

_BEGINS = re.compile(r"(?:Phần (?:thứ|[IVX\d])|Chương [IVXLC\d]|Mục \d|Tiểu mục \d|Điều \d+[a-zđ]?\s*[.:]|\d+(?:\.\d+)*[.)]\s|[a-zđ]\d?\s*\)\s|[IVX]+\.\s|"
                     r"[A-H]\.\s|[-–+•*▪●❖➢✓]\s|Phụ lục|PHỤ LỤC|Nơi nhận|Căn cứ |Kính gửi|[“\"]Điều \d)", re.IGNORECASE)
_ENDS = re.compile(r"[.;:!?…”\"]$")


@dataclass(frozen=True)
class Sheet:
    """A page: its size in points, its lines outside tables, its tables as cells with the words inside."""

    width: float
    height: float
    lines: list[Line]
    tables: list[tuple[list[Box], list[Word]]]

    @property
    def shape(self) -> tuple[int, int]:
        """Width and height in whole points: pages of one shape have the same margins."""
        return round(self.width), round(self.height)


def blocks(sheets: list[Sheet]) -> list[Block]:
    """The paragraphs and tables of all pages in order."""
    found: list[Block] = []
    # A page laid across has margins of its own.
    margins = {shape: _margins([sheet for sheet in sheets if sheet.shape == shape]) for shape in {sheet.shape for sheet in sheets}}
    size = pdf_notes.body_size([line for sheet in sheets for line in sheet.lines])
    for number, sheet in enumerate(sheets):
        kept, notes = pdf_notes.take(sheet.lines, size)
        items: list[tuple[float, Line | Table]] = [(line.top, line) for line in kept]
        made = [(min(cell[1] for cell in cells), _table(cells, words)) for cells, words in sheet.tables]
        # Lines keep their reading order; a table goes before the first line below it.
        for top, table in made:
            at = next((n for n, (height, item) in enumerate(items) if height > top and isinstance(item, Line)), len(items))
            items.insert(at, (top, table))
        began = max(0, len(found) - 1)          # the last paragraph may run on over the page's edge
        _add_page(found, [item for _, item in items], margins[sheet.shape], first=number == 0)
        found[began:] = pdf_notes.call(found[began:], notes)
    return found


def _margins(sheets: list[Sheet]) -> Edges:
    """The left and right edge of the text: where most lines begin, and where the long ones end."""
    lefts = Counter(round(line.left) for sheet in sheets for line in sheet.lines)
    rights = Counter(round(line.right / 4) * 4 for sheet in sheets for line in sheet.lines if line.right > sheet.width * 0.6)
    left = min((edge for edge, times in lefts.items() if times >= max(2, lefts.most_common(1)[0][1] * 0.3)), default=60) if lefts else 60
    right = max((edge for edge, times in rights.items() if times >= rights.most_common(1)[0][1] * 0.3), default=540) if rights else 540
    return float(left), float(right)


def _add_page(found: list[Block], items: list[Line | Table], margins: Edges, *, first: bool) -> None:
    before: Line | None = None
    at = 0
    gaps = Counter(round(2 * (after.top - line.bottom)) / 2 for line, after in itertools.pairwise(item for item in items if isinstance(item, Line)) if after.top > line.top)
    leading = gaps.most_common(1)[0][0] if gaps else 0.0
    page_began = True
    while at < len(items):
        item = items[at]
        if isinstance(item, Table):
            _add_table(found, item, continues=page_began)
            before, at, page_began = None, at + 1, False
            continue
        edges = item.column or margins
        pair = pdf_pairs.read(items, at, edges, first=first)
        if pair:
            taken, table = pair
            found.append(table)
            before, at, page_began = None, at + taken, False
            continue
        parted = not page_began and before is not None and _parted(before, item, leading)
        joins = not parted and _joins(found, before, item, edges, new_page=page_began)
        if joins and isinstance(found[-1], Para):
            found[-1] = replace(found[-1], spans=(*found[-1].spans, *_between(found[-1].text), *item.spans), align=found[-1].align or align(item, edges))
        else:
            found.append(Para(item.spans, align=align(item, edges)))
        before, at, page_began = item, at + 1, False


def _parted(before: Line, line: Line, leading: float) -> bool:
    """Whether a sentence ended and the next line is a bold one, or stands further off than the lines of this page do."""
    wider = line.top - before.bottom > leading + 0.25 * line.size
    bolder = all(word.bold for word in line.words) and not before.words[-1].bold
    return bool(_ENDS.search(before.text)) and line.top > before.top and (wider or bolder)


def _between(line: str) -> tuple[Span, ...]:
    """What joins a broken line to the next: a blank, or nothing inside a number ("56/2023/TT-" and "BTC")."""
    return () if re.search(r"\w[-/]$", line) else (Span(" "),)


def _joins(found: list[Block], before: Line | None, line: Line, margins: Edges, *, new_page: bool) -> bool:
    """Whether a line goes on with the paragraph before it."""
    last = found[-1] if found else None
    if not isinstance(last, Para) or _BEGINS.match(line.text):
        return False
    if before and not WORD.search(line.text) and (not WORD.search(before.text) or before.right < margins[1] - 0.1 * (margins[1] - margins[0])):
        return False            # a line of dots alone is there to be filled in
    if before and before.text.startswith("Kính gửi") and line.text[:1].isupper():
        return False
    placed = align(line, margins)
    if placed or last.align:
        return bool(before) and _joins_placed(last, before, line, placed, margins)
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
    heading_ended = before.words[-1].bold and last.bold and not line.words[0].bold and (short or last.text.isupper() or bool(_BEGINS.match(last.text)))
    return not indented and not (short and (_ENDS.search(last.text) or line.text[:1].isupper())) and not heading_ended


def _joins_placed(last: Para, before: Line, line: Line, placed: str, margins: Edges) -> bool:
    """Whether a centred line goes on with the line above it, which must be a long one of the same look.

    The first line of the two may be so long that it looks like running text."""
    look = [{(span.bold, span.italic) for span in spans if span.text.strip()} for spans in (last.spans, line.spans)]
    width = margins[1] - margins[0]
    long = before.right - before.left > (0.6 if last.align else 0.85) * width
    return bool(placed) and (placed == last.align or (not last.align and placed == "center")) and long and look[0] == look[1] \
        and line.top - before.bottom < 0.6 * line.size and not _ENDS.search(last.text)


def align(line: Line, margins: Edges) -> str:
    """"center", "right" or "": where a line stands between the margins."""
    left, right = line.left - margins[0], margins[1] - line.right
    if left > 24 and right > 24 and abs(left - right) < 24:
        return "center"
    return "right" if left > (margins[1] - margins[0]) * 0.45 and right < 24 else ""


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
        rows = table.rows[1 if repeated else 0 :]
        if rows and _broken_row(last.rows[-1], rows[0]):
            whole = tuple(replace(above, blocks=_run_on(above.blocks, below.blocks)) for above, below in zip(last.rows[-1], rows[0], strict=True))
            last, rows = replace(last, rows=(*last.rows[:-1], whole)), rows[1:]
        found[-1] = replace(last, rows=(*last.rows, *rows))
    else:
        found.append(table)


def _broken_row(above: tuple[Cell, ...], below: tuple[Cell, ...]) -> bool:
    """Whether a row only ends what the page before cut off: its first cell is empty, and all it says goes on with the row above."""
    return len(above) == len(below) and not below[0].text and bool(above[0].text) and any(cell.text for cell in below) \
        and all(over.text and not _ENDS.search(over.text) for over, cell in zip(above, below, strict=True) if cell.text)


def _run_on(above: tuple[Block, ...], below: tuple[Block, ...]) -> tuple[Block, ...]:
    if not above or not below:
        return above or below
    last, first = above[-1], below[0]
    joined = replace(last, spans=(*last.spans, *_between(last.text), *first.spans)) if isinstance(last, Para) and isinstance(first, Para) else None
    return (*above[:-1], joined, *below[1:]) if joined else (*above, *below)
