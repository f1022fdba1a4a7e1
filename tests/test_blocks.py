"""What plain Markdown becomes: text in, HTML out; more cases in tests/cases/blocks/."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown import Markdown

from portal import blocks

CASES = sorted((Path(__file__).parent / "cases" / "blocks").glob("*.md"))


def rendered(text: str) -> str:
    return Markdown(extensions=["attr_list", "md_in_html", "admonition", "tables", "toc", blocks.makeExtension()],
                    extension_configs={"toc": {"slugify": blocks.heading_id}}).convert(text)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_case_file_gives_the_html_under_its_line(case: Path):
    written, _, expected = case.read_text(encoding="utf-8").partition("\n=====\n")

    assert rendered(written).strip() == expected.strip()


def test_a_heading_keeps_its_letter_d_with_a_bar():
    assert 'id="dieu-1-dat-dai"' in rendered("## Điều 1. Đất đai")
