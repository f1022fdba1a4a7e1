"""Pages that no one wrote – a quiz, a sheet, slides, a form to fill in: made of a page that somebody did write.

They answer to that page: its newest change, its review date, its owner, its state are theirs."""

from __future__ import annotations

import re

from portal.content import Page

LONGEST = 70                                     # letters of a title, as fields.py has it
LINK = re.compile(r"\]\((?P<place>[^)\s#]*)(?P<anchor>#[^)\s]*)?\)")


def front(page: Page, title: str, description: str, english: tuple[str, str] | None = None) -> str:
    """The front matter of a page made of `page`, with both fences; `english` are title and description in English.

    A title too long for a title is cut, with an ellipsis."""
    named = {"title": _short(title), "description": description}
    if english:
        named |= {"title_en": _short(english[0]), "description_en": english[1]}
    return ("---\n" + "".join(f"{key}: {_quoted(said)}\n" for key, said in named.items())
            + f"doi_tuong: [hoa-giai-vien]\nlinh_vuc: [nghiep-vu]\nnguon: [35/2013/QH13]\nthay_doi: [{_newest(page)}]\n"
            f"ra_soat: {page.meta.get('ra_soat')}\nphu_trach: {_quoted(str(page.meta.get('phu_trach', '')))}\n"
            f"trang_thai: {page.meta.get('trang_thai')}\nkieu: trang\n---\n")


def one_folder_down(text: str) -> str:
    """The links of a page's text, as a page one folder below it must write them."""
    def moved(link: re.Match[str]) -> str:
        place = link["place"]
        return link[0] if not place or re.match(r"[a-z]+:", place) else f"](../{place}{link['anchor'] or ''})"
    return LINK.sub(moved, text)


def _newest(page: Page) -> str:
    notes = page.meta.get("thay_doi")
    last = [note for note in notes if isinstance(note, dict)][-1:] if isinstance(notes, list) else []
    return "".join(f"{{ngay: {note.get('ngay')}, gi: Theo trang gốc}}" for note in last)


def _short(title: str) -> str:
    return title if len(title) <= LONGEST else title[: LONGEST - 1].rstrip() + "…"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
