"""The portal on a USB stick: opened from the disk in a real browser, with nothing that fails."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT
from playwright.sync_api import expect

from portal import content, packs


@pytest.fixture
def stick(tiny: Path, tiny_site: Path, tmp_path: Path) -> Path:
    """The Vietnamese pack, unpacked into a folder with blanks and marks."""
    site, _ = content.read(tiny)
    pack = packs.offline(site, tiny_site, "vi", tmp_path / "dist")
    folder = tmp_path / "USB của thôn (mới)"
    zipfile.ZipFile(pack).extractall(folder)
    return folder / "hoa-giai-vi"


def test_pages_open_from_the_disk_by_their_links(visit, stick: Path):
    page = visit((stick / "index.html").as_uri())

    page.get_by_role("navigation", name="Các mục chính").get_by_role("link", name="Tình huống").click()
    page.locator(".portal-cards").get_by_role("link", name="Tranh chấp ranh giới").click()
    page.locator(".portal-basis").get_by_role("link").first.click()

    expect(page.get_by_role("heading", name="Điều 3. Phạm vi hòa giải")).to_be_visible()
    assert page.wrong == []
    assert all(url.startswith("file:") for url in page.asked)


@pytest.mark.parametrize("lang", content.LANGUAGES)
def test_no_link_of_the_pack_leads_to_a_folder_or_to_a_missing_file(built: Path, tmp_path: Path, lang: str):
    site, _ = content.read(ROOT)
    zipfile.ZipFile(packs.offline(site, built, lang, tmp_path)).extractall(tmp_path)
    stick = tmp_path / f"hoa-giai-{lang}"

    for page in stick.rglob("*.html"):
        for link in re.findall(r'(?:href|src|action)="([^"#?]+)', page.read_text(encoding="utf-8")):
            if not link.startswith(("http", "mailto:", "tel:", "data:")):
                assert (page.parent / link).resolve().is_file(), f"{page.relative_to(stick)}: {link}"


@pytest.mark.parametrize(("written", "on_disk"), [
    ('<a href="../vay-no/">', '<a href="../vay-no/index.html">'),
    ('<a href="../..">', '<a href="../../index.html">'),
    ('<a href="./#hoi-gi">', '<a href="./index.html#hoi-gi">'),
    ('<form action="../tim-kiem/">', '<form action="../tim-kiem/index.html">'),
    ('<a href="https://vbpl.vn/">', '<a href="https://vbpl.vn/">'),
    ('<a href="#nguon">', '<a href="#nguon">'),
    ('<a href="../a.docx">', '<a href="../a.docx">')])
def test_an_address_is_written_for_the_disk(written: str, on_disk: str):
    assert packs.for_disk(written) == on_disk


def test_the_same_content_gives_the_same_bytes(tiny: Path, tiny_site: Path, tmp_path: Path):
    site, _ = content.read(tiny)

    first, second = (packs.offline(site, tiny_site, "vi", tmp_path / name).read_bytes() for name in ("a", "b"))

    assert first == second
