"""What a host must be able to do with files. Paths count from the root of the target, with "/"."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

Content = Path | bytes
T = TypeVar("T")


class Files(Protocol):
    """One place that holds files: a folder, an SFTP or FTPS server, a bucket.

    Every method may raise CannotPublish with a sentence for staff. Folders come into being with their files."""

    where: str                                        # how staff know it: "máy chủ web.example"

    def names(self, folder: str) -> list[str]:
        """Names in a folder; folders end in "/". Empty when the folder is not there."""

    def read(self, path: str) -> bytes | None:
        """The bytes; None when there is no such file."""

    def write(self, path: str, content: Content) -> None:
        """Writes a file that nobody looks at yet."""

    def replace(self, path: str, content: Content) -> None:
        """Writes a file that readers may open at this moment: they get the old or the new, whole."""

    def remove(self, path: str) -> None:
        """Removes a file; one that is gone already is fine."""

    def digests(self, paths: list[str]) -> dict[str, str]:
        """SHA-256 of what lies on the other side, read there; a missing file has no entry."""

    def lock(self, note: dict[str, str]) -> None:
        """Keeps others out until `unlock`. Raises Busy with the note of who is in."""

    def alive(self) -> None:
        """Called between files: a lock is kept fresh."""

    def unlock(self) -> None:
        """Lets others in; fine without a lock."""

    def close(self) -> None:
        """Ends the connection; `unlock` comes before."""


class Folders(Files, Protocol):
    """A host with folders that can be renamed and removed."""

    def rename(self, old: str, new: str) -> None:
        """Renames a file or folder; the new name must be free."""

    def remove_tree(self, folder: str) -> None:
        """Removes a folder and all that is in it; one that is gone already is fine."""


class Tree(Folders, Protocol):
    """Whole releases lie beside each other as folders, and one of them is shown."""

    def link(self, old: str, new: str) -> None:
        """Gives a file a second name without sending it again. Raises Unsupported."""

    def point(self, name: str, folder: str) -> None:
        """Makes `name` a symbolic link to the folder in one step. Raises Unsupported."""

    def pointed(self, name: str) -> str | None:
        """Where a symbolic link leads; None when it is none."""


def counted(items: Sequence[T], host: Files, say: Callable[[str], None]) -> Iterator[T]:
    """The items one by one: before each the lock is kept fresh, and of many every fifth part is said."""
    step = max(200, len(items) // 5 + 1)
    for n, item in enumerate(items, 1):
        host.alive()
        yield item
        if n % step == 0:
            say(f"    … {n}/{len(items)} tệp")


def empty(host: Folders, folder: str) -> None:
    """Removes all that is in a folder, for a host that removes only empty ones."""
    for name in host.names(folder):
        if name.endswith("/"):
            host.remove_tree(f"{folder}/{name.rstrip('/')}")
        else:
            host.remove(f"{folder}/{name}")


def read_back(host: Files, paths: list[str]) -> dict[str, str]:
    """`digests` for a host that cannot count by itself: every file comes here once more; the lock is kept fresh meanwhile."""
    found = {}
    for path in paths:
        host.alive()
        if (content := host.read(path)) is not None:
            found[path] = hashlib.sha256(content).hexdigest()
    return found
