"""One at a time: a lock of the operating system, which ends with the process that holds it, however that ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


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

        opened.seek(0)
        msvcrt.locking(opened.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
