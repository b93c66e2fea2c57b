"""kill -9 at random moments of collect, file, rule and ledger in: what was acknowledged is there,
nothing is there twice or by half, and the same command run again ends where it would have ended.

In the suite a few moments each; KILLS=all for all 200. The seeds are fixed; the moments are not, for
the machine is not always as fast. What came was read before, but for a few: reading takes far longer
than writing facts down, and writing is where something can be lost.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

import small
from behind import copied
from desk import ROOT
from killing import Died, Outcome, kill_at_random_points
from zygote import Zygote

from harness.store.audit import differences_in

pytestmark = pytest.mark.needs("dovecot")
ALL = os.environ.get("KILLS") == "all"
BEGINS = 0.3  # of a run: before, the folder is opened and looked at
COLLECT = ("collect", "--json")
LEDGER = ("ledger", "in", "--write", "--json")


@pytest.fixture(scope="module")
def waiting(tmp_path_factory, dovecot, new_store) -> Path:
    store = new_store()
    of = "on-server" if store else "in-file"
    boxes = (f"zhang@killed.{of}.example", f"li@killed.{of}.example")
    return small.sent(tmp_path_factory.mktemp("killed"), dovecot, boxes, store)


@pytest.fixture(scope="module")
def collected(tmp_path_factory, waiting) -> Path:
    folder = copied(waiting, tmp_path_factory.mktemp("collected") / "两家")
    small.at(folder)("collect")
    return folder


@pytest.fixture(scope="module")
def read(tmp_path_factory, waiting, collected) -> Path:
    """Nothing has come in, and what will come has been read already."""
    folder = copied(waiting, tmp_path_factory.mktemp("read") / "两家")
    shutil.copytree(collected / "cache", folder / "cache", dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def edited(tmp_path_factory, collected) -> Path:
    return small.edited(copied(collected, tmp_path_factory.mktemp("edited") / "两家"))


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Of the commands that are killed."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("MINGCHA_USER", "林小姐")
    monkeypatch.setenv("MINGCHA_MAIL_PASSWORD", small.PASSWORD)
    yield


def _undisturbed(folder: Path, words: tuple[str, ...], place: Path) -> dict[str, list[str]]:
    """What the facts are after the command was let alone."""
    there = copied(folder, place / "undisturbed")
    assert small.at(there)(*words).status in (0, 1)
    return small.facts(there)


def _checks(wanted: dict[str, list[str]]) -> Callable[[Path, str], list[str]]:
    """What is wrong with a folder whose command ought to come to these facts."""

    def wrong(folder: Path, told: str) -> list[str]:
        found = small.facts(folder)
        lines = small.differences(found, wanted)
        if not told.strip():  # nothing was acknowledged: anything may be missing
            lines = [line for line in lines if ": lost " not in line]
        return [*lines, *differences_in(folder)]

    return wrong


def _killed(
    folder: Path, words: tuple[str, ...], times: int, seed: int, place: Path
) -> tuple[Outcome, int]:
    times = times if ALL else max(times // 8, 2)
    checks = _checks(_undisturbed(folder, words, place))
    zygote = Zygote()
    try:
        found = kill_at_random_points(
            small.at(folder).dated(words), folder, checks, times, seed,
            again=True, begins=BEGINS, start=zygote.start,
        )  # fmt: skip
    finally:
        zygote.close()
    return found, times


@pytest.mark.parametrize(
    ("stage", "words", "times", "seed"),
    [
        ("waiting", COLLECT, 10, 1),
        ("read", COLLECT, 70, 5),
        ("collected", small.FILED, 40, 2),
        ("collected", small.RULED, 40, 3),
        ("edited", LEDGER, 40, 4),
    ],
    ids=["collect-and-read", "collect", "file", "rule", "ledger-in"],
)
def test_killed_at_any_moment_nothing_is_lost_or_doubled(
    stage, words, times, seed, request, new_store, environment, tmp_path
):
    times = times if not new_store() or ALL else times // 2
    found, wanted = _killed(request.getfixturevalue(stage), words, times, seed, tmp_path)
    counts = ", ".join(f"{found.count(each)} {each}" for each in Died)
    sys.stdout.write(
        f"{' '.join(words[:2])}: {wanted} kills in runs of {found.lasts:.1f} s: {counts}\n"
    )
    assert found.wrong == []
    # on a machine that others use, a command may be done before its turn to die comes
    assert len(found.deaths) - found.count(Died.FINISHED) >= (wanted if ALL else 1)
