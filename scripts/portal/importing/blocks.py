"""What a read document is made of, whatever the file was: paragraphs, headings, tables, in reading order.

Text is NFC. A TAB in a span is a tab of the source (kept until the letterhead is read), a "\\n" a line break."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Span:
    """A piece of a paragraph with one look. `script` is "", "sup" or "sub"; a `note` is a footnote's blocks;
    `image` names a picture part of the source, with `text` as its description."""

    text: str
    bold: bool = False
    italic: bool = False
    script: str = ""
    link: str = ""
    note: tuple[Block, ...] = ()
    image: str = ""

    @property
    def look(self) -> tuple[bool, bool, str, str]:
        """How it looks and where it leads: neighbours that agree in it are one piece."""
        return self.bold, self.italic, self.script, self.link


@dataclass(frozen=True)
class Para:
    """A paragraph. `label` is the number that Word counted by itself ("Điều 3.", "a)"), `bullet` the depth of a
    bullet (-1: none), `outline` the heading level of its style (0: none), `align` "", "center" or "right"."""

    spans: tuple[Span, ...]
    label: str = ""
    bullet: int = -1
    outline: int = 0
    align: str = ""

    @property
    def text(self) -> str:
        """The words of the paragraph with the counted number, pictures and notes left out; blanks single."""
        inside = " ".join("".join(span.text for span in self.spans if not span.image).split())
        return f"{self.label} {inside}".strip()

    @property
    def bold(self) -> bool:
        """Whether all its words are bold."""
        wordy = [span for span in self.spans if WORD.search(span.text) and not span.image]
        return bool(wordy) and all(span.bold for span in wordy)

    @property
    def only_pictures(self) -> bool:
        """Whether it shows something and says nothing."""
        return not self.text and any(span.image for span in self.spans)


@dataclass(frozen=True)
class Heading:
    """`level` is that of the page (2 and below); `id` "" where the site makes it of the words."""

    level: int
    spans: tuple[Span, ...]
    id: str = ""

    @property
    def text(self) -> str:
        return Para(self.spans).text


@dataclass(frozen=True)
class Cell:
    """`rows` and `columns` are how many it spans."""

    blocks: tuple[Block, ...]
    rows: int = 1
    columns: int = 1

    @property
    def text(self) -> str:
        """Its paragraphs, one a line."""
        return "\n".join(part for block in self.blocks for part in lines(block))

    @property
    def align(self) -> str:
        """As its first paragraph stands."""
        return next((block.align for block in self.blocks if isinstance(block, Para)), "")


@dataclass(frozen=True)
class Table:
    """Rows of cells; the first `head` rows are headings. `framed` is False where no line is drawn: a layout."""

    rows: tuple[tuple[Cell, ...], ...]
    head: int = 0
    framed: bool = True

    @property
    def width(self) -> int:
        """Columns of the widest row, spans counted."""
        return max((sum(cell.columns for cell in row) for row in self.rows), default=0)

    @property
    def cells(self) -> Iterator[Cell]:
        """Row after row, left to right."""
        return (cell for row in self.rows for cell in row)


Block = Para | Heading | Table


def lines(block: Block) -> Iterator[str]:
    """The text of a block, one string a paragraph, cells in order; notes left out."""
    if isinstance(block, Table):
        for cell in block.cells:
            for inner in cell.blocks:
                yield from lines(inner)
    elif block.text:
        yield block.text


def spans(blocks: Iterable[Block]) -> Iterator[Span]:
    """Every span of the blocks in order, those of tables and notes too."""
    for block in blocks:
        if isinstance(block, Table):
            for cell in block.cells:
                yield from spans(cell.blocks)
            continue
        for span in block.spans:
            yield span
            yield from spans(span.note)


def split_lines(para: Para) -> list[Para]:
    """The paragraph cut at its line breaks: staff press Shift+Enter where they mean a new paragraph."""
    parts: list[list[Span]] = [[]]
    for span in para.spans:
        first, *rest = span.text.split("\n") if not span.image else [span.text]
        parts[-1].append(replace(span, text=first))
        parts += [[replace(span, text=piece, note=(), image="")] for piece in rest]
    found = [replace(para, spans=tuple(part)) for part in parts if any(s.text.strip() or s.image or s.note for s in part)]
    return [part if n == 0 else replace(part, label="", bullet=-1) for n, part in enumerate(found)]


def drop(spans: Iterable[Span], length: int) -> list[Span]:
    """The spans without their first `length` characters, emptied ones too; descriptions of pictures do not count, and stay."""
    kept = []
    for span in spans:
        taken = 0 if span.image else min(length, len(span.text))
        length -= taken
        kept.append(replace(span, text=span.text[taken:]))
    return kept


def cut(para: Para, length: int) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The spans before and after the character `length` of the joined text of the spans."""
    before: list[Span] = []
    after: list[Span] = []
    for span in para.spans:
        if length >= len(span.text):
            before.append(span)
        elif length <= 0:
            after.append(span)
        else:
            before.append(replace(span, text=span.text[:length], note=()))
            after.append(replace(span, text=span.text[length:]))
        length -= len(span.text)
    return tuple(before), tuple(after)
