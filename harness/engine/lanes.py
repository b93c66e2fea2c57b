"""Lanes: where everything that came from outside is opened and judged, away from this process.

`open_lanes()` gives an engine with so many lanes, by default one a core; `submit` hands it a
function of a module's top level with plain values and gives a future: its result, or `Lost` where
the file was too much for its child. A child starts with its lane's first job. On leaving, also by
an exception or Ctrl-C, what has not begun is cancelled, what runs is ended, nothing is left behind.
"""

from __future__ import annotations

import os
import queue
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar

import psutil

from harness.engine import limits
from harness.engine.lane import Closed, Job, Lane
from harness.engine.lost import Lost
from harness.engine.process import PREFIX
from harness.engine.watch import Watch

Given = ParamSpec("Given")
Made = TypeVar("Made")
Item = TypeVar("Item")
Result = TypeVar("Result")
MOST_LANES = 32
MOST_AHEAD = 16


class Engine(Protocol):
    """Where heavy work runs. `submit` never raises what the job raises: the future does."""

    def submit(
        self, function: Callable[Given, Made], /, *arguments: Given.args, **named: Given.kwargs
    ) -> Future[Made | Lost]: ...


class Here:
    """In this process, at once, without a cage: for what is our own, and for tests."""

    def submit(
        self, function: Callable[Given, Made], /, *arguments: Given.args, **named: Given.kwargs
    ) -> Future[Made | Lost]:
        future: Future[Made | Lost] = Future()
        try:
            future.set_result(function(*arguments, **named))
        except Exception as fault:  # noqa: BLE001  as a lane does
            future.set_exception(fault)
        return future


HERE = Here()


@dataclass
class Lanes:
    _jobs: queue.SimpleQueue[Job | None]
    _lanes: list[Lane]
    _open: set[Future[object]] = field(default_factory=set)
    _closed: bool = False

    def submit(
        self, function: Callable[Given, Made], /, *arguments: Given.args, **named: Given.kwargs
    ) -> Future[Made | Lost]:
        assert not named, "a lane takes values by place"
        future: Future[Made | Lost] = Future()
        if self._closed:
            future.set_exception(Closed())
            return future
        self._open.add(future)  # type: ignore[arg-type]
        future.add_done_callback(self._open.discard)
        self._jobs.put(Job(function, arguments, future))
        return future

    def close(self) -> None:
        self._closed = True
        for future in tuple(self._open):
            future.cancel()
        for _ in self._lanes:
            self._jobs.put(None)
        for lane in self._lanes:
            lane.close()
        for lane in self._lanes:
            lane.join()


@contextmanager
def open_lanes(count: int | None = None, memory: int = limits.MEMORY) -> Iterator[Lanes]:
    cores = os.process_cpu_count() if hasattr(os, "process_cpu_count") else os.cpu_count()
    cores = cores or 1
    number = max(1, min(count if count is not None else cores, MOST_LANES))
    _clear_stale()
    jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
    threads = max(1, cores // number)
    lanes = Lanes(jobs, [Lane(jobs, memory, threads) for _ in range(number)])
    watch = Watch(lanes._lanes)
    for thread in (*lanes._lanes, watch):
        thread.start()
    try:
        yield lanes
    finally:
        lanes.close()
        watch.done.set()
        watch.join()


def ahead(
    begin: Callable[[Item], Callable[[], Result]],
    items: Iterable[Item],
    many: int | Engine = MOST_AHEAD,
) -> Iterator[Callable[[], Result]]:
    """Begin `many` items ahead of the one whose result is awaited, or as many as an engine has use for;
    gives each item's wait, in order. What was begun holds its bytes in memory: so never all at once."""
    waiting: deque[Callable[[], Result]] = deque()
    try:
        for item in items:
            waiting.append(begin(item))
            # asked each time: of a cluster it is known only when it stands
            most = many if isinstance(many, int) else getattr(many, "ahead", MOST_AHEAD)
            if len(waiting) > most:
                yield waiting.popleft()
        while waiting:
            yield waiting.popleft()
    finally:
        if waiting:  # whoever asked has stopped asking
            getattr(many, "take_back", _nothing)()


def _nothing() -> None:
    """Lanes end what they have begun; it is soon done, and kept."""


def _clear_stale() -> None:
    """Folders of children whose program was killed: nobody else will take them away."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
        owner = folder.name.removeprefix(PREFIX).partition("-")[0]
        if not (owner.isascii() and owner.isdigit() and len(owner) < 10):
            continue  # none of ours
        if not psutil.pid_exists(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


__all__ = ["HERE", "Closed", "Engine", "Here", "Lanes", "Lost", "ahead", "open_lanes"]
