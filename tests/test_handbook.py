"""The staff handbook and the README say what is there."""

from __future__ import annotations

import re

from conftest import ROOT
from portal.fields import AUDIENCES, CALLS, FIELDS, ICONS, KINDS, LAW_STATES, STATES, TOPICS

HANDBOOK = {file.stem: file.read_text(encoding="utf-8") for file in sorted((ROOT / "docs/vi/so-tay").glob("*.md"))}


def test_the_page_of_kinds_names_every_kind_with_its_sections():
    page = HANDBOOK["cac-loai-trang"]

    for kind in KINDS.values():
        assert f"`{kind.folder}`" in page
        assert all(section in page for section in kind.sections), kind.folder


def test_the_page_of_kinds_names_every_field_and_every_allowed_word():
    page = HANDBOOK["cac-loai-trang"]
    words = [field.key for field in FIELDS] + [*AUDIENCES, *TOPICS, *STATES, *LAW_STATES, *ICONS, *CALLS]

    assert [word for word in words if f"`{word}`" not in page] == []


def test_the_card_page_shows_an_example_of_every_key_a_writer_fills_in():
    page = HANDBOOK["viet-tinh-huong"]
    keys = [field.key for field in FIELDS if field.needed and field.kinds in ((), ("tinh-huong",))]

    assert [key for key in keys if not re.search(rf"^{key}:", page, re.MULTILINE)] == []


def test_what_the_readme_links_to_is_there():
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))

    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
