"""On which days an arrival can have come: what is written of it, less what cannot be."""

from __future__ import annotations

from datetime import date

import pytest

from harness.casebook.days import day_of, days_of
from harness.store.log import NewArrival

SENT, CAME, TODAY = date(2026, 3, 16), date(2026, 4, 10), date(2026, 7, 5)


def _arrival(source="paper", on=CAME, posted=None, noticed=None) -> NewArrival:
    return NewArrival(source, "k", on, posted, "", "x.pdf", "", noticed)


def _days(arrival, taken_in=TODAY, sent=SENT):
    return days_of(arrival, taken_in, sent)


def test_what_was_written_down_holds():
    days = _days(_arrival(posted=date(2026, 4, 8)))
    assert (days.posted_on, days.delivered_on, days.fault) == (date(2026, 4, 8), CAME, "")
    assert (days.on, days.earliest) == (date(2026, 4, 8), date(2026, 4, 8))


def test_the_day_of_finding_only_ends_the_time_in_which_it_can_have_come():
    days = _days(_arrival("file", TODAY, noticed=TODAY))
    assert not days.known and days.on == TODAY and days.earliest is None
    assert days.possible_by(date(2026, 4, 1)) and not days.come_by(date(2026, 7, 4))


@pytest.mark.parametrize("on", [date(1970, 1, 1), date(2026, 3, 15), date(2026, 7, 6)])
def test_a_day_that_cannot_be_is_none_and_says_why(on):
    days = _days(_arrival("mail", on))
    assert not days.known and str(on) in days.fault
    assert days.on == TODAY and days.possible_by(date(2026, 4, 1))


@pytest.mark.parametrize("posted", [date(2025, 4, 8), date(2026, 4, 11), date(2027, 4, 8)])
def test_a_postmark_that_cannot_be_shows_nothing(posted):
    days = _days(_arrival(posted=posted))
    assert (days.posted_on, days.delivered_on, days.earliest) == (None, CAME, None)


@pytest.mark.parametrize("on", [SENT, TODAY])
def test_the_first_and_the_last_day_that_can_be_are_taken(on):
    assert _days(_arrival("mail", on)).delivered_on == on


def test_posted_before_a_day_and_come_after_it_was_sent_by_then():
    days = _days(_arrival(on=date(2026, 4, 1), posted=date(2026, 3, 31)))
    assert days.come_by(date(2026, 3, 31)) and not days.possible_by(date(2026, 3, 30))


def test_the_day_of_a_moment_is_that_of_china():
    assert day_of("2026-07-04T17:00:00+00:00") == TODAY
