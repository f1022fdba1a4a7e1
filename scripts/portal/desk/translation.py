"""The English page beside the Vietnamese one: where it is, and how it begins."""

from __future__ import annotations

import posixpath

from portal import content
from portal.desk import front
from portal.desk.workplace import Workplace


def is_page(path: str) -> bool:
    """Whether a path of an address is that of a page, and of nothing else on this computer."""
    return path.startswith(tuple(f"docs/{lang}/" for lang in content.LANGUAGES)) and path.endswith(".md") and posixpath.normpath(path) == path


def original_of(place: Workplace, path: str) -> str:
    """The Vietnamese page whose missing translation this path is."""
    original = path.replace("docs/en/", "docs/vi/", 1)
    return original if path.startswith("docs/en/") and is_page(path) and place.shelf.page(original) else ""


def begin(place: Workplace, path: str) -> str:
    """An English page to write: the same facts, the English title, the Vietnamese text to replace; its path."""
    page = place.shelf.page(path)
    assert page
    source = place.history.read(path) or ""              # as it is written: page.source has the commune's names filled in
    for key, value in (("title", page.meta.get("title_en")), ("description", page.meta.get("description_en")), ("title_en", None), ("description_en", None),
                       ("trang_thai", "nhap"), ("nguoi_duyet", None), ("ngay_duyet", None), ("dau_duyet", None)):
        source = front.put(source, key, value)
    english = path.replace("docs/vi/", "docs/en/", 1)
    place.history.save(english, source, None)
    return english
