"""A mailbox over IMAP -> the mails in it that were not taken in before. Reads, changes nothing.

Mails are fetched with BODY.PEEK from a folder opened read-only, so that an assessor who looks into
the same mailbox sees it as it was. A mail is known by mailbox, UIDVALIDITY and UID.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from imapclient import IMAPClient

BATCH = 50


@dataclass(frozen=True, slots=True)
class Account:
    """Where an applicant's mail lies. `tls` is off only for servers on loopback."""

    host: str
    port: int
    user: str
    password: str
    tls: bool = True
    folder: str = "INBOX"


@dataclass(frozen=True, slots=True)
class Fetched:
    """One mail as the server holds it; `received` is the server's INTERNALDATE."""

    mailbox: str
    uidvalidity: int
    uid: int
    received: datetime
    raw: bytes


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An open connection to one account; `new` may be asked again and again."""

    account: Account
    client: IMAPClient

    def new(self, last_uid: Callable[[str, int], int]) -> Iterator[Fetched]:
        """Every mail above `last_uid(user, uidvalidity)`, oldest first.

        OSError and imapclient's errors pass through: a mailbox that cannot be read must be seen.
        """
        user, client = self.account.user, self.client
        # selected anew each time: only then does every server tell of what came since
        chosen = client.select_folder(self.account.folder, readonly=True)
        validity = int(chosen[b"UIDVALIDITY"])
        last = last_uid(user, validity)
        # "n:*" names the newest mail even where its UID is below n, hence the filter
        uids = sorted(uid for uid in client.search(["UID", f"{last + 1}:*"]) if uid > last)
        for start in range(0, len(uids), BATCH):
            batch = uids[start : start + BATCH]
            # imapclient 4 refuses ranges such as "1:*" here: the UIDs are listed one by one
            for uid, parts in sorted(client.fetch(batch, ["INTERNALDATE", "BODY.PEEK[]"]).items()):
                if not {b"INTERNALDATE", b"BODY[]"} <= parts.keys():
                    raise IMAPClient.Error(f"服务器没有交出第{uid}号邮件")
                yield Fetched(user, validity, uid, parts[b"INTERNALDATE"], parts[b"BODY[]"])


@contextmanager
def open_mailbox(account: Account) -> Iterator[Mailbox]:
    """Log in; log out at the end, whatever the server says to that."""
    context = ssl.create_default_context() if account.tls else None
    client = IMAPClient(
        account.host, port=account.port, ssl=account.tls, ssl_context=context, timeout=60
    )
    # INTERNALDATE must keep the zone it was given in: a day is a day in China
    client.normalise_times = False
    # else each short command waits for the server's delayed acknowledgement, some 40 ms
    client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        client.login(account.user, account.password)
        yield Mailbox(account, client)
    finally:
        try:
            client.logout()
        except (OSError, IMAPClient.Error):
            with suppress(OSError):  # of a connection that broke: what broke it is told, not this
                client.shutdown()
