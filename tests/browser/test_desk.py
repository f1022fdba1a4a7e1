"""The desk as staff use it: a real server, a real browser, a portal of its own; from the dropped file to the way back."""

from __future__ import annotations

import contextlib
import http.client
import io
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

import word_files
from conftest import PATIENCE as USUAL
from conftest import ROOT, SITES, portal_at
from portal import content
from portal.desk.history import History

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}
CARD = "docs/vi/tinh-huong/ranh-gioi.md"
SKILL = "docs/vi/ky-nang/lang-nghe.md"
PATIENCE = 60_000                                        # milliseconds, for anything on a screen
LONG = 300_000                                            # milliseconds: a whole publication on a busy machine
START = ("import sys; sys.path.insert(0, sys.argv[1])\nfrom pathlib import Path\nfrom portal.desk import server\n"
         "server.run(Path(sys.argv[2]), lambda text: print(text, flush=True), browser=False)")
LINKED = """linh-vuc/nghiep-vu bieu-mau/giay-moi bieu-mau/so-theo-doi bieu-mau/thanh-toan-thu-lao bieu-mau/van-ban-hoa-giai guong-hoa-giai/index guong-hoa-giai/guong-hgv
guong-hoa-giai/mo-hinh-diem ky-nang/co-duoc-hoa-giai-khong ky-nang/pham-vi ky-nang/quy-trinh ky-nang/tro-giup-phap-ly tap-huan/index tap-huan/bo-90-phut/index
tap-huan/hoa-giai-vien/index tinh-huong/cay-coi tinh-huong/gia-suc-pha-lua tinh-huong/loi-di-chung tinh-huong/nguon-nuoc tinh-huong/ranh-gioi-dat tinh-huong/thua-ke-chia-dat
tinh-huong/tieng-on-mui-hoi tinh-huong/vay-no tinh-huong/vo-chong"""
WORDS = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in (
    "Nói lời xin lỗi cho đúng lúc", "Lời xin lỗi giúp hai bên dễ ngồi lại với nhau.",
    "Người bị tổn thương cần được nghe một lời nhận lỗi.", "Tập nói lời xin lỗi với người trong nhà."))


@dataclass(frozen=True)
class Running:
    """A desk that is up: its content, its host folder, its address with and without the token."""

    root: Path
    host: Path
    address: str
    key: str
    process: int

    @property
    def port(self) -> int:
        return int(self.address.split(":")[2].strip("/"))

    def shown(self) -> str:
        """The release that readers see."""
        return (self.host / "current").resolve().name


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("bàn") / "Cổng hòa giải (bản của xã)"
    folder /= "x" * (180 - len(str(folder)) - len("/x/portal") + 1)        # an office PC: blanks, marks, and a path of 180 letters
    root, host = portal_at(folder / "portal", SITES / "tiny"), folder / "máy chủ"
    furnish(root)
    (root / "docs/bang/noi-dang.yml").write_text(f"mac_dinh: xa\ndich:\n  xa:\n    noi: {host.as_uri()}\n", encoding="utf-8")
    with started(root) as (running, key):
        yield Running(root, host, key.split("?")[0], key, running.pid)
        running.send_signal(signal.SIGINT)
        running.wait(LONG / 1000)


