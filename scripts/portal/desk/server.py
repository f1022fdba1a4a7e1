"""Starts the desk: on loopback alone, on a free port, in the person's own browser."""

from __future__ import annotations

import contextlib
import logging
import socket
import traceback
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from nicegui import app, core, ui
from nicegui.translations import translations

from portal.desk import answers, arrivals, creating, earlier, editor, lacking, layout, pages, publishing, safekeeping
from portal.desk.guard import Guard
from portal.desk.workplace import Workplace

FIRST_PORT = 8137
MOST_MESSAGE = 4_000_000                                 # bytes: the longest text that desk.js lets through, with room
SAID = {"connection_lost": "Mất liên lạc với Bàn biên tập.", "trying_to_reconnect": "Đang nối lại … Nếu cửa sổ nền đen đã đóng thì mở lại Bàn biên tập; chữ đã gõ còn trong máy.",
        "message_too_long": "Phần vừa gửi quá dài.", "message_too_long_body": "Hãy chia nhỏ rồi thử lại."}      # NiceGUI has no Vietnamese of these
PATIENCE = 3600                                          # seconds that a window may sleep without losing its place


class CannotStart(Exception):
    """One Vietnamese sentence."""


def run(root: Path, say: Callable[[str], Any], *, port: int = 0, browser: bool = True) -> None:
    """Serves the desk until it is stopped. `port` 0 takes the first free one from 8137 on.

    Raises: CannotStart, when the wanted port is another program's."""
    listening = bound(port)
    web = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    place = Workplace.at(root)
    answers.add(web, place)
    for screen in (pages, editor, earlier, creating, arrivals, publishing, safekeeping, lacking):
        screen.add(place)
    translations["vi"] = SAID
    trouble = _Trouble(root)
    app.on_page_exception(trouble.shown)
    app.on_exception(trouble.kept)
    ui.run_with(web, title="Bàn biên tập", language="vi", reconnect_timeout=PATIENCE, tailwind=False, show_welcome_message=False,
                favicon=root / "overrides/assets/mark.svg", cache_control_directives="no-cache")
    core.sio.eio.max_http_buffer_size = MOST_MESSAGE
    guard = Guard(web, listening.getsockname()[1])
    say(f"Bàn biên tập mở tại:\n{guard.address}\nĐóng cửa sổ này (hoặc bấm Ctrl+C) là dừng.")
    if browser:
        webbrowser.open(guard.address)
    logging.getLogger("nicegui").setLevel(logging.CRITICAL)      # what goes wrong is kept in a file; staff see sentences, no traceback
    serving = uvicorn.Server(uvicorn.Config(guard, log_level="critical", ws_max_size=MOST_MESSAGE, timeout_graceful_shutdown=5, lifespan="on"))
    with contextlib.suppress(KeyboardInterrupt):         # the window was closed: uvicorn has ended in order
        serving.run(sockets=[listening])
    say("Đã đóng Bàn biên tập.")


class _Trouble:
    """Our own mistakes: a sentence for the person, the details for whoever mends them."""

    def __init__(self, root: Path) -> None:
        self.file = root / ".cache" / "su-co.txt"

    def kept(self, wrong: Exception) -> None:
        self.file.parent.mkdir(exist_ok=True)
        self.file.write_text("".join(traceback.format_exception(wrong)), encoding="utf-8")

    def shown(self, wrong: Exception) -> None:
        self.kept(wrong)
        with layout.frame("Bàn biên tập gặp lỗi"):
            layout.words("Đây là lỗi của công cụ, không phải lỗi của bạn. Chữ đã gõ được giữ trong máy. Xin gửi tệp .cache/su-co.txt cho người phụ trách kỹ thuật.")


def bound(port: int) -> socket.socket:
    """A socket of ours on loopback: nobody can take the port between the asking and the serving."""
    for tried in [port] if port else [*range(FIRST_PORT, FIRST_PORT + 20), 0]:
        listening = socket.socket()
        try:
            listening.bind(("127.0.0.1", tried))
            listening.listen(64)
            return listening
        except OSError:
            listening.close()
    raise CannotStart(f"Cổng {port} đang có chương trình khác dùng. Bỏ  --port  để máy tự chọn cổng trống.")
