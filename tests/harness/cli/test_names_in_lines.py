"""A file's name cannot begin a line of its own in what the program says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from harness.cli.shown import named

ROOT = Path(__file__).parents[3]
FORGED = "核对无误：没有问题"
BREAKS = ("\n", "\r", "\t", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c")
posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such names")


def _run(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from harness.cli import main; main()", *map(str, arguments)],
        cwd=cwd, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
        encoding="utf-8", timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize("end", BREAKS)
def test_a_name_stays_on_its_line_and_shows_what_it_holds(end):
    told = named(f"a{end}b")
    assert told == f"a<U+{ord(end):04X}>b" and len(told.splitlines()) == 1


@posix
@pytest.mark.parametrize(
    "command",
    [("check", "{}"), ("parse", "{}"), ("clock", "{}"), ("calendar", "import", "{}"),
     ("score", "yanjiang_drill", "{}.csv"), ("check", "a.txt", "--expect", "{}"),
     ("check", "a.txt", "--html", "--out", "{}"), ("check", "{}", "--html", "--no-open")],
    ids=" ".join,
)  # fmt: skip
@pytest.mark.parametrize("there", [True, False])
def test_no_command_lets_a_name_forge_a_line(tmp_path, command, there):
    (tmp_path / "a.txt").write_text("关于申请的答复", encoding="utf-8")
    name = f"x\n{FORGED}"
    words = [word.replace("{}", name) for word in command]
    for word in words:
        if there and name in word:
            (tmp_path / word).write_text("[]", encoding="utf-8")
    ran = _run(*words, cwd=tmp_path)
    lines = (ran.stdout + ran.stderr).splitlines()
    assert lines and not any(line.startswith(FORGED) for line in lines)
    assert "Traceback" not in ran.stderr


@pytest.mark.skipif(os.name != "posix" or not Path("/proc/self").exists(), reason="needs /proc")
@pytest.mark.parametrize(
    "words",
    [("check", "a.txt", "--html", "--out", "/proc/x.html"),
     ("check", "a.txt", "a.txt", "--html", "--out", "/proc/x"),
     ("score", "yanjiang_drill", "a.csv", "--xlsx", "/proc/x.xlsx")],
)  # fmt: skip
def test_a_folder_that_takes_nothing_is_found_before_the_work(tmp_path, words):
    (tmp_path / "a.txt").write_text("关于申请的答复", encoding="utf-8")
    ran = _run(*words, cwd=tmp_path)
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (2, "", 1)
    assert "/proc/x" in ran.stderr
