"""A lock on a host that knows no locks: a folder or object that only one can make, its holder's note in it from the first moment.

The holder renews it while at work. One that a run left behind when it was cut short is taken over: at once when it was
made by this PC and account (a lock of the system on a file here tells that no other run of ours is at work), else when
nobody has renewed it for five minutes by the host's own clock."""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import platform
import posixpath
import secrets
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from portal import alone
from portal.publish.files import Folders
from portal.publish.folder import busy_sentence
from portal.publish.trouble import OLD_STANDS, Busy, CannotPublish

STALE = 300.0                     # seconds without a sign of life
RENEW = 20.0
NOTE = "ai.json"                  # inside a folder that is a lock


class Place(Protocol):
    """Where the lock lies. `mark` is this PC's own; names that carry it are used by one run at a time."""

    mark: str

    def claim(self, note: bytes) -> bool:
        """Makes the lock with its note in one step; False when there is one already."""

    def renew(self, note: bytes) -> None:
        """Writes the note anew: its time becomes now."""

    def note(self) -> bytes:
        """What the lock says of its holder; b"" when there is none."""

    def silent(self) -> float:
        """Seconds since the lock was made or renewed, by the host's clock."""

    def break_up(self) -> None:
        """Takes the lock away, whoever holds it, in one step."""


class LockHost(Folders, Protocol):
    """A host on which a folder may be a lock: renamed never over one that is not empty, and with a clock of its own."""

    def written_at(self, path: str) -> float | None:
        """Seconds by the host's clock; None when there is no such file or the host does not tell."""


class LockFolder:
    """The lock as a folder: made beside with its note, then renamed to `name`, which only one can do."""

    def __init__(self, host: LockHost, name: str) -> None:
        self.host, self.name, self.mark = host, name, ""

    def claim(self, note: bytes) -> bool:
        mine = f"{self.name}-{self.mark}"
        self.host.remove_tree(mine)
        self.host.write(f"{mine}/{NOTE}", note)
        try:
            self.host.rename(mine, self.name)
        except CannotPublish:
            if not self._stands():
                raise
            self.host.remove_tree(mine)
            return False
        return True

    def renew(self, note: bytes) -> None:
        self.host.replace(f"{self.name}/{NOTE}", note)

    def note(self) -> bytes:
        return self.host.read(f"{self.name}/{NOTE}") or b""

    def silent(self) -> float:
        """Measured against a file made now: both times are the host's."""
        probe = posixpath.join(posixpath.dirname(self.name), f".gio-{self.mark}")
        self.host.write(probe, b".")
        now, then = self.host.written_at(probe), self.host.written_at(f"{self.name}/{NOTE}") or self.host.written_at(self.name)
        self.host.remove(probe)
        return now - then if now and then else 0.0

    def break_up(self) -> None:
        gone = f"{self.name}-{self.mark}-bo"
        self.host.remove_tree(gone)
        try:
            self.host.rename(self.name, gone)
        except CannotPublish:
            if self._stands():
                raise
        self.host.remove_tree(gone)

    def _stands(self) -> bool:
        return f"{posixpath.basename(self.name)}/" in self.host.names(posixpath.dirname(self.name))


@dataclass
class RemoteLock:
    """The lock of one target; `target` is how this PC calls it."""

    place: Place
    target: str
    held: bytes = b""
    renewed: float = 0.0
    here: IO[str] | None = None

    def take(self, note: dict[str, str]) -> None:
        """Takes the lock, with a note of who is in; `close` even after it was refused.

        Raises:
            Busy: another run of this PC is at work, or another PC's lock was renewed within the last five minutes."""
        self.here = _entered(self.target)
        if self.here is None:
            raise self._busy("một cửa sổ khác trên máy này")
        self.place.mark = _mark(self.here)
        written = json.dumps({**note, "dau": self.place.mark}, ensure_ascii=False).encode("utf-8")
        if not self.place.claim(written):
            if not (_mark_in(self.place.note()) == self.place.mark or self.place.silent() > STALE):
                raise self._busy("một máy khác")
            self.place.break_up()
            if not self.place.claim(written):
                raise self._busy("một máy khác")
        self.held, self.renewed = written, time.monotonic()

    def alive(self) -> None:
        """Renews the lock from time to time.

        Raises:
            CannotPublish: this PC was silent for so long (asleep, say) that another one took the lock over."""
        if self.held and time.monotonic() - self.renewed > RENEW:
            if self.place.note() != self.held:
                self.held = b""
                raise CannotPublish(f"Máy này im lặng quá lâu, máy khác đã vào đưa trang lên. {OLD_STANDS} Đợi họ xong rồi chạy lại.")
            self.place.renew(self.held)
            self.renewed = time.monotonic()

    def close(self) -> None:
        """Gives the lock back where it is still ours."""
        try:
            if self.held and self.place.note() == self.held:
                self.place.break_up()
        finally:
            self.held = b""
            if self.here:
                self.here.close()

    def _busy(self, somebody: str) -> Busy:
        return Busy(busy_sentence(self.place.note().decode("utf-8", "replace"), somebody))


def _entered(target: str) -> IO[str] | None:
    """The file of this PC and account for a target, locked until it is closed; None when another run holds it."""
    name = hashlib.sha256(f"{getpass.getuser()} {platform.node()} {target}".encode()).hexdigest()[:16]
    opened = (_own_folder() / f"cong-hoa-giai-{name}.khoa").open("a+", encoding="utf-8")
    try:
        alone.take(opened)
    except alone.Taken:
        opened.close()
        return None
    return opened


def _own_folder() -> Path:
    """Where this account keeps what belongs to this PC and outlives a power cut, after which the temporary folder may be empty.

    On Linux as https://specifications.freedesktop.org/basedir-spec/ has it (state), on Windows what does not roam."""
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_STATE_HOME")
    try:
        folder = (Path(base) if base else Path.home() / ".local" / "state") / "cong-hoa-giai"
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):                  # the account of a service may have no home
        return Path(tempfile.gettempdir())
    return folder


def _mark(here: IO[str]) -> str:
    """What the file says, written at its first use: no other PC has the same."""
    here.seek(0)
    mark = here.read(16)
    if len(mark) < 16:
        mark = secrets.token_hex(8)
        here.truncate(0)
        here.write(mark)
        here.flush()
    return mark


def _mark_in(note: bytes) -> str | None:
    try:
        return str(json.loads(note)["dau"])
    except (ValueError, KeyError, TypeError):
        return None
