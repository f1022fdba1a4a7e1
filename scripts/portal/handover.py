"""The portal for another commune: the same content and tools in a folder of their own, and nothing that is ours alone.

Ours alone are the pages marked `rieng: true`, the plan tables, and every value of docs/bang/co-quan.yml."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from portal import content
from portal.content import AGENCY, UNKNOWN

TAKEN = ("docs", "overrides", "scripts", "tests", "mkdocs.yml", "pyproject.toml", "README.md", "LICENSE",
         "requirements-site.txt", "requirements-staff.txt", "requirements-test.txt")
LEFT = shutil.ignore_patterns("__pycache__", "node_modules", ".pytest_cache", "*.pyc")
VALUE = re.compile(r"^([a-z_]+): \S.*$", re.MULTILINE)       # of one line: the emergency numbers below theirs are the same for every commune


class CannotMake(Exception):
    """Why no folder was made; a Vietnamese sentence."""


def make(root: Path, folder: Path) -> list[str]:
    """Writes the other commune's repository into `folder`, new or empty; the paths of ours that stayed behind.

    Raises:
        CannotMake: the folder holds something, or lies inside this portal."""
    if folder.exists() and any(folder.iterdir()):
        raise CannotMake(f"Thư mục {folder} không trống. Chọn một thư mục mới.")
    if folder.resolve().is_relative_to(root.resolve()):
        raise CannotMake("Thư mục mới phải nằm ngoài thư mục của cổng này.")
    for name in TAKEN:
        place = root / name
        if place.is_dir():
            shutil.copytree(place, folder / name, ignore=LEFT)
        elif place.exists():
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(place, folder / name)
    behind = ours(content.read(folder)[0])
    for path in behind:
        (folder / path).unlink()
    table = folder / AGENCY
    table.write_text(blank(table.read_text(encoding="utf-8")), encoding="utf-8")
    return behind


def ours(site: content.Site) -> list[str]:
    """The files that are this commune's alone, the data beside the pages too."""
    pages = [page.path for page in site.pages if page.meta.get("rieng") is True]
    data = [content.beside(path) for path in pages]
    plans = [f"docs/bang/{name}.yml" for name in site.tables if name.startswith("ke-hoach-")]
    return sorted([*pages, *(path for path in data if (site.root / path).exists()), *plans])


def blank(table: str) -> str:
    """The table of the commune with every value of ours to be supplied."""
    return VALUE.sub(rf"\1: {UNKNOWN}", table)
