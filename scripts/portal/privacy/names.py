"""Names of people in a text.

A name is a surname of the list and capitalised syllables after it. Two sorts of surname: some are words of
their own too (Cao, Mai, Hà …) and need a word for a person before them. Never a name: A, B, C, Nguyễn Văn A;
people of history (streets, schools) and heads of state; officials with their office beside the name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.privacy.shadow import CAPITALISED, LOWER, UPPER, Text, at


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SURNAMES = _words("Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Vi Nông Chu Lương Giáp Thân Trịnh Đinh Đào Trương Lưu Tạ Phùng Quách Tống Hứa "
                  "Bế Đàm Lâm Triệu Phàn Tằng Lường Sầm Giàng Thào Sùng Khổng Nghiêm Doãn Khương Khúc Ngụy Mạc Phí Lã Lữ Đậu Nhữ Thiều Vương Tăng Kiều Cù Trình Tô "
                  "Leo Chẩu Nịnh Nình Voòng")
DOUBTFUL = _words("An Âu Bạch Bàn Bành Cao Cầm Châu Chảo Chìu Cứ Diệp Đoàn Đồng Hà Hạng Hầu Kim La Lại Lăng Lầu Liêu Lò Lồ Lục Ma Mã Mai Mẫn Mùa Ninh Nhâm Ôn Phó Quàng "
                  "Quan Thạch Thái Tẩn Tiêu Tôn Trà Từ Tưởng Vàng Viên Vòng Ứng")
MIDDLES = _words("Văn Thị Đức Minh Hữu Thanh Xuân Quang Ngọc Công Đình Thế Trọng Quốc Hồng Thu Kim Bá Duy Tiến Mạnh Tuấn Khắc Phương Thúy Thùy Bích Mỹ Hương Như Nhật "
                 "A Gia Bảo Viết Sỹ Sĩ Huy Hùng Trung Thành Việt Phúc Vĩnh Đăng Tất Nguyên Diệu Ánh Tuyết Khánh Linh Quỳnh Cẩm Yến Chí Phú Anh Hải Thái Mai Hoàng Lan")


def _listed(text: str) -> frozenset[str]:
    return frozenset(re.split(r",\s+", text))


PUBLIC = _listed(
    "Hồ Chí Minh, Trần Phú, Lê Lợi, Lê Lai, Lê Duẩn, Lê Hồng Phong, Nguyễn Huệ, Nguyễn Trãi, Nguyễn Du, Nguyễn Ái Quốc, Nguyễn Văn Cừ, Nguyễn Thị Minh Khai, "
    "Nguyễn Thị Lưu, Nguyễn Văn Trỗi, Nguyễn Viết Xuân, Nguyễn Bỉnh Khiêm, Nguyễn Công Trứ, Nguyễn Đình Chiểu, Nguyễn Khuyến, Nguyễn Cao, Nguyễn Lương Bằng, "
    "Nguyễn Chí Thanh, Nguyễn Trường Tộ, Nguyễn Trung Trực, Nguyễn Hữu Thọ, Võ Nguyên Giáp, Võ Thị Sáu, Võ Văn Kiệt, Trần Hưng Đạo, Trần Nhân Tông, "
    "Trần Quốc Toản, Trần Quốc Tuấn, Trần Nguyên Hãn, Trần Đại Nghĩa, Trần Quang Khải, Lý Thường Kiệt, Lý Thái Tổ, Lý Tự Trọng, Lý Công Uẩn, Lê Thánh Tông, "
    "Lê Đại Hành, Lê Quý Đôn, Lê Văn Tám, Lê Thanh Nghị, Lê Trọng Tấn, Lê Văn Lương, Ngô Quyền, Ngô Gia Tự, Ngô Sĩ Liên, Đinh Tiên Hoàng, Đinh Bộ Lĩnh, "
    "Hoàng Hoa Thám, Hoàng Văn Thụ, Hoàng Quốc Việt, Hoàng Diệu, Phạm Văn Đồng, Phạm Ngũ Lão, Phạm Hùng, Phạm Ngọc Thạch, Phan Bội Châu, Phan Chu Trinh, "
    "Phan Châu Trinh, Phan Đình Phùng, Phan Đình Giót, Phan Văn Trị, Bùi Thị Xuân, Đặng Thùy Trâm, Lương Văn Nắm, Thân Nhân Trung, Thân Cảnh Phúc, Chu Văn An, "
    "Tô Hiệu, Tô Hiến Thành, Tôn Đức Thắng, Hà Huy Tập, Hai Bà Trưng, Kim Đồng, Mạc Đĩnh Chi, Lương Thế Vinh, Lương Ngọc Quyến, Đào Duy Từ, Đào Duy Anh, "
    "Huỳnh Thúc Kháng, Vũ Trọng Phụng, Tạ Quang Bửu, Cao Bá Quát, Cao Thắng, Đoàn Thị Điểm, Triệu Quang Phục, Triệu Thị Trinh, "
    # Heads of state, government and parliament who sign laws.
    "Nguyễn Phú Trọng, Nguyễn Xuân Phúc, Vương Đình Huệ, Nguyễn Thị Kim Ngân, Trần Đại Quang, Tô Lâm, Lương Cường, Phạm Minh Chính, Trần Thanh Mẫn, "
    "Võ Văn Thưởng, Nguyễn Tấn Dũng, Nguyễn Sinh Hùng, Trương Tấn Sang, Nguyễn Minh Triết, Nông Đức Mạnh, Phan Văn Khải, Trần Đức Lương, Trần Hồng Hà, "
    "Lê Minh Khái, Hồ Đức Phớc, Mai Văn Chính, Bùi Thanh Sơn, Vũ Đức Đam, Trịnh Đình Dũng, Nguyễn Hải Ninh, Lê Thành Long, Hà Hùng Cường, Đỗ Văn Chiến")
PLACES = _listed(
    "An Châu, An Bá, An Lạc, An Giang, An Dương, An Lão, Cao Bằng, Cao Lan, Cao Lãnh, Cao Phong, Cao Lộc, Châu Á, Châu Âu, Châu Đốc, Châu Thành, Dương Hưu, "
    "Đồng Nai, Đồng Tháp, Đồng Hới, Đồng Văn, Đồng Hỷ, Đồng Việt, Đoàn Thanh, Hà Nội, Hà Giang, Hà Nam, Hà Tĩnh, Hà Tiên, Hà Đông, Hoàng Sa, Hoàng Mai, Hoàng Liên, "
    "Hồ Tây, Hồ Gươm, Kim Bôi, Kim Sơn, Kim Thành, La Chí, La Hủ, La Ha, Lâm Đồng, Lâm Hà, Lâm Bình, Lê Chân, Lục Nam, Lục Ngạn, Lục Yên, Lục Sơn, "
    "Lương Sơn, Lương Tài, Lý Sơn, Lý Nhân, Mai Châu, Mai Sơn, Mai Dịch, Ninh Bình, Ninh Thuận, Ninh Hòa, Phan Rang, Phan Thiết, Quan Hóa, Quan Sơn, Quan Hồ, "
    "Thái Bình, Thái Lan, Thái Nguyên, Thạch Thất, Thạch Thành, Từ Sơn, Từ Liêm, Trà Vinh, Triệu Sơn, Triệu Phong, Võ Nhai, Võ Cường, Vũ Ninh, Vũ Thư, "
    "Đặng Xá, Chu Lai, Chu Điện, Đinh Trám, Trần Đề")

PERSON = ("ông|bà|anh|chị|em|cháu|cô|chú|bác|cụ|cậu|dì|thím|mợ|bé|con|con trai|con gái|vợ|chồng|bạn|thầy|mẹ|bố|đồng chí|đ/c|tên|tên là|hộ|hòa giải viên|"
          "nguyên đơn|bị đơn|bị can|bị cáo|bị hại|học sinh|tổ trưởng|trưởng thôn|người tên|em gái|em trai|mr|mrs|ms|miss")
_LOOSE = "của|với|gặp|nhà|là|và"
_PLACE = ("đường|phố|trường|thcs|thpt|tiểu học|mầm non|quảng trường|cầu|núi|sông|xã|phường|thôn|xóm|làng|tỉnh|huyện|quận|thị xã|thị trấn|thành phố|tp\\.?|khu|khối|"
          "chi nhánh|công ty|giải thưởng|tư tưởng|ngõ|hẻm|đền|chùa|miếu|tượng đài|đại lộ|bệnh viện|di tích|lễ hội|nhà xuất bản|nxb|doanh nghiệp|nhà hàng|chợ|"
          "ngân hàng|quỹ|hợp tác xã|htx|tổ dân phố|cụm|đảo|biển|vịnh|bến xe|bài hát|văn miếu|đội|tiểu khu|street|road")
_OFFICE = ("chủ tịch|phó chủ tịch|bí thư|phó bí thư|thủ tướng|phó thủ tướng|bộ trưởng|thứ trưởng|tổng bí thư|giám đốc|phó giám đốc|chánh án|phó chánh án|viện trưởng|"
           "phó viện trưởng|cục trưởng|phó cục trưởng|vụ trưởng|phó vụ trưởng|trưởng phòng|phó trưởng phòng|chánh văn phòng|phó chánh văn phòng|chánh thanh tra|"
           "đại biểu quốc hội|đại biểu|chủ nhiệm|phó chủ nhiệm|tổng cục trưởng|thẩm phán|chủ tọa|hội thẩm nhân dân|kiểm sát viên|chấp hành viên|trưởng công an|phó trưởng công an|"
           "trưởng ban|phó trưởng ban|tổng thanh tra|đã ký|người ký|kt\\.|tm\\.|tl\\.|tuq\\.|prime minister|minister|chairman|chairwoman|director|president")
_ORG = (f"[{UPPER}]\\w*|nước|xã|tỉnh|phường|huyện|thành phố|nhân dân|tư pháp|trung ương|ông|bà|đồng chí|thường trực|kiêm|và|của|hội đồng|ủy ban|quốc hội|chính phủ|"
        "công an|tòa án|tối cao|ban|bộ|sở|cục|vụ|hành chính|pháp luật|phổ biến|giáo dục|pháp chế|văn phòng|đảng ủy|tỉnh ủy|mặt trận|tổ quốc|nội vụ|tài chính|khóa|"
        "phiên|tòa|tọa|xây dựng|nông nghiệp|môi trường|y tế|pháp|an|giáo|tế|chính|vụ|trường|dựng|nghiệp|tịch|viện|kiểm|sát|án|thư|ủy|hội|"
        "khoa|học|công|nghệ|thông|tin|of|the|justice")


def _just_before(*words: str) -> str:
    """A look back from a capital letter at one of the words before it; words of one length share a look, as the engine wants."""
    alike = {length: "|".join(word for word in words if len(word) == length) for length in map(len, words)}
    return "|".join(rf"(?<=(?<!\w)(?i:{some}) .)" for some in alike.values())


_ALL = "|".join((*SURNAMES, *DOUBTFUL))
_OPENING = re.compile(rf"[{UPPER}](?<!\w.)(?:[{LOWER}]+|[{UPPER}]+) (?=[{UPPER}])")     # where alone a surname may stand
_NAME = re.compile(rf"(?<![\w@./-])(?:{_ALL})(?: A(?= [{UPPER}][{LOWER}]))?(?: {CAPITALISED}){{1,4}}(?![\w@])")
_SHOUTED = re.compile(rf"(?<!\w)(?:{_ALL.upper()}) (?:VĂN|THỊ|ĐÌNH|ĐỨC|HỮU|NGỌC|XUÂN|QUANG|MINH|THANH)(?: [{UPPER}]{{2,7}}){{1,2}}(?!\w)")
_BARE = re.compile(r"(?<![\w@./-])(?:Nguyen|Tran|Le|Pham|Hoang|Vu|Vo|Dang|Bui|Do|Ho|Ngo|Duong|Ly|Vi|Nong|Chu|Luong|Giap|Than|Trinh|Dinh|Dao|Ha|Cao|Mai)"
                   r" (?:Van|Thi)(?: [A-Z][a-z]+){1,2}(?![\w@])")
_CALLED = re.compile(rf"[{UPPER}](?<= .)(?=[{LOWER}])(?:{_just_before(*PERSON.split('|'), 'em bé', 'bé trai', 'bé gái')})")
_GIVEN = re.compile(rf"(?<!\w)(?i:{PERSON}|em bé|bé trai|bé gái) ({CAPITALISED}(?: {CAPITALISED}){{0,3}})(?![\w@])")
_PERSON_BEFORE = re.compile(rf"(?<!\w)(?:(?:{PERSON})[\s:,]*|họ(?: và|,)? tên[^\n:]{{0,30}}:[\s|]*)[\"“*_]*$", re.IGNORECASE)
_LOOSE_BEFORE = re.compile(rf"(?<!\w)(?:{_LOOSE}) $", re.IGNORECASE)
_PLACE_BEFORE = re.compile(rf"(?<!\w)(?:{_PLACE})[\s,]*[\"“]?$", re.IGNORECASE)
_OFFICE_BEFORE = re.compile(rf"(?<!\w)(?:{_OFFICE})", re.IGNORECASE)
_OFFICE_AFTER = re.compile(rf"[\s,(:–-]{{1,4}}(?:nguyên |hiện là |là |quyền )?(?!đã ký|người ký)(?:{_OFFICE})(?!\w)", re.IGNORECASE)
_CHAIN = re.compile(rf"(?:[\s,:–()“”\"*/.-]|(?:{_ORG})(?!\w))*")
_PLACEHOLDER = re.compile(r"\s+(?:[A-Z]\d?(?!\w)|…|\.{2,}|_{2,}|\[)")


@dataclass(frozen=True)
class Name:
    """A real person's name and its place; `full` when a surname opens it."""

    start: int
    end: int
    full: bool


