"""One connection to an SMTP server, and each mail's outcome over it.

smtplib does the talking (it is Python's own, and quicker than aiosmtplib by a good deal); the steps
are taken one by one here, since only so is it known how far a mail had got when something broke:
before its text began it surely did not go, after that nobody knows.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from harness.dispatch.authorisation import NotAuthorised, loopback
from harness.dispatch.envelope import Envelope, domain_of, envelope_of, lies_in
from harness.store import connections
from harness.store.sending import Outcome

# what the client calls itself; by default it would look up and tell the assessor's host name
OWN_NAME = "[127.0.0.1]"
TIMEOUT = 60.0  # seconds for each answer of the server
IDLE = 20.0  # seconds after which a connection is tried before it is used
_LONE = re.compile(rb"(?<!\r)\n|\r(?!\n)")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


class Unreachable(Exception):
    """The server cannot be used, in one Chinese line; nothing was sent."""


class NotLoggedIn(Unreachable):
    """The server does not take name and password: asked again and again it would shut the mailbox."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where an account hands over its mails. `domains`: to which they may go; None for a server on
    loopback, which needs nobody's leave."""

    host: str
    port: int
    tls: str = "none"  # implicit | starttls | none (loopback only)
    user: str = ""
    password: str = ""
    ca_file: Path | None = None
    connections: int = 1
    domains: tuple[str, ...] | None = None

    def __repr__(self) -> str:  # a password gets into no log
        return f"Server({self.host}:{self.port} {self.tls})"


@dataclass(frozen=True, slots=True)
class Ended:
    """What came of one mail: `said` are the server's words, or why there are none."""

    outcome: Outcome
    said: str


Reply = tuple[int, str]


