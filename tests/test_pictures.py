"""Pictures: nothing hidden inside, described, consented to; stories of real people and their way out."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from portal import content, pictures, stories
from portal.content import Page, Site

HEAD = "---\ntitle: Một\ntrang_thai: cho_duyet\n"


def page(front: str, body: str, path: str = "docs/vi/ky-nang/mot.md") -> Page:
    return content.parse(path, f"{HEAD}{front}---\n{body}")[0]


def said(*pages: Page) -> list[tuple[int, str]]:
    return sorted((problem.line, problem.what) for problem in pictures.problems(Site(Path(), pages, {})))


def photo(place: Path, format_: str, **more: object) -> Path:
    """A small photograph with camera, owner, GPS and orientation in its EXIF."""
    exif = Image.Exif()
    exif[0x010F], exif[0x013B], exif[0x0112] = "May anh", "Nguoi chup", 6
    exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 18.0, 19.0), 3: "E", 4: (106.0, 49.0, 59.0)})
    picture = Image.new("RGB", (40, 20), (30, 90, 60))
    picture.putpixel((0, 0), (255, 0, 0))
    picture.save(place, format_, exif=exif, **more)
    return place


@pytest.mark.parametrize(("name", "format_"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP")])
def test_a_photograph_loses_camera_owner_and_place_and_stands_upright(tmp_path: Path, name: str, format_: str):
    bare = Image.open(io.BytesIO(pictures.clean(photo(tmp_path / name, format_))))

    assert dict(bare.getexif()) == {}
    assert "exif" not in bare.info and "xmp" not in bare.info
    assert (bare.format, bare.size) == (format_, (20, 40))


def test_comments_and_texts_inside_a_picture_go_too(tmp_path: Path):
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Nguyen Van Binh")
    Image.new("P", (8, 8)).save(tmp_path / "a.png", pnginfo=notes)
    Image.new("L", (8, 8)).save(tmp_path / "b.jpg", comment=b"chup tai nha ong Binh")

    for name in ("a.png", "b.jpg"):
        assert b"Binh" not in pictures.clean(tmp_path / name)


def test_a_picture_with_nothing_hidden_is_left_byte_for_byte(tmp_path: Path):
    Image.new("RGBA", (8, 8), (1, 2, 3, 4)).save(tmp_path / "a.png")

    assert pictures.clean(tmp_path / "a.png") == (tmp_path / "a.png").read_bytes()


def test_cleaning_twice_is_cleaning_once(tmp_path: Path):
    once = pictures.clean(photo(tmp_path / "a.jpg", "JPEG"))
    (tmp_path / "b.jpg").write_bytes(once)

    assert pictures.clean(tmp_path / "b.jpg") == once


def test_a_picture_needs_words_for_those_who_do_not_see_it():
    listed = "anh:\n  - {tep: hop.jpg, mo_ta: Buổi họp, co_nguoi: khong}\n"

    assert said(page(listed, "![Buổi họp ở nhà văn hóa](hop.jpg)\n")) == []
    assert said(page(listed, "Chữ.\n\n![ảnh 1](hop.jpg)\n")) == [(9, "ảnh hop.jpg thiếu lời mô tả")]
    assert said(page(listed, '<img src="hop.jpg" alt="">\n')) == [(7, "ảnh hop.jpg thiếu lời mô tả")]


def test_a_photograph_is_listed_in_front_matter_a_drawing_need_not_be():
    assert said(page("", "![Sơ đồ các bước](so-do.svg)\n\n![Buổi họp](hop.jpg)\n")) == [(7, "ảnh hop.jpg chưa khai trong «anh»")]


def test_people_who_can_be_recognised_have_agreed():
    shown = "anh:\n  - {tep: hop.jpg, mo_ta: Buổi họp, co_nguoi: nhan_ra_duoc}\n"
    agreed = shown.replace("}", ", dong_y: {ma: DY-01, ngay: 2026-11-22, pham_vi: trên cổng, nguoi_giu: Văn phòng}}")

    assert said(page(shown, "![Buổi họp](hop.jpg)\n")) == [(5, "ảnh hop.jpg nhận ra được người mà chưa có phiếu đồng ý")]
    assert said(page(agreed, "![Buổi họp](hop.jpg)\n")) == []


def test_a_picture_inside_code_is_an_example():
    assert said(page("", "```\n![](x.jpg)\n```\n")) == []


CONSENT = "dong_y: {ma: DY-01, ngay: 2026-11-22, pham_vi: trên cổng, nguoi_giu: Văn phòng}\n"
SOURCE = 'nguon:\n  - {ten: Báo tỉnh, dia_chi: "https://bacninh.gov.vn/tin"}\n'
STORY = "docs/vi/guong-hoa-giai/chuyen.md"


def test_a_real_person_s_story_has_a_public_source_and_the_way_to_removal():
    bare = page(CONSENT, "Chuyện.\n", STORY)
    whole = page(SOURCE + CONSENT, "Chuyện. Xin gỡ bài: xem [quyền riêng tư](../gioi-thieu/rieng-tu.md).\n", STORY)

    assert [problem.what for problem in stories.problems(Site(Path(), (bare,), {}))] == ["chuyện người thật chưa có nguồn công khai", "chuyện người thật chưa nói cách xin gỡ bài"]
    assert stories.problems(Site(Path(), (whole,), {})) == []


def test_a_withdrawn_story_takes_its_pictures_along_unless_another_page_shows_them():
    gone = page("rut_lai: 2026-12-01\nanh:\n  - {tep: ../../assets/anh/chan-dung.jpg, mo_ta: x, co_nguoi: khong}\n", "![Nhà](../../assets/anh/nha-van-hoa.jpg)\n", STORY)
    stays = page("", "![Nhà](../../assets/anh/nha-van-hoa.jpg)\n")

    assert stories.withdrawn_files(Site(Path(), (gone, stays), {})) == {"docs/assets/anh/chan-dung.jpg"}
