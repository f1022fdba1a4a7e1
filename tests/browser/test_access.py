"""Everyone can read it: WCAG 2.2 AA by machine where a machine can tell, and by keyboard, zoom and colour where it cannot."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from conftest import ROOT
from portal import content
from portal.bench import access

CARD = "tinh-huong/ranh-gioi-dat/"
WALKED = ["", CARD, "tim-kiem/", "bieu-mau/van-ban-hoa-giai/dien/"]
# The next stop: whether the ring (on the field or on its label) can be seen, and its place in the page; null after the last one.
STOP = """() => {
    const part = document.activeElement;
    if (part === document.body || walked.has(part)) return null;
    walked.add(part);
    const box = part.getBoundingClientRect(), ring = one => one && getComputedStyle(one).outlineStyle !== 'none' && parseFloat(getComputedStyle(one).outlineWidth) >= 2;
    return {name: part.outerHTML.slice(0, 90), order: [...document.querySelectorAll('*')].indexOf(part),
        seen: (ring(part) || ring(part.nextElementSibling)) && box.bottom > 0 && box.top < innerHeight}; }"""


@pytest.fixture(scope="module")
def found(browser: Browser, address: str) -> dict[str, access.Check]:
    """What the bench finds on every template; each is opened once for all checks."""
    return {check.code: check for check in access.looked(browser, address, lambda _: None)}


@pytest.mark.parametrize(("code", "looks"), [("luat", 4), ("ngon_tay", 1), ("phong_to", 2), ("gian_chu", 1), ("dung_yen", 1), ("mau_may", 1)],
                         ids=list(access.CHECKS.values()))
def test_no_template_is_found_wanting(found: dict[str, access.Check], code: str, looks: int):
    """axe-core at 360 and 1280 px on light and dark ground; 44 px for a thumb; nothing cut off, enlarged or spaced; nothing moves; forced colours tell what is chosen."""
    assert found[code].wrong == []
    assert found[code].looks == looks * len(access.templates())


def test_the_table_of_the_accessibility_page_was_measured_on_every_template():
    measured = {place.removeprefix("/") for place in content.read(ROOT)[0].tables["tiep-can"]["kieu_trang"]}

    assert measured == set(access.templates()), (
        "docs/bang/tiep-can.yml không đo trên đúng các kiểu trang của tests/browser/templates.txt: chạy  portal build  rồi  portal bench access")


def test_the_keyboard_goes_from_skip_link_to_text_in_the_order_of_the_page(visit, address: str):
    page = visit(address + CARD, width=1280)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")


@pytest.mark.parametrize("place", WALKED)
def test_each_stop_of_the_keyboard_is_seen_and_stands_where_the_page_has_it(visit, address: str, place: str):
    page = visit(address + place, width=360)
    page.evaluate("window.walked = new Set()")

    stops = []
    while (stop := page.keyboard.press("Tab") or page.evaluate(STOP)) is not None:
        stops.append(stop)

    assert len(stops) > 20
    assert [stop for stop in stops if not stop["seen"]] == []
    assert [stop["order"] for stop in stops] == sorted(stop["order"] for stop in stops)


def test_in_forced_colours_the_stop_block_keeps_its_border_and_its_words(visit, address: str):
    page = visit(address + CARD, forced_colors="active")

    stop = page.locator(".portal-stop--if")
    expect(stop.get_by_role("heading", name="Dừng lại nếu…")).to_be_visible()
    assert stop.evaluate("part => getComputedStyle(part).borderLeftStyle") == "solid"


def test_the_accessibility_page_says_what_was_measured_and_nothing_better(visit, address: str, found: dict[str, access.Check]):
    table = content.read(ROOT)[0].tables["tiep-can"]

    for place, day in (("gioi-thieu/tiep-can/", f"{table['ngay']:%d/%m/%Y}"), ("en/gioi-thieu/tiep-can/", "Measured results")):
        page = visit(address + place)
        expect(page.get_by_text(day).first).to_be_visible()
        said = [row.inner_text().split() for row in page.locator("section[aria-labelledby=ket-qua-do] tbody tr").all()]
        assert [(int(row[-2]), int(row[-1])) for row in said] == [(row["lan"], row["loi"]) for row in table["phep_do"]]
    assert [(row["ma"], row["lan"], row["loi"]) for row in table["phep_do"]] == [(check.code, check.looks, len(check.wrong)) for check in found.values()]
