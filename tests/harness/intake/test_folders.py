"""Answers lie among the junk too: those folders are found by what the server says and by their names."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from imapclient import imap_utf7

from harness.campaign.receiving.collect import keep_all
from harness.intake.folders import to_fetch
from harness.intake.mailbox import MARK
from harness.store import log
from harness.store.audit import differences
from harness.store.errors import StoreError

CHINA = timezone(timedelta(hours=8))
DAY = datetime(2020, 10, 15, 16, 0, tzinfo=CHINA)
DOVECOT = pytest.mark.needs("dovecot")


def _mail(name: str) -> bytes:
    return (
        f"From: {name}@cz.yanjiang.example\r\nDate: Thu, 15 Oct 2020 16:00:00 +0800\r\n"
        f"Message-ID: <{name}@cz.yanjiang.example>\r\nSubject: {name}\r\n\r\n{name}\r\n"
    ).encode()


def _lies(desk) -> dict[str, str]:
    """Sender -> the folder in which it was found first."""
    with desk.store.reading() as connection:
        facts = [each.fact for each in log.arrivals(connection)]
    assert len(facts) == len({each.sender for each in facts})
    return {each.sender.partition("@")[0]: each.place.folder for each in facts if each.place}


@pytest.mark.parametrize(
    ("flags", "delimiter", "name"),
    [
        ((b"\\HasNoChildren", b"\\Junk"), b"/", "随便什么名字"),
        ((), b"/", "垃圾邮件"),
        ((), b".", "INBOX.Junk"),
        ((), b"/", "其他/Junk E-mail"),
        ((), b"/", imap_utf7.decode(b"&V4NXPpCuTvY-")),
        ((), b"/", imap_utf7.decode(b"&Xn9USpCuTvY-")),
        ((), None, "SPAM"),
    ],
)
def test_a_folder_for_junk_is_fetched_after_the_inbox(flags, delimiter, name):
    listed = [((b"\\Junk", b"\\Noselect"), b"/", "不能打开"), (flags, delimiter, name)]
    assert to_fetch([*listed, ((), delimiter, "INBOX")]) == ("INBOX", name)


@pytest.mark.parametrize("name", ["已发送", "草稿箱", "Trash", "垃圾邮件规则", "Junkyard", "INBOX"])
def test_other_folders_are_left_alone(name):
    assert to_fetch([((), b"/", name)]) == ("INBOX",)


@DOVECOT
def test_what_lies_in_the_inbox_and_in_every_folder_for_junk_is_kept_once(dovecot, desk):
    user = "folders@shenqing.example"
    with dovecot.client(user) as client:
        for folder in ("垃圾邮件", "垃圾箱甲", "别的"):
            client.create_folder(folder)
        for folder, name in (
            ("INBOX", "a"), ("垃圾邮件", "b"), ("垃圾箱甲", "c"), ("别的", "d"), ("垃圾邮件", "a"),
        ):  # fmt: skip
            client.append(folder, _mail(name), msg_time=DAY)
    for _ in range(2):
        assert keep_all(desk.workspace, [dovecot.account(user)]) == ()
        assert _lies(desk) == {"a": "", "b": "垃圾邮件", "c": "垃圾箱甲"}
    with dovecot.client(user) as client:  # a person takes it out of the junk
        client.select_folder("垃圾邮件")
        client.move(client.search(["FROM", "b@"]), "INBOX")
    assert keep_all(desk.workspace, [dovecot.account(user)]) == ()
    assert len(_lies(desk)) == 3
    assert differences(desk.store) == ()


def _marked(client) -> tuple[list[int], list[int]]:
    """Those that bear our mark, and those that are unread."""
    client.select_folder("INBOX", readonly=True)
    return client.search(["KEYWORD", MARK.decode()]), client.search(["UNSEEN"])


@DOVECOT
def test_what_was_kept_bears_a_mark_on_the_server_and_stays_unread(dovecot, desk):
    user = "marked@shenqing.example"
    account = replace(dovecot.account(user), mark=True)
    with dovecot.client(user) as client:
        for name in ("m1", "m2"):
            client.append("INBOX", _mail(name), msg_time=DAY)
        assert keep_all(desk.workspace, [dovecot.account(user)]) == ()
        assert _marked(client) == ([], [1, 2])
        # a run that died before it could say so is made good by the next
        client.append("INBOX", _mail("m3"), msg_time=DAY)
        assert keep_all(desk.workspace, [account]) == ()
        assert _marked(client) == ([1, 2, 3], [1, 2, 3])


@DOVECOT
def test_a_mail_that_could_not_be_kept_bears_no_mark(dovecot, desk, monkeypatch):
    user = "unmarked@shenqing.example"
    account = replace(dovecot.account(user), mark=True)
    with dovecot.client(user) as client:
        client.append("INBOX", _mail("u1"), msg_time=DAY)

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch, pytest.raises(StoreError, match="磁盘已满"):
            patch.setattr("os.fsync", full)
            keep_all(desk.workspace, [account])
        assert _marked(client) == ([], [1])
        assert _lies(desk) == {}
        assert keep_all(desk.workspace, [account]) == ()
        assert _marked(client) == ([1], [1])
        assert _lies(desk) == {"u1": ""}


@DOVECOT
def test_the_connection_is_secure_and_its_certificate_is_checked(dovecot, desk, monkeypatch):
    user = "secure@shenqing.example"
    with dovecot.client(user) as client:
        client.append("INBOX", _mail("s1"), msg_time=DAY)
    plain = dovecot.account(user)
    secure = replace(plain, tls=True, port=dovecot.tls_port)
    begun = replace(plain, starttls=True)
    for each in (secure, begun):
        (doubt,) = keep_all(desk.workspace, [each])
        assert "证书核对不上：证书是自签名的" in doubt.why
        assert "yanlian" not in doubt.why
    assert _lies(desk) == {}
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
    for each in (secure, begun):
        assert keep_all(desk.workspace, [each]) == ()
    assert _lies(desk) == {"s1": ""}
