"""`portal serve`: the preview on this computer, made again at every edit. While there are problems the last good site stays, with a bar that leads to them."""

from __future__ import annotations

import re
import shutil
import socket
import tempfile
from collections.abc import Callable
from html import escape
from pathlib import Path

from portal import generator
from portal.problems import Problem, blocking, report
from portal.views import Mode

FIRST_PORT, LAST_PORT = 8000, 8099
PROBLEMS, STYLE = "loi.html", "loi.css"
BODY = re.compile(r"(<body[^>]*>)(?:<!--loi-->.*?<!--/loi-->)?", re.DOTALL)
BAR = ('<!--loi--><div class="portal-wrap"><p class="portal-status portal-status--stop" role="status"><span>{said} Đang xem bản tốt gần nhất. '
       '<a href="/loi.html">Xem phải sửa gì</a></span></p></div><!--/loi-->')
PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Cần sửa</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/loi.css"></head><body><main class="portal-wrap">
<h1 class="portal-title">Cần sửa trước khi xem</h1>
<p class="portal-lead">Sửa tệp, lưu lại: máy tự dựng và trang này tự đổi.</p>
<ol>{items}</ol>{back}</main></body></html>
"""
BACK = '<p><a href="/">Xem bản tốt gần nhất</a></p>'
Say = Callable[[str], object]


class Preview:
    """The folder that the browser is shown, and how the last build went.

    Args:
        say: takes each line for the person at the desk.
        broken: called inside an unexpected exception; keeps its details and gives the sentence for it."""

    def __init__(self, root: Path, out: Path, mode: Mode, say: Say, broken: Callable[[], str]) -> None:
        self.root, self.out, self.mode, self.say, self.broken = root, out, mode, say, broken
        self.good = False                                # whether a good site stands in `out`
        self.told: list[Problem] = []

    def make(self) -> None:
        """Builds; never raises, for the person goes on editing."""
        try:
            warnings = generator.build(self.root, self.mode, self.out, self.say)
        except generator.HasProblems as stopped:
            self._stopped([_item(problem) for problem in sorted(set(blocking(stopped.problems)))], str(stopped))
        except generator.CannotBuild as stopped:
            self._stopped([escape(line) for line in str(stopped).splitlines()], str(stopped))
        except Exception:
            said = self.broken()
            self._stopped([escape(said)], said)
        else:
            self.good = True
            new, self.told = [warning for warning in warnings if warning not in self.told], warnings
            self.say("Đã dựng xong." + (f"\n{report(new)}" if new else ""))

    def _stopped(self, items: list[str], said: str) -> None:
        self.out.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.root / "overrides/assets/portal.css", self.out / STYLE)
        page = PAGE.format(items="".join(f"<li>{item}</li>" for item in items), back=BACK if self.good else "")
        (self.out / PROBLEMS).write_text(page, encoding="utf-8")
        if self.good:
            self._bar(f"Còn {len(items)} chỗ phải sửa.")
        else:
            (self.out / "index.html").write_text(page, encoding="utf-8")
        stands = f"Trang đang xem vẫn là bản tốt gần nhất. Các chỗ phải sửa: {self.mode.address}{PROBLEMS}" if self.good else "Chưa dựng được lần nào."
        self.say(f"{said}\n{stands}\nSửa xong, lưu lại là máy tự dựng.")

    def _bar(self, said: str) -> None:
        for file in self.out.rglob("*.html"):
            if file.name != PROBLEMS:
                page = file.read_text(encoding="utf-8")
                file.write_text(BODY.sub(lambda body: body[1] + BAR.format(said=said), page, count=1), encoding="utf-8")

    def missing(self, code: int) -> bytes | None:
        """What stands where there is no page."""
        page = self.out / ("404.html" if self.good else PROBLEMS)
        return page.read_bytes() if code == 404 and page.exists() else None


def _item(problem: Problem) -> str:
    place = f"{problem.path}, dòng {problem.line}" if problem.line else problem.path
    fix = f"<br><strong>Cách sửa:</strong> {escape(problem.fix)}" if problem.fix else ""
    return f"<strong>{escape(place)}</strong><br>{escape(problem.what)}{fix}"


def serve(root: Path, say: Say, broken: Callable[[], str]) -> None:
    """Shows the preview on loopback until Ctrl+C, and makes it again when a file of the content or of the look changes."""
    port = free_port()
    if port != FIRST_PORT:
        say(f"Cổng {FIRST_PORT} đang có chương trình khác dùng; lấy cổng {port}.")
    place = Path(tempfile.mkdtemp(prefix="xem-thu-"))
    preview = Preview(root, place / "site", Mode(address=f"http://127.0.0.1:{port}/", live=True), say, broken)
    say("Đang dựng trang để xem thử; lần đầu chừng một phút …")
    try:
        preview.make()
        say(f"Xem thử tại {preview.mode.address}  (bấm Ctrl+C để dừng)")
        generator.serve(preview.out, port, preview.make, preview.missing, [root / "docs", root / "overrides", root / "mkdocs.yml"])
    except KeyboardInterrupt:
        say("Đã dừng.")
    finally:
        shutil.rmtree(place, ignore_errors=True)


def free_port() -> int:
    """The first port that nobody answers on."""
    for port in range(FIRST_PORT, LAST_PORT + 1):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)):
                return port
    raise generator.CannotBuild(f"Không còn cổng nào trống từ {FIRST_PORT} đến {LAST_PORT}. Đóng bớt cửa sổ lệnh đang xem thử rồi chạy lại.")
