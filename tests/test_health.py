"""The health page of a preview: what it counts, and that readers never meet it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from playwright.sync_api import expect

from portal import building, content, health
from portal.views import Mode


def with_table(root: Path, rows: str) -> content.Site:
    (root / "docs/bang/trang-can-co.yml").write_text(rows, encoding="utf-8")
    return content.read(root)[0]


def test_a_wanted_page_is_there_missing_or_only_a_draft(tiny: Path):
    site = with_table(tiny, "- {ma: lang-nghe, muc: ky-nang, ten: Lắng nghe}\n- {ma: chua-viet, muc: ky-nang, ten: Trang chưa viết}\n")

    [skills] = [row for row in health.coverage(site) if row.section == "ky-nang"]

    assert (skills.wanted, skills.missing) == (2, ("Trang chưa viết",))
    assert "docs/vi/ky-nang/lang-nghe.md" in [page.path for page in skills.untranslated]


def test_a_table_of_any_shape_is_no_stumble(tiny: Path):
    for rows in ("", "chữ\n", "- 3\n- {muc: ky-nang}\n", "a: 1\n"):
        assert health.coverage(with_table(tiny, rows))


def test_a_law_never_checked_long_unchecked_or_being_amended_is_listed(tiny: Path):
    law = next((tiny / "docs/vi/phap-luat").glob("[a-z]*-[a-z]*.md"))
    text = law.read_text(encoding="utf-8")
    line = next(line for line in text.split("\n") if line.startswith("ngay_kiem_tra:"))

    def said(text: str, today: date = date(2026, 11, 22)) -> list[str]:
        law.write_text(text, encoding="utf-8")
        return [why for page, why in health.laws_to_check(content.read(tiny)[0], today) if page.path.endswith(law.name)]

    assert said(text.replace(line, "ngay_kiem_tra: chua_ro")) == ["chưa kiểm tra tình trạng"]
    assert said(text.replace(line, "ngay_kiem_tra: 2026-01-05")) == ["kiểm tra lần cuối 05/01/2026"]
    assert said(text.replace(line, "ngay_kiem_tra: 2026-11-20").replace("tinh_trang: con_hieu_luc", "tinh_trang: sap_sua")) in (["đang được sửa, theo dõi bản mới"], [])


def test_every_wanted_page_of_the_portal_is_there():
    site = content.read(building.ROOT)[0]

    assert [name for row in health.coverage(site) for name in row.missing] == []


def test_production_has_no_health_page():
    site = content.read(building.ROOT)[0]

    assert health.PLACE in building.Build(site, Mode()).made
    assert health.PLACE not in building.Build(site, Mode(production=True)).made


def test_staff_reach_it_from_the_handbook_and_it_says_what_is_overdue_today(visit, address: str):
    page = visit(address + "so-tay/", width=360)
    page.get_by_role("link", name="Sức khỏe của cổng", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Sức khỏe của cổng")).to_be_visible()
    expect(page.locator("meta[name=robots]")).to_have_attribute("content", "noindex")
    expect(page.get_by_text("Có 35/35 trang phải có.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.clock.set_fixed_time("2031-01-01")
    page.reload()
    expect(page.locator("li[data-ra-soat]").first).to_be_visible()
