"""Sending, against a real SMTP server on the loopback interface."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from email.message import EmailMessage

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from harness.dispatch.authorisation import NotAuthorised
from harness.dispatch.email import Outcome, Refused, Sent, Unreachable, send, send_all

HOST = "127.0.0.1"


class Agencies:
    """A mail server that can refuse, be busy and hang up."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.connections = 0
        self.greeted_as: set[str | None] = set()

    def __call__(self) -> SMTP:
        self.connections += 1
        return SMTP(self, hostname="mail.example", loop=asyncio.get_running_loop())

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, *_: object
    ) -> str:
        self.greeted_as.add(session.host_name)
        if address.startswith("nobody"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("busy"):
            return "451 4.7.1 greylisted, try later"
        if address.startswith("cut-early"):
            server.transport.close()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.original_content, bytes)
        self.taken.append(envelope.original_content)
        if envelope.rcpt_tos[0].startswith("cut-late"):
            server.transport.close()  # taken, but the client never learns it
        if envelope.rcpt_tos[0].startswith("spam"):
            self.taken.pop()
            return "554 5.7.1 rejected as spam"
        return "250 OK queued as 42"

    @contextlib.asynccontextmanager
    async def serve(self) -> AsyncIterator[int]:
        async with await asyncio.get_running_loop().create_server(self, HOST, 0) as server:
            yield server.sockets[0].getsockname()[1]


