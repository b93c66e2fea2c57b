"""What is said of a mailbox that cannot be fetched: in Chinese, and without the password."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

from harness.campaign.collect import keep_all
from harness.intake import waiting
from harness.intake.account import Account

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
                    for each in (b"* CAPABILITY IMAP4rev1\r\n%s OK done\r\n", *answers):
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
    with imap() as port:
        waiting._listen(_account(port, "gehéim"), waiting.Waiting())
