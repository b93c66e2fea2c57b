"""killing.py shows what it is for: it leaves an honest writer alone and finds out the others."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

from killing import Died, Outcome, kill_at_random_points

WRITER = Path(__file__).with_name("tiny_writer.py")
TIMES = 8


def _lines(folder: Path) -> list[str]:
    path = folder / "lines.txt"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return text.splitlines()


def _checks(folder: Path, told: str) -> list[str]:
    lines = _lines(folder)
    lost = sorted(set(told.splitlines()) - set(lines), key=int)
    return [
        *(f"lost {line}" for line in lost),
        *(f"doubled {line}" for line in sorted(set(lines)) if lines.count(line) > 1),
    ]


def _outcome(folder: Path, manner: str, *, again: bool = False) -> Outcome:
    command = [sys.executable, "-I", "-S", str(WRITER), manner]
    found = kill_at_random_points(command, folder, _checks, TIMES, 20260305, again=again)
    for death in found.deaths:
        if death.folder is not None:
            shutil.rmtree(death.folder.parent)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "campaign"
    made.mkdir()
    return made


def test_a_writer_that_tells_only_what_is_written_is_found_right_and_its_folder_unchanged(folder):
    found = _outcome(folder, "honest", again=True)
    assert found.wrong == []
    assert len(found.deaths) - found.count(Died.FINISHED) == TIMES
    assert found.count(Died.WORKING) >= TIMES // 4
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("manner", ["hasty", "rewriter"])
def test_a_writer_that_loses_an_acknowledged_line_is_found_out(folder, manner):
    found = _outcome(folder, manner)
    assert found.wrong
    assert all(": lost " in line for line in found.wrong)


def test_a_writer_that_doubles_on_its_second_run_is_found_out_by_running_it_again(folder):
    assert _outcome(folder, "doubler").wrong == []
    assert any(
        "run again: doubled" in line for line in _outcome(folder, "doubler", again=True).wrong
    )


def test_checks_that_fail_without_any_kill_are_told_at_once(folder):
    command = [sys.executable, "-I", "-S", str(WRITER), "honest"]
    with pytest.raises(AssertionError, match="without any kill: always"):
        kill_at_random_points(command, folder, lambda *_: ["always"], 1, 1)


def test_a_command_that_fails_by_itself_is_no_kill(folder):
    with pytest.raises(subprocess.CalledProcessError):
        kill_at_random_points([sys.executable, "-I", "-c", "1 / 0"], folder, _checks, 1, 1)
