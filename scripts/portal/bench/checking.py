"""`portal bench check`: CPU seconds and memory of a check of a made-up portal, of the same again, and after one change.

Each check is a process of its own; then the two finders read one text and ten times that text."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from portal import citations, privacy
from portal.bench import made_up, measures
from portal.bench.building import CONTENT, PARTS, ROOT, Cost, cost

CHECK = ("import sys; sys.path.insert(0, 'scripts'); from pathlib import Path; from portal import check, content, kept; root = Path('.').resolve()\n"
         "with kept.memory(root / '.cache', root / 'mkdocs.yml', forgets=False):\n"
         "    site, found = content.read(root); found += check.check(site)")
FINDERS: dict[str, Callable[[str], list]] = {"citations.find": citations.find, "privacy.find": privacy.find}
LETTERS = 200_000                                # of the small text; the large one has ten times as many


@dataclass(frozen=True)
class Run:
    """What the checks of one size cost."""

    pages: int                                   # both languages
    cold: Cost
    again: Cost                                  # nothing changed
    changed: Cost                                # one page changed


def check(sizes: tuple[int, ...]) -> str:
    """The tables of all sizes (pages of both languages) and of the finders, in Markdown.

    Raises:
        CannotMeasure: a check did not end well."""
    runs = [_run(pages) for pages in sizes]
    rows = [[run.pages, *_cells(run.cold), *_cells(run.again), *_cells(run.changed)] for run in runs]
    head = ["pages", "first check CPU s", "MB", "again CPU s", "MB", "one page changed CPU s", "MB"]
    return "\n".join([measures.table(head, rows), _one_more(runs[0], runs[-1]), "", _growth()])


def _cells(spent: Cost) -> tuple[str, str]:
    return f"{spent.seconds:.2f}", f"{spent.megabytes:.0f}"


def _one_more(small: Run, large: Run) -> str:
    """What one more page costs, the start of Python left out."""
    more = large.pages - small.pages
    first, again = ((after.seconds - before.seconds) / more for before, after in ((small.cold, large.cold), (small.again, large.again)))
    return f"\nOne more page: {1000 * first:.1f} ms CPU at first, {1000 * again:.1f} ms when it has not changed."


def _run(pages: int) -> Run:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for part in PARTS:
            (root / part).symlink_to(ROOT / part)
        page = made_up.write(CONTENT, root, pages // 2)
        cold, again = cost(root, ["-c", CHECK]), cost(root, ["-c", CHECK])
        page.write_text(page.read_text(encoding="utf-8") + "\nMột câu mới theo Điều 3 Luật Hòa giải ở cơ sở.\n", encoding="utf-8")
        return Run(pages, cold, again, cost(root, ["-c", CHECK]))


def _growth() -> str:
    """CPU of each finder on the laws that stand on this portal, and on ten times that text."""
    laws = "\n".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "docs" / "vi" / "phap-luat").glob("*.md")))
    small = (laws * (1 + LETTERS // len(laws)))[:LETTERS]
    rows = []
    for name, find in FINDERS.items():
        once, ten = (min(_seconds(find, text) for _ in range(3)) for text in (small, small * 10))
        rows.append([name, f"{once:.2f}", f"{ten:.2f}", f"{ten / once:.1f}"])
    return measures.table(["finder", f"{LETTERS} letters CPU s", f"{10 * LETTERS} letters CPU s", "ratio"], rows)


def _seconds(find: Callable[[str], list], text: str) -> float:
    begin = time.process_time()
    find(text)
    return time.process_time() - begin
