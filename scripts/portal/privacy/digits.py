"""Numbers that belong to one person: telephone, CCCD, CMND, bank account – and not laws, money, dates or codes.

A number is written in groups ("0912 345 678", "024.085.001234", "0204-3886-123"). Each run of neighbouring
groups is weighed by the number of its digits, how it opens, the word before it and the unit after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal.privacy.findings import Finding
from portal.privacy.shadow import Text

_GAP = re.compile(r" ?[.\-_] ?|[/,]|\.{3}|[.\-] {2}| {1,3}|\) ?[.\-]? ?| ?\(")
_MOST_GROUPS = 16
_WIDEST_GAP = 4
_FEWEST_DIGITS, _MOST_DIGITS = 7, 19
_PUBLIC = "cua-co-quan"                  # the agency's own line: read as a number, not reported

_MONEY = re.compile(r"[ ]?(?:dong|d(?![a-z0-9])|vnd|trieu|ty(?! le)|nghin|ngan(?! hang)|usd|\$|%|‰|m2|m²|m3|m³|met|m(?![a-z0-9])|km|ha(?![a-z])|kg|tan(?![a-z])|nguoi|"
                    r"ho (?:dan|gia)|luot|cay|con(?![a-z])|"
                    r"giay|phut|gio(?![a-z])|ngay(?! cap)|thang|nam(?![a-z])|diem|ban(?![a-z])|trang|chu so|so (?:ho|vu)|co phan|co phieu|kwh|lit|vu(?![a-z])|ho(?! ten|"
                     r" va ten| chieu)(?![a-z]))")
_THOUSANDS = re.compile(r"\d{1,3}(?:([., ])\d{3})(?:\1\d{3})*")
_DATE = re.compile(r"(?<!\d)(?:[0-3]?\d[ ]?[/.\-][ ]?[01]?\d[ ]?[/.\-][ ]?(?:19|20)\d\d|(?:19|20)\d\d[/.\-][01]?\d[/.\-][0-3]?\d)(?!\d)")
_YEARS = re.compile(r"(?:19|20)\d\d ?- ?(?:19|20)\d\d")
_LAW = re.compile(r"/(?:19|20)\d\d(?:/[a-z]{1,4}|(?!\d))|/[a-z]{2}|-[a-z]{2,}\b")

_NEAR = r"[^\n;!?]{0,%d}$"
_PHONE_WORD = re.compile(r"(?:dien thoai|d\.?thoai|(?<![a-z])(?:dt|đt|sdt|s\.?d\.?t|sd|dtdd|dd|tel|phone|mobile|cell|zalo|viber|whatsapp|hotline|fax|call|momo)(?![a-z])|"
                         r"so may|di dong|may ban|"
                         r"lien he|lien lac|nhan tin|(?<![a-z_])alo(?![a-z])|(?<![a-z_])goi(?: dien| cho| so| vao| toi| den| theo| qua|:| |$))" + _NEAR % 28)
_ID_WORD = re.compile(r"(?:(?<![a-z])(?:cccd|cmnd|cmt|cmtnd|scmnd|cm|can cuoc(?: cong dan)?|cc)(?![a-z])|chung minh|so dinh danh|ma dinh danh ca nhan|"
                      r"ma dinh danh(?! (?:co quan|don vi|ho so|dien tu cua))|"
                      r"giay to tuy than|id card|identity|citizen id)" + _NEAR % 40)
_ID_AFTER = re.compile(r"[\s,;.()\-]{1,3}(?:do .{0,60}cap|cap (?:ngay|tai|boi)|ngay cap|noi cap|cong an .{0,30} cap|cuc (?:canh sat|cs|quan ly))")
_BANK = (r"vietcombank|vcb|agribank|bidv|vietinbank|ctg|mb ?bank|mb|techcombank|tcb|acb|vp ?bank|tp ?bank|sacombank|stb|hdbank|vib|shb|lpbank|lienviet\w*|msb|ocb|seabank|"
         r"eximbank|"
         r"nam a bank|bac a bank|abbank|vietbank|pvcombank|scb|ncb|kienlongbank|co-?opbank|nhcsxh|cake|timo|viettel money|viettelpay|ngan hang|nh(?= )|vbsp|bank")
_ACCOUNT_WORD = re.compile(rf"(?:so tai khoan|so tk|(?<![a-z])(?:stk|tk|tknh|a/c|acc|account)(?![a-z])|tai khoan|chuyen khoan|chuyen tien|ck vao|the atm|so the|"
                           rf"(?<![a-z])(?:{_BANK})(?![a-z]))" + _NEAR % 45)
_BANK_AFTER = re.compile(rf"[\s,;.()\-:]{{1,4}}(?:tai |mo tai |o )?(?:{_BANK})(?![a-z])")
_SUM_WORD = re.compile(r"(?<![a-z])(?:so du|du no|tong(?: cong| so| thu| chi)?|cong|kinh phi|so tien|tien|von|thu|chi|ton quy|lo|so luong)[\s:]*(?:la |con |duoc )?$")
_TREASURY = re.compile(r"kho bac|kbnn")
_PAPER_WORD = re.compile(r"(?:ho chieu|passport|giay khai sinh so|so bao hiem xa hoi|ma so bhxh|so so bhxh|the bhyt|ma the bhyt|so the bao hiem|bang lai xe so|"
                         r"giay phep lai xe so|gplx(?: so)?)[^\n;!?\d]{0,20}$")
_CODE_WORD = re.compile(r"(?:ma so thue|(?<![a-z])mst(?![a-z])|ma thu tuc|ma tthc|ma ho so|ho so so|so ho so|ma bien nhan|bien lai|hoa don|serial|seri(?![a-z])|isbn|issn|"
                        r"ma vach|ma so doanh nghiep|ma don|ma van don|"
                        r"ma qhns|ma dvqhns|quan he ngan sach|ma chuong|ma nganh|ma tieu muc|ma so(?! (?:bhxh|dinh))|ma qr|ma ho(?! )|ma dinh danh (?:co quan|don vi|"
                         r"dien tu)|dang ky kinh doanh|so dang ky|giay phep so|so phat hanh|phien ban|version|"
                        r"ma (?:vat tu|san pham|hang(?: hoa)?|thiet bi|tai san|du an|cong trinh|khach hang|giao dich|van ban|tra cuu|xac nhan)|"
                        r"so quyet dinh|so cong van|so hieu|itemid|docid|id=|ms|ma)(?: [a-z]{1,3}(?= \d*$))?[\s:.,()#=/\-]*(?:so|la|cua)?[\s:.,()#=/\-]*$")
_TAIL = re.compile(r"(?!va|hoac|goi|gap|la|cap)[a-z_#@]|[ .\-]?(?:x{2,}|\*{3,}|\*+\d)|[.\-][a-z]|/[a-z]{2}")
_FREE_CALL = re.compile(r"(?:1800|1900)")
_SERVICE = re.compile(r"(?:duong day nong|tong dai|truc ban|so dien thoai tiep nhan)[^\n;!?.]{0,60}$")
_AGENCIES = (r"(?:ubnd|uy ban nhan dan|hdnd|cong an (?:xa|phuong|tinh|huyen|thanh pho)|(?<![a-z])so (?:tu phap|y te|noi vu|nong nghiep|xay dung|tai chinh|"
             r"giao duc)|bo (?:tu phap|cong an|y te|noi vu)|tram y te|"
             r"toa an|tand|vien kiem sat|trung tam|chi cuc|cuc |van phong|bo phan mot cua|hat kiem lam|benh vien|truong (?:thcs|tieu hoc|mam non|thpt)|mat tran|"
             r"ubmttq|co quan|tru so|phong tu phap|thi hanh an|ban tiep cong dan|nha van hoa|gov\.vn)")
_AGENCY = re.compile(_AGENCIES + r"[^\n!?]{0,90}$")
_AGENCY_AFTER = re.compile(r"[ ,;()\-]{1,4}" + _AGENCIES)
_ADDRESS = re.compile(r"(?:https?://|www\.|\.(?:com|vn|net|org|me)/)\S*$")
_SOMEBODY = re.compile(r"(?<!\w)(?:ông|bà|anh|chị|cô|chú|bác|cháu|em|cụ|của tôi|nhà tôi|nhà riêng|di động|cá nhân|người thân|gia đình|tôi)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Number:
    """Neighbouring groups of digits, read as one number."""

    start: int
    end: int
    groups: tuple[str, ...]
    gaps: tuple[str, ...]

    @property
    def digits(self) -> str:
        return "".join(self.groups)


def find(text: Text) -> Iterator[Finding]:
    """Numbers in text order; a number found is not read again as part of another."""
    spans, at = text.numbers, 0
    while at < len(spans):
        number, kind = _weigh(text, spans, at) if _long_enough(spans, at) else (None, "")
        if number and kind:
            opening = re.search(r"[+(]*$", text.shadow[max(0, number.start - 3) : number.start]).group()  # type: ignore[union-attr]
            yield Finding((number.start - len(opening), number.end), kind)
        at += len(number.groups) if number else 1


def _long_enough(spans: list[tuple[int, int]], at: int) -> bool:
    """Whether the group is long by itself or has another near: one alone, as most are, is nobody's."""
    start, end = spans[at]
    return end - start >= _FEWEST_DIGITS or (at + 1 < len(spans) and spans[at + 1][0] - end <= _WIDEST_GAP)


