"""How a file becomes a page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import content, front_matter

HEAD = "---\ntitle: Vay nợ\nhoi:\n  - {hoi: Vay bao giờ?, vi: để biết}\n  - {hoi: Có giấy không?}\nra_soat: 2027-05-20\n---\n## Một\n\nChữ.\n"


def test_every_key_keeps_its_line_also_inside_lists():
    page, _ = content.parse("docs/vi/tinh-huong/vay-no.md", HEAD)

    assert page.line("title") == 2
    assert page.line("hoi.1.hoi") == 5
    assert page.line("hoi.1.khong_co") == 5
    assert page.text_line(page.body.index("Chữ")) == 10


def test_address_kind_and_language_follow_from_the_path():
    card, _ = content.parse("docs/vi/tinh-huong/vay-no.md", HEAD)
    index, _ = content.parse("docs/en/tinh-huong/index.md", HEAD)
    top, _ = content.parse("docs/vi/index.md", HEAD)

    assert (card.url, card.kind, card.lang, card.section) == ("tinh-huong/vay-no/", "tinh-huong", "vi", "tinh-huong")
    assert (index.url, index.kind, index.lang, index.section) == ("en/tinh-huong/", "trang", "en", "tinh-huong")
    assert (top.url, top.kind, top.section) == ("", "trang", "")


def test_a_file_saved_by_notepad_is_read_like_any_other(tmp_path: Path):
    file = tmp_path / "docs/vi/vay-no.md"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode())

    page, _ = content.read_page(tmp_path, file, "vi")

    assert page.title == "Vay nợ"
    assert page.body == "## Một\n\nChữ.\n"


def test_a_file_in_an_old_encoding_is_named_with_its_line_and_how_to_save_it(tmp_path: Path):
    file = tmp_path / "docs/vi/vay-no.md"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"---\ntitle: Vay n\xf2\n---\n")

    _, problems = content.read_page(tmp_path, file, "vi")

    assert str(problems[0]).startswith("docs/vi/vay-no.md:2: tệp không phải dạng chữ UTF-8")


def test_a_number_sign_inside_code_is_no_heading():
    page, _ = content.parse("docs/vi/a.md", "---\ntitle: A\n---\n## Thật\n\n```\n## Giả\n```\n\n## Cuối {#het}\n")

    assert [(heading.text, heading.id, heading.line) for heading in page.headings] == [("Thật", None, 4), ("Cuối", "het", 10)]


def test_the_newest_change_note_dates_a_page():
    page, _ = content.parse("docs/vi/a.md", "---\nthay_doi:\n  - {ngay: 2026-11-20, gi: x}\n  - {ngay: 2026-10-01, gi: y}\n---\n")

    assert page.updated == date(2026, 11, 20)


@given(st.text(max_size=300))
def test_no_front_matter_is_bad_enough_for_a_traceback(text: str):
    page, problems = content.parse("docs/vi/ky-nang/a.md", f"---\n{text}\n---\nChữ\n")

    last = page.source.count("\n") + 2
    assert all(0 <= problem.line <= last for problem in problems)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates(),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["title", "hoi", "dung_lai", "nguon", "x"]), inner, max_size=3), max_leaves=12))
def test_no_value_in_a_field_is_odd_enough_for_a_traceback(value: object):
    import yaml

    text = yaml.safe_dump({"title": value, "dung_lai": value, "hoi": value, "nguon": value, "thay_doi": value, "anh": value}, allow_unicode=True)

    page, problems = content.parse("docs/vi/tinh-huong/a.md", f"---\n{text}---\n")

    assert problems
    assert page.updated is None or isinstance(page.updated, date)


def test_a_key_written_twice_is_a_problem_on_its_second_line():
    parsed = front_matter.parse("title: A\ntitle: B\n", "docs/vi/a.md", 2)

    assert [(problem.line, problem.what) for problem in parsed.problems] == [(3, "trường «title» viết hai lần")]


GOOD_HEAD = "---\ntitle: Vay nợ\ndescription: Một câu.\nthay_doi:\n  - {ngay: 2026-11-22, gi: Bản đầu}\nra_soat: 2027-05-22\n---\n## Một\n"


@pytest.mark.parametrize(("old", "new", "line", "what"), [
    ("---\n## Một", "## Một", 1, "phần đầu trang chưa đóng"),
    ("---\ntitle", "\n---\ntitle", 1, "dòng mở phần đầu viết sai"),
    ("---\ntitle", "--\ntitle", 1, "dòng mở phần đầu viết sai"),
    ("title: Vay nợ", "\ttitle: Vay nợ", 2, "phần đầu trang có phím Tab"),
    ("title: Vay nợ", "title:Vay nợ", 2, "thiếu dấu cách sau dấu hai chấm"),
    ("title: Vay nợ", "title: Vay nợ: trả thế nào", 2, "phần đầu trang viết sai: có dấu hai chấm trong giá trị"),
    ("title: Vay nợ", 'title: "Vay nợ', 2, "phần đầu trang có dấu ngoặc kép chưa đóng"),
    ("title: Vay nợ", "title: *Vay nợ", 2, "giá trị bắt đầu bằng dấu «*»"),
    ("title: Vay nợ", "title: @Vay nợ", 2, "giá trị bắt đầu bằng dấu «@»"),
    ("Bản đầu}", "Bản đầu", 5, "phần đầu trang có dấu ngoặc { hoặc [ chưa đóng"),
    ("ra_soat", "  ra_soat", 6, "dòng này lùi vào sai chỗ"),
])
def test_what_is_wrong_with_front_matter_is_said_in_plain_words_at_the_line_to_mend(old: str, new: str, line: int, what: str):
    assert old in GOOD_HEAD

    _, problems = content.parse("docs/vi/gioi-thieu/a.md", GOOD_HEAD.replace(old, new, 1))

    assert [(problem.line, problem.what) for problem in problems] == [(line, what)]
