"""A citation → the law of the register it means, and what is wrong with it. The finder knows no law, the register no text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from portal import statutes
from portal.citations.finding import Citation
from portal.laws import ANYWHERE, Law, Reading, Register

SENTENCE_END = re.compile(r"[.!?…][”\"')\]*_]*(?=\s)|\n|\|")


@dataclass(frozen=True)
class Place:
    """Where a text stands: in which law's page (None elsewhere), under which article and clause of it; and how its page is to be read."""

    law: Law | None = None
    article: str | None = None
    clause: str | None = None
    reading: Reading = ANYWHERE


@dataclass(frozen=True)
class Target:
    """What a citation leads to.

    `law` None: a law that the register does not know, under the name or number in `said`.
    `knows_article` False: the law has no such article."""

    said: str
    law: Law | None
    article: str | None = None
    clause: str | None = None
    point: str | None = None
    knows_article: bool = True

    @property
    def is_known(self) -> bool:
        return self.law is not None and self.knows_article

    @property
    def anchor(self) -> str:
        """The id to lead to: of the point, the clause or the article, as deep as the page has it; "" for the page's top."""
        if self.law is None or self.article is None:
            return ""
        parts = [self.article, self.clause, self.point]
        ids = (statutes.anchor(*parts[:depth]) for depth in range(3, 0, -1) if all(parts[:depth]))
        return next((name for name in ids if name in self.law.anchors), "")


def read(text: str, citations: list[Citation], register: Register, place_of: Callable[[int], Place]) -> Iterator[tuple[Citation, Target | None]]:
    """The citations that were found in a text, each with what it means at its place.

    An unnamed "Điều 5" on a law's page means that law, unless the sentence has named another one before."""
    named_until = -1
    for citation in citations:
        begin, end = citation.span
        target = resolve(citation, register, place_of(begin))
        if citation.name or citation.number:
            named_until = end
        elif 0 <= named_until <= begin and not SENTENCE_END.search(text, named_until, begin):
            target = None
        yield citation, target


def resolve(citation: Citation, register: Register, place: Place = Place()) -> Target | None:
    """What the citation means, seen from that place; None when the text does not say which law it is."""
    if citation.number:
        return _checked(register.find(citation.number), citation, citation.number)
    name = " ".join((citation.name or "").split())
    if not name or name.lower().endswith(" này"):
        return _inside(citation, name.lower(), place)
    return _checked(register.named(name, place.reading), citation, name)


def is_law(target: Target) -> bool:
    """Whether what is said is a law that should have a page: plans, letters and party papers need none."""
    return bool(statutes.kind(target.said)) if "/" in target.said else not target.said.lower().startswith(("hiến pháp", "hp ", "chỉ thị"))


def _checked(law: Law | None, citation: Citation, said: str) -> Target:
    if law is None:
        return Target(said, None, citation.article, citation.clause, citation.point)
    return _target(law, said, (citation.article, citation.clause, citation.point))


def _target(law: Law, said: str, parts: tuple[str | None, str | None, str | None]) -> Target:
    article = parts[0].lstrip("0") if parts[0] else None
    return Target(said, law, article, parts[1], parts[2], article is None or law.has(article))


def _inside(citation: Citation, name: str, place: Place) -> Target | None:
    """ "Luật này", "Điều này", "khoản này" and provisions of no named law: they mean the law of the page they stand on."""
    if place.law is None:
        return None
    article, clause, point = citation.article, citation.clause, citation.point
    if not name and article is None:
        found = _target(place.law, place.law.number, (place.article, clause or place.clause, point))
        # Below an article "khoản 2" is that article's; elsewhere, and where the page has no such clause, nobody can tell.
        return found if place.article and found.anchor == statutes.anchor(place.article, found.clause, point) else None
    if not name.startswith(("điều", "khoản", "điểm")):
        found = _target(place.law, citation.name or place.law.number, (article, clause, point))
        # Without "này" it may as well be another law's article: better no link than a wrong one.
        return found if name or found.knows_article else None
    if place.article is None:
        return None
    clause = clause or (place.clause if name.startswith(("khoản", "điểm")) else None)
    return _target(place.law, citation.name or "", (place.article, clause, point))
