"""The content and its history in one dated ZIP, and what such a ZIP brings to another computer."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from portal.desk import history
from portal.desk.history import FOLDER, History

TAKEN = ("docs", FOLDER)
MOST_FILES, MOST_BYTES = 200_000, 2_000_000_000


class CannotOpen(Exception):
    """One Vietnamese sentence."""


@dataclass(frozen=True)
class Brought:
    """What a backup changed: files that are new here, and files whose earlier text went into the history."""

    new: tuple[str, ...]
    changed: tuple[str, ...]


def write(root: Path, now: datetime) -> Path:
    """Writes dist/sao-luu-<date>-<time>.zip; its path. It appears under its name only when it is whole."""
    target = root / "dist" / f"sao-luu-{now:%Y-%m-%d-%H%M%S}.zip"
    target.parent.mkdir(exist_ok=True)
    half = target.with_suffix(".dang-ghi")
    try:
        with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as pack:
            for file in _files(root):
                pack.write(file, file.relative_to(root).as_posix())
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return target


def open_here(pack: Path, kept: History) -> Brought:
    """Puts a backup's content in place; a file that differs here is kept in the history first. Nothing is ever deleted.

    Raises: CannotOpen, when it is no backup of ours; nothing has changed then."""
    new, changed = [], []
    try:
        with zipfile.ZipFile(pack) as archive:
            entries = _checked(archive)
            for entry in sorted(entries, key=lambda entry: not entry.filename.startswith(FOLDER)):
                fresh = archive.read(entry)
                place = kept.root / entry.filename
                old = place.read_bytes() if place.is_file() else None
                if old == fresh:
                    continue
                if entry.filename.startswith("docs/"):
                    (new if old is None else changed).append(entry.filename)
                    kept.note(entry.filename, "goc")
                if old is None or entry.filename.startswith("docs/"):
                    history.write(place, fresh)
    except (zipfile.BadZipFile, EOFError) as broken:
        raise CannotOpen("Tệp sao lưu đã hỏng. Chép lại từ máy kia rồi mở lại.") from broken
    return Brought(tuple(new), tuple(changed))


def _checked(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    for entry in entries:
        parts = PurePosixPath(entry.filename).parts
        if not parts or parts[0] not in TAKEN or ".." in parts or "\\" in entry.filename or ":" in entry.filename:
            raise CannotOpen("Đây không phải tệp sao lưu của Bàn biên tập: trong tệp có thứ lạ.")
    if not any(entry.filename.startswith("docs/") for entry in entries):
        raise CannotOpen("Đây không phải tệp sao lưu của Bàn biên tập: không có thư mục docs/ bên trong.")
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise CannotOpen("Tệp sao lưu lớn quá mức.")
    if archive.testzip() is not None:
        raise CannotOpen("Tệp sao lưu đã hỏng. Chép lại từ máy kia rồi mở lại.")
    return entries


def _files(root: Path) -> Iterator[Path]:
    for folder in TAKEN:
        yield from sorted(file for file in (root / folder).rglob("*") if file.is_file() and not file.name.endswith((".moi", ".dang-ghi")))
