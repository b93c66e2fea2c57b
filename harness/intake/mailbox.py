"""A mailbox over IMAP -> the mails in it that were not taken in before, in batches.

Mails are fetched with BODY.PEEK, so that an assessor who looks into the same mailbox finds them unread
as they were. A mail is known by mailbox, folder, UIDVALIDITY and UID. While one batch is being kept,
the next is fetched. Nothing is said to the server of a mail that is not on our disk: `kept` sets its
mark afterwards, and only where the account wants one.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, ProtocolError

from harness.intake import told
from harness.intake.account import ID, TIMEOUT, Account, Fetched
from harness.intake.folders import INBOX, to_fetch

BATCH = 200  # mails
MOST = 16_000_000  # bytes of a batch, but for a mail that is larger by itself
ASKED = 1000  # sizes asked for at a time
MARK = b"$MingchaKept"  # a keyword (RFC 3501, 2.3.2): other programs leave it and show nothing
ANY = b"\\*"  # the server lets one set keywords of one's own

# (mailbox, folder, UIDVALIDITY) -> the UIDs that were taken in before
Known = Callable[[str, str, int], Collection[int]]


@dataclass(slots=True)
class Mailbox:
    """An open connection to one account; `new` may be asked again and again. `left`: what could not
    be had, for people: it is asked for again the next time."""

    account: Account
    client: IMAPClient
    left: list[str] = field(default_factory=list)
    _marks: bool = False
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def new(self, known: Known) -> Iterator[tuple[Fetched, ...]]:
        """What is not `known`, a folder after the other, oldest first.

        OSError and imapclient's errors pass through: a mailbox that cannot be read must be seen.
        """
        self.left.clear()
        for name in self.account.folders or to_fetch(self.client.list_folders()):
            try:
                chosen = self._choose(name)
            except IMAPClient.AbortError:  # the connection
                raise
            except IMAPClientError as why:  # this folder alone: it was removed, or is nobody's
                self.left.append(f"文件夹“{name}”打不开：{told.why(why)}")
            else:
                yield from self._of_folder(name, chosen, known)

    def kept(self, mails: Sequence[Fetched]) -> None:
        """They are on our disk. For a batch of the folder that is being fetched, before the next
        one is asked for."""
        if self._marks:
            self._mark([each.uid for each in mails])

    def _mark(self, uids: Sequence[int]) -> None:
        for start in range(0, len(uids), ASKED):
            with self._turn:
                self.client.add_flags(uids[start : start + ASKED], [MARK], silent=True)

    def _choose(self, name: str) -> dict[bytes, Any]:
        """Selected anew each time: only then does every server tell of what came since."""
        reads = not self.account.mark
        chosen: dict[bytes, Any] = self.client.select_folder(name, readonly=reads)
        allowed = {each.lower() for each in chosen.get(b"PERMANENTFLAGS", ())}
        self._marks = not reads and bool(allowed & {ANY, MARK.lower()})
        return chosen

    def _of_folder(
        self, name: str, chosen: dict[bytes, Any], known: Known
    ) -> Iterator[tuple[Fetched, ...]]:
        validity = int(chosen[b"UIDVALIDITY"])
        folder = "" if name.upper() == INBOX else name
        here = set(known(self.account.mailbox, folder, validity))
        if not chosen[b"EXISTS"]:
            return
        uids = sorted(set(self.client.search(["ALL"])) - here)
        if self._marks and here:  # a run that died after it had kept them could not say so
            unmarked = self.client.search(["UNKEYWORD", MARK.decode()])
            self._mark(sorted(here.intersection(unmarked)))
        with ThreadPoolExecutor(1) as hand:
            begun: Future[tuple[Fetched, ...]] | None = None
            for batch in self._batches(uids):
                fetched, begun = begun, hand.submit(self._fetch, batch, folder, validity)
                if fetched is not None:
                    yield fetched.result()
            if begun is not None:
                yield begun.result()

    def _batches(self, uids: Sequence[int]) -> Iterator[list[int]]:
        batch: list[int] = []
        size = 0
        for start in range(0, len(uids), ASKED):
            part = uids[start : start + ASKED]
            with self._turn:
                sizes = self.client.fetch(part, ["RFC822.SIZE"])
            for uid in part:
                if uid not in sizes:  # removed meanwhile
                    continue
                large = int(sizes[uid].get(b"RFC822.SIZE", 0))
                if batch and (len(batch) == BATCH or size + large > MOST):
                    yield batch
                    batch, size = [], 0
                batch.append(uid)
                size += large
        if batch:
            yield batch

    def _fetch(self, batch: list[int], folder: str, validity: int) -> tuple[Fetched, ...]:
        # imapclient 4 refuses ranges such as "1:*" here: the UIDs are listed one by one
        with self._turn:
            given = self.client.fetch(batch, ["INTERNALDATE", "BODY.PEEK[]"])
        found = []
        for uid in batch:
            parts = given.get(uid)
            if parts is None:  # removed meanwhile
                continue
            raw, received = parts.get(b"BODY[]"), parts.get(b"INTERNALDATE")
            if raw is None:
                self.left.append(f"服务器没有交出{folder or '收件箱'}第{uid}号邮件")
                continue
            mailbox = self.account.mailbox
            found.append(Fetched(mailbox, validity, uid, received, raw, folder))
        return tuple(found)


@contextmanager
def open_mailbox(account: Account) -> Iterator[Mailbox]:
    """Log in; log out at the end, whatever the server says to that."""
    client = connected(account)
    try:
        yield Mailbox(account, client)
    finally:
        try:
            client.logout()
        except (OSError, IMAPClientError):
            with suppress(OSError):  # of a connection that broke: what broke it is told, not this
                client.shutdown()


def connected(account: Account) -> IMAPClient:
    """Certificates are checked, also where the connection is made secure after it was made."""
    context = account.context() if account.tls or account.starttls else None
    client = IMAPClient(
        account.host, port=account.port, ssl=account.tls and not account.starttls,
        ssl_context=context, timeout=TIMEOUT,
    )  # fmt: skip
    try:
        # INTERNALDATE must keep the zone it was given in: a day is a day in China
        client.normalise_times = False
        # else each short command waits for the server's delayed acknowledgement, some 40 ms
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if account.starttls:
            client.starttls(context)
        client.login(account.user, account.password)
        if _can(client, "ID"):
            client.id_(ID)
    except BaseException:
        with suppress(OSError):
            client.shutdown()
        raise
    return client


def _can(client: IMAPClient, what: str) -> bool:
    """The library takes it for granted that the answer holds a list."""
    try:
        return bool(client.has_capability(what))
    except AttributeError:
        raise ProtocolError("CAPABILITY without a list") from None
