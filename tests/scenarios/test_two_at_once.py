"""Two processes on one folder: nothing is lost, nothing doubled, and neither falls over the other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

import agencies
import small
from behind import copied

from harness.store.audit import differences_in

pytestmark = pytest.mark.needs("dovecot")
LEDGER = ("ledger", "in", "--write", "--json")
TOGETHER = 2  # times: what meets depends on the moment


@pytest.fixture(scope="module")
def waiting(tmp_path_factory, dovecot, new_store) -> Path:
    store = new_store()
    of = "on-server" if store else "in-file"
    boxes = (f"zhang@two.{of}.example", f"li@two.{of}.example")
    return small.sent(tmp_path_factory.mktemp("two"), dovecot, boxes, store)


@pytest.fixture(scope="module")
def collected(tmp_path_factory, waiting) -> Path:
    folder = copied(waiting, tmp_path_factory.mktemp("collected") / "两家")
    small.at(folder)("collect")
    return folder


def _alone(folder: Path, place: Path, *commands: tuple[str, ...]) -> dict[str, list[str]]:
    """What the facts are where one does it all, one after the other."""
    there = copied(folder, place / "alone")
    for words in commands:
        assert small.at(there)(*words).status in (0, 1)
    return small.facts(there)


def _together(folder: Path, *commands: tuple[str, ...]) -> list[tuple[int, str]]:
    """Status and standard error of each; what did nothing says why in one clear line."""
    running = [small.at(folder).started(*words) for words in commands]
    ended = [_ended(each) for each in running]
    for status, said in ended:
        assert status in (0, 1, 2) and "Traceback" not in said, (status, said)
        assert status != 2 or sum(line.startswith("错误：") for line in said.splitlines()) == 1, (
            said
        )
    return ended


def _ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, said = process.communicate(timeout=400)
    return process.returncode, said


def _facts(folder: Path) -> dict[str, list[str]]:
    """Without the order of the history: who came first is chance."""
    found = small.facts(folder)
    return {**found, "history": sorted(found["history"])}


@pytest.mark.parametrize("time", range(TOGETHER))
def test_two_who_collect_at_once_take_each_thing_in_once(time, waiting, tmp_path):
    wanted = _alone(waiting, tmp_path, ("collect",))
    folder = copied(waiting, tmp_path / "两家")
    ended = _together(folder, ("collect", "--json"), ("collect", "--json"))
    assert any(status != 2 for status, _ in ended)
    assert small.differences(small.facts(folder), wanted) == []
    before = small.facts(folder)
    assert small.at(folder)("collect").status in (0, 1) and small.facts(folder) == before
    assert differences_in(folder) == ()


@pytest.mark.parametrize("time", range(TOGETHER))
def test_two_who_read_one_ledger_in_at_once_take_each_row_over_once(time, collected, tmp_path):
    edited = small.edited(copied(collected, tmp_path / "edited"))
    wanted = _alone(edited, tmp_path, LEDGER)
    folder = copied(edited, tmp_path / "两家")
    ended = _together(folder, LEDGER, LEDGER)
    assert any(status != 2 for status, _ in ended)
    assert small.differences(small.facts(folder), wanted) == []
    assert differences_in(folder) == ()


@pytest.mark.parametrize("time", range(TOGETHER))
def test_who_files_and_rules_while_another_collects_is_heard(time, collected, tmp_path):
    folder = copied(collected, tmp_path / "两家")
    for number in range(3):
        page = folder / "incoming" / f"迟到{number}.png"
        page.write_bytes(agencies.unreadable(180 + number))
    wanted = _alone(folder, tmp_path, ("collect",), small.FILED, small.RULED)
    ended = _together(folder, ("collect", "--json"), small.FILED, small.RULED)
    assert [status for status, _ in ended[1:]] == [0, 0], ended
    found = _facts(folder)
    assert small.differences(found, {**wanted, "history": sorted(wanted["history"])}) == []
    assert differences_in(folder) == ()
