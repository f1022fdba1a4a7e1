"""Filling a form in on the reader's device: over HTTP and from a folder, by hand and by keyboard, with good and bad words."""

from __future__ import annotations

import base64
import gzip
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from conftest import ADDRESS, ROOT, served
from portal import forms
from portal.forms import fill_in, screen
from portal.forms.model import Form
from portal.sheets import pdf, word
from test_forms import DAY, every_form, form, read_back, squeezed, through_libreoffice, words

ASSETS = ROOT / "overrides" / "assets"
SCRIPTS = ("sheet.js", "docx.js", "fill-in.js")
POLICY = "; ".join(["default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "base-uri 'none'",
                    *(f"{name} {rule}" for name, rule in forms.policy("").items())])
PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="{policy}"><title>{name}</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="assets/portal.css"><link rel="stylesheet" href="assets/forms.css"></head>
<body><main class="portal-text"><h1>{name}</h1>{body}</main>{scripts}</body></html>"""
REQUIRED = {"Căn cứ hòa giải", "Bên 1: Họ và tên", "Bên 2: Nơi ở", "Cách làm và hạn làm xong"}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every fill-in page in the plainest frame, with the scripts, the style and the policy of the site."""
    out = tmp_path_factory.mktemp("dien")
    shutil.copytree(ASSETS / "forms", out / "assets" / "forms")
    for name in ("portal.css", "forms.css"):
        shutil.copy(ASSETS / name, out / "assets")
    scripts = "".join(f'<script src="assets/forms/{name}"></script>' for name in SCRIPTS)
    for one in every_form():
        text = PAGE.format(policy=POLICY, name=one.name, body=fill_in.body(one, "in/"), scripts=scripts)
        (out / f"{one.number}.html").write_text(text, encoding="utf-8")
    return out


@pytest.fixture(scope="session")
def place(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


def downloaded(page: Page, button: str = "Tạo tệp Word") -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).click()
    return Path(download.value.path()).read_bytes()


def fill_m01(page: Page) -> None:
    """Types the sample of M01 as a person does."""
    sample = form("M01").sample
    page.get_by_label("một bên hoặc các bên yêu cầu").check()
    for field in form("M01").fields.values():
        if not field.options:
            page.locator(f"#o-{field.key}").fill(str(sample[field.key]))
    for row, party in zip(page.locator(".portal-fill__row").all(), sample["ben"], strict=True):
        for key, value in party.items():
            row.locator(f"[data-key={key}]").fill(str(value))


def sample_words(one: Form) -> list[str]:
    """The words of the office's filled sample, without the line that calls it fictional."""
    return [said for said in words(word.write(one, one.sample, DAY)) if said != f"[{pdf.FICTIONAL}]"]


def write(page: Page, values: dict) -> bytes:
    """The Word file of these values, made in the browser."""
    return base64.b64decode(page.evaluate("""async values => {
        const layout = JSON.parse(document.querySelector(".portal-fill__layout").textContent);
        const bytes = new Uint8Array(await new Response(portalDocx.write(layout, portalSheet.blocks(layout, values))).arrayBuffer());
        return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(""));
    }""", values))


@pytest.mark.parametrize("way", ["http", "file"])
def test_a_form_is_filled_in_and_taken_away_without_a_request(visit, folder: Path, place: str, way: str):
    page = visit(place + "M01.html" if way == "http" else (folder / "M01.html").as_uri())
    before = len(page.asked)
    fill_m01(page)

    document = downloaded(page)

    assert words(document) == sample_words(form("M01"))
    assert [url for url in page.asked[before:] if not url.startswith("blob:")] == []
    assert page.wrong == []
    expect(page.get_by_role("status")).to_contain_text("Đã tạo tệp hoa-giai-thanh.docx")
    assert page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0


def test_every_form_gives_the_same_words_in_the_browser_as_in_the_office(visit, place: str):
    page = visit(place)
    for one in every_form():
        page.goto(f"{place}{one.number}.html")
        sample = {key: [dict(row) for row in value] if key in one.repeats else value for key, value in one.sample.items()}

        assert words(write(page, sample)) == sample_words(one), one.number
        assert words(write(page, {})) == words(word.write(one, None, DAY)), one.number


def test_every_form_looks_the_same_on_the_screen_as_on_its_print_page(visit, place: str):
    page = visit(place)
    for one in every_form():
        page.goto(f"{place}{one.number}.html")
        drawn = page.evaluate("""values => { const layout = JSON.parse(document.querySelector(".portal-fill__layout").textContent);
            return portalSheet.draw(layout, values).outerHTML; }""", dict(one.sample.items()))
        blank = page.evaluate("portalSheet.draw(JSON.parse(document.querySelector('.portal-fill__layout').textContent), {}).outerHTML")

        assert plain(drawn) == plain(screen.sheet(one, one.sample)), one.number
        assert plain(blank) == plain(screen.sheet(one, None)), one.number


def plain(markup: str) -> str:
    """Elements with class and words; attributes' order and quotes aside."""
    return re.sub(r'="([^"]*)"', r"=\1", re.sub(r"<(\w+) class=\"([^\"]*)\" lang=\"vi\"", r"<\1 class=\2 lang=vi", markup))


