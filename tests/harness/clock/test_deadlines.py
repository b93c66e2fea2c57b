"""The period, and what stops, restarts and lengthens it. Each docstring is the event log."""

from datetime import date

import pytest


def test_twenty_working_days_from_the_day_after_receipt(clock):
    """
    email as_of=2026-03-20
    2026-03-02 sent
    2026-03-03 confirmed
    """
    assert (clock.due_on, clock.state) == (date(2026, 3, 31), "running")
    assert (clock.working_days_used, clock.working_days_left) == (13, 7)


def test_the_receipt_day_counts_where_the_campaign_says_so(clock):
    """
    registered_mail as_of=2025-01-05 count_receipt_day=yes
    2024-12-11 sent
    2024-12-13 delivered
    """
    assert clock.due_on == date(2025, 1, 10)


def test_fifteen_working_days_before_the_regulation_of_2019(clock):
    """
    registered_mail as_of=2019-05-20
    2019-05-06 sent
    2019-05-14 delivered
    """
    assert clock.due_on == date(2019, 6, 4)


def test_twenty_working_days_from_the_regulation_of_2019_on(clock):
    """
    registered_mail as_of=2019-05-20
    2019-05-06 sent
    2019-05-15 delivered
    """
    assert clock.due_on == date(2019, 6, 13)


def test_an_answer_on_the_last_day_is_in_time(clock, codes):
    """
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-31 answered
    """
    assert (clock.state, clock.working_days_left, codes) == ("answered_in_time", 0, [])


def test_an_answer_a_day_after_is_late(clock, codes):
    """
    2026-03-02 sent
    2026-03-03 confirmed
    2026-04-01 answered
    """
    assert (clock.state, clock.working_days_left, codes) == ("answered_late", -1, ["answer_late"])
    assert clock.findings[0].article == "第三十三条第二款"


def test_an_answer_on_the_rest_day_after_the_last_day_is_late(clock):
    """
    2026-03-06 sent
    2026-03-06 confirmed
    2026-04-04 answered
    """
    assert clock.due_on == date(2026, 4, 3)
    assert clock.state == "answered_late"
    assert "非工作日" in clock.findings[0].message


def test_silence_is_overdue_only_after_the_last_day(read):
    log = "2026-03-02 sent\n2026-03-03 confirmed"
    assert read(log, as_of="2026-03-31").state == "running"
    late = read(log, as_of="2026-04-01")
    assert late.state == "overdue"
    assert [f.code for f in late.findings] == ["no_answer"]


def test_clarification_asked_in_time_stops_the_clock(clock, codes):
    """
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-12 clarification_requested
    """
    assert (clock.state, clock.due_on, codes) == ("waiting_for_applicant", None, [])
    assert clock.working_days_used == 7


def test_a_corrected_application_starts_the_clock_anew(clock, codes):
    """
    email as_of=2026-03-20
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-10 clarification_requested
    2026-03-16 clarification_submitted
    """
    assert (clock.due_on, clock.state, codes) == (date(2026, 4, 14), "running", [])


def test_clarification_asked_after_seven_working_days_is_late_and_stops_nothing(clock, codes):
    """
    email as_of=2026-03-20
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-13 clarification_requested period_days=15
    """
    assert codes == ["clarification_late"]
    assert (clock.state, clock.due_on) == ("running", date(2026, 3, 31))


def test_a_late_request_that_is_obeyed_moves_the_latest_day_alone(clock, codes):
    """
    email as_of=2026-04-01
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-13 clarification_requested
    2026-03-18 clarification_submitted
    """
    assert (clock.due_on, codes) == (date(2026, 3, 31), ["clarification_late"])
    assert (clock.state, clock.latest_due_on) == ("running", date(2026, 4, 16))


def test_clarification_asked_twice_is_named_and_stops_nothing(clock, codes):
    """
    email as_of=2026-04-01
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-10 clarification_requested
    2026-03-16 clarification_submitted
    2026-03-18 clarification_requested
    """
    assert codes == ["clarification_repeated"]
    assert (clock.state, clock.due_on) == ("running", date(2026, 4, 14))


def test_an_application_not_corrected_in_its_period_is_abandoned(read):
    log = """
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-10 clarification_requested period_days=10
    """
    assert read(log, as_of="2026-03-24").state == "waiting_for_applicant"
    assert read(log, as_of="2026-03-25").state == "deemed_abandoned"


