"""The runs and paragraphs of a Word story rewritten in plain terms: Unicode text, bold and italic said outright.

What pandoc cannot pass on (alignment, counted numbers, outline, frames) travels as marks in the text itself,
made of private-use characters that no source text keeps; `pandoc.py` reads them off again."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from lxml import etree

from portal.importing import legacy_fonts
from portal.importing.numbering import Numbering
from portal.importing.word_parts import A, V, W
from portal.importing.word_styles import Look, Styles, on, style_of
from portal.importing.word_text import run as new_run

OPEN, CLOSE, TAB, FRAMELESS = "\ue000", "\ue001", "\ue002", "\ue003"
_MARKS = re.compile("[\ue000-\ue0ff]")
_NOTHING = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffc]")
_BLANKS = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_PRIVATE = re.compile("[\ue100-\uf8ff]")
# Signs that staff put in with the fonts Wingdings and Symbol, by the last two figures of their code.
_SIGNS = {0x6F: "☐", 0x71: "☐", 0x72: "☐", 0xA8: "☐", 0xA3: "☐", 0xFE: "☑", 0x52: "☑", 0xFC: "✓", 0xFD: "☒", 0xFB: "✗", 0x78: "☒", 0x51: "☒",
          0xB7: "•", 0xA7: "▪", 0x6C: "●", 0x6E: "■", 0x76: "❖", 0xD8: "➢", 0xF0: "⇨", 0xE0: "→", 0xE8: "➔", 0xDF: "←",
          0x2A: "✉", 0x28: "☎", 0x29: "☎", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xA3 + 0x100: "≤", 0xAB: "★", 0xAE: "→"}
_ALIGN = {"center": "center", "right": "right", "end": "right"}
_KEPT = tuple(f"{W}{name}" for name in ("drawing", "pict", "object", "footnoteReference", "endnoteReference", "fldChar", "instrText"))


@dataclass
class Seen:
    """What went by while the runs were read."""

    hidden: int = 0
    old_letters: int = 0
    old_fonts: set[str] = field(default_factory=set)
    signs: set[str] = field(default_factory=set)
    struck: int = 0


def plain(tree: etree._Element, styles: Styles, numbering: Numbering, seen: Seen) -> list[str]:
    """Rewrite a story in place; return its text, one string a paragraph that says something."""
    lines = []
    for table in tree.iter(f"{W}tbl"):
        if not styles.framed(table):
            _mark_frameless(table)
    for paragraph in list(tree.iter(f"{W}p")):
        _rewrite_runs(paragraph, style_of(paragraph), styles, seen)
        label, bullet = numbering.next(paragraph)
        says = _text(paragraph)
        align = styles.paragraph_setting(paragraph, "jc")
        mark = f"{_ALIGN.get(align.get(f'{W}val', ''), '') if align is not None else ''}|{styles.outline(paragraph)}|{bullet}|{clean(label)}"
        frameless = paragraph.get("frameless") is not None
        for properties in paragraph.findall(f"{W}pPr"):
            paragraph.remove(properties)
        for key in list(paragraph.attrib):
            del paragraph.attrib[key]
        if says.strip() or label or next(paragraph.iter(f"{A}blip", f"{V}imagedata"), None) is not None:
            paragraph.insert(0, new_run(f"{FRAMELESS if frameless else ''}{OPEN}{mark}{CLOSE}"))
            lines.append(" ".join(f"{clean(label)} {says}".replace(TAB, " ").split()))
        elif frameless:
            paragraph.insert(0, new_run(f"{FRAMELESS}{OPEN}|0|-1|{CLOSE}"))
    return [line for line in lines if line]


def _mark_frameless(table: etree._Element) -> None:
    first = next(table.iter(f"{W}p"), None)
    if first is not None:
        first.set("frameless", "1")


def _text(paragraph: etree._Element) -> str:
    """The words of a paragraph; boxes and notes are paragraphs of their own by now."""
    return "".join(" " if item.tag == f"{W}br" else item.text or "" for item in paragraph.iter(f"{W}t", f"{W}br"))


def _rewrite_runs(paragraph: etree._Element, style: str, styles: Styles, seen: Seen) -> None:
    runs = list(paragraph.iter(f"{W}r"))
    looks = [styles.of_run(item, style) for item in runs]
    texts: list[list[str | etree._Element]] = []
    for item, look in zip(runs, looks, strict=True):
        texts.append(_pieces(item, look, seen))
        seen.struck += bool(on(item.find(f"{W}rPr/{W}strike")) or on(item.find(f"{W}rPr/{W}dstrike")))
    _join_vni(texts, looks)
    for item, look, pieces in zip(runs, looks, texts, strict=True):
        if look.hidden and not any(not isinstance(piece, str) for piece in pieces):
            seen.hidden += any(str(piece).strip() for piece in pieces)
            item.getparent().remove(item)
            continue
        _rebuild(item, look, pieces, seen)


def _pieces(item: etree._Element, look: Look, seen: Seen) -> list[str | etree._Element]:
    """The content of a run: text as it stands in its font, and the elements that are kept."""
    pieces: list[str | etree._Element] = [""]
    for child in item:
        text = _as_text(child, look, seen)
        if text is None:
            pieces += [child, ""]
        else:
            pieces[-1] = str(pieces[-1]) + text
    return pieces


def _as_text(child: etree._Element, look: Look, seen: Seen) -> str | None:
    """The text that an element of a run stands for; None when it is to stay an element."""
    name = etree.QName(child).localname
    if child.tag in _KEPT:
        return None
    if name == "t":
        return _MARKS.sub("", child.text or "")
    if name == "softHyphen":     # in a TCVN3 font this very character is the letter ư
        return "\u00ad"
    if name == "sym":
        return _sign(child.get(f"{W}char", ""), child.get(f"{W}font", ""), seen)
    if name == "br":         # a page may end in the middle of a sentence
        return " " if child.get(f"{W}type") in ("page", "column") else "\n"
    return {"tab": TAB, "ptab": TAB, "cr": "\n", "noBreakHyphen": "-"}.get(name, "")


def _sign(code: str, font: str, seen: Seen) -> str:
    try:
        number = int(code, 16) & 0xFF
    except ValueError:
        return ""
    if legacy_fonts.encoding(font):
        return legacy_fonts.convert(chr(number), font)
    if number not in _SIGNS:
        seen.signs.add(f"{font} {code}".strip())
    return _SIGNS.get(number, "▪")


def _join_vni(texts: list[list[str | etree._Element]], looks: list[Look]) -> None:
    """VNI writes a letter and its mark apart; when the mark opens the next run it is drawn to its letter."""
    for at in range(1, len(texts)):
        before, after = texts[at - 1], texts[at]
        both = all(legacy_fonts.encoding(look.font or "") == "vni" for look in looks[at - 1 : at + 1])
        if both and isinstance(before[-1], str) and before[-1] and isinstance(after[0], str) and after[0][:1].lower() in legacy_fonts.VNI_MARKS:
            before[-1], after[0] = before[-1] + after[0][0], after[0][1:]


def _rebuild(item: etree._Element, look: Look, pieces: list[str | etree._Element], seen: Seen) -> None:
    """The run as runs of one thing each: of a run that holds a drawing pandoc drops the text."""
    for piece in pieces:
        if isinstance(piece, str):
            for at, line in enumerate(_unicode(piece, look, seen).split("\n")):
                if at:
                    item.addprevious(_dressed(etree.Element(f"{W}br"), look))
                if line:
                    item.addprevious(_dressed(new_run(line)[0], look))
        else:
            item.addprevious(_dressed(piece, look))
    item.getparent().remove(item)


def _dressed(content: etree._Element, look: Look) -> etree._Element:
    run = etree.Element(f"{W}r")
    properties = etree.SubElement(run, f"{W}rPr")
    for name, wanted in (("b", look.bold), ("i", look.italic)):
        if wanted:
            etree.SubElement(properties, f"{W}{name}")
    if look.script:
        etree.SubElement(properties, f"{W}vertAlign").set(f"{W}val", "superscript" if look.script == "sup" else "subscript")
    run.append(content)
    return run


def _unicode(text: str, look: Look, seen: Seen) -> str:
    converted = legacy_fonts.convert(text, look.font or "")
    if converted != text:
        seen.old_letters += 1
        seen.old_fonts.add(look.font or "")
    if re.match(r"wingdings|symbol|webdings", look.font or "", re.IGNORECASE):
        converted = "".join(_sign(f"{ord(c):x}", look.font or "", seen) if 0xF000 <= ord(c) <= 0xF0FF else c for c in converted)
    if _PRIVATE.search(converted):
        seen.signs.update(f"U+{ord(c):04X}" for c in _PRIVATE.findall(converted))
    return clean(drawn(converted))


def drawn(text: str) -> str:
    """Private codes of the fonts Wingdings and Symbol as the signs they draw; unknown ones as ▪."""
    return _PRIVATE.sub(lambda found: _SIGNS.get(ord(found.group()) & 0xFF, "▪"), text)


def clean(text: str) -> str:
    """NFC text without invisible characters, every kind of blank a plain one."""
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", _NOTHING.sub("", text)))
