"""What a form must hold beyond its shape: numbers once, provisions that exist, tables as wide as the sheet."""

from __future__ import annotations

from collections.abc import Iterator

from portal import citations
from portal.content import Page, Site, beside
from portal.forms.model import Form, Signatures, Table
from portal.forms.reading import problem, read
from portal.problems import Problem


def problems(site: Site) -> list[Problem]:
    """Everything wrong with the data of the forms."""
    found: list[Problem] = []
    seen: dict[str, str] = {}
    for page in site.of("vi", "bieu-mau"):
        forms, wrong = read(page)
        found += wrong
        for place, form in enumerate(forms):
            for name in (form.number, form.stem):
                if name in seen:
                    found.append(problem(page, f"mau.{place}", f"«{name}» đã dùng ở {seen[name]}", "mỗi mẫu một số và một tên tệp riêng"))
                seen[name] = beside(page.path)
            found += [*_number(page, form), *_provisions(page, place, form), *_widths(page, place, form)]
    return found


def _number(page: Page, form: Form) -> Iterator[Problem]:
    if form.number not in str(page.meta.get("so_mau", "")).replace(",", " ").split():
        yield Problem(page.path, page.line("so_mau"), f"«so_mau» thiếu {form.number}", f"ghi đủ các mẫu của trang, ví dụ  so_mau: {form.number}")


def _provisions(page: Page, place: int, form: Form) -> Iterator[Problem]:
    """`luat` must be a citation with article and law number, so that the reader can follow it."""
    named = [(f"mau.{place}.phan.{g}.truong.{f}.luat", field.law)
             for g, group in enumerate(form.groups) for f, field in enumerate(group.fields)]
    named += [(f"mau.{place}.bo_cuc.{b}.luat", block.law) for b, block in enumerate(form.blocks) if isinstance(block, Signatures)]
    for key, law in named:
        if law and not any(cite.article and cite.number for cite in citations.find(law)):
            yield problem(page, key, f"«luat» không phải một dẫn chiếu đủ điều và số hiệu: “{law}”",
                          "viết như  điểm a khoản 2 Điều 24 Luật Hòa giải ở cơ sở số 35/2013/QH13")


def _widths(page: Page, place: int, form: Form) -> Iterator[Problem]:
    for b, block in enumerate(form.blocks):
        if isinstance(block, Table) and (total := sum(width for _, _, width in block.columns)) != 100:
            yield problem(page, f"mau.{place}.bo_cuc.{b}", f"các cột cộng lại {total} phần trăm", "sửa cho cộng lại đúng 100")
