"""The README's ten commands do what it says, one after another, as a newcomer would type them."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).parents[2] / "README.md"
RUN = [sys.executable, "-c", "from harness.cli import main; main()"]


def _commands() -> list[list[str]]:
    chapter = README.read_text(encoding="utf-8").partition("## 你自己的测评")[2]
    block = re.search(r"```console\n(.*?)```", chapter, re.DOTALL)
    assert block
    return [shlex.split(line) for line in block[1].splitlines()]


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("readme")
    said = {}
    for command in _commands():
        assert command[0] == "mingcha"
        done = subprocess.run(
            RUN + command[1:],
            cwd=folder,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, (command, done.stderr)
        said[command[1]] = done.stdout
    said["folder"] = str(folder)
    return said


def test_there_are_ten_and_each_ends_well(told):
    assert len(_commands()) == 10
    assert len(told) == 10  # `log` stands there twice


def test_each_says_what_comes_next(told):
    for verb in ("new", "status", "plan", "letters", "log", "queue", "rule", "ledger"):
        assert "mingcha " in told[verb].splitlines()[-1], verb


def test_the_answer_that_was_laid_in_is_placed_and_judged(told):
    assert "印章" in told["queue"]  # what somebody typed cannot show whether the paper had one
    assert "具备" in told["rule"]


def test_the_reports_are_there(told):
    reports = Path(told["folder"]) / "样江" / "reports"
    assert (reports / "总报告.docx").stat().st_size > 10_000
    assert len(list((reports / "反馈单").glob("*.docx"))) == 3
