"""A read document → the text of a draft page, and its way to the disk: whole or not at all, never over another page."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from portal.fields import FIELDS
from portal.importing import kinds, structure, words
from portal.importing.blocks import Block, Heading, spans
from portal.importing.document import Document, Remark
from portal.importing.frame import Fields, Frame
from portal.importing.kinds import Guess
from portal.importing.limits import Refused
from portal.importing.markup import NO_DESCRIPTION, Writer, join
from portal.importing.pictures import Picture, described
from portal.vietnamese import nfc

OWNER = "Văn phòng HĐND và UBND xã"
_NOT_TRANSLATED = "Chưa dịch"
_OFFICIAL = "Nguyên văn"
_PLAIN = ("gioi-thieu",)           # folders whose pages are plain without saying so
_LAW_BODY = """## Văn bản này nói gì

(Chưa có tóm tắt. Viết bằng lời dễ hiểu: văn bản này cho ai, giúp được gì khi hòa giải.)
"""
_LAW_NOTE = """## {heading} {{#nguyen-van}}

!!! note "Nguyên văn văn bản"
    Dưới đây là lời văn chính thức của văn bản số {number}, nhập từ tệp «{file}» ngày {day}.
    Khi cần trích dẫn, đối chiếu với bản đăng trên trang của cơ quan ban hành.
"""


@dataclass(frozen=True)
class Draft:
    """A page not yet written. `pieces` are its blocks as Markdown, for the view beside the source."""

    path: str
    text: str
    pieces: tuple[str, ...]
    fields: Fields
    pictures: tuple[Picture, ...] = ()
    remarks: tuple[Remark, ...] = ()
    added_to: bool = False
    folder: str = ""                 # of its pictures; "" for the one named like the page
    title: str = ""
    number: str = ""

    @property
    def slug(self) -> str:
        return Path(self.path).stem

    @property
    def words(self) -> list[str]:
        """The words that came from the source: of the fields, then of the text."""
        return words.of_fields(self.fields.values()) + [word for piece in self.pieces for word in words.of_markdown(piece)]


@dataclass(frozen=True)
class Place:
    """What must be known of the site to place a page: its folder, the last parts of all addresses, its laws' pages."""

    root: Path
    taken: frozenset[str]
    titles: frozenset[str]
    laws: dict[str, Path] = field(default_factory=dict)

    def free(self, wanted: str) -> str:
        """The wanted last part of an address, or with -2, -3 … when a page or a folder of pictures has it."""
        wanted = wanted or "van-ban"
        names = (wanted if n == 1 else f"{wanted}-{n}" for n in range(1, 10_000))
        return next(name for name in names if name not in self.taken and not (self.root / "docs" / "assets" / name).exists())

    def with_page(self, draft: Draft) -> Place:
        """The place after a draft was written."""
        laws = {**self.laws, draft.number: self.root / draft.path} if draft.number else self.laws
        return replace(self, taken=self.taken | {draft.slug}, titles=self.titles | {draft.title.casefold()}, laws=laws)


def compose(document: Document, head: Frame, guess: Guess, source: tuple[str, date], place: Place, ready: dict[str, Picture]) -> Draft:
    """The draft of a document; `source` is its file's name and today's date."""
    name, today = source
    digest = place.laws.get(guess.number) if guess.kind == "phap-luat" else None
    wanted = kinds.law_address(guess.title, guess.number) if guess.kind == "phap-luat" else kinds.address(guess.title)
    slug = digest.stem if digest else place.free(wanted)
    folder = place.free(slug) if digest else slug
    assets = f"../../assets/{folder}/"
    law = guess.kind == "phap-luat"
    blocks = structure.read(head.body, "nguyen-van-" if digest else "", 3 if law else 2)
    blocks, head.fields = _without_title(blocks, head.fields, guess)
    writer = Writer(lambda image: assets + ready[image].file if image in ready else "")
    pieces = writer.write(blocks)
    pieces += writer.footnotes()
    note = _LAW_NOTE.format(heading=_OFFICIAL, number=guess.number, file=name, day=f"{today:%d/%m/%Y}")
    pictures = tuple({picture.file: picture for picture in ready.values()}.values())
    if digest:
        return replace(_under_digest(digest, place, note, pieces, head.fields, pictures, today), folder=folder)
    body = "\n".join([_LAW_BODY, note, ""]) + join(pieces) if law else join(pieces)
    meta = _front_matter(guess, head, place, today, blocks)
    twice = [block.text for block in blocks if isinstance(block, Heading) and block.id.endswith("-lan-2") and block.id.startswith("dieu-")]
    if anh := _pictures(blocks, ready, assets):
        meta["anh"] = anh
    text = nfc(f"---\n{_yaml(_ordered(meta))}---\n\n{body}\n")      # a picture's description may still be in pieces
    return Draft(f"docs/vi/{guess.kind}/{slug}.md", text, tuple(pieces), dict(head.fields), pictures, (*_to_look_at(guess, wanted, slug), *_counted_anew(twice)),
                 title=meta["title"], number=guess.number if law else "")


