"""The portal in a phone: what stays readable when the server is gone, what a new release costs, what is never kept.

Two releases of a small portal, a server that can be stopped, cut or replaced by a captive portal, a real Chromium with
its HTTP cache emptied before every reading without a network."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from conftest import ADDRESS, SITES, portal_at
from portal import content, generator, offline
from portal.views import Mode

CARD, SKILL, STORY = "tinh-huong/ranh-gioi/", "ky-nang/lang-nghe/", "guong-hoa-giai/chuyen-bo-ao/"
HERE = "gioi-thieu/dung-khi-mat-mang/"
STRANGER = b"<!doctype html><title>Wi-Fi</title><h1>Dang nhap Wi-Fi</h1>"
STORY_HEAD = """---
title: Chuyện bờ ao
description: Hai nhà và một bờ ao.
title_en: The bank of the pond
description_en: Two houses and the bank of a pond.
doi_tuong: [hoa-giai-vien]
linh_vuc: [dat-dai]
nguon:
  - 35/2013/QH13
thay_doi:
  - {ngay: 2026-11-20, gi: Bản đầu}
ra_soat: 2027-05-20
phu_trach: Văn phòng HĐND và UBND xã
trang_thai: cho_duyet
"""
STORY_BODY = "minh_hoa: true\n---\n## Câu chuyện\n\nÔng A nói.\n\n## Điều học được\n\n1. **Nghe.** Nghe hết.\n\n## Đọc tiếp\n\n- [Lắng nghe](../ky-nang/lang-nghe.md)\n"
GONE_BODY = "minh_hoa: true\nrut_lai: 2026-11-22\n---\n## Câu chuyện\n\n## Điều học được\n\n## Đọc tiếp\n"


@dataclass
class Host:
    """A server on one port for the whole test: what it shows, what it spoils, what it was asked for."""

    folder: Path
    foreign: bool = False                       # every answer is somebody else's page
    broken: tuple[str, ...] = ()                # addresses that answer with half a file
    silent: tuple[str, ...] = ()                # addresses that take the question and never answer
    asked: list[tuple[str, int]] = field(default_factory=list)     # path and bytes sent
    woken: threading.Event = field(default_factory=threading.Event)
    server: http.server.ThreadingHTTPServer | None = None
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), functools.partial(_Handler, self))
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        self.woken.set()
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None


class _Handler(http.server.BaseHTTPRequestHandler):
    TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml",
             ".webmanifest": "application/manifest+json", ".json": "application/json"}

    def __init__(self, host: Host, *given: object) -> None:
        self.host = host
        super().__init__(*given)

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        path = self.path.partition("?")[0].removeprefix("/")
        file = self.host.folder / (path + "index.html" if path.endswith("/") or not path else path)
        found = file.is_file()
        content = STRANGER if self.host.foreign else file.read_bytes() if found else (self.host.folder / "404.html").read_bytes()
        if path in self.host.broken:
            content = content[:len(content) // 2]
        self.host.asked.append((path, len(content)))
        if path in self.host.silent:
            self.host.woken.wait()
            return
        self.send_response(200 if found or self.host.foreign else 404)
        self.send_header("Content-Type", "text/html" if self.host.foreign or not found else self.TYPES.get(file.suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Release N, and N+1: a skill rewritten, a story withdrawn, the style touched."""
    folder = tmp_path_factory.mktemp("releases")
    root = portal_at(folder / "portal", SITES / "tiny")
    stories = root / "docs" / "vi" / "guong-hoa-giai"
    stories.mkdir()
    (stories / "index.md").write_text((root / "docs/vi/ky-nang/index.md").read_text(encoding="utf-8").replace("Kỹ năng và thủ tục", "Gương"), encoding="utf-8")
    (stories / "chuyen-bo-ao.md").write_text(STORY_HEAD + STORY_BODY, encoding="utf-8")
    generator.build(root, Mode(True, ADDRESS), folder / "n")
    (stories / "chuyen-bo-ao.md").write_text(STORY_HEAD + GONE_BODY, encoding="utf-8")
    skill = root / "docs/vi/ky-nang/lang-nghe.md"
    skill.write_text(skill.read_text(encoding="utf-8").replace("Gặp riêng", "Gặp riêng từng bên"), encoding="utf-8")
    (root / "overrides").unlink()
    shutil.copytree(SITES.parents[1] / "overrides", root / "overrides")
    (root / "overrides/assets/portal.css").write_text((root / "overrides/assets/portal.css").read_text(encoding="utf-8") + "\n:root { --portal-new: 1; }\n", encoding="utf-8")
    generator.build(root, Mode(True, ADDRESS), folder / "n1")
    return folder / "n", folder / "n1"


