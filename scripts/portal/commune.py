"""The commune itself: what it has told in docs/bang/co-quan.yml, and whom a mediator calls there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal.content import UNKNOWN
from portal.words import WORDS


@dataclass(frozen=True)
class Call:
    who: str
    number: str                                  # "" when the commune has not supplied it, "-" when there is someone to meet instead
    say: str = ""


class Commune:
    """One commune, spoken of in one language."""

    def __init__(self, table: dict[str, Any], lang: str) -> None:
        self._table, self._lang, self._words = table, lang, WORDS[lang]
        self.name, self.province = self._named("ten_xa"), self._named("ten_tinh")

    def _named(self, key: str) -> str:
        return str(self._table.get(f"{key}_en" if self._lang == "en" else key) or self._table.get(key, ""))

    def told(self, key: str) -> str:
        """What it has written in the table; "" while it has not."""
        value = self._table.get(key, UNKNOWN)
        return "" if value in (UNKNOWN, None) else str(value)

    def call(self, code: str) -> Call:
        """Whom a stop rule means: a number that all know ("113"), someone of the village, or an office of the commune."""
        if code.isdigit():
            row = next((row for row in self._table.get("so_khan_cap") or [] if str(row["so"]) == code), {})
            return Call(self._words["call_number"].format(code), code, row.get("ten" if self._lang == "vi" else "ten_en", row.get("ten", "")))
        if code in ("truong-thon", "to-truong"):
            return Call(self._words["village_head" if code == "truong-thon" else "team_leader"], "-", self._words["meet"])
        key, who = {"cong-an-xa": ("cong_an_xa", "police"), "ubnd-xa": ("truc_ubnd", "commune"), "van-phong": ("dien_thoai", "office")}[code]
        return Call(self._words[who], self.told(key))
