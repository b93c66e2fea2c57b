"""LATE and OVERDUE wait for the latest day that any fair reading of law and evidence allows.

Each docstring is the event log. Unless it says otherwise the letter was signed for on 2025-03-05,
and the twentieth working day is 2025-04-02.
"""

from datetime import date

import pytest

LETTER = "2025-03-03 sent\n2025-03-05 delivered\n"


@pytest.fixture
def registered(read):
    def reading(log: str, as_of: str = "2025-08-01", **changed: object):
        return read(f"registered_mail as_of={as_of}\n{LETTER}{log}", **changed)

    return reading


@pytest.mark.parametrize("channel", ["ordinary_mail", "email"])
def test_a_letter_is_not_received_before_its_recorded_arrival(read, channel):
    log = f"{channel}\n2025-03-03 sent\n2025-03-10 delivered\n2025-04-03 answered"
    clock = read(log)
    assert (clock.received_on, clock.state) == (date(2025, 3, 10), "answered_in_time")


def test_a_mail_that_bounced_accuses_nobody_when_it_is_sent_again(clock):
    """
    email as_of=2025-04-03
    2025-03-03 sent
    2025-03-03 returned
    2025-03-20 sent
    """
    assert (clock.state, clock.received_on) == ("running", date(2025, 3, 20))


def test_of_two_consultations_the_first_end_closes_one(registered):
    clock = registered("""2025-03-10 third_party_started
2025-03-13 third_party_started
2025-03-17 third_party_ended
2025-04-02 third_party_ended
2025-04-18 answered""")
    assert (clock.state, [f.code for f in clock.findings]) == ("answered_in_time", [])
    assert clock.due_on == date(2025, 4, 27)  # a Sunday that was worked


@pytest.mark.parametrize(
    "log",
    [
        """2025-03-10 third_party_started
2025-03-12 clarification_requested
2025-03-14 clarification_submitted
2025-03-28 third_party_ended
2025-04-18 answered""",
        """2025-03-10 third_party_started
2025-03-12 fee_notified
2025-03-14 fee_paid
2025-03-31 third_party_ended
2025-04-24 answered""",
    ],
)
def test_a_consultation_goes_on_through_a_correction_and_a_payment(registered, log):
    clock = registered(log)
    assert (clock.state, [f.code for f in clock.findings]) == ("answered_in_time", [])


def test_a_consultation_whose_end_is_not_on_record_leaves_the_latest_day_open(registered):
    clock = registered("2025-03-10 third_party_started", "2025-04-25")
    assert (clock.state, clock.due_on, clock.latest_due_on) == (
        "running",
        date(2025, 4, 24),
        None,
    )
    assert clock.provisional
    ended = registered("2025-03-10 third_party_started\n2025-04-08 third_party_ended", "2025-04-25")
    assert (ended.state, ended.latest_due_on) == ("running", date(2025, 4, 30))


def test_a_correction_counts_from_its_arrival(registered):
    clock = registered("""2025-03-10 clarification_requested
2025-03-14 clarification_submitted
2025-03-24 delivered
2025-04-15 answered""")
    assert (clock.state, clock.due_on) == ("answered_in_time", date(2025, 4, 22))


def test_a_correction_sent_by_letter_without_a_receipt_leaves_the_latest_day_open(registered):
    clock = registered(
        "2025-03-10 clarification_requested\n2025-03-14 clarification_submitted", "2025-05-10"
    )
    assert (clock.state, clock.due_on, clock.latest_due_on) == ("running", date(2025, 4, 14), None)
    assert "没有行政机关收到补正的记录" in "".join(step.because for step in clock.trace)


@pytest.mark.parametrize(
    ("log", "as_of"),
    [
        ("2025-03-14 clarification_requested", "2025-04-10"),
        ("2025-04-02 extension_notified days=20\n2025-04-20 answered", "2025-08-01"),
        ("2025-04-01 answered posted_on=2025-04-01 delivered_on=2025-04-05", "2025-08-01"),
    ],
)
@pytest.mark.parametrize("counts", [False, True])
def test_every_convention_that_flips_the_verdict_is_said_to(registered, log, as_of, counts):
    assert registered(log, as_of, count_receipt_day=counts).convention_matters


@pytest.mark.parametrize("choice", ["sent", "never", "arrival"])
def test_an_unconfirmed_mail_is_a_matter_of_convention(read, choice):
    silent = read("email\n2025-03-03 sent", no_confirmation=choice)
    assert silent.convention_matters
    late = read("email\n2025-03-03 sent\n2025-06-03 answered", no_confirmation=choice)
    assert late.convention_matters


@pytest.mark.parametrize("choice", ["sent", "never", "arrival"])
def test_a_confirmed_mail_is_none(read, choice):
    log = "email\n2025-03-03 sent\n2025-03-04 confirmed"
    clock = read(log, no_confirmation=choice)
    assert (clock.state, clock.convention_matters) == ("overdue", False)


