"""What staff are told about a page that is not right."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal import check, cli, content, fields, kept
from portal.problems import Problem, blocking, report

BROKEN = Path(__file__).parent / "cases" / "broken"
REPOSITORY = Path(__file__).resolve().parents[1]


def problems_of(root: Path) -> list[Problem]:
    site, problems = content.read(root)
    return problems + check.check(site)


def test_ten_broken_pages_give_ten_sentences_in_one_run(tiny: Path):
    for page in BROKEN.glob("*.md"):
        shutil.copy(page, tiny / "docs/vi/ky-nang" / page.name)

    said = report(problems_of(tiny))

    assert said + "\n" == (BROKEN / "expected.txt").read_text(encoding="utf-8")


def test_a_sound_portal_has_nothing_to_mend(tiny: Path):
    assert report(problems_of(tiny)) == "Không có lỗi nào."


def test_our_own_content_has_nothing_that_blocks():
    assert report(blocking(problems_of(REPOSITORY))) == "Không có lỗi nào."


def test_a_key_out_of_order_is_only_a_reminder(tiny: Path):
    page = tiny / "docs/vi/ky-nang/lang-nghe.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("---\ntitle: Lắng nghe\n", "---\ntrang_thai: cho_duyet\ntitle: Lắng nghe\n").replace("xã\ntrang_thai: cho_duyet\n", "xã\n"), encoding="utf-8")

    [problem] = problems_of(tiny)

    assert problem == Problem("docs/vi/ky-nang/lang-nghe.md", 3, "«title» đứng sau «trang_thai», sai thứ tự", "chuyển «title» lên trước «trang_thai»", blocks=False)


def test_what_becomes_a_link_on_every_page_is_an_address(tiny: Path):
    table = tiny / content.AGENCY
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("https://thu.example/", "thu.example").replace("xa@thu.example", "hộp thư xã"), encoding="utf-8")

    said = [(problem.path, problem.what, problem.fix) for problem in problems_of(tiny)]

    assert sorted(said) == [(content.AGENCY, "«cong_thong_tin» đang ghi “thu.example”, chưa phải địa chỉ", "viết đủ, ví dụ https://xa.example/"),
                            (content.AGENCY, "«thu_dien_tu» đang ghi “hộp thư xã”, chưa phải địa chỉ", "viết đủ, ví dụ van-phong@xa.example")]


def test_a_story_is_fictional_or_has_consent_never_both(tiny: Path):
    story = tiny / "docs/vi/guong-hoa-giai/chuyen.md"
    story.parent.mkdir()
    skill = (tiny / "docs/vi/ky-nang/lang-nghe.md").read_text(encoding="utf-8")
    head, _, _ = skill.replace("title: Lắng nghe", "title: Một chuyện").rpartition("---\n")
    story.write_text(head + "---\n## Câu chuyện\n\nMột chuyện.\n\n## Điều học được\n\n1. **Nghe.** Nghe hết.\n\n## Đọc tiếp\n\nHết.\n", encoding="utf-8")

    [problem] = problems_of(tiny)

    assert problem.what == "chuyện phải có đúng một trong hai: «minh_hoa: true» hoặc «dong_y»"


def test_a_missing_page_and_a_missing_file_are_named_with_their_lines(tiny: Path):
    page = tiny / "docs/vi/ky-nang/lang-nghe.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nXem [trang kia](khong-co.md).\n\n[Sơ đồ](../../assets/so-do.png)\n", encoding="utf-8")
    last = len(page.read_text(encoding="utf-8").splitlines())

    found = sorted(problems_of(tiny))

    assert [(problem.line, problem.what) for problem in found] == [
        (last - 2, "liên kết tới trang không có: khong-co.md"),
        (last, "liên kết tới tệp không có: ../../assets/so-do.png")]


def test_production_names_each_thing_that_only_the_commune_can_supply():
    site, _ = content.read(REPOSITORY)

    missing = {problem.what for problem in check.placeholders(site)}

    assert "«dien_thoai» chưa có" in missing
    assert all(problem.line for problem in check.placeholders(site))


@pytest.mark.parametrize("field", fields.FIELDS, ids=lambda field: field.key)
def test_every_field_tells_staff_what_it_is_for(field: fields.Field):
    assert field.help.strip()


def test_windows_paths_are_read_and_printed_with_slashes(monkeypatch: pytest.MonkeyPatch, tiny: Path):
    monkeypatch.setattr(cli, "ROOT", tiny)
    (tiny / "docs/vi/ky-nang/lang-nghe.md").write_text("---\ntitle: Hỏng\n---\n", encoding="utf-8")

    done = CliRunner().invoke(cli.portal, ["check", "docs\\vi\\ky-nang\\lang-nghe.md"], standalone_mode=False)

    assert done.return_value == 1
    assert "docs/vi/ky-nang/lang-nghe.md:1: thiếu «description»" in done.output


@pytest.mark.parametrize(("typed", "said"), [(".", True), ("docs/vi", True), ("docs/vi/ky-nang/", True), ("docs/vi/ky-nang/lang-nghe.md", True), ("docs/vi/ky-nang/lang", None),
                                             ("docs/vi/tinh-huong", False), ("docs/vi/khong-co.md", None)])
def test_a_check_of_some_places_tells_theirs_alone_and_a_place_that_is_not_there_is_no_clean_bill(
        monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tiny: Path, typed: str, said: bool | None):
    monkeypatch.setattr(cli, "ROOT", tiny)
    (tiny / "docs/vi/ky-nang/lang-nghe.md").write_text("---\ntitle: Hỏng\n---\n", encoding="utf-8")

    code = cli.run(["check", typed])

    out, wrong = capsys.readouterr()
    assert code == (2 if said is None else int(said))
    assert ("lang-nghe.md:1: thiếu" in out) == bool(said)
    assert wrong.startswith(f"Không có «{typed}».") == (said is None)


def test_a_check_keeps_what_the_build_will_ask_for_and_gives_the_same_answer_again(monkeypatch: pytest.MonkeyPatch, tiny: Path):
    monkeypatch.setattr(cli, "ROOT", tiny)
    page = tiny / "docs/vi/ky-nang/lang-nghe.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nGọi 0912 345 678.\n", encoding="utf-8")
    with kept.memory(tiny / ".cache", tiny / "mkdocs.yml"):
        kept.recall("of the build", (), lambda: "slow")

    first, again = (CliRunner().invoke(cli.portal, ["check"], standalone_mode=False).output for _ in range(2))

    assert first == again and "có số điện thoại" in first
    with kept.memory(tiny / ".cache", tiny / "mkdocs.yml"):
        assert kept.recall("of the build", (), lambda: "made anew") == "slow"
