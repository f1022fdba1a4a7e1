"""The facts of Vietnamese writing that every other part leans on."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import vietnamese


@pytest.mark.parametrize(
    ("written", "placed"),
    [
        ("hoà", "hòa"), ("thuỷ", "thủy"), ("khoá", "khóa"), ("hoàn", "hoàn"), ("quý", "quý"), ("quả", "quả"),
        ("gỉai", "giải"), ("hòa gỉai", "hòa giải"), ("già", "già"), ("gìa", "già"), ("gì", "gì"), ("giếng", "giếng"),
        ("Uỷ ban", "Ủy ban"), ("UỶ", "ỦY"), ("xoáy", "xoáy"), ("khuỷu", "khuỷu"), ("ngừơi", "người"), ("đựơc", "được"),
        ("của", "của"), ("cuả", "của"), ("mía", "mía"), ("toán", "toán"), ("tóan", "toán"), ("sức khoẻ", "sức khỏe"),
        ("café", "café"), ("Hoà-Bình", "Hòa-Bình"), ("thuở", "thuở"), ("suýt", "suýt"), ("luật", "luật"), ("được", "được"),
    ],
)
def test_the_tone_mark_moves_to_where_modern_writing_puts_it(written: str, placed: str) -> None:
    assert vietnamese.canonical(written) == placed


def test_decomposed_text_is_placed_like_composed_text() -> None:
    assert vietnamese.canonical(unicodedata.normalize("NFD", "Hoà giải đất đai")) == "Hòa giải đất đai"


def test_folding_takes_all_marks_and_the_stroke_of_d_away() -> None:
    assert vietnamese.fold("Đất ĐAI – Ủy ban, số 15/2014/NĐ-CP") == "dat dai – uy ban, so 15/2014/nd-cp"


@pytest.mark.parametrize(("one", "other"), [("kỹ", "kĩ"), ("Lý", "lí"), ("quý", "quí"), ("tỷ", "tỉ"), ("hoà", "hòa"), ("Mỹ", "mĩ")])
def test_two_spellings_of_one_syllable_have_one_search_form(one: str, other: str) -> None:
    assert vietnamese.search_form(one) == vietnamese.search_form(other)


@pytest.mark.parametrize(("one", "other"), [("ủy", "ủi"), ("thúy", "thúi"), ("tay", "tai"), ("uy", "ui"), ("ý", "í")])
def test_a_y_that_makes_another_word_stays(one: str, other: str) -> None:
    assert vietnamese.search_form(one) != vietnamese.search_form(other)


def test_a_slug_has_small_letters_digits_and_single_hyphens() -> None:
    assert vietnamese.slug("  Đất đai – Điều 175, “ranh giới”!") == "dat-dai-dieu-175-ranh-gioi"
    assert vietnamese.slug("🙂 …") == ""


def test_names_sort_by_letters_then_tones_then_the_next_syllable() -> None:
    ordered = ["an", "ăn", "ân", "ba", "bà", "bả", "bã", "bá", "bạ", "ca", "da", "đa", "Điều 8", "Điều 21", "e", "ê", "o", "ô", "ơ", "u", "ư"]
    shuffled = [*ordered[1::2], *ordered[::2]]
    assert sorted(shuffled, key=vietnamese.sort_key) == ordered
    assert sorted(["bà mai", "ba tư", "ba hai"], key=vietnamese.sort_key) == ["ba hai", "ba tư", "bà mai"]


def test_a_number_or_an_abbreviation_counts_as_one_syllable() -> None:
    assert vietnamese.syllables("Hòa giải viên: UBND xã, 30 ngày.") == 7
    assert vietnamese.syllables("") == 0


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert vietnamese.fold(vietnamese.fold(text)) == vietnamese.fold(text)


@given(st.text())
def test_placing_tones_twice_changes_nothing(text: str) -> None:
    assert vietnamese.canonical(vietnamese.canonical(text)) == vietnamese.canonical(text)


@given(st.text(alphabet="hoàgiảiđấtquýlthủy khuỷ", max_size=12))
def test_placing_tones_never_changes_a_letter(text: str) -> None:
    assert vietnamese.fold(vietnamese.canonical(text)) == vietnamese.fold(text)


@given(st.text(), st.text())
def test_any_two_texts_can_be_put_in_order(one: str, other: str) -> None:
    assert (vietnamese.sort_key(one) < vietnamese.sort_key(other)) in (True, False)