@contextlib.contextmanager
def started(root: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A desk on a content folder, and its address with the token."""
    with subprocess.Popen([sys.executable, "-c", START, str(ROOT / "scripts"), str(root)], stdout=subprocess.PIPE, text=True, encoding="utf-8") as running:
        assert running.stdout
        try:
            yield running, next(line.strip() for line in running.stdout if line.startswith("http"))
        finally:
            running.kill()


def furnish(root: Path) -> None:
    """The pages that the templates link to and the small portal lacks: what is published is looked over for dead links."""
    plain = (root / "docs/vi/linh-vuc/dat-dai.md").read_text(encoding="utf-8")
    for number, place in enumerate(LINKED.split()):
        file = root / "docs/vi" / f"{place}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        named = re.sub(r"^(title|title_en): .*$", rf"\1: Trang {number}", plain, flags=re.MULTILINE)
        file.write_text(named if "kieu:" in named else named.replace("trang_thai: cho_duyet\n", "trang_thai: cho_duyet\nkieu: trang\n"), encoding="utf-8")


@pytest.fixture(scope="module")
def staff(browser: Browser, desk: Running) -> Iterator[BrowserContext]:
    """One browser that has the token, as on an office PC."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    context.new_page().goto(desk.key)
    yield context
    expect.set_options(timeout=USUAL)
    context.close()


@pytest.fixture
def window(staff: BrowserContext, desk: Running) -> Iterator[Callable[[str], Page]]:
    """Opens a screen in a window of its own."""
    asked: list[str] = []
    opened: list[Page] = []

    def go(place: str) -> Page:
        page = staff.new_page()
        opened.append(page)
        page.on("request", lambda request: asked.append(request.url))
        page.goto(desk.address + place.lstrip("/"))
        expect(page.locator("h1")).to_be_visible()
        return page

    yield go
    for page in opened:
        page.close()
    foreign = {url for url in asked if not url.startswith((desk.address, "data:", "blob:"))}
    assert foreign == set()                               # every test holds it: nothing is asked of another host


def text_of(page: Page):
    return page.get_by_label("Bài viết", exact=True)


def saved(page: Page) -> None:
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text(re.compile("Đã lưu lúc"))).to_be_visible()


def shown(page: Page):
    return page.frame_locator("iframe[title='Xem thử trang']")


# Who may speak to it

@pytest.mark.parametrize("headers", [{}, {"Host": "evil.example"}, {"Host": "evil.example", "Cookie": "OURS"}, {"Cookie": "OURS", "Origin": "https://evil.example"},
                                     {"Cookie": "ban_bien_tap_1=x"}, {"Cookie": "ban_bien_tap=%00"}, {"Cookie": "OURS", "Host": "127.0.0.1"}])
@pytest.mark.parametrize("place", ["/", "/nhan-tep", "/_nicegui_ws/socket.io/?EIO=4&transport=polling", "/kieu/portal.css", "/xem/abcd"])
def test_a_foreign_host_a_foreign_page_or_no_token_is_refused(desk: Running, headers: dict[str, str], place: str):
    token = desk.key.split("khoa=")[1]
    asking = http.client.HTTPConnection("127.0.0.1", desk.port)
    asking.request("POST" if place == "/nhan-tep" else "GET", place, headers={name: value.replace("OURS", f"ban_bien_tap_{desk.port}={token}") for name, value in headers.items()})

    assert asking.getresponse().status == 403
    asking.close()


def test_it_listens_on_loopback_alone_and_the_token_leaves_the_address(desk: Running, window):
    sockets = Path("/proc/net/tcp").read_text(encoding="ascii").split("\n")
    here = [line.split()[1].split(":")[0] for line in sockets[1:] if line and int(line.split()[1].split(":")[1], 16) == desk.port and line.split()[3] == "0A"]

    assert here == ["0100007F"]
    assert "khoa" not in window("/").url


def test_another_program_on_the_port_is_said_in_a_sentence(desk: Running):
    from portal.desk import server

    with pytest.raises(server.CannotStart, match=f"Cổng {desk.port} đang có chương trình khác"):
        server.bound(desk.port)
    with server.bound(0) as another:
        assert another.getsockname()[1] != desk.port


def test_the_answer_forbids_the_browser_to_ask_another_host(desk: Running, window):
    answer = window("/").request.get(desk.address)

    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "http:" not in answer.headers["content-security-policy"].replace("ws://127.0.0.1", "")


def test_the_library_s_own_words_are_vietnamese_too(window):
    page = window("/")

    assert page.locator("html").get_attribute("lang") == "vi"
    assert "Mất liên lạc với Bàn biên tập." in page.content() and "Connection lost" not in page.content()


