"""Runs a program of others on bytes of others, under limits, and leaves nothing behind.

In: a command, what stands on its standard input, limits of time and output. Out: `Ran`. The program
and all that it starts are ended together when its time is over or it writes too much. Raises
`Unreadable` then; a status other than 0 is for the caller to judge.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from parsers import effort
from parsers.limits import (
    BYTES_A_PROGRAM_SECOND,
    CHILD_CPU_SECONDS,
    CHILD_MEMORY,
    CHILD_SECONDS,
    MAX_TOTAL_BYTES,
)
from parsers.parser import Unreadable

_BLOCK = 1 << 20
_LOOK = 0.2  # seconds between two looks at a folder
_TOLD = 4000  # bytes of its complaints that are kept
_running: set[subprocess.Popen[bytes]] = set()


@dataclass(frozen=True, slots=True)
class Ran:
    status: int
    output: bytes
    complaints: str


def run(
    command: Sequence[str],
    given: bytes = b"",
    *,
    seconds: float = CHILD_SECONDS,
    processor: int | None = None,
    most: int = MAX_TOTAL_BYTES,
    memory: int | None = CHILD_MEMORY,
    folder: Path | None = None,
    watched: tuple[Path, int] | None = None,
) -> Ran:
    """`seconds` are those of the clock, `processor` those of its work, by the weight of `given` unless
    told. `given` is a file to the program and can be sought in; `folder` is where it works and where
    it must put what it writes down meanwhile; `watched` is a folder and how much may come into it."""
    if processor is None:
        processor = processor_seconds(len(given))
    with (
        effort.program(processor),
        tempfile.TemporaryFile() as source,
        tempfile.TemporaryFile() as told,
    ):
        source.write(given)
        source.seek(0)
        begun = _spent_by_programs()
        with _started(command, source, told, folder) as process:
            _running.add(process)
            _bound(process.pid, processor, memory)
            watch = _Watch(process, seconds, watched)
            watch.start()
            try:
                output = _output(process, most)
                process.wait()
            finally:
                watch.done.set()
                _end(process)
                _running.discard(process)
                watch.join()
        if watch.verdict:
            raise Unreadable("too_large", watch.verdict)
        if _spent_by_programs() - begun >= processor:
            why = f"转换、解压此件用时超过{processor}秒，已中止，请人工查看"
            raise Unreadable("too_slow", why)
        told.seek(0)
        complaints = told.read(_TOLD).decode("utf-8", "replace")
    return Ran(process.returncode, output, complaints)


def _spent_by_programs() -> float:
    """Processor seconds of all programs that ran for us and ended."""
    times = os.times()
    return times.children_user + times.children_system


def processor_seconds(size: int) -> int:
    """What a program may take for a file of so many bytes."""
    return CHILD_CPU_SECONDS + size // BYTES_A_PROGRAM_SECOND


class _Watch(threading.Thread):
    """Ends the program when its time is over, or its folder has grown too big."""

    def __init__(
        self, process: subprocess.Popen[bytes], seconds: float, folder: tuple[Path, int] | None
    ) -> None:
        super().__init__(daemon=True)
        self.done = threading.Event()
        self.verdict = ""
        self._process, self._seconds, self._folder = process, seconds, folder

    def run(self) -> None:
        end = time.monotonic() + self._seconds
        while not self.done.wait(min(_LOOK, max(0.0, end - time.monotonic()))):
            if time.monotonic() >= end:
                self.verdict = f"打开文件用时超过{self._seconds:.0f}秒，已中止"
            elif self._folder and _size(self._folder[0]) > self._folder[1]:
                self.verdict = f"解开后超过{self._folder[1] // 2**20}兆字节，未打开"
            if self.verdict:
                _end(self._process)
                return


def _size(folder: Path) -> int:
    total = 0
    for place, _, files in os.walk(folder):
        for file in files:
            with contextlib.suppress(OSError):  # the program renames while we look
                total += Path(place, file).lstat().st_size
    return total


def _started(
    command: Sequence[str], source: IO[bytes], told: IO[bytes], folder: Path | None
) -> subprocess.Popen[bytes]:
    # names in archives are UTF-8 to programs that ask for the locale
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}
    if folder is not None:
        environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    windows = sys.platform == "win32"
    return subprocess.Popen(
        list(command),
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=told,
        cwd=folder,
        env=environment,
        start_new_session=not windows,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _output(process: subprocess.Popen[bytes], most: int) -> bytes:
    assert process.stdout is not None
    blocks: list[bytes] = []
    size = 0
    while block := process.stdout.read(_BLOCK):
        size += len(block)
        if size > most:
            _end(process)
            raise Unreadable("too_large", f"解开后超过{most // 2**20}兆字节，未打开")
        blocks.append(block)
    return b"".join(blocks)


def _bound(pid: int, processor: int, memory: int | None) -> None:
    """What Linux lets a parent set for its child: processor time, memory, no core file."""
    if sys.platform == "linux":
        import resource

        limits = {resource.RLIMIT_CPU: processor, resource.RLIMIT_CORE: 0}
        if memory:
            limits[resource.RLIMIT_AS] = memory
        with contextlib.suppress(ProcessLookupError):  # it is through already
            for kind, most in limits.items():
                resource.prlimit(pid, kind, (most, most))


def end_all() -> None:
    """End every program that runs for us: who asked for them is going."""
    for process in tuple(_running):
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a program with everything that it started. Its group outlives it where it left some."""
    with contextlib.suppress(ProcessLookupError, PermissionError, OSError):
        if sys.platform == "win32":
            if process.poll() is None:
                subprocess.run(
                    ["taskkill", "/F", "/T", "/PID", str(process.pid)],
                    capture_output=True,
                    check=False,
                )
        else:
            os.killpg(process.pid, signal.SIGKILL)
