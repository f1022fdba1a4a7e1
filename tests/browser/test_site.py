"""The site as a reader meets it, in a real browser."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from conftest import ADDRESS, ROOT, served

TEMPLATES = [line for line in (ROOT / "tests/browser/templates.txt").read_text(encoding="utf-8").split("\n") if not line.startswith("#")]
CARD = "tinh-huong/ranh-gioi-dat/"


WIDTHS = (360, 1280)
TOGETHER = 6                                     # pages that wait at the same time for the network to fall silent
WATCH = """window.jumps = new PerformanceObserver(() => {});
window.jumped = list => list.map(one => [one.value, ...one.sources.map(source => source.node && (source.node.outerHTML || source.node.data).slice(0, 90))]);
window.jumps.observe({type: 'layout-shift', buffered: true});"""
STANDS = """() => new Promise(done => {
    const drawn = () => requestAnimationFrame(() => setTimeout(() => done(document.querySelector('#noi-dung').innerText)));
    const look = () => document.querySelector('.portal-footer') ? drawn() : requestAnimationFrame(look);
    look(); })"""
JUMPED = "() => new Promise(done => requestAnimationFrame(() => setTimeout(() => done(jumped(jumps.takeRecords())))))"


@dataclass
class Opened:
    """A template opened with nothing kept from before, its scripts held back until its text stood."""

    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    text: str = ""                               # that could be read before any script ran
    jumped: list[list[object]] = field(default_factory=list)    # layout shifts: how much, and of what
    cookies: list[object] = field(default_factory=list)
    titles: int = 0
    policy: str = ""


@pytest.fixture(scope="module")
def opened(browser: Browser, address: str) -> dict[str, list[Opened]]:
    """Every template, on a phone and on a wide screen."""
    all_of: dict[str, list[Opened]] = {place: [] for place in TEMPLATES}
    for start in range(0, len(TEMPLATES), TOGETHER):
        some = [(place, _open(browser, address + place, width)) for place in TEMPLATES[start : start + TOGETHER] for width in WIDTHS]
        for place, (page, one) in some:
            _settle(page, one)
            all_of[place].append(one)
    return all_of


def _open(browser: Browser, url: str, width: int) -> tuple[Page, Opened]:
    page, one = browser.new_context(viewport={"width": width, "height": 720}).new_page(), Opened()
    page.on("request", lambda request: one.asked.append(request.url))
    page.on("console", lambda message: one.wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: one.wrong.append(str(error)))
    page.add_init_script(WATCH)
    held: list[Route] = []
    page.route("**/*.js", lambda script: script.continue_() if one.text else held.append(script))
    page.goto(url, wait_until="commit")
    one.text = page.evaluate(STANDS)
    for script in held:
        script.continue_()
    return page, one


def _settle(page: Page, one: Opened) -> None:
    page.wait_for_load_state("networkidle")
    one.jumped = page.evaluate(JUMPED)
    one.cookies, one.titles = page.context.cookies(), page.locator("h1").count()
    one.policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    page.context.close()


@pytest.mark.parametrize("place", TEMPLATES)
def test_every_template_opens_within_the_policy_with_no_error_no_cookie_and_no_foreign_request(opened: dict[str, list[Opened]], address: str, place: str):
    for one in opened[place]:
        assert one.wrong == []
        assert all(url.startswith((address, "data:")) for url in one.asked)
        assert one.cookies == []
        assert one.titles == 1
        assert "default-src 'none'" in one.policy


@pytest.mark.parametrize("place", TEMPLATES)
def test_the_first_view_is_at_most_sixty_kilobytes_in_eight_requests(opened: dict[str, list[Opened]], address: str, built: Path, place: str):
    for one in opened[place]:
        files = {url.removeprefix(address).partition("?")[0] for url in one.asked if url.startswith(address)}
        weight = sum(len(gzip.compress((built / (name + "index.html" if name.endswith("/") or not name else name)).read_bytes())) for name in files)
        assert len(one.asked) <= 8, one.asked
        assert weight <= 60_000, weight
        assert [name for name in files if name.endswith((".woff", ".woff2")) or name.startswith(("assets/search/vi/", "assets/search/en/"))] == []


@pytest.mark.parametrize("place", TEMPLATES)
def test_the_text_is_read_before_any_script_and_nothing_jumps_when_the_scripts_come(opened: dict[str, list[Opened]], place: str):
    for one in opened[place]:
        assert len(one.text) > 40
        assert one.jumped == []


@pytest.mark.parametrize("width", [360, 1280])
def test_home_shows_search_stop_and_doors_and_never_scrolls_sideways(visit, address: str, width: int):
    page = visit(address, width=width)

    expect(page.get_by_role("heading", name="Bà con đang vướng việc gì?")).to_be_visible()
    expect(page.get_by_role("searchbox", name="Việc cần tìm")).to_be_visible()
    expect(page.get_by_role("link", name="Có người bị đánh, bị dọa?")).to_be_visible()
    expect(page.get_by_role("link", name="Hàng xóm lấn đất")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_first_question_of_a_card_stands_within_two_screens_of_a_phone(visit, address: str):
    page = visit(address + CARD, width=360)
    page.set_viewport_size({"width": 360, "height": 720})

    first = page.locator(".portal-asks li").first.bounding_box()

    assert first["y"] + first["height"] <= 2 * 720


def test_a_matter_that_may_not_be_mediated_says_stop_before_anything_else(visit, address: str):
    page = visit(address + "tinh-huong/bao-luc-gia-dinh/", width=360)

    gate, title = page.locator(".portal-stop--gate"), page.locator("h1")

    assert gate.bounding_box()["y"] < title.bounding_box()["y"]
    expect(gate.get_by_role("link", name="Gọi 113")).to_have_attribute("href", "tel:113")


def test_the_language_link_stays_on_the_same_page_and_comes_back(visit, address: str):
    page = visit(address + "ky-nang/quy-trinh/")

    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(address + "en/ky-nang/quy-trinh/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Tiếng Việt").click()
    expect(page).to_have_url(address + "ky-nang/quy-trinh/")


def test_an_untranslated_page_says_so_keeps_its_language_and_hides_from_search_engines(visit, address: str, built: Path):
    page = visit(address + "en/ky-nang/so-do/")

    expect(page.get_by_text("This page has not been translated yet.")).to_be_visible()
    expect(page.locator("article")).to_have_attribute("lang", "vi")
    expect(page.locator("link[rel=canonical]")).to_have_attribute("href", ADDRESS + "ky-nang/so-do/")
    expect(page.locator("meta[name=robots]")).to_have_attribute("content", "noindex")
    assert f"<loc>{ADDRESS}en/ky-nang/so-do/</loc>" not in (built / "sitemap.xml").read_text(encoding="utf-8")


def test_a_lost_address_gets_a_page_in_both_languages_whose_links_work(visit, tiny_site: Path):
    with served(tiny_site) as address:
        page = visit(address + "khong/co/dau/")

        expect(page.get_by_role("heading", name="Không thấy trang này")).to_be_visible()
        expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
        page.get_by_role("link", name="tất cả trang, xếp A–Z").first.click()
        expect(page).to_have_url(address + "a-z/")


def test_without_a_script_everything_is_read_and_a_page_is_found_by_letter_and_by_field(visit, address: str):
    page = visit(address + "tim-kiem/", width=360, java_script_enabled=False)

    page.get_by_role("link", name="Tất cả trang, xếp A–Z").first.click()
    page.get_by_role("link", name="Tranh chấp ranh giới đất giữa hai nhà liền kề").click()
    expect(page.get_by_role("heading", name="Hỏi gì")).to_be_visible()
    expect(page.get_by_role("button", name="In trang này")).to_have_count(0)
    page.locator("summary", has=page.locator("svg")).first.click()
    expect(page.get_by_role("navigation", name="Mục lục").get_by_role("link", name="Biểu mẫu")).to_be_visible()


def test_the_site_works_under_a_path_of_another_site(visit, tiny_site: Path, tmp_path: Path):
    (tmp_path / "xa").mkdir()
    (tmp_path / "xa" / "hoa-giai").symlink_to(tiny_site)
    with served(tmp_path) as address:
        page = visit(address + "xa/hoa-giai/")

        page.get_by_role("navigation", name="Các mục chính").get_by_role("link", name="Tình huống").click()
        page.locator(".portal-cards").get_by_role("link", name="Tranh chấp ranh giới").click()
        expect(page).to_have_url(address + "xa/hoa-giai/tinh-huong/ranh-gioi/")
        assert page.wrong == []


def test_dark_ground_and_text_size_are_kept_from_page_to_page(visit, address: str):
    page = visit(address + CARD)

    page.get_by_role("button", name="Nền tối").click()
    page.get_by_label("Rất lớn").check(force=True)
    page.goto(urljoin(address, "ky-nang/quy-trinh/"))

    expect(page.locator("html")).to_have_attribute("data-md-color-scheme", "slate")
    expect(page.get_by_label("Rất lớn")).to_be_checked()
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "26.4px"


def test_an_overdue_page_and_an_overdue_law_are_said_on_the_day_the_page_is_read(visit, address: str):
    page = visit("about:blank")
    late, law = page.get_by_text("Trang này đã quá ngày phải đọc lại."), page.get_by_text("Đã quá ngày phải xem lại hiệu lực của văn bản sau")
    page.clock.install(time="2026-11-23T08:00:00Z")
    page.goto(address + CARD)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(late).to_be_hidden()
    expect(law).to_be_hidden()

    page.clock.set_fixed_time("2031-01-01T08:00:00Z")
    page.goto(address + CARD)

    expect(late).to_be_visible()
    expect(law.get_by_role("link", name="Luật Đất đai")).to_be_visible()


def test_a_preview_says_what_it_is_and_a_production_build_does_not(visit, address: str, tiny_site: Path):
    expect(visit(address).get_by_text("Bản thử nghiệm – chưa phải trang chính thức")).to_be_visible()
    with served(tiny_site) as production:
        page = visit(production)
        expect(page.get_by_text("Bản thử nghiệm")).to_have_count(0)
        expect(page.locator("meta[name=robots]")).to_have_count(0)
