"""The plain answers of the desk: style, previews, pictures, uploads, downloads."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.staticfiles import StaticFiles

from portal import importing, pictures
from portal.desk import backup, history, preview
from portal.desk.publication import LOOK
from portal.desk.workplace import Workplace
from portal.vietnamese import slug

HERE = Path(__file__).parent
MOST_PICTURE = 15_000_000
GONE = "<!doctype html><html lang=\"vi\"><meta charset=\"utf-8\"><title>Chưa có</title><p>Chưa có bản xem thử. Quay lại và thử lần nữa.</p></html>"


def add(web: FastAPI, place: Workplace) -> None:
    """Everything that is no screen of its own."""
    web.mount("/ban", StaticFiles(directory=HERE / "look"))
    web.mount("/kieu", StaticFiles(directory=place.root / "overrides" / "assets", follow_symlink=True))
    (place.root / LOOK).mkdir(parents=True, exist_ok=True)
    web.mount("/ban-thu", StaticFiles(directory=place.root / LOOK, html=True))
    _previews(web, place)
    _uploads(web, place)


def _previews(web: FastAPI, place: Workplace) -> None:
    @web.get("/xem/{window}")
    def shown(window: str) -> HTMLResponse:
        return HTMLResponse(place.previews.get(window, GONE), headers={"content-security-policy": preview.POLICY, "cache-control": "no-store"})

    @web.get("/tep/{path:path}")
    def picture(path: str) -> Response:
        file = (place.root / path).resolve()
        ours = file.is_relative_to((place.root / "docs").resolve()) and file.suffix.lower() in preview.PICTURES and file.is_file()
        return FileResponse(file, headers={"content-security-policy": "default-src 'none'; sandbox"}) if ours else Response(status_code=404)

    @web.get("/so-sanh/{name}")
    def side_by_side(name: str) -> Response:
        file = place.root / ".cache" / "nhap" / f"{slug(name.removesuffix('.html'))}.html"
        policy = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"}
        return FileResponse(file, headers=policy) if file.is_file() else Response(status_code=404)

    @web.get("/sao-luu/{name}")
    def download(name: str) -> Response:
        file = place.root / "dist" / Path(name).name
        return FileResponse(file, filename=file.name) if file.name.startswith("sao-luu-") and file.is_file() else Response(status_code=404)


def _uploads(web: FastAPI, place: Workplace) -> None:
    @web.post("/nhan-tep")
    async def arrive(request: Request) -> RedirectResponse:
        async with request.form(max_files=50) as form:
            with tempfile.TemporaryDirectory() as folder:
                files = [await _stored(sent, Path(folder) / str(number)) for number, sent in enumerate(form.getlist("tep")) if isinstance(sent, UploadFile) and sent.filename]
                for law in place.shelf.site().laws:                     # the text of a law may be added to its page
                    place.history.note(law.path, "goc")
                    place.before[law.path] = place.history.read(law.path) or ""      # as it is written: law.source has the commune's names filled in
                outcomes = await run_in_threadpool(importing.run, files, place.root, modern=form.get("dau_moi") == "co")
        name = place.window()
        place.arrivals[name] = outcomes
        for outcome in outcomes:
            if outcome.page:
                place.history.note(outcome.page, "nhap")
        return RedirectResponse(f"/nhap/{name}", status_code=303)

    @web.post("/nhan-anh/{window}")
    async def picture(window: str, request: Request) -> JSONResponse:
        async with request.form(max_files=1) as form:
            sent = form.get("tep")
            if not isinstance(sent, UploadFile) or Path(sent.filename or "").suffix.lower() not in pictures.PHOTOS or (sent.size or 0) > MOST_PICTURE:
                return JSONResponse({"loi": "Chỉ nhận ảnh .jpg, .png, .webp, nhiều nhất 15 MB."})
            try:
                place.pictures[window] = await _kept_picture(place.root, sent)
            except OSError:
                return JSONResponse({"loi": "Không đọc được tệp này như một tấm ảnh, hoặc đĩa đã đầy."})
        return JSONResponse({"tep": place.pictures[window]})

    @web.post("/nhan-sao-luu")
    async def restore(request: Request) -> RedirectResponse:
        async with request.form(max_files=1) as form:
            sent = form.get("tep")
            with tempfile.TemporaryDirectory() as folder:
                said = "Chưa chọn tệp nào."
                if isinstance(sent, UploadFile) and sent.filename:
                    file = await _stored(sent, Path(folder))
                    said = await run_in_threadpool(_opened, file, place)
        place.notices[name := place.window()] = said
        return RedirectResponse(f"/sao-luu?xong={name}", status_code=303)


def _opened(file: Path, place: Workplace) -> str:
    try:
        brought = backup.open_here(file, place.history)
    except backup.CannotOpen as wrong:
        return str(wrong)
    return f"Đã mở bản sao lưu: {len(brought.new)} tệp mới, {len(brought.changed)} tệp đã đổi. Bản đang có trên máy này được giữ trong lịch sử."


async def _stored(sent: UploadFile, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / Path((sent.filename or "tep").replace("\\", "/")).name
    file.write_bytes(await sent.read())
    return file


async def _kept_picture(root: Path, sent: UploadFile) -> str:
    """The picture under docs/assets/anh/, with nothing hidden inside; its path from the root."""
    content = await sent.read()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"anh{Path(sent.filename or '').suffix.lower()}"
        file.write_bytes(content)
        clean = pictures.clean(file)
    mark = hashlib.sha256(clean).hexdigest()[:6]
    target = root / "docs/assets/anh" / f"{slug(Path(sent.filename or 'anh').stem)[:40] or 'anh'}-{mark}{file.suffix}"
    history.write(target, clean)
    return target.relative_to(root).as_posix()
