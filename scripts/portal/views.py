"""What a template needs to know about one page: computed here, chosen and looped over there."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from portal import citations, emblems, forms, paper, review
from portal.commune import Commune
from portal.content import SECTIONS, Page
from portal.fields import AUDIENCES
from portal.laws import Law
from portal.listings import Entry, Group, Listings, Section
from portal.standing import Facts, LawStatus, Standing
from portal.vietnamese import slug, sort_key, written_day

POLICY = {"default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:", "font-src": "'self'", "media-src": "'self'",
          "connect-src": "'self'", "manifest-src": "'self'", "worker-src": "'self'", "base-uri": "'none'", "form-action": "'self'"}
TABS = ("tinh-huong", "ky-nang", "phap-luat", "tap-huan", "guong-hoa-giai", "bieu-mau")


@dataclass(frozen=True)
class Mode:
    """How this build differs from another: a preview shows drafts and placeholders, production neither."""

    production: bool = False
    address: str = ""                            # of the site root, with the last slash
    live: bool = False                           # served with live reload, whose script the policy would stop


@dataclass(frozen=True)
class View:
    """One page in one language of the site. A template asks for most things more than once: what takes work is kept."""

    page: Page
    lang: str
    words: dict[str, str]
    listings: Listings
    laws: Standing
    commune: Commune
    mode: Mode
    index: citations.Index

    @property
    def policy(self) -> str:
        """The content security policy; a fill-in page may send nothing, to its own host neither."""
        rules = {**POLICY, **(forms.policy(self.mode.address) if self.is_fill_in else {})}
        return "" if self.mode.live else "; ".join(f"{name} {allowed}" for name, allowed in rules.items())

    @property
    def is_fill_in(self) -> bool:
        return self.page.section == "bieu-mau" and "/dien/" in self.place

    @cached_property
    def rests_on(self) -> tuple[LawStatus, ...]:
        """The laws of `can_cu` and those that the text cites."""
        return self._standing(self.index.rests_on(self.page))

    @cached_property
    def ended_laws(self) -> tuple[LawStatus, ...]:
        """Ended or replaced laws on which the page still rests: its red banner."""
        return self._standing(self.index.ended_on(self.page))

    @cached_property
    def ageing_laws(self) -> list[LawStatus]:
        """The laws it rests on that stand, the first to be looked at again first: its yellow banner, which the browser shows when the day has passed."""
        dated = [law for law in self.rests_on if law.review and law.chip != "ended"] if self.page.kind != "phap-luat" else []
        return sorted(dated, key=lambda law: law.review)

    def _standing(self, laws: list[Law]) -> tuple[LawStatus, ...]:
        return tuple(status for law in laws if (status := self.laws.numbered(law.number)))

    @cached_property
    def cited_at(self) -> list[tuple[Entry, str]]:
        """The pages that cite this law, cards first, each with the articles that it cites."""
        word = "Điều" if self.lang == "vi" else "Article"
        found = self.index.cited_at(str(self.page.meta.get("so_hieu", "")))
        return [(self.listings.entry(page), ", ".join([self.listings.section_name(page.section) if page.section else "", *([f"{word} {', '.join(articles)}"] if articles else [])]))
                for page, articles in found]

    @property
    def is_fallback(self) -> bool:
        return self.page.lang != self.lang

    @cached_property
    def is_home(self) -> bool:
        return self.page.url in ("", "en/")

    @property
    def is_withdrawn(self) -> bool:
        return self.page.is_withdrawn

    @cached_property
    def place(self) -> str:
        """The address without the language: "tinh-huong/vay-no/"."""
        return self.page.place

    @cached_property
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

    @cached_property
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

    @cached_property
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
    def section(self) -> Section:
        """The pages of this section, in their groups."""
        return self.listings.section(self.page.section) if self.page.section in SECTIONS else Section()

    @property
    def beside(self) -> tuple[Group, ...]:
        """The list at the left."""
        return self.section.around(self.page)

    @property
    def below(self) -> tuple[Group, ...]:
        """For an index page: the pages below it, in their groups; those of a part of the section under one group without name."""
        if self.place == f"{self.page.section}/":
            return self.section.groups
        entries = tuple(entry for entry in self.section.entries if entry.page.place.startswith(self.place) and entry.page.path != self.page.path)
        return (Group("", entries),)

    @property
    def side_name(self) -> str:
        return self.listings.section_name(self.page.section) if self.page.section else ""

    @property
    def turns(self) -> tuple[Entry | None, Entry | None]:
        return self.section.turns(self.page)

    @cached_property
    def tabs(self) -> list[tuple[str, str, bool]]:
        return [(self.listings.section_name(code), f"{self.prefix}{code}/", self.page.section == code) for code in TABS if self.has(f"{code}/")]

    def has(self, place: str) -> bool:
        """Whether this portal has that page: a smaller one is not asked for what it has not."""
        return place in self.listings.site.by_url

    @cached_property
    def stop(self) -> dict[str, Any] | None:
        rule = self.page.meta.get("dung_lai")
        if not isinstance(rule, dict):
            return None
        return {"gate": rule.get("cong", False), "say": bold(rule.get("noi", "")),
                "lines": [bold(line) for line in rule.get("neu", [])], "calls": [self.commune.call(code) for code in rule.get("bao", [])]}

    @cached_property
    def sources(self) -> list[dict[str, str]]:
        found = []
        for source in self.page.meta.get("nguon", []):
            if isinstance(source, str):
                law = self.laws.numbered(source)
                found.append({"name": law.title if law else source, "url": law.url if law else "", "number": source})
            else:
                address = source.get("dia_chi", "chua_co")
                found.append({"name": source.get("ten", ""), "address": "" if address == "chua_co" else address, "read": written_day(source.get("ngay_doc"))})
        return found

    @cached_property
    def approval(self) -> dict[str, str]:
        state = review.state(self.page)
        return {"state": self.words[state], "chip": "ok" if state == "approved" else "soon", "by": str(self.page.meta.get("nguoi_duyet", "")),
                "on": written_day(self.page.meta.get("ngay_duyet")), "approved": state == "approved"}

    @property
    def notes(self) -> list[dict[str, str]]:
        return [{"on": written_day(note["ngay"]), "what": str(note.get("gi", ""))} for note in reversed(self.page.meta.get("thay_doi", []))]

    @cached_property
    def law(self) -> Facts | None:
        """What a law's own page says of it."""
        return self.laws.facts(self.page) if self.page.kind == "phap-luat" else None

    @property
    def home(self) -> dict[str, Any]:
        """What stands on the front door: index.yml beside the page."""
        return self.page.data or {}

    @property
    def plan(self) -> list[dict[str, Any]]:
        """The items of the plan, each with the pages that are its evidence."""
        by_place = {page.place: page for page in self.listings.pages}
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
        return {"day": written_day(table["ngay"]), "by": table["chuong_trinh"], "pages": len(table["kieu_trang"]), "rows": rows}

    @property
    def glossary(self) -> list[dict[str, Any]]:
        rows = self.listings.site.tables.get("thuat-ngu") or []
        by = "tu" if self.lang == "vi" else "en"
        return [{**row, "id": slug(str(row["tu"]))} for row in sorted(rows, key=lambda row: sort_key(str(row[by])))]


def _place(path: str) -> str:
    """The address of a page written as staff write it: "ky-nang/bau-hgv", with or without .md and slashes."""
    place = str(path).removesuffix(".md").strip("/").removesuffix("/index")
    return f"{place}/" if place else ""


def furnish(templates: Any) -> None:
    """Gives the Jinja environment of overrides/ what every template may use beside `v` and `w`: days as people write them, and
    the icons, which an import in each part would make anew for each page."""
    icons = templates.get_template("partials/icon.html").module
    templates.globals.update(icon=icons.icon, mark=icons.mark)
    templates.filters["ngay"] = written_day


def bold(text: str) -> Markup:
    """Front matter text with **bold** as HTML."""
    return Markup(re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", html.escape(str(text), quote=False)))
