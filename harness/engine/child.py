"""The process at the end of a lane: `python -m harness.engine.child FOLDER MEMORY`.

It enters the cage, says what holds, then does one job after the other: a function of a module's
top level, called with plain values, its result sent back as MessagePack. Each job works in a
folder of its own below FOLDER, which is gone when it is done. When the pipe from the parent ends,
so does this process, with every program that it has started.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pickle
import queue
import shutil
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO

import msgspec

from harness.engine import cage, wire
from harness.engine.wire import Says
from parsers import cage as programs
from parsers import effort

_TOLD = 20_000  # characters of a traceback


def main() -> None:
    folder, memory = Path(sys.argv[1]), int(sys.argv[2])
    jobs, out = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    _silence()
    held = cage.enter(folder, memory)
    todo: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(jobs, todo), daemon=True).start()
    wire.write(out, Says.READY, msgspec.msgpack.encode(held))
    while True:
        _answer(todo.get(), folder, out)


def _silence() -> None:
    """Libraries that print must not speak into the pipe; what they say is of no use to anybody."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    sys.stdin, sys.stdout = open(0), open(1, "w", encoding="utf-8")  # noqa: SIM115


def _listen(jobs: IO[bytes], todo: queue.SimpleQueue[bytes]) -> None:
    """Takes jobs in; a parent that is gone needs no results."""
    with contextlib.suppress(wire.Broken, OSError):
        while True:
            todo.put(wire.read(jobs)[1])
    programs.end_all()
    os._exit(0)


def _answer(job: bytes, folder: Path, out: IO[bytes]) -> None:
    """Do a job. Its folder is gone before its result is told."""
    place = Path(tempfile.mkdtemp(dir=folder))
    tempfile.tempdir = str(place)
    try:
        said = _result(job, out)
    finally:
        tempfile.tempdir = None
        shutil.rmtree(place, ignore_errors=True)
    wire.write(out, *said)


def _result(job: bytes, out: IO[bytes]) -> tuple[Says, bytes]:
    try:
        module, name, arguments = pickle.loads(job)
        function = getattr(importlib.import_module(module), name)
        with _told_of_pages(partial(_allow, out)):
            return Says.DONE, msgspec.msgpack.encode(function(*arguments))
    except MemoryError:
        return Says.STARVED, b""
    except Exception:  # noqa: BLE001  the parent raises it
        return Says.FAILED, traceback.format_exc()[-_TOLD:].encode("utf-8", "replace")


def _allow(out: IO[bytes], seconds: float) -> None:
    wire.write(out, Says.ALLOWANCE, f"{seconds:.3f}".encode("ascii"))


@contextlib.contextmanager
def _told_of_pages(allow: Callable[[float], None]) -> Iterator[None]:
    """While a file is read, its budget tells how much longer it may take: it has pages."""
    effort.listener = allow
    try:
        yield
    finally:
        effort.listener = None


if __name__ == "__main__":
    main()
