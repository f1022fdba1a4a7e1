"""Numbers of a place that lead to one household: parcels, houses, vehicle plates, positions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.findings import Finding
from portal.privacy.shadow import CAPITALISED, Text

_LAND = r"(?:dat|ruong|o|rung|vuon|tho cu|lua|trong lua|trong|nong nghiep|lam nghiep|nay|noi tren|co|mang|la|nha|cua|ong|ba|anh|chi|tai|ghi)"
_PARCEL = re.compile(rf"(?<![a-z])(?:so thua(?: dat)?\s?[:.]?\s?|thua(?: {_LAND}){{0,4}},?\s?(?:(?:mang |co |la )?so(?: hieu| thua)?(?: la)?\s?[:.]?|:|so:)?\s?|(?<![a-z])t(?=\d+[,; \-]{{1,2}}(?:tbd|to )))"
                     r"(?P<number>\d{1,5}[a-z]?(?:[/\-]\d{1,4})?)(?![\d,.]*\d)")
_SHEET = re.compile(r"(?<![a-z])(?:to ban do(?: dia chinh)?(?: so)?|so to(?: ban do)?|to (?:bd|bddc)(?: so)?|tbd(?: so)?|to so|map sheet(?: no\.?)?)\s?[:.]?\s?(?P<number>\d{1,4}[a-z]?)(?![\d/.]*\d)")
_PARCEL_EN = re.compile(r"(?<![a-z])(?:land )?(?:parcel|plot)(?: no\.?| number)\s?:?\s?(?P<number>\d{1,5})(?!\d)")
_NOT_A_PARCEL = re.compile(r"\s?(?:thuoc(?![a-z])|cong(?![a-z])|gia dinh|anh em|chi em|nguoi|vo chong|m2|m²|m(?![a-z])|met|ha(?![a-z])|sao|mau(?![a-z])|%|nam(?![a-z])|trieu|nghin|ho(?![a-z])|nguoi|lan|thang|ngay|dong|ty |chu(?![a-z])|thua|lo(?![a-z])|manh|phan|vu(?![a-z])|truong hop|ben|loai|/\d{4}|cong doan|tuoi|don|cay|giay|ben)")


def parcels(text: Text) -> Iterator[Finding]:
    """Thửa đất số …, tờ bản đồ số …"""
    for match in _PARCEL.finditer(text.shadow):
        if _says(text, match, "thua", ("thửa", "thữa", "thua")) and not _NOT_A_PARCEL.match(text.shadow, match.end(), match.end() + 14):
            if "so" in match.group() or ":" in match.group() or _ends_like_a_label(text, match):
                yield Finding(match.span(), "thua-dat")
    for match in _SHEET.finditer(text.shadow):
        near = text.shadow[max(0, match.start() - 80) : match.end() + 80]
        short = match.group().startswith(("to so", "so to", "tbd"))
        if _says(text, match, "to ", ("tờ ", "to ")) and (not short or "thua" in near or "dat" in near) and not _NOT_A_PARCEL.match(text.shadow, match.end(), match.end() + 14):
            yield Finding(match.span(), "thua-dat")
    for match in _PARCEL_EN.finditer(text.shadow):
        yield Finding(match.span(), "thua-dat")


def _says(text: Text, match: re.Match[str], bare: str, written: tuple[str, ...]) -> bool:
    """Whether the folded word stands for the one meant: "thua" is thửa, not thưa; "to" is tờ, not tổ."""
    place = match.group().find(bare)
    if place < 0:
        return True
    word = text.plain[match.start() + place : match.start() + place + len(bare)].lower()
    return word in written


def _ends_like_a_label(text: Text, match: re.Match[str]) -> bool:
    """"thửa 125 bị lấn", "thửa 7, tờ 12": a high number, or one that ends its phrase: nothing is counted."""
    if int(re.match(r"\d+", match["number"]).group()) >= 20:  # type: ignore[union-attr]
        return True
    return bool(re.match(r"\s?(?:[,;.):|/\-]|$|\n|o |tai |to (?:so |ban do |bd |\d)|tbd|cua |thuoc |va thua|nam |co |dien tich|dung ten|mang ten|xu dong|thon |xom )", text.shadow[match.end() : match.end() + 12]))


_WAY = r"duong|pho|ngo|ngach|hem|kiet|quoc lo|tinh lo|dai lo|street|road"
_HAMLET = r"thon|xom|ap|ban|buon|lang|to dan pho|tdp|khu pho|khu|to|doi|khoi|tieu khu|cum|xa|phuong|thi tran"
_HOUSE = r"(?:(?<![a-z])(?:so nha|nha so|nha o so|can nha so|ngoi nha so|can ho so|sn|nha rieng so|so nha:|house (?:no\.?|number))\s?[:.]?\s?(?:so )?)"
_NUMBER = r"\d{1,4}[a-z]?\d?(?:\s?[/\-]\s?\d{1,4}[a-z]?){0,4}"
_FILL = r"(?:[\s,;.()\-]{1,3}|(?:ngo|ngach|hem|kiet|to|tdp|to dan pho|khu|so|nhanh|lo|day|tang|can|toa|doi|khu pho|cum)\s(?:so )?[\da-z/]{1,8}(?![a-z])|[\s,]{1,2}(?:thuoc|o|tai|mat|cua)(?= )){1,8}"
_EXPLICIT = re.compile(rf"{_HOUSE}(?P<number>{_NUMBER})(?![\d.])(?P<rest>(?:{_FILL})?)(?P<way>(?:{_WAY}|{_HAMLET}))\s(?P<name>[^\s,.;:)(]{{1,20}})")
_REVERSED = re.compile(rf"(?<![a-z])(?:{_WAY}|thon|xom|ap|ban|buon|lang|to dan pho|tdp|khu pho|khu)\s(?P<name>[^\s,.;:)(]{{1,20}})(?:\s[^\s,.;:)(\d]{{1,12}}){{0,3}}\s?[,;(\-]\s?{_HOUSE}(?P<number>{_NUMBER})(?![\d.])")
_EXPLICIT_NAME = re.compile(rf"{_HOUSE}(?P<number>{_NUMBER})(?![\d.])[\s,]{{1,2}}(?P<name>[a-z]+ [a-z]+)")
_PLAIN = re.compile(rf"(?P<so>(?<![a-z])so\s?:?\s?)?(?<![\d.,/\-a-z])(?P<number>{_NUMBER})(?![\d.])[\s,]{{1,3}}(?P<fill>(?:(?:ngo|ngach|hem|kiet)\s(?:so )?[\d/]{{1,8}}[a-z]?[\s,]{{1,2}}){{0,3}})(?P<way>{_WAY}|thon|xom|ap|ban|buon)\s(?P<name>[^\s,.;:)(]{{1,20}})")
_STREET_NAME = re.compile(rf"(?P<so>(?<![a-z])so\s?:?\s?)?(?<![\d.,/\-a-z])(?P<number>\d{{1,4}}[a-z]?(?:/\d{{1,4}}){{0,3}})\s(?P<name>[a-z]+(?: [a-z]+){{1,3}}),\s?(?:phuong|p\.|xa|quan|q\.|thi tran|thanh pho|tp|tinh|ha noi|bac ninh|bac giang|ba dinh|hoan kiem|khu|to|thi xa)")
_LIVES = re.compile(r"(?:^|[\n|>:;(\-–*“\"]|(?<![a-z])(?:o|tai|tru|tru tai|ngu|ngu tai|nha|nha o|dia chi|thuong tru|tam tru|song tai|song o|cho o|cu tru|hien o|den|ve|noi o|nha rieng|que|que quan|hktt|dkhk|ho khau|gui ve|gui den|giao den|lives at|address|at|,))\s?[:,]?\s?$")
_COUNTED = re.compile(r"(?:mau|bieu|dieu|khoan|muc|chuong|phu luc|quyet dinh|nghi quyet|cong van|to trinh|ke hoach|bao cao|thong bao|van ban|km|quoc lo|tinh lo|truong|tram|cho|doi|to|cum|diem|khu vuc|lan|bien ban|danh sach|lop|bai|hinh|bang|cot|cay so|phieu|so tay|tuyen|xe buyt|hon|gan|khoang|tong)(?: \w+){0,2} ?$")
_CAPITALS = re.compile(rf"(?: {CAPITALISED}){{0,3}}")
_PLACEHOLDER = re.compile(r"(?:[A-Z]\d?|…+|\.+|_+|\[.*|x{1,3}|X{1,3}|<.*|nào|này|ấy|đó|kia|khác|và|có|đã|được|là|trong|của|đạt|văn|dây|bộ|sá|lối|nhỏ|lớn|mòn|đi|liên|trên|cho|theo|bị|ta|tôi|mình|chung|cụt|đất|bê|nhựa|xóm|thôn|bản|chính|phố|bên|ở|thì|để|mới|chưa|không)")


def houses(text: Text) -> Iterator[Finding]:
    """A house number together with the name of a street or hamlet."""
    for match in _EXPLICIT.finditer(text.shadow):
        if not _nameless(text, match):
            yield Finding((match.start(), _name_end(text, match)), "so-nha")
    for match in _REVERSED.finditer(text.shadow):
        if not _nameless(text, match) and not _agency(text, match.start()):
            yield Finding(match.span(), "so-nha")
    for match in _EXPLICIT_NAME.finditer(text.shadow):
        if _capitals(text, match, "name") and not _agency(text, match.start()):
            yield Finding(match.span(), "so-nha")
    yield from _unlabelled(text)


def _unlabelled(text: Text) -> Iterator[Finding]:
    """"12 đường Lê Lợi", "số 15 xóm Bãi", "12 Lê Lợi, phường …": only where somebody lives or is to be found."""
    for match in _PLAIN.finditer(text.shadow):
        named = text.plain[match.start("name") : match.end("name")]
        before = text.line_before(match.start(), 40)
        lives = _LIVES.search(before) and (match["so"] or match["way"] not in ("thon", "xom", "ap", "ban", "buon") or re.search(r"(?:nha|dia chi|tru|ngu|cu tru)[ :]*$", before))
        if named[:1].isupper() or named[:1].isdigit() and match["so"]:
            if lives and not _PLACEHOLDER.fullmatch(named) and not _COUNTED.search(before) and not _agency(text, match.start()):
                yield Finding((match.start(), _name_end(text, match)), "so-nha")
    for match in _STREET_NAME.finditer(text.shadow):
        before = text.line_before(match.start(), 40)
        if _capitals(text, match, "name") and _LIVES.search(before) and (match["so"] or re.search(r"[a-z]", before)) and not _COUNTED.search(before) and not _agency(text, match.start()):
            yield Finding((match.start(), match.end("name")), "so-nha")


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


_OFFICE = re.compile(r"tru so|ubnd|uy ban nhan dan|co quan|toa nha|(?<![a-z])(?:bo|so) (?:tu phap|cong an|y te|noi vu|tai chinh|nong nghiep|xay dung|giao duc|khoa hoc)|toa an|vien kiem sat|trung tam|nha xuat ban|van phong|cong ty|truong |benh vien|tram y te|phong cong chung|thi hanh an|ngan hang|buu dien|bao |chi nhanh|(?<![a-z])(?:chi cuc|tong cuc|cuc|vu) |headquarters")
_SOMEBODY = re.compile(r"(?<!\w)(?:ông|bà|anh|chị|cô|chú|bác|cháu|cụ|nhà riêng|tôi|gia đình|hộ)(?!\w)", re.IGNORECASE)


def _agency(text: Text, place: int) -> bool:
    before = text.line_before(place, 100)
    return bool(_OFFICE.search(before)) and not _SOMEBODY.search(text.plain[place - len(before) : place])


_PLATE = re.compile(r"(?<![\w./-])(?P<province>[1-9]\d)[ \-]?(?P<series>[A-Za-zĐđ]{1,2}\d?)[ .\-–]{0,3}(?P<number>\d{3}[.,]\d{2}|\d{5}|\d{4})(?![\w/]|[.,]\d)")
_PLATE_WORD = re.compile(r"(?:bien (?:so|kiem soat|xe|dang ky)|bks|(?<![a-z])(?:bs|xe|mo to|o to|oto|xe may|xe tai|honda|yamaha|wave|dream|sirius|exciter|air ?blade|vision|plate|number plate)(?![a-z]))[^\n;!?]{0,30}$")
_LABELLED_PLATE = re.compile(r"(?:bien (?:so|kiem soat)(?: xe)?|bks|license plate|number plate)(?: la| so)?\s?[:.]?\s?(?P<plate>(?:[a-z]{2}[ \-]?\d{2}[ \-]?\d{2,3}|\d{2}[ \-]?[a-z]{1,2}\d?[ .\-]{0,3}\d{3}\.?\d{1,2}|\d{2}[ \-]?\d{3}[ \-]?(?:ng|nn|qt|cv|ht)[ \-]?\d{2,3}|\d{2}[ \-]?(?:ng|nn|qt)[ \-]?\d{3}[ \-.]?\d{2,3}|\d{3}\.?\d{2}|\d{4}))(?![\da-z])")


def plates(text: Text) -> Iterator[Finding]:
    """Number plates, with or without the word for them."""
    for match in _PLATE.finditer(text.plain):
        labelled = _PLATE_WORD.search(text.line_before(match.start(), 60))
        plain, series, number = match.group(), match["series"], match["number"]
        dotted, five = len(number) == 6, len(number) == 5 or plain.endswith(series + number) and series[-1].isdigit()
        year = len(number) == 4 and number[:2] in ("19", "20")
        if labelled or (dotted and (series.isupper() or "-" in plain or series[-1].isdigit())) or (five and (series.isupper() or series[-1].isdigit())) or (
                len(number) == 4 and len(series) > 1 and series.isupper() and "-" in plain and not year):
            yield Finding(match.span(), "bien-so")
    for match in _LABELLED_PLATE.finditer(text.shadow):
        yield Finding(match.span("plate"), "bien-so")


_DEGREES = r"\d{1,3} ?[°º] ?\d{1,2} ?['’′] ?\d{1,2}(?:[.,]\d+)? ?(?:\"|''|’’|″|”)"
_POSITION = re.compile(rf"(?<![\d.,])(?:(?:8|9|1\d|2[0-4])[.,]\d{{4,12}} ?°? ?n?(?:,|;| |\||-|/| va ){{1,3}} ?(?:kinh do|kd|long|lng|e)?[ :=]{{0,3}}1(?:0[2-9]|1[0-8])[.,]\d{{4,12}}"
                       rf"|1(?:0[2-9]|1[0-8])[.,]\d{{4,12}} ?°? ?e?(?:,|;| |\||-|/| va ){{1,3}} ?(?:vi do|vd|lat|n)?[ :=]{{0,3}}(?:8|9|1\d|2[0-4])[.,]\d{{4,12}}"
                       rf"|{_DEGREES}(?: ?(?:n|e|b|d|bac|dong|vi do bac|kinh do dong|vi bac|kinh dong))?)")
_AXIS = re.compile(r"(?<![a-z])(?:vi do|kinh do|latitude|longitude|lat|lng|long|lon|gps|toa do(?: gps)?(?: nha)?)\s?[:=]?\s?(?:x|y)?\s?[:=]?\s?\d{1,3}[.,]\d{3,12}")
_GRID = re.compile(r"(?<![a-z])(?:toa do|vn-?2000|x|y)\s?[:=(]?\s?(?:x\s?[:=]?\s?)?(?:1[0-9]|2[0-6])\d{5}(?:[.,]\d+)?[\s;,|]{1,3}(?:y\s?[:=]?\s?)?[2-7]\d{5}(?:[.,]\d+)?(?!\d)")
_MAP_LINK = re.compile(r"(?:https?://)?(?:maps\.app\.goo\.gl|goo\.gl/maps|g\.co/maps|(?:www\.)?google\.[a-z.]{2,6}/maps|maps\.google\.[a-z.]{2,6}|(?:www\.)?openstreetmap\.org/(?:\?mlat|#map=1[5-9])|waze\.com/ul)[^\s<>()\"']{2,300}|geo:\d[\d.,\-]{6,40}")
_PLUS_CODE = re.compile(r"(?<![\w+])(?:[23456789CFGHJMPQRVWX]{4}|[23456789CFGHJMPQRVWX]{8})\+[23456789CFGHJMPQRVWX]{2,3}(?![\w+])")


def positions(text: Text) -> Iterator[Finding]:
    """GPS positions near enough to find a house, and links to a point on a map."""
    for pattern in (_POSITION, _AXIS, _GRID, _MAP_LINK):
        for match in pattern.finditer(text.shadow):
            yield Finding(match.span(), "toa-do")
    for match in _PLUS_CODE.finditer(text.plain):
        yield Finding(match.span(), "toa-do")


def find(text: Text) -> Iterator[Finding]:
    for finder in (parcels, houses, plates, positions):
        yield from finder(text)
