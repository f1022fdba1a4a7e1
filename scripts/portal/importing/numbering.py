"""The numbers that Word counts by itself, written out: "Điều 3.", "1.", "a)", "IV." – so that none is ever counted anew."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace

from lxml import etree

from portal.importing.word_parts import W
from portal.importing.word_styles import Styles, style_of

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_BIGGEST = 100_000      # a start beyond it is a damaged file


@dataclass(frozen=True)
class Level:
    """One level of a list: where it starts, how it counts ("decimal"), what it prints ("Điều %1.")."""

    start: int = 1
    form: str = "decimal"
    text: str = "%1."
    restart: int = -1      # counted anew after a level above this one; -1: after any level above; 0: never
    legal: bool = False    # all numbers as 1, 2, 3


@dataclass
class _List:
    levels: dict[int, Level] = field(default_factory=dict)
    by_style: dict[str, int] = field(default_factory=dict)


class Numbering:
    """Counts the paragraphs of one story in document order."""

    def __init__(self, numbering: etree._Element | None, styles: Styles) -> None:
        self.styles = styles
        self.lists: dict[str, _List] = {}            # by abstract list
        self.abstract: dict[str, str] = {}           # list number → abstract list
        self.changed: dict[str, dict[int, Level]] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        self.fresh: dict[str, dict[int, int]] = {}   # starts that hold once, when a list number is first met
        if numbering is not None:
            self._read(numbering)

    def next(self, paragraph: etree._Element) -> tuple[str, int]:
        """The number of this paragraph ("" for none) and the depth of its bullet (-1 for none)."""
        list_number, depth = self._place(paragraph)
        if list_number not in self.abstract:
            return "", -1
        abstract = self.abstract[list_number]
        levels = {**self.lists.get(abstract, _List()).levels, **self.changed.get(list_number, {})}
        level = levels.get(depth, Level())
        if level.form == "bullet":
            return "", max(depth, self.styles.bullet_depth(paragraph))
        self._count(abstract, list_number, depth, levels)
        return self._label(self.counts[abstract], depth, levels), -1

    def _count(self, abstract: str, list_number: str, depth: int, levels: dict[int, Level]) -> None:
        counts = self.counts[abstract]
        for at, start in self.fresh.pop(list_number, {}).items():
            counts.pop(at, None)
            levels[at] = self.changed.setdefault(list_number, {})[at] = replace(levels.get(at, Level()), start=start)
        counts[depth] = counts[depth] + 1 if depth in counts else levels.get(depth, Level()).start
        for at in range(depth):      # a level that was skipped counts as begun
            counts.setdefault(at, levels.get(at, Level()).start)
        for deeper in [at for at in counts if at > depth]:
            restart = levels.get(deeper, Level()).restart
            if restart != 0 and (restart < 0 or depth < restart):
                del counts[deeper]

    def _label(self, counts: dict[int, int], depth: int, levels: dict[int, Level]) -> str:
        level = levels.get(depth, Level())

        def number(found: re.Match[str]) -> str:
            at = int(found.group(1)) - 1
            form = "decimal" if level.legal else levels.get(at, Level()).form
            return written(counts.get(at, levels.get(at, Level()).start), form)
        return " ".join(re.sub(r"%([1-9])", number, level.text).split())

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        place = self.styles.paragraph_setting(paragraph, "numPr")
        if place is None:
            return "", 0
        number, depth = place.find(f"{W}numId"), place.find(f"{W}ilvl")
        if number is None:
            return "", 0
        id = number.get(f"{W}val", "")
        if depth is not None:
            return id, _number(depth, 0)
        by_style = self.lists.get(self.abstract.get(id, ""), _List()).by_style
        return id, by_style.get(style_of(paragraph), 0)

    def _read(self, numbering: etree._Element) -> None:
        linked: dict[str, str] = {}
        named: dict[str, str] = {}
        for abstract in numbering.findall(f"{W}abstractNum"):
            id = abstract.get(f"{W}abstractNumId", "")
            self.lists[id] = _List()
            for item in abstract.findall(f"{W}lvl"):
                depth = _attribute(item, "ilvl", 0)
                self.lists[id].levels[depth] = _level(item)
                if (style := item.find(f"{W}pStyle")) is not None:
                    self.lists[id].by_style[style.get(f"{W}val", "")] = depth
            for tag, table in (("numStyleLink", linked), ("styleLink", named)):
                if (style := abstract.find(f"{W}{tag}")) is not None:
                    table[id if table is linked else style.get(f"{W}val", "")] = style.get(f"{W}val", "") if table is linked else id
        for id, style in linked.items():
            self.lists[id] = self.lists.get(named.get(style, ""), self.lists[id])
        for item in numbering.findall(f"{W}num"):
            self._read_list(item)

    def _read_list(self, item: etree._Element) -> None:
        id, abstract = item.get(f"{W}numId", ""), item.find(f"{W}abstractNumId")
        self.abstract[id] = abstract.get(f"{W}val", "") if abstract is not None else ""
        for change in item.findall(f"{W}lvlOverride"):
            depth = _attribute(change, "ilvl", 0)
            if (level := change.find(f"{W}lvl")) is not None:
                self.changed.setdefault(id, {})[depth] = _level(level)
            if (start := change.find(f"{W}startOverride")) is not None:
                self.fresh.setdefault(id, {})[depth] = _number(start, 1)


def written(number: int, form: str) -> str:
    """A count in the form that Word names: decimal, lowerLetter, upperRoman …; an unknown form in figures."""
    if form == "none":
        return ""
    if form == "decimalZero":
        return f"{number:02}"
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letters = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)     # Word writes aa after z, then bb
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < number < 5000:
        return _roman(number) if form == "lowerRoman" else _roman(number).upper()
    return str(number)


def _roman(number: int) -> str:
    letters = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        letters += sign * count
    return letters


def _level(item: etree._Element) -> Level:
    form, text, restart = item.find(f"{W}numFmt"), item.find(f"{W}lvlText"), item.find(f"{W}lvlRestart")
    return Level(_number(item.find(f"{W}start"), 1),
                 form.get(f"{W}val", "decimal") if form is not None else "decimal",
                 text.get(f"{W}val", "") if text is not None else "",
                 -1 if restart is None else _number(restart, -1), item.find(f"{W}isLgl") is not None)


def _number(element: etree._Element | None, default: int) -> int:
    return default if element is None else _attribute(element, "val", default)


def _attribute(element: etree._Element, name: str, default: int) -> int:
    value = element.get(f"{W}{name}", "")
    return min(int(value), _BIGGEST) if value.isdecimal() else default
