"""One at a time: a lock of the operating system, which ends with the process that holds it, however that ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

FAR = 1 << 30                     # Windows keeps others from reading what is locked: a byte far behind the text


class Taken(Exception):
    """Somebody else holds it."""


@contextmanager
def holding(file: Path) -> Iterator[None]:
    """Holds the lock of a file, made where it is missing.

    Raises:
        Taken: another process, or another part of this one, holds it."""
    with file.open("a+b") as opened:
        try:
            take(opened)
        except OSError as taken:
            raise Taken from taken
        yield


def take(opened: IO) -> None:
    """The exclusive lock of an open file until it is closed, at once or OSError."""
    if os.name == "nt":
        import msvcrt

        os.lseek(opened.fileno(), FAR, os.SEEK_SET)
        msvcrt.locking(opened.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        os.lseek(opened.fileno(), 0, os.SEEK_SET)
    else:
        import fcntl

        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