def test_an_extension_told_in_time_lengthens_the_period(clock, codes):
    """
    email as_of=2026-04-01
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-31 extension_notified days=10
    """
    assert (clock.due_on, clock.state, codes) == (date(2026, 4, 15), "running", [])


def test_an_extension_without_its_length_is_the_longest_there_is(clock, codes):
    """
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-30 extension_notified
    2026-04-28 answered
    """
    assert (clock.due_on, clock.state, codes) == (date(2026, 4, 29), "answered_in_time", [])


def test_an_extension_told_after_the_deadline_does_not_count(clock, codes):
    """
    2026-03-02 sent
    2026-03-03 confirmed
    2026-04-01 extension_notified days=20
    2026-04-10 answered
    """
    assert (clock.due_on, clock.state) == (date(2026, 3, 31), "answered_late")
    assert codes == ["extension_after_deadline", "answer_late"]


def test_an_extension_posted_in_time_and_received_after_the_deadline_counts(clock, codes):
    """
    2026-03-02 sent
    2026-03-03 confirmed
    2026-04-02 extension_notified days=5 posted_on=2026-03-31
    2026-04-08 answered
    """
    assert (clock.due_on, clock.state, codes) == (date(2026, 4, 8), "answered_in_time", [])


def test_an_extension_beyond_the_law_counts_as_far_as_the_law_goes(clock, codes):
    """
    email as_of=2026-04-10
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-20 extension_notified days=30
    """
    assert (clock.due_on, codes) == (date(2026, 4, 29), ["extension_too_long"])


def test_a_second_extension_does_not_count(clock, codes):
    """
    email as_of=2026-04-14
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-20 extension_notified days=10
    2026-04-10 extension_notified days=10
    """
    assert (clock.due_on, codes) == (date(2026, 4, 15), ["extension_repeated"])


def test_before_2019_an_extension_was_fifteen_working_days_at_most(clock, codes):
    """
    registered_mail as_of=2018-04-10
    2018-03-01 delivered
    2018-03-10 extension_notified days=20
    """
    assert (clock.due_on, codes) == (date(2018, 4, 13), ["extension_too_long"])


def test_time_spent_on_consultation_does_not_count(clock, codes):
    """
    email as_of=2026-04-01
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-10 third_party_started
    2026-03-17 third_party_ended
    """
    assert (clock.due_on, clock.state, codes) == (date(2026, 4, 8), "running", [])
    assert (clock.earliest_due_on, clock.latest_due_on) == (clock.due_on, clock.due_on)


def test_during_consultation_the_clock_stands_still(clock, codes):
    """
    email as_of=2026-03-20
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-10 third_party_started
    """
    assert (clock.state, clock.due_on, codes) == ("suspended", None, [])
    assert clock.working_days_used == 5
    assert (clock.earliest_due_on, clock.latest_due_on) == (date(2026, 4, 13), None)


def test_a_third_party_that_says_nothing_holds_the_clock_for_fifteen_working_days(clock):
    """
    email as_of=2026-04-10
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-10 third_party_started
    """
    assert (clock.state, clock.due_on) == ("running", date(2026, 4, 22))


def test_a_view_that_comes_after_its_time_accuses_nobody(clock, codes):
    """
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-10 third_party_started
    2026-04-03 third_party_ended
    2026-04-24 answered
    """
    assert clock.due_on < date(2026, 4, 24) <= clock.latest_due_on
    assert (clock.state, codes) == ("answered_in_time", [])


def test_consultation_begun_after_the_deadline_changes_nothing(clock):
    """
    2026-03-02 sent
    2026-03-03 confirmed
    2026-04-02 third_party_started
    2026-04-10 third_party_ended
    2026-04-13 answered
    """
    assert (clock.due_on, clock.state) == (date(2026, 3, 31), "answered_late")


def test_consultation_begun_after_the_deadline_hides_no_silence(clock, codes):
    """
    email as_of=2026-04-10
    2026-03-02 sent
    2026-03-03 confirmed
    2026-04-02 third_party_started
    """
    assert (clock.due_on, clock.state) == (date(2026, 3, 31), "overdue")
    assert codes == ["no_answer", "consultation_after_deadline"]


