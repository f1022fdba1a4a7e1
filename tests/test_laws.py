"""The register of laws, the links into it, and what follows when a law is replaced."""

from __future__ import annotations

import dataclasses
import re
import shutil
from datetime import date
from pathlib import Path

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal import citations, content, front_matter, laws, statutes
from portal.content import Page, Site
from portal.laws import Law, Register
from portal.problems import Problem, blocking

SITE = Path(__file__).parent / "sites" / "laws"
EXTENSIONS = ["attr_list", "md_in_html", "tables", "toc", "footnotes", "admonition", "fenced_code"]


@pytest.fixture(scope="module")
def site() -> Site:
    return content.read(SITE)[0]


@pytest.fixture(scope="module")
def register(site: Site) -> Register:
    return Register.of(site)


def rendered(register: Register, text: str, page_url: str = "ky-nang/thu/") -> str:
    return markdown.Markdown(extensions=[*EXTENSIONS, citations.Extension(register=register, page_url=page_url)]).convert(text)


def links(html: str) -> list[tuple[str, str]]:
    """(address, words) of the citations that became links."""
    return re.findall(r'<a class="portal-cite[^>]*? href="([^"]*)">([^<]*)</a>', html)


# The register


@pytest.mark.parametrize(("said", "number"), [
    ("Luật Hòa giải ở cơ sở", "35/2013/QH13"),
    ("luật hoà giải ở cơ sở", "35/2013/QH13"),
    ("Luật Hòa giải ở cơ sở năm 2013", "35/2013/QH13"),
    ("Luật HGCS", "35/2013/QH13"),
    ("luật 35", "35/2013/QH13"),
    ("Luật 35/2013", "35/2013/QH13"),
    ("NĐ 15", "15/2014/NĐ-CP"),
    ("Nghị định số 15", "15/2014/NĐ-CP"),
    ("Nghị định 15/2014", "15/2014/NĐ-CP"),
    ("BLDS", "91/2015/QH13"),
    ("BLDS 2015", "91/2015/QH13"),
    ("Bộ luật Dân sự năm 2005", "33/2005/QH11"),
    ("Bộ luật 91", "91/2015/QH13"),
])
def test_a_law_is_found_by_the_names_people_call_it(register: Register, said: str, number: str) -> None:
    law = register.named(said)

    assert law is not None
    assert law.number == number


@pytest.mark.parametrize("said", ["Luật Hòa giải ở cơ sở năm 1998", "NĐ 16", "Luật", "Nghị định 15/2015", "", "Luật Cư trú"])
def test_a_law_that_the_register_does_not_know_is_not_guessed(register: Register, said: str) -> None:
    assert register.named(said) is None


def test_two_laws_of_one_name_in_force_are_not_told_apart() -> None:
    twins = Register([Law("1/2020/NĐ-CP", "a", ("NĐ 1",), "con_hieu_luc", "a/", "a.md"), Law("1/2021/NĐ-CP", "b", ("NĐ 1",), "con_hieu_luc", "b/", "b.md")])

    assert twins.named("NĐ 1") is None
    assert twins.named("Nghị định 1/2021") == twins.find("1/2021/NĐ-CP")


def test_a_law_stands_from_its_day_until_the_day_it_ends(register: Register) -> None:
    old = register.find("144/2021/NĐ-CP")

    assert old is not None
    assert not old.in_force(date(2021, 12, 31))
    assert old.in_force(date(2025, 12, 14))
    assert not old.in_force(date(2025, 12, 15))


