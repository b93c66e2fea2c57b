"""A mailbox that has only POP3 is fetched: once, unchanged, and nothing is deleted unless that is said."""

from __future__ import annotations

import contextlib
import socket
import threading
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from harness.campaign.receiving.collect import keep_all
from harness.intake.account import Account
from harness.store import log
from harness.store.audit import differences

CHINA = timezone(timedelta(hours=8))
DAY = datetime(2020, 10, 15, 16, 0, tzinfo=CHINA)
# Dovecot's POP3 is a package of its own
POP3 = [pytest.mark.needs("dovecot"), pytest.mark.needs("/usr/lib/dovecot/pop3")]


def _mail(name: str, received: str = "Thu, 15 Oct 2020 16:00:01 +0800") -> bytes:
    head = f"Received: from a by b; {received}\r\n" if received else ""
    return (
        f"{head}From: {name}@cz.yanjiang.example\r\nDate: Thu, 15 Oct 2020 16:00:00 +0800\r\n"
        f"Message-ID: <{name}@cz.yanjiang.example>\r\nSubject: {name}\r\n\r\n"
        f"{name}\r\n.\r\n..\r\n{'x' * 5000}\r\n"
    ).encode()


def _facts(desk) -> list[log.NewArrival]:
    with desk.store.reading() as connection:
        return [each.fact for each in log.arrivals(connection)]


def _senders(desk) -> list[str]:
    return sorted(each.sender.partition("@")[0] for each in _facts(desk))


def _account(port: int, user: str, **more: object) -> Account:
    return Account("127.0.0.1", port, user, "yanlian", tls=False, pop3=True, **more)


@pytest.mark.parametrize("remove", [False, True])
class TestAtDovecot:
    pytestmark = POP3

    def test_every_mail_is_kept_once_with_its_bytes(self, dovecot, desk, remove):
        user = f"pop{remove:d}@shenqing.example"
        account = _account(dovecot.pop3_port, user, remove=remove)
        with dovecot.client(user) as client:
            for name in ("a", "b"):
                client.append("INBOX", _mail(name), msg_time=DAY)
            assert keep_all(desk.workspace, [account]) == ()
            client.append("INBOX", _mail("c"), msg_time=DAY)
            for _ in range(2):
                assert keep_all(desk.workspace, [account]) == ()
                assert _senders(desk) == ["a", "b", "c"]
            client.select_folder("INBOX")
            assert len(client.search()) == (0 if remove else 3)
        assert {desk.store.load(each.sha256) for each in _facts(desk)} == {
            _mail(name) for name in "abc"
        }
        assert {each.place.mailbox for each in _facts(desk)} == {user}
        assert differences(desk.store) == ()

    def test_the_same_mail_by_imap_and_by_pop3_is_one(self, dovecot, desk, remove):
        user = f"both{remove:d}@shenqing.example"
        with dovecot.client(user) as client:
            client.append("INBOX", _mail("a"), msg_time=DAY)
        for account in (dovecot.account(user), _account(dovecot.pop3_port, user)):
            assert keep_all(desk.workspace, [account]) == ()
        assert _senders(desk) == ["a"]


@contextlib.contextmanager
def _server(mails: list[bytes], *, uidl: bool = True, breaks: bool = False):
    """A POP3 server as old or as broken as need be; it serves one caller after the other."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(10)
        threading.Thread(target=_serve, args=(listener, mails, uidl, breaks), daemon=True).start()
        yield listener.getsockname()[1]


def _serve(listener: socket.socket, mails: list[bytes], uidl: bool, breaks: bool) -> None:
    with contextlib.suppress(OSError):
        while True:
            caller, _ = listener.accept()
            with caller, caller.makefile("rwb") as line, contextlib.suppress(OSError):
                _talk(line, mails, uidl, breaks)


def _talk(line, mails: list[bytes], uidl: bool, breaks: bool) -> None:
    def say(text: bytes) -> None:
        line.write(text + b"\r\n")
        line.flush()

    say(b"+OK")
    while words := line.readline().split():
        verb, numbers = words[0].upper(), range(1, len(mails) + 1)
        if verb == b"UIDL" and not uidl:
            say(b"-ERR unknown")
        elif verb in (b"LIST", b"UIDL"):
            said = b"".join(b"%d %dx\r\n" % (n, len(mails[n - 1])) for n in numbers)
            say(
                b"+OK\r\n" + said.replace(b"x\r\n", b"\r\n" if verb == b"LIST" else b"x\r\n") + b"."
            )
        elif verb == b"RETR":
            raw = mails[int(words[1]) - 1].replace(b"\r\n.", b"\r\n..")
            if breaks:
                line.write(b"+OK\r\n" + raw[:100])
                line.flush()
                return
            say(b"+OK\r\n" + raw + b".")
        else:
            say(b"+OK")
            if verb == b"QUIT":
                return


def test_a_server_without_names_for_its_mails_brings_each_once(desk):
    with _server([_mail("a"), _mail("b")], uidl=False) as port:
        for _ in range(2):
            assert keep_all(desk.workspace, [_account(port, "old@shenqing.example")]) == ()
            assert _senders(desk) == ["a", "b"]


def test_half_a_mail_is_none(desk):
    with _server([_mail("a")], breaks=True) as port:
        (doubt,) = keep_all(desk.workspace, [_account(port, "half@shenqing.example")])
    assert "没有交完第1封" in doubt.why
    assert _senders(desk) == []


def test_the_day_is_that_of_the_last_server_and_without_one_nobody_knows_it(desk):
    with _server([_mail("a"), _mail("bb", received="")]) as port:
        assert keep_all(desk.workspace, [_account(port, "day@shenqing.example")]) == ()
    told, untold = sorted(_facts(desk), key=lambda each: each.sender)
    assert (told.on, told.posted_on, told.note) == (date(2020, 10, 15), date(2020, 10, 15), "")
    assert (untold.posted_on, untold.noticed_on) == (None, untold.on)
    assert "没有说明收到日期" in untold.note


def test_a_wrong_password_is_told_without_the_password(desk):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def refuse() -> None:
            caller, _ = listener.accept()
            caller.sendall(b"+OK\r\n")
            with caller.makefile("rwb") as line:
                line.readline()
                caller.sendall(b"+OK\r\n")
                line.readline()
                caller.sendall(b"-ERR login refused\r\n")

        threading.Thread(target=refuse, daemon=True).start()
        account = replace(_account(port, "no@shenqing.example"), password="geheim")
        (doubt,) = keep_all(desk.workspace, [account])
    assert "login refused" in doubt.why
    assert "geheim" not in doubt.why
