"""What people take away: opened from a disk in a real browser with nothing that fails, and packs that hold what they say."""

from __future__ import annotations

import hashlib
import io
import json
import posixpath
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

import programs
from conftest import ADDRESS, ROOT
from portal import content, packs


@pytest.fixture
def stick(tiny: Path, tiny_site: Path, tmp_path: Path) -> Path:
    """The Vietnamese pack, unpacked into a folder with blanks and marks."""
    site, _ = content.read(tiny)
    pack = packs.offline(site, tiny_site, "vi", tmp_path / "dist")
    return unpacked(pack, tmp_path)


@pytest.fixture(scope="module")
def whole(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Vietnamese pack of the real content, unpacked."""
    folder = tmp_path_factory.mktemp("whole")
    return unpacked(packs.offline(content.read(ROOT)[0], built, "vi", folder / "dist"), folder)


@pytest.fixture(scope="module")
def made(built: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[packs.Pack]]:
    """Every pack of the real content: the site that lists them, dist/, and the list."""
    folder = tmp_path_factory.mktemp("packs")
    shutil.copytree(built, folder / "site")
    return folder / "site", folder / "dist", packs.everything(content.read(ROOT)[0], folder / "site", folder / "dist", lambda _: None)


def unpacked(pack: Path, folder: Path) -> Path:
    with zipfile.ZipFile(pack) as opened:
        opened.extractall(folder / "USB của thôn (mới)")
    return folder / "USB của thôn (mới)" / "hoa-giai-vi"


def text_of(pdf: bytes) -> str:
    return subprocess.run([programs.need("pdftotext"), "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode("utf-8")


def named(all_packs: list[packs.Pack], code: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(next(pack.file for pack in all_packs if pack.file.name.startswith(f"{code}-2")).read_bytes()))


def test_pages_open_from_the_disk_by_their_links(visit, stick: Path):
    page = visit((stick / "index.html").as_uri())

    page.get_by_role("navigation", name="Các mục chính").get_by_role("link", name="Tình huống").click()
    page.locator(".portal-cards").get_by_role("link", name="Tranh chấp ranh giới").click()
    page.locator(".portal-basis").get_by_role("link").first.click()

    expect(page.get_by_role("heading", name="Điều 3. Phạm vi hòa giải")).to_be_visible()
    assert page.wrong == []
    assert all(url.startswith("file:") for url in page.asked)


def test_search_forms_and_quizzes_work_from_the_disk_with_no_failed_request(visit, whole: Path):
    page = visit((whole / "index.html").as_uri())
    failed: list[str] = []
    # What the browser itself lets go when the reader moves on (suggestions on their way) did not fail.
    page.on("requestfailed", lambda request: failed.append(request.url) if request.failure != "net::ERR_ABORTED" else None)

    page.locator("#tim").fill("hang xom lan dat")
    page.keyboard.press("Enter")
    expect(page.locator("ol.ket-qua[aria-busy=false]").get_by_role("link").first).to_be_visible()
    page.locator("ol.ket-qua").get_by_role("link").first.click()
    expect(page.locator("h1")).to_be_visible()
    page.goto((whole / "bieu-mau/giay-moi/dien/index.html").as_uri())
    page.locator("article").get_by_role("textbox").first.fill("Ông A")
    page.goto(next((whole / "tap-huan/hoa-giai-vien").glob("bai-01*/tu-kiem-tra/index.html")).as_uri())
    page.locator(".portal-quiz").get_by_role("radio").first.check()
    expect(page.locator(".portal-quiz__said").first).not_to_be_empty()

    assert failed == []
    assert page.wrong == []
    assert all(url.startswith(("file:", "data:", "blob:")) for url in page.asked)


def test_the_copy_says_its_day_where_a_newer_one_is_and_when_it_is_old(visit, whole: Path):
    page = visit("about:blank")
    page.clock.install(time="2031-01-01T08:00:00Z")
    page.goto((whole / "index.html").as_uri())

    expect(page.get_by_text("Có bản mới không?")).to_be_visible()
    expect(page.get_by_role("link", name=f"{ADDRESS}tai-ve/")).to_be_visible()
    expect(page.get_by_text("Bản chép này đã quá sáu tháng.")).to_be_visible()
    guide = (whole / "HUONG-DAN.txt").read_bytes().decode("utf-8-sig")
    assert f"{content.read(ROOT)[0].newest_change:%d/%m/%Y}" in guide
    assert "{" not in guide


def test_nothing_offers_to_save_in_a_copy_that_is_on_a_disk_already(visit, whole: Path):
    page = visit((whole / "tinh-huong/index.html").as_uri())

    expect(page.get_by_role("button", name="Lưu mục này")).to_have_count(0)
    assert page.wrong == []


@pytest.mark.parametrize("lang", content.LANGUAGES)
def test_no_link_of_the_pack_leads_to_a_folder_or_to_a_missing_file(built: Path, tmp_path: Path, lang: str):
    site, _ = content.read(ROOT)
    with zipfile.ZipFile(packs.offline(site, built, lang, tmp_path)) as pack:
        pages = {name: pack.read(name).decode("utf-8") if name.endswith(".html") else "" for name in pack.namelist()}

    links = {(name, link) for name, text in pages.items() for link in re.findall(r'(?:href|src|action)="([^"#?]+)', text)
             if not link.startswith(("http", "mailto:", "tel:", "data:"))}
    assert len(links) > 1000
    assert sorted(f"{name}: {link}" for name, link in links if posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(link))) not in pages) == []


@pytest.mark.parametrize(("written", "on_disk"), [
    ('<a href="../vay-no/">', '<a href="../vay-no/index.html">'),
    ('<a href="../..">', '<a href="../../index.html">'),
    ('<a href="./#hoi-gi">', '<a href="./index.html#hoi-gi">'),
    ('<form action="../tim-kiem/">', '<form action="../tim-kiem/index.html">'),
    ('<a href="https://vbpl.vn/">', '<a href="https://vbpl.vn/">'),
    ('<a href="#nguon">', '<a href="#nguon">'),
    ('<!--goi--><a href="goi/a.zip">A</a><!--/goi--><p>', '<p>'),
    ('<a href="../a.docx">', '<a href="../a.docx">')])
def test_an_address_is_written_for_the_disk(written: str, on_disk: str):
    assert packs.for_disk(written) == on_disk


def test_the_same_content_gives_the_same_bytes(tiny: Path, tiny_site: Path, tmp_path: Path):
    site, _ = content.read(tiny)

    for name in ("a", "b"):
        shutil.copytree(tiny_site, tmp_path / name / "site")
        packs.everything(site, tmp_path / name / "site", tmp_path / name / "dist", lambda _: None)
        shutil.rmtree(tiny / ".cache" / "packs", ignore_errors=True)

    first, second = ({file.name: file.read_bytes() for file in (tmp_path / name / "dist").iterdir()} for name in ("a", "b"))
    assert first == second
    assert (tmp_path / "a/site/sw.js").read_bytes() == (tmp_path / "b/site/sw.js").read_bytes()


def test_every_pack_is_listed_with_size_day_and_a_sum_that_holds(made):
    site, dist, all_packs = made
    listed = (site / "tai-ve/index.html").read_text(encoding="utf-8")

    for pack in all_packs:
        copy = site / "tai-ve/goi" / pack.file.name
        assert f'href="goi/{pack.file.name}"' in listed
        assert copy.read_bytes() == pack.file.read_bytes()
        assert (dist / f"{pack.file.name}.sha256").read_text(encoding="utf-8") == f"{hashlib.sha256(copy.read_bytes()).hexdigest()}  {pack.file.name}\n"
    assert listed.count("download>") == len(all_packs)
    english = (site / "en/tai-ve/index.html").read_text(encoding="utf-8")
    assert f'href="../../tai-ve/goi/{all_packs[0].file.name}"' in english


def test_a_pack_s_list_names_every_file_with_its_version_and_sum(made):
    for pack in made[2]:
        if pack.file.suffix == ".zip" and not pack.file.name.startswith("hoa-giai-vi-") and not pack.file.name.startswith("hoa-giai-en-"):
            with zipfile.ZipFile(pack.file) as opened:
                names = {name.partition("/")[2]: name for name in opened.namelist()}
                listed = json.loads(opened.read(names["manifest.json"]))
                assert {row["tep"] for row in listed["tep"]} == set(names) - {"index.html", "manifest.json", "portal.css"}
                assert all(hashlib.sha256(opened.read(names[row["tep"]])).hexdigest() == row["sha256"] and row["ban"] for row in listed["tep"])
                page = opened.read(names["index.html"]).decode("utf-8")
                assert all(f'href="{row["tep"]}"' in page for row in listed["tep"])


def test_learners_get_the_questions_and_trainers_the_answers(made):
    learners, trainers = named(made[2], "hoa-giai-vien-hoc-vien"), named(made[2], "hoa-giai-vien-tap-huan-vien")

    asked, answered = text_of(learners.read("hoa-giai-vien-hoc-vien/cau-hoi.pdf")), text_of(trainers.read("hoa-giai-vien-tap-huan-vien/cau-hoi-co-loi-giai.pdf"))

    assert "Hòa giải viên nên trả lời thế nào?" in asked
    assert "Chưa đúng:" not in asked
    assert "Xem lời giải" not in asked
    assert answered.count("Đúng:") >= 36
    assert not any("mau-giay" in name for name in learners.namelist())


def test_the_village_s_pack_has_notice_talk_forms_and_a_receipt(made):
    pack = named(made[2], "goi-cua-thon")
    names = {name.rpartition("/")[2] for name in pack.namelist()}

    notice = text_of(pack.read("goi-cua-thon/giay-dan-bang-tin.pdf"))
    assert "XIN GỌI TỔ HÒA GIẢI" in notice
    assert "hoa-giai.example" in notice.replace("\n", "")
    assert "Bài nói ở họp thôn" in text_of(pack.read("goi-cua-thon/bo-tai-lieu-cua-thon.pdf"))
    assert {"phieu-kho-khan-thon-trong.docx", "phieu-kho-khan-thon-trong.pdf", "phieu-ky-nhan-tai-lieu-trong.pdf", "giay-moi-trong.docx", "loi-doc-loa.pdf"} <= names


def test_the_law_goes_out_as_books_with_every_digest_and_its_state(made):
    pack = named(made[2], "van-ban")
    books = " ".join(text_of(pack.read(name)) for name in pack.namelist() if name.endswith(".pdf"))
    text = re.sub(r"\W", "", books)

    laws = [law for law in content.read(ROOT)[0].of("vi", "phap-luat") if law.slug != "index"]
    assert len(laws) > 30
    assert [law.title for law in laws if re.sub(r"\W", "", law.title) not in text] == []
    assert "Còn hiệu lực" in books


def test_the_book_for_e_readers_holds_every_card(made):
    book = next(pack for pack in made[2] if pack.file.suffix == ".epub")
    cards = content.read(ROOT)[0].of("vi", "tinh-huong")

    with zipfile.ZipFile(book.file) as opened:
        text = "".join(opened.read(name).decode("utf-8") for name in opened.namelist() if name.endswith(".xhtml"))
    assert all(page.title in text for page in cards)
    assert "<script" not in text
