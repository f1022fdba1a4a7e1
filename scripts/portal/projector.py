"""The view for the wall: a training kit → a page of slides with a clock for each row of the agenda, and role cards to deal out.

A kit is a page whose agenda is a table under a heading that begins «Lịch» (`| 0–8 | Việc | Lời |`) and whose roles
stand under «Vai để phát», one `###` each. The page made of it is whole without a script: slides and cards one below the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from portal import derived
from portal.content import Page, Site
from portal.fields import NEXT
from portal.problems import Problem

SHOW = "trinh-chieu"
AGENDA, ROLES, PREPARATION = "Lịch", "Vai để phát", "Chuẩn bị"
ROW = re.compile(r"^\|\s*(\d+)\s*[–-]\s*(\d+)\s*\|\s*([^|]+?)\s*\|\s*([^|]*?)\s*\|\s*$", re.MULTILINE)
ACTS = ('<div class="portal-buttons" data-can-js hidden><button class="portal-button portal-button--main" type="button" data-chieu="len">Bắt đầu trình chiếu</button>'
        '<button class="portal-button" type="button" data-chieu="the">In các thẻ vai</button></div>')      # projector.js does what they say
PART = re.compile(r"^(#{2,3}) +(.+?)\s*$\n", re.MULTILINE)


@dataclass(frozen=True)
class Row:
    """One row of the agenda: minutes from the start, what is done, what the trainer says or does."""

    begin: int
    end: int
    name: str
    say: str


@dataclass(frozen=True)
class Part:
    """A heading with the text below it, up to the next heading of its level or above."""

    name: str
    text: str


def _agenda(page: Page) -> tuple[Row, ...]:
    table = next((part.text for part in _parts(page.body, 2) if part.name.startswith(AGENDA)), "")
    return tuple(Row(int(begin), int(end), name, say) for begin, end, name, say in ROW.findall(table))


def cards(page: Page) -> tuple[Part, ...]:
    """The roles to deal out, the observer's sheet among them."""
    roles = next((part.text for part in _parts(page.body, 2) if part.name == ROLES), "")
    return tuple(_parts(roles, 3))


def is_kit(page: Page) -> bool:
    """Whether a page is a training kit: it has an agenda that can be shown."""
    return page.kind == "tap-huan" and page.lang == "vi" and bool(_agenda(page))


def problems(site: Site) -> list[Problem]:
    """Agendas whose minutes do not follow one another or do not fill the session: told, not stopping."""
    return [Problem(page.path, _line(page), what, fix, blocks=False) for page in site.of("vi", "tap-huan") if is_kit(page) for what, fix in _gaps(page)]


def _gaps(page: Page) -> Iterator[tuple[str, str]]:
    rows = _agenda(page)
    for row in rows:
        if row.end <= row.begin:
            yield f"lịch có dòng {row.begin}–{row.end} không có phút nào", "viết phút bắt đầu – phút kết thúc"
    for before, after in pairwise(rows):
        if before.end != after.begin:
            yield f"lịch nhảy từ phút {before.end} sang phút {after.begin}", "cho dòng sau bắt đầu đúng lúc dòng trước hết"
    if rows[-1].end != page.meta.get("thoi_luong"):
        yield f"lịch hết ở phút {rows[-1].end}, «thoi_luong» ghi {page.meta.get('thoi_luong')}", "sửa một trong hai cho khớp"
    if not cards(page):
        yield "bộ tập huấn chưa có thẻ vai", f"thêm  ## {ROLES}  với mỗi vai một dòng  ### Bên A – …"


def compose(page: Page) -> str:
    """A kit with the way to its slides and cards on top."""
    return f"[Trình chiếu và thẻ vai]({page.slug}/{SHOW}.md){{: .portal-button .portal-button--main }}\n\n{page.body}"


def made(site: Site) -> dict[str, str]:
    """Pages that no one wrote: the slides and cards of each kit."""
    return {f"{page.path.removesuffix('.md')}/{SHOW}.md": _page(page) for page in site.of("vi", "tap-huan") if is_kit(page)}


def _page(page: Page) -> str:
    front = derived.front(page, f"Trình chiếu: {page.title}", "Chữ to để chiếu lên tường, đồng hồ cho từng việc, thẻ vai để phát. Không cần mạng.")
    slides = "".join(_slide(slide, name, minutes) for slide, name, minutes in _slides(page))
    dealt = "".join(_card(n, card) for n, card in enumerate(cards(page), 1))
    return derived.one_folder_down(f'{front}{ACTS}\n\n<div class="portal-show" markdown="1">\n{slides}</div>\n\n'
                  f'<div class="portal-deal" markdown="1">\n\n## Thẻ vai để phát {{#the-vai}}\n\nMỗi thẻ in ra một tờ. Người cầm thẻ nào chỉ đọc thẻ ấy.\n{dealt}</div>\n\n'
                  f"Về [{page.title}]({page.slug}.md).\n")


def _slides(page: Page) -> Iterator[tuple[str, str, int]]:
    """Text, heading and minutes of each slide: the goals, then the agenda row by row.

    What the class looks at together follows the row that names it («xếp mười hai việc» → «Mười hai việc»), else the last."""
    goals = "\n".join(f"- {goal}" for goal in page.meta.get("muc_tieu") or [])
    yield f"{goals}\n", page.title, 0
    waiting = [part for part in _parts(page.body, 2) if part.name not in (ROLES, PREPARATION, NEXT) and not part.name.startswith(AGENDA)]
    for row in _agenda(page):
        yield f'<p class="portal-show__when">Phút {row.begin}–{row.end}</p>\n\n{row.say}\n', row.name, row.end - row.begin
        named = [part for part in waiting if part.name.casefold() in f"{row.name} {row.say}".casefold()]
        waiting = [part for part in waiting if part not in named]
        yield from ((part.text, part.name, 0) for part in named)
    yield from ((part.text, part.name, 0) for part in waiting)


def _slide(text: str, name: str, minutes: int) -> str:
    clock = f' data-phut="{minutes}"' if minutes else ""
    return f'\n<section class="portal-show__slide"{clock} markdown="1">\n\n## {name}\n\n{text.strip()}\n\n</section>\n'


def _card(number: int, card: Part) -> str:
    return (f'\n<section class="portal-deal__card" id="the-{number}" aria-labelledby="ten-the-{number}" markdown="1">\n\n'
            f'<h3 id="ten-the-{number}">{escape(card.name, quote=False)}</h3>\n\n{card.text.strip()}\n\n</section>\n')


def _parts(text: str, level: int) -> Iterator[Part]:
    """The headings of one level with their text; deeper headings stay inside."""
    found = [heading for heading in PART.finditer(text) if len(heading[1]) <= level]
    for here, after in pairwise([*found, None]):
        if len(here[1]) == level:
            yield Part(re.sub(r"\s*\{[^}]*\}$", "", here[2]), text[here.end() : after.start() if after else len(text)])


def _line(page: Page) -> int:
    return next((heading.line for heading in page.headings if heading.text.startswith(AGENDA)), page.body_line)
