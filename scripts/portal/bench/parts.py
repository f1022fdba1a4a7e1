"""`portal bench parts`: what each part of the search brings. The same corpus and queries, with one part left out at a time."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from portal import search as building
from portal.bench import chromium, measures, searching

SHOWN = (("question", "nodia"), ("question", "typo"), ("question", "telex"), ("keyword", "nodia"), ("citizen", "orig"), ("citizen", "nodia"),
         ("everyday", "orig"), ("citation", "orig"), ("typeahead", "nodia"))
TABLES = {"synonyms": 0, "abbreviations": 1}      # place in the tables that staff edit
SCRIPTS = {                                       # what takes a part out of the browser's half, once the index is open
    "pairs of syllables": "timKiem.tuning.pair = 0",
    "marks (all as if typed without)": "Object.assign(timKiem.tuning, { other: 1, plain: 1 })",
    "less weight for question words": "Object.assign(timKiem.tuning, { stop: 1, stopPair: 1, halfStopPair: 1 })",
    "the beginning of headings": "timKiem.tuning.begins = timKiem.tuning.beginsInside = 0",
    "citations": "timKiem.cite = () => null",
    "Telex and VNI": "timKiem.decodeKeys = () => ''",
    "one typo": "for (const word in store.words) Object.defineProperty(store.words, word, { enumerable: false })",     # nothing near is met
    "all mending, synonyms, abbreviations": "const search = timKiem.search; timKiem.search = (store, text) => search(store, text, { exact: true })",
}


def table(corpus: Path, queries: Path) -> str:
    """Return nDCG@10 with everything and without each part, in Markdown: all 24 cells, the loss, some cells."""
    articles, asked, tables = searching.lines(corpus), searching.lines(queries), searching.staff_tables()
    whole = _cells(articles, asked, tables, "")
    rows = [["**everything**", measures.macro(whole), "", *(whole.get(cell, "") for cell in SHOWN)]]
    for part in (*TABLES, *SCRIPTS):
        kept = tuple(type(one)() if TABLES.get(part) == at else one for at, one in enumerate(tables))
        cells = _cells(articles, asked, kept, SCRIPTS.get(part, ""))
        rows.append([f"without {part}", measures.macro(cells), measures.macro(cells) - measures.macro(whole), *(cells.get(cell, "") for cell in SHOWN)])
    return measures.table(["", "MACRO(24)", "difference", *map("/".join, SHOWN)], rows)


def _cells(articles: list[dict[str, Any]], asked: list[dict[str, Any]], tables: tuple, change: str) -> dict[tuple[str, str], float]:
    with tempfile.TemporaryDirectory() as folder:
        building.write(Path(folder), {**searching.index(articles, tables), **building.browser_scripts(searching.ASSETS),
                                      "index.html": searching.PAGE.format(more="")})
        with chromium.served(Path(folder)) as address, chromium.page(address) as page:
            page.evaluate(searching.OPEN)
            page.evaluate(f"() => {{ {change} }}")
            answers = page.evaluate(searching.ASK, [query["query"] for query in asked])
    ranked = {query["id"]: [articles[number]["id"] for number in found] for query, (found, _) in zip(asked, answers, strict=True)}
    return measures.by_cell(asked, ranked)