# The whole way

def test_from_the_dropped_word_file_to_the_published_page_and_back_by_keyboard_alone(desk: Running, window):
    board = window("/dang")
    publish(board, "Đăng bản chính thức")
    public = desk.host / "current/gioi-thieu/noi-loi-xin-loi-cho-dung-luc/index.html"
    assert (desk.host / "current/index.html").is_file() and not public.exists()

    page = window("/nhap")
    with page.expect_file_chooser() as asked:
        press(page, page.get_by_label("Tệp Word hoặc PDF"), "Enter")
    asked.value.set_files({"name": "Bài của xã.docx", "mimeType": "application/octet-stream", "buffer": word_files.from_body(WORDS)})
    press(page, page.get_by_role("button", name="Nhập"), "Enter")
    expect(page.get_by_role("heading", name="So bản nháp với tệp gốc")).to_be_visible()
    take = page.get_by_role("button", name="Nhận trang, sửa tiếp")
    expect(take).to_be_disabled()
    assert broken_rules(page) == []
    for box in page.get_by_role("checkbox").all():
        press(page, box, "Space")
    expect(page.get_by_text("Đã xem đủ.")).to_be_visible()
    press(page, take, "Enter")

    expect(text_of(page)).to_be_visible()
    press(page, page.locator("summary", has_text="Tên trang"), "Enter")
    write(page, page.get_by_label("Tên trang bằng tiếng Anh (title_en)"), "Saying sorry in time")
    write(page, page.get_by_label("Một câu nói trang giúp được gì, nhiều nhất 160 chữ cái (description)"), "Nói lời xin lỗi sao cho bên kia nghe được.")
    expect(shown(page).get_by_text("Nói lời xin lỗi sao cho bên kia nghe được.")).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page.get_by_text(re.compile("Đã lưu lúc"))).to_be_visible()
    press(page, page.get_by_role("button", name="Viết xong, chờ duyệt"), "Enter")
    expect(page.get_by_text("Trang đang chờ duyệt.")).to_be_visible()
    expect(page.get_by_text("Không có lỗi nào")).to_be_visible()
    press(page, page.get_by_role("button", name="Duyệt…"), "Enter")
    write(page, page.get_by_label("Họ tên, chức vụ người duyệt"), "Bà Mai, Phó Chủ tịch")
    press(page, page.get_by_role("button", name="Ghi duyệt"), "Enter")
    expect(page.get_by_text("Đã ghi duyệt: Bà Mai, Phó Chủ tịch.")).to_be_visible()

    publish(board, "Đăng bản chính thức")
    assert "Nói lời xin lỗi sao cho bên kia nghe được." in public.read_text(encoding="utf-8")
    assert "Đã thẩm định" in public.read_text(encoding="utf-8")
    listed = window("/")
    expect(listed.get_by_role("row", name=re.compile("Nói lời xin lỗi cho đúng lúc Đã duyệt Đã đăng"))).to_be_visible()

    press(board, board.get_by_role("button", name="Quay lại bản trước"), "Enter")
    expect(board.get_by_role("dialog")).to_be_visible()
    assert broken_rules(board) == []
    press(board, board.get_by_role("button", name="Quay lại", exact=True), "Enter")
    expect(board.get_by_text(re.compile("Người đọc đang xem lại bản"))).to_be_visible(timeout=LONG)
    assert (desk.host / "current/index.html").is_file() and not public.exists()
    listed.reload()
    expect(listed.get_by_role("row", name=re.compile("Nói lời xin lỗi cho đúng lúc Đã duyệt Chưa đăng"))).to_be_visible()


def press(page: Page, wanted: Locator, key: str) -> None:
    """Goes to a part of the screen as the Tab key does, and presses a key on it."""
    expect(wanted).to_be_enabled()
    for _ in range(200):
        if wanted.evaluate("part => part === document.activeElement"):
            page.keyboard.press(key)
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {wanted}")


