"""Letters of the old Vietnamese fonts → Unicode: TCVN3 (.VnTime, .VnArialH …) and VNI (VNI-Times …).

In those fonts the letter "ư" is stored as another character that only looks right in the font. Which of the
two it is can be told by the font's name alone. Source of the tables: TCVN 5712:1993 (VN3) and the VNI-Windows layout."""

from __future__ import annotations

import re
import unicodedata

_TCVN3_SOURCE = "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢§£¤¥¦"
_TCVN3_TARGET = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂĐÊÔƠƯ"
_TCVN3 = str.maketrans(_TCVN3_SOURCE, _TCVN3_TARGET)

# VNI writes base letter + mark; ô and ö stand for ơ and ư, and some letters are one character.
_VNI_MARKS = {
    "a": dict(zip("ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ", strict=True)),
    "e": dict(zip("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ", strict=True)),
    "o": dict(zip("ùøûõïâáàåãä", "óòỏõọôốồổỗộ", strict=True)),
    "ô": dict(zip("ùøûõï", "ớờởỡợ", strict=True)),
    "u": dict(zip("ùøûõï", "úùủũụ", strict=True)),
    "ö": dict(zip("ùøûõï", "ứừửữự", strict=True)),
    "y": dict(zip("ùøûõ", "ýỳỷỹ", strict=True)),
}
_VNI_LONE = dict(zip("ôöæóòîñ", "ơưỉĩịỵđ", strict=True))
VNI_MARKS = frozenset("".join("".join(marks) for marks in _VNI_MARKS.values()))


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_LONE)
    for base, marks in _VNI_MARKS.items():
        table |= {base + mark: letter for mark, letter in marks.items()}
    capitals = {key[0].upper() + tail: value.upper() for key, value in table.items() for tail in (key[1:], key[1:].upper())}
    return table | capitals


_VNI = _vni_table()
_VNI_PIECE = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_VIETNAMESE = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
# Signs that TCVN3 puts inside words ("®iÒu", "gi¶i"); Unicode Vietnamese has none there.
_STRAY_TCVN3 = re.compile(r"[®§¬«ª¨©µ¶·¸¹](?=[a-zà-þ])|(?<=[a-zà-þ])[®¬«ª¨©µ¶·¸¹]")


# Many a program took the soft hyphen, which is the letter ư, for a hyphen: "ng-êi" (người), "§-êng" (Đường), "T- ph¸p" (Tư pháp).
_HYPHEN_FOR_U = re.compile(r"(?:(?<=[a-z®])|(?<=(?<![\w®])[A-Z§]))-(?=[a-zà-þ¬])|(?<=\b[TtSsDdLlVvXx])-(?=[\s,.;:]|$)|(?<=\b[NnTtCc]h)-(?=[\s,.;:]|$)")
# Two letters that stand together only after ư ("được", "phương"); where ư is missing it was lost before we read the text.
_LOST_U = re.compile(r"(?<![ưƯ])[ơờởỡớợ](?:c|ng|u)\b", re.IGNORECASE)

# VNI writes the mark as a letter of its own ("hoøa giaûi").
_STRAY_VNI = re.compile(r"[aeo][âäáàåãêéèúüë](?=[a-z]?)|[ôö][ùøûõï]|[aeouy][ùøûõï]", re.IGNORECASE)


def encoding(font: str) -> str:
    """"tcvn3", "vni" or "" for the name of a font; a PDF's subset prefix ("ABCDEF+") is no part of the name."""
    name = font.split("+")[-1].strip().lower()
    if name.startswith((".vn", "vn.", "vntime", "vnarial")):
        return "tcvn3"
    return "vni" if re.match(r"vni[- ]?\w", name) else ""


def convert(text: str, font: str) -> str:
    """The text in Unicode, when the font is an old one and the text is not Unicode Vietnamese already.

    Fonts whose name ends in H (.VnTimeH) show small letters as capitals, so capitals come back."""
    kind = encoding(font)
    if not kind or _VIETNAMESE.search(text):
        return text
    plain = "".join(chr(ord(c) - 0xF000) if 0xF020 <= ord(c) <= 0xF0FF else c for c in text)
    if kind == "vni":
        return unicodedata.normalize("NFC", _VNI_PIECE.sub(lambda found: _VNI[found.group()], plain))
    plain = _HYPHEN_FOR_U.sub("\u00ad", plain).translate(_TCVN3)
    return plain.upper() if re.split(r"[,-]", font)[0].rstrip().endswith("H") else plain


def looks_legacy(text: str) -> str:
    """"TCVN3", "VNI" or "": the old encoding that text whose font is unknown is most likely in; staff must look."""
    if len(_VIETNAMESE.findall(text)) >= max(3, len(text) // 200):
        return ""
    if len(_STRAY_TCVN3.findall(text)) >= 5:
        return "TCVN3"
    return "VNI" if len(_STRAY_VNI.findall(text)) >= 5 else ""


def without_u(text: str) -> list[str]:
    """The words of converted text that have lost their letter ư ("đợc")."""
    return [word for word in text.split() if _LOST_U.search(word)]
