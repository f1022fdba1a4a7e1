"""A read file: its blocks, its pictures, the lines of the source to compare with, and what there is to say."""

from __future__ import annotations

from dataclasses import dataclass, field

from portal.importing.blocks import Block


@dataclass(frozen=True)
class Remark:
    """A sentence of the report, in Vietnamese. With a `fix` it is something that staff must look at."""

    what: str
    fix: str = ""


@dataclass(frozen=True)
class Document:
    """`pictures` are bytes by the name that spans use; `lines` is the source's text, one string a paragraph, notes last."""

    blocks: tuple[Block, ...]
    pictures: dict[str, bytes] = field(default_factory=dict)
    lines: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
