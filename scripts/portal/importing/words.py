"""The words of a source and of its draft, to prove that nothing was lost."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from portal.importing.blocks import WORD
from portal.vietnamese import nfc

_ESCAPED = re.compile(r"\\[\W_]")
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_NOTE_SIGN = re.compile(r"\[\^\d+\]:?|<sup>\(\d+\)</sup>")
_ADDRESS = re.compile(r"\]\((?:<[^>]*>|[^)\s]*)\)")
_ANCHOR = re.compile(r" \{#[\w-]+\}$", re.MULTILINE)
_BREAKING_TAG = re.compile(r"</?(?:br|td|th|tr|table|thead|tbody)\b[^>]*>")
_TAG = re.compile(r"</?(?:strong|em|sup|sub|a)\b[^>]*>")


def of(text: str) -> list[str]:
    """The words of a plain text in small letters; numbers are words, signs are none."""
    return [word.lower() for word in WORD.findall(nfc(text))]


def of_markdown(text: str) -> list[str]:
    """The words that a reader sees of our Markdown."""
    text = _ESCAPED.sub("\N{BULLET}", text)      # an escaped sign is no word and opens nothing
    for pattern in (_PICTURE, _NOTE_SIGN, _ANCHOR):
        text = pattern.sub("", text)
    text = _TAG.sub("", _BREAKING_TAG.sub(" ", _ADDRESS.sub("]", text)))
    return of(html.unescape(text.replace("*", "")))


def of_fields(fields: Iterable[Any]) -> list[str]:
    """The words of the values of the letterhead's fields."""
    return [word for value in fields for line in (value if isinstance(value, list) else [value]) for word in of(str(line))]


def missing(source: Iterable[str], draft: Iterable[str]) -> Counter[str]:
    """The words that the source has more often than the draft."""
    return Counter(source) - Counter(draft)