def _weigh(text: Text, spans: list[tuple[int, int]], at: int) -> tuple[Number | None, str]:
    """The first reading from group `at` that is somebody's number, shortest first, and its kind."""
    start, end = spans[at]
    if not _may_open(text.shadow, start) or (end - start == 1 and at and spans[at - 1][1] == start - 1):
        return None, ""                                   # in "1 2 3 4 5" only the first digit opens a number
    for number in _readings(text.shadow, spans, at):
        if len(number.digits) >= _FEWEST_DIGITS and (kind := _kind(text, number)):
            return number, "" if kind == _PUBLIC else kind
    return None, ""


def _may_open(shadow: str, start: int) -> bool:
    """Not inside a word, a decimal or the tail of a longer number – but "SĐT0912…" and "+84…" are fine."""
    before = shadow[max(0, start - 3) : start]
    if before[-1:].isalpha():
        return bool(re.search(r"(?:sdt|dt|tel|zalo|cccd|cmnd|cmt|stk|tk|so|la|alo|goi|dtdd)$", shadow[max(0, start - 6) : start]))
    return not re.search(r"\d[.,/\-]$|[#=&?_%]$", before)


def _readings(shadow: str, spans: list[tuple[int, int]], at: int) -> Iterator[Number]:
    groups: list[str] = []
    gaps: list[str] = []
    length = 0
    for place in range(at, min(at + _MOST_GROUPS, len(spans))):
        start, end = spans[place]
        if groups:
            gap = shadow[spans[place - 1][1] : start]
            if not (len(gap) <= _WIDEST_GAP and _GAP.fullmatch(gap)):
                return
            gaps.append(gap)
        length += end - start
        if length > _MOST_DIGITS:
            return
        groups.append(shadow[start:end])
        if not _goes_on(shadow, end):
            yield Number(spans[at][0], end, tuple(groups), tuple(gaps))