def write(page: Page, wanted: Locator, text: str) -> None:
    press(page, wanted, "Control+a")
    page.keyboard.insert_text(text)


def publish(board: Page, name: str) -> None:
    """Publishes and waits for the end of this run: the one that was shown before says "Đang làm" first."""
    press(board, board.get_by_role("button", name=name), "Enter")
    expect(board.get_by_text("Đang làm …")).to_be_visible()
    expect(board.get_by_text(re.compile("Đã đưa bản"))).to_be_visible(timeout=LONG)


def test_the_browser_closed_in_mid_publication_changes_nothing_of_it(desk: Running, window):
    before = desk.shown()
    board = window("/dang")
    board.get_by_role("button", name="Đăng bản thử").click()
    expect(board.get_by_text("Đang làm …")).to_be_visible()
    board.close()

    again = window("/dang")
    expect(again.get_by_text(re.compile("Đã đưa bản"))).to_be_visible(timeout=LONG)
    assert desk.shown() != before


# Writing

def test_a_page_is_found_opened_and_saved_by_keyboard_alone(desk: Running, window):
    page = window("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    press(page, page.get_by_label("Tìm trang (gõ không dấu cũng được)"), "Control+a")
    page.keyboard.type("lang nghe")
    expect(page.get_by_text("1 trang")).to_be_visible()
    press(page, page.get_by_role("row", name=re.compile("^Lắng nghe")).get_by_role("link").first, "Enter")

    expect(text_of(page)).to_be_visible()
    press(page, text_of(page), "Control+End")
    page.keyboard.type("\n\nThêm bằng bàn phím.\n")
    page.keyboard.press("Control+s")
    expect(page.get_by_text(re.compile("Đã lưu lúc"))).to_be_visible()
    assert "Thêm bằng bàn phím." in (desk.root / SKILL).read_text(encoding="utf-8")


def test_buttons_put_their_piece_at_the_cursor_and_the_preview_follows(desk: Running, window):
    page = window(f"/sua/{CARD}")
    text_of(page).focus()
    page.keyboard.press("Control+End")
    page.get_by_role("button", name="Dừng lại", exact=True).click()
    expect(text_of(page)).to_have_value(re.compile(r'\n\n!!! danger "Dừng lại"\n    Khi nào phải dừng, báo ai\.'))
    expect(shown(page).get_by_text("Khi nào phải dừng, báo ai.")).to_be_visible()

    text_of(page).press("Control+z")
    expect(text_of(page)).not_to_have_value(re.compile("Khi nào phải dừng"))

    page.get_by_role("button", name="Điều luật…").click()
    page.get_by_label("Gõ vài chữ (không dấu cũng được)").fill("dieu 3 hoa giai")
    page.get_by_role("button", name=re.compile("^Điều 3")).first.click()
    expect(text_of(page)).to_have_value(re.compile("Điều 3 .*số 35/2013/QH13"))


def test_a_problem_leads_to_its_place_and_what_is_safe_is_mended(desk: Running, window):
    page = window(f"/sua/{CARD}")
    text_of(page).fill(text_of(page).input_value().replace("- Hỏi ai sai.", "- Hoà giải viên gọi 0912345678."))
    page.get_by_role("button", name="Kiểm tra").click()
    expect(page.get_by_role("heading", name=re.compile("lỗi phải sửa"))).to_be_visible()

    page.get_by_role("button", name=re.compile("Đến dòng")).first.click()
    expect(text_of(page)).to_be_focused()
    assert "0912345678" in text_of(page).evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)")
    text_of(page).fill(text_of(page).input_value().replace("0912345678", "Văn phòng"))
    page.get_by_role("button", name=re.compile("Sửa giúp: đặt lại dấu")).click()
    expect(text_of(page)).to_have_value(re.compile("- Hòa giải viên gọi Văn phòng"))


