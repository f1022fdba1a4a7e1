"""Lists of pages: what stands beside a page, and what comes before and after it."""

from __future__ import annotations

import pytest

from portal import content
from portal.listings import AROUND, WHOLE, Entry, Group, Section


def section(long: int) -> Section:
    """So many pages in two groups, the first of ten."""
    pages = [content.parse(f"docs/vi/ky-nang/trang-{n}.md", f"---\ntitle: {n}\n---\n")[0] for n in range(long)]
    entries = tuple(Entry(page, page.title, "", page.url, "vi", 1, "") for page in pages)
    return Section((Group("một", entries[:10]), Group("hai", entries[10:])))


def test_a_section_of_today_is_listed_whole_beside_its_pages():
    listed = section(WHOLE)

    assert listed.around(listed.entries[50].page) == listed.groups


@pytest.mark.parametrize(("here", "first"), [(0, 0), (25, 5), (200, 180), (299, 260)])
def test_beside_a_page_of_a_long_section_stand_the_pages_around_it(here: int, first: int):
    listed = section(300)

    groups = listed.around(listed.entries[here].page)

    assert [entry for group in groups for entry in group.entries] == list(listed.entries[first : first + AROUND])
    assert [group.name for group in groups] == (["một", "hai"] if first < 10 else ["hai"])


def test_a_page_knows_what_comes_before_and_after_it():
    listed = section(12)
    first, second, last = listed.entries[0], listed.entries[1], listed.entries[-1]

    assert listed.turns(first.page) == (None, second)
    assert listed.turns(last.page) == (listed.entries[-2], None)
    assert Section().turns(first.page) == (None, None)