def test_the_heir_of_a_law_is_found_over_several_replacements_and_a_circle_does_not_hang() -> None:
    def law(number: str, heir: str | None) -> Law:
        return Law(number, number, (), "bi_thay" if heir else "con_hieu_luc", "", "", replaced_by=heir)

    chain = Register([law("1/2000/NĐ-CP", "2/2010/NĐ-CP"), law("2/2010/NĐ-CP", "3/2020/NĐ-CP"), law("3/2020/NĐ-CP", None)])
    circle = Register([law("1/2000/NĐ-CP", "2/2010/NĐ-CP"), law("2/2010/NĐ-CP", "1/2000/NĐ-CP")])

    assert chain.heir(chain.find("1/2000/NĐ-CP")) == chain.find("3/2020/NĐ-CP")
    assert chain.heir(chain.find("3/2020/NĐ-CP")) is None
    assert circle.heir(circle.find("1/2000/NĐ-CP")) == circle.find("2/2010/NĐ-CP")


def test_the_page_says_which_articles_exist_and_what_they_are_called(register: Register) -> None:
    law, unknown_extent = register.find("91/2015/QH13"), register.find("144/2021/NĐ-CP")

    assert law.has("689")
    assert not law.has("690")
    assert law.titles == {"175": "Ranh giới giữa các bất động sản", "176": "Mốc giới"}
    assert unknown_extent.has("7")


def test_clauses_and_points_of_a_law_page_have_anchors(site: Site) -> None:
    page = site.by_url["phap-luat/luat-hoa-giai/"]

    assert laws.anchors(page) == {"dieu-3-khoan-1", "dieu-3-khoan-1-diem-a", "dieu-3-khoan-1-diem-dd", "dieu-3-khoan-2", "dieu-8-khoan-2"}


def test_the_ledger_names_every_law_with_its_state_and_puts_the_dead_first(register: Register) -> None:
    lines = laws.status_lines(register)

    assert len(lines) == len(list(register))
    assert re.match(r"144/2021/NĐ-CP +Đã bị thay bằng 282/2025/NĐ-CP +kiểm tra 22/11/2026  rà soát 22/05/2027", lines[0])


# Links


@pytest.mark.parametrize(("text", "address"), [
    ("Điều 8 Luật HGCS", "../../phap-luat/luat-hoa-giai/#dieu-8"),
    ("Luật Hòa giải ở cơ sở", "../../phap-luat/luat-hoa-giai/"),
    ("khoản 1 Điều 3 Luật HGCS", "../../phap-luat/luat-hoa-giai/#dieu-3-khoan-1"),
    ("điểm đ khoản 1 Điều 3 Luật HGCS", "../../phap-luat/luat-hoa-giai/#dieu-3-khoan-1-diem-dd"),
    ("điểm b khoản 2 Điều 8 Luật HGCS", "../../phap-luat/luat-hoa-giai/#dieu-8-khoan-2"),
    ("khoản 9 Điều 3 Luật HGCS", "../../phap-luat/luat-hoa-giai/#dieu-3"),
    ("Điều 21 Luật HGCS", "../../phap-luat/luat-hoa-giai/"),
    ("Điều 3 và Điều 8 Luật HGCS", "../../phap-luat/luat-hoa-giai/#dieu-3"),
    ("k1 Đ175 BLDS", "../../phap-luat/bo-luat-dan-su/#dieu-175-khoan-1"),
])
def test_a_citation_links_as_deep_as_the_page_of_the_law_goes(register: Register, text: str, address: str) -> None:
    assert links(rendered(register, f"Xem {text} nhé.")) == [(address, text)]


@pytest.mark.parametrize(("page_url", "address"), [
    ("", "phap-luat/luat-hoa-giai/#dieu-8"),
    ("en/", "phap-luat/luat-hoa-giai/#dieu-8"),
    ("tinh-huong/", "../phap-luat/luat-hoa-giai/#dieu-8"),
    ("tap-huan/hoa-giai-vien/bai-1/", "../../../phap-luat/luat-hoa-giai/#dieu-8"),
    ("en/ky-nang/quy-trinh/", "../../phap-luat/luat-hoa-giai/#dieu-8"),
    ("phap-luat/nghi-dinh-15/", "../luat-hoa-giai/#dieu-8"),
    ("phap-luat/luat-hoa-giai/", "#dieu-8"),
])
def test_the_address_is_right_from_any_depth_and_stays_in_the_language(register: Register, page_url: str, address: str) -> None:
    assert links(rendered(register, "Xem Điều 8 Luật HGCS.", page_url)) == [(address, "Điều 8 Luật HGCS")]


