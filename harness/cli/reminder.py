"""Reminds of the next year's notice: `reminder(calendar, today, last) -> str | None`.

The State Council has issued it between 25 October and 16 December; from then on an answer that
depends on it can be had final by importing it. The caller prints the line to standard error after
its answer, and never beside an error.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calendars import Workdays

REMIND_FROM = (10, 25)


def reminder(calendar: Workdays, today: date, last: date | None = None) -> str | None:
    """The line, where a notice that should be out by `today` is not in the data. With `last`, the
    last day that an answer rests on: only where that is a day which the missing notice may change."""
    import calendars

    # what was known on an earlier day may lack a notice that is in the data by now
    newest = calendar if calendar.as_of is None else calendars.load(calendar.region or None)
    settled = newest.final_through
    out = today.year + ((today.month, today.day) >= REMIND_FROM)
    if settled.year >= out or (last is not None and last <= settled):
        return None
    years = "、".join(f"{year}年" for year in range(settled.year + 1, out + 1))
    return (
        f"提醒：日历中还没有{years}的放假通知。"
        "国务院办公厅公布后，请运行 mingcha calendar import 通知.txt --write"
    )
