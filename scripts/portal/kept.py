"""What slow functions gave for a text, kept on the disk from one build to the next.

Only functions whose answer follows from what they are given may be recalled, with all of it in `on`. The rest that an
answer hangs on (our code, the versions of the libraries, mkdocs.yml) is the *seal* of the file: another seal, a damaged
file or no file at all means an empty memory, and everything is worked out anew. The folder may be deleted at any time."""

from __future__ import annotations

import hashlib
import pickle
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
CODE = Path(__file__).resolve().parent
LIBRARIES = ("lxml", "markdown", "mkdocs", "mkdocs-static-i18n", "python-docx", "pyyaml", "segno")
MARK = 32                                        # bytes before the content: its SHA-256
_open: list[_Memory] = []


class _Memory:
    """The answers of the last run (`old`) and those of this one (`new`), pickled one by one: no one can spoil what is kept."""

    def __init__(self, old: dict[bytes, bytes]) -> None:
        self.old = old
        self.new: dict[bytes, bytes] = {}

    def recall(self, name: str, on: tuple, work: Callable[[], T]) -> T:
        key = _key(name, on)
        if (answer := self.new.get(key) or self.old.get(key)) is not None:
            self.new[key] = answer
            return pickle.loads(answer)          # our own file, of our own folder, its mark compared
        found = work()
        self.new[key] = pickle.dumps(found, pickle.HIGHEST_PROTOCOL)
        return found


def _key(name: str, on: tuple) -> bytes:
    """A mark of 16 bytes. Each part goes in with its kind and its length, so no two lists of parts read alike."""
    mark = hashlib.blake2b(name.encode(), digest_size=16)
    for part in on:
        written = part if isinstance(part, str) else repr(part)      # of a long text, repr would look at every letter
        mark.update(f"\0{type(part).__name__} {len(written)} ".encode() + written.encode(errors="surrogatepass"))
    return mark.digest()


def recall(name: str, on: tuple, work: Callable[[], T]) -> T:
    """What `work` gives, or gave when it was last asked for `name` with the same `on`.

    Args:
        on: all that the answer depends on, as text, numbers, days and tuples of them (sets have no order)."""
    return _open[-1].recall(name, on, work) if _open else work()


@contextmanager
def memory(folder: Path, *also: Path, forgets: bool = True) -> Iterator[None]:
    """Opens the memory of `folder`; when all went well, what was asked for is kept for the next time.

    Args:
        also: files besides our code on which every answer hangs.
        forgets: what was not asked for goes; a check, which asks for less than a build, leaves it."""
    seal = _seal(also)
    file = folder / "nho.bin"
    _open.append(_Memory(_read(file, seal)))
    try:
        yield
        held = _open[-1]
        if forgets or held.new.keys() - held.old.keys():
            _write(file, seal, held.new if forgets else held.old | held.new)
    finally:
        _open.pop()


def _seal(also: tuple[Path, ...]) -> bytes:
    mark = hashlib.sha256(sys.version.encode())
    for name in LIBRARIES:
        mark.update(f"{name} {metadata.version(name)}\n".encode())
    for file in (*sorted(CODE.rglob("*.py")), *also):
        mark.update(file.name.encode() + b"\0" + file.read_bytes())
    return mark.digest()


def _read(file: Path, seal: bytes) -> dict[bytes, bytes]:
    try:
        raw = memoryview(file.read_bytes())              # tens of megabytes: parts of it are looked at, not copied
    except OSError:
        return {}
    mark, sealed, answers = raw[:MARK], raw[MARK : MARK + len(seal)], raw[MARK + len(seal) :]
    if sealed != seal or hashlib.sha256(raw[MARK:]).digest() != mark:
        return {}
    return pickle.loads(answers)


def _write(file: Path, seal: bytes, answers: dict[bytes, bytes]) -> None:
    """Puts the answers in place of the old ones; a full disk only means that the next build is slower."""
    content = pickle.dumps(answers, pickle.HIGHEST_PROTOCOL)
    mark = hashlib.sha256(seal)
    mark.update(content)
    fresh = file.with_suffix(".moi")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("wb") as out:
            out.writelines((mark.digest(), seal, content))
        fresh.replace(file)
    except OSError:
        fresh.unlink(missing_ok=True)
