"""Whoever ends the program, and whenever: one line, the status of the signal, and nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parents[3]
TOLD = "已中断。\n"
pytestmark = pytest.mark.skipif(
    os.name != "posix", reason="Windows sends no signals between processes"
)
# ends itself while the n-th module is being looked for
AT_AN_IMPORT = """
import os, sys
from harness.cli import main
at, number, *arguments = sys.argv[1:]
class Finder:
    seen = 0
    def find_spec(self, *_):
        Finder.seen += 1
        if Finder.seen == int(at):
            os.kill(os.getpid(), int(number))
sys.meta_path.insert(0, Finder())
sys.argv[1:] = arguments
main()
"""


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "TMPDIR": str(folder), "PYTHONPATH": str(ROOT)}


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("number", [1, 2, 5, 20, 60, 130, 200, 260])
def test_an_end_while_the_program_loads_is_one_line(tmp_path, name, number):
    number_of = int(getattr(signal, name))
    ran = subprocess.run(
        [sys.executable, "-c", AT_AN_IMPORT, str(number), str(number_of), "check", "README.md"],
        cwd=ROOT, env=_environment(tmp_path), capture_output=True, check=False, encoding="utf-8",
        timeout=60,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr, ran.stdout) == (128 + number_of, TOLD, "")


@pytest.fixture
def many(tmp_path):
    """More letters than are judged in the time that a test has."""
    folder = tmp_path / "来件"
    folder.mkdir()
    for number in range(400):
        (folder / f"{number}.txt").write_text(f"关于第{number}号申请的答复", encoding="utf-8")
    return sorted(map(str, folder.iterdir()))


def _begun(many: list[str], folder: Path, **streams: object) -> subprocess.Popen[str]:
    folder.mkdir()
    return subprocess.Popen(
        [sys.executable, "-m", "harness", "check", *many, "--json"],
        cwd=ROOT, env=_environment(folder), encoding="utf-8", **streams,
    )  # fmt: skip


def _left(folder: Path, children: list[psutil.Process]) -> list[object]:
    alive = [one for one in children if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]
    return [*folder.iterdir(), *alive]


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("after", [0.0, 0.05, 0.5])
def test_an_end_while_letters_are_judged_leaves_nothing(many, tmp_path, name, after):
    temporary = tmp_path / "temp"
    running = _begun(many, temporary, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout is not None and running.stdout.readline()
    time.sleep(after)
    children = psutil.Process(running.pid).children(recursive=True)
    assert children and list(temporary.iterdir())
    running.send_signal(getattr(signal, name))
    _, said = running.communicate(timeout=30)
    assert (running.returncode, said) == (128 + getattr(signal, name), TOLD)
    assert _left(temporary, children) == []


def test_ctrl_c_twice_at_once_is_one_line_and_leaves_nothing(many, tmp_path):
    temporary = tmp_path / "temp"
    running = _begun(many, temporary, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout is not None and running.stdout.readline()
    children = psutil.Process(running.pid).children(recursive=True)
    for _ in range(3):
        running.send_signal(signal.SIGINT)
        time.sleep(0.01)
    _, said = running.communicate(timeout=30)
    assert (running.returncode, said) == (130, TOLD)
    assert _left(temporary, children) == []


def test_ctrl_c_on_a_terminal_is_one_line(many, tmp_path):
    import pty

    ours, theirs = pty.openpty()
    running = _begun(
        many, tmp_path / "temp", stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    said = os.read(ours, 4096)
    running.send_signal(signal.SIGINT)
    try:
        while more := os.read(ours, 4096):
            said += more
    except OSError:  # the other end was closed
        pass
    os.close(ours)
    assert running.wait(30) == 130
    lines = said.decode().splitlines()
    assert lines[-1].endswith("已中断。") and said.decode().count("已中断") == 1
    assert "Traceback" not in said.decode()


def test_who_is_to_outlive_the_terminal_does(tmp_path):
    ran = subprocess.run(
        ["sh", "-c", "trap '' HUP; exec \"$@\"", "sh", sys.executable, "-c",
         AT_AN_IMPORT,
         "5", str(int(signal.SIGHUP)), "calendar", "due", "2026-03-02"],
        cwd=ROOT, env=_environment(tmp_path), capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert (ran.returncode, ran.stderr, ran.stdout.splitlines()[0]) == (0, "", "2026-03-30")


@pytest.mark.parametrize("module", ["harness", "harness.cli"])
def test_the_program_runs_as_a_module(module):
    ran = subprocess.run(
        [sys.executable, "-m", module, "calendar", "due", "2026-03-02"],
        cwd=ROOT, capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert (ran.returncode, ran.stdout.splitlines()[0]) == (0, "2026-03-30")


def test_what_listens_is_there_before_anything_heavy_is_loaded():
    tell = "import sys, harness.cli; print(*sorted(set(sys.modules) & {'typer', 'typing', 'enum', 're'}))"
    ran = subprocess.run(
        [sys.executable, "-S", "-c", tell],
        cwd=ROOT, capture_output=True, check=True, encoding="utf-8",
    )  # fmt: skip
    assert ran.stdout.split() == []
