"""What the desk may mend by itself, when asked: nothing that changes a meaning."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from portal import front_matter
from portal.desk import front
from portal.vietnamese import canonical


@dataclass(frozen=True)
class Repair:
    """An offer: what it does, in Vietnamese, and the text after it."""

    name: str
    text: str


def _composed(source: str) -> str:
    return unicodedata.normalize("NFC", source)


def _toned(source: str) -> str:
    return "".join(part if part.isspace() or "/" in part else canonical(part) for part in re.split(r"(\s+)", source))


def _untabbed(source: str) -> str:
    head, body, _ = front_matter.split(source)
    return source if head is None else "---\n" + head.replace("\t", "  ") + f"\n---\n{body}"


def _trimmed(source: str) -> str:
    return re.sub(r"[ \t\u00a0]+$", "", source, flags=re.MULTILINE).rstrip("\n") + "\n"


RULES: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("ghép các dấu gõ rời thành chữ dựng sẵn", _composed),
    ("đặt lại dấu theo kiểu mới (hoà → hòa, thuỷ → thủy)", _toned),
    ("xếp các trường đúng thứ tự", front.ordered),
    ("thay phím Tab trong phần đầu trang bằng dấu cách", _untabbed),
    ("bỏ dấu cách thừa ở cuối dòng", _trimmed),
)


def offers(source: str) -> list[Repair]:
    """The repairs that would change this text."""
    return [Repair(name, mended) for name, rule in RULES if (mended := rule(source)) != source]
