"""From an edited page to readers and back, on the small portal and a folder as host."""

from __future__ import annotations

from pathlib import Path

from portal import releasing

SKILL = "docs/vi/ky-nang/lang-nghe.md"


def forth(root: Path, place: Path, *, preview: bool = False) -> tuple[int, list[str]]:
    said: list[str] = []
    outcome = releasing.forth(root, place.as_uri(), preview=preview, say=said.append)
    return outcome.code, [*said, outcome.sentence]


def shown(place: Path) -> str:
    return (place / "current/ky-nang/lang-nghe/index.html").read_text(encoding="utf-8")


def test_an_edit_reaches_readers_and_can_be_taken_back(tiny: Path, tmp_path: Path):
    place = tmp_path / "Máy chủ web"
    assert forth(tiny, place)[0] == 0
    page = tiny / SKILL
    page.write_text(page.read_text(encoding="utf-8").replace("Gặp riêng.", "Gặp riêng ở nhà."), encoding="utf-8")

    assert forth(tiny, place)[0] == 0
    assert "Gặp riêng ở nhà" in shown(place)

    assert releasing.back(tiny, "", place.as_uri(), print).code == 0
    assert "Gặp riêng ở nhà" not in shown(place)
    found, _ = releasing.kept(tiny, place.as_uri())
    assert [is_shown for _, is_shown in found] == [False, True]


def test_a_page_that_may_not_go_out_stops_the_publication_and_readers_keep_the_old_one(tiny: Path, tmp_path: Path):
    place = tmp_path / "web"
    forth(tiny, place)
    page = tiny / SKILL
    page.write_text(page.read_text(encoding="utf-8") + "\nGọi bà A: 0912 345 678.\n", encoding="utf-8")

    code, said = forth(tiny, place)

    assert code == 1
    assert any("số điện thoại" in line for line in said)
    assert said[-1] == "Chưa đăng: còn lỗi phải sửa, xem các dòng trên. Người đọc vẫn xem bản cũ."
    assert "0912" not in shown(place)


def test_an_unknown_target_is_said_before_anything_is_built(tiny: Path):
    said: list[str] = []

    outcome = releasing.forth(tiny, "khong-co", preview=False, say=said.append)

    assert (outcome.code, said) == (2, [])
    assert not (tiny / ".cache/ban-dang").exists()
