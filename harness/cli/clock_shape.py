"""A clock as `mingcha clock` gives it out: read, put into the shape of contracts.md, and what is said
beside it on standard error.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from harness.cli.shown import say
from harness.cli.today import today

if TYPE_CHECKING:
    from harness.clock.deadline import Clock
    from harness.clock.timeline_file import Written


def clock_of(written: Written, as_of: date) -> Clock:
    from harness.clock.deadline import read_clock

    return read_clock(
        written.events,
        channel=written.channel.value,
        as_of=as_of,
        convention=written.convention,
        region=written.region,
    )


def say_ahead(as_of: date) -> None:
    if as_of > today():
        say(f"注意：{as_of} 还没有到，以下按到那一天为止没有新的事件计算", err=True)


def remind(dues: Sequence[tuple[str | None, date | None]]) -> None:
    """Once, where a notice that should be out is missing for any of them."""
    import calendars
    from harness.cli.reminder import reminder

    for region, latest in dues:
        told = reminder(calendars.load(region), today(), latest) if latest else None
        if told:
            say(told, err=True)
            return


def handling(clock: Clock, written: Written) -> list[dict[str, object]]:
    """How the application was handled, a finding each procedural rule; beside the contract's fields."""
    from dataclasses import asdict

    from harness.checker.handling import handled

    return [asdict(one) for one in handled(clock, written.events)]


def as_dict(clock: Clock) -> dict[str, object]:
    """The result in the shape of contracts.md, section 2."""

    def day(d: date | None) -> str | None:
        return d.isoformat() if d else None

    return {
        "received_on": day(clock.received_on),
        "received_by": clock.received_by,
        "due_on": day(clock.due_on),
        "earliest_due_on": day(clock.earliest_due_on),
        "latest_due_on": day(clock.latest_due_on),
        "provisional": clock.provisional,
        "state": clock.state.value,
        "working_days_used": clock.working_days_used,
        "working_days_left": clock.working_days_left,
        "answered_on": day(clock.answered_on),
        "convention_matters": clock.convention_matters,
        "findings": [
            {"code": f.code, "on": day(f.on), "article": f.article, "message": f.message}
            for f in clock.findings
        ],
        "trace": [
            {"on": day(s.on), "step": s.step, "article": s.article, "because": s.because}
            for s in clock.trace
        ],
    }