@pytest.fixture
def host(releases: tuple[Path, Path]) -> Iterator[Host]:
    made = Host(releases[0])
    made.start()
    yield made
    made.stop()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 360, "height": 720})
    yield context
    context.close()


def ready(page: Page) -> None:
    """The worker is in service and has kept the page that was open."""
    page.evaluate("""async () => {
        const here = location.href.split('#')[0], rest = () => new Promise(done => setTimeout(done, 50));
        const is = async () => (await Promise.all((await caches.keys()).map(async name => (await caches.open(name)).match(here)))).some(Boolean);
        while (!(await navigator.serviceWorker.getRegistration() || {}).active || !await is()) await rest();
    }""")


def cold(page: Page) -> None:
    """No help from the browser's own cache."""
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")


def kept(page: Page) -> list[str]:
    """Every address in every cache."""
    return page.evaluate("""async () => {
        const all = [];
        for (const name of await caches.keys()) for (const key of await (await caches.open(name)).keys()) all.push(key.url);
        return all;
    }""")


def shells(page: Page) -> list[str]:
    return page.evaluate("async () => (await caches.keys()).filter(name => name.includes(':shell-'))")


def save(page: Page) -> None:
    """On a section's own page, where it is the one thing to save."""
    row = page.locator(".portal-keep")
    row.get_by_role("button", name="Lưu mục này").click()
    expect(row.get_by_role("button", name="Xóa khỏi máy")).to_be_visible()


def update(page: Page) -> None:
    """The browser looks for a new worker, as it does at every visit; comes back when it is in service."""
    page.evaluate("""async () => {
        const found = await navigator.serviceWorker.getRegistration(), before = found.active;
        await found.update().catch(() => 0);
        const coming = found.installing || found.waiting;
        if (coming) await new Promise(done => {
            const look = () => ['activated', 'redundant'].includes(coming.state) && done();
            coming.addEventListener('statechange', look);
            look();
        });
    }""")


def test_what_was_read_once_is_read_again_with_the_server_gone(phone: BrowserContext, host: Host):
    page = phone.new_page()
    page.goto(host.address + CARD)
    ready(page)
    page.goto(host.address + SKILL)
    host.stop()
    cold(page)

    for place, heading in ((CARD, "Tranh chấp ranh giới"), (SKILL, "Lắng nghe"), ("", "Bà con đang vướng việc gì?")):
        page.goto(host.address + place)
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--portal-paper')"), place


def test_a_network_that_only_hangs_is_given_up_for_the_page_at_hand(phone: BrowserContext, host: Host):
    page = phone.new_page()
    page.goto(host.address + CARD)
    ready(page)
    host.silent = (CARD,)
    cold(page)

    page.goto(host.address + CARD)                       # waits for the worker's patience to end, four seconds

    expect(page.get_by_role("heading", name="Tranh chấp ranh giới")).to_be_visible()
    assert CARD in [path for path, _ in host.asked[-3:]]


