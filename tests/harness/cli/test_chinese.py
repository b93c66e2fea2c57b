"""Whatever a user calls, what he reads is Chinese: help, complaints, one line each."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

import pytest
import typer

from harness.cli import build
from harness.cli.interruption import Interruption
from harness.cli.running import run as run_here
from harness.clock.events import COUNTS, DATES, Kind
from harness.clock.timeline_file import CHOICES
from letters.model import Channel

MINGCHA = [sys.executable, "-c", "from harness.cli import main; main()"]
# words that are names in every language; all else of two Latin letters or more must not be there
NAMES = re.compile(
    r"(?<![A-Za-z])(?:mingcha|pdf|remedy|seal|PDF|OFD|JSON|json|xlsx|csv|CSV|XLSX|Excel|ID|docx|eml|toml|TOML|demo|calendar|"
    r"is-workday|self-test|workday|due|count|import|verify|check|clock|parse|score|rules|FILE|TIMELINE|NOTICE|"
    r"txt|RUBRIC|FACTS|EXPECT|HTML|html|stdin|doc|wps|jpg|png|tif|heic|msg|zip|rar|DATE|DIR|campaign|nope|foo)(?![A-Za-z_])"
)


# what stands in the files that the commands read and write is the same in every language
WRITTEN = {*Kind, *Channel, *DATES, *COUNTS, *(one for some in CHOICES.values() for one in some)}
WRITTEN |= {
    "channel",
    "region",
    "convention",
    "count_receipt_day",
    *CHOICES,
    "events",
    "kind",
    "on",
}
WRITTEN |= {"evidence", "false", "EMS", "in_time", "carrier", "TLS", "PEM", "pem"}
# folders, keys, and the values that verbs of a campaign take
WRITTEN |= {
    "incoming",
    "reports",
    "LibreOffice",
    "ics",
    "Ctrl",
    "MINGCHA_USER",
    "answer",
    "none",
    "present",
    "absent",
}
# where the facts are kept
WRITTEN |= {"PostgreSQL", "postgresql", "NUL", "here", "db"}
WRITTEN |= {"connected", "no_answer", "busy", "wrong_number", "transferred", "confirm", "test"}


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [*MINGCHA, *words]
    return subprocess.run(command, check=False, capture_output=True, encoding="utf-8")


def english(text: str) -> list[str]:
    without = NAMES.sub("", re.sub(r"--[a-z-]+", "", text))
    return [word for word in re.findall(r"[A-Za-z][A-Za-z_]+", without) if word not in WRITTEN]


def _commands(group: Any, *path: str) -> Iterator[tuple[str, ...]]:
    """Every command that there is, groups among them."""
    yield path
    for name, each in getattr(group, "commands", {}).items():
        yield from _commands(each, *path, name)


COMMANDS = [" ".join(path) for path in _commands(typer.main.get_command(build()))]
# their names, wherever they stand; FILE.zip and the like
KNOWN = {word for path in COMMANDS for word in (*path.split(), *re.split("[ _-]", path))}


def _here(monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str, str]:
    """The call in this process: there are hundreds of them."""
    monkeypatch.setattr(sys, "argv", ["mingcha", *words])
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = run_here(build, Interruption())
    return status, out.getvalue(), err.getvalue()


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_chinese(command, monkeypatch):
    status, said, wrong = _here(monkeypatch, *command.split(), "--help")
    assert (status, wrong) == (0, "")
    assert [word for word in english(said) if word not in KNOWN] == []


WRONG = ["--nope", "-C", "--as-of", "--as-of x", "--days x", "-C /nowhere/at/all", "a b c d e f"]


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("command", [each for each in COMMANDS if each])
def test_every_command_says_what_is_wrong_with_a_call_in_chinese(
    command, wrong, monkeypatch, tmp_path
):
    monkeypatch.chdir(tmp_path)
    status, said, told = _here(monkeypatch, *command.split(), *wrong.split())
    assert (status, said) == (2, "")
    lines = told.splitlines()
    # of several files that are not there each is named
    assert len(lines) == 1 or all(line.startswith("错误：没有文件") for line in lines)
    assert all(re.match("错误：.*[\u4e00-\u9fff]", line) for line in lines)
    assert "命令用法有误" not in told  # a complaint that nobody put into Chinese


RUN_AS_THEY_ARE = {"demo", "serve", "rules", "self-test", "calendar verify", "rubric list"}


@pytest.mark.parametrize("command", sorted({*COMMANDS} - RUN_AS_THEY_ARE - {""}))
def test_a_command_that_needs_something_says_so_when_it_is_called_with_nothing(
    command, monkeypatch, tmp_path
):
    monkeypatch.chdir(tmp_path)
    status, said, told = _here(monkeypatch, *command.split())
    assert (status, said) == (2, "")
    assert len(told.splitlines()) == 1 or told.startswith("用法：")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("nope", "没有“nope”这个命令"),
        ("demo --foo", "没有“--foo”这个选项"),
        ("demo --units 99", "不能大于 57"),
        ("demo --units 1", "不能小于 2"),
        ("demo --units many", "应为整数"),
        ("demo --seed", "后面要有一个值"),
        ("check", "缺少参数"),
        ("score", "缺少参数 细则"),
        ("score yanjiang_drill", "缺少参数 依据表"),
        ("clock --as-of 2026-03-02", "缺少文件"),
        ("clock a.json", "缺少选项 --as-of"),
        ("rules a b c d", "多出了参数"),
    ],
)
def test_a_wrong_call_gets_one_chinese_line_and_status_2(words, says):
    done = run(*words.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("words", ["", "calendar", "ledger", "log"])
def test_without_a_command_the_commands_are_listed(words):
    done = run(*words.split())
    assert done.returncode == 2
    assert "命令：" in done.stderr
