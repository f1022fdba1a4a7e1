"""Formulas of Word written in one line, as they are read aloud: (a+b)/2, x², √(y); powers and indices keep their place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from portal.importing.word_parts import M, W
from portal.importing.word_text import run

Piece = tuple[str, str]          # text, and its place: "", "superscript" or "subscript"
_SCRIPTS = {"sup": "superscript", "sub": "subscript"}
_ONE_TERM = re.compile(r"[\w,.]+|\(.*\)")


def flatten(tree: etree._Element) -> int:
    """Put runs of text in the place of every formula; return how many there were."""
    formulas = [formula for formula in tree.iter(f"{M}oMath") if next(formula.iterancestors(f"{M}oMath"), None) is None]
    for formula in formulas:
        for text, place in _joined(_pieces(formula)):
            formula.addprevious(_run(text, place))
        formula.getparent().remove(formula)
    for holder in list(tree.iter(f"{M}oMathPara")):
        for child in list(holder):
            holder.addprevious(child)
        holder.getparent().remove(holder)
    return len(formulas)


def _pieces(node: etree._Element) -> Iterator[Piece]:
    name = etree.QName(node).localname if isinstance(node.tag, str) else ""
    if name == "t":
        yield node.text or "", ""
    elif name == "f":
        yield from [*_term(node, "num"), ("/", ""), *_term(node, "den")]
    elif name == "rad":
        yield from [*_of(node, "deg", "superscript"), ("√", ""), *_term(node, "e", always=True)]
    elif name == "nary":
        yield _sign(node, "naryPr", "chr", "∫"), ""
        yield from [*_of(node, "sub", "subscript"), *_of(node, "sup", "superscript"), *_of(node, "e")]
    elif name == "d":
        yield from _bracketed(node)
    elif name in ("sSup", "sSub", "sSubSup", "sPre"):
        for child in node:
            yield from _of(node, etree.QName(child).localname, _SCRIPTS.get(etree.QName(child).localname, "")) if isinstance(child.tag, str) else ()
    else:
        for child in node:
            yield from _pieces(child)


def _of(node: etree._Element, tag: str, place: str = "") -> list[Piece]:
    return [(text, place or own) for child in node.findall(f"{M}{tag}") for text, own in _pieces(child)]


def _term(node: etree._Element, tag: str, *, always: bool = False) -> list[Piece]:
    """A part of a fraction or root, in brackets when it is more than one number or name."""
    inside = _of(node, tag)
    whole = "".join(text for text, _ in inside).strip()
    return [("(", ""), *inside, (")", "")] if always or not _ONE_TERM.fullmatch(whole) else inside


def _bracketed(node: etree._Element) -> Iterator[Piece]:
    yield _sign(node, "dPr", "begChr", "("), ""
    for at, part in enumerate(node.findall(f"{M}e")):
        if at:
            yield _sign(node, "dPr", "sepChr", "|"), ""
        yield from _pieces(part)
    yield _sign(node, "dPr", "endChr", ")"), ""


def _sign(node: etree._Element, settings: str, name: str, usual: str) -> str:
    said = node.find(f"{M}{settings}/{M}{name}")
    return usual if said is None else said.get(f"{M}val", "")


def _joined(pieces: Iterator[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for text, place in pieces:
        if joined and joined[-1][1] == place:
            joined[-1] = (joined[-1][0] + text, place)
        elif text:
            joined.append((text, place))
    return joined


def _run(text: str, place: str) -> etree._Element:
    made = run(text)
    if place:
        look = etree.Element(f"{W}rPr")
        etree.SubElement(look, f"{W}vertAlign").set(f"{W}val", place)
        made.insert(0, look)
    return made
