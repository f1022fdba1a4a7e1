"""Parcels of land: thửa đất số …, tờ bản đồ số …"""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.findings import Finding
from portal.privacy.shadow import Text

_LAND = r"(?:dat|ruong|o|rung|vuon|tho cu|lua|trong lua|trong|nong nghiep|lam nghiep|nay|noi tren|co|mang|la|nha|cua|ong|ba|anh|chi|tai|ghi)"
_PARCEL = re.compile(rf"(?<![a-z])(?<!giai )(?:so thua(?: dat)?\s?[:.]?\s?|thua(?: {_LAND}){{0,4}},?\s?\(?(?:(?:mang |co |la )?so(?: hieu| thua)?(?: la)?\s?[:.|]?|:|so:)?\s?|"
                     rf"(?<![a-z])t(?=\d+[,; \-]{{1,2}}(?:tbd|to )))"
                     r"(?P<number>\d{1,5}[a-z]?(?:[/\-]\d{1,4})?)(?![\d,.]*\d)")
_SHEET = re.compile(r"(?<![a-z])(?:(?:so )?(?:to|manh) ban do(?: dia chinh| lam nghiep| giai thua)?(?: so)?|ban do dia chinh so|so to|to (?:bd|bddc)(?: so)?|tbd(?: so)?|to so|"
                    r"map sheet(?: no\.?)?)\s?[:.|]?\s?(?P<number>\d{1,4}[a-z]?)(?![\d/.]*\d)")
_LABEL, _SHEET_LABEL = re.compile("thua"), re.compile("ban do|so to|to bd|tbd|to so|map sheet")
_SHEET_BEHIND = re.compile(r"[,; \-]{1,2}(?:tbd|to )")
_PARCEL_EN = re.compile(r"(?<![a-z])(?:land )?(?:parcel|plot)(?: no\.?| number)\s?:?\s?(?P<number>\d{1,5})(?!\d)")
_NOT_A_PARCEL = re.compile(r"\s?(?:…|\.\.|thuoc(?![a-z])|cong(?![a-z])|gia dinh|anh em|chi em|nguoi|vo chong|m2|m²|m(?![a-z])|met|ha(?![a-z])|sao|mau(?![a-z])|%|nam(?![a-z])|"
                           r"trieu|nghin|ho(?![a-z])|nguoi|lan|thang|ngay|dong|ty |chu(?![a-z])|thua|lo(?![a-z])|manh|phan|vu(?![a-z])|truong hop|ben|loai|/\d{4}|"
                           r"cong doan|tuoi|don|cay|giay|ben)")
_PHRASE_ENDS = re.compile(r"\s?(?:[,;.):|/\-]|$|\n|o |tai |to (?:so |ban do |bd |\d)|tbd|cua |thuoc |va thua|nam |co |dien tich|dung ten|mang ten|xu dong|thon |xom )")


def find(text: Text) -> Iterator[Finding]:
    """Thửa đất số …, tờ bản đồ số …"""
    for match in _PARCEL.finditer(text.shadow) if text.labels(_LABEL, 100) or any(_SHEET_BEHIND.match(text.shadow, end) for _, end in text.numbers) else ():
        meant = _says(text, match, "thua", ("thửa", "thữa", "thua")) and not _counts(text, match)
        sketched = int(re.match(r"\d+", match["number"]).group()) <= 3 and not _SHEET.search(text.shadow, match.start() - 60, match.end() + 60)  # type: ignore[union-attr]
        if meant and not sketched and ("so" in match.group() or ":" in match.group() or _ends_like_a_label(text, match)):
            yield Finding(match.span(), "thua-dat")
    for match in _SHEET.finditer(text.shadow) if text.labels(_SHEET_LABEL, 50) else ():
        near = text.shadow[max(0, match.start() - 80) : match.end() + 80]
        short = "ban do" not in match.group() and match.group().startswith(("to so", "so to", "tbd")) and not match.group().startswith("tbd so")
        if _says(text, match, "to ", ("tờ ", "to ")) and (not short or "thua" in near or "dat" in near) and not _counts(text, match):
            yield Finding(match.span(), "thua-dat")
    for match in _PARCEL_EN.finditer(text.shadow) if text.says("parcel", "plot") else ():
        yield Finding(match.span(), "thua-dat")


def _counts(text: Text, match: re.Match[str]) -> bool:
    """A unit follows: "thửa đất 120 m2", "thửa 5 sào"."""
    return bool(_NOT_A_PARCEL.match(text.shadow, match.end(), match.end() + 14))


def _says(text: Text, match: re.Match[str], bare: str, written: tuple[str, ...]) -> bool:
    """Whether the folded word stands for the one meant: "thua" is thửa, not thưa; "to" is tờ, not tổ."""
    place = match.group().find(bare)
    if place < 0:
        return True
    word = text.plain[match.start() + place : match.start() + place + len(bare)].lower()
    return word in written


def _ends_like_a_label(text: Text, match: re.Match[str]) -> bool:
    """"thửa 125 bị lấn", "thửa 7, tờ 12": a high number, or one that ends its phrase: nothing is counted."""
    if int(re.match(r"\d+", match["number"]).group()) >= 20:  # type: ignore[union-attr]
        return True
    return bool(_PHRASE_ENDS.match(text.shadow, match.end(), match.end() + 12))
