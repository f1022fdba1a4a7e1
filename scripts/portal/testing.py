"""`portal test`: the whole suite, as a person and as CI run it: style, import rules, tests, a real browser."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

STEPS = (
    ("Cách viết mã (ruff)", ("-m", "ruff", "check", "scripts", "tests")),
    ("Chiều của import", ("-c", "from importlinter.cli import lint_imports_command as lint; lint(['--no-cache'])")),
    ("Kiểm thử", ("-m", "pytest", "tests")),
)


def run(root: Path) -> int:
    """Runs every step even when one fails; 1 when any did."""
    environment = {**os.environ, "PYTHONPATH": str(root / "scripts"), "PYTHONUTF8": "1"}
    failed = []
    for name, arguments in STEPS:
        print(f"\n== {name}", flush=True)
        if subprocess.call([sys.executable, *arguments], cwd=root, env=environment):
            failed.append(name)
    print("\nHỏng: " + ", ".join(failed) if failed else "\nMọi bước đều đạt.")
    return 1 if failed else 0
