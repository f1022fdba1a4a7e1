"""`portal bench offline`: what reading without a network costs in bytes: first install, each section, an update – beside a precache of everything.

Of the site in site/; packed sizes are gzip level 9, file by file, as a host with packed copies sends them."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from portal.bench import building, measures

NOT_PRECACHED = re.compile(r"^(api/|assets/offline/muc/|assets/chia-se/|(en/)?tai-ve/goi/|sw\.js|robots\.txt|sitemap|feed)|\.(zip|epub)$")
INDEX = re.compile(r"/[0-9a-f]{10}/")
RELEASE = re.compile(r"const RELEASE = (\{.*\});")
SHELL = "shell"


def offline(site: Path = building.ROOT / "site", earlier: Path | None = None) -> str:
    """The table in Markdown; with an earlier build also what the update from it fetches.

    Raises:
        CannotMeasure: a site is not built."""
    for folder in (site, earlier or site):
        if not (folder / "sw.js").exists():
            raise measures.CannotMeasure(f"Chưa có trang trong {folder.name}/. Chạy  portal build  trước.")
    kept = _pieces(site)
    mine = {address: mark for code, files in kept.items() if not code.startswith("en/") for address, mark in files.items()}
    everything = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    rows = [("the worker, sw.js", {"sw.js"}), ("list of files, once a release, when something is saved", {_release(site)["lists"]["vi"][0]}),
            *((f"first install ({SHELL})" if code == SHELL else f"saved: {code}", set(files)) for code, files in kept.items()),
            ("the whole portal in Vietnamese", set(mine))]
    if earlier:
        before = {_neutral(address): mark for files in _pieces(earlier).values() for address, mark in files.items()}
        changed = {address for address, mark in mine.items() if before.get(_neutral(address)) != mark}
        rows += [("update, nothing saved", changed & set(kept[SHELL])), ("update, everything saved", changed)]
    rows.append(("**a precache of every file at the first visit**, both languages", {place for place in everything if not NOT_PRECACHED.search(place)}))
    return measures.table(["what a phone fetches", "files", "kB", "kB gzip"], [[name, *_weight(site, addresses)] for name, addresses in rows])


def _release(site: Path) -> dict[str, Any]:
    return json.loads(RELEASE.search((site / "sw.js").read_text(encoding="utf-8"))[1])


def _pieces(site: Path) -> dict[str, dict[str, str]]:
    """Code → address → mark; the shell among them."""
    said = _release(site)
    listed = {code: rows for place, _ in said["lists"].values() for code, rows in json.loads((site / place).read_text(encoding="utf-8")).items()}
    return {SHELL: dict(said["shell"])} | {code: {address: mark for address, mark, _ in rows} for code, rows in listed.items()}


def _neutral(address: str) -> str:
    """Without the name of the index's folder: that alone fetches nothing."""
    return INDEX.sub("/", address)


def _weight(site: Path, addresses: Iterable[str]) -> tuple[str, str, str]:
    """Files, kB as they are and as they are sent."""
    contents = [(site / (address + "index.html" if address.endswith("/") or not address else address)).read_bytes() for address in addresses]
    return str(len(contents)), f"{sum(map(len, contents)) / 1000:.1f}", f"{sum(len(gzip.compress(content, 9)) for content in contents) / 1000:.1f}"
