"""Stories of real people: consent, a public source, a way to have them removed – and what goes when they ask.

That a story is either made up or consented to is a rule of check.py."""

from __future__ import annotations

from collections.abc import Iterator

from portal.content import PICTURE, Page, Site
from portal.problems import Problem

REMOVAL_PAGES = ("gioi-thieu/rieng-tu.md", "gioi-thieu/phan-anh.md")     # where a reader learns how to have a story removed


def problems(site: Site) -> list[Problem]:
    """Stories of real people that lack a public source or the way to removal."""
    return [problem for page in site.pages if page.kind == "guong-hoa-giai" and page.meta.get("dong_y") and not page.is_withdrawn
            for problem in _real_story(page)]


def _real_story(page: Page) -> Iterator[Problem]:
    sources = page.meta.get("nguon")
    public = [source for source in sources if isinstance(source, dict) and source.get("dia_chi") not in (None, "", "chua_co")] if isinstance(sources, list) else []
    if not public:
        yield Problem(page.path, page.line("nguon"), "chuyện người thật chưa có nguồn công khai", "thêm vào «nguon» bài đã đăng chính thức: {ten, dia_chi, ngay_doc}")
    if not any(place in page.body for place in REMOVAL_PAGES):
        yield Problem(page.path, page.body_line, "chuyện người thật chưa nói cách xin gỡ bài", "thêm câu có liên kết tới  ../gioi-thieu/rieng-tu.md")


def withdrawn_files(site: Site) -> frozenset[str]:
    """Files (from the repository root) that no build may hold: pictures used by withdrawn pages alone."""
    gone = {file for page in site.pages if page.is_withdrawn for file in _pictures(page)}
    still = {file for page in site.pages if not page.is_withdrawn for file in _pictures(page)}
    return frozenset(gone - still)


def _pictures(page: Page) -> Iterator[str]:
    entries = page.meta.get("anh")
    listed = [str(entry.get("tep", "")) for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    for target in (*(shown["file"] for shown in PICTURE.finditer(page.body)), *listed):
        if target and ":" not in target:
            yield _from_root(page, target)


def _from_root(page: Page, target: str) -> str:
    """A picture's path from the root; `anh` may give a bare path from docs/ ("assets/anh/x.jpg")."""
    if target.startswith(("assets/", "docs/")):
        return f"docs/{target.removeprefix('docs/')}"
    return page.leads_to(target)
