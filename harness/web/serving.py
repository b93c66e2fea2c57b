"""Runs a workbench: an address that is free, or a clear line why not; then requests until Ctrl-C."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from harness.campaign.errors import Refused
from harness.store.errors import reason


@dataclass(frozen=True, slots=True)
class Place:
    """Where it listens. `port` 0: any that is free. `certificate` and `key`: of TLS, PEM files."""

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None
    proxies: tuple[str, ...] = ()


def listening(place: Place) -> socket.socket:
    """Refused where the port is taken or the address is not this machine's."""
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    # said to be TCP: asyncio turns Nagle's waiting off for no other, and each page took 40 ms more
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows, where another could share it
            made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((place.host, place.port))
        made.listen(128)
    except OSError as wrong:
        made.close()
        raise Refused(
            f"不能在 {place.host}:{place.port} 上等候（{reason(wrong)}）：可能已经开着一个工作台，"
            "或者端口被别的程序占用；请用 --port 换一个端口"
        ) from None
    return made


def serve(app: FastAPI, place: Place, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Until Ctrl-C; KeyboardInterrupt is theirs who called."""
    _server(app, place, ready).run(sockets=[listener])


def serve_until(
    app: FastAPI,
    place: Place,
    listener: socket.socket,
    ready: Callable[[], None],
    stop: threading.Event,
) -> None:
    """The same in a thread of somebody else's program, which says when to stop."""
    server = _server(app, place, ready)

    def stopping() -> None:
        stop.wait()
        server.should_exit = True

    threading.Thread(target=stopping, daemon=True).start()
    server.run(sockets=[listener])


def _server(app: FastAPI, place: Place, ready: Callable[[], None]) -> _Server:
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(place.proxies),
        forwarded_allow_ips=list(place.proxies) or None,
        ssl_certfile=place.certificate,
        ssl_keyfile=place.key,
        timeout_graceful_shutdown=3,
        limit_concurrency=400,
        http="h11",
        ws="none",
    )
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    return _Server(config, ready)


class _Server(uvicorn.Server):
    """Says when it is ready; leaves the signals to whoever called."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.should_exit:
            self._ready()
