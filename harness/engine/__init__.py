"""Where heavy work runs: here, or in lanes, child processes in a cage of which one file costs one.

What is named here is loaded when it is asked for: the child (child.py) lies in this package too, and
needs nothing of what watches it.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # as `typing` has it, which takes long to load
if TYPE_CHECKING:
    from harness.engine.lane import Closed, JobFailed
    from harness.engine.lanes import HERE, Engine, Here, Lanes, ahead, open_lanes
    from harness.engine.lost import Lost
    from harness.engine.process import NotStarted

__all__ = [
    "HERE",
    "Closed",
    "Engine",
    "Here",
    "JobFailed",
    "Lanes",
    "Lost",
    "NotStarted",
    "ahead",
    "open_lanes",
]
_PLACES = {"Closed": "lane", "JobFailed": "lane", "Lost": "lost", "NotStarted": "process"}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_PLACES.get(name, 'lanes')}"), name)
