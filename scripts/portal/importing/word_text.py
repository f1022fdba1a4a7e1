"""A story of a Word file made plain, in place: changes accepted, comments and field codes gone, boxes put in line.

Each function takes the tree of a story and returns how many things it touched, for the report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from portal.importing.word_parts import DGM, MC, PIC, WP, A, R, V, W
from portal.importing.word_styles import on

_WRAPPERS = tuple(f"{W}{name}" for name in ("sdt", "sdtContent", "smartTag", "customXml", "ins", "moveTo", "dir", "bdo"))
_DROPPED = tuple(f"{W}{name}" for name in (
    "del", "moveFrom", "commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef", "bookmarkStart",
    "bookmarkEnd", "proofErr", "permStart", "permEnd", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "moveFromRangeStart", "moveFromRangeEnd",
    "moveToRangeStart", "moveToRangeEnd", "rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange",
    "tblGridChange", "numberingChange", "lastRenderedPageBreak", "altChunk"))
_MOST_COLUMNS = 63          # that Word makes
_COUNTING_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES", "TOC", "INDEX", "TOA")   # numbers of pages, and lists of them


def accept_changes(tree: etree._Element) -> int:
    """Tracked changes as if accepted: what was put in stays, what was struck out goes."""
    count = sum(1 for _ in tree.iter(f"{W}ins", f"{W}del", f"{W}moveTo", f"{W}moveFrom"))
    for row in list(tree.iter(f"{W}tr")):
        if row.find(f"{W}trPr/{W}del") is not None:
            row.getparent().remove(row)
    for cell in [mark.getparent().getparent() for mark in tree.iter(f"{W}cellDel")]:
        if cell.tag == f"{W}tc" and len(cell.getparent().findall(f"{W}tc")) > 1:
            cell.getparent().remove(cell)
    struck = [p for p in tree.iter(f"{W}p") if p.find(f"{W}pPr/{W}rPr/{W}del") is not None]
    for properties in list(tree.iter(f"{W}rPr", f"{W}trPr", f"{W}tcPr")):
        for mark in properties.findall(f"{W}ins") + properties.findall(f"{W}del") + properties.findall(f"{W}moveTo") + properties.findall(f"{W}moveFrom"):
            properties.remove(mark)
    for paragraph in reversed(struck):     # its end was struck out: the next paragraph's text follows on
        following = paragraph.getnext()
        if following is not None and following.tag == f"{W}p":
            for child in following:
                if child.tag != f"{W}pPr":
                    paragraph.append(child)
            following.getparent().remove(following)
    return count


def strip(tree: etree._Element) -> None:
    """Marks without text dropped, wrappers (content controls, smart tags) opened."""
    for mark in list(tree.iter(*_DROPPED)):
        _remove(mark)
    for wrapper in list(tree.iter(*_WRAPPERS)):
        _open(wrapper)


def fill_rows(tree: etree._Element) -> None:
    """The columns that a table's row leaves free at its ends as empty cells; pandoc would move the row to the left."""
    for row in tree.iter(f"{W}tr"):
        first = row.find(f"{W}tc")
        for name, put in (("gridBefore", first.addprevious if first is not None else row.append), ("gridAfter", row.append)):
            free = row.find(f"{W}trPr/{W}{name}")
            count = free.get(f"{W}val", "") if free is not None else ""
            for _ in range(min(int(count), _MOST_COLUMNS) if count.isdecimal() else 0):
                cell = etree.Element(f"{W}tc")
                etree.SubElement(cell, f"{W}p")
                put(cell)


def set_in_line(tree: etree._Element) -> None:
    """What Word draws over or beside the line put in it: a gloss over its word (ruby), the big first letter of a paragraph."""
    for ruby in list(tree.iter(f"{W}ruby")):
        host = ruby.getparent()
        glossed = [run(_words(ruby.find(f"{W}rubyBase"))), run(f" ({_words(ruby.find(f'{W}rt'))})")]
        for made in reversed(glossed if _words(ruby.find(f"{W}rt")) else glossed[:1]):
            host.addnext(made)
        _remove(ruby)
    for letter in [frame.getparent().getparent() for frame in tree.iter(f"{W}framePr") if frame.get(f"{W}dropCap", "none") != "none"]:
        following = letter.getnext() if letter.tag == f"{W}p" else None
        if following is not None and following.tag == f"{W}p":
            settings = following.find(f"{W}pPr")
            at = 0 if settings is None else following.index(settings) + 1
            following[at:at] = letter.findall(f"{W}r")
            _remove(letter)


def _words(element: etree._Element | None) -> str:
    return "" if element is None else "".join(text.text or "" for text in element.iter(f"{W}t"))


def choose_alternatives(tree: etree._Element) -> None:
    """Of "new way or old way" of drawing the same thing one is kept, or its text would stand twice."""
    for choice in list(tree.iter(f"{MC}AlternateContent")):
        ways = [way for way in choice if way.tag in (f"{MC}Choice", f"{MC}Fallback")]
        best = next((way for way in ways if _says(way)), ways[0] if ways else None)
        for child in list(best) if best is not None else []:
            choice.addprevious(child)
        _remove(choice)


def _says(way: etree._Element) -> bool:
    return next(way.iter(f"{W}t", f"{A}blip", f"{DGM}relIds"), None) is not None


def lift_boxes(tree: etree._Element) -> int:
    """The paragraphs of text boxes, and the words drawn as WordArt, put after the paragraph that holds them."""
    count = 0
    for drawn in list(tree.iter(f"{V}textpath")):
        host = next(drawn.iterancestors(f"{W}p"), None)
        if host is not None and drawn.get("string", "").strip():
            count += 1
            host.addnext(paragraph(drawn.get("string", "")))
    while (box := next(tree.iter(f"{W}txbxContent"), None)) is not None:
        count += 1
        host = next((above for above in box.iterancestors(f"{W}p")), None)
        box.getparent().remove(box)
        if host is not None:
            for child in reversed([child for child in box if child.tag in (f"{W}p", f"{W}tbl")]):
                host.addnext(child)
    return count


