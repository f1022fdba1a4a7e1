"""Words of a PDF page → lines, in the order in which a person reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from portal.importing.blocks import Span

Edges = tuple[float, float]     # left and right edge of the text, in points

_COLUMN_GAP = 12.0          # points between two columns of text
_WIDE_GAP = 28.0            # points between two things that stand side by side on one line
_TAB = 1.6                  # a gap wider than this many letters' heights was a tab
_LEAST_COLUMN = 8           # lines that make a column


@dataclass(frozen=True)
class Word:
    """Letters of one font without a gap; edges and size in points, counted from the left and from the top of the page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    font: str
    size: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def bold(self) -> bool:
        return bool(re.search(r"bold|black|heavy|demi", self.font, re.IGNORECASE))

    @property
    def italic(self) -> bool:
        return bool(re.search(r"italic|oblique", self.font, re.IGNORECASE))


@dataclass(frozen=True, eq=False)
class Line:
    """Words on one line, left to right; `column` are the edges of the column it stands in, None on a page of one."""

    words: tuple[Word, ...]
    column: Edges | None = None

    @cached_property
    def text(self) -> str:
        return " ".join("".join(span.text for span in self.spans).split())

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The words with their look; two words that touch are one word in two fonts."""
        made: list[Span] = []
        for before, word in zip((None, *self.words), self.words, strict=False):
            gap = 0.0 if before is None else word.left - before.right
            apart = "" if gap < 0.12 * word.size else "\t" if gap > _TAB * word.size else " "
            raised = self._script(word)
            if made and (made[-1].bold, made[-1].italic, made[-1].script) == (word.bold, word.italic, raised):
                made[-1] = Span(made[-1].text + apart + word.text, word.bold, word.italic, raised)
            else:
                if made and apart:
                    made[-1] = Span(made[-1].text + apart, made[-1].bold, made[-1].italic, made[-1].script)
                made.append(Span(word.text, word.bold, word.italic, raised))
        return tuple(made)

    def _script(self, word: Word) -> str:
        return "sup" if word.size < 0.75 * self.size and word.bottom < self.bottom - 0.1 * self.size and word.text.strip("()").isdigit() else ""

    @cached_property
    def size(self) -> float:
        """Of its biggest word, in points."""
        return max(word.size for word in self.words)

    @cached_property
    def left(self) -> float:
        return self.words[0].left

    @cached_property
    def right(self) -> float:
        return self.words[-1].right

    @cached_property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @cached_property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    def gap(self) -> int | None:
        """The index of the word after the widest gap, when two things stand side by side."""
        gaps = [(after.left - before.right, at) for at, (before, after) in enumerate(zip(self.words, self.words[1:], strict=False), 1)]
        wide, at = max(gaps, default=(0.0, 0))
        return at if wide > _WIDE_GAP else None


def page_lines(words: list[Word]) -> list[Line]:
    """The lines of a page from top to bottom."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: ((word.top + word.bottom) / 2, word.left)):
        middle = (word.top + word.bottom) / 2
        row = next((row for row in reversed(rows[-3:]) if row[0].top - 0.5 <= middle <= row[0].bottom + 0.5 and _beside(row, word)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    return [Line(tuple(sorted(row, key=lambda word: word.left))) for row in rows]


def _beside(row: list[Word], word: Word) -> bool:
    return all(word.left >= other.right - 1.5 or word.right <= other.left + 1.5 for other in row[-4:])


def columns_in_order(lines: list[Line], width: float) -> list[Line]:
    """The lines of a page set in two columns: all of the left, then all of the right; other pages as they are."""
    gutter = _gutter(lines, width)
    if gutter is None:
        return lines
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        first = tuple(word for word in line.words if word.right <= gutter)
        second = tuple(word for word in line.words if word.left >= gutter)
        parted = not first or not second or second[0].left - first[-1].right > _COLUMN_GAP - 2
        if len(first) + len(second) < len(line.words) or not parted:      # a line across both columns ends them
            ordered += [*_column(left), *_column(right), line]
            left, right = [], []
            continue
        left += [Line(first)] if first else []
        right += [Line(second)] if second else []
    return [*ordered, *_column(left), *_column(right)]


def _column(lines: list[Line]) -> list[Line]:
    edges = (min((line.left for line in lines), default=0.0), max((line.right for line in lines), default=0.0))
    return [Line(line.words, edges) for line in lines]


def _gutter(lines: list[Line], width: float) -> float | None:
    """The middle of a blank strip that parts most lines of the page."""
    best = None
    for at in range(int(width * 0.4), int(width * 0.6), 4):
        low, high = at - _COLUMN_GAP / 2, at + _COLUMN_GAP / 2
        crossing = sum(1 for line in lines if any(word.left < high and word.right > low for word in line.words))
        both = sum(1 for line in lines if line.left < low and line.right > high) - crossing
        if both >= _LEAST_COLUMN and crossing < 0.25 * len(lines) and both > 0.5 * len(lines) and (best is None or crossing < best[0]):
            best = (crossing, float(at))
    return best[1] if best else None
