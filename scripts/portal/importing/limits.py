"""What is let in: the kind of a file by its first bytes, and the bounds of size, time and memory.

Bounds: a file 60 MB; a Word file 5,000 parts, 300 MB unpacked, 40 MB a text part, 400,000 paragraphs and runs (some 3,000 pages),
tables nested 20 deep; a PDF 1,000 pages; a picture 80 megapixels; pandoc 180 s and 2 GB; a PDF 400 s and 2 GB; LibreOffice 180 s.
Measured on two cores: a Word file at the bound takes two minutes and 2 GB. Nothing is executed or fetched."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1 << 20
FILE_BYTES = 60 * MEGABYTE
PARTS = 5_000
UNPACKED_BYTES = 300 * MEGABYTE
XML_BYTES = 40 * MEGABYTE
PIECES = 400_000
PDF_PAGES = 1_000
PICTURE_PIXELS = 80_000_000
MEMORY_BYTES = 2 << 30
PANDOC_SECONDS = 180
PDF_SECONDS = 400
OFFICE_SECONDS = 180

SAVE_AGAIN = "mở tệp bằng Word, chọn Lưu thành (Save as) dạng «Word Document (.docx)», rồi nhập lại"
ASK_AGAIN = "xin lại tệp gốc, hoặc chép lại từ máy của người gửi, rồi nhập lại"


class Refused(Exception):
    """A file that cannot be imported: `what` is wrong and how to `fix` it, in Vietnamese."""

    def __init__(self, what: str, fix: str = ASK_AGAIN) -> None:
        super().__init__(what)
        self.what, self.fix = what, fix


@dataclass(frozen=True)
class Source:
    """A file read into memory: its name, its bytes, and what it is: "docx", "doc" or "pdf"."""

    name: str
    content: bytes
    kind: str
    notes: tuple[str, ...] = ()


def read(path: Path) -> Source:
    """The file at `path`.

    Raises: Refused, when it is no file of ours or goes beyond a bound."""
    try:
        size = path.stat().st_size
        if size > FILE_BYTES:
            raise Refused(f"tệp nặng {size // MEGABYTE} MB, nhiều nhất {FILE_BYTES // MEGABYTE} MB", "bỏ bớt ảnh, hoặc chia tệp làm nhiều phần")
        content = path.read_bytes()
    except OSError as error:
        raise Refused(f"không mở được tệp ({error.strerror or 'lỗi đĩa'})", "xem tệp còn đó không, có đang mở trong Word không") from error
    if not content.strip(b"\0 \r\n\t"):
        raise Refused("tệp rỗng, không có chữ nào")
    kind = _kind(content)
    notes = () if path.suffix.lower() == f".{kind}" else (f"tên tệp ghi «{path.suffix or 'không có đuôi'}» nhưng bên trong là tệp {_NAMES[kind]}; đã đọc theo bên trong",)
    return Source(path.name, content, kind, notes)


_NAMES = {"docx": "Word (.docx)", "doc": "Word đời cũ (.doc)", "pdf": "PDF"}


def _kind(content: bytes) -> str:
    if content.startswith(b"PK"):
        return _office_kind(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _old_office_kind(content)
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.lstrip().startswith(b"{\\rtf"):
        return "doc"
    begins = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if begins.startswith((b"<html", b"<!doctype html", b"<?xml", b"<!--")) or b"mime-version:" in begins:
        raise Refused("tệp này là trang web hoặc XML lưu dưới tên tệp Word", SAVE_AGAIN)
    raise Refused("tệp này không phải tệp Word hay PDF, hoặc đã hỏng")


def _old_office_kind(content: bytes) -> str:
    """Tell the old binary formats apart by the names in their directory, written in UTF-16."""
    def has(name: str) -> bool:
        return name.encode("utf-16-le") in content
    if has("EncryptedPackage") or has("EncryptionInfo"):
        raise Refused("tệp có mật khẩu", "mở tệp bằng Word, gỡ mật khẩu (Tệp → Thông tin → Bảo vệ), lưu lại rồi nhập")
    if has("WordDocument"):
        return "doc"
    if has("Workbook") or has("PowerPoint Document"):
        raise Refused("đây là tệp Excel hoặc PowerPoint", "chép nội dung sang Word, hoặc lưu thành PDF, rồi nhập lại")
    raise Refused("tệp Word đời cũ đã hỏng", SAVE_AGAIN)


def _office_kind(content: bytes) -> str:
    names = set(parts(content, only=()))
    if any(name.startswith("word/") for name in names) or ("[Content_Types].xml" in names and not any(name.startswith(("xl/", "ppt/")) for name in names)):
        return "docx"
    if any(name.startswith(("xl/", "ppt/")) for name in names):
        raise Refused("đây là tệp Excel hoặc PowerPoint", "chép nội dung sang Word, hoặc lưu thành PDF, rồi nhập lại")
    if "content.xml" in names:
        raise Refused("đây là tệp LibreOffice (.odt)", "mở tệp, chọn Lưu thành dạng Word (.docx), rồi nhập lại")
    raise Refused("đây là tệp nén (ZIP), không phải tệp Word", "giải nén rồi nhập từng tệp bên trong")


def parts(content: bytes, only: tuple[str, ...] | None = None) -> dict[str, bytes]:
    """The parts of a ZIP by name; with `only`, the others are named but left unread.

    Raises: Refused, for a damaged, locked or swelling archive."""
    found: dict[str, bytes] = {}
    left = UNPACKED_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > PARTS:
                raise Refused("tệp chứa quá nhiều phần, có thể là tệp phá máy")
            for entry in entries:
                found[entry.filename] = b""
                if only is None or entry.filename in only:
                    found[entry.filename] = _unpack(archive, entry, left)
                    left -= len(found[entry.filename])
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, ValueError, KeyError, OSError) as error:
        raise Refused("tệp Word đã hỏng, không mở được", ASK_AGAIN) from error
    except RuntimeError as error:   # zipfile's word for a password
        raise Refused("tệp có mật khẩu", "gỡ mật khẩu rồi nhập lại") from error
    return found


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    # The size in the directory may lie: read one byte more than allowed, and no more.
    most = min(left, XML_BYTES if entry.filename.endswith((".xml", ".rels")) else left)
    with archive.open(entry) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise Refused("tệp phình quá lớn khi mở, có thể là tệp phá máy")
    return content