def test_what_article_24_requires_is_asked_for_and_does_not_stand_in_the_way(visit, place: str):
    page = visit(place + "M01.html")

    page.get_by_role("button", name="Tạo tệp Word").click()

    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Theo Luật Hòa giải ở cơ sở số 35/2013/QH13.")
    for name in REQUIRED:
        expect(alert.get_by_role("button", name=re.compile(re.escape(name))).first).to_be_visible()
    alert.get_by_role("button", name=re.compile("^Bên 1: Họ và tên")).click()
    expect(page.locator(".portal-fill__row").first.locator("[data-key=ho_ten]")).to_be_focused()
    assert words(downloaded(page, "Vẫn tạo tệp Word")) == words(word.write(form("M01"), None, DAY))


def test_seeing_printing_and_coming_back_keep_every_word(visit, place: str):
    page = visit(place + "M01.html")
    fill_m01(page)

    page.get_by_role("button", name="Xem và in").click()

    sheet = page.get_by_role("region", name="Tờ giấy đã điền")
    expect(sheet).to_contain_text("Hai bên lấy hàng gốc rào cũ làm ranh.")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="In", exact=True)).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Sửa tiếp").click()
    expect(page.locator("#o-noi")).to_have_value("Nhà văn hóa thôn X")


def test_who_prints_from_the_form_itself_gets_the_sheet_with_every_word(visit, folder: Path, tmp_path: Path):
    page = visit((folder / "M01.html").as_uri())
    fill_m01(page)
    page.locator("#o-thoa_thuan").fill("\n".join(f"Điều {number}: mỗi bên giữ lời." for number in range(1, 41)))

    text = read_back(page.pdf(), tmp_path)

    assert "Điều 40: mỗi bên giữ lời." in text
    assert "Chữ ký hoặc điểm chỉ" in text
    assert "luật yêu cầu" not in text
    assert page.locator(".portal-fill__paper").text_content() == ""


def test_clearing_takes_two_presses_and_leaves_nothing(visit, place: str):
    page = visit(place + "M01.html")
    fill_m01(page)
    page.get_by_role("button", name="Thêm: Bên").click()
    page.get_by_role("button", name="Xem và in").click()
    page.get_by_role("button", name="Sửa tiếp").click()

    page.get_by_role("button", name="Xóa hết").click()
    expect(page.locator("#o-noi")).to_have_value("Nhà văn hóa thôn X")
    page.get_by_role("button", name="Bấm lần nữa để xóa hết").click()

    expect(page.get_by_role("status")).to_contain_text("Đã xóa hết")
    expect(page.locator(".portal-fill__row")).to_have_count(2)
    left = page.evaluate("""() => Array.from(document.querySelectorAll("input, textarea")).map(box => box.type === "checkbox" || box.type === "radio" ? box.checked : box.value)
        .filter(Boolean).concat(document.querySelector(".portal-fill__paper").textContent)""")
    assert left == [""]


def test_rows_are_added_and_taken_away_and_keep_their_numbers(visit, place: str):
    page = visit(place + "M01.html")

    page.get_by_role("button", name="Thêm: Bên").click()
    page.locator("[data-key=ho_ten]").nth(2).fill("Lê Văn C")
    page.get_by_role("button", name="Bỏ: Bên 1").click()

    expect(page.locator(".portal-fill__row-name")).to_have_text(["Bên 1", "Bên 2"])
    expect(page.locator("[data-key=ho_ten]").nth(1)).to_have_value("Lê Văn C")
    ids = page.evaluate("Array.from(document.querySelectorAll('form [id]'), node => node.id)")
    assert len(ids) == len(set(ids))


def test_rows_that_the_sheet_prints_are_there_to_be_filled(visit, place: str):
    page = visit(place + "M19.html")

    assert page.locator("[data-rows=loai] [data-key=ten]").first.input_value() == "Đất đai"
    assert page.locator("[data-rows=loai] .portal-fill__row").count() == 7


def test_thirty_parties_long_words_and_strange_signs_come_out_whole(visit, place: str, tmp_path: Path):
    page = visit(place + "M01.html")
    odd = "Ông <b>A</b> & bà \"B\" 'x' ]]> 😀 \u202eשלום مرحبا \u0001\u000b\ud800 ẵ"
    values = {"ben": [{"ho_ten": f"Người {number}", "noi_o": "thôn X"} for number in range(1, 31)],
              "noi_dung": "ư" * 10_000, "dien_bien": "dòng một\ndòng hai", "noi": "@"}
    document = base64.b64decode(page.evaluate("""async ([values, odd]) => {
        values.noi = odd.replace("@", "\\ud800");
        const layout = JSON.parse(document.querySelector(".portal-fill__layout").textContent);
        const bytes = new Uint8Array(await new Response(portalDocx.write(layout, portalSheet.blocks(layout, values))).arrayBuffer());
        return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(""));
    }""", [values, odd.replace("\ud800", "@")]))

    text = " ".join(words(document))

    assert "Người 30" in text
    assert "Bên D2" in text
    assert "ư" * 10_000 in text
    assert "dòng một dòng hai" in text
    assert "Ông <b>A</b> & bà \"B\" 'x' ]]> 😀 \u202eשלום مرحبا ẵ" in text
    assert len(Document(io.BytesIO(document)).tables) >= 11
    through_libreoffice(tmp_path, {"a": document}, "txt:Text (encoded):UTF8")
    opened = squeezed((tmp_path / "a.txt").read_text(encoding="utf-8-sig"))
    assert [said for said in words(document) if squeezed(said) not in opened] == []


