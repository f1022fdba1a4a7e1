"""Two things side by side on a PDF page – the head of a document, receivers and signature, two signatures – as a table of two cells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from portal.importing.blocks import Cell, Para, Table
from portal.importing.pdf_lines import Edges, Line, Word
from portal.vietnamese import fold

_HEAD_LINES = 14            # lines of the first page in which the two-column head is looked for
_TAIL_LINES = 40            # lines around "Nơi nhận" in which receivers and signature stand side by side
_LEAST_GAP = 14.0           # points between the two sides, where the columns are known
_OFFICE_WORDS = 6
_NATION = re.compile(r"cong hoa xa hoi|dang cong san|doc lap\W+tu do")
_FILLED = re.compile(r"\(?(?:ký|đã ký)\b", re.IGNORECASE)


def read(items: Sequence[Line | Table], at: int, margins: Edges, *, first: bool) -> tuple[int, Table] | None:
    """The pair of columns that begins with the line at `at`, and how many lines it takes; None where there is none."""
    line = items[at]
    if not isinstance(line, Line):
        return None
    lines = _run(items, at)
    nation = _before_nation(line)
    if nation or (first and at < _HEAD_LINES and line.gap() and any(_NATION.search(fold(later.text)) for later in lines[:3])):
        return _pair(_head(lines, nation or line.gap() or 1, margins))
    if (re.match(r"nơi nhận", line.text, re.IGNORECASE) and line.gap()) or _two_signatures(lines):
        return _pair(_tail(lines, margins))
    return None


def _run(items: Sequence[Line | Table], at: int) -> list[Line]:
    """The lines from `at` up to a table, or to a gap that parts two texts."""
    lines: list[Line] = []
    for item in items[at : at + _TAIL_LINES]:
        if not isinstance(item, Line) or (lines and item.top - lines[-1].bottom > 8 * item.size):
            break
        lines.append(item)
    return lines


def _pair(rows: list[tuple[tuple[Word, ...], tuple[Word, ...]]]) -> tuple[int, Table]:
    cells = tuple(Cell(tuple(Para(Line(row[side]).spans) for row in rows if row[side])) for side in (0, 1))
    return len(rows), Table((cells,), framed=False)


def _head(lines: list[Line], gap: int, margins: Edges) -> list[tuple[tuple[Word, ...], tuple[Word, ...]]]:
    """The lines of a head, each cut where its columns part."""
    middle = (lines[0].words[gap - 1].right + lines[0].words[gap].left) / 2
    rows = []
    for n, line in enumerate(lines[:_HEAD_LINES]):
        if n and (_ends_head(line, middle, margins) or line.top - lines[n - 1].bottom > 3.5 * line.size):
            break
        at = line.gap() or next((k for k, word in enumerate(line.words) if word.middle >= middle), len(line.words))
        rows.append((line.words[:at], line.words[at:]))
    return rows


def _ends_head(line: Line, middle: float, margins: Edges) -> bool:
    """Whether a line stands under both columns: centred, or running across the gap."""
    if line.text.casefold().startswith("kính gửi") or any(word.left < middle - 4 and word.right > middle + 4 for word in line.words):
        return True
    if line.gap() is not None:
        return False
    centred = abs((line.left + line.right) - (margins[0] + margins[1])) < 40
    return centred or (line.left < middle - 10 and line.right > middle + 10)


def _tail(lines: list[Line], margins: Edges) -> list[tuple[tuple[Word, ...], tuple[Word, ...]]]:
    """The lines of receivers and signature, or of two signatures; a line with one side belongs to the side that it stands on."""
    width = margins[1] - margins[0]
    right_edge = margins[1]         # where the right column begins, as far as is known
    rows = []
    for line in lines:
        at = next((n for n in range(len(line.words) - 1, 0, -1) if line.words[n].left - line.words[n - 1].right > _LEAST_GAP
                   and line.words[n].left > margins[0] + 0.33 * width), None)
        if at is not None:
            right_edge = min(right_edge, line.words[at].left)
            rows.append((line.words[:at], line.words[at:]))
        elif line.left > right_edge - 60:
            rows.append(((), line.words))
        elif line.right < right_edge + 24 and not re.match(r"(phụ lục|mẫu số|điều \d)", line.text, re.IGNORECASE) and not _centred(line, margins):
            rows.append((line.words, ()))
        else:
            break
    return rows


def _centred(line: Line, margins: Edges) -> bool:
    return line.left > margins[0] + 60 and abs((line.left + line.right) - (margins[0] + margins[1])) < 24


def _two_signatures(lines: list[Line]) -> bool:
    """Whether two offices stand side by side in capitals, or two places to sign under them."""
    sides = [_sides(line) for line in lines[:2]]
    if not sides or sides[0] is None or any(len(side.split()) > _OFFICE_WORDS for side in sides[0]):
        return False
    under = sides[1] if len(sides) > 1 else None
    return all(side.isupper() for side in sides[0]) or bool(under and all(_FILLED.match(side) for side in under))


def _sides(line: Line) -> tuple[str, str] | None:
    at = line.gap()
    return None if at is None else (Line(line.words[:at]).text, Line(line.words[at:]).text)


def _before_nation(line: Line) -> int | None:
    """The index of the word that begins quốc hiệu, when other words stand before it: the gap may be narrow there."""
    folded = [fold(word.text) for word in line.words]
    return next((n for n in range(1, len(folded) - 2) if folded[n : n + 3] == ["cong", "hoa", "xa"] and line.words[n].text.isupper()), None)
