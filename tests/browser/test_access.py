"""Everyone can read it: WCAG 2.2 AA by machine where a machine can tell, and by keyboard, zoom and colour where it cannot."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from conftest import ROOT
from portal import content
from portal.bench import access

TEMPLATES = [line for line in (ROOT / "tests/browser/templates.txt").read_text(encoding="utf-8").split("\n") if not line.startswith("#")]
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}, "resultTypes": ["violations"]}     # all that another ground can change
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


@pytest.mark.parametrize("place", TEMPLATES)
def test_no_template_breaks_a_rule_at_any_width_on_any_ground(visit, address: str, place: str):
    for width in (360, 1280):
        page = visit(address + place, width=width, bypass_csp=True, reduced_motion="reduce")
        for ground, rules in (("light", access.RULES), ("dark", COLOURS)):
            page.emulate_media(color_scheme=ground)
            assert access.broken_rules(page, rules) == [], f"{place} {width} {ground}"


@pytest.mark.parametrize("place", TEMPLATES)
def test_buttons_fields_and_links_that_stand_alone_are_big_enough_for_a_thumb(visit, address: str, place: str):
    page = visit(address + place, width=360)

    assert page.evaluate(access.TOO_SMALL, access.SMALLEST) == []


@pytest.mark.parametrize(("says", "width", "style"), [*((says, width, "") for says, width in access.ENLARGED.items()), ("wider spacing", 360, access.SPACED)])
def test_nothing_is_cut_off_when_the_page_is_enlarged_or_its_text_spaced(visit, address: str, says: str, width: int, style: str):
    page = visit("about:blank", width=width, bypass_csp=True)
    for place in TEMPLATES:
        page.goto(address + place)
        if style:
            page.add_style_tag(content=style)
        assert page.evaluate(access.CUT_OFF) == [], f"{place} {says}"


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


def test_nothing_moves_by_itself(visit, address: str):
    """No animation and no transition in any style: nothing is left for `prefers-reduced-motion` to still."""
    page = visit("about:blank")
    for place in TEMPLATES:
        page.goto(address + place)
        assert page.evaluate("document.getAnimations().length") == 0
        assert page.evaluate("[...document.querySelectorAll('*')].every(part => getComputedStyle(part).transitionDuration === '0s'"
                             " && getComputedStyle(part).animationName === 'none' && getComputedStyle(part).scrollBehavior === 'auto')"), place


def test_in_forced_colours_the_stop_block_keeps_its_border_and_its_words(visit, address: str):
    page = visit(address + CARD, forced_colors="active")

    stop = page.locator(".portal-stop--if")
    expect(stop.get_by_role("heading", name="Dừng lại nếu…")).to_be_visible()
    assert stop.evaluate("part => getComputedStyle(part).borderLeftStyle") == "solid"


def test_the_accessibility_page_says_what_was_measured_and_nothing_better(visit, address: str):
    table = content.read(ROOT)[0].tables["tiep-can"]

    for place, day in (("gioi-thieu/tiep-can/", f"{table['ngay']:%d/%m/%Y}"), ("en/gioi-thieu/tiep-can/", "Measured results")):
        page = visit(address + place)
        expect(page.get_by_text(day).first).to_be_visible()
        said = [row.inner_text().split() for row in page.locator("section[aria-labelledby=ket-qua-do] tbody tr").all()]
        assert [(int(row[-2]), int(row[-1])) for row in said] == [(row["lan"], row["loi"]) for row in table["phep_do"]]
    assert {row["loi"] for row in table["phep_do"]} == {0}
