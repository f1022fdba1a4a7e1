"""The guide for a village's Wi-Fi: what it tells people to type serves the pack, to a real phone-sized browser."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

import programs
from conftest import ROOT
from hosting_servers import ask, free_port, running
from portal import content, packs

GUIDE = (ROOT / "docs/vi/so-tay/wifi-thon.md").read_text(encoding="utf-8")


def block(kind: str) -> str:
    """What the guide gives to type or to save."""
    return re.search(rf"```{kind}\n(.*?)```", GUIDE, re.DOTALL)[1]


@pytest.fixture(scope="module")
def folder(tiny_site: Path) -> Iterator[Path]:
    """A folder that holds the unpacked pack and that servers of other users may enter."""
    with tempfile.TemporaryDirectory(prefix="portal-thon-") as place:
        Path(place).chmod(0o755)
        site, _ = content.read(tiny_site.parent / "portal")
        with zipfile.ZipFile(packs.offline(site, tiny_site, "vi", Path(place))) as pack:
            pack.extractall(place)
        yield Path(place)


def read_and_search(visit, port: int) -> None:
    address = f"http://127.0.0.1:{port}/"
    page = visit(f"{address}tinh-huong/index.html", width=360)
    page.locator(".portal-cards").get_by_role("link", name="Tranh chấp ranh giới").click()
    expect(page.get_by_role("heading", name="Tranh chấp ranh giới")).to_be_visible()
    page.goto(f"{address}tim-kiem/index.html?q=ranh+gioi")
    expect(page.locator("ol.ket-qua[aria-busy=false]").get_by_role("link").first).to_be_visible()
    page.goto(address)
    expect(page.get_by_text("Có bản mới không?")).to_be_visible()


def test_the_line_for_python_serves_the_pack(visit, folder: Path, tmp_path: Path):
    program, *rest = shlex.split(block("sh"))
    port = free_port()

    with running([sys.executable if program == "python3" else program, *(str(port) if word == "8080" else word for word in rest)], port, tmp_path / "log", cwd=folder):
        read_and_search(visit, port)


def test_the_file_for_nginx_serves_the_pack_and_nothing_hidden(visit, folder: Path, tmp_path: Path):
    nginx, port = programs.need("nginx"), free_port()
    server = block("nginx").replace("listen 8080;", f"listen 127.0.0.1:{port};").replace("/srv/hoa-giai-vi", str(folder / "hoa-giai-vi"))
    work = tmp_path / "nginx"
    work.mkdir()
    places = "".join(f"{kind}_temp_path {work}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root;" if os.geteuid() == 0 else ""
    (work / "nginx.conf").write_text(f"daemon off; {user} pid {work}/pid; error_log {work}/error; events {{}}\n"
                                     f"http {{ include /etc/nginx/mime.types; access_log off; {places}\n{server} }}\n", encoding="utf-8")
    shutil.copyfile(folder / "hoa-giai-vi" / "HUONG-DAN.txt", folder / "hoa-giai-vi" / ".rieng")

    with running([nginx, "-p", str(work), "-c", str(work / "nginx.conf"), "-e", str(work / "error")], port, tmp_path / "log"):
        read_and_search(visit, port)
        assert ask(port, "/.rieng").status == 404
        assert ask(port, "/tinh-huong/index.html", Accept_Encoding="gzip").headers["content-encoding"] == "gzip"
