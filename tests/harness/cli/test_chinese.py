"""Whatever a user calls, what he reads is Chinese: help, complaints, one line each."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from harness.cli import GROUPS
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
WRITTEN |= {"evidence", "false", "EMS", "in_time"}


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [*MINGCHA, *words]
    return subprocess.run(command, check=False, capture_output=True, encoding="utf-8")


def english(text: str) -> list[str]:
    without = NAMES.sub("", re.sub(r"--[a-z-]+", "", text))
    return [word for word in re.findall(r"[A-Za-z][A-Za-z_]+", without) if word not in WRITTEN]


@pytest.mark.parametrize(
    "group", ["", *(name.replace("_", "-") for name in GROUPS), "calendar due", "calendar import"]
)
def test_help_is_chinese(group):
    done = run(*group.split(), "--help")
    assert done.returncode == 0
    assert english(done.stdout) == []


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


@pytest.mark.parametrize("words", ["", "calendar"])
def test_without_a_command_the_commands_are_listed(words):
    done = run(*words.split())
    assert done.returncode == 2
    assert "命令：" in done.stderr
