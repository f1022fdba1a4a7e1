"""What was accepted of an imported file, line by line: the draft's words, or those of the source in their place."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from portal.desk import front
from portal.front_matter import split
from portal.importing import markup
from portal.importing.report import Row


def can_give_source(page: str, row: Row) -> bool:
    """Whether the source's words can go into the page: what the draft made of them stands there once, or nothing does."""
    return bool(row.source) and (not row.draft or split(page)[1].count(row.draft) == 1)


def taken(page: str, rows: Sequence[Row], from_source: Collection[int]) -> str:
    """The page's text in which the rows of these numbers say what the source says; all other rows stay as the draft has them."""
    body = split(page)[1]
    after = 0                                            # where a paragraph goes that the draft has nowhere
    for number, row in enumerate(rows):
        words = markup.escape(row.source)
        at = body.find(row.draft, after) if row.draft else -1
        if number in from_source and row.draft and body.count(row.draft) == 1:
            body = body.replace(row.draft, words)
            after = body.index(words) + len(words)
        elif number in from_source and not row.draft:
            body = f"{body[:after]}\n\n{words}{body[after:]}"
            after += len(words) + 2
        elif at >= 0:
            after = at + len(row.draft)
    return front.with_body(page, body)
