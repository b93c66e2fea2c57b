"""One lane: a child process that stays warm, and the thread that gives it one job after the other.

In: jobs from a queue that all lanes share. Out: each job's future holds the result, or `Lost` with
the reason: a job that ends its child costs itself and nothing else. The watch (watch.py) looks at
what the child takes and ends it; the lane sees the pipe end and asks the watch why.
"""

from __future__ import annotations

import pickle
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from typing import Any, get_type_hints

import msgspec

from harness.engine import limits, wire
from harness.engine.lost import Lost, too_large
from harness.engine.process import Child, Work, is_fat, start, used
from harness.engine.wire import Says


class JobFailed(Exception):
    """The job raised what nobody foresaw: a bug. Its text is the child's traceback."""

    @property
    def told(self) -> str:
        """What a user hears of it."""
        return f"程序处理此件时出错（{self.cause}），原文件没有改动，请人工处理"

    @property
    def cause(self) -> str:
        """The name of the exception that the job raised."""
        last = str(self).strip().rpartition("\n")[2]
        return last.partition(":")[0].rpartition(".")[2]


@dataclass(slots=True)
class Job:
    function: Callable[..., Any]
    arguments: Sequence[Any]
    future: Future[Any]
    tries: int = 0


class Lane(threading.Thread):
    def __init__(self, jobs: queue.SimpleQueue[Job | None], memory: int, threads: int) -> None:
        super().__init__(name="lane", daemon=True)
        self.child: Child | None = None
        self.closing = False
        self._jobs, self._memory, self._threads = jobs, memory, threads
        self._change = threading.Lock()  # of `child`: closing must not miss one that is starting

    def run(self) -> None:
        while (job := self._jobs.get()) is not None:
            if job.future.set_running_or_notify_cancel():
                self._do(job)
        self.close()

    def close(self) -> None:
        """End the child, whatever it is doing."""
        with self._change:
            self.closing = True
            child, self.child = self.child, None
        if child is not None:
            child.end()

    def _do(self, job: Job) -> None:
        try:
            outcome = self._tried(job)
            while isinstance(outcome, Lost) and job.tries < limits.TRIES and _again(outcome):
                outcome = self._tried(job)
        except BaseException as fault:  # noqa: BLE001  whoever waits for the job hears of it
            job.future.set_exception(fault)
        else:
            job.future.set_result(outcome)

    def _tried(self, job: Job) -> Any:
        job.tries += 1
        child = self._warm()
        child.end_programs()  # what an earlier job has left is not this one's
        work = Work(time.monotonic(), used(child))
        child.work = work
        try:
            return _asked(child, work, job)
        except (wire.Broken, OSError):
            if self.closing:
                raise Closed from None
            lost = work.verdict or _ended(child)
        except (msgspec.DecodeError, ValueError, RecursionError):
            # an answer that is none: who gives it may have been taken over
            lost = work.verdict or Lost(
                "died", "处理此件的进程给出的结果无法辨认，已中止，原文件没有改动"
            )
        except _Starved:
            lost = work.verdict or too_large(child.memory)
        finally:
            child.work = None
        self._drop(child)
        return lost

    def _warm(self) -> Child:
        """The child that is there, unless it has grown fat; else a new one."""
        child = self.child
        if child is not None and is_fat(child):
            self._drop(child)
            child = None
        if child is None:
            child = start(self._memory, self._threads)
            with self._change:
                if self.closing:
                    child.end()
                    raise Closed
                self.child = child
        return child

    def _drop(self, child: Child) -> None:
        with self._change:
            if self.child is child:
                self.child = None
        child.end()


class Closed(Exception):
    """The lanes were closed before the job was done."""


class _Starved(Exception):
    """The child says that memory ran out, and lives."""


def _again(lost: Lost) -> bool:
    """What has used up its processor time would do so again."""
    return lost.code != "too_slow"


def _ended(child: Child) -> Lost:
    """The child died by itself: nobody had ended it."""
    status = child.process.wait()
    if is_fat(child):
        return too_large(child.memory)
    return Lost("died", f"处理此件的进程意外中止（状态{status}），原文件没有改动")


def _asked(child: Child, work: Work, job: Job) -> Any:
    """Give the child the job and wait for its result."""
    function = job.function
    assert child.process.stdin is not None and child.process.stdout is not None
    data = pickle.dumps((function.__module__, function.__qualname__, tuple(job.arguments)))
    wire.write(child.process.stdin, wire.JOB, data)
    kind, answer = wire.read(child.process.stdout)
    while kind == Says.ALLOWANCE:
        work.seconds = min(max(limits.SECONDS, float(answer)), limits.MOST_SECONDS)
        kind, answer = wire.read(child.process.stdout)
    if kind == Says.DONE:
        return msgspec.msgpack.decode(answer, type=result_of(function))
    if kind == Says.STARVED:
        raise _Starved
    raise JobFailed(answer.decode("utf-8", "replace"))


@cache
def result_of(function: Callable[..., Any]) -> Any:
    return get_type_hints(function)["return"]
