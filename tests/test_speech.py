"""What the loudspeaker says: words for numbers and signs, two lengths of one script, breaths, the files to download."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from portal import cli, content, loudspeaker, speech
from portal.speech import numerals
from portal.speech.wording import unsaid

ROOT = Path(__file__).resolve().parents[1]
CASES = Path(__file__).parent / "cases" / "speech"
SITE, _ = content.read(ROOT)
WORDING = speech.Wording.of(SITE.tables)
SCRIPTS = [page for page in SITE.vi if speech.is_script(page)]


def pairs() -> list[pytest.param]:
    """Each line "written → said" of the case files, named by its place."""
    return [pytest.param(*line.split(" → "), id=f"{file.stem}:{n}") for file in sorted(CASES.glob("*.txt"))
            for n, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1) if " → " in line and not line.startswith("#")]


@pytest.mark.parametrize(("written", "said"), pairs())
def test_what_stands_on_the_page_is_said_as_people_say_it(written: str, said: str) -> None:
    assert WORDING.say(written) == said


@given(st.integers(0, 10**12))
def test_a_number_is_said_in_words_alone(number: int) -> None:
    said = numerals.cardinal(number)
    assert not any(letter.isdigit() for letter in said) and "  " not in said and said == said.strip()


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_two_numbers_are_never_said_alike(one: int, other: int) -> None:
    assert (numerals.cardinal(one) == numerals.cardinal(other)) == (one == other)


@given(st.text(max_size=200))
def test_no_text_stops_the_speaker(text: str) -> None:
    WORDING.say(text)


def script(body: str) -> content.Page:
    page, _ = content.parse("docs/vi/truyen-thong/phat-thanh/thu.md", f"---\ntitle: Thử\n---\n\n{body}\n")
    return page


def test_marked_paragraphs_are_left_out_of_the_short_version() -> None:
    page = script("## Bài đọc\n\nKính thưa bà con.\n\nCâu chỉ đọc khi đủ giờ.\n{: .ban-5-phut}\n\nXin chào.\n\n## Căn cứ\n\n- Điều 8.")
    short, long = speech.versions(page, WORDING)
    assert short.text == "Kính thưa bà con.\n\nXin chào."
    assert long.text == "Kính thưa bà con.\n\nCâu chỉ đọc khi đủ giờ.\n\nXin chào."
    assert (short.syllables, long.syllables) == (6, 12)


def test_notices_tables_and_headings_are_not_read_out() -> None:
    page = script("## Bài đọc\n\n### Mở đầu\n\nXin chào.\n\n!!! note \"Nhắc\"\n    Đọc chậm.\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n- Một là nghe.\n- Hai là hỏi.")
    assert speech.versions(page, WORDING)[0].text == "Xin chào.\n\nMột là nghe.\nHai là hỏi."


def test_the_time_follows_from_the_syllables_and_the_rate() -> None:
    assert speech.Version(3, "tiếng " * 570, 190).lasts == "3 phút"
    assert speech.Version(3, "tiếng " * 100, 190).lasts == "30 giây".join(["0 phút ", ""])


def test_each_sentence_is_a_line_with_breaths_at_commas_and_a_stop_at_its_end() -> None:
    text = "Kính thưa bà con, hôm nay chúng tôi nói chuyện nước. Ai cũng cần."
    assert speech.Version(3, text, 190).to_read == "Kính thưa bà con, / hôm nay chúng tôi nói chuyện nước. //\nAi cũng cần. //"


def test_a_long_stretch_without_a_comma_is_cut_before_a_linking_word() -> None:
    text = "Hai nhà cùng ra đầu mương xem lại cái phai nước và cùng hẹn nhau ngày mai mỗi nhà mở một buổi."
    assert " / và cùng hẹn" in speech.Version(3, text, 190).to_read


def test_what_no_rule_knows_is_told() -> None:
    assert unsaid("Gọi XYZ hay 3Q, [TÊN 1] thì không.") == ["XYZ", "3Q,"]


@pytest.mark.parametrize("page", SCRIPTS, ids=lambda page: page.slug)
def test_every_script_fits_its_time_and_can_be_read_out(page: content.Page) -> None:
    assert [str(problem) for problem in speech.problems(content.Site(ROOT, (page,), SITE.tables))] == []


@pytest.mark.parametrize("page", SCRIPTS, ids=lambda page: page.slug)
def test_every_script_opens_closes_and_leaves_a_place_for_the_readers_name(page: content.Page) -> None:
    short, _ = speech.versions(page, WORDING)
    assert "[tên người đọc]" in short.text and "bà con" in short.text.split("\n\n")[0] and "cảm ơn" in short.text.split("\n\n")[-1]


def test_each_script_has_two_files_that_notepad_opens() -> None:
    files = speech.files(SITE)
    assert len(files) == 2 * len(SCRIPTS)
    for page in SCRIPTS:
        raw = files[f"{page.url}bai-doc-3-phut.txt"]
        assert raw.startswith(b"\xef\xbb\xbf") and b"\r\n" in raw and page.title in raw.decode("utf-8-sig")


def test_the_note_gives_times_and_links_to_both_files() -> None:
    page = script("## Bài đọc\n\nKính thưa bà con.")
    said = speech.note(page, SITE, "../")
    assert 'href="../bai-doc-3-phut.txt"' in said and 'href="../bai-doc-5-phut.txt"' in said and "4 tiếng" in said
    assert speech.note(SITE.by_url["ky-nang/pham-vi/"], SITE) == ""


def test_speak_prints_both_versions_and_says_when_there_is_no_such_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["speak", str(ROOT / SCRIPTS[0].path)]) == 0
    said = capsys.readouterr().out
    assert "Bản 3 phút" in said and "Bản 5 phút" in said and " //" in said
    assert cli.run(["speak", "docs/vi/khong-co.md"]) == 1


def test_the_set_of_a_month_holds_every_script_of_it_in_both_lengths(tmp_path: Path) -> None:
    text, document = loudspeaker.write(SITE, 7, tmp_path)

    pages = loudspeaker.sets(SITE)[7]
    said = text.read_text(encoding="utf-8-sig")
    paragraphs = [paragraph.text for paragraph in Document(str(document)).paragraphs]
    assert len(pages) == 2 and [said.count(page.title) for page in pages] == [2, 2]
    assert [heading for heading in paragraphs if heading in {page.title for page in pages}] == [pages[0].title] * 2 + [pages[1].title] * 2
    for page in pages:
        for version in speech.versions(page, WORDING):
            assert version.to_read.replace("\n", "\r\n") in text.read_bytes().decode("utf-8-sig")
            assert set(version.to_read.split("\n\n")) <= set(paragraphs)


def test_every_month_has_its_set_the_same_bytes_each_time() -> None:
    made = loudspeaker.files(SITE)

    assert list(loudspeaker.sets(SITE)) == list(range(1, 13))
    assert len(made) == 24 and made == loudspeaker.files(SITE)


def test_a_month_without_a_script_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    assert loudspeaker.write(content.Site(tmp_path, (), {}), 7, tmp_path / "dist") == []


def test_the_page_of_scripts_leads_to_each_set(built: Path) -> None:
    page = (built / "truyen-thong/phat-thanh/index.html").read_text(encoding="utf-8")

    assert all(f'href="{loudspeaker.name(month, ending)}"' in page and (built / loudspeaker.PLACE / loudspeaker.name(month, ending)).exists()
               for month in range(1, 13) for ending in ("txt", "docx"))
