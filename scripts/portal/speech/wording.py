"""Written text → the words that are said: numbers, dates, hours, money, units, law numbers, abbreviations.

Rules in a row, each a pattern and what is said for it; a rule leaves no digits behind for those after it. A ready
library (vietnormalizer 0.2.3) said 63 of the 130 lines of tests/cases/speech as they should be said and read "5–7 người" as a date."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from portal.speech import prose
from portal.speech.numerals import cardinal, decimal, one_by_one, roman

NUMBER = r"(?:\d{1,3}(?:\.\d{3})+(?!\d)|\d+)(?:,\d+(?![.,]?\d))?"
AND = " và "
Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]
_EMPTY: Mapping[str, str] = {}


@dataclass(frozen=True)
class Wording:
    """How this commune says things: docs/bang/doc-loa.yml, and viet-tat.yml for the other abbreviations."""

    table: Mapping[str, Any]
    more_abbreviations: Mapping[str, Any]

    @classmethod
    def of(cls, tables: Mapping[str, Any]) -> Wording:
        """From the tables of docs/bang/, by name."""
        return cls(tables.get("doc-loa") or {}, tables.get("viet-tat") or {})

    def say(self, text: str) -> str:
        """The words of a stretch of Markdown, on as many lines as it has; brackets stay for the reader to fill."""
        said = prose.plain(text)
        for pattern, words in self._rules:
            said = pattern.sub(words, said)
        return _tidy(said)

    @cached_property
    def _rules(self) -> tuple[Rule, ...]:
        return (*self._law_numbers, *_DATES, *_HOURS, *self._calls, *self._provisions, *self._units, *_SIGNS, *self._words, *_NUMBERS)

    def part(self, name: str) -> Mapping[str, str]:
        """A table inside the table; empty when staff have left it out."""
        return self.table.get(name) or _EMPTY

    @property
    def _law_numbers(self) -> list[Rule]:
        return [(re.compile(r"(?:\bsố\s+)?\b(?P<no>\d+)(?:/(?P<year>\d{4}))?/(?P<code>[A-ZĐƯ][A-Za-zĐƯ]*\d*(?:[-/][A-ZĐƯ][A-Za-zĐƯ]*\d*)*)"), self._law_number)]

    def _law_number(self, found: re.Match[str]) -> str:
        kind, *issuers = re.split(r"[-/]", found["code"])
        if kind not in self.part("loai_van_ban"):
            kind, issuers = "", [kind, *issuers]
        said = f"số {cardinal(int(found['no']))}" + (f" năm {cardinal(int(found['year']))}" if found["year"] else "")
        said += f" của {AND.join(self._issuer(issuer) for issuer in issuers)}" if issuers else ""
        name = self.part("loai_van_ban").get(kind, "")
        before = found.string[: found.start()].rstrip()
        if before.endswith(kind) and kind:                       # "NĐ 15/2014/NĐ-CP": the rule of abbreviations says the word
            return said
        return said if not name or before.casefold().endswith(name.casefold()) else f"{name} {said}"

    def _issuer(self, code: str) -> str:
        letters, session = re.fullmatch(r"(.*?)(\d*)", code).groups()  # type: ignore[union-attr]
        name = self.part("noi_ban_hanh").get(letters) or self._abbreviations.get(letters) or self._spelled(letters)
        return f"{name} khóa {cardinal(int(session))}" if session else name

    def _spelled(self, letters: str) -> str:
        return " ".join(self.part("chu_cai").get(letter.lower(), letter) for letter in letters)

    @property
    def _calls(self) -> list[Rule]:
        numbers = "|".join(self.table.get("so_goi") or ["0"])
        one = rf"(?:{numbers})\b"
        row = rf"{one}(?:(?:,\s*|,?\s+(?:hoặc|hay|và)\s+)(?:(?:gọi|số)\s+)?{one})*"
        lead = r"\b(?:[Gg]ọi|[Tt]ổng đài|[Ss]ố máy|[Đđ]iện thoại)(?:\s+(?:ngay|số|cho|tới|đến|thêm))*\s+"
        return [(re.compile(f"{lead}{row}"), lambda found: re.sub(r"\d+", lambda digits: one_by_one(digits[0]), found[0])),
                (re.compile(r"(?<![\d.,])0\d{2,3}[ .]?\d{3}[ .]?\d{3,4}\b"), lambda found: one_by_one(found[0]))]

    @property
    def _provisions(self) -> list[Rule]:
        letters = self.part("chu_cai")
        return [(re.compile(r"\b([Đđ]iểm) ([a-zđ])\b"), lambda found: f"{found[1]} {letters.get(found[2], found[2])}"),
                (re.compile(r"\b([Đđ]iều )(\d+)([a-zđ])\b"), lambda found: f"{found[1]}{cardinal(int(found[2]))} {letters.get(found[3], found[3])}"),
                (re.compile(r"\b((?:[Cc]hương|[Mm]ục|[Pp]hần|[Kk]hóa|[Tt]hế kỷ|[Qq]uý|[Gg]iai đoạn)\s+)([IVXLC]+)(?:\.(\d+))?\b"), _roman_part),
                (re.compile(r"\b(\d+)\.(\d{1,2})\b(?![.,]?\d)"), lambda found: f"{cardinal(int(found[1]))} chấm {cardinal(int(found[2]))}")]

    @property
    def _units(self) -> list[Rule]:
        units = self.part("don_vi")
        names = "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True)) or "(?!)"
        shares = "|".join(re.escape(share) for share in self.table.get("chia_theo") or []) or "(?!)"
        return [(re.compile(rf"(?<=[^\W\d_]|%|²|³)/(?=(?:{shares})(?![\w²³]))"), lambda _: " một "),
                (re.compile(rf"({NUMBER})(\s*[–-]\s*{NUMBER})?\s?({names})(?![\w²³])"), lambda found: f"{found[1]}{found[2] or ''} {units[found[3]]}"),
                (re.compile(rf"(?<=một )({names})(?![\w²³])"), lambda found: units[found[1]])]

    @cached_property
    def _abbreviations(self) -> dict[str, str]:
        """Those with one meaning; what is written in doc-loa.yml goes first."""
        one = {str(short): str(long) for short, long in self.more_abbreviations.items() if isinstance(long, str)}
        return {**one, **self.part("chu_tat")}

    @property
    def _words(self) -> list[Rule]:
        known = self._abbreviations
        names = "|".join(re.escape(short) for short in sorted(known, key=len, reverse=True) if short.isupper() and len(short) > 1) or "(?!)"
        return [(re.compile(rf"(?<![\w/-])({names})(?![\w/-])"), lambda found: known[found[1]])]


def _roman_part(found: re.Match[str]) -> str:
    value = roman(found[2])
    if value is None:
        return found[0]
    return f"{found[1]}{cardinal(value)}" + (f" chấm {cardinal(int(found[3]))}" if found[3] else "")


def _day(day: str) -> str:
    return ("mùng " if int(day) <= 10 else "") + cardinal(int(day))


def _month(month: str) -> str:
    return "tháng tư" if int(month) == 4 else f"tháng {cardinal(int(month))}"


def _date(found: re.Match[str]) -> str:
    year = f" năm {cardinal(int(found['year']))}" if found.groupdict().get("year") else ""
    return f"{found['word'] or 'ngày '}{_day(found['day'])} {_month(found['month'])}{year}"


def _number(written: str) -> str:
    whole, _, fraction = written.replace(".", "").partition(",")
    return decimal(int(whole), fraction) if fraction else cardinal(int(whole))


def _hour(hour: str, minutes: str | None) -> str:
    return f"{cardinal(int(hour))} giờ" + (f" {cardinal(int(minutes))}" if minutes and int(minutes) else "")


def _hours(found: re.Match[str]) -> str:
    until = f" đến {_hour(found[3], found[4])}" if found[3] else ""
    return _hour(found[1], found[2]) + until


def _fraction(found: re.Match[str]) -> str:
    above, below = int(found[1]), int(found[2])
    part = above < below <= 20
    return f"{cardinal(above)} {'phần' if part else 'trên'} {'tư' if part and below == 4 else cardinal(below)}"


_DAY, _MONTH, _YEAR = r"(?P<day>0?[1-9]|[12]\d|3[01])", r"(?P<month>0?[1-9]|1[0-2])", r"(?P<year>[12]\d{3})"
_WORD = r"(?P<word>\b(?:[Nn]gày|[Hh]ôm|[Ss]áng|[Cc]hiều|[Tt]ối)\s+)"
_DATES: tuple[Rule, ...] = (
    (re.compile(rf"{_WORD}?\b{_DAY}([/-]){_MONTH}\3{_YEAR}\b"), _date),
    (re.compile(rf"{_WORD}{_DAY}/{_MONTH}\b(?!/)"), _date),
    (re.compile(rf"(?P<word>\b[Nn]gày\s+){_DAY}\s+tháng\s+{_MONTH}\b"), _date),
    (re.compile(rf"(?:\btháng\s+)?\b{_MONTH}/{_YEAR}\b"), lambda found: f"{_month(found['month'])} năm {cardinal(int(found['year']))}"),
    (re.compile(r"\b([Tt])háng 0?4\b(?!\s*[–-])"), lambda found: f"{found[1]}háng tư"),
    (re.compile(r"\b([Tt])hứ ([124])\b"), lambda found: f"{found[1]}hứ {({'1': 'nhất', '2': 'hai', '4': 'tư'})[found[2]]}"),
)
_HOURS: tuple[Rule, ...] = tuple((re.compile(rf"\b{clock}(?:\s*[–-]\s*{clock})?(?!\w)"), _hours) for clock in (r"(\d{1,2})h(\d{2})?", r"(\d{1,2}):(\d{2})"))
_SIGNS: tuple[Rule, ...] = (
    (re.compile(r"\b(\d+)/(\d+)\b(?!/)"), _fraction),
    (re.compile(r"\bv\.\s?v\.?(?=\s*[….]|\s|$)[….]*"), lambda _: "vân vân"),
    (re.compile(r"\s*&\s*"), lambda _: AND),
    (re.compile(r"\bvà/hoặc\b"), lambda _: "và hoặc"),
    (re.compile(rf"({NUMBER})\s*[–-]\s*(?={NUMBER})"), lambda found: f"{found[1]} đến "),
    (re.compile(r"(?<=\d)\s*[×x]\s*(?=\d)"), lambda _: " nhân "),
    (re.compile(r"\s+[–—]\s+"), lambda _: ", "),
    (re.compile(r"\s*\(([^()]*)\)"), lambda found: f", {found[1]},"),
)
_NUMBERS: tuple[Rule, ...] = ((re.compile(NUMBER), lambda found: _number(found[0])),)


def _tidy(text: str) -> str:
    """One space between words, no comma before another mark or at an end."""
    text = re.sub(r",\s*(?=[,.;:!?…])|(?<=[.!?…:;]),", "", text)
    text = re.sub(r"[ \t]+([,.;:!?…])", r"\1", re.sub(r"[ \t]+", " ", text))
    return re.sub(r",(?=\n|$)", "", text).strip()


def unsaid(spoken: str) -> list[str]:
    """What a reader would stumble over: digits, signs and capitals that no rule knows."""
    bare = re.sub(r"\[[^\]\n]*\]", "", spoken)
    return list(dict.fromkeys(re.findall(r"\S*\d\S*|\b[A-ZĐƯÂÊÔƠĂ]{2,}\b|\S*[%/&=<>@#²³°]\S*", bare)))
