"""A built page → what goes on paper: title, facts, blocks. Reads the HTML of the site, whoever generated it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from lxml import html

Block = dict[str, Any]                        # {"kind": …} and what that kind needs; paper.typ names them all
Run = dict[str, Any]                          # {"text": …} and maybe bold, italic, chip, link

SKIPPED = ("script", "style", "template", "svg", "nav", "button", "form", "input", "noscript", "figure", "audio", "video")
SCREEN_ONLY = ("portal-jump", "portal-meta", "portal-buttons", "portal-acts", "portal-sheets", "portal-print", "portal-crumbs", "portal-cited-here",
               "portal-title", "portal-lead", "portal-hidden", "portal-turns", "headerlink", "portal-review")
BOXES = {"portal-stop": "stop", "portal-note": "note", "portal-label": "note", "portal-status": "note", "admonition": "note"}
INLINE = ("a", "abbr", "b", "br", "code", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "time", "label", "kbd", "q", "u")
SPACE = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True)
class Document:
    """One page, ready for paper. `address` is where it stands on the web; `facts` are the lines under its title."""

    title: str
    lead: str
    lang: str
    address: str
    updated: str
    state: str
    place: tuple[str, str]
    sources: tuple[str, ...]
    blocks: tuple[Block, ...]


def read(file: Path) -> Document:
    """Reads a page of the built site. Raises ValueError, in Vietnamese, when it is no page of ours."""
    root = html.fromstring(file.read_bytes().decode("utf-8"))
    article = _first(root, "portal-text")
    if article is None:
        raise ValueError(f"{file}: không phải một trang nội dung của cổng")
    address = next(iter(root.xpath("//link[@rel='canonical']/@href")), "")
    gate = _first(root, "portal-stop--gate")
    blocks = [*(_blocks(gate, address) if gate is not None else ()), *_inside(article, address)]
    return Document(
        _text(next(root.iter("h1"), None)), _text(_first(root, "portal-lead")), root.get("lang", "vi"), address,
        _text(_first(root, "portal-meta", "time")), _text(_first(_first(root, "portal-meta"), "portal-chip")), _place(root),
        tuple(_text(item) for box in _all(root, "portal-sources") for item in box.iter("li")), tuple(_levelled(blocks)))


def _place(root: html.HtmlElement) -> tuple[str, str]:
    """The portal's name and the commune, as they stand at the head of a printed page."""
    head = _first(root, "portal-print")
    words = [_text(part) for part in head.xpath("./div[not(@class)]")] if head is not None else []
    name = _text(next(head.iter("strong"), None)) if head is not None else ""
    return name, (words[0] if words else "").removeprefix(name).strip()


def _all(node: html.HtmlElement, name: str) -> list[html.HtmlElement]:
    """The elements below that carry a class."""
    return node.xpath(f".//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]")


def _first(node: html.HtmlElement | None, name: str, inner: str = "") -> html.HtmlElement | None:
    """The first element of a class, or the first `inner` element in it."""
    found = next(iter(_all(node, name)), None) if node is not None else None
    return next(found.iter(inner), None) if inner and found is not None else found


def _text(node: html.HtmlElement | None) -> str:
    """All the words of an element."""
    words = node.xpath(".//text()[not(ancestor::svg or ancestor::script)]") if node is not None else []
    return SPACE.sub(" ", "".join(words)).strip()


def _levelled(blocks: list[Block]) -> Iterator[Block]:
    """Headings below the title without a gap: a reader of tagged PDF is told of no missing level."""
    before = 1
    for block in blocks:
        if block["kind"] == "heading":
            before = min(block["level"], before + 1)
            block = {**block, "level": before}
        yield block


def _inside(node: html.HtmlElement, base: str) -> Iterator[Block]:
    """The blocks in a container; loose words between them make paragraphs."""
    loose: list[Run] = []

    def flush() -> Iterator[Block]:
        runs = _tidy(loose)
        loose.clear()
        if runs:
            yield {"kind": "paragraph", "runs": runs}

    if node.text:
        loose.append({"text": node.text})
    for child in node:
        if _is_inline(child):
            loose += _runs(child, base)
        else:
            yield from flush()
            yield from _blocks(child, base)
        if child.tail:
            loose.append({"text": child.tail})
    yield from flush()


def _is_inline(node: Any) -> bool:
    return isinstance(node.tag, str) and node.tag in INLINE and not any(child.tag in ("p", "ul", "ol", "div") for child in node)


def _blocks(node: Any, base: str) -> Iterator[Block]:
    names = (node.get("class") or "").split() if isinstance(node.tag, str) else []
    if not isinstance(node.tag, str) or node.tag in SKIPPED or node.get("hidden") is not None or any(name in SCREEN_ONLY for name in names):
        return
    box = next((BOXES[name] for name in names if name in BOXES), None)
    if box:
        yield _box(node, box, base)
    elif "portal-talk__turn" in names:
        yield _turn(node, base)
    elif node.tag in ("h2", "h3", "h4", "h5"):
        yield {"kind": "heading", "level": int(node.tag[1]), "text": _text(node)}
    elif node.tag in ("ul", "ol"):
        yield _list(node, names, base)
    elif node.tag == "table":
        yield _table(node, base)
    elif node.tag == "dl":
        yield {"kind": "facts", "rows": [[_tidy(_runs(term, base)), _tidy(_runs(term.getnext(), base))] for term in node.iter("dt")]}
    elif node.tag == "blockquote":
        yield {"kind": "quote", "blocks": list(_inside(node, base))}
    elif node.tag == "hr":
        yield {"kind": "rule"}
    elif node.tag in ("p", "summary", "pre"):
        if runs := _tidy(_runs(node, base)):
            yield {"kind": "paragraph", "runs": [{**run, "bold": True} for run in runs] if node.tag == "summary" else runs}
    else:
        yield from _inside(node, base)


