"""The clocks of a whole campaign: `read_clocks(logs, as_of=..., convention=...)`, one for each log.

A campaign sends its letters on a few days, and they arrive, and are answered, on a few dozen more:
of 200,000 logs most tell the same story on the same days, whatever evidence they name. What the
clock says depends on the story alone, so each is read once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from harness.clock.deadline import read_clock
from harness.clock.events import Event
from harness.clock.result import Clock
from letters.model import Convention


class Log(NamedTuple):
    """What is on record of one application."""

    events: Sequence[Event]
    channel: str
    region: str | None = None


def read_clocks(
    logs: Iterable[Log], *, as_of: date, convention: Convention, working: bool = True
) -> Iterator[Clock]:
    """The clock of each log, in the order of the logs."""
    known: dict[object, Clock] = {}
    for log in logs:
        story = _story(log)
        clock = known.get(story)
        if clock is None:
            events, channel, region = log
            clock = known[story] = read_clock(
                events,
                channel=channel,
                as_of=as_of,
                convention=convention,
                region=region,
                working=working,
            )
        yield clock


def _story(log: Log) -> object:
    """All of a log that a clock can depend on: not its evidence, nor who wrote it down."""
    told: list[object] = [log.channel, log.region]
    for event in log.events:
        told += (event.kind, event.on)
        if event.data:
            told.append(frozenset(event.data.items()))
    return tuple(told)
