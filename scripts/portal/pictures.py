"""Pictures on the site: described, consented to, and with nothing hidden inside (camera, place, name)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from portal.content import PICTURE, Page, Site
from portal.problems import Problem

PHOTOS = (".jpg", ".jpeg", ".png", ".webp")
_PICTURE = re.compile(rf"{PICTURE.pattern}|<img\b(?P<tag>[^>]*)>")
_ATTRIBUTE = re.compile(r"\b(alt|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_UNTITLED = re.compile(r"(?:ảnh|hình|image|picture|photo|img|dsc|screenshot)?[\s_-]*\d*", re.IGNORECASE)


def clean(path: Path) -> bytes:
    """The picture's bytes with EXIF, GPS, XMP, comments and thumbnails gone and the right way up.

    A file without anything hidden comes back as it is; other kinds (SVG, GIF) are returned unread.

    Raises:
        OSError: the file is no picture, or damaged.
    """
    written = path.read_bytes()
    if path.suffix.lower() not in PHOTOS:
        return written
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(written)) as picture:
        if not _hides_something(picture):
            return written
        upright = ImageOps.exif_transpose(picture)
        bare = Image.new(upright.mode, upright.size)
        if upright.mode == "P":
            bare.putpalette(upright.getpalette("RGBA" if "transparency" in upright.info else "RGB"), "RGBA" if "transparency" in upright.info else "RGB")
        bare.paste(upright)
        out = io.BytesIO()
        kept = {"icc_profile": upright.info["icc_profile"]} if "icc_profile" in upright.info else {}
        quality = {"JPEG": {"quality": 88, "optimize": True}, "WEBP": {"quality": 88, "method": 4}, "PNG": {"optimize": True}}
        bare.save(out, picture.format, **quality.get(picture.format, {}), **kept)
        return out.getvalue()


def _hides_something(picture: object) -> bool:
    """Whether the file carries more than the picture and what is needed to draw it."""
    harmless = {"icc_profile", "transparency", "gamma", "dpi", "jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression",
                "interlace", "aspect", "srgb", "chromaticity", "background", "loop", "duration", "timestamp"}
    return bool(picture.getexif()) or any(key not in harmless for key in picture.info) or len(getattr(picture, "applist", [])) > 3  # type: ignore[attr-defined]


def problems(site: Site) -> list[Problem]:
    """Pictures without a description, without an entry in `anh`, or of people who have not agreed."""
    return [problem for page in site.pages for rule in (_shown, _listed) for problem in rule(page)]


def _shown(page: Page) -> Iterator[Problem]:
    """Each picture of the body has words for it; a photograph has its entry in `anh`."""
    entries = {PurePosixPath(str(entry.get("tep", ""))).name for entry in _entries(page)}
    for match in _PICTURE.finditer(page.prose):
        tag = {name: first or second for name, first, second in _ATTRIBUTE.findall(match["tag"] or "")}
        alt, file = (match["alt"], match["file"]) if match["file"] else (tag.get("alt", ""), tag.get("src", ""))
        line = page.text_line(match.start())
        if _UNTITLED.fullmatch(alt.strip()):
            yield Problem(page.path, line, f"ảnh {PurePosixPath(file).name} thiếu lời mô tả", "viết trong dấu [ ] ảnh cho thấy gì, cho người không nhìn được ảnh")
        if PurePosixPath(file).suffix.lower() in PHOTOS and PurePosixPath(file).name not in entries:
            yield Problem(page.path, line, f"ảnh {PurePosixPath(file).name} chưa khai trong «anh»",
                          f"thêm vào phần đầu trang  anh: [{{tep: {PurePosixPath(file).name}, mo_ta: …, co_nguoi: khong}}]")


def _listed(page: Page) -> Iterator[Problem]:
    """Where people can be recognised, they have agreed in writing."""
    for n, entry in enumerate(_entries(page)):
        if entry.get("co_nguoi") == "nhan_ra_duoc" and not entry.get("dong_y"):
            yield Problem(page.path, page.line(f"anh.{n}"), f"ảnh {entry.get('tep', '')} nhận ra được người mà chưa có phiếu đồng ý",
                          "thêm  dong_y: {ma, ngay, pham_vi, nguoi_giu}  theo phiếu đồng ý đã ký, hoặc bỏ ảnh")


def _entries(page: Page) -> list[dict[str, object]]:
    entries = page.meta.get("anh")
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
