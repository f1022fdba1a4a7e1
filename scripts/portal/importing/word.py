"""A .docx file → Document. Made plain with lxml, then read by pandoc."""

from __future__ import annotations

from portal.importing import formulas, limits, pandoc, word_parts, word_runs, word_text
from portal.importing.document import Document, Remark
from portal.importing.limits import Refused
from portal.importing.numbering import Numbering
from portal.importing.word_parts import A, Parts, R, V, W
from portal.importing.word_styles import Styles


def read(content: bytes) -> Document:
    """The document of a .docx file.

    Raises: Refused, when it is damaged or goes beyond a bound."""
    parts = word_parts.read(content)
    if sum(1 for tree in parts.stories.values() for _ in tree.iter(f"{W}p", f"{W}r")) > limits.PIECES:
        raise Refused("tệp Word quá dài (hơn ba nghìn trang)", "chia tệp làm nhiều phần")
    remarks = list(parts.remarks)
    for name, tree in parts.stories.items():
        remarks += _settle(parts, name, tree)
    styles, seen = Styles(parts.styles, parts.theme), word_runs.Seen()
    lines = []
    for tree in parts.stories.values():
        lines += word_runs.plain(tree, styles, Numbering(parts.numbering, styles), seen)
    package, pictures = word_parts.pack(parts)
    blocks = pandoc.read(package)
    return Document(blocks, pictures, tuple(lines), tuple(_merged(remarks) + _left_out(parts) + _seen(seen)))


def _settle(parts: Parts, name: str, tree: object) -> list[Remark]:
    """A story with changes, boxes and fields settled; what there is to say of it."""
    links = parts.links[name]
    remarks = []
    if changes := word_text.accept_changes(tree):
        remarks.append(Remark(f"có {changes} chỗ sửa còn theo dõi (Track Changes): đã coi như đồng ý sửa", "so lại với bản chính thức"))
    word_text.choose_alternatives(tree)
    word_text.strip(tree)
    word_text.set_in_line(tree)
    word_text.fill_rows(tree)
    if drawings := word_text.write_out_diagrams(tree, links, parts.diagrams):
        remarks.append(Remark(f"có {drawings} hình vẽ SmartArt: chỉ giữ được chữ", "vẽ lại thành danh sách hoặc bảng"))
    if boxes := word_text.lift_boxes(tree):
        remarks.append(Remark(f"có {boxes} khung chữ (text box, WordArt): chữ trong khung đặt sau đoạn chứa khung", "xem thứ tự các đoạn này"))
    if count := formulas.flatten(tree):
        remarks.append(Remark(f"có {count} công thức: viết lại trên một dòng, kiểu (a+b)/2", "xem lại từng công thức"))
    if contents := word_text.settle_fields(tree):
        remarks.append(Remark(f"bỏ {contents} mục lục tự động: trang web tự có mục lục"))
    remarks += _outside_pictures(tree, links)
    word_text.draw_plainly(tree)
    return remarks


def _outside_pictures(tree: object, links: dict[str, word_parts.Link]) -> list[Remark]:
    """Pictures that lie elsewhere are never fetched."""
    gone = 0
    for picture in list(tree.iter(f"{A}blip", f"{V}imagedata")):
        link = links.get(picture.get(f"{R}embed") or picture.get(f"{R}id") or picture.get(f"{R}link") or "")
        if link is None or link.outside:
            gone += 1
            holder = next(picture.iterancestors(f"{W}drawing", f"{W}pict", f"{W}object"), None)
            if holder is not None and holder.getparent() is not None:
                holder.getparent().remove(holder)
    return [Remark(f"có {gone} ảnh nằm ngoài tệp (chỉ có đường dẫn): không tải về", "chèn ảnh vào tệp Word rồi nhập lại")] if gone else []


def _left_out(parts: Parts) -> list[Remark]:
    remarks = []
    if parts.comments:
        remarks.append(Remark(f"bỏ {parts.comments} ghi chú bên lề (comment)"))
    for text in parts.margins[:5]:
        remarks.append(Remark(f"bỏ đầu trang hoặc chân trang: «{text[:80]}»"))
    return remarks


def _seen(seen: word_runs.Seen) -> list[Remark]:
    remarks = []
    if seen.old_letters:
        fonts = ", ".join(sorted(seen.old_fonts)[:4])
        remarks.append(Remark(f"đã đổi {seen.old_letters} đoạn chữ từ phông cũ ({fonts}) sang Unicode", "đọc lướt lại các chữ có dấu"))
    if seen.hidden:
        remarks.append(Remark(f"bỏ {seen.hidden} đoạn chữ ẩn", "mở tệp gốc, bật hiện chữ ẩn, xem có gì cần giữ"))
    if seen.struck:
        remarks.append(Remark(f"có {seen.struck} đoạn chữ bị gạch ngang: giữ chữ, bỏ nét gạch", "xem chữ ấy còn dùng không"))
    if seen.signs:
        remarks.append(Remark(f"có ký hiệu lạ, đã thay bằng dấu ▪: {', '.join(sorted(seen.signs)[:6])}", "xem lại các dấu ▪"))
    return remarks


def _merged(remarks: list[Remark]) -> list[Remark]:
    return list(dict.fromkeys(remarks))
