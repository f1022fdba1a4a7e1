"""Everyone can read it: WCAG 2.2 AA by machine where a machine can tell, and by keyboard, zoom and colour where it cannot."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from conftest import ROOT

TEMPLATES = [line for line in (ROOT / "tests/browser/templates.txt").read_text(encoding="utf-8").split("\n") if not line.startswith("#")]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}, "resultTypes": ["violations"]}     # all that another ground can change
SMALLEST = 44
CARD = "tinh-huong/ranh-gioi-dat/"
WALKED = ["", CARD, "tim-kiem/", "bieu-mau/van-ban-hoa-giai/dien/"]
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }"
# Controls, and links that are all that their block says; not what a closed list hides.
TOO_SMALL = """least => {
    const inline = part => getComputedStyle(part).display === 'inline';
    const block = part => inline(part) ? block(part.parentElement) : part;
    const alone = link => !inline(link) || block(link).innerText.trim() === link.innerText.trim();
    return [...document.querySelectorAll('button, summary, input:not([type=hidden]), select, a[href]')]
        .filter(part => part.offsetParent && !part.closest('details:not([open]) > :not(summary)') && (part.tagName !== 'A' || alone(part)))
        .map(part => ({name: part.outerHTML.slice(0, 90), box: (part.closest('label') || part).getBoundingClientRect()}))
        .filter(({box}) => box.height && Math.min(box.height, box.width) < least).map(({name, box}) => `${name} ${box.width} ${box.height}`); }"""
# What is one pixel high on purpose is said elsewhere: the head of a table that becomes cards on a phone.
CLIPPED = """() => [...document.querySelectorAll('article *')].filter(part => getComputedStyle(part).overflow === 'hidden' && part.clientHeight > 1
    && part.scrollHeight > part.clientHeight + 2).map(part => part.outerHTML.slice(0, 90))"""
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
        for ground, rules in (("light", RULES), ("dark", COLOURS)):
            page.emulate_media(color_scheme=ground)
            found = Axe().run(page, options=rules).response["violations"]
            assert [(rule["id"], rule["nodes"][0]["target"]) for rule in found] == [], f"{place} {width} {ground}"


@pytest.mark.parametrize("place", TEMPLATES)
def test_buttons_fields_and_links_that_stand_alone_are_big_enough_for_a_thumb(visit, address: str, place: str):
    page = visit(address + place, width=360)

    assert page.evaluate(TOO_SMALL, SMALLEST) == []


@pytest.mark.parametrize(("says", "width", "style"), [("200 %", 640, ""), ("400 %", 320, ""), ("wider spacing", 360, SPACED)])
def test_nothing_is_cut_off_when_the_page_is_enlarged_or_its_text_spaced(visit, address: str, says: str, width: int, style: str):
    page = visit("about:blank", width=width, bypass_csp=True)
    for place in TEMPLATES:
        page.goto(address + place)
        if style:
            page.add_style_tag(content=style)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{place} {says}"
        assert page.evaluate(CLIPPED) == [], f"{place} {says}"


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
