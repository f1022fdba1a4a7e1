"""Word files made for the tests from the text of a case: parts of WordprocessingML under one root element.

A case is `<tep>` with `w:body` and, as needed, `w:styles`, `w:numbering`, `w:footnotes`, `w:endnotes`, `w:comments`, `w:hdr`,
`w:ftr`, a theme (`a:theme`); `<lien-ket ma="r9" loai="hyperlink" toi="https://…"/>` is a relationship of the document, with
`ngoai="co"` when it lies outside the file; `<phan ten="word/x.xml">…</phan>` is any other part."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from lxml import etree
from PIL import Image

CASES = Path(__file__).parent / "cases" / "word"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
SPACES = (f'xmlns:w="{W}" xmlns:a="{A}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
          'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
          'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
          'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
          'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"')
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes", "comments": "comments", "hdr": "header", "ftr": "footer"}


def from_case(name: str) -> bytes:
    """The .docx of tests/cases/word/<name>.xml."""
    return from_text((CASES / f"{name}.xml").read_text(encoding="utf-8"))


def from_body(body: str, more: str = "") -> bytes:
    """The .docx of a body given as WordprocessingML; `more` holds other parts, as in a case."""
    return from_text(f"<tep><w:body>{body}</w:body>{more}</tep>")


def from_text(case: str) -> bytes:
    root = etree.fromstring(case.replace("<tep>", f"<tep {SPACES}>", 1))
    files, links = {}, []
    for child in root:
        tag = etree.QName(child).localname
        if child.tag == f"{{{W}}}body":
            document = etree.Element(f"{{{W}}}document", nsmap=root.nsmap)
            document.append(child)
            files["word/document.xml"] = etree.tostring(document, encoding="UTF-8", xml_declaration=True)
        elif child.tag == f"{{{A}}}theme":
            files["word/theme1.xml"] = etree.tostring(child)
            links.append(("portal-theme", "theme", "theme1.xml", False))
        elif tag in _PARTS:
            files[f"word/{tag}.xml"] = etree.tostring(child, encoding="UTF-8", xml_declaration=True)
            links.append((f"portal-{tag}", _PARTS[tag], f"{tag}.xml", False))
        elif tag == "lien-ket":
            links.append((child.get("ma"), child.get("loai"), child.get("toi"), child.get("ngoai") == "co"))
        elif tag == "phan":
            files[child.get("ten")] = etree.tostring(child[0]) if len(child) else (child.text or "").encode()
    if any(target == "media/anh.png" for _, _, target, _ in links):
        files["word/media/anh.png"] = picture()
    return packed({"[Content_Types].xml": _types(), "_rels/.rels": _rels([("r1", "officeDocument", "word/document.xml", False)]),
                   "word/_rels/document.xml.rels": _rels(links), **files})


def packed(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def paragraph(text: str, *, bold: bool = False, center: bool = False, font: str = "") -> str:
    """One paragraph as WordprocessingML."""
    look = ("<w:b/>" if bold else "") + (f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>' if font else "")
    place = '<w:pPr><w:jc w:val="center"/></w:pPr>' if center else ""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<w:p>{place}<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escaped}</w:t></w:r></w:p>'


def picture(width: int = 40, height: int = 30, **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(buffer, str(options.pop("format", "PNG")), **options)
    return buffer.getvalue()


def _rels(links: list[tuple[str, str, str, bool]]) -> bytes:
    items = "".join(f'<Relationship Id="{id}" Type="{_OFFICE}/{kind}" Target="{target}"{" TargetMode=" + chr(34) + "External" + chr(34) if outside else ""}/>'
                    for id, kind, target, outside in links)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'.encode()


def _types() -> bytes:
    return (f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="png" ContentType="image/png"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>').encode()
