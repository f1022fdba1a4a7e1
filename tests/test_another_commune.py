"""Another commune with the same content: its own table, without the pages marked as this commune's own."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pdfplumber
import pytest

from conftest import ADDRESS, ROOT
from portal import content, generator
from portal.views import Mode

SHARED = ("mkdocs.yml", "overrides", "scripts", "pyproject.toml")
THEIRS = """\
ten_cong: Cổng tri thức hòa giải ở cơ sở
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
    """A repository of the made-up commune: our content, its table, none of the pages that are ours alone."""
    root = tmp_path_factory.mktemp("xa-thu")
    for name in SHARED:
        (root / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "docs", root / "docs")
    for page in content.read(ROOT)[0].pages:
        if page.meta.get("rieng") is True:
            (root / page.path).unlink()
    for plan in (root / "docs/bang").glob("ke-hoach-*.yml"):
        plan.unlink()
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


def test_a_name_in_code_stays_for_those_who_write_about_it():
    text = "Ghi `«ten_xa»` thì thành «ten_xa»; «ten_la» thì không. UBND «TEN_XA»"

    assert content.filled(text, {"ten_xa": "xã Thử"}) == "Ghi `«ten_xa»` thì thành xã Thử; «ten_la» thì không. UBND XÃ THỬ"
    assert content.filled("«toa_an»", None) == "«toa_an»"
