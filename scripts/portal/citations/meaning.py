"""When words that look like a citation mean something else: own numbers, contracts, "this matter", sums."""
import re

# At most one line break inside a citation: the writer wrapped the line; a blank line ends it. Possessive, so linear.
SPACE = r"[ \t\u00a0]*+(?:\n(?![ \t\u00a0]*\n))?[ \t\u00a0]*+"
# A space after it may be lost in copying: "Nghị định nàyđến".
THIS = r"này(?:(?!\w)|(?=đến|và|của|được|có|thì))"
# What is counted: "luật 2 bên", "khoản 5 triệu đồng", "điều 3 người" are no references.
COUNTED = (
    r"(?:triệu|nghìn|ngàn|tỷ|tỉ|trăm|đồng|đ|vnđ|usd|%|‰|ngày|tháng|năm|giờ|phút|tuần|quý|người|hộ|vụ|việc|lần|bản|"
    r"bộ(?!\s+luật)|tờ|cái|con|chiếc|mét|m|m2|m²|km|ha|kg|tấn|lít|phần|trường\s+hợp|trang|điều\s+kiện|loại|nội\s+dung|"
    r"bên|xe|tàu|máy|đội|tổ|cán\s+bộ|chiến\s+sĩ|đơn\s+vị|tỉnh|huyện|xã|thôn|cấp|giai\s+đoạn|nhóm|môn|chữ|khoản\s+(?!\d)|"
    r"thành\s+viên|giấy|hồ\s+sơ|cơ\s+quan|đại\s+diện|hội\s+thẩm|thẩm\s+phán|mẫu|ảnh|cuốn|quyển|hình|mức|chỗ|phòng|ngôi|"
    r"thửa|mảnh|sào)\b"
)

_MARKS = " \t\u00a0>#*_“\"'("
_QUOTES = "“”\""
_HEADING_AFTER = re.compile(r"\.([*_]{0,3})(?:[ \t\u00a0]+[*_“\"]{0,3}(\w)|[ \t]*(?:\n|$))")
_LINE_AFTER = re.compile(r":[*_]{0,3}[ \t\u00a0]+[*_“\"]{0,3}(\w)|[ \t]*[*_]{0,3}\n{1,2}[ \t*_“\"]*(\w)")

_CONTRACT = r"(?:hợp\sđồng|hương\sước|quy\sước|th[ỏo][ảa]\sthuận|giao\skèo|biên\sbản|di\schúc|giấy|cam\skết)"
_CONTRACT_AFTER = re.compile(rf"{SPACE}(?:(?:của|trong|tại|ở)\s+)?(?:(?:bản|các|những)\s+)?{_CONTRACT}", re.I)
_CONTRACT_BEFORE = re.compile(
    r"(?:hương\sước|quy\sước)(?:[ \t]+[^\W_]+){0,4}[ \t]*[,:(]?[ \t]*(?:(?:có|ghi|nêu|quy định|tại|ở)[ \t]+){0,3}$"
    r"|(?:hợp\sđồng|nội\squy)(?:[ \t]+[^\W_][\w/.-]*){0,4}(?:[ \t]*[,:][ \t]*|[ \t]+(?:có[ \t]+)?ghi[ \t]+(?:(?:rõ|tại|ở)[ \t]+){0,2})$",
    re.I,
)

_CITING_WORD_BEFORE = re.compile(
    r"(?<![^\W_])(?:tại|theo|thuộc|định|tiết|dẫn|dụng|(?:mục|tiết|đoạn)[ \t]\S{1,5}|(?:định|ghi|nêu|hợp)[ \t](?:của|ở|trong))[ \t\u00a0]*\n?[ \t]*$"
)
# "điểm này, khoản này và Điều này": one more of a list that is known to be of provisions.
_THIS_BEFORE = re.compile(r"(?:[Đđ]iều|[Kk]hoản|[Đđ]iểm|[Ll]uật|[Đđ]ịnh|[Tt]ư)[ \t]này(?:[ \t]*[,;]|[ \t]+(?:và|hoặc|hay))[ \t\u00a0]*\n?[ \t]*$")
_SENTENCE_START = re.compile(r"(?:^|[.;:!?…\n“\"”*\-–)])[ \t\u00a0*_>#“\"']*(?:\d+\.[ \t]*|[a-zđ]\)[ \t]*)?$")
_LAW_VERB_AFTER = re.compile(
    r"[ \t]+(?:(?:cũng|chỉ|không|còn|đã|sẽ|được|bị)[ \t]+){0,3}(?:quy định|áp dụng|thực hiện|hướng dẫn|sửa đổi|bổ sung|"
    r"bãi bỏ|thay thế|có nội dung liên quan|có hiệu lực|hết hiệu lực|gồm|bao gồm|cấm|nêu)"
)


def is_own_number(text: str, start: int, end: int) -> bool:
    """Whether it is the provision's own heading: "Điều 8. Bầu hòa giải viên" at the start of a line."""
    heading = _HEADING_AFTER.match(text, end)
    if heading and heading.group(1) and text.startswith("*", start - 1):      # "**Khoản 1.** …"
        return _opens(text, start, "\n")
    if heading and (heading.group(2) is None or heading.group(2).isupper()):
        return _opens(text, start, (".:!?…\n" if heading.group(2) else "\n") + _QUOTES)
    if text.startswith(")", end):                                             # "đ.1) …" numbers a point
        return _opens(text, start, "\n", marks=" \t")
    line = _LINE_AFTER.match(text, end)
    return bool(line) and (line.group(1) or line.group(2)).isupper() and _opens(text, start, "\n")


def _opens(text: str, start: int, after: str, marks: str = _MARKS) -> bool:
    """Whether the place stands at the start of the text or right after one of these signs, marks of Markdown aside."""
    before = text[max(0, start - 40) : start]
    bare = before.rstrip(marks)
    if not bare or bare[-1] in after:
        return True
    return _QUOTES[0] in after and any(quote in before[len(bare) :] for quote in _QUOTES)


def is_contract(text: str, start: int, end: int) -> bool:
    """Whether the provision is one of a contract or of village rules: "Điều 5 của hợp đồng"."""
    return bool(_CONTRACT_AFTER.match(text, end)) or bool(_CONTRACT_BEFORE.search(text, max(0, start - 60), start))


def is_this_provision(text: str, this: re.Match) -> bool:
    """Whether "Điều này", "khoản này", "điểm này" is a provision, not "this matter", "this sum", "this spot"."""
    window = max(0, this.start() - 40)
    if _SENTENCE_START.search(text, window, this.start()):
        return bool(_LAW_VERB_AFTER.match(text, this.end()))
    return this.group()[0].isupper() or any(before.search(text, window, this.start()) for before in (_CITING_WORD_BEFORE, _THIS_BEFORE))
