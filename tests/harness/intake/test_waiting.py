"""Who waits for mail is woken by a real server as soon as some comes; where none can tell, time passes."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from harness.intake import waiting
from harness.intake.waiting import listening

pytestmark = pytest.mark.needs("dovecot")
LONG = 20.0  # seconds: far more than a server needs


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(waiting, "LOOK", 0.1)
    monkeypatch.setattr(waiting, "PAUSE", 0.1)


def _woken(dovecot, heard, user: str) -> bool:
    """Mails come until somebody hears of one: he may not be listening yet when the first does."""
    end = time.monotonic() + LONG
    with dovecot.client(user) as client:
        while time.monotonic() < end:
            client.append("INBOX", b"Subject: x\r\n\r\nx\r\n")
            if heard.wait(0.3):
                return True
    return False


def test_a_mail_that_comes_wakes_who_waits(dovecot):
    user = "waiting@shenqing.example"
    with listening([dovecot.account(user)]) as heard:
        assert not heard.wait(0.2)
        assert _woken(dovecot, heard, user)


def test_one_mailbox_that_is_away_keeps_nobody_from_hearing_of_another(dovecot):
    user = "other@shenqing.example"
    account = dovecot.account(user)
    with listening([replace(account, port=1), replace(account, pop3=True), account]) as heard:
        assert _woken(dovecot, heard, user)


def test_a_connection_that_is_silent_for_long_is_made_anew_and_goes_on(dovecot, monkeypatch):
    monkeypatch.setattr(waiting, "ANEW", 0.2)
    user = "silent@shenqing.example"
    with listening([dovecot.account(user)]) as heard:
        time.sleep(0.8)
        heard.wait(0)
        assert _woken(dovecot, heard, user)


def test_without_a_server_that_can_tell_the_time_is_waited_and_no_more():
    begun = time.monotonic()
    with listening([]) as heard:
        assert not heard.wait(0.05)
    assert 0.04 < time.monotonic() - begun < LONG
