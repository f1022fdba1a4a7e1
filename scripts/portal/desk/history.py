"""Every state of every page: what was saved, what was found on the disk, what was being typed when the power went.

A state is written, whole and flushed, to .lich-su/ before the page itself is touched; a page is replaced by one rename.
So there is no moment at which a crash, a full disk or a second window loses a saved word."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

FOLDER = ".lich-su"
KINDS = {"goc": "có sẵn trên máy", "luu": "đã lưu", "nhap": "nhập từ Word", "song-song": "lưu cùng lúc ở cửa sổ khác",
         "lay-lai": "lấy lại bản cũ", "duyet": "ghi duyệt", "xoa": "trước khi bỏ trang",
         "go-do": "chữ gõ dở, đã thay bằng chữ gõ trước đó"}
_NAME = re.compile(r"(?P<stamp>\d{8}-\d{6}-\d{6})-(?P<kind>[a-z-]+)-(?P<mark>[0-9a-f]{8})\.md")
_TYPING = "dang-go-"                                     # short names: Windows allows 260 letters for a whole path


class Changed(Exception):
    """The page on the disk is not the one this window began with; `kept` is the state that holds this window's text."""

    def __init__(self, kept: State, there: str | None) -> None:
        super().__init__(kept.name)
        self.kept, self.there = kept, there


@dataclass(frozen=True)
class State:
    """One earlier state of a page: when and how it came to be, and the first letters of its hash."""

    name: str
    at: datetime
    kind: str
    mark: str

    @property
    def told(self) -> str:
        """The line of the list of states."""
        return f"{self.at:%d/%m/%Y %H:%M:%S} · {KINDS.get(self.kind, self.kind)}"


class History:
    """The pages of one content folder and all their states."""

    def __init__(self, root: Path, now: Callable[[], datetime] = datetime.now) -> None:
        self.root, self.now = root, now
        self._one_at_a_time = threading.RLock()

    def read(self, path: str) -> str | None:
        """The text of a page; None when there is no such file."""
        return _text(_bytes(self.root / path))

    def save(self, path: str, text: str, base: str | None, kind: str = "luu") -> State:
        """Puts a text in the page's place; `base` is the text that the writer began with, None for a new page.

        Raises:
            Changed: the page was changed or deleted meanwhile; the new text is kept as a state, the page left alone.
            OSError: the disk is full or closed; nothing has changed."""
        with self._one_at_a_time:
            there = _bytes(self.root / path)
            self._keep_found(path, there)
            fresh = text.encode("utf-8")
            same = _text(there) == base
            kept = self._keep(path, fresh, kind if same else "song-song")
            if not same:
                raise Changed(kept, _text(there))
            write(self.root / path, fresh)
            return kept

    def remove(self, path: str) -> None:
        """Takes a page away; its last state stays."""
        with self._one_at_a_time:
            if (there := _bytes(self.root / path)) is not None:
                self._keep(path, there, "xoa")
                (self.root / path).unlink()

    def note(self, path: str, kind: str) -> None:
        """Keeps what stands on the disk now, written by another part of the portal, unless it is the newest state already."""
        self._keep_found(path, _bytes(self.root / path), kind)

    def states(self, path: str) -> list[State]:
        """All states of a page, the newest first."""
        found = [state for file in self._folder(path).glob("*.md") if (state := _state(file.name))]
        return sorted(found, key=lambda state: state.name, reverse=True)

    def text_of(self, path: str, name: str) -> str:
        """The text of one state.

        Raises: KeyError, when the page has no such state."""
        if not _NAME.fullmatch(name) or (text := _text(_bytes(self._folder(path) / name))) is None:
            raise KeyError(name)
        return text

    def restore(self, path: str, name: str) -> str:
        """Puts an earlier state back in its place, as one more state: it can be undone like any other."""
        text = self.text_of(path, name)
        self.save(path, text, self.read(path), "lay-lai")
        return text

    def type(self, path: str, window: str, text: str) -> None:
        """Keeps what a window holds and has not saved."""
        write(self._folder(path, made=True) / f"{_TYPING}{window}", text.encode("utf-8"))

    def forget(self, path: str, window: str) -> None:
        """Lets go of what a window held: it is saved, or not wanted."""
        with contextlib.suppress(FileNotFoundError):
            (self._folder(path) / f"{_TYPING}{window}").unlink()

    def set_aside(self, path: str, text: str) -> None:
        """Keeps a text that a window gives up for another one, without touching the page."""
        self._keep(path, text.encode("utf-8"), "go-do")

    def unsaved(self, path: str) -> list[tuple[str, datetime, str]]:
        """What was typed and never saved, by window: (window, time, text), the newest first; what equals the page is left out."""
        here = self.read(path)
        found = [(file.name.removeprefix(_TYPING), datetime.fromtimestamp(file.stat().st_mtime), _text(file.read_bytes()) or "")
                 for file in self._folder(path).glob(f"{_TYPING}*") if not file.name.endswith(".moi")]
        return sorted((item for item in found if item[2] != here), key=lambda item: item[1], reverse=True)

    def _keep_found(self, path: str, there: bytes | None, kind: str = "goc") -> None:
        """A file that was written outside the desk is a state too."""
        newest = next(iter(self.states(path)), None)
        if there is not None and (newest is None or newest.mark != _mark(there)):
            self._keep(path, there, kind)

    def _keep(self, path: str, content: bytes, kind: str) -> State:
        folder = self._folder(path, made=True)
        with self._one_at_a_time:
            name = f"{self.now():%Y%m%d-%H%M%S-%f}-{kind}-{_mark(content)}.md"
            write(folder / name, content)
        state = _state(name)
        assert state
        return state

    def _folder(self, path: str, *, made: bool = False) -> Path:
        mark = hashlib.sha256(path.encode("utf-8")).hexdigest()[:8]
        folder = self.root / FOLDER / f"{Path(path).stem[:12]}-{mark}"
        if made and not (folder / "trang.txt").exists():
            folder.mkdir(parents=True, exist_ok=True)
            write(folder / "trang.txt", path.encode("utf-8"))
        return folder


def write(file: Path, content: bytes) -> None:
    """The file holds the content, flushed to the disk, or is as it was: written beside, then renamed.

    Raises: OSError, when the disk does not take it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name[:12]}.{os.getpid()}.{threading.get_ident()}.moi")
    try:
        with beside.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    with _opened_folder(file.parent) as folder:
        if folder is not None:
            os.fsync(folder)


@contextlib.contextmanager
def _opened_folder(folder: Path) -> Iterator[int | None]:
    """A folder's handle, so that the new name itself is flushed; Windows has none and does it by itself."""
    if os.name == "nt":
        yield None
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield handle
    finally:
        os.close(handle)


def _bytes(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _text(content: bytes | None) -> str | None:
    return None if content is None else content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")


def _mark(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:8]


def _state(name: str) -> State | None:
    found = _NAME.fullmatch(name)
    return State(name, datetime.strptime(found["stamp"], "%Y%m%d-%H%M%S-%f"), found["kind"], found["mark"]) if found else None
