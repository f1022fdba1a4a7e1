"""Index → the script files that the browser loads one by one; the same input gives the same bytes.

Every file calls `timKiem.nhan(name, data)`, so that it loads by a script tag, from a disk too:

- `goc.js`: what every search needs (the *core*); it names the folder of the others by a hash of their content.
- `<hash>/k<n>.js`: sorted keys with their postings, cut into pieces of SHARD characters.
- `<hash>/b<n>.js`: titles, addresses and text of neighbouring sections, for results and snippets.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from portal.search import analysis
from portal.search.documents import Document
from portal.search.encoding import held, number
from portal.search.parts import Index
from portal.search.tables import HOME_LAW, Law, law_names

SHARD = 1_800                  # characters of one file of keys, about 1.3 kB zipped
BLOCK = 2_600                  # characters of one file of texts, about 1.2 kB zipped
_WORDS = {"vi": re.compile("(ngh|ng|gh|nh|ch|kh|ph|th|tr|qu|gi|[bcdghklmnpqrstvx]|)[aeiouy]{1,3}(ng|nh|ch|[cmnpt]|)"), "en": re.compile("[a-z]+")}


@dataclass(frozen=True)
class Tables:
    """What the core holds beside the vocabulary."""

    meanings: dict[str, list[str]]
    abbreviations: dict[str, str]
    laws: list[Law]


def files(documents: list[Document], index: Index, tables: Tables, lang: str) -> dict[str, str]:
    """Return name → content of every file of one language."""
    shards, first_keys = _shards(index, tables.meanings)
    blocks, sizes = _blocks(documents)
    parts = {f"k{at}.js": _call(f"k{at}", text) for at, text in enumerate(shards)}
    parts |= {f"b{at}.js": _call(f"b{at}", block) for at, block in enumerate(blocks)}
    folder = hashlib.sha256("".join(f"{name}\n{text}\n" for name, text in sorted(parts.items())).encode()).hexdigest()[:10]
    kinds = sorted({document.kind for document in documents})
    core = {
        "thu_muc": folder,
        "trang": "".join(number(2 * len(document.sections) + document.apart) for document in documents),
        "khoi": "".join(map(number, sizes)),
        "uu_tien": "".join(number(round(40 * document.prior)) for document in documents),
        "loai": [kinds, "".join(number(kinds.index(document.kind)) for document in documents)],
        "khoa": "|".join(first_keys),
        "tu": _vocabulary(index, tables.meanings, lang),
        "dung": " ".join(analysis.STOP[lang]),
        "tat": tables.abbreviations,
        "luat_goc": next((at for at, law in enumerate(tables.laws) if law.number == HOME_LAW), None),
        "luat": [[law.section, "|".join(names), _articles(law), law.slug] for law, names in zip(tables.laws, law_names(tables.laws), strict=True)],
    }
    return {"goc.js": _call("goc", core)} | {f"{folder}/{name}": text for name, text in parts.items()}


def _call(name: str, data: object) -> str:
    return f'timKiem.nhan("{name}",{json.dumps(data, ensure_ascii=False, separators=(",", ":"))});\n'


def _shards(index: Index, meanings: dict[str, list[str]]) -> tuple[list[str], list[str]]:
    """Return the pieces of the sorted keys and the first key of each."""
    shards, first_keys, entries, size = [], [], [], 0
    for key, text in _entries(index, meanings):
        if entries and size + len(text) > SHARD:
            shards.append("~".join(entries))
            entries, size = [], 0
        if not entries:
            first_keys.append(key)
        entries.append(text)
        size += len(text)
    return [*shards, *(["~".join(entries)] if entries else [])], first_keys


def _entries(index: Index, meanings: dict[str, list[str]]) -> Iterable[tuple[str, str]]:
    for key in sorted({*index.singles, *index.pairs, *meanings}):
        if key in meanings:
            yield key, "|".join([key, *meanings[key]])
        elif key in index.singles:
            forms = index.singles[key]
            # A form equal to its key is written as nothing: most numbers and many syllables.
            yield key, "|".join([key, *(f"{form if form != key else ''}|{forms[form]}" for form in sorted(forms))])
        else:
            yield key, f"{key}|{index.pairs[key]}"


def _vocabulary(index: Index, meanings: dict[str, list[str]], lang: str) -> str:
    """Return the keys that a typo is mended to: shared length with the one before, the rest, how frequent (A … P).

    In Vietnamese they have the shape of a syllable: English words, names and numbers stay out. The syllables that
    staff's synonyms use are known words too, though perhaps no page writes them."""
    written, last = [], ""
    spoken = {key for phrase in meanings for key in phrase.replace("#", "").split()}
    for key in sorted(key for key in spoken.union(index.singles) if _WORDS[lang].fullmatch(key)):
        shared = next((at for at, (one, two) in enumerate(zip(key[:9], last, strict=False)) if one != two), min(9, len(key), len(last)))
        sections = sum(map(held, index.singles.get(key, {}).values()))
        written.append(f"{shared}{key[shared:]}{chr(ord('A') + min(15, sections.bit_length()))}")
        last = key
    return "".join(written)


def _blocks(documents: list[Document]) -> tuple[list[list], list[int]]:
    """Return blocks of [url, title, kind, status, [[anchor, heading, text] …]] and how many sections each holds."""
    blocks, sizes, size = [[]], [0], 0
    for document in documents:
        head = [document.url, document.title, document.kind, document.status]
        for section in document.sections:
            length = len(section.heading) + len(section.text)
            if sizes[-1] and size + length > BLOCK:
                blocks.append([])
                sizes.append(0)
                size = 0
            if not blocks[-1] or blocks[-1][-1][0] != document.url:
                blocks[-1].append([*head, []])
            heading = "" if section.heading == document.title else section.heading
            blocks[-1][-1][4].append([section.anchor, heading, section.text])
            sizes[-1] += 1
            size += length
    return blocks, sizes


def _articles(law: Law) -> str:
    """Return "1-33@120 91a@154": runs of articles whose sections follow one another."""
    runs = []
    for _, group in groupby(enumerate(law.articles.items()), lambda item: _run_key(item[1])):
        items = [item for _, item in group]
        name = items[0][0] if len(items) == 1 else f"{items[0][0]}-{items[-1][0]}"
        runs.append(f"{name}@{items[0][1]}")
    return " ".join(runs)


def _run_key(item: tuple[str, int]) -> object:
    article, section = item
    return section - int(article) if article.isdecimal() else article
