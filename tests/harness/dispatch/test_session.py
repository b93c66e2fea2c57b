"""One connection, and each mail's outcome over it, against a real server on the loopback interface."""

from __future__ import annotations

import smtplib
import traceback
from collections.abc import Sequence
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from certificates import authority, server_context
from smtp_server import Manner, Talked, serving

from harness.dispatch import session
from harness.dispatch.authorisation import NotAuthorised
from harness.dispatch.envelope import domain_of, envelope_of, lies_in
from harness.dispatch.session import Ended, Server, Unreachable, connect
from harness.store.sending import Outcome

HOST = "127.0.0.1"


def a_mail(to: str, domain: str = "yanjiang.example") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = "李示例 <li@example.org>", f"某某厅 <{to}@{domain}>"
    mail["Subject"], mail["Message-ID"] = "政府信息公开申请", f"<{to}@example.org>"
    mail.set_content("您好！\n.\n以点开头的行也要原样到达。", charset="utf-8", cte="8bit")
    return mail.as_bytes(policy=policy.SMTP)


def sending(
    *mails: bytes, manner: Manner | None = None, timeout: float = 5.0
) -> tuple[list[Ended], Talked]:
    with serving(manner) as talked:
        session = connect(Server(HOST, talked.port), timeout)
        ended = []
        for each in mails:
            if not session.alive:
                session = connect(Server(HOST, talked.port), timeout)
            ended.append(session.deliver(each))
        session.quit()
    return ended, talked


@pytest.mark.parametrize("extensions", [(), ("PIPELINING",)])
def test_mails_go_over_one_connection_and_arrive_byte_for_byte(extensions) -> None:
    mails = [a_mail(f"unit{n}") for n in range(20)]
    ended, talked = sending(*mails, manner=Manner(extensions=extensions))
    assert talked.taken == mails and talked.connections == 1
    assert ended[3] == Ended(Outcome.TAKEN, "250 OK queued as 42")


def test_the_client_does_not_tell_the_machines_name() -> None:
    _, talked = sending(a_mail("unit1"))
    assert talked.commands[0] in ("EHLO [127.0.0.1]", "ehlo [127.0.0.1]")


@pytest.mark.parametrize("extensions", [(), ("PIPELINING",)])
def test_one_refused_address_does_not_stop_the_run(extensions) -> None:
    manner = Manner(
        extensions=extensions,
        rcpt=lambda to, _: b"550 5.1.1 no\r\n" if to.startswith("nobody") else b"250 OK\r\n",
    )
    ended, talked = sending(a_mail("unit1"), a_mail("nobody"), a_mail("unit2"), manner=manner)
    assert [each.outcome for each in ended] == [Outcome.TAKEN, Outcome.REFUSED, Outcome.TAKEN]
    assert ended[1].said == "服务器拒收：550 5.1.1 no" and talked.connections == 1


@pytest.mark.parametrize("extensions", [(), ("PIPELINING",)])
def test_a_server_that_is_busy_asks_to_try_again(extensions) -> None:
    manner = Manner(extensions=extensions, rcpt=lambda *_: b"451 4.7.1 greylisted\r\n")
    (ended,), talked = sending(a_mail("busy"), manner=manner)
    assert ended.outcome is Outcome.LATER and talked.taken == []


@pytest.mark.parametrize("extensions", [(), ("PIPELINING",)])
def test_a_connection_lost_before_the_text_means_that_nothing_was_sent(extensions) -> None:
    manner = Manner(
        extensions=extensions, rcpt=lambda to, _: None if to.startswith("cut") else b"250 OK\r\n"
    )
    ended, talked = sending(a_mail("cut"), a_mail("unit1"), manner=manner)
    assert [each.outcome for each in ended] == [Outcome.BROKEN, Outcome.TAKEN]
    assert "信件未发出" in ended[0].said and talked.connections == 2


def test_a_connection_lost_after_the_text_leaves_the_letter_in_doubt() -> None:
    manner = Manner(text=lambda to, _: None if to.startswith("cut") else b"250 OK\r\n")
    ended, talked = sending(a_mail("cut"), a_mail("unit1"), manner=manner)
    assert [each.outcome for each in ended] == [Outcome.UNKNOWN, Outcome.TAKEN]
    assert "不能确定对方是否收下" in ended[0].said and len(talked.taken) == 2


def test_a_server_that_hangs_after_the_text_leaves_the_letter_in_doubt() -> None:
    (ended,), _ = sending(a_mail("unit1"), manner=Manner(hangs=1.0), timeout=0.2)
    assert ended.outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("code", [b"250", b"251", b"200", b"299"])
def test_any_2xx_after_the_text_means_sent(code: bytes) -> None:
    (ended,), talked = sending(a_mail("x"), manner=Manner(text=lambda *_: code + b" thanks\r\n"))
    assert ended == Ended(Outcome.TAKEN, f"{code.decode()} thanks") and len(talked.taken) == 1


