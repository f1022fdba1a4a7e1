"""A sheet → .docx, by python-docx, stripped to what a form needs and zipped to the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from portal.forms import paper
from portal.forms.model import Form, Values
from portal.sheets.pdf import FICTIONAL, foot, kept

FONT = "Times New Roman"                      # Decree 30/2020/NĐ-CP, Appendix I; named, never shipped
INK = RGBColor(0x1D, 0x2C, 0x86)
SYMBOLS = "Segoe UI Symbol"                   # has the boxes; other machines take the nearest font that has them
BOX = {True: "☒", False: "☐"}
PAD = 90                                      # twentieths of a point beside the words of a cell
ZIP_DAY = (1980, 1, 1, 0, 0, 0)               # the same for every file: bytes must not follow the clock
UNUSED = ("thumbnail", "customXml", "stylesWithEffects", "numbering", "webSettings")     # parts of the library's template
CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def write(form: Form, values: Values | None, day: date) -> bytes:
    """The sheet as a Word file; blank when `values` is None. `day` is the date of the content."""
    writer = Writer(form.name, form.owner, foot(form, day), day, landscape=form.landscape, filled=values is not None)
    if values is not None:                    # in the text and not in the margin: what stands in a margin is read to nobody
        writer.paragraph((paper.Run(f"[{FICTIONAL}]"),), size=10).alignment = CENTRE
    for block, keep in kept(paper.blocks(form, values)):
        writer.block(block, keep)
    if form.notice:
        writer.paragraph((paper.Run(form.notice),), size=9.5, italic=True)
    return writer.bytes()


class Writer:
    """One document being written, from top to bottom. `foot` stands at the foot of every side."""

    def __init__(self, name: str, owner: str, foot: str, day: date, *, landscape: bool = False, filled: bool = True) -> None:
        self.filled = filled
        self.doc: Any = Document()
        self.new_page = False
        self.width = 262 if landscape else 165               # mm between the margins
        _styles(self.doc, filled)
        _page(self.doc, foot, landscape=landscape)
        props = self.doc.core_properties
        props.title, props.author, props.language = name, owner, "vi-VN"
        props.comments, props.last_modified_by = "", ""
        props.created = props.modified = datetime(day.year, day.month, day.day)

    def block(self, block: paper.Block, keep: bool) -> None:
        """Writes one block; `keep` has it stay on one side with the next."""
        match block:
            case paper.Head():
                self._head(block)
            case paper.Title():
                self.doc.add_paragraph(block.text, style="Heading 1")
                if block.subtitle:
                    self.doc.add_paragraph(block.subtitle).alignment = CENTRE
            case paper.Heading():
                made = self.doc.add_paragraph(block.text, style="Heading 2")
                made.paragraph_format.page_break_before, self.new_page = self.new_page, False
            case paper.Paragraph():
                self.paragraph(block.parts).paragraph_format.keep_with_next = keep
            case paper.Table():
                self._table(block)
            case paper.Signatures():
                self._signatures(block)
            case _:
                self.new_page = True

    def paragraph(self, parts: paper.Line, size: float = 13, *, italic: bool = False) -> Any:
        """Writes a paragraph and gives it, as python-docx has it; `size` in points."""
        made = self.doc.add_paragraph()
        if any(isinstance(part, paper.Blank) and not part.width for part in parts):
            made.paragraph_format.tab_stops.add_tab_stop(Mm(self.width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        return _fill(made, parts, size=size, italic=italic)

    def _head(self, block: paper.Head) -> None:
        texts = [[(line, position == len(block.left) - 1 or block.national) for position, line in enumerate(block.left)]] if block.left else []
        if block.national:
            nation, motto = paper.NATION
            texts.append([((paper.Run(nation.replace(" ", "\u00a0")),), True), ((paper.Run(motto),), True)])
        widths = (self.width - 92, 92) if len(texts) == 2 else (self.width,) if block.national else (110,)
        row = _table(self.doc, 1, widths).rows[0]
        for cell, lines in zip(row.cells, texts, strict=True):
            for position, (line, bold) in enumerate(lines):
                made = cell.paragraphs[0] if not position else cell.add_paragraph()
                made.alignment, made.paragraph_format.space_after = CENTRE, Pt(0)
                _fill(made, line, size=12 if block.national and line == lines[0][0] else 13, bold=bold)
            _rule(cell)

    def pair(self, left: str, right: str) -> None:
        """Two lines beside one another below the heading: the number of a document, its place and day."""
        row = _table(self.doc, 1, (self.width - 92, 92)).rows[0]
        for cell, said, italic in zip(row.cells, (left, right), (False, True), strict=True):
            _fill(cell.paragraphs[0], (paper.Run(said),), italic=italic, tight=True).alignment = CENTRE

    def _table(self, block: paper.Table) -> None:
        table = _table(self.doc, 1, [self.width * width / 100 for width in block.widths], grid=True)
        size = 9.5 if len(block.widths) > 8 else 11.5
        for cell, name in zip(table.rows[0].cells, block.names, strict=True):
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            _fill(cell.paragraphs[0], (paper.Run(name, True),), size=size, tight=True).alignment = CENTRE
        _repeat(table.rows[0])
        for line in block.rows:
            row = table.add_row()
            row.height, row.height_rule = Mm(block.height if not self.filled else 7), WD_ROW_HEIGHT_RULE.AT_LEAST
            for cell, parts in zip(row.cells, line, strict=True):
                cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
                _fill(cell.paragraphs[0], parts, size=size, tight=True)
        self._gap()

    def _gap(self) -> None:
        """What Word wants after a table; as low as it may be."""
        look = self.doc.add_paragraph().paragraph_format
        look.space_after, look.line_spacing = Pt(0), Pt(6)

    def _signatures(self, block: paper.Signatures) -> None:
        for start in range(0, len(block.places), 3):
            places = block.places[start : start + 3]
            row = _table(self.doc, 1, [self.width / len(places)] * len(places)).rows[0]
            _whole(row)
            for cell, place in zip(row.cells, places, strict=True):
                lines = [(place.above, False, True, 11), ((paper.Run(place.role),), True, False, 13), ((paper.Run(place.below),), False, True, 11)]
                lines += [((), False, False, 13)] * (2 if self.filled else 3) + [((paper.Answer(place.name),), False, False, 13)]
                for position, (parts, bold, italic, size) in enumerate(lines if place.role else []):
                    made = cell.paragraphs[0] if not position else cell.add_paragraph()
                    made.alignment = CENTRE
                    _fill(made, parts, size=size, bold=bold, italic=italic, tight=True)
            self._gap()

    def bytes(self) -> bytes:
        """The file: one document gives the same bytes each time."""
        for rels in (self.doc.part.package.rels, self.doc.part.rels):
            for relation in [relation for relation in rels.values() if relation.reltype.endswith(UNUSED)]:
                del rels[relation.rId]
        raw = io.BytesIO()
        self.doc.save(raw)
        return settled(raw.getvalue())


def settled(document: bytes) -> bytes:
    """The Word file zipped again without the hour it was made."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, ZIP_DAY), source.read(name), zipfile.ZIP_DEFLATED, 9)
    return result.getvalue()


