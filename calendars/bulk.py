"""Deadlines in bulk with NumPy: `due(calendar, days, n)` for an array of dates at once.

From the cumulative index of a calendar a small table is made for each n, the n-th working day after
every day there is; a deadline is then one look-up.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from calendars.workdays import LAST_INDEX, ORIGIN, OutOfRange, Workdays

Dates = npt.NDArray[np.datetime64]
EPOCH = 719163  # date(1970, 1, 1).toordinal()
FIRST = ORIGIN - EPOCH


class Index:
    """A calendar's index as arrays; build it once and ask it often."""

    def __init__(self, calendar: Workdays) -> None:
        self._rank = np.asarray(calendar.rank, dtype=np.int32)
        self._worked = np.diff(self._rank, prepend=np.int32(0)).astype(np.bool_)
        self._workdays = np.asarray(calendar.ordinals, dtype=np.int64) - EPOCH
        self._tables: dict[int, npt.NDArray[np.int64]] = {}

    def due(self, dates: Dates, n: int) -> Dates:
        """The n-th working day after each date, n from 1 on."""
        if n < 1:
            raise OutOfRange(f"工作日数应从1起，给的是{n}")
        if n not in self._tables:
            self._tables[n] = self._table(n)
        positions = self._positions(dates)
        if positions.size and int(positions.max()) >= len(self._tables[n]):
            raise OutOfRange(f"有的日期加 {n} 个工作日超出日历的范围")
        return self._tables[n].take(positions).view("datetime64[D]")

    def count(self, first: Dates, last: Dates) -> npt.NDArray[np.int32]:
        """Working days in (first, last], pair by pair."""
        return self._rank.take(self._positions(last)) - self._rank.take(self._positions(first))

    def is_workday(self, dates: Dates) -> npt.NDArray[np.bool_]:
        return self._worked.take(self._positions(dates))

    def _table(self, n: int) -> npt.NDArray[np.int64]:
        """The n-th working day after every day of the calendar, as far as there is one."""
        ranks = self._rank[self._rank + n <= len(self._workdays)]
        return self._workdays[ranks + (n - 1)]

    def _positions(self, dates: Dates) -> npt.NDArray[np.int64]:
        positions = dates.astype("datetime64[D]", copy=False).view(np.int64) - FIRST
        # a day before the first is a huge number when read without its sign
        if positions.size and int(positions.view(np.uint64).max()) > LAST_INDEX:
            raise OutOfRange("有的日期超出日历的范围（2004-01-01 至 2099-12-31）")
        return positions
