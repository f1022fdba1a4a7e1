"""One key of the front matter changed in the text of a page; every other line stays byte for byte as it was."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import yaml

from portal import front_matter
from portal.fields import FIELDS

_KEY = re.compile(r"^(?P<key>[\w-]+):")
_PLAIN = re.compile(r"[^\W\d_][\w /-]*|\d+/\d{4}/[\w-]+|\d+/[^\W\d][\w-]*")


def put(source: str, key: str, value: Any) -> str:
    """The page's text with the key set; None, "", [] and {} take the key away. A new key goes where the order wants it."""
    head, body, _ = front_matter.split(source)
    lines = (head or "").split("\n") if head else []
    written = [] if value in (None, "", [], {}) else dumped(key, value)
    begin, end = _place(lines, key)
    lines[begin:end] = written
    return "---\n" + "".join(f"{line}\n" for line in lines) + f"---\n{body}"


def with_body(source: str, body: str) -> str:
    """The page's text with another body under the same front matter."""
    head, _, _ = front_matter.split(source)
    return (f"---\n{head}\n---\n" if head else "") + body


def ordered(source: str) -> str:
    """The page's text with its keys in the order of the field table; lines of comment go with the key below them."""
    head, body, _ = front_matter.split(source)
    if not head:
        return source
    ranks = {field.key: rank for rank, field in enumerate(FIELDS)}
    groups: list[tuple[int, list[str]]] = []
    waiting: list[str] = []
    for line in head.split("\n"):
        if found := _KEY.match(line):
            groups.append((ranks.get(found["key"], len(ranks)), [*waiting, line]))
            waiting = []
        elif groups and not line.startswith("#"):
            groups[-1][1].append(line)
        else:
            waiting.append(line)
    lines = [line for _, group in sorted(groups, key=lambda group: group[0]) for line in group] + waiting
    return "---\n" + "".join(f"{line}\n" for line in lines) + f"---\n{body}"


def dumped(key: str, value: Any) -> list[str]:
    """The lines that say a key: a list of codes in one line, other lists one item a line, records in braces."""
    if isinstance(value, list):
        if all(isinstance(item, str) and _is_plain(item) and len(item) < 30 for item in value):
            return [f"{key}: [{', '.join(value)}]"]
        return [f"{key}:", *(f"  - {_flow(item)}" for item in value)]
    if isinstance(value, dict):
        lines = [f"{key}:"]
        for name, item in value.items():
            lines += [f"  {line}" for line in dumped(str(name), item)]
        return lines
    return [f"{key}: {_flow(value)}"]


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_flow(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | int | float):
        return str(value)
    text = re.sub(r"\s*\n\s*", " ", str(value)).strip()
    return text if _is_plain(text) else json.dumps(text, ensure_ascii=False)


def _is_plain(text: str) -> bool:
    """Whether YAML reads the bare words back as the same text."""
    if not _PLAIN.fullmatch(text):
        return False
    try:
        return yaml.safe_load(text) == text
    except (yaml.YAMLError, ValueError):
        return False


def _place(lines: list[str], key: str) -> tuple[int, int]:
    """Where the key's lines stand, or where they would: before the first key that comes after it."""
    ranks = {field.key: rank for rank, field in enumerate(FIELDS)}
    starts = [(number, found["key"]) for number, line in enumerate(lines) if (found := _KEY.match(line))]
    for at, (number, name) in enumerate(starts):
        if name == key:
            end = starts[at + 1][0] if at + 1 < len(starts) else len(lines)
            while end > number + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
                end -= 1
            return number, end
    later = next((number for number, name in starts if ranks.get(name, -1) > ranks.get(key, len(ranks))), len(lines))
    return later, later
