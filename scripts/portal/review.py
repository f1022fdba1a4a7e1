"""Who has approved a page, what has changed since, and what must be read again.

`portal approve` seals what the reader sees: title, body, legal bases, and on a situation card its questions and
ways out. Any later difference says "Đã sửa sau thẩm định" by itself, with no one having to remember it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from portal import content
from portal.citations import Index
from portal.content import Page, Site
from portal.laws import Law, Register, bases
from portal.problems import Problem, blocking
from portal.vietnamese import written_day

SEALED = ("title", "can_cu", "loi_ke", "dung_lai", "nhan_dien", "hoi", "phuong_an", "giay_to", "chuyen_den")
REASONS = {"unapproved": "Chưa thẩm định", "changed_since": "Đã sửa sau thẩm định", "overdue": "Quá hạn rà soát",
           "law_changed": "Căn cứ đã đổi", "law_changing": "Căn cứ đang được sửa", "unclear": "Ngày còn chưa rõ"}
_WRITTEN = ("nguoi_duyet", "ngay_duyet", "dau_duyet")
_HEAD = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?P<keys>.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_STATE = re.compile(r"^trang_thai:[ \t]*(?P<state>[^\s#]*)(?P<rest>[^\r\n]*)(?P<end>\r?\n)", re.MULTILINE)
_OLD = re.compile(rf"^(?:{'|'.join(_WRITTEN)}):[^\r\n]*\r?\n", re.MULTILINE)


@dataclass(frozen=True, order=True)
class Item:
    """Something to read again: `reason` is a key of REASONS, `say` a Vietnamese half-sentence."""

    reason: str
    path: str
    line: int
    say: str


def state(page: Page) -> str:
    """"unapproved", "approved" or "changed_since"."""
    if page.meta.get("trang_thai") != "da_duyet" or not page.meta.get("dau_duyet"):
        return "unapproved"
    return "approved" if page.meta["dau_duyet"] == seal(page) else "changed_since"


def seal(page: Page) -> str:
    """A short mark of what was approved: 16 hexadecimal digits of SHA-256. Blanks at line ends do not count."""
    body = "\n".join(line.rstrip() for line in page.body.strip().split("\n"))
    shown = {key: page.meta[key] for key in SEALED if key in page.meta} | ({"data": page.data} if page.data is not None else {})
    whole = json.dumps([shown, body], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(whole.encode("utf-8")).hexdigest()[:16]


def approve(root: Path, paths: list[str], by: str, day: date) -> list[Problem]:
    """Writes the approval into the pages; the rest of each file stays byte for byte.

    All or nothing: when one page cannot be approved none is written. Paths count from the repository root.
    Returns what stands in the way; empty when all are approved."""
    ready: list[tuple[Path, bytes]] = []
    found: list[Problem] = [] if by.strip() else [Problem(path, 0, "thiếu tên người thẩm định", "thêm  --by \"Họ tên, chức vụ\"") for path in paths]
    for path in paths:
        file = root / path
        lang = next((lang for lang in content.LANGUAGES if path.startswith(f"docs/{lang}/")), None)
        if lang is None or file.suffix != ".md" or not file.is_file():
            found.append(Problem(path, 0, "không phải là một trang của cổng", "ghi đường dẫn dạng docs/vi/…/ten-trang.md"))
            continue
        page, wrong = content.read_page(root, file, lang)
        found += blocking(wrong)
        if page.is_draft:
            found.append(Problem(path, page.line("trang_thai"), "trang còn là bản nháp", "viết xong thì đổi thành  trang_thai: cho_duyet  rồi mới duyệt"))
        if not found:
            ready.append((file, sealed(file.read_bytes().decode("utf-8"), page, by.strip(), day).encode("utf-8")))
    if not found:
        for file, written in ready:
            file.write_bytes(written)
    return found


def sealed(source: str, page: Page, by: str, day: date) -> str:
    """The file's text with the approval written after its state; nothing else of it changes."""
    head = _HEAD.match(source)
    if head is None or not _STATE.search(head["keys"]):
        raise ValueError(f"{page.path} has no trang_thai")
    def written(match: re.Match[str]) -> str:
        lines = (f"nguoi_duyet: {json.dumps(by, ensure_ascii=False)}", f"ngay_duyet: {day.isoformat()}", f"dau_duyet: \"{seal(page)}\"")
        return f"trang_thai: da_duyet{match['rest']}{match['end']}" + "".join(line + match["end"] for line in lines)
    keys = _STATE.sub(written, _OLD.sub("", head["keys"]), count=1)
    return source[: head.start("keys")] + keys + source[head.end("keys") :]


