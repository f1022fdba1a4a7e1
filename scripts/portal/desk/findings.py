"""The problems of a page as the editor shows them: each with the way to its place and, where it is safe, a mend."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from portal import content
from portal.desk import companion, layout, repairs
from portal.problems import Problem, blocking


def draw(path: str, source: str, problems: list[Problem], mend: Callable[[str], Awaitable[None]], *, aloud: bool) -> None:
    """A heading with the count, the problems in their order, the offers; `mend` is called with the name of a repair.

    `aloud` has a screen reader say the heading."""
    stops = len(blocking(problems))
    said = f"{stops} lỗi phải sửa, {len(problems) - stops} điều nhắc" if problems else "Không có lỗi nào"
    layout.words(said, "h2").props("tabindex=-1" + (" aria-live=polite" if aloud else ""))
    for problem in problems:
        _problem(path, source, problem)
    for offer in repairs.offers(source):
        with layout.box():
            layout.words(f"Máy sửa giúp được: {offer.name}.")
            layout.button("Sửa giúp", lambda name=offer.name: mend(name)).props(f'aria-label="Sửa giúp: {offer.name}"')


def _problem(path: str, source: str, problem: Problem) -> None:
    in_data = "" if problem.path == path else " của dữ liệu kèm trang"
    with layout.box(blocks=problem.blocks):
        layout.words(f"{'Phải sửa' if problem.blocks else 'Nhắc'}, dòng {problem.line}{in_data}: {problem.what}")
        if problem.fix:
            layout.words(f"Cách sửa: {problem.fix}")
        layout.button("Đến chỗ này").on("click", js_handler=_way_to(path, source, problem)).props(f'aria-label="Đến dòng {problem.line}{in_data}"')


def _way_to(path: str, source: str, problem: Problem) -> str:
    """What the browser does to show the place: a line of the text, a field of the form, or the data."""
    page, _ = content.parse(path, source)
    if problem.path != path:
        return f"() => ban.field({json.dumps(companion.PLACE)})"
    if problem.line >= page.body_line:
        return f"() => ban.line({problem.line - page.body_line + 1})"
    key = max(((line, key) for key, line in page.lines.items() if key and line <= problem.line), default=(1, "title"))[1].split(".")[0]
    return f"() => ban.field({json.dumps(key)})"
