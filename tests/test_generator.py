"""From a folder of Markdown to a site: whole or not at all, the same bytes each time, nothing that should stay at home."""

from __future__ import annotations

import json
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from conftest import ADDRESS, bytes_of, served
from portal import citations, content, generator
from portal.views import Mode

PRODUCTION = Mode(production=True, address=ADDRESS)
PREVIEW = Mode(address=ADDRESS)
SKILL = "docs/vi/ky-nang/lang-nghe.md"
LAW = "docs/vi/phap-luat/luat-hoa-giai.md"


def change(root: Path, path: str, *pairs: tuple[str, str]) -> None:
    file = root / path
    text = file.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


def test_two_builds_in_two_places_on_two_days_give_the_same_bytes(tiny: Path, tiny_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "X-20" if datetime.now(UTC).hour >= 4 else "X+20")                # there it is tomorrow, or still yesterday
        time.tzset()
        generator.build(tiny, PRODUCTION, tmp_path / "again")
    time.tzset()

    first, second = bytes_of(tiny_site), bytes_of(tmp_path / "again")

    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_a_page_with_a_problem_leaves_the_old_site_as_it_was(tiny: Path, tmp_path: Path):
    generator.build(tiny, PREVIEW, tmp_path / "site")
    before = bytes_of(tmp_path / "site")
    change(tiny, SKILL, ("title: Lắng nghe\n", ""))

    with pytest.raises(generator.HasProblems) as stopped:
        generator.build(tiny, PREVIEW, tmp_path / "site")

    assert "docs/vi/ky-nang/lang-nghe.md:1: thiếu «title»" in str(stopped.value)
    assert bytes_of(tmp_path / "site") == before
    assert not list((tiny / ".cache").glob("site-*"))


def test_production_stops_at_each_thing_the_commune_has_not_supplied(tiny: Path, tmp_path: Path):
    change(tiny, "docs/bang/co-quan.yml", ('dien_thoai: "0000"', "dien_thoai: cho_xa_bo_sung"), ("phu_trach: Cán bộ văn phòng", "phu_trach: cho_xa_bo_sung"))

    with pytest.raises(generator.HasProblems) as stopped:
        generator.build(tiny, PRODUCTION, tmp_path / "site")

    assert [problem.what for problem in stopped.value.problems] == ["«dien_thoai» chưa có", "«phu_trach» chưa có"]
    generator.build(tiny, PREVIEW, tmp_path / "site")
    assert "[chờ xã bổ sung: điện thoại]" in (tmp_path / "site/index.html").read_text(encoding="utf-8")


def test_a_draft_is_in_the_preview_and_nowhere_in_production(tiny: Path, tiny_site: Path, tmp_path: Path):
    generator.build(tiny, PREVIEW, tmp_path / "site")

    assert "Bản nháp" in (tmp_path / "site/ky-nang/ban-nhap/index.html").read_text(encoding="utf-8")
    assert [name for name, content in bytes_of(tiny_site).items() if "Trang còn nháp".encode() in content] == []


def test_a_moved_page_keeps_its_old_address(visit, tiny: Path, tmp_path: Path):
    change(tiny, SKILL, ("trang_thai: cho_duyet\n", "trang_thai: cho_duyet\nchuyen_tu: [ky-nang/nghe/]\n"))
    generator.build(tiny, PRODUCTION, tmp_path / "site")

    with served(tmp_path / "site") as address:
        page = visit(address + "ky-nang/nghe/")
        expect(page).to_have_url(address + "ky-nang/lang-nghe/")


def test_a_withdrawn_story_and_its_picture_are_gone_from_page_feed_index_and_sitemap(tiny: Path, tmp_path: Path):
    story = tiny / "docs/vi/guong-hoa-giai/chuyen-that.md"
    story.parent.mkdir()
    (tiny / "docs/assets").mkdir()
    from PIL import Image

    Image.new("RGB", (40, 30)).save(tiny / "docs/assets/ba-mai.jpg")
    text = (tiny / SKILL).read_text(encoding="utf-8").rpartition("---\n")[0]
    text = text.replace("title: Lắng nghe", "title: Người giữ lửa").replace("title_en: Listening", "title_en: Keeper")
    text = text.replace("nguon:\n", 'nguon:\n  - {ten: Báo của tỉnh, dia_chi: "https://bacninh.gov.vn/bai", ngay_doc: 2026-11-20}\n')
    text = text.replace("trang_thai: cho_duyet\n", "trang_thai: cho_duyet\nanh:\n  - {tep: assets/ba-mai.jpg, mo_ta: Người phụ nữ ngồi bên bếp, co_nguoi: nhan_ra_duoc, "
                        "dong_y: {ma: DY-01, ngay: 2026-11-01, pham_vi: đăng cổng, nguoi_giu: Văn phòng}}\n")
    text += ("dong_y: {ma: DY-01, ngay: 2026-11-01, pham_vi: đăng cổng, nguoi_giu: Văn phòng}\n---\n## Câu chuyện\n\n![Người phụ nữ ngồi bên bếp](../../assets/ba-mai.jpg)\n\n"
             "Chuyện của người giữ lửa. [Xin gỡ bài](../ky-nang/lang-nghe.md).\n\n## Điều học được\n\n1. **Nghe.** Nghe hết.\n\n## Đọc tiếp\n\nHết. gioi-thieu/rieng-tu.md\n")
    story.write_text(text, encoding="utf-8")
    generator.build(tiny, PRODUCTION, tmp_path / "before")
    assert (tmp_path / "before/assets/ba-mai.jpg").exists()

    change(tiny, "docs/vi/guong-hoa-giai/chuyen-that.md", ("nguoi_giu: Văn phòng}\n---", "nguoi_giu: Văn phòng}\nrut_lai: 2026-11-21\n---"))
    generator.build(tiny, PRODUCTION, tmp_path / "after")

    left = [name for name, content in bytes_of(tmp_path / "after").items() if "giữ lửa".encode() in content or b"ba-mai" in content or b"nguoi giu lua" in content]
    assert left == []
    assert not (tmp_path / "after/assets/ba-mai.jpg").exists()


