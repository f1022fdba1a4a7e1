"""Numbers in Vietnamese words, as they are said in the north: "linh" for an empty ten, "nghìn" for a thousand."""

from __future__ import annotations

import re

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}           # 21, 24, 25; but 11, 14, 15 say only "lăm"
SCALES = ("", " nghìn", " triệu")
BILLION = 1_000_000_000
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_GOOD_ROMAN = re.compile(r"(C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")


def cardinal(number: int) -> str:
    """0 and up: 1364806 → "một triệu ba trăm sáu mươi tư nghìn tám trăm linh sáu"."""
    if number >= BILLION:
        rest = number % BILLION
        return f"{cardinal(number // BILLION)} tỷ" + (f" {_thousands(rest, spoken=True)}" if rest else "")
    return _thousands(number, spoken=False) or DIGITS[0]


def decimal(whole: int, fraction: str) -> str:
    """The digits behind the comma are one number, after its zeros: ("2", "05") → "hai phẩy không năm"."""
    zeros = len(fraction) - len(fraction.lstrip("0"))
    behind = [DIGITS[0]] * zeros + ([cardinal(int(fraction))] if fraction.strip("0") else [])
    return f"{cardinal(whole)} phẩy {' '.join(behind)}"


def one_by_one(digits: str) -> str:
    """"113" → "một một ba": telephone numbers."""
    return " ".join(DIGITS[int(digit)] for digit in digits if digit.isdigit())


def roman(numeral: str) -> int | None:
    """The value of a Roman numeral below 400, None when it is none."""
    if not numeral or not _GOOD_ROMAN.fullmatch(numeral):
        return None
    values = [_ROMAN[letter] for letter in numeral]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def _thousands(number: int, *, spoken: bool) -> str:
    """Below a billion; `spoken`: something was said before, so empty hundreds are said too."""
    words = []
    for power in (2, 1, 0):
        group = number // 1000**power % 1000
        if group:
            words.append(_hundreds(group, full=spoken or bool(words)) + SCALES[power])
    return " ".join(words)


def _hundreds(number: int, *, full: bool) -> str:
    """1 to 999; `full` says "không trăm linh" of the places that are empty."""
    hundreds, rest = divmod(number, 100)
    words = [f"{DIGITS[hundreds]} trăm"] if hundreds or full else []
    if rest:
        words.append(f"linh {DIGITS[rest]}" if rest < 10 and words else _tens(rest))
    return " ".join(words)


def _tens(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return DIGITS[ones]
    if tens == 1:
        return "mười" + (f" {'lăm' if ones == 5 else DIGITS[ones]}" if ones else "")
    return f"{DIGITS[tens]} mươi" + (f" {AFTER_TENS.get(ones, DIGITS[ones])}" if ones else "")
