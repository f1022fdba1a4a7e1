"""The pages as the desk lists them: read again only when a file has changed."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from portal import content, published, review
from portal.content import Page, Site
from portal.fields import KINDS
from portal.listings import PLAIN_NAMES
from portal.problems import Problem
from portal.publish import NoSuchTarget, target
from portal.vietnamese import fold

STATES = {"draft": "Nháp", "unapproved": "Chờ duyệt", "approved": "Đã duyệt", "changed_since": "Đã sửa sau khi duyệt", "overdue": "Quá hạn rà soát",
          "law_changed": "Căn cứ đã đổi", "withdrawn": "Đã rút"}
ONLINE = {"online": "Đã đăng", "behind": "Sửa sau khi đăng", "absent": "Chưa đăng"}


@dataclass(frozen=True)
class Row:
    """A page in the list; `states` are keys of STATES, the first says who has approved it; `online` is a key of ONLINE, "" when
    nothing was ever published from this content."""

    path: str
    title: str
    section: str
    states: tuple[str, ...]
    updated: date | None
    has_english: bool
    online: str = ""


class Shelf:
    """The content of one folder, kept between questions."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._reading = threading.Lock()
        self._seen: tuple[object, ...] = ()
        self._site: Site | None = None
        self._problems: list[Problem] = []

    def site(self) -> Site:
        """The content as it stands on the disk at this moment."""
        with self._reading:
            stamp = self._stamp()
            if self._site is None or stamp != self._seen:
                self._site, self._problems = content.read(self.root)
                self._seen = stamp
            return self._site

    def page(self, path: str) -> Page | None:
        """The page of a path; None when there is none."""
        return next((page for page in self.site().pages if page.path == path), None)

    def rows(self, today: date) -> list[Row]:
        """Every Vietnamese page, by section and title."""
        site = self.site()
        reasons: dict[str, set[str]] = {}
        for item in review.listing(site, today):
            reasons.setdefault(item.path, set()).add(item.reason)
        english = {page.path.removeprefix("docs/en/") for page in site.en}
        readers = self.readers()
        rows = [Row(page.path, page.title, page.section, _states(page, reasons.get(page.path, set())), page.updated,
                    page.path.removeprefix("docs/vi/") in english, readers.state(page) if readers else "") for page in site.vi]
        order = ["", *content.SECTIONS]
        return sorted(rows, key=lambda row: (order.index(row.section), fold(row.title)))

    def readers(self) -> published.Shown | None:
        """What readers of the usual place see, as far as this computer knows."""
        try:
            place = target.find("", self.site().tables.get("noi-dang"))
        except NoSuchTarget:
            return None
        return published.shown(self.root, place.name)

    def _stamp(self) -> tuple[object, ...]:
        found = []
        for file in (self.root / "docs").rglob("*"):
            if file.suffix in (".md", ".yml"):
                kept = file.stat()
                found.append((str(file), kept.st_mtime_ns, kept.st_size))
        return tuple(sorted(found))


def _states(page: Page, reasons: set[str]) -> tuple[str, ...]:
    first = "withdrawn" if page.is_withdrawn else "draft" if page.is_draft else review.state(page)
    return (first, *(reason for reason in ("overdue", "law_changed") if reason in reasons))


def section_name(section: str) -> str:
    """The Vietnamese name of a section; the top of the site has one too."""
    if section in KINDS:
        return KINDS[section].name
    return PLAIN_NAMES[section][0] if section in PLAIN_NAMES else "Trang đầu"


def matching(rows: list[Row], words: str, section: str, state: str) -> list[Row]:
    """The rows that hold every word, marks or no marks, and stand in the section and the state ("" is any)."""
    wanted = fold(words).split()
    return [row for row in rows if (not section or row.section == section) and (not state or state in (*row.states, row.online))
            and all(word in fold(f"{row.title} {row.path}") for word in wanted)]
