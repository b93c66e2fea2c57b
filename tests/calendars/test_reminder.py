"""The reminder of the next year's notice: where an answer waits for it, and nowhere else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from calendars import load
from harness.cli.reminder import reminder

LAST = load().final_through  # the last day that the notices in the data settle
OCTOBER = date(LAST.year, 10, 25)


def test_from_late_october_on_it_names_the_year_and_what_to_run() -> None:
    line = reminder(load(), OCTOBER)
    assert line is not None
    assert f"{LAST.year + 1}年的放假通知" in line and "mingcha calendar import" in line


def test_an_answer_that_waits_for_the_notice_is_reminded_of_it() -> None:
    assert reminder(load(), OCTOBER, LAST + timedelta(days=1))


@pytest.mark.parametrize("last", [date(2012, 3, 1), LAST])
def test_an_answer_that_does_not_wait_for_it_is_not(last: date) -> None:
    assert reminder(load(), OCTOBER, last) is None


def test_before_late_october_nobody_is_reminded() -> None:
    assert reminder(load(), date(LAST.year, 10, 24), LAST + timedelta(days=30)) is None


def test_a_notice_missed_last_year_is_still_reminded_of_in_spring() -> None:
    line = reminder(load(), date(LAST.year + 1, 3, 1), date(LAST.year + 1, 4, 1))
    assert line is not None and f"没有{LAST.year + 1}年的放假通知" in line
    both = reminder(load(), date(LAST.year + 1, 11, 1))
    assert both is not None and f"{LAST.year + 1}年、{LAST.year + 2}年的放假通知" in both


def test_what_was_known_on_an_earlier_day_does_not_hide_a_notice_that_is_in_the_data() -> None:
    then = date(LAST.year - 3, 11, 1)
    assert reminder(load(as_of=then), then, date(LAST.year - 2, 5, 1)) is None


def test_a_region_is_reminded_like_the_country() -> None:
    assert reminder(load("广西"), OCTOBER, LAST + timedelta(days=1))
    assert reminder(load("广西"), OCTOBER, date(2026, 4, 20)) is None
