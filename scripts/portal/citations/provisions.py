"""Where a text lists provisions: "điểm a, b khoản 1 và khoản 2 Điều 8", "k2đ16", "các điều từ 416 đến 419"."""
import re

from portal.citations import meaning
from portal.citations.arranging import Item
from portal.citations.meaning import COUNTED, SPACE

_LETTER = r"[a-zđ]"
# A space lost in copying ("Điều 10của Luật này") ends a number too.
_GLUED = r"(?=của|về|và|Nghị|Thông|Luật|Bộ luật|Quyết|Pháp|khoản|Điều|\.?[đĐ]\.?\d)"
_NUMBER_END = rf"(?:(?![^\W_]|\.\d|/\d|%|,\d{{3}}|(?:,\d+)?(?:[ \t]?(?:đến|[-–])[ \t]?\d+)?[ \t]?{COUNTED})|{_GLUED})"
_NUMBER = rf"\d{{1,3}}(?:[a-zđ](?!\d))?{_NUMBER_END}"
# A capital inside a sentence counts nothing: "theo Điều 8 tổ hòa giải có …" beside "điều 3 người cùng thấy".
_SURE_NUMBER = rf"\d{{1,3}}(?:[a-zđ](?!\d))?(?:(?![^\W_]|\.\d|/\d|%|,\d{{3}})|{_GLUED})"
# A point with a number counts only where the words after it show that it is one ("điểm 9" may be a mark).
_POINT_NUMBER = (
    r"\d{1,2}(?:\.\d{1,2}){0,3}(?=(?:(?:,| và| hoặc) ?\d{1,2}(?:\.\d{1,2})?){0,9}[,)]?"
    rf"{SPACE}(?:(?:của|thuộc)\s)?(?:[Kk]hoản|[Đđ]iều|[Mm]ục|[Pp]hần|K\d|k\d|Thông\stư|Nghị\sđịnh|Luật)\b)"
)
# Old circulars and annexes number clauses so: "khoản 2.5 Mục I".
_DOTTED_CLAUSE = rf"\d{{1,2}}(?:\.\d{{1,2}}){{1,2}}(?={SPACE}(?:[Mm]ục|[Pp]hần|[Đđ]iều|[Pp]hụ\slục)\s[\dIVX])"
_POINT_LETTER = rf"{_LETTER}\d?(?:\.\d{{1,2}}){{0,3}}(?![^\W_]|'|\.\w)(?![ \t]+(?:tế|học|sĩ|tá|khoa|ngại)\b)"
_POINT = rf"(?:{_POINT_LETTER}|{_POINT_NUMBER}|[A-ZĐ](?=[ \t]+[Kk]hoản\s\d))"

