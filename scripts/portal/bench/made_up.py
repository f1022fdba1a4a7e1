"""A portal of n pages a language out of random Vietnamese syllables: for measuring builds, never for reading.

The words mean nothing and name no one; the same every time."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

from portal import content
from portal.vietnamese import slug

BEGINNINGS = ["b", "c", "d", "đ", "g", "h", "l", "m", "n", "ph", "t", "th", "tr", "v", "x", "kh", "nh", "ng", "s"]
ENDS = [
    "a", "an", "ang", "ao", "ay", "ăn", "âm", "ân", "anh", "e", "em", "ên", "i", "in", "inh", "iêu", "o", "on", "ong", "ô",
    "ôn", "ông", "ơ", "ơi", "ơn", "u", "un", "ung", "ư", "ưa", "ươn", "à", "án", "ạn", "ảo", "ấm", "ần", "ế", "ệnh", "ì", "ín",
    "ò", "ọn", "ố", "ồng", "ờ", "ợi", "ú", "ùng", "ứa"]
HEADINGS = {"ky-nang": ("Vì sao", "Các bước", "Kiểm lại", "Làm gì tiếp theo"), "guong-hoa-giai": ("Câu chuyện", "Điều học được", "Đọc tiếp"),
            "phap-luat": ("Văn bản này nói gì", "Điều 1. Phạm vi {#dieu-1}", "Điều 2. Việc làm {#dieu-2}", "Điều 3. Hiệu lực {#dieu-3}")}
LAW = """so_hieu: {n}/2030/QH20
ten_goi: ["Luật Thử số {n}"]
co_quan: Quốc hội
ngay_ban_hanh: 2030-01-01
ngay_hieu_luc: 2030-07-01
tinh_trang: con_hieu_luc
ngay_kiem_tra: 2030-08-01
dieu: "1-40"
"""
SUPPLIED = {"dien_thoai": '"0000 000 000"', "cong_an_xa": '"0000 000 001"', "truc_ubnd": '"0000 000 002"', "thu_dien_tu": "hop-thu@thu.example",
            "cong_thong_tin": "https://thu.example/", "ten_tinh": "tỉnh Thử", "ten_tinh_en": "Thử province"}
HEAD = """---
title: "{title}"
description: "{description}"
{english}doi_tuong: [hoa-giai-vien]
linh_vuc: [{topic}]
nguon:
  - 35/2013/QH13
thay_doi:
  - {{ngay: 2026-11-20, gi: Bản đầu}}
ra_soat: 2027-05-20
phu_trach: Văn phòng
trang_thai: cho_duyet
{more}---
"""


def write(small: Path, root: Path, pages: int) -> Path:
    """Put a portal at `root`: the small content of `small` (docs/) and `pages` made-up pages a language; the page to change later."""
    shutil.copytree(small, root / "docs")
    said = random.Random(1)
    changed = None
    for n in range(pages):
        section = _section(n)
        name = f"{slug(_words(said, 3))}-{n}"
        for lang in ("vi", "en"):
            file = root / "docs" / lang / section / f"{name}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(_page(said, section, lang, n), encoding="utf-8", newline="\n")
            changed = changed or file
    return changed


def supply(root: Path, name: str) -> None:
    """Fill in what only a commune can know, so that a production build goes through."""
    table = root / content.AGENCY
    asked = re.compile(rf"^(\w+): {content.UNKNOWN}$", re.MULTILINE)
    table.write_text(asked.sub(lambda row: f"{row[1]}: {SUPPLIED.get(row[1], name)}", table.read_text(encoding="utf-8")), encoding="utf-8")


def _section(n: int) -> str:
    """Of ten pages five are skills, four are stories, one is a law."""
    return next(section for section, below in (("ky-nang", 5), ("guong-hoa-giai", 9), ("phap-luat", 10)) if n % 10 < below)


def _page(said: random.Random, section: str, lang: str, n: int) -> str:
    english = f'title_en: "Made up {n}"\ndescription_en: "Made up."\n' if lang == "vi" else ""
    more = LAW.format(n=n + 100) if section == "phap-luat" else "minh_hoa: true\n" if section == "guong-hoa-giai" else ""
    head = HEAD.format(title=f"{_words(said, 6).capitalize()} {n}", description=f"{_words(said, 14).capitalize()}.", english=english,
                       topic=said.choice(("dat-dai", "nghiep-vu")), more=more)
    return head + "\n\n".join(_part(said, heading) for heading in HEADINGS[section]) + "\n"


def _part(said: random.Random, heading: str) -> str:
    """A section: paragraphs with links and citations, a list, a table, a note; about 150 syllables."""
    cited = f"Theo khoản {said.randint(1, 5)} Điều {said.randint(3, 30)} Luật Hòa giải ở cơ sở, {_words(said, 12)}."
    link = f"Xem thêm [{_words(said, 3)}](../ky-nang/lang-nghe.md): {_words(said, 10)}."
    rows = "\n".join(f"| {_words(said, 3)} | {_words(said, 4)} |" for _ in range(3))
    points = "\n".join(f"- **{_words(said, 2)}** {_words(said, 8)}" for _ in range(3))
    return "\n\n".join((f"## {heading}", _sentence(said), cited, points, link, f"| một | hai |\n|---|---|\n{rows}",
                        f'!!! note "Trong thực tế"\n    {_sentence(said)}', _sentence(said)))


def _sentence(said: random.Random) -> str:
    return f"{_words(said, 24).capitalize()}."


def _words(said: random.Random, count: int) -> str:
    return " ".join(said.choice(BEGINNINGS) + said.choice(ENDS) for _ in range(count))