class Session:
    """An open connection. `server` says to whom, and how it is secured."""

    def __init__(self, client: smtplib.SMTP, server: Server) -> None:
        self._client, self._server = client, server
        self._used = time.monotonic()
        self.server = f"{server.host}:{server.port} {_secured(client)}".strip()

    @property
    def alive(self) -> bool:
        """Whether it can be used; asked of the server where that is long ago."""
        if self._client.sock is not None and time.monotonic() - self._used > IDLE:
            try:
                if self._client.noop()[0] != 250:
                    self.close()
            except (smtplib.SMTPException, OSError):
                self.close()
            self._used = time.monotonic()
        return self._client.sock is not None

    def deliver(self, raw: bytes, may_go: Callable[[], bool] = lambda: True) -> Ended | None:
        """Hand over one mail. Whatever happens is an outcome; only what `may_go` raises is raised.

        It is asked when the server waits for the text, and before the first byte of it leaves: what
        has to be written down for that may be written while the server is being asked. None, and
        nothing sent, where it says no."""
        envelope = envelope_of(raw)
        if lacking := self._lacking(envelope):
            return Ended(Outcome.REFUSED, lacking)
        try:
            refusal = self._ask(envelope)
        except (smtplib.SMTPException, OSError) as broken:
            self.close()
            return Ended(Outcome.BROKEN, f"连接中断（{_words(broken)}），信件未发出")
        if refusal is not None:
            return self._refused(refusal)
        allowed = False
        try:
            allowed = may_go()
        finally:
            if not allowed:
                self.close()  # the server waits for a text that it shall not have
        return self._hand_over(raw) if allowed else None

    def _lacking(self, envelope: Envelope) -> str:
        domains = self._server.domains
        if domains is not None and not lies_in(domain_of(envelope.recipient), domains):
            return f"没有发出：{envelope.recipient} 不在授权发往的域名之内"
        if not envelope.is_ascii and not self._client.has_extn("smtputf8"):
            return f"没有发出：{envelope.recipient} 含有中文，发信服务器不支持（SMTPUTF8）"
        return ""

    def _ask(self, envelope: Envelope) -> Reply | None:
        """None where the server now waits for the text; else its refusal."""
        commands = [*self._commands(envelope), b"DATA\r\n"]
        if not self._client.has_extn("pipelining"):
            for command, wanted in zip(commands, _WANTED, strict=True):
                if not _is(reply := self._talk(command), wanted):
                    return reply
            return None
        self._client.send(b"".join(commands))
        refusal: Reply | None = None
        for wanted in _WANTED:
            try:
                reply = self._reply()
            except smtplib.SMTPServerDisconnected:
                if refusal is None:
                    raise
                return refusal  # it hung up after it had said no
            if refusal is None and not _is(reply, wanted):
                refusal = reply
        if refusal is not None and _is(reply, "354"):
            self.close()  # it waits for a text that it shall not have
        return refusal

    def _commands(self, envelope: Envelope) -> list[bytes]:
        client, mail, rcpt = self._client, "", ""
        if not envelope.is_ascii:
            mail += " SMTPUTF8 BODY=8BITMIME"
        if client.has_extn("dsn"):
            token = envelope.message_id.strip("<>").partition("@")[0]
            mail += f" RET=HDRS ENVID={token}"
            rcpt += " NOTIFY=SUCCESS,FAILURE,DELAY"
        return [
            f"MAIL FROM:<{_line(envelope.sender)}>{mail}\r\n".encode(),
            f"RCPT TO:<{_line(envelope.recipient)}>{rcpt}\r\n".encode(),
        ]

    def _hand_over(self, raw: bytes) -> Ended:
        try:
            code, said = self._talk(_text(raw))
        except (smtplib.SMTPException, OSError) as broken:
            self.close()
            return Ended(Outcome.UNKNOWN, f"连接中断（{_words(broken)}），不能确定对方是否收下")
        if 200 <= code < 300:
            return Ended(Outcome.TAKEN, f"{code} {said}")
        if 400 <= code < 600:
            return self._refused((code, said))
        self.close()  # whatever it says next belongs to nobody knows which letter
        what = f"服务器的答复看不懂（{code} {said}）"
        return Ended(Outcome.UNKNOWN, f"{what}，不能确定对方是否收下")

    def _refused(self, reply: Reply) -> Ended:
        """No to a mail that surely was not taken: the half-made envelope is dropped."""
        code, said = reply
        if not 400 <= code < 600:
            self.close()
            return Ended(Outcome.BROKEN, f"服务器的答复看不懂（{code} {said}），信件未发出")
        if code == 421:
            self.close()
        elif self._client.sock is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                if self._client.rset()[0] != 250:
                    self.close()
        outcome = Outcome.LATER if code < 500 else Outcome.REFUSED
        return Ended(outcome, f"服务器拒收：{code} {said}")

    def _talk(self, what: bytes) -> Reply:
        self._client.send(what)
        return self._reply()

    def _reply(self) -> Reply:
        code, said = self._client.getreply()
        self._used = time.monotonic()
        return code, _clean(said)

    def quit(self) -> None:
        """All mails have their outcome by now: how the server takes the farewell changes none."""
        with contextlib.suppress(smtplib.SMTPException, OSError):
            if self._client.sock is not None:
                self._client.sock.settimeout(5)
                self._client.quit()
        self.close()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._client.close()


# how the codes begin by which the server goes on after MAIL, RCPT and DATA
_WANTED = ("2", "2", "354")


def _is(reply: Reply, wanted: str) -> bool:
    return str(reply[0]).startswith(wanted)


def connect(server: Server, timeout: float = TIMEOUT) -> Session:
    """An open connection, secured and logged in. Unreachable or NotAuthorised else, and by then
    neither a password nor a mail was shown to anybody who could not prove who he is."""
    host = _address(server)
    try:
        client = _secure(server, host, timeout)
    except ssl.SSLCertVerificationError as wrong:
        raise Unreachable(
            f"发信服务器 {server.host} 的证书核对不上（{connections.certificate(wrong)}），没有登录，没有发信；"
            "请核对 smtp_host，自建服务器请在 ca_file 写明根证书"
        ) from wrong
    except UnicodeError:  # the error quotes what it could not say: it is told to nobody
        raise Unreachable(
            f"登录不了发信服务器 {server.host}：登录名或者密码里有服务器不认的字符（中文、全角等），没有发信；"
            "请切换到英文输入法重新填写，并核对 smtp_host"
        ) from None
    except smtplib.SMTPAuthenticationError as wrong:
        said = f"{wrong.smtp_code} {_clean(_raw(wrong.smtp_error))}"
        raise NotLoggedIn(
            f"发信服务器 {server.host} 不接受 {server.user} 的登录名或者密码（{said}），没有发信，也没有再试；"
            "请核对 smtp_user 和密码（多数邮箱要填“授权码”，并先在网页上开通 SMTP），改好再发"
        ) from wrong
    except (smtplib.SMTPException, OSError) as wrong:
        raise Unreachable(
            f"连不上发信服务器 {host} 端口 {server.port}（{_words(wrong)}），"
            f"请确认服务器已启动、{_place(server)} 的 smtp_port 无误"
        ) from wrong
    return Session(client, server)


