"""Numbers and lists of postings in printable characters, and back: a zip coder, of the host or none, sees plain text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Generic, TypeVar

from portal.search.postings import LEVELS, Postings

T = TypeVar("T")
Run = tuple[int, str, int]     # a list of postings that can be put behind another: the first as a number, the text of the rest, its last section
ALPHABET = "".join(chr(code) for code in range(33, 127) if chr(code) not in "\"\\|~")   # 90 characters
HALF = len(ALPHABET) // 2      # a digit of this size or more: another one follows
_VALUE = {letter: value for value, letter in enumerate(ALPHABET)}
_NOT_LAST = str.maketrans("", "", ALPHABET[HALF:])


@cache
def number(value: int) -> str:
    """Return a number ≥ 0 in characters of ALPHABET, small ones in one character."""
    digits = []
    while value >= HALF:
        digits.append(ALPHABET[HALF + value % HALF])
        value //= HALF
    return "".join(digits) + ALPHABET[value]


def numbers(text: str) -> list[int]:
    """Read back numbers that were written one after another."""
    found, value, scale = [], 0, 1
    for letter in text:
        digit = _VALUE[letter]
        value, scale = value + (digit - HALF if digit >= HALF else digit) * scale, scale * HALF
        if digit < HALF:
            found.append(value)
            value, scale = 0, 1
    return found


def run(postings: Postings) -> Run:
    """Return postings as gaps and levels in one number each, sections ascending."""
    if len(postings) == 1:             # most pairs of syllables stand in one section alone
        ((section, level),) = postings.items()
        return section * LEVELS + level - 1, "", section
    found = sorted(postings)
    rest = "".join([number((section - before - 1) * LEVELS + postings[section] - 1) for before, section in pairwise(found)])
    return found[0] * LEVELS + postings[found[0]] - 1, rest, found[-1]


class Joined(Generic[T]):
    """Runs of one part behind those of another, term by term."""

    def __init__(self) -> None:
        self.text: dict[T, str] = {}
        self._after: dict[T, int] = {}             # the section behind the last one that is written

    def add(self, runs: Mapping[T, Run], first: int) -> None:
        """Put the runs of a part at the end; `first` is the number of its first section in the whole."""
        text, after = self.text, self._after
        for term, (code, rest, last) in runs.items():
            written = number((first - after.get(term, 0)) * LEVELS + code) + rest
            text[term] = text[term] + written if term in text else written
            after[term] = first + last + 1


def postings(text: str) -> Postings:
    """Read back the text of one term: section number → level."""
    found, section = {}, -1
    for value in numbers(text):
        section += 1 + value // LEVELS
        found[section] = value % LEVELS + 1
    return found


def held(text: str) -> int:
    """Return in how many sections the term of this text stands."""
    return len(text.translate(_NOT_LAST))