@pytest.mark.parametrize("log", ["", "2025-03-20 answered", "2025-05-20 answered"])
def test_a_plain_case_is_none_either(registered, log):
    assert not registered(log).convention_matters


def test_an_answer_whose_posting_is_not_on_record_may_have_been_in_time(registered):
    clock = registered("2025-04-08 answered signed_on=2025-03-28 delivered_on=2025-04-08")
    assert (clock.state, clock.answered_on) == ("answered_in_time", date(2025, 4, 8))
    assert any("没有寄出日期的记录" in step.because for step in clock.trace)


def test_an_answer_signed_after_the_deadline_is_late_whenever_it_was_posted(registered):
    clock = registered("2025-04-08 answered signed_on=2025-04-07 delivered_on=2025-04-08")
    assert clock.state == "answered_late"


def test_the_delivery_is_not_claimed_where_it_is_not_on_record(registered):
    clock = registered("2025-04-01 answered posted_on=2025-04-01", answered_on="delivered")
    assert "没有送达日期的记录" in clock.trace[-2].because + clock.trace[-1].because


def test_extensions_told_twice_count_to_the_cap_for_the_latest_day(registered):
    log = "2025-03-20 extension_notified days=10\n2025-04-10 extension_notified days=10"
    clock = registered(log + "\n2025-04-30 answered")
    assert clock.state == "answered_in_time"
    assert [f.code for f in clock.findings] == ["extension_repeated"]
    assert clock.due_on < date(2025, 4, 30) == clock.latest_due_on
    assert registered(log + "\n2025-05-06 answered").state == "answered_late"


@pytest.mark.parametrize("told", ["2025-03-07", "2025-03-11"])
def test_an_extension_told_before_the_correction_counts_for_the_latest_day(read, told):
    clock = read(f"""email
2025-03-03 sent
2025-03-05 confirmed
2025-03-10 clarification_requested
2025-03-14 clarification_submitted
{told} extension_notified days=10
2025-04-20 answered""")
    assert (clock.due_on, clock.state) == (date(2025, 4, 14), "answered_in_time")


def test_of_two_receipts_the_later_gives_the_latest_day(registered):
    clock = registered("2025-03-12 delivered\n2025-04-08 answered")
    assert (clock.due_on, clock.latest_due_on) == (date(2025, 4, 2), date(2025, 4, 10))
    assert (clock.state, [f.code for f in clock.findings]) == (
        "answered_in_time",
        ["out_of_order"],
    )


def test_a_receipt_before_the_sending_is_none(clock, codes):
    """
    registered_mail as_of=2025-06-01
    2025-03-01 delivered
    2025-03-05 sent
    """
    assert (clock.state, clock.received_on, codes) == ("awaiting_receipt", None, ["out_of_order"])


def test_a_late_request_is_no_silence_while_it_may_be_obeyed(registered):
    log = "2025-03-26 clarification_requested period_days=15"
    for as_of in ("2025-04-02", "2025-04-07", "2025-04-17"):
        clock = registered(log, as_of)
        assert (clock.state, clock.due_on) == ("running", date(2025, 4, 2))
        assert [f.code for f in clock.findings] == ["clarification_late"]
    assert registered(log, "2025-04-18").state == "deemed_abandoned"


def test_a_change_of_the_law_works_for_the_agency(clock, codes):
    """
    registered_mail
    2019-05-08 sent
    2019-05-10 delivered
    2019-06-04 answered
    """
    assert (clock.due_on, clock.latest_due_on) == (date(2019, 5, 31), date(2019, 6, 10))
    assert (clock.state, codes) == ("answered_in_time", [])
    assert any("20个工作日" in step.because for step in clock.trace)


def test_a_period_that_ended_under_the_old_text_is_not_made_longer(clock):
    """
    registered_mail
    2019-03-04 delivered
    2019-05-16 answered
    """
    assert clock.state == "answered_late"


@pytest.mark.parametrize("name", ["广西壮族自治区南宁市", "广西省", "广西"])
def test_a_place_in_a_region_has_the_regions_holidays(registered, name):
    assert registered("2025-04-03 answered", region=name).state == "answered_in_time"


def test_an_answer_that_is_on_record_is_no_silence_whenever_it_is_dated(clock, codes):
    """
    registered_mail
    2025-03-05 answered
    2025-03-10 sent
    2025-03-12 delivered
    """
    assert (clock.state, codes) == ("running", ["out_of_order"])
    assert (clock.due_on, clock.latest_due_on) == (date(2025, 4, 10), None)


def test_a_posting_before_the_application_is_no_date_of_the_answer(registered):
    clock = registered("2025-04-10 answered posted_on=2025-01-02")
    assert clock.answered_on == date(2025, 4, 10)
    assert [f.code for f in clock.findings] == ["out_of_order", "posting_unknown"]
    assert "2025年1月2日" in clock.findings[0].message