TEN_KINDS = {
    "số căn cước (CCCD) hoặc giấy tờ tùy thân": "Anh Tư, CCCD 024 185 012 345.", "số chứng minh nhân dân (CMND)": "CMND cũ: 122.034.567",
    "số điện thoại": "Gọi 0912 345 678.", "số tài khoản ngân hàng": "Chuyển vào STK 2603205123456 Agribank.", "số thửa đất hoặc số tờ bản đồ": "Thửa đất số 215 bị lấn.",
    "số nhà kèm tên đường, thôn hoặc xóm": "Nhà ở số nhà 15, thôn Thoi.", "biển số xe": "Xe máy 98B1-678.90 đỗ chắn lối.",
    "ngày sinh bên cạnh tên người": "Anh Thắng sinh ngày 2/9/1970.",
    "địa chỉ thư điện tử (e-mail)": "Thư: thangvi@gmail.com", "liên kết tới trang mạng xã hội của một người": "Xem https://www.facebook.com/thang.vi.98"}


def test_a_page_with_ten_kinds_of_personal_data_is_refused_with_ten_messages(desk: Running, window):
    page = window(f"/sua/{CARD}")

    text_of(page).fill(text_of(page).input_value() + "\n" + "\n\n".join(TEN_KINDS.values()) + "\n")
    page.get_by_role("button", name="Kiểm tra").click()

    expect(page.get_by_role("heading", name=re.compile("^10 lỗi phải sửa"))).to_be_visible()
    for kind in TEN_KINDS:
        expect(page.get_by_text(re.compile(rf"có {re.escape(kind)}: «"))).to_be_visible()


def test_what_was_typed_when_the_browser_died_is_offered_again(desk: Running, window):
    page = window("/sua/docs/vi/a-z.md")
    text_of(page).fill("Chữ chưa lưu bao giờ.\n")
    expect(shown(page).get_by_text("Chữ chưa lưu bao giờ.")).to_be_visible()
    page.close()

    again = window("/sua/docs/vi/a-z.md")
    text_of(again).fill("Chữ mới gõ ở cửa sổ này.\n")
    again.get_by_role("button", name="Lấy lại chữ ấy").click()
    expect(text_of(again)).to_have_value("Chữ chưa lưu bao giờ.\n")
    history = History(desk.root)
    [aside] = [state for state in history.states("docs/vi/a-z.md") if state.kind == "go-do"]
    assert "Chữ mới gõ ở cửa sổ này." in history.text_of("docs/vi/a-z.md", aside.name)
    assert "chưa lưu bao giờ" not in (desk.root / "docs/vi/a-z.md").read_text(encoding="utf-8")


def test_what_was_typed_when_the_whole_desk_was_killed_is_offered_by_the_next_one(desk: Running, staff: BrowserContext, window):
    path = "docs/vi/linh-vuc/nghiep-vu.md"
    before = (desk.root / path).read_bytes()
    with started(desk.root) as (other, key):
        page = staff.new_page()
        page.goto(key)
        page.goto(f"{key.split('?')[0]}sua/{path}")
        text_of(page).fill("Chữ gõ trước khi mất điện.\n")
        expect(shown(page).get_by_text("Chữ gõ trước khi mất điện.")).to_be_visible()
        other.kill()
        other.wait()
        page.close()

    again = window(f"/sua/{path}")
    assert (desk.root / path).read_bytes() == before
    again.get_by_role("button", name="Lấy lại chữ ấy").click()
    expect(text_of(again)).to_have_value("Chữ gõ trước khi mất điện.\n")


