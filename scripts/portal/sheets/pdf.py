"""A sheet → PDF, and a thumbnail of its first side."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from portal import typesetting
from portal.forms import paper
from portal.forms.model import Form, Values

TEMPLATE = Path(__file__).with_name("sheet.typ")
PREVIEW_PPI = 40                              # a thumbnail of 331 × 468 pixels
FICTIONAL = "MẪU ĐÃ ĐIỀN – người và việc là tình huống minh họa"


def write(form: Form, values: Values | None, day: date) -> bytes:
    """The sheet as tagged PDF (PDF/UA-1); blank when `values` is None. `day` is the date of the content."""
    return typesetting.pdf(TEMPLATE, {"sheet": describe(form, values, day)}, day)


def preview(form: Form, values: Values | None, day: date) -> bytes:
    """The first side as a small PNG."""
    return typesetting.picture(TEMPLATE, {"sheet": describe(form, values, day)}, PREVIEW_PPI)


def describe(form: Form, values: Values | None, day: date) -> str:
    """What sheet.typ reads, as JSON."""
    return json.dumps({
        "name": form.name, "owner": form.owner, "filled": values is not None, "fictional": FICTIONAL, "landscape": form.landscape, "notice": form.notice,
        "date": [day.year, day.month, day.day], "foot": foot(form, day),
        "blocks": [_plain(block) | {"keep": keep} for block, keep in kept(paper.blocks(form, values))]}, ensure_ascii=False)


def kept(blocks: tuple[paper.Block, ...]) -> list[tuple[paper.Block, bool]]:
    """Each block, and whether it stays on one side with the next: no signature stands alone on a page."""
    last = len(blocks)
    signed = {place - before for place in range(last) if isinstance(blocks[place], paper.Signatures) for before in (1, 2, 3)}
    return [(block, isinstance(block, paper.Heading) or place in signed) for place, block in enumerate(blocks)]


def foot(form: Form, day: date) -> str:
    """The line at the foot of each side: which form, whose, where it stands, of which day."""
    return f"Mẫu {form.number} · {form.owner} · bieu-mau/{form.page}/ · bản ngày {day:%d/%m/%Y}"


def _plain(value: Any) -> Any:
    """Dataclasses of the sheet as mappings that name their kind."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {"kind": type(value).__name__.lower()} | {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value