def test_one_markdown_instance_serves_many_pages(register: Register) -> None:
    extension = citations.Extension(register=register)
    md = markdown.Markdown(extensions=[*EXTENSIONS, extension])
    found = []

    for extension.page_url in ("", "ky-nang/quy-trinh/", "phap-luat/luat-hoa-giai/"):
        found += links(md.reset().convert("Điều 3 Luật HGCS"))

    assert [address for address, _ in found] == ["phap-luat/luat-hoa-giai/#dieu-3", "../../phap-luat/luat-hoa-giai/#dieu-3", "#dieu-3"]


def test_code_links_and_headings_are_left_alone(register: Register) -> None:
    html = rendered(register, "# Điều 3 Luật HGCS\n\n## Về Điều 3 Luật HGCS\n\n`Điều 3 Luật HGCS` và [Điều 3 Luật HGCS](a.md)\n\n    Điều 3 Luật HGCS\n\n"
                    "<code>BLDS</code> <a href=\"x\">NĐ *15*, BLDS</a> <pre>\nBLDS\n</pre>")

    assert links(html) == []


def test_text_after_a_fenced_block_is_linked_and_the_block_is_not(register: Register) -> None:
    text = "NĐ 15\n\n```yaml\ncan_cu: NĐ 15\n```\n\n## Sau\n\nĐiều 3 Luật HGCS, <code>BLDS</code>, luật 35"

    assert [words for _, words in links(rendered(register, text))] == ["NĐ 15", "Điều 3 Luật HGCS", "luật 35"]


def test_citations_in_lists_tables_notes_and_html_blocks_are_linked(register: Register) -> None:
    text = ("- Điều 3 Luật HGCS\n- **Điều 8 Luật HGCS** in đậm\n\n| a | b |\n|---|---|\n| NĐ 15 | *BLDS* |\n\n!!! note \"Chú ý\"\n    luật 35\n\n"
            "<div markdown=\"1\">\nĐiều 175 BLDS\n</div>\n\nCâu có chú thích[^1].\n\n[^1]: Xem NĐ 282.\n")

    assert [words for _, words in links(rendered(register, text))] == [
        "Điều 3 Luật HGCS", "Điều 8 Luật HGCS", "NĐ 15", "BLDS", "luật 35", "Điều 175 BLDS", "NĐ 282"]


def test_the_card_tells_the_title_of_the_article_and_the_status(register: Register) -> None:
    def card(text: str, page_url: str = "") -> str:
        return re.search(r'data-the="([^"]*)"', rendered(register, text, page_url)).group(1)

    assert card("Điều 175 BLDS") == "Điều 175. Ranh giới giữa các bất động sản · Còn hiệu lực"
    assert card("Điều 175, 176 và 200 BLDS") == "Điều 175. Ranh giới giữa các bất động sản; Điều 176. Mốc giới; Điều 200 · Còn hiệu lực"
    assert card("Điều 1, 2, 3, 4 NĐ 15") == "Điều 1; Điều 2; Điều 3… · Còn hiệu lực"
    assert card("luật 35") == "Luật Hòa giải ở cơ sở năm 2013 · Còn hiệu lực, đang sửa"
    assert card("NĐ 144") == "Nghị định số 144/2021/NĐ-CP · Đã bị thay bằng 282/2025/NĐ-CP"


def test_an_english_page_has_english_cards(site: Site) -> None:
    html = rendered(Register.of(site, "en"), "See Điều 3 Luật HGCS and NĐ 144.", "en/ky-nang/quy-trinh/")

    assert re.findall(r'data-the="([^"]*)"', html) == ["Article 3. What may be mediated · In force, being amended",
                                                       "Nghị định số 144/2021/NĐ-CP · Replaced by 282/2025/NĐ-CP"]


