"""The scripts of the browser, written for people → the same, short, for a phone on a weak line.

Comments, spaces and the names of variables go; what is reached by a dot, keys of objects and strings stay. It reads the
plain style of overrides/assets/search/ (one function around the file, two spaces a level, a semicolon at every end; no
templates, arrows, classes, labels), not any script of the world. A variable may not be called like something of the
browser's that the same file uses.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, product

Piece = tuple[str, str]        # kind (a group of _PIECE), text

_PATTERN = r"/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\[\n ])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\[\n])*/[a-z]*"
_PIECE = re.compile(
    r"(?P<gap>(?:/\*.*?\*/|//[^\n]*|\s)+)|(?P<text>'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\")"
    rf"|(?P<pattern>(?:(?<=[(,=:\[!&|?])|(?<=[=:?|&,] )){_PATTERN})|(?P<name>[A-Za-z_$][\w$]*)|(?P<sign>.)", re.DOTALL)
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WORDS = frozenset(("do", "if", "in"))     # words of the language that are as short as a short name


def shorter(source: str) -> str:
    """Return a script of one file that does the same in fewer bytes."""
    parts = [[(found.lastgroup or "", found.group()) for found in _PIECE.finditer(part)] for part in re.split(r"(?<=\n)(?=  \S)", source)]
    names = _short_names(parts)
    return "".join(_written(part, names[at]) for at, part in enumerate(parts)).strip() + "\n"


def _written(pieces: list[Piece], names: dict[str, str]) -> str:
    written = [""]
    for at, (kind, text) in enumerate(pieces):
        if kind != "gap":
            written.append(names.get(text, text) if kind == "name" and not _is_key(pieces, at) else text)
        elif re.fullmatch(r"[\w$]{2}|\+\+|--", written[-1][-1:] + (pieces[at + 1][1][:1] if at + 1 < len(pieces) else "")):
            written.append(" ")
    return "".join(written)


def _short_names(parts: list[list[Piece]]) -> list[dict[str, str]]:
    """Return for each part variable → short name, the most used first; those of one part alone share their short names."""
    used = [Counter(text for at, (kind, text) in enumerate(part) if kind == "name" and not _is_key(part, at)) for part in parts]
    places = defaultdict(list)
    for at, names in enumerate(used):
        for name in names:
            places[name].append(at)
    declared = set(chain.from_iterable(map(_declared, parts)))
    wide = sorted((name for name in declared if len(places[name]) > 1), key=lambda name: (-sum(names[name] for names in used), name))
    taken = _WORDS | (places.keys() - declared)
    shared = dict(zip(wide, _free(taken), strict=False))
    taken |= set(shared.values())
    return [shared | dict(zip(sorted(names.keys() & declared - shared.keys(), key=lambda name: (-names[name], name)), _free(taken), strict=False)) for names in used]


def _free(taken: Iterable[str]) -> Iterator[str]:
    return (name for name in map("".join, chain(product(_LETTERS), product(_LETTERS, repeat=2))) if name not in taken)


def _declared(pieces: list[Piece]) -> Iterator[str]:
    """Yield the names of variables, functions, parameters and caught errors."""
    for at, (_, text) in enumerate(pieces):
        if text in ("function", "catch") and not _is_key(pieces, at):
            end = next(i for i in range(at, len(pieces)) if pieces[i][1] == ")")
            yield from (name for kind, name in pieces[at + 1 : end] if kind == "name")
        elif text == "var":
            yield from _listed(pieces[at + 1 :])


def _listed(pieces: list[Piece]) -> Iterator[str]:
    """Yield the names of one var statement: those at its own depth, first or after a comma."""
    depth, before = 0, ","
    for kind, text in pieces:
        if kind == "gap":
            continue
        if kind == "name" and not depth and before == ",":
            yield text
        depth += ((text in ("(", "[", "{")) - (text in (")", "]", "}"))) * (kind == "sign")
        if depth < 0 or (not depth and text in (";", "in")):
            return
        before = text


def _is_key(pieces: list[Piece], at: int) -> bool:
    """Whether a name is no variable: it stands after a dot, or is the key of an object."""
    before, after = _beside(pieces, at, -1), _beside(pieces, at, 1)
    return before == "." or (before in ("{", ",") and after == ":")


def _beside(pieces: list[Piece], at: int, step: int) -> str:
    at += step
    while 0 <= at < len(pieces) and pieces[at][0] == "gap":
        at += step
    return pieces[at][1] if 0 <= at < len(pieces) else ""
