"""E-mail: letters -> the SMTP server, many over one connection, each with its own outcome.

A letter is pulled from `letters` only once the connection stands, and the next one only after the
outcome of the last was taken: an outbox can write "sending" as it hands a letter out and knows
that what it did not hand out was not touched. One refused address does not stop the run.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP as SMTP_POLICY

from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from harness.dispatch.authorisation import loopback

# what the client calls itself; by default it would look up and tell the assessor's host name
OWN_NAME = "[127.0.0.1]"
_COMPLETED = 250
TIMEOUT = 30.0  # seconds for each answer of the server


class Unreachable(Exception):
    """The server cannot be reached, in one Chinese line; letters not yet pulled are untouched."""


@dataclass(frozen=True, slots=True)
class Sent:
    application_id: str
    message_id: str
    raw: bytes  # exactly what was handed over
    accepted_at_reply: str  # the server's own words


@dataclass(frozen=True, slots=True)
class Refused:
    """`in_doubt`: after the text had begun to go out the connection broke, or the server said what
    is neither yes nor no, so that the letter may have arrived; it must not be sent again unseen. `again`: the server says to try later."""

    application_id: str
    message_id: str
    why: str
    in_doubt: bool = False
    again: bool = False


Outcome = Sent | Refused


async def send(application_id: str, mail: EmailMessage | bytes, host: str, port: int) -> Outcome:
    """One letter over a connection of its own."""
    async with contextlib.aclosing(send_all([(application_id, mail)], host, port)) as outcomes:
        return await anext(outcomes)


async def send_all(
    letters: Iterable[tuple[str, EmailMessage | bytes]],
    host: str,
    port: int,
    *,
    timeout: float = TIMEOUT,
) -> AsyncGenerator[Outcome, None]:
    """Each letter's outcome, in order. NotAuthorised and Unreachable are raised, and only they."""
    address = loopback(host)
    waiting = iter(letters)
    client = await _connect(address, port, timeout)
    try:
        for application_id, mail in waiting:
            yield await _send(client, application_id, _bytes(mail))
            if not client.is_connected:
                client = await _connect(address, port, timeout)
    finally:
        await _quit(client)


async def _connect(address: str, port: int, timeout: float) -> SMTP:
    client = SMTP(
        hostname=address,
        port=port,
        local_hostname=OWN_NAME,
        timeout=timeout,
        use_tls=False,  # it never leaves the machine
        start_tls=False,
    )
    try:
        await client.connect()
        await client.ehlo()
    except (SMTPException, OSError) as wrong:
        client.close()
        raise Unreachable(
            f"连不上发信服务器 {address} 端口 {port}（{wrong}），其余信件未发出，"
            "请确认服务器已启动、[mail] 的 smtp_port 无误"
        ) from wrong
    return client


async def _send(client: SMTP, application_id: str, raw: bytes) -> Outcome:
    headers = BytesHeaderParser(policy=SMTP_POLICY).parsebytes(raw)
    message_id = str(headers["Message-ID"])
    text_began = False
    try:
        await client.mail(headers["From"].addresses[0].addr_spec)
        await client.rcpt(headers["To"].addresses[0].addr_spec)
        text_began = True
        reply = await client.data(raw)
    except SMTPResponseException as answer:
        if text_began and _is_taken(answer.code):
            return Sent(application_id, message_id, raw, f"{answer.code} {answer.message}")
        if 400 <= answer.code < 600:
            await _reset(client)
            why = f"服务器拒收：{answer.code} {answer.message}"
            return Refused(application_id, message_id, why, again=answer.code < 500)
        client.close()  # whatever it says next belongs to nobody knows which letter
        may_be_there = text_began and answer.code != _COMPLETED
        what = f"服务器的答复看不懂（{answer.code} {answer.message}）"
        return _broken(application_id, message_id, what, may_be_there)
    except (SMTPException, OSError) as broken:
        client.close()
        return _broken(application_id, message_id, f"连接中断（{broken}）", text_began)
    return Sent(application_id, message_id, raw, f"{reply.code} {reply.message}")


def _is_taken(code: int) -> bool:
    """Any 2xx after the text. 250 itself never comes as an exception from there: one that does
    was the answer to the word DATA, and no text has gone out."""
    return 200 <= code < 300 and code != _COMPLETED


def _broken(application_id: str, message_id: str, what: str, in_doubt: bool) -> Refused:
    why = f"{what}，{'不能确定对方是否收下' if in_doubt else '信件未发出'}"
    return Refused(application_id, message_id, why, in_doubt=in_doubt, again=not in_doubt)


async def _reset(client: SMTP) -> None:
    """After a refusal the half-made envelope is dropped; a server that cannot is left."""
    try:
        await client.rset()
    except (SMTPException, OSError):
        client.close()


async def _quit(client: SMTP) -> None:
    """All letters have their outcome by now: how the server takes the farewell changes none."""
    if client.is_connected:
        with contextlib.suppress(SMTPException, OSError):
            await client.quit()
    client.close()


def _bytes(mail: EmailMessage | bytes) -> bytes:
    return mail if isinstance(mail, bytes) else mail.as_bytes(policy=SMTP_POLICY)
