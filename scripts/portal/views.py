"""What a template needs to know about one page: computed here, chosen and looped over there."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from markupsafe import Markup

from portal import citations, emblems, forms, paper, review, standing
from portal.content import SECTIONS, Page
from portal.fields import AUDIENCES
from portal.laws import Law
from portal.listings import Entry, Group, Listings
from portal.vietnamese import slug, sort_key

POLICY = {"default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:", "font-src": "'self'", "media-src": "'self'",
          "connect-src": "'self'", "manifest-src": "'self'", "worker-src": "'self'", "base-uri": "'none'", "form-action": "'self'"}
BESIDE = 100                                     # pages in the list at the left
UNKNOWN = "cho_xa_bo_sung"
TABS = ("tinh-huong", "ky-nang", "phap-luat", "tap-huan", "guong-hoa-giai", "bieu-mau")


@dataclass(frozen=True)
class Mode:
    """How this build differs from another: a preview shows drafts and placeholders, production neither."""

    production: bool = False
    address: str = ""                            # of the site root, with the last slash
    live: bool = False                           # served with live reload, whose script the policy would stop


@dataclass(frozen=True)
class Call:
    who: str
    number: str                                  # "" when the commune has not supplied it
    say: str = ""


@dataclass(frozen=True)
class View:
    """One page in one language of the site."""

    page: Page
    lang: str
    words: dict[str, str]
    listings: Listings
    mode: Mode
    agency: dict[str, Any]
    index: citations.Index

    @property
    def policy(self) -> str:
        """The content security policy; a fill-in page may not even talk to its own host."""
        rules = {**POLICY, **(forms.POLICY if self.is_fill_in else {})}
        return "" if self.mode.live else "; ".join(f"{name} {allowed}" for name, allowed in rules.items())

    @property
    def is_fill_in(self) -> bool:
        return self.page.section == "bieu-mau" and "/dien/" in self.place

    @cached_property
    def rests_on(self) -> tuple[standing.LawStatus, ...]:
        """The laws of `can_cu` and those that the text cites."""
        return self._standing(self.index.rests_on(self.page))

    @cached_property
    def ended_laws(self) -> tuple[standing.LawStatus, ...]:
        """Ended or replaced laws on which the page still rests: its red banner."""
        return self._standing(self.index.ended_on(self.page))

    @property
    def ageing_laws(self) -> list[standing.LawStatus]:
        """The laws it rests on that stand, the first to be looked at again first: its yellow banner, which the browser shows when the day has passed."""
        dated = [law for law in self.rests_on if law.review and law.chip != "ended"] if self.page.kind != "phap-luat" else []
        return sorted(dated, key=lambda law: law.review)

    def _standing(self, laws: list[Law]) -> tuple[standing.LawStatus, ...]:
        pages = {page.path: page for page in self.listings.site.laws}
        return tuple(standing.law_status(pages[law.path], self.listings) for law in laws)

    @property
    def cited_at(self) -> list[tuple[Entry, str]]:
        """The pages that cite this law, cards first, each with the articles that it cites."""
        word = "Điều" if self.lang == "vi" else "Article"
        found = self.index.cited_at(str(self.page.meta.get("so_hieu", "")))
        return [(self.listings.entry(page), ", ".join([self.listings.section_name(page.section) if page.section else "", *([f"{word} {', '.join(articles)}"] if articles else [])]))
                for page, articles in found]

    @property
    def is_fallback(self) -> bool:
        return self.page.lang != self.lang

    @property
    def is_home(self) -> bool:
        return self.page.url in ("", "en/")

    @property
    def is_withdrawn(self) -> bool:
        return "rut_lai" in self.page.meta

    @property
    def place(self) -> str:
        """The address without the language: "tinh-huong/vay-no/"."""
        return self.page.url.removeprefix("en/")

    @property
    def prefix(self) -> str:
        return "" if self.lang == "vi" else f"{self.lang}/"

    @property
    def other_url(self) -> str:
        """The same page in the other language."""
        return ("en/" if self.lang == "vi" else "") + self.place

    @property
    def hidden(self) -> bool:
        """Kept out of search engines: previews, drafts, untranslated copies, withdrawn stories, the search page."""
        return not self.mode.production or self.page.is_draft or self.is_fallback or self.is_withdrawn or self.place == "tim-kiem/"

    @property
    def title(self) -> str:
        return self.words["withdrawn"] if self.is_withdrawn else self.page.title

    @property
    def description(self) -> str:
        return "" if self.is_withdrawn else str(self.page.meta.get("description", ""))

    @property
    def web_address(self) -> str:
        """Where this page stands on the web, as it is shared and printed."""
        return f"{self.mode.address}{self.prefix}{self.place}"

    @property
    def shared_picture(self) -> str:
        return self.mode.address + emblems.card(self.page.section, self.lang)

    @cached_property
    def qr(self) -> str:
        """The address for a phone's camera, as SVG; printed, never shown. Written into the page: a picture of its own would
        be one more file to ask for, and browsers do not load for the printer what the screen hides."""
        return paper.qr(self.web_address)

    @property
    def for_whom(self) -> str:
        names = [AUDIENCES[code][self.lang == "en"] for code in self.page.meta.get("doi_tuong", []) if code in AUDIENCES]
        return self.words["everyone"] if len(names) == len(AUDIENCES) else ", ".join(names)

    @property
    def minutes(self) -> str:
        return self.words["reading"].format(self.listings.entry(self.page).minutes)

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        found = [(self.words["home"], self.prefix)]
        if (section := self.page.section) and self.place != f"{section}/" and self.has(f"{section}/"):
            found.append((self.listings.section_name(section), f"{self.prefix}{section}/"))
        parts = self.place.split("/")
        inner = "/".join(parts[:2]) + "/" if len(parts) > 3 else ""
        if inner and (index := self.listings.site.by_url.get(inner)):
            found.append((self.listings.entry(index).title, self.prefix + inner))
        return [] if self.is_home else found

    @cached_property
    def side(self) -> tuple[Group, ...]:
        """The pages of this section, in their groups."""
        return self.listings.section(self.page.section) if self.page.section in SECTIONS else ()

    @property
    def beside(self) -> tuple[Group, ...]:
        """The list at the left: the section; of a long one the pages around this one, so that a page does not grow with the portal."""
        row = self.listings.row(self.page.section) if self.side else {}
        if len(row) <= BESIDE:
            return self.side
        first = max(0, min(row.get(self.page.path, 0) - BESIDE // 2, len(row) - BESIDE))
        shown = [Group(group.name, tuple(entry for entry in group.entries if first <= row[entry.page.path] < first + BESIDE)) for group in self.side]
        return tuple(group for group in shown if group.entries)

    @property
    def below(self) -> tuple[Group, ...]:
        """For an index page: the pages below it, in their groups; those of a part of the section under one group without name."""
        if self.place == f"{self.page.section}/":
            return self.side
        entries = tuple(entry for group in self.side for entry in group.entries
                        if entry.page.url.removeprefix("en/").startswith(self.place) and entry.page.path != self.page.path)
        return (Group("", entries),)

    @property
    def side_name(self) -> str:
        return self.listings.section_name(self.page.section) if self.page.section else ""

    @property
    def turns(self) -> tuple[Entry | None, Entry | None]:
        row = [entry for group in self.side for entry in group.entries]
        here = next((n for n, entry in enumerate(row) if entry.page.path == self.page.path), None)
        if here is None:
            return None, None
        return (row[here - 1] if here else None), (row[here + 1] if here + 1 < len(row) else None)

    @property
    def tabs(self) -> list[tuple[str, str, bool]]:
        return [(self.listings.section_name(code), f"{self.prefix}{code}/", self.page.section == code) for code in TABS if self.has(f"{code}/")]

    def has(self, place: str) -> bool:
        """Whether this portal has that page: a smaller one is not asked for what it has not."""
        return place in self.listings.site.by_url

    @property
    def stop(self) -> dict[str, Any] | None:
        rule = self.page.meta.get("dung_lai")
        if not isinstance(rule, dict):
            return None
        return {"gate": rule.get("cong", False), "say": bold(rule.get("noi", "")),
                "lines": [bold(line) for line in rule.get("neu", [])], "calls": [self._call(code) for code in rule.get("bao", [])]}

    def _call(self, code: str) -> Call:
        w, agency = self.words, self.agency
        if code.isdigit():
            named = {str(row["so"]): row for row in agency.get("so_khan_cap") or []}
            row = named.get(code, {})
            return Call(w["call_number"].format(code), code, row.get("ten" if self.lang == "vi" else "ten_en", row.get("ten", "")))
        if code in ("truong-thon", "to-truong"):
            return Call(w["village_head" if code == "truong-thon" else "team_leader"], "-", w["meet"])
        key, who = {"cong-an-xa": ("cong_an_xa", "police"), "ubnd-xa": ("truc_ubnd", "commune"), "van-phong": ("dien_thoai", "office")}[code]
        return Call(w[who], self.supplied(key))

    def supplied(self, key: str) -> str:
        """What the commune has written in docs/bang/co-quan.yml; "" while it has not."""
        value = self.agency.get(key, UNKNOWN)
        return "" if value in (UNKNOWN, None) else str(value)

    @property
    def commune(self) -> str:
        return str(self.agency.get("ten_xa_en" if self.lang == "en" else "ten_xa") or self.agency.get("ten_xa", ""))

    @property
    def province(self) -> str:
        return str(self.agency.get("ten_tinh_en" if self.lang == "en" else "ten_tinh") or self.agency.get("ten_tinh", ""))

    @property
    def icon(self) -> str:
        return str(self.page.meta.get("bieu_tuong", ""))

    @property
    def sources(self) -> list[dict[str, str]]:
        found = []
        by_number = {law.meta["so_hieu"]: law for law in self.listings.site.laws}
        for source in self.page.meta.get("nguon", []):
            if isinstance(source, str):
                law = by_number.get(source)
                found.append({"name": self.listings.entry(law).title if law else source, "url": self.listings.url(law) if law else "", "number": source})
            else:
                address = source.get("dia_chi", "chua_co")
                found.append({"name": source.get("ten", ""), "address": "" if address == "chua_co" else address, "read": shown(source.get("ngay_doc"))})
        return found

    @property
    def approval(self) -> dict[str, str]:
        state = review.state(self.page)
        return {"state": self.words[state], "chip": "ok" if state == "approved" else "soon", "by": str(self.page.meta.get("nguoi_duyet", "")),
                "on": shown(self.page.meta.get("ngay_duyet")), "approved": state == "approved"}

    @property
    def notes(self) -> list[dict[str, str]]:
        return [{"on": shown(note["ngay"]), "what": str(note.get("gi", ""))} for note in reversed(self.page.meta.get("thay_doi", []))]

    @property
    def law(self) -> dict[str, Any] | None:
        """The facts of a law's own page: status, dates, issuer, official address."""
        meta = self.page.meta
        if self.page.kind != "phap-luat":
            return None
        address = next((s["dia_chi"] for s in meta.get("nguon", []) if isinstance(s, dict) and s.get("dia_chi") != "chua_co"), "")
        return {"chip": standing.CHIPS.get(meta.get("tinh_trang"), "ok"), "state": self.words[standing.WORD_OF_STATE.get(meta.get("tinh_trang"), "status_ok")],
                "number": meta.get("so_hieu", ""), "by": meta.get("co_quan", ""), "issued": self._day("ngay_ban_hanh"), "from": self._day("ngay_hieu_luc"),
                "ended": self._day("ngay_het") if "ngay_het" in meta else "", "checked": shown(meta.get("ngay_kiem_tra")), "address": address,
                "replaced": self._status_of_number(meta.get("thay_bang"))}

    def _status_of_number(self, number: Any) -> standing.LawStatus | None:
        return next((standing.law_status(law, self.listings) for law in self.listings.site.laws if law.meta["so_hieu"] == number), None)

    def _day(self, key: str) -> str:
        return shown(self.page.meta.get(key)) or self.words["unknown_date"]

    @property
    def home(self) -> dict[str, Any]:
        """What stands on the front door: index.yml beside the page."""
        return self.page.data or {}

    def count(self, section: str) -> int:
        return sum(len(group.entries) for group in self.listings.section(section))

    def status_of(self, law: Page) -> standing.LawStatus:
        return standing.law_status(law, self.listings)

    @property
    def plan(self) -> list[dict[str, Any]]:
        """The items of the plan, each with the pages that are its evidence."""
        by_place = {page.url.removeprefix("en/"): page for page in self.listings.pages}
        items = self.listings.site.tables.get(self.page.slug) or []
        return [{**item, "evidence": [self.listings.entry(by_place[place]) for path in item.get("bang_chung") or []
                                      if (place := _place(path)) in by_place]} for item in items]

    @property
    def measured(self) -> dict[str, Any] | None:
        """What `portal bench access` found the last time; None before the first."""
        table = self.listings.site.tables.get(self.page.slug)
        if not table:
            return None
        rows = [{"what": self.words[f"measured_{row['ma']}"], "looks": row["lan"], "wrong": row["loi"]} for row in table["phep_do"]]
        return {"day": shown(table["ngay"]), "by": table["chuong_trinh"], "pages": table["kieu_trang"], "rows": rows}

    @property
    def glossary(self) -> list[dict[str, Any]]:
        rows = self.listings.site.tables.get("thuat-ngu") or []
        by = "tu" if self.lang == "vi" else "en"
        return [{**row, "id": slug(str(row["tu"]))} for row in sorted(rows, key=lambda row: sort_key(str(row[by])))]


def _place(path: str) -> str:
    """The address of a page written as staff write it: "ky-nang/bau-hgv", with or without .md and slashes."""
    place = str(path).removesuffix(".md").strip("/").removesuffix("/index")
    return f"{place}/" if place else ""


def shown(day: Any) -> str:
    """A date as people write it: 22/11/2026; "" for anything else."""
    return f"{day:%d/%m/%Y}" if isinstance(day, date) else ""


def bold(text: str) -> Markup:
    """Front matter text with **bold** as HTML."""
    return Markup(re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", html.escape(str(text), quote=False)))
