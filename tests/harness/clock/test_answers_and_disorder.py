"""The dates of an answer, and what came out of order. Each docstring is the event log."""

from datetime import date

import pytest

from harness.clock.events import Kind

FOUR_DATES = """
2026-03-02 sent
2026-03-03 confirmed
2026-04-02 answered signed_on=2026-03-30 posted_on=2026-04-01 delivered_on=2026-04-02
"""


@pytest.mark.parametrize(
    ("convention", "on", "state"),
    [
        ("signed", date(2026, 3, 30), "answered_in_time"),
        ("posted", date(2026, 4, 1), "answered_late"),
        ("delivered", date(2026, 4, 2), "answered_late"),
    ],
)
def test_the_convention_says_which_date_of_an_answer_counts(read, convention, on, state):
    clock = read(FOUR_DATES, answered_on=convention)
    assert (clock.answered_on, clock.state) == (on, state)
    assert "signed_before_posted_late" in [f.code for f in clock.findings]


def test_posted_in_time_and_delivered_after_is_in_time(clock, codes):
    """
    2026-03-02 sent
    2026-03-03 confirmed
    2026-04-03 answered signed_on=2026-03-30 posted_on=2026-03-31 delivered_on=2026-04-03
    """
    assert (clock.state, clock.answered_on, codes) == (
        "answered_in_time",
        date(2026, 3, 31),
        [],
    )


def test_signed_after_it_was_posted_is_named(clock, codes):
    """
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-20 answered signed_on=2026-03-22 posted_on=2026-03-20
    """
    assert (clock.state, codes) == ("answered_in_time", ["signed_after_posted"])


def test_without_a_postmark_the_day_it_came_counts(clock):
    """
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-20 answered signed_on=2026-03-18
    """
    assert clock.answered_on == date(2026, 3, 20)


def test_the_first_answer_counts_and_a_supplement_is_no_disorder(clock, codes):
    """
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-20 answered
    2026-05-20 answered
    """
    assert (clock.state, clock.answered_on, codes) == ("answered_in_time", date(2026, 3, 20), [])


def test_an_answer_before_the_application_is_named_and_not_counted(clock, codes):
    """
    email as_of=2026-03-10
    2026-02-20 answered
    2026-03-02 sent
    """
    assert (clock.state, clock.answered_on, codes) == ("running", None, ["out_of_order"])


def test_an_answer_on_the_day_of_sending_is_in_order(clock, codes):
    """
    2026-03-02 answered
    2026-03-02 sent
    """
    assert (clock.state, codes) == ("answered_in_time", [])


def test_a_correction_that_nobody_asked_for_starts_nothing_before_sending(clock, codes):
    """
    email as_of=2026-03-10
    2026-03-01 clarification_submitted
    2026-03-02 sent
    """
    assert codes == ["out_of_order"]
    assert clock.due_on == date(2026, 3, 30)


def test_a_supplement_that_nobody_asked_for_starts_nothing_anew(clock, codes):
    """
    email as_of=2026-03-20
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-10 clarification_submitted
    """
    assert (clock.due_on, codes) == (date(2026, 3, 31), ["out_of_order"])


def test_a_correction_sent_twice_starts_the_clock_once(clock, codes):
    """
    email as_of=2026-03-25
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-10 clarification_requested
    2026-03-16 clarification_submitted
    2026-03-20 clarification_submitted
    """
    assert (clock.due_on, codes) == (date(2026, 4, 14), ["out_of_order"])


def test_an_extension_after_the_answer_is_named(clock, codes):
    """
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-20 answered
    2026-03-25 extension_notified days=20
    """
    assert (clock.state, codes) == ("answered_in_time", ["out_of_order"])


def test_the_end_of_a_consultation_that_never_began_is_named(clock, codes):
    """
    email as_of=2026-03-20
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-10 third_party_ended
    """
    assert (clock.due_on, codes) == (date(2026, 3, 31), ["out_of_order"])


def test_an_answer_after_a_withdrawal_is_a_courtesy(clock, codes):
    """
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-10 withdrawn
    2026-05-10 answered
    """
    assert (clock.state, codes) == ("withdrawn", [])


def test_a_correction_after_its_period_comes_to_an_application_given_up(clock, codes):
    """
    email as_of=2026-04-01
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-05 clarification_requested period_days=5
    2026-03-20 clarification_submitted
    """
    assert codes == ["clarification_overdue"]
    assert clock.state == "deemed_abandoned"
    assert "申请人没有在期限内补正" in clock.trace[-1].because


@pytest.mark.parametrize("kind", list(Kind))
def test_any_single_event_is_read_without_an_error(read, kind):
    clock = read(f"registered_mail\n2026-03-02 {kind}")
    assert clock.state in {"not_sent", "awaiting_receipt", "overdue"}


def test_every_finding_says_when_and_why(read):
    log = """
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-13 clarification_requested
    2026-03-20 extension_notified days=40
    2026-03-21 extension_notified days=5
    2026-03-22 withdrawal_requested
    2026-06-22 answered signed_on=2026-03-20 posted_on=2026-06-20
    """
    clock = read(log)
    assert len(clock.findings) == 6
    for finding in clock.findings:
        assert finding.article.startswith("第")
        assert str(finding.on.year) in finding.message
    assert [f.on for f in clock.findings] == sorted(f.on for f in clock.findings)
