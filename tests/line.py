"""A line to a PostgreSQL server that can be cut: at once, or when a word goes by, before or after it has
arrived there."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Line:
    """`word`: when bytes with it go to the server, the line is cut: before they arrive, or where `arrives`
    after the server has answered, of which nothing comes back. `dead`: nobody gets through any more."""

    port: int
    to: int
    word: bytes = b""
    arrives: bool = True
    stays_dead: bool = False
    dead: bool = False
    cuts: int = 0
    open: list[socket.socket] = field(default_factory=list)

    def cut_at(self, word: bytes, *, arrives: bool, stays_dead: bool = False) -> None:
        self.arrives, self.stays_dead, self.word = arrives, stays_dead, word

    def carry(self, client: socket.socket) -> None:
        if self.dead:
            client.close()
            return
        server = socket.create_connection(("127.0.0.1", self.to))
        self.open += [client, server]
        threading.Thread(target=self._back, args=(server, client), daemon=True).start()
        with contextlib.suppress(OSError):
            while data := client.recv(65536):
                if self.word and self.word in data:
                    self._cut(client, server, data)
                    return
                server.sendall(data)
        _close(client, server)

    def _cut(self, client: socket.socket, server: socket.socket, data: bytes) -> None:
        self.word, self.dead = b"", self.stays_dead
        self.cuts += 1
        with contextlib.suppress(OSError):
            client.shutdown(socket.SHUT_WR)  # no answer comes back from here on
            if self.arrives:
                server.sendall(data)
                threading.Event().wait(0.2)  # it has done what it was told
        _close(client, server)

    def _back(self, server: socket.socket, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(65536):
                client.sendall(data)
        _close(client)


def _close(*ends: socket.socket) -> None:
    for each in ends:
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
        each.close()


@contextlib.contextmanager
def line_to(port: int) -> Iterator[Line]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        line = Line(listening.getsockname()[1], port)

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    client, _ = listening.accept()
                    threading.Thread(target=line.carry, args=(client,), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        try:
            yield line
        finally:
            _close(*line.open)