def test_an_ended_law_is_marked_on_its_links(register: Register) -> None:
    html = rendered(register, "NĐ 144 và NĐ 282")

    assert re.findall(r'<a class="([^"]*)"[^>]* data-tinh-trang="(\w+)"', html) == [("portal-cite portal-cite--ended", "ended"), ("portal-cite", "ok")]


def test_this_article_and_this_law_are_known_on_a_law_page_alone(register: Register, site: Site) -> None:
    page = site.by_url["phap-luat/luat-hoa-giai/"]

    assert links(rendered(register, page.body, page.url)) == [("#dieu-8", "Điều 8 và Điều 21 của Luật này"), ("#dieu-3-khoan-2", "khoản 2 Điều này"), ("#dieu-8", "Điều 8")]
    assert links(rendered(register, "Theo khoản 2 Điều này và Luật này.", "ky-nang/thu/")) == []


def test_a_clause_named_alone_below_an_article_is_that_articles(register: Register) -> None:
    text = "## Điều 3. Phạm vi {#dieu-3}\n\nNhư khoản 1, điểm đ khoản 1, khoản 7.\n\n**Khoản 1.** Ở đây có điểm a.\n\n## Khác\n\nXem khoản 1."

    assert links(rendered(register, text, "phap-luat/luat-hoa-giai/")) == [
        ("#dieu-3-khoan-1", "khoản 1, điểm đ khoản 1, khoản 7"), ("#dieu-3-khoan-1-diem-a", "điểm a")]


def test_another_law_in_the_sentence_keeps_an_unnamed_article_unlinked(register: Register) -> None:
    html = rendered(register, "Bộ luật Dân sự nói rõ hơn ở Điều 8. Còn Điều 3 thì khác.", "phap-luat/luat-hoa-giai/")

    assert [words for _, words in links(html)] == ["Bộ luật Dân sự", "Điều 3"]


def test_what_the_register_does_not_know_stays_plain_text(register: Register) -> None:
    assert links(rendered(register, "Luật Cư trú, Điều 99 Luật HGCS, 7/2020/NĐ-CP & <b>NĐ 16</b>")) == []


# Who cites what


def test_a_law_knows_the_pages_that_cite_it_the_cards_first(site: Site, register: Register) -> None:
    index = citations.Index(site, register)

    assert [(page.path, articles) for page, articles in index.cited_at("35/2013/QH13")] == [
        ("docs/vi/tinh-huong/ranh-gioi-dat.md", ["3"]), ("docs/vi/ky-nang/quy-trinh.md", ["3", "8"]), ("docs/vi/phap-luat/nghi-dinh-15.md", [])]
    assert [page.path for page, _ in index.cited_at("35/2013/QH13", "en")] == ["docs/en/ky-nang/quy-trinh.md"]


def test_a_page_rests_on_the_laws_it_names_and_then_on_those_it_cites(site: Site, register: Register) -> None:
    index = citations.Index(site, register)

    def numbers(url: str) -> list[str]:
        return [law.number for law in index.rests_on(site.by_url[url])]

    assert numbers("tinh-huong/ranh-gioi-dat/") == ["91/2015/QH13", "35/2013/QH13", "144/2021/NĐ-CP"]
    assert numbers("ky-nang/quy-trinh/") == ["35/2013/QH13", "15/2014/NĐ-CP"]
    assert numbers("gioi-thieu/") == []
    assert numbers("phap-luat/luat-hoa-giai/") == []


def test_the_fixture_itself_has_no_blocking_problem(site: Site) -> None:
    assert blocking([*laws.problems(site), *citations.problems(site)]) == []


# Problems


def page_of(path: str, source: str) -> Page:
    return content.parse(path, source)[0]


