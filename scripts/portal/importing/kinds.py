"""Guesses about a text from its words: its kind, field and readers, its title and address. Staff correct them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from portal.importing import frame
from portal.importing.blocks import Block, Heading, Para, Table, lines
from portal.importing.frame import Frame
from portal.vietnamese import fold, slug

TITLE, DESCRIPTION = 70, 160        # letters that a title and a description may have
_SLUG = 60
_SAMPLE = 6_000                     # letters of the text that are looked at
# A number of a rule of law has a year or comes from a central body; a commune's letter (12/KH-UBND) has neither.
_LAW_NUMBER = re.compile(r"\d+/(?:\d{4}/[A-ZĐ0-9-]+|(?:QĐ|CT|NQ)-TTg|(?:QĐ|TT|NQ)-(?:B[A-ZĐ]+|CP|UBTVQH\d*)|NQ-CP|VBHN-[A-ZĐ]+)$", re.IGNORECASE)
_ISSUERS = ((r"QH\d+$", "Quốc hội"), (r"UBTVQH\d*$", "Ủy ban Thường vụ Quốc hội"), (r"(NĐ|NQ)-CP$", "Chính phủ"), (r"-TTG$", "Thủ tướng Chính phủ"),
            (r"VPQH$", "Văn phòng Quốc hội"), (r"-BTP$", "Bộ Tư pháp"), (r"-BTC$", "Bộ Tài chính"),
            (r"-BTNMT$", "Bộ Tài nguyên và Môi trường"), (r"-BCA$", "Bộ Công an"), (r"-BNV$", "Bộ Nội vụ"))
# The first whose words stand in the title, then in the beginning of the text, is the kind.
_KIND_WORDS = (
    ("truyen-thong", r"phat thanh|loa truyen thanh|tuyen truyen mieng|kinh thua (toan the )?ba con|thua ba con|bai tuyen truyen"),
    ("tap-huan", r"tap huan|bai giang|giao an|chuyen de|hoc phan|tai lieu boi duong|^bai \d"),
    ("guong-hoa-giai", r"guong (hoa giai|nguoi tot|dien hinh|tieu bieu)|cau chuyen|nguoi tot viec tot|dien hinh tien tien"),
    ("bieu-mau", r"^mau |\bmau so\b|^don |^giay (moi|de nghi)|^phieu |^so theo doi|^bien ban|^van ban hoa giai|^danh sach|^bieu "),
    ("tinh-huong", r"^tinh huong|tranh chap|mau thuan"),
    ("ky-nang", r"ky nang|quy trinh|cam nang|huong dan nghiep vu"),
)
_FIELD_WORDS = (
    ("dat-dai", r"dat dai|ranh gioi|quyen su dung dat|loi di|thua dat"), ("hon-nhan-gia-dinh", r"hon nhan|vo chong|ly hon|gia dinh"),
    ("thua-ke", r"thua ke|di chuc"), ("vay-muon", r"vay|no tien|hui ho|dat coc"), ("chan-nuoi", r"chan nuoi|gia suc|trau bo|vat nuoi"),
    ("moi-truong", r"moi truong|tieng on|nuoc thai|rac"), ("rung", r"\brung\b|lam nghiep|keo\b"), ("trat-tu", r"trat tu|danh nhau|an ninh"),
    ("tre-em", r"tre em|tao hon"), ("nguoi-cao-tuoi", r"nguoi cao tuoi"), ("nghiep-vu", r"hoa giai|to hoa giai|hoa giai vien|van phong"),
)
_JOINT = re.compile(r"[\s,;:(–-]+(?=(?:và|của|về|cho|trong|trên|tại|theo|với|đối với|các|những|từ|đến|ở|để|nhằm|năm|giai đoạn|một|số|là)(?:\s|$))|"
                    r"[,;:(–](?=\s|$)", re.IGNORECASE)
_ABOUT = re.compile(r"^(v/v|về việc)\s*", re.IGNORECASE)
_EFFECT = re.compile(r"có hiệu lực(?: thi hành)?(?: kể)? từ ngày\s+(\d{1,2})\s*(?:tháng|/|-)\s*(\d{1,2})\s*(?:năm|/|-)\s*(\d{4})", re.IGNORECASE)
_EFFECT_SIGNED = re.compile(r"có hiệu lực(?: thi hành)?(?: kể)? từ ngày (?:ký|ban hành)", re.IGNORECASE)


@dataclass(frozen=True)
class Guess:
    """What the front matter proposes. `shortened`: the title had to be cut; `capitals`: it stood in capitals only."""

    kind: str
    title: str
    whole_title: str
    description: str
    topics: tuple[str, ...]
    readers: tuple[str, ...]
    number: str = ""
    issued: date | None = None
    in_force: date | None = None
    issuer: str = ""
    shortened: bool = False
    capitals: bool = False


def guess(head: Frame, blocks: list[Block], file_name: str) -> Guess:
    """The guess for a document whose frame is `head` and whose text is `blocks`."""
    title, capitals = _title(head, blocks, file_name)
    sample = _sample(blocks)
    number = frame.number(head)
    kind = "phap-luat" if _LAW_NUMBER.search(number) else _kind(title, sample, official=bool(head.fields.get("so")), blocks=blocks)
    issued = _date(frame.issued(head))
    if kind == "phap-luat" and "VBHN" in number:        # a consolidated text has a number of its own, not its law's
        title = f"Văn bản hợp nhất số {number} {title[:1].lower()}{title[1:]}"
    elif kind == "phap-luat" and not fold(title).startswith(("luat", "bo luat", "hien phap", "phap lenh")) and number not in title:
        name = frame.kind_of_document(title) or ""
        title = f"{name} số {number} {title[len(name) :].strip()}".strip() if name else title
    short = shortened(title, TITLE)
    return Guess(kind, short, title, _description(head, blocks, title), _topics(title, sample), _readers(kind, official=bool(head.fields.get("so"))), number, issued,
                 _in_force(blocks, issued) if kind == "phap-luat" else None, issuer(number, head), short != title, capitals)


def _title(head: Frame, blocks: list[Block], file_name: str) -> tuple[str, bool]:
    """The title in sentence case, and whether its small letters had to be guessed."""
    name, subject = head.line("ten"), _ABOUT.sub("", head.line("trich_yeu"))
    if not name and subject:
        name = "Công văn"
    if not name:
        first = next((block for block in blocks if isinstance(block, Heading)), None) or next((b for b in blocks if isinstance(b, Para) and b.text), None)
        name = first.text if first is not None and len(first.text) <= TITLE + 20 else re.sub(r"[_\s-]+", " ", file_name.rsplit(".", 1)[0])
    capitals = any(len(part) > 12 and part.isupper() for part in (name, subject))
    kind = frame.kind_of_document(name)
    if kind and kind.casefold() == name.casefold():
        name = kind
    proper = kind in ("Luật", "Bộ luật", "Pháp lệnh")
    subject = sentence_case(subject)
    subject = subject if proper or not subject or subject[1:2].isupper() else subject[:1].lower() + subject[1:]
    return " ".join(f"{sentence_case(name)} {subject}".split()).strip(" .:;,-–"), capitals


def sentence_case(text: str) -> str:
    """CAPITALS as a sentence; text that has small letters stays."""
    return text[:1].upper() + text[1:].lower() if text.isupper() and " " in text else text


def shortened(text: str, most: int) -> str:
    """The text cut between words to at most `most` letters: before the last small word that begins a part of the sentence, if that keeps most of it."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    cut = text[: most + 1].rsplit(" ", 1)[0][:most]
    joints = [found.start() for found in _JOINT.finditer(cut) if found.start() > most * 0.6]
    return cut[: joints[-1]] if joints else cut.rstrip(" ,;:(–-") or text[:most]


