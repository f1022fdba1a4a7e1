"""A second copy of a text, character by character, in which numbers and labels are easy to recognise.

The shadow has the length of the text, so a span in one is a span in the other. In it letters are small and
without marks ("Số nhà" → "so nha": people write both), digits of every script are 0–9, the letter o among
digits is a zero, every dash is "-", every blank but the line end is " "."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

UPPER = "".join(c for c in map(chr, range(0x41, 0x1EF9)) if unicodedata.category(c) == "Lu" and (c < "Ā" or c >= "Ạ" or c in "ĂĐĨŨƠƯ"))
LOWER = UPPER.lower()
CAPITALISED = f"[{UPPER}][{LOWER}]+"

_ODD_DIGITS = (*range(0x0660, 0x066A), *range(0xFF10, 0xFF1A), *range(0x1D7CE, 0x1D800))
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d"
_BLANKS = "\t\r\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u202f\u2060\u3000\ufe0f\u20e3\ufeff\u00ad"


def _table() -> dict[int, str]:
    table = {code: chr(code) for code in (*range(0x180), *range(0x2010, 0x2040))}      # what stays as it is too: a sign not found here costs far more
    table |= {ord(c): c.lower() for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    for letter in UPPER + LOWER:
        table[ord(letter)] = unicodedata.normalize("NFD", letter)[0].lower().replace("đ", "d")
    table |= {code: str(unicodedata.digit(chr(code))) for code in _ODD_DIGITS}
    table |= dict.fromkeys(map(ord, _DASHES), "-")
    table |= dict.fromkeys(map(ord, _BLANKS), " ")
    table |= {ord("·"): ".", ord("•"): "*", ord("＋"): "+", ord("＠"): "@", ord("："): ":", ord("’"): "'", ord("′"): "'", ord("”"): '"', ord("″"): '"'}
    return table


_TABLE = _table()
# "o912", "09o5", "O9l2345678": a token of digits and look-alikes with at least two digits.
_ALIKE = re.compile(r"(?<![a-z0-9])(?=[oli]{0,3}\d[oli]{0,3}\d)[0-9oli]{3,}(?![a-z0-9])")
_ALIKE_BESIDE = re.compile(r"\d(?:[oli]|(?<=[oli]\d))")        # where there is none, nothing is to be changed
_LONE_O = re.compile(r"o(?<![a-z0-9]o)(?=[ .\-]{1,2}\d{2,3}[ .\-]\d{3})")
_NUMBER = re.compile(r"\d\d*")                                  # \d+ is the same, but the search does not leap to its first digit


@dataclass(frozen=True)
class Text:
    """What every finder looks at: the NFC text and its shadow, of one length."""

    plain: str
    shadow: str

    @cached_property
    def numbers(self) -> list[tuple[int, int]]:
        """Where each run of digits stands: most of what is looked for has one, so a text without any is soon read."""
        return [match.span() for match in _NUMBER.finditer(self.shadow)]

    def says(self, *words: str) -> bool:
        """Whether any of these stands in the shadow: asked before a slow pattern that cannot match without."""
        return any(map(self.shadow.__contains__, words))

    def labels(self, label: re.Pattern[str], most: int) -> bool:
        """Whether a label stands before a number, all of it at most that many characters away: asked likewise."""
        return any(label.search(self.shadow, max(0, start - most), start) for start, _ in self.numbers)

    def line_before(self, place: int, most: int) -> str:
        """At most that many characters of the shadow before a place, of the same line."""
        return self.shadow[max(0, place - most) : place].rpartition("\n")[2]


def cast(text: str) -> Text:
    """The text, composed, with its shadow."""
    plain = unicodedata.normalize("NFC", text)
    shadow = plain.translate(_TABLE)
    if _ALIKE_BESIDE.search(shadow):
        shadow = _ALIKE.sub(lambda found: found.group().replace("o", "0").replace("l", "1").replace("i", "1"), shadow)
    return Text(plain, _LONE_O.sub("0", shadow))


def at(places: Iterable[int], pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """`pattern.finditer(text)` of a pattern that can open nowhere but at these places, in their order."""
    end = 0
    for place in places:
        if place >= end and (match := pattern.match(text, place)):
            yield match
            end = match.end()
