"""`portal bench build`: CPU seconds and memory of a build, ours and stock MkDocs with Material, on one made-up content.

Each build is a process of its own; what counts is its CPU (user and system): a busy machine does not spoil it."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.bench import made_up, measures

ROOT = Path(__file__).resolve().parents[3]
CONTENT = ROOT / "tests" / "sites" / "tiny"
PARTS = ("mkdocs.yml", "overrides", "scripts", "pyproject.toml")
OURS = ("import sys; sys.path.insert(0, 'scripts'); from pathlib import Path; from portal import generator; from portal.views import Mode; "
        "generator.build(Path('.').resolve(), Mode(address='https://hoa-giai.example/'), Path('site').resolve())")
STOCK = """site_name: Stock
site_url: https://hoa-giai.example/
docs_dir: docs
site_dir: site-stock
exclude_docs: |
  /bang/
  /mau/
  *.yml
theme:
  name: material
  language: vi
  font: false
  features: [navigation.tabs, navigation.sections, navigation.indexes]
plugins:
  - search:
      lang: vi
  - i18n:
      docs_structure: folder
      languages:
        - {locale: vi, name: Tiếng Việt, default: true, build: true}
        - {locale: en, name: English, build: true}
markdown_extensions: [attr_list, md_in_html, admonition, footnotes, tables, toc]
"""


class Failed(measures.CannotMeasure):
    """A build of the bench ended badly; carries its words."""


@dataclass(frozen=True)
class Cost:
    """What one process used."""

    seconds: float                               # CPU, user and system
    megabytes: float                             # at most, resident


@dataclass(frozen=True)
class Run:
    """What the builds of one size cost."""

    pages: int                                   # a language
    stock: Cost
    cold: Cost
    changed: Cost                                # one page changed, the rest kept


def build(sizes: tuple[int, ...]) -> str:
    """The table of all sizes in Markdown, and the law that our CPU seconds follow.

    Raises:
        Failed: a build did not end well."""
    runs = [_run(pages) for pages in sizes]
    rows = [[run.pages, *_cells(run.stock), *_cells(run.cold), *_cells(run.changed), f"{run.stock.seconds / run.cold.seconds:.1f}",
             f"{run.cold.seconds / run.changed.seconds:.1f}"] for run in runs]
    head = ["pages a language", "stock CPU s", "MB", "cold CPU s", "MB", "one page changed CPU s", "MB", "stock / cold", "cold / changed"]
    return "\n".join([measures.table(head, rows), *_law(runs)])


def _cells(cost: Cost) -> tuple[str, str]:
    return f"{cost.seconds:.1f}", f"{cost.megabytes:.0f}"


def _law(runs: list[Run]) -> Iterator[str]:
    """The cost of one more page between two sizes: the same all along when growth is linear."""
    for small, large in itertools.pairwise(runs):
        more = 2 * (large.pages - small.pages)
        yield (f"\nOne more page from {small.pages} to {large.pages} a language, CPU ms: stock {1000 * (large.stock.seconds - small.stock.seconds) / more:.1f}, "
               f"cold {1000 * (large.cold.seconds - small.cold.seconds) / more:.1f}, one page changed {1000 * (large.changed.seconds - small.changed.seconds) / more:.1f}.")


def _run(pages: int) -> Run:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for part in PARTS:
            (root / part).symlink_to(ROOT / part)
        page = made_up.write(CONTENT, root, pages)
        cold = cost(root, ["-c", OURS])
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace("## Vì sao\n", "## Vì sao\n\nMột câu mới.\n"), encoding="utf-8")
        changed = cost(root, ["-c", OURS])
        shutil.rmtree(root / "site")
        plain = stock(root)
    return Run(pages, plain, cold, changed)


def stock(root: Path) -> Cost:
    """What MkDocs with Material as it comes makes of docs/, in site-stock/."""
    (root / "stock.yml").write_text(STOCK, encoding="utf-8")
    return cost(root, ["-m", "mkdocs", "build", "-q", "-f", "stock.yml"])


def cost(root: Path, arguments: list[str]) -> Cost:
    """What one run of Python in `root` cost."""
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen([sys.executable, *arguments], cwd=root, env=quiet, stdout=said, stderr=said)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            said.seek(0)
            raise Failed(said.read().decode(errors="replace")[-2000:])
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
