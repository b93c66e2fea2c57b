"""When each mail may leave: rates of accounts and of receiving domains, office hours, the last day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from calendars import load
from harness.dispatch.pace import CHINA, Limit, Pacer, Waiting, ends, in_hours

NINE = datetime(2026, 3, 10, 9, tzinfo=CHINA)
HOURS = (("09:00", "12:00"), ("14:30", "17:00"))
WORKDAYS = load()
OPENS = in_hours(HOURS, WORKDAYS.is_workday)


def line(count: int, domains: int = 1, account: str = "a") -> list[Waiting]:
    return [Waiting(f"{account}{n}", account, f"d{n % domains}.example") for n in range(count)]


def run(pacer: Pacer, account: str = "a", at: datetime = NINE) -> list[tuple[str, datetime]]:
    """Which mail leaves when, where the mail itself takes no time."""
    gone = []
    while (got := pacer.take(account, at)) is not None:
        if isinstance(got, Waiting):
            gone.append((got.id, at))
        else:
            assert got > at
            at = got
    return gone


def test_without_limits_all_go_at_once_and_in_order_within_a_domain():
    gone = run(Pacer(line(6), {"a": Limit()}))
    assert [id for id, _ in gone] == [f"a{n}" for n in range(6)]
    assert {at for _, at in gone} == {NINE}


def test_an_account_sends_one_after_the_other_at_its_rate():
    gone = run(Pacer(line(4, 4), {"a": Limit(per_minute=20)}))
    assert [at - NINE for _, at in gone] == [timedelta(seconds=3 * n) for n in range(4)]


def test_a_receiving_domain_is_spared_while_others_are_served():
    gone = run(Pacer(line(6, 2), {"a": Limit()}, per_minute_domain=10))
    assert [at - NINE for _, at in gone] == [timedelta(seconds=6 * (n // 2)) for n in range(6)]


def test_a_domain_is_spared_by_all_accounts_together():
    mails = [*line(1), *line(1, account="b")]
    pacer = Pacer(mails, {"a": Limit(), "b": Limit()}, per_minute_domain=10)
    assert isinstance(pacer.take("a", NINE), Waiting)
    assert pacer.take("b", NINE) == NINE + timedelta(seconds=6)
    assert isinstance(pacer.take("b", NINE + timedelta(seconds=6)), Waiting)


def test_a_days_number_counts_what_went_before_and_begins_anew_the_next_working_day():
    friday = datetime(2026, 3, 13, 16, tzinfo=CHINA)
    pacer = Pacer(line(4), {"a": Limit(per_day=3, gone=2)}, opens=OPENS, now=friday)
    gone = run(pacer, at=friday)
    assert [at for _, at in gone] == [friday] + [datetime(2026, 3, 16, 9, tzinfo=CHINA)] * 3


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-03-10 08:00", "2026-03-10 09:00"),
        ("2026-03-10 11:59", "2026-03-10 11:59"),
        ("2026-03-10 12:00", "2026-03-10 14:30"),
        ("2026-03-10 17:00", "2026-03-11 09:00"),
        ("2026-03-13 18:00", "2026-03-16 09:00"),  # over a weekend
        ("2026-02-14 10:00", "2026-02-14 10:00"),  # a Saturday that is worked
        ("2026-09-30 17:00", "2026-10-08 09:00"),  # over the National Day
    ],
)
def test_mails_leave_in_the_office_hours_of_working_days_by_the_official_calendar(now, then):
    at = datetime.fromisoformat(now).replace(tzinfo=CHINA)
    assert OPENS(at) == datetime.fromisoformat(then).replace(tzinfo=CHINA)


def test_none_leave_before_the_first_day_nor_after_the_last():
    first, last = date(2026, 3, 12), date(2026, 3, 13)
    for hours in (HOURS, ()):
        opens = in_hours(hours, WORKDAYS.is_workday, first, last)
        begin = opens(NINE)
        assert begin is not None and begin.date() == first
        assert opens(datetime(2026, 3, 13, 16, tzinfo=CHINA)) is not None
        assert opens(datetime.combine(last + timedelta(days=1), time(), CHINA)) is None


def test_what_is_to_be_tried_again_waits_and_holds_nothing_else_up():
    pacer = Pacer(line(1), {"a": Limit()})
    mail = pacer.take("a", NINE)
    assert isinstance(mail, Waiting)
    later = NINE + timedelta(minutes=5)
    pacer.add(Waiting(mail.id, "a", "d0.example", later))
    pacer.add(Waiting("other", "a", "d1.example"))
    assert pacer.take("a", NINE) == Waiting("other", "a", "d1.example")
    assert pacer.take("a", NINE) == later and isinstance(pacer.take("a", later), Waiting)


def test_the_forecast_is_reckoned_by_the_same_clockwork():
    limits = {"a": Limit(per_minute=1), "b": Limit()}
    mails = [*line(30, 30), *line(10, 10, "b")]
    found = ends(Pacer(mails, limits, opens=OPENS), {"a": 1, "b": 2}, NINE)
    assert found["a"] == NINE + timedelta(minutes=29, seconds=1)
    assert found["b"] == NINE + timedelta(seconds=5)


def test_where_the_leave_ends_before_the_last_mail_the_forecast_says_so():
    opens = in_hours(HOURS, WORKDAYS.is_workday, None, NINE.date())
    pacer = Pacer(line(3), {"a": Limit(per_day=2)}, opens=opens, now=NINE)
    assert ends(pacer, {"a": 1}, NINE) == {"a": None} and pacer.left("a") == 1
