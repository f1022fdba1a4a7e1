"""The parts of a Word file that we read, as safe XML trees; and a small clean Word file made of them for pandoc.

Macros, embedded files, links to pictures elsewhere never reach pandoc: they are not copied."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field

from lxml import etree

from portal.importing import limits
from portal.importing.document import Remark
from portal.importing.limits import Refused

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
V = "{urn:schemas-microsoft-com:vml}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONSHIP = f"{{{_PACKAGE}/relationships}}Relationship"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# "Strict" files say the same under other names; pandoc knows only the usual ones.
_STRICT = ((b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
           (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _OFFICE.encode()),
           (b"http://purl.oclc.org/ooxml/officeDocument/math", M[1:-1].encode()),
           (b"http://purl.oclc.org/ooxml/drawingml/main", A[1:-1].encode()),
           (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"))
_STORIES = ("document", "footnotes", "endnotes")


@dataclass(frozen=True)
class Link:
    """A relationship of a part: its type's last word ("image"), its target, and whether it lies outside the file."""

    kind: str
    target: str
    outside: bool


@dataclass
class Parts:
    """What a Word file holds. `stories` are the trees of document, footnotes and endnotes; `links` theirs by id."""

    stories: dict[str, etree._Element]
    links: dict[str, dict[str, Link]]
    styles: etree._Element | None = None
    numbering: etree._Element | None = None
    theme: etree._Element | None = None
    pictures: dict[str, bytes] = field(default_factory=dict)
    diagrams: dict[str, etree._Element] = field(default_factory=dict)
    margins: tuple[str, ...] = ()
    comments: int = 0
    remarks: list[Remark] = field(default_factory=list)


def read(content: bytes) -> Parts:
    """The parts of a Word file.

    Raises: Refused, when it is damaged or too big."""
    files = limits.parts(content)
    main = next((link.target for link in _links(files, "").values() if link.kind == "officeDocument"), "word/document.xml")
    if main not in files:
        raise Refused("tệp Word thiếu phần nội dung, có thể đã hỏng khi gửi")
    links = _links(files, main)
    found = Parts({"document": _tree(files, main)}, {"document": links})
    if found.stories["document"].find(f"{W}body") is None:
        raise Refused("tệp Word không có phần thân, có thể đã hỏng")
    for name in _STORIES[1:]:
        for path in _targets(links, name, files):
            found.stories[name], found.links[name] = _tree(files, path), _links(files, path)
    for name in ("styles", "numbering", "theme"):
        setattr(found, name, next((_tree(files, path) for path in _targets(links, name, files)), None))
    _margins_and_more(found, files, links)
    return found


def _margins_and_more(found: Parts, files: dict[str, bytes], links: dict[str, Link]) -> None:
    texts = []
    for kind in ("header", "footer"):
        for path in _targets(links, kind, files):
            texts += ["".join(t.text or "" for t in p.iter(f"{W}t")).strip() for p in _tree(files, path).iter(f"{W}p")]
    found.margins = tuple(dict.fromkeys(text for text in texts if any(c.isalpha() for c in re.sub(r"trang", "", text, flags=re.IGNORECASE))))
    for path in _targets(links, "comments", files):
        found.comments = sum(1 for _ in _tree(files, path).iter(f"{W}comment"))
    for story in found.links.values():
        found.pictures |= {link.target: files[link.target] for link in story.values() if link.kind == "image" and not link.outside and link.target in files}
    found.diagrams = {path: _tree(files, path) for path in _targets(links, "diagramData", files)}
    found.remarks += _foreign(files, links)


