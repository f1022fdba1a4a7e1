"""The loudspeaker set of a month: every script of that month, both lengths, as one text file and one Word file.

A script belongs to the month that its file name begins with: `07a-tro-giup-phap-ly….md` is July's first."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from portal import kept, speech
from portal.content import Page, Site
from portal.sheets import word

PLACE = "truyen-thong/phat-thanh/"
MONTH = re.compile(r"(0[1-9]|1[0-2])[a-z]-")
SIZE, LINE = 16, 1.5                             # points and lines: read standing, at arm's length


@lru_cache(maxsize=1)                            # every page asks whether it is theirs
def sets(site: Site) -> dict[int, tuple[Page, ...]]:
    """The scripts of each month, in the order they are read; drafts left out."""
    found: dict[int, list[Page]] = defaultdict(list)
    for page in site.vi:
        if page.url.startswith(PLACE) and speech.is_script(page) and not page.is_draft and (month := MONTH.match(page.slug)):
            found[int(month[1])].append(page)
    return {month: tuple(sorted(pages, key=lambda page: page.slug)) for month, pages in sorted(found.items())}


def name(month: int, ending: str) -> str:
    return f"loa-thang-{month:02d}.{ending}"


def files(site: Site) -> dict[str, bytes]:
    """Path under the site → bytes, for every month."""
    return {PLACE + name(month, ending): made for month, pages in sets(site).items()
            for ending, made in (("txt", as_text(site, pages)), ("docx", as_word(site, month, pages)))}


def write(site: Site, month: int, out: Path) -> list[Path]:
    """The two files of one month in `out`; none when the month has no script."""
    pages = sets(site).get(month, ())
    out.mkdir(parents=True, exist_ok=True)
    made = {"txt": as_text(site, pages), "docx": as_word(site, month, pages)} if pages else {}
    for ending, content in made.items():
        (out / name(month, ending)).write_bytes(content)
    return [out / name(month, ending) for ending in made]


def note(page: Page, site: Site, up: str = "") -> str:
    """Markdown for the end of the section's own page: the sets to download; "" for other pages. `up` leads to the Vietnamese page."""
    months = sets(site)
    if page.place != PLACE or not months:
        return ""
    rows = "".join(f'| {month} | <a href="{up}{name(month, "docx")}" download>Word</a> | <a href="{up}{name(month, "txt")}" download>Chữ thường</a> |\n' for month in months)
    return f"\n\n## Tải cả tháng một lần\n\nMỗi tệp có đủ các bài của tháng, bản 3 phút và bản 5 phút.\n\n| Tháng | Tệp Word | Tệp chữ |\n|---|---|---|\n{rows}"


def as_text(site: Site, pages: tuple[Page, ...]) -> bytes:
    """The sheets one after another: UTF-8 with its mark and Windows line ends, for Notepad."""
    return ("\n" + "=" * 60 + "\n\n").join(_sheets(site, pages)).replace("\n", "\r\n").encode("utf-8-sig")


def as_word(site: Site, month: int, pages: tuple[Page, ...]) -> bytes:
    """Large type, each version on a page of its own; the same bytes each time."""
    sheets, day = _sheets(site, pages), max(page.updated or site.newest_change for page in pages)
    return kept.recall("loudspeaker", (month, sheets, day), lambda: _as_word(month, sheets, day))


def _sheets(site: Site, pages: tuple[Page, ...]) -> list[str]:
    wording = speech.Wording.of(site.tables)
    return [speech.sheet(page, version) for page in pages for version in speech.versions(page, wording)]


def _as_word(month: int, sheets: list[str], day: date) -> bytes:
    from docx import Document
    from docx.shared import Mm, Pt, RGBColor

    paper = Document()
    heading = paper.styles["Heading 1"]
    heading.font.size, heading.font.color.rgb = Pt(SIZE + 2), RGBColor(0, 0, 0)
    heading.element.rPr.rFonts.attrib.clear()        # the template's theme fonts have no Vietnamese on old machines
    heading.font.name = word.FONT
    side = paper.sections[0]
    side.page_width, side.page_height = Mm(210), Mm(297)
    side.top_margin = side.bottom_margin = side.right_margin = Mm(20)
    side.left_margin = Mm(30)
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size, normal.paragraph_format.line_spacing = word.FONT, Pt(SIZE), LINE
    for number, sheet in enumerate(sheets):
        title, about, marks, *said = sheet.strip().split("\n")
        paper.add_heading(title, 1).paragraph_format.page_break_before = number > 0
        paper.add_paragraph(about)
        paper.add_paragraph(marks)
        for paragraph in "\n".join(said).strip().split("\n\n"):
            paper.add_paragraph(paragraph)
    props = paper.core_properties
    props.title, props.author, props.language, props.comments = f"Bài phát thanh tháng {month}", "", "vi-VN", ""
    props.created = props.modified = datetime(day.year, day.month, day.day)
    stream = io.BytesIO()
    paper.save(stream)
    return word.settled(stream.getvalue())
