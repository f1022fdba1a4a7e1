"""One publication at a time, in its own thread: it goes on when the browser is closed, and the page finds it again."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from portal import generator, publish, releasing
from portal.content import Site
from portal.views import Mode

LOOK = ".cache/ban-bien-tap/site"


@dataclass(frozen=True)
class Wish:
    """What to do: publish, or go back to a release ("" the one before)."""

    target: str
    preview: bool = False
    back: bool = False
    release: str = ""


class Publication:
    """The run that is under way or the last one: its lines, and how it ended."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lines: list[str] = []
        self.outcome: publish.Outcome | None = None
        self.is_running = False
        self._building = threading.Lock()                # two builds at once would read each other's pages

    def start(self, wish: Wish) -> bool:
        """Begins; False when another run is under way."""
        if not self._building.acquire(blocking=False):
            return False
        self.lines, self.outcome, self.is_running = [], None, True
        threading.Thread(target=self._run, args=(wish,), name="dang-trang").start()      # no daemon: closing the desk waits for the switch
        return True

    def look(self) -> bool:
        """Builds the whole site as a preview into the desk's own folder; False when another run is under way.

        Raises: HasProblems, CannotBuild."""
        if not self._building.acquire(blocking=False):
            return False
        try:
            generator.build(self.root, Mode(address=releasing.EXAMPLE), self.root / LOOK)
        finally:
            self._building.release()
        return True

    def _run(self, wish: Wish) -> None:
        try:
            if wish.back:
                self.outcome = releasing.back(self.root, wish.release, wish.target, self.lines.append)
            else:
                self.outcome = releasing.forth(self.root, wish.target, preview=wish.preview, say=self.lines.append)
        except OSError as problem:
            self.outcome = publish.Outcome(1, f"Chưa đăng: máy không cho ghi ({problem.strerror or problem}). Xem còn chỗ trống trên đĩa không. Người đọc vẫn xem bản cũ.")
        except Exception as ours:
            self.outcome = publish.Outcome(1, f"Chưa đăng: công cụ gặp lỗi của chính nó ({type(ours).__name__}). Người đọc vẫn xem bản cũ.")
            raise
        finally:
            self.is_running = False
            self._building.release()


def places(site: Site) -> list[str]:
    """The names in docs/bang/noi-dang.yml."""
    table = site.tables.get("noi-dang")
    return list(map(str, table["dich"])) if isinstance(table, dict) and isinstance(table.get("dich"), dict) else []