def _foreign(files: dict[str, bytes], links: dict[str, Link]) -> list[Remark]:
    """What is in the file and is never opened."""
    remarks = []
    if any(name.endswith(("vbaProject.bin", "vbaData.xml")) for name in files):
        remarks.append(Remark("tệp có macro: đã bỏ, không chạy"))
    if embedded := [name for name in files if "/embeddings/" in name or "/activeX/" in name]:
        remarks.append(Remark(f"tệp có {len(embedded)} đối tượng nhúng (bảng tính, tệp khác…): không giữ được", "mở tệp gốc, chép phần cần dùng thành bảng hoặc chữ"))
    if any(link.outside and link.kind == "attachedTemplate" for link in links.values()):
        remarks.append(Remark("tệp trỏ tới một tệp mẫu ở máy khác: đã bỏ, không tải"))
    if charts := [link for link in links.values() if link.kind == "chart"]:
        remarks.append(Remark(f"tệp có {len(charts)} biểu đồ: không giữ được", "chụp biểu đồ thành ảnh, hoặc viết số liệu thành bảng"))
    if chunks := [link for link in links.values() if link.kind == "aFChunk"]:
        remarks.append(Remark(f"tệp có {len(chunks)} phần chèn từ tệp khác: không đọc được", "mở bằng Word, lưu lại dạng .docx rồi nhập lại"))
    return remarks


def _targets(links: dict[str, Link], kind: str, files: dict[str, bytes]) -> list[str]:
    return [link.target for link in links.values() if link.kind == kind and not link.outside and link.target in files]


def _links(files: dict[str, bytes], part: str) -> dict[str, Link]:
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in files:
        return {}
    found = {}
    for item in _tree(files, path).iter(_RELATIONSHIP):
        outside, target = item.get("TargetMode") == "External", item.get("Target", "")
        place = target if outside else posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[item.get("Id", "")] = Link(item.get("Type", "").rsplit("/", 1)[-1], place, outside)
    return found


def _tree(files: dict[str, bytes], path: str) -> etree._Element:
    content = files[path]
    for strict, usual in _STRICT:
        content = content.replace(strict, usual)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        tree = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused("nội dung bên trong tệp Word đã hỏng", "mở bằng Word (Word có thể tự sửa), lưu lại rồi nhập lại") from error
    if tree.getroottree().docinfo.doctype:
        raise Refused("tệp Word có khai báo lạ (DTD), không an toàn", limits.SAVE_AGAIN)
    return tree


def pack(parts: Parts) -> tuple[bytes, dict[str, bytes]]:
    """A clean Word file of the stories alone, and the pictures by the names that pandoc will give them.

    Pictures are packed as one byte each: pandoc need only name them."""
    names = {target: f"media/anh-{number}" for number, target in enumerate(sorted(parts.pictures), 1)}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", _types(parts.stories))
        archive.writestr("_rels/.rels", _rels([("r1", "officeDocument", "word/document.xml", False)]))
        for story, tree in parts.stories.items():
            archive.writestr(f"word/{story}.xml", etree.tostring(tree, encoding="UTF-8", xml_declaration=True))
            archive.writestr(f"word/_rels/{story}.xml.rels", _rels(_kept(parts, story, names)))
        for name in names.values():
            archive.writestr(f"word/{name}", b"-")
    return buffer.getvalue(), {name: parts.pictures[target] for target, name in names.items()}


def _kept(parts: Parts, story: str, names: dict[str, str]) -> list[tuple[str, str, str, bool]]:
    kept = [(id, "hyperlink", link.target, True) for id, link in parts.links[story].items() if link.kind == "hyperlink" and link.outside]
    kept += [(id, "image", names[link.target], False) for id, link in parts.links[story].items() if link.target in names]
    if story == "document":
        kept += [(f"portal-{name}", name, f"{name}.xml", False) for name in parts.stories if name != "document"]
    return kept


def _rels(items: list[tuple[str, str, str, bool]]) -> bytes:
    root = etree.Element(f"{{{_PACKAGE}/relationships}}Relationships", nsmap={None: f"{_PACKAGE}/relationships"})
    for id, kind, target, outside in items:
        item = etree.SubElement(root, _RELATIONSHIP, Id=id, Type=f"{_OFFICE}/{kind}", Target=target)
        if outside:
            item.set("TargetMode", "External")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _types(stories: dict[str, etree._Element]) -> bytes:
    space = f"{_PACKAGE}/content-types"
    root = etree.Element(f"{{{space}}}Types", nsmap={None: space})
    etree.SubElement(root, f"{{{space}}}Default", Extension="rels", ContentType="application/vnd.openxmlformats-package.relationships+xml")
    for name in stories:
        kind = "document.main" if name == "document" else name
        etree.SubElement(root, f"{{{space}}}Override", PartName=f"/word/{name}.xml",
                         ContentType=f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)
