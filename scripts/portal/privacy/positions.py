"""Positions near enough to find one house: coordinates and links to a point on a map."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.findings import Finding
from portal.privacy.shadow import Text, at

_DEGREES = (r"(?:\d{1,3} ?[°º] ?\d{1,2} ?['’′] ?\d{1,2}(?:[.,]\d+)? ?(?:\"|''|’’|″|”)|\d{1,3} ?[°º] ?\d{1,2}[.,]\d{2,6} ?['’′]"
            r"|\d{1,3} do \d{1,2} phut \d{1,2}(?:[.,]\d+)? giay)")
_POSITION = re.compile(rf"(?<![\d.,])(?:(?:8|9|1\d|2[0-4])[.,]\d{{4,12}} ?°? ?n?(?:,|;| |\||-|/| va ){{1,3}} ?(?:kinh do|kd|long|lng|e)?[ :=]{{0,3}}1(?:0[2-9]|"
                       rf"1[0-8])[.,]\d{{4,12}}"
                       rf"|1(?:0[2-9]|1[0-8])[.,]\d{{4,12}} ?°? ?e?(?:,|;| |\||-|/| va ){{1,3}} ?(?:vi do|vd|lat|n)?[ :=]{{0,3}}(?:8|9|1\d|2[0-4])[.,]\d{{4,12}}"
                       rf"|{_DEGREES}(?: ?(?:n|e|b|d|bac|dong|vi do bac|kinh do dong|vi bac|kinh dong))?)")
_NORTH, _EAST = r"(?:8|9|1\d|2[0-4])[.,]\d", r"1(?:0[2-9]|1[0-8])[.,]\d"
_AXIS_LABEL = re.compile("vi do|kinh do|toa do|lat|lng|lon|gps")
_AXIS = re.compile(rf"(?<![a-z])(?:(?:vi do|latitude)\s?[:=]?\s?{_NORTH}{{3,12}}|(?:kinh do|longitude)\s?[:=]?\s?{_EAST}{{3,12}}|"
                   rf"(?P<word>lat|lng|long|lon)\s?[:=]?\s?(?:{_NORTH}{{4,12}}|{_EAST}{{4,12}})|"
                   rf"(?:gps|toa do(?: gps)?(?: nha)?)\s?[:=]?\s?(?:x|y)?\s?[:=]?\s?(?:{_NORTH}{{3,12}}|{_EAST}{{3,12}}))")
_GRID = re.compile(r"(?<![a-z])(?:toa do|vn-?2000|x|y)\s?[:=(]?\s?(?:x\s?[:=]?\s?)?(?:1[0-9]|2[0-6])\d{5}(?:[.,]\d+)?[\s;,|"
                   r"]{1,3}(?:y\s?[:=]?\s?)?[2-7]\d{5}(?:[.,]\d+)?(?!\d)")
_MAP_LINK = re.compile(r"(?:https?://)?(?:maps\.app\.goo\.gl|goo\.gl/maps|g\.co/maps|(?:www\.)?google\.[a-z.]{2,6}/maps|maps\.google\.[a-z.]{2,6}|"
                       r"(?:www\.)?openstreetmap\.org/(?:\?mlat|#map=1[5-9])|waze\.com/ul)[^\s<>()\"']{2,300}|geo:\d[\d.,\-]{6,40}")
_PLUS_CODE = re.compile(r"(?<![\w+])(?:[23456789CFGHJMPQRVWX]{4}|[23456789CFGHJMPQRVWX]{8})\+[23456789CFGHJMPQRVWX]{2,3}(?![\w+])")


def find(text: Text) -> Iterator[Finding]:
    """GPS positions near enough to find a house."""
    for match in at((start for start, _ in text.numbers), _POSITION, text.shadow):
        yield Finding(match.span(), "toa-do")
    for match in _GRID.finditer(text.shadow) if any(end - start >= 7 for start, end in text.numbers) else ():
        yield Finding(match.span(), "toa-do")
    for match in _AXIS.finditer(text.shadow) if text.labels(_AXIS_LABEL, 30) else ():
        # "người lớn: 105.000 đồng" names no longitude.
        if not match["word"] or text.plain[match.start("word") : match.end("word")].isascii():
            yield Finding(match.span(), "toa-do")


def pointed(text: Text) -> Iterator[Finding]:
    """Links to a point on a map, and the short codes that maps give to a place."""
    for match in _MAP_LINK.finditer(text.shadow) if text.says("maps", "openstreetmap", "waze", "geo:") else ():
        yield Finding(match.span(), "toa-do")
    for match in _PLUS_CODE.finditer(text.plain) if "+" in text.plain else ():
        yield Finding(match.span(), "toa-do")
