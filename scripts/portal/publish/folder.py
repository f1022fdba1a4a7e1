"""A folder on this machine or mounted from another."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from portal import alone
from portal.publish.files import Content
from portal.publish.release import digest
from portal.publish.trouble import OLD_STANDS, Busy, CannotPublish, Unsupported, disk_full, no_right

LOCK = ".khoa"
HELD = (5, 32, 33)                       # what Windows answers of a file that another program holds
WAITS = (0.1, 0.3, 1.0, 0)               # seconds: a virus scanner looks at new files for a moment


class Folder:
    """A Tree on the disk. The lock is the system's own: it ends with the process, however that ends."""

    def __init__(self, root: Path) -> None:
        self.root, self.where = root, f"thư mục {root}"
        self._lock = None

    def names(self, folder: str) -> list[str]:
        with self._told():
            place = self.root / folder
            return sorted(f"{entry.name}/" if entry.is_dir() and not entry.is_symlink() else entry.name for entry in os.scandir(place)) if place.is_dir() else []

    def read(self, path: str) -> bytes | None:
        with self._told():
            return (self.root / path).read_bytes() if (self.root / path).is_file() else None

    def write(self, path: str, content: Content) -> None:
        with self._told():
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                file.write_bytes(content)
            else:
                shutil.copyfile(content, file)

    def replace(self, path: str, content: Content) -> None:
        beside = f"{path}.tam-{secrets.token_hex(4)}"
        self.write(beside, content)
        with self._told():
            (self.root / beside).replace(self.root / path)

    def remove(self, path: str) -> None:
        with self._told():
            (self.root / path).unlink(missing_ok=True)

    def digests(self, paths: list[str]) -> dict[str, str]:
        with self._told():
            return {path: digest(self.root / path) for path in paths if (self.root / path).is_file()}

    def link(self, old: str, new: str) -> None:
        (self.root / new).parent.mkdir(parents=True, exist_ok=True)
        try:
            (self.root / new).hardlink_to(self.root / old)
        except OSError as cannot:
            raise Unsupported from cannot

    def rename(self, old: str, new: str) -> None:
        with self._told():
            for wait in WAITS:
                try:
                    (self.root / old).rename(self.root / new)
                    return
                except PermissionError as held:
                    if getattr(held, "winerror", None) not in HELD or not wait:
                        raise
                time.sleep(wait)

    def remove_tree(self, folder: str) -> None:
        with self._told():
            if (self.root / folder).is_dir():
                shutil.rmtree(self.root / folder)

    def point(self, name: str, folder: str) -> None:
        beside = self.root / f"{name}.tam-{secrets.token_hex(4)}"
        try:
            beside.symlink_to(folder, target_is_directory=True)
            beside.replace(self.root / name)
        except OSError as cannot:                      # Windows without the right to link, a share without links, a real folder
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
            raise Unsupported from cannot

    def pointed(self, name: str) -> str | None:
        return str((self.root / name).readlink()) if (self.root / name).is_symlink() else None

    def lock(self, note: dict[str, str]) -> None:
        with self._told():
            self.root.mkdir(parents=True, exist_ok=True)
            opened = (self.root / LOCK).open("a+", encoding="utf-8")
        try:
            with self._told():                                # a mounted folder may know no locks
                alone.take(opened)
        except alone.Taken as taken:
            opened.close()
            raise Busy(busy_sentence((self.root / LOCK).read_text(encoding="utf-8", errors="replace"))) from taken
        except CannotPublish:
            opened.close()
            raise
        opened.truncate(0)
        opened.write(json.dumps(note, ensure_ascii=False))
        opened.flush()
        self._lock = opened

    def alive(self) -> None:
        """The system keeps the lock."""

    def unlock(self) -> None:
        if self._lock:
            with contextlib.suppress(OSError):
                self._lock.truncate(0)
            self._lock.close()
            self._lock = None

    def close(self) -> None:
        self.unlock()

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as wrong:
            raise said(wrong, self.where) from wrong


def said(wrong: OSError, where: str) -> CannotPublish:
    """The system's complaint as a sentence."""
    if wrong.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(where)
    if getattr(wrong, "winerror", None) in HELD and wrong.filename:
        return CannotPublish(f"Tệp {wrong.filename} đang bị chương trình khác giữ. {OLD_STANDS} Đóng chương trình ấy rồi chạy lại.")
    if wrong.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return no_right(where)
    if wrong.errno == errno.ENAMETOOLONG:
        return CannotPublish(f"Tên tệp quá dài với {where}: {wrong.filename}. {OLD_STANDS} Đặt tên trang ngắn hơn.")
    return CannotPublish(f"Không làm được ở {where}: {wrong.strerror or wrong}. {OLD_STANDS} Xem lại thư mục, rồi chạy lại.")


def busy_sentence(note: str, somebody: str = "một máy khác") -> str:
    """Who is publishing, from the note in the lock; `somebody` when it does not say."""
    try:
        who = json.loads(note)
        by = f"{who['ai']} (máy {who['may']}), từ {who['luc']}"
    except (ValueError, KeyError, TypeError):
        by = somebody
    return f"Đang có người đưa trang lên cùng chỗ này: {by}. Chưa làm gì cả; đợi họ xong rồi chạy lại."
