"""Documents → weighted postings: for each key, which sections it stands in and how much it says there.

The weight of a term in a section (BM25F: fields are weighted, lengths evened out, repetition saturates) is worked
out here, once, and kept as one of 16 levels; the browser only adds up. How the numbers were found: tests/bench/RESULTS.md.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

from portal.search import analysis
from portal.search.analysis import Word
from portal.search.documents import Document
from portal.search.markup import Section

LEVELS = 16
CITED = 1.0                    # how soon more citations of one article stop to count
LEAD = 8                       # the first syllables of a paragraph say what it is about
DEFINED = 8                    # longest term that "… là …" is taken to explain, syllables
_MARKER = re.compile(r"^(?:\d+\.|[a-zđ]\)|Khoản \d+\.)\s*")
_ARTICLE = re.compile(r"phap-luat/([a-z0-9-]+/#dieu-\d+[a-z]?)(?:-|$)")
_VERBS = {"vi": (" là ",), "en": (" is ", " are ", " means ")}
_DEFINES = {lang: re.compile(rf"^([^.;:]{{2,70}}?)(?:{'|'.join(verbs)})") for lang, verbs in _VERBS.items()}


@dataclass(frozen=True)
class Weights:
    """How much a hit counts by its field, for single keys or for pairs."""

    heading: float
    context: float
    defined: float
    lead: float
    heading_length: float      # 0: long headings count like short ones … 1: fully evened out
    length: float              # the same for the text
    saturation: float          # BM25's k1


SINGLE = Weights(heading=3, context=1, defined=4, lead=0.7, heading_length=0.6, length=0.7, saturation=2)
PAIR = Weights(heading=4, context=1, defined=3, lead=0.7, heading_length=0, length=0.5, saturation=0.9)


@dataclass(frozen=True)
class Analysed:
    """The words of one section by field; the text by paragraph."""

    heading: list[Word]
    context: list[Word]
    paragraphs: list[list[Word]]
    defined: list[list[Word]]
    cited: list[str]
    is_title: bool

    @property
    def length(self) -> int:
        return sum(map(len, self.paragraphs))


Postings = dict[int, int]      # section number → level 1…16
Neighbours = frozenset[tuple[str, str]]        # forms of two syllables, one behind the other


@dataclass(frozen=True)
class Means:
    """Of all sections of a language, in words and to three figures: an edit leaves the weights of all other pages as they are."""

    heading: float
    text: float


@dataclass(frozen=True)
class Lengths:
    """Of some sections together, in words."""

    sections: int
    heading: int
    text: int

    @classmethod
    def of(cls, sections: list[Analysed]) -> Lengths:
        return cls(len(sections), sum(len(section.heading) for section in sections), sum(section.length for section in sections))

    @staticmethod
    def means(parts: list[Lengths]) -> Means:
        sections = max(1, sum(part.sections for part in parts))
        return Means(*(max(1.0, float(f"{total / sections:.3g}")) for total in (sum(part.heading for part in parts), sum(part.text for part in parts))))


@dataclass(frozen=True)
class Weighed:
    """The postings of some sections. Single keys come with their written form; pairs are "key key", starts "key ^" and "key ^key".

    A key in a title stands under "key =" too, with more weight in a short title than in a long one.
    Sections that cite an article of law stand under "@luat-hoa-giai/#dieu-21"."""

    singles: dict[Word, Postings]
    pairs: dict[str, Postings]


def analyse(document: Document, section: Section, lang: str) -> Analysed:
    """Return the words of a section, field by field."""
    def read(text: str) -> list[Word]:
        return analysis.words(analysis.clean(text), lang)

    context = document.context if document.context != section.heading else ""
    if section is document.sections[0]:
        context = f"{context}\n{document.also}" if document.also else context
    paragraphs = [line for line in analysis.clean(section.text).split("\n") if line.strip()]
    return Analysed(read(section.heading), read(context), [analysis.words(line, lang) for line in paragraphs],
                    [term for line in paragraphs if (term := _defined(line, lang))],
                    [f"@{found[1]}" for link in section.links if (found := _ARTICLE.search(link))],
                    section is document.sections[0] and not (document.apart and len(document.sections) == 1))


def _defined(paragraph: str, lang: str) -> list[Word]:
    """Return the term a paragraph explains ("Hòa giải viên là …"), or nothing."""
    if not any(verb in paragraph for verb in _VERBS[lang]):      # most paragraphs: cheaper than the pattern
        return []
    found = _DEFINES[lang].match(_MARKER.sub("", paragraph))
    term = analysis.words(found.group(1), lang) if found else []
    return term if len(term) <= DEFINED else []


def weigh(sections: list[Analysed], lang: str, means: Means) -> Weighed:
    """Return the postings of sections, numbered from 0 as they come."""
    singles: dict[Word, Postings] = _weighted(sections, SINGLE, _singles, means)
    pairs = {f"{one} {two}": postings for (one, two), postings in _weighted(sections, PAIR, _pairs, means).items()}
    for number, section in enumerate(sections):
        for key in _starts(section.heading):
            pairs.setdefault(key, {})[number] = LEVELS
        for key, level in _title(section.heading, lang) if section.is_title else ():
            pairs.setdefault(f"{key} =", {})[number] = level
        for key, times in Counter(section.cited).items():
            singles.setdefault(Word(key, key), {})[number] = _level(times, CITED)
    return Weighed(singles, pairs)


def beside(sections: list[Analysed], asked: Neighbours) -> Counter[tuple[str, str]]:
    """Return in how many paragraphs and headings the neighbours that are asked for stand."""
    lines = (line for section in sections if asked for line in (section.heading, *section.paragraphs))
    return Counter(chain.from_iterable(asked.intersection(pairwise([word.form for word in line])) for line in lines))


def _weighted(sections: list[Analysed], weights: Weights, terms_of: Callable[[list[Word]], Iterable[Any]], means: Means) -> dict[Any, Postings]:
    """Return term → postings. A portal has millions of them: what is done for each is kept to a few steps."""
    found: dict[Any, Postings] = defaultdict(dict)
    for number, section in enumerate(sections):
        heading_scale = weights.heading / _norm(weights.heading_length, len(section.heading), means.heading)
        text_scale = 1 / _norm(weights.length, section.length, means.text)
        amounts = {term: times * text_scale for term, times in _count(section.paragraphs, terms_of)}
        for term, times in _count([line[:LEAD] for line in section.paragraphs], terms_of):
            amounts[term] += times * text_scale * weights.lead
        for line, weight in ((section.heading, heading_scale), (section.context, weights.context), *((term, weights.defined) for term in section.defined)):
            for term in terms_of(line):
                amounts[term] = amounts.get(term, 0) + weight
        levels = {amount: _level(amount, weights.saturation) for amount in set(amounts.values())}
        for term, amount in amounts.items():
            found[term][number] = levels[amount]
    return found


def _count(lines: list[list[Word]], terms_of: Callable[[list[Word]], Iterable[Any]]) -> Iterable[tuple[Any, int]]:
    return Counter(chain.from_iterable(map(terms_of, lines))).items()


def _level(amount: float, saturation: float) -> int:
    return max(1, -int(-LEVELS * amount // (amount + saturation)))


def _norm(share: float, length: int, mean: float) -> float:
    return 1 - share + share * length / mean


def _singles(line: list[Word]) -> Iterable[Word]:
    """Return the words, and for 35/2013/qh13 the short number 35/2013 too."""
    numbers = ("/".join(word.key.split("/")[:2]) for word in line if word.key.count("/") > 1)
    return chain(line, (Word(number, number) for number in numbers))


def _pairs(line: list[Word]) -> Iterable[tuple[str, str]]:
    return pairwise([word.key for word in line])


def _title(heading: list[Word], lang: str) -> list[tuple[str, int]]:
    """Return the keys of a title with their level: the fewer other words that say something, the higher."""
    telling = sum(word.key not in analysis.STOP[lang] and not word.key.isdecimal() for word in heading)
    return [(key, math.ceil(LEVELS / math.sqrt(max(1, telling)))) for key in sorted({word.key for word in heading})]


def _starts(heading: list[Word]) -> list[str]:
    """Return the keys that say how a heading begins: what a reader types first."""
    keys = [word.key for word in heading[:2]]
    return [f"{keys[0]} ^", *([f"{keys[0]} ^{keys[1]}"] if len(keys) > 1 else [])] if keys else []
