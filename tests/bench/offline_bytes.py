"""What reading without a network costs, in bytes: first install, each section, an update – beside a precache of everything.

    python tests/bench/offline_bytes.py SITE [EARLIER_SITE]

Compressed sizes are gzip level 9, file by file, as a host with packed copies sends them."""

from __future__ import annotations

import gzip
import json
import re
import sys
from pathlib import Path

NOT_PRECACHED = re.compile(r"^(api/|assets/offline/muc/|assets/chia-se/|(en/)?tai-ve/goi/|sw\.js|robots\.txt|sitemap|feed)|\.(zip|epub)$")
INDEX = re.compile(r"/[0-9a-f]{10}/")
RELEASE = re.compile(r"const RELEASE = (\{.*\});")


def release(site: Path) -> dict:
    return json.loads(RELEASE.search((site / "sw.js").read_text(encoding="utf-8"))[1])


def pieces(site: Path) -> dict[str, dict[str, str]]:
    """Code → address → mark; the shell among them. The index is counted without the name of its folder: that alone fetches nothing."""
    said = release(site)
    listed = {code: rows for place, _ in said["lists"].values() for code, rows in json.loads((site / place).read_text(encoding="utf-8")).items()}
    return {"shell": dict(said["shell"])} | {code: {address: mark for address, mark, _ in rows} for code, rows in listed.items()}


def neutral(address: str) -> str:
    return INDEX.sub("/", address)


def weight(site: Path, addresses: set[str]) -> str:
    """Files, bytes as they are and as they are sent."""
    raw = packed = 0
    for address in addresses:
        content = (site / (address + "index.html" if address.endswith("/") or not address else address)).read_bytes()
        raw, packed = raw + len(content), packed + len(gzip.compress(content, 9))
    return f"{len(addresses):5} files {raw / 1000:9.1f} kB {packed / 1000:8.1f} kB gzip"


def main(site: Path, earlier: Path | None) -> None:
    kept = pieces(site)
    print("worker           ", weight(site, {"sw.js"}))
    print("list of files, vi", weight(site, {release(site)["lists"]["vi"][0]}))
    for code, files in kept.items():
        print(f"{code:17}", weight(site, set(files)))
    mine = {address: mark for code, files in kept.items() if not code.startswith("en/") for address, mark in files.items()}
    print("all of vi        ", weight(site, set(mine)))
    everything = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    print("precache of all  ", weight(site, {place for place in everything if not NOT_PRECACHED.search(place)}))
    if earlier:
        before = {neutral(address): mark for files in pieces(earlier).values() for address, mark in files.items()}
        changed = {address for address, mark in mine.items() if before.get(neutral(address)) != mark}
        print("update, shell    ", weight(site, changed & set(kept["shell"])))
        print("update, all of vi", weight(site, changed))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
