"""A ZIP whose bytes follow its content alone: sorted names, one date, no owner."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

STORED = (".zip", ".png", ".jpg", ".webp", ".docx", ".epub")     # packed already


def write(target: Path, entries: Iterable[tuple[str, bytes]], day: date) -> None:
    """Writes the pack whole or not at all, and its SHA-256 beside it in the form that `sha256sum -c` reads."""
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(".dang-ghi")
    with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as pack:
        for place, content in sorted(entries):
            entry = zipfile.ZipInfo(place, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if place.endswith(STORED) else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            pack.writestr(entry, content)
    half.replace(target)
    sum_file(target)


def sum_file(target: Path) -> Path:
    """Writes `<name>.sha256` beside a pack."""
    beside = target.with_name(target.name + ".sha256")
    beside.write_text(f"{hashlib.sha256(target.read_bytes()).hexdigest()}  {target.name}\n", encoding="utf-8", newline="\n")
    return beside
