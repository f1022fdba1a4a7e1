"""A server reached by SFTP. Its key must be known before a word is said; a changed key stops everything."""

from __future__ import annotations

import base64
import contextlib
import errno
import getpass
import hashlib
import os
import posixpath
import secrets
import shlex
import socket
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from portal.publish import passwords
from portal.publish.files import Content, empty, read_back
from portal.publish.remote_lock import LockFolder, RemoteLock
from portal.publish.target import TABLE, Target
from portal.publish.trouble import OLD_STANDS, CannotPublish, Unsupported, cut_off, disk_full, no_right, wrong_password

KEY_FILE = "PORTAL_KHOA_SSH"                         # names a private key file that is not in ~/.ssh
LOCK = ".khoa"
WAIT = 30.0                                           # seconds without an answer
_CLOSING = (EOFError, ConnectionError, socket.timeout, TimeoutError)


class Sftp:
    """A Tree over SSH. Files travel without a shell; where the account has one, hashes are counted over there."""

    def __init__(self, target: Target) -> None:
        self.where = f"máy chủ {target.host}"
        self.root = target.path.rstrip("/") or "/"
        self._client = _connected(target, self.where)
        self._sftp = self._client.open_sftp()
        self._sftp.get_channel().settimeout(WAIT)
        self._folders: set[str] = set()
        self._lock = RemoteLock(LockFolder(self, LOCK), f"{target.host}{self.root}")

    def names(self, folder: str) -> list[str]:
        with self._told():
            try:
                entries = self._sftp.listdir_attr(self._at(folder))
            except FileNotFoundError:
                return []
            return sorted(entry.filename + ("/" if stat.S_ISDIR(entry.st_mode or 0) else "") for entry in entries)

    def read(self, path: str) -> bytes | None:
        with self._told():
            try:
                with self._sftp.open(self._at(path), "rb") as opened:
                    opened.prefetch()
                    return opened.read()
            except FileNotFoundError:
                return None

    def write(self, path: str, content: Content) -> None:
        self._make_folders(posixpath.dirname(path))
        sent = content if isinstance(content, bytes) else Path(content).read_bytes()
        with self._told(), self._sftp.open(self._at(path), "wb") as opened:
            opened.set_pipelined(True)                        # nobody waits for the answer to each piece, nor sees that one was refused
            opened.write(sent)
            if opened.stat().st_size != len(sent):
                raise disk_full(self.where)

    def replace(self, path: str, content: Content) -> None:
        beside = f"{path}.tam-{secrets.token_hex(4)}"
        self.write(beside, content)
        with self._told():
            self._sftp.posix_rename(self._at(beside), self._at(path))

    def remove(self, path: str) -> None:
        with self._told(), contextlib.suppress(FileNotFoundError):
            self._sftp.remove(self._at(path))

    def digests(self, paths: list[str]) -> dict[str, str]:
        counted = self._counted_there(paths)
        if counted is not None:
            return counted
        return read_back(self, paths)

    def _counted_there(self, paths: list[str]) -> dict[str, str] | None:
        """By the host's own sha256sum; None where the account has no shell."""
        found: dict[str, str] = {}
        for first in range(0, len(paths), 200):
            some = paths[first : first + 200]
            with self._told():
                try:
                    _, out, _ = self._client.exec_command(f"cd {shlex.quote(self.root)} && sha256sum -- {' '.join(map(shlex.quote, some))}", timeout=WAIT * 4)
                    lines = out.read().decode("utf-8", "replace").splitlines()
                except Exception:  # a refused shell ends the channel in a dozen ways
                    return None
            if not lines and some:
                return None
            for line in lines:
                name = line[66:]
                found[name.replace("\\\\", "\\") if line.startswith("\\") else name] = line[:64].lstrip("\\")
        return found if set(found) <= set(paths) else None

    def link(self, old: str, new: str) -> None:
        self._make_folders(posixpath.dirname(new))
        with self._cut_told():
            try:
                self._sftp._request(200, b"hardlink@openssh.com", self._at(old).encode(), self._at(new).encode())
            except OSError as cannot:
                raise Unsupported from cannot

    def rename(self, old: str, new: str) -> None:
        with self._told():
            self._sftp.rename(self._at(old), self._at(new))
            self._folders.clear()

    def remove_tree(self, folder: str) -> None:
        empty(self, folder)
        with self._told(), contextlib.suppress(FileNotFoundError):
            self._sftp.rmdir(self._at(folder))
        self._folders.clear()

    def point(self, name: str, folder: str) -> None:
        beside = f"{name}.tam-{secrets.token_hex(4)}"
        with self._cut_told():
            try:
                self._sftp.symlink(folder, self._at(beside))
                self._sftp.posix_rename(self._at(beside), self._at(name))
            except OSError as cannot:
                with contextlib.suppress(OSError):
                    self._sftp.remove(self._at(beside))
                raise Unsupported from cannot

    def pointed(self, name: str) -> str | None:
        with self._cut_told():
            try:
                return self._sftp.readlink(self._at(name))
            except OSError:
                return None

    def written_at(self, path: str) -> float | None:
        with self._told(), contextlib.suppress(FileNotFoundError):
            return self._sftp.stat(self._at(path)).st_mtime
        return None

    def lock(self, note: dict[str, str]) -> None:
        self._make_folders("")
        self._lock.take(note)

    def alive(self) -> None:
        self._lock.alive()

    def unlock(self) -> None:
        with contextlib.suppress(CannotPublish):
            self._lock.close()

    def close(self) -> None:
        self._client.close()

    def _at(self, path: str) -> str:
        return f"{self.root}/{path}".rstrip("/") if path else self.root

    def _make_folders(self, folder: str) -> None:
        if folder in self._folders:
            return
        parent = posixpath.dirname(folder) if folder else ""
        if folder:
            self._make_folders(parent)
        with self._told():
            try:
                self._sftp.mkdir(self._at(folder))
            except OSError as cannot:
                try:
                    self._sftp.stat(self._at(folder))          # there already: fine
                except FileNotFoundError:
                    raise cannot from None
        self._folders.add(folder)

    @contextlib.contextmanager
    def _cut_told(self) -> Iterator[None]:
        import paramiko

        try:
            yield
        except (*_CLOSING, paramiko.SSHException) as cut:
            raise cut_off(self.where) from cut

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            with self._cut_told():
                yield
        except OSError as wrong:
            if wrong.errno in (errno.EACCES, errno.EPERM):
                raise no_right(f"{self.where}, thư mục {self.root}") from wrong
            if wrong.errno == errno.ENOENT:
                raise CannotPublish(f"Trên {self.where} không có thư mục {posixpath.dirname(self.root)}. {OLD_STANDS} Nhờ người giữ máy chủ tạo thư mục ấy.") from wrong
            if str(wrong) == "Failure":                       # all that OpenSSH says of a full disk
                raise disk_full(self.where) from wrong
            if "closed" in str(wrong).lower():
                raise cut_off(self.where) from wrong
            raise CannotPublish(f"{self.where} báo: {wrong.strerror or wrong}. {OLD_STANDS} Chạy lại; nếu vẫn vậy, hỏi người giữ máy chủ.") from wrong


