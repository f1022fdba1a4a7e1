"""A lock on a host that knows no locks: a folder or object that only one can make.

The holder renews it while at work. A lock of a process of this PC that is gone, or one that nobody has renewed
for five minutes by the host's own clock, is left over from a run that was cut short and is taken over."""

from __future__ import annotations

import json
import os
import platform
import time
from dataclasses import dataclass
from typing import Protocol

from portal.publish.folder import busy_sentence
from portal.publish.trouble import Busy

STALE = 300.0                     # seconds without a sign of life
RENEW = 20.0


class Place(Protocol):
    """Where the lock lies."""

    def claim(self, note: bytes) -> bool:
        """Makes the lock; False when it is there already."""

    def renew(self, note: bytes) -> None: ...

    def note(self) -> bytes: ...

    def silent(self) -> float:
        """Seconds since the lock was made or renewed, by the host's clock."""

    def break_up(self) -> None:
        """Takes the lock away, whoever holds it."""


@dataclass
class RemoteLock:
    place: Place
    held: bytes = b""
    renewed: float = 0.0

    def take(self, note: dict[str, str]) -> None:
        written = json.dumps({**note, "tien_trinh": str(os.getpid())}, ensure_ascii=False).encode("utf-8")
        if not self.place.claim(written):
            found = self.place.note()
            if not (_is_dead(found) or self.place.silent() > STALE):
                raise Busy(busy_sentence(found.decode("utf-8", "replace")))
            self.place.break_up()
            if not self.place.claim(written):
                raise Busy(busy_sentence(self.place.note().decode("utf-8", "replace")))
        self.held, self.renewed = written, time.monotonic()

    def alive(self) -> None:
        if self.held and time.monotonic() - self.renewed > RENEW:
            self.place.renew(self.held)
            self.renewed = time.monotonic()

    def release(self) -> None:
        if self.held:
            self.held = b""
            self.place.break_up()


def _is_dead(note: bytes) -> bool:
    """Whether the lock belongs to a process of this PC that is no more."""
    try:
        holder = json.loads(note)
        if holder["may"] != platform.node() or os.name == "nt":
            return False
        os.kill(int(holder["tien_trinh"]), 0)
    except ProcessLookupError:
        return True
    except (ValueError, KeyError, TypeError, OSError):
        return False
    return False
