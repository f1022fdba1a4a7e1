"""Markdown extension: plain Markdown gets the look of its place (dialogue, steps, checklists, clauses of a law).

Authors write ordinary paragraphs, lists and tables. What a list becomes is decided by the heading above it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from portal.vietnamese import slug

STEPS = ("Các bước", "Làm gì tiếp theo", "Điều học được", "Không thành thì chuyển đâu", "Steps", "What to do next", "What we learn", "If it does not settle")
ASKS = ("Hỏi gì", "What to ask")
BASIS = ("Căn cứ", "Legal basis")
MEDIATOR = re.compile(r"^(Hòa giải viên|Mediator|HGV)\b")
CLAUSE = re.compile(r"^(?:Khoản|Clause) (\w+)\.?$")
POINT = re.compile(r"^([a-zđ]{1,2})\)\s+")
ARTICLE_ID = re.compile(r"^dieu-\w+$")
ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "th": "columnheader", "td": "cell"}
TICK = re.compile(r"^\[[ x]\]\s+")


def heading_id(text: str, _separator: str) -> str:
    """Heading → id, đ → d: the theme's own drops the letter and makes "#ieu-1" of "Điều 1"."""
    return slug(text)


class BlocksExtension(Extension):
    """Comes last, when citations and heading ids stand."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(Looks(md), "portal-looks", 2)     # after inline text, citations and heading ids


class Looks(Treeprocessor):
    """Dresses the tree of one page, in place."""

    def run(self, root: Element) -> None:
        _sections(root)
        for parent in [element for element in root.iter() if len(element)]:
            _dialogue(parent)
        for table in root.iter("table"):
            _label_cells(table)
        for listing in list(root.iter("ul")):
            _checklist(listing)
        for notice in root.iter("div"):
            _notice(notice)


def _sections(root: Element) -> None:
    """Wraps each h2 and what follows it into a section, and dresses the lists in it."""
    top: list[Element] = []
    section: Element | None = None
    for child in root:
        if child.tag == "h2":
            section = Element("section", {"class": "portal-section"})
            if child.get("id"):
                section.set("aria-labelledby", child.get("id", ""))
            top.append(section)
        (top if section is None or child.get("class") == "footnote" else section).append(child)
    root[:] = top
    for section in root.findall("section"):
        _dress(section)


def _dress(section: Element) -> None:
    title = "".join(section[0].itertext())
    if ARTICLE_ID.match(section[0].get("id", "")):
        _article(section, section[0].get("id", ""))
    elif title.startswith(STEPS):
        for listing in section.findall("ol"):
            listing.set("class", "portal-steps")
            _name_items(listing, "portal-steps__name")
    elif title.startswith(ASKS):
        for listing in section.findall("ol"):
            listing.set("class", "portal-asks")
            _name_items(listing, "portal-asks__q", "portal-asks__why")
    elif title.startswith(BASIS):
        for listing in section.findall("ul"):
            listing.set("class", "portal-basis")
            for item in listing:
                _basis(item)


def _name_items(listing: Element, name_class: str, rest_class: str = "") -> None:
    """The bold words that open each item become its name; the rest may be wrapped."""
    for item in listing:
        holder = item[0] if len(item) and item[0].tag == "p" else item
        if not len(holder) or holder[0].tag != "strong" or (holder.text or "").strip() or not _ends(holder[0]):
            continue
        holder[0].tag = "span"
        holder[0].set("class", name_class)
        rest = [*list(holder)[1:]]
        if rest_class and ((holder[0].tail or "").strip() or rest):
            why = Element("span", {"class": rest_class})
            why.text, holder[0].tail = (holder[0].tail or "").strip(), None
            for child in rest:
                holder.remove(child)
                why.append(child)
            holder.append(why)


def _ends(name: Element) -> bool:
    """Whether the bold words are a sentence of their own («**Tên bước.** Lời…»), not the start of a longer one; the full stop goes."""
    last = name[-1] if len(name) else None
    text = (last.tail if last is not None else name.text) or ""
    if text.rstrip().endswith("."):
        text = text.rstrip()[:-1]
        if last is not None:
            last.tail = text
        else:
            name.text = text
        return True
    return text.rstrip().endswith(("?", "!", ":", "…"))


def _basis(item: Element) -> None:
    """«citation – what it means here»: the citation and its status make the head of the item."""
    holder = item[0] if len(item) and item[0].tag == "p" else item
    links = [child for child in holder if child.tag == "a" and child.get("data-the")]
    if not links or (holder.text or "").strip():
        return
    head = Element("p", {"class": "portal-basis__head"})
    said = Element("p")
    before = True
    for child in list(holder):
        holder.remove(child)
        (head if before else said).append(child)
        if before and " – " in f" {child.tail or ''} ":
            shown, _, rest = (child.tail or "").partition("– ")
            child.tail, said.text, before = shown.rstrip() or None, rest, False
    status = links[0].get("data-the", "").rpartition(" · ")[2]
    chip = SubElement(head, "span", {"class": f"portal-chip portal-chip--{links[0].get('data-tinh-trang', 'ok')}"})
    chip.text = status
    for n, part in enumerate((head, said) if not before else (head,)):
        item.insert(n, part)
    if holder is not item:
        item.remove(holder)
    elif item.text:
        item.text = None


def _article(section: Element, article: str) -> None:
    """Ids of clauses (**Khoản 1.**) and points (a) …) under an article's heading."""
    clause = article
    for child in section:
        if child.tag == "p" and len(child) and child[0].tag == "strong" and not (child.text or "").strip():
            if number := CLAUSE.match("".join(child[0].itertext()).strip()):
                clause = f"{article}-khoan-{number.group(1)}"
                child.set("id", clause)
        elif child.tag == "ul":
            _points(child, clause)


