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

    small = page.evaluate("""least => Array.from(document.querySelectorAll(
        'button, summary, input:not([type=hidden]), select, .portal-button, .portal-tool, .portal-door, .portal-turns a,'
        + '.portal-side__list a, .portal-menu__panel a, .portal-topics__item'))
        .filter(part => part.offsetParent && !part.closest('details:not([open]) > :not(summary)'))
        .map(part => ({name: part.outerHTML.slice(0, 90), box: (part.closest('label') || part).getBoundingClientRect()}))
        .filter(part => part.box.height && part.box.height < least).map(part => part.name + ' ' + part.box.height)""", SMALLEST)

    assert small == []


@pytest.mark.parametrize("zoom", [2, 4])
def test_nothing_is_cut_off_when_the_page_is_enlarged(visit, address: str, zoom: int):
    page = visit(address + CARD, width=1280 // zoom)

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
    expect(page.get_by_role("heading", name="Hỏi gì")).to_be_visible()


def test_the_keyboard_goes_from_skip_link_to_text_in_the_order_of_the_page(visit, address: str):
    page = visit(address + CARD, width=1280)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")


def test_wider_spacing_of_text_loses_nothing(visit, address: str):
    page = visit(address + CARD, width=360, bypass_csp=True)

    page.add_style_tag(content="* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }")

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    clipped = page.evaluate("""() => Array.from(document.querySelectorAll('article *')).filter(part => getComputedStyle(part).overflow === 'hidden'
        && part.scrollHeight > part.clientHeight + 2 && !part.closest('.portal-hidden')).length""")
    assert clipped == 0


def test_in_forced_colours_the_stop_block_keeps_its_border_and_its_words(visit, address: str):
    page = visit(address + CARD, forced_colors="active")

    stop = page.locator(".portal-stop--if")
    expect(stop.get_by_role("heading", name="Dừng lại nếu…")).to_be_visible()
    assert stop.evaluate("part => getComputedStyle(part).borderLeftStyle") == "solid"
