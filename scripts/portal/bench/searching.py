"""`portal bench search`: the real builder and client on a corpus of law articles, beside MiniSearch in the same browser."""

from __future__ import annotations

import gzip
import json
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

from portal import content
from portal import search as building
from portal.bench import chromium, measures
from portal.search.documents import Document
from portal.search.markup import Section
from portal.search.tables import ABBREVIATIONS, SYNONYMS, Law

ROOT = Path(__file__).resolve().parents[3]
ASSETS = ROOT / "overrides" / "assets" / "search"
PEER = ROOT / "tests" / "node_modules" / "minisearch" / "dist" / "umd" / "index.js"
SHORT = ("quyền thừa kế", "đơn ly hôn", "hòa giải viên", "tài sản riêng", "bồi thường thiệt", "bạo lực gia", "lối đi chung",
         "thu hồi đất", "người giám hộ", "con chưa thành", "vay tài sản", "hủy hợp đồng")
PAGE = '<!doctype html><html lang="vi"><meta charset="utf-8"><title>bench</title><script src="client.js"></script>{more}</html>'
OPEN = "async () => { window.store = await timKiem.open('./', 'vi'); }"
ASK = """async (texts) => { const found = [];
  for (const text of texts) { const start = performance.now(); const query = await timKiem.search(store, text, {});
    const ms = performance.now() - start; let sections = query.hits.slice(0, 12).map(hit => hit.section);
    if (query.pinned) sections = [query.pinned.section].concat(sections.filter(one => one !== query.pinned.section));
    found.push([sections.slice(0, 10), ms]); }
  return found; }"""
_FIRST = """async (text) => { const store = await timKiem.open('./', 'vi'); const query = await timKiem.search(store, text, {});
  await Promise.all(query.hits.slice(0, 5).map(hit => store.section(hit.section))); return query.hits.length; }"""
_PEER_OPEN = """async () => { const documents = await (await fetch('corpus.json')).json();
  window.peer = new MiniSearch({ fields: ['title', 'text'], idField: 'n' }); peer.addAll(documents); }"""
_PEER_ASK = """(texts) => texts.map(text => { const start = performance.now(); const hits = peer.search(text);
  const ms = performance.now() - start; return [hits.slice(0, 10).map(hit => hit.id), ms]; })"""


def search(corpus: Path, queries: Path, run: Path) -> str:
    """Answer every query and write {"id", "ranked", "ms"} lines to `run`; return the tables in Markdown.

    MiniSearch's answers go beside it (`<run>.minisearch.jsonl`) when it is installed (npm install in tests/).
    """
    documents, asked = lines(corpus), lines(queries)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        built = _build(documents, place)
        with chromium.served(place) as address:
            ours = _run(address, (OPEN, ASK), asked, documents)
            peer = _run(address, (_PEER_OPEN, _PEER_ASK), asked, documents) if PEER.exists() else None
            first = [_first_bytes(place, address, text) for text in SHORT]
    _write(run, ours)
    if peer:
        _write(run.with_name(run.name + ".minisearch.jsonl"), peer)
    return _report(asked, ours, peer, {**built, "gz bytes to the first five results, median": measures.percentile(first, 0.5),
                                       "gz bytes to the first five results, worst": max(first)})


