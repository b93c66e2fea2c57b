"""每日简报 of a campaign that has accounts: by which it goes, to whom it may, and what becomes of it where
no password is known. The server is a real one with TLS that wants a login."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, timezone
from email import message_from_bytes, policy

import pytest
from certificates import authority, server_context
from smtp_server import Manner, serving

from harness.campaign.errors import Refused
from harness.campaign.receiving import digest as digesting
from harness.campaign.receiving.watch import Watch
from harness.campaign.sending.send import Sending
from harness.campaign.sending.senders import digest_server
from harness.campaign.workspace import Workspace
from harness.dispatch import passwords
from harness.dispatch.session import connect
from harness.engine import HERE
from harness.reports.digest.text import text
from harness.store import digests
from harness.store.database import open_store
from letters.mailboxes import MailboxPlace
from letters.model import MailAccount, WatchRule

CHINA = timezone(timedelta(hours=8))
FRIDAY = datetime(2020, 9, 25, 9, 0, tzinfo=CHINA)
OFFICE, LI = "office@gongzuo.example", "li@shenqing.example"


@pytest.fixture
def pem(tmp_path_factory):
    return authority(tmp_path_factory.mktemp("pem"))


@pytest.fixture
def manner(pem):
    return Manner(extensions=("AUTH PLAIN",), tls=server_context(pem), user=("li", "geheim"))


@pytest.fixture
def server(manner):
    with serving(manner) as talked:
        yield talked


@pytest.fixture
def office(desk, pem, server):
    """Opens the campaign, which has an account and is to mail its digests."""
    (desk.folder / "ca.pem").write_bytes(pem.read_bytes())
    own = MailAccount(LI, "127.0.0.1", server.port, "implicit", "li", "ca.pem")
    campaign = replace(
        desk.workspace.campaign, accounts=(own,), watch=WatchRule(to=OFFICE), imap_host=""
    )

    def opened(at=FRIDAY, **changed):
        store = open_store(desk.folder, by="守候", now=lambda: at.astimezone(UTC))
        return _Opened(store, desk.folder, replace(campaign, **changed), at)

    return opened


class _Opened:
    def __init__(self, store, folder, campaign, at):
        self.store, self.folder, self.campaign, self.at = store, folder, campaign, at

    def __enter__(self):
        store = self.store.__enter__()
        return Workspace(self.folder, self.campaign, store, HERE, self.at.date())

    def __exit__(self, *given):
        return self.store.__exit__(*given)


def _step(office, at=FRIDAY, watch=None, **changed):
    watch = watch or Watch(lambda _day: office(at, **changed), lambda: at, at=time(8))
    return watch.step()


def _states(office):
    with office() as workspace, workspace.store.reading() as connection:
        return [each.state for each in digests.made(connection)]


def test_a_digest_goes_by_the_account_and_answers_to_it_go_to_the_office(
    office, server, monkeypatch
):
    monkeypatch.setenv(passwords.VARIABLE, "geheim")
    assert _step(office).faults == () and _states(office) == ["sent"]
    mail = message_from_bytes(server.taken[0], policy=policy.default)
    assert (mail["From"], mail["To"], mail["Reply-To"]) == (LI, OFFICE, OFFICE)
    assert any(each.startswith("AUTH") for each in server.commands) and len(server.taken) == 1


def test_the_account_of_the_office_itself_is_preferred(office, server, monkeypatch):
    monkeypatch.setenv(passwords.VARIABLE, "geheim")
    with office() as workspace:
        own = workspace.campaign.accounts[0]
    assert _step(office, accounts=(own, replace(own, address=OFFICE))).faults == ()
    mail = message_from_bytes(server.taken[0], policy=policy.default)
    assert mail["From"] == mail["To"] == OFFICE


def test_without_a_password_it_waits_and_goes_when_somebody_says_it(office, server, monkeypatch):
    monkeypatch.delenv(passwords.VARIABLE, raising=False)
    assert any("没有邮箱" in each for each in _step(office).faults)
    assert _states(office) == ["queued"] and server.connections == 0
    asked = []
    watch = Watch(
        lambda _day: office(), lambda: FRIDAY, ask=lambda box: asked.append(box) or "geheim"
    )
    assert watch.step().faults == () and _states(office) == ["sent"] and asked == [LI]


def test_a_wrong_password_is_told_and_nothing_goes(office, server, manner, monkeypatch):
    manner.user = None  # it takes no password
    monkeypatch.setenv(passwords.VARIABLE, "falsch")
    (fault,) = _step(office).faults
    assert "不接受 li 的登录名或者密码" in fault and "falsch" not in fault
    assert _states(office) == ["queued"] and server.taken == []


def test_an_account_that_was_taken_out_of_the_campaign_sends_nothing(office, manner, monkeypatch):
    manner.user = None
    monkeypatch.setenv(passwords.VARIABLE, "falsch")
    _step(office)
    with office() as workspace:
        other = replace(workspace.campaign.accounts[0], address="wang@shenqing.example")
    assert any("没有它的 [[accounts]]" in each for each in _step(office, accounts=(other,)).faults)
    assert _states(office) == ["queued"]


def test_by_a_digests_connection_nothing_goes_to_another_domain(office, server, monkeypatch):
    monkeypatch.setenv(passwords.VARIABLE, "geheim")
    with office() as workspace:
        session = connect(digest_server(workspace, LI, OFFICE, lambda _: None))
    ended = session.deliver(b"From: li@shenqing.example\r\nTo: xxgk@dan.example\r\n\r\nx\r\n")
    session.quit()
    assert "不在授权发往的域名之内" in ended.said and server.taken == []


def test_a_drill_speaks_to_no_server_outside(office, monkeypatch):
    monkeypatch.setenv(passwords.VARIABLE, "geheim")
    with office() as workspace:
        far = replace(workspace.campaign.accounts[0], smtp_host="smtp.example.org")
    with office(accounts=(far,), drill=True) as workspace, pytest.raises(Refused, match="演练"):
        digest_server(workspace, LI, OFFICE, lambda _: None)


@pytest.mark.needs("dovecot")
def test_a_mailbox_whose_password_nobody_knows_is_in_trouble_until_somebody_says_it(
    office, dovecot, monkeypatch
):
    from dovecot import PASSWORD

    monkeypatch.delenv(passwords.VARIABLE, raising=False)
    user = "niemand@shenqing.example"
    place = MailboxPlace(user, "127.0.0.1", security="none", port=dovecot.port, mark=False)
    known: dict[str, str] = {}
    watch = Watch(
        lambda _day: office(mailboxes=(place,), accounts=(), watch=WatchRule()),
        lambda: FRIDAY, ask=known.get,
    )  # fmt: skip
    (fault,) = watch.step().faults
    assert fault.startswith(f"邮箱 {user} 没有收：") and "密码" in fault
    known[user] = PASSWORD
    assert watch.step().faults == ()
    with office() as workspace, workspace.store.reading() as connection:
        told = digests.troubles(connection)
    assert [(each.what, bool(each.why)) for each in told] == [
        (f"邮箱 {user} 没有收", True),
        (f"邮箱 {user} 没有收", False),
    ]


def test_mails_that_may_not_go_now_are_told_with_the_reason(office, monkeypatch):
    why = "不在授权的期限内"
    going = Sending(
        ("U002-A",), (), (), (), (), barred=(("U001-A", why),), paused="等领导批示"
    )  # fmt: skip
    monkeypatch.setattr(digesting, "forecast", lambda *_: going)
    with office() as workspace:
        told = text(digesting.digest(workspace)[0])
    assert "2封邮件要发，其中1封现在不能发，发送已暂停（等领导批示）。" in told
    (line,) = [each for each in told.splitlines() if "U001-A" in each and "不能发" in each]
    assert why in line
