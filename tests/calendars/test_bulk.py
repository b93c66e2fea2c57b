"""Deadlines by array are those asked for one by one."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from calendars import OutOfRange, load
from calendars.bulk import Index

INDEX = Index(load())
DAYS = np.arange("2004-01-01", "2030-01-01", dtype="datetime64[D]")


@pytest.mark.parametrize("n", [1, 7, 20, 40])
def test_every_deadline_in_bulk_is_the_single_one(n: int) -> None:
    calendar = load()
    assert INDEX.due(DAYS, n).tolist() == [calendar.add(d, n) for d in DAYS.tolist()]


def test_working_days_in_bulk_are_the_single_ones() -> None:
    calendar = load()
    assert INDEX.is_workday(DAYS).tolist() == [calendar.is_workday(d) for d in DAYS.tolist()]


def test_counting_in_bulk_agrees() -> None:
    counted = INDEX.count(DAYS[:-30], DAYS[30:])
    assert counted[0] == load().count(date(2004, 1, 1), date(2004, 1, 31))


def test_no_dates_give_no_deadlines() -> None:
    assert INDEX.due(DAYS[:0], 20).tolist() == []


@pytest.mark.parametrize("day", ["2003-12-31", "2100-01-01", "2099-12-31"])
def test_a_date_out_of_range_is_refused(day: str) -> None:
    with pytest.raises(OutOfRange):
        INDEX.due(np.array([day], dtype="datetime64[D]"), 20)


def test_a_period_of_no_days_is_refused() -> None:
    with pytest.raises(OutOfRange):
        INDEX.due(DAYS, 0)
