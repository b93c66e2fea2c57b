"""Until something comes: servers that can tell (IDLE, RFC 2177) are listened to, the others are asked again
after a while. It only wakes somebody up; what is new is found out by fetching.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from harness.intake.account import Account
from harness.intake.folders import INBOX
from harness.intake.mailbox import connected

ANEW = 9 * 60.0  # seconds: many servers, and what lies between, forget a connection that is silent
LOOK = 1.0  # seconds after which a listener sees that it should end
PAUSE = 30.0  # seconds before a connection that broke off is made again
MOST_EMPTY = 20
NEWS = frozenset({b"EXISTS", b"RECENT"})


@dataclass(slots=True)
class Waiting:
    """Listens in the background from its making to its end; `wait` may be called again and again.
    What comes between two calls wakes the second at once."""

    came: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def wait(self, seconds: float) -> bool:
        """Whether something was told of within this time."""
        told = self.came.wait(seconds)
        self.came.clear()
        return told


@contextmanager
def listening(accounts: Sequence[Account]) -> Iterator[Waiting]:
    """To the INBOX of every account whose server can tell; other folders and POP3 are only polled."""
    waiting = Waiting()
    threads = [
        threading.Thread(target=_listen, args=(each, waiting), daemon=True)
        for each in accounts
        if not each.pop3
    ]
    for each in threads:
        each.start()
    try:
        yield waiting
    finally:
        waiting.ended.set()
        for each in threads:
            each.join(3 * LOOK)  # one that hangs in a connection is left to the end of the program


def _listen(account: Account, waiting: Waiting) -> None:
    """A server that is away, or drops the line, is tried again; the polls go on meanwhile."""
    while not waiting.ended.is_set():
        try:
            client = connected(account)
        except UnicodeError:  # a password that no server can be told: the polls tell of it
            return
        except (OSError, IMAPClientError):
            waiting.ended.wait(PAUSE)
            continue
        try:
            if not client.has_capability("IDLE"):
                return
            seen: object = None
            while not waiting.ended.is_set():
                seen = _hear(client, waiting, seen)
        except (OSError, IMAPClientError):
            waiting.came.set()  # who knows what was missed
            waiting.ended.wait(PAUSE)
        finally:
            with suppress(OSError, IMAPClientError):
                client.shutdown()


def _hear(client: IMAPClient, waiting: Waiting, seen: object) -> object:
    """For as long as a line may be silent. `seen`: the number that the next mail was to have when it
    was listened to before; answers what it is now, so that nothing comes unheard between the two."""
    chosen = client.select_folder(INBOX, readonly=True)
    number: object = chosen.get(b"UIDNEXT", chosen.get(b"EXISTS"))
    if seen not in (None, number):
        waiting.came.set()
    client.idle()
    end, empty = time.monotonic() + ANEW, 0
    while (now := time.monotonic()) < end and not waiting.ended.is_set():
        told = client.idle_check(LOOK)
        if any(isinstance(each, tuple) and not NEWS.isdisjoint(each) for each in told):
            waiting.came.set()
        # imapclient takes the end of the stream for silence, but does not wait for it
        empty = empty + 1 if not told and time.monotonic() - now < LOOK / 2 else 0
        if empty > MOST_EMPTY:
            raise OSError("the server hung up")
    client.idle_done()
    return number
