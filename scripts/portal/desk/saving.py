"""Saving what was edited in a window: it is done, or the person is told why not and loses no word."""

from __future__ import annotations

import errno

from nicegui import run

from portal.desk import layout
from portal.desk.history import Changed
from portal.desk.workplace import Workplace

_REFUSALS = {**dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "đĩa đã đầy"), **dict.fromkeys((errno.EPERM, errno.EACCES, errno.EROFS), "không có quyền ghi")}


async def save(place: Workplace, path: str, text: str, base: str, name: str) -> bool:
    """Puts a text in a file's place, without asking; `base` is the text that the window began with, `name` says what the file is.

    False, with a notice, when another window or computer wrote it meanwhile (this text is a saved state then) or the disk does not take it."""
    try:
        await run.io_bound(place.history.save, path, text, base)
    except Changed:
        layout.notice(f"{name} vừa được sửa ở nơi khác. Bản của bạn đã được giữ trong «Các bản đã lưu»; mở lại màn hình này để xem bản kia.", "loi")
        return False
    except OSError as problem:
        layout.notice(refusal(problem), "loi")
        return False
    return True


def refusal(problem: OSError) -> str:
    """Why the disk did not take it, and what to do."""
    why = _REFUSALS.get(problem.errno or 0, "ổ đĩa báo lỗi")
    return f"Chưa lưu được: {why}. Chữ vẫn còn trong cửa sổ này; đừng đóng, dọn đĩa rồi bấm Lưu lại."
