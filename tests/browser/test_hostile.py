"""Text from outside through every door: nothing of it runs, and nothing of it becomes an element of the page.

The content security policy is switched off here: it is the second lock, the first one has to hold alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from urllib.parse import quote

import pytest
from docx import Document
from playwright.sync_api import Page

from conftest import ADDRESS, ROOT, served
from portal import generator, importing
from portal.views import Mode

STRINGS = (ROOT / "tests/cases/hostile/strings.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
TOGETHER = 20
TOGETHERS = [STRINGS[n : n + TOGETHER] for n in range(0, len(STRINGS), TOGETHER)]
SKILL = "docs/vi/ky-nang/lang-nghe.md"
WATCH = "window.ran = []; for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = (text) => window.ran.push(name + ' ' + text);"
WALK = """async strings => { let heard = 0;
  for (const text of strings) { const there = new Promise(done => addEventListener('hashchange', done, {once: true})); location.hash = text; await there; heard++; }
  return heard; }"""
MADE = r"""() => {
  const ours = part => [...part.attributes].every(one => !/^on/i.test(one.name) && (one.name === 'value' || !/^\s*(javascript|data:text|vbscript)/i.test(one.value)))
    && !part.matches('img[src="x"], iframe, object, embed, base, marquee, video[src="x"], audio[src="x"], script:not([src]):not([type="application/json"])');
  return [...window.ran, ...[...document.querySelectorAll('*')].filter(part => !ours(part)).map(part => part.outerHTML.slice(0, 120))]; }"""


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A portal whose pages carry the strings: as titles and summaries, and as text of imported Word files."""
    from conftest import SITES, portal_at

    root = portal_at(tmp_path_factory.mktemp("hostile") / "portal", SITES / "tiny")
    page = (root / SKILL).read_text(encoding="utf-8")
    for n, string in enumerate(STRINGS):
        text = page.replace("title: Lắng nghe", f"title: {json.dumps(f'{string[:60]} {n}')}")
        text = text.replace("description: Nghe cho hết trước khi nói.", f"description: {json.dumps(string)}")
        (root / f"docs/vi/ky-nang/lang-nghe-{n}.md").write_text(text, encoding="utf-8")
    files = []
    for n, some in enumerate(TOGETHERS):
        word = Document()
        word.add_heading(some[0], 0)
        for string in some:
            word.add_paragraph("".join(sign for sign in string if sign.isprintable()))
        files.append(root / f"van-ban-{n}.docx")
        word.save(str(files[-1]))
    outcomes = importing.run(files, root, today=date(2026, 11, 22))
    assert all(outcome.page for outcome in outcomes)
    generator.build(root, Mode(address=ADDRESS), root / "site")
    with served(root / "site") as address:
        yield address


def watched(visit, url: str) -> Page:
    page = visit("about:blank", bypass_csp=True)
    page.add_init_script(WATCH)
    page.goto(url)
    return page


def test_the_corpus_is_large_and_each_string_stands_once():
    assert len(set(STRINGS)) == len(STRINGS) >= 200


def test_a_query_string_is_text_on_the_search_page(visit, spoilt: str):
    page = watched(visit, spoilt)
    for some in TOGETHERS:
        page.goto(f"{spoilt}tim-kiem/?q={quote(' '.join(some))}&loai={quote(some[0])}&{quote(some[1])}=1")
        page.wait_for_selector('ol.ket-qua[aria-busy="false"], [data-khong-thay]', state="attached")
        assert page.evaluate(MADE) == [], some


def test_what_is_typed_and_what_is_found_is_text(visit, spoilt: str):
    page = watched(visit, f"{spoilt}tim-kiem/?q=lang")
    field = page.locator("main input[type=search]").first
    for string in STRINGS:
        field.fill(string)
    field.fill("lang nghe")
    page.wait_for_selector('ol.ket-qua[aria-busy="false"]', state="attached")

    assert page.evaluate(MADE) == []


def test_a_fragment_is_an_address_and_nothing_else(visit, spoilt: str, address: str):
    for place in (f"{spoilt}ky-nang/lang-nghe/", f"{spoilt}tim-kiem/", f"{address}tap-huan/thuc-hanh/th-1-ranh-gioi/", f"{address}bieu-mau/van-ban-hoa-giai/dien/"):
        page = watched(visit, place)
        assert page.evaluate(WALK, STRINGS) == len(STRINGS)
        assert page.evaluate(MADE) == [], place


def test_titles_summaries_and_imported_words_are_text_wherever_they_are_listed(visit, spoilt: str):
    page = watched(visit, spoilt)
    for place in ("", "ky-nang/", "a-z/", "linh-vuc/dat-dai/", "gioi-thieu/", *(f"ky-nang/lang-nghe-{n}/" for n in range(0, len(STRINGS), TOGETHER))):
        page.goto(spoilt + place)
        assert page.evaluate(MADE) == [], place


def test_words_of_a_form_are_text_on_the_sheet(visit, address: str):
    page = watched(visit, f"{address}bieu-mau/van-ban-hoa-giai/dien/")
    for some in TOGETHERS:
        page.evaluate("""strings => { let n = 0;
          for (const field of document.querySelectorAll('form input:not([type=checkbox]):not([type=radio]):not([type=hidden]), form textarea')) {
            field.value = strings[n++ % strings.length];
            for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, {bubbles: true})); } }""", some)
        assert page.evaluate(MADE) == [], some
