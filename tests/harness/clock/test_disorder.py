"""Days that contradict each other are named, and nobody is called late before they are put right."""

from __future__ import annotations

from datetime import date

import pytest

from harness.checker.course import Course
from harness.checker.finding import Verdict
from harness.checker.rules import in_time
from harness.clock.deadline import read_clock
from harness.clock.events import parse_log
from harness.clock.result import Clock, State

HERE = "2026-03-10 sent\n2026-03-12 delivered\n2026-03-12 confirmed\n"
ACCUSED = (State.OVERDUE, State.ANSWERED_LATE)


def clock(log: str, channel: str = "email", as_of: date = date(2026, 6, 20)) -> Clock:
    return read_clock(parse_log(log), channel=channel, as_of=as_of)


def disorder(found: Clock) -> list[str]:
    return [one.message for one in found.findings if one.code == "out_of_order"]


CHANNELS = ["email", "web_form", "fax", "ordinary_mail", "registered_mail", "in_person"]


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("kind", ["confirmed", "delivered"])
def test_a_receipt_before_the_sending_is_named_and_gives_no_deadline(
    channel: str, kind: str
) -> None:
    found = clock(f"2026-03-10 sent\n2026-03-05 {kind}", channel)
    assert len(disorder(found)) == 1
    assert found.due_on is None and found.received_on is None


@pytest.mark.parametrize("channel", ["email", "registered_mail"])
def test_a_good_record_beside_it_counts(channel: str) -> None:
    found = clock("2026-03-10 sent\n2026-03-05 confirmed\n2026-03-11 delivered", channel)
    assert (found.received_on, found.state) == (date(2026, 3, 11), State.OVERDUE)
    assert len(disorder(found)) == 1


@pytest.mark.parametrize(
    "early",
    [
        "2026-03-05 answered", "2026-03-05 withdrawn", "2026-03-05 returned",
        "2026-03-05 extension_notified days=10", "2026-03-05 clarification_requested",
        "2026-03-05 third_party_started", "2026-03-05 fee_notified", "2026-03-20 returned",
    ],
)  # fmt: skip
def test_what_would_move_the_deadline_and_cannot_have_been_then_bars_an_accusation(
    early: str,
) -> None:
    found = clock(HERE + early)
    assert len(disorder(found)) == 1 and found.state not in ACCUSED
    case = Course(HERE + early, "2026-06-20", channel="email").proceeding()
    assert in_time.check(case).verdict is Verdict.UNCLEAR


@pytest.mark.parametrize("early", ["2026-03-05 withdrawal_requested", "2026-03-05 fee_paid"])
def test_what_moves_no_deadline_bars_none(early: str) -> None:
    assert clock(HERE + early).state is State.OVERDUE


@pytest.mark.parametrize(
    ("asked", "done"),
    [
        ("2026-03-16 clarification_requested period_days=10", "2026-03-13 clarification_submitted"),
        ("2026-03-16 fee_notified", "2026-03-13 fee_paid"),
    ],
)
def test_what_was_done_before_it_was_asked_is_not_given_up(asked: str, done: str) -> None:
    found = clock(HERE + f"{done}\n{asked}")
    assert found.state is State.WAITING_FOR_APPLICANT and len(disorder(found)) == 1
    assert clock(HERE + asked).state is State.DEEMED_ABANDONED


@pytest.mark.parametrize("channel", ["email", "registered_mail"])
def test_an_act_before_the_receipt_is_named(channel: str) -> None:
    kind = "confirmed" if channel == "email" else "delivered"
    found = clock(f"2026-03-10 sent\n2026-03-12 answered\n2026-03-16 {kind}", channel)
    assert len(disorder(found)) == 1


@pytest.mark.parametrize(
    ("dates", "named"),
    [
        ("posted_on=2026-03-20 delivered_on=2026-03-18", 1),
        ("signed_on=2026-03-20 delivered_on=2026-03-18", 1),
        ("posted_on=2026-03-20 noticed_on=2026-03-18", 1),
        ("delivered_on=2026-03-20 noticed_on=2026-03-18", 1),
        (
            "signed_on=2026-03-18 posted_on=2026-03-20 delivered_on=2026-03-21 noticed_on=2026-03-21",
            0,
        ),
        ("signed_on=2026-03-18 delivered_on=2026-03-18", 0),
        ("", 0),
    ],
)
def test_the_dates_of_an_answer_follow_each_other(dates: str, named: int) -> None:
    assert len(disorder(clock(HERE + f"2026-03-30 answered {dates}"))) == named


def test_an_answer_signed_after_posting_has_a_finding_of_its_own() -> None:
    found = clock(HERE + "2026-03-30 answered signed_on=2026-03-25 posted_on=2026-03-20")
    assert [one.code for one in found.findings] == ["signed_after_posted"]


def test_a_notice_posted_before_the_application_is_named() -> None:
    asked = "2026-03-16 clarification_requested posted_on=2026-03-01"
    assert len(disorder(clock(HERE + asked))) == 1
    assert not disorder(clock(HERE + asked.replace("03-01", "03-15")))


def test_silence_is_told_with_what_may_be_done_about_it_as_a_remark() -> None:
    judged = in_time.check(Course(HERE, "2026-06-20", channel="email").proceeding())
    assert judged.verdict is Verdict.ABSENT and judged.defects == ("no_answer",)
    assert "没有过渡规定" in judged.reason and "仅作提示" in judged.reason
    answered = Course(HERE + "2026-03-20 answered", "2026-06-20", channel="email").proceeding()
    assert "复议" not in in_time.check(answered).reason


def test_events_in_order_are_named_in_nothing() -> None:
    log = (
        HERE
        + "2026-03-16 clarification_requested period_days=10\n2026-03-20 clarification_submitted\n2026-04-02 answered"
    )
    assert not clock(log).findings
