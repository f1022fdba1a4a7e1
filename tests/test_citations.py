"""Citations are found in Vietnamese text as the labelled sentences of tests/cases/citations say."""

from __future__ import annotations

import itertools
import re
import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal import citations
from portal.citations import Citation

CASES = Path(__file__).parent / "cases" / "citations"
LEVELS = {"Điều": "article", "khoản": "clause", "điểm": "point"}
NUMBERED = re.compile(r"(?P<number>[\d.]+[^\s:;]*[/-][^\s:;]+)(?:: (?P<entries>.+))?$")


@dataclass(frozen=True)
class Expected:
    number: str | None
    article: str | None
    clause: str | None
    point: str | None
    span: tuple[int, int]


@dataclass(frozen=True)
class Case:
    """A sentence and what must be found in it; `where` is file:line for the person who wrote it."""

    where: str
    text: str
    expected: tuple[Expected, ...]


def read_cases() -> list[Case]:
    cases = []
    for file in sorted(CASES.glob("*.txt")):
        lines = file.read_text(encoding="utf-8").split("\n")
        for n, line in enumerate(lines):
            if (line and not line.startswith(("#", " ", "\t"))) or line.startswith("##"):
                answers = []
                for answer in lines[n + 1 :]:
                    if not answer.startswith("    "):
                        break
                    answers.append(answer.strip())
                text = line.replace("⏎", "\n")
                cases.append(Case(f"{file.name}:{n + 1}", text, _expected(text, answers, f"{file.name}:{n + 1}")))
    return cases


def _expected(text: str, answers: list[str], where: str) -> tuple[Expected, ...]:
    found: list[Expected] = []
    position = 0
    for answer in answers:
        quoted, _, meaning = answer.replace("⏎", "\n").partition(" → ")
        begin = text.find(quoted, position)
        assert begin >= 0, f"{where}: không thấy “{quoted}” trong câu"
        position = begin + len(quoted)
        numbered = NUMBERED.match(meaning)
        number, entries = (numbered["number"], numbered["entries"]) if numbered else (None, meaning)
        for entry in (entries or "cả văn bản").split(";"):
            words = entry.split()
            parts = {} if words == ["cả", "văn", "bản"] else {LEVELS[level]: value for level, value in zip(words[::2], words[1::2], strict=True)}
            found.append(Expected(number, parts.get("article"), parts.get("clause"), parts.get("point"), (begin, position)))
    return tuple(found)


def shown(cites: list[Citation]) -> tuple[Expected, ...]:
    return tuple(Expected(c.number, c.article, c.clause, c.point, c.span) for c in cites)


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.where)
def test_every_labelled_sentence_is_read_as_its_author_says(case: Case) -> None:
    assert shown(citations.find(case.text)) == case.expected


def test_there_are_at_least_three_hundred_labelled_sentences() -> None:
    assert len(read_cases()) >= 300


def test_a_clause_is_cited_with_its_article_and_law() -> None:
    [cite] = citations.find("theo khoản 2 Điều 8 Nghị định số 23/2015/NĐ-CP")

    assert (cite.clause, cite.article, cite.number) == ("2", "8", "23/2015/NĐ-CP")


def test_a_citation_keeps_the_name_the_text_gives_for_the_resolver() -> None:
    names = {text: citations.find(text)[0].name for text in (
        "Luật Hòa giải ở cơ sở số 35/2013/QH13", "Điều 235 Luật Đất đai năm 2024", "Điều 5 NĐ 15", "khoản 2 Điều này", "Điều 8 của Luật này", "15/2014/NĐ-CP")}

    assert names == {
        "Luật Hòa giải ở cơ sở số 35/2013/QH13": "Luật Hòa giải ở cơ sở", "Điều 235 Luật Đất đai năm 2024": "Luật Đất đai năm 2024",
        "Điều 5 NĐ 15": "NĐ 15", "khoản 2 Điều này": "Điều này", "Điều 8 của Luật này": "Luật này", "15/2014/NĐ-CP": None,
    }


def test_old_and_new_places_of_the_tone_mark_are_read_alike() -> None:
    old, new = citations.find("Điều 5 Luật Hoà giải ở cơ sở và Luật Thuỷ lợi"), citations.find("Điều 5 Luật Hòa giải ở cơ sở và Luật Thủy lợi")

    assert shown(old) == shown(new)


FRAGMENTS = st.sampled_from([
    "Điều", "điều", "khoản", "Khoản", "điểm", "các", "từ", "đến", "và", "hoặc", ",", ";", ".", ":", "(", ")", "\n", "a", "đ", "5", "12", "91a", "2024",
    "Luật", "Bộ luật", "Đất đai", "Hòa giải ở cơ sở", "này", "Nghị định", "số", "15/2014/NĐ-CP", "35/2013/QH13", "của", "Chương II", "Mục 3", "BLDS",
    "Đ.3", "k2", "triệu", "hợp đồng", "“", "**", "Hiến pháp", "năm", "TT 56", "Phòng, chống", "bạo lực gia đình", "/", "-", "–", "Ð",
])
TEXTS = st.one_of(st.text(max_size=200), st.lists(FRAGMENTS, max_size=60).map(" ".join), st.lists(FRAGMENTS, max_size=60).map("".join))


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_any_text_gives_spans_inside_it_in_order_and_without_overlap(raw: str) -> None:
    text = unicodedata.normalize("NFC", raw)

    spans = list(dict.fromkeys(cite.span for cite in citations.find(text)))

    assert all(0 <= begin < end <= len(text) for begin, end in spans)
    assert all(end <= begin for (_, end), (begin, _) in itertools.pairwise(spans))
    assert all(text[begin:end].strip() == text[begin:end] for begin, end in spans)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(read_cases()), st.sampled_from(read_cases()))
def test_what_is_found_in_a_paragraph_does_not_depend_on_the_paragraphs_around_it(first: Case, second: Case) -> None:
    together = citations.find(f"{first.text}\n\n{second.text}")

    shift = len(first.text) + 2
    apart = [*citations.find(first.text), *(Citation(c.number, c.name, c.article, c.clause, c.point, (c.span[0] + shift, c.span[1] + shift))
                                            for c in citations.find(second.text))]
    assert together == apart


SHAPES = {
    "ordinary sentences": " ".join(case.text for case in read_cases()) + "\n",
    "long lists": "Điều 1, khoản 2, điểm a, " * 40 + "Luật này. ",
    "words that begin a citation and do not end it": "Luật Nghị định số Điều khoản điểm các ",
    "names that go on": "Luật Phòng, chống Luật Quản lý, sử dụng Luật Abc def ghi ",
    "numbers and slashes": "15/2014/NĐ-15/CP-1/2 ",
    "blanks": "Điều" + " " * 50 + "khoản" + "\n" * 20,
    "headings between": "Điều 1 Mục 2 Chương III ",
    "chapters alone": "Mục 2 Chương III ",
    "quotes and stars": "**“Điều 5. ",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_ten_times_the_text_takes_at_most_twelve_times_the_processor(shape: str) -> None:
    unit = SHAPES[shape]
    small = unit * max(1, 24_000 // len(unit))

    # A finder that goes over the text again and again takes a hundred times as long each time; a busy machine only now and then.
    assert any(_seconds(small * 10) <= 12 * _seconds(small) for _ in range(6))


def _seconds(text: str) -> float:
    """Processor time of one reading; the best of two, so that a busy machine does not count."""
    best = float("inf")
    for _ in range(2):
        begin = time.process_time()
        citations.find(text)
        best = min(best, time.process_time() - begin)
    return best
