"""A form as its data file says it: what is asked, and how the sheet of paper is laid out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from portal.words import WORDS

SLOT = re.compile(r"\{(\w*)\}")
COUNTERS = ("so", "chu")                     # {so} 1, 2, 3 and {chu} A, B, C count the repeats of a group
Values = dict[str, Any]                      # field → text or list of chosen options; repeating group → list of rows


@dataclass(frozen=True)
class Field:
    """One thing to write down.

    `kind`: dong (a line), doan (paragraphs), ngay (a date), so (a number), chon (one option), nhieu (several).
    `law` is the provision that requires it, `procedure` the administrative procedure; both "" for a suggestion.
    `width` in mm on paper, 0 by kind; `lines` counts the dotted lines for a hand."""

    key: str
    name: str
    kind: str = "dong"
    help: str = ""
    law: str = ""
    procedure: str = ""
    width: int = 0
    lines: int = 1
    options: tuple[str, ...] = ()
    sample: str | tuple[str, ...] = ""


@dataclass(frozen=True)
class Group:
    """Fields asked together. A repeating group has a key, a name for one row, and the number of rows on paper."""

    name: str
    fields: tuple[Field, ...]
    key: str = ""
    row_name: str = ""
    rows: int = 1
    least: int = 1
    preset: tuple[Values, ...] = ()
    samples: tuple[Values, ...] = ()


@dataclass(frozen=True)
class Heading:
    """The name of a part, on a line of its own."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A template: {ho_ten} is the place of that field."""

    text: str


@dataclass(frozen=True)
class Repeat:
    """Templates that are printed once for each row of a group."""

    group: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Columns are (name, template of a cell, width in per cent); `height` of a blank row in mm."""

    group: str
    columns: tuple[tuple[str, str, int], ...]
    height: int = 8


@dataclass(frozen=True)
class Signer:
    """Who signs: the role, the lines above and below it, the name; with a `group`, once for each of its rows."""

    role: str
    above: str = ""
    below: str = "(ký, ghi rõ họ tên)"
    name: str = ""
    group: str = ""


@dataclass(frozen=True)
class Signatures:
    """Places to sign, side by side; `law` and `procedure` as of a field."""

    signers: tuple[Signer, ...]
    law: str = ""
    procedure: str = ""


@dataclass(frozen=True)
class NewPage:
    """What follows begins a new side."""


Block = Heading | Paragraph | Repeat | Table | Signatures | NewPage


@dataclass(frozen=True)
class Form:
    """One sheet. `page` is the slug of its page, `stem` the name of its files, `number` its M01."""

    page: str
    number: str
    stem: str
    name: str
    name_en: str
    title: str
    groups: tuple[Group, ...]
    blocks: tuple[Block, ...]
    subtitle: str = ""
    national: bool = False                   # the national heading, on what goes to an authority
    left: tuple[str, ...] = ()
    landscape: bool = False
    notice: str = ""
    owner: str = WORDS["vi"]["brand"]        # whose portal it comes from: at the foot of the sheet

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Fields that do not repeat, by key."""
        return {field.key: field for group in self.groups if not group.key for field in group.fields}

    @cached_property
    def repeats(self) -> dict[str, Group]:
        """The repeating groups, by key."""
        return {group.key: group for group in self.groups if group.key}

    @cached_property
    def sample(self) -> Values:
        """The filled example; its people and matters are fictional."""
        values: Values = {key: field.sample for key, field in self.fields.items()}
        return values | {key: list(group.samples) for key, group in self.repeats.items()}

    @cached_property
    def required(self) -> list[tuple[str, str]]:
        """(what, provision) of everything that a law requires, in order; signatures too."""
        found = [(field.name, field.law) for group in self.groups for field in group.fields if field.law]
        return found + [("Chữ ký hoặc điểm chỉ", block.law) for block in self.blocks
                        if isinstance(block, Signatures) and block.law]


def templates(form: Form) -> Iterator[tuple[str, str]]:
    """Every (template, key of the repeating group it stands in, or "") of a sheet."""
    for text in (*form.left, form.title, form.subtitle):
        yield text, ""
    for block in form.blocks:
        if isinstance(block, Heading | Paragraph):
            yield block.text, ""
        elif isinstance(block, Repeat):
            yield from ((text, block.group) for text in block.paragraphs)
        elif isinstance(block, Table):
            yield from ((cell, block.group) for _, cell, _ in block.columns)
        elif isinstance(block, Signatures):
            yield from ((text, who.group) for who in block.signers for text in (who.role, who.above, who.name))
