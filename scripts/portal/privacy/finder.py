"""One text → its personal data with spans. Pure, and linear in the length of the text."""

from __future__ import annotations

import re
from functools import lru_cache

from portal.privacy import contacts, digits, houses, parcels, people, plates, positions
from portal.privacy.findings import Finding
from portal.privacy.shadow import Text, cast

FICTION = re.compile(r"tinh huong (?:minh hoa|gia dinh|gia tuong)|nhan vat (?:hu cau|minh hoa)|ten da (?:duoc )?thay doi|vi du gia dinh|made-up|fictional")
ANYWHERE = (contacts.find, positions.pointed, digits.spoken)
NUMBERED = (positions.find, digits.find, digits.lettered, parcels.find, houses.find, plates.find)      # what holds a number


def find(text: str) -> list[Finding]:
    """Every piece of personal data, in text order; spans count code points of the NFC text and do not overlap within a kind.

    Pure, and linear in the length of the text. People of a paragraph labelled as made up are not reported."""
    return list(_found(text))


@lru_cache(maxsize=1024)                                 # an office, a field, "Bản đầu": the same few words stand on page after page
def _found(text: str) -> list[Finding]:
    seen = cast(text)
    found = {finding for look in ((*ANYWHERE, *NUMBERED) if seen.numbers else ANYWHERE) for finding in look(seen)}
    found |= {finding for finding in people.find(seen) if not _labelled(seen, finding.span[0])}
    return _without_overlaps(sorted(found))


def _labelled(text: Text, place: int) -> bool:
    """Whether the paragraph around a place says that its people are made up."""
    start = max(text.plain.rfind("\n\n", max(0, place - 2000), place), place - 2000, 0)
    end = text.plain.find("\n\n", place, place + 2000)
    return bool(FICTION.search(text.shadow, start, end if end >= 0 else place + 2000))


def _without_overlaps(found: list[Finding]) -> list[Finding]:
    """One finding a place: of two that overlap and both block, the earlier and longer."""
    kept: list[Finding] = []
    last: Finding | None = None
    for finding in sorted(found, key=lambda one: (one.span[0], -one.span[1])):
        if finding.blocks:
            if last and finding.span[0] < last.span[1]:
                continue
            last = finding
        kept.append(finding)
    return kept
