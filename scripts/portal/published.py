"""Which text of each page stands in which release: noted at every publication, so that staff see what readers do not have yet.

Kept in .lich-su/da-dang.json, by place: a short mark of each page's text at the moment of publishing, and the release that is
shown. A note of convenience: the releases themselves stand at their place, with their own manifests; a missing or damaged file
means only that nothing is known."""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.content import Page, Site

FILE = Path(".lich-su") / "da-dang.json"


@dataclass(frozen=True)
class Shown:
    """The release that readers of a place see: when it was made (ISO, UTC) and the marks of its pages by path."""

    release: str
    at: str
    pages: dict[str, str]

    def state(self, page: Page) -> str:
        """"online" when readers see this very text, "behind" when they see an earlier one, "absent" when they see none."""
        there = self.pages.get(page.path)
        return "absent" if there is None else "online" if there == mark(page) else "behind"


def mark(page: Page) -> str:
    """Eight hexadecimal digits of the page's text and of the data beside it."""
    return hashlib.sha256(f"{page.source}\0{page.data!r}".encode()).hexdigest()[:8]


def marks(site: Site, *, preview: bool) -> dict[str, str]:
    """The marks of all pages that a release of this site holds: drafts are left out of production."""
    return {page.path: mark(page) for page in site.pages if not page.is_withdrawn and (preview or not page.is_draft)}


def note(root: Path, place: str, new: Shown, keep: int) -> None:
    """A release was made and is shown; the notes of older ones stay for as many as the place keeps."""
    known = _read(root)
    releases = {**_releases(known, place), new.release: {"luc": new.at, "trang": new.pages}}
    known[place] = {"dang_xem": new.release, "ban": dict(sorted(releases.items())[-keep:])}
    _write(root, known)


def note_back(root: Path, place: str, release: str) -> None:
    """An earlier release is shown again."""
    known = _read(root)
    if place in known:
        known[place]["dang_xem"] = release
        _write(root, known)


def shown(root: Path, place: str) -> Shown | None:
    """What readers of a place see, as far as this computer knows."""
    known = _read(root)
    release = str(known.get(place, {}).get("dang_xem", ""))
    found = _releases(known, place).get(release)
    return Shown(release, str(found.get("luc", "")), found.get("trang") or {}) if isinstance(found, dict) else None


def _releases(known: dict[str, Any], place: str) -> dict[str, Any]:
    found = known.get(place, {}).get("ban")
    return found if isinstance(found, dict) else {}


def _read(root: Path) -> dict[str, Any]:
    try:
        known = json.loads((root / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {place: value for place, value in known.items() if isinstance(value, dict)} if isinstance(known, dict) else {}


def _write(root: Path, known: dict[str, Any]) -> None:
    file = root / FILE
    beside = file.with_suffix(".dang-ghi")
    with contextlib.suppress(OSError):                   # what readers see has changed already: a full disk must not call that a failure
        file.parent.mkdir(exist_ok=True)
        beside.write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
        beside.replace(file)
