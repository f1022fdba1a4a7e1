"""Where the reader breathes: "//" at the end of a sentence, "/" inside it, never twice within a few words."""

from __future__ import annotations

import re

from portal.vietnamese import syllables

LEAST, MOST = 4, 16                              # syllables between two breaths: fewer is choppy, more leaves no air
_END = re.compile(r".+?(?:[.!?…]+[”\"]?(?=\s|$)|$)", re.DOTALL)
_PAUSE = re.compile(r"(?<=[,;:])\s+")
_LINK = re.compile(r"\s+(?=(?:và|thì|mà|để|vì|nếu|khi|nhưng|hoặc|rồi|là|của|cho|từ|do|bằng|với|trong|trước|sau)\s)")


def breathe(text: str) -> str:
    """A sentence a line with its marks; an empty line between paragraphs."""
    return "\n\n".join("\n".join(_sentence(sentence) for sentence in _sentences(paragraph)) for paragraph in text.split("\n\n"))


def _sentences(paragraph: str) -> list[str]:
    return [found.strip() for found in _END.findall(" ".join(paragraph.split())) if found.strip()]


def _sentence(sentence: str) -> str:
    parts = [piece for part in _joined(_PAUSE.split(sentence)) for piece in _cut(part)]
    return " / ".join(parts) + " //"


def _joined(parts: list[str]) -> list[str]:
    """Parts between commas, those too short for a breath of their own put together."""
    row = parts[:1]
    for part in parts[1:]:
        if syllables(row[-1]) < LEAST or syllables(part) < LEAST:
            row[-1] += f" {part}"
        else:
            row.append(part)
    return row


def _cut(part: str) -> list[str]:
    """A part too long for one breath, cut before the linking word nearest to its middle."""
    if syllables(part) <= MOST:
        return [part]
    places = [place for place in _LINK.finditer(part) if min(syllables(part[: place.start()]), syllables(part[place.end():])) >= LEAST]
    if not places:
        return [part]
    middle = syllables(part) / 2
    best = min(places, key=lambda place: abs(syllables(part[: place.start()]) - middle))
    return [*_cut(part[: best.start()]), *_cut(part[best.end():])]