@pytest.mark.parametrize(
    ("code", "outcome"),
    [(b"451", Outcome.LATER), (b"421", Outcome.LATER), (b"554", Outcome.REFUSED)],
)
def test_only_4xx_and_5xx_are_refusals(code: bytes, outcome: Outcome) -> None:
    (ended,), _ = sending(a_mail("x"), manner=Manner(text=lambda *_: code + b" no\r\n"))
    assert ended.outcome is outcome


@pytest.mark.parametrize("said", [b"354 go\r\n", b"100 x\r\n", b"600 x\r\n", b"nonsense\r\n", b""])
def test_anything_else_after_the_text_is_in_doubt(said: bytes) -> None:
    (ended,), _ = sending(a_mail("x"), manner=Manner(text=lambda *_: said))
    assert ended.outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("extensions", [(), ("PIPELINING",)])
@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        (b"250 OK\r\n", Outcome.BROKEN),
        (b"451 later\r\n", Outcome.LATER),
        (b"503 what\r\n", Outcome.REFUSED),
    ],
)
def test_a_text_that_the_server_did_not_ask_for_has_not_gone_out(extensions, said, outcome) -> None:
    (ended,), talked = sending(a_mail("x"), manner=Manner(extensions=extensions, data=said))
    assert ended.outcome is outcome and talked.taken == []


def test_a_server_that_wants_the_text_of_a_mail_it_refused_gets_nothing() -> None:
    """Pipelined, DATA is out before the refusal is in: an empty mail must not follow."""
    manner = Manner(rcpt=lambda *_: b"550 no\r\n", insists=True)
    (ended,), talked = sending(a_mail("x"), manner=manner)
    assert ended.outcome is Outcome.REFUSED and talked.taken == []


@pytest.mark.parametrize("extensions", [(), ("PIPELINING",)])
def test_any_2xx_to_the_receiver_means_go_on(extensions) -> None:
    manner = Manner(extensions=extensions, rcpt=lambda *_: b"299 fine\r\n")
    (ended,), talked = sending(a_mail("x"), manner=manner)
    assert ended.outcome is Outcome.TAKEN and len(talked.taken) == 1


def test_delivery_reports_are_asked_for_where_the_server_offers_them() -> None:
    _, talked = sending(a_mail("unit1"), manner=Manner(extensions=("DSN",)))
    assert "MAIL FROM:<li@example.org> RET=HDRS ENVID=unit1" in talked.commands
    assert "RCPT TO:<unit1@yanjiang.example> NOTIFY=SUCCESS,FAILURE,DELAY" in talked.commands
    _, talked = sending(a_mail("unit1"))
    assert "MAIL FROM:<li@example.org>" in talked.commands


def chinese() -> bytes:
    mail = EmailMessage(policy=policy.SMTPUTF8)
    mail["From"], mail["To"] = "li@example.org", "公开@样江.example"
    mail["Message-ID"] = "<1@example.org>"
    mail.set_content("您好")
    return mail.as_bytes(policy=policy.SMTPUTF8)


def test_an_address_in_chinese_goes_where_the_server_can_and_is_refused_here_where_not() -> None:
    (ended,), talked = sending(chinese(), manner=Manner(extensions=("SMTPUTF8", "8BITMIME")))
    assert ended.outcome is Outcome.TAKEN and "RCPT TO:<公开@样江.example>" in talked.commands
    assert any("SMTPUTF8" in each for each in talked.commands)
    (ended,), talked = sending(chinese())
    assert ended.outcome is Outcome.REFUSED and "SMTPUTF8" in ended.said
    assert not any(each.startswith("MAIL") for each in talked.commands)


# --- who the server is


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return authority(tmp_path_factory.mktemp("certificates"))


@pytest.mark.parametrize(
    ("tls", "extensions"), [("implicit", ()), ("starttls", ("STARTTLS", "PIPELINING"))]
)
def test_a_server_that_proves_who_it_is_gets_the_password_and_the_mail(pem, tls, extensions):
    manner = Manner(
        extensions=(*extensions, "AUTH PLAIN"), tls=server_context(pem), user=("li", "x")
    )
    with serving(manner) as talked:
        session = connect(_secure(talked.port, tls, pem))
        assert session.deliver(a_mail("unit1")).outcome is Outcome.TAKEN
        assert "TLSv1." in session.server
        session.quit()
    assert len(talked.taken) == 1 and any(each.startswith("AUTH") for each in talked.commands)


@pytest.mark.parametrize(
    ("tls", "extensions"), [("implicit", ()), ("starttls", ("STARTTLS", "AUTH PLAIN"))]
)
@pytest.mark.parametrize("fault", ["unknown authority", "another name"])
def test_one_that_cannot_gets_neither(pem, tls, extensions, fault):
    name = "127.0.0.1" if fault == "unknown authority" else "mail.other.example"
    manner = Manner(extensions=extensions, tls=server_context(pem, name), user=("li", "x"))
    known = None if fault == "unknown authority" else pem
    with serving(manner) as talked, pytest.raises(Unreachable, match="证书核对不上"):
        connect(_secure(talked.port, tls, known))
    assert talked.taken == [] and not any(each.startswith("AUTH") for each in talked.commands)


