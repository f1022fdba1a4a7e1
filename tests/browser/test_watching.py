"""`portal serve` as staff use it: a real browser beside the editor."""

from __future__ import annotations

import http.server
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import expect

from conftest import ROOT
from portal import watching

SKILL = "docs/vi/ky-nang/lang-nghe.md"
START = ("import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); sys.path.insert(0, sys.argv[1])\nfrom pathlib import Path\nfrom portal import watching\n"
         "watching.serve(Path(sys.argv[2]), lambda text: print(text, flush=True), lambda: 'hong')")
PATIENCE = 120_000                                       # milliseconds for a build on a busy computer


@dataclass
class Served:
    """A preview that is up: its content, its address, what it said so far."""

    root: Path
    address: str
    said: list[str] = field(default_factory=list)

    def write(self, old: str, new: str) -> None:
        page = self.root / SKILL
        text = page.read_text(encoding="utf-8")
        assert old in text
        page.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def served(tiny: Path) -> Iterator[Served]:
    """The preview of the small portal, begun while a page of it is wrong."""
    preview = Served(tiny, "")
    preview.write("doi_tuong: [hoa-giai-vien]", "doi_tuong: [ai-do]")
    with subprocess.Popen([sys.executable, "-c", START, str(ROOT / "scripts"), str(tiny)], stdout=subprocess.PIPE, text=True, encoding="utf-8") as running:
        assert running.stdout
        for line in running.stdout:
            preview.said.append(line.strip())
            if line.startswith("Xem thử tại "):
                break
        preview.address = preview.said[-1].split()[3]
        threading.Thread(target=lambda: preview.said.extend(map(str.strip, running.stdout)), daemon=True).start()
        yield preview
        running.send_signal(signal.SIGINT)
        assert running.wait(20) == 0


def test_an_edit_is_seen_a_mistake_is_told_and_the_last_good_site_stays(visit, served: Served):
    page = visit(served.address)
    assert "Chưa dựng được lần nào." in served.said
    expect(page.get_by_role("heading", name="Cần sửa trước khi xem")).to_be_visible()
    expect(page.get_by_text(f"{SKILL}, dòng 6")).to_be_visible()
    assert page.goto(f"{served.address}ky-nang/lang-nghe/").status == 404
    expect(page.get_by_role("heading", name="Cần sửa trước khi xem")).to_be_visible()
    page.goto(served.address)

    served.write("doi_tuong: [ai-do]", "doi_tuong: [hoa-giai-vien]")
    expect(page.get_by_role("searchbox").first).to_be_visible(timeout=PATIENCE)

    page.goto(f"{served.address}ky-nang/lang-nghe/")
    served.write("1. **Gặp riêng.**", "1. **Gặp riêng ở nhà.**")
    expect(page.get_by_text("Gặp riêng ở nhà")).to_be_visible(timeout=PATIENCE)

    served.write("title: Lắng nghe\n", "title: Lắng nghe\ntieu_de: Lạ\n")
    expect(page.get_by_text("Còn 1 chỗ phải sửa.")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("Gặp riêng ở nhà")).to_be_visible()
    page.get_by_role("link", name="Xem phải sửa gì").click()
    expect(page.get_by_role("listitem")).to_contain_text("tieu_de")
    expect(page.get_by_role("listitem")).to_contain_text("Cách sửa:")

    page.get_by_role("link", name="Xem bản tốt gần nhất").click()
    served.write("tieu_de: Lạ\n", "")
    expect(page.get_by_text("Còn 1 chỗ phải sửa.")).to_have_count(0, timeout=PATIENCE)
    assert page.wrong == [error for error in page.wrong if "404" in error]


def test_a_busy_port_leads_to_the_next_free_one():
    with http.server.ThreadingHTTPServer(("127.0.0.1", watching.free_port()), http.server.BaseHTTPRequestHandler) as busy:
        assert watching.free_port() != busy.server_port


def test_no_free_port_is_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(watching, "LAST_PORT", watching.FIRST_PORT - 1)

    with pytest.raises(watching.generator.CannotBuild, match="Đóng bớt cửa sổ lệnh"):
        watching.free_port()
