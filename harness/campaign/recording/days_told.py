"""The days of a letter that is being written down, told at once in working days, before it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import calendars
from calendars import OutOfRange, Workdays
from harness.campaign.workspace import Workspace

WEEK = "一二三四五六日"


def days_told(
    workspace: Workspace, received: date | None, posted: date | None = None
) -> tuple[str, ...]:
    calendar = calendars.load(workspace.campaign.region or None, workspace.as_of)
    try:
        return tuple(_told(calendar, workspace.as_of, received, posted))
    except OutOfRange as wrong:
        return (str(wrong),)


def _told(
    calendar: Workdays, today: date, received: date | None, posted: date | None
) -> Iterator[str]:
    if posted is not None:
        yield f"邮戳 {day_told(calendar, posted)}"
    if received is None:
        return
    yield f"收到 {day_told(calendar, received)}"
    if received > today:
        yield f"收到日期晚于今天（{today.isoformat()}），请核对"
    elif received < today:
        yield f"收到至今天已过 {calendar.count(received, today)} 个工作日"
    if posted is not None and posted > received:
        yield "邮戳日期晚于收到日期，请核对"
    elif posted is not None:
        yield f"在途 {(received - posted).days} 天，其中 {calendar.count(posted, received)} 个工作日"


def day_told(calendar: Workdays, day: date) -> str:
    """2020-10-10 周六，国庆节、中秋节调休上班."""
    why = calendar.day(day)
    if why is not None:
        kind = f"{why.name}放假" if why.off else f"{why.name}调休上班"
    else:
        kind = "工作日" if calendar.is_workday(day) else "休息日"
    return f"{day.isoformat()} 周{WEEK[day.weekday()]}，{kind}"
