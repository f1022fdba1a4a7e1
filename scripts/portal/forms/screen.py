"""A sheet as HTML: the print page of a form, and what the reader's browser builds again when it fills one in.

No style attribute (the content security policy forbids it): widths are classes, dots and `<col width>`."""

from __future__ import annotations

import html
from collections.abc import Iterable

from portal.forms import paper
from portal.forms.model import Form, Values


def sheet(form: Form, values: Values | None) -> str:
    """The sheet as one `<div class="portal-paper">`; blank when `values` is None."""
    kind = " portal-paper--wide" if form.landscape else ""
    inside = "".join(_block(block) for block in paper.blocks(form, values))
    notice = f'<p class="portal-paper__notice">{_safe(form.notice)}</p>' if form.notice else ""
    return f'<div class="portal-paper{kind}" lang="vi">{inside}{notice}</div>'


def _block(block: paper.Block) -> str:
    match block:
        case paper.Head():
            left = "".join(f"<p>{_line(line)}</p>" for line in block.left)
            right = "".join(f"<p>{words}</p>" for words in paper.NATION) if block.national else ""
            return f'<div class="portal-paper__head"><div>{left}</div><div class="portal-paper__nation">{right}</div></div>'
        case paper.Title():
            under = f'<p class="portal-paper__under">{_safe(block.subtitle)}</p>' if block.subtitle else ""
            return f'<p class="portal-paper__title">{_safe(block.text)}</p>{under}'
        case paper.Heading():
            return f'<p class="portal-paper__part">{_safe(block.text)}</p>'
        case paper.Paragraph():
            return _paragraph(block.parts)
        case paper.Table():
            return _table(block)
        case paper.Signatures():
            return f'<div class="portal-paper__signs">{"".join(_place(place) for place in block.places)}</div>'
    return '<div class="portal-paper__turn"></div>'


def _paragraph(parts: paper.Line) -> str:
    blank = parts[-1] if parts and isinstance(parts[-1], paper.Blank) else None
    if blank is None or blank.width:
        return f"<p>{_line(parts)}</p>"
    more = '<p class="portal-paper__dots"></p>' * (blank.lines - 1)
    return f'<p class="portal-paper__open"><span>{_line(parts[:-1])}</span><span class="portal-paper__dots"></span></p>{more}'


def _table(block: paper.Table) -> str:
    columns = "".join(f'<col width="{width}%">' for width in block.widths)
    head = "".join(f'<th scope="col">{_safe(name)}</th>' for name in block.names)
    rows = "".join(f"<tr>{''.join(f'<td>{_line(cell)}</td>' for cell in row)}</tr>" for row in block.rows)
    tall = " portal-paper__table--tall" if block.height > 12 else ""
    return f'<table class="portal-paper__table{tall}"><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _place(place: paper.Place) -> str:
    if not place.role:
        return "<div></div>"
    above = f"<p><em>{_line(place.above)}</em></p>" if place.above else ""
    return (f'<div>{above}<p><strong>{_safe(place.role)}</strong></p><p><em>{_safe(place.below)}</em></p>'
            f'<p class="portal-paper__name">{_safe(place.name)}</p></div>')


def _line(parts: Iterable[paper.Part]) -> str:
    return "".join(_part(part) for part in parts)


def _part(part: paper.Part) -> str:
    match part:
        case paper.Blank():
            return "." * round(part.width / paper.DOT)
        case paper.Option():
            return f'<span class="portal-paper__option">{"☒" if part.ticked else "☐"} {_safe(part.text)}</span> '
        case paper.Answer():
            return f'<span class="portal-paper__answer">{_safe(part.text)}</span>'
        case _:
            return f"<strong>{_safe(part.text)}</strong>" if part.bold else _safe(part.text)


def _safe(text: str) -> str:
    return html.escape(text, quote=False)
