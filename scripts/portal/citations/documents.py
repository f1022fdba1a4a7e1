"""Where a text names a whole document: by number, by name, by a short number or as "Luật này"."""
import re
from dataclasses import dataclass

from portal.citations import names
from portal.citations.meaning import COUNTED, SPACE, THIS

_SPACE = re.compile(SPACE)
_DASH = r"[-–‑—]"
_LAW_KINDS = {"luật": "luật", "bộ luật": "bộ luật", "pháp lệnh": "pháp lệnh"}
# In the order in which they are tried; each opens with a letter, or with two in brackets.
_KIND_PATTERNS = r"""
[Bb]ộ\s[Ll]uật BỘ\sLUẬT [Ll]uật LUẬT [Pp]háp\s[Ll]ệnh PHÁP\sLỆNH [Nn]ghị\s[Đđ]ịnh NGHỊ\sĐỊNH
[Nn]ghị\s[Qq]uyết(?:\s[Ll]iên\s[Tt]ịch)? NGHỊ\sQUYẾT [Qq]uyết\s[Đđ]ịnh QUYẾT\sĐỊNH [Tt]hông\s[Tt]ư(?:\s[Ll]iên\s(?:[Tt]ịch|[Bb]ộ))?
THÔNG\sTƯ(?:\sLIÊN\sTỊCH)? [Cc]hỉ\s[Tt]hị [Ss]ắc\s[Ll]ệnh Lệnh Công\svăn Kế\shoạch Hướng\sdẫn Thông\sbáo Kết\sluận Quy\sđịnh
Quy\schế Công\sđiện Báo\scáo Tờ\strình Văn\sbản\shợp\snhất [Vv]ăn\sbản Chương\strình Đề\sán Nghị\sđịnh\sthư
NĐ QĐ TTLT NQLT TT NQ CT PL VBHN KH CV nđ qđ tt(?=\s\d+/\d) nq(?=\s\d+/\d)
"""
KINDS = _KIND_PATTERNS.split()
# A short number is trusted after these alone: everyday words need "số" before the number.
_SHORT_KINDS = re.compile(
    r"(?:luật|bộ luật|pháp lệnh|nghị định|nghị quyết|nghị quyết liên tịch|thông tư|thông tư liên tịch|chỉ thị|nđ|qđ|tt|ttlt|nq|nqlt|sắc lệnh)$"
)
# Everyday papers: "chương trình số 5" counts, it cites nothing.
_PAPERS = frozenset(["báo cáo", "tờ trình", "kế hoạch", "công văn", "chương trình", "đề án", "thông báo", "hướng dẫn", "kh", "cv"])
_ISSUER = (
    r"(?:\s(?:của\s)?(?:Chính phủ|Thủ tướng Chính phủ|Quốc hội|Ủy ban [Tt]hường vụ Quốc hội|Uỷ ban [Tt]hường vụ Quốc hội|"
    r"Bộ trưởng Bộ [^\W\d_]+ ?[^\W\d_]*|Bộ [^\W\d_]+ [^\W\d_]+|Hội đồng Thẩm phán|Hội đồng Bộ trưởng|Chủ tịch nước))?"
)
# A space after it may be lost in copying: "NĐ-CPngày 19".
_CODE = r"(?:(?-i:TTg|[A-ZĐƯ]{2,}\d*)(?=ngày|của|về|quy|để|cho|và|đã|được|ban|hướng|sửa|năm)|[A-ZĐƯ][A-Za-zĐđƯư]*\d*(?!\w))"
_YEAR = r"(?:19|20)\d\d"
_DIGITS = r"(?:\d{1,3}\.)?\d{1,5}[a-z]?"        # 66.7/2025/NQ-CP
_SLASH = r"[ \t]?/[ \t]?"
_JOIN = rf"(?:(?:{_DASH}|/){_CODE}|[ \t]?{_DASH}[ \t]?[A-ZĐƯ]{{2,}}(?![\w]|[ \t]+[A-ZĐƯ]{{2}})){{0,5}}"
_NUMBER = (
    rf"(?:{_DIGITS}{_SLASH}{_YEAR}{_SLASH}{_CODE}{_JOIN}"          # 15/2014/NĐ-CP
    rf"|{_DIGITS}[ \t]?{_DASH}[ \t]?{_CODE}{_SLASH}{_CODE}"         # 27-NQ/TW
    rf"|{_DIGITS}{_SLASH}{_CODE}{_JOIN}"                            # 315/QĐ-TTg
    rf"|\d{{1,5}}[ \t]?{_DASH}[ \t]?(?:CP|HĐBT|TTg|CT|LCT|TW)\b)"         # 17-CP
)
# Without the kind before it, a number must say its kind itself.
_TYPE = r"(?:QH\d|UBTVQH|NĐ|ND|nđ|nd|NQ|QĐ|QD|TT|CT|PL|L\b|LCT|SL|VBHN|KH|CV|CTr|KL|HD|TB)"
_BARE = re.compile(
    rf"(?:{_DIGITS}{_SLASH}{_YEAR}{_SLASH}{_TYPE}|{_DIGITS}{_SLASH}{_TYPE}{_DASH}|\d{{1,5}}{_DASH}(?:NQ|CT|QĐ|KL|HD|L){_SLASH})", re.I
)
_NUMBER_RE = re.compile(_NUMBER)
_ANY_CASE_RE = re.compile(_NUMBER, re.I)
_KIND_RE = re.compile(rf"(?:{'|'.join(KINDS)})(?:(?![^\W_])|(?<=[ĐTQ])(?=\d))")
_TO_NUMBER = re.compile(rf"{_ISSUER}{SPACE}[(,]?{SPACE}(?:[Ss][Ốố][ \t]?:?|[Nn]o\.?)?[ \t\u00a0]*+\[?(?=\d)")
_SHORT = re.compile(
    rf"(số[ \t]?:?[ \t]?)?(\d{{1,4}}[a-z]?)(?:/({_YEAR}))?(?![\w/%-]|[.,]\d)"
    rf"(?P<counts>(?<!/\d{{4}})(?=[ \t]?(?!ngày\s+\d|năm\s+(?:19|20)\d\d)(?:{COUNTED}|(?:chương|mục|điều|khoản)\b(?!\s+[IVX\d]))))?", re.I
)
_YEAR_AFTER = re.compile(rf"{SPACE}(?:năm{SPACE})?({_YEAR})(?![\d/])")
_THIS = re.compile(rf"{SPACE}{THIS}", re.I)
_THIS_KIND = re.compile(
    r"[Ll]uật$|[Bb]ộ\s[Ll]uật$|[Pp]háp\s[Ll]ệnh$|[Nn]ghị\s[Đđ]ịnh$|Nghị\s[Qq]uyết|Quyết\s[Đđ]ịnh$|[Tt]hông\s[Tt]ư|Chỉ\sthị$|Sắc\slệnh$|Lệnh$"
)
_CONSTITUTION = re.compile(
    rf"(?:Hiến{SPACE}pháp|HIẾN{SPACE}PHÁP)(?:{SPACE}(?:nước{SPACE})?Cộng hòa [Xx]ã hội chủ nghĩa Việt Nam)?|hiến pháp(?=\s(?:năm\s)?(?:19|20)\d\d)|HP(?=\s(?:19|20)\d\d)"
)
_SHORT_CODE = re.compile(rf"(?:{'|'.join(names.CODE_SHORT)})(?!\w)", re.I)
_ABBREVIATED = re.compile(
    rf"[ \t\u00a0]+(?:HN(?:[ \t]?[&-][ \t]?|[ \t]và[ \t])GĐ|(?!TNHH)[A-ZĐƯƠ]+(?:&[A-ZĐƯƠ]+)*|(?i:{'|'.join(names.LAW_SHORT)}))(?!\w)"
)
_BEFORE = re.compile(r"([^\W_]+)[ \t\u00a0]*$")
# "pháp luật đất đai", "Mẫu số 02/QĐ-XPHC": the word before takes the reference away.
_NOT_AFTER_LAW = frozenset(["pháp", "phép", "ngành", "khoa", "kỷ", "kỉ", "quy"])
_NO_LAW_BEFORE = re.compile(r"(?:công ty|văn phòng|hãng|đại học|trường|khoa|sinh viên|cử nhân|thạc s[ĩỹ]|tiến s[ĩỹ]|tạp chí)[ \t\u00a0]+$", re.I)
_NOT_AFTER_NUMBER = re.compile(r"/\s*$|(?:[Mm]ẫu|[Bb]iểu|[Pp]hụ lục)(?:\s(?:số|biểu|đơn))?[ :]*$")


