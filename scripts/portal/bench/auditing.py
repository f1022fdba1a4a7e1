"""`portal bench lighthouse`: every template in both languages by Lighthouse (mobile), a few beside stock Material on the same content.

The real content, built for production with the commune's table made up; both sites are served packed (gzip) from loopback
and looked at by one Chromium, one after the other. Scores of performance hang on the machine: the stock ones in the same run say how much."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from portal import generator
from portal.bench import building, chromium, made_up, measures
from portal.content import LANGUAGES
from portal.views import Mode

TESTS = building.ROOT / "tests"
TEMPLATES = TESTS / "browser" / "templates.txt"
WHOLE = ("accessibility", "best-practices", "seo")       # these must be 100
OFTEN = ("", "tinh-huong/ranh-gioi-dat/", "ky-nang/quy-trinh/", "phap-luat/luat-hoa-giai/", "bieu-mau/van-ban-hoa-giai/",
         "en/tinh-huong/ranh-gioi-dat/")                  # stock Material has these addresses too
RUNS = 5                                                  # of those pages; the median counts


@dataclass(frozen=True)
class Look:
    """One run: scores of 0 to 100 by category, audits that lost points, layout shift, CPU of scripts in ms (Lighthouse's slow phone)."""

    place: str
    scores: dict[str, int]
    lost: tuple[str, ...]
    shift: float
    script: float
    requests: int
    sent: int                                             # bytes, packed


def lighthouse(say: Callable[[str], object]) -> str:
    """The table of all templates in Markdown, the medians beside stock Material under it.

    Raises:
        CannotMeasure: no Lighthouse, no browser, or a run that gave nothing."""
    if not (TESTS / "node_modules" / "lighthouse").is_dir() or not shutil.which("node"):
        raise measures.CannotMeasure("Bỏ qua: chưa có Lighthouse. Chạy  npm ci  trong tests/ (cần Node).")
    with tempfile.TemporaryDirectory() as folder:
        ours, stock = Path(folder, "site"), Path(folder, "site-stock")
        with chromium.served(ours, packed=True) as here, chromium.served(stock, packed=True) as there, _listening() as port:
            _make(Path(folder), here)
            places = indexable(ours, TEMPLATES.read_text(encoding="utf-8"))
            say(f"Đã dựng xong; đang xem {len(places)} trang, rồi {RUNS} lượt {2 * len(OFTEN)} trang.")
            once = _looks(port, here, places)
            rounds = [(_looks(port, here, OFTEN), _looks(port, there, OFTEN)) for _ in range(RUNS)]
    own, theirs = _by_place([look for run, _ in rounds for look in run]), _by_place([look for _, run in rounds for look in run])
    return "\n\n".join([_table(_by_place(once)), _medians(own, theirs), _said(once)])


def indexable(site: Path, templates: str) -> list[str]:
    """The templates and their other language, without what search engines are kept out of."""
    named = [line for line in templates.splitlines() if not line.startswith("#")]
    other = LANGUAGES[1] + "/"
    both = [place for name in named for place in (name.removeprefix(other), other + name.removeprefix(other))]
    return [place for place in dict.fromkeys(both) if _may_be_found(site / place / "index.html")]


def _may_be_found(page: Path) -> bool:
    return page.is_file() and '<meta name="robots" content="noindex">' not in page.read_text(encoding="utf-8")


def _make(folder: Path, address: str) -> None:
    """Ours for production at that address in site/, and what stock Material makes of the same pages in site-stock/."""
    for part in building.PARTS:
        (folder / part).symlink_to(building.ROOT / part)
    shutil.copytree(building.ROOT / "docs", folder / "docs")
    made_up.supply(folder, "xã Thử")
    generator.build(folder, Mode(production=True, address=address), folder / "site")
    building.stock(folder)


@contextmanager
def _listening() -> Iterator[int]:
    """A Chromium that Lighthouse can talk to; gives the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with chromium.browser(f"--remote-debugging-port={port}"):
        yield port


def _looks(port: int, address: str, places: list[str] | tuple[str, ...]) -> list[Look]:
    asked = "\n".join(address + place for place in places)
    ran = subprocess.run(["node", "lighthouse.mjs", str(port)], cwd=TESTS, input=asked, capture_output=True, text=True, encoding="utf-8", check=False)
    found = [json.loads(line) for line in ran.stdout.splitlines()]
    if len(found) != len(places) or any(row["trouble"] for row in found):
        raise measures.CannotMeasure(f"Lighthouse dừng giữa chừng: {[row['trouble'] for row in found if row['trouble']]} {ran.stderr[-500:]}")
    return [Look(row["address"].removeprefix(address), row["scores"], tuple(row["lost"]), row["shift"] or 0.0, row["script"] or 0.0,
                 row["requests"], row["sent"]) for row in found]


def _by_place(looks: list[Look]) -> dict[str, list[Look]]:
    found: dict[str, list[Look]] = defaultdict(list)
    for look in looks:
        found[look.place].append(look)
    return found


def _table(looks: dict[str, list[Look]]) -> str:
    rows = [[f"/{place}", *(runs[0].scores[name] for name in WHOLE), f"{runs[0].shift:.3f}", f"{runs[0].script:.0f}"] for place, runs in looks.items()]
    return measures.table(["page", "accessibility", "best practices", "SEO", "CLS", "scripts, CPU ms"], rows)


def _medians(own: dict[str, list[Look]], theirs: dict[str, list[Look]]) -> str:
    rows = [[f"/{place}", whose, *_median(runs[place])] for place in own for whose, runs in (("ours", own), ("stock Material", theirs))]
    return measures.table(["page", f"median of {RUNS}", "performance", "CLS", "scripts, CPU ms", "requests", "kB"], rows)


def _median(runs: list[Look]) -> list[str]:
    seen = [("{:.0f}", [run.scores["performance"] for run in runs]), ("{:.3f}", [run.shift for run in runs]), ("{:.0f}", [run.script for run in runs]),
            ("{:.0f}", [run.requests for run in runs]), ("{:.1f}", [run.sent / 1000 for run in runs])]
    return [form.format(median(values)) for form, values in seen]


def _said(looks: list[Look]) -> str:
    lost = [f"/{look.place}: {', '.join(look.lost)}" for look in looks if look.lost]
    return f"{len(looks)} pages. " + ("Points lost: " + "; ".join(lost) if lost else "No point lost in accessibility, best practices and SEO.")
