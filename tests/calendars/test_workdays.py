"""Working days: against the golden vectors, a walk day by day, and properties."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars import OutOfRange, Workdays, load
from calendars.notices import known, shipped

ONE_DAY = timedelta(days=1)
VECTORS = Path(__file__).with_name("deadline_vectors.csv")
ANNOUNCED = st.dates(date(2004, 1, 1), date(2026, 6, 30))
ANY_DAY = st.dates(date(2004, 1, 1), date(2040, 12, 31))
PERIODS = st.integers(1, 60)


def vectors() -> list[dict[str, str]]:
    with VECTORS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", vectors(), ids=lambda row: row["received"])
def test_every_golden_vector_holds(row: dict[str, str]) -> None:
    received, calendar = date.fromisoformat(row["received"]), load()
    assert calendar.is_workday(received) == (row["is_workday"] == "True")
    assert str(calendar.add(received, 7)) == row["d7"]
    assert str(calendar.add(received, 20)) == row["d20_next_day_rule"]
    assert str(calendar.add(received - ONE_DAY, 20)) == row["d20_receipt_day_counts"]
    assert str(calendar.add(received, 40)) == row["d40_next_day_rule"]
    natural = row["recon60_from_service_same_day(natural+rollover)"]
    assert str(calendar.natural(received, 60)) == natural
    assert not calendar.due(received, 20).provisional


def walked(calendar: Workdays, start: date, n: int) -> date:
    """The n-th working day after `start`, one day after the other from the notices alone."""
    day = start
    while n:
        day += ONE_DAY
        special = calendar.table.get(day)
        n -= not special.off if special else day.weekday() < 5
    return day


def test_every_deadline_since_2004_is_that_of_a_walk_day_by_day() -> None:
    calendar, day = load(), date(2004, 1, 1)
    while day < date(2026, 10, 1):
        assert calendar.add(day, 20) == walked(calendar, day, 20), day
        day += ONE_DAY


@given(ANY_DAY, PERIODS)
def test_counting_to_the_nth_working_day_gives_n(day: date, n: int) -> None:
    calendar = load()
    assert calendar.count(day, calendar.add(day, n)) == n


@given(ANY_DAY, PERIODS)
def test_a_deadline_is_a_working_day(day: date, n: int) -> None:
    assert load().is_workday(load().add(day, n))


@given(ANY_DAY, PERIODS, st.integers(0, 40))
def test_a_later_start_never_gives_an_earlier_deadline(day: date, n: int, later: int) -> None:
    calendar = load()
    assert calendar.add(day, n) <= calendar.add(day + timedelta(days=later), n)


@given(ANNOUNCED, PERIODS)
def test_going_back_as_many_working_days_leads_before_the_first_that_counted(
    day: date, n: int
) -> None:
    calendar = load()
    if day < date(2004, 6, 1):
        day += timedelta(days=200)
    first = calendar.due(day, n).days[0]
    assert calendar.add(calendar.add(day, n), -n) < first


@given(ANY_DAY, PERIODS)
def test_the_estimate_lies_between_the_earliest_and_the_latest(day: date, n: int) -> None:
    due = load().due(day, n)
    assert due.earliest <= due.on <= due.latest
    assert len(due.days) == n and due.days[-1] == due.on


@given(ANNOUNCED, st.integers(1, 20))
def test_what_is_announced_is_final(day: date, n: int) -> None:
    due = load().due(day, n)
    assert (due.earliest, due.latest, due.provisional) == (due.on, due.on, False)


ANNUAL = [n for n in shipped() if not n.changes and n.year > 2004]


@pytest.mark.parametrize("notice", ANNUAL, ids=lambda n: str(n.year))
def test_a_new_notice_never_moves_a_deadline_outside_its_earlier_interval(notice) -> None:
    before = load(as_of=notice.known_from - ONE_DAY)
    after = load(as_of=notice.known_from)
    day = date(notice.year - 1, 11, 15)
    while day < date(notice.year, 10, 31):
        expected, known_later = before.due(day, 20), after.due(day, 20)
        if not known_later.provisional:
            assert expected.earliest <= known_later.on <= expected.latest, day
        day += timedelta(days=3)


def test_a_deadline_past_the_last_notice_is_provisional_with_its_bounds() -> None:
    due = load().due(date(2026, 12, 31), 20)
    assert due.provisional
    assert due.earliest < due.on < due.latest


def test_the_last_days_of_december_are_final_only_with_the_next_years_notice() -> None:
    start = date(2022, 12, 1)
    assert load(as_of=date(2022, 12, 7)).due(start, 20).provisional
    assert not load(as_of=date(2022, 12, 8)).due(start, 20).provisional


def test_a_deadline_before_the_last_days_of_december_is_final_without_it() -> None:
    assert not load(as_of=date(2022, 10, 1)).due(date(2022, 11, 1), 20).provisional


def test_the_spring_festival_of_2020_was_longer_from_26_january_on() -> None:
    start = date(2020, 1, 20)
    assert load(as_of=date(2020, 1, 25)).add(start, 7) == date(2020, 2, 4)
    assert load(as_of=date(2020, 1, 26)).add(start, 7) == date(2020, 2, 6)


def test_the_labour_day_of_2019_was_one_day_until_22_march() -> None:
    assert load(as_of=date(2019, 3, 21)).is_workday(date(2019, 5, 2))
    assert not load(as_of=date(2019, 3, 22)).is_workday(date(2019, 5, 2))
    assert load(as_of=date(2019, 3, 22)).is_workday(date(2019, 4, 28))


def test_the_victory_day_of_2015_was_announced_in_may() -> None:
    assert load(as_of=date(2015, 5, 12)).is_workday(date(2015, 9, 3))
    assert not load(as_of=date(2015, 5, 13)).is_workday(date(2015, 9, 3))


def test_a_day_says_which_notice_made_it_what_it_is() -> None:
    day = load().day(date(2026, 10, 10))
    assert day is not None
    assert (day.name, day.off, day.source) == ("国庆节", False, "国办发明电〔2025〕7号")


def test_a_plain_day_needs_no_notice() -> None:
    assert load().day(date(2026, 3, 4)) is None


def test_the_autumn_of_2020_has_its_long_holiday_and_two_worked_weekend_days() -> None:
    calendar = load()
    assert [d.day for d in calendar.due(date(2020, 9, 25), 5).days] == [27, 28, 29, 30, 9]
    stretches = calendar.passed(date(2020, 9, 20), date(2020, 10, 20))
    assert [(s.first.day, s.last.day, s.off) for s in stretches] == [
        (27, 27, False),
        (1, 8, True),
        (10, 10, False),
    ]


@pytest.mark.parametrize("day", [date(2003, 12, 31), date(2100, 1, 1), date(1, 1, 1)])
def test_a_day_that_no_calendar_reaches_is_refused_in_chinese(day: date) -> None:
    with pytest.raises(OutOfRange, match="超出日历的范围"):
        load().is_workday(day)
    with pytest.raises(OutOfRange, match="超出日历的范围"):
        load().add(day, 20)


def test_a_far_year_is_answered_and_never_presented_as_final() -> None:
    due = load().due(date(2060, 5, 1), 20)
    assert due.provisional and due.earliest <= due.on <= due.latest


def test_a_period_that_ends_beyond_the_tables_is_refused() -> None:
    with pytest.raises(OutOfRange):
        load().due(date(2099, 12, 20), 20)


def test_only_notices_issued_by_then_are_known() -> None:
    numbers = {n.number for n in known(shipped(), date(2019, 11, 20))}
    assert "国办发明电〔2018〕15号" in numbers
    assert "国办发明电〔2019〕16号" not in numbers