def with_page(site: Site, path: str, source: str) -> Site:
    return dataclasses.replace(site, pages=(*(page for page in site.pages if page.path != path), page_of(path, source)))


def on(path: str, problems: list[Problem]) -> list[tuple[int, str, str, bool]]:
    return [(problem.line, problem.what, problem.fix, problem.blocks) for problem in sorted(problems) if problem.path == path]


def test_an_unknown_law_and_an_unknown_article_block_with_a_suggestion(site: Site) -> None:
    path = "docs/vi/ky-nang/moi.md"
    text = "---\ntitle: Mới\n---\nTheo Luật Hòa giải cơ sở.\n\nTheo Điều 34 Luật HGCS và 16/2014/NĐ-CP.\n"

    found = on(path, citations.problems(with_page(site, path, text)))

    where = "viết trang cho văn bản ấy trong docs/vi/phap-luat/, hoặc bỏ chỗ dẫn"
    assert found == [
        (4, "dẫn văn bản chưa có trên cổng: Luật Hòa giải cơ sở", f"có phải là Luật Hòa giải ở cơ sở? Nếu không, {where}", True),
        (6, "Luật Hòa giải ở cơ sở không có Điều 34", "sửa số điều (gần nhất: Điều 33), hoặc sửa «dieu» ở docs/vi/phap-luat/luat-hoa-giai.md", True),
        (6, "dẫn văn bản chưa có trên cổng: 16/2014/NĐ-CP", f"có phải là 15/2014/NĐ-CP? Nếu không, {where}", True),
    ]


def test_a_plan_or_a_letter_needs_no_page(site: Site) -> None:
    path = "docs/vi/ky-nang/moi.md"

    assert on(path, citations.problems(with_page(site, path, "---\ntitle: Mới\n---\nKế hoạch số 121/KH-UBND, Nghị quyết số 27-NQ/TW, Hiến pháp.\n"))) == []


def test_citing_a_dead_law_is_told_but_does_not_block(site: Site) -> None:
    path = "docs/vi/ky-nang/moi.md"
    text = "---\ntitle: Mới\ncan_cu: [144/2021/NĐ-CP]\n---\nTheo BLDS năm 2005.\n"
    changed = with_page(site, path, text)

    assert on(path, laws.problems(changed)) == [(3, "căn cứ 144/2021/NĐ-CP: đã bị thay bằng 282/2025/NĐ-CP",
                                                 "đọc lại trang theo 282/2025/NĐ-CP", False)]
    assert on(path, citations.problems(changed)) == [(5, "dẫn 33/2005/QH11: đã bị thay bằng 91/2015/QH13",
                                                      "đọc lại câu này theo văn bản mới; nếu cố ý nhắc văn bản cũ thì để nguyên", False)]


LAW = "---\ntitle: Thử\nso_hieu: 5/2020/NĐ-CP\nten_goi: [NĐ 5]\n{}\n---\n## Văn bản này nói gì\n\n{}\n"


@pytest.mark.parametrize(("fields", "body", "line", "what"), [
    ("tinh_trang: bi_thay", "", 5, "văn bản bị thay mà không ghi văn bản nào thay"),
    ("tinh_trang: con_hieu_luc\nthay_bang: 15/2014/NĐ-CP", "", 5, "có «thay_bang» mà tinh_trang là con_hieu_luc"),
    ("tinh_trang: bi_thay\nthay_bang: 6/2020/NĐ-CP", "", 6, "văn bản thay thế 6/2020/NĐ-CP chưa có trang"),
    ("tinh_trang: bi_thay\nthay_bang: 5/2020/NĐ-CP", "", 6, "văn bản được ghi là thay bằng chính nó"),
    ("ngay_hieu_luc: 2020-05-01\nngay_het: 2020-01-01", "", 6, "ngày hết hiệu lực đứng trước ngày có hiệu lực"),
    ("can_cu: [7/2020/NĐ-CP]", "", 5, "«can_cu» ghi 7/2020/NĐ-CP, văn bản này chưa có trang"),
    ('dieu: "1-9"', "## Điều 8. Tên", 9, "tiêu đề Điều 8 thiếu neo đúng"),
    ('dieu: "1-9"', "## Điều 10. Tên {#dieu-10}", 9, "Điều 10 nằm ngoài «dieu» của trang"),
])
def test_a_wrong_field_of_a_law_is_told_with_its_line(site: Site, fields: str, body: str, line: int, what: str) -> None:
    path = "docs/vi/phap-luat/nghi-dinh-5.md"

    found = on(path, laws.problems(with_page(site, path, LAW.format(fields, body))))

    assert [(problem[0], problem[1], problem[3]) for problem in found] == [(line, what, True)]


