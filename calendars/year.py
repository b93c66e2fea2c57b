"""A year as people hang it on the wall: months of weeks of days, each with what it is and by which notice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from calendars.notices import Notice
from calendars.workdays import Stretch, Workdays

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cell:
    """`special`: it is not what its weekday says, for this reason. `sure`: no notice is to come that may
    touch it."""

    on: date
    working: bool
    special: str = ""
    source: str = ""
    sure: bool = True


Week = tuple[Cell | None, ...]  # from Monday; None: another month's


@dataclass(frozen=True, slots=True)
class Month:
    number: int
    weeks: tuple[Week, ...]
    working: int


@dataclass(frozen=True, slots=True)
class Year:
    """`notices`: those that arrange days of it; `special`: its days off and worked weekends in rows."""

    year: int
    months: tuple[Month, ...]
    working: int
    special: tuple[Stretch, ...]
    notices: tuple[Notice, ...]
    doubts: tuple[str, ...]


def year_of(calendar: Workdays, year: int) -> Year:
    first, last = date(year, 1, 1), date(year, 12, 31)
    cells = [_cell(calendar, day) for day in _days(first, last)]
    months = tuple(
        _month(number, tuple(group)) for number, group in groupby(cells, lambda each: each.on.month)
    )
    notices = tuple(n for n in calendar.notices if any(day.year == year for day in n.days))
    return Year(
        year,
        months,
        sum(each.working for each in months),
        calendar.passed(first, last),
        notices,
        calendar.doubts(first - ONE_DAY, last),
    )


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _cell(calendar: Workdays, day: date) -> Cell:
    why, sure = calendar.day(day), calendar.is_final(day)
    working = calendar.is_workday(day)
    if why is None:
        return Cell(day, working, sure=sure)
    return Cell(day, working, why.name, why.source, sure)


def _month(number: int, cells: tuple[Cell, ...]) -> Month:
    line: list[Cell | None] = [None] * cells[0].on.weekday()
    line += cells
    line += [None] * (-len(line) % 7)
    weeks = tuple(_weeks(line))
    return Month(number, weeks, sum(each.working for each in cells))


def _weeks(line: Iterable[Cell | None]) -> Iterator[Week]:
    days = tuple(line)
    return (days[at : at + 7] for at in range(0, len(days), 7))
