"""A release: which files with which bytes, who published it, what changed. Kept beside it as JSON."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

PACKED_ENDINGS = (".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".ics", ".webmanifest", ".csv")      # text: worth packing
MARKED = r"(?:\.[0-9a-f]{8,}|/[0-9a-f]{10}/[a-z0-9]+)\.[a-z0-9]+(?:\.(?:br|gz))?$"      # a mark of the bytes in the name, or in the folder's (search index)
_ID = re.compile(r"(\d{4,})-\d{8}-\d{4}")
_PACKED = re.compile(r"\.(?:gz|br)$")


@dataclass(frozen=True, order=True)
class File:
    """A file of a release: path from the web root with "/", size in bytes."""

    path: str
    size: int
    sha256: str

    @property
    def is_page(self) -> bool:
        """HTML, and what is packed from it: goes up after everything it may ask for."""
        return _PACKED.sub("", self.path).endswith(".html")

    @property
    def is_marked(self) -> bool:
        """Its name carries a mark of its bytes (portal.1a2b3c4d.css, search/vi/1a2b3c4d5e/k0.js): pages of the last release may still ask for it."""
        return bool(re.search(MARKED, self.path))


@dataclass(frozen=True)
class Release:
    """What one publication put on the host.

    `carried` are marked files of the release before, kept for readers whose page is still open. `changes` are the
    change notes since the last release; `known` are marks of all notes so far. `made` is UTC, by this PC's clock."""

    id: str
    made: str
    by: str
    files: tuple[File, ...]
    carried: tuple[File, ...] = ()
    changes: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    preview: bool = False

    @property
    def number(self) -> int:
        return number(self.id)

    @property
    def all_files(self) -> tuple[File, ...]:
        """Its own files and those carried along."""
        return (*self.files, *self.carried)

    @property
    def size(self) -> int:
        """Bytes of its own files."""
        return sum(file.size for file in self.files)

    def to_json(self) -> bytes:
        """The manifest as it lies on the host."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n").encode("utf-8")

    @classmethod
    def from_json(cls, written: bytes) -> Release:
        """Reads `to_json` back.

        Raises:
            ValueError: the text is no manifest of ours, or was cut short.
        """
        try:
            said = json.loads(written)
            files = {key: tuple(File(**file) for file in said.pop(key)) for key in ("files", "carried")}
            lists = {key: tuple(said.pop(key)) for key in ("changes", "known")}
            return cls(**said, **files, **lists)
        except (KeyError, TypeError, AttributeError) as wrong:
            raise ValueError("not a manifest") from wrong


def number(release_id: str) -> int:
    """The running number of a release id; 0 for a name that is none."""
    found = _ID.fullmatch(release_id)
    return int(found.group(1)) if found else 0


def next_id(existing: list[str], now: datetime) -> str:
    """The id after all others: the running number orders releases, so a wrong clock cannot."""
    return f"{max(map(number, existing), default=0) + 1:04d}-{now.astimezone(UTC):%Y%m%d-%H%M}"


def scan(folder: Path) -> tuple[File, ...]:
    """The files under a folder, sorted by path."""
    return tuple(sorted(describe(file, file.relative_to(folder).as_posix()) for file in folder.rglob("*") if file.is_file()))


def describe(file: Path, path: str) -> File:
    """A file of this PC under the path that it gets."""
    return File(path, file.stat().st_size, digest(file))


def digest(file: Path) -> str:
    """SHA-256 as hexadecimal digits."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def mark(note: str) -> str:
    """A short mark of a change note, to know it again."""
    return hashlib.sha256(note.encode("utf-8")).hexdigest()[:12]
