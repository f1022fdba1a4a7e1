"""One at a time: a lock of the operating system, which ends with the process that holds it, however that ends.

The file of a lock stays when the lock is given back: whoever deleted it might take it from under one who has just opened it,
and then two would hold it. Standard library alone: the set-up needs it before there is anything else."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

FAR = 1 << 30                     # Windows keeps others from reading what is locked: a byte far behind the text
_HELD = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)      # what the systems answer when somebody else holds it


class Taken(Exception):
    """Somebody else holds it."""


@contextmanager
def holding(file: Path) -> Iterator[None]:
    """Holds the lock of a file, made where it is missing.

    Raises:
        Taken: another process, or another part of this one, holds it.
        OSError: the file cannot be made, or its disk knows no locks (some mounted folders)."""
    with file.open("a+b") as opened:
        take(opened)
        yield


def take(opened: IO) -> None:
    """The exclusive lock of an open file, until it is closed; never waits. Raises as `holding` does."""
    try:
        _take(opened)
    except OSError as refused:
        if refused.errno in _HELD:
            raise Taken from refused
        raise


def _take(opened: IO) -> None:
    if os.name == "nt":
        import msvcrt

        os.lseek(opened.fileno(), FAR, os.SEEK_SET)
        msvcrt.locking(opened.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        os.lseek(opened.fileno(), 0, os.SEEK_SET)
    else:
        import fcntl

        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