def test_one_number_has_one_page(site: Site) -> None:
    path = "docs/vi/phap-luat/trung-so.md"
    source = LAW.replace("5/2020/NĐ-CP", "15/2014/NĐ-CP").format("tinh_trang: con_hieu_luc", "")

    assert on(path, laws.problems(with_page(site, path, source))) == [
        (3, "số hiệu 15/2014/NĐ-CP đã có ở docs/vi/phap-luat/nghi-dinh-15.md", "giữ một trang, hoặc sửa số hiệu", True)]


# The law is replaced


def test_when_law_35_2013_is_replaced_one_page_is_edited_and_everything_follows(tmp_path: Path) -> None:
    shutil.copytree(SITE, tmp_path, dirs_exist_ok=True)
    page = tmp_path / "docs/vi/phap-luat/luat-hoa-giai.md"
    before = page.read_text(encoding="utf-8")

    page.write_text(before.replace("tinh_trang: sap_sua", "tinh_trang: bi_thay").replace("dieu: ", "thay_bang: 1/2099/QH99\ndieu: "), encoding="utf-8")
    site = content.read(tmp_path)[0]
    register = Register.of(site)
    index = citations.Index(site, register)

    resting = [page.url for page in site.vi if any(law.has_ended and law.number == "35/2013/QH13" for law in index.rests_on(page))]
    assert resting == ["ky-nang/quy-trinh/", "phap-luat/nghi-dinh-15/", "tinh-huong/ranh-gioi-dat/"]
    assert citations.affected_lines(site, "35/2013/QH13") == [
        "docs/en/ky-nang/quy-trinh.md:3: (ghi ở can_cu)",
        "docs/en/ky-nang/quy-trinh.md:7: Begin with Điều 3 Luật Hòa giải ở cơ sở.",
        "docs/vi/ky-nang/quy-trinh.md:3: (ghi ở can_cu)",
        "docs/vi/ky-nang/quy-trinh.md:7: Theo điểm a khoản 1 Điều 3 Luật Hòa giải ở cơ sở số 35/2013/QH13.",
        "docs/vi/ky-nang/quy-trinh.md:8: Xem Điều 8 Luật HGCS, Điều 8 Luật HGCS.",
        "docs/vi/ky-nang/quy-trinh.yml:4: Xem điểm a khoản 1 Điều 3 Luật HGCS.",
        "docs/vi/phap-luat/nghi-dinh-15.md:8: (ghi ở can_cu)",
        "docs/vi/phap-luat/nghi-dinh-15.md:27: Nghị định viết rõ thêm Luật Hòa giải ở cơ sở số 35/2013/QH13.",
        "docs/vi/tinh-huong/ranh-gioi-dat.md:3: (ghi ở can_cu)",
        "docs/vi/tinh-huong/ranh-gioi-dat.md:6: có người đánh nhau: xem Điều 3 Luật Hòa giải ở cơ sở",
        "docs/vi/tinh-huong/ranh-gioi-dat.md:11: Hòa giải viên: “Luật 35 dặn tôi nghe cả hai nhà.”",
        "11 chỗ trên 4 trang cần đọc lại.",
    ]
    html = rendered(register, "Theo Điều 8 Luật HGCS.")
    assert links(html) == [("../../phap-luat/luat-hoa-giai/#dieu-8", "Điều 8 Luật HGCS")]
    assert 'data-the="Điều 8. Bầu hòa giải viên · Đã bị thay bằng 1/2099/QH99" data-tinh-trang="ended"' in html
    problems = [*laws.problems(site), *citations.problems(site)]
    assert blocking(problems) == []
    assert ("docs/vi/ky-nang/quy-trinh.md", 3) in {(problem.path, problem.line) for problem in problems}
    assert laws.status_lines(register)[0].startswith("144/2021/NĐ-CP")
    assert "35/2013/QH13                 Đã bị thay bằng 1/2099/QH99" in "\n".join(laws.status_lines(register))


