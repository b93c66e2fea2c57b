"""A command killed (kill -9) at random moments of its run, again and again: what is left of its work.

In: the command, a folder in which it works, and `checks` that say in words what is wrong with the
folder when it is opened again, given what the command had told by then. Out: an `Outcome` that also
says how often death came before, during and after the work, so that a test can demand enough of
the deaths that matter. What is lost here is what a process loses that dies; a machine that loses
its power is another matter (no page cache survives it).
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from statistics import median
from typing import Protocol

from behind import copied, did

from harness.store.home import home_of

POSIX = os.name == "posix"
MOST_TRIES = 3  # runs for each kill wanted: on a busy machine the durations differ
# a command, its folder, the file that takes its standard output -> the process, begun
Start = Callable[[Sequence[str], Path, Path], "Process"]
# the folder, and all that the command wrote to standard output: its acknowledgements
Checks = Callable[[Path, str], Sequence[str]]


class Process(Protocol):
    """A process in a session of its own, as far as it is needed here."""

    @property
    def pid(self) -> int: ...

    def wait(self, timeout: float | None = None) -> int: ...

    def poll(self) -> int | None: ...


def started(command: Sequence[str], folder: Path, told: Path) -> Process:
    """Always in a session of its own: Linux shares out time by sessions, and durations are to be
    compared."""
    with told.open("wb") as out:
        return subprocess.Popen(
            command, cwd=folder, stdout=out, stdin=subprocess.DEVNULL, start_new_session=POSIX
        )


class Died(StrEnum):
    UNTOUCHED = "untouched"  # before it had changed anything in the folder
    WORKING = "working"
    FINISHED = "finished"  # it had ended by itself


@dataclass(frozen=True, slots=True)
class Death:
    after: float  # seconds from its start
    died: Died
    wrong: tuple[str, ...]
    folder: Path | None = None  # kept where something was wrong, to be looked at


@dataclass(frozen=True, slots=True)
class Outcome:
    lasts: float  # seconds that the command takes when it is let alone
    deaths: tuple[Death, ...]

    @property
    def wrong(self) -> list[str]:
        """A line for each thing that was found wrong, with the moment and the folder."""
        return [
            f"{death.after:.3f} s of {self.lasts:.3f} s, {death.died}: {what} ({death.folder})"
            for death in self.deaths
            for what in death.wrong
        ]

    def count(self, died: Died) -> int:
        return sum(death.died is died for death in self.deaths)


def kill_at_random_points(
    command: Sequence[str],
    folder: Path,
    checks: Checks,
    times: int,
    seed: int,
    *,
    again: bool = False,
    begins: float = 0.0,
    start: Start = started,
) -> Outcome:
    """Run the command in a copy of the folder and kill it, with all its children, at a moment
    uniform over its measured duration, from the share `begins` of it on; so many times. A run that ends before its moment is checked
    and counted, and another is tried for it, but not for ever. `again`: let it then run to its end
    in the same folder and check once more, for what a second run must mend or must not double.
    `start`: how the command is begun, where it need not be loaded each time."""
    chance = random.Random(seed)
    lasts = median(_let_alone(command, folder, checks, start) for _ in range(3))
    deaths: list[Death] = []
    struck = 0
    while struck < times and len(deaths) < MOST_TRIES * times:
        after = chance.uniform(begins * lasts, lasts)
        deaths.append(_killed(command, folder, checks, after, again, start))
        struck += deaths[-1].died is not Died.FINISHED
    return Outcome(lasts, tuple(deaths))


def _let_alone(command: Sequence[str], folder: Path, checks: Checks, start: Start) -> float:
    """How long it takes; what is wrong without any kill is wrong with the command or its checks."""
    copy = _copy(folder)
    try:
        seconds, told = _run(command, copy, start)
        if wrong := checks(copy, told):
            raise AssertionError(f"wrong without any kill: {'; '.join(wrong)}")
    finally:
        shutil.rmtree(copy.parent)
    return seconds


def _killed(
    command: Sequence[str], folder: Path, checks: Checks, after: float, again: bool, start: Start
) -> Death:
    copy = _copy(folder)
    before = _state(copy)
    finished, told = _run_until(command, copy, after, start)
    died = Died.FINISHED if finished else Died.WORKING
    if not finished and _state(copy) == before:
        died = Died.UNTOUCHED
    wrong = [*checks(copy, told)]
    if again and not wrong:
        _, more = _run(command, copy, start)
        wrong += [f"run again: {what}" for what in checks(copy, told + more)]
    if not wrong:
        shutil.rmtree(copy.parent)
    return Death(after, died, tuple(wrong), copy if wrong else None)


def _copy(folder: Path) -> Path:
    """Times of change are kept: by them it is seen that nothing was touched."""
    place = Path(tempfile.mkdtemp(prefix="mingcha-killed-"))
    return copied(folder, place / folder.name)


def _state(folder: Path) -> list[tuple[str, int, int]]:
    found = []
    for path in sorted(folder.rglob("*")):
        stat = path.stat()
        found.append((path.relative_to(folder).as_posix(), stat.st_size, stat.st_mtime_ns))
    if home_of(folder).setting:
        found.append(("history", *did(folder, "select max(op), count(*) from history")[0]))
    return found


def _run(command: Sequence[str], folder: Path, start: Start) -> tuple[float, str]:
    """(seconds, what it told), let alone to its end."""
    begun = time.monotonic()
    _, told = _run_until(command, folder, None, start)
    return time.monotonic() - begun, told


def _run_until(
    command: Sequence[str], folder: Path, after: float | None, start: Start
) -> tuple[bool, str]:
    """(whether it ended by itself, what it told); what ends by itself must end well."""
    process = start(command, folder, _told(folder))
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(after)
    status = process.poll()
    _kill(process)
    if status:
        raise subprocess.CalledProcessError(status, command)
    return status is not None, _told(folder).read_text(encoding="utf-8", errors="replace")


def _told(folder: Path) -> Path:
    """Beside the folder: a pipe might be full, and what stands in it dies with its reader."""
    return folder.parent / "told.txt"


def _kill(process: Process) -> None:
    """The command and what it started: its children would go on writing."""
    if POSIX:
        with contextlib.suppress(ProcessLookupError):  # all of them have ended
            os.killpg(process.pid, signal.SIGKILL)
    elif isinstance(process, subprocess.Popen):
        process.kill()
    process.wait()