def _without_title(blocks: list[Block], fields: Fields, guess: Guess) -> tuple[list[Block], Fields]:
    """The title said once: fields that say no more than it go, and so does a first heading that became it."""
    first = blocks[0] if blocks else None
    if isinstance(first, Heading) and not first.id and first.text.casefold() == guess.title.casefold() and not any(s.note or s.image for s in first.spans):
        return blocks[1:], {**fields, "ten": first.text}
    return blocks, fields


def _framed(fields: Fields, title: str) -> bool:
    """Whether the fields say more than the title does."""
    return words.of_fields(fields.values()) != words.of(title)


def _front_matter(guess: Guess, head: Frame, place: Place, today: date, blocks: list[Block]) -> dict[str, Any]:
    title = guess.title
    for n in range(2, 100):
        if title.casefold() not in place.titles:
            break
        title = f"{kinds.shortened(guess.title, kinds.TITLE - 9)} (bản {n})"
    law = guess.kind == "phap-luat"
    kind_name = head.line("ten") or ("Công văn" if guess.number else guess.title)
    source_name = kinds.sentence_case(kind_name) + (f" số {guess.number}" if guess.number else "")
    meta: dict[str, Any] = {
        "title": title, "description": guess.description, "title_en": _NOT_TRANSLATED, "description_en": _NOT_TRANSLATED,
        "doi_tuong": list(guess.readers), "linh_vuc": list(guess.topics),
        "nguon": [guess.number] if law else [{"ten": kinds.shortened(source_name, 300), "dia_chi": "chua_co", "ngay_doc": today}],
        "thay_doi": [{"ngay": today, "gi": "Bản nháp", "vi_sao": "Nhập từ tệp"}],
        "ra_soat": _half_a_year_later(today), "phu_trach": OWNER, "trang_thai": "nhap",
    }
    if law:
        articles = [block.id.removeprefix("dieu-") for block in blocks if isinstance(block, Heading) and block.id.startswith("dieu-") and "-lan-" not in block.id]
        meta |= {"so_hieu": guess.number, "ten_goi": [kinds.shortened(guess.whole_title, 160)], "co_quan": guess.issuer or "chưa rõ", "ngay_ban_hanh": guess.issued or "chua_ro",
                 "ngay_hieu_luc": guess.in_force or "chua_ro", "tinh_trang": "con_hieu_luc", "ngay_kiem_tra": "chua_ro"}
        if articles:
            meta["dieu"] = _article_ranges(articles)
    elif guess.kind not in _PLAIN:
        meta["kieu"] = "trang"       # until staff give it the sections of its kind
    if head.fields and _framed(head.fields, title):
        meta["van_ban"] = _Lines(head.fields)
    return meta


