"""The pages as machines read them: valid HTML, and no link or anchor of the whole site that leads nowhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

import programs
from conftest import ROOT

TEMPLATES = [line for line in (ROOT / "tests/browser/templates.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
HERE = ROOT / "tests"
VALIDATOR = HERE / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
LINK = re.compile(r'<(?:a|link|script|img|source|form|iframe|audio)\b[^>]*?\s(?:href|src|action)="([^"]*)"')
NAME = re.compile(r'\s(?:id|name)="([^"]*)"')
ELSEWHERE = re.compile(r"[a-z][a-z+.-]*:|//")


@pytest.fixture(scope="module")
def validator() -> list[str]:
    """The command of html-validate, installed by the lock where it is not there yet."""
    node = programs.need("node")
    if not VALIDATOR.exists():
        installed = subprocess.run([programs.need("npm"), "ci", "--omit=optional", "--no-audit", "--no-fund"], cwd=HERE, capture_output=True, text=True, check=False)
        if installed.returncode and os.environ.get("CI") != "true":
            pytest.skip("không cài được html-validate: " + installed.stderr.strip()[-200:])
    return [node, str(VALIDATOR), "-c", str(HERE / "markup.cjs"), "-f", "json"]


def test_every_template_is_valid_html(validator: list[str], built: Path):
    files = [f"{place}index.html" for place in dict.fromkeys(TEMPLATES)] + ["404.html", "en/404.html"]

    ran = subprocess.run([*validator, *files], cwd=built, capture_output=True, text=True, encoding="utf-8", check=False)

    found = [f"{Path(file['filePath']).relative_to(built)}:{said['line']}: {said['ruleId']}: {said['message']}"
             for file in json.loads(ran.stdout) for said in file["messages"]]
    assert found == []


def test_no_link_and_no_anchor_of_the_whole_site_is_broken(built: Path):
    assert broken(built) == []


def test_a_broken_link_and_a_broken_anchor_would_be_seen(tiny_site: Path, tmp_path: Path):
    shutil.copytree(tiny_site, tmp_path / "site")
    page = tmp_path / "site/ky-nang/lang-nghe/index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</article>", '<a href="../khong-co/">x</a><a href="../../#khong-co">x</a></article>'), encoding="utf-8")

    assert broken(tmp_path / "site") == ["ky-nang/lang-nghe/: ../../#khong-co", "ky-nang/lang-nghe/: ../khong-co/"]


def broken(site: Path) -> list[str]:
    """Every link inside the site that leads to no file, or to a place that its page does not have."""
    pages = {_address(file, site): file.read_text(encoding="utf-8") for file in site.rglob("*.html")}
    names = {address: {unescape(name) for name in NAME.findall(text)} for address, text in pages.items()}
    files = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    return sorted({f"{address}: {link}" for address, text in pages.items() for link in map(unescape, LINK.findall(text))
                   if not ELSEWHERE.match(link) and not _leads(address, link, names, files)})


def _leads(address: str, link: str, names: dict[str, set[str]], files: set[str]) -> bool:
    place, _, anchor = unquote(link).partition("#")
    place = place.partition("?")[0]
    parts = [] if place.startswith("/") else address.split("/")[:-1]
    for part in place.split("/") if place else []:
        if part == "..":
            if not parts:
                return False
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    target = "/".join(parts) if place else address
    for known in (target, f"{target}/" if target else ""):
        if known in names:
            return not anchor or anchor in names[known]
    return target in files


def _address(file: Path, site: Path) -> str:
    return file.relative_to(site).as_posix().removesuffix("index.html")
