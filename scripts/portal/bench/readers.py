"""Readers of a site under test: some that look at every byte they get, and many that only count (wrk)."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import itertools
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urljoin

_ASKED = re.compile(r'<(?:link|script)\b[^>]*?(?:href|src)="([^":]+\.[0-9a-f]{8,}\.(?:css|js))"')
SCRIPT = """
local paths, n = {%s}, 0
request = function() n = n %% #paths + 1; return wrk.format("GET", paths[n]) end
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('\\nJSON {"asked": %%d, "failed": %%d, "seconds": %%.3f, "p50": %%.3f, "p99": %%.3f}\\n', summary.requests,
    e.connect + e.read + e.write + e.status + e.timeout, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
"""


@dataclass
class Seen:
    """What the careful readers saw; `wrong` holds a sentence for each answer that was not right."""

    asked: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Pace:
    """Of one run of wrk: requests, those that failed, seconds, milliseconds within which half and 99 of 100 answers came."""

    asked: int
    failed: int
    seconds: float
    p50: float
    p99: float


@contextlib.contextmanager
def reading(port: int, versions: list[Path], count: int = 3) -> Iterator[Seen]:
    """Readers from the start to the end of the block, each through the whole site at least once.

    Every page must be, byte for byte, that of one version, and all marked style and scripts that it asks for must be there."""
    seen, stop = Seen(), threading.Event()
    pages = {path: {_mark(version / path) for version in versions} for path in pages_of(versions[0])}
    threads = [threading.Thread(target=_read, args=(port, pages, first, seen, stop)) for first in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def pages_of(site: Path) -> list[str]:
    """The page files of a built site, sorted: "a/b/index.html"."""
    return sorted(file.relative_to(site).as_posix() for file in site.rglob("index.html"))


def address(page: str) -> str:
    """The address of a page file: /a/b/ of a/b/index.html."""
    return "/" + quote(page.removesuffix("index.html"))


def _mark(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _read(port: int, pages: dict[str, set[str]], first: int, seen: Seen, stop: threading.Event) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    order = sorted(pages)
    for n in itertools.count():
        if stop.is_set() and n >= len(order):
            break
        path = order[(n + first * 7) % len(order)]
        try:
            status, body = _get(line, address(path))
            if status != 200 or hashlib.sha256(body).hexdigest() not in pages[path]:
                seen.wrong.append(f"{path}: {status}, not a page of either release")
            asked = [urljoin(address(path), link) for link in _ASKED.findall(body.decode("utf-8", "replace"))]
            seen.wrong += [f"{path} asks for {one}: not there" for one in asked if _get(line, one)[0] != 200]
            seen.asked += 1 + len(asked)
        except (OSError, http.client.HTTPException) as cut:
            seen.wrong.append(f"{path}: {cut!r}")
            line.close()
    line.close()


def _get(line: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
    line.request("GET", path)
    answer = line.getresponse()
    return answer.status, answer.read()


def wrk(port: int, paths: list[str], seconds: int, work: Path, *headers: str, connections: int = 32) -> Pace | None:
    """Many connections that ask as fast as they get; None where wrk is not installed."""
    program = shutil.which("wrk")
    if not program:
        return None
    script = work / "wrk.lua"
    script.write_text(SCRIPT % ", ".join(f'"{path}"' for path in paths), encoding="utf-8")
    said = subprocess.run([program, "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", *(part for header in headers for part in ("-H", header)),
                           "-s", str(script), f"http://127.0.0.1:{port}"], check=True, capture_output=True, text=True).stdout
    return Pace(**json.loads(said.rpartition("JSON ")[2]))
