"""What serving a whole province would take: a few made-up communes built and weighed, the rest computed.

Each build is a process of its own; what counts is its CPU (user and system)."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from portal import handover
from portal.bench import made_up

ROOT = Path(__file__).resolve().parents[3]
COMMUNES = 99                                    # of the province after Resolution 1658/NQ-UBTVQH15
BUILD = ("import sys; sys.path.insert(0, 'scripts'); from pathlib import Path; from portal import generator; from portal.views import Mode; "
         "generator.build(Path('.').resolve(), Mode(production=True, address='https://hoa-giai.example/'), Path('site').resolve())")
TEXT = (".html", ".json", ".js", ".css", ".xml", ".txt", ".csv", ".ics", ".svg", ".webmanifest")


@dataclass(frozen=True)
class Weight:
    """One built commune. CPU in seconds, `warm` only for the first; `files` maps a path to (mark of its bytes, size, size as sent)."""

    cold: float
    warm: float
    files: dict[str, tuple[str, int, int]]


def weigh(communes: int) -> list[Weight]:
    """Each commune built from nothing, the first one once more; all from one copy, whatever is edited meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        seed = Path(folder) / "goc"
        handover.make(ROOT, seed)
        return [_weighed(shutil.copytree(seed, Path(folder) / str(number)), number) for number in range(communes)]


def _weighed(root: Path, number: int) -> Weight:
    made_up.supply(root, f"xã Thử {number}")
    cold = _cpu(root)
    warm = 0.0 if number else _cpu(root)
    return Weight(cold, warm, {file.relative_to(root / "site").as_posix(): _sizes(file) for file in sorted((root / "site").rglob("*")) if file.is_file()})


def _cpu(root: Path) -> float:
    before = os.times()
    subprocess.run([sys.executable, "-c", BUILD], cwd=root, check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def _sizes(file: Path) -> tuple[str, int, int]:
    held = file.read_bytes()
    sent = len(gzip.compress(held, 9, mtime=0)) if file.suffix in TEXT else len(held)
    return hashlib.sha256(held).hexdigest(), len(held), sent


def report(weights: list[Weight]) -> str:
    """What was measured, and what is computed from it for the whole province; megabytes of a million bytes."""
    first = weights[0].files
    shared = {path for path, (mark, _, _) in first.items() if all(other.files.get(path, ("",))[0] == mark for other in weights)}
    def mega(paths: set[str], which: int) -> float:
        return sum(first[path][which] for path in paths) / 1e6
    whole, alike = mega(set(first), 1), mega(shared, 1)
    pages = [sent for path, (_, _, sent) in first.items() if path.endswith("index.html")]
    cold, warm = median(weight.cold for weight in weights), weights[0].warm
    lines = [f"Đo trên {len(weights)} xã thử:",
             f"  dựng lần đầu {cold:.0f} giây CPU, dựng lại {warm:.0f} giây CPU",
             f"  {len(first)} tệp, {whole:.0f} MB ({mega(set(first), 2):.0f} MB khi gửi đã nén)",
             f"  giống hệt nhau giữa các xã: {len(shared)} tệp, {alike:.0f} MB",
             f"  một trang HTML khi gửi: giữa {median(pages) / 1000:.1f} kB, nặng nhất {max(pages) / 1000:.1f} kB",
             f"Tính ra cho {COMMUNES} xã:", f"  dựng lần đầu {COMMUNES * cold / 60:.0f} phút CPU, dựng lại {COMMUNES * warm / 60:.0f} phút CPU",
             f"  chỗ chứa {COMMUNES * whole / 1000:.1f} GB nếu để riêng, {(alike + COMMUNES * (whole - alike)) / 1000:.1f} GB nếu phần giống nhau để một lần"]
    return "\n".join(lines)
