"""A mailbox over IMAP -> the mails in it that were not taken in before. Reads, changes nothing.

Mails are fetched with BODY.PEEK from a folder opened read-only, so that an assessor who looks into
the same mailbox sees it as it was. A mail is known by mailbox, UIDVALIDITY and UID.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
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

    key: str  # user/uidvalidity/uid
    received: datetime
    raw: bytes


def fetch_new(account: Account, last_uid: Callable[[str, int], int]) -> Iterator[Fetched]:
    """Every mail above `last_uid(user, uidvalidity)`, oldest first.

    OSError and imapclient's errors pass through: a mailbox that cannot be read must be seen.
    """
    with _opened(account) as client:
        chosen = client.select_folder(account.folder, readonly=True)
        validity = int(chosen[b"UIDVALIDITY"])
        last = last_uid(account.user, validity)
        # "n:*" names the newest mail even where its UID is below n, hence the filter
        uids = sorted(uid for uid in client.search(["UID", f"{last + 1}:*"]) if uid > last)
        for start in range(0, len(uids), BATCH):
            batch = uids[start : start + BATCH]
            # imapclient 4 refuses ranges such as "1:*" here: the UIDs are listed one by one
            for uid, parts in sorted(client.fetch(batch, ["INTERNALDATE", "BODY.PEEK[]"]).items()):
                yield Fetched(
                    f"{account.user}/{validity}/{uid}", parts[b"INTERNALDATE"], parts[b"BODY[]"]
                )


@contextmanager
def _opened(account: Account) -> Iterator[IMAPClient]:
    context = ssl.create_default_context() if account.tls else None
    client = IMAPClient(
        account.host, port=account.port, ssl=account.tls, ssl_context=context, timeout=60
    )
    # INTERNALDATE must keep the zone it was given in: a day is a day in China
    client.normalise_times = False
    with closing(_Closing(client)):
        client.login(account.user, account.password)
        yield client


@dataclass(frozen=True, slots=True)
class _Closing:
    client: IMAPClient

    def close(self) -> None:
        try:
            self.client.logout()
        except (OSError, self.client.Error):
            self.client.shutdown()
