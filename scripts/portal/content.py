"""A Markdown file → a Page; the folder of them → a Site. Reads the disk, decides nothing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from portal import fields, front_matter
from portal.fields import KINDS
from portal.problems import Problem

LANGUAGES = ("vi", "en")                        # the first one stands at the root of the site
PLAIN_SECTIONS = ("gioi-thieu", "linh-vuc", "so-tay")
SECTIONS = (*(folder for folder in KINDS if folder != "trang"), *PLAIN_SECTIONS)
GOOD_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
AGENCY = "docs/bang/co-quan.yml"                 # all that is this commune's own, with the pages marked `rieng: true`
UNKNOWN = "cho_xa_bo_sung"                      # the value of what the commune has not told yet
OWN = re.compile(r"«(?<!`«)((?:ten_xa|ten_tinh|ke_hoach)(?:_en)?|toa_an|TEN_XA|TEN_TINH)»")
HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*\s*$", re.MULTILINE)
HEADING_ID = re.compile(r"\s*\{[:\s]*#([\w-]+)[^}]*\}\s*$")
CODE = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)
PICTURE = re.compile(r"!\[(?P<alt>[^\]\n]*)\]\(<?(?P<file>[^)\s>]+)>?[^)]*\)")


@dataclass(frozen=True)
class Heading:
    """A heading of a body; `id` is the one its author gave, None when the site makes it of the words."""

    level: int
    text: str
    id: str | None
    line: int                                   # line of the file


@dataclass(frozen=True)
class Page:
    """One page as its author wrote it; text in NFC, line ends as \\n.

    `url` is the address from the site root ("tinh-huong/vay-no/", "en/…", "" for home). `data` is the file of
    the same name beside it (giay-moi.yml), parsed. `lines` gives the file line of each key ("hoi.2.vi" → 17)."""

    path: str
    lang: str
    kind: str
    slug: str
    url: str
    meta: dict[str, Any]
    lines: dict[str, int]
    body: str
    body_line: int
    source: str
    data: Any = None
    data_lines: dict[str, int] = field(default_factory=dict)

    def line(self, key: str) -> int:
        """The file line of a key, or of the nearest key around it; 1 when there is none."""
        while key:
            if key in self.lines:
                return self.lines[key]
            key = key.rpartition(".")[0]
        return 1

    def text_line(self, offset: int) -> int:
        """The file line of a place in the body."""
        return self.body_line + self.body.count("\n", 0, offset)

    @property
    def title(self) -> str:
        """The title; of a page that has none yet, its slug."""
        return str(self.meta.get("title", self.slug))

    @cached_property
    def place(self) -> str:
        """The address without the language, the same for a page and its translation: "tinh-huong/vay-no/"."""
        return self.url.removeprefix("en/")

    @cached_property
    def section(self) -> str:
        """The first folder of the address: "tinh-huong"; "" for pages at the top."""
        return first if (first := self.place.split("/")[0]) in SECTIONS else ""

    @cached_property
    def updated(self) -> date | None:
        """The day of the newest change note."""
        notes = self.meta.get("thay_doi")
        days = [note.get("ngay") for note in notes if isinstance(note, dict)] if isinstance(notes, list) else []
        return max((day for day in days if type(day) is date), default=None)

    @property
    def is_draft(self) -> bool:
        """Whether it is still being written: previewed with a banner, left out of production."""
        return self.meta.get("trang_thai") == "nhap"

    @property
    def is_withdrawn(self) -> bool:
        """Whether the people of the story have asked to be removed: the address stays, nothing is told there."""
        return "rut_lai" in self.meta

    @property
    def prose(self) -> str:
        """The body with code blanked; every letter and line keeps its place."""
        if "```" not in self.body and "~~~" not in self.body:
            return self.body
        return CODE.sub(lambda code: re.sub(r"[^\n]", " ", code.group()), self.body)

    def leads_to(self, target: str) -> str:
        """The path from the repository root that a relative link on this page means; never above the root."""
        parts: list[str] = []
        for part in (PurePosixPath(self.path).parent / target).parts:
            parts = parts[:-1] if part == ".." else [*parts, part]
        return "/".join(parts)

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The headings of the body, code left out."""
        found = []
        for match in HEADING.finditer(self.prose):
            given = HEADING_ID.search(match.group(2))
            text = HEADING_ID.sub("", match.group(2))
            found.append(Heading(len(match.group(1)), text, given.group(1) if given else None, self.text_line(match.start())))
        return tuple(found)


