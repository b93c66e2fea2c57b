"""Where heavy work runs: in this process, or in a pool of processes on this machine.

Work is a function of the top level of a module and a list of plain values, so that it can be sent
to another process (Windows starts them by spawn); what it makes, it leaves in the campaign's folder.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

Job = TypeVar("Job")

MOST_WORKERS = 61  # Windows can wait for no more processes than that


@dataclass(frozen=True, slots=True)
class Engine:
    """Does jobs; `pool` is None where this process does the work itself."""

    pool: ProcessPoolExecutor | None = None

    def begin(self, function: Callable[[Job], object], jobs: Sequence[Job]) -> Callable[[], None]:
        """Start `function` on every job beside whatever this process does next; the call that is
        given back waits until all are done. In this process they are done at once."""
        if self.pool is None:
            for job in jobs:
                function(job)
            return _nothing_left
        futures = [self.pool.submit(function, job) for job in jobs]

        def wait() -> None:
            for future in futures:
                future.result()

        return wait


def _nothing_left() -> None:
    pass


HERE = Engine()


@contextmanager
def open_engine(workers: int | None = None) -> Iterator[Engine]:
    """A pool of `workers` processes, by default one a core; with one, no pool at all.

    The processes start with the first jobs and stay until the end: each has to load the readers
    and the recogniser's models once.
    """
    count = workers if workers is not None else (os.cpu_count() or 1)
    if count <= 1:
        yield HERE
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(min(count, MOST_WORKERS), mp_context=context, initializer=_begin)
    with pool:
        yield Engine(pool)


def _begin() -> None:
    """In a worker: the cores are shared out already, so its libraries take one each; and when the
    program is killed, its workers must not live on."""
    os.environ["OMP_NUM_THREADS"] = "1"
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
