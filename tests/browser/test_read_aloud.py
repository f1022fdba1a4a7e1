"""Read aloud with the device's voice: the voices are put into the browser, the reading is ours."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from conftest import ADDRESS
from portal import check, content, generator
from portal.views import Mode

CARD, GATE = "tinh-huong/ranh-gioi-dat/", "tinh-huong/bao-luc-gia-dinh/"
# A device's speech: keeps what it was told to say, ends each piece when the test says so.
VOICES = """(() => {
  const said = [], speech = { said, cancelled: 0, onvoiceschanged: null, getVoices: () => speech.voices, voices: %s.map(lang => ({ lang })),
    speak(piece) { said.push(piece.text); speech.now = piece; }, cancel() { speech.cancelled += 1; speech.now = null; },
    next() { const piece = speech.now; speech.now = null; piece.onend(); } };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
})();"""


@pytest.fixture
def speaking(browser, address: str):
    """Opens a page on a device with these voices."""
    contexts = []

    def go(place: str, *voices: str):
        context = browser.new_context(viewport={"width": 360, "height": 720})
        contexts.append(context)
        context.add_init_script(VOICES % list(voices))
        page = context.new_page()
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(address + place)
        page.wait_for_load_state("networkidle")
        return page

    yield go
    for context in contexts:
        context.close()


def start(page):
    return page.get_by_role("button", name="Nghe đọc trang này")


@pytest.mark.parametrize("voices", [(), ("en-US", "fr-FR")])
def test_a_device_without_a_vietnamese_voice_sees_no_button_and_fetches_nothing(speaking, voices: tuple[str, ...]):
    page = speaking(CARD, *voices)

    expect(start(page)).to_be_hidden()
    assert not any("read-aloud" in url for url in page.asked)


def test_the_page_is_read_in_pieces_that_no_engine_swallows_from_the_title_to_the_end(speaking):
    page = speaking(CARD, "vi_VN")

    start(page).click()
    while page.evaluate("!!speechSynthesis.now"):
        page.evaluate("speechSynthesis.next()")

    said = page.evaluate("speechSynthesis.said")
    assert said[0].startswith("Tranh chấp ranh giới đất")
    assert len(said) > 30 and max(map(len, said)) <= 180
    assert "In trang này" not in " ".join(said)
    expect(page.get_by_role("button", name="Thôi đọc")).to_be_hidden()


def test_reading_pauses_goes_on_at_the_same_piece_and_stops(speaking):
    page = speaking(CARD, "vi-VN")

    start(page).press("Enter")
    page.evaluate("speechSynthesis.next()")
    page.keyboard.press("Enter")                                     # the focus is on pause
    assert page.evaluate("speechSynthesis.now") is None
    page.get_by_role("button", name="Đọc tiếp").click()
    said = page.evaluate("speechSynthesis.said")
    assert said[-1] == said[-2]
    page.get_by_role("button", name="Thôi đọc").click()
    expect(start(page)).to_be_focused()
    assert page.evaluate("speechSynthesis.now") is None


def test_a_stop_gate_is_heard_before_the_title(speaking):
    page = speaking(GATE, "vi-VN")

    start(page).click()

    assert page.evaluate("speechSynthesis.said")[0].startswith("Dừng lại")


def test_leaving_the_page_ends_the_reading(speaking, address: str):
    page = speaking(CARD, "vi-VN")
    start(page).click()
    page.evaluate("addEventListener('pagehide', () => sessionStorage.setItem('thoi', speechSynthesis.cancelled))")

    page.goto(address + "a-z/")

    assert page.evaluate("Number(sessionStorage.getItem('thoi'))") >= 2


def test_an_english_page_wants_an_english_voice_an_untranslated_one_a_vietnamese_voice(speaking):
    english = speaking("en/ky-nang/quy-trinh/", "en-GB")
    expect(english.get_by_role("button", name="Listen to this page")).to_be_visible()

    untranslated = speaking("en/tap-huan/nang-cao/nc-1-vu-dat-phuc-tap/", "en-GB")
    expect(untranslated.get_by_role("button", name="Listen to this page")).to_be_hidden()


def test_a_recording_stands_with_its_words_and_loads_only_when_played(tiny):
    script = tiny / "docs/vi/truyen-thong/bai-thu.md"
    script.parent.mkdir()
    skill = (tiny / "docs/vi/ky-nang/lang-nghe.md").read_text(encoding="utf-8")
    head, _, _ = skill.replace("title: Lắng nghe", "title: Bài thử").rpartition("---\n")
    script.write_text(head + "am_thanh: assets/am-thanh/bai-thu.mp3\n---\n## Bài đọc\n\nKính thưa bà con.\n", encoding="utf-8")

    [missing] = [problem for problem in check.check(content.read(tiny)[0]) if "tệp tiếng" in problem.what]
    assert (missing.path, missing.blocks) == ("docs/vi/truyen-thong/bai-thu.md", True)

    sound = tiny / "docs/assets/am-thanh/bai-thu.mp3"
    sound.parent.mkdir(parents=True)
    sound.write_bytes(b"ID3\x03\x00\x00\x00\x00\x00\x00")
    generator.build(tiny, Mode(address=ADDRESS), tiny / "out")
    page = (tiny / "out/truyen-thong/bai-thu/index.html").read_text(encoding="utf-8")
    assert '<audio class="portal-audio" controls preload="none" src="../../assets/am-thanh/bai-thu.mp3"' in page
    assert "Kính thưa bà con." in page and (tiny / "out/assets/am-thanh/bai-thu.mp3").exists()
