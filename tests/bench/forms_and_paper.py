"""What the forms and papers cost: CPU seconds from nothing, after one changed file, and for nothing changed; their bytes.

    python tests/bench/forms_and_paper.py           # in the test environment, after `portal build`

Works on a copy of the built site in a temporary folder, with caches of its own. CPU seconds of this process and its
children: another program on the machine does not change them much."""

from __future__ import annotations

import gzip
import resource
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from portal import content, packs, sheets  # noqa: E402 - the path first

CARD, FORM = "tinh-huong/ranh-gioi-dat/index.html", "docs/vi/bieu-mau/giay-moi.yml"


def cpu(act: Callable[[], object]) -> float:
    def spent() -> float:
        return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    before = spent()
    act()
    return spent() - before


def thrice(act: Callable[[], object], change: Callable[[], object]) -> list[float]:
    """CPU seconds of the first run, of one after a change, and of one after none."""
    first = cpu(act)
    change()
    return [first, cpu(act), cpu(act)]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "portal"
        shutil.copytree(ROOT / "docs", root / "docs")
        shutil.copytree(ROOT / "site", root / "site")
        forms = thrice(lambda: sheets.write(content.read(root)[0], root / "site"), lambda: _edit(root / FORM, "Rất mong", "Mong"))
        papers = thrice(lambda: packs.everything(content.read(root)[0], root / "site", root / "dist", lambda _: None), lambda: _edit(root / "site" / CARD, "Ranh", "Mốc"))
        costs = {"forms: Word, PDF and picture of each, blank and sample": forms, "packs: every book, every copy": papers}
        print("| CPU seconds | from nothing | one file changed | nothing changed |\n|---|---:|---:|---:|")
        for name, seconds in costs.items():
            print(f"| {name} | " + " | ".join(f"{second:.1f}" for second in seconds) + " |")
        _bytes(root)


def _edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    if old not in text:
        raise SystemExit(f"{file}: «{old}» is not there to be changed")
    file.write_text(text.replace(old, new), encoding="utf-8")


def _bytes(root: Path) -> None:
    print("\n| Bytes | files | least | most | together |\n|---|---:|---:|---:|---:|")
    for name, pattern in (("Word files of the forms", "site/bieu-mau/*/*.docx"), ("PDF files of the forms", "site/bieu-mau/*/*.pdf"), ("packs", "dist/*.[ze][ip][pu]*")):
        sizes = sorted(file.stat().st_size for file in root.glob(pattern) if file.suffix != ".sha256")
        print(f"| {name} | {len(sizes)} | {sizes[0]:,} | {sizes[-1]:,} | {sum(sizes):,} |")
    for name in ("docx", "sheet", "fill-in"):
        code = (ROOT / f"overrides/assets/forms/{name}.js").read_bytes()
        print(f"| forms/{name}.js | 1 | {len(code):,} | {len(gzip.compress(code, 9)):,} gzip | |")


if __name__ == "__main__":
    main()
