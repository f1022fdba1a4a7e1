"""A page's Markdown → its paragraphs as plain text, and which of them stand in the long version only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONG_ONLY = "ban-5-phut"
_MARK = re.compile(r"^\{[:\s]*([^}]*)\}\s*$")
_ITEM = re.compile(r"^\s*(?:[-*]|\d+\.)\s+(?:\[[ x]\]\s+)?", re.MULTILINE)
_PLAIN = (
    (re.compile(r"<!--.*?-->|<[^>\n]+>", re.DOTALL), ""),
    (re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)"), ""),
    (re.compile(r"\[([^\]\n]*)\]\([^)\n]*\)"), r"\1"),
    (re.compile(r"\{[:\s]*[#.][^}\n]*\}"), ""),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)([*_])(?=\S)(.+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"`([^`\n]*)`"), r"\1"),
)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph that is read aloud."""

    text: str                                   # Markdown, marks at its end taken off
    long_only: bool


def plain(text: str) -> str:
    """The words of a stretch of Markdown: links, stress and ids taken away."""
    for pattern, kept in _PLAIN:
        text = pattern.sub(kept, text)
    return text


def paragraphs(body: str) -> Iterator[Paragraph]:
    """What is read aloud of a body: no headings, tables, notices, quotation marks of blocks."""
    for block in re.split(r"\n\s*\n", body):
        lines = [line.removeprefix("> ") for line in block.strip("\n").split("\n")]
        mark = _MARK.match(lines[-1])
        lines = lines[:-1] if mark else lines
        if not lines or lines[0].startswith(("#", "!!!", "|", "    ", "---", "<")) or not "".join(lines).strip():
            continue
        yield Paragraph(_ITEM.sub("", "\n".join(lines)), bool(mark and LONG_ONLY in mark[1]))


def section(body: str, title: str) -> str | None:
    """The text under a `##` heading, up to the next; None when there is none."""
    found = re.search(rf"^##\s+{re.escape(title)}\s*(?:\{{.*\}})?$(.*?)(?=^##\s|\Z)", body, re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else None
