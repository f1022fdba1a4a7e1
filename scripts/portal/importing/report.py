"""What staff see of an import: lines on the screen, and a page with source and draft side by side."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.importing import words
from portal.importing.document import Remark
from portal.problems import Problem

FOLDER = Path(".cache") / "nhap"
_MOST_MISSING = 30
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
li {{ margin: .3rem 0; }}
</style>
</head>
<body>
<h1>So bản nháp với tệp gốc</h1>
<p>Tệp gốc: {name}. Bản nháp: {page}.</p>
<h2>Cần xem</h2>
<ul>{remarks}</ul>
<h2>Từng đoạn</h2>
<p>Ô nền vàng: hai bên không khớp nhau từng chữ, cần nhìn kỹ. Bản nháp còn mang ký hiệu của trang (##, **…).</p>
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
    source, draft = columns
    said = "".join(f"<li>{html.escape(remark.what)}{': ' + html.escape(remark.fix) if remark.fix else ''}</li>" for remark in remarks)
    return _PAGE.format(name=html.escape(name), page=html.escape(page), remarks=said, rows="\n".join(map(_row, pairs(source, draft))))


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


def _row(row: Row) -> str:
    mark = ' class="khac"' if row.differs else ""
    return f"<tr{mark}><td>{html.escape(row.source)}</td><td>{html.escape(row.draft)}</td></tr>"


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".")
