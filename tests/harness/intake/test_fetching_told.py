"""What is said of a mailbox that cannot be fetched: in Chinese, and without the password."""

from __future__ import annotations

import contextlib
import poplib
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from imapclient.exceptions import CapabilityError, IMAPClientError, ProtocolError

from harness.campaign.receiving.collect import keep_all
from harness.intake import mailbox, waiting
from harness.intake.account import Account
from harness.intake.told import why

USER = "yan@shenqing.example"


@contextlib.contextmanager
def imap(*answers: bytes | None) -> Iterator[int]:
    """A server of this machine that says these to the lines it is sent, one after the other (`%s` is
    a line's tag); None: it hangs up. Answers its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with contextlib.suppress(OSError):
                caller, _ = listener.accept()
                with caller, caller.makefile("rwb", buffering=0) as line:
                    line.write(b"* OK hello\r\n")
                    for each in (CAPABLE, *answers):
                        tag = line.readline().split(b" ")[0]
                        if each is None:
                            return
                        line.write(each.replace(b"%s", tag))
                    line.readline()

        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]


def _account(port: int, password: str = "geheim") -> Account:
    return Account("127.0.0.1", port, USER, password, tls=False)


def test_a_password_of_other_letters_than_ascii_is_told_and_shown_nowhere(desk):
    with imap() as port:
        (doubt,) = keep_all(desk.workspace, [_account(port, "gehéim")])
    assert doubt.what == f"邮箱 {USER} 没有收"
    assert "登录名或者密码" in doubt.why and "é" not in doubt.why


def test_who_waits_for_a_mailbox_with_such_a_password_leaves_it_to_the_fetching():
    woken = waiting.Waiting()
    with imap() as port:
        told = waiting._listen(_account(port, "gehéim"), woken)
    assert told is None  # nothing is raised: the next round of fetching says it


OK = b"%s OK done\r\n"
CAPABLE = b"* CAPABILITY IMAP4rev1\r\n%s OK done\r\n"
LIST = b'* LIST () "/" INBOX\r\n%s OK done\r\n'


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ([b"%s NO [AUTHENTICATIONFAILED] Wrong password.\r\n"],
         "服务器答复：[AUTHENTICATIONFAILED] Wrong password."),
        ([None], "对方断开了连接"),
        ([b"* BYE See you tomorrow\r\n", None], "See you tomorrow"),
        ([OK, OK], "服务器的答复看不懂"),  # to what it can do it says nothing but OK
        ([OK, CAPABLE, None], "收信中断：对方断开了连接"),
        ([OK, CAPABLE, LIST, b"%s NO It is locked\r\n"], "文件夹“INBOX”打不开：服务器答复：It is locked"),
    ],
)  # fmt: skip
def test_what_is_said_is_ours_but_for_the_servers_own_words(desk, answers, told):
    with imap(*answers) as port:
        (doubt,) = keep_all(desk.workspace, [_account(port)])
    assert told in doubt.why
    for ours in ("failed", "command:", "socket error", "=>", "b'", "EOF"):
        assert ours not in doubt.why


def test_a_server_that_is_not_there_or_says_nothing_is_told_in_chinese(desk, monkeypatch):
    for pop3 in (False, True):
        (doubt,) = keep_all(desk.workspace, [replace(_account(1), pop3=pop3)])
        assert "对方没有接受连接" in doubt.why and "Errno" not in doubt.why
    monkeypatch.setattr(mailbox, "TIMEOUT", 0.2)
    with imap(b"") as port:
        (doubt,) = keep_all(desk.workspace, [_account(port)])
    assert "：超时，服务器没有答复；" in doubt.why


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (poplib.error_proto(b"-ERR login refused"), "服务器答复：-ERR login refused"),
        (poplib.error_proto("-ERR EOF"), "对方断开了连接"),
        (poplib.error_proto("-ERR STLS not supported by server"), "服务器不支持加密"),
        (poplib.error_proto("line too long"), "服务器的答复看不懂"),
        (CapabilityError("Server does not support STARTTLS capability"), "服务器不支持加密"),
        (ProtocolError("incomplete response"), "服务器的答复看不懂"),
        (IMAPClientError("command: LIST => unexpected response: b'x'"), "服务器的答复看不懂"),
    ],
)  # fmt: skip
def test_what_a_library_says_for_itself_is_said_in_chinese(wrong, told):
    assert why(wrong) == told
