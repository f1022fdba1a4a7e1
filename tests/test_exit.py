"""The way out of MkDocs 1.x, tried: ProperDocs builds the same site, byte for byte."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ADDRESS, ROOT

LOCK = ROOT / "tests" / "properdocs.txt"
# `replacement` gives ProperDocs to whoever imports mkdocs: plugins and theme too.
BUILD = f"""
import properdocs.replacement
import mkdocs
assert mkdocs.__name__ == "properdocs"
from pathlib import Path
from portal import generator
from portal.views import Mode
generator.build(Path.cwd(), Mode(production=True, address="{ADDRESS}"), Path("site").resolve())
"""


@pytest.fixture(scope="module")
def properdocs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ProperDocs and nothing else; what it rests on is MkDocs' own, in the environment already."""
    folder = tmp_path_factory.mktemp("properdocs")
    said = ""
    for installer in ([sys.executable, "-m", "pip"], [sys._base_executable, "-m", "pip"], ["uv", "pip"]):
        try:
            ran = subprocess.run([*installer, "install", "-q", "--no-deps", "--require-hashes", "--target", str(folder), "-r", str(LOCK)],
                                 capture_output=True, text=True, check=False)
        except FileNotFoundError:
            continue
        if ran.returncode == 0:
            return folder
        said = ran.stderr.strip()[-300:]
    missing = f"không cài được ProperDocs: {said}"
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)


def test_properdocs_builds_the_same_site_byte_for_byte(properdocs: Path, tiny: Path, tiny_site: Path):
    ran = subprocess.run([sys.executable, "-W", "ignore", "-c", BUILD], cwd=tiny, capture_output=True, text=True, check=False,
                         env={**os.environ, "PYTHONPATH": os.pathsep.join([str(properdocs), str(ROOT / "scripts")]), "PYTHONUTF8": "1"})
    assert ran.returncode == 0, ran.stderr

    theirs, ours = (
        {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()} for site in (tiny / "site", tiny_site))

    assert sorted(theirs) == sorted(ours)
    assert [name for name in ours if theirs[name] != ours[name]] == []