@dataclass(frozen=True, eq=False)               # one site is itself: what is made of it once may be asked for by it
class Site:
    """All that staff wrote: the pages, sorted by path, and the tables of docs/bang/ by file name."""

    root: Path
    pages: tuple[Page, ...]
    tables: dict[str, Any]
    table_lines: dict[str, dict[str, int]] = field(default_factory=dict)

    def of(self, lang: str, kind: str | None = None) -> tuple[Page, ...]:
        """The pages of a language, of one kind when it is given."""
        return tuple(page for page in self.pages if page.lang == lang and kind in (None, page.kind))

    @cached_property
    def vi(self) -> tuple[Page, ...]:
        return self.of("vi")

    @cached_property
    def en(self) -> tuple[Page, ...]:
        return self.of("en")

    @cached_property
    def laws(self) -> tuple[Page, ...]:
        """The pages that are a law: of docs/vi/phap-luat/, with a number."""
        return tuple(page for page in self.of("vi", "phap-luat") if isinstance(page.meta.get("so_hieu"), str))

    @cached_property
    def by_url(self) -> dict[str, Page]:
        """The pages of both languages by their address from the site root."""
        return {page.url: page for page in self.pages}

    @property
    def agency(self) -> dict[str, Any]:
        """What is this commune's own, the table of docs/bang/co-quan.yml; empty when it cannot be read."""
        table = self.tables.get(Path(AGENCY).stem)
        return table if isinstance(table, dict) else {}

    @property
    def moved(self) -> dict[str, str]:
        """Old address → new one, both from the site root without a slash in front: what `chuyen_tu` says."""
        return {f"{str(old).strip('/')}/": page.url for page in self.pages for old in page.meta.get("chuyen_tu") or []}

    @property
    def newest_change(self) -> date:
        """The date of this state of the site: no clock, no Git, so two builds of one content agree."""
        return max((page.updated for page in self.pages if page.updated), default=date(2026, 1, 1))


def read(root: Path) -> tuple[Site, list[Problem]]:
    """Everything under docs/, and what could not be read. Never raises on what staff wrote."""
    problems: list[Problem] = []
    pages = []
    own = _agency(root)
    for lang in LANGUAGES:
        for file in sorted((root / "docs" / lang).rglob("*.md")):
            page, wrong = read_page(root, file, lang, own)
            pages.append(page)
            problems += wrong
    tables, table_lines = {}, {}
    for file in sorted((root / "docs" / "bang").glob("*.yml")):
        parsed = _read_yaml(root, file, {} if file.stem == Path(AGENCY).stem else own)
        tables[file.stem], table_lines[file.stem] = parsed.value, parsed.lines
        problems += parsed.problems
    return Site(root, tuple(pages), tables, table_lines), problems


def beside(path: str) -> str:
    """The path of the data file of a page, of the same name: "docs/vi/bieu-mau/giay-moi.yml"."""
    return f"{path.removesuffix('.md')}.yml"


def filled(text: str, agency: dict[str, Any]) -> str:
    """The text with the commune's own names in their places: «ten_xa» → "xã Dương Hưu", «TEN_XA» in capitals; `«ten_xa»` as code stays.

    What the commune has not told is said to be missing, for everyone to see."""
    def own(found: re.Match[str]) -> str:
        name = agency.get(found[1].lower(), UNKNOWN)
        if name == UNKNOWN:
            return "(chờ xã bổ sung)"
        return str(name).upper() if found[1].isupper() else str(name)
    return OWN.sub(own, text)


def _agency(root: Path) -> dict[str, Any]:
    value = _read_yaml(root, root / AGENCY, {}).value if (root / AGENCY).exists() else None
    return value if isinstance(value, dict) else {}


