"""A unit is called unreachable only after fair attempts, by the campaign's rule."""

from __future__ import annotations

from datetime import date

import pytest

import calendars
from harness.scoring.assessment import Call
from harness.scoring.telephone import Reach, reach
from letters.model import CallRule, Unit

UNIT = Unit("U001", "演江自治区财政厅", "区直单位", "省级", "", "", "", "0000-5550001")
MONDAY, TUESDAY, WEDNESDAY = date(2020, 9, 28), date(2020, 9, 29), date(2020, 9, 30)
SUNDAY_AT_WORK, HOLIDAY = date(2020, 9, 27), date(2020, 10, 1)
CALENDAR = calendars.load(None)


def _call(on: date, time: str, outcome: str = "no_answer") -> Call:
    connected = outcome in ("connected", "transferred")
    return Call(UNIT, on, time, UNIT.phone, connected, "", outcome)


def _reach(*calls: Call, rule: CallRule | None = None) -> Reach:
    return reach(calls, rule or CallRule(), CALENDAR).reach


def test_who_was_not_called_was_not_tested():
    assert _reach() is Reach.UNTESTED


@pytest.mark.parametrize("outcome", ["connected", "transferred"])
def test_one_call_that_got_through_in_time_is_enough(outcome):
    assert _reach(_call(MONDAY, "09:30"), _call(TUESDAY, "10:00", outcome)) is Reach.REACHED
    # also outside office hours: somebody was there
    assert _reach(_call(MONDAY, "12:30", outcome)) is Reach.REACHED
    assert _reach(_call(HOLIDAY, "10:00", outcome)) is Reach.REACHED


@pytest.mark.parametrize("outcome", ["no_answer", "busy"])
def test_attempts_in_office_hours_on_both_days_show_that_nobody_answers(outcome):
    found = reach(
        [_call(MONDAY, "9:30", outcome), _call(TUESDAY, "15:00", outcome)], CallRule(), CALENDAR
    )
    assert found.reach is Reach.UNREACHED
    assert "2020年9月28日9:30" in found.because
    assert "均未接通" in found.because
    # a Sunday on which people work by the notice is a working day
    assert _reach(_call(SUNDAY_AT_WORK, "09:30"), _call(MONDAY, "09:30")) is Reach.UNREACHED


@pytest.mark.parametrize(
    "calls",
    [
        [_call(MONDAY, "09:30")],
        [_call(MONDAY, "09:30"), _call(MONDAY, "15:30")],
        [_call(MONDAY, "09:30"), _call(TUESDAY, "12:30")],
        [_call(MONDAY, "08:00"), _call(TUESDAY, "17:30")],
        [_call(WEDNESDAY, "09:30"), _call(HOLIDAY, "09:30")],
        [_call(MONDAY, "09:30"), _call(TUESDAY, "09:30", "wrong_number")],
        [_call(MONDAY, "上午"), _call(TUESDAY, "上午")],
        [_call(MONDAY, "09:30"), _call(TUESDAY, "09:30"), _call(WEDNESDAY, "09:30", "connected")],
        [_call(MONDAY, "09:30"), _call(WEDNESDAY, "09:30")],
    ],
)
def test_anything_less_leaves_it_open_and_says_why(calls):
    found = reach(calls, CallRule(), CALENDAR)
    assert found.reach is Reach.OPEN
    assert found.because


def test_a_campaign_may_ask_for_other_days_and_hours():
    rule = CallRule(1, (("08:30", "18:00"),))
    assert _reach(_call(MONDAY, "12:30"), rule=rule) is Reach.UNREACHED
    three = CallRule(3)
    calls = [_call(day, "09:30") for day in (MONDAY, TUESDAY)]
    assert _reach(*calls, rule=three) is Reach.OPEN
    assert _reach(*calls, _call(WEDNESDAY, "09:30"), rule=three) is Reach.UNREACHED
