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
from itertools import chain
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


class Word(NamedTuple):
    """One token: how it is written and under which key it is found."""

    form: str
    key: str


class _Words(dict[str, tuple[Word, ...]]):
    """Each run that was met → its tokens: a portal says the same syllables a thousand times."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self.lang = lang

    def __missing__(self, run: str) -> tuple[Word, ...]:
        whole = run.isalpha() or _DIGIT.search(run)
        self[run] = found = tuple(Word(*forms(part, self.lang)) for part in ([run] if whole else _PART.findall(run)))
        return found


_KNOWN = {lang: _Words(lang) for lang in STOP}


def clean(text: str) -> str:
    """Return composed text without invisible marks: what is cut into tokens."""
    return INVISIBLE.sub("", vietnamese.nfc(text))


def words(text: str, lang: str) -> list[Word]:
    """Return the tokens of a cleaned text, in order."""
    return list(chain.from_iterable(map(_KNOWN[lang].__getitem__, _RUN.findall(text))))


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
