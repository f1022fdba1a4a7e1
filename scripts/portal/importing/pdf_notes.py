"""Footnotes of a PDF page: small lines at its foot that begin with the number of a raised figure in the text above."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from portal.importing.blocks import Block, Para, Span, drop
from portal.importing.pdf_lines import Line

_SMALL = 0.9            # of the size of running text
_NUMBER = re.compile(r"\(?(\d{1,3})\)?\s*(?=\D)")

Notes = dict[str, Para]


def body_size(lines: list[Line]) -> float:
    """The size in which most letters are set, in points."""
    sizes: Counter[float] = Counter()
    for line in lines:
        for word in line.words:
            sizes[round(word.size, 1)] += len(word.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def take(lines: list[Line], size: float) -> tuple[list[Line], Notes]:
    """The lines of a page without its footnotes, and the footnotes by their number. What no raised figure calls for is no note."""
    first = len(lines)
    while first and body_size([lines[first - 1]]) < _SMALL * size:
        first -= 1
    called = {span.text.strip(" ()\t") for line in lines[:first] for span in line.spans if span.script == "sup"}
    at = next((n for n in range(first, len(lines)) if _number(lines[n]) in called), None)
    if at is None:
        return lines, {}
    notes: dict[str, list[Span]] = {}
    number = ""
    for line in lines[at:]:
        if (found := _number(line)) in called and found not in notes:
            number = found
            notes[number] = list(_without_number(line))
        else:
            notes[number] += [Span(" "), *line.spans]
    return lines[:at], {number: Para(tuple(spans)) for number, spans in notes.items()}


def _number(line: Line) -> str:
    found = _NUMBER.match(line.text)
    return found.group(1) if found else ""


def _without_number(line: Line) -> tuple[Span, ...]:
    return tuple(span for span in drop(line.spans, _NUMBER.match(line.text).end()) if span.text)


def call(blocks: list[Block], notes: Notes) -> list[Block]:
    """The blocks with every raised figure that has a note made its call."""
    return [replace(block, spans=tuple(piece for span in block.spans for piece in _called(span, notes))) if isinstance(block, Para) else block for block in blocks]


def _called(span: Span, notes: Notes) -> list[Span]:
    note = notes.get(span.text.strip(" ()\t")) if span.script == "sup" else None
    if note is None:
        return [span]
    after = Span(" ") if span.text.endswith((" ", "\t")) else None
    return [Span("", note=(note,)), *([after] if after else [])]
