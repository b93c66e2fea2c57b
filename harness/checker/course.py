"""The course of an application written as a log: the examples beside the procedural rules.

In: events, a line each (clock/events.py), the day of judgement, the channel. Out: the `Proceeding`
that the clock makes of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from harness.checker.proceeding import Proceeding
from harness.clock.deadline import read_clock
from harness.clock.events import parse_log
from letters.model import Convention


@dataclass(frozen=True, slots=True)
class Course:
    """Events, and what a rule must say of them."""

    log: str
    as_of: str
    defects: tuple[str, ...] = ()
    channel: str = "registered_mail"
    convention: Convention = field(default_factory=Convention)

    def proceeding(self) -> Proceeding:
        events, day = parse_log(self.log), date.fromisoformat(self.as_of)
        clock = read_clock(events, channel=self.channel, as_of=day, convention=self.convention)
        return Proceeding(clock, events)
