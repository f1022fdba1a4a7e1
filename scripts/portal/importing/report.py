"""What staff see of an import: lines on the screen, and a page with source and draft side by side."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.importing import words
from portal.importing.document import Remark
from portal.problems import Problem

FOLDER = Path(".cache") / "nhap"
_MOST_MISSING = 30
_MOST_LINKS = 100
_AHEAD = 40         # paragraphs that the two sides may be apart
_PAGE = """<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>So bản nháp với tệp gốc: {name}</title>
<style>
body {{ font: 17px/1.6 system-ui, sans-serif; margin: 1rem auto; max-width: 84rem; padding: 0 1rem; color: #191c2b; background: #fff; }}
table {{ border-collapse: collapse; width: 100%; table-layout: fixed; }}
th, td {{ border: 1px solid #767b8e; padding: .4rem .6rem; vertical-align: top; text-align: left; overflow-wrap: anywhere; white-space: pre-line; }}
tr.khac td {{ background: #fff3cd; }}
tr:target td {{ outline: 3px solid #1d4ed8; outline-offset: -3px; }}
li {{ margin: .3rem 0; }}
nav a {{ display: inline-block; padding: .3rem .5rem; }}
</style>
</head>
<body>
<h1>So bản nháp với tệp gốc</h1>
<p>Tệp gốc: {name}. Bản nháp: {page}.</p>
{remarks}
<h2>Từng đoạn</h2>
{differing}
<p>Bản nháp còn mang ký hiệu của trang: ## là đề mục, ** là chữ đậm. Nơi nhận và người ký nằm ở phần đầu của trang (khung «van_ban»).</p>
<table>
<thead><tr><th scope="col">Tệp gốc</th><th scope="col">Bản nháp</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
</body>
</html>
"""


@dataclass(frozen=True)
class Row:
    """Paragraphs of the source and of the draft that belong together, and whether their words differ."""

    source: str
    draft: str
    differs: bool


def on_screen(name: str, page: str, remarks: Iterable[Remark], problems: Iterable[Problem], report: str) -> tuple[str, ...]:
    """The lines of one imported file: where it went, what was done, what must be looked at, what the gate found."""
    lines = [f"{name} → {page}"]
    for remark in remarks:
        lines.append(f"  · {remark.what}")
        if remark.fix:
            lines.append(f"      Cần xem: {remark.fix}")
    lines += [f"  {line}" for problem in sorted(problems) for line in str(problem).splitlines()]
    lines.append(f"  So với tệp gốc: mở {report}")
    return tuple(lines)


def lost_words(missing: Counter[str], total: int) -> Remark:
    """Whether every word of the source stands in the draft."""
    if not missing:
        return Remark(f"đủ chữ: {_count(total)} tiếng của tệp gốc đều có trong bản nháp")
    some = ", ".join(f"«{word}»" + (f" ×{times}" if times > 1 else "") for word, times in missing.most_common(_MOST_MISSING))
    return Remark(f"có thể thiếu {sum(missing.values())} tiếng so với tệp gốc: {some}", "tìm các chữ này trong bảng so sánh và thêm vào trang")


def side_by_side(name: str, page: str, remarks: Iterable[Remark], columns: tuple[list[str], list[str]]) -> str:
    """The page that sets the paragraphs of the source beside those of the draft."""
    remarks, rows = list(remarks), list(pairs(*columns))
    said = _listed("Cần xem", [r for r in remarks if r.fix]) + _listed("Đã làm", [r for r in remarks if not r.fix])
    return _PAGE.format(name=html.escape(name), page=html.escape(page), remarks=said, differing=_differing(rows), rows="\n".join(_row(*item) for item in enumerate(rows, 1)))


def _listed(title: str, remarks: list[Remark]) -> str:
    items = "".join(f"<li>{html.escape(_capital(remark.what))}.{' <strong>' + html.escape(_capital(remark.fix)) + '.</strong>' if remark.fix else ''}</li>" for remark in remarks)
    return f"<h2>{title}</h2>\n<ul>{items}</ul>\n" if items else ""


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _differing(rows: list[Row]) -> str:
    """How many rows must be looked at, with the way to each."""
    at = [n for n, row in enumerate(rows, 1) if row.differs]
    if not at:
        return "<p>Từng đoạn của hai bên đều đủ chữ như nhau.</p>"
    links = "".join(f'<a href="#doan-{n}">{n}</a>' for n in at[:_MOST_LINKS])
    return f"<p>Có {len(at)} hàng nền vàng: hai bên không khớp nhau từng chữ, cần nhìn kỹ.</p>\n<nav aria-label=\"Các hàng nền vàng\">{links}</nav>"


def pairs(source: list[str], draft: list[str]) -> Iterator[Row]:
    """Paragraphs paired where their words agree; what lies between the pairs stands in one row."""
    left, right = ([" ".join(words.of_markdown(text)) for text in column] for column in (source, draft))
    a = c = 0
    while a < len(left) or c < len(right):
        b, d = _next_meeting(left, right, a, c)
        same = " ".join(left[a:b]).split() == " ".join(right[c:d]).split()
        yield Row("\n\n".join(source[a:b]), "\n\n".join(draft[c:d]), differs=not same)
        a, c = b, d


def _next_meeting(left: list[str], right: list[str], a: int, c: int) -> tuple[int, int]:
    """Where the row that begins at a and c ends: where both sides have said the same words, else where the next equal paragraphs stand.

    Looks only so far ahead: a long text with many alike paragraphs must not take long."""
    b, d = a, c
    said, wrote = 0, 0
    while b - a <= _AHEAD and d - c <= _AHEAD:
        if said <= wrote and b < len(left):
            said += len(left[b].split())
            b += 1
        elif d < len(right):
            wrote += len(right[d].split())
            d += 1
        else:
            break
        if said == wrote and b > a and d > c and " ".join(left[a:b]).split() == " ".join(right[c:d]).split():
            return b, d
    ahead = {key: n for n, key in reversed(list(enumerate(right[c : c + _AHEAD], c))) if key}
    met = next(((n, ahead[key]) for n, key in enumerate(left[a : a + _AHEAD], a) if key in ahead and (n, ahead[key]) != (a, c)), None)
    return met or (min(a + _AHEAD, len(left)), min(c + _AHEAD, len(right)))


def _row(number: int, row: Row) -> str:
    mark = f' class="khac" id="doan-{number}"' if row.differs else ""
    return f"<tr{mark}><td>{html.escape(row.source)}</td><td>{html.escape(row.draft)}</td></tr>"


def shown(pieces: Iterable[str]) -> Iterator[str]:
    """The paragraphs of a draft as the view sets them: a table row by row, an HTML table without its tags."""
    for piece in pieces:
        if piece.startswith("<table>"):
            text = re.sub(r"</t[dh]><t[dh]\b[^>]*>", " | ", piece.replace("<br>", " / "))
            yield from (line for line in html.unescape(re.sub(r"</?(?:table|thead|tbody|tr|td|th|strong|em)\b[^>]*>", "", text)).split("\n") if line)
        elif piece.startswith("| "):
            yield from (line for line in piece.split("\n") if not re.fullmatch(r"[|:\s-]+", line))
        else:
            yield piece


def in_source_order(source: list[str], upper: list[str], pieces: list[str], lower: list[str]) -> list[str]:
    """The draft's paragraphs in the order of the source: receivers and signature, kept in the head of the page, go back where they stood."""
    said = [words.of(line) for line in lower]
    start = next((n for n in range(len(source) - len(lower), -1, -1) if lower and [words.of(line) for line in source[n : n + len(lower)]] == said), None)
    before = sum(len(words.of(line)) for line in source[:start])
    written, at = sum(len(words.of(line)) for line in upper), 0
    while start is not None and at < len(pieces) and written < before:
        written += len(words.of_markdown(pieces[at]))
        at += 1
    return [*upper, *pieces[:at], *lower, *pieces[at:]] if start is not None and written == before else [*upper, *lower, *pieces]


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".")
