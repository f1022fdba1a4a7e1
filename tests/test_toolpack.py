"""The tool on a USB stick: what is in the ZIP, what Windows needs, and what an older folder keeps."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from conftest import ROOT, SITES, portal_at
from portal import setup, toolpack

LOCK = """# header
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:aa
    # via click
uvloop==0.23.0 ; platform_python_implementation != 'PyPy' and sys_platform != 'win32' \\
    --hash=sha256:bb
zipp==4.1.2 ; python_full_version < '3.12' \\
    --hash=sha256:cc
moto[s3,server]==5.2.5 \\
    --hash=sha256:dd \\
    --hash=sha256:ee
"""


@pytest.mark.parametrize(("python", "names"), [("3.11", ["colorama==0.4.6", "zipp==4.1.2", "moto[s3,server]==5.2.5"]), ("3.13", ["colorama==0.4.6", "moto[s3,server]==5.2.5"])])
def test_the_lock_is_read_as_a_windows_pc_would(python: str, names: list[str]):
    kept = toolpack.for_windows(LOCK, python)

    assert [line.split()[0] for line in kept.split("\n") if line and not line.startswith((" ", "#"))] == names
    assert "--hash=sha256:ee" in kept and "--hash=sha256:bb" not in kept and ";" not in kept


def test_every_package_of_the_real_lock_is_there_for_windows_but_the_ones_of_linux():
    lock = (ROOT / "requirements-staff.txt").read_text(encoding="utf-8")

    left_out = {line.split("==")[0] for line in lock.split("\n") if "==" in line} - {line.split("==")[0] for line in toolpack.for_windows(lock, "3.12").split("\n") if "==" in line}

    assert {"jeepney", "secretstorage", "uvloop"} <= left_out <= {"jeepney", "secretstorage", "uvloop", "backports-tarfile", "importlib-metadata", "lazy-importer", "zipp"}


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """The ZIP of the small portal with one wheel in it."""
    root = portal_at(tmp_path / "nguồn", SITES / "tiny")
    for name in toolpack.TAKEN:
        if not (root / name).exists():
            shutil.copy(ROOT / name, root / name)
    wheels = tmp_path / "bánh"
    wheels.mkdir()
    (wheels / "x-1-py3-none-any.whl").write_bytes(b"wheel")
    return toolpack.write(root, wheels, tmp_path / "dist")


def test_the_zip_holds_project_wheels_and_first_content_and_a_sum_beside_it(packed: Path):
    names = zipfile.ZipFile(packed).namelist()

    for name in ("scripts/portal/__main__.py", "scripts/mo-ban-bien-tap.bat", "wheels/x-1-py3-none-any.whl", "docs-dau/vi/index.md", "mkdocs.yml", "requirements-staff.txt"):
        assert f"{toolpack.FOLDER}/{name}" in names
    assert not [name for name in names if "__pycache__" in name or f"{toolpack.FOLDER}/docs/" in name]
    assert packed.with_name(f"{packed.name}.sha256").read_text(encoding="utf-8").endswith(f"  {packed.name}\n")


def test_a_newer_zip_over_an_older_folder_leaves_its_content_alone(packed: Path, tmp_path: Path):
    here = tmp_path / "máy xã" / toolpack.FOLDER
    (here / "docs/vi").mkdir(parents=True)
    (here / "docs/vi/cua-xa.md").write_text("của xã", encoding="utf-8")

    with zipfile.ZipFile(packed) as pack:
        pack.extractall(here.parent)
    setup._settle(here)

    assert [file.name for file in (here / "docs").rglob("*.md")] == ["cua-xa.md"]
    assert (here / "scripts/portal/cli.py").is_file()


def test_in_a_new_folder_the_content_that_came_along_becomes_docs(packed: Path, tmp_path: Path):
    with zipfile.ZipFile(packed) as pack:
        pack.extractall(tmp_path / "mới")
    here = tmp_path / "mới" / toolpack.FOLDER

    setup._settle(here)
    setup._settle(here)

    assert (here / "docs/vi/index.md").read_bytes() == (SITES / "tiny/vi/index.md").read_bytes()


def test_the_launchers_go_to_the_folder_above_them_whatever_its_name():
    shell, batch = ROOT / "scripts/mo-ban-bien-tap.sh", ROOT / "scripts/mo-ban-bien-tap.bat"

    assert subprocess.run(["sh", "-n", str(shell)], check=False).returncode == 0
    assert shell.stat().st_mode & 0o100
    assert batch.read_bytes().count(b"\r\n") == batch.read_bytes().count(b"\n")
    assert b'cd /d "%~dp0.."' in batch.read_bytes()
