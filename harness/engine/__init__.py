"""Where heavy work runs: here, or in lanes, child processes in a cage of which one file costs one."""

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