def test_markup_that_is_typed_stays_words_on_the_screen(visit, place: str):
    page = visit(place + "M01.html")
    page.locator("#o-noi").fill("<img src=x onerror=alert(1)><script>1</script>")

    page.get_by_role("button", name="Xem và in").click()
    page.get_by_role("button", name="Vẫn xem và in").click()

    expect(page.get_by_role("region", name="Tờ giấy đã điền")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator(".portal-paper img, .portal-paper script").count() == 0
    assert page.wrong == []


def test_a_form_is_filled_in_by_keyboard_alone(visit, place: str):
    page = visit(place + "M05.html")
    page.locator("#o-thon").focus()

    page.keyboard.type("X")
    page.keyboard.press("Tab")
    page.keyboard.type("Nguyễn Văn A")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    button = page.get_by_role("button", name="Xem và in")
    button.focus()
    page.keyboard.press("Enter")

    sheet = page.get_by_role("region", name="Tờ giấy đã điền")
    expect(sheet).to_be_focused()
    expect(sheet).to_contain_text("Kính mời ông (bà): Nguyễn Văn A")
    expect(sheet).to_contain_text("☒ một bên trong việc này")


def test_a_narrow_phone_shows_the_form_without_scrolling_sideways(visit, place: str):
    for number in ("M01", "M03", "M18"):
        page = visit(f"{place}{number}.html", width=360)

        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), number
        small = page.evaluate("""() => Array.from(document.querySelectorAll("form button, form .portal-field__box, form label.portal-fill__option"))
            .filter(node => node.offsetParent && node.getBoundingClientRect().height < 44).map(node => node.outerHTML.slice(0, 80))""")
        assert small == []
        page.evaluate("document.querySelector('.portal-fill__paper').append(portalSheet.draw(JSON.parse(document.querySelector('.portal-fill__layout').textContent), {}));"
                      "document.querySelector('.portal-fill__view').hidden = false")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), number


def test_without_javascript_the_blank_forms_remain(visit, place: str):
    page = visit(place + "M01.html", java_script_enabled=False)

    expect(page.get_by_role("link", name="mẫu trống để in")).to_be_visible()
    expect(page.locator("form")).to_be_hidden()


def test_the_word_writer_is_at_most_four_kilobytes():
    assert len(gzip.compress((ASSETS / "forms/docx.js").read_bytes(), 9)) <= 4_000


def test_the_word_file_of_the_browser_is_one_that_other_programs_open(visit, place: str):
    page = visit(place + "M03.html")

    document = Document(io.BytesIO(write(page, dict(form("M03").sample.items()))))

    assert document.sections[0].page_width > document.sections[0].page_height
    assert document.tables[1].rows[1].cells[4].text == "Ranh giữa hai vườn sau khi rào cũ đổ"



def test_the_page_of_the_site_is_filled_in_under_its_own_policy(visit, address: str):
    page = visit(address + "bieu-mau/giay-moi/dien/")
    page.wait_for_load_state("networkidle")
    before = len(page.asked)

    page.get_by_label("Mời ông (bà)").fill("Nguyễn Văn A")

    assert "Kính mời ông (bà): Nguyễn Văn A" in words(downloaded(page))
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert f"connect-src {ADDRESS}robots.txt;" in policy
    assert "form-action 'none'" in policy
    assert [url for url in page.asked[before:] if not url.startswith("blob:")] == []
    assert page.wrong == []
    assert page.evaluate("""Promise.allSettled([fetch(location.href), fetch(location.href, {method: 'POST', body: 'x'})])
        .then(tries => tries.map(one => one.status))""") == ["rejected", "rejected"]


def test_the_page_of_the_site_works_from_a_folder(visit, built: Path):
    page = visit((built / "bieu-mau/van-ban-hoa-giai/dien/m02/index.html").as_uri())

    page.get_by_label("Ai cần văn bản này").fill("Trần Thị B")
    page.get_by_role("button", name="Xem và in").click()
    page.get_by_role("button", name="Vẫn xem và in").click()

    expect(page.get_by_role("region", name="Tờ giấy đã điền")).to_contain_text("Lập theo yêu cầu của: Trần Thị B")


def test_only_the_sheet_goes_to_paper(visit, address: str):
    page = visit(address + "bieu-mau/giay-moi/in/")

    page.emulate_media(media="print")

    expect(page.get_by_role("region", name="Tờ giấy để in")).to_be_visible()
    for hidden in ("h1", ".portal-header", ".portal-footer", ".portal-print", ".portal-crumbs"):
        expect(page.locator(hidden).first).to_be_hidden()