def lines(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a file with a line of JSON for each."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _build(articles: list[dict[str, Any]], place: Path) -> dict[str, float]:
    """Write the index, the page and the peer's data; return build time, memory and sizes."""
    tables = staff_tables()
    start = time.process_time()
    files = index(articles, tables)
    seconds = time.process_time() - start
    building.write(place, {**files, **building.browser_scripts(ASSETS)})
    peer = PEER.read_text(encoding="utf-8") if PEER.exists() else ""
    building.write(place, {"peer.js": peer, "index.html": PAGE.format(more='<script src="peer.js"></script>' if peer else ""),
                           "first.html": PAGE.format(more='<script src="results.js"></script>'), "corpus.json": json.dumps(
                               [{"n": n, "title": one["title"], "text": one["text"]} for n, one in enumerate(articles)], ensure_ascii=False)})
    return {"documents": len(articles), "build CPU s": seconds, "build memory MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "core gz bytes": _zipped(files["goc.js"]), **{f"{name}.js gz bytes": _zipped((place / f"{name}.js").read_text(encoding="utf-8")) for name in building.SCRIPTS},
            "keys gz bytes": sum(_zipped(text) for name, text in files.items() if "/k" in name),
            "texts gz bytes": sum(_zipped(text) for name, text in files.items() if "/b" in name), "files": len(files)}


def staff_tables() -> tuple[list, dict]:
    """Return the synonyms and abbreviations of this portal."""
    site, _ = content.read(ROOT)
    return site.tables.get(SYNONYMS) or [], site.tables.get(ABBREVIATIONS) or {}


def index(articles: list[dict[str, Any]], tables: tuple[list, dict]) -> dict[str, str]:
    """Return name → content of the index of a corpus; each article answers for itself."""
    documents = [Document(article["id"], article["heading"], "phap-luat", "", article["law"], "", True, 1.0,
                          (Section("", article["heading"], article["text"]),)) for article in articles]
    return building.build_files(documents, _laws(articles), tables, "vi")


def _laws(articles: list[dict[str, Any]]) -> list[Law]:
    places: dict[tuple[str, str], dict[str, int]] = {}
    for number, article in enumerate(articles):
        places.setdefault((article["law"], article["law_no"]), {}).setdefault(article["article"], number)
    return [Law((name,), number, "", min(found.values()), found) for (name, number), found in places.items()]


def _zipped(text: str) -> int:
    return len(gzip.compress(text.encode(), 9))


def _run(address: str, scripts: tuple[str, str], asked: list[dict], documents: list[dict]) -> list[dict[str, Any]]:
    """Ask everything twice in one page: the first time counts for the answers, the second, warm, for the time."""
    texts = [query["query"] for query in asked]
    with chromium.page(address) as page:
        page.evaluate(scripts[0])
        answers = page.evaluate(scripts[1], texts)
        warm = page.evaluate(scripts[1], texts)
    return [{"id": query["id"], "ranked": [documents[number]["id"] for number in found], "ms": round(ms, 3)}
            for query, (found, _), (_, ms) in zip(asked, answers, warm, strict=True)]


def _first_bytes(folder: Path, address: str, text: str) -> float:
    with chromium.page(f"{address}first.html") as page:
        page.evaluate(_FIRST, text)
        return float(chromium.zipped_bytes(folder, address, [url for url in page.asked if not url.endswith(".html")]))


def _write(path: Path, answers: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers), encoding="utf-8", newline="\n")


def _report(asked: list[dict], ours: list[dict], peer: list[dict] | None, built: dict[str, float]) -> str:
    runs = {"portal": ours, **({"MiniSearch": peer} if peer else {})}
    cells = {name: measures.by_cell(asked, {answer["id"]: answer["ranked"] for answer in run}) for name, run in runs.items()}
    rows = [["/".join(cell), *(cells[name][cell] for name in runs)] for cell in cells["portal"]]
    rows.append(["**MACRO(24)**", *(measures.macro(cells[name]) for name in runs)])
    for share, word in ((0.5, "median"), (0.95, "p95")):
        rows.append([f"warm ms, {word}", *(measures.percentile([answer["ms"] for answer in run], share) for run in runs.values())])
    sizes = measures.table(["measure", "value"], [[name, f"{value:,.1f}".removesuffix(".0")] for name, value in built.items()])
    absent = "" if peer else "\n\nMiniSearch không có ở đây: chạy  npm install  trong tests/ để so."
    return measures.table(["set/variant", *runs], rows) + "\n\n" + sizes + absent
