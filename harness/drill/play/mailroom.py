"""The province's mail: one real SMTP and one real IMAP server, on the loopback interface only.

In: who has a mailbox (the applicants) and which addresses belong to agencies. Out: `Ports`. A mail
to an agency waits in `take_letters()` until the agency reads it; a mail to an applicant lies in
that applicant's INBOX with the virtual day as its INTERNALDATE.

Both servers run in a thread and an event loop of their own, as a mail provider would: a client
that blocks (imapclient does) can be used from the drill's own thread without stopping them.
The IMAP server is pymap with its in-memory backend. It gives back a message byte for byte, knows
INTERNALDATE, needs no file and no privilege, and so runs on every system that Python runs on.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import socket
import threading
from argparse import Namespace
from collections.abc import AsyncIterator, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime

from aiosmtpd.smtp import SMTP, Envelope, Session
from proxyprotocol.reader import ProxyProtocolReader
from proxyprotocol.version import ProxyProtocolVersion
from pymap.backend.dict import Config, Identity, Login
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.user import Passwords, UserMetadata
from pysasl.hashing import Cleartext

LOOPBACK = "127.0.0.1"
AGENCIES = "agencies@yanlian.example"  # the envelope's sender of what the drill itself sends


@dataclass(frozen=True, slots=True)
class Ports:
    """How a campaign reaches its mail: the user name is the applicant's e-mail address."""

    smtp_port: int
    imap_port: int
    imap_password: str


@dataclass(frozen=True, slots=True)
class Posted:
    """One mail as an agency's mail system received it."""

    to: str
    sender: str
    data: bytes


class Mailroom:
    """Who has which mailbox; `now` is the virtual time at which mail arrives."""

    def __init__(self, agencies: Iterable[str], applicants: Iterable[str]) -> None:
        self.now = datetime(2020, 1, 1, tzinfo=UTC)
        self._agencies = {address.lower() for address in agencies if address}
        # a mailbox is called as its owner writes it
        self._applicants = {address.lower(): address for address in applicants}
        self._waiting: list[Posted] = []
        self._lock = threading.Lock()
        self._config = _imap_config()
        self._login = Login(self._config)

    def take_letters(self) -> tuple[Posted, ...]:
        """What came for agencies since the last call; each mail is handed out once."""
        with self._lock:
            waiting, self._waiting = tuple(self._waiting), []
        return waiting

    # aiosmtpd calls the two methods below; their names are its protocol
    async def handle_RCPT(  # noqa: N802
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,
        address: str,
        rcpt_options: list[str],  # noqa: ARG002
    ) -> str:
        if address.lower() not in self._agencies | self._applicants.keys():
            return "550 5.1.1 no such mailbox in the drill"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,
    ) -> str:
        data = _as_bytes(envelope.content)
        for address in envelope.rcpt_tos:
            if self._is_for_applicant(address.lower(), envelope.mail_from or ""):
                await self._file(self._applicants[address.lower()], data)
            else:
                with self._lock:
                    self._waiting.append(Posted(address.lower(), envelope.mail_from or "", data))
        return "250 OK"

    def _is_for_applicant(self, address: str, sender: str) -> bool:
        """Somebody who only tries things out gives the agencies his own mailbox: what they send is
        for him, all else for them."""
        if address not in self._applicants:
            return False
        return address not in self._agencies or sender == AGENCIES

    async def _file(self, address: str, data: bytes) -> None:
        async with self._login_as(address).new_session() as session:
            inbox = await session.mailbox_set.get_mailbox("INBOX")
            await inbox.append(AppendMessage(data, self.now, frozenset()))

    def _login_as(self, address: str) -> Identity:
        return Identity(address, self._login, None, frozenset())

    async def _open(self, stack: contextlib.AsyncExitStack) -> Ports:
        """Starts both servers in the running loop; the system chooses the ports."""
        self._config.apply_context()
        password = secrets.token_urlsafe(12)
        hashed = await Passwords(self._config).hash_password(password)
        for address in sorted(self._applicants.values()):
            user = UserMetadata(self._config, address, password=hashed)
            await self._login_as(address).set(user)
        loop = asyncio.get_running_loop()
        smtp = await loop.create_server(self._smtp_protocol, LOOPBACK, 0, family=socket.AF_INET)
        greeter = ProxyProtocolReader(ProxyProtocolVersion.get(None))
        imap = await asyncio.start_server(
            greeter.get_callback(IMAPServer(self._login, self._config)),
            LOOPBACK,
            0,
            family=socket.AF_INET,
        )
        await stack.enter_async_context(smtp)
        await stack.enter_async_context(imap)
        return Ports(_port(smtp), _port(imap), password)

    def _smtp_protocol(self) -> SMTP:
        return SMTP(self, hostname="mail.yanjiang.example", enable_SMTPUTF8=True, ident="drill")

    @contextlib.asynccontextmanager
    async def serve(self) -> AsyncIterator[Ports]:
        """Both servers, in a thread of their own, for as long as the context is open."""
        opened: Future[Ports] = Future()
        thread = _ServerThread(self, opened)
        thread.start()
        try:
            yield await asyncio.wrap_future(opened)
        finally:
            thread.close()
            await asyncio.to_thread(thread.join)


class _ServerThread(threading.Thread):
    """Runs the servers until `close`; whatever stops them from starting reaches the caller."""

    def __init__(self, mailroom: Mailroom, opened: Future[Ports]) -> None:
        super().__init__(name="drill-mail", daemon=True)
        self._mailroom = mailroom
        self._opened = opened
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closing: asyncio.Event | None = None

    def run(self) -> None:
        asyncio.run(self._main())

    def close(self) -> None:
        if self._loop is not None and self._closing is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._closing.set)

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._closing = asyncio.Event()
        try:
            async with contextlib.AsyncExitStack() as stack:
                self._opened.set_result(await self._mailroom._open(stack))
                await self._closing.wait()
        except OSError as wrong:  # no port to be had: the caller must hear of it
            if self._opened.done():
                raise
            self._opened.set_exception(wrong)


def _as_bytes(content: bytes | str | None) -> bytes:
    """aiosmtpd gives bytes, unless it was asked to decode; we never ask."""
    if not isinstance(content, bytes):
        raise TypeError(f"mail content as {type(content).__name__}")
    return content


def _imap_config() -> Config:
    args = Namespace(passlib_cfg=None, proxy_protocol=None)
    return Config(
        args,
        demo_data=False,
        demo_user="",
        demo_password="",
        host=LOOPBACK,
        port=0,
        tls_enabled=False,
        secure_auth=False,
        # a password made for this run alone, on loopback: no reason to spend a second hashing it
        hash_context=Cleartext(),
        reject_dnsbl=False,
    )


def _port(server: asyncio.Server) -> int:
    return int(server.sockets[0].getsockname()[1])