def test_clarification_asked_after_the_deadline_hides_no_silence(clock, codes):
    """
    email as_of=2026-06-10
    2026-03-02 sent
    2026-03-03 confirmed
    2026-04-02 clarification_requested period_days=5
    """
    assert (clock.due_on, clock.state) == (date(2026, 3, 31), "overdue")
    assert sorted(codes) == ["clarification_late", "no_answer"]


def test_a_correction_asked_for_after_the_deadline_starts_nothing_anew(clock):
    """
    2026-03-02 sent
    2026-03-03 confirmed
    2026-04-02 clarification_requested
    2026-04-07 clarification_submitted
    2026-04-10 answered
    """
    assert (clock.due_on, clock.state) == (date(2026, 3, 31), "answered_late")


def test_an_answer_before_the_view_is_in_counts_the_pause_up_to_it(clock):
    """
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-10 third_party_started
    2026-03-20 answered
    """
    assert (clock.state, clock.working_days_used) == ("answered_in_time", 5)


def test_a_pause_uses_up_no_more_than_the_third_partys_time(clock):
    """
    email as_of=2026-04-10
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-10 third_party_started
    """
    assert clock.working_days_used + clock.working_days_left == 20


def test_a_fee_notice_waits_for_the_payment(read):
    log = """
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-10 fee_notified
    """
    assert read(log, as_of="2026-03-20").state == "waiting_for_applicant"
    assert read(log, as_of="2026-04-09").state == "deemed_abandoned"


def test_days_waited_for_the_payment_do_not_count(clock, codes):
    """
    email as_of=2026-04-01
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-10 fee_notified
    2026-03-17 fee_paid
    """
    assert (clock.due_on, clock.state, codes) == (date(2026, 4, 8), "running", [])
    assert clock.latest_due_on == date(2026, 4, 15)


def test_a_withdrawal_ends_it(clock, codes):
    """
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-10 withdrawn
    """
    assert (clock.state, codes) == ("withdrawn", [])


def test_asking_the_applicant_to_withdraw_is_no_answer(clock, codes):
    """
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-10 withdrawal_requested
    """
    assert (clock.state, codes) == ("overdue", ["asked_to_withdraw", "no_answer"])


def test_an_answer_while_the_applicant_owes_a_correction_is_in_time(clock, codes):
    """
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-10 clarification_requested
    2026-06-10 answered
    """
    assert (clock.state, codes) == ("answered_in_time", [])


@pytest.mark.parametrize(
    ("count", "answered", "matters"),
    [
        (False, "2025-01-10", False),
        (False, "2025-01-13", True),
        (False, "2025-01-14", False),
        (True, "2025-01-10", False),
        (True, "2025-01-13", True),
        (True, "2025-01-14", False),
    ],
)
def test_the_convention_matters_only_where_the_verdict_flips(read, count, answered, matters):
    log = f"registered_mail\n2024-12-11 sent\n2024-12-13 delivered\n{answered} answered"
    assert read(log, count_receipt_day=count).convention_matters is matters


def test_silence_on_the_day_between_is_a_matter_of_convention(read):
    log = "registered_mail\n2024-12-13 delivered"
    assert read(log, as_of="2025-01-13").convention_matters
    assert not read(log, as_of="2025-01-14").convention_matters


def test_received_on_a_rest_day_the_convention_never_matters(read):
    log = "registered_mail\n2021-11-27 delivered\n2021-12-27 answered"
    assert not read(log, as_of="2022-01-05").convention_matters


def test_a_deadline_past_the_last_notice_is_provisional(clock, codes):
    """
    email as_of=2026-12-20
    2026-12-10 sent
    2026-12-11 confirmed
    """
    assert clock.provisional and codes == []
    assert clock.earliest_due_on <= clock.due_on <= clock.latest_due_on


def test_a_deadline_is_read_from_the_calendar_known_on_the_day(read):
    log = "registered_mail\n2020-01-20 delivered"
    assert read(log, as_of="2020-01-25").due_on == date(2020, 2, 21)
    later = read(log, as_of="2020-02-03")
    assert later.due_on == date(2020, 2, 25)
    assert any("2020年2月21日" in step.because for step in later.trace)