def _box(node: html.HtmlElement, kind: str, base: str) -> Block:
    name = next((found for part in ("portal-stop__name", "portal-note__name", "admonition-title") if (found := _first(node, part)) is not None), None)
    title = _text(name)
    if name is not None:
        name.drop_tree()
    for first in node.xpath(".//strong[1]"):
        if (first.tail or "")[:1].isalpha():          # a bold line of its own on the screen, running text here
            first.tail = ". " + first.tail
    return {"kind": "box", "stop": kind == "stop", "title": title, "blocks": list(_inside(node, base))}


def _turn(node: html.HtmlElement, base: str) -> Block:
    who, why = _first(node, "portal-talk__who"), _first(node, "portal-talk__why")
    said = [run for part in node.xpath("./p[not(@class)]") for run in _tidy(_runs(part, base))]
    return {"kind": "turn", "who": _text(who), "runs": said, "why": _text(why), "us": "portal-talk__turn--us" in (node.get("class") or "")}


def _list(node: html.HtmlElement, names: list[str], base: str) -> Block:
    ticks = "portal-papers" in names or bool(node.xpath(".//input[@type='checkbox']"))
    letters = bool(_all(node, "portal-points__no"))              # a), b): the law's own marks
    style = "tick" if ticks else "number" if node.tag == "ol" else "letter" if letters else "bullet"
    return {"kind": "list", "style": style, "items": [list(_item(item, base)) for item in node.iterchildren("li")]}


def _item(item: html.HtmlElement, base: str) -> Iterator[Block]:
    """An item: its question or name in bold, why and what it means on a line of their own."""
    for name in ("portal-asks__q", "portal-steps__name"):
        for lead in _all(item, name):
            lead.tag = "strong"
            lead.tail = ("" if _text(lead).endswith((".", "?", "!", ":")) else ".") + f" {lead.tail or ''}"
    for why in _all(item, "portal-asks__why"):
        why.tag = "em"
    for number in _all(item, "portal-points__no"):
        number.tail = f" {number.tail or ''}"
    yield from _inside(item, base)


def _table(node: html.HtmlElement, base: str) -> Block:
    rows = [[_tidy(_runs(cell, base)) for cell in row.iterchildren("th", "td")] for row in node.iter("tr")]
    width = max((len(row) for row in rows), default=0)
    rows = [row + [[]] * (width - len(row)) for row in rows if row]
    head = bool(node.xpath("./thead//th")) and bool(rows)
    caption = _text(next(node.iter("caption"), None))
    return {"kind": "table", "caption": caption, "head": rows[0] if head else [], "rows": rows[1:] if head else rows, "columns": width}


def _runs(node: Any, base: str, look: Run | None = None) -> Iterator[Run]:
    """The words of an element with how they look; screen-only parts left out."""
    look = dict(look or {})
    if not isinstance(node.tag, str) or node.tag in SKIPPED or node.get("hidden") is not None:
        return
    names = (node.get("class") or "").split()
    if any(name in SCREEN_ONLY for name in names):
        return
    if node.tag == "br":
        yield {**look, "text": "\n"}
        return
    if node.tag in ("strong", "b"):
        look["bold"] = True
    if node.tag in ("em", "i"):
        look["italic"] = True
    if "portal-chip" in names:
        look["chip"] = True
    if node.tag == "a" and node.get("href") and base:
        look["link"] = urljoin(base, node.get("href"))
    if node.text:
        yield {**look, "text": SPACE.sub(" ", node.text)}
    for child in node:
        yield from _runs(child, base, look)
        if child.tail:
            yield {**look, "text": SPACE.sub(" ", child.tail)}


def _tidy(runs: Any) -> list[Run]:
    """Runs without space at the ends or twice in a row."""
    kept: list[Run] = []
    for run in runs:
        text = SPACE.sub(" ", run["text"]) if run["text"] != "\n" else "\n"
        if kept and kept[-1]["text"].endswith((" ", "\n")):
            text = text.lstrip(" ")
        elif kept and kept[-1]["text"][-1:].isalnum() and (text[:1].isalnum() or text[:1] == "["):
            text = f" {text}"                         # two lines on the screen: no word of ours changes its look inside
        if not kept:
            text = text.lstrip()
        if text:
            kept.append({**run, "text": text})
    while kept and not kept[-1]["text"].strip():
        kept.pop()
    if kept:
        kept[-1] = {**kept[-1], "text": kept[-1]["text"].rstrip()}
    return kept
