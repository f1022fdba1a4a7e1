"""How a law is numbered, and how its page is laid out: number → kind, heading → article, body → anchors."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from portal.content import CODE, Page

# The part of a number that tells the kind, in the order in which they must be tried.
_KINDS = (("NQLT", "nghị quyết liên tịch"), ("TTLT", "thông tư liên tịch"), ("NĐ", "nghị định"), ("NQ", "nghị quyết"), ("QĐ", "quyết định"),
          ("TT", "thông tư"), ("CT", "chỉ thị"), ("PL-UBTVQH", "pháp lệnh"), ("UBTVQH", "pháp lệnh"), ("QH", "luật"))
_ARTICLE = re.compile(r"(?:Điều|Article) (\d+[a-zđ]?)\b\.?")
_TITLE = re.compile(r"(?:Điều|Article) \d+[a-zđ]?\.\s+(.+)")
_HEADING = re.compile(r"##\s.*?(?:\{[:\s]*#(dieu-\w+)[^}]*\})?\s*$")
CLAUSE_NAME = re.compile(r"(?:Khoản|Clause) (\w+)\.?")
_CLAUSE = re.compile(rf"\*\*{CLAUSE_NAME.pattern}\*\*")
_POINT = re.compile(r"[-*+]\s+([a-zđ]{1,2})\)\s")
_ITEM = re.compile(r"[-*+]\s")


def kind(number: str) -> str:
    """"15/2014/NĐ-CP" → "nghị định"; "" when the number is of no kind of law (a plan, a letter)."""
    code = number.partition("/")[2]
    return next((name for mark, name in _KINDS if re.search(rf"(?<![A-ZĐ]){mark}", code)), "")


def short_number(number: str) -> str:
    """"04/2017/NQ-HĐTP" → "4"."""
    return number.partition("/")[0].lstrip("0")


def extent(written: str) -> frozenset[str]:
    """The articles that a law has: "1-3, 91a" → {"1", "2", "3", "91a"}."""
    found: set[str] = set()
    for part in written.split(","):
        first, _, last = part.strip().partition("-")
        if last.isdigit() and first.isdigit():
            found |= {str(article) for article in range(int(first), min(int(last), 2000) + 1)}
        else:
            found.add(first)
    return frozenset(found)


def article_of(heading: str) -> str | None:
    """"Điều 91a. Tên điều" → "91a"; None for other headings."""
    found = _ARTICLE.match(heading)
    return found.group(1) if found else None


def titles(page: Page) -> dict[str, str]:
    """Titles of the articles that the page digests."""
    named = ((article_of(heading.text), _TITLE.match(heading.text)) for heading in page.headings if heading.level == 2)
    return {article: title.group(1) for article, title in named if article and title}


def anchor(article: str, clause: str | None = None, point: str | None = None) -> str:
    """"dieu-8", "dieu-8-khoan-2", "dieu-8-khoan-2-diem-dd"."""
    parts = [("dieu", article), ("khoan", clause), ("diem", point)]
    return "-".join(f"{word}-{value.lstrip('0').replace('đ', 'dd')}" for word, value in parts if value)


def anchors(body: str) -> Iterator[str]:
    """Ids of the clauses (**Khoản 2.**) and points (- a) …) under the articles of a law's page.

    A list whose items are not all points has none."""
    place = article = ""
    for block in re.split(r"\n\s*\n|\n(?=##)", CODE.sub("", body)):
        lines = block.strip("\n").split("\n")
        if heading := _HEADING.match(lines[0]):
            article = place = heading.group(1) or ""
        elif article and (clause := _CLAUSE.match(lines[0])):
            place = f"{article}-khoan-{clause.group(1)}"
            yield place
        elif article and _ITEM.match(lines[0]):
            yield from _points([line for line in lines if _ITEM.match(line)], place)


def _points(items: list[str], place: str) -> Iterator[str]:
    marks = [_POINT.match(item) for item in items]
    if all(marks):
        yield from (f"{place}-diem-{mark.group(1).replace('đ', 'dd')}" for mark in marks if mark)


def outline(body: str, start: int = 0) -> list[tuple[int, str | None, str | None]]:
    """Where articles and clauses of a law's page begin: (offset, article, clause), counted from `start`, in order."""
    found = []
    article: str | None = None
    for line in re.finditer(r"^(?:## |\*\*(?=Khoản |Clause )).*$", body, re.MULTILINE):
        if heading := _HEADING.match(line.group()):
            article = (heading.group(1) or "").removeprefix("dieu-") or None
            found.append((start + line.start(), article, None))
        elif clause := _CLAUSE.match(line.group()):
            found.append((start + line.start(), article, clause.group(1)))
    return found


def place_in(found: list[tuple[int, str | None, str | None]], offset: int) -> tuple[str | None, str | None]:
    """The article and the clause inside which a place stands."""
    at = bisect_right(found, offset, key=lambda entry: entry[0])
    return found[at - 1][1:] if at else (None, None)
