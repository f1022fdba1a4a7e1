"""YAML as people write it, with the line of every key.

The data files beside pages and in docs/bang/ are read by the same function."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

import yaml

from portal import kept
from portal.problems import Problem

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXT = "tag:yaml.org,2002:str"
_GLUED = re.compile(r"[a-z_]+:[^\s:/]")                 # "title:Vay nợ"
_INDENTED = re.compile(r" +[a-z_]+:(?: |$)")
_ODD_START = re.compile(r"\s*(?:- )?(?:[a-z_]+: +)?([*@%&!`|>?])")
FENCE = re.compile(r"\A---[ \t]*\n(.*?)(?:\n)?^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Parsed:
    """A value, the file line of each key in it ("hoi.2.vi" → 17), and what was wrong with the text."""

    value: Any
    lines: dict[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def split(source: str) -> tuple[str | None, str, int]:
    """Front matter text (None when there is none), the body, and the file line on which the body starts."""
    found = FENCE.match(source)
    if not found:
        return None, source, 1
    return found.group(1), source[found.end() :], source.count("\n", 0, found.end()) + 1


def parse(text: str, path: str, first_line: int = 1) -> Parsed:
    """The value of a YAML text whose first line is `first_line` of the file `path`; never raises on bad text."""
    return kept.recall("yaml", (text, path, first_line), lambda: _parsed(text, path, first_line))


def _parsed(text: str, path: str, first_line: int) -> Parsed:
    try:
        node = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        return Parsed(None, {}, (_unreadable(error, text, path, first_line),))
    if node is None:
        return Parsed(None)
    reader = _Reader(path, first_line)
    try:
        value = reader.value(node, "")
    except RecursionError:
        return Parsed(None, {}, (Problem(path, first_line, "dữ liệu lồng vào nhau quá sâu", "viết lại cho phẳng hơn"),))
    return Parsed(value, reader.lines, tuple(reader.problems))


class _Reader:
    """Walks YAML nodes once: values in NFC, lines by dotted key, what cannot be kept as problems."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path, self.first_line = path, first_line
        self.lines: dict[str, int] = {}
        self.problems: list[Problem] = []
        self.scalars = LOADER("")
        self.open: set[int] = set()

    def value(self, node: yaml.Node, key: str) -> Any:
        self.lines[key] = node.start_mark.line + self.first_line
        if id(node) in self.open:
            self._problem(node, f"«{key}» tự trỏ vào chính nó", "bỏ dấu & và * trong phần này")
            return None
        self.open.add(id(node))
        try:
            if isinstance(node, yaml.MappingNode):
                return self._mapping(node, key)
            if isinstance(node, yaml.SequenceNode):
                return [self.value(item, f"{key}.{n}".lstrip(".")) for n, item in enumerate(node.value)]
            return self._scalar(node, key)
        finally:
            self.open.discard(id(node))

    def _mapping(self, node: yaml.MappingNode, key: str) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for name_node, value_node in node.value:
            name = unicodedata.normalize("NFC", str(getattr(name_node, "value", "?")))
            if not isinstance(name_node, yaml.ScalarNode):
                self._problem(name_node, "tên trường không phải là chữ", "viết dạng  ten_truong: giá trị")
                continue
            if name in result:
                self._problem(name_node, f"trường «{name}» viết hai lần", "giữ lại một dòng")
            inner = f"{key}.{name}".lstrip(".")
            result[name] = self.value(value_node, inner)
            self.lines[inner] = name_node.start_mark.line + self.first_line
        return result

    def _scalar(self, node: yaml.ScalarNode, key: str) -> Any:
        if node.tag == _TEXT:                            # most are, and YAML's own reader would give the same by a longer way
            return unicodedata.normalize("NFC", node.value)
        try:
            value = self.scalars.construct_object(node)
        except (ValueError, OverflowError, yaml.YAMLError):
            self._problem(node, f"«{key}» có giá trị không đọc được: {node.value}", "ngày viết dạng 2026-11-22; chữ lạ thì đặt trong dấu \"…\"")
            return str(node.value)
        return unicodedata.normalize("NFC", value) if isinstance(value, str) else value

    def _problem(self, node: yaml.Node, what: str, fix: str) -> None:
        self.problems.append(Problem(self.path, node.start_mark.line + self.first_line, what, fix))


def _unreadable(error: yaml.YAMLError, text: str, path: str, first_line: int) -> Problem:
    """What is wrong with a text that is no YAML, at the line that has to be mended: often not where the reading stopped."""
    stopped, opened = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    said, context = str(getattr(error, "problem", "") or ""), str(getattr(error, "context", "") or "")
    at = (stopped or opened).line if stopped or opened else 0
    lines = text.split("\n")
    line = lines[at] if at < len(lines) else ""
    before = lines[at - 1] if 0 < at <= len(lines) else ""
    if "quoted scalar" in context and opened:
        return Problem(path, first_line + opened.line, "phần đầu trang có dấu ngoặc kép chưa đóng", 'thêm dấu " ở cuối giá trị')
    if "flow" in context and opened:
        return Problem(path, first_line + opened.line, "phần đầu trang có dấu ngoặc { hoặc [ chưa đóng", "thêm } hoặc ] ở cuối; mỗi cặp ngoặc mở bao nhiêu thì đóng bấy nhiêu")
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return Problem(path, first_line + at, "phần đầu trang có phím Tab", "thay phím Tab bằng dấu cách")
    for place, suspect in ((at - 1, before), (at, line)):
        if _GLUED.match(suspect):
            return Problem(path, first_line + place, "thiếu dấu cách sau dấu hai chấm", "viết  ten_truong: giá trị")
    if _INDENTED.match(line):
        return Problem(path, first_line + at, "dòng này lùi vào sai chỗ", "xóa dấu cách ở đầu dòng cho thẳng hàng với các trường khác")
    if "mapping values" in said:
        return Problem(path, first_line + at, "phần đầu trang viết sai: có dấu hai chấm trong giá trị", 'đặt cả giá trị trong dấu "…"')
    if odd := _ODD_START.match(line):
        return Problem(path, first_line + at, f"giá trị bắt đầu bằng dấu «{odd[1]}»", 'đặt cả giá trị trong dấu "…"')
    return Problem(path, first_line + at, "phần đầu trang viết sai cách (YAML)", "so với một trang đang đúng, hoặc trang mẫu trong docs/mau/")
