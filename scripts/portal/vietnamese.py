"""Facts of Vietnamese writing: composed letters, the place of the tone mark, folding, sort order, slugs, days.

Nothing here knows of pages or of search; everybody may import it. A *syllable* is what stands
between spaces ("hòa giải viên" has three). *Folding* takes all marks away: "Đất đai" → "dat dai".
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache

_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền hỏi ngã sắc nặng
_TONE_MARKS = {number: mark for mark, number in _TONES.items()}
_MARKS = re.compile("[\u0300-\u036f]+")
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: number for number, letter in enumerate(_ALPHABET)}
_SHAPED = frozenset("ăâêôơư")  # the vowel that carries the tone wherever it stands
_WORD = re.compile(r"[^\W\d_]+")
_PIECE = re.compile(r"[^\W_]+")
_SORT_PIECE = re.compile(r"\d+|[^\W\d_]+")
_SYLLABLE = re.compile(
    r"(?P<onset>ngh|ng|gh|nh|ch|kh|ph|th|tr|qu(?=[aăâeêioơy])|gi(?=[aăâeêoôơuư])|[bcdđghklmnpqrstvx]|)"
    r"(?P<vowels>[aăâeêioôơuưy]{1,3})"
    r"(?P<coda>ng|nh|ch|[cmnpt]|)"
)
_LONE_Y = re.compile(r"^(h|k|l|m|s|t|v|qu)y$")


def nfc(text: str) -> str:
    """Return the text with every letter and its marks composed into one character."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return the text in small letters without any mark; đ becomes d.

    Folding twice changes nothing. Characters without marks (digits, signs, spaces) stay.
    """
    # ß and ﬁ keep their shape: lower(), not casefold(), is what the browser has too.
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text.lower())).replace("đ", "d")
    return bare if bare.isascii() else "".join(c for c in bare if unicodedata.category(c)[0] != "M")     # marks of other scripts


def canonical(text: str) -> str:
    """Return NFC text with every tone mark where modern writing puts it: hoà → hòa, thuỷ → thủy.

    A mark that slipped to the wrong vowel is mended too (gỉai → giải). Words that are no
    Vietnamese syllable ("café") are left as they are.
    """
    return _WORD.sub(lambda found: _place_tone(found.group()), nfc(text))


def search_form(syllable: str) -> str:
    """Return the form under which one written syllable is compared with marks: small, canonical, i for y.

    "Kỹ" and "kĩ" are one word in two spellings; so are "quý" and "quí".
    """
    plain = canonical(syllable.lower())
    letters, tone = _split_tone(plain)
    if _LONE_Y.match(letters):
        return plain[:-1] + nfc("i" + _TONE_MARKS.get(tone, ""))
    return plain


def slug(text: str) -> str:
    """Return the address form of a title: a–z, 0–9 and single hyphens ("Đất đai, 2024" → "dat-dai-2024")."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def syllables(text: str) -> int:
    """Count the syllables, a number or an abbreviation written together being one."""
    return len(_PIECE.findall(nfc(text)))


def written_day(day: object, unknown: str = "") -> str:
    """Return a date as people write it, 22/11/2026; `unknown` for anything else."""
    return f"{day:%d/%m/%Y}" if isinstance(day, date) else unknown


def sort_key(text: str) -> tuple[tuple[tuple[int, ...], int], ...]:
    """Return the key of the Vietnamese dictionary order: letters first, then the tone, syllable by syllable.

    Numbers come before letters and are compared by value, so "Điều 8" stands before "Điều 21".
    """
    return tuple(_piece_key(piece) for piece in _SORT_PIECE.findall(nfc(text).lower()))


@cache                                           # a language has few syllables, a portal many titles
def _piece_key(piece: str) -> tuple[tuple[int, ...], int]:
    if piece.isdecimal():
        return (-1, int(piece)), 0
    letters, tone = _split_tone(piece)
    return tuple(_RANK.get(letter, len(_ALPHABET) + ord(letter)) for letter in letters), tone


def _split_tone(word: str) -> tuple[str, int]:
    """Return the word without its tone mark (other marks stay) and the tone's number, 0 for none."""
    tone = 0
    kept = []
    for character in unicodedata.normalize("NFD", word):
        if character in _TONES:
            tone = _TONES[character]
        else:
            kept.append(character)
    return nfc("".join(kept)), tone


def _place_tone(word: str) -> str:
    letters, tone = _split_tone(word)
    syllable = _SYLLABLE.fullmatch(letters.lower()) if tone else None
    if not syllable:
        return word
    at = syllable.start("vowels") + _tone_offset(syllable["vowels"], syllable["coda"])
    return nfc(letters[: at + 1] + _TONE_MARKS[tone] + letters[at + 1 :])


def _tone_offset(vowels: str, coda: str) -> int:
    """Return which vowel carries the tone: the shaped one, else the middle of three, else by the coda."""
    shaped = [at for at, vowel in enumerate(vowels) if vowel in _SHAPED]
    if shaped:
        return shaped[-1]  # ươ: the second
    if len(vowels) == 3 or (len(vowels) == 2 and coda):
        return 1
    return 0
