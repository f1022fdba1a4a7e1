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
RELEASE = re.compile(r"const RELEASE = (\{.*\});")


def release(site: Path) -> dict:
    return json.loads(RELEASE.search((site / "sw.js").read_text(encoding="utf-8"))[1])


def files(site: Path) -> dict[str, tuple[str, str]]:
    """Address → (mark, code) of all that can be kept."""
    said = release(site)
    listed = json.loads((site / said["catalogue"][0]).read_text(encoding="utf-8"))
    return {address: (mark, code) for code, rows in listed.items() for address, mark, _ in rows} | {address: (mark, "vo") for address, mark in said["shell"]}


def weight(site: Path, addresses: list[str]) -> str:
    """"12 tệp, 345 kB, 67 kB nén" of these addresses."""
    raw = packed = 0
    for address in addresses:
        content = (site / (address + "index.html" if address.endswith("/") or not address else address)).read_bytes()
        raw, packed = raw + len(content), packed + len(gzip.compress(content, 9))
    return f"{len(addresses):5} files {raw / 1000:9.1f} kB {packed / 1000:8.1f} kB gzip"


def main(site: Path, earlier: Path | None) -> None:
    said, kept = release(site), files(site)
    print("worker           ", weight(site, ["sw.js"]))
    print("first install    ", weight(site, [address for address, _ in said["shell"]]))
    print("list of files    ", weight(site, [said["catalogue"][0]]))
    for code in said["pieces"]:
        print(f"{code:17}", weight(site, [address for address, (_, of) in kept.items() if of == code]))
    print("all of vi        ", weight(site, [address for address, (_, of) in kept.items() if of == "vo" or of.startswith("vi/")]))
    everything = [file.relative_to(site).as_posix() for file in sorted(site.rglob("*")) if file.is_file()]
    print("precache of all  ", weight(site, [place for place in everything if not NOT_PRECACHED.search(place)]))
    if earlier:
        before = files(earlier)
        changed = {address: code for address, (mark, code) in kept.items() if before.get(address, ("", ""))[0] != mark}
        print("update, shell    ", weight(site, [address for address, code in changed.items() if code == "vo"]))
        print("update, all of vi", weight(site, [address for address, code in changed.items() if code == "vo" or code.startswith("vi/")]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
