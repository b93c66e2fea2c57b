"""Looks after the children of all lanes: who takes too long or too much is ended, with the reason.

One thread for all. Processor time and memory are those of the child together with the programs
that it has started, as psutil tells them on every system.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence

import psutil

from harness.engine import limits
from harness.engine.lane import Lane
from harness.engine.lost import too_large, too_slow
from harness.engine.process import Child, Work, used

_log = logging.getLogger(__name__)
_LONG = 0.5  # seconds that a job has run before its helper programs are looked for


class Watch(threading.Thread):
    def __init__(self, lanes: Sequence[Lane]) -> None:
        super().__init__(name="watch", daemon=True)
        self.done = threading.Event()
        self._lanes = lanes

    def run(self) -> None:
        while not self.done.wait(limits.LOOK):
            for lane in self._lanes:
                child = lane.child
                work = child.work if child is not None else None
                if child is not None and work is not None:
                    try:
                        _look(child, work)
                    except Exception:  # noqa: BLE001  without a watch nothing would have limits
                        _log.exception("a look at a lane failed")


def _look(child: Child, work: Work) -> None:
    passed = time.monotonic() - work.since
    try:
        if passed > _LONG:
            child.see_programs()
        programs = tuple(one for one in child.programs.values() if one.is_running())
        spent = used(child) - work.used + sum(map(_used, programs))
        taken = child.seen.memory_info().rss + sum(map(_taken, programs))
    except psutil.Error:  # it has just ended: the lane sees that
        return
    waiting = limits.CLOCK_FACTOR * work.seconds + limits.CLOCK_EXTRA
    if taken > child.memory:
        work.verdict = too_large(child.memory)
    elif spent > work.seconds:
        work.verdict = too_slow(work.seconds, waited=False)
    elif passed > waiting:
        work.verdict = too_slow(waiting, waited=True)
    else:
        return
    child.kill()


def _used(program: psutil.Process) -> float:
    try:
        times = program.cpu_times()
    except psutil.Error:
        return 0.0  # ended: counted with the child's
    return float(times.user + times.system)


def _taken(program: psutil.Process) -> int:
    try:
        return int(program.memory_info().rss)
    except psutil.Error:
        return 0
