"""`portal bench all`: every bench, one after the other. A new one is one line of BENCHES."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from portal.bench import access, asking, auditing, building, checking, importing, keeping, parts, province, publishing, searching, viewing
from portal.bench.measures import CannotMeasure

ROOT = Path(__file__).resolve().parents[3]
QUERIES = ROOT / "tests" / "bench" / "portal-queries.tsv"
SIZES = (100, 1000)                                 # pages a language
IMPORTED = (10, 100, 500)                           # pages of a file


@dataclass(frozen=True)
class Given:
    """What only the caller has: a corpus of law articles, queries with the articles that answer, where answers go."""

    corpus: Path | None = None
    queries: Path | None = None
    run: Path | None = None
    say: Callable[[str], object] = print                # how far a long one is


def _search(given: Given) -> str:
    if not (given.corpus and given.queries and given.run):
        raise CannotMeasure("Bỏ qua: cần --corpus, --queries và --run.")
    return searching.search(given.corpus, given.queries, given.run)


def _parts(given: Given) -> str:
    if not (given.corpus and given.queries):
        raise CannotMeasure("Bỏ qua: cần --corpus và --queries.")
    return parts.table(given.corpus, given.queries)


# Heading (as in tests/bench/RESULTS.md) and what gives its tables; whatever it lacks it says by CannotMeasure.
BENCHES: tuple[tuple[str, Callable[[Given], str]], ...] = (
    ("Search: law articles", _search),
    ("Search: what each part brings", _parts),
    ("Search: what readers ask", lambda _: asking.queries(QUERIES)),
    ("First view", lambda _: viewing.first_view()),
    ("Access", lambda given: access.access(given.say)),
    ("Lighthouse", lambda given: auditing.lighthouse(given.say)),
    ("Build", lambda _: building.build(SIZES)),
    ("Offline", lambda _: keeping.offline()),
    ("The gate", lambda _: checking.check(SIZES)),
    ("Import", lambda _: importing.measure(IMPORTED)),
    ("Publication", lambda given: publishing.measure(given.say)),
    ("A whole province", lambda _: province.report(province.weigh(3))),
)


def run(given: Given, say: Callable[[str], object], benches: tuple[tuple[str, Callable[[Given], str]], ...] = BENCHES) -> int:
    """Says every table as soon as it stands; one that cannot be made is a sentence. 1 when any could not."""
    left_out = 0
    for heading, measure in benches:
        say(f"## {heading}\n")
        try:
            say(f"{measure(given)}\n")
        except CannotMeasure as stopped:
            left_out += 1
            say(f"{stopped}\n")
    return 1 if left_out else 0