def _goes_on(shadow: str, end: int) -> bool:
    """Whether letters or a mask follow without a blank: a code, or a number that is hidden in part."""
    return bool(_TAIL.match(shadow, end, end + 5))


def _kind(text: Text, number: Number) -> str:
    """The kind of a number, "" when it is nobody's."""
    if set(number.digits) == {"0"} or _LAW.match(text.shadow, number.end, number.end + 8) or _ADDRESS.search(text.line_before(number.start, 200)):
        return ""
    before = text.line_before(number.start, 70)
    before = re.sub(r"[+(]+$", "", before)
    if _is_phone(text, number, before):
        return _PUBLIC if _is_public_line(text, number, before) else "dien-thoai"
    written = text.shadow[number.start : number.end]
    if _YEARS.fullmatch(written):
        return ""
    if _DATE.search(written) or _CODE_WORD.search(before) or any(sign in written for sign in ",/"):
        return "cccd" if _PAPER_WORD.search(before) and len(number.digits) >= 7 else ""
    if _ACCOUNT_WORD.search(before) and not (_ID_WORD.search(before) or _PAPER_WORD.search(before)):
        return _account(text, number, before) or _identity(text, number, before)
    return _identity(text, number, before) or _account(text, number, before)


def _is_phone(text: Text, number: Number, before: str) -> bool:
    digits, shadow = number.digits, text.shadow
    labelled = bool(_PHONE_WORD.search(before))
    local = _local(shadow, number, labelled=labelled)
    spaced = all(len(group) == 1 for group in number.groups)
    if not labelled and (_table_row(number) or spaced) and _in_a_row(shadow, number):
        return False
    if spaced and re.match(r" \d(?!\d)", shadow[number.end : number.end + 3]):
        return False                                      # one digit more: the number is longer
    if local and _well_grouped(number) and not (_CODE_WORD.search(before) and not labelled):
        mobile = re.fullmatch(r"0[35789]\d{8}|01[2689]\d{8}|0[35789]\d{2}0\d{6}", local)
        landline = re.fullmatch(r"02\d{9}|02\d{8}", local) if len(local) == 11 or labelled else None
        old = re.fullmatch(r"0\d{8,11}", local) if labelled or _area_in_brackets(shadow, number) else None
        if (mobile or landline or old) and (labelled or not _DATE.search(shadow[number.start : number.end])):
            return labelled or digits.startswith("0") or not _measured(shadow, number)
    if not labelled or _FREE_CALL.match(digits) or _measured(shadow, number) or _ID_WORD.search(before) or _ACCOUNT_WORD.search(before):
        return False
    if any("/" in gap or "," in gap for gap in number.gaps) or _DATE.search(shadow[number.start : number.end]):
        return False
    if local and local != digits:
        return False                                      # the country's code stands there: then no shorter number is meant
    return bool(re.fullmatch(r"[35789]\d{8}|2\d{9}", digits) or (re.fullmatch(r"[2-8]\d{6,7}", digits) and not _more_follows(shadow, number.end)))