@dataclass(frozen=True)
class Document:
    """A whole document as the text names it.

    Attributes:
        start, end: code points, end exclusive.
        number: full number in canonical form, or None.
        name: the name as written, with its year or its short number; None when only a full number stands there.
    """

    start: int
    end: int
    number: str | None
    name: str | None


def at(text: str, start: int, *, after_provision: bool = False) -> Document | None:
    """The document named at this position, or None.

    Args:
        after_provision: "Điều 5 …" stands before: then any spelling of the name is trusted.
    """
    if text[start].isdigit():
        return _bare_number(text, start)
    if constitution := _CONSTITUTION.match(text, start):
        this = _THIS.match(text, constitution.end())
        return Document(start, this.end(), None, text[start:this.end()]) if this else _named(text, start, constitution.end())
    if short := _SHORT_CODE.match(text, start):
        return _named(text, start, short.end())
    kind = _KIND_RE.match(text, start)
    if kind is None:
        return None
    return (
        _this(text, kind, after_provision)
        or _numbered(text, kind)
        or _law_by_name(text, kind, after_provision)
        or _short_number(text, kind)
    )


def canonical(number: str) -> str:
    """The number as it is officially written: "15/2014/ND-CP" and "15/2014/NĐ - CP" give "15/2014/NĐ-CP"."""
    parts = re.split(r"([/-])", re.sub(_DASH, "-", re.sub(r"\s", "", number)))
    joined = "".join(_LETTERS.get(part.upper(), _upper(part)) for part in parts)
    return re.sub(r"NQLT/CP", "NQLT-CP", joined)