SUCCESSOR = "docs/vi/phap-luat/luat-hoa-giai-moi.md"
NEW_LAW = ("---\ntitle: Luật Hòa giải ở cơ sở (mới)\nso_hieu: 9/2028/QH16\nten_goi: [Luật Hòa giải ở cơ sở, Luật HGCS, Luật Hòa giải ở cơ sở năm 2028]\n"
           "ngay_ban_hanh: 2028-03-01\nngay_hieu_luc: 2028-07-01\ntinh_trang: con_hieu_luc\ndieu: \"1-20\"\n---\n## Văn bản này nói gì\n\nTrang thử.\n")


@pytest.mark.parametrize(("keys", "number"), [
    ("can_cu: [35/2013/QH13]", "35/2013/QH13"),
    ("thay_doi:\n  - {ngay: 2026-11-22, gi: Bản đầu}", "35/2013/QH13"),
    ("can_cu: [35/2013/QH13]\nthay_doi:\n  - {ngay: 2028-08-01, gi: Sửa lỗi gõ}", "35/2013/QH13"),
    ("can_cu: [9/2028/QH16]\nthay_doi:\n  - {ngay: 2028-05-01, gi: Đọc lại theo luật mới}", "9/2028/QH16"),
    ("thay_doi:\n  - {ngay: 2028-08-01, gi: Bản đầu}", "9/2028/QH16"),
    ("can_cu: [91/2015/QH13]", "9/2028/QH16"),
])
def test_a_bare_name_means_the_law_that_the_page_was_written_by_until_somebody_has_read_it_again(tmp_path: Path, keys: str, number: str) -> None:
    shutil.copytree(SITE, tmp_path, dirs_exist_ok=True)
    old = tmp_path / "docs/vi/phap-luat/luat-hoa-giai.md"
    old.write_text(old.read_text(encoding="utf-8").replace("tinh_trang: sap_sua", "tinh_trang: bi_thay").replace("dieu: ", "thay_bang: 9/2028/QH16\ndieu: "), encoding="utf-8")
    (tmp_path / SUCCESSOR).write_text(NEW_LAW, encoding="utf-8")
    (tmp_path / "docs/vi/ky-nang/x.md").write_text(f"---\ntitle: X\n{keys}\n---\nTheo Điều 21 Luật Hòa giải ở cơ sở.\n", encoding="utf-8")

    site = content.read(tmp_path)[0]
    [mention] = [mention for mention in citations.Index(site, Register.of(site)).mentions if mention.page.path == "docs/vi/ky-nang/x.md"]

    assert mention.target.law.number == number
    listed = [line for line in citations.affected_lines(site, "35/2013/QH13") if line.endswith("Theo Điều 21 Luật Hòa giải ở cơ sở.")]
    assert len(listed) == (number == "35/2013/QH13")
    assert mention.target.is_known == (number == "35/2013/QH13")


