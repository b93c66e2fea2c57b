"""Makes values by the million without the collector looking through all of them again and again.

Marks and grounds are frozen and point one way: there is never a cycle among them to find. The collector
is back as it was when the work is done.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def acyclic() -> Iterator[None]:
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
