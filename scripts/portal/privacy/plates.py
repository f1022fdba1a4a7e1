"""Number plates of vehicles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.findings import Finding
from portal.privacy.shadow import Text, at

_PLATE = re.compile(r"(?<![\w./#-])(?P<province>[1-9]\d)(?:[ \-]?| ?[\-–] ?)(?P<series>[A-Za-zĐđ]{1,2}\d?)[ .\-–]{0,3}(?P<number>\d{3}[., ]\d{2}|\d{5}|\d{4})(?![\w/]|[.,]\d)")
_PLATE_WORD = re.compile(r"(?:bien (?:so|kiem soat|xe|dang ky)|bks|(?<![a-z])(?:bs|xe|mo to|o to|oto|xe may|xe tai|honda|yamaha|wave|dream|sirius|exciter|air ?blade|"
                         r"vision|plate|number plate)(?![a-z]))[^\n;!?]{0,30}$")
_LABELLED_PLATE = re.compile(r"(?:bien (?:so|kiem soat)(?: xe)?|bks|license plate|number plate)(?: la| so)?\s?[:.]?\s?(?P<plate>(?:[a-z]{2}[ \-]?\d{2}[ \-]?\d{2,3}|"
                             r"\d{2}[ \-]?[a-z]{1,2}\d?[ .\-]{0,3}\d{3}\.?\d{1,2}|\d{2}[ \-]?\d{3}[ \-]?(?:ng|nn|qt|cv|ht)[ \-]?\d{2,3}|\d{2}[ \-]?(?:ng|nn|"
                             r"qt)[ \-]?\d{3}[ \-.]?\d{2,3}|\d{3}\.?\d{2}|\d{4}))(?![\da-z])")


def find(text: Text) -> Iterator[Finding]:
    """Number plates, with or without the word for them."""
    for match in at((start for start, _ in text.numbers), _PLATE, text.plain):
        labelled = _PLATE_WORD.search(text.line_before(match.start(), 60))
        plain, series, number = match.group(), match["series"], match["number"]
        dotted, five = len(number) == 6 and " " not in number, len(number) == 5 or (plain.endswith(series + number) and series[-1].isdigit())
        year = len(number) == 4 and number[:2] in ("19", "20")
        if labelled or (dotted and (series.isupper() or "-" in plain or series[-1].isdigit())) or (five and (series.isupper() or series[-1].isdigit())) or (
                len(number) == 4 and len(series) > 1 and series.isupper() and "-" in plain and not year):
            yield Finding(match.span(), "bien-so")
    for match in _LABELLED_PLATE.finditer(text.shadow) if text.says("bien so", "bien kiem soat", "bks", " plate") else ():
        yield Finding(match.span("plate"), "bien-so")
