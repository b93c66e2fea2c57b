"""电话测试: the attempts to reach a unit -> whether it was reached, by the campaign's rule.

A unit is reached by one call that got through (接通、转接) within so many working days, beginning
with the first attempt. It is said to be unreachable only after attempts in office hours on each of
those working days, none of which got through; an attempt at noon, on a rest day or to a wrong number
shows nothing. Everything between is open: a person goes on trying, or decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

import calendars
from calendars import Workdays
from harness.scoring.assessment import Assessment, Call
from letters.model import CallRule, Unit


class Reach(StrEnum):
    REACHED = "reached"
    UNREACHED = "unreached"
    OPEN = "open"
    UNTESTED = "untested"


@dataclass(frozen=True, slots=True)
class Reached:
    """`because`: a Chinese sentence, empty where the unit was reached or not called at all."""

    reach: Reach
    because: str = ""


WRONG_NUMBER = "wrong_number"


def reach_of(unit: Unit, assessment: Assessment) -> Reached:
    campaign = assessment.campaign
    calendar = calendars.load(unit.region or campaign.region or None)
    return reach(assessment.calls_of(unit), campaign.calls, calendar)


def reach(calls: Sequence[Call], rule: CallRule, calendar: Workdays) -> Reached:
    """The attempts in any order."""
    calls = sorted(calls, key=lambda call: (call.on, call.time))
    if not calls:
        return Reached(Reach.UNTESTED)
    days = _window(calls, rule, calendar)
    through = [call for call in calls if call.connected]
    if any(not days or call.on <= days[-1] for call in through):
        return Reached(Reach.REACHED)
    tried = {call.on for call in calls if _is_fair(call, rule, calendar) and call.on in days}
    told = _attempts(calls)
    if through:
        why = f"{told}；{rule.within}个工作日之后才接通，是否计为接通待人工认定"
        return Reached(Reach.OPEN, why)
    if any(call.outcome == WRONG_NUMBER for call in calls):
        return Reached(Reach.OPEN, f"{told}；号码有误，公布的号码是否有误待人工核实")
    if len(tried) < rule.within:
        hours = "、".join(f"{begin}-{end}" for begin, end in rule.office_hours)
        why = f"{told}；尚未在{rule.within}个工作日的办公时间（{hours}）内都拨打过，测试没有完成"
        return Reached(Reach.OPEN, why)
    return Reached(Reach.UNREACHED, f"{told}，均未接通")


def _window(calls: Iterable[Call], rule: CallRule, calendar: Workdays) -> list[date]:
    """The working days within which a unit must be reached; none before a first fair attempt."""
    first = next((call.on for call in calls if _is_fair(call, rule, calendar)), None)
    if first is None:
        return []
    return [first, *(calendar.add(first, number) for number in range(1, rule.within))]


def _is_fair(call: Call, rule: CallRule, calendar: Workdays) -> bool:
    """Whether somebody had to be there to take the call."""
    if call.outcome == WRONG_NUMBER or not calendar.is_workday(call.on):
        return False
    try:
        at = time.fromisoformat(call.time.strip().zfill(5))
    except ValueError:  # written down in words: nobody can say when it was
        return False
    return any(
        time.fromisoformat(begin) <= at <= time.fromisoformat(end)
        for begin, end in rule.office_hours
    )


def _attempts(calls: Sequence[Call]) -> str:
    tries = "、".join(f"{_day(call.on)}{call.time}" for call in calls)
    numbers = "、".join(dict.fromkeys(call.number for call in calls if call.number))
    return f"{tries}拨打{numbers}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
