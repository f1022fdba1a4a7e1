"""What stands beside a person's name: a birth date, a child's age or class, ethnicity, health."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.findings import Finding
from portal.privacy.names import Name, all_names, full_names
from portal.privacy.shadow import CAPITALISED, Text

_DAY = (r"[0-3]\d[01]\d(?:19|20)\d\d(?!\d)|(?:m[uo]ng )?\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:\d{4}|\d{2})(?!\d)|(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)"
        r"|(?:m[uo]ng )?\d{1,2} thang (?:\d{1,2}|gieng|hai|ba|tu|nam|sau|bay|tam|chin|muoi|muoi mot|muoi hai|chap),? (?:nam )?\d{4}"
        r"|\d{1,2}(?:st|nd|rd|th)? (?:january|february|march|april|may|june|july|august|september|october|november|december),? \d{4}")
_BORN = re.compile(r"(?<![a-z])(?:ngay,? ?(?:thang,? ?)?(?:nam )?sinh|nam sinh|sinh (?:ngay|nam|thang|vao)|sinh|ns|sn|s\.n\.?|s(?=\.? ?(?:19|20)\d\d)|date of birth|dob|"
                   r"born(?: on| in)?)"
                   rf"(?: cua [^\n\d,;.:]{{1,30}})?[\s:.)|]{{0,4}}(?:vao )?(?:ngay |nam )?(?:(?P<full>{_DAY})|(?:thang )?\d{{1,2}}[/.-]\d{{4}}(?!\d)|thang \d{{1,2}} nam \d{{4}}|"
                    rf"(?:19[2-9]|20[0-2])\d(?![\d/])|(?<=nam )\d\d(?![\d/.]))")
_BORN_LABEL = re.compile(r"sinh|ns|sn|s\.n|birth|dob|born|s\.? ?\Z")
_DAY_BESIDE = re.compile(r"\s{0,2}[,(|:-]\s?\(?(?P<day>\d{1,2}[/.-]\d{1,2}[/.-](?:19[2-9]\d|20[01]\d)|(?:19[2-9]\d|20[01]\d)-\d\d-\d\d)(?!\d)")
_NAMED_ALONE = re.compile(rf"(?<![\w] )(?<!\w)(?!Người|Trẻ|Con|Em|Cháu|Bé|Ai|Dân|Nam|Nữ|Các|Những|Nếu|Khi|Và|Đã|Công|Học|Bà|Ông|Anh|Chị|Được|Sinh|Ngày){CAPITALISED},? $")
_NEW_SENTENCE = re.compile(r"[.;!?]\s+\w+(?: \w+){3}|\n\n|\n.*\n.*\n")
_COUNT = r"\d{1,2}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|muoi (?:mot|hai|ba|bon|lam|sau|bay)"
_AGE = re.compile(r"\s{0,2}[,(:-]?\s?\(?(?:(?:hien|nay|nam nay|moi|con|vua|dang|khoang|gan|hon|la|hoc sinh|be|chau|em|duoc|tron|len|hoc) ){0,4}"
                  rf"(?:(?P<age>{_COUNT}) (?:thang )?(?:tuoi|thang tuoi|years? old)|aged \d{{1,2}}|(?:lop|grade|class) (?:\d{{1,2}}(?!\d)|la|choi|mam|mau giao|mot|hai|ba|"
                   rf"bon|nam)|mau giao)")
_AGE_BEFORE = re.compile(r"(?:(?:chau|be|em|tre|con|hoc sinh)(?: be| gai| trai){0,2},? \d{1,2} tuoi|hoc sinh lop \d{1,2}[a-z]?\d?)[\s,:]*(?:la |ten |ten la )?(?:chau |"
                         r"em |be )?$")
_CHILD = re.compile(r"(?<!\w)(?:cháu|em|bé|trẻ|con|con trai|con gái|học sinh|bé gái|bé trai|em gái|em trai|child|student|pupil)(?: tên(?: là)?)?\s*$", re.IGNORECASE)
_ETHNIC = "Kinh|Tày|Nùng|Dao|Sán Chí|Sán Chay|Sán Dìu|Cao Lan|Hoa|Mường|Thái|Mông|H'Mông|H’Mông|Hmông|Khơ Me|Khmer|Ê Đê|Gia Rai|Ngái|Lô Lô|Giáy"
_ILL = ("HIV|AIDS|ung thư|tâm thần|trầm cảm|động kinh|khuyết tật|bị tật|nghiện (?:ma túy|rượu|hút|cờ bạc|thuốc)|bị nghiện|lao phổi|viêm gan|tiểu đường|đột quỵ|"
        "tai biến|bệnh phong|suy thận|chạy thận|mang thai|có thai|sảy thai|phá thai|mất trí|mất năng lực hành vi|câm điếc|khiếm thị|mắc bệnh|bị bệnh|bệnh tim|"
        "bị liệt|bại liệt|mù lòa|tự kỷ|thiểu năng|bị điên|cancer|disabled|pregnant")
_TRAIT = re.compile(rf"(?<!\w)(?:(?i:dân tộc:?) (?i:{_ETHNIC})|[Nn]gười (?:{_ETHNIC})|(?i:{_ILL}))(?!\w)")
_STOP = re.compile(r"[.!?\n]")


def find(text: Text) -> Iterator[Finding]:
    """Names, and what they stand beside."""
    full = full_names(text)
    named = all_names(text, full)
    yield from (Finding((name.start, name.end), "ten-nguoi") for name in full)
    if text.numbers:
        yield from births(text, named)
    if named:
        yield from children(text, named)
        yield from traits(text, named)


def births(text: Text, people: list[Name]) -> Iterator[Finding]:
    """A birth date with a name at most two lines before it or just after it, or a date right beside a name."""
    at = 0
    for match in _BORN.finditer(text.shadow) if text.labels(_BORN_LABEL, 80) else ():
        start, end = match.span()
        while at < len(people) and people[at].end < start - 130:
            at += 1
        if _NAMED_ALONE.search(text.plain, max(0, start - 12), start) and match["full"]:
            yield Finding((start, end), "ngay-sinh")
            continue
        near = (name for name in people[at : at + 12] if name.start <= end + 40)
        if any(_beside(text.plain, name, start, end) for name in near):
            yield Finding((start, end), "ngay-sinh")
    for name in people:
        if name.full and (day := _DAY_BESIDE.match(text.shadow, name.end)):
            yield Finding(day.span("day"), "ngay-sinh")


def _beside(plain: str, name: Name, start: int, end: int) -> bool:
    if name.end <= start:
        return not _NEW_SENTENCE.search(plain, name.end, start)
    return start <= name.start < end or (name.start >= end and "\n" not in plain[end : name.start])


def children(text: Text, people: list[Name]) -> Iterator[Finding]:
    """A named child whose age or class stands beside the name."""
    for name in people:
        after, before = _AGE.match(text.shadow, name.end), text.plain[max(0, name.start - 20) : name.start]
        age = after.group("age") if after else None
        grown = bool(age and age.isdigit() and int(age) >= 18)
        if (after and not grown and (name.full or _CHILD.search(before))) or _AGE_BEFORE.search(text.line_before(name.start, 45)):
            yield Finding((name.start, after.end() if after else name.end), "tre-em")


def traits(text: Text, people: list[Name]) -> Iterator[Finding]:
    """Ethnicity or health in the sentence of a named person, at most 80 characters away."""
    at = 0
    for match in _TRAIT.finditer(text.plain):
        start, end = match.span()
        while at < len(people) and people[at].end < start - 80:
            at += 1
        for name in people[at : at + 8]:
            between = (name.end, start) if name.end <= start else (end, name.start)
            if name.start <= end + 60 and not _STOP.search(text.plain, *between):
                yield Finding((min(name.start, start), max(name.end, end)), "dan-toc-suc-khoe")
                break
