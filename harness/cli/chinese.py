"""Typer in Chinese: its help headings and its complaints about a call.

Typer words these itself and can be translated only in part, so the finished text is put into
Chinese here, phrase by phrase. What no phrase fits stays as it is, behind a Chinese beginning.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from harness.cli.values import hand_through

HELP = (
    ("Usage:", "用法："),
    ("COMMAND [ARGS]...", "命令 [参数]..."),
    ("[OPTIONS]", "[选项]"),
    ("Arguments:", "参数："),
    ("Options:", "选项："),
    ("Commands:", "命令："),
    ("Show this message and exit.", "显示本说明。"),
    ("[default: scans]", "[不填为 --scans]"),
    ("[default: ", "[不填为 "),
    ("[required]", "[必填]"),
    ("<str>", "<文本>"),
    ("<int>", "<整数>"),
    ("<date>", "<日期>"),
    ("<path>", "<路径>"),
    ("<list[str]>", "<文本>"),
    ("<int range>", "<整数>"),
)
RANGES = (
    (r"\[(.*)(\d+)<=x<=(\d+)\]", r"[\1\2至\3]"),
    (r"\[(.*)x>=(\d+)\]", r"[\1不小于\2]"),
    (r"\[(.*); (.*)\]", r"[\1；\2]"),
)
_NO_BRACES = str.maketrans("", "", "{}")
COMPLAINTS = (
    (r"Missing argument '(.+?)'.*", r"缺少参数 {0}"),
    (r"Missing option '(.+?)'.*", r"缺少选项 {0}"),
    (r"Missing command\.?", r"没有写明要执行的命令"),
    (r"No such command 'watch'.*", "没有“watch”这个命令，守候收件用 mingcha collect --watch"),
    (r"No such command '(.+?)'.*", r"没有“{0}”这个命令"),
    (r"No such option: (\S+).*", r"没有“{0}”这个选项"),
    (r"Option '(.+?)' requires an argument\.?", r"选项 {0} 后面要有一个值"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)", r"多出了参数“{0}”"),
    (r"Invalid value for '(.+?)': .*less than or equal to (\S+)", r"{0} 的值不能大于 {1}"),
    (r"Invalid value for '(.+?)': .*greater than or equal to (\S+)", r"{0} 的值不能小于 {1}"),
    (r"Invalid value for '(.+?)': .*valid (?:integer|int).*", r"{0} 的值应为整数"),
    (r"Invalid value for '(.+?)': .*does not exist.*", r"{0} 所指的文件不存在"),
    (r"Invalid value for '(.+?)': (.*)", r"{0} 的值不对：{1}"),
)


def complaint(wrong: typer.TyperException) -> str:
    """One Chinese line for what is wrong with a call, and where to read how it goes."""
    said = " ".join(wrong.format_message().split())
    told = f"命令用法有误：{said}"
    for pattern, chinese in COMPLAINTS:
        found = re.fullmatch(pattern, said)
        if found:
            told = chinese.format(*found.groups())
            break
    context = getattr(wrong, "ctx", None)
    return f"{told}。用法见 {context.command_path} --help" if context else told


class _ChineseHelp:
    """Puts the finished help into Chinese."""

    def get_params(self, ctx: Any) -> list[Any]:
        params: list[Any] = super().get_params(ctx)  # type: ignore[misc]
        hand_through(params)
        return params

    def get_help(self, ctx: Any) -> str:
        text: str = super().get_help(ctx)  # type: ignore[misc]
        for english, chinese in HELP:
            text = text.replace(english, chinese)
        for pattern, chinese in RANGES:
            text = re.sub(pattern, chinese, text)
        usage, *rest = text.split("\n")
        # braces around what is needed say nothing to a reader
        return "\n".join([usage.translate(_NO_BRACES), *rest])


class Command(_ChineseHelp, TyperCommand):
    pass


class Group(_ChineseHelp, TyperGroup):
    pass


class Typer(typer.Typer):
    """A group of commands whose help is Chinese."""

    def __init__(self, **options: Any) -> None:
        super().__init__(cls=Group, rich_markup_mode=None, **options)

    def command(self, name: str | None = None, **options: Any) -> Callable[..., Any]:
        return super().command(name, cls=Command, **options)