def _pictures(blocks: list[Block], ready: dict[str, Picture], assets: str) -> list[dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for span in spans(blocks):
        if span.image in ready:
            file = assets + ready[span.image].file
            found.setdefault(file, {"tep": file, "mo_ta": described(span.text) or NO_DESCRIPTION, "co_nguoi": "nhan_ra_duoc"})
    return list(found.values())


def _article_ranges(articles: Iterable[str]) -> str:
    """"1-33, 34a" for the articles of a law, in their order."""
    ranges: list[list[str]] = []
    for name in dict.fromkeys(name.replace("dd", "đ") for name in articles):
        joined = ranges and name.isdecimal() and ranges[-1][-1].isdecimal() and int(name) == int(ranges[-1][-1]) + 1
        if joined:
            ranges[-1] = [ranges[-1][0], name]
        else:
            ranges.append([name])
    return ", ".join("-".join(ends) for ends in ranges)


def _to_look_at(guess: Guess, wanted: str, slug: str) -> list[Remark]:
    remarks = []
    if guess.shortened:
        remarks.append(Remark(f"tên trang dài quá, đã cắt còn «{guess.title}»", "sửa «title» cho gọn và đủ ý, nhiều nhất 70 chữ cái"))
    if guess.capitals:
        remarks.append(Remark("tên văn bản viết toàn chữ hoa, đã đổi thành chữ thường", "viết hoa lại tên riêng trong «title»"))
    if slug != wanted:
        remarks.append(Remark(f"đã có trang «{wanted}», trang mới lấy tên «{slug}»", "nếu là cùng một tài liệu thì giữ một trang, xóa trang kia"))
    if guess.kind == "phap-luat":
        remarks.append(Remark("văn bản pháp luật: chưa có tóm tắt, chưa kiểm tra tình trạng hiệu lực", "viết mục «Văn bản này nói gì», điền «ngay_kiem_tra»"))
    elif guess.kind not in _PLAIN:
        remarks.append(Remark(f"đoán đây là trang loại «{guess.kind}», tạm để  kieu: trang",
                              "sắp xếp bài theo các mục của loại ấy rồi bỏ dòng «kieu»; sai loại thì chuyển tệp sang thư mục đúng"))
    remarks.append(Remark("chưa có tên và câu tóm tắt tiếng Anh", "điền «title_en», «description_en»"))
    return remarks


def _counted_anew(twice: list[str]) -> list[Remark]:
    """Right for a document with another one attached; else a program before us lost that Word counts on over chapters."""
    if not twice:
        return []
    return [Remark(f"có {len(twice)} điều mang số đã dùng ở trên (điều đầu: «{kinds.shortened(twice[0], 60)}»)",
                   "văn bản kèm theo đánh số lại thì đúng; nếu không, so số điều với tệp gốc")]


def _under_digest(digest: Path, place: Place, note: str, pieces: list[str], fields: Fields, pictures: tuple[Picture, ...], today: date) -> Draft:
    """The page of a law with the official text set under its digest."""
    path = digest.relative_to(place.root).as_posix()
    old = digest.read_text(encoding="utf-8")
    if "{#nguyen-van}" in old:
        raise Refused(f"trang {path} đã có phần nguyên văn của văn bản này", "xóa phần «Nguyên văn» cũ trong trang rồi nhập lại, nếu muốn thay")
    text = f"{old.rstrip()}\n\n{note}\n{join(pieces)}\n"
    text = text.replace("\nthay_doi:\n", f"\nthay_doi:\n  - {{ngay: {today}, gi: Thêm nguyên văn, vi_sao: Nhập từ tệp chính thức}}\n", 1)
    remark = Remark(f"nguyên văn đã đặt dưới phần tóm tắt của {path}", "so với tệp gốc; trang đã thẩm định thì phải thẩm định lại")
    return Draft(path, text, tuple(pieces), fields, pictures, (remark,), added_to=True)


def _half_a_year_later(day: date) -> date:
    month = day.month + 6
    return date(day.year + (month - 1) // 12, (month - 1) % 12 + 1, min(day.day, 28))


def _ordered(meta: dict[str, Any]) -> dict[str, Any]:
    rank = {item.key: at for at, item in enumerate(FIELDS)}
    return dict(sorted(meta.items(), key=lambda item: rank.get(item[0], len(rank))))


class _Lines(dict[str, Any]):
    """A mapping that is written one key a line, however short."""


class _Dumper(yaml.SafeDumper):
    """Lists indented as staff write them; a value used twice is written twice."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_representer(_Lines, lambda dumper, lines: dumper.represent_mapping("tag:yaml.org,2002:map", lines, flow_style=False))


def _yaml(meta: dict[str, Any]) -> str:
    return yaml.dump(meta, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=None, width=10_000)


def write(draft: Draft, root: Path) -> None:
    """Put a draft and its pictures in their place.

    Raises: OSError, when the disk refuses; then nothing of it is left behind."""
    target, assets = root / draft.path, root / "docs" / "assets" / (draft.folder or draft.slug)
    target.parent.mkdir(parents=True, exist_ok=True)
    made_assets = False
    staged = ""
    try:
        handle, staged = tempfile.mkstemp(dir=target.parent, prefix=".nhap-", suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(draft.text)
            file.flush()
            os.fsync(file.fileno())
        Path(staged).chmod(0o644)
        if draft.pictures:
            assets.mkdir(parents=True)
            made_assets = True
            for picture in draft.pictures:
                (assets / picture.file).write_bytes(picture.content)
        if not draft.added_to and target.exists():
            raise FileExistsError(f"{draft.path}")
        Path(staged).replace(target)
    except BaseException:
        if staged:
            Path(staged).unlink(missing_ok=True)
        if made_assets:
            shutil.rmtree(assets, ignore_errors=True)
        raise
