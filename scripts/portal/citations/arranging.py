"""A list of points, clauses and articles → which point belongs to which clause of which article."""
from dataclasses import dataclass, field

# The order of points in Vietnamese laws (no f, j, w, z; đ after d).
_POINTS = "abcdđeghiklmnopqrstuvxy"
_LONGEST_RANGE = 700  # the longest code has 689 articles
_DEPTH = {"article": 0, "clause": 1, "point": 2}
_TIGHT = frozenset(["", "của", "thuộc", "tại"])
_RANGE = frozenset(["đến", "tới", "-", "–"])


@dataclass(frozen=True, slots=True)
class Item:
    """One number or letter as read: its level ("article", "clause", "point"), value, and the word that joins it.

    The value is None for "Điều này", "khoản này", "điểm này".
    `doubtful`: written so short ("K2", "đ a") that alone it does not count.
    """

    level: str
    value: str | None
    by: str
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Provision:
    """An article, a clause or a point; what the text does not name is None."""

    article: str | None = None
    clause: str | None = None
    point: str | None = None


@dataclass(slots=True)
class _Node:
    """A provision with the lower ones that belong to it."""

    level: str
    value: str | None
    by: str
    parts: list["_Node"] = field(default_factory=list)


def arrange(items: list[Item]) -> list[Provision]:
    """The provisions of a list in the order of the text; ranges are filled up."""
    nodes = _filled(items)
    for parent in ("clause", "article"):
        nodes = _gathered(nodes, parent)
    return [provision for node in nodes for provision in _provisions(node, {})]


def _filled(items: list[Item]) -> list[_Node]:
    nodes: list[_Node] = []
    for item in items:
        if nodes and nodes[-1].level == item.level and _RANGE & set(item.by.split()):
            nodes += [_Node(item.level, value, ",") for value in _between(nodes[-1].value, item.value)]
        nodes.append(_Node(item.level, item.value, item.by))
    return nodes


def _between(first: str | None, last: str | None) -> list[str]:
    """Values strictly between two ends: numbers, points in the order of the law, or 91a … 91d."""
    if first is None or last is None:
        return []
    if first.isdigit() and last.isdigit():
        return [str(n) for n in range(int(first) + 1, int(last))][:_LONGEST_RANGE]
    if first[:-1] == last[:-1] and first[-1] in _POINTS and last[-1] in _POINTS:
        return [first[:-1] + letter for letter in _POINTS[_POINTS.index(first[-1]) + 1 : _POINTS.index(last[-1])]]
    return []


def _gathered(nodes: list[_Node], parent: str) -> list[_Node]:
    """The list with each run of lower provisions put under the parent before or after it."""
    depth = _DEPTH[parent]
    trailing = bool(nodes) and nodes[0].level == parent and _DEPTH[nodes[-1].level] > depth
    found: list[_Node] = []
    run: list[_Node] = []
    for node in [*nodes, None]:
        if node is not None and _DEPTH[node.level] > depth:
            run.append(node)
            continue
        before = found[-1] if found and found[-1].level == parent else None
        after = node if node is not None and node.level == parent else None
        owner = _owner(run, before, after, trailing)
        if owner is None:
            found += run
        else:
            owner.parts += run
        if run and owner is after and after is not None:
            after.by = run[0].by
        run = []
        if node is not None:
            found.append(node)
    return found


def _owner(run: list[_Node], before: _Node | None, after: _Node | None, trailing: bool) -> _Node | None:
    """Whose the lower provisions are: the next one's, or in descending order the one's before."""
    if not run:
        return None
    if after is None:
        return before if before is not None and not before.parts else None
    if before is None:
        return after
    to_before, to_after = _looseness(run[0].by), _looseness(after.by)
    return before if to_before < to_after or (to_before == to_after and trailing) else after


def _looseness(by: str) -> int:
    return 0 if by in _TIGHT else 1 if by == "," else 2


def _provisions(node: _Node, above: dict[str, str | None]) -> list[Provision]:
    here = {**above, node.level: node.value}
    if not node.parts:
        return [Provision(**here)]
    return [provision for part in node.parts for provision in _provisions(part, here)]