def test_asking_for_a_law_by_its_everyday_name_works_and_an_unknown_one_gets_a_suggestion(site: Site) -> None:
    assert citations.affected_lines(site, "luật 35") == citations.affected_lines(site, "35/2013/QH13")
    assert citations.affected_lines(site, "36/2013/QH13") == ["Không có văn bản 36/2013/QH13 trên cổng. Gần giống: 35/2013/QH13."]


# Whatever staff write


VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=30), st.dates(), st.lists(st.text(max_size=12), max_size=3),
                   st.dictionaries(st.text(max_size=5), st.integers(), max_size=3),
                   st.sampled_from(["35/2013/QH13", "5/2020/NĐ-CP", "bi_thay", "1-33, 91a", "9-1", ["35/2013/QH13"], {175: "Tên"}, "chua_ro"]))
KEYS = ("so_hieu", "ten_goi", "tinh_trang", "thay_bang", "dieu", "muc_luc", "can_cu", "nguon", "sua_boi", "ngay_hieu_luc", "ngay_het", "title")
BODIES = st.lists(st.sampled_from(["## Điều 8. Tên {#dieu-8}\n", "## Điều 9. Tên\n", "**Khoản 1.** Chữ.\n", "- a) chữ\n- đ) chữ\n", "Theo Điều 99 Luật HGCS và Điều này.\n",
                                   "```\nĐiều 3 Luật HGCS\n```\n", "\n", "Luật Cư trú\n", "| NĐ 15 | b |\n", "[BLDS](x.md)\n"]), max_size=12).map("\n".join)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), VALUES), BODIES, st.text(max_size=80))
def test_no_front_matter_and_no_text_brings_the_checks_down_or_points_to_a_line_that_is_not_there(meta: dict, body: str, tail: str) -> None:
    site = content.read(SITE)[0]
    base = page_of("docs/vi/phap-luat/x.md", f"---\ntitle: x\n---\n{body}{tail}".replace("\r", ""))
    page = dataclasses.replace(base, meta=meta)
    changed = dataclasses.replace(site, pages=(*site.pages, page))

    problems = [*laws.problems(changed), *citations.problems(changed)]

    last = page.source.count("\n") + 1
    assert all(1 <= problem.line <= last for problem in problems if problem.path == page.path)
    rendered(Register.of(changed), page.body, page.url)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["dòng trống\n", "\n", "- mục\n", "## Đầu đề\n"]), max_size=20), st.booleans())
def test_a_problem_points_to_the_line_of_the_citation(before: list[str], with_head: bool) -> None:
    head = "---\ntitle: x\ndescription: y\n---\n" if with_head else ""
    source = f"{head}{''.join(before)}\nTheo Điều 77 Luật HGCS.\n"
    site = with_page(content.read(SITE)[0], "docs/vi/ky-nang/x.md", source)

    [(line, what, _, _)] = on("docs/vi/ky-nang/x.md", citations.problems(site))

    assert source.split("\n")[line - 1] == "Theo Điều 77 Luật HGCS."
    assert what == "Luật Hòa giải ở cơ sở không có Điều 77"


def test_numbers_of_laws_tell_their_kind() -> None:
    kinds = {number: statutes.kind(number) for number in ("35/2013/QH13", "15/2014/NĐ-CP", "315/QĐ-TTg", "56/2023/TT-BTC", "01/2014/NQLT-CP-UBTWMTTQVN",
                                                          "100/2014/TTLT-BTC-BTP", "04/2017/NQ-HĐTP", "34/2007/PL-UBTVQH11", "121/KH-UBND")}

    assert list(kinds.values()) == ["luật", "nghị định", "quyết định", "thông tư", "nghị quyết liên tịch", "thông tư liên tịch", "nghị quyết", "pháp lệnh", ""]


def test_the_front_matter_lines_of_the_fixture_are_those_of_the_file(site: Site) -> None:
    page = site.by_url["tinh-huong/ranh-gioi-dat/"]

    assert page.line("can_cu") == 3
    assert front_matter.split(page.source)[2] == page.body_line
