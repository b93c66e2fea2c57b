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
    """The line, where the notice of the year after `today` is not in the data. With `last`, the last
    day that an answer rests on: only where that is a day which the missing notice may change."""
    import calendars

    # what was known on an earlier day may lack a notice that is in the data by now
    newest = calendar if calendar.as_of is None else calendars.load(calendar.region or None)
    following = today.year + 1
    if (today.month, today.day) < REMIND_FROM or newest.final_through.year >= following:
        return None
    if last is not None and last <= newest.final_through:
        return None
    return (
        f"提醒：日历中还没有{following}年的放假通知。"
        "国务院办公厅公布后，请运行 mingcha calendar import 通知.txt --write"
    )
