"""What a verb says to the command line, a page says in its own words: nobody is sent to a terminal."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import harness.campaign
from harness.web.render import objects_named
from harness.web.said import on_page

CALLED = (
    "recording/event", "recording/call", "recording/paper", "recording/uploaded", "recording/paper_files",
    "recording/tracked", "placing/file", "placing/split", "sending/further", "sending/further_mail",
    "receiving/lay_in", "clocks/due_list",
)  # fmt: skip
TERMINAL = re.compile(r"--[a-z]|mingcha [a-z]")


def told(name: str) -> Iterator[str]:
    """Every sentence of a verb that speaks of the command line, with X for what is put in."""
    path = Path(harness.campaign.__file__).parent / f"{name}.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    whole = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    inside = {id(value) for node in whole for value in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = (
                str(each.value) if isinstance(each, ast.Constant) else "X" for each in node.values
            )
            yield "".join(parts)
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in inside
        ):
            yield from () if "\n" in node.value else (node.value,)


@pytest.mark.parametrize("name", CALLED)
def test_no_verb_sends_anybody_to_the_command_line(name):
    for text in told(name):
        said = on_page(text)
        assert not TERMINAL.search(said), said
        assert said.count("（") == said.count("）"), said
        assert "，；" not in said and "，，" not in said


def test_what_is_said_otherwise_is_said_whole():
    assert on_page("先前的登记有误的，加 --replace 取代它") == (
        "先前的登记有误的，勾选“取代先前的登记”再提交"
    )
    assert on_page("请先运行 mingcha letters --on 日期，再登记交寄") == (
        "请先在“计划”里制作，再登记交寄"
    )
    assert on_page("没有编号为“U9”的申请") == "没有编号为“U9”的申请"


@pytest.mark.parametrize(
    "said",
    [
        "连不上发信服务器 a 端口 25（拒绝连接），请确认服务器已启动、[mail] 的 smtp_port 无误",
        "连不上发信服务器 a 端口 25（拒绝连接），请确认服务器已启动、[[accounts]] 的 smtp_port 无误",
        "不接受 a 的登录名或者密码（535），没有发信；请核对 smtp_user 和密码，改好再发",
        "campaign.toml 没有 [mail] 一节，不知道用哪台服务器发信，请补上 smtp_host 和 smtp_port",
        "请先在 units.xlsx 改正并运行 mingcha plan --write；然后 mingcha resend U001-A --write，再 mingcha send",
        "重写一封：mingcha letters --withdraw U001-A",
    ],
)
def test_a_page_says_nothing_in_keys_of_settings_or_commands(said):
    assert not re.search(r"smtp_|\[mail\]|\[\[|mingcha|--[a-z]", on_page(said))


@pytest.mark.parametrize(
    ("coded", "told"),
    [
        ("U002-A/legal_basis", "U002-A 法律依据"),
        ("认定 U005-A/title（标题）：具备→具备；U005-A/remedy：缺失", "认定 U005-A 标题：具备→具备；U005-A 救济渠道：缺失"),
        ("U001-A/answered_on（另有说法）", "U001-A 答复之日（另有说法）"),
        ("U001/titles、U001-A/titled", "U001/titles、U001-A/titled"),
    ],
)  # fmt: skip
def test_an_object_is_named_in_chinese_wherever_a_line_gives_its_code(coded, told):
    assert objects_named(coded) == told
