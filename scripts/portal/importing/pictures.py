"""The pictures of a document made fit for the web: at most 1600 pixels wide or high, nothing hidden inside."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

from portal.importing import limits
from portal.importing.document import Remark

_SIDE = 1600
_QUALITY = 82
_FEW_COLOURS = 256      # drawings, stamps, screen shots of text: PNG keeps their edges
_FORMATS = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP")     # none that needs another program to open
_GPS = 0x8825


@dataclass(frozen=True)
class Picture:
    """A picture ready to be written; `file` is its name in docs/assets/<slug>/."""

    file: str
    content: bytes


def prepare(sources: dict[str, bytes], used: list[str]) -> tuple[dict[str, Picture], list[Remark]]:
    """The pictures that the text uses, by their name in the source, and what there is to say of them.

    The same picture used twice is kept once; names are counted in the order of the text."""
    ready: dict[str, Picture] = {}
    by_mark: dict[str, Picture] = {}
    lost, placed = 0, 0
    for name in dict.fromkeys(used):
        mark = hashlib.sha256(sources.get(name, b"")).hexdigest()
        if mark not in by_mark:
            made = _web(sources.get(name, b""))
            if made is None:
                lost += 1
                continue
            content, suffix, had_place = made
            placed += had_place
            by_mark[mark] = Picture(f"hinh-{len(by_mark) + 1}.{suffix}", content)
        ready[name] = by_mark[mark]
    return ready, _remarks(len(by_mark), lost, placed)


def _remarks(kept: int, lost: int, placed: int) -> list[Remark]:
    remarks = []
    if kept:
        remarks.append(Remark(f"giữ {kept} ảnh, đã thu nhỏ và xóa thông tin ẩn trong ảnh",
                              "xem từng ảnh: có người nhận ra được, giấy tờ, biển số thì phải xin phép hoặc bỏ; viết lời mô tả ảnh"))
    if placed:
        remarks.append(Remark(f"có {placed} ảnh mang vị trí nơi chụp (GPS): đã xóa vị trí"))
    if lost:
        remarks.append(Remark(f"có {lost} ảnh không giữ được (hình vẽ của Word, ảnh hỏng hoặc quá lớn)",
                              "mở tệp gốc, chụp lại hình thành ảnh PNG rồi thêm vào trang"))
    return remarks


def _web(content: bytes) -> tuple[bytes, str, bool] | None:
    """The picture as JPEG or PNG, its suffix, and whether it told where it was taken; None when unreadable."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")      # Pillow warns of big pictures; the bound below is ours
            with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
                if opened.width * opened.height > limits.PICTURE_PIXELS or opened.width * opened.height < 4:
                    return None
                had_place = _GPS in opened.getexif()
                image = ImageOps.exif_transpose(opened)
                image.load()
        image.thumbnail((_SIDE, _SIDE))
        return (*_encoded(image), had_place)
    except Exception:
        return None


def _encoded(image: Image.Image) -> tuple[bytes, str]:
    buffer = io.BytesIO()
    see_through = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    plain = image.convert("RGBA" if see_through else "RGB")
    # A new image has no EXIF, no comment, no colour profile of the camera.
    clean = Image.new(plain.mode, plain.size)
    clean.paste(plain)
    if see_through or clean.getcolors(_FEW_COLOURS) is not None:
        clean.save(buffer, "PNG", optimize=True)
        return buffer.getvalue(), "png"
    clean.save(buffer, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return buffer.getvalue(), "jpg"


def described(text: str) -> str:
    """The description of a picture for `mo_ta`; a file's name is none."""
    words = " ".join(text.split())
    return "" if re.search(r"\.(jpe?g|png|gif|bmp|emf|wmf)$", words, re.IGNORECASE) else words[:300]
