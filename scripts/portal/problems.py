"""A problem on a page, or of the machine, said to the person who can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong, where, and how to mend it.

    `path` is counted from the repository root with `/`; `line` is 1-based, 0 when it is the whole file.
    `what` and `fix` are Vietnamese sentences. A problem that does not block is a warning: shown, not stopping."""

    path: str
    line: int
    what: str
    fix: str = ""
    blocks: bool = True

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        mark = "" if self.blocks else "(nhắc) "
        return f"{place}: {mark}{self.what}" + (f"\n    Cách sửa: {self.fix}" if self.fix else "")


class CannotWork(Exception):
    """Something that this machine lacks; carries its own Vietnamese sentence, with what to do."""


def blocking(problems: Iterable[Problem]) -> list[Problem]:
    """Those that stop a check, a build, an approval."""
    return [problem for problem in problems if problem.blocks]


def report(problems: Iterable[Problem]) -> str:
    """All problems, sorted by file and line, and a closing sentence."""
    found = sorted(set(problems))
    stops = len(blocking(found))
    if not found:
        return "Không có lỗi nào."
    lines = [str(problem) for problem in found]
    lines.append(f"\n{stops} lỗi phải sửa, {len(found) - stops} điều nhắc.")
    return "\n".join(lines)
