"""From Word to a draft: text in, text out; and not a word lost on the way.

Each tests/cases/word/<name>.xml is a Word file (see word_files.py), <name>.md the page that must come of it."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import markdown
import pytest
import yaml
from lxml import etree, html

import word_files
from portal import content, importing
from portal.importing import legacy_fonts

TODAY = date(2026, 11, 22)
CASES = sorted(path.stem for path in word_files.CASES.glob("*.xml"))
W = f"{{{word_files.W}}}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
V = "{urn:schemas-microsoft-com:vml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WORD = re.compile(r"[^\W_]+")
OUR_NOTE = re.compile(r"^## Văn bản này nói gì.*?trang của cơ quan ban hành\.$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Drafted:
    """A case imported into a portal of its own."""

    name: str
    root: Path
    page: str
    outcome: importing.Outcome


@pytest.fixture(scope="module", params=CASES)
def drafted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Drafted:
    root = tmp_path_factory.mktemp(request.param)
    (root / "docs" / "vi").mkdir(parents=True)
    file = root / f"{request.param}.docx"
    file.write_bytes(word_files.from_case(request.param))
    [outcome] = importing.run([file], root, today=TODAY)
    return Drafted(request.param, root, (root / outcome.page).read_text(encoding="utf-8"), outcome)


def test_a_word_file_becomes_the_page_a_careful_editor_would_have_made(drafted: Drafted) -> None:
    wanted = (word_files.CASES / f"{drafted.name}.md").read_text(encoding="utf-8")

    assert f"<!-- {drafted.outcome.page} -->\n{drafted.page}" == wanted


def test_no_word_of_the_source_is_lost_and_their_order_stays(drafted: Drafted) -> None:
    source, counted = source_words(word_files.from_case(drafted.name))
    head, body, aside = page_words(drafted.page)

    gone = Counter(source) - Counter(head + body + aside)
    added = Counter(head + body + aside) - Counter(source)
    assert not gone
    assert sum(added.values()) <= counted                      # only numbers that Word counted by itself are new
    assert in_order(body, source) or in_order(source, head + body)      # the frame's lower part stands in the head of the page
    assert not any("có thể thiếu" in line for line in drafted.outcome.lines)


def test_a_draft_passes_the_gate_but_for_what_staff_must_answer(drafted: Drafted) -> None:
    site, unreadable = content.read(drafted.root)

    assert unreadable == []
    assert [page.is_draft for page in site.pages] == [True]
    assert not [problem for problem in drafted.outcome.problems if problem.blocks]


def source_words(package: bytes) -> tuple[list[str], int]:
    """The words a person sees in Word, read straight from the XML, and how many words of counted numbers there may be.

    Written for this test alone, so that it shares no mistake with the importer."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parts = {name: etree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xml")}
    fonts = Fonts(parts.get("word/styles.xml"), parts.get("word/theme1.xml"))
    body = parts["word/document.xml"]
    for name in ("word/footnotes.xml", "word/endnotes.xml"):
        if name in parts:
            body.append(parts[name])
    for data in (part for name, part in parts.items() if "/diagrams/" in name):
        for text in data.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}t"):
            paragraph = etree.SubElement(body, f"{W}p")
            etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t").text = text.text
    words = [word for paragraph in paragraphs(body, fonts) for word in words_of(paragraph)]
    counted = 2 * sum(1 for p in body.iter(f"{W}p") if "word/numbering.xml" in parts and p.find(f"{W}r") is not None)
    return words, counted


