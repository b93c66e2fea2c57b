"""Where heavy work runs: here, or in lanes, child processes in a cage of which one file costs one."""

from harness.engine.lane import Closed, JobFailed, Lost, NotStarted
from harness.engine.lanes import HERE, Engine, Here, Lanes, ahead, open_lanes

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