def _area_in_brackets(shadow: str, number: Number) -> bool:
    """ "(0204) 3856 789": brackets round its first group alone."""
    return shadow[number.start - 1 : number.start] == "(" and any(")" in gap for gap in number.gaps)


def _local(shadow: str, number: Number, *, labelled: bool) -> str:
    """The number as dialled at home ("0912345678"), "" when it opens like none."""
    digits = number.digits
    plus = shadow[max(0, number.start - 2) : number.start].rstrip("( ").endswith("+") or "+" in shadow[max(0, number.start - 2) : number.start]
    if digits.startswith("0084"):
        return "0" + digits[4:].removeprefix("0")
    if plus and digits.startswith("84"):
        return "0" + digits[2:].removeprefix("0")
    if digits.startswith("84") and len(digits) in (11, 12) and (labelled or " " in number.gaps or not _THOUSANDS.fullmatch(shadow[number.start : number.end])):
        rest = digits[2:].removeprefix("0")
        return "0" + rest if (rest[:1] in tuple("235789") and number.groups[0] in ("84", digits)) or (number.groups[0].startswith("84") and len(number.groups[0]) >= 5) else ""
    return digits if digits.startswith("0") else ""


def _well_grouped(number: Number) -> bool:
    """People cut numbers into groups of like gaps; "0.35 0.78 0.91" and "03, 57, 89" are figures."""
    groups, gaps = number.groups, number.gaps
    if all(len(group) == 1 for group in groups):
        return len(set(gaps)) == 1 and gaps[0] not in ",/"
    if "0" in groups[1:] and any(len(group) > 1 for group in groups[1:]) and "0" in groups[2:]:
        return False
    if groups[0] == "0" and len(groups) > 1 and gaps[0].strip() in (".", ",") and len(groups[1]) < 3:
        return False
    signs = {gap.strip() for gap in gaps}
    if signs & {"/", ","}:
        return len(signs - {""}) == 1 and all(len(group) >= 3 for group in groups) and not any(gap in (", ", " , ") for gap in gaps)
    return len(groups) <= 6 or all(len(group) <= 2 for group in groups)


def _more_follows(shadow: str, end: int) -> bool:
    return bool(re.match(r"[ .\-]?\d", shadow[end : end + 2]))


def _in_a_row(shadow: str, number: Number) -> bool:
    """Whether more figures stand before or behind, parted by a blank."""
    return _more_follows(shadow, number.end) or bool(re.search(r"\d $", shadow[max(0, number.start - 2) : number.start]))


def _measured(shadow: str, number: Number) -> bool:
    """Whether a unit stands behind the number."""
    return bool(_MONEY.match(shadow, number.end, number.end + 12))


