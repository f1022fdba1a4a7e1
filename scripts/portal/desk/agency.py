"""What only the commune can tell, as questions: the lines of docs/bang/co-quan.yml that have one line of comment above them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import yaml

from portal.content import UNKNOWN
from portal.desk import front

_LINE = re.compile(r"^(?P<key>\w+):[ \t]+(?P<value>\S.*)$")


@dataclass(frozen=True)
class Question:
    """A key of the table, what it asks for (its comment), and the answer so far ("" when there is none)."""

    key: str
    asked: str
    answer: str


def questions(table: str) -> list[Question]:
    """The questions of the table's text, in its order."""
    found = []
    comment: list[str] = []
    for line in table.split("\n"):
        said = _LINE.match(line)
        if said and len(comment) == 1 and isinstance(value := _value(said["value"]), str):
            found.append(Question(said["key"], comment[0].rstrip("."), "" if value == UNKNOWN else value))
        comment = [*comment, line.removeprefix("#").strip()] if line.startswith("#") else []
    return found


def answered(table: str, answers: dict[str, str]) -> str:
    """The table's text with these answers; an empty one says again that it is not known. Comments and all other lines stay."""
    lines = []
    for line in table.split("\n"):
        said = _LINE.match(line)
        if said and said["key"] in answers:
            answer = unicodedata.normalize("NFC", answers[said["key"]]).strip()
            lines += front.dumped(said["key"], answer or UNKNOWN)
        else:
            lines.append(line)
    return "\n".join(lines)


def _value(written: str) -> object:
    try:
        return yaml.safe_load(written)
    except yaml.YAMLError:
        return None
