"""The command line as staff meet it: every verb, its help, what is said when a command is mistyped."""

from __future__ import annotations

import re

import click
import pytest

from conftest import ROOT
from portal import cli, usage
from portal.setup import GROUP_OF

VERBS = ["serve", "build", "test", "check", "new", "laws status", "laws affected", "review", "approve", "import", "desk", "publish", "rollback",
         "releases", "pack offline", "pack all", "pack tool", "speak", "report", "links", "bench search", "bench queries", "bench build", "bench check",
         "bench publish", "bench all"]
ENGLISH = re.compile(r"\b(?:Usage|Options?|Commands?|Error|Try|No such|Missing|Invalid|Show this|required|Got unexpected|requires)\b|\bargument\b")
MARKED = re.compile(r"[à-ỹđ]", re.IGNORECASE)
TYPED = re.compile(r"(?:py scripts\\|python3 scripts/|(?<![\w/\\.]))portal ((?:[a-z]+)(?: (?:status|affected|offline|all|tool)\b)?)")
CODE = re.compile(r"^ *```.*?^ *```|`[^`\n]+`", re.MULTILINE | re.DOTALL)


def all_verbs(group: click.Group = cli.portal, before: str = "") -> dict[str, click.Command]:
    """Every command by the words that call it; a group too."""
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        found[before + name] = command
        if isinstance(command, click.Group):
            found |= all_verbs(command, f"{before}{name} ")
    return found


@pytest.mark.parametrize("verb", VERBS)
def test_a_promised_verb_is_there(verb: str):
    assert verb in all_verbs()


@pytest.mark.parametrize("verb", sorted(all_verbs()))
def test_the_help_of_a_verb_is_vietnamese(verb: str, capsys: pytest.CaptureFixture[str]):
    assert cli.run([*verb.split(), "--help"]) == 0

    said = capsys.readouterr().out
    assert MARKED.search(all_verbs()[verb].help or "")
    assert f"{usage.CALL} {verb}" in said
    assert ENGLISH.findall(said) == []


@pytest.mark.parametrize("option", [(verb, param) for verb, command in all_verbs().items() for param in command.params if isinstance(param, click.Option)],
                         ids=lambda found: f"{found[0]} {found[1].opts[0]}")
def test_an_option_says_what_it_is_for(option: tuple[str, click.Option]):
    assert MARKED.search(option[1].help or "")


@pytest.mark.parametrize(("typed", "said"), [
    ("chekc", "Không có lệnh «chekc». Có phải: check?"),
    ("xem-thu", "Không có lệnh «xem-thu»."),
    ("laws doi", "Không có lệnh «doi»."),
    ("check --nhanh", "Lệnh này không có «--nhanh»."),
    ("build --prodution", "Lệnh này không có «--prodution». Có phải: --production?"),
    ("new tinh-huong", "Còn thiếu «TÊN_TRANG»."),
    ("approve", "Còn thiếu «TỆP…»."),
    ("approve docs/vi/a-z.md", "Còn thiếu «--by» (Người duyệt)."),
    ("build --url", "Ghi chưa đúng sau «--url»: thiếu phần phải điền, hoặc thừa."),
    ("report --from 31/12/2026 --to 2027-01-01", "Ghi chưa đúng ở «--from» (Từ ngày, ví dụ 2026-01-01)."),
    ("desk --port mot", "Ghi chưa đúng ở «--port» (Số cổng; bỏ trống thì máy tự chọn)."),
    ("new tinh-huong Gà bới vườn", "Thừa chữ: bới vườn. Tên có dấu cách thì đặt trong dấu nháy kép."),
    ("speak", "Ghi đường dẫn một trang, hoặc --month 2026-07.")])
def test_a_mistyped_command_is_answered_in_one_sentence_with_the_way_to_help(typed: str, said: str, capsys: pytest.CaptureFixture[str]):
    assert cli.run(typed.split()) == 2

    out, told = capsys.readouterr()
    assert out == ""
    assert told.startswith(f"{said}\nXem cách gõ: {usage.CALL}")
    assert ENGLISH.findall(told) == []


@pytest.mark.parametrize("typed", [[], ["laws"], ["pack"], ["bench"]], ids=lambda typed: " ".join(typed) or "nothing")
def test_half_a_command_shows_what_may_follow(typed: list[str], capsys: pytest.CaptureFixture[str]):
    assert cli.run(typed) == 2

    told = capsys.readouterr().err
    assert "Các lệnh:" in told
    assert ENGLISH.findall(told) == []


@pytest.mark.parametrize("page", sorted([*(ROOT / "docs/vi").glob("so-tay/*.md"), *(ROOT / "docs/vi").glob("gioi-thieu/*.md"), ROOT / "README.md"]), ids=lambda page: page.stem)
def test_every_command_that_is_written_down_exists(page):
    code = "\n".join(CODE.findall(page.read_text(encoding="utf-8")))

    assert [verb for verb in TYPED.findall(code) if verb not in all_verbs()] == []


def test_set_up_knows_only_verbs_that_exist():
    assert [verb for verb in GROUP_OF if verb not in all_verbs()] == []
