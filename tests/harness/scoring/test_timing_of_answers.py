"""Which state of the clock counts as what; and that doubt is never counted as a fault."""

from datetime import date

import pytest

from harness.clock.deadline import State
from harness.scoring.timing import STATE_NAMES, Timing, timing, was_received


@pytest.mark.parametrize(
    ("state", "group"),
    [
        (State.NOT_SENT, Timing.OUTSIDE),
        (State.UNDELIVERABLE, Timing.OUTSIDE),
        (State.WITHDRAWN, Timing.OUTSIDE),
        (State.DEEMED_ABANDONED, Timing.OUTSIDE),
        (State.AWAITING_RECEIPT, Timing.PENDING),
        (State.RUNNING, Timing.PENDING),
        (State.WAITING_FOR_APPLICANT, Timing.PENDING),
        (State.SUSPENDED, Timing.PENDING),
        (State.OVERDUE, Timing.NONE),
    ],
)
def test_each_state_without_an_answer_counts_as_one_thing(make, state, group):
    assert timing(make.clock(state), make.as_of) is group


def test_an_answer_in_time_or_late_counts_as_such(make):
    in_time = make.clock(State.ANSWERED_IN_TIME, date(2020, 10, 14))
    late = make.clock(State.ANSWERED_LATE, date(2020, 10, 29))
    assert timing(in_time, make.as_of) is Timing.IN_TIME
    assert timing(late, make.as_of) is Timing.LATE


def test_late_is_not_said_while_the_deadline_may_still_lie_behind_the_answer(make):
    late = make.clock(State.ANSWERED_LATE, date(2020, 10, 29), latest=date(2020, 10, 30))
    assert timing(late, make.as_of) is Timing.UNCLEAR


def test_late_is_not_said_where_the_way_of_counting_decides(make):
    late = make.clock(State.ANSWERED_LATE, date(2020, 10, 29), matters=True)
    assert timing(late, make.as_of) is Timing.UNCLEAR


def test_no_answer_is_not_said_on_the_last_day(make):
    assert timing(make.clock(State.OVERDUE), make.due) is Timing.UNCLEAR


def test_no_answer_is_not_said_where_no_deadline_is_known(make):
    assert timing(make.clock(State.OVERDUE, latest=None), make.as_of) is Timing.UNCLEAR


def test_every_state_has_a_name_and_a_group(make):
    for state in State:
        assert STATE_NAMES[state]
        assert timing(make.clock(state), make.as_of) in Timing


def test_what_was_answered_was_received(make):
    assert was_received(make.clock(State.ANSWERED_LATE, date(2020, 10, 29)))
    assert was_received(make.clock(State.OVERDUE))
    assert not was_received(make.clock(State.UNDELIVERABLE))
    assert not was_received(make.clock(State.AWAITING_RECEIPT))
