"""Rankings and the ids that answer → nDCG@10 and the tables made of it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping

DEPTH = 10
CELLS = frozenset(
    [("question", variant) for variant in ["orig", "nodia", "toneswap", "nfd", "typo", "nodia_typo", "telex", "abbr"]]
    + [(kind, variant) for kind in ("keyword", "citizen", "everyday") for variant in ["orig", "nodia", "typo", "telex"]]
    + [(kind, variant) for kind in ("citation", "typeahead") for variant in ("orig", "nodia")]
)


class CannotMeasure(Exception):
    """What a bench lacks, or where it broke off, as a sentence."""


def ndcg(ranked: list[str], relevant: Iterable[str]) -> float:
    """Return nDCG@10 with plain gains; 1 when all that is relevant (ten at most) stands first."""
    wanted = set(relevant)
    gain = sum(1 / math.log2(place + 2) for place, one in enumerate(ranked[:DEPTH]) if one in wanted)
    return gain / sum(1 / math.log2(place + 2) for place in range(min(DEPTH, len(wanted))))


def percentile(values: list[float], share: float) -> float:
    """Return the value that so great a share of the others does not exceed (0.5: the median); NaN when there is none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else math.nan


def by_cell(queries: list[Mapping], answers: Mapping[str, list[str]]) -> dict[tuple[str, str], float]:
    """Return (set, variant) → mean nDCG@10."""
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for query in queries:
        found[query["set"], query["variant"]].append(ndcg(answers.get(query["id"], []), query["relevant"]))
    return {cell: sum(values) / len(values) for cell, values in sorted(found.items())}


def macro(cells: Mapping[tuple[str, str], float]) -> float:
    """Return the mean over the 24 cells that are there."""
    values = [value for cell, value in cells.items() if cell in CELLS]
    return sum(values) / len(values) if values else math.nan


def table(head: list[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a Markdown table; numbers with three digits after the point."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for row in rows:
        lines.append("| " + " | ".join(f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row) + " |")
    return "\n".join(lines)