def test_two_windows_on_one_page_show_both_texts_and_keep_both(desk: Running, window):
    path = "docs/vi/tim-kiem.md"
    one, two = window(f"/sua/{path}"), window(f"/sua/{path}")
    text_of(one).fill("Chữ của chị Hoa.\n")
    saved(one)
    text_of(two).fill("Chữ của anh Tín.\n")
    two.get_by_role("button", name="Lưu", exact=True).click()

    expect(two.get_by_role("heading", name="Trang vừa được sửa ở nơi khác")).to_be_visible()
    assert broken_rules(two) == []
    two.get_by_role("button", name="Dùng bản của tôi").click()
    expect(two.get_by_text(re.compile("Đã lưu lúc"))).to_be_visible()
    history = History(desk.root)
    kept = [history.text_of(path, state.name) for state in history.states(path)]
    assert "Chữ của anh Tín." in (history.read(path) or "")
    assert any("Chữ của chị Hoa." in text for text in kept)

    states = window(f"/lich-su/{path}")
    states.get_by_role("button", name=re.compile("^So bản .*có sẵn trên máy")).last.click()
    expect(states.get_by_role("dialog")).to_contain_text("Chữ của anh Tín.")
    assert broken_rules(states) == []
    states.keyboard.press("Escape")
    states.get_by_role("button", name=re.compile("^Lấy lại bản .*có sẵn trên máy")).last.click()
    expect(text_of(states)).to_be_visible()
    assert (desk.root / path).read_text(encoding="utf-8") == (SITES / "tiny/vi/tim-kiem.md").read_text(encoding="utf-8")


def test_a_page_deleted_under_the_editor_comes_back_on_request(desk: Running, window):
    path = "docs/vi/linh-vuc/dat-dai.md"
    page = window(f"/sua/{path}")
    (desk.root / path).unlink()
    text_of(page).fill("Chữ mới.\n")
    page.get_by_role("button", name="Lưu", exact=True).click()

    page.get_by_role("button", name="Tạo lại trang bằng bản của tôi").click()
    expect(page.get_by_text(re.compile("Đã lưu lúc"))).to_be_visible()
    assert "Chữ mới." in (desk.root / path).read_text(encoding="utf-8")
    (desk.root / path).write_bytes((SITES / "tiny" / path.removeprefix("docs/")).read_bytes())


def test_a_full_disk_is_said_and_the_text_stays_in_the_window_until_there_is_room(desk: Running, window):
    page = window(f"/sua/{SKILL}")
    before = (desk.root / SKILL).read_text(encoding="utf-8")
    text_of(page).fill("## Làm gì tiếp theo\n\nChữ chờ đĩa có chỗ.\n")
    unlimited = resource.prlimit(desk.process, resource.RLIMIT_FSIZE, (10, resource.RLIM_INFINITY))      # no file may grow beyond ten bytes
    try:
        page.get_by_role("button", name="Lưu", exact=True).click()
        expect(page.get_by_role("status").filter(has_text="Chưa lưu được: đĩa đã đầy.")).to_be_visible()
        assert (desk.root / SKILL).read_text(encoding="utf-8") == before
    finally:
        resource.prlimit(desk.process, resource.RLIMIT_FSIZE, unlimited)

    saved(page)
    assert "Chữ chờ đĩa có chỗ." in (desk.root / SKILL).read_text(encoding="utf-8")
    (desk.root / SKILL).write_text(before, encoding="utf-8")


def test_five_megabytes_pasted_are_refused_in_words_and_the_window_lives(desk: Running, window):
    page = window("/sua/docs/vi/index.md")
    whole = text_of(page).input_value()
    text_of(page).focus()
    text_of(page).evaluate("area => { area.value += 'chữ '.repeat(1250000); area.dispatchEvent(new Event('input', {bubbles: true})); }")
    expect(page.get_by_role("alert")).to_contain_text("Phần vừa dán quá dài")
    expect(text_of(page)).to_have_value(whole)

    text_of(page).fill(whole + "\nCòn sống.\n")
    expect(shown(page).get_by_text("Còn sống.")).to_be_visible()


def test_pasted_html_and_scripts_do_not_act_in_the_preview(desk: Running, window):
    page = window("/sua/docs/vi/index.md")
    text_of(page).fill("<img src=x onerror=\"top.document.title='hỏng'\"><script>top.document.title='hỏng'</script><style>*{display:none}</style>\n\nVẫn đọc được.\n")

    expect(shown(page).get_by_text("Vẫn đọc được.")).to_be_visible()
    assert "hỏng" not in page.title()


