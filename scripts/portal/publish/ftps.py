"""A server reached by FTP over TLS: plain file hosting. Plain FTP is refused: it would send the password in clear."""

from __future__ import annotations

import contextlib
import ftplib
import io
import posixpath
import secrets
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from portal.publish import passwords
from portal.publish.files import Content, empty, read_back
from portal.publish.in_place import HALF, STORE
from portal.publish.remote_lock import LockFolder, RemoteLock
from portal.publish.target import Target
from portal.publish.trouble import OLD_STANDS, CannotPublish, cut_off, disk_full, no_right, wrong_password

LOCK = f"{STORE}/khoa"
WAIT = 30.0
_CLOSING = (EOFError, ConnectionError, socket.timeout, TimeoutError, ssl.SSLError)


class _Session(ftplib.FTP_TLS):
    """Strict servers (vsftpd as it comes) want the data connection to go on with the same TLS session."""

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:
        connection, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
        if self._prot_p:  # type: ignore[attr-defined]
            connection = self.context.wrap_socket(connection, server_hostname=self.host, session=self.sock.session)  # type: ignore[union-attr]
        return connection, size


class Ftps:
    """Files over FTPS. A file is sent under another name and renamed over the old one."""

    def __init__(self, target: Target) -> None:
        self.where = f"máy chủ {target.host}"
        self.root = target.path.rstrip("/") or "/"
        self._ftp = _connected(target, self.where)
        self._folders: set[str] = set()
        self._lock = RemoteLock(LockFolder(self, LOCK), f"{target.host}{self.root}")

    def names(self, folder: str) -> list[str]:
        with self._told():
            try:
                entries = list(self._ftp.mlsd(self._at(folder), ["type"]))
            except ftplib.error_perm as wrong:
                if wrong.args[0][:2] == "50":
                    return self._names_by_list(folder)
                return [] if _is_missing(wrong) else self._fail(wrong)
            return sorted(name + ("/" if facts["type"] == "dir" else "") for name, facts in entries if facts["type"] in ("dir", "file"))

    def _names_by_list(self, folder: str) -> list[str]:
        """For servers without MLSD (vsftpd): the long listing of Unix."""
        lines: list[str] = []
        try:
            self._ftp.cwd(self._at(folder))
            self._ftp.retrlines("LIST -a", lines.append)
        except ftplib.error_perm as wrong:
            return [] if _is_missing(wrong) else self._fail(wrong)
        found = [(line[:1] == "d", line.split(None, 8)[8]) for line in lines if len(line.split(None, 8)) == 9]
        return sorted(name + ("/" if is_folder else "") for is_folder, name in found if name not in (".", ".."))

    def read(self, path: str) -> bytes | None:
        got = io.BytesIO()
        with self._told():
            try:
                self._ftp.retrbinary(f"RETR {self._at(path)}", got.write)
            except ftplib.error_perm as wrong:
                return None if _is_missing(wrong) else self._fail(wrong)
        return got.getvalue()

    def write(self, path: str, content: Content) -> None:
        self._make_folders(posixpath.dirname(path))
        with self._told(), io.BytesIO(content) if isinstance(content, bytes) else Path(content).open("rb") as opened:
            self._ftp.storbinary(f"STOR {self._at(path)}", opened)

    def replace(self, path: str, content: Content) -> None:
        beside = f"{STORE}/{HALF}{secrets.token_hex(6)}"            # in one place: what a cut-off run leaves is found again
        self._make_folders(posixpath.dirname(path))
        try:
            self.write(beside, content)
        except CannotPublish:
            with contextlib.suppress(CannotPublish):
                self.remove(beside)                           # on a full disk the next run needs room for its lock
            raise
        with self._told():
            try:
                self._ftp.rename(self._at(beside), self._at(path))
            except ftplib.error_perm:                     # a server that does not rename over a file: a moment's gap, then the new one
                self.remove(path)
                self._ftp.rename(self._at(beside), self._at(path))

    def remove(self, path: str) -> None:
        with self._told():
            try:
                self._ftp.delete(self._at(path))
            except ftplib.error_perm as wrong:
                if not _is_missing(wrong):
                    raise

    def digests(self, paths: list[str]) -> dict[str, str]:
        return read_back(self, paths)

    def rename(self, old: str, new: str) -> None:
        with self._told():
            self._ftp.rename(self._at(old), self._at(new))
        self._folders.discard(old)

    def remove_tree(self, folder: str) -> None:
        empty(self, folder)
        with self._told(), contextlib.suppress(ftplib.error_perm):
            self._ftp.rmd(self._at(folder))
        self._folders.discard(folder)

    def written_at(self, path: str) -> float | None:
        with self._told():
            try:
                return datetime.strptime(self._ftp.sendcmd(f"MDTM {self._at(path)}")[4:18], "%Y%m%d%H%M%S").replace(tzinfo=UTC).timestamp()
            except (ftplib.Error, ValueError):               # a server that does not tell, or no such file
                return None

    def lock(self, note: dict[str, str]) -> None:
        self._make_folders(posixpath.dirname(LOCK))
        self._lock.take(note)

    def alive(self) -> None:
        self._lock.alive()

    def unlock(self) -> None:
        with contextlib.suppress(CannotPublish):
            self._lock.close()

    def close(self) -> None:
        with contextlib.suppress(OSError, EOFError, ftplib.Error):
            self._ftp.quit()
        self._ftp.close()

    def _at(self, path: str) -> str:
        if "\n" in path or "\r" in path:
            raise CannotPublish(f"Tên tệp có dấu xuống dòng: {path!r}. {OLD_STANDS} Đổi tên tệp.")
        return f"{self.root.rstrip('/')}/{path}".rstrip("/") or "/"

    def _make_folders(self, folder: str) -> None:
        if folder in self._folders:
            return
        if folder:
            self._make_folders(posixpath.dirname(folder))
        with self._told(), contextlib.suppress(ftplib.error_perm):        # there already; else the write says what is wrong
            self._ftp.mkd(self._at(folder))
        self._folders.add(folder)

    def _fail(self, wrong: ftplib.Error) -> list[str]:
        raise wrong

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except ftplib.Error as wrong:
            raise _said(wrong, self.where) from wrong
        except _CLOSING as cut:
            raise cut_off(self.where) from cut
        except OSError as wrong:
            raise cut_off(self.where) from wrong


