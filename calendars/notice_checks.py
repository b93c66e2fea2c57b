"""What the days of a notice must satisfy together: `check_near`, `check_complete`.

In: the days as read, and the sentence that arranges each. Raises `BadNotice` that names the festival
and quotes its sentence; returns nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from calendars.festivals import festivals
from calendars.notice_head import BadNotice
from calendars.notices import SATURDAY, Day

# no festival was ever worked off farther from its days than 11 days (20 September 2026)
FARTHEST = timedelta(days=15)


def check_near(days: Mapping[date, Day], said: Mapping[date, str]) -> None:
    """A day worked months away from its festival is a slip of the pen in its month."""
    for day, what in days.items():
        off = [d for d, other in days.items() if other.off and other.name == what.name]
        if off and not min(off) - FARTHEST <= day <= max(off) + FARTHEST:
            raise BadNotice(f"{what.name}的{day}离放假的日子太远，请核对：“{said[day]}”")


def check_complete(year: int, days: Mapping[date, Day], said: Mapping[date, str]) -> None:
    """A year's notice that lacks a festival is a copy cut short, not a year without it."""
    legal: Counter[str] = Counter()  # the law's own days, by the paragraph that arranges them
    for festival in festivals(year):
        for day in festival.days:
            if day not in days or not days[day].off:
                raise BadNotice(
                    f"{festival.name}（{day}）没有放假安排：通知全文可能不完整，或者日期有误"
                )
            legal[days[day].name] += 1
    # every weekday off beyond the law's own days is worked off on a weekend: so in all years so far
    owed = Counter(what.name for day, what in days.items() if what.off and day.weekday() < SATURDAY)
    owed.subtract(legal)
    worked = Counter(what.name for what in days.values() if not what.off)
    if owed.total() != worked.total():
        wrong = [name for name in {**owed, **worked} if owed[name] != worked[name]]
        raise BadNotice("；".join(_unbalanced(n, owed[n], worked[n], days, said) for n in wrong))


def _unbalanced(
    name: str, owed: int, worked: int, days: Mapping[date, Day], said: Mapping[date, str]
) -> str:
    sentences = dict.fromkeys(said[d] for d, what in days.items() if what.name == name)
    return (
        f"{name}按所列放假日应有{owed}天调休上班，读到{worked}天，请核对：“{'。'.join(sentences)}”"
    )