def paragraphs(body: etree._Element, fonts: Fonts) -> Iterable[str]:
    text, hidden_field, depth = "", "", 0
    for paragraph in body.iter(f"{W}p"):
        if any(above.tag in (f"{MC}Fallback", f"{W}moveFrom") for above in paragraph.iterancestors()):
            continue
        if any(above.tag == f"{W}tr" and above.find(f"{W}trPr/{W}del") is not None for above in paragraph.iterancestors()):
            continue
        drawn = ""
        for item in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}softHyphen", f"{W}noBreakHyphen", f"{W}fldChar", f"{W}instrText", f"{W}ruby", f"{V}textpath",
                                   f"{M}t", f"{M}den"):
            above = list(item.iterancestors())
            if next(node for node in above if node.tag == f"{W}p") is not paragraph or any(node.tag in (f"{W}del", f"{W}moveFrom", f"{MC}Fallback") for node in above):
                continue
            run = next((node for node in above if node.tag == f"{W}r"), None)
            if item.tag == f"{W}instrText" and re.search(r"\b(TOC|PAGE|NUMPAGES)\b", item.text or "") and not hidden_field and closed(item):
                hidden_field = "on"
                depth = 0
            if item.tag == f"{W}fldChar" and hidden_field:
                depth += {"begin": 1, "end": -1}.get(item.get(f"{W}fldCharType"), 0)
                if depth < 0:
                    hidden_field = ""
            simple = next((node for node in above if node.tag == f"{W}fldSimple"), None)
            if item.tag == f"{W}ruby":
                text += " ".join("".join(piece.text for piece in item.iterfind(f"{W}{part}//{W}t")) for part in ("rubyBase", "rt"))
            if any(node.tag == f"{W}ruby" for node in above):
                continue
            drawn += item.get("string", "")
            chosen = item.find(f"{W}ffData/{W}ddList/{W}result")
            text += item.findall(f".//{W}listEntry")[int(chosen.get(f"{W}val"))].get(f"{W}val") if chosen is not None else ""
            if hidden_field or (simple is not None and "NUMPAGES" in simple.get(f"{W}instr", "")):
                continue
            if run is not None and run.find(f"{W}rPr/{W}vanish") is not None:
                continue
            text += fonts.read(item, run, paragraph)
        joined = paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None or paragraph.find(f"{W}pPr/{W}framePr") is not None
        if not joined:
            yield legacy_fonts.convert(text, "VNI-Times") if fonts.vni else text
            text, fonts.vni = "", False
        if drawn:
            yield drawn


def closed(item: etree._Element) -> bool:
    """Whether the field whose code this is has an end."""
    depth = 1
    for mark in item.xpath("following::*[local-name()='fldChar']"):
        depth += {"begin": 1, "end": -1}.get(mark.get(f"{W}fldCharType"), 0)
        if not depth:
            return True
    return False


class Fonts:
    """The font of a run, by the plainest reading of run, style, theme."""

    def __init__(self, styles: etree._Element | None, theme: etree._Element | None) -> None:
        self.styles = {style.get(f"{W}styleId"): style for style in styles.iter(f"{W}style")} if styles is not None else {}
        latin = theme.find(".//{*}minorFont/{*}latin") if theme is not None else None
        self.vni = False
        self.minor = latin.get("typeface") if latin is not None else ""

    def of(self, run: etree._Element | None, paragraph: etree._Element) -> str:
        named = run.find(f"{W}rPr/{W}rFonts") if run is not None else None
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        current = self.styles.get(style.get(f"{W}val")) if style is not None else None
        while named is None and current is not None:
            named = current.find(f"{W}rPr/{W}rFonts")
            parent = current.find(f"{W}basedOn")
            current = self.styles.get(parent.get(f"{W}val")) if parent is not None else None
        return "" if named is None else named.get(f"{W}ascii") or (self.minor if named.get(f"{W}asciiTheme") else "")

    def read(self, item: etree._Element, run: etree._Element | None, paragraph: etree._Element) -> str:
        name = etree.QName(item).localname
        font = self.of(run, paragraph)
        if name == "t":
            self.vni = self.vni or font.startswith("VNI")      # its letters may be parted between runs: converted as a whole
            text = item.text if self.vni else legacy_fonts.convert(item.text or "", font)
            return re.sub("[\u00ad\u200b]", "", unicodedata.normalize("NFC", text)) if font != "Wingdings" else " "
        return {"tab": " ", "br": " ", "den": " ", "noBreakHyphen": "-", "softHyphen": "ư" if font.startswith(".Vn") else ""}.get(name, "")


def page_words(page: str) -> tuple[list[str], list[str], list[str]]:
    """The words of the page's head (fields, or the title), of its body as the site's Markdown shows it, of notes under tables."""
    _, front, body = page.split("---\n", 2)
    meta = yaml.safe_load(front)
    fields = [line for value in meta.get("van_ban", {"ten": meta["title"]}).values() for line in (value if isinstance(value, list) else [value])]
    shown = markdown.markdown(OUR_NOTE.sub("", body), extensions=["attr_list", "md_in_html", "admonition", "footnotes", "tables"])
    tree = html.fromstring(f"<div>{shown}</div>")
    aside = []
    for note in tree.xpath("//p[sup[1][starts-with(., '(')]]"):
        aside += words_of(note.text_content().split(")", 1)[1])
        note.drop_tree()
    for sign in tree.xpath("//a[@class='footnote-ref' or @class='footnote-backref'] | //sup[starts-with(., '(')]"):
        sign.drop_tree()
    for block in tree.iter("p", "li", "td", "th", "br", "h2", "h3", "h4", "h5", "h6"):
        block.tail = " " + (block.tail or "")
    return [word for line in fields for word in words_of(line)], words_of(tree.text_content()), aside


def words_of(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]


def in_order(some: list[str], whole: list[str]) -> bool:
    """Whether the words come in this order among the others."""
    rest = iter(whole)
    return all(word in rest for word in some)