def listing(site: Site, today: date) -> list[Item]:
    """Everything that somebody should read again, by reason and file; withdrawn pages are left out."""
    index = Index.of(site)
    items = [item for page in site.pages if not page.is_withdrawn
             for item in (*_approval(page), *_overdue(page, today), *_law_changes(page, index), *_unclear(page))]
    return sorted(items, key=lambda item: (tuple(REASONS).index(item.reason), item.path, item.line, item.say))


def report(items: list[Item]) -> str:
    """The list as staff read it: a heading with the number for each reason, then the pages."""
    if not items:
        return "Không có trang nào phải rà soát."
    lines = []
    for reason, name in REASONS.items():
        of_this = [item for item in items if item.reason == reason]
        if of_this:
            lines += [f"{name}: {len(of_this)}", *(f"  {item.path}:{item.line}: {item.say}" for item in of_this), ""]
    return "\n".join(lines).rstrip()


def _approval(page: Page) -> Iterator[Item]:
    stands = state(page)
    if stands == "unapproved" and not page.is_draft:
        yield Item(stands, page.path, page.line("trang_thai"), page.title)
    elif stands == "changed_since":
        yield Item(stands, page.path, page.line("dau_duyet"), f"{page.title} – {page.meta.get('nguoi_duyet', '')} duyệt ngày {written_day(page.meta.get('ngay_duyet'), 'chưa rõ')}")


def _overdue(page: Page, today: date) -> Iterator[Item]:
    due = page.meta.get("ra_soat")
    if type(due) is date and due < today:
        yield Item("overdue", page.path, page.line("ra_soat"), f"hạn {written_day(due)}, quá {(today - due).days} ngày")


def _law_changes(page: Page, index: Index) -> Iterator[Item]:
    """Laws of `can_cu` or of the text that have ended, are being rewritten, or took effect after the page was last changed or approved."""
    if page.kind == "phap-luat":
        return
    read = max((day for day in (page.updated, page.meta.get("ngay_duyet")) if type(day) is date), default=date.min)
    lines = {mention.target.law.number: mention.line for mention in reversed(index.of_page.get(page.path, ())) if mention.path == page.path}
    lines |= {number: page.line(f"can_cu.{n}") for n, number in enumerate(bases(page))}
    for law in index.rests_on(page):
        if say := _change_of(law, index.register, read):
            yield Item("law_changed", page.path, lines.get(law.number, 1), f"{law.number} {say}")
        elif law.state == "sap_sua":
            yield Item("law_changing", page.path, lines.get(law.number, 1), f"{law.number} đang được sửa, theo dõi bản mới")


def _change_of(law: Law, register: Register, read: date) -> str:
    if law.has_ended:
        heir = register.heir(law)
        return f"đã bị thay bằng {heir.number}" if heir else "đã hết hiệu lực"
    return "" if not law.effective or law.effective <= read else f"có hiệu lực từ {written_day(law.effective)}, sau lần sửa trang"


def _unclear(page: Page) -> Iterator[Item]:
    for key, value in page.meta.items():
        if value == "chua_ro":
            yield Item("unclear", page.path, page.line(key), f"«{key}» còn ghi chua_ro")
