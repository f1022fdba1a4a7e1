"""Another commune with the same content: its own table, without the pages marked as this commune's own."""

from __future__ import annotations

import posixpath
import re
import zipfile
from pathlib import Path

import pdfplumber
import pytest
import yaml

from conftest import ADDRESS, ROOT
from portal import check, content, generator, handover
from portal.views import Mode

THEIRS = """\
ten_xa: xã Thử
ten_xa_en: Thử commune
ten_tinh: tỉnh Thử
ten_tinh_en: Thử province
ke_hoach: Kế hoạch thử của UBND xã Thử
ke_hoach_en: Trial plan of Thử commune
toa_an: khu vực 0 – Thử
co_quan: Ủy ban nhân dân xã Thử
dia_chi: Thôn Thử
dien_thoai: "0000 000 000"
thu_dien_tu: hop-thu@thu.example
phu_trach: Chánh Văn phòng
cong_an_xa: "0000 000 001"
truc_ubnd: "0000 000 002"
gio_lam_viec: Giờ thử
cong_thong_tin: https://thu.example/
so_khan_cap:
  - {so: "113", ten: Công an, ten_en: Police}
"""
OURS = re.compile(r"d[uư][oơ]ng[\s_+-]*h[uư]u|b[aắ]c[\s_+-]*ninh", re.IGNORECASE)
AS_TEXT = {".html", ".json", ".js", ".css", ".xml", ".txt", ".csv", ".ics", ".svg", ".webmanifest"}


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up commune's repository, its table filled in."""
    root = tmp_path_factory.mktemp("xa-thu") / "cong"
    handover.make(ROOT, root)
    (root / content.AGENCY).write_text(THEIRS, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def site(theirs: Path) -> Path:
    generator.build(theirs, Mode(production=True, address=ADDRESS), theirs / "site")
    return theirs / "site"


def words_of(file: Path) -> str:
    """All that a file says; its name too."""
    said = file.name
    if file.suffix in AS_TEXT:
        said += file.read_text(encoding="utf-8")
    elif file.suffix in (".docx", ".zip"):
        with zipfile.ZipFile(file) as inside:
            said += "".join(inside.read(name).decode("utf-8", "replace") for name in inside.namelist() if name.endswith((".xml", ".html", ".txt")))
    return said


def test_nothing_on_the_site_of_another_commune_names_ours(site: Path):
    files = [file for file in site.rglob("*") if file.is_file()]

    assert len(files) > 500
    assert [file.relative_to(site).as_posix() for file in files if OURS.search(words_of(file))] == []


def test_header_footer_forms_and_scripts_name_the_other_commune(site: Path):
    home = (site / "index.html").read_text(encoding="utf-8")
    script = next((site / "truyen-thong/phat-thanh").rglob("*.txt")).read_text(encoding="utf-8-sig")
    with pdfplumber.open(site / "bieu-mau/giay-moi/giay-moi-trong.pdf") as paper:
        sheet = paper.pages[0].extract_text()

    assert "xã Thử" in home and "tỉnh Thử" in home and "hop-thu@thu.example" in home
    assert "xã Thử" in script.replace("\r\n", " ")
    assert "xã Thử" in sheet and not OURS.search(sheet)


def test_whatever_the_commune_is_asked_for_is_shown(site: Path):
    asked = {name for name, value in yaml.safe_load((ROOT / content.AGENCY).read_text(encoding="utf-8")).items() if value == content.UNKNOWN}
    given = {name: str(value) for name, value in yaml.safe_load(THEIRS).items() if name in asked}
    said = "".join(file.read_text(encoding="utf-8") for file in site.rglob("*.html"))

    assert set(given) == asked
    assert [name for name, value in given.items() if value not in said] == []


def test_no_page_for_all_communes_leads_to_a_page_of_ours_alone():
    site, _ = content.read(ROOT)
    alone = {page.path for page in site.pages if page.meta.get("rieng") is True}

    assert alone
    assert sorted(f"{page.path}: {link}" for page in site.pages if page.path not in alone for link in re.findall(r"\]\(([^)#]+\.md)", page.body)
                  if posixpath.normpath(posixpath.join(posixpath.dirname(page.path), link)) in alone) == []


def test_a_name_in_code_stays_for_those_who_write_about_it():
    text = "Ghi `«ten_xa»` thì thành «ten_xa»; «ten_la» thì không. UBND «TEN_XA»"

    assert content.filled(text, {"ten_xa": "xã Thử"}) == "Ghi `«ten_xa»` thì thành xã Thử; «ten_la» thì không. UBND XÃ THỬ"
    assert content.filled("«toa_an»", {}) == "(chờ xã bổ sung)"


def test_what_is_handed_on_asks_for_every_name_and_holds_none_of_ours(tmp_path: Path):
    behind = handover.make(ROOT, tmp_path / "cong")
    site, _ = content.read(tmp_path / "cong")

    table = (tmp_path / "cong" / content.AGENCY).read_text(encoding="utf-8")
    assert "docs/vi/phap-luat/nghi-quyet-1658.md" in behind and "docs/bang/ke-hoach-2026.yml" in behind
    assert not OURS.search(table.replace("# ", ""))
    assert {"«ten_xa» chưa có", "«toa_an» chưa có", "«dien_thoai» chưa có"} <= {problem.what for problem in check.placeholders(site)}
    assert "(chờ xã bổ sung)" in next(page for page in site.pages if page.url == "gioi-thieu/").body


@pytest.mark.parametrize("inside", [True, False])
def test_a_folder_that_holds_something_or_lies_in_the_portal_is_left_alone(tmp_path: Path, inside: bool):
    (tmp_path / "day").mkdir()
    (tmp_path / "day" / "giu.txt").write_text("giữ", encoding="utf-8")

    with pytest.raises(handover.CannotMake):
        handover.make(ROOT if inside else tmp_path / "x", ROOT / "docs" / "moi" if inside else tmp_path / "day")
    assert (tmp_path / "day" / "giu.txt").read_text(encoding="utf-8") == "giữ" and not (ROOT / "docs" / "moi").exists()
