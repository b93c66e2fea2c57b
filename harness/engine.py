"""Where heavy work runs: in this process, or in a pool of processes on this machine.

Work is a function of the top level of a module and a list of plain values, so that it can be sent
to another process (Windows starts them by spawn); results come back in the order of the values.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

# below this many jobs a new process costs more than it saves (it must import the parsers first)
WORTH_A_POOL = 24


def run(
    function: Callable[[Job], Result], jobs: Sequence[Job], *, workers: int | None = None
) -> Iterator[Result]:
    """`function` of each job, in order. `workers` defaults to the cores that there are."""
    count = workers if workers is not None else (os.cpu_count() or 1)
    if count <= 1 or len(jobs) < WORTH_A_POOL:
        yield from map(function, jobs)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(count, 61), mp_context=context) as pool:
        yield from pool.map(function, jobs, chunksize=4)
