"""The parts of the site that come from a form's data: on its page, the page to fill it in, the page to print it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from portal import derived
from portal.content import Page, Site
from portal.forms import fill_in, screen
from portal.forms.model import Form
from portal.forms.reading import read
from portal.vietnamese import sort_key

POINT = re.compile(r"^điểm \w+ ")
WORDS = {
    "vi": {"sheets": "Mẫu trống và mẫu đã điền", "blank": "Mẫu trống", "sample": "Mẫu đã điền", "fictional": "minh họa", "word": "Tải tệp Word",
           "pdf": "Mở bản PDF", "fill": "Điền trên máy này", "print": "In mẫu trống", "light": "Mỗi tệp Word chưa tới 15 KB, mỗi tệp PDF chưa tới 60 KB.",
           "law": "Luật yêu cầu ghi gì", "none": "Không thấy luật bắt buộc ô nào trong mẫu này. Các ô là gợi ý để làm gọn và đủ ý.",
           "rest": "Các ô còn lại là gợi ý để đủ ý.", "asks": "Thủ tục yêu cầu", "see": "hình thu nhỏ của"},
    "en": {"sheets": "Blank form and filled sample", "blank": "Blank form", "sample": "Filled sample", "fictional": "fictional", "word": "Word file",
           "pdf": "Open the PDF", "fill": "Fill in on this device", "print": "Print the blank form", "light": "Each Word file is under 15 KB, each PDF under 60 KB.",
           "law": "What the law requires", "none": "No provision was found that requires a field of this form; all are suggestions.",
           "rest": "The other fields are suggestions.", "asks": "The procedure asks for", "see": "thumbnail of"}}


def markdown(page: Page, forms: list[Form], up: str = "") -> str:
    """The part of a form's page that its data gives: files, pictures, the way to fill it in, what the law requires.

    `up` leads from the page to the Vietnamese page, where the files lie: "" there, "../../../bieu-mau/…/" in English."""
    words = WORDS[page.lang]
    parts = [f"## {words['sheets']} {{#mau}}"]
    for place, form in enumerate(forms):
        if len(forms) > 1:
            parts.append(f"### {form.number}. {form.name if page.lang == 'vi' else form.name_en} {{#{form.number.lower()}}}")
        parts += [_sheets(form, words, up), _acts(form, words, up, first=not place)]
        parts.append(f"**{words['law']}**\n\n{_required(form, words)}")
    return "\n\n".join([*parts, f"*{words['light']}*"]) + "\n"


def made(site: Site) -> dict[str, str]:
    """Pages that no one wrote: path → Markdown with front matter, of every form's fill-in and print page."""
    return {path: text for page in site.of("vi", "bieu-mau") for place, form in enumerate(read(page)[0])
            for path, text in _made(page, form, first=not place)}


def address(form: Form, view: str, *, first: bool) -> str:
    """The address of a form's view below its page: `dien/`, and `dien/m02/` for a further sheet of the page."""
    return f"{view}/" if first else f"{view}/{form.number.lower()}/"


def _made(page: Page, form: Form, *, first: bool) -> Iterator[tuple[str, str]]:
    folder = page.path.removesuffix(".md")
    back = "../" if first else "../../"
    views = (("dien", "Điền", "Chữ anh chị gõ chỉ nằm trên máy này: không gửi đi đâu, không lưu lại. Đóng trang là mất.",
              "Fill in", "What is typed stays on this device: nothing is sent, nothing is kept.", fill_in.body(form, f"{back}{address(form, 'in', first=first)}")),
             ("in", "In", "Tờ trống để in ra rồi ghi bằng tay.", "Print", "The blank sheet, to print and fill in by hand.", _print(form)))
    for view, verb, lead, verb_en, lead_en, body in views:
        head = derived.front(page, f"{verb}: {form.name}", lead, (f"{verb_en}: {form.name_en}", lead_en))
        text = f'{head}<p><a href="{back}">Về trang hướng dẫn: {escape(page.title)}</a></p>\n\n{body}\n'
        yield f"{folder}/{address(form, view, first=first).rstrip('/')}.md", text


def _print(form: Form) -> str:
    return ('<div class="portal-buttons portal-acts" data-can-js hidden><button class="portal-button portal-button--main" type="button" data-lam="in">In tờ này</button></div>\n\n'
            f'<div class="portal-fill__paper" tabindex="0" role="region" aria-label="Tờ giấy để in">{screen.sheet(form, None)}</div>')


def _sheets(form: Form, words: dict[str, str], up: str) -> str:
    figures = []
    for kind, name in (("trong", "blank"), ("da-dien", "sample")):
        base = f"{up}{form.stem}-{kind}"
        chip = f' <span class="portal-chip">{words["fictional"]}</span>' if kind == "da-dien" else ""
        size = 'width="468" height="331"' if form.landscape else 'width="331" height="468"'
        main = " portal-button--main" if kind == "trong" else ""
        figures.append(
            f'<figure class="portal-sheet"><img class="portal-sheet__paper" src="{base}.png" {size} loading="lazy" alt="{words[name]}: {words["see"]} {escape(form.name)}">'
            f'<figcaption><p><strong>{words[name]}</strong>{chip}</p><div class="portal-buttons">'
            f'<a class="portal-button{main}" href="{base}.docx" download>{words["word"]}</a>'
            f'<a class="portal-button" href="{base}.pdf">{words["pdf"]}</a></div></figcaption></figure>')
    return f'<div class="portal-sheets">{"".join(figures)}</div>'


def _acts(form: Form, words: dict[str, str], up: str, *, first: bool) -> str:
    return (f'<div class="portal-buttons"><a class="portal-button" href="{up}{address(form, "dien", first=first)}">{words["fill"]}</a>'
            f'<a class="portal-button portal-button--quiet" href="{up}{address(form, "in", first=first)}">{words["print"]}</a></div>')


def _required(form: Form, words: dict[str, str]) -> str:
    """The required fields, gathered by provision: clauses in the order of the sheet, points of a clause as the law counts them."""
    by_law: dict[str, list[str]] = {}
    for name, law in form.required:
        by_law.setdefault(law, []).append(name)
    clauses = [POINT.sub("", law) for law in by_law]
    ordered = sorted(by_law, key=lambda law: (clauses.index(POINT.sub("", law)), sort_key(law)))
    lines = [f"- {law[0].upper()}{law[1:]}: {', '.join(dict.fromkeys(by_law[law]))}." for law in ordered]
    asked = {field.procedure: [] for group in form.groups for field in group.fields if field.procedure}
    for group in form.groups:
        for field in group.fields:
            if field.procedure:
                asked[field.procedure].append(field.name)
    lines += [f"- {words['asks']} ({procedure}): {', '.join(names)}." for procedure, names in asked.items()]
    return "\n".join([*lines, "", words["rest"]]) if lines else words["none"]
