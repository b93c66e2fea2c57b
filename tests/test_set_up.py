"""`make demo` on a machine that cannot run it: a Chinese sentence, and nothing half-made.

What stands in for each Python is a program that fails as that Python does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent.parent
pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="needs make")

# what each Python cannot do: words of its command line, and how it ends
PYTHONS = {
    "broken": ("import sys", "echo 'Could not find platform libraries' >&2; exit 127", "不能运行"),
    "old": ("version_info", "exit 1", "3.11"),
    "without venv": ("import venv", "exit 1", "python3-venv"),
    "without room": ("-m venv", "echo 'No space left on device' >&2; exit 1", "没有建成"),
}


def made(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """`make` with this repository's Makefile, in a folder where nothing is set up."""
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(HERE / name, folder)
    command = ["make", *words]
    # a make that runs the tests would hand down its own variables
    env = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        command, cwd=folder, env=env, check=False, capture_output=True, encoding="utf-8"
    )


def python(folder: Path, words: str, ending: str) -> Path:
    path = folder / "python"
    path.write_text(f'#!/bin/sh\ncase "$*" in *"{words}"*) {ending};; esac\n', encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("which", PYTHONS)
def test_a_python_that_will_not_do_is_named_in_chinese(tmp_path, which):
    words, ending, told = PYTHONS[which]
    done = made(tmp_path, "demo", f"PYTHON={python(tmp_path, words, ending)}")
    assert done.returncode == 2
    (said,) = [line for line in done.stderr.splitlines() if line.startswith("错误：")]
    assert told in said
    assert not (tmp_path / ".venv").exists()


def test_a_python_that_is_not_there_is_named_in_chinese(tmp_path):
    done = made(tmp_path, "demo", "PYTHON=no-such-python")
    assert done.returncode == 2
    assert "错误：找不到 no-such-python。" in done.stderr


def test_an_installation_that_fails_keeps_its_own_words_and_is_not_taken_for_done(tmp_path):
    pip = "mkdir -p .venv/bin; cp python .venv/bin/python"
    broken = python(tmp_path, "-m venv", pip)
    with broken.open("a", encoding="utf-8") as file:
        file.write('case "$*" in *"pip install"*) echo "no route to host" >&2; exit 1;; esac\n')
    done = made(tmp_path, "demo", f"PYTHON={broken}")
    assert done.returncode == 2
    assert "no route to host" in done.stderr and "错误：没有安装完" in done.stderr
    assert not (tmp_path / ".venv" / "ready").exists()


def test_the_first_words_say_in_chinese_how_much_and_how_long(tmp_path):
    done = made(tmp_path, "demo", "PYTHON=no-such-python")
    (said,) = done.stdout.splitlines()
    assert said.startswith("第1步：安装") and "分钟" in said and "MB" in said


@pytest.mark.parametrize("chosen", ["", "--units 6 --no-scans"])
def test_what_is_set_up_already_is_rehearsed_at_once_without_makes_own_lines(tmp_path, chosen):
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    mingcha = tmp_path / ".venv" / "bin" / "mingcha"
    mingcha.write_text('#!/bin/sh\necho "mingcha $*"\n', encoding="utf-8")
    mingcha.chmod(0o755)
    done = made(tmp_path, "demo", f"ARGS={chosen}", "-o", ".venv/ready")
    first, second = done.stdout.splitlines()
    assert first.startswith("第2步：演练") and ("--units 6 --no-scans" in first) is not bool(chosen)
    assert second == f"mingcha demo {chosen}".strip()
    assert not done.stderr
