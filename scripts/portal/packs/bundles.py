"""Which packs there are and what lies in each: the village's, each course's for learners and for trainers, the laws, each field's.

A pack is named by what it is for; it holds books (PDF, made of pages of the site), and files of the site: the forms
that its pages link to, blank, as Word and PDF, and the sheet to sign for having received it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.content import Page, Site
from portal.practice import QUIZ, SHEET
from portal.vietnamese import sort_key

VILLAGE = "truyen-thong/goi-cua-thon/"
RECEIPT = "bieu-mau/phieu-ky-nhan-tai-lieu/"
LEARNER_SHEET = "phieu-hoc-vien"
FORM_LINK = re.compile(r'href="(?:\.\./)+(bieu-mau/[a-z0-9-]+/)(?:index\.html)?["#]')


@dataclass(frozen=True)
class Book:
    """A PDF of several pages. `pages` are addresses; without `answers` the explanations of quizzes stay out."""

    name: str
    title: str
    pages: tuple[str, ...]
    answers: bool = True


@dataclass(frozen=True)
class Bundle:
    """A pack to be made: the name of its file, what it is called, what it is for, its books, and the addresses of its forms."""

    code: str
    title: str
    say: str
    books: tuple[Book, ...]
    forms: tuple[str, ...] = ()
    notice: bool = False                          # the sheet for the notice-board

    @property
    def pages(self) -> tuple[str, ...]:
        """The addresses of the pages of all its books."""
        return tuple(dict.fromkeys(page for book in self.books for page in book.pages))


def bundles(site: Site, site_dir: Path) -> tuple[Bundle, ...]:
    """All packs for which the site has pages, in the order in which they are listed."""
    there = _Shelf(site, site_dir)
    found = [*there.village(), *there.courses(), *there.laws(), *there.fields()]
    return tuple(bundle for bundle in found if any(book.pages for book in bundle.books))


class _Shelf:
    """The pages of one built site, as packs look for them."""

    def __init__(self, site: Site, site_dir: Path) -> None:
        self.site_dir = site_dir
        self.by_url = {page.url: page for page in site.vi if not page.is_withdrawn and self.has(page.url)}
        self.topics = [row for row in site.tables.get("linh-vuc") or [] if isinstance(row, dict)]

    def has(self, url: str) -> bool:
        return (self.site_dir / url / "index.html").is_file()

    def village(self) -> Iterator[Bundle]:
        if VILLAGE not in self.by_url:
            return
        talks = self._in("truyen-thong/phat-thanh/")
        yield Bundle("goi-cua-thon", "Gói của thôn", "Giấy dán bảng tin có mã QR, bài nói ở họp thôn, các mẫu giấy của tổ, phiếu nêu khó khăn, lời đọc loa.",
                     (Book("bo-tai-lieu-cua-thon.pdf", "Bộ tài liệu của thôn", (VILLAGE,)), Book("loi-doc-loa.pdf", "Lời đọc trên loa thôn", talks)),
                     self.forms((VILLAGE,)), notice=True)

    def courses(self) -> Iterator[Bundle]:
        """Each folder of courses twice: for those who learn, without answers, and for those who teach."""
        folders = dict.fromkeys(url.split("/")[1] for url in self.by_url if url.startswith("tap-huan/") and url.count("/") > 2)
        for folder in folders:
            index = self.by_url.get(f"tap-huan/{folder}/")
            title = index.title if index else folder
            lessons = self._in(f"tap-huan/{folder}/")
            yield Bundle(f"{folder}-tap-huan-vien", f"{title}: cho tập huấn viên", "Bài học, câu hỏi có lời giải, phiếu phát cho người học.",
                         self._books(lessons, taught=True), self.forms(lessons))
            if books := self._books(lessons, taught=False):
                yield Bundle(f"{folder}-hoc-vien", f"{title}: cho người học", "Bài học và phiếu, không có lời giải.", books)

    def _books(self, lessons: tuple[str, ...], *, taught: bool) -> tuple[Book, ...]:
        sheets = (*(page for page in lessons if LEARNER_SHEET in page), *self._below(lessons, SHEET))
        cases = {page.removesuffix(f"{SHEET}/") for page in sheets}
        own = tuple(page for page in lessons if page not in sheets)
        read = own if taught else tuple(page for page in own if page not in cases and self._is_for_learners(page))
        found = (Book("bai-hoc.pdf", "Bài học", read),
                 Book("cau-hoi-co-loi-giai.pdf" if taught else "cau-hoi.pdf", "Câu hỏi có lời giải" if taught else "Câu hỏi", self._below(read, QUIZ), answers=taught),
                 Book("phieu-hoc-vien.pdf", "Phiếu học viên", sheets))
        return tuple(book for book in found if book.pages)

    def _is_for_learners(self, url: str) -> bool:
        return self.by_url[url].meta.get("doi_tuong") != ["tap-huan-vien"]

    def laws(self) -> Iterator[Bundle]:
        """The digests of the law, a book for each field."""
        by_field = {str(row.get("ma")): (str(row.get("ten")), self._of_field(str(row.get("ma")), "phap-luat")) for row in self.topics}
        yield Bundle("van-ban", "Văn bản pháp luật, bản tóm lược", "Mỗi lĩnh vực một quyển: từng điều bằng lời dễ hiểu, còn hiệu lực hay không, ngày kiểm tra.",
                     tuple(Book(f"van-ban-{code}.pdf", f"Văn bản: {name}", laws) for code, (name, laws) in by_field.items() if laws))

    def fields(self) -> Iterator[Bundle]:
        for row in self.topics:
            cards = self._of_field(str(row.get("ma")), "tinh-huong")
            if cards:
                skills = self._of_field(str(row.get("ma")), "ky-nang")
                books = (Book("tinh-huong.pdf", f"Tình huống: {row.get('ten')}", cards), Book("ky-nang-thu-tuc.pdf", f"Kỹ năng và thủ tục: {row.get('ten')}", skills))
                yield Bundle(f"linh-vuc-{row.get('ma')}", f"Lĩnh vực {str(row.get('ten')).lower()}", "Các thẻ tình huống, kỹ năng và mẫu giấy hay dùng của lĩnh vực này.",
                             tuple(book for book in books if book.pages), self.forms(cards))

    def forms(self, pages: Iterable[str]) -> tuple[str, ...]:
        """The forms that these pages link to, and the receipt; addresses, sorted."""
        linked = {form for page in pages for form in FORM_LINK.findall(self._article(page))}
        return tuple(sorted(form for form in {*linked, RECEIPT} if form in self.by_url and any((self.site_dir / form).glob("*-trong.*"))))

    def _article(self, url: str) -> str:
        page = (self.site_dir / url / "index.html").read_text(encoding="utf-8")
        return page.partition("<article")[2].partition("</article>")[0]

    def _of_field(self, code: str, section: str) -> tuple[str, ...]:
        pages = [page for page in self.by_url.values() if page.section == section and page.kind == section and code in (page.meta.get("linh_vuc") or [])]
        return tuple(page.url for page in sorted(pages, key=_by_title))

    def _in(self, folder: str) -> tuple[str, ...]:
        return tuple(sorted(url for url in self.by_url if url.startswith(folder) and url != folder))

    def _below(self, pages: Iterable[str], name: str) -> tuple[str, ...]:
        return tuple(f"{page}{name}/" for page in pages if self.has(f"{page}{name}/"))


def _by_title(page: Page) -> object:
    return sort_key(page.title)
