"""What runs on a worker of a cluster: a job is handed to a lane of this very process, in the cage.

In: the function by its names, its plain values pickled (the worker trusts its client). Out: MessagePack,
which the client decodes as the type that the function promises. Nothing is raised: an exception would
travel as a pickle.
"""

from __future__ import annotations

import atexit
import importlib
import pickle
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any

import msgspec

from harness.engine.deferred import Deferred
from harness.engine.lane import Closed, JobFailed
from harness.engine.lanes import Lanes, open_lanes
from harness.engine.lost import Lost
from harness.engine.process import NotStarted

DONE, LOST, FAILED, MACHINE, FETCH = "done", "lost", "failed", "machine", "fetch"


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """`kind`: what `data` is: the result, a `Lost`, or words. `name`: of a fault of fetching, its kind."""

    kind: str
    data: bytes
    name: str = ""


class _Opened:
    """The lanes of this process, opened with the first job."""

    def __init__(self) -> None:
        self.stack = ExitStack()
        self.lanes: Lanes | None = None
        self.lock = threading.Lock()

    def get(self, count: int) -> Lanes:
        with self.lock:
            if self.lanes is None:
                self.lanes = self.stack.enter_context(open_lanes(count))
                atexit.register(self.close)
            return self.lanes

    def close(self) -> None:
        with self.lock:
            self.stack.close()
            self.lanes = None


OPENED = _Opened()


def run(module: str, name: str, data: bytes) -> bytes:
    """The task."""
    return msgspec.msgpack.encode(_answered(module, name, data, _lanes_here()))


def _lanes_here() -> int:
    from distributed import get_worker

    return int(get_worker().state.nthreads)


def _answered(module: str, name: str, data: bytes, count: int) -> Answer:
    try:
        function: Callable[..., Any] = getattr(importlib.import_module(module), name)
        given: Sequence[Any] = pickle.loads(data)
    except Exception as fault:  # noqa: BLE001  another version of the program
        return Answer(MACHINE, f"{type(fault).__name__}：{fault}".encode("utf-8", "replace"))
    try:
        arguments = [each.value() if isinstance(each, Deferred) else each for each in given]
    except Exception as fault:  # noqa: BLE001  the client raises it
        return Answer(FETCH, str(fault).encode("utf-8", "replace"), _kind(fault))
    try:
        outcome = OPENED.get(count).submit(function, *arguments).result()
    except JobFailed as failed:
        return Answer(FAILED, str(failed).encode("utf-8", "replace"))
    except (NotStarted, Closed, OSError) as fault:
        return Answer(MACHINE, str(fault).encode("utf-8", "replace"))
    except Exception as fault:  # noqa: BLE001
        return Answer(FAILED, f"{type(fault).__name__}: {fault}".encode("utf-8", "replace"))
    if isinstance(outcome, Lost):
        return Answer(LOST, msgspec.msgpack.encode(outcome))
    return Answer(DONE, msgspec.msgpack.encode(outcome))


def _kind(fault: Exception) -> str:
    if isinstance(fault, FileNotFoundError):
        return "missing"
    return "changed" if isinstance(fault, ValueError) else "away"