def _connected(target: Target, where: str) -> ftplib.FTP_TLS:
    user = target.user or "anonymous"
    password = passwords.of(target.name, user, target.host) or ""
    ftp = _Session(context=ssl.create_default_context(cafile=target.authority or None), encoding="utf-8")
    with contextlib.ExitStack() as on_failure:
        on_failure.callback(ftp.close)
        _log_in(ftp, target, user, password, where)
        on_failure.pop_all()
    return ftp


def _log_in(ftp: ftplib.FTP_TLS, target: Target, user: str, password: str, where: str) -> None:
    try:
        ftp.connect(target.host, target.port or 21, timeout=WAIT)
        ftp.auth()
        ftp.login(user, password)
        ftp.prot_p()
        with contextlib.suppress(ftplib.error_perm):
            ftp.sendcmd("OPTS UTF8 ON")
    except ssl.SSLCertVerificationError as unproven:
        raise CannotPublish(f"Không kiểm được chứng thư của {where}: có thể đã hết hạn, là máy giả, hoặc đồng hồ máy này sai. "
                            f"Chưa gửi mật khẩu. {OLD_STANDS} Hỏi người giữ máy chủ.") from unproven
    except ftplib.error_perm as refused:
        if refused.args[0][:3] == "530":
            raise wrong_password(user, where) from refused
        raise CannotPublish(f"{where} không nhận kết nối có mã hóa ({refused}). Chưa gửi mật khẩu. Nhờ người giữ máy chủ bật FTPS.") from refused
    except socket.gaierror as unknown:
        raise CannotPublish(f"Không tìm thấy {where}. Xem lại tên máy chủ và mạng.") from unknown
    except (*_CLOSING, OSError, ftplib.Error) as cannot:
        raise CannotPublish(f"Không kết nối được với {where}. {OLD_STANDS} Xem lại mạng, tên máy chủ và cổng, rồi chạy lại.") from cannot


def _is_missing(wrong: ftplib.Error) -> bool:
    """550 is said for a missing file and for a forbidden one; only the words tell."""
    said = str(wrong).lower()
    return said.startswith("550") and not any(word in said for word in ("permission", "denied", "not allowed"))


def _said(wrong: ftplib.Error, where: str) -> CannotPublish:
    code = str(wrong)[:3]
    if code in ("452", "552") or "space" in str(wrong).lower() or "quota" in str(wrong).lower():
        return disk_full(where)
    if code in ("421", "425", "426"):
        return cut_off(where)
    if code in ("550", "553", "532"):
        return no_right(where)
    if code == "451":
        return disk_full(where)
    return CannotPublish(f"{where} báo: {wrong}. {OLD_STANDS} Chạy lại; nếu vẫn vậy, hỏi người giữ máy chủ.")
