"""Where mail lies: what is known of a mailbox before it is opened, and one mail as it was handed out."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

TIMEOUT = 60.0  # seconds in which a server must have said something
ID = {"name": "mingcha", "vendor": "mingcha"}  # some servers (163.com) serve nobody who has no name


@dataclass(frozen=True, slots=True)
class Account:
    """`tls` is off only for servers on loopback. `address`: whose mail it is, where the name to log
    in with is another. `folders`: none means INBOX and those for junk. `mark`: mails that were kept
    get a mark on the server (IMAP: a keyword that no mail program shows); else it is only read.
    `remove`: of POP3, take away from the server what was kept."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)  # so that no traceback tells it
    tls: bool = True
    folders: tuple[str, ...] = ()
    address: str = ""
    starttls: bool = False
    pop3: bool = False
    mark: bool = False
    remove: bool = False
    ca_file: Path | None = None

    def context(self) -> ssl.SSLContext:
        """Certificates are checked, by the campaign's own root too where it has one."""
        context = ssl.create_default_context()
        if self.ca_file is not None:
            context.load_verify_locations(self.ca_file)
        return context

    @property
    def mailbox(self) -> str:
        return self.address or self.user


@dataclass(frozen=True, slots=True)
class Fetched:
    """One mail as the server holds it; `received` is the server's INTERNALDATE, None of a server that
    does not tell; `folder` is empty for INBOX."""

    mailbox: str
    uidvalidity: int
    uid: int
    received: datetime | None
    raw: bytes
    folder: str = ""
