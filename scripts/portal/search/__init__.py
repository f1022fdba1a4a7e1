"""The search index: built pages → documents → postings → script files in site/assets/search/<language>/.

analysis (text → tokens) · documents (HTML → sections) · postings (sections → weights) · tables (synonyms,
abbreviations, laws) · shards (all of it → files). The other half is overrides/assets/search/ in the browser.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from portal.content import LANGUAGES, Site
from portal.search import documents, postings, shards, tables
from portal.search.documents import Document
from portal.search.tables import problems

__all__ = ["build", "build_files", "client", "problems", "write"]

FOLDER = Path("assets") / "search"
CLIENT = ("analysis", "store", "cite", "query", "rank", "snippet", "results", "box")     # in the order they need each other
_COMMENT = re.compile(r"^\s*/\*.*?\*/\s*\n", re.DOTALL | re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+|^\n", re.MULTILINE)


def build(site_dir: Path, site: Site) -> None:
    """Write the index of every language into the built site; what an older build left there goes."""
    for lang in LANGUAGES:
        found = documents.read(site_dir, site, lang)
        laws = tables.laws(found, site)
        groups, short = site.tables.get(tables.SYNONYMS) or [], site.tables.get(tables.ABBREVIATIONS) or {}
        target = site_dir / FOLDER / lang
        shutil.rmtree(target, ignore_errors=True)
        write(target, build_files(found, laws, (groups, short) if lang == "vi" else ([], {}), lang))
    write(site_dir / FOLDER, {"client.js": client(site.root / "overrides" / FOLDER)})
    for part in CLIENT:
        (site_dir / FOLDER / f"{part}.js").unlink(missing_ok=True)


def client(folder: Path) -> str:
    """Return the scripts of the browser as one, without comments and indents: one request instead of eight."""
    source = "".join((folder / f"{part}.js").read_text(encoding="utf-8") for part in CLIENT)
    return _INDENT.sub("", _COMMENT.sub("", source))


def build_files(found: list[Document], laws: list[tables.Law], staff_tables: tuple[list, dict], lang: str) -> dict[str, str]:
    """Return name → content of the index of these documents; staff_tables are synonyms and abbreviations."""
    analysed = [postings.analyse(document, section, lang) for document in found for section in document.sections]
    index = postings.index(analysed, lang)
    short = tables.abbreviations(staff_tables[1])
    return shards.files(found, index, shards.Tables(tables.meanings(staff_tables[0], short, index), short, laws), lang)


def write(target: Path, files: dict[str, str]) -> None:
    """Write files into a folder, making the folders they need."""
    for name, text in files.items():
        file = target / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
