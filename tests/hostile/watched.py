"""Runs a command on a file and watches all that it starts. In: command, folder, limits. Out: `Seen`.

Processor time and memory are those of the whole tree; what outlives the command is found because
this process adopts it (Linux's child subreaper). For the runner and the fuzzer, not for use.
"""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

_SUBREAPER = 36
_LOOK = 0.03


@dataclass(frozen=True, slots=True)
class Limits:
    """Beyond them the command is ended."""

    seconds: float = 15.0  # of processor
    clock: float = 90.0
    memory: int = 3 * 2**30


@dataclass(frozen=True, slots=True)
class Seen:
    status: int
    seconds: float  # of processor, all that it started included
    wall: float
    memory: int  # most at one moment, all that it started included
    ended: str  # why it was ended: "" | seconds | clock | memory
    out: bytes
    told: bytes
    left: tuple[str, ...]  # processes that outlived it


def adopt() -> None:
    """Orphans of what we start become children of this process."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def watch(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], limits: Limits
) -> Seen:
    begun, before = time.monotonic(), _children()
    out, told = folder / "stdout", folder / "stderr"
    with out.open("wb") as to_out, told.open("wb") as to_told:
        process = subprocess.Popen(
            list(command), stdin=subprocess.DEVNULL, stdout=to_out, stderr=to_told,
            cwd=folder / "cwd", env=dict(environment), start_new_session=True,
        )  # fmt: skip
    ended, memory, seconds = "", 0, 0.0
    seen: dict[int, psutil.Process] = {}
    while process.poll() is None:
        time.sleep(_LOOK)
        now, taken = _taken(process.pid, seen)
        seconds, memory = max(seconds, now), max(memory, taken)
        wall = time.monotonic() - begun
        ended = _beyond(seconds, wall, memory, limits)
        if ended:
            _end(seen, process.pid)
            process.wait()
    wall = time.monotonic() - begun
    left = _left(seen, process.pid) if not ended else ()
    seconds = max(seconds, _children() - before)
    return Seen(
        process.returncode, seconds, wall, memory, ended, out.read_bytes()[:5_000_000],
        told.read_bytes()[:1_000_000], left,
    )  # fmt: skip


def _children() -> float:
    """Processor seconds of all that was waited for: exact, where looking now and then is not."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _beyond(seconds: float, wall: float, memory: int, limits: Limits) -> str:
    if seconds > limits.seconds:
        return "seconds"
    if memory > limits.memory:
        return "memory"
    return "clock" if wall > limits.clock else ""


def _taken(pid: int, seen: dict[int, psutil.Process]) -> tuple[float, int]:
    """Processor seconds and bytes of the command and all below it, those that ended included."""
    try:
        top = psutil.Process(pid)
        tree = [top, *top.children(recursive=True)]
    except psutil.Error:
        return 0.0, 0
    seconds, memory = 0.0, 0
    for one in tree:
        try:
            with one.oneshot():
                times = one.cpu_times()
                seconds += times.user + times.system + times.children_user + times.children_system
                memory += one.memory_info().rss
        except psutil.Error:
            continue
        seen[one.pid] = one
    return seconds, memory


def _left(seen: dict[int, psutil.Process], top: int) -> tuple[str, ...]:
    """What still lives half a second after the command; it is ended and reaped here."""
    time.sleep(0.02)
    left = [one for one in seen.values() if one.is_running() and one.status() != "zombie"]
    if left:
        time.sleep(0.5)
    names = []
    for one in left:
        try:
            if one.status() != psutil.STATUS_ZOMBIE:
                names.append(" ".join(one.cmdline())[:80] or one.name())
        except psutil.Error:
            continue
    _end(seen, top)
    return tuple(names)


def _end(seen: Mapping[int, psutil.Process], top: int) -> None:
    """Kill what was seen of the tree, each by its own id, and reap what became ours."""
    for one in seen.values():
        try:
            for below in one.children(recursive=True):
                below.kill()
            one.kill()
        except psutil.Error:
            continue
    for pid in seen.keys() - {top}:  # that one is waited for elsewhere
        try:
            os.waitpid(pid, os.WNOHANG)
        except (ChildProcessError, OSError):
            continue


__all__ = ["Limits", "Seen", "adopt", "watch"]
