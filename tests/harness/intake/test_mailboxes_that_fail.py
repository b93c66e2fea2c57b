"""Several real mailboxes, one of them out of order: what the others hold is kept, and it is told which
one was not fetched; thousands of mails come in batches, one of them in memory at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from harness.campaign.receiving.collect import keep_all
from harness.intake import mailbox
from harness.intake.mailbox import open_mailbox
from harness.store import log
from harness.store.places import known_uids

pytestmark = pytest.mark.needs("dovecot")
CHINA = timezone(timedelta(hours=8))
DAY = datetime(2020, 10, 15, 16, 0, tzinfo=CHINA)


def _mail(name: str) -> bytes:
    return (
        f"From: {name}@cz.yanjiang.example\r\nDate: Thu, 15 Oct 2020 16:00:00 +0800\r\n"
        f"Message-ID: <{name}@cz.yanjiang.example>\r\nSubject: {name}\r\n\r\n{name}\r\n"
    ).encode()


def _deliver(dovecot, user: str, *names: str) -> None:
    with dovecot.client(user) as client:
        for name in names:
            client.append("INBOX", _mail(name), msg_time=DAY)


def _senders(desk) -> list[str]:
    with desk.store.reading() as connection:
        return [each.fact.sender.partition("@")[0] for each in log.arrivals(connection)]


def test_a_mailbox_with_a_wrong_password_or_server_costs_no_other(dovecot, desk):
    _deliver(dovecot, "one@shenqing.example", "a1", "a2")
    _deliver(dovecot, "two@shenqing.example", "b1")
    one, two = dovecot.account("one@shenqing.example"), dovecot.account("two@shenqing.example")
    wrong = replace(dovecot.account("three@shenqing.example"), password="x")
    nowhere = replace(two, user="four@shenqing.example", port=1)
    doubts = keep_all(desk.workspace, [wrong, one, nowhere, two])
    assert [each.what for each in doubts] == [
        "邮箱 three@shenqing.example 没有收", "邮箱 four@shenqing.example 没有收",
    ]  # fmt: skip
    assert _senders(desk) == ["a1", "a2", "b1"]
    assert keep_all(desk.workspace, [one, two]) == ()
    assert _senders(desk) == ["a1", "a2", "b1"]


def test_a_folder_that_a_server_does_not_have_is_told(dovecot, desk):
    _deliver(dovecot, "five@shenqing.example", "c1")
    account = dovecot.account("five@shenqing.example")
    (doubt,) = keep_all(desk.workspace, [replace(account, folders=("没有", "INBOX"))])
    assert "文件夹“没有”打不开" in doubt.why
    assert _senders(desk) == ["c1"]


class _Breaking:
    """The connection breaks off at each of these fetches of mails."""

    def __init__(self, monkeypatch, *at: int) -> None:
        self.asked: list[int] = []
        self._fetch, self._at = mailbox.IMAPClient.fetch, at
        monkeypatch.setattr(mailbox, "BATCH", 50)
        monkeypatch.setattr(mailbox.IMAPClient, "fetch", lambda *told: self.fetch(*told))  # noqa: PLW0108  the client is told

    def fetch(self, client, uids, parts):
        if "BODY.PEEK[]" in parts:
            self.asked.append(len(uids))
            if len(self.asked) in self._at:
                client.shutdown()
        return self._fetch(client, uids, parts)


def test_a_server_that_drops_the_connection_is_asked_again_for_the_rest(dovecot, desk, monkeypatch):
    user = "six@shenqing.example"
    names = [f"d{number:03d}" for number in range(130)]
    _deliver(dovecot, user, *names)
    breaking = _Breaking(monkeypatch, 3)
    assert keep_all(desk.workspace, [dovecot.account(user)]) == ()
    assert _senders(desk) == names
    assert breaking.asked == [50, 50, 30, 30]


def test_a_mailbox_that_breaks_off_for_good_keeps_what_came_and_goes_on_next_time(
    dovecot, desk, monkeypatch
):
    user = "sixth@shenqing.example"
    names = [f"d{number:03d}" for number in range(130)]
    _deliver(dovecot, user, *names)
    account = dovecot.account(user)
    with monkeypatch.context() as broken:
        _Breaking(broken, 3, 4)
        (doubt,) = keep_all(desk.workspace, [account])
    assert "收信中断" in doubt.why
    assert _senders(desk) == names[:100]
    assert keep_all(desk.workspace, [account]) == ()
    assert _senders(desk) == names


def test_a_mailbox_that_was_numbered_anew_is_fetched_once_more_and_no_more(dovecot, desk):
    """A real server gives another UIDVALIDITY to a folder that was removed and made again."""
    user = "seven@shenqing.example"
    account = replace(dovecot.account(user), folders=("答复",))

    def fill(*names: str) -> None:
        with dovecot.client(user) as client:
            if client.folder_exists("答复"):
                client.delete_folder("答复")
            client.create_folder("答复")
            for name in names:
                client.append("答复", _mail(name), msg_time=DAY)

    fill("e1", "e2")
    assert keep_all(desk.workspace, [account]) == ()
    fill("e2", "e1", "e3")
    assert keep_all(desk.workspace, [account]) == ()
    assert sorted(_senders(desk)) == ["e1", "e2", "e3"]

    def known(mailbox: str, folder: str, validity: int) -> frozenset[int]:
        with desk.store.reading() as connection:
            return known_uids(connection, mailbox, folder, validity)

    with open_mailbox(account) as box:
        assert list(box.new(known)) == []
