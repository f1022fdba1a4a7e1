"""From the file on the desk to a clean draft page: Word (.docx, .doc) and PDF.

    limits (what is let in) → word | pdf | office → Document → letterhead → layout → structure → markup → draft → report

`run` is the only doorway. Bounds of size, time and memory stand in `limits`."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from portal import content, privacy
from portal.content import Site
from portal.importing import draft as drafts
from portal.importing import kinds, legacy_fonts, letterhead, limits, office, pdf, pictures, report, word, words
from portal.importing.blocks import spans
from portal.importing.document import Document, Remark
from portal.importing.draft import Draft, Place
from portal.importing.limits import Refused, Source
from portal.importing.report import Row
from portal.problems import Problem
from portal.vietnamese import canonical

SUFFIXES = (".docx", ".docm", ".dotx", ".doc", ".rtf", ".pdf")


@dataclass(frozen=True)
class Outcome:
    """What came of one file: the page written ("" when none), the lines for the screen, the problems left.

    Exit code 1 when any problem blocks. `report` is the path of the side-by-side view, `rows` are its lines; `remarks` is what
    was done to the text, and what staff must look at."""

    source: str
    page: str
    lines: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    report: str = ""
    rows: tuple[Row, ...] = ()
    remarks: tuple[Remark, ...] = ()


def run(paths: list[Path], root: Path, *, modern: bool = False, today: date | None = None) -> list[Outcome]:
    """Import files, and all Word and PDF files of folders, in the order given.

    With `modern`, tone marks are put where modern writing puts them (hoà → hòa). Never raises on what the files hold."""
    outcomes: list[Outcome] = []
    seen: dict[str, str] = {}
    place: Place | None = None
    for path in _files(paths):
        name = path.name
        try:
            source = limits.read(path)
            mark = hashlib.sha256(source.content).hexdigest()
            if mark in seen:
                raise Refused(f"tệp này giống hệt «{seen[mark]}» vừa nhập", "không phải làm gì: mỗi tệp chỉ nhập một lần")
            place = place or _place(root)
            outcome, place = _import(source, place, today or date.today(), modern=modern)
            outcomes.append(outcome)
            seen[mark] = name
        except Refused as refusal:
            outcomes.append(_refused(name, refusal.what, refusal.fix))
        except OSError as error:
            outcomes.append(_refused(name, *_disk(error)))
        except MemoryError:
            outcomes.append(_refused(name, "máy không đủ bộ nhớ để đọc tệp này", "đóng bớt chương trình, hoặc chia tệp làm nhiều phần"))
    return outcomes or [_refused("", "không có tệp Word hay PDF nào để nhập", "chỉ đúng tệp .docx, .doc, .pdf, hoặc thư mục có các tệp ấy")]


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            # ~$… is Word's mark that a file is open.
            yield from sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and not file.name.startswith(("~$", ".")) and file.is_file())
        else:
            yield path


def _import(source: Source, place: Place, today: date, *, modern: bool) -> tuple[Outcome, Place]:
    """What came of a file, and the site as it is now."""
    document = _read(source)
    if not any(word_ for line in document.lines for word_ in words.of(line)) and not document.pictures:
        raise Refused("tệp không có chữ nào", "xem lại có đúng tệp không")
    head = letterhead.read(document.blocks)
    guess = kinds.guess(head, head.body, source.name)
    used = [span.image for span in spans(head.body) if span.image]
    emblems = sum(1 for span in spans(document.blocks) if span.image) - len(used)
    ready, said = pictures.prepare(document.pictures, used)
    draft = drafts.compose(document, head, guess, (source.name, today), place, ready)
    if modern:
        draft = _modernised(draft)
    # Words first: the proof is of the draft that is written, not of a step before it.
    missing = words.missing((w for line in document.lines for w in words.of(canonical(line) if modern else line)), draft.words)
    total = sum(len(words.of(line)) for line in document.lines)
    found = [*map(Remark, source.notes), *document.remarks, *said, *_emblems(emblems)]
    remarks = [*found, *draft.remarks, report.lost_words(missing, total), *_advice(document, draft, modern=modern)]
    columns = _columns(draft, document)
    # The view first: should the disk be full, no page is there without its view.
    view = _write_view(place.root, source.name, draft, (remarks, columns))
    try:
        drafts.write(draft, place.root)
    except BaseException:
        (place.root / view).unlink(missing_ok=True)
        raise
    problems = tuple(_gate(place.root, draft))
    lines = report.on_screen(source.name, draft.path, remarks, problems, view)
    return Outcome(source.name, draft.path, lines, problems, view, tuple(report.pairs(*columns)), tuple(remarks)), place.with_page(draft)


def _read(source: Source) -> Document:
    if source.kind == "pdf":
        return pdf.read(source.content)
    return word.read(source.content if source.kind == "docx" else office.to_docx(source))


def _place(root: Path) -> Place:
    site, _ = content.read(root)
    return Place(root, frozenset(page.slug for page in site.pages), frozenset(page.title.casefold() for page in site.pages),
                 {str(page.meta["so_hieu"]): root / page.path for page in site.laws})


def _modernised(draft: Draft) -> Draft:
    """Tone marks moved in the text alone: names of pictures and anchors have none."""
    fields = {key: [canonical(line) for line in value] if isinstance(value, list) else canonical(value) for key, value in draft.fields.items()}
    return replace(draft, text=canonical(draft.text), pieces=tuple(map(canonical, draft.pieces)), fields=fields)


def _emblems(count: int) -> list[Remark]:
    return [Remark(f"bỏ {count} hình ở phần đầu hoặc phần ký (quốc huy, biểu trưng, con dấu)", "hình nào là của bài thì thêm lại vào trang")] if count > 0 else []


def _advice(document: Document, draft: Draft, *, modern: bool) -> list[Remark]:
    remarks = []
    legacy = legacy_fonts.looks_legacy(" ".join(document.lines[:400]))
    if legacy:
        font = {"TCVN3": ".VnTime", "VNI": "VNI-Times"}[legacy]
        remarks.append(Remark(f"chữ có vẻ gõ bằng phông cũ ({legacy}) mà tệp không ghi tên phông", f"mở bằng Word, chọn đúng phông {font} cho đoạn ấy, lưu lại rồi nhập"))
    old = {found for found in {part for line in document.lines for part in line.split()} if canonical(found) != found}
    if old and not modern and not legacy:
        remarks.append(Remark(f"có {len(old)} chữ đặt dấu kiểu cũ ({', '.join(sorted(old)[:4])}…): giữ như tệp gốc",
                              "bài của xã mình thì nhập lại với --dau-moi để đổi cả bài; văn bản của cơ quan khác thì để nguyên"))
    wide = sum(1 for piece in draft.pieces if piece.startswith("| ") and piece.split("\n", 1)[0].count(" | ") > 3)
    if wide:
        remarks.append(Remark(f"có {wide} bảng rộng hơn 4 cột: khó xem trên điện thoại", "tách bảng, hoặc viết thành danh sách"))
    return remarks


def _gate(root: Path, draft: Draft) -> list[Problem]:
    """What the gate says of the new page: its front matter, and personal data in it."""
    page, problems = content.read_page(root, root / draft.path, "vi")
    return [*problems, *privacy.problems(Site(root, (page,), {}))]


def _columns(draft: Draft, document: Document) -> tuple[list[str], list[str]]:
    upper, lower = ([line for key, value in draft.fields.items() if (key in ("noi_nhan", "ky")) == below for line in (value if isinstance(value, list) else [value])]
                    for below in (False, True))
    source = [line for line in document.lines if words.of(line)]
    return source, report.in_source_order(source, upper, list(report.shown(draft.pieces)), lower)


def _write_view(root: Path, name: str, draft: Draft, said: tuple[list[Remark], tuple[list[str], list[str]]]) -> str:
    folder = root / report.FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{draft.slug}.html"
    try:
        file.write_text(report.side_by_side(name, draft.path, *said), encoding="utf-8")
    except OSError:
        file.unlink(missing_ok=True)
        raise
    return file.relative_to(root).as_posix()


def _disk(error: OSError) -> tuple[str, str]:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "đĩa đầy, chưa ghi gì", "xóa bớt tệp không dùng rồi nhập lại"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "không có quyền ghi vào thư mục của cổng, chưa ghi gì", "xem thư mục docs/ có bị khóa không"
    return f"không ghi được ra đĩa ({error.strerror or 'lỗi đĩa'}), chưa ghi gì", "xem lại ổ đĩa rồi nhập lại"


def _refused(name: str, what: str, fix: str) -> Outcome:
    problem = Problem(name or "portal import", 0, what, fix)
    return Outcome(name, "", tuple(str(problem).splitlines()), (problem,))
