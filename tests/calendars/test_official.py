"""OfficialChina keeps workalendar's interface and drops its traps."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from workalendar.exceptions import CalendarError

from calendars import load
from calendars.official import OfficialChina

CHINA = OfficialChina()


def test_every_year_that_ships_is_answered_as_the_notices_say() -> None:
    day = date(2004, 1, 1)
    while day <= date(2026, 12, 25):
        assert CHINA.is_working_day(day) == load().is_workday(day), day
        day += timedelta(days=1)


def test_working_days_are_added_as_workalendar_would() -> None:
    assert CHINA.add_working_days(date(2020, 9, 21), 20) == date(2020, 10, 23)
    assert CHINA.sub_working_days(date(2020, 10, 23), 20) == date(2020, 9, 21)


def test_the_delta_counts_worked_weekends() -> None:
    assert CHINA.get_working_days_delta(date(2020, 9, 25), date(2020, 10, 10)) == 6


def test_a_further_worked_day_does_not_replace_the_official_ones() -> None:
    extra = [date(2020, 9, 26)]
    assert CHINA.is_working_day(date(2020, 9, 26), extra_working_days=extra)
    assert CHINA.is_working_day(date(2020, 9, 27), extra_working_days=extra)
    assert CHINA.add_working_days(date(2020, 9, 25), 2, extra_working_days=extra) == date(
        2020, 9, 27
    )


def test_a_further_holiday_is_left_out_of_the_count() -> None:
    extra = [date(2020, 9, 27)]
    assert CHINA.add_working_days(date(2020, 9, 25), 1, extra_holidays=extra) == date(2020, 9, 28)


def test_the_eve_of_2024_was_a_working_day_and_that_of_2025_was_not() -> None:
    assert CHINA.is_working_day(date(2024, 2, 9))
    assert not CHINA.is_working_day(date(2025, 1, 28))


def test_a_weekend_in_a_year_without_notice_is_an_error_too() -> None:
    for day in (date(2027, 1, 2), date(2027, 3, 6), date(2027, 3, 8)):
        with pytest.raises(CalendarError, match="关于2027年部分节假日安排的通知"):
            CHINA.is_working_day(day)


def test_the_last_days_of_december_wait_for_the_next_notice() -> None:
    assert CHINA.is_working_day(date(2026, 12, 25))
    with pytest.raises(CalendarError, match="2027年"):
        CHINA.is_working_day(date(2026, 12, 28))


def test_a_year_before_the_first_notice_is_an_error() -> None:
    with pytest.raises(CalendarError, match="2003年"):
        CHINA.is_holiday(date(2003, 5, 1))


def test_a_holiday_has_its_name() -> None:
    assert CHINA.get_holiday_label(date(2026, 10, 1)) == "国庆节"
    assert CHINA.get_holiday_label(date(2026, 3, 4)) is None


def test_a_time_of_day_is_kept_when_asked_for() -> None:
    at = datetime(2026, 3, 2, 9, 30)
    assert CHINA.add_working_days(at, 1, keep_datetime=True) == datetime(2026, 3, 3, 9, 30)


def test_the_following_working_day_is_one() -> None:
    assert OfficialChina().find_following_working_day(date(2026, 2, 14)) == date(2026, 2, 14)
    assert OfficialChina().find_following_working_day(date(2026, 2, 15)) == date(2026, 2, 24)
