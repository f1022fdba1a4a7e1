"""What all windows of one desk share."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path

from portal.desk.history import History
from portal.desk.publication import Publication
from portal.desk.shelf import Shelf
from portal.importing import Outcome


@dataclass
class Workplace:
    """The content folder, its history and shelf, the publication under way, and what each window last asked to see."""

    root: Path
    history: History
    shelf: Shelf
    publication: Publication
    previews: dict[str, str] = field(default_factory=dict)          # window → HTML
    pictures: dict[str, str] = field(default_factory=dict)          # window → path of the picture just sent
    arrivals: dict[str, list[Outcome]] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)            # law pages as they were before the last import
    notices: dict[str, str] = field(default_factory=dict)           # what an upload came to, for the page after it

    @classmethod
    def at(cls, root: Path) -> Workplace:
        """The workplace of a repository, with nothing asked yet."""
        return cls(root, History(root), Shelf(root), Publication(root))

    @staticmethod
    def window() -> str:
        """A name for one window, which nobody can guess."""
        return secrets.token_hex(4)
