"""A situation card → the Markdown of its page, in the one order that mediators know by heart.

Front matter holds what the card must have (questions, options, papers); the body holds talk, law and mistakes."""

from __future__ import annotations

import re

from portal.content import Page

SECTION = re.compile(r"^## .*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
HEADS = {
    "vi": {"nhan-dien": "Nhận diện", "hoi-gi": "Hỏi gì", "phuong-an": "Gợi ý phương án", "giay-to": "Giấy tờ",
           "chuyen-dau": "Không thành thì chuyển đâu", "options": ("Cách", "Hợp khi", "Mỗi bên được gì", "Để chắc chắn"),
           "ask": "Gặp riêng từng bên. Đừng hỏi “ai sai”.",
           "offer": "Để hai bên tự nêu cách của mình trước; bảng này chỉ để gợi ý.",
           "ben-a": "Hỏi bên chịu thiệt: ", "ben-b": "Hỏi bên kia: ", "ca-hai": ""},
    "en": {"nhan-dien": "How to recognise it", "hoi-gi": "What to ask", "phuong-an": "Options to suggest", "giay-to": "Papers",
           "chuyen-dau": "If it does not settle, where next", "options": ("Way", "Fits when", "What each side gets", "To make it sure"),
           "ask": "Meet each side alone. Never ask “who is wrong”.",
           "offer": "Let the two sides name their own ways first; this table only suggests.",
           "ben-a": "Ask the side that suffers: ", "ben-b": "Ask the other side: ", "ca-hai": ""},
}


def compose(page: Page) -> str:
    """The whole page as Markdown; the stop block is the template's, it stands above the title or right after it."""
    words = HEADS[page.lang]
    talk, basis, *rest = [section.strip() for section in SECTION.findall(page.body)] or ["", ""]
    gate = page.meta.get("dung_lai", {}).get("cong")
    parts = [f"**{words['nhan-dien']}.** {page.meta.get('nhan_dien', '')}\n{{: #nhan-dien }}",
             _head(words, "hoi-gi"), "" if gate else words["ask"], _asks(page, words),
             _head(words, "phuong-an"), "" if gate else words["offer"], _options(page, words),
             talk, basis,
             _head(words, "giay-to"), "\n".join(f"- [ ] {paper}" for paper in page.meta.get("giay_to", [])),
             _head(words, "chuyen-dau"), _onward(page), *rest]
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(words: dict, anchor: str) -> str:
    return f"## {words[anchor]} {{#{anchor}}}"


def _asks(page: Page, words: dict) -> str:
    lines = []
    for number, ask in enumerate(page.meta.get("hoi", []), 1):
        why = f" {ask['vi']}" if ask.get("vi") else ""
        lines.append(f"{number}. **{words[ask.get('ai', 'ca-hai')]}{ask['hoi']}**{why}")
    return "\n".join(lines)


def _options(page: Page, words: dict) -> str:
    rows = ["| " + " | ".join(words["options"]) + " |", "|---|---|---|---|"]
    for option in page.meta.get("phuong_an", []):
        cells = (option["cach"], option["hop_khi"], option["moi_ben"], option["chac_chan"])
        rows.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |")
    return "\n".join(rows)


def _onward(page: Page) -> str:
    return "\n".join(f"{number}. **{step['ten'].rstrip('.')}.** {step['viec']}"
                     for number, step in enumerate(page.meta.get("chuyen_den", []), 1))

