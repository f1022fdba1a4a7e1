"""Three hundred and sixty spoilt Word files: each is refused in a sentence or becomes a whole page; none raises."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

import word_files
from portal import content, importing

SEEDS = sorted(path.stem for path in word_files.CASES.glob("*.xml"))
BATCHES, EACH = 12, 30
WILD = ("0", "-1", "999999999999", "", "đ", "\u0300", "%1%2%9", "x" * 3000, "../../../../etc/passwd", "{{}}", "---", "`[](", "<b>&amp;", "\ue000center|0|0|1.\ue001")


def spoilt(name: str, dice: random.Random) -> bytes:
    package = word_files.from_case(name)
    if dice.random() < 0.2:
        return dice.choice((flipped, cut, doubled))(package, dice)
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    for part in [*dice.sample(sorted(parts), k=min(len(parts), dice.randint(1, 2))), "word/document.xml"]:
        if part.endswith((".xml", ".rels")):
            parts[part] = tangled(parts[part], dice)
    if dice.random() < 0.15:
        del parts[dice.choice(sorted(parts))]
    return word_files.packed(parts)


def flipped(package: bytes, dice: random.Random) -> bytes:
    spoilt_bytes = bytearray(package)
    for _ in range(dice.randint(1, 40)):
        spoilt_bytes[dice.randrange(4, len(spoilt_bytes))] = dice.randrange(256)
    return bytes(spoilt_bytes)


def cut(package: bytes, dice: random.Random) -> bytes:
    return package[: dice.randrange(4, len(package))]


def doubled(package: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(package))
    return package[:at] + package[max(0, at - 500) :]


def tangled(part: bytes, dice: random.Random) -> bytes:
    """The XML with elements dropped, doubled, moved inside others, renamed, their words and settings replaced."""
    tree = etree.fromstring(part)
    for _ in range(dice.randint(1, 12)):
        nodes = [node for node in tree.iter() if isinstance(node.tag, str) and node.getparent() is not None]
        if not nodes:
            break
        node, other = dice.choice(nodes), dice.choice(nodes)
        dice.choice(CHANGES)(node, other, dice)
    return etree.tostring(tree)


def drop(node: etree._Element, other: etree._Element, dice: random.Random) -> None:
    node.getparent().remove(node)


def double(node: etree._Element, other: etree._Element, dice: random.Random) -> None:
    if sum(1 for _ in node.iter()) < 300:
        node.addnext(etree.fromstring(etree.tostring(node)))


def swallow(node: etree._Element, other: etree._Element, dice: random.Random) -> None:
    if node not in other.iterancestors() and node is not other:
        other.append(node)


def rename(node: etree._Element, other: etree._Element, dice: random.Random) -> None:
    node.tag = other.tag


def reset(node: etree._Element, other: etree._Element, dice: random.Random) -> None:
    for key in list(node.attrib):
        node.set(key, dice.choice(WILD).replace("\u0300", "e\u0300"))


def reword(node: etree._Element, other: etree._Element, dice: random.Random) -> None:
    node.text = dice.choice(WILD)


CHANGES: tuple[Callable[[etree._Element, etree._Element, random.Random], None], ...] = (drop, double, swallow, rename, reset, reword)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_spoilt_file_is_refused_or_imported_whole(tmp_path: Path, batch: int) -> None:
    dice = random.Random(batch)
    (tmp_path / "docs" / "vi").mkdir(parents=True)
    folder = tmp_path / "hong"
    folder.mkdir()
    for number in range(EACH):
        (folder / f"{number:02}.docx").write_bytes(spoilt(dice.choice(SEEDS), dice))

    outcomes = importing.run([folder], tmp_path)

    site, unreadable = content.read(tmp_path)
    assert len(outcomes) == EACH
    assert all(outcome.page or outcome.problems[0].fix for outcome in outcomes)
    assert [page.path for page in site.pages] == sorted(outcome.page for outcome in outcomes if outcome.page)
    assert not unreadable
    assert not list((tmp_path / "docs").rglob("*.tmp"))
