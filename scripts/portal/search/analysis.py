"""Text → the tokens that are indexed and asked for; overrides/assets/search/analysis.js says the same in the browser.

The specification, held by the vectors in tests/cases/search/:

1. Compose (NFC) and drop invisible marks (soft hyphen, zero width, writing direction).
2. A token is a run of letters and digits. With a digit in it, `/` and `-` inside belong to it (15/2014/NĐ-CP).
3. Its *form* is its search form: small letters, canonical tone place, i for a lone y (Kỹ → kĩ).
4. Its *key* is the form without marks (kĩ → ki). Phrases are pairs of neighbouring keys.
5. English: the form is the word in small letters, the key its singular.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from portal import vietnamese

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_RUN = re.compile(r"[^\W_]+(?:[/-][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")
_PLURAL = re.compile(r"(?<=[a-z]{3})(?<![sui])s$")


# Words that ask or join and say little of the matter.
STOP = {
    "vi": [
        "la", "gi", "the", "nao", "nhu", "bao", "nhieu", "khong", "co", "duoc", "phai", "bi", "cua", "va", "cac", "nhung",
        "cho", "voi", "o", "tai", "do", "khi", "nay", "kia", "ay", "thi", "ma", "ai", "dau", "sao", "lam", "hay", "hoac",
        "cung", "da", "se", "dang",
    ],
    "en": [
        "a", "an", "and", "are", "at", "be", "by", "can", "do", "does", "for", "from", "how", "i", "if", "in", "is", "it", "my",
        "of", "on", "or", "the", "to", "was", "what", "when", "where", "who", "with", "you",
    ],
}


class Token(NamedTuple):
    """One token; start and end are offsets in the composed text, end exclusive."""

    start: int
    end: int
    form: str
    key: str


def clean(text: str) -> str:
    """Return composed text without invisible marks: what offsets of tokens count in."""
    return INVISIBLE.sub("", vietnamese.nfc(text))


def tokens(text: str, lang: str) -> list[Token]:
    """Return the tokens of a cleaned text, in order."""
    found = []
    for run in _RUN.finditer(text):
        word = run.group()
        whole = word.isalpha() or _DIGIT.search(word)
        for part in [run] if whole else _PART.finditer(text, run.start(), run.end()):
            form, key = forms(part.group(), lang)
            found.append(Token(part.start(), part.end(), form, key))
    return found


@lru_cache(maxsize=200_000)
def forms(word: str, lang: str) -> tuple[str, str]:
    """Return form and key of one token as it is written."""
    if lang == "en":
        form = vietnamese.fold(word)
        return form, _singular(form)
    form = vietnamese.nfc(word.lower()) if _DIGIT.search(word) else vietnamese.search_form(word)
    return form, vietnamese.fold(form)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return _PLURAL.sub("", word)
