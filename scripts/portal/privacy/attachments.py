"""Word and PDF files that the site offers → their text, piece by piece, for the privacy gate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

READ = (".docx", ".pdf")
UNREADABLE = (".doc", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".rtf", ".zip", ".rar", ".7z", ".eml", ".msg")


class Unreadable(Exception):
    """A file that cannot be looked into; the message is a Vietnamese half-sentence."""


@dataclass(frozen=True)
class Part:
    """A piece of a file and its Vietnamese name ("trang 2", "đoạn 14", "bảng 1")."""

    name: str
    text: str


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
    import docx

    document = docx.Document(str(file))
    for n, paragraph in enumerate(document.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"), 1):
        yield Part(f"đoạn {n}", "".join(node.text or "" for node in paragraph.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t")))
    for section in document.sections:
        for name, edge in (("đầu trang", section.header), ("chân trang", section.footer)):
            yield Part(name, "\n".join(paragraph.text for paragraph in edge.paragraphs))
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
        if not written:
            raise Unreadable("tệp chỉ có ảnh quét, không có chữ để soi")