def test_a_page_that_is_not_there_leads_to_the_page_that_lists_what_is(phone: BrowserContext, host: Host):
    page = phone.new_page()
    page.goto(host.address + CARD)
    ready(page)
    host.stop()
    cold(page)

    page.goto(host.address + "phap-luat/luat-hoa-giai/")

    expect(page.get_by_text("Trang vừa mở chưa có trong máy")).to_be_visible()
    expect(page.get_by_role("link", name="Thử mở lại trang ấy")).to_have_attribute("href", host.address + "phap-luat/luat-hoa-giai/")
    page.get_by_role("list").get_by_role("link", name="Tranh chấp ranh giới").click()
    expect(page).to_have_url(host.address + CARD)


def test_a_saved_section_is_whole_without_a_network_and_can_be_removed(phone: BrowserContext, host: Host):
    page = phone.new_page()
    page.goto(host.address + "phap-luat/")
    save(page)
    expect(page.get_by_text("Đã lưu xong")).to_be_visible()
    host.stop()
    cold(page)
    page.goto(host.address + "phap-luat/luat-hoa-giai/")
    expect(page.get_by_role("heading", name="Điều 3. Phạm vi hòa giải")).to_be_visible()

    page.goto(host.address + "phap-luat/")
    page.get_by_role("button", name="Xóa khỏi máy").click()
    expect(page.get_by_text("Đã xóa khỏi máy này.")).to_be_visible()
    assert host.address + "phap-luat/luat-hoa-giai/" not in kept(page)


def test_everything_saved_means_search_too(phone: BrowserContext, host: Host):
    page = phone.new_page()
    page.goto(host.address + "tai-ve/")
    page.get_by_role("button", name="Lưu cả cổng").click()
    expect(page.get_by_role("button", name="Xóa khỏi máy")).to_have_count(6)
    host.stop()
    cold(page)

    page.goto(host.address + "tim-kiem/?q=ranh+gioi")

    expect(page.locator("ol.ket-qua[aria-busy=false]").get_by_role("link", name="Tranh chấp ranh giới").first).to_be_visible()


def test_a_new_release_costs_only_what_changed_and_the_old_one_goes(phone: BrowserContext, host: Host, releases: tuple[Path, Path]):
    page = phone.new_page()
    page.goto(host.address + "ky-nang/")
    save(page)
    first = shells(page)
    host.folder = releases[1]
    host.asked.clear()

    update(page)
    expect(page.get_by_text("Cổng vừa có bản mới.")).to_be_visible()
    page.get_by_role("button", name="Mở bản mới").click()
    page.wait_for_load_state("networkidle")
    host.stop()
    cold(page)
    page.goto(host.address + SKILL)

    expect(page.get_by_text("Gặp riêng từng bên")).to_be_visible()
    assert len(shells(page)) == 1
    assert shells(page) != first
    asked = [path for path, _ in host.asked]
    assert SKILL in asked
    assert "tinh-huong/ranh-gioi/" not in asked
    assert not any(path.startswith("assets/") and path.endswith(".js") and "notice" not in path for path in asked)


def test_a_saved_index_is_renewed_by_what_changed_in_it(phone: BrowserContext, host: Host, releases: tuple[Path, Path], tmp_path: Path):
    later = shutil.copytree(releases[0], tmp_path / "later")
    index = later / "assets/search/vi"
    old = next(place.name for place in index.iterdir() if place.is_dir())
    (index / old).rename(index / "0123456789")           # one file of the index changed, so its folder has a new name
    for file in (index / "goc.js", index / "0123456789/k0.js"):
        file.write_text(file.read_text(encoding="utf-8").replace(old, "0123456789") + "\n", encoding="utf-8")
    site, _ = content.read(releases[0].parent / "portal")
    offline.write(replace(site, pages=tuple(page for page in site.pages if "rut_lai" not in page.meta)), later)
    page = phone.new_page()
    page.goto(host.address + HERE)
    row = page.locator(".portal-keep", has_text="Tìm kiếm khi không có mạng")
    row.get_by_role("button", name="Lưu").click()
    expect(row.get_by_role("button", name="Xóa khỏi máy")).to_be_visible()
    host.folder = later
    update(page)
    host.asked.clear()

    page.goto(host.address + "a-z/")                     # the visit at which what was saved is renewed
    page.evaluate("""async old => {
        const saved = await caches.open((await caches.keys()).find(name => name.endsWith(':saved')));
        while ((await saved.keys()).some(({ url }) => url.includes(old))) await new Promise(done => setTimeout(done, 50));
    }""", f"assets/search/vi/{old}/")

    assert {path for path, _ in host.asked if path.startswith("assets/search/vi/")} == {"assets/search/vi/goc.js", "assets/search/vi/0123456789/k0.js"}
    assert all(f"{host.address}assets/search/vi/0123456789/{file.name}" in kept(page) for file in (index / "0123456789").iterdir())


