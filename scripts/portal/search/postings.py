"""Documents → weighted postings: for each key, which sections it stands in and how much it says there.

The weight of a term in a section (BM25F: fields are weighted, lengths evened out, repetition saturates) is worked
out here, once, and kept as one of 16 levels; the browser only adds up. How the numbers were found: tests/bench/RESULTS.md.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from portal.search import analysis
from portal.search.analysis import Token
from portal.search.documents import Document
from portal.search.markup import Section

LEVELS = 16
CITED = 1.0                    # how soon more citations of one article stop to count
LEAD = 8                       # the first syllables of a paragraph say what it is about
DEFINED = 8                    # longest term that "… là …" is taken to explain, syllables
_MARKER = re.compile(r"^(?:\d+\.|[a-zđ]\)|Khoản \d+\.)\s*")
_ARTICLE = re.compile(r"phap-luat/([a-z0-9-]+/#dieu-\d+[a-z]?)(?:-|$)")
_DEFINES = {"vi": re.compile(r"^([^.;:]{2,70}?) là "), "en": re.compile(r"^([^.;:]{2,70}?) (?:is|are|means) ")}


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
    """The tokens of one section by field; the text by paragraph."""

    heading: list[Token]
    context: list[Token]
    paragraphs: list[list[Token]]
    defined: list[list[Token]]
    cited: list[str]
    is_title: bool

    @property
    def length(self) -> int:
        return sum(map(len, self.paragraphs))


Postings = dict[int, int]      # section number → level 1…16


@dataclass(frozen=True)
class Index:
    """All postings. Single keys are split by written form; pairs are "key key", starts "key ^" and "key ^key".

    A key in a title stands under "key =" too, with more weight in a short title than in a long one.
    Sections that cite an article of law stand under "@luat-hoa-giai/#dieu-21". `written` counts the paragraphs that
    hold two forms side by side ("ly hôn")."""

    singles: dict[str, dict[str, Postings]]
    pairs: dict[str, Postings]
    written: Counter[str]


def analyse(document: Document, section: Section, lang: str) -> Analysed:
    """Return the tokens of a section, field by field."""
    def read(text: str) -> list[Token]:
        return analysis.tokens(analysis.clean(text), lang)

    context = document.context if document.context != section.heading else ""
    if section is document.sections[0]:
        context = f"{context}\n{document.also}" if document.also else context
    paragraphs = [line for line in section.text.split("\n") if line.strip()]
    return Analysed(read(section.heading), read(context), [read(line) for line in paragraphs],
                    [term for line in paragraphs if (term := _defined(line, lang))],
                    [f"@{found[1]}" for link in section.links if (found := _ARTICLE.search(link))],
                    section is document.sections[0] and not (document.apart and len(document.sections) == 1))


def _defined(paragraph: str, lang: str) -> list[Token]:
    """Return the term a paragraph explains ("Hòa giải viên là …"), or nothing."""
    found = _DEFINES[lang].match(_MARKER.sub("", paragraph))
    term = analysis.tokens(analysis.clean(found.group(1)), lang) if found else []
    return term if len(term) <= DEFINED else []


def index(sections: list[Analysed], lang: str) -> Index:
    """Return the postings of all sections, numbered as they come."""
    singles: dict[str, dict[str, Postings]] = defaultdict(dict)
    for (key, form), postings in _weighted(sections, SINGLE, _single_terms).items():
        singles[key][form] = postings
    pairs = dict(_weighted(sections, PAIR, _pair_terms))
    for number, section in enumerate(sections):
        for key in _starts(section.heading):
            pairs.setdefault(key, {})[number] = LEVELS
        for key, level in _title(section.heading, lang) if section.is_title else ():
            pairs.setdefault(f"{key} =", {})[number] = level
        for key, times in Counter(section.cited).items():
            singles[key].setdefault(key, {})[number] = _level(times, CITED)
    return Index(dict(singles), pairs, _written(sections))


def _written(sections: list[Analysed]) -> Counter[str]:
    lines = (line for section in sections for line in (section.heading, *section.paragraphs))
    return Counter(pair for line in lines for pair in {f"{one.form} {two.form}" for one, two in pairwise(line)})


def _weighted(sections: list[Analysed], weights: Weights, terms_of) -> dict[object, Postings]:
    mean_heading = max(1.0, sum(len(s.heading) for s in sections) / max(1, len(sections)))
    mean_length = max(1.0, sum(s.length for s in sections) / max(1, len(sections)))
    found: dict[object, Postings] = defaultdict(dict)
    for number, section in enumerate(sections):
        heading_scale = weights.heading / _norm(weights.heading_length, len(section.heading), mean_heading)
        text_scale = 1 / _norm(weights.length, section.length, mean_length)
        frequency: Counter[object] = Counter()
        for line, weight in _lines(section, weights, heading_scale, text_scale):
            for term in terms_of(line):
                frequency[term] += weight
        for term, amount in frequency.items():
            found[term][number] = _level(amount, weights.saturation)
    return found


def _level(amount: float, saturation: float) -> int:
    return max(1, -int(-LEVELS * amount // (amount + saturation)))


def _norm(share: float, length: int, mean: float) -> float:
    return 1 - share + share * length / mean


def _lines(section: Analysed, weights: Weights, heading: float, text: float) -> Iterable[tuple[list[Token], float]]:
    yield section.heading, heading
    yield section.context, weights.context
    for term in section.defined:
        yield term, weights.defined
    for paragraph in section.paragraphs:
        yield paragraph, text
        yield paragraph[:LEAD], text * weights.lead


def _single_terms(line: list[Token]) -> Iterable[tuple[str, str]]:
    for token in line:
        yield token.key, token.form
        if "/" in token.key:                       # 35/2013/qh13 is found by 35/2013 too
            short = "/".join(token.key.split("/")[:2])
            if short != token.key:
                yield short, short


def _pair_terms(line: list[Token]) -> Iterable[str]:
    return (f"{one.key} {two.key}" for one, two in pairwise(line))


def _title(heading: list[Token], lang: str) -> list[tuple[str, int]]:
    """Return the keys of a title with their level: the fewer other words that say something, the higher."""
    telling = sum(token.key not in analysis.STOP[lang] and not token.key.isdecimal() for token in heading)
    return [(key, math.ceil(LEVELS / math.sqrt(max(1, telling)))) for key in sorted({token.key for token in heading})]


def _starts(heading: list[Token]) -> list[str]:
    """Return the keys that say how a heading begins: what a reader types first."""
    keys = [token.key for token in heading[:2]]
    return [f"{keys[0]} ^", *([f"{keys[0]} ^{keys[1]}"] if len(keys) > 1 else [])] if keys else []
