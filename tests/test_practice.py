"""Quizzes and practice cases: what is wrong in their data, and how they are used."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from playwright.sync_api import expect

from conftest import ROOT
from portal import content, practice
from portal.front_matter import parse

RIGHT = {"la": "Nghe", "dung": True, "vi": "Đúng."}
WRONG = {"la": "Mắng", "vi": "Chưa đúng."}
END = {"ma": "k1", "ket": "tot", "ke": "Xong.", "ban": "Nhờ lắng nghe."}


def problems_in(data: object, tiny: Path) -> list[str]:
    """What is said about a lesson of the small portal with this data beside it."""
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    source = (tiny / "docs/vi/ky-nang/lang-nghe.md").read_text(encoding="utf-8")
    page, _ = content.parse("docs/vi/tap-huan/bai-1.md", source, parse(text, "docs/vi/tap-huan/bai-1.yml"))
    return [problem.what for problem in practice.problems(content.Site(tiny, (page,), {}))]


@pytest.mark.parametrize(("choices", "said"), [
    ([RIGHT, WRONG], []),
    ([WRONG, WRONG], ["câu 1 có 0 lựa chọn đúng"]),
    ([RIGHT, RIGHT], ["câu 1 có 2 lựa chọn đúng"]),
    ([RIGHT], ["câu 1 có ít hơn hai lựa chọn"]),
    ([RIGHT, {"la": "", "vi": "x"}], ["câu 1, lựa chọn 2 còn trống"])])
def test_a_question_has_one_right_answer_and_every_choice_says_why(tiny: Path, choices: list, said: list[str]):
    assert problems_in({"tu_kiem_tra": [{"hoi": "Làm gì?", "chon": choices}]}, tiny) == said


@pytest.mark.parametrize(("scenes", "said"), [
    ([{"ma": "c1", "ke": "A.", "chon": [{"la": "đi", "den": "k1"}]}, END], []),
    ([{"ma": "c1", "ke": "A.", "chon": [{"la": "đi", "den": "c9"}]}, END], ["cảnh c1 dẫn tới cảnh không có: «c9»", "không đường nào tới cảnh k1"]),
    ([{"ma": "c1", "ke": "A.", "chon": [{"la": "đi", "den": "c1"}, {"la": "xong", "den": "k1"}]}, END], ["cảnh c1 quay lại chính nó"]),
    ([{"ma": "c1", "ke": "A."}, END], ["cảnh c1 là ngõ cụt", "không đường nào tới cảnh k1"]),
    ([{"ma": "c1", "ke": "A.", "chon": [{"la": "", "den": "k1"}]}, END], ["cảnh c1 có lựa chọn trống"]),
    ([{"ma": "c1", "ke": "A.", "chon": [{"la": "đi", "den": "k1"}]}, {**END, "ban": ""}], ["kết k1 thiếu lời bàn hoặc sai loại kết"])])
def test_a_case_has_no_dead_end_no_loop_and_no_lost_scene(tiny: Path, scenes: list, said: list[str]):
    assert problems_in({"tinh_huong": {"mo_dau": "Một chuyện.", "canh": scenes}}, tiny) == said


@pytest.mark.parametrize("data", [None, [], "chữ", {"tu_kiem_tra": 3}, {"tinh_huong": []}, {"tinh_huong": {"canh": ["x", None]}}, {"tu_kiem_tra": [{"chon": {"la": 1}}]}])
def test_data_of_any_shape_is_a_problem_at_most_never_a_traceback(tiny: Path, data: object):
    assert isinstance(problems_in(data, tiny), list)


def quiz_place(site: Path) -> str:
    return sorted(file.parent.relative_to(site).as_posix() for file in site.glob("tap-huan/*/*/tu-kiem-tra/index.html"))[0] + "/"


def test_a_quiz_is_answered_by_keyboard_and_says_why(visit, address: str, built: Path):
    page = visit(address + quiz_place(built), width=360)
    ask = page.locator(".portal-quiz__ask").first

    ask.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    expect(ask.get_by_role("status")).not_to_be_empty()
    page.keyboard.press("ArrowDown")
    expect(ask.get_by_role("status")).to_contain_text("úng:")
    assert page.wrong == []


def test_without_a_script_the_explanations_of_a_quiz_can_be_opened(visit, address: str, built: Path):
    page = visit(address + quiz_place(built), java_script_enabled=False)

    page.get_by_text("Xem lời giải").first.click()

    expect(page.get_by_text("Đúng:").first).to_be_visible()


def test_a_case_shows_one_scene_at_a_time_and_goes_back_with_the_browser(visit, address: str):
    page = visit(address + "tap-huan/thuc-hanh/th-1-ranh-gioi/")
    scenes = page.locator(".portal-case__scene")

    expect(scenes.filter(visible=True)).to_have_count(1)
    first = scenes.filter(visible=True).get_attribute("id")
    scenes.filter(visible=True).get_by_role("link").first.press("Enter")
    expect(page.locator(f"#{first}")).to_be_hidden()
    expect(scenes.filter(visible=True).get_by_role("status")).not_to_be_empty()
    page.go_back()
    expect(page.locator(f"#{first}")).to_be_visible()


def test_without_a_script_a_case_is_a_text_whose_choices_are_links(visit, address: str):
    page = visit(address + "tap-huan/thuc-hanh/th-1-ranh-gioi/", java_script_enabled=False)

    assert page.locator(".portal-case__scene").filter(visible=True).count() > 3


def test_the_sheet_for_the_class_holds_choices_and_no_answers(visit, address: str):
    page = visit(address + "tap-huan/thuc-hanh/th-1-ranh-gioi/phieu/")

    expect(page.get_by_text("Phiếu không phải là giấy chứng nhận.")).to_be_visible()
    expect(page.get_by_text("Bàn lại.")).to_have_count(0)


def test_what_to_say_after_a_case_stands_on_the_trainer_s_own_sheet_with_every_end(visit, address: str):
    page = visit(address + "tap-huan/thuc-hanh/th-1-ranh-gioi/")
    page.get_by_role("link", name="Lời bàn, tập huấn viên giữ").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Lời bàn: Tình huống 1")
    expect(page.get_by_text("Không chấm điểm, không chứng nhận điều gì.")).to_be_visible()
    site, _ = content.read(ROOT)
    case = next(page for page in site.of("vi", "tap-huan") if page.slug == "th-1-ranh-gioi")
    page.emulate_media(media="print")
    expect(page.get_by_text("Bàn lại.").filter(visible=True)).to_have_count(sum(bool(scene.end) for scene in practice.scenes(case)))
    page.get_by_role("article").get_by_role("link", name="Cùng tìm phương án").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_printed_quiz_holds_no_answer_and_the_answers_stand_on_a_sheet_of_their_own(visit, address: str, built: Path):
    page = visit(address + quiz_place(built))
    page.emulate_media(media="print")
    expect(page.get_by_text("Đúng:").filter(visible=True)).to_have_count(0)

    page.emulate_media(media="screen")
    page.get_by_role("link", name="đáp án để riêng").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đáp án")
    expect(page.get_by_text("Không chấm điểm, không chứng nhận điều gì.")).to_be_visible()


def test_a_case_is_played_to_its_end_by_keyboard_alone_and_from_a_disk(visit, built: Path):
    page = visit((built / "tap-huan/thuc-hanh/th-6-phai-dung/index.html").as_uri())
    scene = page.locator(".portal-case__scene").filter(visible=True)

    for _ in range(10):
        if page.get_by_text("Bàn lại.").filter(visible=True).count():
            break
        left = scene.get_attribute("id")
        scene.get_by_role("link").first.press("Enter")
        expect(page.locator(f"#{left}")).to_be_hidden()          # the next scene stands before it is looked at
    expect(scene).to_contain_text("Bàn lại.")
    expect(scene).to_be_focused()
    assert page.wrong == [] and all(url.startswith(("file:", "data:")) for url in page.asked)


def test_every_end_of_every_case_names_its_article_and_the_skill_to_train():
    site, _ = content.read(ROOT)
    cases = {page.slug: [scene for scene in practice.scenes(page) if scene.end] for page in site.of("vi", "tap-huan") if practice.scenes(page)}

    assert len(cases) >= 8
    assert [slug for slug, ends in cases.items() if not all("Điều " in end.debrief and "](../" in end.debrief for end in ends)] == []
