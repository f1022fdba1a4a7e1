"""What a reader passes on: an address, a clause's address, a summary for a chat, a card, a QR on paper, an icon on the phone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from conftest import ADDRESS, served

CARD, LAW = "tinh-huong/ranh-gioi/", "phap-luat/luat-hoa-giai/"


@pytest.fixture(scope="module")
def place(tiny_site: Path) -> Iterator[str]:
    with served(tiny_site) as address:
        yield address


def size_of(picture: Path) -> tuple[int, int]:
    with Image.open(picture) as opened:
        return opened.size


def read(page) -> str:
    return page.evaluate("navigator.clipboard.readText()")


def test_a_clause_s_address_is_copied_and_leads_to_it(visit, place: str):
    page = visit(place + LAW, permissions=["clipboard-read", "clipboard-write"])

    page.get_by_role("button", name="Chép liên kết tới khoản 1 Điều 3", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Đã chép")).to_be_visible()

    assert read(page) == place + LAW + "#dieu-3-khoan-1"
    page.goto(read(page))
    assert page.locator("#dieu-3-khoan-1").bounding_box()["y"] < 800


def test_a_summary_for_a_chat_is_title_sentence_and_address(visit, place: str):
    page = visit(place + CARD, width=360, permissions=["clipboard-read", "clipboard-write"])

    page.get_by_role("button", name="Chép tóm tắt để gửi Zalo").click()
    expect(page.locator(".portal-acts").get_by_text("Đã chép")).to_be_visible()

    title, sentence, address = read(page).split("\n")
    assert title == page.locator("h1").text_content()
    assert sentence == page.locator("meta[name=description]").get_attribute("content")
    assert address == place + CARD


@pytest.mark.parametrize(("page", "picture"), [("", "cong-vi"), (CARD, "tinh-huong-vi"), ("en/ky-nang/lang-nghe/", "ky-nang-en"), ("linh-vuc/dat-dai/", "cong-vi")])
def test_a_shared_link_shows_the_card_of_its_section(tiny_site: Path, page: str, picture: str):
    text = (tiny_site / page / "index.html").read_text(encoding="utf-8")

    assert f'<meta property="og:image" content="{ADDRESS}assets/chia-se/{picture}.png">' in text
    card = tiny_site / "assets" / "chia-se" / f"{picture}.png"
    assert size_of(card) == (1200, 630)
    assert card.stat().st_size < 60_000


def test_the_qr_stands_on_paper_and_not_on_the_screen(visit, place: str):
    page = visit(place + CARD)
    drawn = page.locator(".portal-print__qr svg")

    expect(drawn).to_be_hidden()
    page.emulate_media(media="print")
    expect(drawn).to_be_visible()
    assert 60 < drawn.bounding_box()["width"] < 90


def test_the_portal_can_be_put_on_a_phone_s_first_screen(tiny_site: Path):
    for name in ("assets/ung-dung.webmanifest", "assets/en/ung-dung.webmanifest"):
        file = tiny_site / name
        manifest = json.loads(file.read_text(encoding="utf-8"))
        drawn = {icon["sizes"]: size_of(file.parent / icon["src"]) for icon in manifest["icons"] if icon["type"] == "image/png"}

        assert drawn == {"192x192": (192, 192), "512x512": (512, 512)}
        assert manifest["shortcuts"]
        for place in (manifest["start_url"], *(shortcut["url"] for shortcut in manifest["shortcuts"])):
            assert (file.parent / place / "index.html").is_file()
