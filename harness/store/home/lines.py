"""A connection to a PostgreSQL server: address and password -> pg8000's connection, as this program
needs it set. A server that has gone is found out within two minutes, a slow one is waited for."""

from __future__ import annotations

import contextlib
import socket
import ssl
from typing import Any

from pg8000.dbapi import DatabaseError, InterfaceError, connect

from harness.store.home.passwords import password
from harness.store.refusals import WRONG_PASSWORD, sqlstate
from letters.store_address import StoreAddress

KNOCK = 15.0  # seconds for a connection to come about
# of what the system calls them: idle until asked, between askings, askings without an answer
_ALIVE = (("TCP_KEEPIDLE", 30), ("TCP_KEEPALIVE", 30), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 6))
_UNSAID = 90_000  # milliseconds for which what was sent may go unanswered


def connected(address: StoreAddress, schema: str, tls: ssl.SSLContext | None) -> Any:
    """pg8000's InterfaceError where there is no way to the server, with what the system says of it."""
    try:
        return _connected(address, schema, tls)
    except OSError as wrong:
        raise InterfaceError("no connection") from wrong
    except DatabaseError as wrong:
        if sqlstate(wrong) == WRONG_PASSWORD and password(address) is None:
            raise InterfaceError("no password") from None
        raise


def _connected(address: StoreAddress, schema: str, tls: ssl.SSLContext | None) -> Any:
    known = password(address)
    line = _socket(address)
    try:
        made = connect(
            address.user,
            host=address.host or "localhost",
            port=address.port,
            database=address.database,
            password=known or "",
            sock=line,
            ssl_context=tls or False,
            application_name="mingcha",
            startup_params={
                "search_path": '"' + schema.replace('"', '""') + '"',
                "DateStyle": "ISO, YMD",
                "TimeZone": "UTC",
                "client_encoding": "UTF8",
            },
        )
    except BaseException:
        line.close()
        raise
    made._usock.settimeout(None)
    made.autocommit = True  # transactions are begun by us: server.py
    return made


def _socket(address: StoreAddress) -> socket.socket:
    if address.socket:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(KNOCK)
        line.connect(f"{address.socket}/.s.PGSQL.{address.port}")
        return line
    line = socket.create_connection((address.host, address.port), KNOCK)
    with contextlib.suppress(OSError):
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for name, value in _ALIVE:
            if hasattr(socket, name):
                line.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNSAID)
    return line
