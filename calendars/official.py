"""`OfficialChina`: workalendar's interface over the official notices.

For programs that already speak workalendar. Stock `workalendar.asia.China` ends with 2023, takes
周末 for working days or not without looking at the year, has 除夕 wired in, and lets an
`extra_working_days` argument replace its own list of worked weekends. Here every question about a
day is answered by `Workdays`; the arguments add to the official days and never replace them; a
year without a notice is an error that names the notice, since this interface has no way to say
"provisional".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from workalendar.asia import China
from workalendar.core import cleaned_date
from workalendar.exceptions import CalendarError

from calendars.workdays import FIRST_YEAR, Workdays, load

ONE_DAY = dt.timedelta(days=1)
Days = Collection[dt.date] | None


class OfficialChina(China):  # type: ignore[misc]  # workalendar ships no types
    """中国大陆工作日历（国务院办公厅放假通知）"""

    def __init__(self, workdays: Workdays | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.workdays = workdays or load()
        self.extra_working_days = [d for d, day in self.workdays.table.items() if not day.off]

    def get_calendar_holidays(self, year: int) -> list[tuple[dt.date, str]]:
        """The year's days off by its notices, weekends in them included."""
        self._check(dt.date(year, 12, 25))
        table = self.workdays.table
        return [(d, table[d].name) for d in sorted(table) if d.year == year and table[d].off]

    def is_working_day(
        self, day: dt.date, extra_working_days: Days = None, extra_holidays: Days = None
    ) -> bool:
        day = cleaned_date(day)
        self._check(day)
        if extra_working_days and day in map(cleaned_date, extra_working_days):
            return True
        if extra_holidays and day in map(cleaned_date, extra_holidays):
            return False
        return self.workdays.is_workday(day)

    def is_holiday(self, day: dt.date, extra_holidays: Days = None) -> bool:
        day = cleaned_date(day)
        self._check(day)
        what = self.workdays.day(day)
        official = what is not None and what.off
        return official or day in map(cleaned_date, extra_holidays or ())

    def add_working_days(
        self,
        day: dt.date,
        delta: int,
        extra_working_days: Days = None,
        extra_holidays: Days = None,
        keep_datetime: bool = False,
    ) -> dt.date:
        start: dt.date = cleaned_date(day, keep_datetime)
        plain: dt.date = cleaned_date(day)
        if extra_working_days or extra_holidays:
            end = self._walk(plain, delta, extra_working_days, extra_holidays)
        else:
            end = self.workdays.add(plain, delta)
        self._check(plain)
        self._check(end)
        return start + (end - plain)

    def _walk(self, day: dt.date, delta: int, working: Days, holidays: Days) -> dt.date:
        step = ONE_DAY if delta >= 0 else -ONE_DAY
        left = abs(delta)
        while left:
            day += step
            left -= self.is_working_day(day, working, holidays)
        return day

    def sub_working_days(
        self,
        day: dt.date,
        delta: int,
        extra_working_days: Days = None,
        extra_holidays: Days = None,
        keep_datetime: bool = False,
    ) -> dt.date:
        return self.add_working_days(
            day, -abs(delta), extra_working_days, extra_holidays, keep_datetime
        )

    def find_following_working_day(self, day: dt.date) -> dt.date:
        """`day` itself where it is worked, else the next day that is."""
        found: dt.date = cleaned_date(day)
        return found if self.is_working_day(found) else self.add_working_days(found, 1)

    def _check(self, day: dt.date) -> None:
        last = self.workdays.final_through
        if day.year < FIRST_YEAR:
            raise CalendarError(f"没有{day.year}年的放假通知：日历从{FIRST_YEAR}年开始")
        if day > last:
            year = last.year + 1 if day.year == last.year else day.year
            raise CalendarError(
                f"{day}不能确定：缺少《国务院办公厅关于{year}年部分节假日安排的通知》，"
                "公布后请用 mingcha calendar import 读入"
            )
