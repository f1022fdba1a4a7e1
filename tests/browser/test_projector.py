"""A training kit on the wall and its cards in the hand, by keyboard, without a script, and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from portal import content, projector

KIT = "tap-huan/bo-90-phut/bo-1-lam-hay-dung/"
WALL = KIT + "trinh-chieu/"
HEAD = "---\ntitle: Buổi thử\nkieu_thu: x\nthoi_luong: 20\n---\n"


def on_the_wall(page):
    return page.locator(".portal-show__on")


def test_the_slides_are_turned_by_keyboard_and_left_with_escape(visit, address: str):
    page = visit(address + WALL)
    start = page.get_by_role("button", name="Bắt đầu trình chiếu")

    start.press("Enter")
    expect(on_the_wall(page)).to_have_count(1)
    expect(page.get_by_role("banner")).to_be_hidden()
    first = on_the_wall(page).inner_text()
    page.keyboard.press("ArrowRight")
    expect(on_the_wall(page)).to_contain_text("Phút 0–8")
    page.keyboard.press("ArrowLeft")
    assert on_the_wall(page).inner_text() == first
    page.keyboard.press("End")
    expect(page.get_by_role("status").filter(has_text="/")).to_have_text("14 / 14")
    page.keyboard.press("Escape")
    expect(page.get_by_role("banner")).to_be_visible()
    expect(start).to_be_focused()
    expect(page.get_by_role("button", name="Thoát")).to_have_count(0)
    assert page.wrong == []


def test_the_slide_is_read_from_the_back_of_the_room(visit, address: str):
    page = visit(address + WALL)
    page.get_by_role("button", name="Bắt đầu trình chiếu").click()

    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.portal-show__on')).fontSize)") >= 40


def test_a_long_slide_is_set_smaller_until_the_wall_holds_it_but_never_too_small_to_read(visit, address: str):
    page = visit(address + WALL)
    page.get_by_role("button", name="Bắt đầu trình chiếu").click()

    seen = {}
    for number in range(1, 15):
        expect(page.get_by_role("status").filter(has_text="/")).to_have_text(f"{number} / 14")
        seen[number] = page.evaluate("""[parseFloat(getComputedStyle(document.querySelector(".portal-show__on")).fontSize),
            document.documentElement.scrollHeight > innerHeight + 2]""")
        page.keyboard.press("ArrowRight")
    assert min(size for size, _ in seen.values()) >= 26
    assert seen[5][0] < seen[1][0] and not seen[5][1]                 # the twelve cases, all at once
    assert [number for number, (size, over) in seen.items() if over and size > 26] == []


def test_what_hangs_over_a_small_wall_is_reached_by_keyboard_before_the_next_slide(visit, address: str):
    page = visit(address + WALL, width=360)
    page.get_by_role("button", name="Bắt đầu trình chiếu").click()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    slide = page.get_by_role("status").filter(has_text="/")
    expect(slide).to_have_text("5 / 14")

    page.keyboard.press("PageDown")
    expect(slide).to_have_text("5 / 14")
    for _ in range(4):
        page.keyboard.press("PageDown")
    expect(slide).not_to_have_text("5 / 14")


def test_the_clock_of_a_row_counts_down_stops_and_says_when_time_is_over(visit, address: str):
    page = visit(address + WALL)
    page.clock.install()
    page.reload()
    page.get_by_role("button", name="Bắt đầu trình chiếu").click()
    page.keyboard.press("ArrowRight")
    clock = page.get_by_role("timer")

    expect(clock).to_have_text("8:00")
    page.keyboard.press("t")
    page.clock.run_for(7 * 60_000)
    expect(clock).to_have_text("1:00")
    expect(page.get_by_text("Còn một phút.")).to_be_attached()
    page.clock.run_for(65_000)
    expect(clock).to_have_text("quá 0:05")
    page.get_by_role("button", name="Dừng giờ").click()
    page.clock.run_for(60_000)
    expect(clock).to_have_text("quá 0:05")


def test_a_role_card_is_shown_alone_and_no_key_leads_to_the_next(visit, address: str):
    page = visit(address + WALL, width=360)

    page.get_by_role("button", name="Chỉ hiện thẻ Bên A").click()
    expect(on_the_wall(page)).to_contain_text("Bên A")
    page.keyboard.press("ArrowRight")
    expect(on_the_wall(page)).to_contain_text("Bên A")
    expect(page.get_by_text("Việc nhà để trong nhà.")).to_be_hidden()
    page.get_by_role("button", name="Đóng thẻ").click()
    expect(page.get_by_role("heading", name="Thẻ vai để phát")).to_be_visible()


def test_without_a_script_everything_stands_on_one_page_with_no_dead_button(visit, address: str):
    page = visit(address + WALL, java_script_enabled=False)

    assert page.locator(".portal-show__slide").filter(visible=True).count() == 14
    assert page.locator(".portal-deal__card").filter(visible=True).count() == 4
    expect(page.get_by_role("button", name="Bắt đầu trình chiếu")).to_have_count(0)


def test_it_opens_from_a_disk_and_asks_the_network_for_nothing(visit, built: Path):
    page = visit((built / WALL / "index.html").as_uri())

    page.get_by_role("button", name="Bắt đầu trình chiếu").click()
    expect(on_the_wall(page)).to_have_count(1)
    assert all(url.startswith(("file:", "data:")) for url in page.asked)


def test_every_card_is_printed_on_a_sheet_of_its_own(visit, address: str):
    page = visit(address + WALL)
    page.evaluate("document.documentElement.classList.add('portal-cards-only')")

    assert page.pdf(format="A4").count(b"/Type /Page\n") == 4


@pytest.mark.parametrize(("rows", "said"), [
    ("| 0–8 | A | b |\n| 8–20 | C | d |", []),
    ("| 0–8 | A | b |\n| 10–20 | C | d |", ["lịch nhảy từ phút 8 sang phút 10"]),
    ("| 0–8 | A | b |\n| 8–8 | C | d |", ["lịch có dòng 8–8 không có phút nào", "lịch hết ở phút 8, «thoi_luong» ghi 20"])])
def test_an_agenda_fills_its_session_without_a_gap(tmp_path: Path, rows: str, said: list[str]):
    page, _ = content.parse("docs/vi/tap-huan/bo-90-phut/bo.md", f"{HEAD}## Lịch 20 phút\n\n| Phút | Việc | Lời |\n|---|---|---|\n{rows}\n\n## Vai để phát\n\n### Bên A\n\nNói.\n")

    found = projector.problems(content.Site(tmp_path, (page,), {}))

    assert [problem.what for problem in found] == said and not any(problem.blocks for problem in found)


def test_a_lesson_without_an_agenda_is_no_kit(tmp_path: Path):
    page, _ = content.parse("docs/vi/tap-huan/bai.md", f"{HEAD}## Lịch sử\n\nChữ.\n")

    assert not projector.is_kit(page) and projector.made(content.Site(tmp_path, (page,), {})) == {}