def _styles(doc: Any, filled: bool) -> None:
    """Only the styles a form uses; every other one of the library's template goes."""
    for style in list(doc.styles):
        if style.name not in ("Normal", "Heading 1", "Heading 2", "Header", "Footer", "Default Paragraph Font", "Normal Table", "No List", "Table Grid"):
            style.element.getparent().remove(style.element)
    latent = doc.styles.element.find(qn("w:latentStyles"))
    doc.styles.element.remove(latent)
    for name, size, before, after in (("Normal", 13, 0, 6), ("Heading 1", 15, 14, 8), ("Heading 2", 13, 8, 4)):
        style = doc.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            del fonts.attrib[attribute]
        for attribute in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{attribute}"), FONT)
        form = style.paragraph_format
        form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.0 if filled else 1.25
        form.widow_control = True
    doc.styles["Heading 1"].paragraph_format.alignment = CENTRE
    for language in doc.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")


def _page(doc: Any, foot: str, *, landscape: bool) -> None:
    section = doc.sections[0]
    long, short = Mm(297), Mm(210)
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(20 if landscape else 30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = CENTRE
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = number.add_run()
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        element.set(qn("w:fldCharType"), kind) if kind else setattr(element, "text", text)
        run._r.append(element)
    for footer in (section.footer, section.first_page_footer):
        _fill(footer.paragraphs[0], (paper.Run(foot),), size=8)


def _fill(made: Any, parts: paper.Line, *, size: float = 13, bold: bool = False, italic: bool = False, tight: bool = False) -> Any:
    if tight:
        made.paragraph_format.space_after, made.paragraph_format.line_spacing = Pt(0), 1.0
    for part in parts:
        match part:
            case paper.Blank(width=0, lines=lines):
                run = made.add_run("\n".join(["\t"] * lines))
            case paper.Blank(width=width):
                run = made.add_run("." * round(width / paper.DOT))
            case paper.Option():
                box = made.add_run(BOX[part.ticked])
                box.font.name, box.font.size = SYMBOLS, Pt(size)
                run = made.add_run(f"\u00a0{part.text}    ".replace(" ", "\u00a0", part.text.count(" ")))
            case _:
                run = made.add_run(part.text)
        run.font.size, run.italic = Pt(size), italic or None
        run.bold = (bold or (isinstance(part, paper.Run) and part.bold)) or None
        if isinstance(part, paper.Answer):
            run.font.color.rgb = INK
    return made


def _table(doc: Any, rows: int, widths: Any, *, grid: bool = False) -> Any:
    """A table of fixed widths in mm: on its columns and on its cells, or LibreOffice and Word disagree."""
    table = doc.add_table(rows, len(widths))
    table.autofit = False
    if grid:
        table.style = "Table Grid"
        _padding(table, {"top": 40, "left": PAD, "bottom": 40, "right": PAD})
        _indent(table, PAD)
    else:
        _padding(table, {"left": 0, "right": 0})
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def _padding(table: Any, widths: dict[str, int]) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side, width in widths.items():
        margins.append(_measure(f"w:{side}", width))
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.addprevious(margins) if look is not None else table._tbl.tblPr.append(margins)


def _indent(table: Any, width: int) -> None:
    """The frame on the margin and not its words: Word hangs a table out by the padding of its cells."""
    table._tbl.tblPr.find(qn("w:tblLayout")).addprevious(_measure("w:tblInd", width))


def _measure(name: str, width: int) -> Any:
    """An element with a width in twentieths of a point."""
    made = OxmlElement(name)
    made.set(qn("w:w"), str(width))
    made.set(qn("w:type"), "dxa")
    return made


def _repeat(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _rule(cell: Any) -> None:
    """The short line under a heading: a bordered empty paragraph, indented to the middle."""
    made = cell.add_paragraph()
    form = made.paragraph_format
    form.left_indent = form.right_indent = int(cell.width * 0.36)
    form.space_after, form.line_spacing = Pt(4), Pt(4)
    border = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        border.set(qn(f"w:{name}"), value)
    edges = OxmlElement("w:pBdr")
    edges.append(border)
    made._p.get_or_add_pPr().append(edges)
