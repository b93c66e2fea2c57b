"""Which state of the clock counts as what; and that doubt is never counted as a fault."""

from dataclasses import replace
from datetime import date

import pytest

from harness.clock.result import STATE_NAMES, State
from harness.scoring.timing import Timing, maybe_first, timing, was_not_received, was_received


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
    assert timing(make.case(make.clock(state)), make.as_of) is group


def test_an_answer_in_time_or_late_counts_as_such(make):
    in_time = make.clock(State.ANSWERED_IN_TIME, date(2020, 10, 14))
    late = make.clock(State.ANSWERED_LATE, date(2020, 10, 29))
    assert timing(make.case(in_time), make.as_of) is Timing.IN_TIME
    assert timing(make.case(late), make.as_of) is Timing.LATE


def test_late_is_not_said_while_the_deadline_may_still_lie_behind_the_answer(make):
    late = make.clock(State.ANSWERED_LATE, date(2020, 10, 29), latest=date(2020, 10, 30))
    assert timing(make.case(late), make.as_of) is Timing.UNCLEAR


def test_late_is_not_said_where_the_way_of_counting_decides(make):
    late = make.clock(State.ANSWERED_LATE, date(2020, 10, 29), matters=True)
    assert timing(make.case(late), make.as_of) is Timing.UNCLEAR


def test_no_answer_is_not_said_on_the_last_day(make):
    assert timing(make.silent(), make.due) is Timing.UNCLEAR


def test_no_answer_is_not_said_where_no_deadline_is_known(make):
    nowhere = make.case(make.clock(State.OVERDUE, latest=None))
    assert timing(nowhere, make.as_of) is Timing.UNCLEAR


def test_no_answer_is_not_said_while_something_that_came_is_undecided(make):
    case = make.doubted(make.silent(), date(2020, 11, 2))
    assert timing(case, make.as_of) is Timing.UNCLEAR


def test_late_is_not_said_while_something_that_came_earlier_is_undecided(make):
    case = make.doubted(make.late(), date(2020, 10, 20))
    assert timing(case, make.as_of) is Timing.UNCLEAR


def test_the_earlier_of_posting_and_coming_counts_for_what_is_undecided(make):
    case = make.doubted(make.late(), date(2020, 10, 30), posted=date(2020, 10, 20))
    assert timing(case, make.as_of) is Timing.UNCLEAR


def test_what_came_after_a_late_answer_does_not_excuse_it(make):
    case = make.doubted(make.late(), date(2020, 10, 30))
    assert timing(case, make.as_of) is Timing.LATE


def test_what_is_undecided_and_of_no_known_day_may_have_come_before_a_late_answer(make):
    case = make.doubted(make.late(), date(2020, 11, 5))
    unknown = replace(case, doubtful=tuple(replace(one, earliest=None) for one in case.doubtful))
    assert timing(unknown, make.as_of) is Timing.UNCLEAR


@pytest.mark.parametrize("earliest", [None, date(2020, 10, 23)])
def test_late_is_not_said_where_another_answer_may_have_been_sent_in_time(make, earliest):
    assert timing(make.followed(make.late(), earliest), make.as_of) is Timing.UNCLEAR


def test_another_answer_sent_after_the_deadline_does_not_excuse_a_late_one(make):
    assert timing(make.followed(make.late(), date(2020, 10, 26)), make.as_of) is Timing.LATE


def test_another_answer_takes_nothing_from_one_in_time(make):
    assert timing(make.followed(make.answered(), None), make.as_of) is Timing.IN_TIME


def test_doubt_takes_nothing_from_an_answer_in_time(make):
    case = make.doubted(make.answered(), date(2020, 10, 1))
    assert timing(case, make.as_of) is Timing.IN_TIME


def test_doubt_does_not_touch_what_is_not_yet_due(make):
    case = make.doubted(make.case(make.clock(State.RUNNING)), date(2020, 10, 1))
    assert timing(case, make.as_of) is Timing.PENDING


def test_a_pause_whose_end_nobody_recorded_is_for_a_person_once_the_plain_deadline_is_past(make):
    paused = make.case(make.clock(State.SUSPENDED, latest=None))
    assert timing(paused, make.as_of) is Timing.UNCLEAR
    assert timing(paused, make.due) is Timing.PENDING


def test_every_state_has_a_name_and_a_group(make):
    for state in State:
        assert STATE_NAMES[state]
        assert timing(make.case(make.clock(state)), make.as_of) in Timing


def test_what_was_answered_was_received(make):
    assert was_received(make.clock(State.ANSWERED_LATE, date(2020, 10, 29)))
    assert was_received(make.clock(State.OVERDUE))
    assert not was_received(make.clock(State.UNDELIVERABLE))
    assert not was_received(make.clock(State.AWAITING_RECEIPT))


def test_only_a_letter_that_came_back_was_not_received(make):
    returned = make.case(make.clock(State.UNDELIVERABLE))
    assert was_not_received(returned)
    assert not was_not_received(make.case(make.clock(State.AWAITING_RECEIPT)))
    assert not was_not_received(make.answered())


def test_a_letter_that_came_back_may_have_been_received_while_a_reply_is_undecided(make):
    returned = make.case(make.clock(State.UNDELIVERABLE))
    assert not was_not_received(make.doubted(returned, date(2020, 10, 1)))


def test_of_two_letters_of_one_day_either_may_be_the_first_and_both_are_late(make):
    case = make.doubted(make.late(), make.late().clock.answered_on)
    assert maybe_first(case) == case.doubtful
    assert timing(case, make.as_of) is Timing.LATE
