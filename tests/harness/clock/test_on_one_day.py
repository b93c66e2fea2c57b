"""Two things of one day: what answers the other comes after it, whoever wrote it down first."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from harness.clock.deadline import read_clock
from harness.clock.events import Kind, parse_log
from harness.clock.in_turn import in_turn
from harness.clock.result import Clock, State

HERE = "2026-03-10 sent\n2026-03-12 confirmed\n"


def clock(log: str, as_of: date = date(2026, 6, 20)) -> Clock:
    return read_clock(parse_log(log), channel="email", as_of=as_of)


@pytest.mark.parametrize(
    ("pair", "state", "due"),
    [
        # twenty working days from the correction; from the confirmation; the period with ten more
        ("clarification_requested period_days=10|clarification_submitted", "overdue", "2026-04-14"),
        ("fee_notified|fee_paid", "overdue", "2026-04-10"),
        ("third_party_started|third_party_ended", "overdue", "2026-04-10"),
        ("extension_notified days=10|answered", "answered_in_time", "2026-04-24"),
        ("fee_notified|answered", "answered_in_time", None),
        ("clarification_requested|answered", "answered_in_time", None),
        ("withdrawal_requested|withdrawn", "withdrawn", None),
    ],
)
def test_what_answers_a_request_of_the_same_day_meets_it(
    pair: str, state: str, due: str | None
) -> None:
    first, second = (f"2026-03-16 {each}\n" for each in pair.split("|"))
    found = clock(HERE + second + first)
    assert found == clock(HERE + first + second)
    assert (found.state, str(found.due_on) if found.due_on else None) == (state, due)
    assert not [each for each in found.findings if each.code == "out_of_order"]


def test_corrected_on_the_day_of_the_request_it_does_not_wait_for_the_applicant() -> None:
    log = HERE + "2026-03-16 clarification_submitted\n2026-03-16 clarification_requested"
    assert clock(log, date(2026, 3, 20)).state is State.RUNNING


def test_a_second_request_on_the_day_of_the_correction_is_still_to_be_met() -> None:
    asked = "2026-03-13 clarification_requested period_days=10\n"
    again, done = "2026-03-16 clarification_requested\n", "2026-03-16 clarification_submitted\n"
    found = clock(HERE + asked + again + done)
    assert found == clock(HERE + asked + done + again)
    assert found.state is State.RUNNING and found.latest_due_on is None


def test_an_extension_on_the_day_of_the_correction_is_of_the_period_that_it_began() -> None:
    asked = "2026-03-13 clarification_requested period_days=10\n"
    both = ("2026-03-16 extension_notified days=10\n", "2026-03-16 clarification_submitted\n")
    found = clock(HERE + asked + "".join(both))
    assert found == clock(HERE + asked + "".join(reversed(both)))
    assert str(found.due_on) == "2026-04-28"


def test_what_came_back_and_was_sent_again_on_one_day_is_out() -> None:
    for day in permutations(("2026-03-13 returned", "2026-03-13 sent")):
        log = "2026-03-10 sent\n" + "\n".join(day)
        assert clock(log, date(2026, 3, 20)).state is not State.UNDELIVERABLE
    log = "2026-03-10 sent\n2026-03-10 sent\n2026-03-10 returned"
    assert clock(log, date(2026, 3, 20)).state is not State.UNDELIVERABLE
    assert clock(log + "\n2026-03-10 returned", date(2026, 3, 20)).state is State.UNDELIVERABLE
    assert clock("2026-03-10 returned\n2026-03-10 sent").state is State.UNDELIVERABLE


def test_answer_and_withdrawal_of_one_day_stay_as_given() -> None:
    for day in permutations(("2026-03-16 withdrawn", "2026-03-16 answered")):
        given = parse_log(HERE + "\n".join(day))
        assert in_turn(given) == list(given)


def test_every_day_of_a_whole_course_in_any_order_is_one_course() -> None:
    kinds = ("confirmed", "clarification_submitted", "sent", "answered", "clarification_requested")
    given = parse_log("\n".join(f"2026-03-10 {each}" for each in kinds))
    assert [each.kind for each in in_turn(given)] == [
        Kind.SENT, Kind.CONFIRMED, Kind.CLARIFICATION_REQUESTED, Kind.CLARIFICATION_SUBMITTED,
        Kind.ANSWERED,
    ]  # fmt: skip