def _is_public_line(text: Text, number: Number, before: str) -> bool:
    """The agency's own telephone: a service line, or a landline with the agency named before it and nobody else."""
    if _SERVICE.search(before):
        return True
    wide = text.line_before(number.start, 120)
    plain = text.plain[number.start - len(wide) : number.start]
    named = _AGENCY.search(wide) or _AGENCY_AFTER.match(text.shadow, number.end, number.end + 40)
    return number.digits.startswith(("02", "842", "0084")) and bool(named) and not _SOMEBODY.search(plain)


def _identity(text: Text, number: Number, before: str) -> str:
    digits, shadow = number.digits, text.shadow
    labelled = bool(_ID_WORD.search(before) or _ID_AFTER.match(shadow, number.end, number.end + 80))
    if _PAPER_WORD.search(before) and len(digits) >= 7:
        return "cccd"
    whole = len(number.groups) == 1
    if len(digits) == 12 and not _more_follows(shadow, number.end):
        born_here = re.match(r"0(?:0[1-9]|[1-8]\d|9[0-6])\d{9}", digits)
        if labelled or (born_here and not _measured(shadow, number) and (len(number.groups) <= 6 or len(number.groups) == 12) and not _table_row(number)):
            return "cccd"
    lone = whole and not _measured(shadow, number) and not _ACCOUNT_WORD.search(before) and not digits.endswith("000") and not _SUM_WORD.search(before)
    if len(digits) == 9 and not _more_follows(shadow, number.end) and (labelled or lone):
        return "cmnd"
    if labelled and whole and 8 <= len(digits) <= 13 and not _measured(shadow, number):
        return "cccd" if len(digits) > 9 else "cmnd"
    return ""


def _table_row(number: Number) -> bool:
    """Figures in a row: blanks between groups of unlike, short lengths ("01 25 13 40 22 16")."""
    return 4 < len(number.groups) < len(number.digits) and all(len(group) <= 2 for group in number.groups)


def _account(text: Text, number: Number, before: str) -> str:
    digits, shadow = number.digits, text.shadow
    if len(digits) < 6 or _measured(shadow, number) or _more_follows(shadow, number.end):
        return ""
    written = shadow[number.start : number.end]
    after = shadow[number.end : number.end + 60]
    if _TREASURY.search(before) or _TREASURY.search(after) or re.match(r"\s?(?:…|\.{3})", after):
        return ""
    named = _ACCOUNT_WORD.search(before)
    if _THOUSANDS.fullmatch(written) and "," not in written and len(digits) < 10 and not re.search(r"(?:stk|so tai khoan|so tk|tk)[\s:.so]*$", before):
        return ""
    if named and len(digits) >= (6 if len(number.groups) == 1 or re.search(r"(?:stk|tai khoan|so tk|tk)[\s:.so]*$", before) else 8):
        return "tai-khoan"
    return "tai-khoan" if len(digits) >= 8 and _BANK_AFTER.match(shadow, number.end, number.end + 40) else ""


_PASSPORT = re.compile(r"(?:ho chieu|passport)[^\n\d]{0,14}?(?<![a-z])(?P<number>[a-z]\d{7})(?!\d)")
_LETTERED_ACCOUNT = re.compile(r"(?<![a-z0-9])711[ac]\d{8}(?!\d)")
_WORD = "khong|mot|hai|ba|bon|tu|nam|lam|sau|bay|bẩy|tam|chin|le|linh|o"
_SPOKEN = re.compile(rf"(?<![a-z])(?:khong|o)(?:[\s,.\-]{{1,2}}(?:{_WORD})(?![a-z])){{8,11}}")
_BEGUN = [re.compile(rf"{zero}(?<![a-z]{zero})[\s,.\-]{{1,2}}(?:{_WORD})(?![a-z])") for zero in ("khong", "o")]     # its first two words: these searches leap


def lettered(text: Text) -> Iterator[Finding]:
    """A passport's number, a letter and seven digits; a bank account with a letter in it."""
    for match in _PASSPORT.finditer(text.shadow) if text.says("ho chieu", "passport") else ():
        yield Finding(match.span("number"), "cccd")
    for match in _LETTERED_ACCOUNT.finditer(text.shadow) if text.says("711a", "711c") else ():
        yield Finding(match.span(), "tai-khoan")


def spoken(text: Text) -> Iterator[Finding]:
    """A telephone number written out in words ("không chín một hai …")."""
    for match in _SPOKEN.finditer(text.shadow) if any(begun.search(text.shadow) for begun in _BEGUN) else ():
        yield Finding(match.span(), "dien-thoai")
