"""One lane: a child process that stays warm, and the thread that gives it one job after the other.

In: jobs from a queue that all lanes share. Out: each job's future holds the result, or `Lost` with
the reason: a job that ends its child costs itself and nothing else. The watch (watch.py) looks at
what the child takes and ends it; the lane sees the pipe end and asks the watch why.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
import psutil

from harness.engine import cage, limits, windows_job, wire
from harness.engine.wire import Says

PREFIX = "mingcha-"
_ROOT = Path(__file__).resolve().parents[2]
_LAUNCHED = sys.platform == "win32" and sys.prefix != sys.base_prefix


@dataclass(frozen=True, slots=True)
class Lost:
    """A job that brought no result. `code`: died | too_slow | too_large; the message is Chinese."""

    code: str
    message: str


class JobFailed(Exception):
    """The job raised what nobody foresaw: a bug. Its text is the child's traceback."""

    @property
    def told(self) -> str:
        """What a user hears of it."""
        return f"程序处理此件时出错（{self.cause}），原件已留存，请人工处理"

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


@dataclass(slots=True)
class Work:
    """What a child is doing, for the watch, which says in `verdict` why it ended the child."""

    since: float  # time.monotonic()
    used: float  # processor seconds of child and helpers when it began
    seconds: float = field(default_factory=lambda: limits.SECONDS)
    verdict: Lost | None = None


@dataclass(slots=True, eq=False)
class Child:
    """A process in its cage."""

    process: subprocess.Popen[bytes]
    seen: psutil.Process
    folder: Path
    held: cage.Held
    job: int | None  # Windows' job object
    memory: int
    work: Work | None = None
    programs: dict[int, psutil.Process] = field(default_factory=dict)

    def see_programs(self) -> None:
        """Take note of what it has started. Two threads do this: the mapping is replaced whole."""
        with contextlib.suppress(psutil.Error):
            seen = {one.pid: one for one in self.seen.children(recursive=True)}
            self.programs = {**self.programs, **seen}

    def end_programs(self) -> None:
        """End what it has started, and forget it."""
        self.see_programs()
        for one in tuple(self.programs.values()):
            with contextlib.suppress(psutil.Error):  # gone, or its number is another's by now
                one.kill()
        self.programs = {}

    def kill(self) -> None:
        """End it, its programs first seen: without it they would be nobody's."""
        self.see_programs()
        with contextlib.suppress(OSError):
            self.process.kill()
        self.end_programs()

    def end(self) -> None:
        """End it and all that it has started; its folder goes with it."""
        self.kill()
        windows_job.release(self.job)
        self.job = None
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        shutil.rmtree(self.folder, ignore_errors=True)


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
                "died", "处理此件的进程给出的结果无法辨认，已中止，原件已留存"
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
        if child is not None and _is_fat(child):
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


class NotStarted(RuntimeError):
    """A lane's process could not be started: a fault of the machine, not of a file."""


class Closed(Exception):
    """The lanes were closed before the job was done."""


class _Starved(Exception):
    """The child says that memory ran out, and lives."""


def _again(lost: Lost) -> bool:
    """What has used up its processor time would do so again."""
    return lost.code != "too_slow"


def too_large(memory: int) -> Lost:
    return Lost("too_large", f"处理此件需要的内存超过{memory // 2**20}兆字节，已中止，原件已留存")


def too_slow(seconds: float, *, waited: bool) -> Lost:
    how = "等候" if waited else "处理"
    code = "hung" if waited else "too_slow"
    return Lost(code, f"{how}此件超过{seconds:.0f}秒仍未完成，已中止，原件已留存")


def _ended(child: Child) -> Lost:
    """The child died by itself: nobody had ended it."""
    status = child.process.wait()
    if _is_fat(child):
        return too_large(child.memory)
    return Lost("died", f"处理此件的进程意外中止（状态{status}），原件已留存")


def _is_fat(child: Child) -> bool:
    try:
        return bool(child.seen.memory_info().rss > limits.SHARE_KEPT * child.memory)
    except psutil.Error:
        return False


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
        return msgspec.msgpack.decode(answer, type=_result_of(function))
    if kind == Says.STARVED:
        raise _Starved
    raise JobFailed(answer.decode("utf-8", "replace"))


@cache
def _result_of(function: Callable[..., Any]) -> Any:
    return get_type_hints(function)["return"]


def used(child: Child) -> float:
    """Processor seconds of the child, and of the programs that it has started and that ended."""
    try:
        times = child.seen.cpu_times()
    except psutil.Error:
        return 0.0
    ended = getattr(times, "children_user", 0.0) + getattr(times, "children_system", 0.0)
    return float(times.user + times.system + ended)


def start(memory: int, threads: int) -> Child:
    """A new child, in its cage and ready. NotStarted with its own words where it cannot start."""
    try:
        folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    except OSError as fault:
        raise NotStarted(f"no temporary folder: {fault}") from fault
    try:
        return _started(folder, memory, threads)
    except OSError as fault:
        shutil.rmtree(folder, ignore_errors=True)
        raise NotStarted(f"a lane's process did not start: {fault}") from fault


def _started(folder: Path, memory: int, threads: int) -> Child:
    complaints = folder / "complaints.txt"
    command = [_python(), "-P", "-m", "harness.engine.child", str(folder), str(memory)]
    with complaints.open("wb") as told:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=told,
            env=_environment(folder, threads),
            start_new_session=True,  # Ctrl-C is for us: we end it
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    job = windows_job.confine(process, memory)
    child = Child(process, psutil.Process(process.pid), folder, cage.Held(), job, memory)
    timer = threading.Timer(limits.START_SECONDS, process.kill)
    timer.start()
    try:
        assert process.stdout is not None
        kind, held = wire.read(process.stdout)
        if kind != Says.READY:
            raise wire.Broken(f"said {kind} first")
        child.held = msgspec.msgpack.decode(held, type=cage.Held)
    except (wire.Broken, OSError, msgspec.DecodeError) as fault:
        said = complaints.read_text("utf-8", "replace")[-2000:] if complaints.exists() else ""
        child.end()
        raise NotStarted(f"a lane's process did not start: {fault}\n{said}") from fault
    finally:
        timer.cancel()
    return child


def _python() -> str:
    """The interpreter itself: in a virtual environment of Windows, `sys.executable` is a launcher
    that starts it as a child, and the child would be watched as a program of the launcher."""
    return getattr(sys, "_base_executable", sys.executable) if _LAUNCHED else sys.executable


def _environment(folder: Path, threads: int) -> dict[str, str]:
    given = dict(os.environ)
    launcher = {"__PYVENV_LAUNCHER__": sys.executable} if _LAUNCHED else {}
    found = [str(_ROOT), *filter(None, [given.get("PYTHONPATH")])]
    kept = cage.environment({**given, "PYTHONPATH": os.pathsep.join(found)}, folder, threads)
    return {**kept, **launcher}
