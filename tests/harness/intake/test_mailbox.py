"""Mail is fetched from a real Dovecot: once, unchanged, with the day that the server gave it."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from harness.intake.account import Account, Fetched
from harness.intake.mailbox import Known, open_mailbox
from harness.intake.mails import thing_of_mail

pytestmark = pytest.mark.needs("dovecot")
CHINA = timezone(timedelta(hours=8))


def _mail(number: int, day: str = "Thu, 15 Oct 2020 16:00:00 +0800") -> bytes:
    return (
        f"From: a@cz.yanjiang.example\r\nTo: x@shenqing.example\r\nDate: {day}\r\n"
        f"Message-ID: <{number}@cz.yanjiang.example>\r\nSubject: {number}\r\n\r\nhello\r\n"
    ).encode()


def fetch_new(account: Account, known: Known) -> list[Fetched]:
    with open_mailbox(account) as mailbox:
        return [each for batch in mailbox.new(known) for each in batch]


def _none(_mailbox: str, _folder: str, _validity: int) -> frozenset[int]:
    return frozenset()


def test_every_mail_is_fetched_oldest_first_with_its_bytes_unchanged(dovecot):
    user = "all@shenqing.example"
    sent = [_mail(number) for number in range(120)]
    with dovecot.client(user) as client:
        for raw in sent:
            client.append("INBOX", raw, msg_time=datetime(2020, 10, 15, 16, 0, tzinfo=CHINA))
    assert [mail.raw for mail in fetch_new(dovecot.account(user), _none)] == sent


def test_only_mails_that_are_not_known_are_fetched_again(dovecot):
    user = "new@shenqing.example"
    with dovecot.client(user) as client:
        client.append("INBOX", _mail(1))
    (first,) = fetch_new(dovecot.account(user), _none)
    uid = first.uid
    assert fetch_new(dovecot.account(user), lambda *_: {uid}) == []
    with dovecot.client(user) as client:
        client.append("INBOX", _mail(2))
    assert [mail.raw for mail in fetch_new(dovecot.account(user), lambda *_: {uid})] == [_mail(2)]


def test_a_connection_that_stays_open_hears_of_what_comes_later(dovecot):
    user = "open@shenqing.example"
    with open_mailbox(dovecot.account(user)) as mailbox:
        assert list(mailbox.new(_none)) == []
        with dovecot.client(user) as client:
            client.append("INBOX", _mail(1))
        assert [mail.raw for batch in mailbox.new(_none) for mail in batch] == [_mail(1)]


def test_an_empty_mailbox_gives_nothing(dovecot):
    assert fetch_new(dovecot.account("empty@shenqing.example"), _none) == []


def test_reading_leaves_the_mail_unseen(dovecot):
    user = "unseen@shenqing.example"
    with dovecot.client(user) as client:
        client.append("INBOX", _mail(1))
    assert len(fetch_new(dovecot.account(user), _none)) == 1
    with dovecot.client(user) as client:
        client.select_folder("INBOX", readonly=True)
        assert client.search(["UNSEEN"]) == [1]


def test_a_mail_that_came_just_after_midnight_in_china_came_on_the_new_day(dovecot):
    user = "night@shenqing.example"
    night = datetime(2020, 10, 16, 0, 20, tzinfo=CHINA)
    with dovecot.client(user) as client:
        client.append("INBOX", _mail(1, "Fri, 16 Oct 2020 00:19:00 +0800"), msg_time=night)
    (mail,) = fetch_new(dovecot.account(user), _none)
    assert (mail.mailbox, mail.uid) == (user, 1)
    thing = thing_of_mail(mail).arrival
    assert (thing.on, thing.posted_on, thing.note) == (date(2020, 10, 16), date(2020, 10, 16), "")


@pytest.mark.parametrize(
    "day",
    [
        "Mon, 21 Sep 2020 09:00:00 +0800",
        "Fri, 20 Nov 2020 09:00:00 +0800",
        "gestern",
        "Fri, 31 Dec 9999 23:00:00 +0000",
    ],
)
def test_a_date_header_that_contradicts_our_own_server_leaves_the_sending_open(day):
    came = datetime(2020, 10, 15, 16, 0, tzinfo=CHINA)
    thing = thing_of_mail(Fetched("u", 1, 1, came, _mail(1, day))).arrival
    assert (thing.on, thing.posted_on) == (date(2020, 10, 15), None)
    assert "发出日期存疑" in thing.note


def test_a_mail_sent_in_the_evening_and_delivered_after_midnight_was_sent_the_day_before():
    came = datetime(2020, 10, 16, 0, 1, tzinfo=CHINA)
    raw = _mail(1, "Thu, 15 Oct 2020 23:59:00 +0800")
    assert thing_of_mail(Fetched("u", 1, 1, came, raw)).arrival.posted_on == date(2020, 10, 15)
