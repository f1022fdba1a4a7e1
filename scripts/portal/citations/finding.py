"""Text → citations: provisions (điểm, khoản, Điều) and documents, with their spans.

The text is read once from left to right. At each word that may begin a citation a list of
provisions is parsed, then the document that closes it; what was read is not read again, so
the time grows with the length of the text.
"""
import re
from dataclasses import dataclass

from portal.citations import documents, meaning, provisions
from portal.citations.arranging import Item, Provision, arrange
from portal.citations.documents import Document
from portal.citations.meaning import SPACE

_NO_POINT = "".join(f"(?<!{word} .iểm)" for word in ("hời", "uan", "ịa", "rọng", "Ưu", "ưu", "hược", "huyết", "đặc", "Đặc"))
# Cheap: every word a citation can begin with, with the little that tells it from everyday words ("điều kiện", "tài khoản 1234", "thời điểm").
_NUMBERED = r"(?=\s*(?:từ\s*)?(?:\d|này))"
_SEVERAL = r"[ \t\u00a0]+(?:[Đđ]i[ềể]|[Kk]hoản|ĐIỀU)"
_WORDS = [
    rf"[Cc]ác{_SEVERAL}", rf"[Nn]hững{_SEVERAL}", rf"CÁC{_SEVERAL}",
    rf"[Đđ]iều{_NUMBERED}", rf"[Đđ]iểm(?=\s*(?:từ\s*)?(?:\d|này|[a-zA-ZđĐ](?![^\W\d_]))){_NO_POINT}", r"[Đđ][. \t]?[ \t]?\d",
    r"[Đđ](?:\.[ \t]?|[ \t])[a-zđ](?![^\W_])", r"[Đđ][a-zđ][ \t,]{1,2}[kK]", "ĐIỀU", "ĐIỂM",
    rf"[Kk]hoản(?<!ài .hoản)(?<!iều .hoản)(?<!uyển .hoản){_NUMBERED}", "KHOẢN", r"[Kk][. \t]?[ \t]?\d",
    *documents.KINDS, "Hiến", "HIẾN", "hiến", "HP", "BL", "bl[dht]", "L[A-ZĐ]{2}", "lh[gn]", "lđđ",
]
_NUMBER = r"(?<!\d\.)(?:\d{1,3}\.)?\d{1,5}[a-z]?[ \t]?[-/]"
# A space lost in copying: "tạiĐiều 45", "tạikhoản 4 Điều 13", "Phụ lục IThông tư này".
_GLUED = r"Điều\s\d|Luật\s[A-ZĐ]|Nghị\sđịnh\s|Thông\stư\s|[Kk]hoản\s\d+\s[Đđ]iều\s|[Đđ]iểm\s[a-zđ]\s[Kk]hoản\s"


def _by_letter(words: list[str]) -> dict[str, list[str]]:
    """The letters with which words open → what may follow: "[Kk]hoản", "KH" → {"K": ["hoản", "H"], "k": ["hoản"]}."""
    rests: dict[str, list[str]] = {}
    for word in words:
        letters, rest = re.fullmatch(r"(\[..\]|.)(.*)", word).groups()
        for letter in letters.strip("[]"):
            rests.setdefault(letter, []).append(rest)
    return rests


def _start(rests: dict[str, list[str]]) -> re.Pattern:
    """Where to look closer. Begins with the set of all letters (those of _GLUED are among them): `re` leaps from one to the
    next, looks back over it, and tries only the words that open with it."""
    word = "|".join(f"{letter}(?:{'|'.join(some)})" for letter, some in rests.items())
    return re.compile(rf"[{''.join(rests)}\d](?<=(?<![^\W_])(?={word}|{_NUMBER}).|(?<=[a-zà-ỹIVX])(?={_GLUED}).)")


_START = _start(_by_letter(_WORDS))
_TO_DOCUMENT = re.compile(rf"{SPACE}[,(]?{SPACE}(?:(?:của|thuộc|trong|tại|theo)\s+)?(?:các\s+)?")
_FROM_DOCUMENT = re.compile(rf"{SPACE}[,:(\[]?{SPACE}")


@dataclass(frozen=True, slots=True)
class Citation:
    """One article, clause or point, or one whole document, as a text cites it.

    Attributes:
        number: full number of the law in canonical form, if the text gives it: "15/2014/NĐ-CP".
        name: the name the text gives, with a year or a short number: "Luật Đất đai 2024", "NĐ 15",
            "Luật này"; for "khoản 2 Điều này" it is "Điều này". None: a full number alone, or nothing.
        article, clause, point: as text ("91a", "2", "đ"); None where the text gives none.
        span: code points of the text, end exclusive; all entries of one list share it.
    """

    number: str | None
    name: str | None
    article: str | None
    clause: str | None
    point: str | None
    span: tuple[int, int]


@dataclass(frozen=True)
class _Expression:
    """What was read from one start: its citations (perhaps none) and where to read on."""

    end: int
    citations: tuple[Citation, ...] = ()


def find(text: str) -> list[Citation]:
    """All citations of a text (NFC), in its order; a list gives one for each article, clause or point."""
    text = text.replace("\u00d0", "Đ").replace("\u00f0", "đ")      # old keyboards write the Icelandic letter
    found: list[Citation] = []
    position = 0
    while start := _START.search(text, position):
        expression = _expression(text, start.start())
        found += expression.citations
        position = max(expression.end, start.start() + 1)
    return found


def _expression(text: str, start: int) -> _Expression:
    items, end = provisions.read(text, start)
    if items:
        return _of_provisions(text, start, items, end)
    if this := provisions.THIS.match(text, start):
        if meaning.is_this_provision(text, this):
            return _closed([], this.span(), None, this.group())
        return _Expression(this.end())
    document = documents.at(text, start)
    return _of_document(text, document) if document else _Expression(start + 1)


def _of_provisions(text: str, start: int, items: list[Item], end: int) -> _Expression:
    """The expression that begins with provisions: closed by "Điều này", by a document, or by nothing."""
    if closing := provisions.this_after(text, end):
        item, this = closing
        return _closed([*items, item], (start, this.end()), None, this.group())
    if len(items) == 1 and meaning.is_own_number(text, start, end):
        return _Expression(end)
    if document := _document_after(text, end):
        return _closed(items, (start, document.end), document.number, document.name)
    if meaning.is_contract(text, start, end) or (len(items) == 1 and items[0].doubtful):
        return _Expression(end)
    return _closed(items, (start, end), None, None)


def _of_document(text: str, document: Document) -> _Expression:
    """The document, with the provisions that may stand right after it ("BLDS Đ175")."""
    start = _FROM_DOCUMENT.match(text, document.end).end()
    items, end = provisions.read(text, start)
    separate = start == document.end or provisions.this_after(text, end) or _document_after(text, end)
    if not items or separate or (len(items) == 1 and meaning.is_own_number(text, start, end)):
        return _closed([], (document.start, document.end), document.number, document.name)
    return _closed(items, (document.start, end), document.number, document.name)


def _document_after(text: str, end: int) -> Document | None:
    """The document the provisions before belong to, if it follows at once (a chapter may stand between)."""
    position = provisions.past_headings(text, end)
    gap = _TO_DOCUMENT.match(text, position)
    if gap.end() >= len(text) or (gap.end() == position and not text[position].isupper()):
        return None
    return documents.at(text, gap.end(), after_provision=True)


def _closed(items: list[Item], span: tuple[int, int], number: str | None, name: str | None) -> _Expression:
    entries = arrange(items) or [Provision()]
    return _Expression(span[1], tuple(Citation(number, name, e.article, e.clause, e.point, span) for e in entries))