def _description(head: Frame, blocks: list[Block], title: str) -> str:
    subject = _ABOUT.sub("", head.line("trich_yeu"))
    running = (b.text for b in blocks if isinstance(b, Para) and not fold(b.text).startswith(("can cu", "kinh gui")) and not frame.STRUCTURE.match(b.text))
    sentence = next((part for text in running for part in re.split(r"(?<=[.!?])\s", text) if len(part) > 30 and not re.search(r"\.\.\.|…|___", part)), "")
    subject = subject[:1].upper() + subject[1:]
    said = sentence_case(subject) if len(subject) > 20 else sentence or title
    return shortened(said, DESCRIPTION - 1).rstrip(" .;:,") + "."


def _kind(title: str, sample: str, *, official: bool, blocks: list[Block]) -> str:
    for text in (fold(title), sample[:1500]):
        if official and text is not sample[:1500] and frame.kind_of_document(title) not in (None, "Giấy mời", "Biên bản", "Hướng dẫn", "Quy trình"):
            return "gioi-thieu"
        found = next((kind for kind, words in _KIND_WORDS if re.search(words, text)), None)
        if found:
            return found
    if sum(line.count("…") + line.count("....") for block in blocks for line in lines(block)) > 15:
        return "bieu-mau"
    return "gioi-thieu"


def _topics(title: str, sample: str) -> tuple[str, ...]:
    by_title = [topic for topic, words in _FIELD_WORDS if re.search(words, fold(title))]
    by_text = sorted(((len(re.findall(words, sample)), topic) for topic, words in _FIELD_WORDS), reverse=True)
    return tuple(by_title[:2]) or ((by_text[0][1],) if by_text[0][0] else ("khac",))


def _readers(kind: str, *, official: bool) -> tuple[str, ...]:
    if kind in ("truyen-thong", "guong-hoa-giai"):
        return ("nguoi-dan", "hoa-giai-vien")
    return ("can-bo",) if official and kind == "gioi-thieu" else ("hoa-giai-vien",)


def _sample(blocks: list[Block]) -> str:
    text = ""
    for block in blocks:
        text += "\n".join(lines(block)) + "\n"
        if len(text) > _SAMPLE:
            break
    return fold(text[:_SAMPLE])


def issuer(number: str, head: Frame) -> str:
    """The body that issued a document: from its number, else from the last line of the head's left side."""
    found = next((name for pattern, name in _ISSUERS if re.search(pattern, number, re.IGNORECASE)), "")
    said = head.fields.get("co_quan", "")
    named = said[-1] if isinstance(said, list) else said
    return found or sentence_case(named)


def _in_force(blocks: list[Block], issued: date | None) -> date | None:
    for block in reversed(blocks):
        for line in lines(block) if not isinstance(block, Table) else ():
            if found := _EFFECT.search(line):
                return _date((int(found.group(3)), int(found.group(2)), int(found.group(1))))
            if _EFFECT_SIGNED.search(line):
                return issued
    return None


def _date(figures: tuple[int, int, int] | None) -> date | None:
    try:
        return date(*figures) if figures else None
    except ValueError:
        return None


def address(text: str) -> str:
    """The last part of a page's address for a title: whole words, not too long."""
    return slug(shortened(text, _SLUG))[:_SLUG].strip("-") or "van-ban"


def law_address(title: str, number: str) -> str:
    """nghi-dinh-15-2014 for a numbered document, luat-dat-dai for a law."""
    name = frame.kind_of_document(title) or ""
    parts = number.split("/")
    if "VBHN" in number:
        return slug(f"hợp nhất {number}")
    if name in ("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"):
        return address(title)
    return slug(f"{name or 'văn bản'} {parts[0]} {parts[1] if len(parts) > 2 else ''}")
