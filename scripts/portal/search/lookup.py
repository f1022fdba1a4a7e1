"""The written index read back, as the browser reads it: which pages are found by their own titles. For the look before publishing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.search import analysis
from portal.search.encoding import numbers, postings


class Damaged(Exception):
    """A file of the index is missing or cannot be read; carries its path from the folder of the language."""


@dataclass(frozen=True)
class Written:
    """An index on the disk. `pages` are (address from the site root, title); `page_of` numbers the page of each section."""

    pages: list[tuple[str, str]]
    page_of: list[int]
    keys: dict[str, list[str]]

    def having(self, key: str) -> set[int]:
        """The numbers of the pages that hold a key in any of its forms."""
        return {self.page_of[section] for text in self.keys.get(key, [])[1::2] for section in postings(text)}

    def unfound(self, lang: str) -> list[str]:
        """Addresses of pages that the words of their own titles do not find."""
        words = [{word.key for word in analysis.words(analysis.clean(title), lang)} - set(analysis.STOP[lang]) for _, title in self.pages]
        return [url for number, (url, _) in enumerate(self.pages) if not all(number in self.having(key) for key in words[number])]


def read(folder: Path) -> Written:
    """The index of one language.

    Raises:
        Damaged: a file is not there or not one of the index."""
    core = _said(folder, "goc.js")
    inside, pages, page_of = core["thu_muc"], [], []
    for at in range(len(numbers(core["khoi"]))):
        for url, title, _, _, sections in _said(folder, f"{inside}/b{at}.js"):
            if not pages or pages[-1][0] != url:
                pages.append((url, title))
            page_of += [len(pages) - 1] * len(sections)
    entries = (entry.split("|") for at in range(len(core["khoa"].split("|"))) for entry in _said(folder, f"{inside}/k{at}.js").split("~"))
    return Written(pages, page_of, {key: rest for key, *rest in entries})


def _said(folder: Path, name: str) -> Any:
    """What a file of the index hands over: timKiem.nhan("name", data)."""
    try:
        return json.loads((folder / name).read_text(encoding="utf-8").partition(",")[2].rstrip().removesuffix(");"))
    except (OSError, ValueError) as wrong:
        raise Damaged(name) from wrong
