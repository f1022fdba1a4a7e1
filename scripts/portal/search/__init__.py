"""The search index: built pages → documents → postings → script files in site/assets/search/<language>/.

analysis (text → tokens) · documents (HTML → sections) · postings (sections → weights) · encoding (weights → text) · parts (all
sections, part by part) · tables (synonyms, abbreviations, laws) · shards (all of it → files) · scripts (the other half,
overrides/assets/search/, made short for the browser).
"""

from __future__ import annotations

import shutil
from pathlib import Path

from portal import kept
from portal.content import LANGUAGES, Site
from portal.search import documents, parts, scripts, shards, tables
from portal.search.documents import Document
from portal.search.tables import problems

__all__ = ["SCRIPTS", "browser_scripts", "build", "build_files", "problems", "write"]

FOLDER = Path("assets") / "search"
SCRIPTS = {                    # file of the site → files of ours, in the order they need each other
    "client": ("analysis", "store", "cite", "query", "rank", "snippet", "site"),
    "results": ("results",), "box": ("box",)}


def build(site_dir: Path, site: Site) -> None:
    """Write the index of every language into the built site; what an older build left there goes."""
    for lang in LANGUAGES:
        found = documents.read(site_dir, site, lang)
        laws = tables.laws(found, site)
        spoken = (site.tables.get(tables.SYNONYMS) or [], site.tables.get(tables.ABBREVIATIONS) or {}) if lang == "vi" else ([], {})
        target = site_dir / FOLDER / lang
        shutil.rmtree(target, ignore_errors=True)
        write(target, build_files(found, laws, spoken, lang))
    for part in SCRIPTS["client"]:
        (site_dir / FOLDER / f"{part}.js").unlink(missing_ok=True)
    write(site_dir / FOLDER, browser_scripts(site.root / "overrides" / FOLDER))


def browser_scripts(folder: Path) -> dict[str, str]:
    """Return name → content of the scripts that the browser loads, in their short form: first the client, then a part of it."""
    return {f"{name}.js": "".join(scripts.shorter((folder / f"{part}.js").read_text(encoding="utf-8")) for part in parts) for name, parts in SCRIPTS.items()}


def build_files(found: list[Document], laws: list[tables.Law], staff_tables: tuple[list, dict], lang: str) -> dict[str, str]:
    """Return name → content of the index of these documents; staff_tables are synonyms and abbreviations."""
    return kept.recall("index", (found, laws, staff_tables, lang), lambda: _files(found, laws, staff_tables, lang))    # most edits are in one language


def _files(found: list[Document], laws: list[tables.Law], staff_tables: tuple[list, dict], lang: str) -> dict[str, str]:
    groups, short = staff_tables[0], tables.abbreviations(staff_tables[1])
    index = parts.index(found, lang, tables.neighbours(groups))
    return shards.files(found, index, shards.Tables(tables.meanings(groups, short, index), short, laws), lang)


def write(target: Path, files: dict[str, str]) -> None:
    """Write files into a folder, making the folders they need."""
    for folder in {(target / name).parent for name in files}:
        folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (target / name).write_bytes(text.encode())
