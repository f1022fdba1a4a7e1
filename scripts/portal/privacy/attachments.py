"""Word and PDF files that the site offers → their text, piece by piece, for the privacy gate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from urllib.parse import unquote

READ = (".docx", ".pdf")
UNREADABLE = (".doc", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".rtf", ".zip", ".rar", ".7z", ".eml", ".msg")

# Parts of a Word file that hold words, and what they are called to staff.
PLACES = {"document": "đoạn {}", "header": "đầu trang", "footer": "chân trang", "footnotes": "chú thích", "endnotes": "chú thích cuối", "comments": "lời góp ý"}
_WORD_PART = re.compile(r"/word/([a-z]+)\d*\.xml$")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Unreadable(Exception):
    """A file that cannot be looked into; the message is a Vietnamese half-sentence."""


@dataclass(frozen=True)
class Part:
    """A piece of a file and its Vietnamese name ("trang 2", "đoạn 14", "bảng 1")."""

    name: str
    text: str


def readers() -> tuple[str, ...]:
    """The libraries that read, with their versions, "" for one that is not installed: what is read hangs on them."""
    return tuple(next((found.version for found in metadata.distributions(name=name)), "") for name in ("python-docx", "pdfplumber"))


def read(file: Path) -> list[Part]:
    """The text of a .docx or .pdf, headers, footers, comments, tables and properties too.

    Raises:
        Unreadable: the file is damaged, locked by a password, a scan without text, or its library is missing.
    """
    try:
        return [part for part in (_word(file) if file.suffix.lower() == ".docx" else _pdf(file)) if part.text.strip()]
    except ImportError as missing:
        raise Unreadable(f"máy chưa cài thư viện {missing.name}") from missing
    except Unreadable:
        raise
    except Exception as broken:  # what python-docx and pdfplumber raise on damaged files is not one family
        raise Unreadable("tệp hỏng hoặc có mật khẩu") from broken


def _word(file: Path) -> Iterator[Part]:
    """Every paragraph of every part of the file, what was struck out but is still in it too, and where its links lead."""
    import docx
    from lxml import etree

    document = docx.Document(str(file))
    for part in document.part.package.iter_parts():
        place = _WORD_PART.match(str(part.partname))
        if not (place and place[1] in PLACES):
            continue
        paragraphs = (p for p in etree.fromstring(part.blob).iter(f"{_W}p") if next(p.iterancestors(f"{_W}p"), None) is None)    # a text box is read with its paragraph
        for n, paragraph in enumerate(paragraphs, 1):
            yield Part(PLACES[place[1]].format(n), "".join(node.text or "" for node in paragraph.iter(f"{_W}t", f"{_W}delText")))
        yield from (Part("liên kết", unquote(link.target_ref)) for link in part.rels.values() if link.is_external)
    facts = document.core_properties
    yield Part("thuộc tính tệp", "\n".join(filter(None, (facts.title, facts.subject, facts.comments, facts.keywords))))


def _pdf(file: Path) -> Iterator[Part]:
    import pdfplumber

    with pdfplumber.open(file) as document:
        written = False
        for n, page in enumerate(document.pages, 1):
            text = page.extract_text() or ""
            written = written or bool(text.strip())
            yield Part(f"trang {n}", text)
            yield from (Part(f"liên kết ở trang {n}", unquote(str(link["uri"]))) for link in page.hyperlinks if link.get("uri"))
        if not written:
            raise Unreadable("tệp chỉ có ảnh quét, không có chữ để soi")
        yield Part("thuộc tính tệp", "\n".join(str(document.metadata.get(key) or "") for key in ("Title", "Subject", "Keywords")))
