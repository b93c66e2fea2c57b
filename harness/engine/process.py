"""The parent's side of a child: a process in its cage, started, seen and ended with all that it has
started.

In: a limit of memory, how many threads its libraries may take. Out: `Child`, ready for jobs.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import psutil

from harness.engine import cage, limits, windows_job, wire
from harness.engine.lost import Lost
from harness.engine.wire import Says

PREFIX = "mingcha-"
_ROOT = Path(__file__).resolve().parents[2]
_LAUNCHED = sys.platform == "win32" and sys.prefix != sys.base_prefix


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


class NotStarted(RuntimeError):
    """A lane's process could not be started: a fault of the machine, not of a file."""


def is_fat(child: Child) -> bool:
    try:
        return bool(child.seen.memory_info().rss > limits.SHARE_KEPT * child.memory)
    except psutil.Error:
        return False


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
