"""Synonyms, abbreviations and names of laws: what the searcher says → what the pages say."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from portal.content import Site
from portal.problems import Problem
from portal.search import analysis, encoding
from portal.search.documents import Document
from portal.search.parts import Index
from portal.search.postings import Neighbours

SYNONYMS = "tu-dong-nghia"     # docs/bang/tu-dong-nghia.yml: a list of lists of words
ABBREVIATIONS = "viet-tat"     # docs/bang/viet-tat.yml: abbreviation: full words
WAYS = 3                       # so many other words are tried for a phrase
HOME_LAW = "35/2013/QH13"      # "điều 21" alone means this law, and "luật 35" too
CLEAR = 0.6                    # a word of one syllable is clear without marks if so many of its sections write it so
_NUMBER = re.compile(r"(\d+[a-z]?)/(\d{4})/(\S+)|(\d+)/(\S+)", re.IGNORECASE)
_KINDS = {"qh": ("luat", "bo luat"), "nd": ("nghi dinh", "nd"), "tt": ("thong tu", "tt"), "qd": ("quyet dinh", "qd"),
          "nq": ("nghi quyet", "nq"), "ttlt": ("thong tu lien tich", "ttlt"), "nqlt": ("nghi quyet lien tich", "nqlt")}


@dataclass(frozen=True)
class Law:
    """A law the index can lead to: its written names, its first section and the section of each article."""

    names: tuple[str, ...]
    number: str
    slug: str
    section: int
    articles: Mapping[str, int]


def meanings(groups: Iterable[Iterable[str]], short: Mapping[str, str], index: Index) -> dict[str, list[str]]:
    """Return "so #do" → ["sổ đỏ>giấy chứng nhận,…"]: what a phrase can be said as, under its first key and the rest.

    Only words that the pages hold are offered, the WAYS most frequent; a `*` marks a single syllable clear without marks,
    a `!` an abbreviation, which means just the same."""
    found: dict[str, list[str]] = defaultdict(list)
    for words in _spoken(groups):
        held = sorted((word for word in words if _held_in(word, index)), key=lambda word: -_held_in(word, index))
        for word in words:
            others = [other for other in held if other != word][:WAYS]
            if others:
                found[_phrase_key(word)].append(("*" if _is_clear(word, index) else "") + f"{word}>{','.join(others)}")
    for abbreviation, full in short.items():
        for reading in full.split("|"):
            if abbreviation in index.singles:
                found[_phrase_key(reading)].append(f"{reading}>!{abbreviation}")
    return dict(found)


def neighbours(groups: Iterable[Iterable[str]]) -> Neighbours:
    """Return the pairs of syllables in these phrases: what the index has to count for `meanings`."""
    return frozenset(pair for words in _spoken(groups) for word in words for pair in pairwise(word.split(" ")))


def _spoken(groups: Iterable[Iterable[str]]) -> Iterable[list[str]]:
    return (list(dict.fromkeys(_forms(str(word)) for word in group)) for group in groups)


def _forms(phrase: str) -> str:
    return " ".join(word.form for word in analysis.words(analysis.clean(phrase), "vi"))


def _phrase_key(phrase: str) -> str:
    first, *rest = (analysis.forms(form, "vi")[1] for form in phrase.split(" "))
    return f"{first} #{' '.join(rest)}"


def _held_in(phrase: str, index: Index) -> int:
    """Return how many paragraphs may hold a phrase: those of its rarest two neighbours; of one syllable its sections."""
    forms = phrase.split(" ")
    if len(forms) == 1:
        return encoding.held(index.singles.get(analysis.forms(phrase, "vi")[1], {}).get(phrase, ""))
    return min(index.beside[pair] for pair in pairwise(forms))


def _is_clear(phrase: str, index: Index) -> bool:
    held = {form: encoding.held(text) for form, text in index.singles.get(analysis.forms(phrase, "vi")[1], {}).items()}
    return " " not in phrase and held.get(phrase, 0) >= CLEAR * sum(held.values()) > 0


def abbreviations(table: Mapping[str, Any]) -> dict[str, str]:
    """Return key of the abbreviation → full words in search form; of several readings all, divided by "|"."""
    found: dict[str, str] = {}
    for short, full in table.items():
        readings = full if isinstance(full, list) else [full]
        key = analysis.forms(analysis.clean(str(short)), "vi")[1]
        found[key] = "|".join(_forms(str(text)) for text in readings)
    return found


def laws(documents: list[Document], site: Site) -> list[Law]:
    """Return the laws of the site; sections are numbered over all documents in order."""
    numbers = {page.url: page for page in site.laws}
    found, first = [], 0
    for document in documents:
        page = numbers.get(document.url)
        if page:
            names = (page.title, *map(str, page.meta.get("ten_goi") or []))
            articles = {section.anchor.removeprefix("dieu-"): first + at for at, section in enumerate(document.sections)
                        if re.fullmatch(r"dieu-\d+[a-z]*", section.anchor)}
            found.append(Law(names, str(page.meta["so_hieu"]), page.slug, first, articles))
        first += len(document.sections)
    return found


def law_names(known: list[Law]) -> list[list[str]]:
    """Return for each law the keys under which it is called. One that several laws share leads to none of them, but for
    the law of mediation: to its readers "luật 35" is that one."""
    called = [_names(law) for law in known]
    shared = Counter(name for names in called for name in set(names))
    return [[name for name in dict.fromkeys(names) if shared[name] == 1 or law.number == HOME_LAW] for law, names in zip(known, called, strict=True)]


def _names(law: Law) -> list[str]:
    names = [law.number, *law.names]
    number = _NUMBER.fullmatch(law.number)
    if number:
        figure, year, code = number[1] or number[4], number[2], number[3] or number[5]
        kind = re.match(r"[a-z]+", analysis.forms(code, "vi")[1])
        words = _KINDS.get(kind.group() if kind else "", ())
        names += [f"{word} {figure}" for word in words] + [f"{word} {figure}/{year}" for word in words if year]
        names += [f"{figure}/{year}"] if year else []
    return [" ".join(word.key for word in analysis.words(analysis.clean(name), "vi")) for name in names]


def problems(site: Site) -> list[Problem]:
    """Return what is wrong in the two tables that staff edit."""
    return _synonym_problems(site) + _abbreviation_problems(site)


def _synonym_problems(site: Site) -> list[Problem]:
    path = f"docs/bang/{SYNONYMS}.yml"
    table = site.tables.get(SYNONYMS, [])
    lines = site.table_lines.get(SYNONYMS, {})
    if not isinstance(table, list):
        return [Problem(path, 1, "bảng từ đồng nghĩa phải là danh sách", "mỗi dòng viết: - [từ này, từ kia]")]
    found, seen = [], {}
    for at, group in enumerate(table):
        line = lines.get(str(at), 0)
        if not isinstance(group, list) or len(group) < 2 or not all(isinstance(word, str) and word.strip() for word in group):
            found.append(Problem(path, line, "nhóm từ đồng nghĩa phải có từ hai từ trở lên", "viết: - [từ này, từ kia]"))
            continue
        for word in group:
            form = analysis.clean(word).lower().strip()
            if form in seen:
                found.append(Problem(path, line, f"từ «{word}» đã có ở nhóm «{seen[form]}»", "gộp hai nhóm làm một hoặc bỏ một từ"))
            seen[form] = group[0]
    return found


def _abbreviation_problems(site: Site) -> list[Problem]:
    path = f"docs/bang/{ABBREVIATIONS}.yml"
    table = site.tables.get(ABBREVIATIONS, {})
    if not isinstance(table, dict):
        return [Problem(path, 1, "bảng viết tắt phải có dạng «chữ tắt: chữ đầy đủ»", "mỗi dòng viết: UBND: ủy ban nhân dân")]
    lines = site.table_lines.get(ABBREVIATIONS, {})
    found = []
    for short, full in table.items():
        readings = full if isinstance(full, list) else [full]
        if not isinstance(short, str) or len(short.split()) != 1:
            found.append(Problem(path, lines.get(str(short), 0), f"chữ tắt «{short}» phải viết liền", "bỏ dấu cách"))
        if not all(isinstance(text, str) and text.strip() for text in readings):
            found.append(Problem(path, lines.get(str(short), 0), f"chữ tắt «{short}» chưa có chữ đầy đủ", "viết: UBND: ủy ban nhân dân"))
    return found
