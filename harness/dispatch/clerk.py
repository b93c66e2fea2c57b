"""What several connections have to put down -> the store, many of it in one transaction.

A claim or an outcome goes in; a future comes out that is done when it stands on the disk.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future

from harness.store import sending
from harness.store.database import Store
from harness.store.errors import StoreError
from harness.store.sending import Attempt, Mail

DISK = (0.2, 0.5, 1.0)  # seconds between tries to write down what servers have said


class Clerk:
    """The one who writes to the store: takes what all connections have to put down at a moment into
    one transaction, and tells each of them when it stands on the disk."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._news: queue.SimpleQueue[tuple[Mail | Attempt, Future[bool]] | None] = (
            queue.SimpleQueue()
        )
        self._thread = threading.Thread(target=self._run, name="clerk")

    def start(self) -> None:
        self._thread.start()

    def end(self) -> None:
        self._news.put(None)
        self._thread.join()

    def claim(self, mail: Mail) -> Future[bool]:
        """Whether the mail is now this connection's to send, once that stands on the disk."""
        return self._ask(mail)

    def record(self, attempt: Attempt) -> Future[bool]:
        """True once it stands on the disk."""
        return self._ask(attempt)

    def _ask(self, what: Mail | Attempt) -> Future[bool]:
        answer: Future[bool] = Future()
        self._news.put((what, answer))
        return answer

    def _run(self) -> None:
        going = True
        while going:
            news = [self._news.get()]
            while not self._news.empty():
                news.append(self._news.get())
            going = None not in news
            self._put_down([each for each in news if each is not None])

    def _put_down(self, news: Sequence[tuple[Mail | Attempt, Future[bool]]]) -> None:
        wanted = [what for what, _ in news if isinstance(what, Mail)]
        tried = [what for what, _ in news if isinstance(what, Attempt)]
        if not news:
            return
        try:
            mine = sending.take_down(self._store, wanted, tried)
        except Exception as why:  # noqa: BLE001  each connection hears of it
            for what, answer in news:
                if isinstance(what, Mail):
                    answer.set_exception(why)
            self._once_more([(a, answer) for a, answer in news if isinstance(a, Attempt)], why)
            return
        for what, answer in news:
            answer.set_result(not isinstance(what, Mail) or what.application_id in mine)

    def _once_more(self, tried: Sequence[tuple[Attempt, Future[bool]]], why: Exception) -> None:
        """What servers have said is worth some patience with a full disk."""
        for wait in DISK if tried else ():
            time.sleep(wait)
            try:
                sending.take_down(self._store, (), [each for each, _ in tried])
            except Exception as still:  # noqa: BLE001
                why = still
                continue
            for _, answer in tried:
                answer.set_result(True)
            return
        for each, answer in tried:
            answer.set_exception(_not_written(each, why))


def _not_written(attempt: Attempt, why: Exception) -> StoreError:
    """What stands nowhere else is told: in the store the mail stays one of which nobody knows."""
    return StoreError(
        f"申请 {attempt.application_id} 的发送结果没有写下来（{why}）；"
        f"服务器的答复是：{attempt.said}。请记下，腾出空间后核实"
    )
