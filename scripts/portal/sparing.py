"""Python-Markdown, spared what cannot change anything on the page at hand: the same HTML in little more than half the time.

It tries every inline pattern (emphasis, links, code …) on every piece of text. But a pattern needs its signs, most pieces
hold none, and no page holds them all. An extension of whose patterns nothing is known here is served as ever."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor
from markdown.util import STX, AtomicString

# What stands in every text that the pattern of that name can match: one of these.
SIGNS: dict[str, tuple[str, ...]] = {
    "backtick": ("`",), "escape": ("\\",), "footnote": ("[^",), "reference": ("[",), "link": ("[",), "image_link": ("![",),
    "image_reference": ("![",), "short_reference": ("[",), "short_image_ref": ("![",), "autolink": ("<",), "automail": ("<",),
    "linebreak": ("  \n",), "html": ("<",), "entity": ("&",), "em_strong": ("*", "_")}
ANYTHING = ("",)                                 # the sign of an unknown pattern stands in every text
BLOCK_SIGNS = {"hashheader": "#", "setextheader": "\n", "quote": ">", "table": "|"}    # the same for blocks, where asking is dear
LOOK_UP = ("reference", "image_reference", "short_reference", "short_image_ref")      # match only what the page defines: "[a]: https://…"


def spare(md: Markdown) -> None:
    """To be called when all extensions are in."""
    md.treeprocessors.register(_Inline(md), "inline", 20)
    md.treeprocessors.register(_Unescape(md), "unescape", 0)
    if "attr_list" in md.treeprocessors:
        md.treeprocessors.register(_AttrList(md), "attr_list", 8)
    for name, sign in BLOCK_SIGNS.items():
        if name in md.parser.blockprocessors:
            processor = md.parser.blockprocessors[name]
            processor.test = _signed(sign, processor.test)
    md.parser.blockprocessors = list(md.parser.blockprocessors)      # gone through for each block; theirs asks each time whether it is sorted
    if "toc" in md.treeprocessors and not md.treeprocessors["toc"].marker:
        md.treeprocessors["toc"].build_toc_div = lambda tokens: Element("div")       # stands in for `marker`, and for nothing else
    md.block_level_elements = frozenset(md.block_level_elements)     # asked several times for each element; theirs is a list


def _signed(sign: str, test: Callable[[Element, str], bool]) -> Callable[[Element, str], bool]:
    return lambda parent, block: sign in block and test(parent, block)


class _Inline(InlineProcessor):
    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        names = {md.inlinePatterns[name]: name for name in SIGNS if name in md.inlinePatterns}
        self.named = [(names.get(pattern, ""), pattern) for pattern in md.inlinePatterns]
        self.signs = {STX, *(sign for name, _ in self.named for sign in SIGNS.get(name, ANYTHING))}     # STX opens a placeholder

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        said = "".join(tree.itertext())
        self.here = here = {sign for sign in self.signs if sign in said}
        self.inlinePatterns = [pattern for name, pattern in self.named
                               if here.intersection(SIGNS.get(name, ANYTHING)) and (name not in LOOK_UP or self.md.references)]
        plain = [(element, text) for element in tree.iter() if (text := element.text) and not any(sign in text for sign in here)]
        for element, text in plain:
            element.text = AtomicString(text)    # Markdown's own way to say: leave this as it is
        super().run(tree, ancestors)
        for element, text in plain:
            element.text = text
        return tree


class _Unescape(UnescapeTreeprocessor):
    def run(self, root: Element) -> None:
        if self.md.treeprocessors["inline"].here & {"\\", ""}:     # no backslash in the text: nothing has been escaped
            super().run(root)


class _AttrList(AttrListTreeprocessor):
    def run(self, doc: Element) -> None:
        if "{" in "".join(doc.itertext()):
            super().run(doc)
