"""`portal bench queries`: what readers ask, on the built site, through its own search page."""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from portal.bench import chromium, measures

ROOT = Path(__file__).resolve().parents[3]
TOP = 3
_FOUND = "links => links.map(link => link.dataset.ketQua)"
_DONE = 'ol.ket-qua[aria-busy="false"], [data-khong-thay]'


@dataclass(frozen=True)
class Asked:
    """One query and where the first page with a wanted slug stood, counted from 0; None when not among the ten."""

    query: str
    kind: str
    topic: str
    place: int | None
    found: tuple[str, ...]


def queries(file: Path, site_dir: Path = ROOT / "site") -> str:
    """Ask every query of a table (query, kind, topic, also) and return the hits by kind and the misses, in Markdown.

    Raises:
        CannotMeasure: the site is not built, or no browser is there.
    """
    if not (site_dir / "tim-kiem" / "index.html").exists():
        raise measures.CannotMeasure("Chưa có trang để tìm trong site/. Chạy  portal build  trước.")
    answers = ask(file, site_dir)
    kinds: dict[str, list[Asked]] = defaultdict(list)
    for answer in answers:
        kinds[answer.kind].append(answer)
    rows = [[kind, len(some), _share(some, 1), _share(some, TOP)] for kind, some in sorted(kinds.items())]
    rows.append(["**tất cả**", len(answers), _share(answers, 1), _share(answers, TOP)])
    misses = [f"- {one.query} ({one.kind}) → {one.topic}: thấy {', '.join(one.found[:TOP]) or 'không gì'}"
              for one in answers if one.place is None or one.place >= TOP]
    return "\n".join([measures.table(["kind", "n", "top 1", f"top {TOP}"], rows), "", *misses])


def ask(file: Path, site_dir: Path) -> list[Asked]:
    """Ask every query of a table on the search page of its language; a query of kind nfd is sent decomposed."""
    with file.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    with chromium.served(site_dir) as address, chromium.page(address) as page:
        return [_ask(page, address, row) for row in rows]


def _ask(page, address: str, row: dict[str, str]) -> Asked:
    text = unicodedata.normalize("NFD", row["query"]) if row["kind"] == "nfd" else row["query"]
    page.goto(f"{address}{'en/' if row['kind'] == 'english' else ''}tim-kiem/?q={quote(text)}")
    page.wait_for_selector(_DONE, state="attached")
    found = page.eval_on_selector_all("[data-ket-qua]", _FOUND)
    pages = list(dict.fromkeys(one.split("#")[0] for one in found))
    wanted = {row["topic"], *(row.get("also") or "").split(",")} - {""}
    place = next((at for at, url in enumerate(pages) if url.rstrip("/").rpartition("/")[2] in wanted), None)
    return Asked(row["query"], row["kind"], row["topic"], place, tuple(pages))


def _share(answers: list[Asked], top: int) -> float:
    return sum(one.place is not None and one.place < top for one in answers) / len(answers)
