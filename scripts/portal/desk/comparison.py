"""Two texts of one page, line by line."""

from __future__ import annotations

import difflib
from html import escape


def differences(old: str, new: str) -> str:
    """The lines that differ, as HTML; long equal stretches left out."""
    lines = difflib.unified_diff(old.split("\n"), new.split("\n"), lineterm="", n=1)
    marked = [f"<{tag}>{escape(line[1:])}</{tag}>" if (tag := {"+": "ins", "-": "del"}.get(line[:1], "")) else escape(line[1:] if line[:1] == " " else "…")
              for line in lines if not line.startswith(("+++", "---"))]
    return "\n".join(marked) or "Hai bản giống nhau."
