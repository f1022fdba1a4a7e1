"""`portal new`: a correct page to start from, out of docs/mau/."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from portal.fields import KINDS
from portal.vietnamese import nfc, slug

REVIEW_AFTER = timedelta(days=182)               # half a year: law and telephone numbers move


class CannotMake(Exception):
    """One Vietnamese sentence."""


def new(root: Path, kind: str, title: str) -> str:
    """Writes docs/vi/<kind>/<slug>.md; its path from the root. Never over an existing page."""
    title = nfc(title).strip()
    sample = root / "docs/mau" / f"{kind}.md"
    if kind not in KINDS or not sample.exists():
        raise CannotMake(f"Không có loại trang «{kind}». Chọn một loại: {', '.join(sorted(file.stem for file in sample.parent.glob('*.md') if file.stem in KINDS))}.")
    if not slug(title):
        raise CannotMake("Tên trang phải có chữ. Ví dụ:  portal new tinh-huong \"Tranh chấp lối đi\"")
    if len(title) > 70:
        raise CannotMake(f"Tên trang dài {len(title)} chữ cái, nhiều nhất 70. Hãy viết ngắn lại.")
    folder = root / "docs/vi" / ("gioi-thieu" if kind == "trang" else kind)
    file = folder / f"{slug(title)}.md"
    number = 2
    while file.exists():
        file, number = folder / f"{slug(title)}-{number}.md", number + 1
    today = date.today()
    text = sample.read_text(encoding="utf-8")
    for mark, value in (("{{title}}", title.replace('"', '\\"')), ("{{ngay}}", today.isoformat()), ("{{ra_soat}}", (today + REVIEW_AFTER).isoformat())):
        text = text.replace(mark, value)
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
    return file.relative_to(root).as_posix()
