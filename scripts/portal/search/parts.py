"""Documents → index, part by part.

What a part gives hangs on its own documents and on two means: when they did not change it is recalled. A part ends after
an address that says so itself, so that a new page changes one part and leaves the cuts of all others where they were."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from portal import kept
from portal.search import encoding, postings
from portal.search.documents import Document
from portal.search.encoding import Joined, Run
from portal.search.postings import Analysed, Lengths, Neighbours

CUT = 32                       # one address in so many ends a part


@dataclass(frozen=True)
class Index:
    """All postings as text (see encoding). Single keys are split by written form; pairs are "key key".

    `beside` counts the paragraphs that hold two forms side by side ("ly", "hôn"), of those that were asked for."""

    singles: dict[str, dict[str, str]]
    pairs: dict[str, str]
    beside: Counter[tuple[str, str]]


class _Part(NamedTuple):
    singles: dict[tuple[str, str], Run]
    pairs: dict[str, Run]
    beside: Counter[tuple[str, str]]


class _Neighbourhood:
    """Documents that stand side by side; analysed when somebody asks, and once."""

    def __init__(self, documents: list[Document], lang: str) -> None:
        self.documents, self.lang = documents, lang
        self.mark = hashlib.sha256(repr((lang, documents)).encode()).hexdigest()

    @cached_property
    def sections(self) -> list[Analysed]:
        return [postings.analyse(document, section, self.lang) for document in self.documents for section in document.sections]

    @cached_property
    def lengths(self) -> Lengths:
        return kept.recall("lengths", (self.mark,), lambda: Lengths.of(self.sections))

    def part(self, means: postings.Means, asked: Neighbours) -> _Part:
        return kept.recall("part", (self.mark, means, sorted(asked)), lambda: self._part(means, asked))

    def _part(self, means: postings.Means, asked: Neighbours) -> _Part:
        weighed = postings.weigh(self.sections, self.lang, means)
        return _Part({(word.key, word.form): encoding.run(found) for word, found in weighed.singles.items()},
                     {key: encoding.run(found) for key, found in weighed.pairs.items()}, postings.beside(self.sections, asked))


def index(documents: list[Document], lang: str, asked: Neighbours) -> Index:
    """Return the index of these documents; their sections are numbered as they come."""
    hoods = [_Neighbourhood(part, lang) for part in _cut(documents)]
    means = Lengths.means([hood.lengths for hood in hoods])
    singles, pairs, first = Joined[tuple[str, str]](), Joined[str](), 0
    beside: Counter[tuple[str, str]] = Counter()
    for hood in hoods:
        part = hood.part(means, asked)
        singles.add(part.singles, first)
        pairs.add(part.pairs, first)
        beside += part.beside
        first += hood.lengths.sections
    forms: dict[str, dict[str, str]] = defaultdict(dict)
    for (key, form), text in singles.text.items():
        forms[key][form] = text
    return Index(dict(forms), pairs.text, beside)


def _cut(documents: list[Document]) -> Iterator[list[Document]]:
    part: list[Document] = []
    for document in documents:
        part.append(document)
        if hashlib.sha256(document.url.encode()).digest()[0] % CUT == 0:
            yield part
            part = []
    if part:
        yield part
