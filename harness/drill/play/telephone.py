"""The telephone test: which unit is called when, and who answers. Pure; play.py enters the rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from calendars import Workdays
from letters.model import CallRule, Unit

BEGINS_AFTER = 8  # working days after the first letter
A_DAY = 20  # units that one person calls in a day
_ANSWERED = (
    "工作人员解答了申请方式和办理时限",
    "告知可通过信函或当面提交申请",
    "答复耐心，说明了受理机构和地址",
)
_SILENT = ("无人接听", "一直占线", "提示号码无法接通")


@dataclass(frozen=True, slots=True)
class Attempt:
    unit: Unit
    on: date
    connected: bool
    note: str


def attempts(
    units: Sequence[Unit],
    reachable: Collection[str],
    first: date,
    calendar_of: Callable[[Unit], Workdays],
    seed: int,
    within: int = 2,
) -> Iterator[Attempt]:
    """Each unit is called once; who is not reached is tried again the next working day, when some
    do answer. Who never does is tried on each of the working days that the campaign's rule gives."""
    order = [unit for unit in units if unit.phone]
    Random(f"{seed} order of calls").shuffle(order)
    for place, unit in enumerate(order):
        calendar = calendar_of(unit)
        day = calendar.add(first, BEGINS_AFTER + place // A_DAY)
        reached = unit.id in reachable
        at_once = reached and Random(f"{seed} second call {unit.name}").random() >= 0.15
        at_once = at_once or (reached and within == 1)
        tries = ([True] if at_once else [False, True]) if reached else [False] * within
        for number, connected in enumerate(tries):
            on = calendar.add(day, number)
            note = Random(f"{seed} call {unit.name} {on}").choice(
                _ANSWERED if connected else _SILENT
            )
            yield Attempt(unit, on, connected, note)


def in_office_hours(at: datetime, rule: CallRule, name: str) -> datetime:
    """That minute or, where nobody need take a call then, another of the day when somebody must;
    `name` is that of the choice."""
    fair = [
        minute
        for begin, end in rule.office_hours
        for minute in range(_minute(begin), _minute(end) + 1)
    ]
    if not fair or at.hour * 60 + at.minute in fair:
        return at
    hour, minute = divmod(Random(f"{name} office hours").choice(fair), 60)
    return at.replace(hour=hour, minute=minute)


def _minute(at: str) -> int:
    return int(at[:2]) * 60 + int(at[3:])