def test_a_server_without_starttls_gets_no_password(pem):
    manner = Manner(extensions=("AUTH PLAIN",), user=("li", "x"))
    with serving(manner) as talked, pytest.raises(Unreachable, match="STARTTLS"):
        connect(_secure(talked.port, "starttls", pem))
    assert not any(each.startswith("AUTH") for each in talked.commands)


def test_a_wrong_password_is_told_as_that(pem):
    manner = Manner(extensions=("AUTH PLAIN",), tls=server_context(pem))
    with (
        serving(manner) as talked,
        pytest.raises(Unreachable, match=r"不接受.*登录名或者密码（535") as told,
    ):
        connect(_secure(talked.port, "implicit", pem))
    assert "geheim" not in str(told.value) and "geheim" not in repr(
        _secure(talked.port, "implicit", pem)
    )


def test_a_password_of_other_letters_than_ascii_is_told_and_shown_nowhere(pem):
    typed = "geh\u00e9im"  # a traceback quotes the lines of this file
    manner = Manner(extensions=("AUTH PLAIN LOGIN",), tls=server_context(pem), user=("li", "x"))
    with serving(manner) as talked, pytest.raises(Unreachable, match="登录名或者密码") as told:
        connect(replace(_secure(talked.port, "implicit", pem), password=typed))
    assert "é" not in "".join(traceback.format_exception(told.value))


def _secure(port: int, tls: str, pem: Path | None) -> Server:
    return Server(HOST, port, tls, "li", "geheim", pem, domains=("yanjiang.example",))


def test_without_a_server_that_is_told() -> None:
    with serving() as talked:
        pass  # the port is free again, and nobody listens there
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1 端口 \d+（对方没有接受连接"):
        connect(Server(HOST, talked.port))


@pytest.mark.parametrize(
    "server",
    [
        Server("smtp.example.org", 25),
        Server("smtp.example.org", 465, "implicit"),
        Server("smtp.example.org", 25, domains=("example.org",)),
    ],
)
def test_a_foreign_server_without_leave_or_without_encryption_is_never_called(server) -> None:
    with pytest.raises(NotAuthorised, match="没有向外发送的授权"):
        connect(server)


def test_a_mail_to_a_domain_that_is_not_allowed_does_not_reach_the_server() -> None:
    with serving() as talked:
        session = connect(Server(HOST, talked.port, domains=("yanjiang.example",)))
        ended = session.deliver(a_mail("unit1", "elsewhere.example"))
        session.quit()
    assert ended.outcome is Outcome.REFUSED and "不在授权发往的域名" in ended.said
    assert not any(each.startswith(("MAIL", "RCPT")) for each in talked.commands)


# --- the envelope


def test_a_mail_goes_to_whom_it_is_addressed() -> None:
    found = envelope_of(a_mail("unit1"))
    assert (found.sender, found.recipient) == ("li@example.org", "unit1@yanjiang.example")
    assert envelope_of(chinese()).recipient == "公开@样江.example"


@pytest.mark.parametrize(
    ("domain", "allowed", "lies"),
    [
        ("czj.yangjiang.gov.cn", ("yangjiang.gov.cn",), True),
        ("yangjiang.gov.cn", ("yangjiang.gov.cn",), True),
        ("YANGJIANG.gov.cn.", ("yangjiang.gov.cn",), True),
        ("notyangjiang.gov.cn", ("yangjiang.gov.cn",), False),
        ("yangjiang.gov.cn.evil.example", ("yangjiang.gov.cn",), False),
        ("样江.中国", ("样江.中国",), True),
        ("xn--fiqs8s", ("中国",), True),
    ],
)
def test_a_domain_is_allowed_with_all_that_lies_below_it(
    domain: str, allowed: Sequence[str], lies: bool
) -> None:
    assert lies_in(domain_of(f"x@{domain}"), tuple(allowed)) is lies


@pytest.mark.parametrize(
    ("manner", "timeout", "told"),
    [
        (Manner(text=lambda _to, _n: None), 5.0, "连接中断（对方断开了连接）"),
        (Manner(hangs=0.6), 0.2, "连接中断（超时，服务器没有答复）"),
    ],
)
def test_how_a_connection_broke_is_told_in_chinese(manner, timeout, told) -> None:
    (ended,), _ = sending(a_mail("unit1"), manner=manner, timeout=timeout)
    assert ended.said.startswith(told)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (smtplib.SMTPServerDisconnected("Connection unexpectedly closed"), "对方断开了连接"),
        (smtplib.SMTPNotSupportedError("STARTTLS extension not supported by server."),
         "服务器不支持 STARTTLS"),
        (smtplib.SMTPNotSupportedError("SMTP AUTH extension not supported by server."),
         "服务器不支持登录"),
        (smtplib.SMTPException("No suitable authentication method found."),
         "服务器没有可用的登录方式"),
        (smtplib.SMTPHeloError(554, b"go away"), "554 go away"),
        (ConnectionRefusedError(111, "Connection refused"), "对方没有接受连接"),
    ],
)  # fmt: skip
def test_only_the_servers_own_words_are_not_ours(wrong, told) -> None:
    assert session._words(wrong).startswith(told)
    assert "not supported" not in session._words(wrong)