def _points(listing: Element, place: str) -> None:
    marks = [POINT.match(_first_text(item)) for item in listing]
    if not all(marks):
        return
    listing.set("class", "portal-points")
    for item, mark in zip(listing, marks, strict=True):
        letter = mark.group(1)
        holder = item[0] if not (item.text or "").strip() and len(item) and item[0].tag == "p" else item
        holder.text = (holder.text or "").lstrip()[mark.end():]
        inner = Element("span")
        inner.text, holder.text = holder.text, None
        for child in list(holder):
            holder.remove(child)
            inner.append(child)
        number = Element("span", {"class": "portal-points__no"})
        number.text = f"{letter})"
        if holder is not item:
            item.remove(holder)
        item.insert(0, number)
        item.insert(1, inner)
        item.set("id", f"{place}-diem-{letter.replace('đ', 'dd')}")


def _first_text(item: Element) -> str:
    if (item.text or "").strip() or not len(item):
        return (item.text or "").lstrip()
    return (item[0].text or "").lstrip()


def _checklist(listing: Element) -> None:
    marks = [TICK.match(_first_text(item)) for item in listing]
    if not marks or not all(marks):
        return
    listing.set("class", "portal-papers")
    for item in listing:
        holder = item if (item.text or "").strip() else item[0]
        span = Element("span")
        span.text = TICK.sub("", (holder.text or "").lstrip())
        holder.text = None
        for child in list(holder):
            holder.remove(child)
            span.append(child)
        holder.append(span)


def _dialogue(parent: Element) -> None:
    """Neighbouring paragraphs «**Name:** “…”» become turns of a talk."""
    talk: Element | None = None
    for child in list(parent):
        if not _is_turn(child):
            talk = None
            continue
        if talk is None:
            talk = Element("div", {"class": "portal-talk"})
            parent.insert(list(parent).index(child), talk)
        parent.remove(child)
        talk.append(_turn(child))


def _is_turn(child: Element) -> bool:
    if child.tag != "p" or not len(child) or child[0].tag != "strong" or (child.text or "").strip():
        return False
    return "".join(child[0].itertext()).strip().endswith(":") and (child[0].tail or "").strip().startswith(("“", '"'))


def _turn(paragraph: Element) -> Element:
    who = "".join(paragraph[0].itertext()).strip().rstrip(":")
    us = " portal-talk__turn--us" if MEDIATOR.match(who) else ""
    turn = Element("div", {"class": f"portal-talk__turn{us}"})
    SubElement(turn, "p", {"class": "portal-talk__who"}).text = who
    said = SubElement(turn, "p")
    said.text = (paragraph[0].tail or "").strip()
    for child in list(paragraph)[1:]:
        if child.tag == "em" and re.match(r"(Vì sao|Why):", "".join(child.itertext())):
            child.tag = "p"
            child.set("class", "portal-talk__why")
            child.tail = None
            turn.append(child)
        elif child.tag != "br":
            said.append(child)
    return turn


def _label_cells(table: Element) -> None:
    """Roles, and the column's name in each cell: on a phone the table becomes blocks."""
    table.set("class", "portal-table")
    heads = ["".join(cell.itertext()) for cell in table.iter("th")]
    for part in table.iter():
        if role := ROLES.get(part.tag):
            part.set("role", role)
    for head in table.iter("th"):
        head.set("scope", "col")
    body: Iterable[Element] = table.findall("tbody/tr")
    for row in body:
        for n, cell in enumerate(list(row)):
            if n == 0 and len(heads) > 2:
                cell.tag = "th"
                cell.set("role", "rowheader")
                cell.set("scope", "row")
            elif n < len(heads) and heads[n].strip():
                cell.set("data-label", heads[n])


def _notice(notice: Element) -> None:
    kinds = (notice.get("class") or "").split()
    if "admonition" not in kinds:
        return
    look = {"danger": "portal-stop portal-stop--if", "example": "portal-label"}.get(kinds[-1], f"portal-note portal-note--{kinds[-1]}")
    notice.set("class", look)
    notice.set("role", "note")
    title = notice[0] if len(notice) and "admonition-title" in (notice[0].get("class") or "") else None
    if title is not None:
        title.set("class", "portal-stop__name" if kinds[-1] == "danger" else "portal-note__name")


def makeExtension(**options: object) -> BlocksExtension:
    """Called by Markdown when the extension is given by name."""
    return BlocksExtension(**options)
