"""An SMTP server on loopback, a thread a connection, that does what a test wants: takes, refuses,
greylists, hangs, hangs up, dies. `taken` are the texts that it has answered for or swallowed.

In: a `Manner`. Out: a port, and what came. It doubles what it is told to double; nothing else does.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

GO = b"354 go on\r\n"


@dataclass
class Manner:
    """What the server answers. `rcpt` and `text`: (recipient, how often it was asked) -> an answer,
    or None to hang up without a word; what is hung up on after its text was swallowed, and taken."""

    extensions: tuple[str, ...] = ("PIPELINING", "8BITMIME")
    rcpt: Callable[[str, int], bytes | None] = lambda _to, _n: b"250 OK\r\n"
    text: Callable[[str, int], bytes | None] = lambda _to, _n: b"250 OK queued as 42\r\n"
    data: bytes = GO
    greeting: bytes = b"220 mail.example ESMTP\r\n"
    takes: Callable[[bytes | None], bool] = lambda said: said is None or said.startswith(b"2")
    insists: bool = False  # wants a text even where it has refused the receiver
    delay: float = 0.0  # seconds before each answer, as a far server has them
    hangs: float = 0.0  # seconds before the answer to a text
    tls: ssl.SSLContext | None = None  # implicit, or by STARTTLS where that is an extension
    user: tuple[str, str] | None = None


@dataclass
class Talked:
    """What came."""

    port: int = 0
    taken: list[bytes] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    connections: int = 0
    asked: dict[str, int] = field(default_factory=dict)
    at: list[float] = field(default_factory=list)  # when each text came


class _HungUp(Exception):
    pass


@contextlib.contextmanager
def serving(manner: Manner | None = None) -> Iterator[Talked]:
    manner, talked = manner or Manner(), Talked()
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    talked.port = listener.getsockname()[1]
    open_ones: list[socket.socket] = []

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            open_ones.append(connection)
            talked.connections += 1
            threading.Thread(target=_talk, args=(connection, manner, talked), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield talked
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for each in open_ones:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


def _talk(connection: socket.socket, manner: Manner, talked: Talked) -> None:
    with contextlib.suppress(OSError, _HungUp, ValueError), connection:
        implicit = manner.tls is not None and "STARTTLS" not in manner.extensions
        if implicit and manner.tls is not None:
            connection = manner.tls.wrap_socket(connection, server_side=True)
        _converse(connection, manner, talked)


def _converse(connection: socket.socket, manner: Manner, talked: Talked) -> None:
    stream, to, secured = connection.makefile("rb"), "", False

    def say(what: bytes | None) -> None:
        if what is None or what == b"":
            connection.shutdown(socket.SHUT_RDWR)
            raise _HungUp
        if manner.delay:
            time.sleep(manner.delay)
        connection.sendall(what)

    say(manner.greeting)
    while line := stream.readline():
        command = line.decode("utf-8").strip()
        verb = command[:4].upper()
        talked.commands.append(command)
        if verb == "EHLO":
            offered = [e for e in manner.extensions if not (secured and e == "STARTTLS")]
            lines = ["mail.example", *offered]
            last = len(lines) - 1
            say(
                "".join(
                    f"250{' ' if n == last else '-'}{e}\r\n" for n, e in enumerate(lines)
                ).encode()
            )
        elif verb == "STAR" and manner.tls is not None:
            say(b"220 go\r\n")
            connection = manner.tls.wrap_socket(connection, server_side=True)
            stream, secured = connection.makefile("rb"), True
        elif verb == "AUTH":
            say(b"235 welcome\r\n" if manner.user else b"535 5.7.8 no such user\r\n")
        elif verb == "RCPT":
            to = command.split("<")[1].split(">")[0]
            talked.asked[to] = talked.asked.get(to, 0) + 1
            answer = manner.rcpt(to, talked.asked[to])
            refused = answer is not None and not answer.startswith(b"2")
            say(answer)
            to = "" if refused else to
        elif verb == "DATA":
            wanted = to or manner.insists
            say(manner.data if wanted else b"554 5.5.1 no valid recipients\r\n")
            if wanted and manner.data.startswith(b"354"):
                text = _text(stream)
                talked.at.append(time.monotonic())
                if manner.hangs:
                    time.sleep(manner.hangs)
                answer = manner.text(to, talked.asked.get(to, 0))
                if manner.takes(answer):
                    talked.taken.append(text)
                say(answer)
            to = ""
        elif verb == "QUIT":
            say(b"221 bye\r\n")
            return
        else:
            say(b"250 OK\r\n")


def _text(stream: object) -> bytes:
    """Up to the line with one dot, and without the dots that were doubled."""
    lines = []
    while (line := stream.readline()) != b".\r\n":  # type: ignore[attr-defined]
        if not line:
            raise _HungUp
        lines.append(line[1:] if line.startswith(b".") else line)
    return b"".join(lines)
