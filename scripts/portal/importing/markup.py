"""Blocks → the site's Markdown: every sign of the text shown as it stood, no list counted anew.

The dialect is that of Python-Markdown with tables, footnotes, attr_list: others escape other signs."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from portal.importing.blocks import WORD, Block, Cell, Heading, Para, Span, Table, drop

_INLINE = re.compile(r"([\\`*])|(_)|(\[)(?=[^\]\n]*\]\s?[\[(:])|(\[)(?=\^|[ xX]\])|(\](?=[\[(:]))|(\{)|(<)(?=[a-zA-Z/!?])|(&)(?=#?\w+;)")
_LINE_START = re.compile(r"^(#{1,6}|[-+>](?=\s|$)|\d+(?=[.)](?:\s|$))|[=-]{2,}\s*$|!!!|\?\?\?|\[)")
_FILL = re.compile(r"_{3,}|[.]{6,}|…{2,}")
_SENTENCE_END = re.compile(r"(?<=[a-zà-ỹđ]{2}[.!?…])\s+(?=[“\"]?[A-ZĐÀ-Ỹ])")
NO_DESCRIPTION = "Chưa mô tả"
_ALIGN_CLASS = {"center": "giua", "right": "phai"}
_DASH = re.compile(r"^([-–—•+*●▪❖➢✓])\s+(?!\*)")      # "* * *" parts two texts, it begins no list


@dataclass
class Writer:
    """Writes blocks one after the other; `picture` gives the address of a picture by its name in the source."""

    picture: Callable[[str], str]
    notes: list[str] = field(default_factory=list)

    def write(self, blocks: Iterable[Block]) -> list[str]:
        """The pieces of Markdown, one a block (a list item is a block), to be joined by `join`."""
        pieces: list[str] = []
        depth = -1
        for block in blocks:
            if isinstance(block, Table):
                piece, depth = self._table(block), -1
            elif isinstance(block, Heading):
                piece, depth = self._heading(block), -1
            else:
                piece, depth = self._paragraph(block, depth)
            if piece.strip():
                pieces.append(piece)
        return pieces

    def footnotes(self) -> list[str]:
        """The definitions of the footnotes met so far, to stand last on the page."""
        return [f"[^{n}]: {text}" for n, text in enumerate(self.notes, 1)]

    def _heading(self, block: Heading) -> str:
        text = " ".join(self._inline(_without_bold(block.spans)).split())
        text = re.sub(r"([#\s]+)$", "", text) or text
        return f"{'#' * block.level} {text}" + (f" {{#{block.id}}}" if block.id else "")

    def _paragraph(self, block: Para, depth: int) -> tuple[str, int]:
        """The Markdown of a paragraph and, for a list item, its depth (-1: no list)."""
        dash = _DASH.match("".join(span.text for span in block.spans).lstrip()) if not block.label else None
        if block.bullet < 0 and not dash:
            return self._running(block), -1
        if block.bullet >= 0:
            at = min(block.bullet, depth + 1)
            spans = block.spans
        else:
            at = min(depth + 1, 1) if dash.group(1) == "+" and depth >= 0 else 0
            spans = _cut_start(block.spans, dash.end())
        # A depth is only entered from the one above it; else Markdown makes code of it.
        return f"{'    ' * at}- {_one_line(_guard(self._inline(spans)))}", at

    def _running(self, block: Para) -> str:
        text = self._inline(block.spans)
        if block.label:
            text = f"{_guard(escape(block.label))} {text.lstrip()}".rstrip()
        return "\n".join(_guard(line.strip()) for line in _SENTENCE_END.split(_one_line(text)))

    def _inline(self, spans: Iterable[Span], *, in_html: bool = False) -> str:
        written = ""
        pieces = _bundled(spans)
        for at, span in enumerate(pieces):
            if span.image:
                written += self._image(span)
                continue
            tight = _dressed(span) and (_touch(pieces[at - 1 : at], [span]) or _touch([span], pieces[at + 1 : at + 2]))
            written += _dress(span, html_tags=in_html or tight, in_html=in_html)
            if span.note:
                written += self._note(span.note)
        return written

    def _image(self, span: Span) -> str:
        address = self.picture(span.image)
        return f" ![{escape(span.text) or NO_DESCRIPTION}]({address}) " if address else ""

    def _note(self, blocks: tuple[Block, ...]) -> str:
        self.notes.append("")
        at = len(self.notes)
        pieces = self.write(blocks) or ["…"]
        # What follows the first paragraph of a note stands under it, four blanks in.
        self.notes[at - 1] = "\n\n".join([_one_line(pieces[0]), *("    " + piece.replace("\n", "\n    ") for piece in pieces[1:])])
        return f"[^{at}]"

    def _table(self, block: Table) -> str:
        simple = all(cell.rows == cell.columns == 1 and all(isinstance(inner, Para) for inner in cell.blocks) for cell in block.cells)
        even = len({len(row) for row in block.rows}) == 1
        if simple and even and len(block.rows) > 1 and (block.head or _bold_row(block.rows[0])) and block.width > 1:
            return self._pipes(block)
        return self._html(block)

    def _pipes(self, block: Table) -> str:
        rows = [[self._cell(cell).replace("|", r"\|") for cell in row] for row in block.rows]
        first = [re.sub(r"^\*\*(.*)\*\*$", r"\1", text) if text.count("**") == 2 else text for text in rows[0]]
        rule = [_rule([row[column].align for row in block.rows[1:]]) for column in range(len(rows[0]))]
        return "\n".join(f"| {' | '.join(row)} |" for row in (first, rule, *rows[1:]))

    def _cell(self, cell: Cell) -> str:
        parts = [self._labelled(inner, in_html=False) for inner in cell.blocks if isinstance(inner, Para)]
        return "<br>".join(part for part in parts if part)

    def _labelled(self, block: Para, *, in_html: bool) -> str:
        text = self._inline(block.spans, in_html=in_html).strip().replace("\n", "<br>")
        label = html.escape(block.label, quote=False) if in_html else escape(block.label)
        return f"{'- ' if block.bullet >= 0 else ''}{label} {text}".strip()

    def _html(self, block: Table) -> str:
        """A table that Markdown cannot say, as HTML; footnotes inside it are marked by a number and follow it."""
        before = len(self.notes)
        kept, self.notes = self.notes, []
        head = (block.head if block.head < len(block.rows) else 0) or (1 if len(block.rows) > 1 and _bold_row(block.rows[0]) else 0)
        rows = [self._html_row(row, "th" if n < head else "td") for n, row in enumerate(block.rows)]
        parts = ["<table>", *(["<thead>", *rows[:head], "</thead>"] if head else []), "<tbody>", *rows[head:], "</tbody>", "</table>"]
        inner, self.notes = self.notes, kept
        written = re.sub(r"\[\^(\d+)\]", lambda m: f"<sup>{_note_sign(int(m.group(1)))}</sup>", "\n".join(parts)) if inner else "\n".join(parts)
        assert len(self.notes) == before
        return "\n\n".join([written, *(f"<sup>{_note_sign(n)}</sup> {note}" for n, note in enumerate(inner, 1))])

    def _html_row(self, row: tuple[Cell, ...], tag: str) -> str:
        cells = []
        for cell in row:
            spans = "".join(f' {name}="{count}"' for name, count in (("colspan", cell.columns), ("rowspan", cell.rows)) if count > 1)
            align = f' class="{_ALIGN_CLASS[cell.align]}"' if cell.align in _ALIGN_CLASS else ""
            scope = ' scope="col"' if tag == "th" else ""
            cells.append(f"<{tag}{spans}{scope}{align}>{self._html_cell(cell, plain=tag == 'th')}</{tag}>")
        return f"<tr>{''.join(cells)}</tr>"

    def _html_cell(self, cell: Cell, *, plain: bool) -> str:
        parts = []
        for inner in cell.blocks:
            if isinstance(inner, Table):
                parts.append(self._html(inner).replace("\n", ""))
            elif isinstance(inner, Para):
                parts.append(self._labelled(replace(inner, spans=tuple(_without_bold(inner.spans))) if plain else inner, in_html=True))
        return "<br>".join(part for part in parts if part)


def join(pieces: list[str]) -> str:
    """Pieces as one text: an empty line between, none between the items of a list."""
    text = ""
    for before, piece in zip(["", *pieces], pieces, strict=False):
        both = re.match(r" *- ", before) and re.match(r" *- ", piece)
        text += ("\n" if both else "\n\n" if text else "") + piece
    return text


def escape(text: str) -> str:
    """Text in which no sign means anything to Markdown; fill lines (____, ......) become "……"."""
    return _INLINE.sub(_escaped, _FILL.sub(lambda found: "…" * max(2, min(len(found.group()) // 3 + 1, 12)), text))


def _escaped(found: re.Match[str]) -> str:
    sign = found.group()
    return {"<": "&lt;", "&": "&amp;"}.get(sign, f"\\{sign}")


def _guard(line: str) -> str:
    """A line that would begin a list, a heading or a rule made to begin nothing."""
    found = _LINE_START.match(line)
    if not found:
        return line
    sign = found.group()
    if sign == "[":
        return f"\\{line}" if re.match(r"\[[^\]]*\]:", line) else line
    return f"{sign}\\{line[len(sign):]}" if sign.isdigit() else f"\\{line}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _touch(left: list[Span], right: list[Span]) -> bool:
    """Whether two dressed spans meet without a blank: ** and * side by side would be misread."""
    return bool(left and right and not (left[0].image or right[0].image) and _dressed(left[0]) and _dressed(right[0])
                and not left[0].text[-1:].isspace() and not right[0].text[:1].isspace())


def _dressed(span: Span) -> bool:
    return bool((span.bold or span.italic or span.script) and WORD.search(span.text))


def _dress(span: Span, *, html_tags: bool, in_html: bool) -> str:
    """A span with its look; blanks stay outside the signs, as Markdown wants."""
    core = span.text.strip(" \t\n")
    if not core:
        return re.sub(r"\s+", " ", span.text)
    lead, tail = span.text[: len(span.text) - len(span.text.lstrip(" \t\n"))], span.text[len(span.text.rstrip(" \t\n")) :]
    text = _html_text(core) if in_html else escape(core)
    text = text.replace("\t", " ")
    if span.script:
        text = f"<{span.script}>{text}</{span.script}>"
    if _dressed(span):
        for wanted, sign, tag in ((span.italic, "*", "em"), (span.bold, "**", "strong")):
            if wanted:
                text = f"<{tag}>{text}</{tag}>" if html_tags else f"{sign}{text}{sign}"
    if span.link:
        text = f'<a href="{html.escape(span.link)}">{text}</a>' if in_html else f"[{text}](<{span.link}>)" if re.search(r"[()<>]", span.link) else f"[{text}]({span.link})"
    return f"{' ' if lead else ''}{text}{' ' if tail else ''}"


def _html_text(text: str) -> str:
    # Markdown is not read inside an HTML block, so only the signs of HTML are escaped.
    filled = _FILL.sub(lambda found: "…" * max(2, min(len(found.group()) // 3 + 1, 12)), text)
    return html.escape(filled, quote=False).replace("\n", "<br>")


def _bundled(spans: Iterable[Span]) -> list[Span]:
    """Spans of one look joined; a look on blanks and signs alone is dropped."""
    joined: list[Span] = []
    for span in spans:
        if joined and not span.text.strip() and not (span.image or span.note or joined[-1].image or joined[-1].note):
            joined[-1] = replace(joined[-1], text=joined[-1].text + span.text)      # a blank takes the look before it
            continue
        plain = span if _dressed(span) or span.image else Span(span.text, link=span.link, note=span.note, script=span.script)
        last = joined[-1] if joined else None
        alike = last and not (last.image or last.note or plain.image) and last.look == plain.look
        if alike:
            joined[-1] = Span(last.text + plain.text, plain.bold, plain.italic, plain.script, plain.link, plain.note)
        else:
            joined.append(plain)
    return joined


def _without_bold(spans: tuple[Span, ...]) -> list[Span]:
    return [Span(span.text, script=span.script, link=span.link, note=span.note, image=span.image) for span in spans]


def _cut_start(spans: tuple[Span, ...], length: int) -> list[Span]:
    """The spans without the blanks that open them and `length` characters more."""
    joined = "".join(span.text for span in spans)
    return drop(spans, length + len(joined) - len(joined.lstrip()))


def _bold_row(row: tuple[Cell, ...]) -> bool:
    paras = [inner for cell in row for inner in cell.blocks if isinstance(inner, Para) and WORD.search(inner.text)]
    return bool(paras) and all(para.bold for para in paras)


def _rule(aligns: list[str]) -> str:
    most = max(set(aligns), key=aligns.count) if aligns else ""
    return {"center": ":---:", "right": "---:"}.get(most, "---")


def _note_sign(number: int) -> str:
    return f"({number})"
