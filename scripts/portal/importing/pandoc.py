"""Pandoc run within bounds; its document tree → our blocks, the marks of `word_runs` read off."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from portal.importing import limits
from portal.importing.blocks import Block, Cell, Para, Span, Table, drop
from portal.importing.limits import Refused
from portal.importing.word_runs import CLOSE, FRAMELESS, OPEN, TAB

_MARK = re.compile(f"{FRAMELESS}?{OPEN}(center|right|)\\|(\\d)\\|(-?\\d+)\\|([^{CLOSE}]*){CLOSE}")
_SAFE_LINK = re.compile(r"(https?://|mailto:|tel:)\S+$", re.IGNORECASE)
_DEEPEST = 20
_TEXTS = {"Str": "", "Space": " ", "SoftBreak": " ", "LineBreak": "\n"}     # "": the node's own text


def read(package: bytes) -> tuple[Block, ...]:
    """The blocks of a clean .docx file.

    Raises: Refused, when pandoc gives up or goes beyond its time or memory."""
    import pypandoc

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tep.docx"
        file.write_bytes(package)
        command = [pypandoc.get_pandoc_path(), "--sandbox", "--from", "docx", "--to", "json", str(file),
                   "+RTS", f"-M{limits.MEMORY_BYTES}", "-RTS"]
        try:
            done = subprocess.run(command, capture_output=True, timeout=limits.PANDOC_SECONDS, check=False, stdin=subprocess.DEVNULL)
        except subprocess.TimeoutExpired as error:
            raise Refused(f"đọc tệp quá {limits.PANDOC_SECONDS // 60} phút chưa xong", "chia tệp làm nhiều phần") from error
    if done.returncode:
        raise Refused("không đọc được nội dung tệp Word", limits.SAVE_AGAIN)
    return tuple(_blocks(json.loads(done.stdout)["blocks"], 0))


def _blocks(nodes: list[dict[str, Any]], depth: int) -> list[Block]:
    if depth > _DEEPEST:
        raise Refused("bảng hoặc danh sách lồng vào nhau quá sâu", limits.SAVE_AGAIN)
    found: list[Block] = []
    for node in nodes:
        kind, content = node["t"], node.get("c")
        if kind in ("Para", "Plain"):
            found += _paragraph(content)
        elif kind == "Header":
            found += _paragraph(content[2])
        elif kind == "Table":
            found.append(_table(content, depth + 1))
        elif kind in ("BlockQuote", "Div", "Figure"):
            found += _blocks(content if kind == "BlockQuote" else content[-1], depth + 1)
        elif kind in ("BulletList", "OrderedList"):
            for item in content if kind == "BulletList" else content[1]:
                found += _blocks(item, depth + 1)
        elif kind == "LineBlock":
            for line in content:
                found += _paragraph(line)
        elif kind == "CodeBlock":
            found += _paragraph([{"t": "Str", "c": content[1]}])
    return found


def _paragraph(inlines: list[dict[str, Any]]) -> list[Block]:
    spans = _tidy(_spans(inlines, Span("")))
    joined = "".join(span.text for span in spans)
    mark = _MARK.search(joined)
    if not mark:
        return [Para(tuple(spans))] if any(span.text.strip() or span.image or span.note for span in spans) else []
    align, outline, bullet, label = mark.groups()
    kept = [replace(span, text=span.text.replace(TAB, "\t")) for span in drop(spans, mark.end() - mark.start())]
    spans = [span for span in kept if span.text or span.image or span.note]
    return [Para(tuple(spans), " ".join(label.split()), int(bullet), int(outline), align)] if spans or label else []


def _spans(inlines: list[dict[str, Any]], look: Span) -> list[Span]:
    found: list[Span] = []
    text = ""
    for node in inlines:
        kind, content = node["t"], node.get("c")
        if kind in _TEXTS:
            text += _TEXTS[kind] or content
            continue
        if text:
            found.append(_like(look, text=text))
            text = ""
        found += _dressed(kind, content, look)
    return [*found, _like(look, text=text)] if text else found


def _dressed(kind: str, content: Any, look: Span) -> list[Span]:
    """The spans of an inline that is more than text."""
    if kind == "Link":
        return _spans(content[1], _like(look, link=content[2][0] if _SAFE_LINK.match(content[2][0]) else ""))
    if kind == "Image":
        return [_like(look, image=content[2][0], text=_alt(content))]
    if kind == "Note":
        return [_like(look, note=tuple(_blocks(content, 1)))]
    if kind in ("Code", "Math", "RawInline"):
        return [_like(look, text=content[-1])]
    return _spans(_inside(kind, content), _look(look, kind))


def _look(look: Span, kind: str) -> Span:
    changes = {"Strong": {"bold": True}, "Emph": {"italic": True}, "Superscript": {"script": "sup"}, "Subscript": {"script": "sub"}}
    return _like(look, **changes.get(kind, {}))


def _like(look: Span, **changes: Any) -> Span:
    values = {"text": "", "bold": look.bold, "italic": look.italic, "script": look.script, "link": look.link, **changes}
    return Span(**values)


def _inside(kind: str, content: Any) -> list[dict[str, Any]]:
    """The inlines inside a wrapper: a bare list, or the last of its fields."""
    if kind in ("Strong", "Emph", "Superscript", "Subscript", "Strikeout", "Underline", "SmallCaps"):
        return content
    return content[-1] if isinstance(content, list) and content and isinstance(content[-1], list) else []


def _alt(content: list[Any]) -> str:
    said = "".join(span.text for span in _spans(content[1], Span("")))
    # Word's own guesses are no description that a person wrote.
    return "" if re.search(r"description automatically|^(picture|image|hình ảnh|ảnh)\s*\d*$", said, re.IGNORECASE) else " ".join(said.split())


def _tidy(spans: list[Span]) -> list[Span]:
    """Neighbours of one look joined."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last and not (last.image or last.note or span.image or span.note) and last.look == span.look:
            joined[-1] = _like(last, text=last.text + span.text)
        else:
            joined.append(span)
    return joined


def _table(content: list[Any], depth: int) -> Table:
    head, bodies, foot = content[3], content[4], content[5]
    rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
    written = json.dumps(rows, ensure_ascii=False)
    framed = written[written.find(OPEN) - 1] != FRAMELESS      # the mark stands in the table's first paragraph
    made = tuple(tuple(_cell(cell, depth) for cell in row[1]) for row in rows)
    return Table(made, len(head[1]), framed)


def _cell(cell: list[Any], depth: int) -> Cell:
    return Cell(tuple(_blocks(cell[4], depth)), cell[2], cell[3])
