"""条例第三十一条: the day of receipt by channel. Each docstring is the event log under test."""

from datetime import date


def test_an_application_handed_in_is_received_that_day(clock):
    """
    in_person as_of=2026-03-10
    2026-03-02 sent
    """
    assert (clock.received_on, clock.received_by) == (date(2026, 3, 2), "sent")
    assert clock.due_on == date(2026, 3, 30)


def test_a_registered_letter_is_received_when_it_is_signed_for(clock):
    """
    registered_mail as_of=2026-03-10
    2026-03-02 sent
    2026-03-05 delivered
    2026-03-09 confirmed
    """
    assert (clock.received_on, clock.received_by) == (date(2026, 3, 5), "delivered")


def test_a_letter_signed_for_on_a_rest_day_counts_from_the_next_working_day(clock):
    """
    registered_mail as_of=2021-12-01
    2021-11-25 sent
    2021-11-27 delivered
    """
    assert clock.due_on == date(2021, 12, 24)


def test_an_ordinary_letter_is_received_when_it_is_confirmed(clock):
    """
    ordinary_mail as_of=2026-03-20
    2026-03-02 sent
    2026-03-05 delivered
    2026-03-09 confirmed
    """
    assert (clock.received_on, clock.received_by) == (date(2026, 3, 9), "confirmed")


def test_an_email_is_received_when_both_sides_confirm(clock):
    """
    email as_of=2020-10-10
    2020-09-18 sent
    2020-09-21 confirmed
    """
    assert clock.received_on == date(2020, 9, 21)
    assert clock.due_on == date(2020, 10, 23)


def test_an_email_that_nobody_confirms_counts_from_the_sending_where_so_agreed(clock):
    """
    email as_of=2020-11-20 no_confirmation=sent
    2020-09-18 sent
    """
    assert (clock.received_by, clock.due_on, clock.state) == ("sent", date(2020, 10, 22), "overdue")


def test_an_email_that_nobody_confirms_never_starts_the_clock_where_so_agreed(clock, codes):
    """
    email as_of=2020-11-20 no_confirmation=never
    2020-09-18 sent
    """
    assert (clock.state, clock.due_on, codes) == ("awaiting_receipt", None, [])


def test_an_email_that_nobody_confirms_counts_from_its_arrival_where_so_agreed(clock):
    """
    web_form as_of=2020-11-20 no_confirmation=arrival
    2020-09-18 sent
    2020-09-19 delivered
    """
    assert (clock.received_on, clock.received_by) == (date(2020, 9, 19), "delivered")


def test_a_registered_letter_without_receipt_has_an_earliest_deadline_and_no_verdict(clock, codes):
    """
    registered_mail as_of=2026-06-01
    2026-03-02 sent
    """
    assert (clock.state, clock.due_on, clock.latest_due_on) == ("awaiting_receipt", None, None)
    assert clock.earliest_due_on == date(2026, 3, 30)
    assert clock.provisional and codes == []


def test_who_acts_on_a_letter_has_received_it_by_then(clock, codes):
    """
    registered_mail as_of=2026-05-01
    2026-03-02 sent
    2026-04-02 answered
    """
    assert clock.received_on is None
    assert clock.earliest_due_on == date(2026, 3, 30)
    assert clock.latest_due_on == date(2026, 5, 6)
    assert (clock.state, codes) == ("answered_in_time", [])


def test_a_log_may_begin_with_the_receipt(clock, codes):
    """
    registered_mail as_of=2026-03-10
    2026-03-05 delivered
    """
    assert (clock.received_on, clock.state, codes) == (date(2026, 3, 5), "running", [])


def test_a_returned_letter_is_undeliverable(clock, codes):
    """
    registered_mail
    2026-03-02 sent
    2026-03-12 returned
    """
    assert (clock.state, clock.due_on, codes) == ("undeliverable", None, [])


def test_a_bounced_email_is_undeliverable_and_nobodys_silence(clock, codes):
    """
    email
    2026-03-02 sent
    2026-03-02 returned
    """
    assert (clock.state, codes) == ("undeliverable", [])


def test_a_letter_sent_again_is_received_when_the_second_arrives(clock):
    """
    registered_mail as_of=2026-04-10
    2026-03-02 sent
    2026-03-12 returned
    2026-03-13 sent
    2026-03-16 delivered
    """
    assert (clock.state, clock.received_on) == ("running", date(2026, 3, 16))


def test_nothing_sent_is_not_sent(clock, codes):
    """
    email
    """
    assert (clock.state, clock.working_days_used, codes) == ("not_sent", 0, [])


def test_what_happened_after_the_day_of_reading_is_not_known_yet(clock):
    """
    email as_of=2026-03-10
    2026-03-02 sent
    2026-03-03 confirmed
    2026-03-20 answered
    """
    assert (clock.state, clock.answered_on) == ("running", None)


def test_the_written_order_does_not_matter(read):
    log = ["2026-03-02 sent", "2026-03-03 confirmed", "2026-03-20 answered"]
    assert read("\n".join(log)) == read("\n".join(reversed(log)))


def test_a_confirmation_before_the_sending_is_named_and_dates_nothing(clock, codes):
    """
    email as_of=2026-06-20
    2026-03-05 confirmed
    2026-03-10 sent
    """
    assert (clock.state, clock.received_on, clock.due_on, clock.latest_due_on) == (
        "awaiting_receipt", None, None, None,
    )  # fmt: skip
    assert codes == ["out_of_order"]
    assert "2026年3月5日确认收到早于2026年3月10日寄出" in clock.findings[0].message


def test_a_second_confirmation_that_is_in_order_counts(clock, codes):
    """
    email as_of=2026-06-20
    2026-03-05 confirmed
    2026-03-10 sent
    2026-03-12 confirmed
    """
    assert (clock.received_on, clock.state) == (date(2026, 3, 12), "overdue")
    assert "out_of_order" in codes


def test_a_confirmation_on_the_day_of_sending_is_in_order(clock, codes):
    """
    email as_of=2026-03-20
    2026-03-10 confirmed
    2026-03-10 sent
    """
    assert (clock.received_on, codes) == (date(2026, 3, 10), [])
