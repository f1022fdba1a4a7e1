"""What a run or paragraph of a Word file looks like once its styles, the defaults and the theme are counted in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

from portal.importing.word_parts import A, W

_OFF = ("0", "false", "off")
_HEADING_NAME = re.compile(r"(?:title$|(?:heading|đề mục|tiêu đề)\s*([1-9])$)", re.IGNORECASE)
_LIST_NAME = re.compile(r"list bullet ([2-5])$", re.IGNORECASE)
_DEEPEST = 20       # styles based on styles; a ring would never end


@dataclass(frozen=True)
class Look:
    """None means: not said here, ask the style below."""

    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    font: str | None = None
    script: str | None = None

    def over(self, below: Look) -> Look:
        """This look, with what it leaves open taken from the one below it."""
        return Look(*(mine if mine is not None else theirs for mine, theirs in zip(self._all(), below._all(), strict=True)))

    def _all(self) -> tuple[bool | str | None, ...]:
        return self.bold, self.italic, self.hidden, self.font, self.script


class Styles:
    """The styles of one file; answers are kept, since few styles dress many runs."""

    def __init__(self, styles: etree._Element | None, theme: etree._Element | None) -> None:
        self.theme = _theme_fonts(theme)
        self.by_id: dict[str, etree._Element] = {}
        self.default = ""
        self.base = Look()
        self._looks: dict[str, Look] = {}
        if styles is None:
            return
        for style in styles.iter(f"{W}style"):
            self.by_id[style.get(f"{W}styleId", "")] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") not in (None, *_OFF):
                self.default = style.get(f"{W}styleId", "")
        default = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.base = self.look(default)

    def look(self, properties: etree._Element | None) -> Look:
        """What an rPr element says by itself."""
        if properties is None:
            return Look()
        script = properties.find(f"{W}vertAlign")
        scripts = {"superscript": "sup", "subscript": "sub"}
        return Look(on(properties.find(f"{W}b")), on(properties.find(f"{W}i")), on(properties.find(f"{W}vanish")),
                    self._font(properties.find(f"{W}rFonts")),
                    None if script is None else scripts.get(script.get(f"{W}val", ""), ""))

    def of_run(self, run: etree._Element, paragraph_style: str) -> Look:
        """How a run looks in a paragraph of that style, with everything decided."""
        properties = run.find(f"{W}rPr")
        named = properties.find(f"{W}rStyle") if properties is not None else None
        character = self._style_look(named.get(f"{W}val", "")) if named is not None else Look()
        look = self.look(properties).over(character).over(self._style_look(paragraph_style or self.default)).over(self.base)
        return replace(look, bold=bool(look.bold), italic=bool(look.italic), hidden=bool(look.hidden), script=look.script or "")

    def _style_look(self, id: str) -> Look:
        if id not in self._looks:
            look = Look()
            for style in self.chain(id):
                look = look.over(self.look(style.find(f"{W}rPr")))
            self._looks[id] = look
        return self._looks[id]

    def chain(self, id: str) -> list[etree._Element]:
        """The style and those it is based on, nearest first."""
        found: list[etree._Element] = []
        while id in self.by_id and len(found) < _DEEPEST:
            found.append(self.by_id[id])
            parent = found[-1].find(f"{W}basedOn")
            id = parent.get(f"{W}val", "") if parent is not None else ""
        return found

    def paragraph_setting(self, paragraph: etree._Element, tag: str) -> etree._Element | None:
        """The element `tag` of the paragraph's own settings, else of its styles."""
        own = paragraph.find(f"{W}pPr/{W}{tag}")
        if own is not None:
            return own
        styles = self.chain(style_of(paragraph) or self.default)
        return next((found for style in styles if (found := style.find(f"{W}pPr/{W}{tag}")) is not None), None)

    def outline(self, paragraph: etree._Element) -> int:
        """The heading level of a paragraph, 1–9; 0 for running text."""
        level = self.paragraph_setting(paragraph, "outlineLvl")
        if level is not None and level.get(f"{W}val", "").isdigit():
            number = int(level.get(f"{W}val")) + 1
            return number if number <= 9 else 0
        for style in self.chain(style_of(paragraph)):
            name = style.find(f"{W}name")
            if name is not None and (found := _HEADING_NAME.match(name.get(f"{W}val", ""))):
                return int(found.group(1) or 1)
        return 0

    def bullet_depth(self, paragraph: etree._Element) -> int:
        """How deep Word's own list styles set a paragraph: 1 for "List Bullet 2"."""
        names = [name.get(f"{W}val", "") for style in self.chain(style_of(paragraph))[:1] if (name := style.find(f"{W}name")) is not None]
        found = _LIST_NAME.match(names[0]) if names else None
        return int(found.group(1)) - 1 if found else 0

    def framed(self, table: etree._Element) -> bool:
        """Whether any line of a table is drawn."""
        named = table.find(f"{W}tblPr/{W}tblStyle")
        styles = self.chain(named.get(f"{W}val", "")) if named is not None else []
        own = table.find(f"{W}tblPr/{W}tblBorders")
        cells = [*table.findall(f"{W}tr/{W}tc/{W}tcPr/{W}tcBorders"), *table.findall(f"{W}tr/{W}tblPrEx/{W}tblBorders")]
        if any(_drawn(cell) for cell in cells):
            return True
        if own is not None:
            return _drawn(own)
        return any(_drawn(border) for style in styles for border in style.iter(f"{W}tblBorders", f"{W}tcBorders"))

    def _font(self, fonts: etree._Element | None) -> str | None:
        if fonts is None:
            return None
        names = [fonts.get(f"{W}{key}") or self.theme.get(fonts.get(f"{W}{key}Theme", "")[:5], "") for key in ("hAnsi", "ascii", "cs")]
        return next((name for name in names if name), None)


def on(switch: etree._Element | None) -> bool | None:
    """What a switch says; None where it is not there, and the style below decides."""
    return None if switch is None else switch.get(f"{W}val", "1") not in _OFF


def style_of(paragraph: etree._Element) -> str:
    """The id of the style that a paragraph names; "" for none."""
    named = paragraph.find(f"{W}pPr/{W}pStyle")
    return named.get(f"{W}val", "") if named is not None else ""


def _drawn(borders: etree._Element) -> bool:
    return any(line.get(f"{W}val", "none") not in ("none", "nil") for line in borders)


def _theme_fonts(theme: etree._Element | None) -> dict[str, str]:
    """The two fonts of the theme, under the first five letters of their name in rFonts (minorHAnsi, majorAscii)."""
    found = {}
    for key in ("minor", "major") if theme is not None else ():
        latin = theme.find(f".//{A}{key}Font/{A}latin")
        found[key] = latin.get("typeface", "") if latin is not None else ""
    return found
