"""What Markdown is spared changes no byte of what it gives."""

from __future__ import annotations

import random
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from markdown import Markdown
from markdown.inlinepatterns import SimpleTagInlineProcessor

from portal import blocks, sparing

HERE = Path(__file__).parent
CASES = [*sorted((HERE / "cases" / "blocks").glob("*.md")), *sorted((HERE / "cases" / "broken").rglob("*.md"))]
PIECES = ["hòa giải", "Điều 5", "đất", "*", "**", "_", "__", "`", "``", "\\", "\\*", "\\\\", "[", "]", "(", ")", "[a](b.md)", "[a][b]", "[b]", "![x](y.png)",
          "![x][b]", "[^1]", "[^1]: chú thích", "[b]: https://x.example \"tên\"", "<", ">", "<https://x.example/>", "<a@b.example>", "<b>", "</b>", "<br>",
          "<div markdown>", "</div>", "<!-- x -->", "&", "&amp;", "&#38;", "{#dieu-1}", "{.x}", "{", "}", "# ", "## ", "- ", "1. ", "> ", "    ", "| ", "|---|---|",
          "!!! note", "```", "---", "  \n", "\n", "\n\n", "\n\n", " ", " ", " ", "\u0002", "\u0003", "klzzwxh:0001", "=", ".", ":", "“", "a_b_c", "***x***"]


def machine() -> Markdown:
    """As mkdocs.yml and MkDocs put it together."""
    return Markdown(extensions=["toc", "tables", "fenced_code", "attr_list", "md_in_html", "admonition", "footnotes", blocks.makeExtension()],
                    extension_configs={"toc": {"slugify": blocks.heading_id, "toc_depth": 3, "marker": ""}, "tables": {"use_align_attribute": True}})


@pytest.fixture(scope="module")
def spared() -> Markdown:
    md = machine()
    sparing.spare(md)
    return md


def both(spared: Markdown, text: str) -> tuple[tuple, tuple]:
    whole = machine()
    return tuple((md.convert(text), md.toc_tokens) for md in (whole, spared.reset()))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_page_comes_out_the_same(spared: Markdown, case: Path):
    whole, less = both(spared, case.read_text(encoding="utf-8"))

    assert less == whole


def test_an_escaped_sign_in_an_address_is_put_back(spared: Markdown):
    whole, less = both(spared, '[](\\\\"(')

    assert less == whole


@pytest.mark.parametrize("seed", range(6))
def test_no_heap_of_signs_comes_out_otherwise(spared: Markdown, seed: int):
    said = random.Random(seed)
    for _ in range(60):
        text = "".join(said.choices(PIECES, k=said.randint(3, 40)))

        whole, less = both(spared, text)

        assert less == whole, text


def test_every_pattern_of_ours_is_known_by_its_signs():
    md = machine()

    assert {item.name for item in md.inlinePatterns._priority} == {*sparing.SIGNS}
    for name, signs in sparing.SIGNS.items():
        text = "".join(chr(code) for code in range(9, 0x2100)).replace("  \n", "")
        for sign in signs:
            text = text.replace(sign[-1] if sign.strip() else sign, "")
        assert not md.inlinePatterns[name].compiled_re.search(text), name


def test_a_pattern_that_nobody_knows_is_tried_on_every_piece():
    md = machine()
    md.inlinePatterns.register(SimpleTagInlineProcessor(r"()(đất)", "mark"), "unknown", 1)
    sparing.spare(md)

    assert md.convert("Chia đất.\n\n- đất vườn") == "<p>Chia <mark>đất</mark>.</p>\n<ul>\n<li><mark>đất</mark> vườn</li>\n</ul>"


def test_pieces_without_a_sign_are_plain_text_again_afterwards():
    """What comes after (citations, looks) leaves alone what Markdown marked as done."""
    md = machine()
    sparing.spare(md)
    paragraph = Element("div")
    paragraph.append(Element("p"))
    paragraph[0].text = "Theo Điều 5"

    md.treeprocessors["inline"].run(paragraph)

    assert type(paragraph[0].text) is str
