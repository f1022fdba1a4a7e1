"""What every PDF of the portal is set with: typst from its wheel, a serif with all Vietnamese letters, fixed dates.

PDF/UA refuses a letter that the font has not; staff paste such letters (😀, ✔) without knowing, so each becomes a dot
and the paper still comes out."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import typst

from portal.problems import CannotWork

try:
    import fontpkg_noto_serif
except ImportError:                                # told when a paper is to be set, in words
    FONTS = Path("fontpkg_noto_serif")
else:
    FONTS = Path(fontpkg_noto_serif.__file__).parent / "files"
UNKNOWN = re.compile(r'the text `?"(.+?)"`? could not be displayed', re.DOTALL)
STAND_IN = "•"


def pdf(template: Path, inputs: dict[str, str], day: date) -> bytes:
    """The template as tagged PDF (PDF/UA-1). `day` stands in the file instead of the clock's.

    Raises:
        CannotWork: the font is not there."""
    return _set(template, inputs, format="pdf", pdf_standards=["ua-1"], timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC))


def picture(template: Path, inputs: dict[str, str], ppi: int) -> bytes:
    """The first page as PNG."""
    return _set(template, inputs, format="png", ppi=ppi)


def _set(template: Path, inputs: dict[str, str], **how: Any) -> bytes:
    if not any(FONTS.glob("*.ttf")):
        raise CannotWork(f"Thiếu phông chữ Noto Serif của bản PDF ({FONTS}). Xóa thư mục .venv rồi chạy lại: máy tự cài lại cho đủ.")
    while True:
        try:
            made = typst.compile(template, font_paths=[FONTS], ignore_system_fonts=True, sys_inputs=inputs, **how)
        except typst.TypstError as refused:
            unknown = UNKNOWN.search(str(refused))
            if not unknown:
                raise
            inputs = {name: said.replace(unknown[1], STAND_IN) for name, said in inputs.items()}
        else:
            return made[0] if isinstance(made, list) else made
