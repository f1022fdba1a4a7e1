"""A house number together with the name of a street or hamlet; neither alone leads to a door."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.findings import Finding
from portal.privacy.shadow import CAPITALISED, Text, at

_WAY = r"duong|pho|ngo|ngach|hem|kiet|quoc lo|tinh lo|dai lo|street|road"
_HAMLET = r"thon|xom|ap|ban|buon|lang|to dan pho|tdp|khu pho|khu|to|doi|khoi|tieu khu|cum|xa|phuong|thi tran"
_HOUSE = r"(?:(?<![a-z])(?:so nha|nha so|nha o so|can nha so|ngoi nha so|can ho so|can so|sn|nha rieng so|so nha:|house (?:no\.?|number))\s?[:.]?\s?(?:so )?)"
_LABEL = re.compile("so nha|nha so|nha o so|can so|can ho so|nha rieng so|sn|house n")      # in each of those above
_NUMBER = r"\d{1,4}[a-z]?\d?(?:\s?[/\-]\s?\d{1,4}[a-z]?){0,4}"
_FILL = (r"(?:[\s,;.()\-]{1,3}|(?:ngo|ngach|hem|kiet|to|tdp|to dan pho|khu|so|nhanh|lo|day|tang|can|toa|doi|khu pho|cum)\s(?:so )?[\da-z/]{1,8}(?![a-z])|"
         r"[\s,]{1,2}(?:thuoc|o|tai|mat|cua)(?= )){1,8}")
_EXPLICIT = re.compile(rf"{_HOUSE}(?P<number>{_NUMBER})(?!\d|\.\d)(?P<rest>(?:{_FILL})?)(?:(?:duong|pho|ngo)\s(?=(?:thon|xom|ban)\s))?"
                       rf"(?P<way>(?:{_WAY}|{_HAMLET}))\s(?P<name>[^\s,.;:)(]{{1,20}})")
_REVERSED = re.compile(rf"(?<![a-z])(?:{_WAY}|thon|xom|ap|ban|buon|lang|to dan pho|tdp|khu pho|"
                       rf"khu)\s(?P<name>[^\s,.;:)(]{{1,20}})(?:\s[^\s,.;:)(\d]{{1,12}}){{0,3}}\s?[,;(\-]\s?{_HOUSE}(?P<number>{_NUMBER})(?!\d|\.\d)")
_EXPLICIT_NAME = re.compile(rf"{_HOUSE}(?P<number>{_NUMBER})(?!\d|\.\d)[\s,]{{1,2}}(?P<name>[a-z]+ [a-z]+)")
_PLAIN = re.compile(rf"(?P<so>(?<![a-z])so\s?:?\s?)?(?<![\d.,/\-a-z])(?P<number>{_NUMBER})(?!\d|\.\d)[\s,]{{1,3}}(?P<fill>(?:(?:ngo|ngach|hem|"
                    rf"kiet|to|to dan pho|tdp|khu)\s(?:so )?[\d/]{{1,8}}[a-z]?[\s,]{{1,2}}){{0,3}})(?P<way>{_WAY}|thon|xom|ap|ban|buon)\s(?P<name>[^\s,.;:)(]{{1,20}})")
_STREET_NAME = re.compile(r"(?P<so>(?<![a-z])so\s?:?\s?)?(?<![\d.,/\-a-z])(?P<number>\d{1,4}[a-z]?(?:/\d{1,4}){0,3})\s(?P<name>[a-z]+(?: [a-z]+){1,3}),\s?(?:phuong|p\.|"
                          r"xa|quan|q\.|thi tran|thanh pho|tp|tinh|ha noi|bac ninh|bac giang|ba dinh|hoan kiem|khu|to|thi xa)")
_LIVES = re.compile(r"(?:^|[\n|>:;(\-–*“\"]|(?<![a-z])(?:o|tai|tru|tru tai|ngu|ngu tai|nha|nha(?! van| tre| nuoc| may| hang| tho| truong)(?: [a-z]+){1,3}|"
                    r"nha o|dia chi|thuong tru|tam tru|song tai|song o|cho o|cu tru|hien o|den|ve|"
                    r"noi o|nha rieng|que|que quan|hktt|dkhk|ho khau|gui ve|gui den|giao den|lives at|address|at|,))\s?[:,]?\s?$")
_COUNTED = re.compile(r"(?:mau|bieu|dieu|khoan|muc|chuong|phu luc|quyet dinh|nghi quyet|cong van|to trinh|ke hoach|bao cao|thong bao|van ban|km|quoc lo|tinh lo|truong|"
                      r"tram|cho|doi|to|cum|diem|khu vuc|lan|bien ban|danh sach|lop|bai|hinh|bang|cot|cay so|phieu|so tay|tuyen|xe buyt|hon|gan|khoang|"
                      r"tong)(?: \w+){0,2} ?$")
_CAPITALS = re.compile(rf"(?: {CAPITALISED}){{0,3}}")
_PLACEHOLDER = re.compile(r"(?:[A-Z]\d?|…+|\.+|_+|\[.*|x{1,3}|X{1,3}|<.*|nào|này|ấy|đó|kia|khác|và|có|đã|được|là|trong|của|đạt|văn|dây|bộ|sá|lối|nhỏ|lớn|mòn|đi|liên|trên|"
                          r"cho|theo|bị|ta|tôi|mình|chung|cụt|đất|bê|nhựa|xóm|thôn|bản|chính|phố|bên|ở|thì|để|mới|chưa|không)")


def find(text: Text) -> Iterator[Finding]:
    """A house number together with the name of a street or hamlet."""
    if text.labels(_LABEL, 30):
        yield from _labelled(text)
    yield from _unlabelled(text)


def _labelled(text: Text) -> Iterator[Finding]:
    """"Số nhà 12, đường Lê Lợi", "xóm Bãi, số nhà 12"."""
    for match in _EXPLICIT.finditer(text.shadow):
        if not _nameless(text, match):
            yield Finding((match.start(), _name_end(text, match)), "so-nha")
    for match in _REVERSED.finditer(text.shadow):
        if not _nameless(text, match) and not _agency(text, match.start()):
            yield Finding(match.span(), "so-nha")
    for match in _EXPLICIT_NAME.finditer(text.shadow):
        if _capitals(text, match, "name") and not _agency(text, match.start()):
            yield Finding(match.span(), "so-nha")


def _unlabelled(text: Text) -> Iterator[Finding]:
    """"12 đường Lê Lợi", "số 15 xóm Bãi", "12 Lê Lợi, phường …": only where somebody lives or is to be found."""
    for match in _numbered(_PLAIN, text):
        if _is_named(text, match) and _lived_in(text, match) and not _agency(text, match.start()):
            yield Finding((match.start(), _name_end(text, match)), "so-nha")
    for match in _numbered(_STREET_NAME, text):
        before = text.line_before(match.start(), 40)
        said = _LIVES.search(before) and (match["so"] or re.search(r"[a-z]", before)) and not _COUNTED.search(before)
        if said and _capitals(text, match, "name") and not _agency(text, match.start()):
            yield Finding((match.start(), match.end("name")), "so-nha")


def _numbered(pattern: re.Pattern[str], text: Text) -> Iterator[re.Match[str]]:
    """Every match of a pattern whose number, "số" before it or not, opens a run of digits: first looked whether one fits there."""
    if any(at((start for start, _ in text.numbers), pattern, text.shadow)):
        yield from pattern.finditer(text.shadow)


def _is_named(text: Text, match: re.Match[str]) -> bool:
    named, way = text.plain[match.start("name") : match.end("name")], text.plain[match.start("way") : match.end("way")].lower()
    if way == "phó":                                      # "8 Phó trưởng phòng" is no street
        return False
    return (named[:1].isupper() or (named[:1].isdigit() and bool(match["so"]))) and not _PLACEHOLDER.fullmatch(named)


def _lived_in(text: Text, match: re.Match[str]) -> bool:
    """The words before speak of where somebody lives; "12 thôn" alone counts hamlets."""
    before = text.line_before(match.start(), 40)
    street = match["way"] not in ("thon", "xom", "ap", "ban", "buon")
    home = bool(match["so"]) or street or bool(re.search(r"(?:nha|dia chi|tru|ngu|cu tru)[ :]*$", before))
    return home and bool(_LIVES.search(before)) and not _COUNTED.search(before)


def _name_end(text: Text, match: re.Match[str]) -> int:
    """Where the name of the street ends: with its last capitalised syllable."""
    return _CAPITALS.match(text.plain, match.end("name")).end()  # type: ignore[union-attr]


def _nameless(text: Text, match: re.Match[str]) -> bool:
    """The way has no real name ("thôn X", "đường …"), or "SN 1965" is a year, or "Bàn" is no bản."""
    if re.match(r"(?:19|20)\d\d$", match["number"]) and re.search(r"(?<![a-z])sn\s?[:.]?\s?(?:19|20)\d\d", match.group()):
        return True
    if match.group().startswith("ban") and text.plain[match.start() : match.start() + 3].lower() not in ("bản", "ban"):
        return True
    return bool(_PLACEHOLDER.fullmatch(text.plain[match.start("name") : match.end("name")])) or _agency(text, match.start())


def _capitals(text: Text, match: re.Match[str], group: str) -> bool:
    words = text.plain[match.start(group) : match.end(group)].split()
    return all(word[:1].isupper() and len(word) > 1 for word in words)


_OFFICE = re.compile(r"tru so|ubnd|uy ban nhan dan|co quan|toa nha|(?<![a-z])(?:bo|so) (?:tu phap|cong an|y te|noi vu|tai chinh|nong nghiep|xay dung|giao duc|khoa hoc)|"
                     r"toa an|vien kiem sat|trung tam|nha xuat ban|van phong|cong ty|truong |benh vien|tram y te|phong cong chung|thi hanh an|ngan hang|buu dien|bao |"
                     r"chi nhanh|(?<![a-z])(?:chi cuc|tong cuc|cuc|vu) |headquarters")
_SOMEBODY = re.compile(r"(?<!\w)(?:ông|bà|anh|chị|cô|chú|bác|cháu|cụ|nhà riêng|tôi|gia đình|hộ)(?!\w)", re.IGNORECASE)


_ADDRESS_LINE = re.compile(r"[\s*>|-]*(?:dia chi|tru so)[^\n:]{0,20}:[\s*]*")


def _agency(text: Text, place: int) -> bool:
    """Whether an agency is named before on the line, or on the line above one that begins "Địa chỉ:"."""
    before = text.line_before(place, 100)
    if _ADDRESS_LINE.fullmatch(before):
        before = text.shadow[max(0, place - 200) : place].rstrip("\n").rpartition("\n\n")[2]
    return bool(_OFFICE.search(before)) and not _SOMEBODY.search(text.plain[place - len(before) : place])
