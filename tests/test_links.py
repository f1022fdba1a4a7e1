"""Addresses outside the portal, asked on loopback: what each kind of answer is called, and how many are asked at once."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal import content, links


class Elsewhere(http.server.BaseHTTPRequestHandler):
    """A host with good, moved, missing, forbidden and ill-mannered pages."""

    open_now, most_open, asked = 0, 0, []
    counting = threading.Lock()

    def log_message(self, *_: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self.asked.append(f"HEAD {self.path}")
        code = {"/tot": 200, "/mat": 404, "/cam": 403, "/khong-head": 405, "/hong": 500, "/chuyen": 301, "/vong": 302}.get(self.path, 200)
        self.answer(code)

    def do_GET(self) -> None:
        self.asked.append(f"GET {self.path}")
        code = {"/mat": 404, "/cam": 403, "/hong": 500, "/vong": 302}.get(self.path, 200)
        self.answer(code)

    def answer(self, code: int) -> None:
        with self.counting:
            type(self).open_now += 1
            type(self).most_open = max(self.most_open, self.open_now)
        self.send_response(code)
        if code in (301, 302):
            self.send_header("Location", "/noi-moi" if self.path == "/chuyen" else "/vong")
        self.send_header("Content-Length", "0")
        with self.counting:                              # before the answer is out: the next question may be quicker than this thread
            type(self).open_now -= 1
        self.end_headers()


@pytest.fixture
def elsewhere() -> Iterator[str]:
    Elsewhere.asked.clear()
    Elsewhere.most_open = 0
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(("place", "verdict", "say"), [
    ("/tot", "good", ""), ("/khong-head", "good", ""), ("/mat", "gone", "máy chủ trả lời 404"), ("/hong", "unclear", "máy chủ trả lời 500"),
    ("/cam", "unclear", "máy chủ không cho máy hỏi (403), hãy mở bằng trình duyệt")])
def test_only_a_page_that_says_it_is_gone_is_called_gone(elsewhere: str, place: str, verdict: str, say: str):
    assert links.ask(elsewhere + place) == links.Answer(elsewhere + place, verdict, say)


def test_a_page_that_moved_is_told_with_its_new_place(elsewhere: str):
    assert links.ask(elsewhere + "/chuyen") == links.Answer(elsewhere + "/chuyen", "moved", f"nay ở {elsewhere}/noi-moi")


def test_a_circle_of_redirects_ends(elsewhere: str):
    assert links.ask(elsewhere + "/vong").verdict == "unclear"


def test_a_host_that_does_not_answer_is_no_verdict_on_the_page():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as nobody:
        port = nobody.server_port

    assert links.ask(f"http://127.0.0.1:{port}/") == links.Answer(f"http://127.0.0.1:{port}/", "unclear", "không nối được")
    assert links.ask("http://khong-co.invalid/").verdict == "unclear"


def test_an_address_with_vietnamese_letters_or_nonsense_is_no_stumble(elsewhere: str):
    assert links.ask(f"{elsewhere}/thủ-tục?mã=1").verdict == "good"
    assert links.ask("https://[nham").verdict == "unclear"


def test_one_host_is_asked_one_thing_at_a_time_with_head_first(elsewhere: str):
    answers = links.check(f"{elsewhere}/trang-{n}" for n in range(20))

    assert [answer.verdict for answer in answers] == ["good"] * 20
    assert Elsewhere.most_open == 1
    assert all(way.startswith("HEAD") for way in Elsewhere.asked)


def test_a_run_is_bounded_and_says_what_it_left(elsewhere: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(links, "MOST", 2)

    answers = links.check(f"{elsewhere}/trang-{n}" for n in range(3))

    assert [answer.say for answer in answers] == ["", "", "chưa hỏi, đã đủ số của một lượt"]


def test_addresses_are_found_with_file_and_line_and_the_report_puts_the_worst_first(tiny: Path):
    page = tiny / "docs/vi/ky-nang/lang-nghe.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nXem [công báo](https://congbao.chinhphu.vn/van-ban), hoặc https://vbpl.vn.\n", encoding="utf-8")
    last = page.read_text(encoding="utf-8").count("\n")
    places = links.addresses(content.read(tiny)[0])

    assert ("docs/vi/ky-nang/lang-nghe.md", last) in places["https://congbao.chinhphu.vn/van-ban"]
    said = links.report([links.Answer("https://vbpl.vn", "good"), links.Answer("https://congbao.chinhphu.vn/van-ban", "gone", "máy chủ trả lời 404")], places)
    assert said.split("\n")[:2] == ["Không còn: https://congbao.chinhphu.vn/van-ban – máy chủ trả lời 404", f"    docs/vi/ky-nang/lang-nghe.md:{last}"]
    assert said.endswith("Đã xem 2 địa chỉ: 1 tốt, 0 đã chuyển chỗ, 1 không còn, 0 chưa kết luận được.")
