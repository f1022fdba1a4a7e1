"""Pages in lists: a section's side list, a field's hub, A–Z, the ledger of laws, what is new.

Addresses are counted from the site root, without a slash in front; templates make them relative."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from portal import kept
from portal.content import SECTIONS, Page, Site
from portal.fields import KINDS
from portal.vietnamese import fold, sort_key, syllables

SYLLABLES_A_MINUTE = 180                          # slow silent reading; an estimate, shown in whole minutes
PLAIN_NAMES = {"gioi-thieu": ("Giới thiệu", "About"), "linh-vuc": ("Lĩnh vực", "Fields"), "so-tay": ("Sổ tay", "Handbook")}
FOLDERS = ("hoa-giai-vien", "thuc-hanh", "giang-day", "bo-90-phut", "nang-cao", "phat-thanh", "su-kien")     # parts of a section, in the order they are met
WHOLE, AROUND = 100, 40                           # a section up to so long is listed whole beside its pages, of a longer one that many pages
TALLY = {"tinh-huong": 0, "ky-nang": 1, "phap-luat": 2, "bieu-mau": 3, "tap-huan": 4, "guong-hoa-giai": 5, "truyen-thong": 6}


@dataclass(frozen=True)
class Entry:
    """A page as a line in a list."""

    page: Page
    title: str
    description: str
    url: str
    lang: str                                     # of the title
    minutes: int
    topic: str

    @property
    def stop(self) -> str:
        """"gate" when the matter may not be mediated, "if" when there is a stop rule, else ""."""
        rule = self.page.meta.get("dung_lai")
        return "" if not isinstance(rule, dict) else "gate" if rule.get("cong") else "if"


@dataclass(frozen=True)
class Group:
    name: str
    entries: tuple[Entry, ...]


class Section:
    """The pages of a folder, its index left out: in groups, read from first to last."""

    def __init__(self, groups: tuple[Group, ...] = ()) -> None:
        self.groups = groups
        self.entries = tuple(entry for group in groups for entry in group.entries)
        self._places = {entry.page.path: n for n, entry in enumerate(self.entries)}

    def around(self, page: Page) -> tuple[Group, ...]:
        """The list beside a page: the section; of a long one the entries around it, so that a page does not grow with the portal."""
        if len(self.entries) <= WHOLE:
            return self.groups
        first = max(0, min(self._places.get(page.path, 0) - AROUND // 2, len(self.entries) - AROUND))
        found, begin = [], 0
        for group in self.groups:
            if entries := group.entries[max(0, first - begin) : max(0, first + AROUND - begin)]:
                found.append(Group(group.name, entries))
            begin += len(group.entries)
        return tuple(found)

    def turns(self, page: Page) -> tuple[Entry | None, Entry | None]:
        """The entries before and after a page."""
        if (here := self._places.get(page.path)) is None:
            return None, None
        return (self.entries[here - 1] if here else None), (self.entries[here + 1] if here + 1 < len(self.entries) else None)


class Listings:
    """All lists of one language of one site; pages without a translation stand in English lists by their English title."""

    def __init__(self, site: Site, lang: str, *, drafts: bool) -> None:
        self.site, self.lang, self.drafts = site, lang, drafts
        self.topics = {row["ma"]: row for row in site.tables.get("linh-vuc") or []}
        self._entries: dict[str, Entry] = {}               # every page asks for its neighbours: each line is made once
        self._sections: dict[str, Section] = {}

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """One page per address: the translation where there is one, else the Vietnamese page; drafts and withdrawn left out."""
        translated = {page.place: page for page in self.site.of(self.lang)}
        chosen = [translated.get(page.url, page) for page in self.site.vi]
        return tuple(page for page in chosen if (self.drafts or not page.is_draft) and not page.is_withdrawn)

    def entry(self, page: Page) -> Entry:
        if page.path not in self._entries:
            self._entries[page.path] = self._entry(page)
        return self._entries[page.path]

    def _entry(self, page: Page) -> Entry:
        foreign = page.lang != self.lang
        title = page.meta.get("title_en", page.title) if foreign else page.title
        description = page.meta.get("description_en" if foreign else "description", "")
        return Entry(page, str(title), str(description), self.url(page), "en" if foreign else page.lang,
                     minutes(page), self.topic_name(page))

    def url(self, page: Page) -> str:
        return ("" if self.lang == "vi" else f"{self.lang}/") + page.place

    def topic_name(self, page: Page) -> str:
        names = page.meta.get("linh_vuc") or [""]
        row = self.topics.get(names[0], {})
        return row.get("ten" if self.lang == "vi" else "ten_en", "")

    def section_name(self, section: str) -> str:
        if section in KINDS:
            return KINDS[section].name if self.lang == "vi" else KINDS[section].name_en
        return PLAIN_NAMES[section][self.lang == "en"]

    def section(self, section: str) -> Section:
        """The pages of a folder, grouped as that kind is looked for."""
        if section not in self._sections:
            found = [page for page in self.pages if page.section == section and page.place != f"{section}/"]
            self._sections[section] = Section(self._grouped(found, GROUPINGS.get(section, lambda _listings, _page: (0, ""))))
        return self._sections[section]

    def _grouped(self, pages: Iterable[Page], place: Callable[[Listings, Page], tuple[int, str]]) -> tuple[Group, ...]:
        groups: dict[tuple[int, str], list[Entry]] = {}
        for page in pages:
            groups.setdefault(place(self, page), []).append(self.entry(page))
        return tuple(Group(name, tuple(sorted(entries, key=_order))) for (_, name), entries in sorted(groups.items()))

    def topic(self, code: str) -> tuple[Group, ...]:
        """The pages of a field, cards first, then skills, laws, forms, lessons."""
        found = [page for page in self.pages if code in (page.meta.get("linh_vuc") or []) and page.section in TALLY]
        return self._grouped(found, lambda _listings, page: (TALLY[page.section], self.section_name(page.section)))

    def a_z(self) -> tuple[Group, ...]:
        """Every page by the first letter of its title, in the order of the Vietnamese alphabet."""
        def first(_listings: Listings, page: Page) -> tuple[int, str]:
            letter = self.entry(page).title.lstrip("“\"")[:1].upper()
            plain = fold(letter).upper() if letter not in "Đ" else "Đ"
            return "ABCDĐEFGHIJKLMNOPQRSTUVWXYZ".find(plain), plain
        return self._grouped((page for page in self.pages if page.place), first)

    def newest(self, most: int) -> tuple[tuple[Entry, str], ...]:
        """The latest change notes with their pages, newest first."""
        dated = [(page.updated, page) for page in self.pages if page.updated and page.section in SECTIONS and page.section != "so-tay" and page.slug != "index"]
        dated.sort(key=lambda pair: (-pair[0].toordinal(), TALLY.get(pair[1].section, 9), sort_key(pair[1].title)))
        return tuple((self.entry(page), _newest_note(page)) for _, page in dated[:most])


def _order(entry: Entry) -> tuple:
    return (entry.page.url.count("/"), sort_key(entry.page.slug if entry.page.kind == "tap-huan" else entry.title))


def _newest_note(page: Page) -> str:
    notes = [note for note in page.meta.get("thay_doi", []) if note.get("ngay") == page.updated]
    return str(notes[-1].get("gi", "")) if notes else ""


def minutes(page: Page) -> int:
    """Minutes to read a page, at least 1."""
    said = " ".join(str(value) for key, value in page.meta.items() if key in ("nhan_dien", "hoi", "phuong_an", "giay_to", "chuyen_den"))
    counted = kept.recall("syllables", (page.body, said), lambda: syllables(page.body) + syllables(said))
    return max(1, round(counted / SYLLABLES_A_MINUTE))


def _by_topic(listings: Listings, page: Page) -> tuple[int, str]:
    names = page.meta.get("linh_vuc") or [""]
    row = listings.topics.get(names[0], {})
    groups = list(dict.fromkeys(topic.get("nhom", "") for topic in listings.topics.values()))
    group = row.get("nhom", "")
    return (groups.index(group) if group in groups else 99), (group if listings.lang == "vi" else listings.topic_name(page))


def _by_form_of_law(listings: Listings, page: Page) -> tuple[int, str]:
    vi = listings.lang == "vi"
    if page.meta.get("tinh_trang") in ("het_hieu_luc", "bi_thay"):
        return 3, "Đã hết hiệu lực" if vi else "No longer in force"
    number = str(page.meta.get("so_hieu", ""))
    if "/QH" in number or "VBHN-VPQH" in number:
        return 0, "Bộ luật, luật" if vi else "Codes and laws"
    return (1, "Nghị định" if vi else "Decrees") if "NĐ-CP" in number else (2, "Văn bản khác" if vi else "Other")


def _by_nature(listings: Listings, page: Page) -> tuple[int, str]:
    is_skill = any(heading.text.startswith(("Nên nói", "What to say")) for heading in page.headings)
    return (1, "Kỹ năng" if listings.lang == "vi" else "Skills") if is_skill else (0, "Quy trình, thủ tục" if listings.lang == "vi" else "Procedure")


def _by_folder(listings: Listings, page: Page) -> tuple[int, str]:
    parts = page.place.split("/")
    prefix = "" if page.lang == "vi" else "en/"
    index = listings.site.by_url.get(f"{prefix}{parts[0]}/{parts[1]}/") if len(parts) > 3 else None
    return (1 + FOLDERS.index(parts[1]) if parts[1] in FOLDERS else 99, listings.entry(index).title) if index else (0, "")


def _by_truth(listings: Listings, page: Page) -> tuple[int, str]:
    if page.kind == "trang":
        return 1, "Gương và mô hình" if listings.lang == "vi" else "Mediators and models"
    return 0, "Chuyện hòa giải" if listings.lang == "vi" else "Stories"


def _by_use(_listings: Listings, page: Page) -> tuple[int, str]:
    return 0, str(page.data.get("nhom", "")) if isinstance(page.data, dict) else ""


GROUPINGS = {"tinh-huong": _by_topic, "phap-luat": _by_form_of_law, "ky-nang": _by_nature, "tap-huan": _by_folder,
             "truyen-thong": _by_folder, "guong-hoa-giai": _by_truth, "bieu-mau": _by_use}
