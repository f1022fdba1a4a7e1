"""Help and mistyped commands in Vietnamese: what click says of itself is English."""

from __future__ import annotations

import os

import click
from click import exceptions as wrong

CALL = r"py scripts\portal" if os.name == "nt" else "python3 scripts/portal"
IN_HELP = {"Usage:": "Cách gõ:", "Options:": "Ghi thêm được:", "Commands:": "Các lệnh:", "[OPTIONS]": "[GHI THÊM]", "COMMAND [ARGS]...": "LỆNH …",
           "[required]": "[bắt buộc]", "Show this message and exit.": "In lời hướng dẫn này.", "...": "…"}


class Verb(click.Command):
    """One verb; its help speaks Vietnamese."""

    def get_help(self, ctx: click.Context) -> str:
        return _vietnamese(super().get_help(ctx))


class Verbs(click.Group):
    """Several verbs under one name."""

    command_class = Verb
    group_class = type

    def get_help(self, ctx: click.Context) -> str:
        return _vietnamese(super().get_help(ctx))


def _vietnamese(text: str) -> str:
    for english, said in IN_HELP.items():
        text = text.replace(english, said)
    return text


def told(mistake: click.ClickException) -> str:
    """What is wrong with the command as typed, and how to see the right way."""
    if isinstance(mistake, wrong.NoArgsIsHelpError):
        return mistake.message
    context = getattr(mistake, "ctx", None)
    return f"{_what(mistake)}\nXem cách gõ: {context.command_path if context else CALL} --help"


def _what(mistake: click.ClickException) -> str:
    match mistake:
        case wrong.NoSuchCommand():
            return f"Không có lệnh «{mistake.command_name}».{_near(mistake.possibilities)}"
        case wrong.NoSuchOption():
            return f"Lệnh này không có «{mistake.option_name}».{_near(mistake.possibilities)}"
        case wrong.MissingParameter():
            return f"Còn thiếu {_named(mistake.param)}."
        case wrong.BadParameter():
            return f"Ghi chưa đúng ở {_named(mistake.param)}."
        case wrong.BadOptionUsage():
            return f"Ghi chưa đúng sau «{mistake.option_name}»: thiếu phần phải điền, hoặc thừa."
    if mistake.message.startswith("Got unexpected extra"):
        return f"Thừa chữ: {mistake.message.partition('(')[2].rstrip(')')}. Tên có dấu cách thì đặt trong dấu nháy kép."
    return mistake.message                               # our own sentence


def _near(names: list[str] | None) -> str:
    return f" Có phải: {', '.join(names)}?" if names else ""


def _named(param: click.Parameter | None) -> str:
    if isinstance(param, click.Option):
        told_of = (param.help or "").rstrip(".")
        return f"«{param.opts[0]}» ({told_of})" if told_of else f"«{param.opts[0]}»"
    return f"«{(param.metavar or param.human_readable_name) if param else ''}»"
