"""`portal bench import`: CPU seconds and memory of importing made-up Word and PDF files of 10, 100, 500 pages.

Each import is a process of its own, pandoc and the reader of PDFs counted in. The files are laws of random syllables:
articles, clauses, points, and a ruled table on every fifth page."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import docx
import typst
from docx.enum.text import WD_BREAK

from portal import typesetting
from portal.bench import made_up, measures
from portal.bench.building import ROOT, Cost, cost

IMPORT = ("import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; from portal import importing; "
          "[outcome] = importing.run([Path(sys.argv[2])], Path('.').resolve()); assert outcome.page, outcome.lines")
WRITE = "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; from portal.bench import importing; importing.write(int(sys.argv[2]), Path('.'))"
CLAUSES, WORDS = 4, 60                          # of an article; an article fills a page of A4 as offices set it
Page = list[str | list[list[str]]]              # paragraphs, and tables as rows of cells


def measure(sizes: tuple[int, ...]) -> str:
    """The table of all sizes in Markdown, and what one more page costs.

    Raises:
        CannotMeasure: an import did not end well."""
    runs = [(pages, *_run(pages)) for pages in sizes]
    rows = [[pages, *_cells(word), *_cells(pdf)] for pages, word, pdf in runs]
    (small, *few), (large, *many) = runs[0], runs[-1]
    more = [1000 * (after.seconds - before.seconds) / (large - small) for before, after in zip(few, many, strict=True)] if large > small else [0.0, 0.0]
    return "\n".join([measures.table(["pages", ".docx CPU s", "MB", ".pdf CPU s", "MB"], rows), f"\nOne more page, CPU ms: .docx {more[0]:.0f}, .pdf {more[1]:.0f}."])


def write(pages: int, folder: Path) -> None:
    """Put luat.docx and luat.pdf of so many pages into a folder."""
    text = list(_pages(pages, random.Random(1)))
    _word(text).save(str(folder / "luat.docx"))
    (folder / "luat.typ").write_text(_typst(text), encoding="utf-8")
    typst.compile(folder / "luat.typ", output=folder / "luat.pdf", font_paths=[typesetting.FONTS])


def _cells(spent: Cost) -> tuple[str, str]:
    return f"{spent.seconds:.1f}", f"{spent.megabytes:.0f}"


def _run(pages: int) -> tuple[Cost, Cost]:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "docs" / "vi").mkdir(parents=True)
        cost(root, ["-c", WRITE, str(ROOT / "scripts"), str(pages)])        # elsewhere: a process counts the memory of the one that begot it as its own
        return _import(root, "luat.docx"), _import(root, "luat.pdf")


def _import(root: Path, file: str) -> Cost:
    return cost(root, ["-c", IMPORT, str(ROOT / "scripts"), file])


def _pages(count: int, dice: random.Random) -> Iterator[Page]:
    for number in range(1, count + 1):
        page: Page = [f"Điều {number}. {_said(dice, 6).capitalize()}"]
        for clause in range(1, CLAUSES + 1):
            page += [f"{clause}. {_said(dice, WORDS).capitalize()}:", f"a) {_said(dice, 15).capitalize()};", f"đ) {_said(dice, 15).capitalize()}."]
        if number % 5 == 0:
            page[-3:] = [[[_said(dice, 2) for _ in range(4)] for _ in range(8)]]
        yield page


def _said(dice: random.Random, count: int) -> str:
    return " ".join(dice.choice(made_up.BEGINNINGS) + dice.choice(made_up.ENDS) for _ in range(count))


def _word(pages: list[Page]) -> docx.document.Document:
    document = docx.Document()
    for page in pages:
        for number, block in enumerate(page):
            if isinstance(block, str):
                document.add_paragraph().add_run(block).bold = number == 0
                continue
            table = document.add_table(len(block), len(block[0]), style="Table Grid")
            for row, cells in zip(table.rows, block, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    return document


def _typst(pages: list[Page]) -> str:
    return '#set page(paper: "a4", margin: 2cm)\n#set text(font: "Noto Serif", size: 13pt)\n' + "\n#pagebreak()\n".join("\n\n".join(map(_block, page)) for page in pages)


def _block(block: str | list[list[str]]) -> str:
    if isinstance(block, str):
        return f"*{block}*" if block.startswith("Điều") else block.replace(". ", r"\. ", 1)
    return f"#table(columns: {len(block[0])}, {', '.join(f'[{cell}]' for row in block for cell in row)})"
