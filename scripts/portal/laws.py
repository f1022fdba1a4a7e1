"""The register of laws: each page of docs/vi/phap-luat/ with a number is a law. Knows no running text.

A law is found by its full number; by a name people call it (`ten_goi`), with or without its year; or
by a short number ("NĐ 15", "luật 35"). When one law replaces another, `tinh_trang` and `thay_bang` of the
old law's page are the one edit; links, banners and lists follow."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

from portal import statutes
from portal.content import Page, Site
from portal.fields import LAW_STATES
from portal.problems import Problem
from portal.vietnamese import fold, written_day

ENDED = ("het_hieu_luc", "bi_thay")
UNKNOWN = "chưa rõ   "                          # of a day, as wide as one
_KINDS = {"nđ": "nghị định", "nd": "nghị định", "qđ": "quyết định", "tt": "thông tư", "nq": "nghị quyết", "ttlt": "thông tư liên tịch",
          "nqlt": "nghị quyết liên tịch", "bộ luật": "luật", "ct": "chỉ thị", "pl": "pháp lệnh"}
_SHORT = re.compile(r"(?P<kind>[^\W\d_]+(?: [^\W\d_]+){0,3}?) ?(?:số ?:? ?)?(?P<short>\d+(?:\.\d+)?[a-z]?)(?:/(?P<year>\d{4}))?$")
_YEAR = re.compile(r" (?:nam )?((?:19|20)\d\d)$")


@dataclass(frozen=True)
class Law:
    """One law as its page describes it.

    `articles` is None when the page does not say which articles exist. `anchors` are the ids that the body of
    the page has ("dieu-8", "dieu-8-khoan-2-diem-a"); `titles` the titles of articles digested or listed there."""

    number: str
    title: str
    names: tuple[str, ...]
    state: str
    url: str
    path: str
    issued: date | None = None
    effective: date | None = None
    ended: date | None = None
    checked: date | None = None
    review: date | None = None
    replaced_by: str | None = None
    articles: frozenset[str] | None = None
    titles: dict[str, str] = field(default_factory=dict, hash=False)
    anchors: frozenset[str] = frozenset()

    @property
    def has_ended(self) -> bool:
        """By its state alone; of a given day ask `in_force`."""
        return self.state in ENDED

    @property
    def year(self) -> str:
        """Of issue; from the number when the page gives no day."""
        found = re.search(r"/((?:19|20)\d\d)(?:/|$)", self.number)
        return str(self.issued.year) if self.issued else found.group(1) if found else ""

    def in_force(self, day: date) -> bool:
        """Whether it stands on that day; where the page gives no day, its state decides."""
        if self.effective and day < self.effective:
            return False
        return day < self.ended if self.ended else not self.has_ended

    def has(self, article: str) -> bool:
        """Whether the article exists, as far as the page tells."""
        return self.articles is None or article in self.articles or article in self.titles


@dataclass(frozen=True)
class Reading:
    """From where a name is read: the laws that the page rests on, and the day it was last written.

    When a law is replaced by another of its name, a page written before means the old one until somebody has read it again."""

    bases: frozenset[str] = frozenset()
    day: date | None = None

    @classmethod
    def of(cls, page: Page) -> Reading:
        """How a page of the site is read."""
        return cls(frozenset(bases(page)), page.updated)


ANYWHERE = Reading()


class Register:
    """All laws of the site, found by number, name or short number."""

    def __init__(self, laws: Iterable[Law]) -> None:
        self._by_number: dict[str, Law] = {}
        for law in laws:
            self._by_number.setdefault(law.number, law)

    @classmethod
    def of(cls, site: Site, lang: str = "vi") -> Register:
        """The register of a site; with `lang` "en" the titles are those of the translated pages where they exist."""
        return cls(_law(page, site.by_url.get(f"{lang}/{page.url}", page) if lang != "vi" else page) for page in site.laws)

    def __iter__(self) -> Iterator[Law]:
        return iter(self._by_number.values())

    def find(self, number: str) -> Law | None:
        """The law of a full number, written as it officially is."""
        return self._by_number.get(number)

    def at(self, url: str) -> Law | None:
        """The law whose page stands there ("phap-luat/luat-dat-dai/")."""
        return self._by_url.get(url)

    def named(self, name: str, reading: Reading = ANYWHERE) -> Law | None:
        """The law called so: "Luật Đất đai 2024", "BLDS", "NĐ 15"; None when no law or more than one answers to it.

        Of several versions under one name that is meant which a year names, on which the page rests, or which stood when the
        page was last written; else the one in force."""
        plain = _plain(name)
        year = _YEAR.search(plain)
        return (self._only(self._names.get(plain, ()), reading)
                or (year and self._only([law for law in self._names.get(plain[: year.start()], ()) if law.year == year.group(1)], reading))
                or self._only(self._short.get(_short_key(name), ()), reading)) or None

    def heir(self, law: Law) -> Law | None:
        """The law that stands in its place today, over several replacements; None when it is not replaced."""
        seen = {law.number}
        while law.replaced_by and (heir := self.find(law.replaced_by)) and heir.number not in seen:
            seen.add(heir.number)
            law = heir
        return law if len(seen) > 1 else None

    def nearest(self, said: str) -> str:
        """The number or the name in the register that is closest to an unknown one; "" when none is near."""
        known = list(self._by_number) if "/" in said else [name for law in self for name in law.names]
        folded = {fold(name): name for name in known}
        return next((folded[match] for match in difflib.get_close_matches(fold(said), folded, 1, 0.6)), "")

    @cached_property
    def mark(self) -> str:
        """All that is known of the laws as one text, the same in every run: what links and their cards depend on."""
        return repr([sorted((name, sorted(value) if isinstance(value, frozenset) else value) for name, value in vars(law).items()) for law in self])

    @cached_property
    def _by_url(self) -> dict[str, Law]:
        return {law.url: law for law in self}

    @cached_property
    def _names(self) -> dict[str, list[Law]]:
        found: dict[str, list[Law]] = {}
        for law in self:
            for name in {_plain(name) for name in law.names} | {_YEAR.sub("", _plain(name)) for name in law.names}:
                found.setdefault(name, []).append(law)
        return found

    @cached_property
    def _short(self) -> dict[tuple[str, str, str], list[Law]]:
        found: dict[tuple[str, str, str], list[Law]] = {}
        for law in self:
            short, kind = statutes.short_number(law.number), statutes.kind(law.number)
            for key in {(kind, short, ""), (kind, short, law.year)}:
                found.setdefault(key, []).append(law)
        return found

    def _only(self, laws: Iterable[Law], reading: Reading) -> Law | None:
        found = list(laws)
        ways = (found, [law for law in found if law.number in reading.bases], [law for law in found if self._stood(law, reading.day)],
                [law for law in found if not law.has_ended])
        return next((some[0] for some in ways if len(some) == 1), None)

    def _stood(self, law: Law, day: date | None) -> bool:
        """Whether it stood on that day: until its end, or until the law in its place took effect."""
        if day is None:
            return False
        heir = self.find(law.replaced_by) if law.replaced_by else None
        end = law.ended or (heir.effective if heir else None)
        return law.in_force(day) or bool(law.has_ended and end and (law.effective or day) <= day < end)


def bases(page: Page) -> list[str]:
    """The numbers of `can_cu`; what is no number there is a problem told elsewhere."""
    named = page.meta.get("can_cu")
    return [number for number in named if isinstance(number, str)] if isinstance(named, list) else []


def anchors(page: Page) -> set[str]:
    """The ids of clauses and points in the body of a law's page; those of headings are every page's."""
    return set(statutes.anchors(page.body)) if page.kind == "phap-luat" else set()


def status_lines(register: Register) -> list[str]:
    """The ledger, a law a line, the doubtful ones first: for `portal laws status`."""
    order = ("bi_thay", "het_hieu_luc", "sap_sua", "con_hieu_luc")
    laws = sorted(register, key=lambda law: (order.index(law.state) if law.state in order else 9, law.number))
    return [f"{law.number:<28} {state(law, register):<44} kiểm tra {written_day(law.checked, UNKNOWN)}  rà soát {written_day(law.review, UNKNOWN)}  {law.title}" for law in laws]


def state(law: Law, register: Register) -> str:
    """ "Còn hiệu lực", "Đã bị thay bằng 282/2025/NĐ-CP"."""
    heir = register.heir(law)
    return LAW_STATES.get(law.state, law.state) + (f" bằng {heir.number if heir else law.replaced_by}" if law.state == "bi_thay" and law.replaced_by else "")


def state_in_sentence(law: Law, register: Register) -> str:
    """The same in the middle of a sentence: "đã bị thay bằng 282/2025/NĐ-CP"."""
    said = state(law, register)
    return said[0].lower() + said[1:]


def problems(site: Site) -> list[Problem]:
    """What is wrong with the fields of laws, and where front matter names a law that has no page."""
    register = Register.of(site)
    found = [problem for page in site.laws for problem in _own_problems(page, register)]
    seen: dict[str, Page] = {}
    for page in site.laws:
        if (first := seen.setdefault(page.meta["so_hieu"], page)) is not page:
            found.append(Problem(page.path, page.line("so_hieu"), f"số hiệu {page.meta['so_hieu']} đã có ở {first.path}", "giữ một trang, hoặc sửa số hiệu"))
    return found + [problem for page in site.pages for problem in _named_problems(page, register)]


def _own_problems(page: Page, register: Register) -> Iterator[Problem]:
    meta, number = page.meta, page.meta["so_hieu"]
    heir, state = meta.get("thay_bang"), meta.get("tinh_trang")
    if heir and state not in ENDED:
        yield Problem(page.path, page.line("tinh_trang"), f"có «thay_bang» mà tinh_trang là {state}", "ghi  tinh_trang: bi_thay")
    if state == "bi_thay" and not heir:
        yield Problem(page.path, page.line("tinh_trang"), "văn bản bị thay mà không ghi văn bản nào thay", "thêm dòng  thay_bang: <số hiệu>")
    if heir == number:
        yield Problem(page.path, page.line("thay_bang"), "văn bản được ghi là thay bằng chính nó", "sửa số hiệu ở «thay_bang»")
    elif isinstance(heir, str) and register.find(heir) is None:
        yield Problem(page.path, page.line("thay_bang"), f"văn bản thay thế {heir} chưa có trang", _write_page(heir, register))
    begin, end = meta.get("ngay_hieu_luc"), meta.get("ngay_het")
    if type(begin) is date and type(end) is date and end < begin:
        yield Problem(page.path, page.line("ngay_het"), "ngày hết hiệu lực đứng trước ngày có hiệu lực", "sửa một trong hai ngày")
    law = register.find(number)
    for heading in page.headings:
        article = statutes.article_of(heading.text) if heading.level == 2 else None
        if article and heading.id != f"dieu-{article.replace('đ', 'dd')}":
            yield Problem(page.path, heading.line, f"tiêu đề Điều {article} thiếu neo đúng", f"viết  {{#dieu-{article}}}  ở cuối dòng")
        elif article and law and law.path == page.path and law.articles is not None and article not in law.articles:
            yield Problem(page.path, heading.line, f"Điều {article} nằm ngoài «dieu» của trang", "sửa số điều, hoặc sửa dòng «dieu»")


def _named_problems(page: Page, register: Register) -> Iterator[Problem]:
    for key in ("can_cu", "nguon", "sua_boi"):
        for n, number in enumerate(page.meta.get(key) if isinstance(page.meta.get(key), list) else []):
            if not isinstance(number, str) or not statutes.kind(number):
                continue
            law, line = register.find(number), page.line(f"{key}.{n}")
            if law is None:
                yield Problem(page.path, line, f"«{key}» ghi {number}, văn bản này chưa có trang", _write_page(number, register))
            elif law.has_ended and key == "can_cu" and page.kind != "phap-luat":
                instead = register.heir(law)
                yield Problem(page.path, line, f"căn cứ {number}: {state_in_sentence(law, register)}",
                              f"đọc lại trang theo {instead.number}" if instead else "đọc lại trang, tìm văn bản còn hiệu lực", blocks=False)


def _write_page(number: str, register: Register) -> str:
    near = register.nearest(number)
    return f"viết trang cho văn bản ấy trong docs/vi/phap-luat/{f', hoặc sửa số hiệu (gần giống: {near})' if near else ''}"


def _law(page: Page, shown: Page) -> Law:
    meta = page.meta
    listed = meta.get("muc_luc") if isinstance(meta.get("muc_luc"), dict) else {}
    names = meta.get("ten_goi") if isinstance(meta.get("ten_goi"), list) else []
    days = {key: meta.get(key) if type(meta.get(key)) is date else None
            for key in ("ngay_ban_hanh", "ngay_hieu_luc", "ngay_het", "ngay_kiem_tra", "ra_soat")}
    heir, extent = meta.get("thay_bang"), meta.get("dieu")
    return Law(meta["so_hieu"], shown.title, tuple(str(name) for name in names), str(meta.get("tinh_trang", "con_hieu_luc")), page.url, page.path,
               *days.values(), heir if isinstance(heir, str) else None, statutes.extent(extent) if isinstance(extent, str) else None,
               {**{str(article): str(title) for article, title in listed.items()}, **statutes.titles(shown)},
               frozenset(statutes.anchors(page.body)) | {heading.id for heading in page.headings if heading.id})


@lru_cache(maxsize=1024)                         # a few names are said on thousands of pages
def _plain(name: str) -> str:
    return " ".join(fold(name).replace(",", " ").replace("&", " va ").split())


def _short_key(name: str) -> tuple[str, str, str]:
    found = _SHORT.match(" ".join(name.lower().split()))
    if not found:
        return "", "", ""
    kind = found.group("kind").strip()
    return _KINDS.get(kind, kind), found.group("short").lstrip("0"), found.group("year") or ""