def test_a_new_page_begins_with_five_answers(desk: Running, window):
    (desk.root / "docs/mau/ky-nang.md").write_bytes((ROOT / "docs/mau/ky-nang.md").read_bytes())
    page = window("/moi")
    page.get_by_label(re.compile("^1. Trang tên gì")).fill("Cách nói lời xin lỗi")
    page.get_by_label(re.compile("^2. Trang giúp được gì")).fill("Giúp hai bên nói lời xin lỗi.")
    page.get_by_role("button", name="Tạo trang").click()

    expect(text_of(page)).to_be_visible()
    written = (desk.root / "docs/vi/ky-nang/cach-noi-loi-xin-loi.md").read_text(encoding="utf-8")
    assert "description: Giúp hai bên nói lời xin lỗi." in written or 'description: "Giúp hai bên nói lời xin lỗi."' in written
    assert "trang_thai: nhap" in written


def test_english_is_written_beside_vietnamese(desk: Running, window):
    page = window(f"/sua/{SKILL}")
    page.get_by_role("link", name="Bản tiếng Anh").click()
    page.get_by_role("button", name="Tạo bản tiếng Anh").click()

    expect(page.get_by_label("Bản tiếng Việt", exact=True)).to_contain_text("Gặp riêng.")
    page.get_by_role("button", name="Máy tính (1280)").click()
    expect(shown(page).get_by_role("heading", level=1)).to_be_visible()
    english = (desk.root / SKILL.replace("/vi/", "/en/")).read_text(encoding="utf-8")
    assert "trang_thai: nhap" in english and "title_en" not in english
    (desk.root / SKILL.replace("/vi/", "/en/")).unlink()


def test_a_backup_is_written_and_brought_away(desk: Running, window):
    page = window("/sao-luu")
    page.get_by_role("button", name="Sao lưu", exact=True).click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Tải về nơi khác").click()
    pack = taken.value.path()

    page.get_by_label("Tệp sao lưu (.zip)").set_input_files({"name": "sao-luu.zip", "mimeType": "application/zip", "buffer": Path(pack).read_bytes()})
    page.get_by_role("button", name="Mở bản sao lưu").click()
    expect(page.get_by_text("Đã mở bản sao lưu: 0 tệp mới, 0 tệp đã đổi.")).to_be_visible()


def test_the_data_beside_a_page_is_edited_with_it_and_its_faults_lead_there(desk: Running, window):
    page = window("/sua/docs/vi/index.md")
    page.locator("summary", has_text="Dữ liệu kèm trang").click()
    data = page.get_by_label(re.compile("^Dữ liệu kèm trang, viết"))
    data.fill(data.input_value() + "\n# lời ghi thêm\n")
    expect(page.get_by_text("Chữ đang gõ đã được giữ trong máy")).to_be_visible()
    page.close()

    page = window("/sua/docs/vi/index.md")
    page.locator("summary", has_text="Dữ liệu kèm trang").click()
    page.get_by_role("button", name="Lấy lại dữ liệu ấy").click()
    expect(page.get_by_label(re.compile("^Dữ liệu kèm trang, viết"))).to_have_value(re.compile("# lời ghi thêm"))
    page.get_by_role("button", name="Lưu dữ liệu").click()

    expect(page.get_by_text("Đã lưu dữ liệu kèm trang.")).to_be_visible()
    assert "# lời ghi thêm" in (desk.root / "docs/vi/index.yml").read_text(encoding="utf-8")
    assert [state.kind for state in History(desk.root).states("docs/vi/index.yml")] == ["luu", "goc"]