def test_a_withdrawn_story_leaves_the_phone_at_the_next_contact(phone: BrowserContext, host: Host, releases: tuple[Path, Path]):
    page = phone.new_page()
    page.goto(host.address + "guong-hoa-giai/")
    save(page)
    assert host.address + STORY in kept(page)
    host.folder = releases[1]

    update(page)

    assert host.address + STORY not in kept(page)
    host.stop()
    cold(page)
    page.goto(host.address + STORY)
    expect(page.get_by_text("Trang vừa mở chưa có trong máy")).to_be_visible()
    told = page.evaluate("""async slug => { const told = [];
        for (const name of await caches.keys()) { const cache = await caches.open(name);
            for (const key of await cache.keys()) if ((await (await cache.match(key)).text()).includes(slug + '/"')) told.push(key.url); }
        return told; }""", "chuyen-bo-ao")
    assert [place for place in told if not place.endswith("da-luu.json")] == []


@pytest.mark.parametrize("spoil", ["half a file", "another's page", "no server"])
def test_an_update_cut_in_the_middle_leaves_the_earlier_release_whole(phone: BrowserContext, host: Host, releases: tuple[Path, Path], spoil: str):
    page = phone.new_page()
    page.goto(host.address)
    ready(page)
    first = shells(page)
    host.folder, host.broken, host.foreign = releases[1], ("", HERE) if spoil == "half a file" else (), spoil == "another's page"
    if spoil == "no server":
        host.stop()

    update(page)

    assert shells(page) == first
    host.stop()
    cold(page)
    page.goto(host.address)
    expect(page.get_by_role("heading", name="Bà con đang vướng việc gì?")).to_be_visible()
    host.broken, host.foreign = (), False
    host.start()
    update(page)
    assert len(shells(page)) == 1
    assert shells(page) != first


def test_another_network_s_page_is_never_kept_nor_shown_in_place_of_ours(phone: BrowserContext, host: Host):
    page = phone.new_page()
    page.goto(host.address + CARD)
    ready(page)
    host.foreign = True
    cold(page)

    page.goto(host.address + CARD)
    expect(page.get_by_role("heading", name="Tranh chấp ranh giới")).to_be_visible()
    page.goto(host.address + SKILL)                      # not at hand: the stranger is shown, so that the reader can log in
    expect(page.get_by_role("heading", name="Dang nhap Wi-Fi")).to_be_visible()
    assert host.address + SKILL not in kept(page)
    page.goto(host.address + HERE)
    page.locator(".portal-keep", has_text="Kỹ năng").get_by_role("button").click()
    expect(page.get_by_text("Mạng trả về một trang lạ")).to_be_visible()


def test_a_full_phone_is_told_so_and_keeps_no_half_section(phone: BrowserContext, host: Host):
    page = phone.new_page()
    page.goto(host.address + "ky-nang/")
    ready(page)
    page.context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", {"origin": host.address.rstrip("/"), "quotaSize": 1000})

    page.get_by_role("button", name="Lưu mục này").click()

    expect(page.locator(".portal-keep__said")).to_contain_text("Máy hết chỗ.")
    assert host.address + SKILL not in kept(page)