def full_names(text: Text) -> list[Name]:
    """Every surname with its given name that is nobody's office, place or history, in text order."""
    found = {}
    openings = [match.start() for match in _OPENING.finditer(text.plain)]
    for pattern in (_NAME, _SHOUTED, _BARE):
        for match in at(openings, pattern, text.plain):
            if _is_person(text.plain, match, sure=pattern is not _NAME):
                found[match.start()] = Name(*match.span(), full=True)
    return [found[start] for start in sorted(found)]


def all_names(text: Text, full: list[Name]) -> list[Name]:
    """The full names, and given names after a word for a person ("cháu Minh")."""
    found = {name.start: name for name in full}
    for match in _GIVEN.finditer(text.plain) if _CALLED.search(text.plain) else ():
        name = match.group(1)
        listed = any(" ".join(name.split()[:2]) in known for known in (PLACES, PUBLIC)) or name in PUBLIC
        if not listed and not _PLACEHOLDER.match(text.plain, match.end(), match.end() + 6):
            found.setdefault(match.start(1), Name(*match.span(1), full=False))
    return [found[start] for start in sorted(found)]


def _is_person(plain: str, match: re.Match[str], *, sure: bool) -> bool:
    words = match.group().split()
    start, end = match.span()
    if _PLACEHOLDER.match(plain, end, end + 6) or words[-1].title() in ("Văn", "Thị"):
        return False
    certain = len(words) > 2 and words[1] in ("Văn", "Thị", "A")
    # "Bùi Thị Xuân Hương" is not Bùi Thị Xuân; "Trần Phú Bắc Ninh" is a street and its town.
    if " ".join(words[:2]) in PLACES or any(" ".join(words[:n]).title() in PUBLIC for n in (2, 3, 4) if not (certain and n < len(words))):
        return False
    before = plain[max(0, start - 40) : start].rpartition("\n")[2]
    usual = words[0] in SURNAMES
    if words[0].isupper() and re.search(rf"(?!ÔNG|BÀ|ANH|CHỊ|TÊN|CHÁU)(?<![{UPPER}])[{UPPER}]{{2,}} $", before):
        return False
    person = bool(_PERSON_BEFORE.search(before)) or (usual and bool(_LOOSE_BEFORE.search(before)))
    if not (sure or certain or person or (len(words) > 2 and words[1] in MIDDLES)):
        return False
    return (person or not _PLACE_BEFORE.search(before)) and not _is_official(plain, start, end)


def _is_official(plain: str, start: int, end: int) -> bool:
    """Whether an office stands beside the name with nothing but an organisation's words between."""
    if _OFFICE_AFTER.match(plain, end, end + 40):
        return True
    first = max(0, start - 110)
    return any(_CHAIN.fullmatch(plain, match.end(), start) for match in _OFFICE_BEFORE.finditer(plain, first, start))
