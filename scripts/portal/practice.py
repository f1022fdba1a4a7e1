"""Self-check quizzes and branching practice cases: data beside a lesson → problems, and the pages made of it.

    tu_kiem_tra:                          # in bai-01-….yml, beside the lesson
      - hoi: "…?"
        chon: [{la: "…", dung: true, vi: "…"}, {la: "…", vi: "…"}]

    tinh_huong:                           # in th-1-….yml, beside the case
      mo_dau: "…"
      canh:                               # the first scene is the start
        - {ma: c1, ke: "…", chon: [{la: "…", den: c2, nhan: "…"}]}
        - {ma: k1, ket: tot, ke: "…", ban: "…"}          # an end, with its debrief

Both are whole without a script: a quiz is a list with its answers folded away, a case a text whose choices are links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from portal import derived
from portal.content import Page, Site, beside
from portal.fields import NEXT
from portal.problems import Problem

ENDS = {"tot": "Kết tốt", "tam": "Kết tạm được", "dung": "Dừng đúng lúc", "hong": "Kết chưa được"}
QUIZ, SHEET, ANSWERS = "tu-kiem-tra", "phieu", "dap-an"
LETTERS = "abcdefghijklmnop"
SAY = "Để tự tập. Không chấm điểm, không lưu, không cấp giấy gì."
KEPT = "Để tập huấn viên giữ riêng; phiếu phát cho lớp không có phần này."


@dataclass(frozen=True)
class Choice:
    """A line to choose: `why` tells what is behind it; in a case `to` is the code of the scene it leads to."""

    text: str
    why: str = ""
    right: bool = False
    to: str = ""


@dataclass(frozen=True)
class Question:
    """One question of a quiz."""

    text: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Scene:
    """One scene of a case; an end has its kind (a key of ENDS) and a debrief, and no choices."""

    code: str
    text: str
    choices: tuple[Choice, ...] = ()
    end: str = ""
    debrief: str = ""


def questions(page: Page) -> tuple[Question, ...]:
    """The quiz beside a lesson; empty when there is none, and as far as the data goes when it is wrong."""
    rows = page.data.get("tu_kiem_tra") if isinstance(page.data, dict) else None
    return tuple(Question(_text(row, "hoi"), _choices(row)) for row in _list(rows))


def scenes(page: Page) -> tuple[Scene, ...]:
    """The scenes of a case in the order of the file; empty when there is none."""
    rows = page.data.get("tinh_huong") if isinstance(page.data, dict) else None
    return tuple(Scene(_text(row, "ma"), _text(row, "ke"), _choices(row), _text(row, "ket"), _text(row, "ban")) for row in _list(_get(rows, "canh")))


def opening(page: Page) -> str:
    """What is told before the first scene."""
    return _text(_get(page.data, "tinh_huong"), "mo_dau")


def problems(site: Site) -> list[Problem]:
    """Quizzes without exactly one right answer, empty choices, loops, dead ends and lost scenes."""
    found = []
    for page in site.of("vi", "tap-huan"):
        found += [Problem(beside(page.path), page.data_lines.get(key, 1), what, fix) for key, what, fix in (*_quiz_problems(page), *_case_problems(page))]
    return found


def _quiz_problems(page: Page) -> Iterator[tuple[str, str, str]]:
    for n, question in enumerate(questions(page)):
        key = f"tu_kiem_tra.{n}"
        right = sum(choice.right for choice in question.choices)
        if not question.text:
            yield key, f"câu {n + 1} chưa có lời hỏi", "viết  hoi: \"…?\""
        if len(question.choices) < 2:
            yield key, f"câu {n + 1} có ít hơn hai lựa chọn", "thêm dòng vào «chon»"
        elif right != 1:
            yield key, f"câu {n + 1} có {right} lựa chọn đúng", "để  dung: true  ở đúng một lựa chọn"
        for m, choice in enumerate(question.choices):
            if not choice.text or not choice.why:
                yield f"{key}.chon.{m}", f"câu {n + 1}, lựa chọn {m + 1} còn trống", "viết đủ  la  (lựa chọn) và  vi  (vì sao)"


def _case_problems(page: Page) -> Iterator[tuple[str, str, str]]:
    found = scenes(page)
    if not found and isinstance(_get(page.data, "tinh_huong"), dict):
        yield "tinh_huong", "tình huống chưa có cảnh nào", "thêm «canh»"
    by_code = {scene.code: scene for scene in found}
    for n, scene in enumerate(found):
        key = f"tinh_huong.canh.{n}"
        if not scene.code or not scene.text:
            yield key, f"cảnh {n + 1} thiếu «ma» hoặc «ke»", "viết đủ mã cảnh và lời kể"
        if scene.end and (scene.end not in ENDS or not scene.debrief):
            yield key, f"kết {scene.code} thiếu lời bàn hoặc sai loại kết", f"viết «ban»; ket: {', '.join(ENDS)}"
        if bool(scene.end) == bool(scene.choices):
            what = f"kết {scene.code} còn lựa chọn" if scene.end else f"cảnh {scene.code} là ngõ cụt"
            yield key, what, "cảnh thường phải có «chon», cảnh kết phải có «ket» và không có «chon»"
        for m, choice in enumerate(scene.choices):
            if not choice.text:
                yield f"{key}.chon.{m}", f"cảnh {scene.code} có lựa chọn trống", "viết  la: \"…\""
            if choice.to not in by_code:
                yield f"{key}.chon.{m}", f"cảnh {scene.code} dẫn tới cảnh không có: «{choice.to}»", "sửa «den» thành mã một cảnh"
    if found:
        yield from _way_problems(found, by_code)


def _way_problems(found: tuple[Scene, ...], by_code: dict[str, Scene]) -> Iterator[tuple[str, str, str]]:
    if len(by_code) < len(found):
        yield "tinh_huong.canh", "hai cảnh cùng một mã", "đặt mã khác nhau"
    reached, loops = _walk(found[0].code, by_code)
    for n, scene in enumerate(found):
        if scene.code in loops:
            yield f"tinh_huong.canh.{n}", f"cảnh {scene.code} quay lại chính nó", "dẫn lựa chọn tới một cảnh khác"
        elif scene.code not in reached:
            yield f"tinh_huong.canh.{n}", f"không đường nào tới cảnh {scene.code}", "thêm lựa chọn dẫn tới nó, hoặc bỏ cảnh này"


def _walk(start: str, by_code: dict[str, Scene]) -> tuple[set[str], set[str]]:
    """The scenes that can be reached, and those from which one comes back to themselves."""
    def after(code: str) -> set[str]:
        seen: set[str] = set()
        waiting = [choice.to for choice in by_code[code].choices if choice.to in by_code] if code in by_code else []
        while waiting:
            now = waiting.pop()
            if now not in seen:
                seen.add(now)
                waiting += [choice.to for choice in by_code[now].choices if choice.to in by_code]
        return seen

    reached = {start} | after(start)
    return reached, {code for code in by_code if code in after(code)}


def compose(page: Page) -> str:
    """A lesson with the way to its quiz, a case with its scenes, before what to do next; other pages as written."""
    if questions(page):
        shown = f"[Tự kiểm tra {len(questions(page))} câu]({page.slug}/{QUIZ}.md){{: .portal-button .portal-button--main }}"
    elif scenes(page):
        shown = (f"{_case(page)}\n\n[Phiếu giấy để làm trên lớp]({page.slug}/{SHEET}.md){{: .portal-button }} "
                 f"[Lời bàn, tập huấn viên giữ]({page.slug}/{ANSWERS}.md){{: .portal-button .portal-button--quiet }}")
    else:
        return page.body
    before, heading, after = page.body.partition(f"## {NEXT}")
    return f"{before.rstrip()}\n\n{shown}\n\n{heading}{after}"


def made(site: Site) -> dict[str, str]:
    """Pages that no one wrote: each quiz, and the paper sheet of each case; answers stand apart on a page of their own."""
    pages = {}
    for page in site.of("vi", "tap-huan"):
        folder = page.path.removesuffix(".md")
        if questions(page):
            pages[f"{folder}/{QUIZ}.md"] = derived.front(page, f"Tự kiểm tra: {page.title}", SAY) + _quiz(page)
            pages[f"{folder}/{ANSWERS}.md"] = derived.front(page, f"Đáp án: {page.title}", KEPT) + _answers(page)
        if scenes(page):
            pages[f"{folder}/{SHEET}.md"] = derived.front(page, f"Phiếu: {page.title}", SAY) + _sheet(page)
            pages[f"{folder}/{ANSWERS}.md"] = derived.front(page, f"Lời bàn: {page.title}", KEPT) + derived.one_folder_down(_debrief(page))
    return pages


def _quiz(page: Page) -> str:
    parts = ["Chọn một câu ở mỗi phần. Máy không chấm điểm, không lưu lại gì.\n", '<div class="portal-quiz" markdown="1">']
    parts += [_ask(n, question) for n, question in enumerate(questions(page), 1)]
    return "\n".join([*parts, "</div>", "", f"Học lại: [{page.title}](../{page.slug}.md). Bản in không có lời giải; [đáp án để riêng]({ANSWERS}.md).", ""])


def _answers(page: Page) -> str:
    """The right choice of each question by its letter, and why: a sheet of its own for the trainer."""
    rows = []
    for n, question in enumerate(questions(page), 1):
        right = next((place for place, choice in enumerate(question.choices) if choice.right), 0)
        rows.append(f"{n}. {question.text}\n\n    **{LETTERS[right]}. {question.choices[right].text}** – {question.choices[right].why}\n")
    return "\n".join([*rows, f"Phiếu để phát: [Tự kiểm tra]({QUIZ}.md). Không chấm điểm, không chứng nhận điều gì.", ""])


def _ask(number: int, question: Question) -> str:
    choices, answers = [], []
    for n, choice in enumerate(question.choices):
        text, mark = escape(choice.text, quote=False), " data-dung" if choice.right else ""
        said = "**Đúng:**" if choice.right else "**Chưa đúng:**"
        choices.append(f'<label class="portal-quiz__choice"><input type="radio" name="cau-{number}" value="{n}"{mark}> <span markdown="span">{LETTERS[n]}. {text}</span></label>')
        answers.append(f'<li markdown="span">{said} {text} – {escape(choice.why, quote=False)}</li>')
    return "\n".join([
        '<fieldset class="portal-quiz__ask" markdown="1">', f'<legend markdown="span">{number}. {escape(question.text, quote=False)}</legend>', *choices,
        '<p class="portal-quiz__said" role="status"></p>', '<details class="portal-quiz__all" markdown="1"><summary>Xem lời giải</summary>', '<ul markdown="1">', *answers,
        "</ul>", "</details>", "</fieldset>", ""])


def _case(page: Page) -> str:
    """The case in its page: every scene a section, every choice a link to the next; a script shows one at a time."""
    found = scenes(page)
    told = [_scene(name, scene, found[0].code) for name, scene in zip(_names(found), found, strict=True)]
    return "\n".join([f"{opening(page)}\n", '<div class="portal-case" markdown="1">', *told, "</div>"])


def _names(found: tuple[Scene, ...]) -> list[str]:
    """What each scene is called: a second end of the same kind has a number, for those who hear the names alone."""
    plain = [ENDS.get(scene.end, f"Cảnh {number}") for number, scene in enumerate(found, 1)]
    return [name if (before := plain[:place].count(name)) == 0 else f"{name} {before + 1}" for place, name in enumerate(plain)]


def _scene(name: str, scene: Scene, start: str) -> str:
    code = escape(scene.code)
    parts = [f'\n<section class="portal-case__scene" id="{code}" tabindex="-1" aria-labelledby="ten-{code}" markdown="1">\n',
             f'<h3 id="ten-{code}">{name}</h3>\n', '<p class="portal-case__said" role="status"></p>\n', f"{scene.text}\n"]
    if scene.choices:
        links = "\n".join(f"- [{choice.text}](#{choice.to})" for choice in scene.choices)
        parts.append(f'<div class="portal-case__choices" markdown="1">\n\n{links}\n\n</div>\n')
        feedback = "\n".join(f'<li markdown="span">{escape(choice.text, quote=False)} – {escape(choice.why, quote=False)}</li>' for choice in scene.choices)
        parts.append(f'<details class="portal-case__all" markdown="1"><summary>Mỗi cách dẫn tới đâu</summary>\n<ul markdown="1">\n{feedback}\n</ul>\n</details>\n')
    if scene.end:
        parts.append(f"**Bàn lại.** {scene.debrief}\n\n[Làm lại từ đầu](#{start})\n")
    return "\n".join([*parts, "</section>\n"])


def _sheet(page: Page) -> str:
    """The case on paper: situation and choices, no answers; it certifies nothing."""
    parts = ["Phiếu này để tập trong lớp. Phiếu không phải là giấy chứng nhận.\n", "## Tình huống\n", f"{opening(page)}\n"]
    for n, scene in enumerate(scene for scene in scenes(page) if scene.choices):
        parts.append(f"## Cảnh {n + 1}\n\n{scene.text}\n\n" + "\n".join(f"- [ ] {choice.text}" for choice in scene.choices) + "\n\nVì sao chọn: ……………………………………………………………………\n")
    return "\n".join([*parts, "## Sau khi làm\n", f"Lời bàn cho từng kết cục: [{page.title}](../{page.slug}.md).", ""])


def _debrief(page: Page) -> str:
    """What each choice of a case leads to, and the talk after each end: a sheet of its own for the trainer."""
    found = scenes(page)
    called = dict(zip((scene.code for scene in found), _names(found), strict=True))
    parts = [f"Phiếu để phát: [{page.title}]({page.slug}/{SHEET}.md). Không chấm điểm, không chứng nhận điều gì.\n"]
    for scene in found:
        parts.append(f"## {called[scene.code]}\n\n{scene.text}\n")
        parts += [f"- **{choice.text}** – {choice.why} → *{called.get(choice.to, choice.to)}*" for choice in scene.choices]
        parts.append(f"\n**Bàn lại.** {scene.debrief}\n" if scene.end else "")
    return "\n".join(parts)


def _choices(row: Any) -> tuple[Choice, ...]:
    return tuple(Choice(_text(item, "la"), _text(item, "vi") or _text(item, "nhan"), _get(item, "dung") is True, _text(item, "den")) for item in _list(_get(row, "chon")))


def _get(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _text(row: Any, key: str) -> str:
    value = _get(row, key)
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