_LETTERS = {
    "ND": "NĐ", "QD": "QĐ", "HDND": "HĐND", "HDTP": "HĐTP", "BLDTBXH": "BLĐTBXH", "BGDDT": "BGDĐT", "BKHDT": "BKHĐT",
    "HDBT": "HĐBT", "TTG": "TTg", "UBTUMTTQVN": "UBTWMTTQVN", "UBTƯMTTQVN": "UBTWMTTQVN",
}  # fmt: skip


def _upper(part: str) -> str:
    return part.upper() if part.islower() and len(part) > 1 else part


def _word_before(text: str, start: int) -> str:
    found = _BEFORE.search(text, max(0, start - 30), start)
    return found.group(1).lower() if found else ""


def _bare_number(text: str, start: int) -> Document | None:
    if not _BARE.match(text, start) or _NOT_AFTER_NUMBER.search(text, max(0, start - 20), start):
        return None
    number = _ANY_CASE_RE.match(text, start)
    return Document(start, number.end(), canonical(number.group()), None) if number else None


def _named(text: str, start: int, end: int) -> Document:
    """The document whose name ends at `end`, with the year and the number that may follow."""
    if year := _YEAR_AFTER.match(text, end):
        end = year.end()
    name = text[start:end]
    gap = _TO_NUMBER.match(text, end)
    said = gap and re.search(r"[^\s(,]", gap.group())
    if gap and (said or (_BARE.match(text, gap.end()) and "," not in gap.group())) and (number := _NUMBER_RE.match(text, gap.end())):
        return Document(start, number.end(), canonical(number.group()), name)
    return Document(start, end, None, name)


def _this(text: str, kind: re.Match, after_provision: bool) -> Document | None:
    this = _THIS.match(text, kind.end())
    if this is None or (not after_provision and not _THIS_KIND.match(kind.group())):
        return None
    if _word_before(text, kind.start()) in _NOT_AFTER_LAW | {"đạo", "bộ", "điều", "dự"}:
        return None
    return Document(kind.start(), this.end(), None, text[kind.start():this.end()])


def _numbered(text: str, kind: re.Match) -> Document | None:
    gap = _TO_NUMBER.match(text, kind.end())
    number = gap and (_NUMBER_RE.match(text, gap.end()) or (_BARE.match(text, gap.end()) and _ANY_CASE_RE.match(text, gap.end())))
    return Document(kind.start(), number.end(), canonical(number.group()), None) if number else None


def _law_by_name(text: str, kind: re.Match, after_provision: bool) -> Document | None:
    word = " ".join(kind.group().lower().split())
    gap = _SPACE.match(text, kind.end())
    if word not in _LAW_KINDS or gap.end() == kind.end() or gap.end() == len(text):
        return None
    if word == "luật" and (_word_before(text, kind.start()) in _NOT_AFTER_LAW or _NO_LAW_BEFORE.search(text, max(0, kind.start() - 20), kind.start())):
        return None
    end = _name_end(text, word, kind, gap.end(), after_provision)
    return _named(text, kind.start(), end) if end else None


def _name_end(text: str, word: str, kind: re.Match, start: int, after_provision: bool) -> int | None:
    if end := names.listed_end(word, text, start):
        several = " " in text[start:end].strip()
        capital = text[start].isupper() or kind.group()[0].isupper()
        if text[start].isupper() or several or after_provision:
            return end if capital or several or after_provision else None
    if after_provision and word == "luật" and (end := names.listed_end("bộ luật", text, start)):
        return end
    if kind.group().isupper():
        return None
    if (short := _ABBREVIATED.match(text, kind.end())) and short.end() - start > 1:
        return short.end()
    return names.free_end(text, start) if kind.group()[0].isupper() or after_provision else None


def _short_number(text: str, kind: re.Match) -> Document | None:
    word = " ".join(kind.group().lower().split())
    gap = _SPACE.match(text, kind.end())
    short = _SHORT.match(text, gap.end())
    if short is None or (short.group("counts") is not None and not kind.group().isupper()):      # "luật 2 bên", but "TT 56 mức chi"
        return None
    said, digits, year = short.group(1), short.group(2), short.group(3)
    if not (said or year) and not _trusted_short(text, kind, word, digits):
        return None
    if word == "văn bản" or (word in _PAPERS and not year):
        return None
    return Document(kind.start(), short.end(), None, text[kind.start():short.end()])


def _trusted_short(text: str, kind: re.Match, word: str, digits: str) -> bool:
    if word == "quyết định":
        return kind.group()[0].isupper() and len(digits) >= 2
    if not _SHORT_KINDS.match(word) or (re.fullmatch(_YEAR, digits) and "luật" in word):
        return False
    if word in ("tt", "nq", "qđ", "ct") and len(digits) < 2:
        return False
    return _word_before(text, kind.start()) not in _NOT_AFTER_LAW | {"số", "bộ"}