def test_when_a_law_is_replaced_one_edit_puts_a_banner_on_every_page_that_rests_on_it(visit, tiny: Path, tmp_path: Path):
    shutil.copy(tiny / LAW, tiny / "docs/vi/phap-luat/luat-moi.md")
    change(tiny, "docs/vi/phap-luat/luat-moi.md", ("title: Luật Hòa giải ở cơ sở\n", "title: Luật Hòa giải ở cơ sở mới\n"), ("so_hieu: 35/2013/QH13", "so_hieu: 99/2027/QH16"),
           ("can_cu: [35/2013/QH13]", "can_cu: [99/2027/QH16]"), ("ngay_hieu_luc: 2014-01-01", "ngay_hieu_luc: 2027-07-01"))

    change(tiny, LAW, ("tinh_trang: con_hieu_luc\nngay_kiem_tra: 2026-11-20\n", "tinh_trang: bi_thay\nngay_kiem_tra: 2026-11-20\nthay_bang: 99/2027/QH16\n"))
    warnings = generator.build(tiny, PREVIEW, tmp_path / "site")

    assert {problem.path for problem in warnings} >= {SKILL, "docs/vi/tinh-huong/ranh-gioi.md"}
    site = content.read(tiny)[0]
    listed = {line.partition(":")[0].removesuffix(".yml").removesuffix(".md") for line in citations.affected_lines(site, "35/2013/QH13")[:-1]}
    banners = {page.path.removesuffix(".md"): (tmp_path / "site" / page.url / "index.html").read_text(encoding="utf-8").count("portal-status--stop") for page in site.pages}
    assert {path for path, count in banners.items() if count} == listed
    with served(tmp_path / "site") as address:
        page = visit(address + "tinh-huong/ranh-gioi/")
        banner = page.locator(".portal-status--stop")
        expect(banner).to_contain_text("Trang này còn dẫn văn bản đã hết hiệu lực hoặc đã bị thay:")
        banner.get_by_role("link", name="Luật Hòa giải ở cơ sở mới").click()
        expect(page.get_by_role("heading", name="Luật Hòa giải ở cơ sở mới")).to_be_visible()
        page.goto(address + "phap-luat/")
        expect(page.locator(".portal-ledger").get_by_text("Đã bị thay")).to_be_visible()


def test_every_page_of_the_sitemap_exists_and_names_both_languages(tiny_site: Path):
    import re

    text = (tiny_site / "sitemap.xml").read_text(encoding="utf-8")

    places = [url.removeprefix(ADDRESS) for url in re.findall(r"<loc>([^<]*)</loc>", text)]
    assert "tinh-huong/ranh-gioi/" in places and "en/" in places
    assert all((tiny_site / place / "index.html").exists() for place in places)
    assert f'<xhtml:link rel="alternate" hreflang="en" href="{ADDRESS}en/"/>' in text


def test_the_version_file_tells_one_site_from_another(tiny: Path, tiny_site: Path, tmp_path: Path):
    change(tiny, SKILL, ("Nghe cho hết", "Nghe thật hết"))
    generator.build(tiny, PRODUCTION, tmp_path / "site")

    first, second = (json.loads((site / "phien-ban.json").read_text(encoding="utf-8")) for site in (tiny_site, tmp_path / "site"))

    assert first["ngay"] == second["ngay"] == "2026-11-22"
    assert first["dau"] != second["dau"]


def test_what_is_wrong_in_a_draft_is_told_and_stops_nobody(tiny: Path, tmp_path: Path):
    change(tiny, "docs/vi/ky-nang/ban-nhap.md", ("Chưa có.", "Chưa có [trang này](khong-co.md). Gọi bà A: 0912 345 678."))

    told = generator.build(tiny, PREVIEW, tmp_path / "site")

    assert {problem.path for problem in told} == {"docs/vi/ky-nang/ban-nhap.md"}
    assert not any(problem.blocks for problem in told)
    generator.build(tiny, PRODUCTION, tmp_path / "production")