def read_page(root: Path, file: Path, lang: str, own: dict[str, Any] | None = None) -> tuple[Page, list[Problem]]:
    """One page and what is wrong with it; `own` is the table of the commune, read when it is not given."""
    path = file.relative_to(root).as_posix()
    own = _agency(root) if own is None else own
    source, problems = _read_text(file, path)
    source = filled(source, own)
    data_file = file.with_suffix(".yml")
    data = _read_yaml(root, data_file, own) if data_file.exists() else front_matter.Parsed(None)
    page, wrong = parse(path, source, data)
    return page, [*problems, *data.problems, *wrong]


def parse(path: str, source: str, data: front_matter.Parsed | None = None) -> tuple[Page, list[Problem]]:
    """The page of a text that stands, or might stand, at `path` ("docs/vi/tinh-huong/vay-no.md")."""
    problems: list[Problem] = []
    data = data or front_matter.Parsed(None)
    _, lang, *parts = path.removesuffix(".md").split("/")
    place = Path(*parts)
    head, body, body_line = front_matter.split(source)
    if head is None:
        problems.append(_headless(path, source))
    parsed = front_matter.parse(head or "", path, 2)
    meta = parsed.value if isinstance(parsed.value, dict) else {}
    if head is not None and not meta and not parsed.problems:
        problems.append(Problem(path, 1, "phần đầu trang trống", "điền các trường, xem docs/mau/"))
    problems += parsed.problems
    page = Page(path, lang, _kind(place, meta), place.name, _url(place, lang), meta, parsed.lines, body, body_line, source, data.value, data.lines)
    return page, problems + (_shape_problems(page, place) if meta else [])


def _headless(path: str, source: str) -> Problem:
    """Why no front matter was seen: none, not closed, or its first line not quite right."""
    if source.startswith("---\n"):
        return Problem(path, 1, "phần đầu trang chưa đóng", "thêm một dòng chỉ có  ---  sau trường cuối cùng của phần đầu")
    if re.match(r"\s*-{2,}[ \t]*\n", source):
        return Problem(path, 1, "dòng mở phần đầu viết sai", "dòng 1 phải là đúng ba dấu  ---  , trước nó không có dòng trống hay dấu cách")
    return Problem(path, 1, "thiếu phần đầu trang", "thêm phần đầu giữa hai dòng ---, xem docs/mau/")


def _shape_problems(page: Page, place: Path) -> list[Problem]:
    """What is wrong with the name, the keys and the order of sections of one page."""
    found = fields.problems(page.path, page.lang, page.kind, page.meta, page.line)
    for part in place.parts:
        if not GOOD_NAME.fullmatch(part):
            found.append(Problem(page.path, 0, f"tên tệp hoặc thư mục «{part}» sai", "chỉ dùng chữ thường không dấu a–z, số và dấu gạch nối"))
    return found


def _kind(place: Path, meta: dict[str, Any]) -> str:
    if isinstance(meta.get("kieu"), str) or place.name == "index":
        return "trang"
    return place.parts[0] if place.parts[0] in KINDS and len(place.parts) > 1 else "trang"


def _url(place: Path, lang: str) -> str:
    parts = [*([] if lang == LANGUAGES[0] else [lang]), *(place.parts if place.name != "index" else place.parts[:-1])]
    return "".join(f"{part}/" for part in parts)


def _read_text(file: Path, path: str) -> tuple[str, list[Problem]]:
    """The file as NFC text with plain line ends; a byte order mark and Windows line ends are fine."""
    try:
        raw = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.read_bytes().count(b"\n", 0, error.start) + 1
        return "", [Problem(path, line, "tệp không phải dạng chữ UTF-8", "mở bằng Notepad, chọn Lưu thành (Save as), mã hóa UTF-8")]
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    normal = unicodedata.normalize("NFC", text)
    if normal == text:
        return text, []
    line = next(n for n, part in enumerate(text.split("\n"), 1) if unicodedata.normalize("NFC", part) != part)
    return normal, [Problem(path, line, "chữ có dấu gõ rời (Unicode tổ hợp)", "gõ lại dòng này bằng Unicode dựng sẵn, hoặc mở và lưu lại trong Bàn biên tập")]


def _read_yaml(root: Path, file: Path, own: dict[str, Any]) -> front_matter.Parsed:
    path = file.relative_to(root).as_posix()
    text, problems = _read_text(file, path)
    parsed = front_matter.parse(filled(text, own), path)
    return front_matter.Parsed(parsed.value, parsed.lines, (*problems, *parsed.problems))