def test_a_section_that_will_not_fit_is_not_begun(phone: BrowserContext, host: Host):
    page = phone.new_page()
    page.goto(host.address + "ky-nang/")
    ready(page)
    page.evaluate("navigator.storage.estimate = async () => ({ quota: 5000000, usage: 4990000 })")
    host.asked.clear()

    page.get_by_role("button", name="Lưu mục này").click()

    expect(page.locator(".portal-keep__said")).to_contain_text("Máy không đủ chỗ: cần 0,1 MB")
    assert host.asked == []


def test_a_save_cut_by_the_network_goes_on_where_it_stopped(phone: BrowserContext, host: Host):
    page = phone.new_page()
    page.goto(host.address + "ky-nang/")
    ready(page)
    host.broken = (SKILL,)
    page.get_by_role("button", name="Lưu mục này").click()
    expect(page.locator(".portal-keep__said")).to_contain_text("Mạng trả về một trang lạ")
    host.broken = ()
    host.asked.clear()

    save(page)

    assert [path for path, _ in host.asked if path != "sw.js"] == [SKILL]


@pytest.mark.parametrize(("why", "script"), [
    ("a private window", "delete Navigator.prototype.serviceWorker"), ("no caches", "delete window.caches; delete Window.prototype.caches"),
    ("storage locked", "ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException('locked', 'SecurityError'))")])
def test_a_browser_that_refuses_to_save_is_said_to_in_a_sentence(browser: Browser, host: Host, why: str, script: str):
    context = browser.new_context(locale="en")
    context.add_init_script(script)
    page = context.new_page()
    page.goto(host.address + HERE)
    expect(page.get_by_text("Trình duyệt này không cho lưu")).to_be_visible()
    page.goto(host.address + "en/" + HERE)
    expect(page.get_by_text("This browser refuses to save")).to_be_visible()
    context.close()


def test_on_a_host_without_https_the_buttons_hide_and_the_page_says_why(browser: Browser, releases: tuple[Path, Path]):
    context = browser.new_context()
    context.route("http://thon.test/**", lambda route: route.fulfill(path=releases[0] / (route.request.url.removeprefix("http://thon.test/") + "index.html")
                  if route.request.url.endswith("/") else releases[0] / route.request.url.removeprefix("http://thon.test/")))
    page = context.new_page()
    page.goto("http://thon.test/ky-nang/")

    expect(page.get_by_text("Máy chủ này chưa có HTTPS")).to_be_visible()
    expect(page.get_by_role("button", name="Lưu mục này")).to_have_count(0)
    context.close()


def test_a_wrong_clock_changes_nothing(browser: Browser, host: Host):
    context = browser.new_context()
    page = context.new_page()
    page.clock.install(time="1998-01-01T00:00:00Z")
    page.goto(host.address + CARD)
    ready(page)
    host.stop()
    cold(page)
    page.goto(host.address + CARD)
    expect(page.get_by_role("heading", name="Tranh chấp ranh giới")).to_be_visible()
    context.close()


def test_the_worker_stays_within_its_own_folder(phone: BrowserContext, host: Host, tmp_path: Path, releases: tuple[Path, Path]):
    (tmp_path / "xa").symlink_to(releases[0])
    (tmp_path / "index.html").write_text("<!doctype html><title>Xã</title><h1>Cổng của xã</h1>", encoding="utf-8")
    (tmp_path / "404.html").touch()
    host.folder = tmp_path
    page = phone.new_page()
    page.goto(host.address + "xa/" + CARD)
    ready(page)
    page.goto(host.address)
    assert all(url.startswith(host.address + "xa/") for url in kept(page))
    host.stop()
    cold(page)
    page.goto(host.address + "xa/" + CARD)
    expect(page.get_by_role("heading", name="Tranh chấp ranh giới")).to_be_visible()