def test_a_picture_goes_in_with_its_words_and_the_consent_of_who_is_on_it(desk: Running, window):
    page = window("/sua/docs/vi/ky-nang/lang-nghe.md")
    before = (desk.root / SKILL).read_bytes()
    photo = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(photo, "JPEG")
    page.get_by_role("button", name="Ảnh…").click()
    page.get_by_label(re.compile("^Chọn tệp ảnh")).set_input_files({"name": "Họp tổ.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()})
    expect(page.get_by_text("Đã nhận ảnh.")).to_be_visible()
    page.get_by_label(re.compile("^Ảnh cho thấy gì")).fill("Tổ hòa giải ngồi quanh bàn nước")
    page.get_by_role("checkbox", name="Trong ảnh có người nhận ra được mặt").click()
    for label, said in (("Mã phiếu", "DY-01"), ("Ngày", "2026-11-20"), ("Cho đăng ở đâu", "trên cổng"), ("Ai giữ phiếu", "Văn phòng")):
        page.get_by_role("dialog").get_by_label(label, exact=True).fill(said)
    page.get_by_role("button", name="Chèn ảnh").click()
    expect(text_of(page)).to_have_value(re.compile(r"!\[Tổ hòa giải ngồi quanh bàn nước\]\(\.\./\.\./assets/anh/hop-to-\w+\.jpg\)"))
    expect(shown(page).get_by_role("img", name="Tổ hòa giải ngồi quanh bàn nước")).to_be_visible()
    saved(page)

    [picture] = content.parse(SKILL, (desk.root / SKILL).read_text(encoding="utf-8"))[0].meta["anh"]
    assert (picture["co_nguoi"], picture["dong_y"]) == ("nhan_ra_duoc", {"ma": "DY-01", "ngay": date(2026, 11, 20), "pham_vi": "trên cổng", "nguoi_giu": "Văn phòng"})
    (desk.root / SKILL).write_bytes(before)


def test_what_only_the_commune_knows_is_filled_in_and_kept(desk: Running, window):
    page = window("/con-thieu")
    page.get_by_label("Chức danh người phụ trách cổng").fill("Chánh Văn phòng: bà A")
    page.get_by_role("button", name="Lưu thông tin của xã").click()

    expect(page.get_by_text("Đã lưu thông tin của xã.")).to_be_visible()
    assert 'phu_trach: "Chánh Văn phòng: bà A"\n' in (desk.root / content.AGENCY).read_text(encoding="utf-8")
    page.get_by_role("link", name="Các bản đã lưu").click()
    page.get_by_role("button", name=re.compile("^Lấy lại bản .*có sẵn trên máy")).click()
    expect(page.get_by_role("heading", name="Còn thiếu")).to_be_visible()
    assert (desk.root / content.AGENCY).read_bytes() == (SITES / "tiny/bang/co-quan.yml").read_bytes()


# Everyone can use it

def broken_rules(page: Page) -> list[tuple[str, str]]:
    """The rules of access that the screen breaks as it stands, once nothing on it moves, with the first part that breaks each."""
    page.wait_for_function("document.getAnimations().every(moving => moving.playState !== 'running')")
    return [(rule["id"], rule["nodes"][0]["html"][:160]) for rule in Axe().run(page, options=RULES).response["violations"]]


@pytest.mark.parametrize("place", ["/", f"/sua/{CARD}", f"/lich-su/{CARD}", "/moi", "/nhap", "/dang", "/con-thieu", "/sao-luu", "/sua/docs/vi/khong-co.md"])
def test_no_screen_breaks_a_rule_of_access(window, place: str):
    page = window(place)
    for summary in page.locator("summary").all():
        summary.click()
    if "/sua/docs/vi/tinh" in place:
        expect(page.get_by_role("heading", name=re.compile("lỗi"))).to_be_visible()

    assert broken_rules(page) == []


@pytest.mark.parametrize("button", ["Điều luật…", "Ảnh…", "Duyệt…"])
def test_no_dialog_breaks_a_rule_of_access_and_escape_closes_it(window, button: str):
    page = window(f"/sua/{CARD}")
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("dialog")).to_be_visible()

    assert broken_rules(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
