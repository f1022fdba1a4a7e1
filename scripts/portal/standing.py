"""How a law stands, as a reader sees it: a word, a colour, and what stands in its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.content import Page
from portal.listings import Listings
from portal.words import WORDS

CHIPS = {"con_hieu_luc": "ok", "sap_sua": "soon", "het_hieu_luc": "ended", "bi_thay": "ended"}
WORD_OF_STATE = {"con_hieu_luc": "status_ok", "sap_sua": "status_soon", "het_hieu_luc": "status_ended", "bi_thay": "status_replaced"}


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


def law_status(law: Page, listings: Listings) -> LawStatus:
    replaced_by = law.meta.get("thay_bang")
    heir = next((page for page in listings.site.laws if page.meta["so_hieu"] == replaced_by), None) if replaced_by else None
    words = WORDS[listings.lang]
    state = law.meta.get("tinh_trang", "con_hieu_luc")
    return LawStatus(listings.entry(law).title, law.meta["so_hieu"], listings.url(law), CHIPS.get(state, "ok"), words[WORD_OF_STATE.get(state, "status_ok")],
                     listings.entry(heir).title if heir else str(replaced_by or ""), listings.url(heir) if heir else "",
                     day if type(day := law.meta.get("ra_soat")) is date else None, _name(law, listings))


def _name(law: Page, listings: Listings) -> str:
    names = law.meta.get("ten_goi")
    return str(names[0]) if listings.lang == "vi" and isinstance(names, list) and names else listings.entry(law).title
