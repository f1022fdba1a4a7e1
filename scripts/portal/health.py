"""How the content stands: a page for staff, made at build, in previews only.

Counts as of the newest change, not of today, so that two builds of one content agree; what falls due after that day
the browser shows by itself (rows with `data-ra-soat`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Any

from portal import derived, review
from portal.content import Page, Site
from portal.fields import KINDS
from portal.listings import PLAIN_NAMES
from portal.vietnamese import written_day

PLACE = "docs/vi/so-tay/suc-khoe.md"
WANTED = "trang-can-co"                          # docs/bang/trang-can-co.yml
FRESH = timedelta(days=180)                      # a law's status older than this is checked again; our own rule
MOST = 40                                        # rows of a list; the rest is a number


@dataclass(frozen=True)
class Coverage:
    """One section: how many pages it has, which wanted ones are there and which are missing."""

    section: str
    pages: int
    wanted: int
    missing: tuple[str, ...]
    untranslated: tuple[Page, ...]


def coverage(site: Site) -> list[Coverage]:
    """Every section that has pages or should have some, in the order of the kinds."""
    wanted = [row for row in site.tables.get(WANTED) or [] if isinstance(row, dict)]
    slugs = {(page.section, page.slug if page.slug != "index" else page.url.rstrip("/").rpartition("/")[2]) for page in site.vi if not page.is_draft}
    english = {page.place for page in site.en}
    sections = [*KINDS, *sorted({page.section for page in site.vi if page.section} - set(KINDS))]
    found = []
    for section in sections:
        here = [page for page in site.vi if page.section == section and not page.is_draft]
        rows = [row for row in wanted if row.get("muc") == section]
        if here or rows:
            missing = tuple(str(row.get("ten")) for row in rows if (section, row.get("ma")) not in slugs)
            found.append(Coverage(section, len(here), len(rows), missing, tuple(page for page in here if page.place not in english)))
    return found


def laws_to_check(site: Site, today: date) -> list[tuple[Page, str]]:
    """Laws whose status nobody has checked, or not for half a year, or that are being amended."""
    found = []
    for law in site.laws:
        checked = law.meta.get("ngay_kiem_tra")
        if type(checked) is not date:
            found.append((law, "chưa kiểm tra tình trạng"))
        elif today - checked > FRESH:
            found.append((law, f"kiểm tra lần cuối {written_day(checked)}"))
        elif law.meta.get("tinh_trang") == "sap_sua":
            found.append((law, "đang được sửa, theo dõi bản mới"))
    return found


def made(site: Site) -> dict[str, str]:
    """The page, for Build.made."""
    like = next((page for page in site.vi if page.url == "so-tay/"), None)
    return {PLACE: _page(site, like)} if like else {}


def _page(site: Site, like: Page) -> str:
    today = site.newest_change
    front = derived.front(like, "Sức khỏe của cổng", "Trang nào còn thiếu, chưa duyệt, quá hạn; luật nào phải kiểm tra; trang nào chưa có tiếng Anh.")
    items = review.listing(site, today)
    parts = [f"Tính theo nội dung ngày {written_day(today)}. Trang này chỉ có trong bản xem thử.\n",
             *_sections(coverage(site)), *_reasons(items), *_due(site), *_laws(laws_to_check(site, today)), *_english(site, coverage(site)),
             "## Liên kết ra ngoài\n", "Máy không gọi ra ngoài khi dựng trang. Muốn kiểm tra các địa chỉ ngoài, gõ  `portal links`.\n"]
    return front + "\n".join(parts)


def _sections(found: list[Coverage]) -> Iterator[str]:
    yield "## Đủ trang chưa\n"
    have, wanted = sum(row.wanted - len(row.missing) for row in found), sum(row.wanted for row in found)
    yield f"Có **{have}/{wanted}** trang phải có.\n"
    yield _table(("Mục", "Số trang", "Phải có", "Còn thiếu"),
                 [(_name(row.section), str(row.pages), f"{row.wanted - len(row.missing)}/{row.wanted}" if row.wanted else "–", "; ".join(row.missing) or "–") for row in found])


def _reasons(items: list[review.Item]) -> Iterator[str]:
    yield "## Phải đọc lại\n"
    count = Counter(item.reason for item in items)
    yield _table(("Vì sao", "Số chỗ"), [(name, str(count[reason])) for reason, name in review.REASONS.items()])
    for reason, name in review.REASONS.items():
        rows = [f"`{item.path}`, dòng {item.line}: {escape(item.say, quote=False)}" for item in items if item.reason == reason]
        yield from _folded(name, rows)


def _due(site: Site) -> Iterator[str]:
    yield "## Hạn rà soát\n"
    dated = sorted(((page.meta["ra_soat"], page) for page in site.vi if type(page.meta.get("ra_soat")) is date), key=lambda pair: (pair[0], pair[1].path))
    months = Counter(f"{day:%m/%Y}" for day, _ in dated)
    yield _table(("Tháng", "Số trang tới hạn"), [(month, str(count)) for month, count in months.items()])
    yield "Quá hạn vào hôm nay (trình duyệt tự tính):\n"
    rows = "".join(f'<li data-ra-soat="{day}" hidden>{escape(page.title)} – hạn {written_day(day)}</li>' for day, page in dated)
    yield f"<ul>{rows}</ul>\n"


def _laws(found: list[tuple[Page, str]]) -> Iterator[str]:
    yield "## Văn bản phải kiểm tra\n"
    yield from _folded("Văn bản", [f"{law.meta['so_hieu']}, {escape(law.title, quote=False)}: {why}" for law, why in found])
    if not found:
        yield "Không có.\n"


def _english(site: Site, found: list[Coverage]) -> Iterator[str]:
    yield "## Chưa có tiếng Anh\n"
    yield _table(("Mục", "Có tiếng Anh", "Chưa có"), [(_name(row.section), str(row.pages - len(row.untranslated)), str(len(row.untranslated))) for row in found])
    for row in found:
        yield from _folded(_name(row.section), [f"`{page.path}`" for page in row.untranslated])


def _folded(name: str, rows: Iterable[str]) -> Iterator[str]:
    """A list under its name and number, closed until asked for; the first MOST rows."""
    every = list(rows)
    if every:
        rest = [f"và {len(every) - MOST} chỗ nữa: gõ  `portal review`"] if len(every) > MOST else []
        listed = "\n".join(f"- {row}" for row in [*every[:MOST], *rest])
        yield f'<details class="portal-fold" markdown="1"><summary>{escape(name)}: {len(every)}</summary>\n\n{listed}\n\n</details>\n'


def _table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, tuple("---" for _ in head), *rows)]
    return "\n".join(lines) + "\n"


def _name(section: str) -> str:
    return KINDS[section].name if section in KINDS else PLAIN_NAMES[section][0]
