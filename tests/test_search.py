"""The index: what is read from a built page, how it is weighed and written, and the tables staff edit."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import content, search
from portal.search import analysis, documents, encoding, parts, postings, scripts, tables
from portal.search.documents import Document
from portal.search.markup import Section, read_html

CASES = Path(__file__).parent / "cases" / "search"
VECTORS = json.loads((CASES / "tokens.json").read_text(encoding="utf-8"))
LAW = Document("phap-luat/luat-x/", "Luật X năm 2013", "phap-luat", "con_hieu_luc", "Luật X năm 2013; 35/2013/QH13", "", True, 1.0, (
    Section("", "Luật X năm 2013", "Nói về hòa giải."),
    Section("dieu-2", "Điều 2. Giải thích từ ngữ", "1. Hòa giải viên là người được công nhận.\nViệc khác thì thôi."),
    Section("dieu-3", "Điều 3. Phạm vi", "Việc được hòa giải."),
    Section("dieu-5", "Điều 5. Nguyên tắc", "Tự nguyện.")))
CARD = Document("tinh-huong/ranh/", "Lấn đất", "tinh-huong", "", "Lấn đất", "Land", False, 1.0, (
    Section("", "Lấn đất", "Sổ đỏ ghi khác."), Section("can-cu", "Căn cứ", "Điều 3 Luật X.", ("../../phap-luat/luat-x/#dieu-3-khoan-1",))))
LAWS = [tables.Law(("Luật X năm 2013", "Luật X"), "35/2013/QH13", "luat-x", 0, {"2": 1, "3": 2, "5": 3})]


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["text"][:20])
def test_text_becomes_the_tokens_that_the_browser_makes_too(case: dict) -> None:
    found = analysis.words(analysis.clean(case["text"]), case["lang"])
    assert [list(word) for word in found] == [[form, key] for _, _, form, key in case["tokens"]]


@given(st.text(), st.text(), st.sampled_from(["vi", "en"]))
def test_a_text_holds_the_words_of_its_parts(one: str, other: str, lang: str) -> None:
    parts = [analysis.words(analysis.clean(part), lang) for part in (one, other)]
    assert analysis.words(analysis.clean(f"{one} {other}"), lang) == [*parts[0], *parts[1]]


def test_a_built_page_is_read_by_its_headings_without_what_stands_around_it() -> None:
    built = read_html("""<body><header>đầu</header><main><nav>thanh</nav><article id="noi-dung"><h1>Tên</h1><p>Mở đầu</p>
      <h2 id="hoi-gi">Hỏi gì<a class="headerlink" href="#hoi-gi">¶</a></h2><ul><li>Ranh ở đâu?</li><li>Có mốc không?</li></ul>
      <p>Xem <a href="../vay-no/#hoi">vay nợ</a><span class="portal-chip">Còn hiệu lực</span>.</p><script>x()</script>
      <p class="portal-cited-here">Được dẫn tại: <a href="../khac/">trang khác</a></p><form><label>Tìm</label></form>
      <h4>Nhỏ</h4><img alt="x"><br>dòng hai<p class="portal-next"><b>Xem tiếp:</b> <a href="../nua/">trang nữa</a></p></article></main><footer>chân</footer></body>""")
    assert built.sections == [
        Section("", "", "Mở đầu"),
        Section("hoi-gi", "Hỏi gì", "Ranh ở đâu?\nCó mốc không?\nXem vay nợ.\nNhỏ\ndòng hai", ("../vay-no/#hoi",))]
    assert built.links == [("../vay-no/#hoi", "vay nợ"), ("../nua/", "trang nữa")]


def test_a_term_that_a_paragraph_explains_weighs_more_than_one_it_only_uses() -> None:
    explains, uses = (postings.analyse(replace(LAW, sections=(section,)), section, "vi") for section in (
        Section("a", "Từ ngữ", "1. Hòa giải viên là người giúp hai bên."), Section("b", "Từ ngữ", "Người ta mời hòa giải viên giúp hai bên.")))
    found = _weighed([explains, uses]).pairs["hoa giai"]
    assert found[0] > found[1]


def test_levels_stay_between_one_and_sixteen_and_a_heading_counts_more_than_text() -> None:
    weighed = _weighed(_analysed([LAW, CARD]))
    assert all(1 <= level <= postings.LEVELS for found in (*weighed.pairs.values(), *weighed.singles.values()) for level in found.values())
    assert weighed.pairs["lan dat"][4] > weighed.pairs["so do"][4]


def test_forms_of_one_key_are_kept_apart() -> None:
    assert set(_index([LAW, CARD]).singles["giai"]) == {"giải"}
    assert set(_index([LAW, CARD]).singles["do"]) == {"đỏ"}


def test_a_section_that_cites_an_article_is_found_by_the_article() -> None:
    assert encoding.postings(_index([LAW, CARD]).singles["@luat-x/#dieu-3"]["@luat-x/#dieu-3"]) == {5: 8}


@given(st.lists(st.dictionaries(st.integers(0, 9_999), st.integers(1, 16), max_size=60), max_size=5))
def test_postings_of_parts_are_read_back_from_the_characters_of_the_whole(found: list[dict[int, int]]) -> None:
    joined = encoding.Joined()
    for number, part in enumerate(found):
        joined.add({"key": encoding.run(part)} if part else {}, 10_000 * number)
    text = joined.text.get("key", "")
    assert encoding.postings(text) == {10_000 * number + section: level for number, part in enumerate(found) for section, level in part.items()}
    assert encoding.held(text) == sum(map(len, found))
    assert not set(text) & set("\"\\|~")


def test_an_index_in_parts_is_the_index_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [replace(document, url=f"{document.url}{number}/") for number in range(20) for document in (LAW, CARD)]
    monkeypatch.setattr(parts, "CUT", 1)
    many = parts.index(found, "vi", frozenset({("sổ", "đỏ")}))
    monkeypatch.setattr(parts, "CUT", 10**9)
    assert many == parts.index(found, "vi", frozenset({("sổ", "đỏ")}))
    assert many.beside == {("sổ", "đỏ"): 20}


def test_the_same_documents_give_the_same_bytes_and_other_ones_another_folder() -> None:
    once, again = (search.build_files([LAW, CARD], LAWS, ([["sổ đỏ", "bìa đỏ"]], {}), "vi") for _ in range(2))
    other = search.build_files([CARD], [], ([], {}), "vi")
    assert once == again
    assert _core(once)["thu_muc"] != _core(other)["thu_muc"]


def test_no_documents_still_give_a_core() -> None:
    assert list(search.build_files([], [], ([["sổ đỏ", "bìa đỏ"]], {"UBND": "ủy ban nhân dân"}), "vi")) == ["goc.js"] + [
        name for name in search.build_files([], [], ([], {}), "vi") if name != "goc.js"]


def test_articles_are_written_as_runs() -> None:
    assert _core(search.build_files([LAW, CARD], LAWS, ([], {}), "vi"))["luat"][0][2] == "2-3@1 5@3"


def test_a_law_is_called_by_number_name_and_short_number() -> None:
    (names,) = tables.law_names(LAWS)
    assert {"35/2013/qh13", "35/2013", "luat 35", "luat x", "luat x nam 2013"} <= set(names)


def test_a_short_number_that_two_laws_share_leads_to_neither_but_for_the_law_of_mediation() -> None:
    others = [replace(LAWS[0], number=number, names=(name,)) for number, name in (("15/2012/QH13", "Luật Y"), ("15/2024/QH15", "Luật Z"), ("35/2024/QH15", "Luật W"))]

    mediation, *rest = tables.law_names([LAWS[0], *others])

    assert "luat 35" in mediation
    assert not {"luat 35", "luat 15"} & {name for names in rest for name in names}
    assert "35/2024" in rest[2]


def test_a_word_finds_the_other_words_of_its_group_that_pages_hold() -> None:
    found = tables.meanings([["sổ đỏ", "bìa đỏ"], ["xe hơi", "ô tô"]], {"hgv": "hòa giải viên"}, _index([LAW, CARD], [["sổ đỏ", "bìa đỏ"]]))
    assert found == {"bia #do": ["bìa đỏ>sổ đỏ"]}


def test_an_abbreviation_that_pages_use_is_found_by_its_full_words() -> None:
    page = replace(CARD, sections=(Section("", "HGV", "HGV hỏi"),))
    assert tables.meanings([], {"hgv": "hòa giải viên"}, _index([page])) == {"hoa #giai vien": ["hòa giải viên>!hgv"]}


def test_the_tables_that_staff_edit_are_checked_with_line_and_cure(tmp_path: Path) -> None:
    bang = tmp_path / "docs" / "bang"
    bang.mkdir(parents=True)
    (bang / "tu-dong-nghia.yml").write_text("- [sổ đỏ, bìa đỏ]\n- [một mình]\n- [thẻ đỏ, bìa đỏ]\n", encoding="utf-8")
    (bang / "viet-tat.yml").write_text("UBND: ủy ban nhân dân\nU B: ủy ban\nHĐ:\n", encoding="utf-8")
    site, _ = content.read(tmp_path)
    found = {(problem.path, problem.what) for problem in search.problems(site)}
    assert found == {
        ("docs/bang/tu-dong-nghia.yml", "nhóm từ đồng nghĩa phải có từ hai từ trở lên"),
        ("docs/bang/tu-dong-nghia.yml", "từ «bìa đỏ» đã có ở nhóm «sổ đỏ»"),
        ("docs/bang/viet-tat.yml", "chữ tắt «U B» phải viết liền"),
        ("docs/bang/viet-tat.yml", "chữ tắt «HĐ» chưa có chữ đầy đủ")}


def test_the_portals_own_tables_are_sound() -> None:
    site, _ = content.read(Path(__file__).resolve().parents[1])
    assert search.problems(site) == []


@pytest.mark.parametrize(("written", "short"), [
    ("/* why */\nvar total = one + 1;    // sum", "var a=one+1;"),
    ("function add(list, most) { return list.length + most; }", "function c(a,b){return a.length+b;}"),
    ("var key = 1, found = { key: key, 'key': other.key };", "var a=1,b={key:a,'key':other.key};"),
    ("var way = wish ? key : rest, key = 2, rest = [1, way];", "var c=wish?a:b,a=2,b=[1,c];"),
    ("var text = 'var  text // no /* gap */';", "var a='var  text // no /* gap */';"),
    ("var tidy = word.replace(/[/ ]+ a/g, '') / 2;", "var a=word.replace(/[/ ]+ a/g,'')/2;"),
    ("for (var name in table) if (!name) throw new Error(name);", "for(var a in table)if(!a)throw new Error(a);"),
    ("load().catch(function (error) { say(error); });", "load().catch(function(a){say(a);});"),
    ("var at = -1; at = at - -1;", "var a=-1;a=a- -1;"),
])
def test_a_script_is_made_short_and_does_the_same(written: str, short: str) -> None:
    assert scripts.shorter(written) == f"{short}\n"


def test_names_of_one_function_do_not_meet_those_of_the_file() -> None:
    written = "(function () {\n  var kept = 1;\n  function one(x) { return x + kept; }\n  function two(y) { return one(y); }\n})();\n"
    assert scripts.shorter(written) == "(function(){var a=1;function b(c){return c+a;}function d(c){return b(c);}})();\n"


def test_the_handbook_stays_out_and_an_untranslated_page_is_found_by_its_english_title(tiny_site: Path, tiny: Path) -> None:
    site, _ = content.read(tiny)
    vi, en = (documents.read(tiny_site, site, lang) for lang in ("vi", "en"))
    assert not any("so-tay" in document.url or document.url in ("", "a-z/", "tim-kiem/") for document in vi)
    card = next(document for document in en if document.url == "en/tinh-huong/ranh-gioi/")
    assert (card.title, card.sections[0].text) == ("Boundary", "Boundary in one sentence.")


def _analysed(found: list[Document]) -> list[postings.Analysed]:
    return [postings.analyse(document, section, "vi") for document in found for section in document.sections]


def _weighed(sections: list[postings.Analysed]) -> postings.Weighed:
    return postings.weigh(sections, "vi", postings.Lengths.means([postings.Lengths.of(sections)]))


def _index(found: list[Document], groups: Iterable[list[str]] = ()) -> parts.Index:
    return parts.index(found, "vi", tables.neighbours(groups))


def _core(files: dict[str, str]) -> dict:
    return json.loads(files["goc.js"].removeprefix('timKiem.nhan("goc",').removesuffix(");\n"))
