"""One publication at a time, in its own thread: it goes on when the browser is closed, and the page finds it again."""

from __future__ import annotations

import getpass
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal import content, generator, publish
from portal.content import Site
from portal.problems import report
from portal.publish import inspection
from portal.publish import target as targets
from portal.views import Mode

EXAMPLE = "https://hoa-giai.example/"


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
        self._running = threading.Lock()

    @property
    def is_running(self) -> bool:
        return self._running.locked()

    def start(self, wish: Wish) -> bool:
        """Begins; False when another run is under way."""
        if not self._running.acquire(blocking=False):
            return False
        self.lines, self.outcome = [], None
        threading.Thread(target=self._run, args=(wish,), name="dang-trang").start()      # no daemon: closing the desk waits for the switch
        return True

    def _run(self, wish: Wish) -> None:
        try:
            self.outcome = self._back(wish) if wish.back else self._forth(wish)
        except (generator.HasProblems, generator.CannotBuild) as stopped:
            self.lines += str(stopped).splitlines()
            self.outcome = publish.Outcome(1, "Chưa đăng: còn lỗi phải sửa, xem các dòng trên. Người đọc vẫn xem bản cũ.")
        except OSError as problem:
            self.outcome = publish.Outcome(1, f"Chưa đăng: máy không cho ghi ({problem.strerror or problem}). Xem còn chỗ trống trên đĩa không. Người đọc vẫn xem bản cũ.")
        except Exception as ours:
            self.outcome = publish.Outcome(1, f"Chưa đăng: công cụ gặp lỗi của chính nó ({type(ours).__name__}). Người đọc vẫn xem bản cũ.")
            raise
        finally:
            self._running.release()

    def _forth(self, wish: Wish) -> publish.Outcome:
        site, _ = content.read(self.root)
        place = targets.find(wish.target, site.tables.get("noi-dang"))
        self.lines.append("Kiểm tra nội dung và dựng trang …")
        out = built(self.root, Mode(production=not wish.preview, address=place.address or EXAMPLE), self.lines.append)
        if wrong := inspection.problems(out):
            self.lines += wrong
            return publish.Outcome(1, f"Chưa đăng: trang dựng ra còn {len(wrong)} chỗ hỏng, xem các dòng trên.")
        return publish.publish(out, wish.target, self._options(site, preview=wish.preview))

    def _back(self, wish: Wish) -> publish.Outcome:
        site, _ = content.read(self.root)
        return publish.rollback(wish.release, wish.target, self._options(site))

    def _options(self, site: Site, *, preview: bool = False) -> publish.Options:
        return publish.Options(say=self.lines.append, table=site.tables.get("noi-dang"), by=getpass.getuser(), changes=changes(site),
                               redirects=redirects(site), preview=preview, cache=self.root / ".cache" / "nen")


def built(root: Path, mode: Mode, say: Callable[[str], Any]) -> Path:
    """The site, checked and built into its own folder: the one that `portal build` makes is left alone."""
    out = root / ".cache" / "ban-bien-tap" / "site"
    out.parent.mkdir(parents=True, exist_ok=True)
    warnings = generator.build(root, mode, out)
    if warnings:
        say(f"    {report(warnings).splitlines()[-1]}")
    return out


def changes(site: Site) -> tuple[str, ...]:
    """All change notes of the pages, the newest first, as a release keeps them."""
    notes = [(str(note.get("ngay")), page.title, str(note.get("gi"))) for page in site.vi for note in page.meta.get("thay_doi") or [] if isinstance(note, dict)]
    return tuple(f"{day} {title}: {what}" for day, title, what in sorted(notes, reverse=True))


def redirects(site: Site) -> dict[str, str]:
    """Old address → new one, for the files of the host."""
    return {f"{str(old).strip('/')}/": page.url for page in site.pages for old in page.meta.get("chuyen_tu") or []}


def places(site: Site) -> list[str]:
    """The names in docs/bang/noi-dang.yml."""
    table = site.tables.get("noi-dang")
    return list(map(str, table["dich"])) if isinstance(table, dict) and isinstance(table.get("dich"), dict) else []