def write_out_diagrams(tree: etree._Element, links: dict, diagrams: dict[str, etree._Element]) -> int:
    """The words of SmartArt drawings as paragraphs after the drawing."""
    count = 0
    for drawing in list(tree.iter(f"{DGM}relIds")):
        link = links.get(drawing.get(f"{R}dm", ""))
        host = next(drawing.iterancestors(f"{W}p"), None)
        if link is None or host is None or link.target not in diagrams:
            continue
        count += 1
        texts = ["".join(t.text or "" for t in point.iter(f"{A}t")) for point in diagrams[link.target].iter(f"{DGM}pt")]
        for text in reversed([text for text in texts if text.strip()]):
            host.addnext(paragraph(text))
    return count


def draw_plainly(tree: etree._Element) -> None:
    """Every drawing that shows pictures as one plain drawing a picture: pandoc passes over those in groups and in the fill of a shape."""
    for holder in [found for found in tree.iter(f"{W}drawing", f"{W}pict", f"{W}object") if found.getparent() is not None]:
        shown = [item.get(f"{R}embed") or item.get(f"{R}id") for item in holder.iter(f"{A}blip", f"{V}imagedata", f"{V}fill")]
        said = next((text for item in holder.iter() for key in ("descr", "alt", "title") if (text := item.get(key, "").strip())), "")
        for id in dict.fromkeys(filter(None, shown)):
            holder.addprevious(_drawing(id, said))
        if any(shown):
            _remove(holder)


def _drawing(id: str, said: str) -> etree._Element:
    made = etree.Element(f"{W}drawing")
    inline = etree.SubElement(made, f"{WP}inline")
    etree.SubElement(inline, f"{WP}docPr", id="1", name="", descr=said)
    fill = etree.SubElement(etree.SubElement(etree.SubElement(etree.SubElement(inline, f"{A}graphic"), f"{A}graphicData"), f"{PIC}pic"), f"{PIC}blipFill")
    etree.SubElement(fill, f"{A}blip").set(f"{R}embed", id)
    return made


@dataclass
class _Field:
    code: str = ""
    in_code: bool = True
    runs: list[etree._Element] = field(default_factory=list)
    codes: list[etree._Element] = field(default_factory=list)


def settle_fields(tree: etree._Element) -> int:
    """Field codes gone and their results kept, but page numbers and tables of contents gone whole; how many of the latter."""
    contents = 0
    for simple in list(tree.iter(f"{W}fldSimple")):
        if _name(simple.get(f"{W}instr", "")) in _COUNTING_FIELDS:
            _remove(simple)
        else:
            _open(simple)
    for found in _fields(tree):
        name = _name(found.code)
        if name in ("FORMCHECKBOX", "FORMDROPDOWN"):
            found.codes[0].addprevious(run(_form_answer(found.codes[0], name)))
        contents += name in ("TOC", "INDEX", "TOA")
        if name == "HYPERLINK":
            continue            # pandoc makes the link of it
        for gone in found.runs if name in _COUNTING_FIELDS else found.codes:
            _remove(gone)
    for page in list(tree.iter(f"{W}pgNum")):
        _remove(page)
    return contents


def _fields(tree: etree._Element) -> Iterator[_Field]:
    """The fields that are closed, inner ones first. One left open is broken: its text is kept as it stands."""
    open_fields: list[_Field] = []
    closed = []
    for item in tree.iter(f"{W}r"):
        mark = item.find(f"{W}fldChar")
        kind = mark.get(f"{W}fldCharType") if mark is not None else ""
        if kind == "begin":
            open_fields.append(_Field())
        for around in open_fields:
            around.runs.append(item)
        if open_fields:
            innermost = open_fields[-1]
            if innermost.in_code or mark is not None:
                innermost.codes.append(item)
                innermost.code += "".join(code.text or "" for code in item.iter(f"{W}instrText"))
            if kind == "separate":
                innermost.in_code = False
            if kind == "end":
                closed.append(open_fields.pop())
    return iter(closed)


def _form_answer(begin: etree._Element, name: str) -> str:
    """What an old form field shows: its box, ticked or not, or the line chosen from its list."""
    if name == "FORMCHECKBOX":
        states = [begin.find(f".//{W}checkBox/{W}{state}") for state in ("checked", "default")]
        state = next((found for found in states if found is not None), None)
        return "☑" if on(state) else "☐"
    entries = [entry.get(f"{W}val", "") for entry in begin.iter(f"{W}listEntry")]
    chosen = begin.find(f".//{W}ddList/{W}result")
    at = chosen.get(f"{W}val", "") if chosen is not None else "0"
    return entries[int(at)] if at.isdecimal() and int(at) < len(entries) else ""


def _name(code: str) -> str:
    return (code.split() or [""])[0].upper()


def run(text: str) -> etree._Element:
    """A run that says a text, its blanks kept."""
    made = etree.Element(f"{W}r")
    words = etree.SubElement(made, f"{W}t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def paragraph(text: str) -> etree._Element:
    """A paragraph of one such run."""
    made = etree.Element(f"{W}p")
    made.append(run(text))
    return made


def _remove(element: etree._Element) -> None:
    if (parent := element.getparent()) is not None:
        parent.remove(element)


def _open(wrapper: etree._Element) -> None:
    for child in list(wrapper):
        wrapper.addprevious(child)
    _remove(wrapper)