_FROM = rf"(?:{SPACE}từ)?{SPACE}"
_PROVISION = re.compile(
    r"(?:(?:các|những|Các|Những|CÁC)[ \t\u00a0]+)?(?:từ[ \t]+(?=[đĐkK]))?(?:"
    rf"(?<=\w\s)Điều\s(?P<sure_article>{_SURE_NUMBER})"
    rf"|(?:[Đđ]iều|ĐIỀU){_FROM}(?P<article>{_NUMBER})"
    rf"|(?:[Kk]hoản|KHOẢN){_FROM}(?P<clause>{_NUMBER}|{_DOTTED_CLAUSE})"
    rf"|(?:[Đđ]iểm|ĐIỂM){_FROM}(?P<point>{_POINT})"
    rf"|[Đđ](?:\.[ \t]?|[ \t]?)(?P<short_article>{_NUMBER})"
    rf"|[Kk](?:\.[ \t]?|[ \t]?)(?P<short_clause>{_NUMBER})"
    rf"|[Đđ](?:\.[ \t]?|[ \t]|(?={_LETTER}[ \t,]{{1,2}}[kK]\.?[ \t]?\d))(?P<short_point>{_LETTER}(?![^\W_]))"
    r")"
)
_AND = r"(?:,|;|&|(?:và/hoặc|và|hoặc|hay|với|đến|tới)(?![^\W\d_])|[-–])"   # "điểm đ vào sau …" names no point o
_MORE = {
    "number": re.compile(rf"(?P<by>{SPACE}{_AND}{SPACE}(?:(?:và|hoặc|đến)\s+)?)(?P<value>(?!0\d){_NUMBER})"),
    "point": re.compile(rf"(?P<by>\)?{SPACE}{_AND}{SPACE}(?:(?:và|hoặc|đến)\s+)?)(?P<value>(?!k\d){_POINT}(?!\)[ \t]*[A-ZĐÂÊÔƯƠ]))"),
}
_JOIN = re.compile(
    rf"(?P<by>{SPACE}\)?(?:,|;|&|và/hoặc|và|hoặc|hay|cùng với|với|đến|tới|[-–]|của|thuộc|tại)?"
    rf"{SPACE}(?:(?:và|hoặc|hay|đến|của|tại|từ|hết)\s+)?)"
)
_HEADING = re.compile(
    rf"{SPACE}(?:,|và|của|thuộc)?{SPACE}(?:[Tt]iểu\s[Mm]ục|[Mm]ục|[Cc]hương|[Pp]hần)\s"
    r"(?:thứ\s\w+|[IVXLC]+[a-z]?|\d{1,2}|[A-Z])(?!\w)"
)
_LEVELS = {"điều": "article", "khoản": "clause", "điểm": "point"}
THIS = re.compile(rf"([Đđ]iều|[Kk]hoản|[Đđ]iểm){SPACE}{meaning.THIS}")
# Written so short, alone they may be anything: a school "K2", "đ a".
_DOUBTFUL = re.compile(r"K|[đkK][ \t]|[Đđ][. \t]+\D")


def read(text: str, start: int) -> tuple[list[Item], int]:
    """The provisions that stand from this position on as one list, and where the last one ends."""
    items: list[Item] = []
    end, by, position = start, "", start
    while provision := _PROVISION.match(text, position):
        if (items and meaning.is_own_number(text, provision.start(), provision.end())) or _opens_a_line(text, provision):
            break
        more, end = _values(text, provision, by)
        items += more
        join = _JOIN.match(text, past_headings(text, end))
        by, position = join.group("by").strip(), join.end()
    return items, end


def this_after(text: str, end: int) -> tuple[Item, re.Match] | None:
    """ "Điều này", "khoản này" or "điểm này" that closes the list before, as its last item without a value."""
    join = _JOIN.match(text, end)
    this = THIS.match(text, join.end())
    return (Item(_LEVELS[this.group(1).lower()], None, join.group("by").strip()), this) if this else None


def past_headings(text: str, position: int) -> int:
    """The position after "Mục 2 Chương III", if that stands here."""
    while heading := _HEADING.match(text, position):
        position = heading.end()
    return position


def _values(text: str, provision: re.Match, by: str) -> tuple[list[Item], int]:
    """The values after one "Điều", "khoản" or "điểm" – several in "Điều 8, 9 và 10" – and their end."""
    key = provision.lastgroup
    level = key.rpartition("_")[2]
    doubtful = key.startswith("short") and bool(_DOUBTFUL.match(provision.group()))
    items, end = [Item(level, provision.group(key).lower(), by, doubtful)], provision.end()
    pattern = _MORE["point" if level == "point" else "number"]
    while (more := pattern.match(text, end)) and not _opens_a_line(text, more):
        items.append(Item(level, more.group("value").lower(), more.group("by").strip(), doubtful))
        end = more.end()
    return items, end


def _opens_a_line(text: str, value: re.Match) -> bool:
    """Whether the value numbers the next line of a list: ";\\nb) …", ";\\n2. …"."""
    return "\n" in value.group() and text[value.end() : value.end() + 1] in (")", ".")
