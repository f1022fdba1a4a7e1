"""How a law stands, as a reader sees it: a word, a colour, and what stands in its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.content import Page
from portal.listings import Listings
from portal.vietnamese import written_day
from portal.words import WORDS

STATES = {"con_hieu_luc": ("ok", "status_ok"), "sap_sua": ("soon", "status_soon"), "het_hieu_luc": ("ended", "status_ended"), "bi_thay": ("ended", "status_replaced")}


@dataclass(frozen=True)
class LawStatus:
    title: str
    number: str
    url: str
    chip: str                                    # ok, soon, ended
    state: str                                   # in the reader's language
    replaced_by: str = ""
    replaced_by_url: str = ""
    review: date | None = None                   # the day by which its status must be looked at again
    name: str = ""                               # as people call it: "Luật Đất đai"


@dataclass(frozen=True)
class Facts:
    """What a law's own page says of it; days as people write them."""

    chip: str
    state: str
    number: str
    by: str                                      # who issued it
    issued: str
    in_force: str
    ended: str
    checked: str
    address: str                                 # of the official text; "" when it has none
    replaced: LawStatus | None


class Standing:
    """How the laws of one site stand, said in one language. Every page asks: each law is worked out once."""

    def __init__(self, listings: Listings) -> None:
        self._listings, self._words = listings, WORDS[listings.lang]
        self._pages = {law.meta["so_hieu"]: law for law in reversed(listings.site.laws)}
        self._known: dict[str, LawStatus] = {}

    def numbered(self, number: Any) -> LawStatus | None:
        """That of the law with this number; None when it has no page."""
        return self.of(law) if (law := self._pages.get(str(number))) else None

    def of(self, law: Page) -> LawStatus:
        if law.path not in self._known:
            self._known[law.path] = self._of(law)
        return self._known[law.path]

    def _of(self, law: Page) -> LawStatus:
        listings, replaced_by = self._listings, law.meta.get("thay_bang")
        heir = self._pages.get(str(replaced_by))
        return LawStatus(listings.entry(law).title, law.meta["so_hieu"], listings.url(law), *self._state(law),
                         listings.entry(heir).title if heir else str(replaced_by or ""), listings.url(heir) if heir else "",
                         day if type(day := law.meta.get("ra_soat")) is date else None, self._name(law))

    def facts(self, law: Page) -> Facts:
        meta = law.meta
        address = next((source["dia_chi"] for source in meta.get("nguon", []) if isinstance(source, dict) and source.get("dia_chi") != "chua_co"), "")
        issued, in_force, ended = (written_day(meta.get(key), self._words["unknown_date"]) for key in ("ngay_ban_hanh", "ngay_hieu_luc", "ngay_het"))
        return Facts(*self._state(law), meta.get("so_hieu", ""), meta.get("co_quan", ""), issued, in_force, ended if "ngay_het" in meta else "",
                     written_day(meta.get("ngay_kiem_tra")), address, self.numbered(meta.get("thay_bang")))

    def _state(self, law: Page) -> tuple[str, str]:
        """Its colour and its word."""
        chip, word = STATES.get(law.meta.get("tinh_trang"), STATES["con_hieu_luc"])
        return chip, self._words[word]

    def _name(self, law: Page) -> str:
        names = law.meta.get("ten_goi")
        return str(names[0]) if self._listings.lang == "vi" and isinstance(names, list) and names else self._listings.entry(law).title
