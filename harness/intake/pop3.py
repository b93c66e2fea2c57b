"""A mailbox over POP3, for providers that have nothing else -> its mails that were not taken in before.

A mail is known by what the server calls it (UIDL), else by its bytes. Nothing is deleted unless the
account says so, and then only what is on our disk; the server does it when the session ends in order.
"""

from __future__ import annotations

import poplib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TypeVar

from harness.intake import told
from harness.intake.account import TIMEOUT, Account, Fetched
from harness.store.evidence import sha256

T = TypeVar("T")
BATCH, MOST = 100, 16_000_000  # mails, bytes
CALLED = "UIDL "  # before what the server calls a mail; Place.folder holds it
BY_BYTES = "SHA-256 "
MOST_OF_A_MAIL = 200_000_000  # bytes: what goes on after that is no mail

KnownMails = Callable[[str], Collection[str]]


class Broken(OSError):
    """The server said something else than it should, or nothing more."""


@dataclass(slots=True)
class PostBox:
    account: Account
    client: poplib.POP3
    left: list[str] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def new(self, known: KnownMails) -> Iterator[tuple[Fetched, ...]]:
        """What is not `known`, in the server's order. OSError where the server fails."""
        here = known(self.account.mailbox)
        batch: list[Fetched] = []
        size = 0
        self._numbers = self._called()
        for name, number in tuple(self._numbers.items()):
            if name in here:
                self._remove(number)  # a session that broke off took nothing away
                continue
            raw = self._mail(number)
            mark = name if name.startswith(CALLED) else BY_BYTES + sha256(raw)
            if mark in here:
                self._remove(number)
            else:
                batch.append(Fetched(self.account.mailbox, 0, 0, None, raw, mark))
                self._numbers[mark] = number
                size += len(raw)
            if len(batch) == BATCH or size > MOST:
                yield tuple(batch)
                batch, size = [], 0
        if batch:
            yield tuple(batch)

    def kept(self, mails: Sequence[Fetched]) -> None:
        """They are on our disk."""
        for each in mails:
            self._remove(self._numbers[each.folder])

    def _remove(self, number: int) -> None:
        if self.account.remove:
            self._ask(f"DELE {number}")

    def _called(self) -> dict[str, int]:
        try:
            _, lines, _ = self.client.uidl()
        except poplib.error_proto:  # an old server, that has no names for them
            _, lines, _ = self._told(self.client.list)
            return {f"#{int(each.split()[0])}": int(each.split()[0]) for each in lines}
        pairs = [each.decode("ascii", "replace").split(None, 1) for each in lines]
        return {CALLED + pair[1]: int(pair[0]) for pair in pairs if len(pair) == 2}

    def _mail(self, number: int) -> bytes:
        """As it went over the line: poplib would take it apart into lines, and refuses long ones."""
        self._ask(f"RETR {number}")
        stream, size = self.client.file, 0
        lines: list[bytes] = []
        while True:
            line = stream.readline(MOST_OF_A_MAIL)
            size += len(line)
            if not line or size > MOST_OF_A_MAIL:
                raise Broken(f"服务器没有交完第{number}封邮件")
            if line in (b".\r\n", b".\n"):
                return b"".join(lines)
            lines.append(line[1:] if line.startswith(b".") else line)

    def _ask(self, command: str) -> bytes:
        shortly: Callable[[str], bytes] = self.client._shortcmd  # type: ignore[attr-defined]
        return self._told(lambda: shortly(command))

    def _told(self, ask: Callable[[], T]) -> T:
        try:
            return ask()
        except poplib.error_proto as why:
            raise Broken(told.why(why)) from why


@contextmanager
def open_postbox(account: Account) -> Iterator[PostBox]:
    """Certificates are checked. What is to be deleted is deleted by QUIT: only where all went well."""
    client = _connected(account)
    try:
        yield PostBox(account, client)
        with suppress(OSError, poplib.error_proto):  # nothing was taken away then; it is next time
            client.quit()
    finally:
        with suppress(OSError, poplib.error_proto):
            client.close()


def _connected(account: Account) -> poplib.POP3:
    context = account.context()
    client: poplib.POP3
    try:
        if account.tls and not account.starttls:
            client = poplib.POP3_SSL(account.host, account.port, timeout=TIMEOUT, context=context)
        else:
            client = poplib.POP3(account.host, account.port, timeout=TIMEOUT)
        try:
            if account.starttls:
                client.stls(context)
            client.user(account.user)
            client.pass_(account.password)
        except BaseException:
            client.close()
            raise
    except poplib.error_proto as why:
        raise Broken(told.why(why)) from why
    return client
