"""A form and its values → the blocks of one sheet, the same for Word, PDF and screen.

With no values the answers are blanks, wide enough for a hand. overrides/assets/forms/sheet.js does the same in
the reader's browser; tests/browser/test_fill_in.py holds the two together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portal.forms import model
from portal.forms.model import SLOT, Field, Form, Group, Values

PART = re.compile(r"(\*\*|\{\w*\})")
NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")     # Decree 30/2020/NĐ-CP, Appendix I: quốc hiệu, tiêu ngữ
DOT = 1.147                                   # mm: a full stop of Times New Roman at 13 pt; so many make a blank
DATE_BLANK = "......... / ......... / 20........."
WIDTHS = {"so": 15, "dong": 45, "doan": 45}  # mm of a blank inside a line
LOOSE = Field("", "")                         # the {} of a layout: a blank that only the office fills in


@dataclass(frozen=True)
class Run:
    """Words of the form itself."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Answer:
    """What was written; may hold line breaks."""

    text: str


@dataclass(frozen=True)
class Blank:
    """`width` mm inside a line, or 0: to the end of the line, and `lines` - 1 whole dotted lines below."""

    width: int
    lines: int = 1


@dataclass(frozen=True)
class Option:
    """A box to tick and its words, kept on one line."""

    text: str
    ticked: bool


Part = Run | Answer | Blank | Option
Line = tuple[Part, ...]


@dataclass(frozen=True)
class Title:
    """What the sheet is called, and the line under it ("" for none)."""

    text: str
    subtitle: str


@dataclass(frozen=True)
class Head:
    """The top of the sheet: lines at the left; with `national`, quốc hiệu and tiêu ngữ at the right."""

    left: tuple[Line, ...]
    national: bool


@dataclass(frozen=True)
class Heading:
    """The name of a part."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """One paragraph, filled."""

    parts: Line


@dataclass(frozen=True)
class Table:
    """`widths` in per cent, one a column; `height` of a blank row in mm."""

    names: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Line, ...], ...]
    height: int


@dataclass(frozen=True)
class Place:
    """The place of one signature; an empty role leaves the place free."""

    role: str
    above: Line
    below: str
    name: str


@dataclass(frozen=True)
class Signatures:
    """Places to sign, side by side."""

    places: tuple[Place, ...]


@dataclass(frozen=True)
class NewPage:
    """What follows begins a new side."""


Block = Head | Title | Heading | Paragraph | Table | Signatures | NewPage


def blocks(form: Form, values: Values | None) -> tuple[Block, ...]:
    """The sheet: blank when `values` is None."""
    fill = _Filling(form, values)
    head = [Head(tuple(fill.line(text, last=False) for text in form.left), form.national)] if form.left or form.national else []
    title = Title("".join(plain(fill.line(form.title, last=False))), form.subtitle)
    return (*head, title, *(block for item in form.blocks for block in fill.block(item)))


def plain(parts: Line) -> str:
    """The words of a line; blanks as dots."""
    return "".join("......" if isinstance(part, Blank) else part.text for part in parts)


@dataclass(frozen=True)
class _Filling:
    form: Form
    values: Values | None

    def rows(self, group: Group) -> list[Values | None]:
        written = (self.values or {}).get(group.key, [])
        return [row for row in written if any(_text(cell) for cell in row.values())] or [*group.preset, *[None] * max(0, group.rows - len(group.preset))]

    def block(self, block: model.Block) -> Iterator[Block]:
        if isinstance(block, model.Heading):
            yield Heading(block.text)
        elif isinstance(block, model.Paragraph):
            yield Paragraph(self.line(block.text))
        elif isinstance(block, model.NewPage):
            yield NewPage()
        elif isinstance(block, model.Repeat):
            group = self.form.repeats[block.group]
            yield from (Paragraph(self.line(text, group, number, row)) for number, row in enumerate(self.rows(group)) for text in block.paragraphs)
        elif isinstance(block, model.Table):
            yield self.table(block)
        else:
            yield Signatures(tuple(place for who in block.signers for place in self.places(who)))

    def table(self, block: model.Table) -> Table:
        group = self.form.repeats[block.group]
        names, cells, widths = zip(*block.columns, strict=True)
        rows = tuple(tuple(self.cell(cell, group, number, row) for cell in cells) for number, row in enumerate(self.rows(group)))
        return Table(names, widths, rows, block.height)

    def cell(self, template: str, group: Group, number: int, row: Values | None) -> Line:
        """A table needs no dotted line: an empty cell is the blank."""
        return tuple(part for part in self.line(template, group, number, row) if not isinstance(part, Blank) and part != Run(DATE_BLANK))

    def places(self, who: model.Signer) -> Iterator[Place]:
        group = self.form.repeats.get(who.group)
        for number, row in enumerate(self.rows(group) if group else [None]):
            name = "" if self.values is None else plain(tuple(part for part in self.line(who.name, group, number, row) if not isinstance(part, Blank)))
            yield Place(plain(self.line(who.role, group, number, row)), self.line(who.above, group, number, row, last=False), who.below, name)

    def line(self, template: str, group: Group | None = None, number: int = 0, row: Values | None = None, *, last: bool = True) -> Line:
        """A template filled. A blank that ends the line runs to the margin, unless not `last`."""
        pieces = [piece for piece in PART.split(template) if piece]
        parts: list[Part] = []
        bold = False
        for place, piece in enumerate(pieces):
            ends = last and place == len(pieces) - 1
            if piece == "**":
                bold = not bold
            elif not SLOT.fullmatch(piece):
                parts.append(Run(piece, bold))
            elif group and piece[1:-1] in model.COUNTERS:
                parts.append(Run(str(number + 1) if piece == "{so}" else letter(number), bold))
            else:
                parts += self.slot(piece[1:-1], group, row, ends)
        return tuple(parts)

    def slot(self, key: str, group: Group | None, row: Values | None, ends: bool) -> list[Part]:
        mine = {field.key: field for field in group.fields} if group else {}
        field = mine.get(key) or self.form.fields.get(key, LOOSE)
        source = row if key in mine else self.values
        value = (source or {}).get(key, "")
        if field.options:
            chosen = [value] if isinstance(value, str) else value
            return [Option(option, option in chosen) for option in field.options]
        if words := _text(value):
            return [Answer(words)]
        if field.kind == "ngay":
            return [Run(DATE_BLANK)]
        return [Blank(0, field.lines) if ends and field.kind != "so" and not field.width else Blank(field.width or WIDTHS[field.kind])]


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip() if not isinstance(value, list | tuple) else ", ".join(value)


def letter(number: int) -> str:
    """A, B … Z, then A2, B2 …: thirty parties are many, but they have names too."""
    return chr(65 + number % 26) + (str(number // 26 + 1) if number >= 26 else "")