def _place(server: Server) -> str:
    return "[mail]" if server.domains is None else "[[accounts]]"


def _address(server: Server) -> str:
    """By what the server is called on. Nothing but loopback without encryption and leave."""
    if server.tls == "none" or server.domains is None:
        return loopback(server.host)
    if server.host.lower() == "localhost":
        return server.host
    try:
        return loopback(server.host)
    except NotAuthorised:
        return server.host


def _secure(server: Server, host: str, timeout: float) -> smtplib.SMTP:
    context = _context(server) if server.tls != "none" else None
    client: smtplib.SMTP
    if server.tls == "implicit":
        client = smtplib.SMTP_SSL(timeout=timeout, local_hostname=OWN_NAME, context=context)
    else:
        client = smtplib.SMTP(timeout=timeout, local_hostname=OWN_NAME)
    client._host = host  # type: ignore[attr-defined]  # the name that the certificate must bear
    try:
        code, said = client.connect(host, server.port)
        if client.sock is not None:  # a mail is one piece of news, not to be held back for the next
            client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if code != 220:
            raise smtplib.SMTPResponseException(code, said)
        _greet(client)
        if server.tls == "starttls":
            client.starttls(context=context)
            _greet(client)
        if server.user:
            client.login(server.user, server.password)
    except BaseException:
        client.close()
        raise
    return client


def _greet(client: smtplib.SMTP) -> None:
    code, said = client.ehlo()
    if not 200 <= code < 300:
        code, said = client.helo()
    if not 200 <= code < 300:
        raise smtplib.SMTPHeloError(code, said)


def _context(server: Server) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if server.ca_file is not None:
        context.load_verify_locations(server.ca_file)
    return context


def _secured(client: smtplib.SMTP) -> str:
    if isinstance(client.sock, ssl.SSLSocket):
        cipher = client.sock.cipher()
        return f"{client.sock.version()} {cipher[0] if cipher else ''}"
    return ""


def _text(raw: bytes) -> bytes:
    """As it goes over the wire: every line ends in CRLF, a dot that begins a line is doubled."""
    ends = raw.count(b"\r\n")
    if (
        not ends == raw.count(b"\n") == raw.count(b"\r")
    ):  # far quicker than to search for a lone one
        raw = _LONE.sub(b"\r\n", raw)
    if raw.startswith(b"."):
        raw = b"." + raw
    return raw.replace(b"\r\n.", b"\r\n..") + (b".\r\n" if raw.endswith(b"\r\n") else b"\r\n.\r\n")


def _line(address: str) -> str:
    """Nothing in an address ends the command that it stands in."""
    return re.sub(r"[\s<>\x00-\x1f\x7f]", "", address)


def _clean(said: bytes) -> str:
    return _UNPRINTABLE.sub(" ", said.decode("utf-8", "replace"))[:1000]


def _words(wrong: OSError) -> str:
    if isinstance(wrong, smtplib.SMTPResponseException):
        return f"{wrong.smtp_code} {_clean(_raw(wrong.smtp_error))}"
    if isinstance(wrong, smtplib.SMTPServerDisconnected):
        late = isinstance(wrong.__context__, TimeoutError)  # smtplib caught it, and hung up itself
        return connections.TOO_SLOW if late else connections.HUNG_UP
    if isinstance(wrong, smtplib.SMTPNotSupportedError):
        return f"服务器不支持{' STARTTLS' if 'STARTTLS' in str(wrong) else '登录'}"
    if isinstance(wrong, smtplib.SMTPException):
        return "服务器没有可用的登录方式"
    return connections.why(wrong)


def _raw(said: bytes | str) -> bytes:
    return said if isinstance(said, bytes) else said.encode()
