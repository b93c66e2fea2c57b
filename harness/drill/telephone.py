"""The telephone test: which unit is called when, and who answers. Pure; play.py enters the rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from calendars import Workdays
from letters.model import Unit

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
    units: Sequence[Unit], reachable: Collection[str], first: date, calendar: Workdays, seed: int
) -> Iterator[Attempt]:
    """Each unit is called once; who is not reached is tried again the next working day, when some
    do answer."""
    order = list(units)
    Random(f"{seed} order of calls").shuffle(order)
    for place, unit in enumerate(order):
        day = calendar.add(first, BEGINS_AFTER + place // A_DAY)
        reached = unit.id in reachable
        at_once = reached and Random(f"{seed} second call {unit.name}").random() >= 0.15
        for number, connected in enumerate([True] if at_once else [False, reached]):
            on = calendar.add(day, number)
            note = Random(f"{seed} call {unit.name} {on}").choice(
                _ANSWERED if connected else _SILENT
            )
            yield Attempt(unit, on, connected, note)