def _connected(target: Target, where: str) -> Any:
    import paramiko

    client = paramiko.SSHClient()
    with contextlib.suppress(OSError):
        client.load_system_host_keys()
    client.set_missing_host_key_policy(_KnownAlone(target, where))
    user = target.user or getpass.getuser()
    password = passwords.of(target.name, user, target.host)
    try:
        client.connect(target.host, target.port or 22, user, password, key_filename=os.environ.get(KEY_FILE), timeout=WAIT, banner_timeout=WAIT,
                       auth_timeout=WAIT, allow_agent=password is None, look_for_keys=password is None)
    except paramiko.BadHostKeyException as changed:
        raise _changed(where, fingerprint(changed.key)) from changed
    except paramiko.AuthenticationException as refused:
        raise wrong_password(user, where) from refused
    except socket.gaierror as unknown:
        raise CannotPublish(f"Không tìm thấy {where}. Xem lại tên máy chủ và mạng.") from unknown
    except (OSError, EOFError, paramiko.SSHException) as cannot:
        raise CannotPublish(f"Không kết nối được với {where}. {OLD_STANDS} Xem lại mạng, tên máy chủ và cổng, rồi chạy lại.") from cannot
    if target.fingerprint and (shown := fingerprint(client.get_transport().get_remote_server_key())) != target.fingerprint:
        client.close()
        raise _changed(where, shown)
    return client


class _KnownAlone:
    """A host is believed when its key stands in noi-dang.yml, or in the PC's own list of known hosts."""

    def __init__(self, target: Target, where: str) -> None:
        self.target, self.where = target, where

    def missing_host_key(self, client: object, hostname: str, key: Any) -> None:
        shown = fingerprint(key)
        if self.target.fingerprint == shown:
            return
        if self.target.fingerprint:
            raise _changed(self.where, shown)
        raise CannotPublish(f"Lần đầu gặp {self.where}, chưa biết có đúng máy không. Chưa gửi gì. Hỏi người giữ máy chủ xem khóa máy có đúng là {shown} không; "
                            f"đúng thì thêm dòng  khoa_may: \"{shown}\"  vào {TABLE}.")


def fingerprint(key: Any) -> str:
    """As `ssh-keygen -l` shows it."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(key.asbytes()).digest()).decode().rstrip("=")


def _changed(where: str, shown: str) -> CannotPublish:
    return CannotPublish(f"Khóa của {where} đã đổi (đang là {shown}): có thể máy chủ được cài lại, cũng có thể có kẻ giả làm máy chủ. "
                         f"Chưa gửi gì. {OLD_STANDS} Hỏi người giữ máy chủ trước khi sửa «khoa_may» trong {TABLE}.")