def a_mail(to: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"] = "李示例 <li@example.org>", f"某某厅 <{to}@yanjiang.example>"
    mail["Subject"], mail["Message-ID"] = "政府信息公开申请", f"<{to}@example.org>"
    mail.set_content("您好！\n.\n以点开头的行也要原样到达。", charset="utf-8", cte="base64")
    return mail


def sending(*names: str, agencies: Agencies) -> list[Outcome]:
    async def run() -> list[Outcome]:
        async with agencies.serve() as port:
            letters = [(f"U-{name}", a_mail(name)) for name in names]
            return [outcome async for outcome in send_all(letters, HOST, port)]

    return asyncio.run(run())


def test_many_letters_go_over_one_connection_and_arrive_byte_for_byte() -> None:
    agencies = Agencies()
    outcomes = sending(*(f"unit{n}" for n in range(60)), agencies=agencies)
    assert [o.raw for o in outcomes if isinstance(o, Sent)] == agencies.taken
    assert len(agencies.taken) == 60 and agencies.connections == 1
    assert outcomes[3] == Sent(
        "U-unit3", "<unit3@example.org>", agencies.taken[3], "250 OK queued as 42"
    )


def test_raw_bytes_from_an_outbox_are_sent_as_they_are() -> None:
    async def run() -> Outcome:
        async with agencies.serve() as port:
            return await send("U1", raw, HOST, port)

    agencies = Agencies()
    raw = a_mail("unit1").as_bytes().replace(b"\n", b"\r\n")
    assert isinstance(asyncio.run(run()), Sent)
    assert agencies.taken == [raw]


def test_the_client_does_not_tell_the_machines_name() -> None:
    agencies = Agencies()
    sending("unit1", agencies=agencies)
    assert agencies.greeted_as == {"[127.0.0.1]"}


def test_one_refused_address_does_not_stop_the_run() -> None:
    agencies = Agencies()
    first, second, third = sending("unit1", "nobody", "unit2", agencies=agencies)
    assert isinstance(first, Sent) and isinstance(third, Sent)
    assert second == Refused(
        "U-nobody", "<nobody@example.org>", "服务器拒收：550 5.1.1 no such mailbox"
    )
    assert agencies.connections == 1


def test_a_server_that_is_busy_asks_to_try_again() -> None:
    (outcome,) = sending("busy", agencies=Agencies())
    assert isinstance(outcome, Refused) and outcome.again and not outcome.in_doubt


def test_a_text_that_is_refused_is_refused_and_not_in_doubt() -> None:
    spam, after = sending("spam", "unit1", agencies=Agencies())
    assert isinstance(spam, Refused) and not spam.in_doubt and not spam.again
    assert "554" in spam.why and isinstance(after, Sent)


def test_a_connection_lost_before_the_text_means_that_nothing_was_sent() -> None:
    agencies = Agencies()
    cut, after = sending("cut-early", "unit1", agencies=agencies)
    assert isinstance(cut, Refused) and cut.again and not cut.in_doubt
    assert "信件未发出" in cut.why
    assert isinstance(after, Sent) and agencies.connections == 2


def test_a_connection_lost_after_the_text_leaves_the_letter_in_doubt() -> None:
    agencies = Agencies()
    cut, after = sending("cut-late", "unit1", agencies=agencies)
    assert isinstance(cut, Refused) and cut.in_doubt and not cut.again
    assert "不能确定对方是否收下" in cut.why
    assert isinstance(after, Sent) and len(agencies.taken) == 2


def test_letters_are_handed_out_one_by_one_as_their_outcomes_are_taken() -> None:
    log: list[str] = []

    def outbox() -> Iterator[tuple[str, EmailMessage]]:
        for name in ("a", "b"):
            log.append(f"sending {name}")
            yield name, a_mail(name)

    async def run() -> None:
        async with Agencies().serve() as port:
            async for outcome in send_all(outbox(), HOST, port):
                log.append(f"sent {outcome.application_id}")

    asyncio.run(run())
    assert log == ["sending a", "sent a", "sending b", "sent b"]


def untouched() -> Iterator[tuple[str, EmailMessage]]:
    pytest.fail("a letter was taken from the outbox")
    yield "", EmailMessage()


def test_without_a_server_no_letter_is_touched() -> None:
    async def run() -> None:
        async with Agencies().serve() as port:
            pass  # the port is free again, and nobody listens there
        async for _ in send_all(untouched(), HOST, port):
            pass

    with pytest.raises(Unreachable, match=r"连不上发信服务器 127\.0\.0\.1 端口 \d+"):
        asyncio.run(run())


def test_a_foreign_server_is_refused_before_a_letter_is_touched_or_a_name_looked_up() -> None:
    async def run() -> None:
        async for _ in send_all(untouched(), "smtp.example.org", 25):
            pass

    with pytest.raises(NotAuthorised, match="没有向外发送的授权"):
        asyncio.run(run())


def scripted(after_data: bytes, after_text: bytes) -> tuple[Outcome, int]:
    """The outcome with a server that says these; and how many texts reached it."""
    texts = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal texts
        writer.write(b"220 mail.example\r\n")
        while line := await reader.readline():
            if line.startswith(b"DATA"):
                writer.write(after_data)
                if after_data.startswith(b"354"):
                    await reader.readuntil(b"\r\n.\r\n")
                    texts += 1
                    writer.write(after_text)
                    if not after_text:
                        break
            elif line.startswith(b"QUIT"):
                break
            else:
                writer.write(b"250 OK\r\n")
        writer.close()

    async def run() -> Outcome:
        async with await asyncio.start_server(talk, HOST, 0) as server:
            return await send("U-x", a_mail("x"), HOST, server.sockets[0].getsockname()[1])

    return asyncio.run(run()), texts


GO = b"354 go on\r\n"


@pytest.mark.parametrize("code", [b"250", b"251", b"200", b"299"])
def test_any_2xx_after_the_text_means_sent(code: bytes) -> None:
    outcome, texts = scripted(GO, code + b" thanks\r\n")
    assert isinstance(outcome, Sent) and texts == 1
    assert outcome.accepted_at_reply == f"{code.decode()} thanks"


@pytest.mark.parametrize(("code", "again"), [(b"451", True), (b"421", True), (b"554", False)])
def test_only_4xx_and_5xx_are_refusals(code: bytes, again: bool) -> None:
    outcome, _ = scripted(GO, code + b" no\r\n")
    assert isinstance(outcome, Refused)
    assert (outcome.in_doubt, outcome.again) == (False, again)


@pytest.mark.parametrize("said", [b"354 go\r\n", b"100 x\r\n", b"600 x\r\n", b"nonsense\r\n", b""])
def test_anything_else_after_the_text_is_in_doubt_and_never_sent_again(said: bytes) -> None:
    outcome, texts = scripted(GO, said)
    assert isinstance(outcome, Refused) and texts == 1
    assert (outcome.in_doubt, outcome.again) == (True, False)


@pytest.mark.parametrize("said", [b"250 OK\r\n", b"451 later\r\n"])
def test_a_text_that_the_server_did_not_ask_for_has_not_gone_out(said: bytes) -> None:
    outcome, texts = scripted(said, b"")
    assert isinstance(outcome, Refused) and texts == 0
    assert (outcome.in_doubt, outcome.again) == (False, True)
