"""What was computed of one campaign, held in memory and brought along with its history."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from harness.campaign.held.derived import Derived
from harness.casebook.book import Book, Supposed
from harness.casebook.differently import read_differently
from harness.casebook.following.judged import Judged, Judging, judged, judged_on
from harness.casebook.following.kept import Kept
from harness.casebook.following.logs import Followed
from harness.casebook.following.opening import followed, opened, supposing
from harness.engine import Engine
from harness.store import history
from harness.store.database import Store
from letters.model import Campaign

Told = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an assessment depends on beside its book."""

    campaign: Campaign
    as_of: date


@dataclass(slots=True)
class Standing:
    """The facts at one version, or as somebody supposes them, with what was made of them. `since`: of
    what they were made, and how."""

    kept: Kept
    judged: list[tuple[Asked, Judged]] = field(default_factory=list)
    since: tuple[Standing, Followed] | None = None

    @property
    def book(self) -> Book:
        return self.kept.book


class Memory(Derived):
    """Of one open store. One thread computes at a time; what it gives out never changes."""

    def __init__(self, store: Store, engine: Engine) -> None:
        super().__init__()
        self._store, self._engine = store, engine
        self._lock = threading.RLock()
        self._now: Standing | None = None
        self._news: list[str] = []
        self.opened = 0  # how often all was made from nothing

    def is_of(self, store: Store) -> bool:
        """Not of a copy on which something is tried (supposing.py)."""
        return store.engine is self._store.engine

    def standing(self) -> Standing:
        """As the history stands now, whoever wrote it."""
        with self._lock:
            if self._now is None:
                self.opened += 1
                with at_rest():
                    self._now = Standing(opened(self._store, self._engine))
                self._news.extend(read_differently(self._store.folder, self._now.book))
            elif version_of(self._store) != self._now.kept.version:
                self._now = self._followed(self._now)
            return self._now

    def news(self) -> list[str]:
        """What this version of the program reads otherwise than the one before: told once."""
        with self._lock:
            told, self._news = self._news, []
            return told

    def close(self) -> None:
        """What was read last is kept, for the next version to tell what it reads otherwise."""
        with self._lock:
            if self._now is not None:
                read_differently(self._store.folder, self._now.book)
            self._now = None

    def supposing(self, supposed: Supposed) -> Standing:
        with self._lock:
            while True:
                now = self.standing()
                found = supposing(self._store, self._engine, now.kept, supposed)
                if found is not None:
                    return Standing(found.kept, since=(now, found))

    def judged(self, standing: Standing, asked: Asked, told: Told) -> Judged:
        with self._lock:
            known = next((each for one, each in standing.judged if one == asked), None)
            if known is None:
                known = self._judged(standing, asked, told)
                standing.judged = [(asked, known), *standing.judged[:1]]
            return known

    def _judged(self, standing: Standing, asked: Asked, told: Told) -> Judged:
        total, done = (
            len(standing.book.applications),
            iter(range(1, len(standing.book.applications) + 1)),
        )
        judging = Judging(
            self._store, self._engine, lambda: told(next(done), total, "阅读并核对答复")
        )
        if standing.since is not None:
            before, step = standing.since
            return judged_on(judging, self.judged(before, asked, told), step)
        before_it = next((each for _, each in standing.judged), None)
        with at_rest():
            return judged(judging, standing.kept, asked.campaign, asked.as_of, before_it)

    def _followed(self, now: Standing) -> Standing:
        """With the assessment that was asked for last."""
        step = followed(self._store, self._engine, now.kept)
        self.opened += step.moved is None
        judging = Judging(self._store, self._engine)
        return Standing(
            step.kept, [(asked, judged_on(judging, each, step)) for asked, each in now.judged[:1]]
        )


@contextmanager
def at_rest() -> Iterator[None]:
    """While so much is made that stays, nobody looks through it for what could be thrown away; nor later,
    for seconds each time, while somebody waits for a page."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was:
            gc.enable()


def version_of(store: Store) -> int:
    with store.reading() as connection:
        return history.last(connection)
